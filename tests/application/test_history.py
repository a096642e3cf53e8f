"""Which annexes are others than before, and since which round."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from eqaror_desktop.desktop.history import changes, history_rows
from eqaror_desktop.messages import Messages
from sync.attempts import TAKEN_BACK, Attempt, CertificateName, Consent, JournalKind, JournalState
from sync.entries import OutboxEntry, OutboxKind, OutboxState
from sync.wire import Answer
from tests.sync import makers
from ui.history import AnnexChange, Event, line


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


def test_what_was_tried_here_is_told_with_its_reason() -> None:
    draft = makers.draft(makers.summary(), b"t")
    begun = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    wrong = Attempt(
        *("a", "", 0, JournalKind.PACKAGE, "3", draft.summary.id, "t", "d", "1"),
        *(CertificateName("", "", ""), Consent(), begun, begun, JournalState.NOT_SIGNED, "", 0),
        *(None, "PinIncorrect", None, b""),
    )
    kept = replace(wrong, state=JournalState.KEPT, reason="", entry="k")
    unknown = replace(wrong, kind=JournalKind.AGREEMENT, state=JournalState.UNKNOWN, reason="")
    back = replace(wrong, state=JournalState.DISCARDED, reason=TAKEN_BACK)
    entry = OutboxEntry(
        *("k", OutboxKind.PACKAGE, "3", draft.summary.id, "t", "d", OutboxState.QUEUED, begun, 0),
        *(begun, None, None, None, None, None, None, 0, None),
    )
    found = history_rows(draft, (entry,), Messages.load("en"), (wrong, kept, back, unknown))
    tried = [item for item in found if item.event is Event.TRIED]
    assert [item.said.partition(":")[0] for item in tried] == [
        "not signed. The PIN is wrong.",
        "outcome unknown",
    ]
    assert line(tried[0]).endswith("Tried to sign here: not signed. The PIN is wrong.")
    assert "Tried to answer here: outcome unknown" in line(tried[1])
