"""The encrypted database: keys, damage, versions, full disks."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sync.errors import (
    NotFound,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreKeyMissing,
    StoreRescued,
    StoreTooNew,
    WrongKey,
)
from sync.secrets import FileSecrets
from sync.station import Store
from sync.store.database import Database, migrations
from tests.sync.conftest import open_store

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def test_an_empty_file_gets_every_migration(path: Path) -> None:
    database = Database(path, KEY)
    with database.read() as store:
        assert store.value("PRAGMA user_version") == len(migrations())
        names = {row[0] for row in store.rows("SELECT name FROM sqlite_master")}
        assert store.value("PRAGMA foreign_keys") == 1
        assert store.value("PRAGMA synchronous") == 2
        assert store.value("PRAGMA journal_mode") == "wal"
        assert store.value("PRAGMA temp_store") == 2
        assert store.value("PRAGMA secure_delete") == 1
    assert {"draft", "detail", "outbox", "search_head", "search_word"} <= names
    database.check()
    database.close()
    Database(path, KEY).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_only_one_transaction_waits_for_the_next_to_be_on_disk(path: Path) -> None:
    database = Database(path, KEY)
    with database.write(synced=False) as store:
        assert store.value("PRAGMA synchronous") == 1
        store.execute("PRAGMA user_version = 998")
    with database.write() as store:
        assert store.value("PRAGMA synchronous") == 2

    def fails() -> None:
        with database.write(synced=False) as store:
            store.execute("PRAGMA user_version = 999")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    with database.write() as store:
        assert store.value("PRAGMA synchronous") == 2
        assert store.value("PRAGMA user_version") == 998
    database.close()


def test_a_newer_schema_is_left_alone(path: Path) -> None:
    database = Database(path, KEY)
    with database.write() as store:
        store.execute("PRAGMA user_version = 999")
    database.close()
    before = path.read_bytes()
    with pytest.raises(StoreTooNew) as caught:
        Database(path, KEY)
    assert (caught.value.found, caught.value.known) == (999, len(migrations()))
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_nothing_behind(path: Path) -> None:
    import apsw

    # A table of that name is in the way, so the first migration stops in its middle.
    connection = apsw.Connection(str(path))
    connection.pragma("cipher", "chacha20")
    connection.pragma("key", f"raw:{KEY.hex()}")
    connection.execute("CREATE TABLE outbox (mine)")
    connection.close()
    with pytest.raises(apsw.SQLError):
        Database(path, KEY)
    connection = apsw.Connection(str(path))
    connection.pragma("cipher", "chacha20")
    connection.pragma("key", f"raw:{KEY.hex()}")
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("outbox",)]
    assert connection.pragma("user_version") == 0
    connection.close()


def test_a_transaction_is_whole_or_nothing(path: Path) -> None:
    database = Database(path, KEY)

    def broken_off() -> None:
        with database.write() as store:
            store.execute("INSERT INTO fact VALUES ('a', '1')")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    with database.read() as store:
        assert store.rows("SELECT * FROM fact") == []
    database.close()


def test_readers_see_only_what_is_committed_and_wait_for_nobody(path: Path) -> None:
    database = Database(path, KEY)
    seen: list[int] = []

    def look() -> None:
        with database.read() as store:
            seen.append(store.value("SELECT count(*) FROM fact"))

    with database.write() as store:
        store.execute("INSERT INTO fact VALUES ('a', '1')")
        reader = threading.Thread(target=look)
        reader.start()
        reader.join(5)
    look()
    assert seen == [0, 1]
    database.close()


def test_many_threads_share_one_store(path: Path) -> None:
    database = Database(path, KEY)

    def work(name: int) -> None:
        for number in range(20):
            with database.write() as store:
                store.execute("INSERT INTO fact VALUES (?, '')", (f"{name}/{number}",))
            with database.read() as store:
                store.value("SELECT count(*) FROM fact")

    threads = [threading.Thread(target=work, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as store:
        assert store.value("SELECT count(*) FROM fact") == 120
    database.close()


def test_a_closed_store_says_so(path: Path) -> None:
    database = Database(path, KEY)
    database.close()
    database.close()
    with pytest.raises(NotFound), database.read():
        pass


def test_a_full_database_changes_nothing(path: Path) -> None:
    database = Database(path, KEY)
    with database.write() as store:
        store.execute("INSERT INTO fact VALUES ('kept', '')")
    with database.write() as store:
        pages = store.value("PRAGMA page_count")
        store.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreFull), database.write() as store:
        store.execute("INSERT INTO fact VALUES ('big', ?)", ("x" * 100_000,))
    with database.read() as store:
        assert store.rows("SELECT name FROM fact") == [("kept",)]
    database.close()


@pytest.mark.skipif(os.name == "nt", reason="file size limits are POSIX")
def test_a_disk_without_room_is_named(profile: Path) -> None:
    """The limit on file sizes is the nearest thing to a full disk that a test may make."""
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from sync.secrets import choose_secrets\n"
        "from sync.station import Store\n"
        "from sync.errors import StoreFull\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "profile = Path(sys.argv[1])\n"
        "store = Store.open(profile, choose_secrets(profile, 'file'))\n"
        "names = dict(person='1', draft='d', title='t', version_digest='v')\n"
        "store.outbox.queue_package(b'first', **names)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "try:\n"
        "    store.outbox.queue_package(bytes(400_000), **names)\n"
        "except StoreFull:\n"
        "    print([e.size for e in store.outbox.entries()])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(profile)], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[5]", done.stderr
    with open_store(profile) as store:
        assert [entry.size for entry in store.outbox.entries()] == [5]
        assert len([p for p in (profile / "packages").rglob("*") if p.is_file()]) == 1
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


# The whole store: which of four things is wrong with it


def test_the_wrong_key_is_not_damage(profile: Path) -> None:
    open_store(profile).close()
    before = (profile / "store.db").read_bytes()
    FileSecrets(profile / "keyring.json").put("store-key", "ab" * 32)
    with pytest.raises(WrongKey):
        open_store(profile)
    assert (profile / "store.db").read_bytes() == before


@pytest.mark.parametrize("harm", ["first page", "short", "empty", "gone"])
def test_damage_is_not_a_wrong_key(profile: Path, harm: str) -> None:
    open_store(profile).close()
    path = profile / "store.db"
    raw = bytearray(path.read_bytes())
    match harm:
        case "first page":
            raw[200] ^= 1
            path.write_bytes(raw)
        case "short":
            path.write_bytes(raw[:1000])
        case "empty":
            path.write_bytes(b"")
        case "gone":
            path.unlink()
    with open_store(profile) as store:
        notice = store.notice()
        assert isinstance(notice, StoreRescued)
        assert notice.unread == ("journal", "key_log", "other", "outbox")
        aside = profile / notice.place / "store.db"
        assert aside.exists() is (harm != "gone")
        store.notice_told()
    with open_store(profile) as store:
        assert store.notice() is None


def test_damage_further_in_is_found_by_reading(profile: Path) -> None:
    with open_store(profile) as store, store.database.write() as write:
        write.execute_many(
            "INSERT INTO fact VALUES (?, ?)", [(str(n), "x" * 900) for n in range(200)]
        )
    path = profile / "store.db"
    raw = bytearray(path.read_bytes())
    raw[-20_000] ^= 1
    path.write_bytes(raw)
    with open_store(profile) as store, pytest.raises(StoreDamaged):
        store.database.check()


def test_a_cut_off_database_is_damage(profile: Path) -> None:
    with open_store(profile) as store, store.database.write() as write:
        write.execute_many(
            "INSERT INTO fact VALUES (?, ?)", [(str(n), "x" * 900) for n in range(200)]
        )
    path = profile / "store.db"
    path.write_bytes(path.read_bytes()[: 4096 * 12])
    with open_store(profile) as store:
        assert isinstance(store.notice(), StoreRescued)
        store.database.check()


def test_a_key_that_is_gone_is_not_made_anew(profile: Path) -> None:
    open_store(profile).close()
    before = (profile / "store.db").read_bytes()
    FileSecrets(profile / "keyring.json").remove("store-key")
    with pytest.raises(StoreKeyMissing):
        open_store(profile)
    assert (profile / "store.db").read_bytes() == before


def test_a_nonsense_key_is_a_wrong_key(profile: Path) -> None:
    open_store(profile).close()
    FileSecrets(profile / "keyring.json").put("store-key", "not hex")
    with pytest.raises(WrongKey):
        open_store(profile)


def test_every_failed_opening_gives_the_profile_back(profile: Path) -> None:
    open_store(profile).close()
    path = profile / "keyring.json"
    good = path.read_bytes()
    FileSecrets(path).put("store-key", "ab" * 32)
    for _ in range(2):
        with pytest.raises(StoreError):
            open_store(profile)
    path.write_bytes(good)
    store: Store = open_store(profile)
    store.close()
    store.close()
