"""The objects of two revisions of one PDF: which an update touched, and what reaches them.

An object counts as touched if an update names another place for it and its value is another too;
one that an update frees, or that the older revision did not have, is touched as well: a reference
to nothing may have waited for it (ISO 32000-1, 7.3.10).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from signing.errors import DocumentTooLarge
from signing.flaws import Flaw
from signing.foreign.pdf_layout import places_of
from signing.pdf.compare import plain
from signing.pdf.tables import FREE, PACKED, Place

if TYPE_CHECKING:
    from pypdf import PdfReader

    from signing.foreign.pdf_reader import BoundedReader

_UP = frozenset({"/Parent", "/Kids"})
"""Of fields and annotations: entries that lead to what is looked at by itself. Nowhere else: in a
list of pictures they are names that the author chose."""
_DRAWN = frozenset({"/Resources", "/Contents", "/AP"})
"""Of pages and annotations: entries of what is seen. Nothing that they lead to is left out, not
even a page: it may be its own list of pictures."""


class Pair:
    """A signed revision and the file as it is now."""

    most = 200_000
    """Objects that are looked at from one place."""

    def __init__(self, old: BoundedReader, new: BoundedReader) -> None:
        self.old = old
        self.new = new

    @cached_property
    def touched(self) -> frozenset[int]:
        """The numbers of objects that are new, gone or others now."""
        before = self.old.places()
        named = places_of(section for section in self.new.sections if section.at >= self.old.size)
        streams = {
            number for number, places in named.items() if places != before.get(number, set())
        }
        for number, places in before.items():
            # In a stream of the same number that is another stream now.
            if any(place[0] == PACKED and place[1] in streams for place in places):
                named.setdefault(number, set()).add((FREE, 0, 0))
        return frozenset(
            number
            for number, places in named.items()
            if self._is_touched(number, before.get(number, frozenset()), places)
        )

    def _is_touched(
        self, number: int, before: frozenset[Place], places: frozenset[Place] | set[Place]
    ) -> bool:
        if not before:
            # A reference to it may have waited; what is free is still nothing.
            return any(place[0] != FREE for place in places)
        if places == before and not self.old.is_loose:
            return False
        # Of one new place in what was added every reader sees the same; of what else there is,
        # other generations too, some would not.
        return (
            len(before | places) != 2
            or len(places) != 1
            or any(not self._is_comparable(place) for place in places)
            or any(place[0] not in (0, PACKED) for place in before)
            or self._is_another(number)
        )

    def _is_comparable(self, place: Place) -> bool:
        generation, where, _ = place
        return generation == PACKED or (generation == 0 and where >= self.old.size)

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
                if len(found) > self.most:
                    raise DocumentTooLarge(Flaw.TOO_MANY_OBJECTS)
                value = follow(value)
                self.old.let_go(number, value)
            if isinstance(value, dict):
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value
        return found

    def behind(
        self,
        dictionary: Any,  # noqa: ANN401
        pages: frozenset[int],
        left_out: frozenset[str] = _UP,
    ) -> set[int]:
        """Return what a page, a node or a field leads to, pages left out."""
        items = [(key, item) for key, item in dictionary.items() if key not in left_out]
        drawn = [item for key, item in items if key in _DRAWN]
        others = [item for key, item in items if key not in _DRAWN]
        return self.reached(drawn) | self.reached(others, pages)


def beside(annotation: Any) -> frozenset[str]:  # noqa: ANN401
    """Return the entries of an annotation that are looked at elsewhere: those of a field."""
    kind = follow(annotation.get("/Subtype"))
    return _UP if plain(kind) == ("NameObject", "/Widget") else frozenset()


def object_of(reader: PdfReader, number: int) -> Any:  # noqa: ANN401 - a PDF object of any kind
    """Return an object; None if there is none of that number."""
    from pypdf.generic import IndirectObject, NullObject

    found = IndirectObject(number, 0, reader).get_object()
    return None if isinstance(found, NullObject) else found


def same(one: Any, other: Any) -> bool:  # noqa: ANN401
    """Whether two objects are the same, streams with their bytes."""
    return bool(plain(one) == plain(other)) and same_data(one, other)


def same_data(one: Any, other: Any) -> bool:  # noqa: ANN401
    """Whether two values are streams of the same bytes as they are packed, or none is a stream."""
    return bool(getattr(one, "_data", None) == getattr(other, "_data", None))


def follow(value: Any) -> Any:  # noqa: ANN401
    """Return what a reference stands for, the value itself, or None."""
    from pypdf.generic import IndirectObject, NullObject

    found = value.get_object() if isinstance(value, IndirectObject) else value
    return None if isinstance(found, NullObject) else found


def number_of(value: Any) -> int | None:  # noqa: ANN401
    """Return the number of a reference; None for a value that is none."""
    from pypdf.generic import IndirectObject

    return value.idnum if isinstance(value, IndirectObject) else None
