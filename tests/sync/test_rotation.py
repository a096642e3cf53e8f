"""New keys for a store: everything opens before, between and after every step."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync import vault
from sync.errors import KeysDamaged, ProfileInUse, StoreDamaged, StoreTooNew, WrongKey
from sync.secrets import FileSecrets, choose_secrets
from sync.station import Store
from sync.store import keys as lists
from sync.store.keys import PLACES, Keys
from tests.sync.conftest import open_store
from tests.sync.makers import sha
from tests.sync.test_profile import PACKAGE, fill

STEPS = ("key", "copy", "list", "second list", "database", "keyring", "forgotten", "end")
TEXT = b"matndagi so\xca\xbbz " * 900

# Dies at the step that is named, as a power cut would: nothing is closed, nothing tidied.
CHILD = """
import os, sys
from pathlib import Path
from sync import vault
from sync.secrets import choose_secrets

profile, step = Path(sys.argv[1]), sys.argv[2]
vault.rotate(profile, choose_secrets(profile), lambda told: told == step and os._exit(9))
"""


def secret(profile: Path, entry: str = "store-key") -> str | None:
    return FileSecrets(profile / "keyring.json").get(entry)


def rotate(profile: Path) -> Keys:
    return vault.rotate(profile, choose_secrets(profile))


def assert_whole(store: Store) -> None:
    assert store.files.read(sha(TEXT)) == TEXT
    (package, remark) = store.outbox.entries()
    assert store.outbox.package(package.key) == PACKAGE
    assert b"mulohaza matni" in remark.payload
    assert store.drafts.summary("d-1").title == "Maxfiy qaror"
    assert store.drafts.count(search="sozlar") == 0
    assert store.drafts.count(search="matndagi") == 1
    assert store.log.verify().fault is None
    assert store.notice() is None
    store.database.check()


def test_a_rotation_replaces_every_key_and_keeps_everything(profile: Path) -> None:
    with open_store(profile) as store:
        fill(store)
        before = store.keys
    old_key, old_list = secret(profile), (profile / PLACES[0]).read_bytes()
    sealed_before = {path: path.read_bytes() for path in (profile / "files").rglob("*/*")}
    after = rotate(profile)
    assert secret(profile) != old_key
    assert secret(profile, "store-key-next") is None
    assert set(after.database).isdisjoint(before.database)
    assert after.files[1:] == before.files
    # 500 MB of annexes are not written anew.
    assert {path: path.read_bytes() for path in sealed_before} == sealed_before
    with open_store(profile) as store:
        assert_whole(store)
        store.files.put(b"later", sha(b"later"))
    (newest,) = {*(profile / "files").rglob("*/*")} - sealed_before.keys()
    # The old key, with all that it ever wrapped, opens nothing that came after it.
    assert old_key is not None
    assert lists.read(profile / PLACES[0], bytes.fromhex(old_key)) is None
    (profile / "old").write_bytes(old_list)
    old = lists.read(profile / "old", bytes.fromhex(old_key))
    assert old == before
    from sync.store.database import Database
    from sync.store.files import FileStore

    with pytest.raises(WrongKey):
        Database(profile / "store.db", before.database[0])
    thief = FileStore(profile / "files", before.files)
    assert not thief.has(sha(b"later"))
    with pytest.raises(StoreDamaged):
        list(thief.chunks_at(newest, sha(b"later")))
    (profile / "old").unlink()


@pytest.mark.parametrize(
    "step",
    [
        step if step in {"copy", "list"} else pytest.param(step, marks=pytest.mark.long)
        for step in STEPS
    ],
)
def test_a_kill_after_any_step_leaves_a_store_that_opens(profile: Path, step: str) -> None:
    with open_store(profile) as store:
        fill(store)
        before = store.keys
    done = subprocess.run([sys.executable, "-c", CHILD, str(profile), step], check=False)
    assert done.returncode == 9
    with open_store(profile) as store:
        assert_whole(store)
        counts = STEPS.index(step) >= STEPS.index("list")
        assert (store.keys.files[0] != before.files[0]) is counts
        assert len(store.keys.database) == 1
    assert secret(profile, "store-key-next") is None
    assert not (profile / "store.next").exists()
    assert lists.read(profile / PLACES[0], bytes.fromhex(str(secret(profile)))) is not None
    # And once more, from there.
    rotate(profile)
    with open_store(profile) as store:
        assert_whole(store)


def test_keys_of_several_rotations_are_found(profile: Path) -> None:
    with open_store(profile) as store:
        fill(store)
    for number in range(3):
        rotate(profile)
        with open_store(profile) as store:
            content = f"file {number}".encode()
            store.files.put(content, sha(content))
            store.outbox.queue_package(
                content, person="1", draft="d", title="t", version_digest=str(number)
            )
    with open_store(profile) as store:
        assert len(store.keys.files) == 4
        assert [store.files.read(sha(f"file {n}".encode())) for n in range(3)] == [
            b"file 0",
            b"file 1",
            b"file 2",
        ]
        assert [store.outbox.package(e.key) for e in store.outbox.entries(draft="d")] == [
            b"file 0",
            b"file 1",
            b"file 2",
        ]
        # What is here already is not written again under the newest key.
        count = len([*(profile / "files").rglob("*/*")])
        store.files.put(b"file 0", sha(b"file 0"))
        assert len([*(profile / "files").rglob("*/*")]) == count
        store.files.remove(sha(b"file 0"))
        assert not store.files.has(sha(b"file 0"))


def test_old_keys_are_replaced_when_their_time_is_over(profile: Path) -> None:
    with open_store(profile) as store:
        fill(store)
        first = store.keys
    key = bytes.fromhex(str(secret(profile)))
    aged = Keys(first.database, first.files, datetime.now(UTC) - timedelta(days=91))
    for place in PLACES:
        lists.write(profile / place, key, aged)
    with open_store(profile) as store:
        assert store.keys == aged
    with Store.open(profile, choose_secrets(profile), key_days=92) as store:
        assert store.keys == aged
    with Store.open(profile, choose_secrets(profile), key_days=90) as store:
        assert store.keys.files[1:] == first.files
        assert_whole(store)


def test_nobody_rotates_under_a_running_program(profile: Path) -> None:
    with open_store(profile), pytest.raises(ProfileInUse):
        rotate(profile)


@pytest.mark.parametrize("place", PLACES)
def test_one_list_is_enough(profile: Path, place: str) -> None:
    with open_store(profile) as store:
        fill(store)
    content = bytearray((profile / place).read_bytes())
    content[-3] ^= 1
    (profile / place).write_bytes(content)
    with open_store(profile) as store:
        assert_whole(store)
    assert (profile / PLACES[0]).read_bytes() != content
    key = bytes.fromhex(str(secret(profile)))
    assert lists.read(profile / PLACES[0], key) == lists.read(profile / PLACES[1], key)


def test_both_lists_damaged_is_not_a_wrong_key(profile: Path) -> None:
    open_store(profile).close()
    for place in PLACES:
        content = bytearray((profile / place).read_bytes())
        content[-3] ^= 1
        (profile / place).write_bytes(content)
    before = {path: path.read_bytes() for path in profile.iterdir() if path.name != "lock"}
    with pytest.raises(KeysDamaged):
        open_store(profile)
    assert {path: path.read_bytes() for path in before} == before


def test_half_written_keys_are_swept(profile: Path) -> None:
    open_store(profile).close()
    outside = profile.parent / "link"
    for number, name in enumerate((".keyring.json-x1", ".store.keys-y2", ".store.keys-2-z3")):
        (profile / name).write_bytes(b"key" * 30)
        if not number:
            os.link(profile / name, outside)
    open_store(profile).close()
    assert not [path.name for path in profile.iterdir() if path.name.startswith(".")]
    assert outside.read_bytes() == bytes(90), "its blocks still hold the key"


def test_a_list_of_a_newer_program_is_left_alone(profile: Path) -> None:
    open_store(profile).close()
    content = (profile / PLACES[0]).read_bytes()
    (profile / PLACES[0]).write_bytes(content.replace(b"EQK1", b"EQK2", 1))
    with pytest.raises(StoreTooNew):
        open_store(profile)
    assert (profile / PLACES[0]).read_bytes()[:4] == b"EQK2"


@pytest.mark.long
def test_a_full_disk_leaves_the_old_keys(profile: Path) -> None:
    """The limit on file sizes is the nearest thing to a full disk that a test may make."""
    with open_store(profile) as store:
        fill(store)
        before = store.keys
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from sync import vault\n"
        "from sync.secrets import choose_secrets\n"
        "from sync.errors import StoreFull\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
        "try:\n"
        "    vault.rotate(Path(sys.argv[1]), choose_secrets(Path(sys.argv[1])))\n"
        "except StoreFull:\n"
        "    print('full')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(profile)], capture_output=True, text=True, check=False
    )
    assert done.stdout == "full\n", done.stderr
    assert not (profile / "store.next").exists()
    with open_store(profile) as store:
        assert store.keys == before
        assert_whole(store)
