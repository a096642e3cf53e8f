"""The objects of a signed revision, read to their last word (ISO 32000-1, 7.3, 7.5.7).

The library finds an end where a stream says none, takes the first of two objects of one number,
and overlooks a stream behind a comment. What an update writes again is compared with what it was,
so this is read as strictly as the update.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.held import Held
from signing.pdf.plain_objects import OLD, Packed, packed, read_body
from signing.pdf.tables import PACKED, Place

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader


class Signed:
    """A revision of which each object is asked for by its place."""

    def __init__(self, pdf: Held, old: BoundedReader, look: Callable[[], None]) -> None:
        """Begin.

        Args:
            pdf: the whole file.
            old: the revision.
            look: called all along; raises where it takes too long.
        """
        self._pdf, self._old, self._look = pdf, old, look
        self._places = old.places()
        self._holders: dict[int, Packed] = {}

    def require_plain(self, number: int, place: Place) -> bool:
        """Require that an object is one thing to every reader; return whether it is a stream.

        Raises:
            MalformedDocument: it is not.
            PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
        """
        if place[0] == PACKED:
            self._require_member(number, place)
            return False
        return self._read(number, place, self.value)

    def value(self, number: int) -> Any:  # noqa: ANN401 - of the library
        """Return what an object is that leads no further: the length of a stream.

        Raises:
            MalformedDocument: not every reader finds it, or the same.
            PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
        """
        place = self._only(number)
        if place[0] != PACKED:
            return self._value_beside(number)
        self._require_member(number, place)
        return self._old.get_object(number)

    def _require_member(self, number: int, place: Place) -> None:
        _, at, index = place
        if at not in self._holders:
            self._read(at, self._standing(at), self._value_beside)
            self._holders[at] = packed(self._old.get_object(at), set(), None)
        holder = self._holders[at]
        if holder.numbers[index : index + 1] != (number,):
            raise MalformedDocument(Flaw.REPLACED_OBJECT)
        holder.member(index, OLD, self._look)

    def _value_beside(self, number: int) -> Any:  # noqa: ANN401 - of the library
        """Return the same of what stands in no stream of objects."""
        self._read(number, self._standing(number), lambda _number: None)
        return self._old.get_object(number)

    def _read(self, number: int, place: Place, value: Callable[[int], Any]) -> bool:
        generation, at, _ = place
        body = read_body(self._pdf, at, self._old.size, OLD, value, self._look)
        if (body.number, body.generation) != (number, generation):
            raise MalformedDocument(Flaw.REPLACED_OBJECT)
        return body.is_stream

    def _standing(self, number: int) -> Place:
        place = self._only(number)
        if place[0] == PACKED:
            raise MalformedDocument(Flaw.REPLACED_OBJECT)
        return place

    def _only(self, number: int) -> Place:
        """Return where an object is, if it is in one place alone."""
        places = self._places.get(number, frozenset())
        if len(places) != 1:
            raise MalformedDocument(Flaw.REPLACED_OBJECT)
        return next(iter(places))
