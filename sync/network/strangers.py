"""Servers that keep no contract, such as time-stamp servers: one question, and strict limits."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sync.calls import Limits
from sync.errors import BadAnswer, ProxyFault, ServerUntrusted, Unreachable
from sync.network import Network
from sync.network.faults import Lost, Unreadable, unreachable

if TYPE_CHECKING:
    from sync.network.transport import Transport

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
    from sync.network.transport import Transport

    parts = urlsplit(address)
    if parts.scheme not in _SCHEMES or not parts.hostname or parts.username:
        raise Unreachable(address, "insecure")
    network = network or Network()
    trust = type(network.trust)(network.trust.ca_file)
    transport = Transport(address, Network(trust, network.proxies), limits)
    try:
        return _ask(transport, address, query, kinds, limits)
    except Lost as error:
        raise Unreachable(address, _plainly(unreachable(address, error))) from error
    except Unreadable as error:
        raise BadAnswer(f"POST {address}", error.what) from error
    finally:
        transport.close()


def _ask(
    transport: Transport, address: str, query: bytes, kinds: tuple[str, str], limits: Limits
) -> bytes:
    from sync.network.deadline import Deadline

    name = f"POST {address}"
    headers = {"Content-Type": kinds[0], "Accept": kinds[1]}
    deadline = Deadline(limits.whole, limits.read)
    body = bytearray()
    reply = transport.ask("POST", address, body=query, headers=headers, deadline=deadline)
    try:
        kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        if reply.status != 200:
            raise Unreachable(address, f"http {reply.status}")
        if kind != kinds[1]:
            raise BadAnswer(name, f"content type {kind[:60] or 'missing'}")
        for piece in reply.pieces():
            body += piece
            if len(body) > limits.answer:
                raise BadAnswer(name, "too large")
    finally:
        reply.close()
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
