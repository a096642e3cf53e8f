"""From the office's settings to the ways this station takes; the proxy's password is a secret."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from eqaror_desktop.settings import NetworkPolicy
from sync.errors import StoreError
from sync.network import Network
from sync.network.proxies import Manual, Proxies, Straight, System
from sync.network.tls import Trust
from sync.secrets import Secrets

_LOGIN = "proxy"


class ProxyLogin:
    """The user and password for the proxy: among the profile's secrets, nowhere else."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def __call__(self) -> tuple[str, str]:
        """Return user and password; empty ones if none were given or the keyring is away."""
        with suppress(StoreError, ValueError):
            kept = self._secrets.get(_LOGIN)
            if kept is not None:
                user, password = json.loads(kept)
                return str(user), str(password)
        return "", ""

    def keep(self, user: str, password: str) -> None:
        """Use these from the next start of the program on.

        Raises:
            StoreError: they could not be kept.
        """
        self._secrets.put(_LOGIN, json.dumps([user, password]))

    def forget(self) -> None:
        """Ask the proxy without a user."""
        self._secrets.remove(_LOGIN)


def network_of(policy: NetworkPolicy, secrets: Secrets) -> Network:
    """Return how this station reaches others; nothing is asked of anybody yet."""
    ca_file = Path(policy.ca_file) if policy.ca_file else None
    return Network(Trust(ca_file, policy.pins), _proxies(policy, ProxyLogin(secrets)))


def _proxies(policy: NetworkPolicy, login: ProxyLogin) -> Proxies:
    if policy.proxy == "none":
        return Straight()
    if policy.proxy == "system":
        return System(login=login)
    return Manual(policy.proxy, policy.direct, login)
