"""The list of drafts, out of the store and the outbox. Pure, and called in a lane."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from types import MappingProxyType

from eqaror_desktop.whose import own_entries
from sync.entries import OutboxEntry
from sync.entries import OutboxKind as EntryKind
from sync.entries import OutboxState as EntryState
from sync.errors import StoreDamaged
from sync.station import Store
from sync.wire import DraftSummary, Me
from ui.draft_rows import DraftRows
from ui.outbox_rows import OutboxKind
from ui.rows import ENDED, DraftRow, Group, Local

_LOCAL = {
    EntryState.QUEUED: Local.UNSENT,
    EntryState.SENDING: Local.UNCONFIRMED,
    EntryState.UNCONFIRMED: Local.UNCONFIRMED,
    EntryState.REFUSED: Local.REFUSED,
}
_FIRST = 60
"""Rows that are seen before any other."""
_NO_DOUBTS: Mapping[str, str] = MappingProxyType({})
Done = tuple[Local, OutboxKind | None]
"""What this station has done with a draft, and of what kind it was."""
_NOTHING: Done = (Local.NOTHING, None)
_DOUBTFUL: Done = (Local.IN_DOUBT, None)
_NEVER = datetime.max.replace(tzinfo=UTC)
_ENDED = frozenset(str(state) for state in ENDED)


def read_list(
    store: Store, doubts: Mapping[str, str] = _NO_DOUBTS, me: Me | None = None
) -> DraftRows:
    """Lay what waits in the outbox over the list of the store, reading only what must be known.

    A summary is read where something is asked of the person or was done on this station, and of
    what is seen first; the others when somebody comes to them.

    Args:
        store: what this station has.
        doubts: version digests, by draft, of which nobody knows whether they were signed.
        me: who is signed in: what somebody else did here leaves what is asked of this person.

    Raises:
        StoreError: it cannot be read.
    """
    listed = store.drafts.listed()
    done = _done(own_entries(store.outbox.entries(), me))
    asking = {draft for draft, asked in zip(listed.ids, listed.asked, strict=True) if asked}
    known = asking | done.keys() | doubts.keys()
    rows = {}
    for item in read_summaries(store, (*known, *listed.ids[:_FIRST])):
        doubtful = doubts.get(item.id) == item.version_digest
        rows[item.id] = DraftRow.of(item, *done.get(item.id, _DOUBTFUL if doubtful else _NOTHING))
    by_state = {
        state: Group.REGISTERED if state in _ENDED else Group.WAITING
        for state in set(listed.states)
    }
    groups = [by_state[state] for state in listed.states]
    marks: list[object] = list(listed.revisions)
    for place, draft in enumerate(listed.ids):
        if draft not in known:
            continue
        row = rows.get(draft)
        # Something is asked or was done, and what cannot be told: the page is damaged.
        groups[place] = Group.ALL if row is None else row.group
        if row is not None:
            marks[place] = (marks[place], row.local, row.doing)
    ids = list(listed.ids)
    for group in (Group.TO_SIGN, Group.TO_AGREE):
        _soonest_first(group, ids, groups, marks, rows)
    return DraftRows(tuple(ids), tuple(groups), marks, rows)


def _soonest_first(
    group: Group,
    ids: list[str],
    groups: Sequence[Group],
    marks: list[object],
    rows: Mapping[str, DraftRow],
) -> None:
    """Let those of a group change places: what ends first is asked for first."""
    places = [place for place, found in enumerate(groups) if found is group]
    ends = {place: rows[ids[place]].deadline or _NEVER for place in places}
    order = sorted(places, key=ends.__getitem__)
    moved = [(ids[place], marks[place]) for place in order]
    for place, (draft, mark) in zip(places, moved, strict=True):
        ids[place], marks[place] = draft, mark


def read_summaries(store: Store, drafts: Sequence[str]) -> Iterable[DraftSummary]:
    """Return what can be read of these drafts' summaries; one that is damaged hides no other."""
    try:
        return store.drafts.of(drafts)
    except StoreDamaged:
        found: list[DraftSummary] = []
        for draft in drafts:
            # Opening it says what is wrong with it.
            with suppress(StoreDamaged):
                found += store.drafts.of((draft,))
        return found


def draft_rows(
    summaries: Iterable[DraftSummary],
    entries: Iterable[OutboxEntry],
    doubts: Mapping[str, str] = _NO_DOUBTS,
) -> tuple[DraftRow, ...]:
    """Lay what waits in the outbox over what the registry said; as :func:`read_list`."""
    done = _done(entries)
    return tuple(
        DraftRow.of(
            item,
            *done.get(
                item.id, _DOUBTFUL if doubts.get(item.id) == item.version_digest else _NOTHING
            ),
        )
        for item in summaries
    )


def refused(entry: OutboxEntry) -> bool:
    """Return whether an entry came to nothing: it was neither taken back nor done elsewhere."""
    lost = entry.state is EntryState.REFUSED and not entry.taken_back
    return lost and not entry.done_elsewhere


def _done(entries: Iterable[OutboxEntry]) -> dict[str, Done]:
    done: dict[str, Done] = {}
    # The last thing done with a draft counts: a refusal is over when its person signed again.
    for entry in sorted(entries, key=lambda item: item.created):
        if entry.kind is EntryKind.REMARK:
            # A remark is no answer: whatever becomes of it, what is asked stays asked.
            continue
        if entry.open or refused(entry):
            done[entry.draft] = (_LOCAL[entry.state], OutboxKind(entry.kind.value))
        else:
            done.pop(entry.draft, None)
    return done
