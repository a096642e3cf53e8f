"""Which way out: straight, through the proxy of the system, or through one the office named.

Loopback is never asked of a proxy. A password never stands in an address: it is kept apart, in an
object that does not show it, and goes into one header of the request to the proxy.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Protocol
from urllib.parse import unquote, urlsplit

from sync.values import Plain

_PORT = 80


class NoWay(OSError):
    """It is not known which proxy to take. ``reason``: ``pac``, ``socks`` or ``proxy-address``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Proxy(Plain, frozen=True):
    """A proxy that is asked over plain HTTP, as nearly all are; what it carries is TLS."""

    host: str
    port: int
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"Proxy({self.host!r}, {self.port}, {self.user!r})"

    @property
    def place(self) -> str:
        """``host:port``; what a person may see."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def address(self) -> str:
        """Where it is, without who asks."""
        return f"http://{self.place}"

    @property
    def headers(self) -> dict[str, str]:
        """What it wants to be told (RFC 7617), if anything."""
        if not self.user:
            return {}
        word = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return {"Proxy-Authorization": f"Basic {word}"}


class Proxies(Protocol):
    """Knows the ways out."""

    def ways(self, address: str) -> tuple[Proxy | None, ...]:
        """Return the ways to ``address`` in the order of trying; None is the straight one.

        Raises:
            NoWay: it is not known.
        """


class Straight(Plain, frozen=True):
    """No proxy."""

    def ways(self, address: str) -> tuple[Proxy | None, ...]:
        """Return the straight way."""
        del address
        return (None,)


class System(Plain, frozen=True):
    """What the environment says, or else Windows' or macOS' settings, or else the desktop's."""

    desktop: Callable[[str], tuple[str, ...]] = lambda _: ()
    """Asked last; see :func:`sync.network.desktop.lookup`."""
    login: Callable[[], tuple[str, str]] = lambda: ("", "")
    """The user and password for a proxy that names none."""

    def ways(self, address: str) -> tuple[Proxy | None, ...]:
        """Return the system's ways."""
        import urllib.request

        parts = urlsplit(address)
        host = parts.hostname or ""
        named = urllib.request.getproxies()
        if named:
            # Of an environment that knows proxies, its exceptions hold too.
            chosen = named.get(parts.scheme) or named.get("all")
            excused = excepted(host, tuple(re.split(r"[,\s]+", named.get("no", ""))))
            if not chosen or excused or urllib.request.proxy_bypass(parts.netloc):
                return (None,)
            return (parse(chosen, self.login),)
        found = self.desktop(address)
        return usable(found, self.login) if found else (None,)


class Manual(Plain, frozen=True):
    """The one proxy that the office named, but for the hosts that it excepts."""

    proxy: str
    """``http://host:port``."""
    direct: tuple[str, ...] = ()
    """Names, ``.domain`` endings, addresses or networks that are reached without it."""
    login: Callable[[], tuple[str, str]] = lambda: ("", "")

    def ways(self, address: str) -> tuple[Proxy | None, ...]:
        """Return the office's way."""
        host = urlsplit(address).hostname or ""
        return (None,) if excepted(host, self.direct) else (parse(self.proxy, self.login),)


def parse(text: str, login: Callable[[], tuple[str, str]] = lambda: ("", "")) -> Proxy:
    """Read ``[http://][user:password@]host[:port]``.

    Raises:
        NoWay: ``socks`` for such a proxy, ``proxy-address`` for anything else that is not this.
    """
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise NoWay("proxy-address") from error
    if parts.scheme.startswith("socks"):
        raise NoWay("socks")
    if parts.scheme != "http" or not host or port == 0:
        raise NoWay("proxy-address")
    if parts.username:
        user, password = unquote(parts.username), unquote(parts.password or "")
    else:
        user, password = login()
    return Proxy(host, port or _PORT, user, password)


def excepted(host: str, direct: tuple[str, ...]) -> bool:
    """Return whether ``host`` is among the exceptions."""
    import ipaddress

    name = host.lower().rstrip(".")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        address = None
    for item in filter(None, direct):
        wanted = item.lower().removeprefix("*")
        if item == "*":
            # As in no_proxy: everything.
            return True
        if name == wanted or (wanted.startswith(".") and f".{name}".endswith(wanted)):
            return True
        if address is not None:
            try:
                if address in ipaddress.ip_network(wanted, strict=False):
                    return True
            except ValueError:
                continue
    return False


def usable(
    found: tuple[str, ...], login: Callable[[], tuple[str, str]]
) -> tuple[Proxy | None, ...]:
    """Read a list as desktops and scripts give it; what this program cannot use is left out.

    Raises:
        NoWay: nothing is left.
    """
    ways: list[Proxy | None] = []
    reason = "proxy-address"
    for item in found:
        if item.lower().startswith("direct"):
            ways.append(None)
            continue
        try:
            ways.append(parse(item, login))
        except NoWay as error:
            reason = error.reason
    if not ways:
        raise NoWay(reason)
    return tuple(ways)


def is_loopback(host: str) -> bool:
    """Return whether ``host`` is this computer itself, by name or by address."""
    import ipaddress

    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
