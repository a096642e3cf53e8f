"""The right side: agreement trail, remarks, annexes with digests, details of the open draft."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ui import review_words, words
from ui.base import Panel, Text, button
from ui.history import AnnexChange, HistoryRow, changed, line
from ui.icons import icon
from ui.rows import DraftView, FileRow, TrailRow
from ui.strange_text import tip
from ui.trail_delegate import TrailDelegate
from ui.trail_model import ITEM, TrailModel, summary

if TYPE_CHECKING:
    from ui.remark_rows import RemarkRow
    from ui.remarks_panel import RemarksPanel

_REMARKS = 1
"""Their tab."""

_TABS = ("agree", "remark", "annex", "info")
_TAB_MARGINS = 14


class _TrailView(QListView):
    """Lays its rows out again when its width changes, because remarks wrap."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)


_LEAST = 240
"""Pixels of width."""


class SidePanel(Panel):
    """Four tabs about the draft that is open."""

    file_chosen = Signal(int)
    """The number of the annex a person wants to see."""
    compare_requested = Signal(int)
    """What changed since a version is asked for; 0 for the one that matters."""
    shown = Signal()
    """Another draft or version is shown; its history may be asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self._view: DraftView | None = None
        self._since = (0, False)
        self._history: tuple[HistoryRow, ...] = ()
        self._told_history: Text | None = None
        self._changes: dict[str, AnnexChange] = {}
        self.trail_model = TrailModel(self)
        self.tabs = QTabWidget(documentMode=True)
        self.tabs.addTab(self._make_trail(), "")
        self._remarks = QWidget()
        self.tabs.addTab(self._remarks, "")
        self.tabs.addTab(self._make_files(), "")
        self.tabs.addTab(self._make_details(), "")
        self.tabs.currentChanged.connect(self._tab_chosen)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.tabs)
        self.retranslate()

    @cached_property
    def remarks(self) -> RemarksPanel:
        """What is remarked; made with the first draft that is opened, or for whoever looks."""
        from ui.remarks_panel import RemarksPanel

        made = RemarksPanel()
        whole = QVBoxLayout(self._remarks)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(made)
        return made

    def _tab_chosen(self, place: int) -> None:
        if place == _REMARKS:
            self.remarks.setVisible(True)
        self._label_tabs()

    def _make_trail(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        self.trail_note = Text("note")
        self.trail_note.setContentsMargins(0, 0, 0, 0)
        self.trail = _TrailView()
        self.trail.setModel(self.trail_model)
        self.trail.setItemDelegate(TrailDelegate(self.trail))
        self.trail.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.trail.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inset = QVBoxLayout()
        inset.setContentsMargins(10, 0, 10, 0)
        inset.addWidget(self.trail_note)
        self.compare = button()
        self.compare.setIcon(icon("compare"))
        self.compare.clicked.connect(self._compare)
        self.compare.hide()
        inset.addWidget(self.compare)
        self.trail.activated.connect(self._entry_activated)
        layout.addLayout(inset)
        layout.addWidget(self.trail, 1)
        return page

    def _make_files(self) -> QWidget:
        self.files = QListWidget()
        self.files.setWordWrap(True)
        self.files.setSpacing(4)
        self.files.itemActivated.connect(self._file_activated)
        self.files.itemClicked.connect(self._file_activated)
        return self.files

    def _make_details(self) -> QWidget:
        inner = QWidget()
        inner.setObjectName("surface")
        # Not a form: its rows do not follow the height that wrapped words need.
        self._form = QVBoxLayout(inner)
        self._form.setContentsMargins(14, 12, 14, 12)
        self._form.setSpacing(4)
        self._details = QScrollArea(widgetResizable=True)
        self._details.setWidget(inner)
        return self._details

    @property
    def view(self) -> DraftView | None:
        """What is shown; None when no draft is open."""
        return self._view

    def minimumSizeHint(self) -> QSize:
        # Not a width that is set: that would cut what is wider in large letters.
        return super().minimumSizeHint().expandedTo(QSize(_LEAST, 0))

    def show_draft(self, view: DraftView | None) -> None:
        """Show everything about a draft; None empties the side."""
        before, self._view = self._view, view
        other = (_version(before), before and before.row) != (_version(view), view and view.row)
        if _version(before) != _version(view):
            self._history, self._changes = (), {}
        self.show_trail(view.trail if view else ())
        self._fill_files()
        self._fill_details()
        self._label_tabs()
        if view is not None and other:
            self.shown.emit()

    def show_history(
        self, version: str, rows: tuple[HistoryRow, ...], changes: dict[str, AnnexChange]
    ) -> None:
        """Show what became of the draft so far, and which annexes are not those of before.

        Args:
            version: digest of the version it was found out for.
            rows: oldest first.
            changes: by the digest of the annex.
        """
        if self._view is not None and self._view.version_digest == version:
            self._history, self._changes = rows, changes
            if changes:
                self._fill_files()
            self._fill_history()

    def _fill_files(self) -> None:
        kept = self.files.currentRow()
        self.files.clear()
        for file in self._view.annexes if self._view else ():
            self.files.addItem(_file_item(file, self._changes.get(file.sha256)))
        self.files.setCurrentRow(min(kept, self.files.count() - 1))

    def show_comparable(self, before: int, *, answered: bool) -> None:
        """Offer what changed since a version; 0 when there is no older one."""
        self._since = (before, answered)
        self.compare.setVisible(bool(before))
        self._label_compare()

    def _label_compare(self) -> None:
        before, answered = self._since
        text = (
            self.tr("What changed since you answered version {0}")
            if answered
            else self.tr("What changed since version {0}")
        )
        self.compare.setText(self.tr("What changed…"))
        self.compare.setToolTip(text.format(before))
        self.compare.setAccessibleName(text.format(before))

    def _compare(self) -> None:
        self.compare_requested.emit(self._since[0])

    def _entry_activated(self, index: QModelIndex) -> None:
        item = index.data(ITEM)
        version = self._view.row.version if self._view else 0
        if isinstance(item, TrailRow) and item.version < version:
            self.compare_requested.emit(item.version)

    def show_remarks(
        self,
        rows: tuple[RemarkRow, ...],
        *,
        allowed: bool,
        chosen: str = "",
        closed: bool = False,
    ) -> None:
        """Show the remarks; with ``chosen`` that one, in sight."""
        self.remarks.show_remarks(rows, allowed=allowed, chosen=chosen, closed=closed)
        self._label_tabs()
        if chosen:
            self.setVisible(True)
            self.tabs.setCurrentIndex(_REMARKS)
            self.remarks.editor.text.setFocus()

    def show_trail(self, rows: tuple[TrailRow, ...]) -> None:
        """Show the trail, or its marks again as signatures get checked."""
        self.trail_model.set_rows(rows)
        found = summary(rows)
        bad, waiting = found.bad, found.waiting
        role = "bad" if bad else "note" if waiting else "good"
        self.trail_note.setVisible(bool(rows))
        self.trail_note.set_role(role)
        if bad:
            text = self.tr("✗ %n answer(s) without a good signature.", "", bad)
        elif waiting:
            text = self.tr("… %n answer(s) not checked or not given yet.", "", waiting)
        else:
            text = self.tr("✓ %n signature(s) checked", "", found.good)
            if found.deemed:
                # Silence is no signature and must not be counted as one.
                text += " · " + self.tr("%n agreed by silence", "", found.deemed)
        self.trail_note.setText(text)

    def retranslate(self) -> None:
        self.tabs.setAccessibleName(self.tr("Details"))
        self.trail.setAccessibleName(self.tr("Agreement trail"))
        self.files.setAccessibleName(self.tr("Annexes"))
        self._details.setAccessibleName(self.tr("Details"))
        self._label_tabs()
        self._label_compare()
        if self._view is not None:
            self.show_draft(self._view)

    def _label_tabs(self) -> None:
        annexes = len(self._view.annexes) if self._view else 0
        remarks = self.remarks.count if "remarks" in vars(self) else 0
        counts = (0, remarks, annexes, 0)
        names = (
            self.tr("Agreement"),
            self.tr("Remarks"),
            self.tr("Annexes", "a tab"),
            self.tr("Details"),
        )
        texts = [
            f"{name} {count}" if count else name for name, count in zip(names, counts, strict=True)
        ]
        bar = self.tabs.tabBar()
        metrics = bar.fontMetrics()
        room = bar.width() if bar.isVisible() else self.width()
        short = sum(metrics.horizontalAdvance(text) + _TAB_MARGINS for text in texts) > room
        for place, text in enumerate(texts):
            # Where not all have room, a tab that is not open is a picture and its count.
            closed = short and place != self.tabs.currentIndex()
            count = str(counts[place]) if counts[place] else ""
            self.tabs.setTabText(place, count if closed else text)
            self.tabs.setTabIcon(place, icon(_TABS[place]) if closed else QIcon())
            self.tabs.setTabToolTip(place, text if closed else "")
            bar.setAccessibleTabName(place, text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._label_tabs()

    def _file_activated(self, item: QListWidgetItem) -> None:
        self.file_chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _fill_details(self) -> None:
        while (item := self._form.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                # Out of sight at once; it is in use until the event that led here has ended.
                old.hide()
                old.deleteLater()
        self._told_history = None
        view = self._view
        if view is None:
            return
        row = view.row
        yes, no = self.tr("Yes"), self.tr("No")
        facts = (
            (self.tr("Reason"), view.reason),
            (self.tr("Registration number"), row.number),
            (self.tr("Registered on"), words.long_day(view.registered)),
            (self.tr("Public address"), view.url),
            (self.tr("To be signed by"), _joined(view.signer, view.signer_post)),
            (self.tr("Drafter"), view.drafter),
            (self.tr("Legal basis"), view.legal_basis),
            (self.tr("Normative act"), yes if view.normative else no),
            (self.tr("Restricted document"), yes if row.restricted else no),
            (self.tr("Deadline"), review_words.moment(row.deadline) if row.deadline else ""),
            (self.tr("Version and round"), f"{row.version} · {row.round}"),
            (self.tr("Digest of this version"), words.digest(view.version_digest)),
            (self.tr("Draft id"), row.id),
        )
        for name, value in facts:
            if value:
                shown = Text("code" if value.startswith(words.digest(view.version_digest)) else "")
                shown.setText(value)
                shown.setTextInteractionFlags(
                    Qt.TextInteractionFlag.TextSelectableByMouse
                    | Qt.TextInteractionFlag.TextSelectableByKeyboard
                )
                shown.setContentsMargins(0, 0, 0, 8)
                self._form.addWidget(Text("heading", name))
                self._form.addWidget(shown)
        self._form.addStretch(1)
        self._fill_history()

    def _fill_history(self) -> None:
        if not self._history:
            return
        if self._told_history is None:
            self._told_history = Text(selectable=True)
            self._form.insertWidget(self._form.count() - 1, Text("heading", self.tr("History")))
            self._form.insertWidget(self._form.count() - 1, self._told_history)
        self._told_history.setText("\n".join(line(item) for item in self._history))


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _version(view: DraftView | None) -> str:
    return view.version_digest if view else ""


def _file_item(file: FileRow, change: AnnexChange | None) -> QListWidgetItem:
    lines = [f"{file.number}. {file.title}", words.size(file.size), words.digest(file.sha256, 6)]
    if change is not None:
        lines.insert(1, "! " + changed(change))
    item = QListWidgetItem(icon("annex"), "\n".join(lines))
    item.setData(Qt.ItemDataRole.UserRole, file.number)
    item.setToolTip(tip(f"{file.title}\nSHA-256 {words.digest(file.sha256)}"))
    return item
