"""Nothing that is written is cut off: every language, text of 150 %, a screen of 1024 × 600."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from resources.translations import CODES, compiled
from tests.ui import examples
from tests.ui.gallery import DIALOGS
from ui.clamped import ClampedText
from ui.elided import ElidedButton, ElidedLabel
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.rows import Connection
from ui.screen_room import room
from ui.shortcuts import ShortcutsDialog
from ui.theme import use_text_size

SCREEN = QSize(1024, 600)
FRAME = 48


@pytest.fixture
def everything(app: QApplication, window: MainWindow, pdf: bytes) -> Iterator[dict[str, QWidget]]:
    """The window and all dialogs, open at once: one change of language reaches them all."""
    use_text_size(app, 150)
    window.resize(SCREEN)
    view = examples.view(None, pdf)
    window.show_draft(view)
    window.show_pdf(view.text.sha256, pdf)
    window.show_person(examples.PERSON)
    window.show_connection(Connection.CONNECTED, examples.NOW)
    window.show_outbox_count(3, 1)
    made: dict[str, QWidget] = {"window": window}
    for name, make in DIALOGS.items():
        made[name] = make(window)
        made[name].show()
    yield made
    for name in DIALOGS:
        made[name].close()
        made[name].deleteLater()
    use_text_size(app, 100)


def settle(app: QApplication) -> None:
    for _ in range(3):
        app.processEvents()
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))


def cut_off(widget: QWidget) -> str:
    """Return what of a widget's text has no room; empty when all of it has."""
    width, metrics = widget.width() + 1, widget.fontMetrics()
    if isinstance(widget, QLabel):
        # These two say the whole in their tips and to screen readers.
        if isinstance(widget, (ElidedLabel, ClampedText)) or not widget.text():
            return ""
        if widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            return widget.text() if needed > widget.height() + 1 else ""
        return widget.text() if widget.sizeHint().width() > width else ""
    if isinstance(widget, QTabBar):
        fits = (metrics.horizontalAdvance(widget.tabText(i)) <= widget.tabRect(i).width()
                for i in range(widget.count()))  # fmt: skip
        return "" if all(fits) else "; ".join(widget.tabText(i) for i in range(widget.count()))
    if isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
        named = [
            str(widget.model().headerData(i, Qt.Orientation.Horizontal))
            for i in range(widget.count())
            if not widget.isSectionHidden(i) and widget.sectionSizeHint(i) > widget.sectionSize(i)
        ]
        return "; ".join(named)
    if isinstance(widget, QLineEdit):
        # Its frame and its buttons take some of it.
        wanted = metrics.horizontalAdvance(widget.placeholderText())
        return widget.placeholderText() if wanted > widget.width() - 16 else ""
    if isinstance(widget, QComboBox):
        return widget.currentText() if widget.sizeHint().width() > width else ""
    if isinstance(widget, QAbstractButton) and widget.text():
        iconic = Qt.ToolButtonStyle.ToolButtonIconOnly
        if isinstance(widget, QToolButton) and widget.toolButtonStyle() is iconic:
            return ""
        if isinstance(widget, ElidedButton):
            return widget.text() if widget.missing > 0 else ""
        return widget.text() if widget.sizeHint().width() > width else ""
    return ""


def test_everything_that_is_written_has_room(
    app: QApplication, everything: dict[str, QWidget], speech: Speech
) -> None:
    poor = []
    for language in CODES:
        speech.speak(language, compiled(language))
        # Twice: a layout hears of new words before, and of a new size after.
        for _ in range(3):
            settle(app)
            for name, top in everything.items():
                if name != "window":
                    wished = top.size().expandedTo(top.sizeHint())
                    top.resize(wished.boundedTo(SCREEN - QSize(0, FRAME)))
        settle(app)
        for name, top in everything.items():
            if top.size().boundedTo(SCREEN) != top.size():
                poor.append(f"{language} {name}: {top.width()} × {top.height()}")
            for widget in top.findChildren(QWidget):
                if widget.isVisible() and widget.window() is top and (text := cut_off(widget)):
                    kind = type(widget).__name__
                    poor.append(f"{language} {name} {kind} {widget.width()}: {text[:60]}")
    assert not poor, "\n".join(poor)


def test_a_button_without_room_would_be_found(app: QApplication) -> None:
    made = QPushButton("Long enough to be cut")
    made.resize(made.sizeHint())
    assert cut_off(made) == ""
    made.resize(30, 30)
    assert cut_off(made)
    label = QLabel("Many words that need several lines of it", wordWrap=True)
    label.resize(60, 14)
    assert cut_off(label)
    app.processEvents()


def test_keys_are_told_whole(app: QApplication, window: MainWindow, speech: Speech) -> None:
    use_text_size(app, 150)
    assert speech.speak("ru", compiled("ru"))
    dialog = ShortcutsDialog(window)
    dialog.show()
    settle(app)
    dialog.fit()
    header = dialog.list.header()
    cut = [at for at in range(2) if header.sectionSize(at) < dialog.list.sizeHintForColumn(at)]
    wide = dialog.list.viewport().width() >= header.length()
    most = room(dialog).width()
    dialog.close()
    use_text_size(app, 100)
    assert not cut
    assert wide or dialog.width() == most
