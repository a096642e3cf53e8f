"""The objects of two revisions of one PDF: which an update touched, and what reaches them.

An object counts as touched if its place in the file is another and its value too; one that the
older revision did not have is touched as well, because a reference to nothing may have waited for
it (ISO 32000-1, 7.3.10).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from signing.errors import DocumentTooLarge
from signing.pdf.compare import plain

if TYPE_CHECKING:
    from pypdf import PdfReader

    from signing.foreign.pdf_reader import BoundedReader

_MAX_OBJECTS = 200_000
_PACKED = -1
"""In the place of a generation: in a stream of objects."""


class Pair:
    """A signed revision and the file as it is now."""

    def __init__(self, old: BoundedReader, new: BoundedReader) -> None:
        self.old = old
        self.new = new

    @cached_property
    def touched(self) -> frozenset[int]:
        """The numbers of objects that are new, gone or others now."""
        before, after = _places(self.old), _places(self.new)
        moved = {
            number for number in before.keys() | after.keys() if _differ(number, before, after)
        }
        return frozenset(
            number
            for number in moved
            if _is_beyond(before.get(number))
            or _is_beyond(after.get(number))
            or self._is_another(number)
        )

    def _is_another(self, number: int) -> bool:
        old, new = object_of(self.old, number), object_of(self.new, number)
        another = not same(old, new)
        self.old.let_go(number, old)
        self.new.let_go(number, new)
        return another

    def reached(self, values: Iterable[Any], stop: frozenset[int] = frozenset()) -> set[int]:
        """Return the numbers that values of the older revision lead to.

        Args:
            values: where to begin.
            stop: numbers that are not followed, and not returned.

        Raises:
            DocumentTooLarge: more objects than are looked at.
        """
        from pypdf.generic import IndirectObject

        found: set[int] = set()
        waiting = list(values)
        while waiting:
            value = waiting.pop()
            if isinstance(value, IndirectObject):
                number = value.idnum
                if number in found or number in stop:
                    continue
                found.add(number)
                if len(found) > _MAX_OBJECTS:
                    raise DocumentTooLarge("too many objects in a PDF")
                value = follow(value)
                self.old.let_go(number, value)
            if isinstance(value, dict):
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value
        return found


def object_of(reader: PdfReader, number: int) -> Any:  # noqa: ANN401 - a PDF object of any kind
    """Return an object; None if there is none of that number."""
    from pypdf.generic import IndirectObject, NullObject

    found = IndirectObject(number, 0, reader).get_object()
    return None if isinstance(found, NullObject) else found


def shape(value: Any) -> Any:  # noqa: ANN401
    """Return a comparable form: other makers write the same number in another way."""
    from pypdf.generic import FloatObject, NumberObject

    if isinstance(value, (FloatObject, NumberObject)):
        return ("number", float(value))
    if isinstance(value, dict):
        return {str(name): shape(item) for name, item in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value]
    return plain(value)


def same(one: Any, other: Any) -> bool:  # noqa: ANN401
    """Whether two objects are the same, streams with their bytes."""
    if shape(one) != shape(other):
        return False
    return getattr(one, "_data", None) == getattr(other, "_data", None)


def follow(value: Any) -> Any:  # noqa: ANN401
    """Return what a reference stands for, the value itself, or None."""
    from pypdf.generic import IndirectObject, NullObject

    found = value.get_object() if isinstance(value, IndirectObject) else value
    return None if isinstance(found, NullObject) else found


def number_of(value: Any) -> int | None:  # noqa: ANN401
    """Return the number of a reference; None for a value that is none."""
    from pypdf.generic import IndirectObject

    return value.idnum if isinstance(value, IndirectObject) else None


_Places = frozenset[tuple[int, ...]]


def _places(reader: PdfReader) -> dict[int, _Places]:
    """Return where the objects of a number stand: generation and offset, or index in a stream."""
    found: dict[int, _Places] = defaultdict(frozenset)
    for generation, entries in reader.xref.items():
        free = reader.xref_free_entry.get(generation, {})
        for number, offset in entries.items():
            if not free.get(number):
                found[number] |= {(generation, offset)}
    for number, (stream, index) in reader.xref_objStm.items():
        found[number] |= {(_PACKED, stream, index)}
    return dict(found)


def _differ(number: int, before: dict[int, _Places], after: dict[int, _Places]) -> bool:
    one = before.get(number, frozenset())
    if one != after.get(number, frozenset()):
        return True
    # In a stream of the same number that is another stream now.
    return any(before.get(place[1]) != after.get(place[1]) for place in one if place[0] == _PACKED)


def _is_beyond(places: _Places | None) -> bool:
    """Whether an object is absent, or of another generation than the first (7.3.10).

    Those are hardly ever written; what an update says of one is not looked into.
    """
    return places is None or any(place[0] not in (0, _PACKED) for place in places)
