"""Sessions, files that break off, and uploads that are cut."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from sync.cancel import Cancelled
from sync.client import RegistryClient
from sync.errors import BadAnswer, FileTampered, Refused, SessionExpired, Unreachable
from sync.http import Http
from sync.store.files import FileStore
from sync.store.packages import Packages
from sync.upload import PART, upload_package
from sync.wire import FileRef, Session
from tests.sync.conftest import QUICK
from tests.sync.desk import Desk
from tests.sync.makers import agreement, draft, ref, sha, summary

BIG = bytes(range(256)) * 20_000
"""5 MB: five parts and a bit."""


def test_sign_in_tells_who_keeps_the_refresh_token(desk: Desk) -> None:
    kept: list[Session | None] = []
    client = RegistryClient(Http(desk.address, limits=QUICK), kept.append)
    assert not client.signed_in
    with pytest.raises(SessionExpired):
        client.changes(None)
    session = client.sign_in(client.challenge().id, b"\x30\x80")
    client.changes(None)
    client.sign_out()
    assert kept == [session, None]
    assert session.access_token not in desk.tokens


def test_a_wrong_password_is_a_refusal_and_not_an_old_session(desk: Desk) -> None:
    client = RegistryClient(Http(desk.address, limits=QUICK))
    with pytest.raises(Refused) as caught:
        client.sign_in_with_password("11111111111111", "wrong")
    assert caught.value.code == "unauthorised"
    client.sign_in_with_password("11111111111111", "right")
    assert client.signed_in


def test_a_session_goes_on_from_its_refresh_token(desk: Desk) -> None:
    kept = desk.session().refresh_token
    client = RegistryClient(Http(desk.address, limits=QUICK))
    client.resume(kept)
    assert client.changes(None).changes == ()
    with pytest.raises(SessionExpired):
        RegistryClient(Http(desk.address, limits=QUICK)).resume(kept)


def test_an_old_access_token_is_renewed_once_for_all_threads(
    desk: Desk, client: RegistryClient
) -> None:
    desk.publish(draft(summary(), b"text"), b"text")
    desk.tokens.clear()
    threads = [threading.Thread(target=client.draft, args=("d-1",)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert desk.renewals == 1
    client.draft("d-1")


def test_a_change_is_repeated_after_a_401_under_the_same_key(
    desk: Desk, client: RegistryClient
) -> None:
    desk.publish(draft(summary(), b"text"), b"text")
    desk.tokens.clear()
    assert client.agree("key-1", "d-1", agreement(summary())).draft == "d-1"
    keys = [seen.headers["Idempotency-Key"] for seen in desk.requests("POST", "/v1/drafts")]
    assert keys == ["key-1", "key-1"]
    assert desk.handed_in == ["key-1"]


def test_a_token_about_to_end_is_renewed_by_the_registrys_clock(
    desk: Desk, client: RegistryClient
) -> None:
    # The registry is an hour behind: by our own clock every token of it has ended already.
    from datetime import timedelta

    desk.clock = timedelta(hours=-1)
    client.sign_in("c-1", b"\x30\x80")
    client.changes(None)
    client.changes(None)
    assert desk.renewals == 0
    desk.lifetime = timedelta(seconds=10)
    client.sign_in("c-1", b"\x30\x80")
    client.changes(None)
    assert desk.renewals == 1


def test_ids_are_opaque_and_never_change_the_path(desk: Desk, client: RegistryClient) -> None:
    with pytest.raises(Refused):
        client.draft("../files/x?y#z")
    assert desk.seen[-1].path == "/v1/drafts/..%2Ffiles%2Fx%3Fy%23z"


def test_an_answer_about_another_draft_is_refused(desk: Desk, client: RegistryClient) -> None:
    desk.drafts["d-1"] = draft(summary(2), b"text")
    with pytest.raises(BadAnswer, match=r"\$\.summary\.id"):
        client.draft("d-1")


def test_a_file_goes_on_where_it_broke(desk: Desk, client: RegistryClient) -> None:
    desk.files[sha(BIG)] = BIG
    desk.fault("GET", "/v1/files", "cut_half", times=3)
    assert b"".join(client.file(ref(BIG))) == BIG
    ranges = [seen.headers.get("Range") for seen in desk.requests("GET", "/v1/files")]
    assert ranges[0] is None
    assert all(wanted is not None for wanted in ranges[1:])


def test_a_file_starts_again_where_ranges_are_unknown(desk: Desk, client: RegistryClient) -> None:
    desk.files[sha(BIG)] = BIG
    desk.fault("GET", "/v1/files", "cut_half")
    plain = {"Content-Type": "application/octet-stream"}
    desk.fault("GET", "/v1/files", "answer", headers=plain, body=BIG)
    assert b"".join(client.file(ref(BIG))) == BIG


def test_a_range_from_elsewhere_is_refused(desk: Desk, client: RegistryClient) -> None:
    desk.files[sha(BIG)] = BIG
    desk.fault("GET", "/v1/files", "cut_half")
    wrong = {"Content-Range": f"bytes 0-{len(BIG) - 1}/{len(BIG)}"}
    desk.fault("GET", "/v1/files", "answer", status=206, headers=wrong, body=BIG)
    with pytest.raises(BadAnswer, match="Content-Range"):
        b"".join(client.file(ref(BIG)))


def test_a_file_that_never_moves_is_given_up(desk: Desk, client: RegistryClient) -> None:
    desk.files[sha(BIG)] = BIG
    desk.fault("GET", "/v1/files", "cut_after", times=50)
    with pytest.raises(Unreachable):
        b"".join(client.file(ref(BIG)))
    assert len(desk.requests("GET", "/v1/files")) == 5


@pytest.mark.parametrize("content", [BIG + b"more", BIG[:-1]])
def test_more_or_less_than_was_named_is_tampering(
    desk: Desk, client: RegistryClient, content: bytes
) -> None:
    desk.lies[sha(BIG)] = content
    with pytest.raises(FileTampered):
        b"".join(client.file(ref(BIG)))


def test_a_download_can_be_cancelled(desk: Desk, client: RegistryClient) -> None:
    desk.files[sha(BIG)] = BIG
    stop = threading.Event()
    pieces = client.file(ref(BIG), stop)
    assert next(pieces)
    stop.set()
    with pytest.raises(Cancelled):
        next(pieces)


@pytest.fixture
def packages(tmp_path: Path) -> Packages:
    key = b"k" * 32
    made = Packages(tmp_path / "packages", key, FileStore(tmp_path / "files", key))
    made.put(BIG, sha(BIG))
    return made


def upload(
    client: RegistryClient,
    packages: Packages,
    *,
    known: str | None = None,
    begun: list[str] | None = None,
    seen: list[int] | None = None,
    cancel: threading.Event | None = None,
) -> str:
    begun = [] if begun is None else begun
    seen = [] if seen is None else seen
    return upload_package(
        client,
        packages,
        sha(BIG),
        len(BIG),
        known=known,
        begun=begun.append,
        watch=seen.append,
        cancel=cancel or threading.Event(),
    )


def arrived(desk: Desk, name: str) -> bytes:
    return bytes(desk.uploads[name][1])


def test_an_upload_cut_five_times_arrives_whole(
    desk: Desk, client: RegistryClient, packages: Packages
) -> None:
    for taken in (100_000, 0, 700_000, 1, PART):
        desk.fault("PATCH", "/v1/uploads", "eat", size=taken)
    seen: list[int] = []
    name = upload(client, packages, seen=seen)
    assert arrived(desk, name) == BIG
    assert seen[0] == 0
    assert seen[-1] == len(BIG)
    assert seen == sorted(seen)
    sent = [int(s.headers["Content-Length"]) for s in desk.requests("PATCH", "/v1/uploads")]
    # Five cuts lose at most five parts; an upload begun anew each time would send far more.
    assert sum(sent) <= len(BIG) + 5 * PART


def test_an_upload_whose_answer_was_lost_is_not_sent_twice(
    desk: Desk, client: RegistryClient, packages: Packages
) -> None:
    desk.fault("PATCH", "/v1/uploads", "cut_after", times=2)
    assert arrived(desk, upload(client, packages)) == BIG


def test_an_upload_is_cancelled_and_taken_up_again(
    desk: Desk, client: RegistryClient, packages: Packages
) -> None:
    stop = threading.Event()
    begun: list[str] = []

    class StopsAfterTwo(list[int]):
        def append(self, arrived: int) -> None:
            super().append(arrived)
            if arrived >= 2 * PART:
                stop.set()

    with pytest.raises(Cancelled):
        upload(client, packages, begun=begun, seen=StopsAfterTwo(), cancel=stop)
    assert len(arrived(desk, begun[0])) == 2 * PART
    desk.seen.clear()
    assert upload(client, packages, known=begun[0]) == begun[0]
    assert arrived(desk, begun[0]) == BIG
    assert not desk.requests("POST", "/v1/uploads")


def test_an_upload_the_registry_gave_up_begins_anew(
    desk: Desk, client: RegistryClient, packages: Packages
) -> None:
    begun: list[str] = []
    name = upload(client, packages, known="long-gone", begun=begun)
    assert begun == [name]
    assert arrived(desk, name) == BIG


def test_an_upload_that_never_moves_is_given_up(
    desk: Desk, client: RegistryClient, packages: Packages
) -> None:
    desk.fault("PATCH", "/v1/uploads", "eat", size=0, times=50)
    with pytest.raises(Unreachable) as caught:
        upload(client, packages)
    assert not caught.value.concerns_all


def test_a_registry_that_lies_about_the_offset_is_not_believed(
    desk: Desk, client: RegistryClient, packages: Packages
) -> None:
    lie = {"Upload-Offset": str(len(BIG))}
    desk.fault("PATCH", "/v1/uploads", "answer", status=204, headers=lie)
    with pytest.raises(BadAnswer, match="Upload-Offset"):
        upload(client, packages)


def test_an_empty_file_costs_no_request(desk: Desk, client: RegistryClient) -> None:
    assert b"".join(client.file(FileRef(sha(b""), 0, "empty.pdf"))) == b""
    assert desk.seen == []
