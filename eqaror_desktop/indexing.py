"""Makes what has arrived searchable, in small portions, with everything bounded.

A text is read out of a file once and kept in the store, by the file's digest: several drafts and
versions may have the same annex.
"""

from __future__ import annotations

import threading
from collections import deque
from time import monotonic

from eqaror_desktop.texts import page_texts
from sync.cancel import Cancelled, CancelToken
from sync.errors import NotFound, StoreDamaged
from sync.station import Store

_SECONDS = 20.0
"""For one file; what takes longer was made to take long and is not searched."""
_BYTES = 64 << 20
"""Of one file; a scanned annex may be larger and holds no text then."""
_LOOKED_AT = 500
"""Files in a portion that turn out not to be on this station."""


class Indexer:
    """Reads texts for the search; one thread at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._waiting: deque[str] = deque()

    def index(self, cancel: CancelToken, limit: int) -> int:
        """Read the texts that are here but not in the index yet, those of newest drafts first.

        Args:
            cancel: stops between two files, and between two pages of one.
            limit: at most so many files.

        Returns:
            How much was done; 0 when nothing is left to do now.
        """
        with self._lock:
            if self._store.search.catch_up():
                return 1
            if not self._waiting:
                self._waiting.extend(self._store.search.unread())
            done = 0
            for _ in range(_LOOKED_AT):
                if not self._waiting or done >= limit or cancel.is_set():
                    break
                done += self._read(self._waiting.popleft(), cancel)
            return done or min(len(self._waiting), 1)

    def _read(self, sha256: str, cancel: CancelToken) -> int:
        files = self._store.files
        if not files.has(sha256):
            # Asked about again when there is nothing else to do.
            return 0
        try:
            self._store.search.index_text(sha256, self._text(files.read(sha256), cancel))
        except (NotFound, StoreDamaged):
            # It has left this station in the meantime, or is fetched again when it is opened.
            return 0
        return 1

    def _text(self, pdf: bytes, cancel: CancelToken) -> str:
        if len(pdf) > _BYTES:
            return ""
        limited = _Limited(cancel, monotonic() + _SECONDS)
        try:
            return "\n".join(page_texts(pdf, limited))
        except Cancelled:
            if cancel.is_set():
                raise
            return ""


class _Limited:
    """A token that is set by another one or by time."""

    def __init__(self, inner: CancelToken, until: float) -> None:
        self._inner = inner
        self._until = until

    def is_set(self) -> bool:
        """Return whether the work is no longer wanted, or takes too long."""
        return self._inner.is_set() or monotonic() > self._until
