"""What is painted over the pages: as large as the sight, and no mouse stops at it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QWidget

from ui.page_texts import PageTexts
from ui.page_view import PageView


class PageOverlay(QWidget):
    """Follows the view it lies over, and is painted again when pages are elsewhere."""

    def __init__(self, view: PageView, document: QPdfDocument, texts: PageTexts) -> None:
        super().__init__(view.viewport())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view = view
        self._document = document
        self._texts = texts
        self.places = view.places
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(self.update)
        view.horizontalScrollBar().valueChanged.connect(self.update)
        view.arranged.connect(self.update)
        self.resize(view.viewport().size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.resize(self._view.viewport().size())
        return super().eventFilter(watched, event)
