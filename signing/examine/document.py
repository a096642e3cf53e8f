"""Examine a PDF before it is signed: what you see must be what you sign.

Everything in the file that acts by itself, hides, or is seen by one reader and not by another is
named with its page. What an honest typeset text uses – bookmarks, links within it, embedded
fonts, tags, pictures, shaded tables – is no finding. A file that cannot be examined, or only in
part, says so in a finding; it is never called clean.

The bytes are read through a seekable file and never all at once. Time, memory and depth are
bounded (:class:`signing.examine.budget.Limits`); the thread can be told to stop between any two
objects.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from signing.detail import Detail
from signing.errors import DocumentTooLarge, MalformedDocument
from signing.examine.active import examine_active, examine_catalog
from signing.examine.budget import Budget, Limits
from signing.examine.finding import Finding, FindingCode, shown
from signing.examine.objects import Objects
from signing.examine.revisions import examine_revisions
from signing.examine.visible import Visible
from signing.flaws import Flaw
from signing.pdf.held import Held
from signing.pdf.plain_file import require_plain
from signing.pdf.reading import reading

EXAMINER = 10
"""Counts what this module learned to see; kept results of a lower number are not used."""

_DECODED_AT_ONCE = 48 * 1024 * 1024
_LOOKED_FOR = 100
"""Objects among which a damaged file's catalog is looked for."""
_STREAM_AT_ONCE = 128 * 1024 * 1024
"""Bytes of a stream as it stands in the file: a scan is one, as large as an annex may be."""


def examine_pdf(
    source: BinaryIO | bytes,
    *,
    limits: Limits | None = None,
    progress: Callable[[int], None] = lambda _page: None,
    pulse: Callable[[], None] = lambda: None,
) -> tuple[Finding, ...]:
    """Return everything that was found, in the order of the pages, without repetition.

    Args:
        source: the file, seekable.
        limits: what it may cost.
        progress: told each page, from 1, before it is examined.
        pulse: called many times a second; what it or ``progress`` raises comes out of here, which
            is how the examination is cancelled.
    """
    source = io.BytesIO(source) if isinstance(source, bytes) else source
    examination = _Examination(source, limits or Limits(), progress, pulse)
    examination.run()
    return examination.findings()


class _Examination:
    def __init__(
        self,
        source: BinaryIO,
        limits: Limits,
        progress: Callable[[int], None],
        pulse: Callable[[], None],
    ) -> None:
        self._source = source
        self._limits = limits
        self._progress = progress
        self._budget = Budget(limits, pulse)
        self._found: dict[Finding, None] = {}
        self._page: int | None = None

    def findings(self) -> tuple[Finding, ...]:
        ordered = sorted(self._found, key=lambda item: item.page or 0)
        paged = {item.code for item in ordered if item.page is not None}
        # A layer that is drawn on a page is told there, and not once more for the document.
        return tuple(
            item
            for item in ordered
            if not (item.page is None and item.code is FindingCode.LAYER and item.code in paged)
        )

    def run(self) -> None:
        from pypdf import apply_configuration

        # Every oddity of every font is told to the log; what matters becomes a finding here.
        logging.getLogger("pypdf").setLevel(logging.CRITICAL)
        at_once = min(self._limits.stream, _DECODED_AT_ONCE)
        try:
            with apply_configuration(
                maximum_declared_stream_length=_STREAM_AT_ONCE,
                zlib_maximum_output_length=at_once,
                lzw_maximum_output_length=at_once,
                run_length_maximum_output_length=at_once,
                array_based_stream_maximum_output_length=at_once,
                stream_decoding_work_maximum_length=2 * at_once,
                # A picture's decoder is a program of its own; nothing here needs it.
                jbig2dec_binary=None,
            ):
                self._examine()
        except DocumentTooLarge as error:
            self._found[Finding(FindingCode.TOO_LARGE, None, error.detail)] = None
        except MemoryError:
            self._found[Finding(FindingCode.TOO_LARGE, None, "memory")] = None

    def _examine(self) -> None:
        try:
            with reading():
                examine_revisions(self._source, self._tell)
            objects = self._open()
        except MalformedDocument as error:
            self._tell(Finding(FindingCode.UNREADABLE, None, shown(error.detail)))
            return
        if objects is None:
            return
        with self._told(None):
            examine_catalog(objects, self._tell)
        self._examine_pages(objects)
        with self._told(None):
            examine_active(objects, None, dict.get(objects.trailer, "/Root"), self._tell)

    def _open(self) -> Objects | None:
        """Open the document strictly; a damaged one is told and opened as readers repair it."""
        from pypdf import PdfReader

        from signing.pdf.standing import StandingReader

        reader: PdfReader
        standing = None
        try:
            with reading():
                reader = standing = StandingReader(
                    self._source, strict=True, root_object_recovery_limit=0
                )
        except MalformedDocument as error:
            self._tell(Finding(FindingCode.DAMAGED, None, shown(error.detail)))
            with reading():
                # Each number that could be the catalog's costs a look at the whole file.
                reader = PdfReader(
                    self._source, strict=False, root_object_recovery_limit=_LOOKED_FOR
                )
        if "/Encrypt" in reader.trailer:
            self._tell(Finding(FindingCode.ENCRYPTED))
            return None
        if standing is not None:
            file = Held.standing(self._source, self._source.seek(0, io.SEEK_END))
            try:
                with reading():
                    require_plain(file, standing, self._looked_at)
            except MalformedDocument as error:
                self._tell(Finding(FindingCode.DAMAGED, None, shown(error.detail)))
        return Objects(reader, self._budget, self._missing)

    def _examine_pages(self, objects: Objects) -> None:
        visible = Visible(objects, self._tell)
        with self._told(None):
            visible.prepare()
        number = 0
        with self._told(None):
            for page in objects.pages():
                self._page = number = page.number
                self._progress(number)
                with self._told(number):
                    visible.examine(page)
                with self._told(number):
                    examine_active(objects, page, page.dictionary, self._tell)
                objects.let_go()
            visible.finish()
        self._page = None
        if not number:
            self._tell(Finding(FindingCode.UNREADABLE, None, str(Flaw.NO_PAGES)))

    @contextmanager
    def _told(self, page: int | None) -> Iterator[None]:
        """Make a finding of what cannot be read, and go on behind it."""
        try:
            with reading():
                yield
        except MalformedDocument as error:
            self._tell(Finding(FindingCode.UNREADABLE, page, shown(error.detail)))

    def _looked_at(self, size: int) -> None:
        self._budget.spend("decoded", size)

    def _missing(self, reference: str) -> None:
        self._tell(Finding(FindingCode.MISSING, self._page, reference))

    def _tell(self, finding: Finding) -> None:
        if len(self._found) >= self._limits.findings and finding not in self._found:
            raise DocumentTooLarge(Detail("findings"))
        self._found[finding] = None
