"""The search: a field, a button for filters, a chip for each set, and how much was found."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from sync.question import Filters, Question
from ui import words
from ui.base import Panel, Text, ToolButton, row
from ui.flow import FlowLayout
from ui.icons import icon, sized
from ui.search_rows import Named, SearchResult

if TYPE_CHECKING:
    from ui.search_filters import SearchFilters

_PAUSE = 40
"""Milliseconds without a key before a search is wished for: an answer takes about as long."""
_CHIP = 26
"""Letters of a filter that a chip shows; its tool tip shows all."""


class SearchBox(Panel):
    """Tells the question as it is typed and chosen."""

    asked = Signal(object)
    """A :class:`~sync.question.Question`; one that is empty ends the search."""
    choices_requested = Signal()
    """The filters were opened: which authorities and organisations are there?"""
    left = Signal()
    """The person goes down into the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result: SearchResult | None = None
        self.field = _Field()
        self.field.setClearButtonEnabled(True)
        self.field.addAction(
            icon("search", QPalette.ColorRole.PlaceholderText),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        self.field.left.connect(self.left)
        self.filter_button = ToolButton()
        self.filter_button.setIcon(icon("filter"))
        sized(self.filter_button, 18)
        self.filter_button.setShortcut(QKeySequence("Ctrl+Shift+F"))
        self.filter_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.filter_button.clicked.connect(self.open_filters)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self.told = Text("soft")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        line = row(self.field, self.filter_button, spacing=4)
        line.setStretch(0, 1)
        whole.addLayout(line)
        whole.addWidget(self._chips)
        whole.addWidget(self.told)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._ask)
        self.field.textChanged.connect(self._edited)
        self.retranslate()
        self._show_chips()

    @cached_property
    def filters(self) -> SearchFilters:
        """The window of the filters; made when it is first opened."""
        from ui.search_filters import SearchFilters

        made = SearchFilters(self)
        made.changed.connect(self._filters_changed)
        return made

    @property
    def _filtered(self) -> bool:
        return "filters" in vars(self)

    @property
    def question(self) -> Question:
        """What is asked now."""
        filters = self.filters.filters if self._filtered else Filters()
        return Question(self.field.text().strip(), filters)

    def restore(self, question: Question) -> None:
        """Ask what an earlier session asked."""
        if not question.filters.empty:
            self.filters.restore(question.filters)
            # Of an authority only its number is known.
            self.choices_requested.emit()
        self.field.setText(question.text)

    def clear(self) -> None:
        """Ask nothing any more."""
        if self._filtered and self.filters.filters != Filters():
            self.filters.clear()
        self.field.clear()

    def open_filters(self) -> None:
        """Open the filters under the field."""
        self.choices_requested.emit()
        self.filters.adjustSize()
        below = self.field.mapToGlobal(QPoint(0, self.field.height() + 4))
        room = self.screen().availableGeometry()
        size = self.filters.sizeHint()
        below.setX(max(room.left(), min(below.x(), room.right() - size.width())))
        below.setY(max(room.top(), min(below.y(), room.bottom() - size.height())))
        self.filters.move(below)
        self.filters.show()
        self.filters.state.setFocus()

    def show_choices(
        self, authorities: tuple[Named, ...], organisations: tuple[Named, ...]
    ) -> None:
        """Offer these authorities and organisations."""
        self.filters.show_choices(authorities, organisations)
        self._show_chips()

    def show_result(self, result: SearchResult | None) -> None:
        """Say how much was found; None when nothing is asked."""
        self._result = result
        text = ""
        if result is not None:
            count = len(result.ids)
            number = words.number(count)
            text = (
                self.tr("More than %1 found").replace("%1", number)
                if result.more
                else self.tr("%n found", "", count)
            )
            if result.partial:
                text += "\n" + self.tr("The index is being made; more may be found later.")
        self.told.setText(text)
        self.told.setVisible(bool(text))

    def retranslate(self) -> None:
        keys = self.filter_button.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.field.setPlaceholderText(self.tr("Search"))
        self.field.setAccessibleName(self.tr("Search in all drafts"))
        for clears in self.field.findChildren(QToolButton):
            clears.setAccessibleName(self.tr("Clear the search"))
        self.field.setToolTip(
            self.tr('Words in either alphabet. "Quotes" for an exact phrase, -word to leave out.')
        )
        self.filter_button.setToolTip(f"{self.tr('Filters')} ({keys})")
        self.filter_button.setAccessibleName(self.tr("Filters"))
        self.show_result(self._result)
        self._show_chips()

    def _show_chips(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                # Not at once: it may be the very chip that was pressed.
                widget.hide()
                widget.deleteLater()
        described = self.filters.described() if self._filtered else ()
        for name, text in described:
            chip = self._chip(name, text)
            self._flow.addWidget(chip)
            # A layout finds a hidden widget as high as nothing.
            chip.show()
        self._chips.setVisible(bool(described))
        self._fit_chips()

    def _chip(self, name: str, text: str) -> QToolButton:
        made = QToolButton(self._chips)
        made.setObjectName("chip")
        shown = text if len(text) <= _CHIP else f"{text[: _CHIP - 1]}…"
        made.setText(shown)
        made.setIcon(icon("cross"))
        sized(made, 10)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        said = self.tr("Remove the filter: %1").replace("%1", text)
        made.setToolTip(said)
        made.setAccessibleName(said)
        made.setProperty("filter", name)
        made.clicked.connect(self._chip_clicked)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_chips()

    def _fit_chips(self) -> None:
        """Keep the height that the chips need: on a low screen a layout would take it away."""
        self._chips.setFixedHeight(self._flow.heightForWidth(max(self.width(), 1)))

    def _chip_clicked(self) -> None:
        made = self.sender()
        if made is not None:
            self.filters.clear_one(made.property("filter"))
            self.field.setFocus()

    def _filters_changed(self) -> None:
        self._show_chips()
        self._pause.start()

    def _edited(self) -> None:
        if self.question.empty:
            self._pause.stop()
            self._ask()
        else:
            self._pause.start()

    def _ask(self) -> None:
        self.asked.emit(self.question)


class _Field(QLineEdit):
    """The down key leads into what was found; Escape clears."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
