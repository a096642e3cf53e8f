"""Every kind of state, each shown where it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from msgspec import structs
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QMenu,
    QRadioButton,
    QTabBar,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from signing.errors import AttemptsLeft
from sync.wire import Answer, DraftState
from tests.ui import examples
from tests.ui.gallery import REPORT
from tests.ui.one_ink import (
    Shown,
    put,
    seen,
    shown,
)
from tests.ui.remarks import remark
from tests.ui.test_batch import ROWS as BATCH
from tests.ui.test_compare import passage
from tests.ui.test_compare import view as comparison
from tests.ui.test_readiness import AWAY
from ui import words
from ui.batch_dialog import BatchDialog
from ui.batch_rows import BatchState
from ui.cards import CertificateCard, CheckList, StepList
from ui.compare_dialog import CompareDialog
from ui.compare_rows import PieceKind, SectionRow
from ui.draft_list import DraftList
from ui.icons import icon
from ui.outbox_rows import OutboxState
from ui.outbox_view import OutboxView
from ui.pin_field import PinField
from ui.readiness_dialog import Part, ReadinessDialog
from ui.remark_rows import OfferRow, PlaceFate, RemarkState
from ui.remarks_panel import RemarksPanel
from ui.report_dialog import ReportDialog
from ui.report_rows import ReportStep
from ui.rows import CheckRow, CheckState, Connection, Local, Mark, Step, Verdict
from ui.setup_dialog import SetupDialog, SetupState, SetupStep
from ui.side_panel import SidePanel
from ui.status_line import StatusLine

Family: TypeAlias = Callable[[QtBot], dict[str, Shown]]


def drafts_shown(qtbot: QtBot, **states: object) -> dict[str, Shown]:
    made = DraftList()
    put(qtbot, made, 400, 600)
    found = {}
    for name, change in states.items():
        row = structs.replace(examples.draft(3), deadline=None, number="", annex_count=0)
        made.show_drafts((structs.replace(row, **change),))  # type: ignore[arg-type]
        found[name] = shown(made.view)
    return found


def draft_states(qtbot: QtBot) -> dict[str, Shown]:
    return drafts_shown(qtbot, **{state.value: {"state": state} for state in DraftState})


def draft_local(qtbot: QtBot) -> dict[str, Shown]:
    return drafts_shown(qtbot, **{state.name: {"local": state} for state in Local})


def draft_restricted(qtbot: QtBot) -> dict[str, Shown]:
    return drafts_shown(qtbot, open={"restricted": False}, restricted={"restricted": True})


def _entries(qtbot: QtBot, states: Mapping[str, Mapping[str, object]]) -> dict[str, Shown]:
    made = SidePanel()
    put(qtbot, made, 400, 500)
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
    put(qtbot, made)
    for state in CheckState:
        made.show_checks((CheckRow("Kompyuter soati", state, "Sabab"),))
        found[state.value] = shown(made)
    return found


def certificate_days(qtbot: QtBot) -> dict[str, Shown]:
    made, found = CertificateCard(), {}
    put(qtbot, made, 400, 300)
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
    put(qtbot, made, 400, 300)
    found["none"] = shown(made)
    for step in Step:
        for failed in (False, True):
            made.show_step(step, failed=failed)
            found[f"{step.value} {failed}"] = shown(made)
    return found


def report_steps(qtbot: QtBot) -> dict[str, Shown]:
    made, found = StepList(ReportStep, words.report_step), {}
    put(qtbot, made, 400, 300)
    for step in ReportStep:
        made.show_step(step)
        found[step.value] = shown(made)
    return found


def outbox(qtbot: QtBot) -> dict[str, Shown]:
    made, found = OutboxView(), {}
    put(qtbot, made, 900, 300)
    row = structs.replace(examples.outbox()[0], reason="", next_try=None)
    for state in OutboxState:
        made.show_outbox((structs.replace(row, state=state),))
        found[state.value] = shown(made.table)
    return found


def pieces(qtbot: QtBot) -> dict[str, Shown]:
    found = {}
    for kind in PieceKind:
        made = CompareDialog()
        put(qtbot, made, 800, 500)
        made.show_comparison(comparison(sections=(SectionRow("T", (passage("Gap.", kind),)),)))
        qtbot.waitUntil(lambda made=made: made.table.measured)  # type: ignore[misc]
        found[kind.value] = shown(made.table)
        made.close()
    return found


def verdicts(qtbot: QtBot) -> dict[str, Shown]:
    found = {}
    for verdict in Verdict:
        made = ReportDialog((structs.replace(REPORT, verdict=verdict),))
        put(qtbot, made, 700, 600)
        found[verdict.value] = shown(made)
        made.close()
    return found


def signature_marks(qtbot: QtBot) -> dict[str, Shown]:
    found = {}
    for mark in (Mark.CHECKED, Mark.DEEMED, Mark.INDETERMINATE, Mark.INVALID):
        signature = structs.replace(REPORT.signatures[0], mark=mark)
        made = ReportDialog((structs.replace(REPORT, signatures=(signature,)),))
        put(qtbot, made, 700, 600)
        found[mark.value] = shown(made)
        made.close()
    return found


def readiness(qtbot: QtBot) -> dict[str, Shown]:
    found = {}
    for state in CheckState:
        made = ReadinessDialog()
        put(qtbot, made, 600, 500)
        for part in Part:
            made.show_part(part, (replace(AWAY, state=state),))
        found[state.value] = shown(made)
        made.close()
    return found


def batch(qtbot: QtBot) -> dict[str, Shown]:
    made, found = BatchDialog(), {}
    put(qtbot, made, 900, 600)
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
        put(qtbot, made, 900, 600)
        made.show_rows((replace(BATCH[0], checks=(CheckRow("Soat", state, "Sabab"),)),))
        made.show_checked()
        made.tree.setCurrentIndex(made.tree.model().index(0, 0))
        made.tree.expandAll()
        found[state.value] = shown(made.tree)
        made.close()
    return found


def connection(qtbot: QtBot) -> dict[str, Shown]:
    made, found = StatusLine(), {}
    put(qtbot, made, 900, 40)
    for state in Connection:
        made.show_connection(state, examples.NOW)
        found[state.value] = shown(made)
    return found


def outbox_counts(qtbot: QtBot) -> dict[str, Shown]:
    made, found = StatusLine(), {}
    put(qtbot, made, 900, 40)
    for counts in ((0, 0), (1, 0), (0, 1), (1, 1)):
        made.show_outbox(*counts)
        found[str(counts)] = shown(made)
    return found


def attempts(qtbot: QtBot) -> dict[str, Shown]:
    made, found = PinField(), {}
    put(qtbot, made, 500, 160)
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
        put(qtbot, made, 400, 500)
        made.show_remarks((remark(1, state),), allowed=True)
        found[state.value] = shown(made)
    return found


def place_fates(qtbot: QtBot) -> dict[str, Shown]:
    made, found = RemarksPanel(), {}
    put(qtbot, made, 400, 700)
    for fate in PlaceFate:
        made.show_offers((OfferRow("r-1", 1, "Mulohaza", "soʻz", fate, 2),))
        found[fate.value] = shown(made)
    return found


def setup(qtbot: QtBot) -> dict[str, Shown]:
    found = {}
    for step in SetupStep:
        for done in ((), (SetupStep.LANGUAGE,), tuple(SetupStep)):
            made = SetupDialog(SetupState(step, done), "uz", "")
            put(qtbot, made, 700, 500)
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
        put(qtbot, made, 40, 40)
        found[name] = shown(made)
    return found


def boxes(qtbot: QtBot) -> dict[str, Shown]:
    return {str(on): _ticked(qtbot, QCheckBox(), on) for on in (True, False)}


def choices(qtbot: QtBot) -> dict[str, Shown]:
    return {str(on): _ticked(qtbot, QRadioButton(), on) for on in (True, False)}


def _ticked(qtbot: QtBot, made: QAbstractButton, on: bool) -> Shown:
    made.setText("Soʻz")
    made.setChecked(on)
    put(qtbot, made, 120, 40)
    return shown(made)


def tabs(qtbot: QtBot) -> dict[str, Shown]:
    made, found = QTabBar(), {}
    for name in ("Bir", "Bir"):
        made.addTab(name)
    put(qtbot, made, 200, 40)
    for place in range(made.count()):
        made.setCurrentIndex(place)
        found[str(place)] = shown(made)
    return found


def menu_items(qtbot: QtBot) -> dict[str, Shown]:
    made, found = QMenu(), {}
    first, second = made.addAction("Bir"), made.addAction("Bir")
    put(qtbot, made, 120, 80)
    for name, action in {"first": first, "second": second}.items():
        made.setActiveAction(action)
        found[name] = (seen(made), name)
    made.close()
    return found
