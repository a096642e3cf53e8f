"""Where nothing more can be kept nothing is signed: that is said before a PIN is asked for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from eqaror_desktop.doctor.station import disk_of
from eqaror_desktop.messages import Messages
from sync.errors import StoreFull, StoreGone
from sync.store.disk import LEAST_FREE, require_free, room_to_sign
from sync.wire import Action
from tests.application.conftest import Station


def test_a_disk_without_room_stops_and_little_room_is_told() -> None:
    messages = Messages.load("en")
    for free in (0, 60 << 10, 200 << 10, LEAST_FREE - 1):
        assert disk_of(free, 0, messages).hinders
    little = disk_of(100 << 20, 0, messages)
    assert little.ok
    assert little.warns
    enough = disk_of(1 << 30, 0, messages)
    assert enough.ok
    assert not enough.warns


@pytest.mark.parametrize("documents", [0, 1, 3 << 20, 150 << 20])
def test_whoever_is_told_that_there_is_room_can_sign(documents: int, tmp_path: Path) -> None:
    """The doctor goes by the largest draft that waits, and by the rule that signing goes by."""
    messages, needed = Messages.load("en"), room_to_sign(documents)
    assert disk_of(needed - 1, documents, messages).hinders
    assert not disk_of(needed, documents, messages).hinders
    free = shutil.disk_usage(tmp_path).free
    with pytest.raises(StoreFull) as refused:
        require_free(tmp_path, free)
    told = disk_of(free, free, messages)
    # In the same words, and with the numbers that explain them.
    assert messages.error(refused.value).what in told.what
    assert messages.forms.size(room_to_sign(free)) in told.what


@pytest.mark.settled
def test_the_largest_that_waits_is_known(station: Station) -> None:
    with station.open() as application:
        drafts = application.store.drafts
        asked = [item for item in drafts.summaries(asked=True) if Action.SIGN in item.actions]
        known = [drafts.draft(item.id) for item in asked]
        sizes = [sum(f.size for f in (d.text, *(a.file for a in d.annexes))) for d in known]
        assert drafts.largest_to_sign() == max(sizes) > 0


def test_room_is_asked_for_before_it_is_needed(tmp_path: Path) -> None:
    require_free(tmp_path)
    with pytest.raises(StoreFull):
        require_free(tmp_path, shutil.disk_usage(tmp_path).total)
    with pytest.raises(StoreGone):
        require_free(tmp_path / "absent")
