"""No part of a window is ever a window of its own: it would take the keyboard for a moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMainWindow, QMenu, QWidget

from sync.wire import Action
from tests.ui import examples
from tests.ui.gallery import DIALOGS, REPORT
from ui.main_window import MainWindow
from ui.report_dialog import ReportDialog
from ui.rows import Obstacle


class Shown(QObject):
    """Notes what is shown as a window and is none."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.stray: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt calls it so
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            own = isinstance(watched, (QDialog, QMainWindow, QMenu))
            if watched.isWindow() and not own:
                text = getattr(watched, "text", str)()
                self.stray.append(f"{type(watched).__name__} {watched.objectName()} {text}")
        return False


@pytest.fixture
def shown(app: QApplication) -> Iterator[Shown]:
    made = Shown(app)
    yield made
    app.removeEventFilter(made)


def test_no_part_of_a_window_is_shown_alone(
    shown: Shown, app: QApplication, window: MainWindow, pdf: bytes
) -> None:
    view = examples.view(None, pdf)
    for obstacle in (Obstacle.NONE, Obstacle.NEWER, Obstacle.SIGN_IN):
        window.show_draft(view)
        window.side.show_remarks((), allowed=True)
        window.bar.show_draft(replace(view, obstacle=obstacle, actions=tuple(Action)))
    window.show_pdf(view.text.sha256, pdf)
    dialogs = [make(window) for make in DIALOGS.values()]
    dialogs.append(ReportDialog((REPORT,), window, left_out=2))
    for dialog in dialogs:
        dialog.show()
        app.processEvents()
        dialog.close()
        dialog.deleteLater()
    assert shown.stray == []


def test_a_part_without_a_window_would_be_found(shown: Shown) -> None:
    label = QLabel("alone")
    label.setVisible(True)
    assert shown.stray == ["QLabel  alone"]
    label.hide()
