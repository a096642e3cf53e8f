"""Verifying beside the window: stopped in the middle of a file, and without any trust anchor."""

from __future__ import annotations

from pathlib import Path

import pytest

from eqaror_desktop.flows.verification import verify_file
from signing.trust import TrustAnchors
from sync.cancel import Cancelled


class Second:
    """A wish to stop that comes after the first look at the file."""

    asked = 0

    def is_set(self) -> bool:
        self.asked += 1
        return self.asked > 1


def test_reading_a_file_ends_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(1 << 20))
    cancel = Second()
    with pytest.raises(Cancelled):
        verify_file(path, TrustAnchors.load(()), cancel=cancel)
    assert cancel.asked == 2
