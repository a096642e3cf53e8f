"""An older copy that is put back is noticed, and so is a profile whose disk is away."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from eqaror_desktop.cli import main
from eqaror_desktop.profile import Profile
from sync.entries import OutboxKind, OutboxState
from sync.errors import ProfileAway, StoreOlder
from sync.secrets import choose_secrets
from sync.station import Store
from sync.wire import RemarkRequest
from sync.witness import Witness
from tests.sync.makers import PERSON


class Place:
    """A profile, and what its computer knows of it."""

    def __init__(self, directory: Path) -> None:
        self.profile = directory / "profile"
        self.known = directory / "known"

    def open(self) -> Store:
        secrets = choose_secrets(self.profile, "file")
        return Store.open(self.profile, secrets, witness=Witness(self.known, self.profile))

    def put_back(self, copy: Path) -> None:
        shutil.rmtree(self.profile)
        shutil.copytree(copy, self.profile)


def remark(store: Store, text: str) -> str:
    request = RemarkRequest(1, None, None, "", text)
    entry = store.outbox.queue(
        OutboxKind.REMARK, request, person=PERSON, draft="d-1", title="Qaror", version_digest="v"
    )
    return entry.key


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_place_is_known_however_it_is_written(place: Place) -> None:
    place.open().close()
    shutil.rmtree(place.profile)
    with pytest.raises(ProfileAway):
        Witness(place.known, place.profile.parent / "here" / ".." / "profile").require()


@pytest.mark.parametrize("running", [False, True])
def test_an_older_copy_is_told_and_sends_nothing_unasked(
    place: Place, tmp_path: Path, running: bool
) -> None:
    copy = tmp_path / "copy"
    with place.open() as store:
        kept, taken = remark(store, "qoladi"), remark(store, "qaytarib olinadi")
        store.copies.settle()
        if running:
            shutil.copytree(place.profile, copy)
            store.outbox.cancel(taken)
    if not running:
        shutil.copytree(place.profile, copy)
        with place.open() as store:
            assert store.notice() is None
            store.outbox.cancel(taken)
    place.put_back(copy)
    for _ in range(2):
        # Until somebody was told.
        with place.open() as store:
            notice = store.notice()
            assert isinstance(notice, StoreOlder)
            assert notice.entries == 1
            assert store.outbox.entry(kept).state is OutboxState.UNCONFIRMED
            assert store.outbox.entry(taken).taken_back
    with place.open() as store:
        store.notice_told()
    with place.open() as store:
        assert store.notice() is None


def test_what_another_computer_did_is_no_older_copy(place: Place, tmp_path: Path) -> None:
    with place.open():
        pass
    elsewhere = Witness(tmp_path / "other computer", place.profile)
    for witness in (elsewhere, Witness(place.known, place.profile), elsewhere):
        secrets = choose_secrets(place.profile, "file")
        with Store.open(place.profile, secrets, witness=witness) as store:
            assert store.notice() is None


def test_another_profile_in_the_same_place_is_another(place: Place) -> None:
    for _ in range(3):
        with place.open() as store:
            assert store.notice() is None
    shutil.rmtree(place.profile)
    with place.open() as store:
        assert store.notice() is None


def test_what_was_brought_in_again_is_not_taken_back(place: Place) -> None:
    witness = Witness(place.known, place.profile)
    witness.meet("p")
    for key in ("a", "b"):
        witness.taken_back(key)
    witness.brought_in("a")
    assert Witness(place.known, place.profile).meet("p") == (0, frozenset({"b"}))


def test_no_profile_is_made_where_one_is_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "stick"
    profile = Profile.at(stick / "profile")
    command = ["--profile", str(profile.directory), "store"]
    assert main(command) == 0
    stick.rename(tmp_path / "in a pocket")
    for made in (False, True):
        if made:
            stick.mkdir()
        with pytest.raises(ProfileAway):
            Profile.at(profile.directory)
        assert main(command) == 1
        assert "E-256" in capsys.readouterr().err
        assert stick.exists() is made
        assert not profile.directory.exists()
    stick.rmdir()
    (tmp_path / "in a pocket").rename(stick)
    assert main([*command, "begin"]) == 0
    shutil.rmtree(stick)
    assert main([*command, "begin"]) == 0
    assert main(command) == 0
