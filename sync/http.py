"""The only door to HTTP: one way out for every request, every foreign error wrapped behind it.

The distinction that everything else rests on is made here: a request that surely had no effect
(:class:`~sync.errors.Unreachable`) against one that may have had one
(:class:`~sync.errors.OutcomeUnknown`). And only what bears the contract's version is the
registry's word; whatever else answers is a network, a gateway or a stranger.
"""

from __future__ import annotations

import contextlib
import email.utils
import re
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sync.calls import JSON, Answer, Call, Head, Limits, decode
from sync.errors import (
    BadAnswer,
    CaptivePortal,
    OutcomeUnknown,
    Refused,
    RegistryError,
    SessionExpired,
    StationForgotten,
    Unreachable,
)
from sync.network import Network
from sync.network.deadline import Deadline
from sync.network.faults import Lost, Unreadable, unreachable
from sync.network.in_between import SUSPICIOUS, stands_in_between
from sync.network.proxies import Proxy, is_loopback
from sync.network.strangers import ask_stranger
from sync.network.tls import Peer
from sync.wire import CONTRACT_HEADER, CONTRACT_VERSION, Problem

if TYPE_CHECKING:
    from sync.network.transport import Transport

__all__ = [
    "JSON",
    "Answer",
    "Call",
    "Head",
    "Http",
    "Limits",
    "Network",
    "ask_stranger",
    "decode",
    "is_loopback",
]

_PROBLEM = "application/problem+json"
_PROBLEM_LIMIT = 64 * 1024
_CODE = re.compile("[a-z][a-z0-9_]{0,59}")
_DETAIL = 500
"""Characters of a reason that are kept."""
_STREAM = 86_400.0
_PAGES = {"text/html", "application/xhtml+xml"}


class Http:
    """Requests to one registry. Safe to use from several threads."""

    def __init__(
        self,
        address: str,
        *,
        network: Network | None = None,
        agent: str = "eqaror-desktop",
        limits: Limits | None = None,
        clock_told: Callable[[float], None] = lambda _: None,
    ) -> None:
        """Prepare; nothing is sent yet.

        Args:
            address: ``https://host[:port]``; plain HTTP only to this computer itself.
            network: whom to trust beside the operating system, pins, and the way out.
            agent: what the registry's log calls this program, with its version.
            limits: bounds other than the usual ones.
            clock_told: called with every :attr:`clock_skew`, in the thread that asked.

        Raises:
            Unreachable: the address is not one that may be used (``insecure``).
        """
        parts = urlsplit(address)
        host = parts.hostname or ""
        allowed = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
        if not allowed or not host or parts.query or parts.fragment or parts.username:
            raise Unreachable(address, "insecure")
        self.address = address.rstrip("/")
        self.limits = limits or Limits()
        self._network = network or Network()
        self._agent = agent
        self._lock = threading.Lock()
        self._transport: Transport | None = None
        self._clock_told = clock_told
        self._skew: float | None = None
        self._heard = float("-inf")
        self._streams: set[Deadline] = set()

    @property
    def clock_skew(self) -> float | None:
        """Seconds the registry's clock is ahead of ours, to about one; None before an answer."""
        return self._skew

    @property
    def silent_for(self) -> float:
        """Seconds since the registry's last word; infinite before the first."""
        return time.monotonic() - self._heard

    @property
    def proxy(self) -> Proxy | None:
        """The proxy that requests go through; None for the straight way, or before the first."""
        return None if self._transport is None else self._transport.way

    @property
    def peer(self) -> Peer | None:
        """Who was at the other end of the last TLS connection that was made; None for none."""
        return None if self._transport is None else self._transport.peer

    def send(self, call: Call) -> Answer:
        """Send a request and return its whole answer, which has a status of success.

        Raises:
            Unreachable: the request surely had no effect.
            OutcomeUnknown: it left, carries a key, and got no whole answer.
            SessionExpired: the registry does not know the token.
            Refused: a problem document.
            BadAnswer: anything the contract does not allow.
        """
        with self._asked(call, Deadline(self.limits.whole, self.limits.read)) as (head, pieces):
            return Answer(head, self._whole(call, pieces, self.limits.answer))

    @contextlib.contextmanager
    def open(self, call: Call) -> Iterator[tuple[Head, Iterator[bytes]]]:
        """Send a request and give the answer's head and its content piece by piece.

        It may take as long as it needs at :attr:`~sync.calls.Limits.pace`; a stream, which has a
        ``silence`` of its own, for a day.

        Raises:
            RegistryError: as :meth:`send`; also while the pieces are read.
        """
        limits = self.limits
        if call.silence is None:
            with self._asked(call, Deadline(limits.whole, limits.read, limits.pace)) as answer:
                yield answer
            return
        deadline = Deadline(_STREAM, call.silence)
        self._streams.add(deadline)
        try:
            with self._asked(call, deadline) as answer:
                yield answer
        finally:
            self._streams.discard(deadline)

    @contextlib.contextmanager
    def _asked(self, call: Call, deadline: Deadline) -> Iterator[tuple[Head, Iterator[bytes]]]:
        """Every request of the program to its registry passes through here."""
        headers = {
            "Accept": f"{call.accept or JSON}, {_PROBLEM}",
            "User-Agent": self._agent,
            CONTRACT_HEADER: CONTRACT_VERSION,
            **dict(call.headers),
        }
        if call.token is not None:
            headers["Authorization"] = f"Bearer {call.token}"
        if call.key is not None:
            headers["Idempotency-Key"] = call.key
        before = time.time()
        try:
            reply = self._prepared().ask(
                call.method,
                self.address + call.path,
                query=call.query,
                body=call.body,
                headers=headers,
                deadline=deadline,
            )
        except Lost as error:
            raise self._lost(call, error) from error
        except Unreadable as error:
            raise BadAnswer(call.name, error.what) from error
        try:
            head = Head(reply.status, reply.headers)
            pieces = self._pieces(call, reply.pieces())
            self._judge(call, head, pieces, before)
            yield head, pieces
        finally:
            reply.close()

    def hang_up(self) -> None:
        """End every stream that is open, from whatever thread."""
        for deadline in tuple(self._streams):
            deadline.cut()

    def network_changed(self) -> None:
        """Let go of connections and ways of the network that was; what runs is not disturbed."""
        if self._transport is not None:
            self._transport.forget_ways()

    def close(self) -> None:
        """Close idle connections."""
        with self._lock:
            transport, self._transport = self._transport, None
        if transport is not None:
            transport.close()

    def _prepared(self) -> Transport:
        with self._lock:
            if self._transport is None:
                from sync.network.transport import Transport

                self._transport = Transport(self.address, self._network, self.limits)
            return self._transport

    def _pieces(self, call: Call, pieces: Iterator[bytes]) -> Iterator[bytes]:
        try:
            yield from pieces
        except Unreadable as error:
            raise BadAnswer(call.name, error.what) from error
        except Lost as error:
            raise self._lost(call, error) from error

    def _whole(self, call: Call, pieces: Iterator[bytes], limit: int) -> bytes:
        body, size = [], 0
        for piece in pieces:
            body.append(piece)
            size += len(piece)
            if size > limit:
                raise BadAnswer(call.name, "too large")
        return b"".join(body)

    def _judge(self, call: Call, head: Head, pieces: Iterator[bytes], before: float) -> None:
        """Raise unless the answer is a success of the contract's form."""
        kind = head.headers.get("content-type", "").partition(";")[0].strip().lower()
        spoken = head.headers.get(CONTRACT_HEADER.lower(), "")
        if not spoken:
            self._judge_stranger(call, head.status, kind)
        if head.status >= 500 and kind != _PROBLEM:
            raise self._without_effect(call, f"http {head.status}")
        if spoken.partition(".")[0] != CONTRACT_VERSION.partition(".")[0]:
            raise BadAnswer(call.name, f"{CONTRACT_HEADER}: {spoken[:20] or 'missing'}")
        # Refusals count too: a wrong clock is often what they are about.
        self._note_clock(head, before)
        self._heard = time.monotonic()
        if head.status == 401 and call.token is not None:
            raise SessionExpired
        if head.status >= 400:
            raise self._refusal(call, head, kind, pieces)
        if not 200 <= head.status < 300:
            # A redirect could carry the token to another host, and the contract has none.
            raise BadAnswer(call.name, f"status {head.status}")
        if call.accept and kind != call.accept:
            raise BadAnswer(call.name, f"content type {kind[:60] or 'missing'}")

    def _judge_stranger(self, call: Call, status: int, kind: str) -> None:
        """Raise if this is a page of whoever stands in between, and no word of a registry."""
        if status == HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED:
            reason = "sign-in"
        elif status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            raise self._lost(call, Lost("proxy-login"))
        elif 300 <= status < 400:
            reason = "redirect"
        elif kind in _PAGES and status < 500:
            reason = "page"
        else:
            return
        if call.key is not None:
            # Whether it was handed on before, nobody can tell from here.
            raise OutcomeUnknown(call.key, reason)
        raise CaptivePortal(self.address, reason)

    def _refusal(
        self, call: Call, head: Head, kind: str, pieces: Iterator[bytes]
    ) -> RegistryError:
        if call.method == "HEAD":
            # An answer to HEAD has no body, so the status is all there is. Only that something is
            # not there any more is worth believing without the registry's reason.
            if head.status in {404, 410}:
                return Refused("not_found")
            return BadAnswer(call.name, f"status {head.status}")
        if kind != _PROBLEM:
            return BadAnswer(call.name, f"status {head.status}")
        body = self._whole(call, pieces, _PROBLEM_LIMIT)
        try:
            problem = decode(call, body, Problem)
        except BadAnswer as error:
            return BadAnswer(call.name, f"problem {error.path}")
        if problem.status != head.status or not _CODE.fullmatch(problem.code):
            # Two words that contradict each other are nobody's.
            return BadAnswer(call.name, f"problem status {head.status}")
        if problem.code == "station_forgotten":
            return StationForgotten()
        if head.status >= 500 and problem.code != "maintenance":
            return self._without_effect(call, f"http {head.status}")
        wait = head.headers.get("retry-after", "")
        return Refused(problem.code, plain(problem.detail), retry_after(wait))

    def _lost(self, call: Call, lost: Lost) -> Unreachable | OutcomeUnknown:
        """Name a failure of the transport."""
        if call.key is None or lost.unsent:
            # Through a proxy the network in between is the proxy's.
            asked = lost.reason in SUSPICIOUS and not lost.proxy
            if asked and stands_in_between(self.address, self._network.plain_port):
                return CaptivePortal(self.address, "behind-tls")
            return unreachable(self.address, lost)
        return OutcomeUnknown(call.key, lost.reason)

    def _without_effect(self, call: Call, reason: str) -> Unreachable | OutcomeUnknown:
        """Name an answer that says nothing about the request; only a read has no effect."""
        if call.key is None:
            return Unreachable(self.address, reason)
        return OutcomeUnknown(call.key, reason)

    def _note_clock(self, head: Head, before: float) -> None:
        if "age" in head.headers or head.status == 206:
            return
        try:
            registry = email.utils.parsedate_to_datetime(head.headers["date"]).timestamp()
        except (KeyError, ValueError):
            return
        # The header cuts off the fraction; half a second is its middle.
        self._skew = round(registry + 0.5 - (before + time.time()) / 2, 1)
        self._clock_told(self._skew)


def plain(text: str) -> str:
    """Return a text from the wire without what steers a terminal or turns the reading order."""
    kept = (
        " " if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} else letter
        for letter in text[:_DETAIL]
    )
    return "".join(kept).strip()


def retry_after(text: str) -> float | None:
    """Read ``Retry-After`` (RFC 9110, section 10.2.3): seconds, or a date; None if neither."""
    if text.isdecimal():
        return float(text[:9])
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())
