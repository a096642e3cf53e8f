"""Text of 250 % on a screen of 1024 × 600: every window fits, and its buttons are on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from resources.translations import compiled
from tests.ui import examples
from tests.ui.gallery import DIALOGS
from tests.ui.test_room import FRAME, SCREEN, settle
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.rows import Connection
from ui.theme import use_text_size

MOST = SCREEN - QSize(0, FRAME)
LONGEST = ("uz_Cyrl", "ru")
"""What is longest is so in one of these."""


@pytest.fixture
def large(app: QApplication, speech: Speech) -> Iterator[Speech]:
    use_text_size(app, 250)
    yield speech
    use_text_size(app, 100)


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_fits(name: str, app: QApplication, window: MainWindow, large: Speech) -> None:
    dialog = DIALOGS[name](window)
    dialog.show()
    for language in LONGEST:
        large.speak(language, compiled(language))
        settle(app)
        dialog.resize(MOST)
        settle(app)
        least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
        assert least.boundedTo(MOST) == least, f"{language}: {least.width()} × {least.height()}"
        for made in dialog.findChildren(QPushButton):
            if made.isVisible() and inside_of_nothing_that_scrolls(made, dialog):
                place = made.rect().translated(made.mapTo(dialog, made.rect().topLeft()))
                assert dialog.rect().contains(place), f"{language}: {made.text()}"
    dialog.close()
    dialog.deleteLater()


def inside_of_nothing_that_scrolls(widget: QWidget, top: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and above is not top:
        if above.objectName() == "qt_scrollarea_viewport":
            return False
        above = above.parentWidget()
    return True


def test_the_status_line_gives_way_again(app: QApplication, window: MainWindow) -> None:
    """On a wide window all is whole; that must not keep a narrow one from being one."""
    window.show()
    window.show_connection(Connection.CONNECTED, examples.NOW)
    window.show_outbox_count(3, 1)
    window.status.show_tokens(("Toʻlqinov token", "Namunov token"))
    window.resize(1900, 600)
    settle(app)
    use_text_size(app, 175)
    settle(app)
    whole = window.status.connection.sizeHint().width()
    assert window.status.connection.width() >= whole
    window.resize(MOST)
    settle(app)
    use_text_size(app, 100)
    assert window.width() == MOST.width()
