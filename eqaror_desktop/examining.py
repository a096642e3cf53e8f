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
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from time import sleep
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, cast

from signing.examine.budget import Limits
from signing.examine.finding import Finding, FindingCode
from sync.cancel import Cancelled, CancelToken, check
from sync.errors import NotFound, StoreDamaged
from sync.store.drafts import Drafts
from sync.store.facts import Facts
from sync.store.files import FileStore
from sync.wire import Action, Draft, FileRef

if TYPE_CHECKING:
    from eqaror_desktop.readers.compared import Compared
    from eqaror_desktop.readers.programs import Reader

_FACT = "examined"
_MOST = 1_000
"""Files whose results are kept; those not asked for the longest are forgotten."""
_WHOLE = 8 * 1024 * 1024
"""Bytes up to which a file is read at once."""
_PIECE = 256 * 1024
_PIECES = 16
_AGAIN = 0.05
"""Seconds after which it is looked again whether somebody else has examined a file."""
_BY_CHANCE = ("seconds", "memory", "drawn")
"""Limits that say more of the station's day than of the file; not kept."""
_Result: TypeAlias = tuple[tuple[Finding, ...], tuple[str, ...]]
"""What was found, and the readers that drew every page."""


@dataclass(frozen=True)
class Examined:
    """One file of a draft; ``findings`` is None if the file is not at hand."""

    annex: int
    """Its number; 0 is the text."""
    findings: tuple[Finding, ...] | None
    readers: tuple[str, ...] = ()
    """Other readers that drew every page, which is compared with the window's."""


def examine(
    source: BinaryIO,
    readers: Sequence[Reader],
    *,
    limits: Limits | None = None,
    progress: Callable[[int], None] = lambda _page: None,
    pulse: Callable[[], None] = lambda: None,
) -> tuple[tuple[Finding, ...], Compared]:
    """Examine a PDF and compare its pages as others draw them.

    Args:
        source: the file, seekable.
        readers: others; with none nothing is compared.
        limits: what the examination may cost.
        progress: told each page, from 1, before it is looked at, and before it is compared.
        pulse: called many times a second; what it raises comes out of here.

    Returns:
        What was found, and how the comparison ended.
    """
    from eqaror_desktop.readers.compared import Compared
    from signing.examine.document import examine_pdf

    found = examine_pdf(source, limits=limits, progress=progress, pulse=pulse)
    if not readers:
        return found, Compared((), ())
    from eqaror_desktop.readers.comparing import compare

    # Whatever was found: a draft could have something in it to be found, and not be compared.
    compared = compare(source, readers, progress=progress, pulse=pulse)
    differences = (
        Finding(FindingCode.READERS_DIFFER, item.page or None, item.reader)
        for item in compared.differences
    )
    # A draft could keep readers from comparing it.
    part = (Finding(FindingCode.READERS_PART, None, str(compared.left)),) if compared.left else ()
    return (*found, *differences, *part), compared


class Examiner:
    """Examines files of the store; safe to use from several threads.

    Args:
        files: of the store.
        facts: where results are kept.
        limits: what one file may cost.
        most: files whose results are kept.
        readers: of others, by which pages are drawn and compared; none are asked by default.
    """

    def __init__(
        self,
        files: FileStore,
        facts: Facts,
        limits: Limits | None = None,
        most: int = _MOST,
        readers: Sequence[Reader] = (),
    ) -> None:
        self._files = files
        self._facts = facts
        self._limits = limits
        self._most = most
        self._readers = readers
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, _Result] | None = None
        self._under_way: set[str] = set()

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
            self._examined(number, file, lambda page, n=number: progress(n, page), pulse)  # type: ignore[misc]
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

    def _examined(
        self,
        annex: int,
        file: FileRef,
        progress: Callable[[int], None],
        pulse: Callable[[], None],
    ) -> Examined:
        while not self._begin(file.sha256):
            # Somebody else is at it: twice at once would take both twice as long.
            pulse()
            sleep(_AGAIN)
        try:
            return self._looked_at(annex, file, progress, pulse)
        finally:
            with self._lock:
                self._under_way.discard(file.sha256)

    def _begin(self, sha256: str) -> bool:
        """Be the one who examines a file; False while another is."""
        with self._lock:
            if sha256 in self._under_way:
                return False
            self._under_way.add(sha256)
            return True

    def _looked_at(
        self,
        annex: int,
        file: FileRef,
        progress: Callable[[int], None],
        pulse: Callable[[], None],
    ) -> Examined:
        with self._lock:
            kept = self._results().get(file.sha256)
            if kept is not None:
                self._results().move_to_end(file.sha256)
                return Examined(annex, *kept)
        try:
            with open_stored(self._files, file) as source:
                found, compared = examine(
                    source, self._readers, limits=self._limits, progress=progress, pulse=pulse
                )
        except (NotFound, StoreDamaged):
            return Examined(annex, None)
        by_chance = {
            Finding(code, None, limit)
            for code in (FindingCode.TOO_LARGE, FindingCode.READERS_PART)
            for limit in _BY_CHANCE
        }
        if not by_chance & set(found):
            self._keep(file.sha256, (found, compared.readers))
        return Examined(annex, found, compared.readers)

    def _results(self) -> OrderedDict[str, _Result]:
        if self._kept is None:
            self._kept = OrderedDict(_read(self._facts.get(_FACT), _seen_by(self._readers)))
        return self._kept

    def _keep(self, sha256: str, found: _Result) -> None:
        with self._lock:
            results = self._results()
            results[sha256] = found
            while len(results) > self._most:
                results.popitem(last=False)
            files = {
                name: ([(item.code, item.page, item.detail) for item in items], readers)
                for name, (items, readers) in results.items()
            }
            kept = {**_seen_by(self._readers), "files": files}
            text = json.dumps(kept, ensure_ascii=False)
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


def _seen_by(readers: Sequence[Reader]) -> dict[str, object]:
    """Return what a result depends on besides the file."""
    from eqaror_desktop.readers.likeness import MEASURE
    from signing.examine.document import EXAMINER

    told: list[object] = [reader.told() for reader in readers]
    with suppress(PackageNotFoundError):
        # The window's own reader.
        told.append(version("pyside6-pdf"))
    return {"examiner": EXAMINER, "measure": MEASURE, "readers": told}


def _read(text: str | None, seen_by: dict[str, object]) -> Iterator[tuple[str, _Result]]:
    """Read what was kept; results of others, which may have seen less, are done again."""
    kept = json.loads(text) if text else {}
    if any(kept.get(name) != now for name, now in seen_by.items()):
        return
    for name, (items, by) in kept["files"].items():
        found = (Finding(FindingCode(code), page, what) for code, page, what in items)
        yield name, (tuple(found), tuple(by))


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
