"""A program that types a remark, and the words of an answer or a return, and waits to be killed.

PROFILE WHAT, where WHAT is one of :data:`WORDS`. It says which draft it typed at once it is kept.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eqaror_desktop.application import Application
from eqaror_desktop.desktop.controller import Controller
from eqaror_desktop.desktop.lanes import Lanes
from sync.wire import Action, Answer
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.remark_editor import TypedText
from ui.remark_rows import Selected

REMARK = "Bu yerda maydon boshqa: ikki gek"
WORDS = {
    "object": "Smeta hisob-kitobi yo",
    "note": "Muddatni aniq yoz",
    "return": "2-ilovada xato bo",
    "reject": "Bunga vakolat berilma",
}


def _field(controller: Controller, window: MainWindow, what: str) -> TypedText:
    """Open the dialog that asks for the words."""
    if what in ("return", "reject"):
        (window.bar.returning if what == "return" else window.bar.rejecting).click()
        reason = controller.sending_back.dialog
        assert reason is not None
        return reason.reason
    (window.bar.objecting if what == "object" else window.bar.agree).click()
    answer = controller.answering.dialog
    assert answer is not None
    if what == "note":
        answer.choices[Answer.AGREED_WITH_NOTE].click()
    return answer.remark


def _type_remark(window: MainWindow) -> None:
    text = window.document._document.getAllText(0).text()
    window.document.remark_wished.emit(
        Selected(window.document.file, 1, text, 0, len(text.split()[0]))
    )
    editor = window.side.remarks.editor
    while not editor.isVisible():
        QTest.qWait(20)
    QTest.keyClicks(editor.text, REMARK)


def main(profile: Path, what: str) -> None:
    asked = Action.AGREE if what == "note" else Action(what)
    qt = QApplication([])
    with Application.open(profile) as application:
        window, lanes = MainWindow("en"), Lanes()
        controller = Controller(application, window, lanes, Speech(qt), "en")
        window.show()
        draft = next(item for item in application.drafts(asked=True) if asked in item.actions)
        controller.open_draft(draft.id)
        while not window.document.page_count:
            QTest.qWait(20)
        remarks = [REMARK] if what == "object" else []
        if remarks:
            _type_remark(window)
        QTest.keyClicks(_field(controller, window, what), WORDS[what])
        review = application.review
        # Nothing is closed or pressed: it is kept because it was typed.
        while (
            review.answer_words(draft.id) != WORDS[what]
            or [note.text for note in review.notes(draft.id)] != remarks
        ):
            QTest.qWait(20)
        print(draft.id, flush=True)
        QTest.qWait(60_000)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
