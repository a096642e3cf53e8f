"""What a line, a gateway or a stranger can answer: named, bounded, and never believed."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from sync import wire
from sync.calls import decode
from sync.client import RegistryClient
from sync.engine import Engine
from sync.entries import OutboxState
from sync.errors import (
    BadAnswer,
    CaptivePortal,
    OutcomeUnknown,
    Refused,
    RegistryError,
    Unreachable,
)
from sync.http import Call, Http, Limits
from sync.http import retry_after as wait_of
from sync.station import Store
from tests.sync.makers import PERSON
from tests.sync.queued import queue_agreement
from tests.sync.wild import CONTRACT, JSON, Work, head, listening

LIMITS = Limits(connect=10, read=20, whole=30, answer=100_000)
SHORT = Limits(connect=10, read=0.3, whole=0.6, pace=1000)
"""Where it is about time; a busy computer alone makes an answer late."""
READ = Call("GET", "/v1/changes")
CHANGE = Call("POST", "/v1/drafts/d-1/trail", body=b"{}", key="key-1")
PAGE = b"<html><body>Welcome! Accept our terms.</body></html>"


def ask(
    work: Work, call: Call = READ, *, whole: bool = True, limits: Limits = LIMITS
) -> RegistryError:
    with listening(work) as port:
        http = Http(f"http://127.0.0.1:{port}", limits=limits)
        with pytest.raises(RegistryError) as caught:
            http.send(call) if whole else drain(http, call)
        http.close()
    return caught.value


def drain(http: Http, call: Call) -> int:
    with http.open(call) as (_, pieces):
        return sum(map(len, pieces))


def says(answer: bytes, *, end: bool = True) -> Work:
    def work(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(answer)
        if end:
            sock.close()

    return work


def drips(first: bytes, drop: bytes) -> Work:
    """Sends a little in a while, each time soon enough for a limit on silence alone."""

    def work(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(first)
        for _ in range(40):
            time.sleep(0.1)
            sock.sendall(drop)

    return work


@pytest.mark.parametrize(
    "work",
    [
        drips(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        drips(head("200 OK", CONTRACT, JSON, "Content-Length: 4000\r\n"), b" "),
        pytest.param(
            drips(head("200 OK", CONTRACT, JSON, "Transfer-Encoding: chunked\r\n"), b"1\r\n \r\n"),
            marks=pytest.mark.long,
        ),
        pytest.param(drips(b"", head("100 Continue")), marks=pytest.mark.long),
    ],
    ids=["head", "length", "chunks", "continue"],
)
def test_a_server_that_drips_does_not_outlast_the_time_for_the_whole(work: Work) -> None:
    begun = time.monotonic()
    error = ask(work, limits=SHORT)
    assert isinstance(error, Unreachable)
    assert error.reason == "silent"
    assert time.monotonic() - begun < 3.5, "as long as the server sends"


def test_a_file_may_take_long_but_not_drip() -> None:
    call = Call("GET", "/v1/files/00", accept="")
    begun = time.monotonic()
    dripping = drips(head("200 OK", CONTRACT, "Content-Length: 4000\r\n"), b"x")
    error = ask(dripping, call, whole=False, limits=SHORT)
    assert isinstance(error, Unreachable)
    assert error.reason == "silent"
    assert time.monotonic() - begun < 3.5, "as long as the server sends"

    def steadily(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(head("200 OK", CONTRACT, "Content-Length: 8000\r\n"))
        for _ in range(8):
            time.sleep(0.2)
            sock.sendall(b"x" * 1000)

    # Longer than the time for the whole; each piece earns more than it takes.
    patient = Limits(read=10, whole=1.5, pace=100)
    with listening(steadily) as port:
        http = Http(f"http://127.0.0.1:{port}", limits=patient)
        assert drain(http, call) == 8000
        http.close()


def bomb() -> bytes:
    packed = gzip.compress(b" " * 50_000_000)
    length = f"Content-Length: {len(packed)}\r\n"
    return head("200 OK", CONTRACT, JSON, "Content-Encoding: gzip\r\n", length) + packed


def twice_packed() -> bytes:
    packed = gzip.compress(gzip.compress(b"{}"))
    length = f"Content-Length: {len(packed)}\r\n"
    return head("200 OK", CONTRACT, JSON, "Content-Encoding: gzip, gzip\r\n", length) + packed


def whole(body: bytes, *lines: str) -> bytes:
    return head("200 OK", CONTRACT, JSON, *lines, f"Content-Length: {len(body)}\r\n") + body


@pytest.mark.parametrize(
    ("answer", "path"),
    [
        (bomb(), "too large"),
        (twice_packed(), "encoding"),
        (whole(b"{}", "Content-Encoding: br\r\n"), "encoding"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 90 + b"Z: " + b"z" * 70_000, "head too large"),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "not HTTP"),
        (head("200 OK", CONTRACT, JSON, "Content-Length: 2\r\n", "Content-Length: 9\r\n") + b"{}",
         "not HTTP"),
    ],
    ids=["bomb", "twice packed", "other packing", "head", "not HTTP", "two lengths"],
)  # fmt: skip
@pytest.mark.parametrize("call", [READ, CHANGE], ids=["read", "change"])
def test_what_cannot_be_read_is_a_bad_answer(answer: bytes, path: str, call: Call) -> None:
    error = ask(says(answer), call)
    assert isinstance(error, BadAnswer)
    assert (error.call, error.path) == (call.name, path)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (head("200 OK", CONTRACT, JSON, "Content-Length: 99\r\n") + b"{}", "broken"),
        (head("200 OK", CONTRACT, JSON, "Transfer-Encoding: chunked\r\n")
         + b"2\r\n{}\r\n", "broken"),
        (b"", "broken"),
        (head("502 Bad Gateway", "Content-Type: text/html\r\n", f"Content-Length: {len(PAGE)}\r\n")
         + PAGE, "http 502"),
    ],
    ids=["short", "no last chunk", "nothing", "gateway"],
)  # fmt: skip
def test_half_an_answer_says_nothing(answer: bytes, reason: str) -> None:
    error = ask(says(answer))
    assert isinstance(error, Unreachable)
    assert error.reason == reason
    error = ask(says(answer), CHANGE)
    assert isinstance(error, OutcomeUnknown)
    assert (error.key, error.reason) == ("key-1", reason)


def test_bytes_behind_an_answer_do_not_reach_the_next() -> None:
    answer = whole(b"{}") + whole(b'{"forged": true}')
    with listening(says(answer, end=False)) as port:
        http = Http(f"http://127.0.0.1:{port}", limits=LIMITS)
        assert [http.send(READ).body for _ in range(2)] == [b"{}", b"{}"]
        http.close()


PORTALS = {
    "redirect": head("302 Found", "Location: http://portal.example/\r\n", "Content-Length: 0\r\n"),
    "page": head("200 OK", "Content-Type: text/html; charset=utf-8\r\n",
                 f"Content-Length: {len(PAGE)}\r\n") + PAGE,
    "sign-in": head("511 Network Authentication Required", "Content-Length: 0\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("reason", PORTALS)
def test_a_portal_is_named_and_stops_everything(reason: str) -> None:
    error = ask(says(PORTALS[reason]))
    assert isinstance(error, CaptivePortal)
    assert (error.reason, error.concerns_all) == (reason, True)
    error = ask(says(PORTALS[reason]), CHANGE)
    assert isinstance(error, OutcomeUnknown)
    assert (error.reason, error.concerns_all) == (reason, True)


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found"])
@pytest.mark.parametrize("kind", ["text/html", "application/problem+json", "application/json"])
def test_no_stranger_refuses_in_the_registrys_name(status: str, kind: str) -> None:
    body = b'{"status": 403, "code": "draft_changed"}'
    lines = (f"Content-Type: {kind}\r\n", f"Content-Length: {len(body)}\r\n")
    answer = head(status, *lines) + body
    for call in (READ, CHANGE, Call("HEAD", "/v1/uploads/1", accept="", token="t")):
        error = ask(says(answer if call.method != "HEAD" else head(status, *lines)), call)
        assert isinstance(error, (CaptivePortal, BadAnswer, OutcomeUnknown))


@pytest.mark.parametrize("status", ["400 No", "403 No", "409 No", "429 No"])
def test_a_bare_status_of_an_upload_is_no_refusal(status: str) -> None:
    """An answer to HEAD has no problem document, so it cannot settle what was signed."""
    call = Call("HEAD", "/v1/uploads/1", accept="", token="t")
    assert isinstance(ask(says(head(status, CONTRACT)), call), BadAnswer)
    gone = ask(says(head("404 Not Found", CONTRACT)), call)
    assert isinstance(gone, Refused)
    assert gone.code == "not_found"


def test_a_maintenance_page_in_the_registrys_own_frame_is_not_applied() -> None:
    answer = head("200 OK", CONTRACT, "Content-Type: text/html\r\n",
                  f"Content-Length: {len(PAGE)}\r\n") + PAGE  # fmt: skip
    error = ask(says(answer))
    assert isinstance(error, BadAnswer)
    assert error.path == "content type text/html"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (b'{"changes": [], "cursor": "1", "more": false, "cursor": "2"}', "cursor twice"),
        (
            b'{"changes": [], "cursor": "1", "more": false, "x": {"a": 1, "b": 2, "a": 3}}',
            "a twice",
        ),
        (b'{"changes": [], "cursor": "1", "more": false, "x": "\xff"}', "not JSON"),
        (b'{"changes": [], "cursor": "1", "more": false, "x": ' + b"[" * 200_000, "not JSON"),
        (b'\xef\xbb\xbf{"changes": [], "cursor": "1", "more": false}', "not JSON"),
        ('{"changes": [], "cursor": "1", "more": false}'.encode("utf-16"), "not JSON"),
        (b'{"changes": [], "cursor": "\\ud800", "more": false}', "not JSON"),
        (b'{"changes": [], "cursor": "1", "more": false} {}', "not JSON"),
        (b'{"changes": [], "cursor": "1", "more": NaN}', "not JSON"),
        (b"", "not JSON"),
        (b"null", "$"),
    ],
)
def test_json_is_read_strictly(body: bytes, path: str) -> None:
    with pytest.raises(BadAnswer) as caught:
        decode(READ, body, wire.ChangesPage)
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("17", 17.0), ("", None), ("soon", None), ("-5", None), ("1e9", None),
     ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(text: str, seconds: float | None) -> None:
    assert wait_of(text) == seconds


def test_retry_after_a_date_to_come() -> None:
    later: Callable[[], float | None] = lambda: wait_of("Fri, 31 Dec 2100 23:59:59 GMT")  # noqa: E731
    assert (later() or 0) > 3600


def test_a_redirect_to_no_address_is_one_all_the_same() -> None:
    error = ask(says(head("302 Found", "Location: http://[portal\r\n")))
    assert (type(error), str(error).rpartition(" ")[2]) == (CaptivePortal, "redirect")


def test_a_portal_leaves_the_outbox_as_it_is(store: Store) -> None:
    """It is asked something before it is told anything, so no outcome is open afterwards."""
    entries = [queue_agreement(store, number) for number in range(3)]
    with listening(says(PORTALS["page"], end=False)) as port:
        client = RegistryClient(Http(f"http://127.0.0.1:{port}", limits=LIMITS))
        client._session.keep(session())
        report = Engine(client, store, PERSON).cycle()
        client.close()
    assert isinstance(report.failure, CaptivePortal)
    for entry in entries:
        now = store.outbox.entry(entry.key)
        assert (now.state, now.next_try) == (OutboxState.QUEUED, entry.next_try)


def test_a_portal_that_opens_in_the_middle_leaves_one_outcome_open(store: Store) -> None:
    for number in range(3):
        queue_agreement(store, number)
    with listening(says(PORTALS["page"], end=False)) as port:
        client = RegistryClient(Http(f"http://127.0.0.1:{port}", limits=LIMITS))
        client._session.keep(session())
        # As if the registry itself had spoken a moment ago.
        client.http._heard = time.monotonic()
        report = Engine(client, store, PERSON).cycle()
        client.close()
    assert isinstance(report.failure, OutcomeUnknown)
    states = sorted(entry.state for entry in store.outbox.entries())
    assert states == [OutboxState.QUEUED, OutboxState.QUEUED, OutboxState.UNCONFIRMED]


def session() -> wire.Session:
    later = datetime.now(UTC) + timedelta(hours=1)
    return wire.Session("access", later, "refresh", later)
