"""Contents that refer to objects (ISO 32000-1, 7.8.2): the standard has none, and readers follow.

Poppler, MuPDF, Ghostscript and pdf.js take a reference where a text, a mask or a layer may stand
in a drawing. No table tells what such a one leads to, so what an update replaces or brings may be
on a page. Where the letter of a reference is no part of a longer word, contents are read word by
word: operators, numbers, names, texts, arrays and dictionaries, and nothing else. So is how a
field without a look writes its text: Ghostscript runs it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.examine.budget import Budget, Limits
from signing.examine.content import operators
from signing.examine.plainly import OPERATORS
from signing.flaws import Flaw
from signing.foreign.pdf_graph import follow, number_of
from signing.foreign.pdf_signatures import fields, form_of
from signing.pdf.decoding import MAX_STREAM
from signing.pdf.packing import unpacked_text

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader

_LETTER = re.compile(rb"[R#](?<![A-Za-z]R)(?![A-Za-z0-9])|#")
"""To MuPDF it may be written with its number."""
_BELOW = {"/XObject": 1, "/Pattern": 1, "/CharProcs": 1, "/AP": 2, "/SMask": 0, "/G": 0}
"""Entries behind which contents stand, and how many dictionaries may be between: of names and
states. A mask is a picture's, or has a drawing of its own."""
_LIMITS = Limits(seconds=60, decoded=256 << 20, work=2_000_000)
"""Of the processor's time who watches the whole file counts more exactly."""


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
    budget = Budget(_LIMITS, look)
    seen: set[tuple[int, str, int]] = set()
    known: set[tuple[int | None, ...]] = set()
    for text in _appearances(old):
        if _LETTER.search(text) is not None:
            _require_words(text, budget)
    lent = (form_of(old) or {}).get("/DR")
    for stream in _drawn(old, [(lent, "", 0)], seen):
        _require_none([stream], budget)
    for page in old.pages:
        found = follow(page.get("/Contents"))
        parts = list(list.__iter__(found)) if isinstance(found, list) else [page.get("/Contents")]
        numbers = tuple(map(number_of, parts))
        if None in numbers or numbers not in known:
            known.add(numbers)
            _require_none([item for part in parts if _is_stream(item := follow(part))], budget)
        annotations = follow(page.get("/Annots"))
        looks = [
            dict.get(note, "/AP")
            for item in (annotations if isinstance(annotations, list) else [])
            if isinstance(note := follow(item), dict)
        ]
        behind = [(page.get("/Resources"), "", 0), *((look, "/AP", 2) for look in looks)]
        for stream in _drawn(old, behind, seen):
            _require_none([stream], budget)


def _require_none(streams: list[Any], budget: Budget) -> None:
    """Require it of one content; a word ends with its part, a reference may go on."""
    parts: list[bytes] = []
    for stream in streams:
        left = MAX_STREAM - sum(map(len, parts))
        parts.append(unpacked_text(stream, max(left, 0)))
        budget.spend("decoded", len(parts[-1]))
    data = b"\n".join(parts)
    if _LETTER.search(data) is not None:
        seams = accumulate(len(part) + 1 for part in parts[:-1])
        _require_words(data, budget, tuple(seam - 1 for seam in seams))


def _require_words(data: bytes, budget: Budget, seams: tuple[int, ...] = ()) -> None:
    for operator, _ in operators(data, budget, _refuse, seams):
        if operator not in OPERATORS:
            _refuse()


def _appearances(old: BoundedReader) -> Iterator[bytes]:
    """Give how texts are written, of fields and of notes (12.7.3.3)."""
    noted = (follow(page.get("/Annots")) for page in old.pages)
    found = [item for some in noted if isinstance(some, list) for item in list.__iter__(some)]
    for field in fields(old):
        found += [field.dictionary, *field.above]
    for item in map(follow, [form_of(old), *found]):
        text = follow(dict.get(item, "/DA")) if isinstance(item, dict) else None
        yield bytes(getattr(text, "original_bytes", b""))


def _refuse() -> None:
    raise MalformedDocument(Flaw.REFERENCE_IN_CONTENT)


def _drawn(
    old: BoundedReader, waiting: list[tuple[Any, str, int]], seen: set[tuple[int, str, int]]
) -> Iterator[Any]:
    """Give forms, patterns and glyphs; each that is referred to once.

    Readers ask nothing of these what they call themselves, but for pictures among the forms.
    """
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
            waiting += ((item, "", 0) for item in list.__iter__(found))
        if not isinstance(found, dict):
            continue
        is_stream = _is_stream(found)
        if is_stream and way not in ("", "/SMask"):
            picture = follow(dict.get(found, "/Subtype")) == "/Image"
            if not (picture and way == "/XObject"):
                yield found
        for key, item in dict.items(found):
            # What has such a name among others may be the entry, too.
            if key in _BELOW and (key != "/G" or way == "/SMask"):
                waiting.append((item, key, _BELOW[key]))
            named = below and not is_stream
            waiting.append((item, way, below - 1) if named else (item, "", 0))
        if number is not None:
            old.let_go(number, found)


def _is_stream(found: Any) -> bool:  # noqa: ANN401 - of the library
    return hasattr(found, "get_data")
