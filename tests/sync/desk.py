"""A registry's counter over real HTTP that can be told to misbehave.

It keeps the contract well enough for the client and does nothing with signatures. Faults are
taken in order by the first request they fit.
"""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import struct
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import msgspec

from sync import wire
from tests.sync.makers import MORNING, PERSON, sha

Kind = Literal["cut_before", "cut_after", "cut_half", "answer", "wait", "stall", "eat", "hold"]


@dataclass
class Fault:
    """What happens to one request.

    ``cut_before`` closes without having read or done anything, ``cut_after`` does the work and
    closes, ``cut_half`` closes in the middle of the answer, ``answer`` gives this answer instead,
    ``wait`` answers late, ``stall`` does nothing for a while and closes, ``eat`` takes ``size``
    bytes of an upload and closes, ``hold`` gives ``size`` bytes of the answer, the others later.
    """

    method: str
    path: str
    kind: Kind
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0
    size: int = 0
    times: int = 1


@dataclass(frozen=True)
class Seen:
    method: str
    path: str
    headers: dict[str, str]


class Refusal(Exception):
    def __init__(self, status: int, code: str, wait: int | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.wait = status, code, wait


class Desk:
    """The state behind the counter."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.drafts: dict[str, wire.Draft] = {}
        self.log: list[wire.Change] = []
        self.files: dict[str, bytes] = {}
        self.lies: dict[str, bytes] = {}
        self.entries: dict[str, wire.EntryState] = {}
        self.registered: dict[tuple[str, str], wire.Accepted] = {}
        """By draft and version digest."""
        self.uploads: dict[str, tuple[int, bytearray]] = {}
        self.packages: list[bytes] = []
        self.handed_in: list[str] = []
        self.faults: list[Fault] = []
        self.seen: list[Seen] = []
        self.tokens: set[str] = set()
        self.refresh: set[str] = set()
        self.renewals = 0
        self.clock = timedelta()
        self.lifetime = timedelta(minutes=10)
        self.cursors_from = 0
        self.address = ""
        self.me = wire.Me(
            wire.Person("A. Namunayev", "Mutaxassis", PERSON),
            wire.Organisation("222222222", "Namuna idorasi"),
            (wire.Role.OFFICER,),
            None,
            None,
            wire.Policy(False, 15, 1 << 20, 1 << 20),
        )

    # What the tests arrange

    def publish(self, draft: wire.Draft, *contents: bytes) -> None:
        with self.lock:
            self.drafts[draft.summary.id] = draft
            self.log.append(wire.Change(draft.summary.id, draft.summary))
            self.files |= {sha(content): content for content in contents}

    def withdraw(self, draft: str) -> None:
        with self.lock:
            del self.drafts[draft]
            self.log.append(wire.Change(draft, None))

    def fault(self, method: str, path: str, kind: Kind, **more: Any) -> None:
        self.faults.append(Fault(method, path, kind, **more))

    def next_fault(self, method: str, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.method == method and path.startswith(fault.path):
                fault.times -= 1
                if not fault.times:
                    self.faults.remove(fault)
                return fault
        return None

    def requests(self, method: str = "", path: str = "") -> list[Seen]:
        return [
            seen
            for seen in list(self.seen)
            if seen.method.startswith(method) and seen.path.startswith(path)
        ]

    def session(self) -> wire.Session:
        access, refresh = uuid.uuid4().hex, uuid.uuid4().hex
        self.tokens.add(access)
        self.refresh.add(refresh)
        now = datetime.now(UTC) + self.clock
        return wire.Session(access, now + self.lifetime, refresh, now + timedelta(hours=8))

    # The calls

    def call(self, request: Handler) -> tuple[int, dict[str, str], bytes]:  # noqa: C901 - a table
        url = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        parts = url.path.removeprefix("/v1/").split("/")
        if parts[0] == "auth" and request.command == "POST":
            return self._auth(parts[1], request)
        if parts[0] == "trust":
            return _json(wire.Trust("{}", b"\x30\x80"))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.tokens:
            raise Refusal(401, "unauthorised")
        match request.command, parts:
            case "GET", ["changes"]:
                return self._changes(query)
            case "GET", ["drafts", name]:
                if name not in self.drafts:
                    raise Refusal(404, "not_found")
                return _json(self.drafts[name])
            case "GET", ["me"]:
                return _json(self.me)
            case "GET", ["files", name]:
                return self._file(name, request.headers.get("Range"))
            case "GET", ["drafts", name, "package"]:
                if (name, query["version_digest"]) not in self.registered:
                    raise Refusal(404, "not_found")
                return _json(self.registered[name, query["version_digest"]])
            case "GET", ["entries", key]:
                unknown = wire.EntryState(key, wire.EntryOutcome.UNKNOWN, None, None, None)
                return _json(self.entries.get(key, unknown))
            case "POST", ["uploads"]:
                name = uuid.uuid4().hex
                self.uploads[name] = (int(request.headers["Upload-Length"]), bytearray())
                return _json(wire.Upload(name, 0), 201)
            case "HEAD", ["uploads", name]:
                if name not in self.uploads:
                    raise Refusal(404, "not_found")
                return 200, {"Upload-Offset": str(len(self.uploads[name][1]))}, b""
            case "PATCH", ["uploads", name]:
                return self._part(name, int(request.headers["Upload-Offset"]), request.body)
            case "POST", ["drafts", name, what]:
                return self._hand_in(request.headers["Idempotency-Key"], name, what, request.body)
            case "DELETE", ["auth", "session"]:
                self.tokens.discard(token)
                return 204, {}, b""
        raise Refusal(404, "not_found")

    def _auth(self, what: str, request: Handler) -> tuple[int, dict[str, str], bytes]:
        if what == "challenge":
            return _json(wire.Challenge("c-1", "Namuna", "once", MORNING))
        if what == "refresh":
            old = json.loads(request.body)["refresh_token"]
            if old not in self.refresh:
                raise Refusal(401, "unauthorised")
            self.refresh.discard(old)
            self.renewals += 1
        if what == "password" and json.loads(request.body)["password"] != "right":
            raise Refusal(401, "unauthorised")
        return _json(self.session())

    def _changes(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        after, limit = int(query.get("after", "0")), int(query["limit"])
        if after and after < self.cursors_from:
            raise Refusal(410, "cursor_unknown")
        end = min(after + limit, len(self.log))
        page = wire.ChangesPage(tuple(self.log[after:end]), str(end), end < len(self.log))
        return _json(page)

    def _file(self, name: str, wanted: str | None) -> tuple[int, dict[str, str], bytes]:
        content = self.lies.get(name, self.files.get(name))
        if content is None:
            raise Refusal(404, "not_found")
        kind = {"Content-Type": "application/octet-stream"}
        if wanted is None:
            return 200, kind, content
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        span = f"bytes {start}-{len(content) - 1}/{len(content)}"
        return 206, kind | {"Content-Range": span}, content[start:]

    def _part(self, name: str, offset: int, part: bytes) -> tuple[int, dict[str, str], bytes]:
        size, have = self.uploads[name]
        if offset != len(have):
            raise Refusal(409, "offset_mismatch")
        have += part
        assert len(have) <= size
        return 204, {"Upload-Offset": str(len(have))}, b""

    def _hand_in(
        self, key: str, name: str, what: str, body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        known = self.entries.get(key)
        if known is not None and known.accepted is not None:
            return _json(known.accepted)
        summary = self.drafts[name].summary
        if what == "package":
            request = msgspec.json.decode(body, type=wire.PackageRequest)
            version = (name, request.version_digest)
            if version not in self.registered:
                self.handed_in.append(key)
                self.registered[version] = self._register(key, summary, request)
            return _json(self.registered[version])
        self.handed_in.append(key)
        accepted = wire.Accepted(name, summary.state, None, None)
        self.entries[key] = wire.EntryState(key, wire.EntryOutcome.ACCEPTED, accepted, None, None)
        return _json(accepted)

    def _register(
        self, key: str, summary: wire.DraftSummary, request: wire.PackageRequest
    ) -> wire.Accepted:
        if summary.state is not wire.DraftState.READY_TO_SIGN:
            raise Refusal(409, "already_signed")
        if request.version_digest != summary.version_digest:
            raise Refusal(409, "draft_changed")
        size, content = self.uploads[request.upload]
        assert len(content) == size
        assert sha(bytes(content)) == request.sha256
        self.packages.append(bytes(content))
        number = f"{len(self.packages)}-9-3-Q/26"
        registration = wire.Registration(number, MORNING, f"https://qaror.example/{number}")
        said = wire.ReceiptStatement(
            key, summary.id, summary.version, summary.version_digest, request.sha256,
            number, MORNING, registration.url,
        )  # fmt: skip
        done = replace(
            summary,
            state=wire.DraftState.REGISTERED,
            registration=registration,
            revision=summary.revision + 1,
            actions=(),
        )
        self.publish(replace(self.drafts[summary.id], summary=done))
        receipt = wire.Receipt(msgspec.json.encode(said).decode(), b"\x30\x80")
        return wire.Accepted(summary.id, done.state, registration, receipt)


class Handler(BaseHTTPRequestHandler):
    """Reads a request, lets a fault have it or the desk answer it."""

    protocol_version = "HTTP/1.1"
    desk: Desk
    body = b""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass

    def _take(self) -> None:
        desk = self.desk
        path = urlsplit(self.path).path
        with desk.lock:
            desk.seen.append(Seen(self.command, path, dict(self.headers.items())))
            fault = desk.next_fault(self.command, path)
        if fault is not None and fault.kind == "cut_before":
            self._cut()
            return
        length = int(self.headers.get("Content-Length", "0"))
        if fault is not None and fault.kind == "eat":
            part = self.rfile.read(min(length, fault.size))
            with desk.lock:
                desk.uploads[path.rpartition("/")[2]][1].extend(part)
            self._cut()
            return
        self.body = self.rfile.read(length)
        if len(self.body) < length:
            # Whoever asked died on the way; half a request is no request.
            self._cut()
            return
        if fault is not None and fault.kind == "answer":
            self._answer(fault.status, fault.headers, fault.body)
            return
        if fault is not None and fault.kind in {"wait", "stall"}:
            time.sleep(fault.seconds)
        if fault is not None and fault.kind == "stall":
            self._cut()
            return
        try:
            with desk.lock:
                status, headers, body = desk.call(self)
        except Refusal as refusal:
            problem = wire.Problem(refusal.status, refusal.code, "", "as the desk says")
            headers = {"Content-Type": "application/problem+json"}
            if refusal.wait is not None:
                headers["Retry-After"] = str(refusal.wait)
            status, body = refusal.status, msgspec.json.encode(problem)
        if fault is not None and fault.kind == "cut_after":
            self._cut()
        elif fault is not None and fault.kind == "cut_half":
            self._answer(status, headers, body, cut=True)
        else:
            self._answer(status, headers, body, hold=fault)

    do_GET = do_POST = do_HEAD = do_PATCH = do_DELETE = _take  # noqa: N815 - the base's names

    def _answer(
        self,
        status: int,
        headers: dict[str, str],
        body: bytes,
        *,
        cut: bool = False,
        hold: Fault | None = None,
    ) -> None:
        headers = {wire.CONTRACT_HEADER: wire.CONTRACT_VERSION} | headers
        packs = "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > 500
        if packs and headers.get("Content-Type", "").endswith("json") and not cut:
            body = gzip.compress(body)
            headers["Content-Encoding"] = "gzip"
        self.send_response_only(status)
        self.send_header("Date", self._date())
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        if "Content-Length" not in headers and status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if hold is not None and hold.kind == "hold":
            self.wfile.write(body[: hold.size])
            self.wfile.flush()
            time.sleep(hold.seconds)
            body = body[hold.size :]
        if self.command != "HEAD":
            self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self._cut()

    def _date(self) -> str:
        moment = datetime.now(UTC) + self.desk.clock
        return moment.strftime("%a, %d %b %Y %H:%M:%S GMT")

    def _cut(self) -> None:
        """End the connection with a reset, as a dying line does."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: connections end badly here on purpose."""


@contextmanager
def serving(desk: Desk, tls: ssl.SSLContext | None = None) -> Iterator[Desk]:
    """Open the counter on a free port of the loopback."""
    handler = type("DeskHandler", (Handler,), {"desk": desk})
    server = _Server(("127.0.0.1", 0), handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    scheme = "http" if tls is None else "https"
    desk.address = f"{scheme}://localhost:{server.server_port}"
    try:
        yield desk
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _json(value: object, status: int = 200) -> tuple[int, dict[str, str], bytes]:
    return status, {"Content-Type": "application/json"}, msgspec.json.encode(value)
