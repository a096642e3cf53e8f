"""Whether a network's sign-in page stands where the registry's certificate was expected.

A network that wants a sign-in first cannot show its page behind the registry's name over TLS; all
there is to see is a certificate that is not trusted. It does show it to plain HTTP. So the same
host is asked there once, for nothing and with nothing, and only where the answer leads is looked
at. A registry's own redirect to HTTPS leads to itself.
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from sync.calls import Limits
from sync.network import Network
from sync.network.deadline import Deadline
from sync.network.faults import Lost, Unreadable
from sync.network.proxies import Straight
from sync.network.tls import Trust

_LIMITS = Limits(connect=2.0, read=2.0, whole=3.0)

SUSPICIOUS = frozenset({"certificate", "name", "not-tls"})
"""Why a connection may have failed if somebody stands in between."""


def stands_in_between(address: str, port: int) -> bool:
    """Ask the host of an address on plain HTTP, and say whether a sign-in page answers for it.

    Args:
        address: of the registry, ``https://…``.
        port: of plain HTTP there.

    Returns:
        Whether it wants a sign-in (status 511, RFC 6585, section 6) or leads to another host.
    """
    from sync.network.transport import Transport

    host = urlsplit(address).hostname or ""
    place = f"[{host}]" if ":" in host else host
    asked = f"http://{place}:{port}/"
    transport = Transport(asked, Network(Trust(), Straight()), _LIMITS)
    try:
        reply = transport.ask(
            "GET", asked, headers={}, deadline=Deadline(_LIMITS.whole, _LIMITS.read)
        )
    except (Lost, Unreadable):
        return False
    else:
        target = reply.headers.get("location", "")
        reply.close()
    finally:
        transport.close()
    if reply.status == HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED:
        return True
    return 300 <= reply.status < 400 and _host_of(asked, target) != host


def _host_of(asked: str, target: str) -> str | None:
    try:
        return urlsplit(urljoin(asked, target)).hostname
    except ValueError:
        return None
