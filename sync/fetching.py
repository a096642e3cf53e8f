"""Bringing things from the registry: several at a time, each once, what somebody waits for first.

A file is asked for from where its line was cut, also in an earlier run, and is here only when all
of it has the digest it was asked for by. While somebody waits for a file, the others pause at the
next piece: their connections stay, the line is his.
"""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import TypeVar

from sync.cancel import NEVER, CancelToken, check
from sync.client import RegistryClient
from sync.errors import FileTampered
from sync.store.arriving import WORTH, Arriving
from sync.store.files import FileStore
from sync.wire import ChangesPage, FileRef

T = TypeVar("T")
R = TypeVar("R")

_EMPTY_PAGES = 8
"""So many empty pages in a row are no news on its way."""
_LOOK = 0.2
"""Seconds between two looks whether a pause is still wanted."""


class Precedence:
    """Who waits for what; the others pause."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._awaited: Counter[str] = Counter()

    @contextlib.contextmanager
    def first(self, name: str) -> Iterator[None]:
        """Let ``name`` go ahead of everything that is not awaited while the block runs."""
        with self._changed:
            self._awaited[name] += 1
        try:
            yield
        finally:
            with self._changed:
                self._awaited[name] -= 1
                self._awaited += Counter()
                self._changed.notify_all()

    def give_way(self, name: str, cancel: CancelToken) -> None:
        """Pause while something else is awaited.

        Raises:
            Cancelled: nobody wants it any more.
        """
        with self._changed:
            while self._awaited and name not in self._awaited:
                check(cancel)
                self._changed.wait(_LOOK)


class Fetcher:
    """Brings files into the store; safe to use from several threads."""

    def __init__(self, client: RegistryClient, files: FileStore, arriving: Arriving) -> None:
        self._client = client
        self._files = files
        self._arriving = arriving
        self._precedence = Precedence()
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}
        self._waiting: Counter[str] = Counter()

    def bring(self, file: FileRef, cancel: CancelToken = NEVER, *, awaited: bool = False) -> None:
        """Bring a file, unless it is here or another thread brings it: then wait for that.

        Args:
            file: which one.
            cancel: asked between two pieces; what has come is kept.
            awaited: somebody waits for it, so everything else pauses.

        Raises:
            RegistryError: it could not be brought; what has come is kept.
            FileTampered: it is not what its digest names, and nothing of it was kept.
            StoreError: the disk.
        """
        sha256 = file.sha256
        with contextlib.ExitStack() as stack:
            if awaited:
                stack.enter_context(self._precedence.first(sha256))
            stack.enter_context(self._turn(sha256))
            if self._files.has(sha256):
                return
            resumed = file.size > WORTH and self._arriving.size(sha256) > 0
            try:
                self._files.put(self._content(file, cancel), sha256)
            except FileTampered:
                self._arriving.forget(sha256)
                if not resumed:
                    raise
                # What came in another run may be what was wrong: once more from the beginning.
                self._files.put(self._client.file(file, cancel), sha256)
            self._arriving.forget(sha256)

    def _content(self, file: FileRef, cancel: CancelToken) -> Iterator[bytes]:
        def source(start: int) -> Iterator[bytes]:
            for piece in self._client.file(file, cancel, start):
                self._precedence.give_way(file.sha256, cancel)
                yield piece

        if file.size <= WORTH:
            return source(0)
        return self._arriving.content(file.sha256, source)

    @contextlib.contextmanager
    def _turn(self, sha256: str) -> Iterator[None]:
        with self._lock:
            turn = self._turns.setdefault(sha256, threading.Lock())
            self._waiting[sha256] += 1
        try:
            with turn:
                yield
        finally:
            with self._lock:
                self._waiting[sha256] -= 1
                if not self._waiting[sha256]:
                    del self._waiting[sha256], self._turns[sha256]


def side_by_side(
    things: list[T], work: Callable[[T], R], parallel: int, cancel: CancelToken
) -> Iterator[tuple[T, Future[R]]]:
    """Do ``work`` for things in their order, several at a time, and yield what is finished.

    What was not begun is dropped on the way out.

    Raises:
        Cancelled: between two results.
    """
    if not things:
        return
    pool = ThreadPoolExecutor(parallel, thread_name_prefix="fetch")
    try:
        running = {pool.submit(work, thing): thing for thing in things}
        for finished in as_completed(running):
            check(cancel)
            yield running[finished], finished
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def pages(client: RegistryClient, cursor: str | None, limit: int) -> Iterator[ChangesPage]:
    """Yield the pages of changes after a cursor; the next is on its way while one is worked on.

    Raises:
        RegistryError: in place of the page that could not be had.
    """
    page = client.changes(cursor, limit)
    with contextlib.ExitStack() as stack:
        pool: ThreadPoolExecutor | None = None
        empty = 0
        # Pages that say "more" and lead nowhere would be asked for for ever.
        while page.more and page.cursor != cursor and empty < _EMPTY_PAGES:
            empty = 0 if page.changes else empty + 1
            if pool is None:
                pool = stack.enter_context(ThreadPoolExecutor(1, thread_name_prefix="changes"))
            cursor = page.cursor
            coming = pool.submit(client.changes, cursor, limit)
            yield page
            page = coming.result()
        yield page
