"""Idempotency: one key, one request, one answer for ever.

What a key did is written in the same transaction as its effect, so there is no moment in which
one exists without the other. Refusals that no repetition can cure are kept as well; the others
(try again later, sign in first) leave the key unused.

A signed package is known by what was signed, not by a key: see :mod:`registry.registered`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from sqlalchemy import Connection, insert, select

from registry import database as db
from registry.contract import Accepted, EntryOutcome, EntryState, Problem, decode, encode
from registry.core import Core
from registry.problems import Code, Refusal

Work = Callable[[Connection], Accepted]


def once(core: Core, pinfl: str, key: str, request: tuple[str, ...], work: Work) -> bytes:
    """Do ``work`` for this key, or return what it did before.

    Args:
        core: the registry.
        pinfl: whose key it is; other people's keys are other keys.
        key: the Idempotency-Key.
        request: what is asked, so that another request under the same key is noticed; the first
            part is the call.
        work: runs inside the write transaction; a :class:`Refusal` undoes all it did.

    Returns:
        The JSON of an :class:`Accepted`, the same bytes at every repetition.

    Raises:
        Refusal: of ``work``, now or at the first time; ``key_reused``.
    """
    digest = _digest(request)
    kept: Refusal | None = None
    answer = b""
    with core.database.writing() as connection:
        before = _known(connection, pinfl, key, request)
        if before is not None:
            return before
        try:
            with connection.begin_nested():
                answer = encode(work(connection))
            status = 200
        except Refusal as refusal:
            if not refusal.final:
                raise
            kept = refusal
            answer, status = encode(refusal.problem), refusal.status
        connection.execute(
            insert(db.entries).values(
                pinfl=pinfl,
                key=key,
                call=request[0],
                request_sha256=digest,
                status=status,
                answer=answer,
                created=core.clock(),
            )
        )
    if kept is not None:
        raise kept
    return answer


def _known(connection: Connection, pinfl: str, key: str, request: tuple[str, ...]) -> bytes | None:
    """Return the answer a key already has, or None.

    Raises:
        Refusal: the one it was answered with, or ``key_reused``.
    """
    row = connection.execute(
        select(db.entries).where(db.entries.c.pinfl == pinfl, db.entries.c.key == key)
    ).one_or_none()
    if row is None:
        return None
    if row.request_sha256 != _digest(request):
        raise Refusal(Code.KEY_REUSED, row.call)
    if row.status != 200:
        problem = decode(row.answer, Problem)
        raise Refusal(Code(problem.code), problem.detail)
    return bytes(row.answer)


def state(connection: Connection, pinfl: str, key: str) -> EntryState:
    """Return what became of a key."""
    row = connection.execute(
        select(db.entries.c.status, db.entries.c.answer).where(
            db.entries.c.pinfl == pinfl, db.entries.c.key == key
        )
    ).one_or_none()
    if row is None:
        return EntryState(key, EntryOutcome.UNKNOWN, None, None, None)
    if row.status == 200:
        return EntryState(key, EntryOutcome.ACCEPTED, decode(row.answer, Accepted), None, None)
    problem = decode(row.answer, Problem)
    return EntryState(key, EntryOutcome.REFUSED, None, problem.code, problem.detail)


def _digest(request: tuple[str, ...]) -> str:
    return hashlib.sha256(encode(request)).hexdigest()
