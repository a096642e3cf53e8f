"""Qt's own file dialog, and somebody who answers it; it never stays open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QFileSystemModel,
    QLineEdit,
    QListView,
)


class Asked:
    """The dialog while it is open."""

    def __init__(self, dialog: QFileDialog) -> None:
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        rows = dialog.findChild(QListView, "listView")
        box = dialog.findChild(QDialogButtonBox)
        assert field is not None
        assert rows is not None
        assert box is not None
        self.dialog, self.field, self.rows = dialog, field, rows
        takes = QDialogButtonBox.ButtonRole.AcceptRole
        self.button: QAbstractButton = next(b for b in box.buttons() if box.buttonRole(b) is takes)

    def leave_field(self) -> None:
        """Take the keyboard elsewhere, as it is for whoever writes by other means."""
        self.button.setFocus()
        self.field.clearFocus()
        assert not self.field.hasFocus()

    def choose(self, *paths: Path) -> None:
        """Choose rows of the list."""
        model = self.rows.model()
        assert isinstance(model, QFileSystemModel)
        flags = QItemSelectionModel.SelectionFlag
        for path in paths:
            self.rows.selectionModel().select(model.index(str(path)), flags.Select | flags.Rows)

    def write(self, text: str) -> None:
        """Write a name as assistive technology does."""
        whole: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(self.field)
        assert whole is not None
        whole.setText(QAccessible.Text.Value, text)

    def type(self, text: str) -> None:
        """Write a name letter by letter."""
        self.field.selectAll()
        QTest.keyClicks(self.field, text)

    def enter(self) -> None:
        """Press Return in the field."""
        QTest.keyClick(self.field, Qt.Key.Key_Return)


def asking(act: Callable[[Asked], None]) -> None:
    """Do something in the dialog that opens next, which is left if it is open after that."""
    waiting = QTimer(interval=5)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            return
        waiting.stop()
        try:
            act(Asked(dialog))
        finally:
            if dialog.isVisible():
                dialog.reject()

    waiting.timeout.connect(look)
    waiting.start()
