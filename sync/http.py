"""The only door to HTTP: one way out for every request, every foreign error wrapped behind it.

The distinction that everything else rests on is made here: a request that surely had no effect
(:class:`~sync.errors.Unreachable`) against one that may have had one
(:class:`~sync.errors.OutcomeUnknown`).
"""

from __future__ import annotations

import contextlib
import email.utils
import ipaddress
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from sync.calls import JSON, Answer, Call, Head, Limits, decode, where
from sync.errors import (
    BadAnswer,
    OutcomeUnknown,
    Refused,
    RegistryError,
    SessionExpired,
    Unreachable,
)
from sync.wire import CONTRACT_HEADER, CONTRACT_VERSION, Problem

if TYPE_CHECKING:
    import requests

__all__ = [
    "JSON",
    "Answer",
    "Call",
    "Head",
    "Http",
    "Limits",
    "ask_stranger",
    "decode",
    "is_loopback",
]

_PIECE = 64 * 1024
_PROBLEM = "application/problem+json"
_PROBLEM_LIMIT = 64 * 1024
_STRANGERS = {"http", "https"}


class Http:
    """Requests to one registry. Safe to use from several threads."""

    def __init__(
        self,
        address: str,
        *,
        ca_file: Path | None = None,
        agent: str = "eqaror-desktop",
        limits: Limits | None = None,
        clock_told: Callable[[float], None] = lambda _: None,
    ) -> None:
        """Prepare; nothing is sent yet.

        Args:
            address: ``https://host[:port]``; plain HTTP only to this computer itself.
            ca_file: certificates in PEM to trust beside the operating system's own.
            agent: what the registry's log calls this program, with its version.
            limits: bounds other than the usual ones.
            clock_told: called with every :attr:`clock_skew`, in the thread that asked.

        Raises:
            Unreachable: the address is not one that may be used (``insecure``).
        """
        parts = urlsplit(address)
        host = parts.hostname or ""
        self._loopback = is_loopback(host)
        allowed = parts.scheme == "https" or (parts.scheme == "http" and self._loopback)
        if not allowed or not host or parts.query or parts.fragment or parts.username:
            raise Unreachable(address, "insecure")
        self.address = address.rstrip("/")
        self.limits = limits or Limits()
        self._ca_file = ca_file
        self._agent = agent
        self._lock = threading.Lock()
        self._session: requests.Session | None = None
        self._proxies: dict[str, str] = {}
        self._clock_told = clock_told
        self._skew: float | None = None

    @property
    def clock_skew(self) -> float | None:
        """Seconds the registry's clock is ahead of ours, to about one; None before an answer."""
        return self._skew

    def send(self, call: Call) -> Answer:
        """Send a request and return its whole answer, which has a status of success.

        Raises:
            Unreachable: the request surely had no effect.
            OutcomeUnknown: it left, carries a key, and got no whole answer.
            SessionExpired: the registry does not know the token.
            Refused: a problem document.
            BadAnswer: anything the contract does not allow.
        """
        with self.open(call) as (head, pieces):
            return Answer(head, self._whole(call, pieces, self.limits.answer))

    @contextlib.contextmanager
    def open(self, call: Call) -> Iterator[tuple[Head, Iterator[bytes]]]:
        """Send a request and give the answer's head and its content piece by piece.

        Every request of the program passes through here.

        Raises:
            RegistryError: as :meth:`send`; also while the pieces are read.
        """
        import requests

        session = self._prepared()
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
            response = session.request(
                call.method,
                self.address + call.path,
                params=call.query,
                data=call.body,
                headers=headers,
                timeout=(self.limits.connect, self.limits.read),
                allow_redirects=False,
                stream=True,
                proxies=self._proxies,
            )
        except requests.RequestException as error:
            raise self._lost(call, error) from error
        with response:
            head = Head(
                response.status_code,
                {name.lower(): value for name, value in response.headers.items()},
            )
            pieces = self._pieces(call, response)
            self._judge(call, head, pieces, before)
            yield head, pieces

    def close(self) -> None:
        """Close idle connections."""
        with self._lock:
            session, self._session = self._session, None
        if session is not None:
            session.close()

    def _prepared(self) -> requests.Session:
        with self._lock:
            if self._session is None:
                self._session = self._make_session()
            return self._session

    def _make_session(self) -> requests.Session:
        import requests.utils

        if not self._loopback:
            self._proxies = requests.utils.get_environ_proxies(self.address)
        return _session(self.address, self._ca_file)

    def _pieces(self, call: Call, response: requests.Response) -> Iterator[bytes]:
        import requests

        try:
            yield from response.iter_content(_PIECE)
        except requests.exceptions.ContentDecodingError as error:
            raise BadAnswer(call.name, "encoding") from error
        except requests.RequestException as error:
            raise self._lost(call, error, left=True) from error

    def _whole(self, call: Call, pieces: Iterator[bytes], limit: int) -> bytes:
        """Read an answer within its bounds of size and time."""
        end = time.monotonic() + self.limits.whole
        body = bytearray()
        for piece in pieces:
            body += piece
            if len(body) > limit:
                raise BadAnswer(call.name, "too large")
            if time.monotonic() > end:
                raise self._without_effect(call, "silent")
        return bytes(body)

    def _judge(self, call: Call, head: Head, pieces: Iterator[bytes], before: float) -> None:
        """Raise unless the answer is a success of the contract's form."""
        kind = head.headers.get("content-type", "").partition(";")[0].strip().lower()
        if head.status >= 500 and kind != _PROBLEM:
            raise self._without_effect(call, f"http {head.status}")
        spoken = head.headers.get(CONTRACT_HEADER.lower(), "")
        if spoken.partition(".")[0] != CONTRACT_VERSION.partition(".")[0]:
            raise BadAnswer(call.name, f"{CONTRACT_HEADER}: {spoken[:20] or 'missing'}")
        # Refusals count too: a wrong clock is often what they are about.
        self._note_clock(head, before)
        if head.status == 401 and call.token is not None:
            raise SessionExpired
        if head.status >= 400:
            raise self._refusal(call, head, kind, pieces)
        if not 200 <= head.status < 300:
            # A redirect could carry the token to another host, and the contract has none.
            raise BadAnswer(call.name, f"status {head.status}")
        if call.accept and kind != call.accept:
            raise BadAnswer(call.name, f"content type {kind[:60] or 'missing'}")

    def _refusal(
        self, call: Call, head: Head, kind: str, pieces: Iterator[bytes]
    ) -> RegistryError:
        if call.method == "HEAD":
            # An answer to HEAD has no body, so the status is all there is.
            return Refused("not_found" if head.status in {404, 410} else f"status_{head.status}")
        if kind != _PROBLEM:
            return BadAnswer(call.name, f"status {head.status}")
        body = self._whole(call, pieces, _PROBLEM_LIMIT)
        try:
            problem = msgspec.json.decode(body, type=Problem)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return BadAnswer(call.name, f"problem {where(error)}")
        if head.status >= 500 and problem.code != "maintenance":
            return self._without_effect(call, f"http {head.status}")
        wait = head.headers.get("retry-after", "")
        return Refused(problem.code, problem.detail, float(wait) if wait.isdigit() else None)

    def _lost(
        self, call: Call, error: Exception, *, left: bool = False
    ) -> Unreachable | OutcomeUnknown:
        """Name a failure of the transport; ``left``: the request is known to have left."""
        reason, surely_unsent = _reason(error)
        if call.key is None or (surely_unsent and not left):
            return Unreachable(self.address, reason)
        return OutcomeUnknown(call.key)

    def _without_effect(self, call: Call, reason: str) -> Unreachable | OutcomeUnknown:
        """Name an answer that says nothing about the request; only a read has no effect."""
        if call.key is None:
            return Unreachable(self.address, reason)
        return OutcomeUnknown(call.key)

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


def ask_stranger(
    address: str, query: bytes, kinds: tuple[str, str], limits: Limits, ca_file: Path | None = None
) -> bytes:
    """Ask a server that keeps no contract, such as a time-stamp server, one question by POST.

    It gets nothing of the registry's session. Plain HTTP is allowed to it: what it answers is
    signed, and what it is asked is a digest and a number.

    Args:
        address: a whole ``https://`` or ``http://`` address.
        query: the body.
        kinds: the content types of the question and of the answer.
        limits: ``whole`` and ``answer`` bound the answer.
        ca_file: as for :class:`Http`.

    Raises:
        Unreachable: no whole answer came in time, or none with a status of success.
        BadAnswer: an answer of another content type, or too large. Redirects are not followed.
    """
    import requests
    import requests.utils
    from urllib3 import exceptions as deep

    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme not in _STRANGERS or not host or parts.username:
        raise Unreachable(address, "insecure")
    name = f"POST {address}"
    proxies = {} if is_loopback(host) else requests.utils.get_environ_proxies(address)
    end = time.monotonic() + limits.whole
    body = bytearray()
    try:
        with (
            _session(address, ca_file) as session,
            session.post(
                address,
                data=query,
                headers={"Content-Type": kinds[0], "Accept": kinds[1]},
                timeout=(limits.connect, limits.read),
                allow_redirects=False,
                stream=True,
                proxies=proxies,
            ) as response,
        ):
            kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if response.status_code != 200:
                raise Unreachable(address, f"http {response.status_code}")
            if kind != kinds[1]:
                raise BadAnswer(name, f"content type {kind[:60] or 'missing'}")
            # Whatever has arrived, at once: a server that drips must not outlast its time.
            while piece := response.raw.read1(_PIECE, decode_content=True):
                body += piece
                if len(body) > limits.answer:
                    raise BadAnswer(name, "too large")
                if time.monotonic() > end:
                    raise Unreachable(address, "silent")
    except (requests.RequestException, deep.HTTPError) as error:
        raise Unreachable(address, _reason(error)[0]) from error
    return bytes(body)


def _session(address: str, ca_file: Path | None) -> requests.Session:
    from http.cookiejar import DefaultCookiePolicy

    import requests
    import requests.adapters

    session = requests.Session()
    # Neither .netrc nor a bundle of certificates named by the environment is believed.
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers["Accept-Encoding"] = "gzip"
    if address.startswith("https:"):
        context = _tls(address, ca_file)

        class Adapter(requests.adapters.HTTPAdapter):
            """Trusts what the operating system trusts instead of a bundle of its own."""

            def init_poolmanager(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - passed on
                super().init_poolmanager(*args, ssl_context=context, **options)

            def proxy_manager_for(self, proxy: str, **options: Any) -> Any:  # noqa: ANN401 - passed on
                return super().proxy_manager_for(proxy, ssl_context=context, **options)

            def cert_verify(self, conn: Any, *_: object) -> None:  # noqa: ANN401 - urllib3's pool
                conn.cert_reqs = "CERT_REQUIRED"

        session.mount("https://", Adapter(pool_maxsize=8))
    return session


def _tls(address: str, ca_file: Path | None) -> ssl.SSLContext:
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:
            raise Unreachable(address, "ca-file") from error
    return context


def is_loopback(host: str) -> bool:
    """Return whether ``host`` is this computer itself, by name or by address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _reason(error: BaseException) -> tuple[str, bool]:
    """Return why a request failed, and whether it surely never left this computer."""
    import requests
    from urllib3 import exceptions as deep

    reasons: tuple[tuple[type[BaseException], str], ...] = (
        (requests.exceptions.ProxyError, "proxy"),
        (deep.ProxyError, "proxy"),
        (ssl.SSLCertVerificationError, "certificate"),
        (deep.NameResolutionError, "name"),
        (deep.NewConnectionError, "refused"),
        (deep.ConnectTimeoutError, "timeout"),
    )
    causes = tuple(_causes(error))
    for kind, reason in reasons:
        if any(isinstance(cause, kind) for cause in causes):
            return reason, True
    if any(isinstance(cause, deep.TimeoutError | TimeoutError) for cause in causes):
        return "silent", False
    return "broken", False


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk everything an error was made from; libraries nest them in three different ways."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            waiting += [cause.__cause__, getattr(cause, "reason", None), *cause.args]
