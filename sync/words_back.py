"""Words go back to whoever wrote them when what carried them came to nothing.

A reason that was refused or taken back is a note again, in the transaction that settles the entry:
it is there in the next dialog, also for a newer version, and may be hours of work.
"""

from __future__ import annotations

import uuid

import msgspec

from sync.entries import COLUMNS, REQUESTS, OutboxEntry, OutboxKind, entry_of
from sync.store.database import Transaction
from sync.wire import AgreementRequest, ReasonRequest, RemarkRequest

_ANSWERS = frozenset({OutboxKind.AGREEMENT, OutboxKind.RETURN, OutboxKind.REJECT})


def words_of(entry: OutboxEntry) -> str:
    """Return what its person wrote; empty for what carries no words, and for what is damaged."""
    request = _request(entry)
    if isinstance(request, AgreementRequest):
        return request.remark
    if isinstance(request, RemarkRequest):
        return request.text
    return request.reason if request is not None else ""


def give_back(store: Transaction, key: str, now: str) -> None:
    """Make a note of the words of an entry that has just come to nothing.

    Args:
        store: the transaction in which that happens.
        key: the entry's. One that was brought in has other notes, at its own station; what was
            done before elsewhere has come to something, and a refused remark is offered as it is.
        now: the moment, as the store writes it.
    """
    entry = entry_of(store.rows(f"SELECT {COLUMNS} FROM outbox WHERE key = ?", (key,))[0])  # noqa: S608 - fixed pieces
    words = words_of(entry)
    remark = entry.kind is OutboxKind.REMARK
    if not words or entry.carrier is not None or entry.done_elsewhere:
        return
    if remark and not entry.taken_back:
        return
    place: tuple[str | int | None, ...] = (None, None, "", "", "")
    request = _request(entry)
    if isinstance(request, RemarkRequest):
        place = (request.file, request.page, request.quote, request.before, request.after)
    # What was begun since then stays; a name is for one sending only, so this is another one.
    store.execute(
        "INSERT OR IGNORE INTO note (id, person, kind, draft, version, version_digest, file, page,"
        " quote, before, after, text, begun, changed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(str(uuid.uuid4()), entry.person, "remark" if remark else "answer", entry.draft),
            *(_version(store, entry, request), entry.version_digest),
            *place,
            *(words, now, now),
        ),
    )


def end_words(store: Transaction, entry: OutboxEntry) -> None:
    """Forget words begun for an answer to this version or an older one: one was just given."""
    if entry.kind not in _ANSWERS or entry.carrier is not None:
        return
    store.execute(
        "DELETE FROM note WHERE kind = 'answer' AND person = ? AND draft = ? AND version <= ?",
        (entry.person, entry.draft, _version(store, entry, _request(entry))),
    )


def _request(entry: OutboxEntry) -> AgreementRequest | RemarkRequest | ReasonRequest | None:
    kind = REQUESTS.get(entry.kind)
    if kind is None:
        return None
    try:
        return msgspec.json.decode(entry.payload, type=kind)
    except msgspec.DecodeError:
        return None


def _version(
    store: Transaction,
    entry: OutboxEntry,
    request: AgreementRequest | RemarkRequest | ReasonRequest | None,
) -> int:
    if isinstance(request, (AgreementRequest, RemarkRequest)):
        return request.version
    known = store.value(
        "SELECT number FROM version WHERE draft = ? AND digest = ?",
        (entry.draft, entry.version_digest),
    )
    return int(known or 0)
