"""The text and the annexes of a draft, examined once for each content (*what you see ...*).

A result belongs to bytes, so it is kept by their digest and is never stale: opening the dialog
again, or a batch after its plans, costs nothing. It is kept in the encrypted store, because the
words it names are the document's.
"""

from __future__ import annotations

import io
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, cast

from signing.examine.budget import Limits
from signing.examine.finding import Finding, FindingCode
from sync.cancel import Cancelled, CancelToken, check
from sync.errors import NotFound, StoreDamaged
from sync.store.drafts import Drafts
from sync.store.facts import Facts
from sync.store.files import FileStore
from sync.wire import Action, Draft, FileRef

_FACT = "examined"
_MOST = 1_000
"""Files whose results are kept; those not asked for the longest are forgotten."""
_WHOLE = 8 * 1024 * 1024
"""Bytes up to which a file is read at once."""
_PIECE = 256 * 1024
_PIECES = 16
_BY_CHANCE = ("seconds", "memory")
"""Limits that say more of the station's day than of the file; not kept."""


@dataclass(frozen=True)
class Examined:
    """One file of a draft; ``findings`` is None if the file is not at hand."""

    annex: int
    """Its number; 0 is the text."""
    findings: tuple[Finding, ...] | None


class Examiner:
    """Examines files of the store; safe to use from several threads.

    Args:
        files: of the store.
        facts: where results are kept.
        limits: what one file may cost.
        most: files whose results are kept.
    """

    def __init__(
        self, files: FileStore, facts: Facts, limits: Limits | None = None, most: int = _MOST
    ) -> None:
        self._files = files
        self._facts = facts
        self._limits = limits
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[Finding, ...]] | None = None

    def draft(
        self,
        draft: Draft,
        progress: Callable[[int, int], None] = lambda _annex, _page: None,
        pulse: Callable[[], None] = lambda: None,
    ) -> tuple[Examined, ...]:
        """Examine everything a signature would cover: the text and every annex.

        Args:
            draft: whose files.
            progress: told the number of the annex, 0 for the text, and its page.
            pulse: called many times a second; what it raises ends the examination.
        """
        files = ((0, draft.text), *((item.number, item.file) for item in draft.annexes))
        return tuple(
            Examined(number, self._file(file, lambda page, n=number: progress(n, page), pulse))  # type: ignore[misc]
            for number, file in files
        )

    def ahead(self, draft: Draft, pulse: Callable[[], None]) -> bool:
        """Examine a draft before anybody asks; False if it was, or its files are not here.

        Args:
            draft: whose files.
            pulse: as for :meth:`draft`.
        """
        files = (draft.text, *(item.file for item in draft.annexes))
        if self.knows(draft) or not all(self._files.has(file.sha256) for file in files):
            return False
        self.draft(draft, pulse=pulse)
        return self.knows(draft)

    def knows(self, draft: Draft) -> bool:
        """Whether everything of a draft was examined before."""
        with self._lock:
            kept = self._results()
            files = (draft.text, *(item.file for item in draft.annexes))
            return all(file.sha256 in kept for file in files)

    def _file(
        self, file: FileRef, progress: Callable[[int], None], pulse: Callable[[], None]
    ) -> tuple[Finding, ...] | None:
        with self._lock:
            kept = self._results().get(file.sha256)
            if kept is not None:
                self._results().move_to_end(file.sha256)
                return kept
        from signing.examine.document import examine_pdf

        try:
            with open_stored(self._files, file) as source:
                found = examine_pdf(source, limits=self._limits, progress=progress, pulse=pulse)
        except (NotFound, StoreDamaged):
            return None
        by_chance = (Finding(FindingCode.TOO_LARGE, None, limit) for limit in _BY_CHANCE)
        if not set(by_chance) & set(found):
            self._keep(file.sha256, found)
        return found

    def _results(self) -> OrderedDict[str, tuple[Finding, ...]]:
        if self._kept is None:
            self._kept = OrderedDict(_read(self._facts.get(_FACT)))
        return self._kept

    def _keep(self, sha256: str, found: tuple[Finding, ...]) -> None:
        from signing.examine.document import EXAMINER

        with self._lock:
            results = self._results()
            results[sha256] = found
            while len(results) > self._most:
                results.popitem(last=False)
            files = {
                name: [(item.code, item.page, item.detail) for item in items]
                for name, items in results.items()
            }
            text = json.dumps({"examiner": EXAMINER, "files": files}, ensure_ascii=False)
            self._facts.put(_FACT, text)


def examine_ahead(drafts: Drafts, examiner: Examiner, cancel: CancelToken, limit: int) -> int:
    """Examine what this person is to sign, so that planning it is quick.

    Args:
        drafts: of the store.
        examiner: keeps what it finds.
        cancel: stops within a draft; nothing of it is kept.
        limit: at most so many drafts.

    Returns:
        How many were examined.
    """
    done = 0
    for summary in drafts.summaries(asked=True):
        if done >= limit or cancel.is_set():
            break
        if Action.SIGN in summary.actions:
            # A draft whose details have not come yet is looked at when they have.
            with suppress(NotFound, Cancelled):
                done += examiner.ahead(drafts.draft(summary.id), lambda: check(cancel))
    return done


def _read(text: str | None) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Read what was kept; results of an examiner that saw less are done again."""
    from signing.examine.document import EXAMINER

    kept = json.loads(text) if text else {}
    if kept.get("examiner") != EXAMINER:
        return
    for name, items in kept["files"].items():
        yield name, tuple(Finding(FindingCode(code), page, what) for code, page, what in items)


def open_stored(files: FileStore, file: FileRef) -> BinaryIO:
    """Open a file of the store for reading anywhere in it; a big one is never in memory whole.

    Raises:
        NotFound: it is not here.
        StoreDamaged: it is damaged.
    """
    if file.size <= _WHOLE:
        return io.BytesIO(files.read(file.sha256))
    return cast("BinaryIO", io.BufferedReader(_Stored(files, file)))


class _Stored(io.RawIOBase):
    """Decrypts the pieces that are asked for, and keeps the last few."""

    def __init__(self, files: FileStore, file: FileRef) -> None:
        super().__init__()
        self._files = files
        self._file = file
        self._at = 0
        self._pieces: OrderedDict[int, bytes] = OrderedDict()

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Return where the next byte is read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go somewhere else."""
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._file.size}[whence]
        if origin + offset < 0:
            raise ValueError("before the beginning")
        self._at = origin + offset
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # typeshed: Buffer
        """Fill what of the buffer one piece can fill."""
        number, skip = divmod(self._at, _PIECE)
        found = self._piece(number)[skip : skip + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def _piece(self, number: int) -> bytes:
        if number * _PIECE >= self._file.size:
            return b""
        found = self._pieces.get(number)
        if found is None:
            found = self._read(number * _PIECE)
            self._pieces[number] = found
            if len(self._pieces) > _PIECES:
                self._pieces.popitem(last=False)
        return found

    def _read(self, start: int) -> bytes:
        taken = bytearray()
        for chunk in self._files.chunks(self._file.sha256, start):
            taken += chunk
            if len(taken) >= _PIECE:
                break
        return bytes(taken[:_PIECE])
