"""Servers that keep no contract, such as time-stamp servers: one question, and strict limits."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sync.calls import Limits
from sync.errors import BadAnswer, ProxyFault, ServerUntrusted, Unreachable
from sync.network import Network
from sync.network.faults import Lost, Unreadable, unreachable
from sync.network.tls import Trust

if TYPE_CHECKING:
    from sync.network.transport import Reply

_SCHEMES = {"http", "https"}


def ask_stranger(
    address: str,
    query: bytes,
    kinds: tuple[str, str],
    limits: Limits,
    network: Network | None = None,
) -> bytes:
    """Ask a server that keeps no contract, such as a time-stamp server, one question by POST.

    It gets nothing of the registry's session. Plain HTTP is allowed to it: what it answers is
    signed, and what it is asked is a digest and a number.

    Args:
        address: a whole ``https://`` or ``http://`` address.
        query: the body.
        kinds: the content types of the question and of the answer.
        limits: ``whole`` and ``answer`` bound the answer.
        network: as for :class:`sync.http.Http`; pins are the registry's and do not count here.

    Raises:
        Unreachable: no whole answer came in time, or none with a status of success.
        BadAnswer: an answer of another content type, or too large. Redirects are not followed.
    """
    return _asked("POST", address, query, kinds, limits, network or Network())


def fetch_from_stranger(address: str, limits: Limits, network: Network) -> bytes:
    """Fetch something that is not believed, such as a proxy script, of whatever content type.

    Raises:
        Unreachable, BadAnswer: as :func:`ask_stranger`.
    """
    return _asked("GET", address, None, ("", ""), limits, network)


def _asked(
    method: str,
    address: str,
    query: bytes | None,
    kinds: tuple[str, str],
    limits: Limits,
    network: Network,
) -> bytes:
    from sync.network.deadline import Deadline
    from sync.network.transport import Transport

    parts = urlsplit(address)
    if parts.scheme not in _SCHEMES or not parts.hostname or parts.username:
        raise Unreachable(address, "insecure")
    name = f"{method} {address}"
    transport = Transport(address, Network(Trust(network.trust.ca_file), network.proxies), limits)
    headers = {"Content-Type": kinds[0], "Accept": kinds[1]} if kinds[1] else {}
    deadline = Deadline(limits.whole, limits.read)
    try:
        reply = transport.ask(method, address, body=query, headers=headers, deadline=deadline)
        try:
            return _whole(reply, name, address, kinds[1], limits.answer)
        finally:
            reply.close()
    except Lost as error:
        raise Unreachable(address, _plainly(unreachable(address, error))) from error
    except Unreadable as error:
        raise BadAnswer(name, error.what) from error
    finally:
        transport.close()


def _whole(reply: Reply, name: str, address: str, wanted: str, limit: int) -> bytes:
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    if reply.status != HTTPStatus.OK:
        raise Unreachable(address, f"http {reply.status}")
    if wanted and kind != wanted:
        raise BadAnswer(name, f"content type {kind[:60] or 'missing'}")
    body = bytearray()
    for piece in reply.pieces():
        body += piece
        if len(body) > limit:
            raise BadAnswer(name, "too large")
    return bytes(body)


def _plainly(error: Unreachable) -> str:
    """Return a reason without its details: they have cures only where it is the registry."""
    match error:
        case ServerUntrusted():
            return "certificate"
        case ProxyFault():
            return "proxy"
        case _:
            return error.reason
