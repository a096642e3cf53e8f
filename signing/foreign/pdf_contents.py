"""Contents that refer to objects (ISO 32000-1, 7.8.2): the standard has none, and readers follow.

Poppler, MuPDF, Ghostscript and pdf.js take a reference where a text, a mask or a layer may stand
in a drawing, whatever they pass over within one. No table tells what such a one leads to, so what
an update replaces or brings may be on a page. Where the letter of a reference stands outside of
texts and names, contents are read word by word: operators, numbers, names, texts, arrays and
dictionaries, and nothing else. So is how a field without a look writes its text: Ghostscript runs
it.

Which of them a reader comes to, and how, is nothing to go by: each passes over other entries on
its way, and inherits others. So all that the file leads to is looked at, once for each kind of
entry that leads there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeAlias

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

_PLAIN = re.compile(
    # To MuPDF the letter may be written with its number; behind ID there is a picture, and pdf.js
    # puts the parts of a content together without a blank.
    rb"[^()<>/%#RI]++|I(?!D|\Z)|(?<=[\t\n\r ])RG(?=[\t\n\r ]|\Z)"
    rb"|\([^()\\]*+(?:(?:\\.|\([^()\\]*+(?:\\.[^()\\]*+){0,99}\))[^()\\]*+){0,999}\)"
    rb"|/[!\"$&'*-.0-;=?-Z\\^-z|~]*+|<<|>>|<[0-9A-Fa-f\t\n\r ]*+>"
    rb"|%[^()<>/%#RI\r\n]*+(?:I(?!D)[^()<>/%#RI\r\n]*+){0,99}(?=[\r\n])",
    re.DOTALL,
)
"""A part of a content without the letter of a reference but in texts, names and ``RG``."""
_Way: TypeAlias = tuple[int, int, int]
"""How far behind entries a value may stand: of drawings, of pictures and drawings, of a mask; 1 is
the last, 0 none. A mask is a picture or has a drawing of its own."""
_NO_WAY: _Way = (0, 0, 0)
_MASK = "/SMask"
_WAYS: dict[str, _Way] = {
    **dict.fromkeys(("/Pattern", "/CharProcs", "/MK"), (2, 0, 0)),
    "/AP": (3, 0, 0),
    "/XObject": (0, 2, 0),
    _MASK: (0, 0, 1),
}
_OF_MASK: dict[str, _Way] = {**_WAYS, "/G": (1, 0, 0)}
"""What has such a name among others may be the entry, too."""
_LISTS = ("/Annots", "/Fields", "/Kids")
_NO_STREAMS = frozenset(
    {
        *("/AP", "/MK", "/CharProcs", "/Resources", "/DR", "/XObject", "/Pattern", "/Font"),
        *("/ExtGState", "/Properties", "/AcroForm", "/Parent", "/Pages", "/Popup", *_LISTS),
    }
)
"""Entries behind which no stream stands, nor in a list there: to some it is a dictionary
nevertheless, to others nothing."""
_IMAGE = ("NameObject", "/Image")
_LIMITS = Limits(seconds=60, decoded=256 << 20, work=20_000_000)
"""Of the processor's time who watches the whole file counts more exactly: it ends long before."""


def _is_plain(content: bytes) -> bool:
    at = 0
    for part in _PLAIN.finditer(content):
        if part.start() != at:
            return False
        at = part.end()
    return at == len(content)


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
    waiting: list[tuple[Any, _Way]] = [(old.trailer, _NO_WAY)]
    seen: set[tuple[int, _Way]] = set()

    def wait(value: Any, way: _Way) -> None:  # noqa: ANN401 - of the library
        look()
        number = number_of(value)
        # What is drawn here may have been a picture's mask before.
        if number is None or (number, way) not in seen:
            waiting.append((value, way))
        if number is not None:
            seen.add((number, way))

    while waiting:
        value, way = waiting.pop()
        found = follow(value)
        if isinstance(found, list):
            for item in list.__iter__(found):
                wait(item, way)
        if not isinstance(found, dict):
            continue
        asked.ask(found, way)
        # To some a drawing where names should be is a dictionary of them.
        below = [max(left - 1, 0) for left in way]
        known = _OF_MASK if way[2] else _WAYS
        for key, item in dict.items(found):
            # Of pictures and drawings these are names.
            if key in _NO_STREAMS and (_is_stream(found) or way == _NO_WAY):
                _require_no_stream(item, look, is_list=key in _LISTS)
            drawn, shown, mask = map(max, below, known.get(key, _NO_WAY))
            wait(item, (drawn, shown, mask))
        number = number_of(value)
        if number is not None:
            old.let_go(number, found)


class _Asked:
    """Asks each content once."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._known: set[tuple[int | None, ...]] = set()

    def ask(self, found: Any, way: _Way) -> None:  # noqa: ANN401 - of the library
        """Require it of a dictionary or a stream, behind some entries."""
        drawn, shown, _ = way
        # Readers ask nothing of these what they call themselves, but for pictures among forms.
        if shown and not drawn:
            drawn = plain(follow(dict.get(found, "/Subtype"))) != _IMAGE
        if drawn and _is_stream(found):
            self._require_none([found])
        text = bytes(getattr(follow(dict.get(found, "/DA")), "original_bytes", b""))
        if not _is_plain(text):
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
        if not all(map(_is_plain, parts)):
            seams = accumulate(len(part) + 1 for part in parts[:-1])
            self._require_words(b"\n".join(parts), tuple(seam - 1 for seam in seams))

    def _require_words(self, data: bytes, seams: tuple[int, ...] = ()) -> None:
        for operator, _ in operators(data, self._budget, _refuse, seams):
            if operator not in OPERATORS:
                _refuse()


def _require_no_stream(
    value: Any,  # noqa: ANN401 - of the library
    look: Callable[[], None],
    *,
    is_list: bool,
) -> None:
    found = follow(value)
    for item in list.__iter__(found) if is_list and isinstance(found, list) else (found,):
        look()
        if _is_stream(follow(item)):
            raise MalformedDocument(Flaw.STREAM_NOT_THERE)


def _refuse() -> None:
    raise MalformedDocument(Flaw.REFERENCE_IN_CONTENT)


def _is_stream(found: Any) -> bool:  # noqa: ANN401 - of the library
    return hasattr(found, "get_data")
