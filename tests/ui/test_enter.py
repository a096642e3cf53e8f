"""Return and Enter on a button press that button; nothing leaves a dialog from "Cancel"."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tests.ui.gallery import DIALOGS
from ui.base import Dialog, button
from ui.languages import Speech

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def buttons_of(dialog: QDialog) -> list[QAbstractButton]:
    """Return what acts when it is pressed; what is ticked or chosen leaves Enter to the dialog."""
    return [
        found
        for found in dialog.findChildren(QAbstractButton)
        if isinstance(found, QPushButton | QToolButton) and found.window() is dialog
    ]


def wrongly_pressed(dialog: QDialog, app: QApplication) -> list[str]:
    """Focus each button in turn and press Enter; what follows is cut off, so nothing ends."""
    happened: list[object] = []
    for made in buttons_of(dialog):
        if made.receivers("2clicked(bool)") or made.receivers("2clicked()"):
            made.clicked.disconnect()
        if isinstance(made, QToolButton):
            # A menu would be waited for.
            made.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
        made.clicked.connect(partial(happened.append, made))
        # As if everything that it asks for were given: a wrong press would be the worst one.
        made.setEnabled(True)
    dialog.finished.connect(lambda: happened.append(dialog))
    poor = []
    for made in buttons_of(dialog):
        if not made.isVisible() or made.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        for key in _KEYS:
            happened.clear()
            made.setFocus(Qt.FocusReason.TabFocusReason)
            assert dialog.focusWidget() is made
            QTest.keyClick(made, key)
            app.processEvents()
            if happened != [made]:
                poor.append(f"{made.text() or made.accessibleName()}, {key.name}: {happened}")
    return poor


@pytest.mark.parametrize("name", DIALOGS)
def test_enter_presses_the_button_that_has_the_focus(
    name: str,
    speech: Speech,  # noqa: ARG001 - English words
    app: QApplication,
) -> None:
    parent = QWidget()
    dialog = DIALOGS[name](parent)
    assert isinstance(dialog, QDialog)
    dialog.show()
    dialog.activateWindow()
    app.processEvents()
    poor = wrongly_pressed(dialog, app)
    dialog.close()
    dialog.deleteLater()
    assert not poor, "\n".join(poor)


def test_so_it_is_with_buttons_made_by_qt(app: QApplication) -> None:
    """Also where nobody thought of it: the main button is ready, the focus is elsewhere."""
    dialog = Dialog()
    lines = QVBoxLayout(dialog)
    lines.addWidget(button("main"))
    kinds = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kinds.Cancel | kinds.Help)
    for made in box.buttons():
        assert isinstance(made, QPushButton)
        made.setAutoDefault(False)
    lines.addWidget(box)
    dialog.show()
    assert len(buttons_of(dialog)) == 3
    assert not wrongly_pressed(dialog, app)
    dialog.close()


def test_a_key_that_is_held_down_presses_nothing(app: QApplication) -> None:
    """The Enter that opened a dialog may still be down when its button has the focus."""
    dialog = Dialog()
    lines = QVBoxLayout(dialog)
    made = button()
    pressed: list[bool] = []
    made.clicked.connect(lambda: pressed.append(True))
    lines.addWidget(made)
    dialog.show()
    made.setFocus()
    event = QKeyEvent(
        QEvent.Type.KeyPress,
        Qt.Key.Key_Return,
        Qt.KeyboardModifier.NoModifier,
        "\r",
        autorep=True,
    )
    app.sendEvent(made, event)
    assert pressed == []
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert len(pressed) == 1
    dialog.close()
