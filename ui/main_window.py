"""The window: my work on the left, the document in the middle, its agreement on the right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QKeyEvent,
    QKeySequence,
    QMoveEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from sync.cancel import Progress
from ui import tab_order
from ui.base import enter_presses
from ui.clock import Minutes
from ui.draft_list import DraftList
from ui.draft_rows import DraftRows, Since
from ui.dropping import kinds
from ui.icons import application_icon
from ui.middle import Middle
from ui.notice import Notice, Refused, refusals
from ui.roles import tell_roles
from ui.rows import Connection, DraftRow, DraftView, PersonRow, TrailRow
from ui.search_rows import SearchResult
from ui.session_state import DeskState, Panels
from ui.side_panel import SidePanel
from ui.splitter import BorderKeys, Splitter
from ui.status_line import StatusLine
from ui.tool_bar import ToolBar
from ui.voice import voice

if TYPE_CHECKING:
    from ui.document_view import DocumentView


class MainWindow(QMainWindow):
    """Signals say what a person wishes; slots show what the application found out."""

    draft_opened = Signal(str)
    file_requested = Signal(str)
    document_shown = Signal()
    """Another file can be read now."""
    search_requested = Signal(object)
    """A :class:`~sync.question.Question`; an empty one ends the search."""
    hits_requested = Signal(tuple)
    search_choices_requested = Signal()
    sync_requested = Signal()
    sign_in_requested = Signal()
    sign_out_requested = Signal()
    outbox_requested = Signal()
    verify_requested = Signal(list)
    """Paths of the files to verify."""
    sign_requested = Signal(str)
    batch_requested = Signal(tuple)
    agree_requested = Signal(str)
    object_requested = Signal(str)
    return_requested = Signal(str)
    reject_requested = Signal(str)
    language_chosen = Signal(str)
    arranged = Signal()
    """The window was moved or has another size."""
    close_asked = Signal()
    """Before it closes; :meth:`keep_open` keeps it open."""
    closed = Signal()

    def __init__(self, language: str = "uz") -> None:
        super().__init__()
        tell_roles()
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self._view: DraftView | None = None
        self._divided = False
        self._kept_open = False
        self.side_gave_way = False
        """Whether the right side is hidden for want of room, by nobody's wish."""
        self.drafts = DraftList()
        self.side = SidePanel()
        self.middle = middle = Middle()
        self.title, self.subtitle, self.files = middle.title, middle.subtitle, middle.files
        self.bar = middle.bar
        middle.file_requested.connect(self.file_requested)
        middle.document_shown.connect(self.document_shown)
        self.minutes = Minutes(self)
        self.minutes.follow(self.bar, self.bar.retranslate)
        for counting in (self.drafts.view, self.side.trail):
            self.minutes.follow_rows(counting)
        self._make_middle()
        self._make_tools(language)
        self._make_status()
        self.drafts.draft_chosen.connect(self.draft_opened)
        self.drafts.search_requested.connect(self.search_requested)
        self.drafts.search_requested.connect(middle.show_asked)
        self.drafts.hits_requested.connect(self.hits_requested)
        self.drafts.searching.choices_requested.connect(self.search_choices_requested)
        self.drafts.batch_requested.connect(self.batch_requested)
        self.side.file_chosen.connect(middle.choose_file)
        self.bar.sign_requested.connect(self._wish_to_sign)
        self.bar.agree_requested.connect(self._wish_to_agree)
        self.bar.object_requested.connect(self._wish_to_object)
        self.bar.return_requested.connect(self._wish_to_return)
        self.bar.reject_requested.connect(self._wish_to_reject)
        self.resize(1360, 860)
        self.retranslate()
        self.show_draft(None)
        # Until there are drafts nothing else of the list is to be seen.
        self.drafts.groups.take_keys()

    @property
    def document(self) -> DocumentView:
        """The pages; see :attr:`ui.middle.Middle.document`."""
        return self.middle.document

    # -- making ---------------------------------------------------------------------------

    def _make_middle(self) -> None:
        self.splitter = Splitter()
        for part in (self.drafts, self.middle, self.side):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setCollapsible(1, False)
        self.notice = Notice()
        self.notice.outbox_requested.connect(self.outbox_requested)
        self.notice.sign_in_requested.connect(self.sign_in_requested)
        centre = QWidget()
        whole = QVBoxLayout(centre)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.notice)
        whole.addWidget(self.splitter, 1)
        self.setCentralWidget(centre)

    def _make_tools(self, language: str) -> None:
        self.tools = tools = ToolBar(self, language)
        self.looks, self.languages = tools.looks, tools.languages
        tools.sync_requested.connect(self.sync_requested)
        tools.outbox_requested.connect(self.outbox_requested)
        tools.sign_in_requested.connect(self.sign_in_requested)
        tools.sign_out_requested.connect(self.sign_out_requested)
        tools.language_chosen.connect(self.language_chosen)
        tools.verify.triggered.connect(self._choose_files)
        tools.side.toggled.connect(self.side.setVisible)
        tools.side.triggered.connect(self._open_shut_side)
        tools.keys.opening.connect(self._complete)
        self.addToolBar(tools)
        self.find_action = QAction(self)
        self.find_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
        self.find_action.triggered.connect(self.search_all)
        self.addAction(self.find_action)
        self.border_action = BorderKeys(self)

    def search_all(self) -> None:
        """Let a question be typed, where the list is seen in which the answer comes."""
        self.splitter.open(self.drafts)
        self.drafts.search.setFocus()

    def _open_shut_side(self) -> None:
        # Whoever presses for a side that is drawn shut wants it open, and not gone.
        if not self.tools.side.isChecked() and self.splitter.was_shut(self.side):
            self.tools.side.setChecked(True)

    def _make_status(self) -> None:
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self.connection_label = self.status.connection
        self.outbox_label = self.status.outbox

    # -- slots: what the application shows ---------------------------------------------------

    def show_drafts(
        self, rows: DraftRows | Sequence[DraftRow], since: Since | None = None
    ) -> None:
        """Show all drafts of this station; see :meth:`ui.draft_list.DraftList.show_drafts`."""
        self.drafts.show_drafts(rows, since)

    def show_found(self, found: SearchResult | None) -> None:
        """Show what the last search found."""
        self.drafts.show_found(found)

    def show_draft(self, view: DraftView | None) -> None:
        """Show a draft, or the same draft again when something about it changed."""
        pressed = self.focusWidget()
        self._view = view
        self.side.show_draft(view)
        self.middle.show_draft(view)
        if view is not None:
            self.drafts.choose(view.row.id)
        if self.bar.isAncestorOf(pressed) and not pressed.isVisibleTo(self):
            # What was to be done here is done.
            self.drafts.go_on()

    def show_trail(self, draft: str, rows: tuple[TrailRow, ...]) -> None:
        """Show the trail of a draft as its signatures get checked."""
        if self._view is not None and self._view.row.id == draft:
            self.side.show_trail(rows)

    def show_pdf(self, sha256: str, data: bytes) -> None:
        """Show a file that was asked for."""
        self.document.show_pdf(sha256, data)

    def pages_of(self, sha256: str) -> int:
        """Return the pages of a file that was shown; 0 when none of it was seen here."""
        return self.middle.pages_of(sha256)

    def show_file_failure(self, sha256: str, sentence: str) -> None:
        """Say why a file that was asked for cannot be shown."""
        self.document.show_failure(sha256, sentence)

    def show_person(self, person: PersonRow | None) -> None:
        """Show who is signed in; None for nobody."""
        self.tools.show_person(person)

    def show_connection(self, connection: Connection, synced: datetime | None = None) -> None:
        """Show how this station stands to the registry, and when it last synchronised."""
        self.status.show_connection(connection, synced)
        self.drafts.show_receiving(receiving=connection is Connection.WORKING)
        self.tools.sync.setEnabled(connection is not Connection.WORKING)
        if connection in (Connection.SIGN_IN, Connection.CONNECTED):
            # Of a line that is broken nothing follows for the sign-in.
            self.tools.show_session(ended=connection is Connection.SIGN_IN)

    def show_outbox_count(self, unsent: int, refused: int = 0) -> None:
        """Show how many entries wait in the outbox, and how many were refused."""
        self.status.show_outbox(unsent, refused)
        self.tools.show_outbox_count(unsent + refused)

    def tell_refused(self, refused: Refused, *, compare: bool = False) -> None:
        """Say what was refused, each title with its reason; ``compare`` offers what changed."""
        self.notice.tell(lambda: refusals(refused()), outbox=True, compare=compare)

    def tell_newer_version(self) -> None:
        """Say that the draft has changed and must be read before anything is signed."""
        self.notice.tell(
            lambda: self.tr("A newer version arrived. Nothing was signed. Read it first."),
            compare=True,
        )

    def show_progress(self, progress: Progress) -> None:
        """Show how far synchronising is."""
        self.status.show_progress(progress)

    def tell(self, sentence: str) -> None:
        """Show a sentence in the status bar for a while."""
        self.statusBar().showMessage(sentence, 8000)
        voice().say(sentence)

    @property
    def open_draft(self) -> str:
        """The id of the open draft, empty when none is."""
        return self._view.row.id if self._view else ""

    @property
    def open_version(self) -> str:
        """The version digest of the draft on the screen, empty when none is."""
        return self._view.version_digest if self._view else ""

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return self.tools.signed_in

    # -- language ----------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set every text of the window itself again."""
        self.setWindowTitle("E-qaror")
        self.splitter.name_borders(
            self.tr("Width of the list"), self.tr("Width of the right side")
        )
        self.find_action.setText(self.tr("Search in all drafts"))
        self.border_action.setText(self.tr("Move the borders of panels"))

    def _complete(self) -> None:
        """Make what has keys of its own, as all keys are to be listed."""
        self.middle.document.setVisible(True)
        self.side.remarks.setVisible(True)

    # -- keys --------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        middle = self.middle
        document: tuple[QWidget, ...] = ()
        if middle.has_document:
            pages = middle.document
            document = (pages.splitter, pages.find_bar, pages.tools)
        parts = (self.notice, self.drafts, middle.files, *document, middle.bar, middle, self.side,
                 self.status, self.tools)  # fmt: skip
        return tab_order.go(self, parts, forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enter_presses(self, event):
            super().keyPressEvent(event)

    # -- wishes ------------------------------------------------------------------------------

    def _choose_files(self) -> None:
        from ui.file_names import names_to_open

        paths = names_to_open(self, self.tr("Verify"), kinds())
        if paths:
            self.verify_requested.emit(paths)

    def _wish_to_sign(self) -> None:
        self.sign_requested.emit(self.open_draft)

    def _wish_to_agree(self) -> None:
        self.agree_requested.emit(self.open_draft)

    def _wish_to_object(self) -> None:
        self.object_requested.emit(self.open_draft)

    def _wish_to_return(self) -> None:
        self.return_requested.emit(self.open_draft)

    def _wish_to_reject(self) -> None:
        self.reject_requested.emit(self.open_draft)

    def showEvent(self, event: QShowEvent) -> None:
        if not event.spontaneous() and not self._divided:
            self._divided = True
            whole = self.width()
            left = min(max(whole * 24 // 100, 264), 340)
            right = min(max(whole * 26 // 100, 240), 360)
            self.splitter.setSizes([left, whole - left - right, right])
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arranged.emit()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.arranged.emit()

    # -- from session to session -------------------------------------------------------------

    @property
    def panels(self) -> Panels:
        """How the window is arranged."""
        return Panels(
            bytes(self.saveGeometry().data()),
            bytes(self.splitter.saveState().data()),
            not self.side.isHidden() or self.side_gave_way,
            self.side.tabs.currentIndex(),
        )

    def arrange(self, panels: Panels) -> None:
        """Arrange the window as it was; what Qt refuses of it stays as usual."""
        self.restoreGeometry(panels.frame)
        self._divided = self.splitter.restoreState(panels.parts)
        self.tools.side.setChecked(panels.side)
        if 0 <= panels.tab < self.side.tabs.count():
            self.side.tabs.setCurrentIndex(panels.tab)

    @property
    def desk_state(self) -> DeskState:
        """What is open, and how it is read."""
        middle, drafts = self.middle, self.drafts
        asked = drafts.searching.question
        return DeskState(self.open_draft, middle.file, drafts.group, middle.reader, asked)

    def keep_open(self) -> None:
        """Do not close now; called while ``close_asked`` is told."""
        self._kept_open = True

    def closeEvent(self, event: QCloseEvent) -> None:
        self._kept_open = False
        self.close_asked.emit()
        if self._kept_open:
            event.ignore()
            return
        self.closed.emit()
        super().closeEvent(event)
