"""An agreement to another text is shown as such, and no policy lets a signature stand on it."""

from __future__ import annotations

from dataclasses import replace

from eqaror_desktop.checks import check_trail
from eqaror_desktop.desktop.rows import draft_view
from eqaror_desktop.findings import CheckCode, CheckState, blocking
from eqaror_desktop.messages import Messages
from signing.trust import TrustAnchors
from sync import wire
from tests.application.test_checks import AUTHORITY, DRAFT, ME, answers, signed
from tests.signing.pki import NOW
from ui.rows import DraftView, Mark, Obstacle

FIRST, *REST = DRAFT.trail
EARLIER_TEXT = replace(FIRST, version=1, version_digest="c" * 64)
MESSAGES = Messages.load("en")


def anchors() -> TrustAnchors:
    return replace(AUTHORITY.anchors(), intermediates=(AUTHORITY.issuing.certificate,))


def shown(draft: wire.Draft) -> DraftView:
    checks = check_trail(draft, anchors(), NOW)
    return draft_view(draft, ME, (), checks, MESSAGES)


def with_trail(*entries: wire.TrailEntry) -> wire.Draft:
    return replace(DRAFT, trail=entries)


def test_in_the_last_round_it_is_marked_and_blocks() -> None:
    draft = with_trail(signed(DRAFT, EARLIER_TEXT), *REST)
    view = shown(draft)
    assert [row.mark for row in view.trail] == [Mark.OTHER_VERSION, Mark.DEEMED]
    assert (view.obstacle, view.actions) == (Obstacle.TRAIL, ())
    found = answers(draft)
    assert found[CheckCode.TRAIL].state is CheckState.FAILED
    assert blocking(found.values()) == ("trail",)


def test_in_a_round_of_its_own_it_is_history_and_does_not_block() -> None:
    history = signed(DRAFT, replace(EARLIER_TEXT, round=1))
    draft = with_trail(history, signed(DRAFT, replace(FIRST, order=3, signature=None)), *REST)
    view = shown(draft)
    assert [row.mark for row in view.trail] == [Mark.EARLIER, Mark.CHECKED, Mark.DEEMED]
    assert (view.obstacle, view.actions) == (Obstacle.NONE, (wire.Action.SIGN,))
    assert answers(draft)[CheckCode.TRAIL].state is CheckState.OK


def test_this_very_version_is_marked_as_checked() -> None:
    view = shown(DRAFT)
    assert [row.mark for row in view.trail] == [Mark.CHECKED, Mark.DEEMED]
    assert view.obstacle is Obstacle.NONE


def test_a_signature_moved_to_this_text_is_invalid_not_merely_another() -> None:
    right = signed(DRAFT, EARLIER_TEXT)
    moved = replace(right, version=FIRST.version, version_digest=DRAFT.summary.version_digest)
    draft = with_trail(moved, *REST)
    (row, _) = shown(draft).trail
    assert (row.mark, row.reason) == (Mark.INVALID, "The content was changed after it was signed")
    assert "trail" in blocking(answers(draft).values())
