"""Every dialog in which a person names files: the desktop's own, or Qt's where there is none.

Qt's own goes by the rows that are chosen in its list before it goes by the name that is written,
and gives up earlier rows only while the field of the name has the keyboard
(``QFileDialogPrivate::autoCompleteFileName``, Qt 6.12). With a name that comes from elsewhere – a
screen reader, dictation, a text dropped on the field, a session without a window manager –
whatever it named on its way stayed chosen: a folder, and Save was grey for good; or the file that
was chosen before, and that one was written over.
"""

from __future__ import annotations

from PySide6.QtCore import QDir, QObject, QSignalBlocker
from PySide6.QtWidgets import QFileDialog, QLineEdit, QListView, QWidget
from shiboken6 import isValid


def name_to_save(parent: QWidget, title: str, offered: str, kinds: str) -> tuple[str, str]:
    """Ask for the name of a new file.

    Args:
        parent: the window it belongs to.
        title: of the dialog.
        offered: path that is offered.
        kinds: name filters of QFileDialog.

    Returns:
        The path, empty if none was chosen, and the filter in force.
    """
    dialog = QFileDialog(parent, title, offered, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    (path, *_), kind = _answer(dialog)
    return path, kind


def name_to_open(parent: QWidget, title: str, kinds: str) -> str:
    """Ask for one file that is there; return its path, or nothing."""
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _answer(dialog)[0][0]


def names_to_open(parent: QWidget, title: str, kinds: str) -> list[str]:
    """Ask for files that are there; return their paths."""
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return [path for path in _answer(dialog)[0] if path]


def _answer(dialog: QFileDialog) -> tuple[list[str], str]:
    """Run a dialog; return the paths – one that is empty, if none was chosen – and the filter."""
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    rows = dialog.findChild(QListView, "listView")
    if field is not None and rows is not None:
        # Else it is the desktop's.
        _Written(dialog, field, rows)
    chosen = bool(dialog.exec())
    if not isValid(dialog):
        # It went with its window.
        return [""], ""
    dialog.deleteLater()
    return (dialog.selectedFiles() if chosen else []) or [""], dialog.selectedNameFilter()


class _Written(QObject):
    """Lets the name that is written count, wherever it comes from."""

    def __init__(self, dialog: QFileDialog, field: QLineEdit, rows: QListView) -> None:
        super().__init__(dialog)
        self._dialog, self._field, self._rows = dialog, field, rows
        self._again = False
        # After Qt's own slots.
        field.textChanged.connect(self._follow)

    def _follow(self, written: str) -> None:
        if self._again or self._field.hasFocus():
            return
        if self._field.text() == written and self._is_meant(written):
            return
        self._again = True
        # Said to nobody: Qt would write the name of a row in place of its path.
        with QSignalBlocker(self._rows.selectionModel()):
            self._rows.clearSelection()
            if self._field.text() == written:
                self._field.textChanged.emit(written)
            else:
                self._field.setText(written)
        self._again = False
        self._dialog.update()

    def _is_meant(self, written: str) -> bool:
        """Whether the rows that are chosen are those whose names are written."""
        folder = self._dialog.directory()
        # Several names stand between quotation marks.
        names = [written, *written.split('"')[1::2]]
        meant = {QDir.cleanPath(folder.absoluteFilePath(name)) for name in names if name}
        return meant.issuperset(self._dialog.selectedFiles())
