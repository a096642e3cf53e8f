"""A program that opens a draft and arranges its window, says so when it is kept, and waits."""

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
from ui.languages import Speech
from ui.main_window import MainWindow

ZOOM = 1.7


def main(profile: Path) -> None:
    qt = QApplication([])
    with Application.open(profile) as application:
        window, lanes = MainWindow("en"), Lanes()
        controller = Controller(application, window, lanes, Speech(qt), "en")
        window.show()
        controller.begin()
        while not (controller.resuming.resumed and window.drafts.model.rowCount()):
            QTest.qWait(20)
        window.drafts.view.setCurrentIndex(window.drafts.model.index(1))
        while not (window.middle.has_document and window.document.page_count):
            QTest.qWait(20)
        window.document.pages.zoom_to(ZOOM)
        window.side.tabs.setCurrentIndex(2)
        facts = application.store.facts
        while f'"zoom":{ZOOM}' not in (facts.get("desk") or ""):
            QTest.qWait(20)
        while '"tab":2' not in (facts.get("panels") or ""):
            QTest.qWait(20)
        print(window.open_draft, flush=True)
        QTest.qWait(60_000)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
