"""A frozen PDF and the same with an update: what the update replaced, and comparing objects."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.reading import start_of_xref

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject


@dataclass(frozen=True)
class Revisions:
    """Two readers of one file, before and after its update."""

    signed: bytes
    frozen_size: int
    digest: bytes
    """SHA-256 of the frozen bytes."""
    old: PdfReader
    new: PdfReader

    @cached_property
    def offsets(self) -> dict[int, int]:
        """Where each object stands that is not in an object stream."""
        return _offsets(self.new)

    @cached_property
    def frozen(self) -> frozenset[int]:
        """The numbers of all objects of the frozen document."""
        return frozenset(_offsets(self.old)) | frozenset(self.old.xref_objStm)

    @cached_property
    def written(self) -> frozenset[int]:
        """The numbers of the objects in the update; the others must stand where they stood.

        Raises:
            MalformedDocument: some do not, or the update holds objects in another way.
        """
        before, after = _offsets(self.old), self.offsets
        written = frozenset(n for n, offset in after.items() if offset >= self.frozen_size)
        packed_before, packed_after = self.old.xref_objStm, self.new.xref_objStm
        if any(packed_before.get(number) != entry for number, entry in packed_after.items()):
            raise MalformedDocument(Flaw.UPDATE_HIDES)
        moved = {number for number, offset in before.items() if after.get(number) != offset}
        moved |= set(packed_before) - set(packed_after)
        if moved - written:
            raise MalformedDocument(Flaw.UPDATE_MOVES, min(moved - written))
        if set(after) - set(before) - written:
            raise MalformedDocument(Flaw.UPDATE_SHOWS)
        return written

    @cached_property
    def replaced(self) -> frozenset[int]:
        """The numbers of the frozen objects, besides the catalog, that the update replaces."""
        return (self.written & self.frozen) - {self.old.trailer.raw_get("/Root").idnum}

    @cached_property
    def added(self) -> frozenset[int]:
        """The numbers of the new objects, without the cross-reference stream of the update."""
        start = start_of_xref(self.signed)
        new = self.written - self.frozen
        return frozenset(number for number in new if self.offsets[number] != start)

    @property
    def catalog(self) -> DictionaryObject:
        """The frozen document's catalog."""
        found: DictionaryObject = resolve(self.old.trailer.raw_get("/Root"))
        return found

    def stands(self, number: int, body: bytes) -> bool:
        """Whether the update writes exactly this object."""
        expected = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        return number in self.written and self.signed.startswith(expected, self.offsets[number])


def _offsets(reader: PdfReader) -> dict[int, int]:
    # Generation 65535 is the head of the free list (ISO 32000-1, 7.5.4).
    if set(reader.xref) - {0, 65535}:
        raise MalformedDocument(Flaw.GENERATIONS)
    return dict(reader.xref.get(0, {}))


def require_same_but(old: Any, new: Any, what: Flaw, *keys: str) -> None:  # noqa: ANN401
    """Compare two dictionaries without some of their entries.

    Raises:
        MalformedDocument: they differ.
    """
    before = {name: value for name, value in old.items() if name not in keys}
    after = {name: value for name, value in new.items() if name not in keys}
    if plain(before) != plain(after):
        raise MalformedDocument(Flaw.UPDATE_CHANGES, what)


_PLACES = frozenset(
    {
        *(
            "/MediaBox",
            "/CropBox",
            "/BleedBox",
            "/TrimBox",
            "/ArtBox",
            "/Rect",
            "/BBox",
            "/Matrix",
        ),
        *("/QuadPoints", "/WhitePoint", "/BlackPoint"),
    }
)
_SHARES = frozenset({"/UserUnit", "/CA", "/ca", "/Gamma"})
_DESTINATIONS = frozenset({"/OpenAction", "/D", "/Dest"})
_FITS = frozenset({"/XYZ", "/FitH", "/FitV", "/FitR", "/FitBH", "/FitBV"})
_USUAL = 1 << 15
"""Readers hold a whole number of any less than this, and a real one, exactly alike."""


def plain(value: Any, key: str = "") -> Any:  # noqa: ANN401 - a PDF object of any kind
    """Return a comparable form; references stay references, streams are not followed.

    Readers take a whole number for what a real one of the same value is not (a flag, a code), and
    the bytes of a string for colours or for what is drawn: kinds and bytes count, not meanings.

    Args:
        value: the object.
        key: under which it stands.
    """
    from pypdf.generic import (
        ByteStringObject,
        FloatObject,
        IndirectObject,
        NumberObject,
        TextStringObject,
    )

    if isinstance(value, IndirectObject):
        return ("R", value.idnum, value.generation)
    if isinstance(value, (NumberObject, FloatObject)) and key in _SHARES and abs(value) < _USUAL:
        return ("number", float(value))
    if isinstance(value, (TextStringObject, ByteStringObject)):
        return ("string", bytes(value.original_bytes))
    if isinstance(value, FloatObject):
        # Written by the library it would be rounded.
        return ("real", float(value))
    if isinstance(value, dict):
        return {str(name): plain(item, str(name)) for name, item in value.items()}
    if isinstance(value, list):
        # Makers write 842 where 842.0 stood; by such a key alone it might be somebody's own name.
        loose = key in _PLACES and all(isinstance(i, (NumberObject, FloatObject)) for i in value)
        loose |= key in _DESTINATIONS and len(value) > 1 and value[1] in _FITS
        return [plain(item, "/ca" if loose else "") for item in value]
    return (type(value).__name__, str(value))


def resolve(value: Any) -> Any:  # noqa: ANN401 - a PDF object of any kind
    """Return what a reference stands for, or the value itself.

    Raises:
        MalformedDocument: there is nothing.
    """
    from pypdf.generic import IndirectObject

    found = value.get_object() if isinstance(value, IndirectObject) else value
    if found is None:
        raise MalformedDocument(Flaw.UPDATE_LACKS)
    return found
