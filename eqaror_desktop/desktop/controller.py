"""Joins the window with the application: lists, drafts, files, synchronising, language."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer

from eqaror_desktop.application import Application
from eqaror_desktop.desktop import ahead
from eqaror_desktop.desktop.bringing import Bringing
from eqaror_desktop.desktop.curing import Curing
from eqaror_desktop.desktop.doubts import Doubts
from eqaror_desktop.desktop.errands import Errands
from eqaror_desktop.desktop.failing import Failing
from eqaror_desktop.desktop.indexing import Indexing
from eqaror_desktop.desktop.lanes import Lane, Lanes, Tell
from eqaror_desktop.desktop.list_desk import Found, ListDesk
from eqaror_desktop.desktop.looks import Looks
from eqaror_desktop.desktop.newer import Newer
from eqaror_desktop.desktop.pace import Pace
from eqaror_desktop.desktop.refusals import Refusals
from eqaror_desktop.desktop.resuming import Resuming
from eqaror_desktop.desktop.searching import Searching
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.desktop.telling import Telling
from eqaror_desktop.desktop.workshops import Workshops
from eqaror_desktop.messages import Messages
from eqaror_desktop.settings import Language
from resources.translations import compiled
from sync.cancel import AnyOf, Progress
from sync.wire import Action, Draft, FileRef, Me
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.rows import Connection, PersonRow

if TYPE_CHECKING:
    from eqaror_desktop.checks import TrailCheck
    from sync.engine import SyncReport
    from ui.rows import DraftView

_REST = 500
"""Milliseconds from the list to what loads the libraries of network and tokens: it comes first."""


class Controller(Workshops):
    """Owns the flow; the window shows and wishes, the application does."""

    def __init__(
        self,
        application: Application,
        window: MainWindow,
        lanes: Lanes,
        speech: Speech,
        language: Language,
    ) -> None:
        super().__init__(Station(application, window, lanes, Messages.load(language)))
        self._application = application
        self._window = window
        self._lanes = lanes
        self._speech = speech
        self._draft: Draft | None = None
        self._wanted = ""
        self._person = ""
        """The PINFL of whoever signed in last."""
        self._at_rest = False
        self._syncing = False
        self._stop_sync = Event()
        self._again = False
        self._asked = False
        """Whether somebody waits for the cycle that runs or is to come."""
        self.doubts = Doubts(self.station)
        self.listing = ListDesk(self.station, self.doubts)
        self.listing.shown.connect(self._listed)
        self.resuming = Resuming(self.station)
        self.resuming.draft_wished.connect(self.open_draft)
        # Those that show a draft: what is asked for is made, or is there.
        parts = (lambda: window.side.remarks, lambda: window.middle.prepared)
        self._ahead = ahead.Ahead(self.station, parts)
        self.resuming.settled.connect(self._ahead.begin)
        self.searching = Searching(self.station)
        self.looks = Looks(self.station)
        self.telling = Telling(self.station)
        self.refusals = Refusals(self.station)
        ways = {
            "sync": self.sync_now,
            "outbox": window.outbox_requested.emit,
            "sign_in": self.begin_signing_in,
        }
        self.curing = Curing(self.station, ways)
        self.signed_in.connect(self._signed_in)
        self.draft_wished.connect(self.open_draft)
        self.station.sync_wanted.connect(self.sync)
        self.station.drafts_changed.connect(self._changed_here)
        self.station.sign_in_wanted.connect(self.begin_signing_in)
        self.station.newer_version.connect(self._newer_version)
        self.bringing = Bringing(self.station)
        self.newer = Newer(self.station)
        self.newer.wanted.connect(self.open_draft)
        self.errands = Errands(self.station)
        self.signed_in.connect(self.errands.signed_in)
        self.watching.changed.connect(self.errands.tokens_changed)
        self.pace = Pace(self.station)
        self.pace.due.connect(self._sync_if_signed_in)
        self._failing = Failing(self.station, self.pace)
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._go_on)
        window.closed.connect(self._rest.stop)
        self._connect(window)
        self._index_soon = Indexing(self.station)

    def _connect(self, window: MainWindow) -> None:
        window.draft_opened.connect(self.open_draft)
        window.closed.connect(self.watching.stop)
        window.closed.connect(self.pace.stop)
        window.file_requested.connect(self._fetch_file)
        window.sync_requested.connect(self.sync_now)
        window.status.stop_requested.connect(self._stop)
        window.sign_in_requested.connect(self.begin_signing_in)
        window.sign_out_requested.connect(self._sign_out)
        window.outbox_requested.connect(self.show_outbox)
        window.verify_requested.connect(self._verify)
        window.sign_requested.connect(self._sign)
        window.batch_requested.connect(self.begin_batch)
        window.agree_requested.connect(self._agree)
        window.object_requested.connect(self._object)
        window.return_requested.connect(self._return)
        window.reject_requested.connect(self._reject)
        window.language_chosen.connect(self._choose_language)

    def begin(self, first: Found | None = None) -> None:
        """Show what this station has, then synchronise if somebody is signed in.

        Args:
            first: the list, where it was read ahead.
        """
        if first is None:
            self.load_drafts()
        else:
            self.listing.show(first)
        self._lanes.start(
            Lane.READING, self._read_person, self._show_person, self.station.show_error
        )
        self._lanes.start(
            Lane.READING, self._read_synchronised, self._show_synchronised, self.station.show_error
        )
        self.doubts.begin()
        self.errands.begin()

    # -- the person --------------------------------------------------------------------------

    def _read_person(self, _tell: Tell) -> Me | None:
        return self._application.person()

    def _read_synchronised(self, _tell: Tell) -> datetime | None:
        return self._application.upkeep.synchronised()

    def _show_synchronised(self, moment: datetime | None) -> None:
        if moment is not None:
            self._window.status.show_synced(moment)

    def _show_person(self, person: Me | None) -> None:
        if person is None:
            self._window.show_person(None)
            self._window.show_connection(Connection.SIGN_IN)
        else:
            self._person = person.person.pinfl
            self._window.show_person(PersonRow.of(person))
            self.station.session_begun()
            self.pace.try_now()
            if self._at_rest and not self._rest.isActive():
                self.sync()

    def _come_to_rest(self) -> None:
        if not self._at_rest:
            self._at_rest = True
            self._rest.start()

    def _go_on(self) -> None:
        self.telling.listed(self.listing.refused)
        if self.listing.refused:
            self.refusals.look()
        self.pace.begin()
        self.watching.begin_later()
        self._index_soon.start()
        self._sync_if_signed_in()

    def _signed_in(self, person: Me) -> None:
        other = self._person not in ("", person.person.pinfl)
        self._show_person(person)
        who = person.person
        self._window.tell(
            self.station.messages.text("words", "signed_in", name=who.name, post=who.post)
        )
        self._window.drafts.go_on()
        if other:
            # What is asked of the one is not what is asked of the other.
            self._window.drafts.begin_anew()
            self.load_drafts()
        else:
            self._window.drafts.tell_group()
        if self._draft is not None:
            self.open_draft(self._draft.summary.id)

    def _sign_out(self) -> None:
        def work(_tell: Tell) -> None:
            self._application.sign_out()

        self._lanes.start(Lane.NETWORK, work, self._signed_out, self.station.show_error)

    def _signed_out(self, _nothing: None) -> None:
        self._show_person(None)
        # What was theirs a moment ago is nobody's now.
        self.load_drafts()

    # -- the list ----------------------------------------------------------------------------

    def load_drafts(self) -> None:
        """Read the list and the outbox from the store and show them."""
        self.listing.load()

    def _listed(self) -> None:
        self._come_to_rest()
        self.resuming.begin()
        if not self._rest.isActive():
            self.telling.listed(self.listing.refused)
        self.searching.again()
        self.tell_listed()

    def _changed_here(self) -> None:
        """Something was signed or taken back on this station: list and draft show it at once."""
        self.load_drafts()
        if self._wanted:
            self.open_draft(self._wanted)

    # -- one draft ---------------------------------------------------------------------------

    def open_draft(self, draft: str) -> None:
        """Show what is here of a draft, the same with its trail checked, then what is newer."""
        application, station = self._application, self.station
        messages = station.messages
        self._wanted = draft

        def work(tell: Tell) -> tuple[DraftView | None, bool]:
            from eqaror_desktop.desktop import rows

            found, behind = application.kept_draft(draft)
            if found is None:
                return None, behind
            person = application.person()
            entries = application.store.outbox.entries(draft=draft)
            tell((found, rows.draft_view(found, person, entries, None, messages)))
            checked: tuple[TrailCheck, ...] | None = application.trail_checks(found)
            return rows.draft_view(found, person, entries, checked, messages), behind

        def done(result: tuple[DraftView | None, bool]) -> None:
            view, behind = result
            if view is not None:
                self._ahead.then(lambda: self._show_checked(view))
            elif self._window.open_draft == draft:
                # It was another person's; whoever is signed in now did not ask for it.
                self._close_draft()
                return
            if behind:
                self._bring(draft, shown=view is not None)

        def told(shown: tuple[Draft, DraftView]) -> None:
            self._ahead.then(lambda: self._show_draft(shown))

        self._lanes.start(Lane.READING, work, done, station.show_error, told=told, topic="draft")

    def _bring(self, draft: str, *, shown: bool) -> None:
        def done() -> None:
            if self._wanted == draft:
                self.open_draft(draft)

        def failed(error: BaseException) -> None:
            if not shown and self._wanted == draft:
                self.station.show_error(error)

        self.bringing.draft(draft, done, failed)

    def _show_draft(self, shown: tuple[Draft, DraftView]) -> None:
        draft, view = shown
        if self._wanted != view.row.id:
            # Another was chosen while the parts that show the first were made.
            return
        self.tell_newer(draft)
        if self.newer.holds(view, self._draft):
            return
        self._draft = draft
        shown_now = (self._window.open_draft, self._window.open_version)
        if shown_now != (view.row.id, view.version_digest):
            self._window.show_draft(view)
            self.tell_shown(draft)

    def _close_draft(self) -> None:
        self._draft = None
        self._wanted = ""
        self._window.show_draft(None)
        self.tell_shown(None)

    def _show_checked(self, view: DraftView) -> None:
        shown = self._draft
        if shown is not None and self._window.open_version == view.version_digest:
            self._window.show_draft(view)
            self.tell_shown(shown)

    def _fetch_file(self, sha256: str) -> None:
        reference = self._reference(sha256)
        if reference is None:
            return

        def done(data: bytes) -> None:
            self._window.show_pdf(sha256, data)
            # It may have been fetched for this.
            self._index_soon.start()

        def failed(error: BaseException) -> None:
            self._window.show_file_failure(sha256, self._said(error))

        self.bringing.file(reference, done, failed)

    def _reference(self, sha256: str) -> FileRef | None:
        draft = self._draft
        if draft is None:
            return None
        files = (draft.text, *(annex.file for annex in draft.annexes))
        return next((file for file in files if file.sha256 == sha256), None)

    def _sign(self, draft: str) -> None:
        self.signing.begin(draft, self._window.open_version)

    def _newer_version(self) -> None:
        self._window.tell_newer_version()
        self.newer.wish(self._window.open_draft)  # Whoever wanted to sign has read.
        self._changed_here()

    def _agree(self, _draft: str) -> None:
        self.begin_answer(self._draft, objecting=False)

    def _object(self, _draft: str) -> None:
        self.begin_answer(self._draft, objecting=True)

    def _return(self, _draft: str) -> None:
        self.begin_sending_back(self._draft, Action.RETURN)

    def _reject(self, _draft: str) -> None:
        self.begin_sending_back(self._draft, Action.REJECT)

    # -- synchronising -------------------------------------------------------------------------

    def sync_now(self) -> None:
        """Do it at a person's wish, who is asked to sign in where nothing goes without."""
        self._asked = True
        self.sync()

    def sync(self) -> None:
        """Send and fetch; asked for again while it runs, it runs once more afterwards."""
        if self._syncing:
            self._again = True
            return
        self._syncing = True
        self._stop_sync = stop = Event()
        self._window.show_connection(Connection.WORKING)

        def work(tell: Tell) -> SyncReport:
            return self._application.sync(tell, AnyOf(stop, self._lanes.stopping))

        self._lanes.start(
            Lane.NETWORK, work, self._synced, self._sync_failed, told=self._show_progress
        )

    def _sync_if_signed_in(self) -> None:
        if self._window.signed_in:
            self.sync()

    def _show_progress(self, progress: Progress) -> None:
        self._window.show_progress(progress)

    def _stop(self) -> None:
        """Stop the cycle that runs, at a person's wish; what has come stays, nothing is lost."""
        self._again = False
        self._stop_sync.set()

    def _synced(self, report: SyncReport) -> None:
        self._syncing = False
        if report.failure is not None:
            self._sync_failed(report.failure)
        else:
            self._asked = self._asked and self._again
            # One that was stopped has not brought everything, so it does not count as the last.
            done = None if report.cancelled else datetime.now(UTC)
            self._window.show_connection(Connection.CONNECTED, done)
            self._index_soon.start()
            self.pace.synced()
        self.telling.came(report.changed)
        self.load_drafts()
        if not self._again:
            # What was queued while this cycle ran is sent by the next one.
            self.tell_synced()
        self.tell_changed((*report.changed, *report.removed))
        if report.refused:
            self.refusals.look()
        shown = self._wanted
        if shown in report.removed:
            self._close_draft()
        elif shown and (shown in report.changed or report.sent or report.refused):
            self.open_draft(shown)
        if self._again:
            self._again = False
            self.sync()

    def _sync_failed(self, error: BaseException) -> None:
        self._syncing = False
        self.pace.failed(error)
        asked, self._asked = self._asked, False
        self._failing.tell(error, asked=asked)
        self.tell_synced()

    def _said(self, error: BaseException) -> str:
        from eqaror_desktop.desktop import rows

        return rows.sentence(error, self.station.messages)

    # -- the rest --------------------------------------------------------------------------------

    def _verify(self, paths: list[str]) -> None:
        from eqaror_desktop.desktop.verifying import verify_files

        verify_files(self.station, paths)

    def _choose_language(self, code: str) -> None:
        language = cast("Language", code)

        def work(_tell: Tell) -> bytes:
            self._application.set_language(language)
            return compiled(language)

        def done(data: bytes) -> None:
            self.station.messages = Messages.load(language)
            self._speech.speak(language, data)
            self.station.language_changed.emit()
            if self._wanted:
                self.open_draft(self._wanted)

        self._lanes.start(Lane.READING, work, done, self.station.show_error, topic="language")
