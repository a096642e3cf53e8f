"""Who names the value of a signature (ISO 32000-1, 12.8.1): a field, and what certifies.

Nobody signed the value itself. Whatever else leads to it, in however many steps – a note, its
window, an answer to it –, may show its bytes as words of its own. So in all that was signed a
reference to it stands behind ``/V`` and within ``/Perms`` alone, however it is written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.foreign.pdf_graph import number_of, object_of
from signing.foreign.pdf_signatures import catalog_of, fields
from signing.pdf.held import PIECE, Held
from signing.pdf.plain_objects import OLD, listing, read_value
from signing.pdf.tables import PACKED

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader

_NEAR = 1 << 10
_BLANKS = rb"[\0-\x20\x7f\x80\x85\xa0\xff]*+"
_GAP = _BLANKS + rb"(?>(?:%[^\r\n]{0,99}+[\r\n]" + _BLANKS + rb"){0,3})"
_NUMBER = rb"[.+-][0-9.+eE-]*+"
_BEHIND = (
    rb"(?:" + _NUMBER + rb")?" + _GAP + rb"(?:%|(?:(?<![0-9])[0-9]++|" + _NUMBER + rb")"
    rb"[0-9.+eE-]*+" + _GAP + rb"(?:%|R|#52))"
)
"""The rest of a reference, whose numbers some readers take in any form; what has more or longer
comments may be one."""
_STREAM = re.compile(rb"[\0\t\n\f\r ]*+stream[\r\n]")
_OF_CATALOG = "/Perms"
_PERMISSIONS = ("/DocMDP", "/UR", "/UR3")
"""What names signatures there (ISO 32000-1, 12.8.4)."""


def require_apart(
    pdf: Held, old: BoundedReader, number: int | None, look: Callable[[], None]
) -> None:
    """Require that nothing but fields and what certifies names the value of a signature.

    Args:
        pdf: the whole file.
        old: the signed revision.
        number: the value's; None if it is no object of its own.
        look: called all along; raises where it takes too long.

    Raises:
        MalformedDocument: something else does, or may.
        DocumentTooLarge: it takes too long.
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    if number is None:
        return
    # No reader makes words of a signature's own value, and some do of a text's.
    if any(field.kind != "/Sig" and number_of(field.value) == number for field in fields(old)):
        raise MalformedDocument(Flaw.OBJECT_AMBIGUOUS)
    reference = re.compile(b"%d" % number + _BEHIND)
    for holder, count in (*_packed(old, reference, look), *_standing(pdf, old, reference, look)):
        if count > _allowed(old, holder, number):
            raise MalformedDocument(Flaw.OBJECT_AMBIGUOUS)


def _standing(
    pdf: Held, old: BoundedReader, reference: re.Pattern[bytes], look: Callable[[], None]
) -> Iterator[tuple[int, int]]:
    """Give which objects may name it and how often, without the data of streams."""
    begins = {
        at: number
        for section in old.sections
        for number, (kind, at, _) in section.entries.items()
        if kind >= 0
    }
    for number, places in old.places().items():
        begins |= {at: number for kind, at, _ in places if kind >= 0}
    starts = [*sorted(at for at in begins if at < old.size), old.size]
    found: dict[int, list[int]] = {}
    for at in _places(pdf, old.size, reference, look):
        found.setdefault(bisect_right(starts, at) - 1, []).append(at)
    for index, places_of in found.items():
        if index < 0:
            yield 0, len(places_of)
            continue
        data = _data_of_stream(pdf, starts[index], starts[index + 1], look)
        count = sum(not data[0] <= at < data[1] for at in places_of)
        yield begins[starts[index]], count


def _places(
    pdf: Held, size: int, reference: re.Pattern[bytes], look: Callable[[], None]
) -> Iterator[int]:
    for begin in range(0, size, PIECE):
        piece = pdf.cut(begin, min(begin + PIECE + _NEAR, size))
        for found in reference.finditer(piece):
            look()
            if found.start() < PIECE and not _goes_before(pdf, begin + found.start()):
                yield begin + found.start()


def _goes_before(pdf: Held, at: int) -> bool:
    """Whether the number is the end of another one."""
    before = pdf.cut(max(0, at - _NEAR), at).rstrip(b"0")
    return before[-1:].isdigit()


def _data_of_stream(pdf: Held, begin: int, end: int, look: Callable[[], None]) -> tuple[int, int]:
    """Return where the data of an object begin, and end for who goes on behind them."""
    try:
        _, parsed, _ = read_value(pdf, begin, end, OLD, look)
    except MalformedDocument:
        return end, end
    at = begin + parsed.end
    if parsed.entries is None or _STREAM.match(pdf.cut(at, at + _NEAR)) is None:
        return end, end
    last = max(pdf.find(b"endstream", look, at, end), default=end)
    return at, last


def _packed(
    old: BoundedReader, reference: re.Pattern[bytes], look: Callable[[], None]
) -> Iterator[tuple[int, int]]:
    places = (place for found in old.places().values() for place in found)
    for holder in {at for kind, at, _ in places if kind == PACKED}:
        stream = old.get_object(holder)
        try:
            data, members, _ = listing(stream)
        except MalformedDocument:
            # Nobody knows whose it is; as a rule it is not there.
            data, members = stream.get_data(), []
        begins = sorted((begin, number) for number, begin, _ in members)
        counted: Counter[int] = Counter()
        for found in reference.finditer(data):
            look()
            before = data[max(0, found.start() - _NEAR) : found.start()].rstrip(b"0")
            if not before[-1:].isdigit():
                index = bisect_right(begins, (found.start(), 1 << 40)) - 1
                counted[begins[index][1] if index >= 0 else 0] += 1
        yield from counted.items()


def _allowed(old: BoundedReader, holder: int, number: int) -> int:
    """Return how often an object names it as a field does, or what certifies."""
    found = object_of(old, holder)
    certifies = holder == number_of(dict.get(catalog_of(old), _OF_CATALOG))
    return 0 if hasattr(found, "get_data") else _count(found, number, certifies=certifies)


def _count(found: Any, number: int, *, certifies: bool) -> int:  # noqa: ANN401 - of the library
    """Count references to an object that may be there."""
    count, waiting = 0, [(found, certifies)]
    while waiting:
        value, is_permission = waiting.pop()
        if isinstance(value, dict):
            named = ("/V", *(_PERMISSIONS if is_permission and "/Subtype" not in value else ()))
            for key, item in dict.items(value):
                count += key in named and number_of(item) == number
                waiting.append((item, key == _OF_CATALOG))
        elif isinstance(value, list):
            waiting += ((item, False) for item in list.__iter__(value))
    return count
