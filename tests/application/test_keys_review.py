"""An officer's morning without a mouse: remarks, answers, what changed; nothing but keys."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtWidgets import QApplication

from eqaror_desktop.demo import PIN
from sync.entries import OutboxKind, OutboxState
from sync.wire import Answer
from tests.application.hands import Deeds, Typed, do, heard, play, until
from tests.application.test_window_job import Desk, desk
from ui.agree_dialog import AgreeDialog
from ui.compare_dialog import CompareDialog
from ui.remark_rows import RemarkState
from ui.rows import Group

__all__ = ["desk"]

pytestmark = pytest.mark.settled("officer")


def opens(desk: Desk, key: str) -> Deeds:
    """Go to the list, and by a key to one of its drafts."""
    window, before = desk.window, desk.window.open_draft
    yield lambda: window.drafts.group is Group.TO_AGREE
    yield from until("Drafts")
    yield key
    yield lambda: window.open_draft not in {"", before}
    yield window.bar.agree.isVisible
    yield window.bar.agree.isEnabled


def answers(desk: Desk, button: str, choice: Answer, words: str) -> Deeds:
    """Open the dialog, choose, write, sign, and wait until it is gone."""
    yield from do(button)
    yield lambda: isinstance(QApplication.activeWindow(), AgreeDialog)
    dialog = desk.controller.answering.dialog
    assert dialog is not None
    while dialog.answer is not choice:
        yield "Down"
    if words:
        yield from until("Note or objection")
        yield Typed(words)
    yield dialog.pin.edit.isVisible
    yield from until("PIN of the token")
    yield Typed(PIN.decode())
    # A token is asked meanwhile.
    yield dialog.sign.isEnabled
    yield "Return"
    yield lambda: desk.controller.answering.dialog is None


def test_words_are_remarked_on_thrown_away_and_had_back(desk: Desk) -> None:
    window = desk.window
    application = desk.controller.station.application

    def remarks(text: str) -> Deeds:
        document, editor = window.document, window.side.remarks.editor
        yield "F7"
        yield lambda: document.caret.on
        yield "Down"
        for _ in range(2):
            yield "Ctrl+Shift+Right"
        yield "Ctrl+M"
        yield editor.isVisible
        assert heard().startswith("Your remark"), heard()
        yield Typed(text)

    def person() -> Deeds:
        yield from opens(desk, "Home")
        panel = window.side.remarks
        yield from remarks("Nega aynan shu?")
        yield from do("Delete")
        yield panel.undo.isVisible
        yield "Ctrl+Z"
        yield lambda: "Nega aynan shu?" in panel.editor.text.toPlainText()
        yield from do("Hand in")
        yield lambda: panel.current and panel.current.state is RemarkState.SENT

    play(person())
    (entry,) = application.outbox()
    assert (entry.kind, entry.state) == (OutboxKind.REMARK, OutboxState.ACCEPTED)
    sent = window.side.remarks.current
    assert sent is not None
    assert len(sent.quote.split()) == 2


@pytest.mark.parametrize(
    ("button", "choice", "words"),
    [
        ("Agree…", Answer.AGREED, ""),
        ("Agree…", Answer.AGREED_WITH_NOTE, "Muddat aniq yozilsin"),
        ("Object…", Answer.OBJECTED, "Smetasi ilova qilinmagan"),
    ],
)
def test_an_answer_is_given(desk: Desk, button: str, choice: Answer, words: str) -> None:
    def person() -> Deeds:
        yield from opens(desk, "Home")
        yield from answers(desk, button, choice, words)

    play(person())
    application = desk.controller.station.application
    (entry,) = application.outbox()
    assert entry.kind is OutboxKind.AGREEMENT
    assert f'"{choice}"'.encode() in entry.payload
    assert words.encode() in entry.payload


def test_versions_are_compared(desk: Desk) -> None:
    window = desk.window

    def person() -> Deeds:
        yield from opens(desk, "Home")
        while window.side.view is None or window.side.view.row.version == 1:
            yield from opens(desk, "Down")
        yield "F9"
        yield window.side.compare.isVisible
        yield from do("What changed since")
        yield lambda: isinstance(QApplication.activeWindow(), CompareDialog)
        dialog = desk.controller.reviewing.comparing.dialog
        assert dialog is not None
        yield lambda: dialog.table.compared.rowCount() > 0
        first = heard()
        yield "F7"
        assert "Change " in heard()
        assert heard() != first
        yield from do("Close")
        yield lambda: desk.controller.reviewing.comparing.dialog is None

    play(person())
