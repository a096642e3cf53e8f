"""One cycle of synchronising, from beginning to end.

::

    settle what is unconfirmed → send what is due → changes after our cursor
        → details that are missing or behind → files of drafts that ask something → apply

What a person did goes first. A cycle in which nothing changed is exactly one request. Only the
thread that called writes the database; a few others fetch details and files beside each other.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import TypeVar

from sync.cancel import NEVER, Cancelled, CancelToken, Progress, Step, Watcher, check, silent
from sync.client import RegistryClient
from sync.entries import OutboxEntry, OutboxState
from sync.errors import (
    AlreadySent,
    NotFound,
    Refused,
    RegistryError,
    SyncError,
)
from sync.sender import Sender
from sync.station import Store
from sync.store.drafts import files_of
from sync.wire import Draft, FileRef

T = TypeVar("T")
R = TypeVar("R")

_PARALLEL = 4
_PAGE = 500
_FIRST_PAUSE = 30.0
_LONGEST_PAUSE = 900.0

_CURSOR_UNKNOWN = {"cursor_unknown", "bad_request"}
"""The registry cannot read our cursor (any more); everything is asked for afresh."""


@dataclass(frozen=True)
class Trouble:
    """Something that went wrong with one thing while the others went on.

    ``kind`` is ``entry``, ``draft`` or ``file``; ``identifier`` is its key, id or digest.
    """

    kind: str
    identifier: str
    error: SyncError


@dataclass(frozen=True)
class SyncReport:
    """What a cycle did. ``failure`` is what ended it early; what is listed was done anyway."""

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    fetched: int = 0
    """Details and files."""
    sent: tuple[str, ...] = ()
    """Keys of entries the registry accepted, whether now or as it turned out."""
    refused: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    errors: tuple[Trouble, ...] = ()
    failure: RegistryError | None = None
    cancelled: bool = False
    clock_skew: float | None = None
    """Seconds the registry's clock is ahead of ours."""


@dataclass
class _Tally:
    """A report while it is being made."""

    changed: dict[str, None] = field(default_factory=dict)
    removed: dict[str, None] = field(default_factory=dict)
    fetched: int = 0
    errors: list[Trouble] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)


class _Pauses:
    """Keeps things that failed from being asked for again in every cycle."""

    def __init__(self) -> None:
        self._until: dict[str, tuple[float, float]] = {}

    def ready(self, name: str) -> bool:
        return self._until.get(name, (0.0, 0.0))[0] <= time.monotonic()

    def failed(self, name: str) -> None:
        pause = min(self._until.get(name, (0.0, _FIRST_PAUSE / 2))[1] * 2, _LONGEST_PAUSE)
        self._until[name] = (time.monotonic() + pause, pause)

    def clear(self, name: str) -> None:
        self._until.pop(name, None)


class Engine:
    """Synchronises one station with its registry; one cycle at a time."""

    def __init__(
        self,
        client: RegistryClient,
        store: Store,
        person: str,
        *,
        prepare: Callable[[OutboxEntry], OutboxEntry] | None = None,
        parallel: int = _PARALLEL,
        everything: bool = False,
    ) -> None:
        """Prepare; nothing is asked for yet.

        Args:
            client: signed in as ``person``.
            store: the station's own.
            person: PINFL. Drafts fetched for somebody else leave the station; entries of
                somebody else stay and are not sent.
            prepare: see :class:`sync.sender.Sender`.
            parallel: how many details or files are fetched at the same time.
            everything: fetch details of every draft, not only of those that ask something.
        """
        self._client = client
        self._store = store
        self._person = person
        self._sender = Sender(client, store.outbox, store.packages, prepare)
        self._parallel = parallel
        self._everything = everything
        self._pauses = _Pauses()
        self._one = threading.Lock()
        self._remove(store.drafts.belong_to(person))

    def cycle(self, watch: Watcher = silent, cancel: CancelToken = NEVER) -> SyncReport:
        """Synchronise once. Errors of the registry are in the report, not raised.

        Raises:
            StoreError: the local store failed; what was applied before is whole.
        """
        tally = _Tally()
        failure: RegistryError | None = None
        cancelled = False
        with self._one:
            try:
                self._settle(tally, watch, cancel)
                self._send(tally, watch, cancel)
                self._changes(tally, watch, cancel)
                self._details(tally, watch, cancel)
                self._files(tally, watch, cancel)
            except RegistryError as error:
                failure = error
            except Cancelled:
                cancelled = True
        now = [self._store.outbox.entry(key) for key in dict.fromkeys(tally.touched)]

        def keys(state: OutboxState) -> tuple[str, ...]:
            return tuple(entry.key for entry in now if entry.state is state)

        return SyncReport(
            changed=tuple(tally.changed),
            removed=tuple(tally.removed),
            fetched=tally.fetched,
            sent=keys(OutboxState.ACCEPTED),
            refused=keys(OutboxState.REFUSED),
            unconfirmed=keys(OutboxState.UNCONFIRMED),
            errors=tuple(tally.errors),
            failure=failure,
            cancelled=cancelled,
            clock_skew=self._client.http.clock_skew,
        )

    def fetch(self, draft: str, watch: Watcher = silent, cancel: CancelToken = NEVER) -> Draft:
        """Bring one draft, which somebody wants to see now, with all its files.

        Raises:
            RegistryError: it could not be brought; what was here before is still here.
            FileTampered: one of its files is not what its digest names.
            NotFound: it was withdrawn from this person.
            Cancelled: what has come is kept.
        """
        found = self._client.draft(draft)
        self._remove(self._store.drafts.put_detail(found))
        wanted = [file for file in files_of(found) if not self._store.files.has(file.sha256)]
        for done, file in enumerate(wanted):
            check(cancel)
            watch(Progress(Step.FILES, done, len(wanted), file.name))
            self._store.files.put(self._client.file(file, cancel), file.sha256)
        return found

    def _settle(self, tally: _Tally, watch: Watcher, cancel: CancelToken) -> None:
        entries = self._store.outbox.due(self._person, OutboxState.UNCONFIRMED)
        for done, entry in enumerate(entries):
            check(cancel)
            watch(Progress(Step.SETTLE, done, len(entries), entry.title))
            tally.touched.append(entry.key)
            error = self._sender.settle(entry)
            if error is not None:
                tally.errors.append(Trouble("entry", entry.key, error))

    def _send(self, tally: _Tally, watch: Watcher, cancel: CancelToken) -> None:
        for entry in self._store.outbox.turns(self._person):
            check(cancel)
            watch(Progress(Step.SEND, 0, entry.size, entry.title))
            tally.touched.append(entry.key)
            try:
                error = self._sender.send(entry, watch, cancel)
            except AlreadySent:
                # Taken back by the person between the list and its turn.
                continue
            if error is not None:
                tally.errors.append(Trouble("entry", entry.key, error))

    def _changes(self, tally: _Tally, watch: Watcher, cancel: CancelToken) -> None:
        drafts = self._store.drafts
        cursor = drafts.cursor()
        more = True
        while more:
            check(cancel)
            watch(Progress(Step.CHANGES, len(tally.changed), 0))
            try:
                page = self._client.changes(cursor, _PAGE)
            except Refused as error:
                if error.code not in _CURSOR_UNKNOWN or cursor is None:
                    raise
                drafts.begin_afresh()
                cursor = None
                continue
            if page.changes or page.cursor != cursor:
                applied = drafts.apply(page)
                tally.changed |= dict.fromkeys(applied.changed)
                tally.removed |= dict.fromkeys(applied.removed)
                self._remove(applied.orphans)
            # A page that says "more" and leads nowhere would be asked for for ever.
            more = page.more and page.cursor != cursor
            cursor = page.cursor

    def _details(self, tally: _Tally, watch: Watcher, cancel: CancelToken) -> None:
        stale = [
            draft
            for draft in self._store.drafts.stale(everything=self._everything)
            if self._pauses.ready(draft)
        ]
        fetched = self._side_by_side(stale, self._client.draft, cancel)
        for done, (draft, found) in enumerate(fetched, start=1):
            watch(Progress(Step.DETAILS, done, len(stale)))
            try:
                self._remove(self._store.drafts.put_detail(found.result()))
            except NotFound as error:
                tally.errors.append(Trouble("draft", draft, error))
            except RegistryError as error:
                self._failed("draft", draft, error, tally)
            else:
                self._pauses.clear(draft)
                tally.fetched += 1

    def _files(self, tally: _Tally, watch: Watcher, cancel: CancelToken) -> None:
        missing = [
            file
            for file in self._store.drafts.wanted_files()
            if self._pauses.ready(file.sha256) and not self._store.files.has(file.sha256)
        ]

        def bring(file: FileRef) -> None:
            self._store.files.put(self._client.file(file, cancel), file.sha256)

        brought = self._side_by_side(missing, bring, cancel)
        for done, (file, result) in enumerate(brought, start=1):
            watch(Progress(Step.FILES, done, len(missing)))
            try:
                result.result()
            except RegistryError as error:
                self._failed("file", file.sha256, error, tally)
            else:
                self._pauses.clear(file.sha256)
                tally.fetched += 1

    def _failed(self, kind: str, name: str, error: RegistryError, tally: _Tally) -> None:
        if error.concerns_all:
            raise error
        self._pauses.failed(name)
        tally.errors.append(Trouble(kind, name, error))

    def _side_by_side(
        self, things: list[T], work: Callable[[T], R], cancel: CancelToken
    ) -> Iterator[tuple[T, Future[R]]]:
        """Yield what is finished; what was not begun is dropped on the way out."""
        if not things:
            return
        pool = ThreadPoolExecutor(self._parallel, thread_name_prefix="fetch")
        try:
            running = {pool.submit(work, thing): thing for thing in things}
            for finished in as_completed(running):
                check(cancel)
                yield running[finished], finished
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _remove(self, orphans: tuple[str, ...]) -> None:
        for sha256 in orphans:
            self._store.files.remove(sha256)
