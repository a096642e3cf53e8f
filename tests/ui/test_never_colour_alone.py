"""What differs by its state differs by words, a symbol or a shape, and is told apart when heard.

Everything is drawn in one ink on one ground: what only a colour told is alike then.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from enum import Enum
from itertools import combinations
from typing import TypeAlias

import pytest
from msgspec import structs
from PySide6.QtCore import QItemSelectionModel, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QImage, QRegion
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QMenu,
    QRadioButton,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

import ui
from signing.errors import AttemptsLeft
from sync.wire import Answer, DraftState
from tests.ui import examples
from tests.ui.gallery import REPORT
from tests.ui.remarks import remark, sha
from tests.ui.test_batch import ROWS as BATCH
from tests.ui.test_compare import passage
from tests.ui.test_compare import view as comparison
from tests.ui.test_readiness import AWAY
from ui import page_marks, theme, words
from ui.base import Text
from ui.batch_dialog import BatchDialog
from ui.batch_rows import BatchState
from ui.cards import CertificateCard, CheckList, StepList
from ui.certificate_chooser import CertificateChooser
from ui.compare_dialog import CompareDialog
from ui.compare_rows import PieceKind, SectionRow
from ui.draft_list import DraftList
from ui.icons import icon
from ui.main_window import MainWindow
from ui.outbox_rows import OutboxState
from ui.outbox_view import OutboxView
from ui.pin_field import PinField
from ui.readiness_dialog import Part, ReadinessDialog
from ui.remark_rows import OfferRow, PlaceFate, RemarkState
from ui.remarks_panel import RemarksPanel
from ui.report_dialog import ReportDialog
from ui.report_rows import ReportStep
from ui.rows import CheckRow, CheckState, Connection, Local, Mark, Step, TokenView, Verdict
from ui.setup_dialog import SetupDialog, SetupState, SetupStep
from ui.side_panel import SidePanel
from ui.status_line import StatusLine
from ui.theme import Colours, Scheme, apply

__all__ = ["sha"]

pytestmark = pytest.mark.usefixtures("speech")

INK, GROUND = "#17262b", "#ffffff"
_GROUNDS = ("surface", "window", "raised", "selected", "hover", "desk", "on_accent")
ONE_INK = Colours(
    **{
        name: GROUND if name in _GROUNDS or name.endswith("_back") else INK
        for name in Colours.__struct_fields__
    }
)
_TWO = bytes(128) + bytes([255]) * 128
_LEAST = 12
"""Dots: the stroke of a letter."""

Shown: TypeAlias = tuple[bytes, str]
"""What is seen of a state, and what is heard of it."""


@pytest.fixture
def ink(app: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let everything have one colour: data is changed, and nothing that works with it."""
    monkeypatch.setattr(theme, "LIGHT", ONE_INK)
    apply(app, Scheme.LIGHT)
    yield
    monkeypatch.undo()
    apply(app, Scheme.LIGHT)


def seen(widget: QWidget) -> bytes:
    """Return a dot for each pixel: ground or ink."""
    for _ in range(2):
        QApplication.processEvents()
    picture = QImage(widget.size(), QImage.Format.Format_Grayscale8)
    picture.fill(QColor(GROUND))
    # A view paints its rows on its viewport.
    drawn = widget.viewport() if isinstance(widget, QAbstractItemView) else widget
    drawn.render(picture, sourceRegion=QRegion(QRect(0, 0, 4000, 4000)))
    line = picture.bytesPerLine()
    data = bytes(picture.constBits())
    lines = (data[at * line : at * line + picture.width()] for at in range(picture.height()))
    return b"".join(lines).translate(_TWO)


def heard(widget: QWidget) -> str:
    """Return all that a screen reader finds in a widget: names, descriptions, values, states."""
    told: list[str] = []
    _hear(QAccessible.queryAccessibleInterface(widget), told)
    return " | ".join(told)


def _hear(found: QAccessibleInterface | None, told: list[str]) -> None:
    if found is None or not found.isValid() or found.state().invisible:
        return
    state = found.state()
    flags = [name for name in ("checked", "selected", "disabled") if getattr(state, name)]
    kinds = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
    told.append(" ".join([*(found.text(kind) for kind in kinds), *flags]))
    for place in range(found.childCount()):
        _hear(found.child(place), told)


def shown(widget: QWidget) -> Shown:
    return seen(widget), heard(widget)


def unlike(one: bytes, two: bytes) -> bool:
    if len(one) != len(two):
        return True
    return _differing(one, two) >= _LEAST


def _differing(one: bytes, two: bytes) -> int:
    other = int.from_bytes(one, "big") ^ int.from_bytes(two, "big")
    return len(one) - other.to_bytes(len(one), "big").count(0)


def alike(states: Mapping[str, Shown]) -> list[str]:
    """Return what is taken for another: when it is seen, or when it is heard."""
    found = []
    for (one, first), (two, second) in combinations(states.items(), 2):
        if not unlike(first[0], second[0]):
            found.append(f"{one} is seen as {two}")
        if first[1] == second[1]:
            found.append(f"{one} is heard as {two}: {first[1][:120]}")
    return found


# -- every kind of state, each shown where it is -------------------------------------------------

Family: TypeAlias = Callable[[QtBot], dict[str, Shown]]


def _put(qtbot: QtBot, widget: QWidget, width: int = 340, height: int = 200) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.wait(1)


def _drafts(qtbot: QtBot, **states: object) -> dict[str, Shown]:
    made = DraftList()
    _put(qtbot, made, 400, 600)
    found = {}
    for name, change in states.items():
        row = structs.replace(examples.draft(3), deadline=None, number="", annex_count=0)
        made.show_drafts((structs.replace(row, **change),))  # type: ignore[arg-type]
        found[name] = shown(made.view)
    return found


def draft_states(qtbot: QtBot) -> dict[str, Shown]:
    return _drafts(qtbot, **{state.value: {"state": state} for state in DraftState})


def draft_local(qtbot: QtBot) -> dict[str, Shown]:
    return _drafts(qtbot, **{state.name: {"local": state} for state in Local})


def draft_restricted(qtbot: QtBot) -> dict[str, Shown]:
    return _drafts(qtbot, open={"restricted": False}, restricted={"restricted": True})


def _entries(qtbot: QtBot, states: Mapping[str, Mapping[str, object]]) -> dict[str, Shown]:
    made = SidePanel()
    _put(qtbot, made, 400, 500)
    made.show_draft(examples.view())
    found = {}
    for name, change in states.items():
        row = structs.replace(examples.trail()[3], **change)
        made.show_trail((row,))
        found[name] = shown(made.trail)
    return found


def trail_marks(qtbot: QtBot) -> dict[str, Shown]:
    return _entries(qtbot, {mark.value: {"mark": mark} for mark in Mark})


def trail_answers(qtbot: QtBot) -> dict[str, Shown]:
    return _entries(qtbot, {answer.value: {"decision": answer} for answer in Answer})


def checks(qtbot: QtBot) -> dict[str, Shown]:
    made, found = CheckList(), {}
    _put(qtbot, made)
    for state in CheckState:
        made.show_checks((CheckRow("Kompyuter soati", state, "Sabab"),))
        found[state.value] = shown(made)
    return found


def certificate_days(qtbot: QtBot) -> dict[str, Shown]:
    made, found = CertificateCard(), {}
    _put(qtbot, made, 400, 300)
    whole = examples.certificate()
    for name, change in {
        "long": {},
        "soon": {"days_left": 9},
        "over": {"days_left": -1},
        "national": {"pilot": False},
        "refused": {"reason": "Sabab", "usable": False},
    }.items():
        made.show_certificate(structs.replace(whole, **change))  # type: ignore[arg-type]
        found[name] = shown(made)
    return found


def steps(qtbot: QtBot) -> dict[str, Shown]:
    made, found = StepList(), {}
    _put(qtbot, made, 400, 300)
    found["none"] = shown(made)
    for step in Step:
        for failed in (False, True):
            made.show_step(step, failed=failed)
            found[f"{step.value} {failed}"] = shown(made)
    return found


def report_steps(qtbot: QtBot) -> dict[str, Shown]:
    made, found = StepList(ReportStep, words.report_step), {}
    _put(qtbot, made, 400, 300)
    for step in ReportStep:
        made.show_step(step)
        found[step.value] = shown(made)
    return found


def outbox(qtbot: QtBot) -> dict[str, Shown]:
    made, found = OutboxView(), {}
    _put(qtbot, made, 900, 300)
    row = structs.replace(examples.outbox()[0], reason="", next_try=None)
    for state in OutboxState:
        made.show_outbox((structs.replace(row, state=state),))
        found[state.value] = shown(made.table)
    return found


def pieces(qtbot: QtBot) -> dict[str, Shown]:
    found = {}
    for kind in PieceKind:
        made = CompareDialog()
        _put(qtbot, made, 800, 500)
        made.show_comparison(comparison(sections=(SectionRow("T", (passage("Gap.", kind),)),)))
        qtbot.waitUntil(lambda made=made: made.table.measured)  # type: ignore[misc]
        found[kind.value] = shown(made.table)
        made.close()
    return found


def verdicts(qtbot: QtBot) -> dict[str, Shown]:
    found = {}
    for verdict in Verdict:
        made = ReportDialog((structs.replace(REPORT, verdict=verdict),))
        _put(qtbot, made, 700, 600)
        found[verdict.value] = shown(made)
        made.close()
    return found


def signature_marks(qtbot: QtBot) -> dict[str, Shown]:
    found = {}
    for mark in (Mark.CHECKED, Mark.DEEMED, Mark.INDETERMINATE, Mark.INVALID):
        signature = structs.replace(REPORT.signatures[0], mark=mark)
        made = ReportDialog((structs.replace(REPORT, signatures=(signature,)),))
        _put(qtbot, made, 700, 600)
        found[mark.value] = shown(made)
        made.close()
    return found


def readiness(qtbot: QtBot) -> dict[str, Shown]:
    found = {}
    for state in CheckState:
        made = ReadinessDialog()
        _put(qtbot, made, 600, 500)
        for part in Part:
            made.show_part(part, (replace(AWAY, state=state),))
        found[state.value] = shown(made)
        made.close()
    return found


def batch(qtbot: QtBot) -> dict[str, Shown]:
    made, found = BatchDialog(), {}
    _put(qtbot, made, 900, 600)
    made.show_rows(BATCH[:1])
    made.show_checked()
    for state in BatchState:
        made.show_row(replace(BATCH[0], state=state, step=Step.SIGN))
        found[state.value] = shown(made.tree)
    return found


def batch_checks(qtbot: QtBot) -> dict[str, Shown]:
    found = {}
    for state in CheckState:
        made = BatchDialog()
        _put(qtbot, made, 900, 600)
        made.show_rows((replace(BATCH[0], checks=(CheckRow("Soat", state, "Sabab"),)),))
        made.show_checked()
        made.tree.setCurrentIndex(made.tree.model().index(0, 0))
        made.tree.expandAll()
        found[state.value] = shown(made.tree)
        made.close()
    return found


def connection(qtbot: QtBot) -> dict[str, Shown]:
    made, found = StatusLine(), {}
    _put(qtbot, made, 900, 40)
    for state in Connection:
        made.show_connection(state, examples.NOW)
        found[state.value] = shown(made)
    return found


def outbox_counts(qtbot: QtBot) -> dict[str, Shown]:
    made, found = StatusLine(), {}
    _put(qtbot, made, 900, 40)
    for counts in ((0, 0), (1, 0), (0, 1), (1, 1)):
        made.show_outbox(*counts)
        found[str(counts)] = shown(made)
    return found


def attempts(qtbot: QtBot) -> dict[str, Shown]:
    made, found = PinField(), {}
    _put(qtbot, made, 500, 160)
    for left in AttemptsLeft:
        made.show_attempts(left)
        found[left.value] = shown(made)
    made.show_attempts(AttemptsLeft.UNKNOWN, 2)
    found["tried"] = shown(made)
    return found


def remark_states(qtbot: QtBot) -> dict[str, Shown]:
    found = {}
    for state in RemarkState:
        made = RemarksPanel()
        _put(qtbot, made, 400, 500)
        made.show_remarks((remark(1, state),), allowed=True)
        found[state.value] = shown(made)
    return found


def place_fates(qtbot: QtBot) -> dict[str, Shown]:
    made, found = RemarksPanel(), {}
    _put(qtbot, made, 400, 700)
    for fate in PlaceFate:
        made.show_offers((OfferRow("r-1", 1, "Mulohaza", "soʻz", fate, 2),))
        found[fate.value] = shown(made)
    return found


def setup(qtbot: QtBot) -> dict[str, Shown]:
    found = {}
    for step in SetupStep:
        for done in ((), (SetupStep.LANGUAGE,), tuple(SetupStep)):
            made = SetupDialog(SetupState(step, done), "uz", "")
            _put(qtbot, made, 700, 500)
            found[f"{step} {len(done)}"] = shown(made)
            made.close()
    return found


def tools(qtbot: QtBot) -> dict[str, Shown]:
    """Return how a button looks that is pressed in, and one that is not."""
    found = {}
    for name, checked in {"on": True, "off": False}.items():
        made = QToolButton()
        made.setIcon(icon("panel"))
        made.setCheckable(True)
        made.setChecked(checked)
        _put(qtbot, made, 40, 40)
        found[name] = shown(made)
    return found


def boxes(qtbot: QtBot) -> dict[str, Shown]:
    return {str(on): _ticked(qtbot, QCheckBox(), on) for on in (True, False)}


def choices(qtbot: QtBot) -> dict[str, Shown]:
    return {str(on): _ticked(qtbot, QRadioButton(), on) for on in (True, False)}


def _ticked(qtbot: QtBot, made: QAbstractButton, on: bool) -> Shown:
    made.setText("Soʻz")
    made.setChecked(on)
    _put(qtbot, made, 120, 40)
    return shown(made)


def tabs(qtbot: QtBot) -> dict[str, Shown]:
    made, found = QTabBar(), {}
    for name in ("Bir", "Bir"):
        made.addTab(name)
    _put(qtbot, made, 200, 40)
    for place in range(made.count()):
        made.setCurrentIndex(place)
        found[str(place)] = shown(made)
    return found


def menu_items(qtbot: QtBot) -> dict[str, Shown]:
    made, found = QMenu(), {}
    first, second = made.addAction("Bir"), made.addAction("Bir")
    _put(qtbot, made, 120, 80)
    for name, action in {"first": first, "second": second}.items():
        made.setActiveAction(action)
        found[name] = (seen(made), name)
    made.close()
    return found


@pytest.mark.usefixtures("ink")
@pytest.mark.parametrize(
    "kind",
    [DraftList, SidePanel, OutboxView, BatchDialog, CertificateChooser, RemarksPanel],
    ids=lambda kind: kind.__name__,
)
def test_what_is_chosen_is_more_than_a_colour(kind: type[QWidget], qtbot: QtBot) -> None:
    """Also in a list that has not got the keys, of rows that say the same."""
    made, found = kind(), {}
    _put(qtbot, made, 700, 600)
    view = _filled(made)
    flag = QItemSelectionModel.SelectionFlag
    for number in (1, 2):
        row = view.model().index(number, 0)
        view.setCurrentIndex(row)
        view.selectionModel().select(row, flag.ClearAndSelect | flag.Rows)
        view.clearFocus()
        found[f"row {number}"] = shown(view)
    made.close()
    assert alike(found) == []


def _filled(made: QWidget) -> QAbstractItemView:
    """Fill a list with rows that say the same."""
    if isinstance(made, DraftList):
        made.show_drafts([structs.replace(examples.draft(0), id=str(n)) for n in range(3)])
        return made.view
    if isinstance(made, SidePanel):
        made.show_draft(examples.view())
        made.show_trail((examples.trail()[3],) * 4)
        return made.trail
    if isinstance(made, OutboxView):
        row = examples.outbox()[0]
        made.show_outbox(tuple(structs.replace(row, key=str(n)) for n in range(3)))
        return made.table
    if isinstance(made, BatchDialog):
        made.show_rows(tuple(replace(BATCH[0], draft=str(n)) for n in range(3)))
        return made.tree
    if isinstance(made, CertificateChooser):
        row_ = examples.certificate()
        rows = tuple(structs.replace(row_, identifier=examples.digest(str(n))) for n in range(3))
        made.show_view(TokenView(rows))
        return made.list
    assert isinstance(made, RemarksPanel)
    made.show_remarks(tuple(remark(n) for n in (1, 1, 1)), allowed=True)
    return made.list


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
        return _drafts(qtbot, one=row)["one"][0]

    def differing(one: int, two: int) -> int:
        return _differing(dots(one), dots(two))

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
        _put(qtbot, made, 120, 40)
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
