"""Files dropped on the window or chosen in a dialog, to be verified."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

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


class FileDrop(QObject):
    """Takes local files anywhere on a window; anything else is refused where it hovers."""

    dropped = Signal(list)
    """Paths of the files."""
    left_out = Signal(list)
    """What came with them and is no file of this computer: nothing is fetched for it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # QDragMoveEvent is what QDragEnterEvent is made of; both are answered alike.
        if isinstance(event, (QDragEnterEvent, QDragMoveEvent)):
            if _paths(event):
                event.acceptProposedAction()
            else:
                event.ignore()
            return True
        if isinstance(event, QDropEvent):
            paths = _paths(event)
            if paths:
                event.acceptProposedAction()
                urls = event.mimeData().urls()
                others = [url.toString() for url in urls if not url.isLocalFile()]
                self.dropped.emit(paths)
                if others:
                    self.left_out.emit(others)
            return True
        return super().eventFilter(watched, event)


def _paths(event: QDropEvent) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
