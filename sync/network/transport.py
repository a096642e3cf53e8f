"""One server, and the ways to it: the only module that imports requests.

What it adds to the library: the operating system's trust and pins, several ways out in their
order, a time for each whole answer, and for every failure the answer to one question, whether
the request may have left this computer.
"""

from __future__ import annotations

import http.client
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
import requests.adapters
from urllib3 import exceptions as deep
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from sync.calls import Limits
from sync.network import Network, tls
from sync.network.deadline import Deadline, HeadTooLarge, Response, current, within
from sync.network.faults import Lost, Unreadable
from sync.network.proxies import NoWay, Proxies, Proxy, Straight, is_loopback

_PIECE = 64 * 1024
_WAYS_LAST = 300.0
"""Seconds after which the ways are asked for again: a laptop goes to other networks."""
_POOL = 8


class _NotConnected(OSError):
    """There was no connection, so nothing of a request can have left."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Connecting:
    """Mixed into urllib3's connections."""

    response_class: Any = Response
    pins: tuple[str, ...] = ()
    told: Callable[[str, bytes], None] | None = None
    sock: Any
    proxy: Any
    has_connected_to_proxy: bool

    def connect(self) -> None:
        """Connect; every failure in here is one before the request."""
        try:
            super().connect()  # type: ignore[misc]  # of the class this is mixed into
            if isinstance(self.sock, ssl.SSLSocket):
                certificate = self.sock.getpeercert(binary_form=True) or b""
                if self.told is not None:
                    self.told(self.sock.version() or "", certificate)
                tls.check_pin(certificate, self.pins)
        except _NotConnected:
            raise
        except (OSError, http.client.HTTPException, deep.HTTPError) as error:
            away = self.proxy is not None and not self.has_connected_to_proxy
            self.close()
            raise _NotConnected("proxy" if away else _unconnected(error)) from error

    def _tunnel(self) -> None:
        try:
            super()._tunnel()  # type: ignore[misc]  # urllib3's own hook for CONNECT
        except (OSError, http.client.HTTPException) as error:
            self.close()
            status = re.search(r"failed: (\d{3})", str(error))
            if status is None:
                raise _NotConnected("proxy") from error
            refused = f"proxy-refused {status[1]}"
            raise _NotConnected("proxy-login" if status[1] == "407" else refused) from error

    def send(self, data: Any) -> None:  # noqa: ANN401 - bytes or what http.client lets through
        """Send within what is left of the whole, not within the time to connect."""
        deadline = current()
        if self.sock is None:
            self.connect()
        if deadline is not None:
            self.sock.settimeout(deadline.left())
        super().send(data)  # type: ignore[misc]  # of the class this is mixed into

    def close(self) -> None:
        """Close; told here for the checker."""
        super().close()  # type: ignore[misc]  # of the class this is mixed into


class _Plain(_Connecting, HTTPConnection):
    """A connection without TLS: to this computer, or to a stranger."""


class _Session(requests.Session):
    """Looks at no redirect: the library would read all of it, and fall over a strange address."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return that it leads nowhere; who asked sees the header."""
        del resp
        return None


class Reply:
    """The answer of a server, while its content is read."""

    def __init__(self, response: requests.Response, proxy: str) -> None:
        self._response = response
        self._proxy = proxy
        self.status = response.status_code
        self.headers: Mapping[str, str] = {
            name.lower(): value for name, value in response.headers.items()
        }

    def pieces(self) -> Iterator[bytes]:
        """Yield the content, unpacked, as it arrives.

        Raises:
            Lost: it broke or did not come in time.
            Unreadable: it is packed in a way that was not asked for.
        """
        packed = self.headers.get("content-encoding", "identity").strip().lower()
        # One layer: a little that is packed several times unpacks to more than any memory holds.
        if packed not in {"gzip", "x-gzip", "identity", ""}:
            raise Unreadable("encoding")
        try:
            # What has arrived, at once: a server that drips must not outlast its time.
            while piece := self._response.raw.read1(_PIECE, decode_content=True):
                yield piece
        except deep.DecodeError as error:
            raise Unreadable("encoding") from error
        except (OSError, http.client.HTTPException, deep.HTTPError) as error:
            raise _named(error, self._proxy) from error

    def close(self) -> None:
        """Give the connection back if all of the answer was read, and end it if not."""
        self._response.close()


class Transport:
    """Requests to one server. Safe to use from several threads."""

    def __init__(self, address: str, network: Network, limits: Limits) -> None:
        """Prepare; nothing is sent, and no certificate read, before the first request."""
        self._address = address
        self._limits = limits
        self._network = network
        local = is_loopback(urlsplit(address).hostname or "")
        self._proxies: Proxies = Straight() if local else network.proxies
        self._lock = threading.Lock()
        self._context: ssl.SSLContext | None = None
        self._sessions: dict[Proxy | None, requests.Session] = {}
        self._seen: tuple[str, bytes] | None = None
        self._ways: tuple[Proxy | None, ...] = ()
        self._ways_until = 0.0
        self._tried: Proxy | None = None

    @property
    def way(self) -> Proxy | None:
        """The proxy that was asked last, whatever came of it; None for the straight way."""
        return self._tried

    @property
    def peer(self) -> tls.Peer | None:
        """Who was at the other end of the last TLS connection, trusted or not yet."""
        return None if self._seen is None else tls.peer_of(*self._seen)

    def ask(
        self,
        method: str,
        address: str,
        *,
        query: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        headers: Mapping[str, str],
        deadline: Deadline,
    ) -> Reply:
        """Send a request; the caller closes the answer.

        Raises:
            Lost: no answer came.
            Unreadable: what came is no HTTP.
        """
        deadline.earn(len(body or b""))
        lost: Lost | None = None
        for proxy in self._ways_now():
            self._tried = proxy
            try:
                with within(deadline):
                    response = self._session(proxy).request(
                        method,
                        address,
                        params=query,
                        data=body,
                        headers=headers,
                        timeout=(self._limits.connect, self._limits.read),
                        allow_redirects=False,
                        stream=True,
                        proxies={} if proxy is None else {"all": proxy.address},
                    )
            except tls.CaFileUnusable as error:
                raise Lost("ca-file", unsent=True) from error
            except (OSError, http.client.HTTPException, deep.HTTPError) as error:
                named = _named(error, "" if proxy is None else proxy.place)
                if isinstance(named, Unreadable) or not named.unsent:
                    raise named from error
                lost = named
                lost.__cause__ = error
                # The next way is for a proxy that is away; what it answered is its word.
                if lost.reason != "proxy":
                    break
            else:
                self._prefer(proxy)
                return Reply(response, "" if proxy is None else proxy.place)
        assert lost is not None
        self.forget_ways()
        raise lost

    def forget_ways(self) -> None:
        """Ask for the ways again at the next request: the network may be another one."""
        with self._lock:
            self._ways, self._ways_until = (), 0.0

    def close(self) -> None:
        """Close idle connections."""
        with self._lock:
            sessions, self._sessions = self._sessions, {}
        for session in sessions.values():
            session.close()

    def _ways_now(self) -> tuple[Proxy | None, ...]:
        with self._lock:
            if self._ways and time.monotonic() < self._ways_until:
                return self._ways
        try:
            # Outside the lock: a script or a desktop is asked for this.
            ways = self._proxies.ways(self._address)
        except NoWay as error:
            raise Lost(error.reason, unsent=True) from error
        with self._lock:
            self._ways, self._ways_until = ways, time.monotonic() + _WAYS_LAST
        return ways

    def _met(self, version: str, certificate: bytes) -> None:
        self._seen = (version, certificate)

    def _prefer(self, proxy: Proxy | None) -> None:
        with self._lock:
            if self._ways and self._ways[0] != proxy:
                self._ways = (proxy, *(item for item in self._ways if item != proxy))

    def _session(self, proxy: Proxy | None) -> requests.Session:
        with self._lock:
            if proxy not in self._sessions:
                self._sessions[proxy] = self._make_session(proxy)
            return self._sessions[proxy]

    def _make_session(self, proxy: Proxy | None) -> requests.Session:
        session = _Session()
        # Neither .netrc nor a bundle of certificates named by the environment is believed.
        session.trust_env = False
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.headers["Accept-Encoding"] = "gzip"
        if self._address.startswith("https:") and self._context is None:
            self._context = tls.context(self._network.trust)
        adapter = _adapter(self._context, self._network.trust.pins, proxy, self._met)
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        return session


def _adapter(
    context: ssl.SSLContext | None,
    pins: tuple[str, ...],
    proxy: Proxy | None,
    met: Callable[[str, bytes], None],
) -> requests.adapters.HTTPAdapter:
    class Secure(_Connecting, HTTPSConnection):
        """A connection with TLS and this transport's pins."""

    Secure.pins = pins
    Secure.told = staticmethod(met)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = _Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    pools = {"http": PlainPool, "https": SecurePool}

    class Adapter(requests.adapters.HTTPAdapter):
        """Trusts what the operating system trusts instead of a bundle of its own."""

        def init_poolmanager(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - passed on
            super().init_poolmanager(*args, ssl_context=context, **options)
            self.poolmanager.pool_classes_by_scheme = pools

        def proxy_manager_for(self, proxy: str, **options: Any) -> Any:  # noqa: ANN401 - passed on
            made = super().proxy_manager_for(proxy, ssl_context=context, **options)
            made.pool_classes_by_scheme = pools
            return made

        def proxy_headers(self, proxy: str) -> dict[str, str]:
            del proxy
            return told

        def cert_verify(self, conn: Any, *_: object) -> None:  # noqa: ANN401 - urllib3's pool
            conn.cert_reqs = "CERT_REQUIRED"

    told = {} if proxy is None else proxy.headers
    return Adapter(pool_maxsize=_POOL)


def _unconnected(error: BaseException) -> str:
    """Return why there was no connection."""
    for cause in _causes(error):
        about_tls = tls.reason(cause)
        if about_tls is not None:
            return about_tls
        for kind, reason in (
            (deep.NameResolutionError, "name"),
            (deep.NewConnectionError, "refused"),
            (deep.ConnectTimeoutError, "timeout"),
            (TimeoutError, "timeout"),
        ):
            if isinstance(cause, kind):
                return reason
    return "broken"


def _named(error: BaseException, proxy: str) -> Lost | Unreadable:
    """Return what a foreign error means."""
    causes = tuple(_causes(error))
    for cause in causes:
        if isinstance(cause, _NotConnected):
            return Lost(cause.reason, unsent=True, proxy=proxy)
    for cause in causes:
        match cause:
            case HeadTooLarge():
                return Unreadable("head too large")
            case http.client.RemoteDisconnected():
                return Lost("broken")
            case http.client.BadStatusLine() | http.client.LineTooLong() | deep.InvalidHeader():
                return Unreadable("not HTTP")
            case deep.TimeoutError() | TimeoutError():
                return Lost("silent")
    return Lost("broken")


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
