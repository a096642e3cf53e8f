"""One cycle of synchronising, from beginning to end.

::

    settle what is unconfirmed → send what is due → changes after our cursor
        → details that are missing or behind → send what is large → plan → let go, fetch files

What a person did goes first, except that a large package waits for the news: it can take hours.
A cycle in which nothing changed is exactly one request. Each part does what it can whatever
became of the one before; only what every request would meet, such as no connection, ends a
cycle. Only the thread that called writes the database; a few others fetch beside it
(:mod:`sync.fetching`). What is fetched is decided by :mod:`sync.plan`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sync.cancel import NEVER, Cancelled, CancelToken, Progress, Step, Watcher, check, silent
from sync.client import RegistryClient
from sync.entries import OutboxEntry, OutboxState
from sync.errors import (
    AlreadySent,
    BadAnswer,
    NotFound,
    Refused,
    RegistryError,
    SyncError,
)
from sync.fetching import Fetcher, pages, side_by_side
from sync.plan import Ahead, Held, in_turn, plan_files
from sync.sender import Sender
from sync.station import Store
from sync.store.arriving import Arriving
from sync.store.drafts import files_of
from sync.store.files import ARRIVING
from sync.store.glance import Glances
from sync.store.wanted import Wants
from sync.wire import Draft, FileRef

PAGE = 1000
"""Changes on a page; the registry may send fewer."""
_LARGE = 8 * 1024 * 1024
"""Bytes of a package that waits until the news is here."""
_FIRST_PAUSE = 30.0
_LONGEST_PAUSE = 900.0

_LOOK_AGAIN = 600.0
"""Seconds after which the disk is asked again whether files are here that nobody removed."""

_NOT_NOW = {"maintenance", "rate_limited"}
_CURSOR_UNKNOWN = {"cursor_unknown", "bad_request"}
"""The registry cannot go on from our cursor; everything is asked for afresh."""


@dataclass(frozen=True)
class Fetching:
    """How much is fetched."""

    ahead: Ahead = Ahead.ASKED
    room: int = 8 * 1024**3
    """Bytes the files of drafts may take on this station."""
    parallel: int = 4
    """Details or files fetched at the same time."""


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
        fetching: Fetching | None = None,
    ) -> None:
        """Prepare; nothing is asked for yet.

        Args:
            client: signed in as ``person``.
            store: the station's own.
            person: PINFL. Drafts fetched for somebody else leave the station; entries of
                somebody else stay and are not sent.
            prepare: see :class:`sync.sender.Sender`.
            fetching: other than the usual bounds.
        """
        self._client = client
        self._store = store
        self._person = person
        self._sender = Sender(client, store.outbox, store.packages, prepare)
        self._bounds = fetching or Fetching()
        self._wants = Wants(store.database)
        self._glances = Glances(store.database, person)
        self._here: tuple[float, int, frozenset[str]] = (0.0, 0, frozenset())
        """Files that are here, until when that is believed, and after how many removals."""
        self._arriving = Arriving(store.directory / "files" / ARRIVING, store.keys.files[0])
        self._fetcher = Fetcher(client, store.files, self._arriving)
        self._pauses = _Pauses()
        self._look_around = True
        """Something may have changed in what is wanted beyond what asks something."""
        self._one = threading.Lock()
        self._arriving.sweep()
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
                for part in (
                    self._settle,
                    self._send,
                    self._changes,
                    self._details,
                    self._send_large,
                    self._files,
                ):
                    try:
                        part(tally, watch, cancel)
                    except RegistryError as error:
                        failure = failure or error
                        if not _is_about_one(error):
                            break
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
        self._look_around = True
        wanted = [file for file in files_of(found) if not self._store.files.has(file.sha256)]
        for done, file in enumerate(wanted):
            check(cancel)
            watch(Progress(Step.FILES, done, len(wanted), file.name))
            self.bring(file, cancel)
        return found

    def bring(self, file: FileRef, cancel: CancelToken = NEVER) -> None:
        """Bring a file somebody waits for, ahead of everything else, unless it is here.

        Raises:
            RegistryError, StoreError, Cancelled: see :meth:`sync.fetching.Fetcher.bring`.
        """
        self._fetcher.bring(file, cancel, awaited=True)
        self._pauses.clear(file.sha256)
        self._look_around = True

    def _settle(self, tally: _Tally, watch: Watcher, cancel: CancelToken) -> None:
        if not self._glances.now().open:
            return
        entries = self._store.outbox.due(self._person, OutboxState.UNCONFIRMED)
        for done, entry in enumerate(entries):
            check(cancel)
            watch(Progress(Step.SETTLE, done, len(entries), entry.title))
            tally.touched.append(entry.key)
            error = self._sender.settle(entry)
            if error is not None:
                tally.errors.append(Trouble("entry", entry.key, error))

    def _send(self, tally: _Tally, watch: Watcher, cancel: CancelToken) -> None:
        self._send_due(_LARGE, tally, watch, cancel)

    def _send_large(self, tally: _Tally, watch: Watcher, cancel: CancelToken) -> None:
        self._send_due(None, tally, watch, cancel)

    def _send_due(
        self, below: int | None, tally: _Tally, watch: Watcher, cancel: CancelToken
    ) -> None:
        if not self._glances.now().open:
            return
        for entry in self._store.outbox.turns(self._person):
            if below is None or entry.size < below:
                self._send_one(entry, tally, watch, cancel)

    def _send_one(
        self, entry: OutboxEntry, tally: _Tally, watch: Watcher, cancel: CancelToken
    ) -> None:
        check(cancel)
        watch(Progress(Step.SEND, 0, entry.size, entry.title))
        tally.touched.append(entry.key)
        try:
            error = self._sender.send(entry, watch, cancel)
        except AlreadySent:
            # Taken back by the person between the list and its turn.
            return
        if error is not None:
            tally.errors.append(Trouble("entry", entry.key, error))

    def _changes(self, tally: _Tally, watch: Watcher, cancel: CancelToken) -> None:
        cursor = self._glances.now().cursor
        try:
            self._apply_after(cursor, tally, watch, cancel)
        except Refused as error:
            if error.code not in _CURSOR_UNKNOWN or cursor is None:
                raise
            self._store.drafts.begin_afresh()
            self._apply_after(None, tally, watch, cancel)

    def _apply_after(
        self, cursor: str | None, tally: _Tally, watch: Watcher, cancel: CancelToken
    ) -> None:
        check(cancel)
        watch(Progress(Step.CHANGES, 0, 0))
        for page in pages(self._client, cursor, PAGE):
            check(cancel)
            if page.changes or page.cursor != cursor:
                applied = self._store.drafts.apply(page)
                tally.changed |= dict.fromkeys(applied.changed)
                tally.removed |= dict.fromkeys(applied.removed)
                self._look_around = True
                self._remove(applied.orphans)
                watch(Progress(Step.CHANGES, len(tally.changed), 0))

    def _details(self, tally: _Tally, watch: Watcher, cancel: CancelToken) -> None:
        ids = self._glances.now().stale
        if self._look_around and self._bounds.ahead is not Ahead.ASKED:
            ids = (*ids, *self._wants.unread(self._bounds.ahead))
        ready = {draft for draft in ids if self._pauses.ready(draft)}
        if not ready:
            return
        stale = [item.draft for item in in_turn(self._wants.standings(ready))]
        fetched = side_by_side(stale, self._client.draft, self._bounds.parallel, cancel)
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
        if not self._look_around and self._are_here(self._glances.now().asked):
            return
        wanted = (*self._wants.asked(), *self._wants.others(self._bounds.ahead))
        plan = plan_files(wanted, self._held(), self._wants.kept(), self._bounds.room)
        self._remove(plan.release)
        fetch = [file for file in plan.fetch if self._pauses.ready(file.sha256)]

        def bring(file: FileRef) -> None:
            self._fetcher.bring(file, cancel)

        brought = side_by_side(fetch, bring, self._bounds.parallel, cancel)
        for done, (file, result) in enumerate(brought, start=1):
            watch(Progress(Step.FILES, done, len(fetch)))
            try:
                result.result()
            except RegistryError as error:
                self._failed("file", file.sha256, error, tally)
            else:
                self._pauses.clear(file.sha256)
                tally.fetched += 1
        # What failed is looked for again; it is asked for when its pause is over.
        here = self._store.files.has
        self._look_around = not all(here(file.sha256) for file in plan.fetch)

    def _are_here(self, digests: frozenset[str]) -> bool:
        files = self._store.files
        until, removals, known = self._here
        if time.monotonic() < until and removals == files.removals and digests <= known:
            return True
        removals = files.removals
        here = all(map(files.has, digests))
        if here:
            self._here = (time.monotonic() + _LOOK_AGAIN, removals, digests)
        return here

    def _held(self) -> dict[str, Held]:
        files = self._store.files
        sizes = self._wants.sizes().items()
        found = ((sha256, size, files.used(sha256)) for sha256, size in sizes)
        return {sha256: Held(size, used) for sha256, size, used in found if used is not None}

    def _failed(self, kind: str, name: str, error: RegistryError, tally: _Tally) -> None:
        if error.concerns_all:
            raise error
        self._pauses.failed(name)
        tally.errors.append(Trouble(kind, name, error))

    def _remove(self, digests: tuple[str, ...]) -> None:
        for sha256 in digests:
            self._store.files.remove(sha256)
            self._arriving.forget(sha256)


def _is_about_one(error: RegistryError) -> bool:
    """Return whether other requests may fare better: an answer was wrong, or a thing refused."""
    match error:
        case BadAnswer():
            return not error.concerns_all
        case Refused():
            return error.code not in _NOT_NOW
        case _:
            return False
