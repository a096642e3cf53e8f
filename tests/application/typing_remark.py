"""A program that types a remark and the reason of an objection, and waits to be killed."""

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
from sync.wire import Action
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.remark_rows import Selected

REMARK = "Bu yerda maydon boshqa: ikki gek"
REASON = "Smeta hisob-kitobi yo"


def main(profile: Path) -> None:
    qt = QApplication([])
    with Application.open(profile) as application:
        window, lanes = MainWindow("en"), Lanes()
        controller = Controller(application, window, lanes, Speech(qt), "en")
        window.show()
        draft = next(
            item for item in application.drafts(asked=True) if Action.OBJECT in item.actions
        )
        controller.open_draft(draft.id)
        while not window.document.page_count:
            QTest.qWait(20)
        text = window.document._document.getAllText(0).text()
        window.document.remark_wished.emit(
            Selected(window.document.file, 1, text, 0, len(text.split()[0]))
        )
        editor = window.side.remarks.editor
        while not editor.isVisible():
            QTest.qWait(20)
        QTest.keyClicks(editor.text, REMARK)
        window.bar.objecting.click()
        dialog = controller.answering.dialog
        assert dialog is not None
        QTest.keyClicks(dialog.remark, REASON)
        review = application.review
        while review.answer_words(draft.id) != REASON or review.notes(draft.id)[0].text != REMARK:
            QTest.qWait(20)
        print(draft.id, flush=True)
        QTest.qWait(60_000)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
