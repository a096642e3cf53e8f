"""Remarks on older versions, offered for the present one; the person decides about each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from eqaror_desktop.comparison.places import Fate, Found, find
from eqaror_desktop.comparison.versions import compare_annexes
from sync.entries import CANCELLED, OutboxEntry, OutboxKind, OutboxState
from sync.store.notes import Anchor, Note
from sync.wire import Draft, FileRef, RemarkRequest

Pages = Callable[[FileRef], Sequence[str]]


@dataclass(frozen=True)
class Offered:
    """A remark of an older version. ``id`` is its note's, its entry's or the registry's.

    ``unsent`` says that it is a note of this station that was never handed in; ``found`` is what
    became of its place, None until it was looked for.
    """

    id: str
    version: int
    anchor: Anchor
    text: str
    unsent: bool = False
    found: Found | None = None
    file: FileRef | None = None
    """The file of the present version in which the place is looked for."""

    @property
    def anchor_now(self) -> Anchor:
        """The place in the present version; the whole draft if it is gone."""
        place = self.found.place if self.found else None
        if place is None or self.file is None:
            return Anchor()
        return replace(self.anchor, file=self.file.sha256, page=place.page)

    def found_in(self, pages: Pages) -> Offered:
        """Return the same with its place looked for."""
        if self.anchor.file is None:
            return replace(self, found=Found(Fate.UNCHANGED))
        if self.file is None:
            return replace(self, found=Found(Fate.GONE))
        return replace(self, found=find(self.anchor, pages(self.file), self.file.sha256))


def offers(
    draft: Draft,
    person: str,
    notes: Iterable[Note],
    entries: Iterable[OutboxEntry],
    aside: frozenset[str],
    older: Sequence[Draft] = (),
) -> tuple[Offered, ...]:
    """Return the remarks of older versions that this person may want to make again, oldest first.

    Args:
        draft: as it is now.
        person: PINFL.
        notes: the person's notes on this draft.
        entries: the outbox of this draft.
        aside: identifiers of remarks the person does not want to see again.
        older: the versions that are here, which tell what a file was.
    """
    now = draft.summary.version
    said = {item.text for item in draft.remarks if item.version == now}
    said |= {note.text.strip() for note in notes if note.version == now}
    found = [
        item
        for item in (*_notes(notes), *_refused(entries, person), *_sent(draft, person))
        if item.version < now and item.id not in aside
        if item.text.strip() and item.text.strip() not in said
    ]
    unique = {(item.text.strip(), item.anchor.quote): item for item in found}
    ordered = sorted(unique.values(), key=lambda item: item.version)
    return tuple(replace(item, file=_file_now(draft, item, older)) for item in ordered)


def _notes(notes: Iterable[Note]) -> Iterator[Offered]:
    for note in notes:
        yield Offered(note.id, note.version, note.anchor, note.text, unsent=True)


def _refused(entries: Iterable[OutboxEntry], person: str) -> Iterator[Offered]:
    for entry in entries:
        remark = entry.kind is OutboxKind.REMARK and entry.person == person
        if remark and entry.state is OutboxState.REFUSED and entry.code != CANCELLED:
            request = msgspec.json.decode(entry.payload, type=RemarkRequest)
            yield Offered(entry.key, request.version, anchor_of_request(request), request.text)


def _sent(draft: Draft, person: str) -> Iterator[Offered]:
    for item in draft.remarks:
        if item.author.pinfl == person:
            anchor = Anchor(item.file, item.page, item.quote, item.before, item.after)
            yield Offered(item.id, item.version, anchor, item.text)


def anchor_of_request(request: RemarkRequest) -> Anchor:
    """Return the place a remark was queued for."""
    return Anchor(request.file, request.page, request.quote, request.before, request.after)


def _file_now(draft: Draft, item: Offered, older: Sequence[Draft]) -> FileRef | None:
    """Return the present file in the place of the remark's: itself, or what replaced it."""
    wanted = item.anchor.file
    present = (draft.text, *(annex.file for annex in draft.annexes))
    for file in present:
        if file.sha256 == wanted:
            return file
    then = next((one for one in older if one.summary.version == item.version), None)
    if then is None or wanted is None:
        return None
    if then.text.sha256 == wanted:
        return draft.text
    changes = compare_annexes(then.annexes, draft.annexes)
    return next(
        (
            change.after.file
            for change in changes
            if change.before and change.after and change.before.file.sha256 == wanted
        ),
        None,
    )
