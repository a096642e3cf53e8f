"""What differs by its state differs by words, a symbol or a shape too, and when it is heard."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import timedelta
from enum import Enum

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

import ui
from sync.wire import DraftState
from tests.ui import examples
from tests.ui.colour_states import (
    Family,
    attempts,
    batch,
    batch_checks,
    boxes,
    certificate_days,
    checks,
    choices,
    connection,
    draft_local,
    draft_restricted,
    draft_states,
    drafts_shown,
    menu_items,
    outbox,
    outbox_counts,
    pieces,
    place_fates,
    readiness,
    remark_states,
    report_steps,
    setup,
    signature_marks,
    steps,
    tabs,
    tools,
    trail_answers,
    trail_marks,
    verdicts,
)
from tests.ui.one_ink import (
    INK,
    alike,
    differing_dots,
    ink,
    put,
    seen,
    shown,
)
from tests.ui.remarks import remark, sha
from ui import page_marks
from ui.base import Text
from ui.main_window import MainWindow
from ui.remark_rows import RemarkState

__all__ = ["ink", "sha"]

pytestmark = pytest.mark.usefixtures("speech")

FAMILIES: tuple[Family, ...] = (
    *(draft_states, draft_local, draft_restricted, trail_marks, trail_answers, checks),
    *(certificate_days, steps, report_steps, outbox, pieces, verdicts, signature_marks, readiness),
    *(batch, batch_checks, connection, outbox_counts, attempts, remark_states, place_fates, setup),
    *(tools, boxes, choices, tabs, menu_items),
)


@pytest.mark.usefixtures("ink")
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_states_are_told_apart_without_their_colours(family: Family, qtbot: QtBot) -> None:
    states = family(qtbot)
    assert len(states) > 1
    assert alike(states) == []


@pytest.mark.usefixtures("ink")
def test_a_deadline_that_is_near_is_more_than_a_colour(qtbot: QtBot) -> None:
    """It differs from one that is far by more than the number of its days."""

    def dots(days: int) -> bytes:
        due = examples.NOW + timedelta(days=days, hours=1)
        row = {"deadline": due, "state": DraftState.IN_AGREEMENT}
        return drafts_shown(qtbot, one=row)["one"][0]

    def differing(one: int, two: int) -> int:
        return differing_dots(dots(one), dots(two))

    assert differing(1, 2) > 3 * differing(2, 3)
    assert differing(-1, 2) > 3 * differing(2, 3)


@pytest.mark.usefixtures("ink")
def test_remarks_on_a_page_are_told_apart_without_their_colours(
    window: MainWindow, sha: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for state in RemarkState:
        monkeypatch.setitem(page_marks._INK, state, QColor(INK))
    pages = window.document.pages
    qtbot.waitUntil(lambda: pages.complete)
    found = {}
    for state in RemarkState:
        row = remark(1, state, file=sha, page=1, start=0, size=13)
        window.document.marks.show_marks((row,))
        found[state.value] = (seen(pages), state.value)
    assert alike(found) == []


def test_what_only_a_colour_tells_would_be_found(qtbot: QtBot, ink: None) -> None:  # noqa: ARG001
    states = {}
    for role in ("good", "bad"):
        made = Text(role, "Imzo")
        put(qtbot, made, 120, 40)
        states[role] = shown(made)
    assert len(alike(states)) == 2


def test_every_kind_of_state_is_looked_at() -> None:
    """A new one is shown above, or said here why nothing of it has a colour."""
    kinds = {
        value
        for part in pkgutil.iter_modules(ui.__path__, "ui.")
        for value in vars(importlib.import_module(part.name)).values()
        if isinstance(value, type) and issubclass(value, Enum) and value.__module__ == part.name
    }
    assert {kind.__name__ for kind in kinds} == LOOKED_AT | WITHOUT_COLOUR


LOOKED_AT = {
    *("Local", "Mark", "CheckState", "Step", "Verdict", "Connection", "OutboxState"),
    *("PieceKind", "BatchState", "RemarkState", "PlaceFate", "SetupStep", "ReportStep"),
}
WITHOUT_COLOUR = {
    # Words alone, on a button, in a sentence or in a heading.
    *("Group", "Obstacle", "OutboxKind", "Event", "WorkKind", "Part", "Cure", "Mode", "Fault"),
    # Of how something is drawn, and of nobody's work.
    *("Scheme", "Wish", "Fit"),
}
