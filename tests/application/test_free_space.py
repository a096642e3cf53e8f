"""Where nothing more can be kept nothing is signed: that is said before a PIN is asked for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from eqaror_desktop.doctor.station import disk_of
from eqaror_desktop.messages import Messages
from sync.errors import StoreFull, StoreGone
from sync.store.disk import LEAST_FREE, require_free


def test_a_disk_without_room_stops_and_little_room_is_told() -> None:
    messages = Messages.load("en")
    for free in (0, 60 << 10, 200 << 10, LEAST_FREE - 1):
        assert disk_of(free, messages).hinders
    little = disk_of(100 << 20, messages)
    assert not little.ok
    assert not little.hinders
    assert disk_of(1 << 30, messages).ok


def test_room_is_asked_for_before_it_is_needed(tmp_path: Path) -> None:
    require_free(tmp_path)
    with pytest.raises(StoreFull):
        require_free(tmp_path, shutil.disk_usage(tmp_path).total)
    with pytest.raises(StoreGone):
        require_free(tmp_path / "absent")
