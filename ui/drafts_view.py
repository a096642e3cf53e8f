"""The view of the list of drafts."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QListView


class DraftsView(QListView):
    """Has the keys without opening a draft: one counts as read as soon as it is shown."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Where no row is the current one Qt would make it the first.
        model, none = self.selectionModel(), not self.currentIndex().isValid()
        with QSignalBlocker(model):
            super().focusInEvent(event)
            if none:
                model.clearCurrentIndex()

    def keyboardSearch(self, search: str) -> None:
        # With Space, which picks, too; all titles of a long list would be asked for.
        if search.strip():
            super().keyboardSearch(search)
