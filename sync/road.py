"""The road of an outbox entry: each note of the sender is one step, on disk on return.

Which steps there are, the database itself knows: see the triggers in ``store/migrations``.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec

from sync.entries import Held, Reason
from sync.errors import AlreadySent
from sync.store.copies import Copies, Mark
from sync.store.database import Database
from sync.wire import Accepted
from sync.words_back import give_back

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)
LONGEST_ASKED_WAIT = timedelta(hours=1)
"""No entry waits longer: a later time was written by a clock that was ahead."""
LONGEST_STAMP_WAIT = timedelta(days=31)
"""The same for one whose time-stamp servers may not be asked before."""


class Road:
    """Notes what becomes of entries; safe to use from several threads."""

    def __init__(
        self, database: Database, now: Callable[[], datetime], copies: Copies | None = None
    ) -> None:
        self._database = database
        self._now = now
        self._copies = copies

    def begin(self, key: str) -> None:
        """QUEUED → SENDING, before the first byte leaves.

        Raises:
            AlreadySent: it is not QUEUED any more, for example because it was cancelled.
        """
        with self._database.write() as store:
            begun = store.execute(
                "UPDATE outbox SET state = 'SENDING', attempts = attempts + 1"
                " WHERE key = ? AND state = 'QUEUED'",
                (key,),
            )
            if begun and self._copies is not None:
                self._copies.mark(store, key, Mark.LEFT)
        if not begun:
            raise AlreadySent(key, Held.SETTLED)

    def note_upload(self, key: str, upload: str) -> None:
        """Remember the registry's name of an upload, so that it can be taken up again."""
        with self._database.write() as store:
            store.execute("UPDATE outbox SET upload = ? WHERE key = ?", (upload, key))

    def drop_upload(self, key: str) -> None:
        """Forget an upload that is of no use, so that the next sending begins a new one."""
        with self._database.write() as store:
            store.execute("UPDATE outbox SET upload = NULL WHERE key = ?", (key,))

    def accepted(self, key: str, accepted: Accepted) -> None:
        """Settle: the registry took it. Registration and receipt stay here for good."""
        with self._database.write() as store:
            store.execute(
                "UPDATE outbox SET state = 'ACCEPTED', accepted = ?, settled = ?,"
                " code = NULL, detail = NULL WHERE key = ?",
                (msgspec.json.encode(accepted), text_of(self._now()), key),
            )

    def refused(self, key: str, code: str, detail: str | None) -> None:
        """Settle: the registry will never take it."""
        with self._database.write() as store:
            store.execute(
                "UPDATE outbox SET state = 'REFUSED', code = ?, detail = ?, settled = ?"
                " WHERE key = ?",
                (code, detail, text_of(self._now()), key),
            )
            give_back(store, key, text_of(self._now()))

    def unconfirmed(self, key: str, code: str, detail: str = "") -> None:
        """The request left and its outcome is unknown; it is asked for at the next cycle."""
        with self._database.write() as store:
            store.execute(
                "UPDATE outbox SET state = 'UNCONFIRMED', departed = 1, code = ?, detail = ?,"
                " next_try = ?, failures = failures + 1 WHERE key = ?",
                (code, detail, text_of(self._now()), key),
            )

    def unknown_there(self, key: str) -> None:
        """UNCONFIRMED → QUEUED: the registry has never heard of it.

        It is due at once the first time; an entry whose answer is lost again and again waits.
        """
        with self._database.write() as store:
            failures = store.value("SELECT failures FROM outbox WHERE key = ?", (key,)) or 0
            wait = _wait(failures - 2, None) if failures > 1 else timedelta()
            store.execute(
                "UPDATE outbox SET state = 'QUEUED', code = ?, detail = NULL, next_try = ?"
                " WHERE key = ?",
                (str(Reason.UNKNOWN_THERE), text_of(self._now() + wait), key),
            )

    def put_back(self, key: str, code: str, detail: str = "") -> None:
        """Make it QUEUED and due at once: it surely had no effect, and that was not its fault."""
        with self._database.write() as store:
            store.execute(
                "UPDATE outbox SET state = 'QUEUED', code = ?, detail = ? WHERE key = ?",
                (code, detail, key),
            )
        self._did_not_leave(key)

    def failed(
        self,
        key: str,
        code: str,
        detail: str = "",
        *,
        queued: bool = True,
        retry_after: float | None = None,
        until: datetime | None = None,
    ) -> None:
        """Note a failure of this entry alone and make it wait, longer each time.

        Args:
            key: the entry.
            code: a stable word for the reason.
            detail: more, for a log.
            queued: it surely had no effect, so it becomes QUEUED; otherwise its state stays.
            retry_after: seconds the registry asked to wait.
            until: when it is of use to try again, instead of the usual wait.
        """
        with self._database.write() as store:
            failures = store.value("SELECT failures FROM outbox WHERE key = ?", (key,)) or 0
            now = self._now()
            due = until or now + _wait(failures, retry_after)
            due = min(due, now + (LONGEST_ASKED_WAIT if until is None else LONGEST_STAMP_WAIT))
            store.execute(
                "UPDATE outbox SET state = CASE WHEN ? THEN 'QUEUED' ELSE state END,"
                " code = ?, detail = ?, failures = ?, next_try = ? WHERE key = ?",
                (queued, code, detail, failures + 1, text_of(due), key),
            )
        if queued:
            self._did_not_leave(key)

    def _did_not_leave(self, key: str) -> None:
        if self._copies is not None:
            self._copies.unmark(self._database, key, Mark.LEFT)


def _wait(failures: int, retry_after: float | None) -> timedelta:
    """Return how long to wait: doubled each time, bounded, and not the same on every station."""
    wait = min(FIRST_WAIT * (1 << min(failures, 20)), LONGEST_WAIT)
    spread = random.uniform(0.75, 1.25)  # noqa: S311 - spreads load, guards nothing
    asked = min(timedelta(seconds=retry_after or 0), LONGEST_ASKED_WAIT)
    return max(spread * wait, asked)


def text_of(moment: datetime) -> str:
    """Return a form whose order as text is the order in time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
