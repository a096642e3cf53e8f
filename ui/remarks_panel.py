"""Beside the pages: every remark with who, when and how far it is, and where one is written."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui import review_words, words
from ui.base import Panel, Text, button, row
from ui.elided import ElidedButton
from ui.icons import icon, sized
from ui.remark_editor import RemarkEditor
from ui.remark_rows import CARET_KEYS, REMARK_KEYS, OfferRow, RemarkRow, RemarkState
from ui.undo_line import UndoLine

_SYMBOLS = {
    RemarkState.DRAFT: "✎",
    RemarkState.QUEUED: "↑",
    RemarkState.UNCONFIRMED: "?",
    RemarkState.SENT: "✓",
    RemarkState.REFUSED: "✗",
}


class _Wrapped(QStyledItemDelegate):
    """Asks for the height that all lines need in the width there is; Qt's own cuts the last."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        view = self.parent()
        assert isinstance(view, QListWidget)
        width = view.viewport().width() - 2 * view.spacing()
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        room = QRect(0, 0, max(width - 20, 40), 1 << 16)
        needed = option.fontMetrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text)
        return QSize(width, needed.height() + 12)


class RemarksPanel(Panel):
    """Shows what it is given; nothing is sent from here by itself."""

    remark_wished = Signal()
    """Somebody wants to remark on what is in sight."""
    remark_chosen = Signal(str)
    offer_taken = Signal(str)
    offer_left = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self._rows: tuple[RemarkRow, ...] = ()
        self._offers: tuple[OfferRow, ...] = ()
        self._allowed = self._closed = False
        self.write = ElidedButton()
        self.write.setIcon(icon("remark"))
        sized(self.write, 18)
        self.write.clicked.connect(self.remark_wished)
        self.offer = Text("note")
        self.take = button()
        self.take.clicked.connect(self._take)
        self.leave = button("quiet")
        self.leave.clicked.connect(self._leave)
        self.offering = QWidget()
        box = QVBoxLayout(self.offering)
        box.setContentsMargins(10, 0, 10, 0)
        box.setSpacing(6)
        box.addWidget(self.offer)
        box.addLayout(row(self.leave, None, self.take))
        self.list = QListWidget()
        self.list.setObjectName("remarks")
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setItemDelegate(_Wrapped(self.list))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setSpacing(4)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.currentItemChanged.connect(self._choose)
        self.empty = Text("soft")
        self.empty.setContentsMargins(14, 12, 14, 12)
        self.editor = RemarkEditor()
        self.editor.typed.connect(self._follow)
        self.editor.left.connect(self._keep_keyboard)
        self.undo = UndoLine(self)
        inset = QVBoxLayout()
        inset.setContentsMargins(10, 8, 10, 0)
        inset.addWidget(self.write)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(inset)
        whole.addWidget(self.offering)
        whole.addWidget(self.empty)
        whole.addWidget(self.undo)
        whole.addWidget(self.list, 1)
        whole.addStretch(0)
        whole.addWidget(self.editor)
        self.retranslate()
        self.show_offers(())
        self.show_remarks((), allowed=False)

    @property
    def current(self) -> RemarkRow | None:
        """The remark that is chosen."""
        at = self.list.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    @property
    def count(self) -> int:
        """How many remarks there are."""
        return len(self._rows)

    def show_remarks(
        self,
        rows: tuple[RemarkRow, ...],
        *,
        allowed: bool,
        chosen: str = "",
        closed: bool = False,
    ) -> None:
        """Show the remarks of a draft; the one that was chosen stays so.

        Args:
            rows: in the order in which they are numbered on the pages.
            allowed: whether new ones are welcome.
            chosen: choose this one.
            closed: whether this person's answer waits, after which none can be handed in.
        """
        before = None if chosen else self.current
        self._rows, self._allowed, self._closed = rows, allowed, closed
        self.list.blockSignals(True)
        self.list.clear()
        for found in rows:
            item = QListWidgetItem(described(found))
            item.setData(Qt.ItemDataRole.UserRole, found.id)
            item.setToolTip(found.reason)
            self.list.addItem(item)
            if found.id == chosen or (before is not None and _same(before, found)):
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        focused = self.list.hasFocus()
        self.list.setVisible(bool(rows))
        if focused:
            self._keep_keyboard()
        self.empty.setVisible(not rows)
        self.write.setEnabled(allowed and not closed)
        self.editor.show_closed(closed=closed, allowed=allowed)
        self._edit_chosen()

    def show_offers(self, offers: tuple[OfferRow, ...]) -> None:
        """Offer this person's remarks on older versions, one after the other."""
        self._offers = offers
        self.offering.setVisible(bool(offers))
        if not offers:
            return
        offer = offers[0]
        lines = [
            self.tr("Your remark on version {0}:").format(offer.version),
            words.quoted(offer.text.strip()),
            review_words.place_fate(offer),
        ]
        if len(offers) > 1:
            lines.append(self.tr("%n more after this one.", "", len(offers) - 1))
        self.offer.setText("\n".join(lines))

    def choose(self, remark: str) -> None:
        """Choose a remark, e.g. because its place was clicked."""
        for at in range(self.list.count()):
            item = self.list.item(at)
            if item.data(Qt.ItemDataRole.UserRole) == remark:
                self.list.setCurrentItem(item)

    def retranslate(self) -> None:
        self.write.setText(self.tr("Remark on this page"))
        self.take.setText(self.tr("Make it again"))
        self.leave.setText(self.tr("Leave it"))
        self.list.setAccessibleName(self.tr("Remarks"))
        self.empty.setText(
            self.tr(
                "No remarks yet. Select words on a page, with the mouse or with {1} and the "
                "arrows, and press {0} to make one."
            ).format(REMARK_KEYS, CARET_KEYS)
        )
        self.show_offers(self._offers)
        self.show_remarks(self._rows, allowed=self._allowed, closed=self._closed)

    def _keep_keyboard(self) -> None:
        """What had the keyboard has gone: its keys go on here, where a slip can be undone."""
        (self.list if self._rows else self.write).setFocus()

    def _choose(self) -> None:
        self._edit_chosen()
        found = self.current
        if found is not None:
            self.remark_chosen.emit(found.id)

    def _follow(self, note: str, text: str) -> None:
        """Show in the list what is typed below it."""
        for at, found in enumerate(self._rows):
            if found.id == note:
                typed = replace(found, text=text)
                self._rows = (*self._rows[:at], typed, *self._rows[at + 1 :])
                self.list.item(at).setText(described(typed))

    def _edit_chosen(self) -> None:
        found = self.current
        editable = found is not None and found.mine and found.state is RemarkState.DRAFT
        self.editor.edit(found if editable else None)

    def _take(self) -> None:
        if self._offers:
            self.offer_taken.emit(self._offers[0].id)

    def _leave(self) -> None:
        if self._offers:
            self.offer_left.emit(self._offers[0].id)


def _same(before: RemarkRow, now: RemarkRow) -> bool:
    """Return whether a remark is the one chosen before; the registry gives it another name."""
    same = (before.text.strip(), before.quote) == (now.text.strip(), now.quote)
    # What is still written is the same by its name alone, whatever it says.
    sent = now.state is not RemarkState.DRAFT
    return before.id == now.id or (before.mine and now.mine and same and sent)


def described(found: RemarkRow) -> str:
    """Write a remark as the list shows it and a screen reader speaks it."""
    place = [review_words.remark_state(found.state)]
    if not found.current:
        place.append(words.translate("words", "version {0}").format(found.version))
    if found.file_name:
        place.append(found.file_name)
    if found.page:
        place.append(words.translate("words", "page {0}").format(found.page))
    lines = [f"{found.number}. {_SYMBOLS[found.state]} " + " · ".join(place)]
    if found.quote:
        lines.append(words.quoted(review_words.excerpt(found.quote)))
    lines.append(found.text.strip() or "…")
    who = (found.author, found.organisation, words.day_and_time(found.when))
    lines.append(" · ".join(part for part in who if part))
    if found.reason:
        lines.append(found.reason)
    return "\n".join(lines)
