"""The review desk: remarks, words begun, and versions compared, all without a line if need be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from eqaror_desktop.errors import (
    AnotherWaits,
    NotConfigured,
    NothingAsked,
    NotSignedIn,
    RemarkMissing,
)
from signing.errors import DraftChanged
from sync.cancel import NEVER, CancelToken, check
from sync.entries import OutboxEntry, OutboxKind, OutboxState
from sync.errors import NotFound, Refused, RegistryError
from sync.store.notes import Anchor, Note
from sync.wire import Action, Answer, Draft, DraftSummary, FileRef, RemarkRequest, TrailEntry

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.comparison.offers import Offered
    from eqaror_desktop.comparison.versions import VersionChanges

ReadPages = Callable[[bytes, CancelToken], Sequence[str]]
"""How the text of a PDF's pages is had; the window has a quicker way than the command line."""

_ANSWERS = (Answer.AGREED, Answer.AGREED_WITH_NOTE, Answer.OBJECTED)
_TEXTS_KEPT = 6


class ReviewDesk:
    """Made once for an application; its methods block, most of them for a moment only."""

    def __init__(self, station: Application) -> None:
        self._station = station
        self._texts: dict[str, tuple[str, ...]] = {}

    # What is begun

    def begin_remark(self, draft: Draft, anchor: Anchor, text: str) -> Note:
        """Keep the first letters of a remark on this very version.

        Raises:
            NotSignedIn: nobody is there to write it.
            StoreFull: nothing was kept.
        """
        summary = draft.summary
        return self._station.store.notes.begin(
            self._pinfl(), summary.id, summary.version, summary.version_digest, anchor, text
        )

    def closed(self, draft: Draft, person: str) -> bool:
        """Return whether something of this person waits after which no remark is taken."""
        from eqaror_desktop.flows.pending import require_none_waits

        summary = draft.summary
        try:
            require_none_waits(self._station.store, summary.id, summary.version_digest, person)
        except AnotherWaits:
            return True
        return False

    def hand_in(self, note: str) -> OutboxEntry:
        """Put a remark into the outbox, where it cannot be changed any more.

        Raises:
            RemarkMissing: it says nothing.
            DraftChanged: there is a newer version; the registry would not take it.
            AnotherWaits: this person's answer waits; the registry takes no remark after it.
            NothingAsked: remarks are not welcome on this draft now.
            NotFound: it was handed in already.
            StoreFull: it is still a note.
        """
        store = self._station.store
        found = store.notes.note(note)
        if not found.text.strip():
            raise RemarkMissing(found.draft)
        summary = store.drafts.summary(found.draft)
        if summary.version_digest != found.version_digest:
            raise DraftChanged(found.draft)
        from eqaror_desktop.flows.pending import require_none_waits

        require_none_waits(store, found.draft, found.version_digest, found.person)
        if Action.REMARK not in summary.actions:
            raise NothingAsked(found.draft, str(Action.REMARK))
        place = found.anchor
        request = RemarkRequest(
            version=found.version,
            file=place.file,
            page=place.page,
            quote=place.quote,
            text=found.text.strip(),
            before=place.before,
            after=place.after,
        )
        return store.outbox.queue(
            OutboxKind.REMARK,
            request,
            person=found.person,
            draft=found.draft,
            title=summary.title,
            version_digest=found.version_digest,
            key=found.id,
        )

    def notes(self, draft: str) -> tuple[Note, ...]:
        """Return this person's remarks on a draft that are not handed in."""
        me = self._station.person()
        return () if me is None else self._station.store.notes.remarks(me.person.pinfl, draft)

    def unsent(self, summary: DraftSummary) -> int:
        """Return how many remarks on this version were begun and not handed in."""
        from eqaror_desktop.flows.pending import unsent_remarks

        me = self._station.person()
        return unsent_remarks(self._station.store, summary, me.person.pinfl) if me else 0

    def drop_empty(self, draft: str, before: datetime) -> None:
        """Throw away this person's remarks on a draft that never got a word.

        Args:
            draft: its id.
            before: younger ones stay; somebody may be about to write.
        """
        for note in self.notes(draft):
            if note.changed < before and not note.text.strip():
                self._station.store.notes.drop(note.id)

    def answer_words(self, draft: str) -> str:
        """Return what was begun as a note or an objection, whatever version it was meant for."""
        me = self._station.person()
        note = me and self._station.store.notes.answer(me.person.pinfl, draft)
        return note.text if note else ""

    def keep_answer_words(self, draft: Draft, text: str) -> None:
        """Keep the words of an answer as they are typed.

        Raises:
            NotSignedIn: nobody is there to write them.
            StoreFull: what was kept before is still there.
        """
        summary = draft.summary
        self._station.store.notes.write_answer(
            self._pinfl(), summary.id, summary.version, summary.version_digest, text
        )

    # What an older version said, in the newer one

    def offered(
        self, draft: Draft, read: ReadPages, cancel: CancelToken = NEVER
    ) -> tuple[Offered, ...]:
        """Return this person's remarks on older versions, each with what became of its place.

        Raises:
            Cancelled: nobody waits for them any more.
        """
        from eqaror_desktop.comparison.offers import offers

        me = self._station.person()
        if me is None:
            return ()
        name = draft.summary.id
        entries = self._station.store.outbox.entries(draft=name)
        found = offers(
            draft,
            me.person.pinfl,
            self.notes(name),
            entries,
            self._put_aside(draft),
            tuple(self._kept(name)),
        )
        return tuple(self._found(item, read, cancel) for item in found)

    def _found(self, offer: Offered, read: ReadPages, cancel: CancelToken) -> Offered:
        try:
            return offer.found_in(lambda file: self._pages(file, read, cancel))
        except (RegistryError, NotSignedIn, NotConfigured, NotFound):
            # The new text is not here yet, and there is no line: the words are offered anyway.
            return offer

    def _kept(self, draft: str) -> Iterator[Draft]:
        for item in self._station.store.versions.kept(draft):
            yield self._station.store.versions.get(draft, item.number)

    def take_over(self, draft: Draft, offer: Offered) -> Note:
        """Begin a remark on this version with the words of an older one, which stays what it is.

        Raises:
            NotSignedIn, StoreFull: nothing was begun.
        """
        text = offer.text
        if offer.unsent:
            # It may have been written on since it was offered.
            with suppress(NotFound):
                text = self._station.store.notes.note(offer.id).text
        note = self.begin_remark(draft, offer.anchor_now, text)
        self.put_aside(draft.summary.id, offer)
        return note

    def put_aside(self, draft: str, offer: Offered) -> Note | None:
        """Offer a remark no more; a note that was never handed in is thrown away.

        Returns:
            That note, as it was last.
        """
        store = self._station.store
        if offer.unsent:
            with suppress(NotFound):
                note = store.notes.note(offer.id)
                store.notes.drop(offer.id)
                return note
            return None
        name = _aside(draft)
        known = (store.facts.get(name) or "").split()
        store.facts.put(name, " ".join(dict.fromkeys((*known, offer.id))))
        return None

    def offer_again(self, draft: str, offer: Offered) -> str:
        """Offer a remark that was put aside again; returns no note's name, for it is none."""
        store, name = self._station.store, _aside(draft)
        known = (store.facts.get(name) or "").split()
        store.facts.put(name, " ".join(item for item in known if item != offer.id))
        return ""

    def _put_aside(self, draft: Draft) -> frozenset[str]:
        return frozenset((self._station.store.facts.get(_aside(draft.summary.id)) or "").split())

    # Versions

    def version(self, draft: str, number: int) -> Draft:
        """Return one version of a draft, fetched if it is not here; it is kept from then on.

        Raises:
            NotFound: the registry has no such version either.
            RegistryError, NotSignedIn: it is not here and cannot be fetched.
        """
        store = self._station.store
        current = self._station.draft(draft)
        if current.summary.version == number:
            return current
        try:
            return store.versions.get(draft, number)
        except NotFound:
            found = self._fetched(draft, number)
            store.versions.put(found)
            return found

    def _fetched(self, draft: str, number: int) -> Draft:
        try:
            return self._station.connection.signed_in().version(draft, number)
        except Refused as error:
            if error.code == "not_found":
                raise NotFound("version", f"{draft} {number}") from error
            raise

    def answered(self, draft: Draft) -> int | None:
        """Return the number of the version this person's organisation answered last, if any.

        What waits in the outbox counts: it was signed.
        """
        return max(self.all_answered(draft), default=None)

    def all_answered(self, draft: Draft) -> frozenset[int]:
        """Return the numbers of every version this person's organisation answered."""
        me = self._station.person()
        if me is None:
            return frozenset()
        digests = {
            entry.version_digest
            for entry in self._station.store.outbox.entries(draft=draft.summary.id)
            if entry.kind is OutboxKind.AGREEMENT
            and entry.person == me.person.pinfl
            # Refused or taken back, it never was an answer.
            and (entry.open or entry.state is OutboxState.ACCEPTED)
        }
        kept = self._station.store.versions.kept(draft.summary.id)
        numbers = [item.number for item in kept if item.digest in digests]
        numbers += [item.version for item in draft.trail if _answered(item, me.organisation.stir)]
        return frozenset(numbers)

    def compare(
        self,
        draft: str,
        before: int | None = None,
        after: int | None = None,
        *,
        read: ReadPages | None = None,
        cancel: CancelToken = NEVER,
    ) -> VersionChanges:
        """Compare two versions; by default the one answered, or the last, with the present one.

        Raises:
            NotFound: there is no such version, or no older one.
            RegistryError, NotSignedIn: something that is needed is not here.
            Cancelled: nobody waits for it any more.
        """
        from eqaror_desktop.comparison.whole import compare_drafts

        current = self._station.draft(draft)
        number = current.summary.version
        newer = number if after is None else after
        if before is None:
            answered = self.answered(current)
            before = answered if answered and answered < newer else newer - 1
        if before < 1:
            raise NotFound("earlier", draft)
        reading = read or _read_slowly
        return compare_drafts(
            self.version(draft, before),
            self.version(draft, newer),
            lambda file: self._pages(file, reading, cancel),
            cancel,
        )

    def _pages(self, file: FileRef, read: ReadPages, cancel: CancelToken) -> tuple[str, ...]:
        check(cancel)
        known = self._texts.pop(file.sha256, None)
        if known is None:
            known = tuple(read(self._station.file(file), cancel))
        self._texts[file.sha256] = known
        while len(self._texts) > _TEXTS_KEPT:
            del self._texts[next(iter(self._texts))]
        return known

    def _pinfl(self) -> str:
        me = self._station.person()
        if me is None:
            raise NotSignedIn
        return me.person.pinfl


def _answered(entry: TrailEntry, stir: str) -> bool:
    return entry.organisation.stir == stir and entry.decision in _ANSWERS


def _aside(draft: str) -> str:
    return f"remarks put aside {draft}"


def _read_slowly(pdf: bytes, cancel: CancelToken) -> tuple[str, ...]:
    from eqaror_desktop.texts import page_texts

    return page_texts(pdf, cancel)
