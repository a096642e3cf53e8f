"""Damage anywhere in the store: nothing a person did is lost, and the person is told."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest

from sync.attempts import CertificateName, Intent, JournalKind
from sync.entries import Held, OutboxEntry, OutboxKind, OutboxState
from sync.errors import StoreDamaged, StoreRescued
from sync.secrets import FileSecrets
from sync.station import Store
from sync.store.keys import PLACES
from sync.store.keys import read as read_keys
from sync.wire import Accepted, Change, ChangesPage, DraftState, RemarkRequest
from tests.sync.conftest import open_store
from tests.sync.makers import PERSON, summary

PAGE = 4096
PACKAGE = b"PK\x03\x04 a signed package " * 100
MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def remark(store: Store, number: int) -> OutboxEntry:
    return store.outbox.queue(
        OutboxKind.REMARK,
        RemarkRequest(1, None, None, "", f"mulohaza {number} " * 40),
        person=PERSON,
        draft=f"d-{number}",
        title=f"Qaror {number}",
        version_digest="v",
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile after a week of work, at rest."""
    profile = tmp_path_factory.mktemp("filled") / "profile"
    with open_store(profile) as store:
        made = tuple(summary(number) for number in range(150))
        changes = tuple(Change(item.id, item) for item in made)
        store.drafts.apply(ChangesPage(changes, "1", more=False))
        for number in range(24):
            entry = remark(store, number)
            if number % 3 == 0:
                store.outbox.road.begin(entry.key)
                accepted = Accepted(entry.draft, DraftState.IN_AGREEMENT, None, None)
                store.outbox.road.accepted(entry.key, accepted)
        store.outbox.queue_package(
            PACKAGE, person=PERSON, draft="d-1", title="Qaror", version_digest="v"
        )
        certificate = CertificateName("ab" * 32, "0a", "CN=Namuna")
        intents = [
            Intent(JournalKind.PACKAGE, PERSON, certificate, b"0", "1", f"d-{number}")
            for number in range(40)
        ]
        store.journal.end(store.journal.intend(intents), "Cancelled")
    return profile


@pytest.fixture
def profile(tmp_path: Path, filled: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "profile"))


def facts(store: Store) -> dict[str, tuple[object, ...]]:
    return {
        entry.key: (entry.kind, entry.person, entry.draft, entry.title, entry.payload, entry.size)
        for entry in store.outbox.entries()
    }


def assert_rescued(profile: Path, filled: Path, harmed: bytes) -> StoreRescued | None:
    """Open a harmed profile as a person would: if reading fails, start again."""
    with open_store(filled) as store:
        before = facts(store)
        waiting = {entry.key for entry in store.outbox.entries() if entry.open}
        signed = store.log.head()
    for _ in range(2):
        try:
            with open_store(profile) as store:
                store.database.check()
                after = facts(store)
                notice = store.notice()
                break
        except StoreDamaged:
            continue
    else:
        pytest.fail("it does not open a second time")
    assert notice is None or isinstance(notice, StoreRescued)
    assert waiting <= after.keys(), "what waited is lost"
    assert {key: before[key] for key in after} == after, "what came back is another"
    with open_store(profile) as store:
        packages = [entry for entry in store.outbox.entries() if entry.package is not None]
        assert [store.outbox.package(entry.key) for entry in packages] == [PACKAGE]
        if notice is None:
            assert after == before
            assert store.log.head() == signed
            return None
        states = {entry.state for entry in store.outbox.entries() if entry.open}
        assert states == {OutboxState.UNCONFIRMED}
        lost = notice.unread != ("nothing",)
        assert lost or (after == before and store.log.head() == signed)
        if store.log.verify().fault is not None:
            assert "key_log" in notice.unread
        assert (profile / notice.place / "store.db").read_bytes() == harmed
        # Work goes on.
        remark(store, 99)
        store.log.note("login", {})
    return notice


def flip(path: Path, position: int, bit: int = 1) -> bytes:
    raw = bytearray(path.read_bytes())
    raw[position] ^= bit
    path.write_bytes(raw)
    return bytes(raw)


def harm_a_page(profile: Path, filled: Path, page: int, seed: int) -> StoreRescued | None:
    dice = random.Random(seed)
    path = profile / "store.db"
    harmed = flip(path, page * PAGE + dice.randrange(PAGE), 1 << dice.randrange(8))
    return assert_rescued(profile, filled, harmed)


@pytest.mark.parametrize("place", [0.25, 0.999])
def test_a_flipped_bit_loses_no_entry(profile: Path, filled: Path, place: float) -> None:
    pages = (profile / "store.db").stat().st_size // PAGE
    harm_a_page(profile, filled, int(place * pages), seed=int(place * 1000))


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_flipped_bit_in_any_page_loses_no_entry(tmp_path: Path, filled: Path) -> None:
    pages = (filled / "store.db").stat().st_size // PAGE
    notices = []
    for page in range(pages):
        profile = Path(shutil.copytree(filled, tmp_path / f"profile-{page}"))
        notices.append(harm_a_page(profile, filled, page, seed=page))
        shutil.rmtree(profile)
    rescued = [notice for notice in notices if notice is not None]
    # Free pages hold nothing; all others are noticed.
    assert len(rescued) > pages * 0.8
    assert sum(notice.unread == ("nothing",) for notice in rescued) > pages * 0.3


@pytest.mark.parametrize("share", [pytest.param(0.3, marks=pytest.mark.long), 0.95])
def test_a_cut_off_database_loses_no_entry(profile: Path, filled: Path, share: float) -> None:
    path = profile / "store.db"
    size = int(path.stat().st_size * share) // PAGE * PAGE
    path.write_bytes(path.read_bytes()[:size])
    notice = assert_rescued(profile, filled, path.read_bytes())
    assert notice is not None
    assert "outbox" in notice.unread or share > 0.9


@pytest.mark.parametrize("place", ["middle", pytest.param("cut", marks=pytest.mark.long)])
def test_a_damaged_log_loses_no_entry(profile: Path, tmp_path: Path, place: str) -> None:
    store = open_store(profile)
    for number in range(50, 60):
        remark(store, number)
    store.copies.settle()
    # As a power cut leaves it: the log is full, and nothing of it is in the main file.
    crashed = Path(shutil.copytree(profile, tmp_path / "crashed"))
    expected = facts(store)
    store.close()
    log = crashed / "store.db-wal"
    match place:
        case "middle":
            flip(log, log.stat().st_size // 2)
        case "cut":
            log.write_bytes(log.read_bytes()[: log.stat().st_size // 3])
    with open_store(crashed) as store:
        assert facts(store) == expected
        assert store.returned
        assert {store.outbox.entry(key).state for key in store.returned} == {
            OutboxState.UNCONFIRMED
        }


def test_what_was_taken_back_stays_taken_back(profile: Path, tmp_path: Path) -> None:
    with open_store(profile) as store:
        kept = remark(store, 70)
        taken = remark(store, 71)
        store.copies.settle()
        at_rest = shutil.copytree(profile / "outbox", tmp_path / "copies")
        store.outbox.cancel(taken.key)
        forgotten = remark(store, 72)
        store.outbox.cancel(forgotten.key)
        store.outbox.forget(forgotten.key)
    (profile / "store.db").write_bytes(b"")
    with open_store(profile) as store:
        here = facts(store)
    assert kept.key in here
    assert taken.key not in here
    assert forgotten.key not in here
    # The test can fail: with its copy it would have come back.
    shutil.copytree(at_rest, profile / "outbox", dirs_exist_ok=True)
    with open_store(profile) as store:
        assert taken.key in facts(store)


def test_copies_go_when_the_registry_has_answered(profile: Path) -> None:
    with open_store(profile) as store:
        waiting = [entry.key for entry in store.outbox.entries() if entry.open]
    assert len([*(profile / "outbox").iterdir()]) == len(waiting)
    raw = b"".join(path.read_bytes() for path in (profile / "outbox").iterdir())
    assert b"mulohaza" not in raw
    assert PERSON.encode() not in raw


@pytest.mark.parametrize(
    "moment", [pytest.param("begun", marks=pytest.mark.long), "complete", "moved"]
)
def test_a_rescue_that_was_cut_off_is_finished(
    profile: Path, filled: Path, tmp_path: Path, moment: str
) -> None:
    harmed = flip(profile / "store.db", 5 * PAGE + 9)
    done = Path(shutil.copytree(profile, tmp_path / "done"))
    (done / "store.damaged").touch()
    notice = assert_rescued(done, filled, harmed)
    assert notice is not None
    (profile / "store.damaged").touch()
    match moment:
        case "begun":
            (profile / "store.rescued-new").write_bytes(b"half of it")
        case "complete":
            shutil.copy(done / "store.db", profile / "store.rescued")
        case "moved":
            shutil.copy(done / "store.db", profile / "store.rescued")
            (profile / "store.db").rename(tmp_path / "aside")
    with open_store(profile) as store:
        assert isinstance(store.notice(), StoreRescued)
        with open_store(filled) as other:
            assert facts(other).keys() <= facts(store).keys()
    left = {path.name for path in profile.iterdir()}
    assert not left & {"store.rescued", "store.rescued-new", "store.damaged"}
    asides = [path.read_bytes() for path in profile.glob("damaged-*/store.db")]
    assert asides == ([] if moment == "moved" else [harmed])


RESCUING = """
import os, sys
from pathlib import Path
from tests.sync.conftest import open_store

stopped = sys.argv[2]

def ends(event: str, arguments: tuple) -> None:
    if event == "os.rename" and Path(os.fsdecode(arguments[0])).name == stopped:
        os._exit(9)

sys.addaudithook(ends)
open_store(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("stopped", ["store.db", "store.rescued"])
def test_a_rescue_that_goes_on_keeps_to_its_place(
    profile: Path, filled: Path, stopped: str
) -> None:
    harmed = flip(profile / "store.db", 5 * PAGE + 9)
    (profile / "store.db-wal").write_bytes(b"")
    (profile / "store.damaged").touch()
    ran = subprocess.run([sys.executable, "-c", RESCUING, str(profile), stopped], check=False)
    assert ran.returncode == 9
    notice = assert_rescued(profile, filled, harmed)
    assert notice is not None
    assert [path.name for path in profile.glob("damaged-*")] == [notice.place]
    assert not list(profile.glob("store.rescued*"))


def test_damage_met_while_running_is_mended_at_the_next_start(profile: Path, filled: Path) -> None:
    path = profile / "store.db"
    with open_store(profile) as store:
        size = path.stat().st_size
        harmed = b""
        for page in range(1, size // PAGE, 2):
            harmed = flip(path, page * PAGE + 7)
        with pytest.raises(StoreDamaged):
            store.database.check()
        assert (profile / "store.damaged").exists()
    notice = assert_rescued(profile, filled, path.read_bytes())
    assert notice is not None
    assert harmed


def test_words_in_a_damaged_page_are_never_taken_for_true(profile: Path) -> None:
    """A page under a stream cipher can be changed at will by whoever has the disk."""

    key = bytes.fromhex(str(FileSecrets(profile / "keyring.json").get("store-key")))
    keys = read_keys(profile / PLACES[0], key)
    assert keys is not None
    with open_store(profile) as store:
        entry = remark(store, 80)
    path = profile / "store.db"
    raw = path.read_bytes()
    # Where the remark lies is found by asking which page's damage takes it away.
    for page in reversed(range(1, len(raw) // PAGE)):
        flip(path, page * PAGE + 100)
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        connection.pragma("cipher", "chacha20")
        connection.pragma("key", f"raw:{keys.database[0].hex()}")
        try:
            sql = "SELECT payload FROM outbox WHERE key = ?"
            assert connection.execute(sql, (entry.key,)).fetchall()
            path.write_bytes(raw)
        except apsw.Error:
            break
        finally:
            connection.close()
    else:
        pytest.fail("no page holds it")
    (profile / "store.damaged").touch()
    with open_store(profile) as store:
        assert isinstance(store.notice(), StoreRescued)
        assert store.outbox.entry(entry.key).payload == entry.payload


def test_a_damaged_log_takes_back_nothing_that_left(profile: Path, tmp_path: Path) -> None:
    """Nor does it bring to life what its person had taken back."""
    with open_store(profile) as store:
        sent, exported, taken, tried, put_away = (remark(store, n) for n in range(70, 75))
    accepted = Accepted(sent.draft, DraftState.IN_AGREEMENT, None, None)
    with open_store(profile) as store:
        store.outbox.road.begin(sent.key)
        store.outbox.road.accepted(sent.key, accepted)
        store.outbox.note_export(exported.key)
        store.outbox.cancel(taken.key)
        store.outbox.road.begin(tried.key)
        store.outbox.road.put_back(tried.key, "unreachable")
        store.outbox.cancel(put_away.key)
        store.outbox.forget(put_away.key)
        store.copies.settle()
        crashed = Path(shutil.copytree(profile, tmp_path / "crashed"))
    flip(crashed / "store.db-wal", 60)
    for _ in range(2):
        with open_store(crashed) as store:
            found = store.outbox.entry(sent.key)
            assert (found.state, found.held) == (OutboxState.UNCONFIRMED, Held.LEFT)
            assert store.outbox.entry(exported.key).held is Held.EXPORTED
            for key in (taken.key, put_away.key):
                assert store.outbox.entry(key).code == "cancelled"
            # No request of it left, and its person may still think better of it.
            assert store.outbox.entry(tried.key).held is None
            assert store.notice() is None


def test_what_was_taken_back_stays_so_in_a_rescued_database(profile: Path, tmp_path: Path) -> None:
    with open_store(profile) as store:
        taken = remark(store, 70)
    with open_store(profile) as store:
        store.outbox.cancel(taken.key)
        crashed = Path(shutil.copytree(profile, tmp_path / "crashed"))
    (crashed / "store.db-wal").unlink()
    flip(crashed / "store.db", 5 * PAGE + 9)
    (crashed / "store.damaged").touch()
    with open_store(crashed) as store:
        assert isinstance(store.notice(), StoreRescued)
        assert store.outbox.entry(taken.key).code == "cancelled"
        with pytest.raises(apsw.ConstraintError), store.database.write() as write:
            write.execute("UPDATE outbox SET departed = 0, title = 'x'")


def test_what_was_put_away_stays_dead_though_its_copy_comes_back(
    profile: Path, tmp_path: Path
) -> None:
    with open_store(profile) as store:
        entry = remark(store, 70)
        store.copies.settle()
        at_rest = shutil.copytree(profile / "outbox", tmp_path / "copies")
        store.outbox.cancel(entry.key)
        store.outbox.forget(entry.key)
    shutil.copytree(at_rest, profile / "outbox", dirs_exist_ok=True)
    with open_store(profile) as store:
        assert store.returned == ()
        assert entry.key not in facts(store)
