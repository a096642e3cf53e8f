"""The left side: groups with counts, search, and the list of drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStackedLayout,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from sync.question import Question
from ui import words
from ui.base import Panel, Text
from ui.draft_delegate import DraftDelegate
from ui.draft_model import DraftModel
from ui.draft_rows import DraftRows, Since
from ui.drafts_view import DraftsView
from ui.groups import Groups
from ui.picking import picked, selection_of
from ui.rows import DraftRow, Group
from ui.search_box import SearchBox
from ui.search_rows import SearchResult
from ui.several_button import SeveralButton
from ui.voice import voice

_LOOK = 15
"""Milliseconds in which the list stands still before it is asked what is in sight."""
_IN_SIGHT = 40

_LEAST = 48
"""Pixels of the list on a small screen with large text; below, the window would not fit."""
_HEARD = 400
"""Milliseconds without another answer before it is said how much was found."""


class DraftList(Panel):
    """Groups, search and drafts; the application answers a search with the ids it found."""

    draft_chosen = Signal(str)
    search_requested = Signal(object)
    """The :class:`~sync.question.Question`; an empty one ends the search."""
    hits_requested = Signal(tuple)
    """The ids of drafts in sight of which it is not known yet where the words were found."""
    group_shown = Signal()
    """Another group was chosen."""
    batch_requested = Signal(tuple)
    """The ids of several drafts to sign, in the order of the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The parts get another size of text after the list itself has.
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit)
        self.setObjectName("surface")
        self.model = DraftModel(self)
        self._chosen = ""
        self._next = ""
        """Where keys go on when the chosen draft has left the list: what took its place."""
        self._filling = False
        self._receiving = False
        self._counts: Mapping[Group, int] = {}
        self.groups = Groups()
        self.groups.picked.connect(self._wish_group)
        self._group = Group.ALL
        self._searched = False
        """Whether it is what a search found that is listed."""

        self.searching = SearchBox()
        self.search = self.searching.field
        self.searching.asked.connect(self._search_asked)
        self.searching.left.connect(self._enter_list)
        self._look = QTimer(self, singleShot=True, interval=_LOOK)
        self._look.timeout.connect(self._wish_hits)
        self._hear = QTimer(self, singleShot=True, interval=_HEARD)
        self._hear.timeout.connect(self._tell_listed)

        # A stack shows its first page at once: without a parent it would be a window.
        self.view = DraftsView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(DraftDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMinimumHeight(_LEAST)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.verticalScrollBar().valueChanged.connect(self._scrolled)
        # Ctrl and Shift pick several to sign together; the last one picked is the one shown.
        self.view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        # Where keys have gone on to a draft, Return opens it.
        self.view.activated.connect(self._open)
        self.view.selectionModel().selectionChanged.connect(self._selected)
        self._picked: tuple[str, ...] = ()
        self._together = 0
        """Drafts that would be signed together."""
        self._answered = Question()
        """What was found is the answer to this."""
        self.several = SeveralButton()
        self.several.clicked.connect(self._wish_batch)
        self._empty = Text("soft")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setMargin(12)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)

        head = self._head = QVBoxLayout()
        head.setContentsMargins(10, 10, 10, 8)
        head.setSpacing(8)
        head.addWidget(self.groups)
        head.addWidget(self.searching)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(self._stack, 1)
        foot = self._foot = QVBoxLayout()
        foot.setContentsMargins(10, 6, 10, 8)
        foot.addWidget(self.several)
        whole.addLayout(foot)
        self.setMinimumWidth(230)
        self.retranslate()
        self._show_emptiness()

    @property
    def group(self) -> Group:
        """The group being shown, or shown again when the search is over."""
        return self._group

    @property
    def listed(self) -> Group:
        """What is listed: while something is searched, that is all drafts whatever the group."""
        return Group.ALL if self._searched else self._group

    def show_drafts(
        self, rows: DraftRows | Sequence[DraftRow], since: Since | None = None
    ) -> None:
        """Show all drafts of this station, keeping selection, group and scrolling.

        Args:
            rows: all there are.
            since: what has changed, where a lane has reckoned it.
        """
        place = self.view.verticalScrollBar().value()
        first = not any(self._counts.values())
        before = self.model.position(self._chosen).row()
        # A draft that leaves the list makes Qt choose its neighbour; nobody asked to see that.
        self._filling = True
        self.model.set_rows(rows, since)
        self._filling = False
        self._counts = self.model.counts()
        if before >= 0 and not self.model.position(self._chosen).isValid():
            left = self.model.rowCount()
            self._next = self.model.id_at(min(before, left - 1)) if left else ""
        if first and rows:
            asked = (Group.TO_SIGN, Group.TO_AGREE, Group.RETURNED)
            self.show_group(next((g for g in asked if self._counts.get(g)), Group.ALL))
            self.tell_group()
            if self.groups.has_keys or self.window().focusWidget() is None:
                self.view.setFocus()
        else:
            self._label_groups()
        self._restore_choice()
        self.view.verticalScrollBar().setValue(place)
        self._show_emptiness()

    def tell_group(self) -> None:
        """Say which group is shown, and how much is in it, to who hears it."""
        voice().say(self.groups.told, self)

    def _tell_listed(self) -> None:
        if self._searched:
            voice().say(f"{words.group(self.listed)}. {self.searching.told.text()}", self)
        else:
            self.tell_group()

    def show_receiving(self, *, receiving: bool) -> None:
        """Show that drafts are on their way, where there are none yet."""
        self._receiving = receiving
        self._show_emptiness()

    def begin_anew(self) -> None:
        """Let the next list begin where something is asked: it is another person's."""
        self._counts = {}

    def show_group(self, group: Group) -> None:
        """Show one group of drafts."""
        self._group = group
        self._next = ""
        self._label_groups()
        self.model.set_group(group)
        self._restore_choice()
        self._show_beginning()
        self._show_emptiness()
        self.group_shown.emit()

    def restore(self, group: Group | None, draft: str) -> None:
        """Show a group as an earlier session left it, if it still holds anything.

        Args:
            group: which one; None leaves it as it is.
            draft: the one to be chosen where it is shown; being asked for, it pulls nothing along.
        """
        self._chosen = draft
        self._picked = ()
        if group is not None and self._counts.get(group):
            self.show_group(group)
        else:
            self._restore_choice()

    def show_found(self, found: SearchResult | None) -> None:
        """Show what a search found; None shows the group again."""
        self.model.set_found(None if found is None else found.ids)
        self.searching.show_result(found)
        if self._searched != (found is not None):
            self._searched = found is not None
            self._label_groups()
        self._look.start()
        self._restore_choice()
        if self._answered != (question := self.searching.question):
            # The same question asked again, of a list that has changed, keeps its place.
            self._answered = question
            self._show_beginning()
            self._hear.start()
        self._show_emptiness()

    @property
    def chosen(self) -> str:
        """The id of the draft that was chosen last, empty when none was."""
        return self._chosen

    @property
    def to_sign(self) -> tuple[str, ...]:
        """What would be signed together: the drafts picked, or else all of "to sign"."""
        if len(self._picked) > 1:
            return self.model.counted_in(Group.TO_SIGN, self._picked)
        if self.listed is not Group.TO_SIGN:
            return ()
        return self.model.shown_of(Group.TO_SIGN)

    def choose(self, draft: str) -> None:
        """Select a draft, in another group if need be, without opening it again.

        One that was chosen already and has left the group, because its person has just signed
        it, does not pull the list away from the work that is left.
        """
        known = draft == self._chosen
        self._chosen = draft
        if not known:
            self._picked = ()
        if (
            not known
            and not self.model.position(draft).isValid()
            and self.model.group_of(draft) is not None
        ):
            self.searching.clear()
            self.show_found(None)
            self.show_group(Group.ALL)
        self._restore_choice()

    def retranslate(self) -> None:
        self._label_groups()
        self.view.setAccessibleName(self.tr("Drafts"))
        self._show_emptiness()

    def _label_groups(self) -> None:
        self.groups.show_counts(self._counts, self.listed)
        self._fit_groups()

    def _fit_groups(self) -> None:
        margins = self._head.contentsMargins()
        self.groups.fit(self.width() - margins.left() - margins.right(), self._in_sight)

    def _in_sight(self, groups: int) -> float:
        """Reckon how many drafts are in sight below groups of so many pixels."""
        head = self._head.contentsMargins()
        taken = head.top() + head.bottom() + self.searching.sizeHint().height() + groups
        foot = self._foot.sizeHint().height() if not self.several.isHidden() else 0
        option = QStyleOptionViewItem()
        option.font = self.view.font()
        one = self.view.itemDelegate().sizeHint(option, QModelIndex()).height()
        return (self.height() - taken - self._head.spacing() - foot) / max(one, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fitting.start()
        super().changeEvent(event)

    def _fit(self) -> None:
        self._fit_groups()
        self._fit_several()

    def _fit_several(self) -> None:
        margins = self._head.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        self.several.fit(self._together, room, picked=len(self._picked) > 1)

    def _show_several(self) -> None:
        self._together = len(self.to_sign)
        self.several.setVisible(self._together > 1)
        self._fit_several()

    def _selected(self) -> None:
        self._selection_changed()
        current = self.view.currentIndex()
        if self._picked == (self.model.id_at(current.row()),) and not self._filling:
            # Keys have gone on to it; what is marked is what is shown, however it was marked.
            self._open(current)

    def _selection_changed(self) -> None:
        if self._filling:
            return
        before = len(self._picked)
        self._picked = picked(self.model, self.view.selectionModel().selection())
        self._show_several()
        count = len(self._picked)
        if count > before + 1 and self.view.hasFocus():
            # A reader speaks the row that the keys come to, and of all at once none.
            told = self.tr("%n draft(s) selected", "", count)
            voice().say(words.counted(told, count), self)

    def _wish_batch(self) -> None:
        self.batch_requested.emit(self.to_sign)

    def _show_emptiness(self) -> None:
        self._show_several()
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.view)
            return
        self._empty.setText(
            self.tr("Nothing was found.")
            if not self.searching.question.empty
            else self.tr("Nothing here now.")
            if self._counts.get(Group.ALL)
            else self.tr("Drafts are being received…")
            if self._receiving
            else self.tr("No drafts on this station yet. Sign in and synchronise.")
        )
        self._stack.setCurrentWidget(self._empty)

    def _wish_group(self, group: Group) -> None:
        """Show a group that somebody wants to see; a search would hide it."""
        if not self.searching.question.empty:
            self.searching.clear()
            self.show_found(None)
            self._hear.stop()
        self.show_group(group)

    def _show_beginning(self) -> None:
        """Begin another list with what comes first in it, or with the draft that is open."""
        chosen = self.model.position(self._chosen) if self._chosen else QModelIndex()
        self.view.scrollToTop()
        if chosen.isValid():
            self.view.scrollTo(chosen)

    def _search_asked(self, question: Question) -> None:
        if question.empty:
            self.show_found(None)
        self.search_requested.emit(question)

    def _enter_list(self) -> None:
        if self.model.rowCount():
            self.view.setFocus()
            if not self.view.currentIndex().isValid():
                self.view.setCurrentIndex(self.model.index(0))

    def _scrolled(self, _value: int) -> None:
        self._look.start()

    def _wish_hits(self) -> None:
        if not self.searching.question.clauses or not self.model.rowCount():
            return
        area = self.view.viewport().rect()
        first = self.view.indexAt(area.topLeft()).row()
        last = self.view.indexAt(area.bottomLeft()).row()
        last = self.model.rowCount() - 1 if last < 0 else last
        wanted = self.model.without_hits(first, min(last, first + _IN_SIGHT))
        if wanted:
            self.hits_requested.emit(wanted)

    def _restore_choice(self) -> None:
        place = self.model.position(self._chosen) if self._chosen else QModelIndex()
        flag = QItemSelectionModel.SelectionFlag
        keys = self.view.selectionModel()
        several = len(self._picked) > 1
        command = flag.ClearAndSelect
        if not place.isValid() and self._next:
            place, command = self.model.position(self._next), flag.Clear
        if not place.isValid() and not keys.currentIndex().isValid() and not several:
            # As at the start: nothing was chosen, nothing is, and nothing is to be painted again.
            self._selection_changed()
            return
        keys.blockSignals(True)
        if several:
            # What is picked stays so by itself, but in another list.
            if not keys.hasSelection():
                keys.select(selection_of(self.model, self._picked), flag.Select)
            command = flag.NoUpdate
        keys.setCurrentIndex(place, command)
        keys.blockSignals(False)
        self._selection_changed()
        self.view.viewport().update()

    def _current_changed(self, current: QModelIndex) -> None:
        if self._filling or not current.isValid():
            return
        self._open(current)

    def _open(self, place: QModelIndex) -> None:
        draft = self.model.id_at(place.row())
        if draft != self._chosen:
            self._chosen, self._next = draft, ""
            self.draft_chosen.emit(draft)

    def go_on(self) -> None:
        """Take the keys to what comes after a draft with which nothing is left to do."""
        if self.model.rowCount():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not any(self._counts.values()):
            # From there they go on to the drafts that are about to come.
            self.groups.take_keys()
        else:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
