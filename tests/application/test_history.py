"""Which annexes are others than before, and since which round."""

from __future__ import annotations

from dataclasses import replace

from eqaror_desktop.desktop.history import changes
from sync.wire import Answer
from tests.sync import makers
from ui.history import AnnexChange


def test_an_annex_is_compared_with_the_last_version_before() -> None:
    # Older versions that are fetched tell the round of today; the trail tells theirs.
    first = makers.draft(makers.summary(version=1, round=2), b"t", (b"a", b"b"))
    second = makers.draft(makers.summary(version=2, round=2), b"t", (b"a", b"c"))
    present = makers.draft(makers.summary(version=3, round=2), b"t", (b"x", b"c", b"new"))
    entry = makers.answered(second.summary, Answer.AGREED, "200000001")
    present = replace(present, trail=(replace(entry, round=1, version=2),))
    assert changes(present, ()) == {}
    assert changes(present, (second, first)) == {
        makers.sha(b"x"): AnnexChange(1, 2),
        makers.sha(b"new"): AnnexChange(1, 2, added=True),
    }
    # Of a version the trail knows nothing of, what it says itself.
    (only,) = set(changes(present, (first,)).values()) - {AnnexChange(2, 1, added=True)}
    assert only == AnnexChange(2, 1)
