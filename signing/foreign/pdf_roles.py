"""What part each object had in what was signed that an update writes anew (ISO 32000-1, 7.5.6).

Comparing goes by what the library reaches and by what it makes of that; readers reach more (the
length of a stream in an object of its own). So of the objects of a signed revision only those may
be others now whose part is known and compared, or that tell nothing that is seen; and nothing
else that was signed may mention the latter, or what the update brings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from signing.foreign.pdf_form import is_signed
from signing.foreign.pdf_graph import Pair, beside, follow, number_of
from signing.foreign.pdf_mentions import Mentions
from signing.foreign.pdf_signatures import Field, catalog_of, fields, form_of
from signing.foreign.pdf_widgets import parts

_TOLD = ("/Metadata", "/DSS", "/Extensions", "/PieceInfo")
"""Entries of the catalog that tell of the document; nothing of them is seen or heard."""
_DRAWN = ("/AP", "/MK", "/BS", "/Border", "/Lock", "/SV", "/V")
_FILLED = ("/V", "/AP", "/I", "/RV")


class Roles:
    """The parts of the objects of a signed revision."""

    def __init__(
        self, pair: Pair, stop: frozenset[int], may_fill: Callable[[Field], bool], notes: list[Any]
    ) -> None:
        """Look at a revision.

        Args:
            pair: it, and the file as it is now.
            stop: numbers of what is compared by itself, pages and catalog among them.
            may_fill: whether a certification lets people fill a field.
            notes: annotations that it lets people change.
        """
        self._pair, self._stop, self._notes = pair, stop, notes
        self._fields = fields(pair.old)
        self._filled = [item for item in self._fields if may_fill(item)]

    def stranger(self, mentions: Mentions) -> int | None:
        """Return the number of an object that may not be another now, and is; None without one.

        Args:
            mentions: what objects of the file mention.

        Raises:
            DocumentTooLarge: more objects than are looked at.
            PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
        """
        suspects = self._pair.touched - self._compared
        if self._are_apart(mentions, suspects):
            return None
        return next(item for item in sorted(suspects) if not self._are_apart(mentions, {item}))

    def _are_apart(self, mentions: Mentions, numbers: Iterable[int]) -> bool:
        """Whether nothing that was signed leads to objects but what they are loose for."""
        seen: set[int] = set()
        waiting = frozenset(numbers)
        while waiting:
            seen |= waiting
            above = mentions.holders(self._pair.old, waiting)
            holders = set().union(*above.values())
            if above.keys() - self._loose or holders - self._loose - self._heads:
                return False
            # Of fields and notes these entries alone are looked at.
            owned = {item for item, some in above.items() if some & self._heads - self._catalog}
            if owned - self.allowed - self._drawn:
                return False
            waiting = frozenset(holders - self._heads - seen)
        return True

    @cached_property
    def _heads(self) -> frozenset[int]:
        """What is compared and leads to something loose: the catalog, fields, notes."""
        found = set(map(number_of, self._notes)) | self._own(self._filled + self._signed)
        return self._catalog | _numbers(found)

    @cached_property
    def _catalog(self) -> frozenset[int]:
        return _numbers([number_of(self._pair.old.trailer.raw_get("/Root"))])

    @cached_property
    def _signed(self) -> list[Field]:
        """The fields that waited for a signature and have one now."""
        later = {item.number: item for item in fields(self._pair.new) if is_signed(item)}
        return [
            item
            for item in self._fields
            if item.kind == "/Sig" and not is_signed(item) and item.number in later
        ]

    @cached_property
    def _compared(self) -> frozenset[int]:
        """What is compared entry by entry, whatever mentions it."""
        old = self._pair.old
        catalog, form = catalog_of(old), form_of(old) or {}
        found = {number_of(page.indirect_reference) for page in old.pages}
        found |= {number_of(dict.get(page, "/Annots")) for page in old.pages}
        found |= {number_of(dict.get(catalog, "/AcroForm")), number_of(dict.get(form, "/Fields"))}
        lent = follow(dict.get(form, "/DR"))
        kinds = lent.values() if isinstance(lent, dict) else ()
        found |= {number_of(item) for item in (dict.get(form, "/DR"), *kinds)}
        found |= {number_of(node) for item in self._fields for node in item.above}
        tree = self._pair.reached([dict.get(catalog, "/StructTreeRoot")], self._stop)
        return _numbers(found) | tree | self._heads

    @cached_property
    def _loose(self) -> frozenset[int]:
        """What tells of the document, and what is filled in or drawn for a signature."""
        old = self._pair.old
        catalog = catalog_of(old)
        told = [*(dict.get(catalog, key) for key in _TOLD), dict.get(old.trailer, "/Info")]
        return self.allowed | self._drawn | self._pair.reached(told, self._stop)

    @cached_property
    def _drawn(self) -> frozenset[int]:
        """What is drawn for a signature, and what it says."""
        return frozenset(self._pair.reached(_entries(self._signed, _DRAWN), self._stop))

    @cached_property
    def allowed(self) -> frozenset[int]:
        """The numbers of what a certification lets people fill or note."""
        found = self._pair.reached(_entries(self._filled, _FILLED), self._stop)
        for note in self._notes:
            found |= self._pair.behind(follow(note), self._stop, beside(follow(note)))
        return frozenset(found)

    @staticmethod
    def _own(some: list[Field]) -> set[int | None]:
        """Return the numbers of fields and of their widgets."""
        kids = (kid for item in some for kid in follow(item.dictionary.get("/Kids")) or [])
        return {*(item.number for item in some), *map(number_of, kids)}


def _entries(some: list[Field], keys: Iterable[str]) -> list[Any]:
    return [dict.get(part, key) for item in some for part in parts(item) for key in keys]


def _numbers(found: Iterable[int | None]) -> frozenset[int]:
    return frozenset(number for number in found if number is not None)
