"""A script of the office's network names the proxy (proxy auto-configuration, PAC).

It is code that came over a network, so it is not run in this process: ``evaluate`` hands it to one
that can reach neither files nor windows and is ended after its time. What it can do at worst is
name a proxy, and through any proxy the registry proves itself by TLS. It is asked about the
registry's host alone, never about a path. Where it fails nobody guesses: there is no way out then.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from sync.calls import Limits
from sync.errors import RegistryError
from sync.network.proxies import NoWay, Proxy, Straight, usable

LIMITS = Limits(connect=3.0, read=5.0, whole=8.0, answer=1 << 20)
"""Of the script itself; 1 MiB is what browsers take."""
_SCRIPT_LASTS = 900.0
"""Seconds until a script is fetched again."""

Evaluate = Callable[[str, str, str], str]
"""Script, address and host; returns what ``FindProxyForURL`` did. Raises OSError if it failed."""


class Pac:
    """Ways by a script; safe to use from several threads."""

    def __init__(
        self,
        place: str,
        evaluate: Evaluate,
        login: Callable[[], tuple[str, str]] = lambda: ("", ""),
    ) -> None:
        """Prepare; nothing is fetched yet.

        Args:
            place: ``http://…``, ``https://…`` or an absolute path.
            evaluate: runs the script.
            login: the user and password for the proxy it names.
        """
        self._place = place
        self._evaluate = evaluate
        self._login = login
        self._lock = threading.Lock()
        self._script = ""
        self._until = 0.0

    def ways(self, address: str) -> tuple[Proxy | None, ...]:
        """Return the script's ways in its order.

        Raises:
            NoWay: ``pac`` if it did not come or failed, ``socks`` if it names nothing else.
        """
        parts = urlsplit(address)
        host = parts.hostname or ""
        try:
            answer = self._evaluate(self._current(), f"{parts.scheme}://{parts.netloc}/", host)
        except (OSError, ValueError, RegistryError) as error:
            raise NoWay("pac") from error
        return usable(tuple(_items(answer)), self._login)

    def _current(self) -> str:
        with self._lock:
            if not self._script or time.monotonic() > self._until:
                self._script = self._fetch()
                self._until = time.monotonic() + _SCRIPT_LASTS
            return self._script

    def _fetch(self) -> str:
        if "://" not in self._place:
            place = Path(self._place)
            if not place.is_file():
                # A pipe would be waited for.
                raise FileNotFoundError(self._place)
            with place.open("rb") as file:
                content = file.read(LIMITS.answer + 1)
            if len(content) > LIMITS.answer:
                raise ValueError(self._place)
        else:
            from sync.network import Network
            from sync.network.strangers import fetch_from_stranger

            content = fetch_from_stranger(self._place, LIMITS, Network(proxies=Straight()))
        # Old scripts have names of offices in old encodings, in comments.
        return content.decode("utf-8", errors="replace")


def _items(answer: str) -> list[str]:
    """Split ``PROXY a:1; SOCKS b:2; DIRECT`` into what :func:`usable` reads."""
    found = []
    for part in answer.split(";"):
        kind, _, place = part.strip().partition(" ")
        match kind.upper():
            case "DIRECT":
                found.append("direct")
            case "PROXY" | "HTTP":
                found.append(f"http://{place.strip()}")
            case "HTTPS":
                found.append(f"https://{place.strip()}")
            case "":
                continue
            case _:
                found.append(f"socks://{place.strip()}")
    return found
