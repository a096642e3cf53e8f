"""The list of drafts, out of the store and the outbox. Pure, and called in a lane."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sync.entries import OutboxEntry
from sync.entries import OutboxKind as EntryKind
from sync.entries import OutboxState as EntryState
from sync.errors import StoreDamaged
from sync.store.drafts import Listed, read_summary
from sync.wire import DraftState, DraftSummary, DraftType
from ui.draft_rows import DraftRows
from ui.outbox_rows import OutboxKind
from ui.rows import ENDED, DraftRow, Group, Local

_LOCAL = {
    EntryState.QUEUED: Local.UNSENT,
    EntryState.SENDING: Local.UNCONFIRMED,
    EntryState.UNCONFIRMED: Local.UNCONFIRMED,
    EntryState.REFUSED: Local.REFUSED,
}
_NO_DOUBTS: Mapping[str, str] = MappingProxyType({})
Done = tuple[Local, OutboxKind | None]
"""What this station has done with a draft, and of what kind it was."""
_NOTHING: Done = (Local.NOTHING, None)
_DOUBTFUL: Done = (Local.IN_DOUBT, None)


def listed_rows(
    listed: Listed, entries: Iterable[OutboxEntry], doubts: Mapping[str, str] = _NO_DOUBTS
) -> DraftRows:
    """Lay what waits in the outbox over the list of the store, reading only what must be known.

    A summary is read here where something is asked of the person, or was done on this station;
    every other one when its row is looked at.

    Args:
        listed: what the store has.
        entries: of the outbox.
        doubts: version digests, by draft, of which nobody knows whether they were signed.
    """
    done = _done(entries)
    ended = {str(state) for state in ENDED}
    groups: list[Group] = []
    kept: list[object] = []
    columns = zip(listed.ids, listed.states, listed.asked, listed.summaries, strict=True)
    for draft, state, asked, body in columns:
        if not asked and draft not in done and draft not in doubts:
            groups.append(Group.REGISTERED if state in ended else Group.WAITING)
            kept.append(body)
            continue
        stands = done.get(draft)
        if stands is None:
            stands = _DOUBTFUL if _doubtful(body, doubts.get(draft)) else _NOTHING
        made = (body, stands)
        groups.append(_row(made, draft).group)
        kept.append(made)
    return DraftRows(listed.ids, tuple(groups), kept, _row)


def draft_rows(
    summaries: Iterable[DraftSummary],
    entries: Iterable[OutboxEntry],
    doubts: Mapping[str, str] = _NO_DOUBTS,
) -> tuple[DraftRow, ...]:
    """Lay what waits in the outbox over what the registry said; as :func:`listed_rows`."""
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


def _row(kept: bytes | tuple[bytes, Done], draft: str) -> DraftRow:
    body, done = (kept, _NOTHING) if isinstance(kept, bytes) else kept
    try:
        return DraftRow.of(read_summary(body), *done)
    except StoreDamaged:
        # One bad entry must not hide the others. Opening it says what is wrong with it.
        return DraftRow(draft, draft, "", next(iter(DraftType)), next(iter(DraftState)))


def _doubtful(body: bytes, version_digest: str | None) -> bool:
    try:
        return version_digest is not None and read_summary(body).version_digest == version_digest
    except StoreDamaged:
        return False
