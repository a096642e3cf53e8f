"""Every dialog in which a person names files: the desktop's own, or Qt's where there is none.

Qt's own goes by the rows that are chosen in its list before it goes by the name that is written,
and gives up earlier rows only while the field of the name has the keyboard
(``QFileDialogPrivate::autoCompleteFileName``, Qt 6.12). With a name that comes from elsewhere – a
screen reader, dictation, a text dropped on the field, a session without a window manager –
whatever it named on its way stayed chosen: a folder, and Save was grey for good; or the file that
was chosen before, and that one was written over.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from PySide6.QtCore import QDir, QObject, QSignalBlocker, Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QListView, QMessageBox, QWidget
from shiboken6 import isValid

from ui.rows import plain
from ui.save_places import usual_folder
from ui.words import translate

_ENDING = re.compile(r"\*(\.\w+)")


def name_to_save(parent: QWidget, title: str, offered: str, kinds: str) -> str:
    """Ask for the name of a new file, which has an ending of its kind.

    Where one is put behind what was written, what has that name is not written over unasked: the
    dialog asked for another one.

    Args:
        parent: the window it belongs to.
        title: of the dialog.
        offered: path that is offered.
        kinds: name filters of QFileDialog.

    Returns:
        The path, empty if none was chosen.
    """
    while True:
        dialog = QFileDialog(parent, title, offered, kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        paths, kind = _answer(dialog)
        path, endings = paths[0], _ENDING.findall(kinds)
        # A dot in a name begins no ending: "qaror 23.11.2026", "hujjat v.1".
        if not (path and endings) or path.lower().endswith(tuple(endings)):
            return path
        own: list[str] = _ENDING.findall(kind)
        whole = path + (own or endings)[0]
        if not os.path.lexists(whole) or _is_to_be_replaced(parent, title, whole):
            return whole
        offered = whole


def _is_to_be_replaced(parent: QWidget, title: str, path: str) -> bool:
    text = translate("file_names", "“%1” is there already. Replace it?")
    box = QMessageBox(QMessageBox.Icon.Warning, title, "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text.replace("%1", plain(Path(path).name)))
    box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
    box.setDefaultButton(QMessageBox.StandardButton.No)
    answer = box.exec()
    return answer == QMessageBox.StandardButton.Yes


def name_to_open(parent: QWidget, title: str, kinds: str) -> str:
    """Ask for one file that is there; return its path, or nothing."""
    dialog = _opening(parent, title, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _answer(dialog)[0][0]


def names_to_open(parent: QWidget, title: str, kinds: str) -> list[str]:
    """Ask for files that are there; return their paths."""
    dialog = _opening(parent, title, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return [path for path in _answer(dialog)[0] if path]


def _opening(parent: QWidget, title: str, kinds: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, "", kinds)
    # Qt goes on where it was last; where it was nowhere yet, it is where the program runs.
    if dialog.directory() == QDir.current():
        dialog.setDirectory(usual_folder())
    return dialog


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
