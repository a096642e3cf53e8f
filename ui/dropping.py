"""Files dropped on the window or chosen in a dialog, to be verified."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.base import Panel, Text
from ui.words import translate

_SIGNED = (
    *("asice", "asics", "sce", "scs", "bdoc", "edoc", "zip", "pdf"),
    *("p7s", "p7m", "p7b", "p7", "pkcs7", "cms", "sig", "sgn", "sign", "pem", "b64"),
)
"""How signed files are called; what one is, its bytes say, so any other may be chosen too."""


def kinds() -> str:
    """Return the filters of a dialog that asks for files to verify (QFileDialog, nameFilters)."""
    signed = translate("dropping", "Packages, PDFs and signatures")
    every = translate("dropping", "All files")
    return f"{signed} ({' '.join(f'*.{name}' for name in _SIGNED)});;{every} (*)"


class _Hovering(Panel):
    """Says over a window what becomes of the files that hover there."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("dropped")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._said = Text("big")
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 18)
        layout.addWidget(self._said)
        self.hide()

    def show_over(self, window: QWidget) -> None:
        """Show it in the middle of its window."""
        self._said.setText(translate("dropping", "Let go to have it verified"))
        place = window.rect()
        place.setSize(self.sizeHint().boundedTo(place.size()))
        place.moveCenter(window.rect().center())
        self.setGeometry(place)
        self.raise_()
        self.show()


class FileDrop(QObject):
    """Takes local files anywhere on a window, also over its fields; anything else goes to these.

    Files are only read: they are taken as copies, so that nobody deletes what he dragged, and not
    from a program that gives none.
    """

    dropped = Signal(list)
    """Paths of the files."""
    left_out = Signal(list)
    """What came with them and is no file of this computer: nothing is fetched for it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.hovering = _Hovering(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._follow(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget):
            # Asked of what is watched: at a window's end nothing of this is left in Python.
            if event.type() in (QEvent.Type.WinIdChange, QEvent.Type.Show):
                self._follow(watched)
            return False
        # The system's window is told before any field in it; what enters and what moves are drops
        # that have not happened yet.
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Drop):
            self.hovering.hide()
        if not isinstance(event, QDropEvent) or not event.mimeData().hasUrls():
            return False
        paths = _paths(event)
        free = QApplication.activeModalWidget() is None
        if not (paths and free and event.possibleActions() & Qt.DropAction.CopyAction):
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() is QEvent.Type.DragEnter:
            self.hovering.show_over(self.hovering.window())
        if event.type() is QEvent.Type.Drop:
            others = [url.toString() for url in event.mimeData().urls() if not url.isLocalFile()]
            self.dropped.emit(paths)
            if others:
                self.left_out.emit(others)
        return True

    def _follow(self, window: QWidget) -> None:
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)


def _paths(event: QDropEvent) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
