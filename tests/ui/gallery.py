"""Every window and dialog with something in it, for what is checked of all of them alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtWidgets import QWidget

from signing.errors import AttemptsLeft
from sync.wire import Action, Answer
from tests.ui import examples
from tests.ui.test_batch import ROWS as BATCH
from tests.ui.test_compare import view as comparison
from tests.ui.test_pin_dialog import TOKENS
from tests.ui.test_readiness import AWAY, GOOD, NOBODY
from ui.agree_dialog import AgreeDialog
from ui.batch_dialog import BatchDialog
from ui.close_question import CloseQuestion, Work, WorkKind
from ui.compare_dialog import CompareDialog
from ui.outbox_view import OutboxView
from ui.pin_dialog import PinDialog
from ui.pin_prompt import PinPrompt
from ui.readiness_dialog import Part, ReadinessDialog
from ui.reason_dialog import ReasonDialog
from ui.report_dialog import ReportDialog
from ui.report_sign_dialog import ReportSignDialog
from ui.rows import Mark, Report, SignatureRow, Trouble, Verdict
from ui.setup_dialog import SetupDialog, SetupState, SetupStep
from ui.shortcuts import ShortcutsDialog
from ui.sign_dialog import SignDialog
from ui.sign_in_dialog import SignInDialog
from ui.trouble_panel import ErrorBox

TROUBLE = Trouble(
    "Token javob bermadi va toʻxtatildi.",
    "Tokenni chiqarib, qayta qoʻying va takrorlang.",
    "E-108",
    "TOKEN-TIMEOUT command=sign",
    action="outbox",
)
REPORT = Report(
    "qaror.asice",
    Verdict.VALID,
    (),
    "Namunaviy qaror",
    "Bogʻobod tumani hokimligi",
    "d-1",
    examples.digest("1"),
    (
        SignatureRow(
            "N. Namunaliyev",
            "Hokim",
            "Bogʻobod tumani hokimligi",
            examples.NOW,
            "RSA-2048 B-T",
            Mark.CHECKED,
        ),
    ),
)


def _sign(parent: QWidget) -> QWidget:
    made = SignDialog(examples.plan(), parent)
    made.show_trouble(TROUBLE, AttemptsLeft.FEW)
    return made


def _batch(parent: QWidget) -> QWidget:
    made = BatchDialog(parent)
    made.show_rows(BATCH)
    made.show_token(examples.token_view())
    return made


def _sign_in(parent: QWidget) -> QWidget:
    made = SignInDialog(parent)
    made.show_token(examples.token_view())
    return made


def _pin(parent: QWidget) -> QWidget:
    made = PinDialog(unblocking=False, parent=parent)
    made.show_tokens(TOKENS)
    return made


def _outbox(parent: QWidget) -> QWidget:
    made = OutboxView(parent)
    made.show_outbox(examples.outbox())
    return made


def _compare(parent: QWidget) -> QWidget:
    made = CompareDialog(parent)
    made.show_comparison(comparison())
    return made


def _ready(parent: QWidget) -> QWidget:
    made = ReadinessDialog(parent)
    for part in Part:
        made.show_part(part, (GOOD, AWAY, NOBODY))
    return made


def _agree(parent: QWidget) -> QWidget:
    return AgreeDialog(examples.view(), examples.token_view(), Answer.OBJECTED, parent)


def _report_sign(parent: QWidget) -> QWidget:
    made = ReportSignDialog(REPORT, "/home/n/qaror.asice.pdf", parent)
    made.show_token(examples.token_view())
    return made


def _setup(parent: QWidget) -> QWidget:
    made = SetupDialog(SetupState(SetupStep.TOKEN), "uz", "https://reyestr.example", parent)
    made.show_tokens((GOOD, AWAY))
    return made


DIALOGS: Mapping[str, Callable[[QWidget], QWidget]] = MappingProxyType(
    {
        "sign": _sign,
        "agree": _agree,
        "batch": _batch,
        "sign_in": _sign_in,
        "pin": _pin,
        "prompt": lambda parent: PinPrompt(2, AttemptsLeft.FEW, parent),
        "return": lambda parent: ReasonDialog(examples.view(), Action.RETURN, parent),
        "outbox": _outbox,
        "compare": _compare,
        "report": lambda parent: ReportDialog((REPORT,), parent),
        "report_sign": _report_sign,
        "ready": _ready,
        "setup": _setup,
        "close": lambda parent: CloseQuestion(Work(WorkKind.BATCH, 3, 4), parent),
        "error": lambda parent: ErrorBox(TROUBLE, parent),
        "keys": ShortcutsDialog,
    }
)
"""By a short name: made above a window, not shown yet."""
