"""From the office's settings to the ways this station takes; the proxy's password is a secret."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from eqaror_desktop.settings import NetworkPolicy
from sync.errors import StoreError
from sync.network import Network
from sync.network.desktop import lookup
from sync.network.proxies import Manual, Proxies, Straight, System
from sync.network.tls import Trust
from sync.secrets import Secrets

_LOGIN = "proxy"
_SCRIPT_SECONDS = 15.0


class ProxyLogin:
    """The user and password for the proxy: among the profile's secrets, nowhere else."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def __call__(self) -> tuple[str, str]:
        """Return user and password; empty ones if none were given or the keyring is away."""
        import json

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
        import json

        self._secrets.put(_LOGIN, json.dumps([user, password]))

    def forget(self) -> None:
        """Ask the proxy without a user."""
        self._secrets.remove(_LOGIN)


def run_script(script: str, address: str, host: str, seconds: float = _SCRIPT_SECONDS) -> str:
    """Run a proxy script in a process of its own; see :mod:`eqaror_desktop.pac_child`.

    Args:
        script: the script.
        address: what a way is wanted to.
        host: its host.
        seconds: after which the process is ended, DNS included.

    Raises:
        OSError: it failed, gave no answer or took too long.
    """
    import json
    import subprocess
    import sys

    question = json.dumps({"script": script, "address": address, "host": host})
    # Nothing of this process's environment but what a system needs to load a library.
    kept = ("PATH", "SYSTEMROOT", "TZ", "LD_LIBRARY_PATH")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    # An interpreter writes no code into memory.
    environment["QV4_FORCE_INTERPRETER"] = "1"
    try:
        ended = subprocess.run(
            [sys.executable, "-I", "-m", "eqaror_desktop.pac_child"],
            input=question,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=seconds,
            env=environment,
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        answer = json.loads(ended.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise OSError("proxy script") from error
    if "answer" not in answer:
        raise OSError(f"proxy script: {answer.get('error')}")
    return str(answer["answer"])


def network_of(policy: NetworkPolicy, secrets: Secrets) -> Network:
    """Return how this station reaches others; nothing is asked of anybody yet."""
    ca_file = Path(policy.ca_file) if policy.ca_file else None
    return Network(Trust(ca_file, policy.pins), _proxies(policy, ProxyLogin(secrets)))


def _proxies(policy: NetworkPolicy, login: ProxyLogin) -> Proxies:
    if policy.pac:
        from sync.network.pac import Pac

        return Pac(policy.pac, run_script, login)
    if policy.proxy == "none":
        return Straight()
    if policy.proxy == "system":
        return System(desktop=lookup, login=login)
    return Manual(policy.proxy, policy.direct, login)
