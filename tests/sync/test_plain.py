"""A profile that somebody else prepared leads nobody out of it: each link is refused by name."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.errors import NotPlainFile
from sync.lock import ProfileLock, quiet
from sync.secrets import choose_secrets
from tests.sync.conftest import open_store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


def link(place: Path, target: Path) -> None:
    place.symlink_to(target)


def pipe(place: Path, _target: Path) -> None:
    os.mkfifo(place)


def directory(place: Path, _target: Path) -> None:
    place.mkdir()


OWN = (
    *("lock", "lock.seen", "profile.json", "keyring.json", "store.db", "store.db-wal"),
    *("store.keys", "store.check", "log.head", "trust.json", "helpers.pem", ".keyring.json-x"),
)


@pytest.mark.parametrize(
    ("name", "made"),
    [*((name, link) for name in OWN), ("lock", pipe), ("lock", directory), ("trust.json", pipe)],
)
def test_a_file_of_a_profile_is_a_plain_one(
    tmp_path: Path, name: str, made: Callable[[Path, Path], None]
) -> None:
    profile = tmp_path / "profile"
    open_store(profile).close()
    target = tmp_path / "somebody's"
    target.write_bytes(b"kept")
    (profile / name).unlink(missing_ok=True)
    made(profile / name, target)
    for start in (
        lambda: choose_secrets(profile, "file"),
        lambda: ProfileLock(profile),
        lambda: quiet(profile).__enter__(),
    ):
        with pytest.raises(NotPlainFile) as caught:
            start()
        assert caught.value.name == name
    assert target.read_bytes() == b"kept"


@pytest.mark.parametrize("name", ["files", "files/ab", "files/.arriving", "packages", "outbox"])
def test_a_directory_of_a_profile_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    profile = tmp_path / "profile"
    open_store(profile).close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (profile / name).parent.mkdir(exist_ok=True)
    (profile / name).symlink_to(elsewhere)
    with pytest.raises(NotPlainFile) as caught:
        open_store(profile)
    assert caught.value.name == name
    assert not list(elsewhere.iterdir())


def test_no_copy_of_an_entry_is_waited_for(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    open_store(profile).close()
    (profile / "outbox").mkdir(exist_ok=True)
    os.mkfifo(profile / "outbox" / "ab")
    with pytest.raises(NotPlainFile, match="outbox/ab"):
        open_store(profile)


def test_what_somebody_else_keeps_in_a_profile_is_left_alone(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    (tmp_path / "office.toml").write_text("")
    (profile / "settings.toml").symlink_to(tmp_path / "office.toml")
    (profile / "notes").symlink_to("/nowhere")
    open_store(profile).close()
    open_store(profile).close()
