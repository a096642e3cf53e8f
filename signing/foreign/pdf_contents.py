"""Contents that refer to objects (ISO 32000-1, 7.8.2): the standard has none, and readers follow.

Poppler, MuPDF, Ghostscript and pdf.js take a reference where a text, a mask or a layer may stand
in a drawing. No table tells what such a one leads to, so what an update replaces or brings may be
on a page. Where the letter of a reference stands behind what begins as a number, contents are read
word by word: operators, numbers, names, texts, arrays and dictionaries, and nothing else. So is
how a field without a look writes its text: Ghostscript runs it.

Which of them a reader comes to, and how, is nothing to go by: each passes over other entries on
its way, and inherits others. So all that the file leads to is looked at, once for each kind of
entry that leads there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.examine.budget import Budget, Limits
from signing.examine.content import operators
from signing.examine.plainly import OPERATORS
from signing.flaws import Flaw
from signing.foreign.pdf_graph import follow, number_of
from signing.pdf.compare import plain
from signing.pdf.decoding import MAX_STREAM
from signing.pdf.packing import unpacked_text

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader

_ODD = b"\x7f\x80\x85\xa0\xff"
_BLANK = bytes(range(0x21)) + _ODD
"""White space to some reader."""
_LETTER = re.compile(rb"[R#](?<![A-Za-z(/][R#])(?:(?<=#)|(?![A-Za-z0-9]))")
"""To MuPDF it may be written with its number."""
_BRACKETS = b"()<>[]{}/%"
"""Ghostscript passes over some of them."""
_APART = bytes(0x20 if one <= 0x20 or one in _BRACKETS else one for one in range(0x100))
_NUMBER = tuple(bytes((one,)) for one in b"0123456789+.-")
"""What begins so is a number to some reader, whatever follows."""
_NEAR = 64
_BELOW = {"/XObject": 1, "/Pattern": 1, "/CharProcs": 1, "/AP": 2, "/MK": 1, "/SMask": 0, "/G": 0}
"""Entries behind which contents stand, and how many dictionaries may be between: of names and
states. A mask is a picture's, or has a drawing of its own."""
_IMAGE = ("NameObject", "/Image")
_LIMITS = Limits(seconds=60, decoded=256 << 20, work=20_000_000)
"""Of the processor's time who watches the whole file counts more exactly: it ends long before."""


def require_no_references(old: BoundedReader, look: Callable[[], None]) -> None:
    """Require that no content of a revision refers to an object.

    Args:
        old: the revision.
        look: called all along; raises where it takes too long.

    Raises:
        MalformedDocument: one may, to some reader.
        DocumentTooLarge: it takes too long, or too much is unpacked.
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    asked = _Asked(Budget(_LIMITS, look))
    waiting: list[tuple[Any, str, int]] = [(old.trailer, "", 0)]
    seen: set[tuple[int, str, int]] = set()
    while waiting:
        value, way, below = waiting.pop()
        number = number_of(value)
        if number is not None:
            # What is drawn here may have been a picture's mask before.
            if (number, way, below) in seen:
                continue
            seen.add((number, way, below))
        found = follow(value)
        if isinstance(found, list):
            waiting += ((item, way, below) for item in list.__iter__(found))
        if not isinstance(found, dict):
            continue
        asked.ask(found, way)
        for key, item in dict.items(found):
            # What has such a name among others may be the entry, too.
            if key in _BELOW and (key != "/G" or way == "/SMask"):
                waiting.append((item, key, _BELOW[key]))
            named = below and not _is_stream(found)
            waiting.append((item, way, below - 1) if named else (item, "", 0))
        if number is not None:
            old.let_go(number, found)


class _Asked:
    """Asks each content once."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._known: set[tuple[int | None, ...]] = set()

    def ask(self, found: Any, way: str) -> None:  # noqa: ANN401 - of the library
        """Require it of a dictionary or a stream, behind an entry."""
        # Readers ask nothing of these what they call themselves, but for pictures among forms.
        own = plain(follow(dict.get(found, "/Subtype"))) if way == "/XObject" else None
        if _is_stream(found) and way not in ("", "/SMask") and own != _IMAGE:
            self._require_none([found])
        text = bytes(getattr(follow(dict.get(found, "/DA")), "original_bytes", b""))
        if self._may_refer(text):
            self._require_words(text)
        contents = dict.get(found, "/Contents")
        several = follow(contents)
        parts = list(list.__iter__(several)) if isinstance(several, list) else [contents]
        numbers = tuple(map(number_of, parts))
        if None in numbers or numbers not in self._known:
            self._known.add(numbers)
            self._require_none([item for part in parts if _is_stream(item := follow(part))])

    def _require_none(self, streams: list[Any]) -> None:
        """Require it of one content; a word ends with its part, a reference may go on."""
        parts: list[bytes] = []
        for stream in streams:
            left = MAX_STREAM - sum(map(len, parts))
            parts.append(unpacked_text(stream, max(left, 0)))
            self._budget.spend("decoded", len(parts[-1]))
        data = b"\n".join(parts)
        if self._may_refer(data):
            seams = accumulate(len(part) + 1 for part in parts[:-1])
            self._require_words(data, tuple(seam - 1 for seam in seams))

    def _may_refer(self, data: bytes) -> bool:
        """Whether the letter stands behind a number; with comments one may be further away."""
        has_comments = b"%" in data
        for found in _LETTER.finditer(data):
            self._budget.spend("work")
            before = data[max(0, found.start() - _NEAR) : found.start()].rstrip(_BLANK + _BRACKETS)
            word = before.translate(_APART).rpartition(b" ")[2]
            # What begins further away may be one, and what has a blank in it to some reader.
            is_seen = len(word) < len(before) and word == word.translate(None, _ODD)
            if has_comments or not is_seen or word.startswith(_NUMBER):
                return True
        return False

    def _require_words(self, data: bytes, seams: tuple[int, ...] = ()) -> None:
        for operator, _ in operators(data, self._budget, _refuse, seams):
            if operator not in OPERATORS:
                _refuse()


def _refuse() -> None:
    raise MalformedDocument(Flaw.REFERENCE_IN_CONTENT)


def _is_stream(found: Any) -> bool:  # noqa: ANN401 - of the library
    return hasattr(found, "get_data")
