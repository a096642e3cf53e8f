"""From remarks of the registry, of the outbox and of this person's notes to the rows shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import msgspec

from eqaror_desktop.comparison.offers import Offered, anchor_of_request
from eqaror_desktop.comparison.places import Fate, locate
from eqaror_desktop.messages import Messages
from sync.entries import OutboxEntry, OutboxKind, OutboxState
from sync.store.notes import Anchor, Note
from sync.wire import Draft, Me, RemarkRequest
from ui.remark_rows import OfferRow, PlaceFate, RemarkRow, RemarkState
from ui.rows import plain

PageText = Callable[[str, int], str | None]
"""The text of a page of a file by digest, None if the file is not on this station."""

_STATES = {
    OutboxState.QUEUED: RemarkState.QUEUED,
    OutboxState.SENDING: RemarkState.UNCONFIRMED,
    OutboxState.UNCONFIRMED: RemarkState.UNCONFIRMED,
    OutboxState.ACCEPTED: RemarkState.SENT,
    OutboxState.REFUSED: RemarkState.REFUSED,
}
_FATES = {
    Fate.UNCHANGED: PlaceFate.UNCHANGED,
    Fate.MOVED: PlaceFate.MOVED,
    Fate.GONE: PlaceFate.GONE,
}


def remark_rows(
    draft: Draft,
    me: Me | None,
    notes: Iterable[Note],
    entries: Iterable[OutboxEntry],
    messages: Messages,
    page_text: PageText,
) -> tuple[RemarkRow, ...]:
    """Return every remark on a draft, the present version's first, then by place and time."""
    found = [
        *_sent(draft, me),
        *_handed_in(draft, me, entries, messages),
        *(_noted(draft, me, note) for note in notes),
    ]
    located = [_located(draft, row, anchor, page_text) for row, anchor in found]
    ordered = sorted(located, key=_order)
    return tuple(replace(row, number=number) for number, row in enumerate(ordered, 1))


def offer_rows(offers: Iterable[Offered]) -> tuple[OfferRow, ...]:
    """Return what is shown of remarks on older versions."""
    return tuple(
        OfferRow(
            id=item.id,
            version=item.version,
            text=item.text,
            quote=item.anchor.quote,
            fate=_FATES[item.found.fate] if item.found else PlaceFate.UNKNOWN,
            page=item.found.place.page if item.found and item.found.place else 0,
        )
        for item in offers
    )


def _sent(draft: Draft, me: Me | None) -> Iterator[tuple[RemarkRow, Anchor]]:
    for item in draft.remarks:
        yield (
            RemarkRow(
                id=item.id,
                state=RemarkState.SENT,
                text=_lines(item.text),
                author=plain(item.author.name),
                organisation=plain(item.organisation.name),
                when=item.created,
                version=item.version,
                mine=me is not None and item.author.pinfl == me.person.pinfl,
                current=item.version == draft.summary.version,
            ),
            Anchor(item.file, item.page, item.quote, item.before, item.after),
        )


def _handed_in(
    draft: Draft, me: Me | None, entries: Iterable[OutboxEntry], messages: Messages
) -> Iterator[tuple[RemarkRow, Anchor]]:
    there = {(item.author.pinfl, item.version, item.text) for item in draft.remarks}
    for entry in entries:
        if entry.kind is not OutboxKind.REMARK or entry.taken_back:
            continue
        request = msgspec.json.decode(entry.payload, type=RemarkRequest)
        if (entry.person, request.version, request.text) in there and not entry.open:
            continue
        mine = me is not None and entry.person == me.person.pinfl
        yield (
            RemarkRow(
                id=entry.key,
                state=_STATES[entry.state],
                text=_lines(request.text),
                author=plain(me.person.name) if me is not None and mine else "",
                organisation=plain(me.organisation.name) if me is not None and mine else "",
                when=entry.created,
                version=request.version,
                mine=mine,
                current=request.version == draft.summary.version,
                reason="" if entry.open else messages.refusal(entry.code or "", entry.kind),
            ),
            anchor_of_request(request),
        )


def _noted(draft: Draft, me: Me | None, note: Note) -> tuple[RemarkRow, Anchor]:
    row = RemarkRow(
        id=note.id,
        state=RemarkState.DRAFT,
        text=note.text,
        author=plain(me.person.name) if me else "",
        organisation=plain(me.organisation.name) if me else "",
        when=note.changed,
        version=note.version,
        mine=True,
        current=note.version_digest == draft.summary.version_digest,
    )
    return row, note.anchor


def _located(draft: Draft, row: RemarkRow, anchor: Anchor, page_text: PageText) -> RemarkRow:
    """Return a row with its place, as far as the file is part of the version on the screen."""
    names = {draft.text.sha256: ""}
    names |= {item.file.sha256: f"{item.number}. {plain(item.title)}" for item in draft.annexes}
    placed = replace(row, quote=plain(anchor.quote), page=anchor.page or 0)
    if anchor.file not in names or anchor.file is None:
        return placed
    placed = replace(placed, file=anchor.file, file_name=names[anchor.file])
    if not anchor.quote or anchor.page is None:
        return placed
    text = page_text(anchor.file, anchor.page)
    spot = None if text is None else locate(anchor, text)
    return placed if spot is None else replace(placed, start=spot[0], size=spot[1])


def _order(row: RemarkRow) -> tuple[bool, int, str, int, int, float]:
    return (
        not row.current,
        -row.version,
        row.file_name,
        row.page,
        row.start,
        row.when.timestamp(),
    )


def _lines(text: str) -> str:
    return "\n".join(plain(line) for line in text.splitlines())
