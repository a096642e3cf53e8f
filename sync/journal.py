"""What a person was about to sign, what the token was asked, and what came of it.

A row goes this road, and every step is on disk before the next thing happens::

    INTENDED ─► ASKED ─► MADE ─► KEPT           (in the outbox)  or DONE (a sign-in)
        │         │ ▲     │       │ taken back before it left
        │         │ └─────┘ the second signature of a package
        ▼         ▼               ▼
    NOT_SIGNED  UNKNOWN, NOT_SIGNED or DISCARDED

ASKED is written before C_Sign is called, MADE before anything is done with what came. KEPT is
written by the database itself, in the transaction that puts the row into the outbox. After a
power cut the last step written therefore tells what may have happened: see :meth:`recover`.

Beside it stands the log of every use of a key (:mod:`sync.chain`), which is never changed; a step
and its record are one transaction.
"""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import msgspec
from msgspec.structs import asdict

from sync.attempts import (
    COLUMNS,
    INTERRUPTED,
    TAKEN_BACK,
    Attempt,
    Intent,
    JournalKind,
    JournalState,
    SignatureValue,
    attempt_of,
)
from sync.errors import StoreDamaged
from sync.key_log import KeyLog
from sync.store.database import Database, Transaction, Value

_NAMES = 64
_OPEN = "('INTENDED', 'ASKED', 'MADE')"


class Journal:
    """The rows and the log; safe to use from several threads."""

    def __init__(self, database: Database, log: KeyLog, now: Callable[[], datetime]) -> None:
        self.log = log
        self._database = database
        self._now = now
        self._left: frozenset[str] = frozenset()
        self._names: OrderedDict[str, dict[str, object]] = OrderedDict()
        """What the log says of an attempt each time; it never changes."""

    # What the flows note; each is one transaction, on disk on return

    def intend(self, intents: Sequence[Intent]) -> tuple[str, ...]:
        """Write down what a person wants to sign; nothing was asked of the token yet.

        Returns:
            The names of the attempts.

        Raises:
            StoreFull: nothing was written; nothing must be signed.
        """
        now = self._now()
        names = tuple(str(uuid.uuid4()) for _ in intents)
        with self._database.write() as store:
            for name, intent in zip(names, intents, strict=True):
                store.execute(
                    "INSERT INTO journal (id, batch, place, kind, person, draft, title,"
                    " version_digest, identity, token, certificate, consent, begun, changed,"
                    " state)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'INTENDED')",
                    (
                        *(name, intent.batch, intent.place, str(intent.kind), intent.person),
                        *(intent.draft, intent.title, intent.version_digest, intent.identity),
                        *(intent.token, _json(intent.certificate), _json(intent.consent)),
                        *(_text(now), _text(now)),
                    ),
                )
                self.log.append(store, "intended", {**_said(intent), "attempt": name})
        return names

    def opened(self, intent: Intent, result: str) -> None:
        """Note that a PIN was given to a token, and what the token said.

        Args:
            intent: for what; of a batch the first.
            result: ``opened``, or the name of the error.
        """
        with self._database.write() as store:
            said = _said(intent)
            kept = {name: said[name] for name in ("kind", "person", "certificate", "token")}
            self.log.append(store, "login", {**kept, "batch": intent.batch, "result": result})

    def ask(
        self, attempt: str, purpose: str, algorithm: str, digest: str, moment: datetime
    ) -> None:
        """INTENDED or MADE → ASKED, before the token is asked for a signature.

        Args:
            attempt: its name.
            purpose: ``text``, ``package``, ``agreement``, ``sign_in`` or ``report``.
            algorithm: of the signature.
            digest: what the token signs, hex.
            moment: the signing time that is claimed.

        Raises:
            StoreFull: nothing was written; the token must not be asked.
        """
        with self._database.write() as store:
            named = self._named(store, attempt)
            number = self.log.append(
                store,
                "asked",
                {**named, "purpose": purpose, "algorithm": algorithm, "digest": digest},
            )
            self._step(
                store,
                attempt,
                JournalState.ASKED,
                "purpose = ?, asked = ?, moment = ?",
                (purpose, number, _text(moment)),
            )

    def made(
        self,
        attempt: str,
        digest: str,
        algorithm: str,
        value: bytes,
        sha256: str,
        *,
        synced: bool = True,
    ) -> None:
        """ASKED → MADE, before anything is done with the signature.

        Args:
            attempt: its name.
            digest: what was signed, hex, as it was asked.
            algorithm: of the signature.
            value: the signature; kept until the package that carries it is.
            sha256: of the value, for the log.
            synced: False where another signature follows at once: its ASKED puts this on disk
                too. A power cut between leaves ASKED, so the outcome is unknown, which is true.
        """
        with self._database.write(synced=synced) as store:
            self._answer(store, attempt, {"result": "made", "value": sha256})
            self._step(store, attempt, JournalState.MADE, "made = made + 1", ())
            store.execute(
                "INSERT OR IGNORE INTO signature_value (attempt, digest, algorithm, value)"
                " VALUES (?, ?, ?, ?)",
                (attempt, digest, algorithm, value),
            )

    def failed(self, attempt: str, reason: str, *, certain: bool) -> None:
        """ASKED → NOT_SIGNED, DISCARDED or UNKNOWN: no signature came.

        Args:
            attempt: its name.
            reason: the name of the error.
            certain: the driver answered, and its answer was no signature.
        """
        with self._database.write() as store:
            self._answer(store, attempt, {"result": reason, "certain": certain})
            made = self._row(store, attempt).made
            after = JournalState.DISCARDED if made else JournalState.NOT_SIGNED
            self._settle(store, attempt, after if certain else JournalState.UNKNOWN, reason)

    def end(self, attempts: Sequence[str], reason: str) -> None:
        """Settle what goes no further: INTENDED → NOT_SIGNED, MADE → DISCARDED.

        One that is settled already, or still waits for the token's word, stays as it is.
        """
        with self._database.write() as store:
            for attempt in attempts:
                state = self._row(store, attempt).state
                if state is JournalState.INTENDED:
                    self._settle(store, attempt, JournalState.NOT_SIGNED, reason)
                elif state is JournalState.MADE:
                    self._settle(store, attempt, JournalState.DISCARDED, reason)

    def taken_back(self, store: Transaction, entry: str) -> None:
        """KEPT → DISCARDED: its person took the outbox entry back before it left.

        Args:
            store: the transaction in which that happens.
            entry: the entry's key; one that no attempt here led to is no error.
        """
        for row in self._select(store, "entry = ?", (entry,)):
            state = JournalState.DISCARDED
            said = {**_named(row), "state": str(state), "reason": TAKEN_BACK, "entry": entry}
            self.log.append(store, "ended", said)
            self._step(store, row.id, state, "entry = NULL, reason = ?", (TAKEN_BACK,))

    def done(self, attempt: str) -> None:
        """MADE → DONE: nothing of the signature is to be kept."""
        with self._database.write() as store:
            self._step(store, attempt, JournalState.DONE, "reason = ''", ())

    def recover(self) -> int:
        """Settle what the last run of the program left open; once at start.

        INTENDED becomes NOT_SIGNED: the token was not asked. ASKED becomes UNKNOWN: it was, and
        its answer was not written. A package whose second signature was MADE stays, because with
        the values at hand it can be finished; any other signature that was made is DISCARDED.

        Returns:
            How many there were.
        """
        with self._database.read() as store:
            if store.row(f"SELECT 1 FROM journal WHERE state IN {_OPEN}") is None:  # noqa: S608 - fixed
                return 0
        with self._database.write() as store:
            rows = self._select(store, f"state IN {_OPEN}", ())
            self._left = frozenset(row.id for row in rows)
            for row in rows:
                if row.state is JournalState.INTENDED:
                    self._settle(store, row.id, JournalState.NOT_SIGNED, INTERRUPTED)
                elif row.state is JournalState.ASKED:
                    self._answer(store, row.id, {"result": INTERRUPTED, "certain": False})
                    self._settle(store, row.id, JournalState.UNKNOWN, INTERRUPTED)
                elif row.kind is not JournalKind.PACKAGE or row.purpose != row.kind:
                    self._settle(store, row.id, JournalState.DISCARDED, INTERRUPTED)
        return len(rows)

    # What everybody reads

    def attempts(self, *, draft: str | None = None) -> tuple[Attempt, ...]:
        """Return attempts for drafts, oldest first."""
        with self._database.read() as store:
            return self._select(store, "draft = coalesce(?, draft) AND draft != ''", (draft,))

    def attempt(self, name: str) -> Attempt:
        """Return one attempt.

        Raises:
            StoreDamaged: there is none of this name.
        """
        with self._database.read() as store:
            return self._row(store, name)

    def latest(self) -> tuple[Attempt, ...]:
        """Return the last attempt of each draft, oldest first."""
        with self._database.read() as store:
            return self._select(
                store,
                "row IN (SELECT max(row) FROM journal WHERE draft != '' GROUP BY draft)",
                (),
            )

    def unfinished(self) -> tuple[Attempt, ...]:
        """Return what the last run left with its signatures made: it can be finished."""
        if not self._left:
            return ()
        with self._database.read() as store:
            rows = self._select(store, "state = 'MADE'", ())
        # What this run is about to keep is in the same state for a moment.
        return tuple(row for row in rows if row.id in self._left)

    def values(self, attempt: str) -> tuple[SignatureValue, ...]:
        """Return what the token gave for an attempt that is not kept yet."""
        with self._database.read() as store:
            rows = store.rows(
                "SELECT digest, algorithm, value FROM signature_value WHERE attempt = ?",
                (attempt,),
            )
        return tuple(SignatureValue(*row) for row in rows)

    # Pieces

    def _answer(self, store: Transaction, attempt: str, fields: Mapping[str, object]) -> None:
        named = self._named(store, attempt)
        purpose, number = store.rows(
            "SELECT purpose, asked FROM journal WHERE id = ?", (attempt,)
        )[0]
        self.log.append(
            store, "answered", {**named, "purpose": purpose, "asked": number, **fields}
        )

    def _settle(self, store: Transaction, attempt: str, state: JournalState, reason: str) -> None:
        named = self._named(store, attempt)
        self.log.append(store, "ended", {**named, "state": str(state), "reason": reason})
        self._step(store, attempt, state, "reason = ?", (reason,))

    def _step(
        self,
        store: Transaction,
        attempt: str,
        state: JournalState,
        more: str,
        values: tuple[Value, ...],
    ) -> None:
        store.execute(
            f"UPDATE journal SET state = ?, changed = ?, {more} WHERE id = ?",  # noqa: S608 - fixed
            (str(state), _text(self._now()), *values, attempt),
        )

    def _named(self, store: Transaction, attempt: str) -> dict[str, object]:
        found = self._names.get(attempt)
        if found is None:
            found = self._names[attempt] = _named(self._row(store, attempt))
            if len(self._names) > _NAMES:
                self._names.popitem(last=False)
        return found

    def _row(self, store: Transaction, attempt: str) -> Attempt:
        found = self._select(store, "id = ?", (attempt,))
        if not found:
            raise StoreDamaged(f"journal {attempt}")
        return found[0]

    def _select(
        self, store: Transaction, where: str, values: tuple[Value, ...]
    ) -> tuple[Attempt, ...]:
        rows = store.rows(f"SELECT {COLUMNS} FROM journal WHERE {where} ORDER BY row", values)  # noqa: S608 - fixed pieces
        return tuple(attempt_of(row) for row in rows)


def _said(intent: Intent) -> dict[str, object]:
    """What the log says of an intent; the title is the registry's to tell, not the log's."""
    consent = intent.consent
    return {
        "kind": str(intent.kind),
        "person": intent.person,
        "certificate": asdict(intent.certificate),
        "token": intent.token,
        "draft": intent.draft,
        "version_digest": intent.version_digest,
        "batch": intent.batch,
        "place": intent.place,
        "shown": consent.shown,
        "pages": consent.pages,
        "pages_seen": consent.pages_seen,
    }


def _named(row: Attempt) -> dict[str, object]:
    return {
        "attempt": row.id,
        "kind": str(row.kind),
        "person": row.person,
        "draft": row.draft,
        "version_digest": row.version_digest,
        "certificate": asdict(row.certificate),
        "token": row.token,
    }


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
