"""Files on their way: cut, killed, lied about, wanted twice, waited for, and let go."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.cancel import Cancelled
from sync.client import RegistryClient
from sync.engine import Engine, Fetching
from sync.errors import BadAnswer, FileTampered
from sync.fetching import Fetcher
from sync.station import Store
from sync.store.arriving import Arriving
from sync.wire import DraftState, FileRef
from tests.sync.conftest import open_store
from tests.sync.desk import Desk
from tests.sync.makers import PERSON, draft, ref, sha, summary
from tests.sync.queued import queue_agreement, queue_package
from tests.sync.test_profile import child

WORDS = b"Maxfiy qaror matni. "
LARGE = WORDS * (1_500_000 // len(WORDS))
HALF = 800_000
KEY = bytes(range(32))


def publish(desk: Desk, number: int, text: bytes, **changes: object) -> FileRef:
    desk.publish(draft(summary(number, **changes), text), text)
    return ref(text)


def asked_for(desk: Desk, content: bytes) -> list[str]:
    """Return from where on a file was asked for, each time."""
    requests = desk.requests("GET", f"/v1/files/{sha(content)}")
    return [seen.headers.get("Range", "bytes=0-") for seen in requests]


def first_byte(asked: str) -> int:
    return int(asked.removeprefix("bytes=").removesuffix("-"))


@pytest.fixture
def arriving(store: Store) -> Arriving:
    return Arriving(store.directory / "files" / ".arriving", store.keys.files[0])


@pytest.fixture
def fetcher(client: RegistryClient, store: Store, arriving: Arriving) -> Fetcher:
    return Fetcher(client, store.files, arriving)


def left(profile: Path) -> list[Path]:
    directory = profile / "files" / ".arriving"
    return list(directory.iterdir()) if directory.exists() else []


def test_a_killed_program_goes_on_where_it_was(
    desk: Desk, client: RegistryClient, profile: Path
) -> None:
    publish(desk, 1, LARGE)
    open_store(profile).close()
    desk.fault("GET", "/v1/files", "hold", size=HALF, seconds=20)
    fetching = child(profile, desk.address)
    deadline = time.monotonic() + 60
    while sum(path.stat().st_size for path in left(profile)) < HALF * 0.9:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    fetching.send_signal(signal.SIGKILL)
    fetching.communicate()
    (part,) = left(profile)
    assert WORDS not in part.read_bytes()
    assert sha(LARGE) not in part.name
    desk.seen.clear()
    with open_store(profile) as store:
        assert not store.files.has(sha(LARGE))
        assert Engine(client, store, PERSON).cycle().fetched == 1
        assert store.files.read(sha(LARGE)) == LARGE
    (asked,) = asked_for(desk, LARGE)
    assert HALF * 0.8 < first_byte(asked) <= HALF
    assert left(profile) == []


def test_what_is_stopped_goes_on_and_what_is_torn_comes_again(
    desk: Desk, fetcher: Fetcher, store: Store, arriving: Arriving
) -> None:
    file = publish(desk, 1, LARGE)
    for torn, size in ((0, HALF), (5, 300_000)):
        stop = threading.Event()
        desk.fault("GET", "/v1/files", "hold", size=size, seconds=0.3)
        threading.Timer(0.15, stop.set).start()
        with pytest.raises(Cancelled):
            fetcher.bring(file, stop)
        (part,) = left(store.directory)
        # The end of a file that a power cut left half written, or what somebody changed there.
        content = bytearray(part.read_bytes())
        content[len(content) - torn :] = os.urandom(torn)
        part.write_bytes(content)
    assert arriving.size(file.sha256) >= HALF * 0.8
    fetcher.bring(file)
    assert store.files.read(file.sha256) == LARGE
    starts = [first_byte(asked) for asked in asked_for(desk, LARGE)]
    assert starts[0] == 0
    assert 0 < starts[1] <= starts[2] < len(LARGE)


def test_a_beginning_that_was_a_lie_is_thrown_away(
    desk: Desk, fetcher: Fetcher, store: Store, arriving: Arriving
) -> None:
    file = publish(desk, 1, LARGE)
    digest = file.sha256
    list(arriving.content(digest, lambda _start: iter((b"z" * 10,))))
    store.files.clear()
    assert arriving.size(digest) == 0

    def lie(_start: int) -> Iterator[bytes]:
        yield b"x" * HALF

    assert sum(map(len, arriving.content(digest, lie))) == HALF
    fetcher.bring(file)
    assert store.files.read(digest) == LARGE
    assert [first_byte(asked) for asked in asked_for(desk, LARGE)] == [HALF, 0]
    # A registry that lies again and again is refused, and nothing of it stays.
    store.files.remove(digest)
    desk.lies[digest] = b"y" * len(LARGE)
    with pytest.raises(FileTampered):
        fetcher.bring(file)
    assert not store.files.has(digest)
    assert left(store.directory) == []


def test_a_beginning_belongs_to_its_file_and_its_key(tmp_path: Path) -> None:
    arriving = Arriving(tmp_path, KEY)

    def source(_start: int) -> Iterator[bytes]:
        yield b"one"

    list(arriving.content("a" * 64, source))
    assert arriving.size("a" * 64) == 3
    (part,) = tmp_path.iterdir()
    assert Arriving(tmp_path, bytes(32)).size("a" * 64) == 0
    list(arriving.content("b" * 64, source))
    (other,) = set(tmp_path.iterdir()) - {part}
    other.write_bytes(part.read_bytes())
    assert arriving.size("b" * 64) == 0
    # Two runs, two segments; the second goes on where the first ended.
    assert b"".join(arriving.content("a" * 64, source)) == b"oneone"
    assert arriving.size("a" * 64) == 6
    os.utime(part, (0, 0))
    arriving.sweep()
    assert arriving.size("a" * 64) == 0
    assert other.exists()


def test_one_file_of_two_drafts_is_asked_for_once(desk: Desk, engine: Engine) -> None:
    for number in (1, 2, 3):
        text = f"text {number}".encode()
        desk.publish(draft(summary(number), text, (LARGE,)), text, LARGE)
    assert engine.cycle().fetched == 3 + 4
    assert asked_for(desk, LARGE) == ["bytes=0-"]


def test_who_comes_second_for_a_file_waits_for_the_first(desk: Desk, fetcher: Fetcher) -> None:
    file = publish(desk, 1, LARGE)
    desk.fault("GET", "/v1/files", "hold", size=HALF, seconds=0.3)
    threads = [
        threading.Thread(target=fetcher.bring, args=(file,), kwargs={"awaited": awaited})
        for awaited in (False, True, True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert asked_for(desk, LARGE) == ["bytes=0-"]


def test_what_somebody_waits_for_goes_ahead(
    desk: Desk, fetcher: Fetcher, store: Store, arriving: Arriving
) -> None:
    rest, wanted = publish(desk, 1, LARGE), publish(desk, 2, LARGE[::-1])
    desk.fault("GET", f"/v1/files/{rest.sha256}", "hold", size=HALF, seconds=0.2)
    desk.fault("GET", f"/v1/files/{wanted.sha256}", "hold", size=10, seconds=0.8)
    ended: list[float] = []

    def fetch() -> None:
        fetcher.bring(rest)
        ended.append(time.monotonic())

    behind = threading.Thread(target=fetch)
    behind.start()
    while not arriving.size(rest.sha256):
        time.sleep(0.01)
    fetcher.bring(wanted, awaited=True)
    here = time.monotonic()
    behind.join(10)
    # The rest of its answer had come half a second before, and waited.
    assert ended[0] > here - 0.2
    assert store.files.read(rest.sha256) == LARGE


def test_what_nobody_needs_makes_room_and_what_waits_to_leave_stays(
    desk: Desk, store: Store, client: RegistryClient
) -> None:
    old = {number: bytes([number]) * 1000 for number in (1, 2, 3)}
    for number, text in old.items():
        publish(desk, number, text, actions=(), state=DraftState.PUBLISHED)
    engine = Engine(client, store, PERSON, fetching=Fetching(room=3500))
    engine.cycle()
    for number, text in old.items():
        engine.fetch(f"d-{number}")
        used = store.files._path(sha(text))
        os.utime(used, (number, number))
    queue_agreement(store, 1)
    desk.fault("POST", "/v1/drafts/d-1", "answer", status=502)
    publish(desk, 4, b"4" * 1500)
    assert engine.cycle().failure is None
    here = [number for number, text in old.items() if store.files.has(sha(text))]
    # The first is the oldest and belongs to what is in the outbox; the second goes instead.
    assert here == [1, 3]
    assert store.files.has(sha(b"4" * 1500))
    assert store.drafts.draft("d-2").text.sha256 == sha(old[2])
    # Opened again, it comes again, and the one unused longest is the third now.
    store.files.touch(sha(old[3]))
    engine.fetch("d-2")
    assert store.files.read(sha(old[2])) == old[2]


def test_a_wrong_answer_to_one_question_does_not_stop_the_others(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk, 1, b"text")
    publish(desk, 2, b"other")
    desk.lies[sha(b"text")] = b"lies"
    engine.cycle()
    desk.lies.clear()
    entry = queue_agreement(store)
    store.files.remove(sha(b"other"))
    body = b'{"changes": [{"id": 7}], "cursor": "9", "more": false}'
    kind = {"Content-Type": "application/json"}
    desk.fault("GET", "/v1/changes", "answer", headers=kind, body=body)
    report = engine.cycle()
    assert isinstance(report.failure, BadAnswer)
    assert report.sent == (entry.key,)
    assert store.files.read(sha(b"other")) == b"other"


def test_a_registry_that_wants_peace_is_left_in_peace(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk, 1, b"text")
    engine.cycle()
    store.files.remove(sha(b"text"))
    desk.seen.clear()
    problem = {"Content-Type": "application/problem+json"}
    body = b'{"status": 503, "code": "maintenance"}'
    desk.fault("GET", "/v1/changes", "answer", status=503, headers=problem, body=body)
    assert engine.cycle().failure is not None
    assert [seen.path for seen in desk.seen] == ["/v1/changes"]


def test_a_large_package_waits_for_the_news(desk: Desk, store: Store, engine: Engine) -> None:
    publish(desk, 1, b"text")
    publish(desk, 2, b"other")
    large = queue_package(store, 1, os.urandom(9_000_000))
    small = queue_agreement(store, 2)
    report = engine.cycle()
    assert set(report.sent) == {large.key, small.key}
    steps = [seen.path.split("/")[2] for seen in desk.seen]
    assert steps.index("changes") < steps.index("uploads")
    assert desk.seen[0].path == "/v1/drafts/d-2/trail"
    assert steps.index("uploads") < steps.index("files")


def test_empty_pages_without_end_do_not_hold_up_what_is_to_be_sent(
    desk: Desk, store: Store, engine: Engine
) -> None:
    publish(desk, 1, b"text")
    large = queue_package(store, 1, os.urandom(8_400_000))
    kind = {"Content-Type": "application/json"}
    for number in range(200):
        body = f'{{"changes": [], "cursor": "{1000 + number}", "more": true}}'.encode()
        desk.fault("GET", "/v1/changes", "answer", headers=kind, body=body)
    assert engine.cycle().sent == (large.key,)
    assert len(desk.requests("GET", "/v1/changes")) < 20
