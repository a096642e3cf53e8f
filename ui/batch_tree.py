"""The documents of a batch as a tree: a tick each, and below it what will be signed."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QIcon, QPainter, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from ui import words
from ui.base import Scaled
from ui.batch_rows import BatchRow, BatchState
from ui.icons import grown, icon, text_scale
from ui.rows import CheckState, Step
from ui.strange_text import tip
from ui.told_rows import told_by_cells
from ui.voice import voice
from ui.wrapped_item import WrappedItem

_TITLE, _READ, _STATE = range(3)
_DRAFT = int(Qt.ItemDataRole.UserRole)
_CHECK_ICONS = {
    CheckState.GOOD: "check",
    CheckState.WARNING: "warning",
    CheckState.BAD: "cross",
    CheckState.RUNNING: "waiting",
}
_LINES, _BELOW = 3, 4
"""Of a title, and of each thing said below it; the whole of both is in the tip."""
_WISHED = 2
"""Lines in which titles would best be read."""
_BEFORE, _ICON, _AROUND = 60, 16, 24
"""Pixels before a title, of an icon, and what the style leaves around it and the words."""
_ARROW = 4
"""Pixels of half an arrow's height, where letters are not large."""
_TO_BE_READ = (BatchState.FAILED, BatchState.UNKNOWN)
"""What came of these is told below the row, which opens by itself."""
_ENDED = (BatchState.SIGNED, *_TO_BE_READ)
_STATE_ICONS = {
    BatchState.WORKING: "next",
    BatchState.SIGNED: "check",
    BatchState.FAILED: "cross",
    BatchState.UNKNOWN: "warning",
    BatchState.DONE: "check",
}


class BatchTree(QTreeWidget, Scaled):
    """Usable by keys alone: arrows, Space ticks, Right shows the checks, Return opens."""

    ticked = Signal()
    draft_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._rows: dict[str, BatchRow] = {}
        self._items: dict[str, QTreeWidgetItem] = {}
        self._checking = True
        self._consented: set[str] = set()
        """What was ticked when its signing began; it stays so if that came to nothing."""
        self.setColumnCount(3)
        self.setWordWrap(True)
        self.setItemDelegate(WrappedItem(self, lines=_LINES, below=_BELOW))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAllColumnsShowFocus(True)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        # Their texts change with every step; widths that followed would make the list jump.
        for column in (_READ, _STATE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        # Many rows are shown again in one turn, and every width asks all that are seen.
        self._dividing = QTimer(self, singleShot=True, interval=0)
        self._dividing.timeout.connect(self._divide)
        self.itemExpanded.connect(self._fill_checks)
        self.itemChanged.connect(self._item_changed)
        self.itemActivated.connect(self._activated)
        self._indentation = self.indentation()
        self.follow_text_size()
        self.retranslate()

    @property
    def rows(self) -> tuple[BatchRow, ...]:
        """The documents in their order."""
        return tuple(self._rows.values())

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids that are ticked and can be signed, in their order."""
        return tuple(
            draft
            for draft, row in self._rows.items()
            if row.allowed and self._items[draft].checkState(_TITLE) is Qt.CheckState.Checked
        )

    def show_rows(self, rows: tuple[BatchRow, ...]) -> None:
        """Show a new list; nothing is ticked, because each tick is somebody's consent."""
        with QSignalBlocker(self):
            self.clear()
            self._rows = {row.draft: row for row in rows}
            self._items, self._consented = {}, set()
            for row in rows:
                item = QTreeWidgetItem(self)
                item.setData(_TITLE, _DRAFT, row.draft)
                item.setCheckState(_TITLE, Qt.CheckState.Unchecked)
                self._items[row.draft] = item
                self._fill(item, row)
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)
        self.ticked.emit()

    def show_row(self, row: BatchRow) -> None:
        """Show one document again; a tick stays while it still can be signed."""
        if row.draft not in self._items:
            return
        before = self._rows[row.draft]
        self._rows[row.draft] = row
        item = self._items[row.draft]
        with QSignalBlocker(self):
            if before.version_digest != row.version_digest:
                # A consent is to one version.
                self._consented.discard(row.draft)
                item.setCheckState(_TITLE, Qt.CheckState.Unchecked)
            self._fill(item, row)
            if item.isExpanded():
                self._fill_checks(item)
        if (row.state, row.number) != (before.state, before.number) and row.state in _ENDED:
            voice().say(f"{row.title}: {item.toolTip(_STATE)}", (self, row.draft))
        if row.state is not before.state and row.state in _TO_BE_READ:
            # Nobody looks for a reason below rows that are shut.
            self._fill_checks(item)
            item.setExpanded(True)
        if (before.opened, before.unchecked, before.number) != (
            row.opened,
            row.unchecked,
            row.number,
        ):
            self._dividing.start()
        if row.state is BatchState.WORKING:
            self.scrollToItem(item)
        self.ticked.emit()

    def show_checking(self, *, checking: bool) -> None:
        """Show whether what is not checked yet is being checked now."""
        if self._checking == checking:
            return
        self._checking = checking
        with QSignalBlocker(self):
            for draft, row in self._rows.items():
                if row.unchecked:
                    self._fill(self._items[draft], row)

    def tick_opened(self) -> None:
        """Tick what was opened; what nobody looked at is ticked one by one or not at all."""
        with QSignalBlocker(self):
            for draft, row in self._rows.items():
                if row.opened and row.allowed:
                    self._items[draft].setCheckState(_TITLE, Qt.CheckState.Checked)
                    self._fill_spoken(self._items[draft], row)
        self.ticked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._divide()
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def follow_text_size(self) -> None:
        self.setIndentation(round(self._indentation * max(text_scale(), 1)))
        self.setIconSize(grown(_ICON))

    def drawBranches(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the arrow as large as letters: the style's has one size."""
        if text_scale() <= 1:
            super().drawBranches(painter, rect, index)
        elif self.model().hasChildren(index):
            side = _ARROW * text_scale()
            arrow = QPolygonF(
                [QPointF(-side / 2, -side), QPointF(side / 2, 0), QPointF(-side / 2, side)]
            )
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().text())
            painter.translate(QRectF(rect).center())
            painter.rotate(90 if self.isExpanded(index) else 0)
            painter.drawPolygon(arrow)
            painter.restore()

    def _divide(self) -> None:
        """Give each column what it needs; where room is scarce the title has all that is free.

        The others wrap then: they need their longest word, and take three tenths at most.
        """
        whole, metrics = self.viewport().width(), self.fontMetrics()
        read = max(self.sizeHintForColumn(_READ), self.header().sectionSizeHint(_READ))
        wishes = {_READ: read, _STATE: metrics.horizontalAdvance("0") * 24}
        titles = max((metrics.horizontalAdvance(row.title) for row in self.rows), default=0)
        scarce = sum(wishes.values()) + titles // _WISHED + _BEFORE > whole
        for column, wish in wishes.items():
            least = max(self._widest_word(column), whole * 2 // 10)
            self.setColumnWidth(column, min(wish, whole * 3 // 10, least if scarce else wish))

    def _widest_word(self, column: int) -> int:
        """Return how wide the longest word is that a column may come to show, with its icon."""
        metrics = self.fontMetrics()
        # Numbers of warnings and of the registry are in what is said now.
        now = map(self._state, self.rows)
        said = self._all_read() if column == _READ else (*self._all_states(), *now)
        words_said = [word for text in said for word in text.split()]
        icon_and_margins = self.iconSize().width()
        widest = max(metrics.horizontalAdvance(word) for word in words_said)
        return max(widest + icon_and_margins + _AROUND, self.header().sectionSizeHint(column))

    def retranslate(self) -> None:
        """Set every text again."""
        self.setHeaderLabels([self.tr("Document"), self.tr("Read"), self.tr("State")])
        self.headerItem().setToolTip(_READ, self.tr("Read on this screen"))
        self.setAccessibleName(self.tr("Documents to sign"))
        for row in self.rows:
            self.show_row(row)
        self._divide()

    def _fill(self, item: QTreeWidgetItem, row: BatchRow) -> None:
        read, state = self._read(row), self._state(row)
        item.setText(_TITLE, row.title)
        item.setText(_READ, read)
        item.setText(_STATE, state)
        item.setToolTip(_TITLE, tip(row.title))
        item.setToolTip(_READ, read)
        said = row.problem or state
        if row.state is BatchState.UNKNOWN:
            said = f"{said} {self._advice()}"
        item.setToolTip(_STATE, said)
        item.setIcon(_READ, QIcon() if row.opened or row.unchecked else icon("warning"))
        item.setIcon(_STATE, icon(_symbol(row)))
        self._fill_tick(item, row)
        self._fill_spoken(item, row)
        policy = QTreeWidgetItem.ChildIndicatorPolicy
        known = bool(row.checks or row.problem)
        item.setChildIndicatorPolicy(
            policy.ShowIndicator if known else policy.DontShowIndicatorWhenChildless
        )

    def _fill_spoken(self, item: QTreeWidgetItem, row: BatchRow) -> None:
        """Tell of the title first whether it will be signed: readers tell no cell's tick."""
        title = ", ".join(filter(None, (self._tick(item, row), row.title)))
        cells = told_by_cells((title, self._read(row), item.toolTip(_STATE)))
        for column, text in enumerate(cells):
            item.setData(column, Qt.ItemDataRole.AccessibleTextRole, text)

    def _tick(self, item: QTreeWidgetItem, row: BatchRow) -> str:
        if not row.allowed:
            return ""
        ticked = item.checkState(_TITLE) is Qt.CheckState.Checked
        return self.tr("ticked") if ticked else self.tr("not ticked")

    def _fill_tick(self, item: QTreeWidgetItem, row: BatchRow) -> None:
        """Give a box where there is something to consent to, and none where there is not."""
        role = Qt.ItemDataRole.CheckStateRole
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable if row.allowed else flags)
        if row.allowed:
            if item.data(_TITLE, role) is None:
                again = row.draft in self._consented
                state = Qt.CheckState.Checked if again else Qt.CheckState.Unchecked
                item.setCheckState(_TITLE, state)
            return
        if item.checkState(_TITLE) is Qt.CheckState.Checked:
            self._consented.add(row.draft)
        item.setData(_TITLE, role, None)

    def _fill_checks(self, item: QTreeWidgetItem) -> None:
        """Make what stands below a document when somebody looks at it."""
        row = self._rows.get(item.data(_TITLE, _DRAFT))
        if row is None:
            return
        item.takeChildren()
        lines: list[tuple[str, str]] = []
        if row.problem:
            lines.append((_problem_icon(row), row.problem))
        if row.state is BatchState.UNKNOWN:
            lines.append(("info", self._advice()))
        if row.version_digest:
            groups = words.digest(row.version_digest).split(" ")
            half = len(groups) // 2
            lines.append(("", self.tr("Digest: %1").replace("%1", " ".join(groups[:half]))))
            lines.append(("", " ".join(groups[half:])))
        for check in row.checks:
            name = f"{check.name}: {words.check_state(check.state)}"
            reason = " ".join(check.reason.split("\n"))
            lines.append((_CHECK_ICONS[check.state], f"{name}. {reason}" if reason else name))
        for name, text in lines:
            line = QTreeWidgetItem(item)
            line.setText(_TITLE, text)
            line.setToolTip(_TITLE, tip(text))
            line.setFirstColumnSpanned(True)
            line.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            if name:
                line.setIcon(_TITLE, icon(name))

    def _all_read(self) -> tuple[str, ...]:
        """Return all that can be said of reading; its numbers are short."""
        told = self.tr("Opened, pages %1 of %2")
        return (self.tr("Not opened"), self.tr("Opened"), told)

    def _all_states(self) -> tuple[str, ...]:
        """Return all that can be said of a state but numbers: widths do not follow each step."""
        own = (
            self.tr("Being signed"),
            self.tr("Signed, in the outbox"),
            self.tr("Signed already"),
            self.tr("Not signed"),
            self.tr("Outcome unknown"),
            self.tr("Being checked…"),
            self.tr("Not checked yet"),
            self.tr("Cannot be signed"),
            self.tr("Ready"),
        )
        return (*own, *(words.step(step) for step in Step))

    def _read(self, row: BatchRow) -> str:
        if row.unchecked:
            return ""
        if not row.opened:
            return self.tr("Not opened")
        if not row.pages:
            return self.tr("Opened")
        told = self.tr("Opened, pages %1 of %2")
        return told.replace("%1", str(row.pages_seen)).replace("%2", str(row.pages))

    def _state(self, row: BatchRow) -> str:
        match row.state:
            case BatchState.WORKING:
                return words.step(row.step) if row.step else self.tr("Being signed")
            case BatchState.SIGNED | BatchState.DONE if row.number:
                return self.tr("No. %1").replace("%1", row.number)
            case BatchState.SIGNED:
                return self.tr("Signed, in the outbox")
            case BatchState.DONE:
                return self.tr("Signed already")
            case BatchState.FAILED:
                return self.tr("Not signed")
            case BatchState.UNKNOWN:
                return self.tr("Outcome unknown")
        if row.unchecked:
            return self.tr("Being checked…") if self._checking else self.tr("Not checked yet")
        if not row.allowed:
            return self.tr("Cannot be signed")
        if row.warnings:
            return words.counted(self.tr("%n warning(s)", "", row.warnings), row.warnings)
        return self.tr("Ready")

    def _advice(self) -> str:
        """What is done about a signature that may have been made: nothing by itself."""
        return self.tr(
            "It may have been signed, so it is not signed again here."
            " Open it and sign it by itself."
        )

    def _item_changed(self, item: QTreeWidgetItem, column: int) -> None:
        row = self._rows.get(item.data(_TITLE, _DRAFT))
        if column == _TITLE and row is not None:
            with QSignalBlocker(self):
                self._fill_spoken(item, row)
            voice().say(self._tick(item, row), self)
            self.ticked.emit()

    def _activated(self, item: QTreeWidgetItem) -> None:
        top = item.parent() or item
        draft = top.data(_TITLE, _DRAFT)
        if isinstance(draft, str):
            self.draft_requested.emit(draft)


def _problem_icon(row: BatchRow) -> str:
    if row.signed:
        return "check"
    return "warning" if row.state is BatchState.UNKNOWN else "cross"


def _symbol(row: BatchRow) -> str:
    if row.unchecked:
        return "waiting"
    if row.allowed:
        return "warning" if row.warnings else "check"
    return _STATE_ICONS.get(row.state, "cross")
