"""Databases of every schema a program ever left are opened by this one, with all they hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sync.entries import OutboxState
from sync.errors import StoreTooNew
from sync.secrets import FileSecrets, choose_secrets
from sync.station import Store
from sync.store.database import Database, migrations
from tests.sync.makers import MORNING, PERSON
from tests.sync.schemas.make import ENTRIES, HERE, KEY

KEPT = sorted(HERE.glob("*.db"))


def test_every_older_schema_has_its_file() -> None:
    """A migration was added: run ``python -m tests.sync.schemas.make`` and keep what it made."""
    numbers = [int(path.stem) for path in KEPT]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= len(migrations()) - 1


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
def test_an_older_database_is_brought_up(profile: Path, kept: Path) -> None:
    number = int(kept.stem)
    profile.mkdir()
    shutil.copy(kept, profile / "store.db")
    # As an older program's profile was: one key for everything, and no lists of keys.
    FileSecrets(profile / "keyring.json").put("store-key", KEY.hex())
    with Store.open(profile, choose_secrets(profile)) as store:
        assert store.notice() is None
        with store.database.read() as read:
            assert read.value("PRAGMA user_version") == len(migrations())
        states = {entry.key: entry.state for entry in store.outbox.entries()}
        assert states == {key: OutboxState(state) for key, state in ENTRIES.items()}
        assert {entry.person for entry in store.outbox.entries()} == {PERSON}
        assert store.drafts.summary("d-1").updated == MORNING.replace(minute=1)
        assert store.drafts.cursor() == "7"
        # The station's own look at the start: what was only intended was not signed.
        assert len(store.journal.attempts()) == (number >= 2)
        records = [record.number for record in store.log.records()]
        assert records == ([1, 2] if number >= 2 else [])
        assert len(store.notes.remarks(PERSON, "d-1")) == (number >= 3)
        store.database.check()
        with pytest.raises(Exception, match="final"), store.database.write() as write:
            write.execute("UPDATE outbox SET code = 'x' WHERE state = 'ACCEPTED'")
    with Store.open(profile, choose_secrets(profile)) as store:
        assert len(store.outbox.entries()) == len(ENTRIES)


def test_a_file_newer_than_the_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    shutil.copy(KEPT[-1], path)
    database = Database(path, KEY)
    with database.write() as store:
        store.execute(f"PRAGMA user_version = {len(migrations()) + 1}")
    database.close()
    before = path.read_bytes()
    with pytest.raises(StoreTooNew):
        Database(path, KEY)
    assert path.read_bytes() == before
