"""Remarks in the window: written, kept as they are typed, handed in, and offered again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from PySide6.QtCore import QObject

from eqaror_desktop.comparison.offers import Offered
from eqaror_desktop.comparison.places import anchor_of
from eqaror_desktop.desktop.comparing import Comparing
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.page_text import read_pages
from eqaror_desktop.desktop.remark_rows import offer_rows, remark_rows
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.desktop.undoing import Undoing
from signing.errors import DraftChanged
from sync.entries import OutboxEntry
from sync.errors import NotFound, StoreError
from sync.store.notes import Anchor, Note
from sync.wire import Action, Draft
from ui.remark_rows import OfferRow, RemarkRow, Selected

T = TypeVar("T")


@dataclass(frozen=True)
class _Shown:
    draft: Draft
    rows: tuple[RemarkRow, ...]
    chosen: str
    answered: int | None
    closed: bool
    """Whether something waits to be sent after which the registry takes no remark."""


class Reviewing(QObject):
    """Follows the draft on the screen."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self.comparing = Comparing(station)
        self._draft: Draft | None = None
        self._rows: tuple[RemarkRow, ...] = ()
        self._offers: tuple[Offered, ...] = ()
        self._awaited: RemarkRow | None = None
        self._wished = ""
        self._unkept: dict[str, str] = {}
        self._since = datetime.now(UTC)
        window, panel = station.window, station.window.side.remarks
        window.document.remark_wished.connect(self._begin)
        window.document.marks.mark_clicked.connect(panel.choose)
        window.document.shown.connect(self._mark)
        window.side.compare_requested.connect(self._compare)
        window.notice.compare_requested.connect(self._compare_latest)
        panel.remark_wished.connect(self._begin_here)
        panel.remark_chosen.connect(self._go_to)
        panel.offer_taken.connect(self._take_over)
        panel.offer_left.connect(self._leave)
        panel.editor.typed.connect(self._keep)
        panel.editor.hand_in_requested.connect(self._hand_in)
        self.undoing = Undoing(station)
        panel.editor.delete_requested.connect(self.undoing.drop)
        self.undoing.removed.connect(self._reload_all)
        self.undoing.restored.connect(self._restored)
        window.closed.connect(self._close)

    def show(self, draft: Draft | None) -> None:
        """Show the remarks of the draft on the screen, or of none."""
        before = self._draft
        self._draft = draft
        panel = self._station.window.side.remarks
        if draft is None or before is None or before.summary.id != draft.summary.id:
            panel.editor.edit(None)
            self.undoing.forget()
            panel.show_offers(())
            self._show(None)
            self._wished = ""
        elif before.summary.version != draft.summary.version:
            # Where it began for the version before, an answer to that one would be left out.
            self._offer_comparison(None)
        if draft is None:
            return
        if before is None or before.summary.id != draft.summary.id:
            self._sweep(draft.summary.id)
        self._reload()
        if draft.summary.version > 1:
            self._look_for_offers(draft)

    def _reload(self, chosen: str = "") -> None:
        draft, application = self._draft, self._station.application
        if draft is None:
            return
        messages = self._station.messages
        # A reading that began later and was not asked for it must not forget whom it is to choose.
        chosen = self._wished = chosen or self._wished
        opened = {chosen, self._station.window.side.remarks.editor.note}

        def work(_tell: Tell) -> _Shown:
            entries = application.store.outbox.entries(draft=draft.summary.id)
            notes = [
                note
                for note in application.review.notes(draft.summary.id)
                if note.text.strip() or note.id in opened
            ]
            me = application.person()
            rows = remark_rows(draft, me, notes, entries, messages, self._page_text)
            closed = me is not None and application.review.closed(draft, me.person.pinfl)
            return _Shown(draft, rows, chosen, application.review.answered(draft), closed)

        lanes = self._station.lanes
        lanes.start(Lane.READING, work, self._show, self._station.show_error, topic="remarks")

    def _page_text(self, sha256: str, page: int) -> str | None:
        try:
            pdf = self._station.application.store.files.read(sha256)
        except NotFound:
            return None
        texts = read_pages(pdf, only=(page,))
        return texts[page - 1] if page <= len(texts) else None

    def _show(self, shown: _Shown | None) -> None:
        window = self._station.window
        self._rows = shown.rows if shown else ()
        welcome = shown is not None and Action.REMARK in shown.draft.summary.actions
        chosen = shown.chosen if shown else ""
        if any(row.id == chosen for row in self._rows):
            self._wished = ""
        self._offer_comparison(shown)
        closed = shown is not None and shown.closed
        window.side.show_remarks(self._rows, allowed=welcome, chosen=chosen, closed=closed)
        self._mark()

    def _offer_comparison(self, shown: _Shown | None) -> None:
        now = shown.draft.summary.version if shown else 1
        answered = shown.answered if shown else None
        older = answered is not None and answered < now
        before = answered if older and answered else now - 1
        self._station.window.side.show_comparable(before, answered=older)

    def _compare_latest(self) -> None:
        reading = self._draft.summary.version if self._draft else 0
        self.comparing.begin(self._station.window.open_draft, reading=reading)

    def _compare(self, before: int) -> None:
        self.comparing.begin(self._station.window.open_draft, before or None)

    def _mark(self) -> None:
        window = self._station.window
        current = window.side.remarks.current
        window.document.show_marks(self._rows, current.id if current else "")
        if self._awaited is not None and self._awaited.file == window.document.file:
            window.document.show_remark(self._awaited)
            self._awaited = None

    def _go_to(self, remark: str) -> None:
        found = next((row for row in self._rows if row.id == remark), None)
        window = self._station.window
        if found is not None and found.file and found.file != window.document.file:
            self._awaited = found
            window.side.file_chosen.emit(found.file)
        elif found is not None:
            window.document.show_remark(found)
        self._mark()

    # -- writing -------------------------------------------------------------------------------

    def _begin_here(self) -> None:
        selected = self._station.window.document.selected
        self._begin(selected or Selected("", 0, ""))

    def _begin(self, selected: Selected) -> None:
        draft, application = self._draft, self._station.application
        if draft is None or Action.REMARK not in draft.summary.actions:
            return
        if selected.file and selected.end > selected.start:
            place = selected
            anchor = anchor_of(place.file, place.page, place.text, place.start, place.end)
        else:
            anchor = Anchor(selected.file or None, selected.page or None)

        def work(_tell: Tell) -> Note:
            return application.review.begin_remark(draft, anchor, "")

        self._station.window.document.marks.unselect()
        self._start(work, self._begun)

    def _begun(self, note: Note) -> None:
        self._reload(note.id)

    def _keep(self, note: str, text: str) -> None:
        self._unkept[note] = text
        draft = self._draft

        def work(_tell: Tell) -> Note | None:
            made = self._write(draft, note, text)
            if self._unkept.get(note) == text:
                del self._unkept[note]
            return made

        self._start(work, self._kept)

    def _write(self, draft: Draft | None, note: str, text: str) -> Note | None:
        """Keep what was typed; in a new note if its own was ended meanwhile."""
        try:
            self._station.application.store.notes.write(note, text)
        except NotFound:
            row = next((item for item in self._rows if item.id == note), None)
            if draft is None or not text.strip():
                return None
            anchor = Anchor(row.file or None, row.page or None, row.quote) if row else Anchor()
            return self._station.application.review.begin_remark(draft, anchor, text)
        return None

    def _close(self) -> None:
        """Keep the last letters; no lane begins anything any more."""
        editor = self._station.window.side.remarks.editor
        note, empty = editor.note, not editor.text.toPlainText().strip()
        editor.typed.disconnect(self._keep)
        editor.typed.connect(self._unkept.__setitem__)
        editor.text.tell_now()
        with suppress(StoreError):
            for name, text in tuple(self._unkept.items()):
                self._write(self._draft, name, text)
            if note and empty:
                self._station.application.store.notes.drop(note)

    def _kept(self, made: Note | None) -> None:
        """Show the note that was made anew; else what is on the screen is what was typed."""
        if made is not None:
            self._reload(made.id)

    def _sweep(self, draft: str) -> None:
        """Throw away what was begun without a word before this program was."""

        def work(_tell: Tell) -> None:
            self._station.application.review.drop_empty(draft, self._since)

        self._start(work, self._swept)

    def _swept(self, _nothing: None) -> None:
        """They were not shown."""

    def _hand_in(self, note: str) -> None:
        def work(_tell: Tell) -> OutboxEntry:
            return self._station.application.review.hand_in(note)

        def failed(error: BaseException) -> None:
            station = self._station
            station.window.side.remarks.editor.give_back(note)
            self._reload(note)
            if isinstance(error, DraftChanged):
                station.window.notice.tell(
                    lambda: station.messages.text("words", "remark_outdated"), compare=True
                )
                station.drafts_changed.emit()
            else:
                station.show_error(error)

        self._station.lanes.start(Lane.KEEPING, work, self._handed_in, failed)

    def _handed_in(self, _entry: OutboxEntry) -> None:
        self._reload()
        self._station.drafts_changed.emit()
        self._station.sync_wanted.emit()

    def _reload_all(self) -> None:
        self._reload()

    def _restored(self, note: str) -> None:
        """What was thrown away is there again, or what was put aside is offered again."""
        self._reload(note)
        if self._draft is not None and self._draft.summary.version > 1:
            self._look_for_offers(self._draft)

    # -- older versions ------------------------------------------------------------------------

    def _look_for_offers(self, draft: Draft) -> None:
        application, lanes = self._station.application, self._station.lanes

        def work(_tell: Tell) -> tuple[Offered, ...]:
            return application.review.offered(draft, read_pages, lanes.stopping)

        lanes.start(Lane.COMPARING, work, self._offer, self._station.show_error, topic="offers")

    def _offer(self, offers: tuple[Offered, ...]) -> None:
        self._offers = offers
        shown: tuple[OfferRow, ...] = offer_rows(offers)
        self._station.window.side.remarks.show_offers(shown)

    def _take_over(self, remark: str) -> None:
        draft, offer = self._draft, self._offered(remark)
        if draft is None or offer is None:
            return
        # The older one may be open, and its last letters go along.
        self._station.window.side.remarks.editor.text.tell_now()

        def work(_tell: Tell) -> Note:
            return self._station.application.review.take_over(draft, offer)

        self._start(work, self._begun)
        self._offer(tuple(item for item in self._offers if item.id != remark))

    def _leave(self, remark: str) -> None:
        draft, offer = self._draft, self._offered(remark)
        if draft is None or offer is None:
            return
        self.undoing.put_aside(draft, offer)
        self._offer(tuple(item for item in self._offers if item.id != remark))

    def _offered(self, remark: str) -> Offered | None:
        return next((item for item in self._offers if item.id == remark), None)

    def _start(self, work: Callable[[Tell], T], done: Callable[[T], None]) -> None:
        # In a lane of their own: what is typed does not wait for what is read.
        self._station.lanes.start(Lane.KEEPING, work, done, self._station.show_error)
