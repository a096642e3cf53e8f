"""What came of asking, in this program's own words."""

from __future__ import annotations

from sync.errors import ProxyFault, ServerUntrusted, Unreachable

_TLS = {"certificate", "expired", "not-yet", "name", "pin", "old-tls", "not-tls"}
_PROXY = {"proxy", "proxy-login", "proxy-refused", "proxy-address", "pac", "socks"}


class Lost(Exception):
    """No whole answer came.

    ``reason`` is a code of :mod:`sync.errors`; ``unsent`` says that the request surely never
    left; ``proxy`` is the place of the proxy that was asked.
    """

    def __init__(self, reason: str, *, unsent: bool = False, proxy: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.unsent = unsent
        self.proxy = proxy


class Unreadable(Exception):
    """An answer came that is no HTTP, or is packed wrongly; ``what`` names it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def unreachable(address: str, lost: Lost) -> Unreachable:
    """Return the error for a request that surely had no effect."""
    head = lost.reason.partition(" ")[0]
    if head in _TLS:
        return ServerUntrusted(address, lost.reason)
    if head in _PROXY:
        return ProxyFault(address, lost.reason, lost.proxy)
    return Unreachable(address, lost.reason)
