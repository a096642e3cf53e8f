"""Add one signature field to a PDF as one incremental update (ISO 32000-1, 7.5.6 and 12.8).

The bytes at hand stay a byte-exact prefix; four objects follow: the catalog with its form, the
first page with one more annotation, the field, and the signature dictionary with a hole for the
CMS. The hole's size is measured by its caller, never guessed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from signing.errors import MalformedDocument

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject, IndirectObject

FIELD_NAME = "Imzo"
_BYTE_RANGE_WIDTH = 48
"""Room for four numbers of ten digits each, so that the offsets can be filled in afterwards."""


@dataclass(frozen=True)
class SignatureFields:
    """What the signature dictionary says beside the signature."""

    name: str
    moment: datetime
    """Aware; the claimed time of signing (PAdES keeps it here, EN 319 142-1, 5.3)."""


@dataclass(frozen=True)
class PreparedPdf:
    """The update with its hole. ``first`` and ``second`` are what the signature covers."""

    data: bytes
    hole_start: int
    """Offset of ``<``."""
    hole_end: int
    """Offset just behind ``>``."""

    @property
    def first(self) -> memoryview:
        """The bytes before the hole."""
        return memoryview(self.data)[: self.hole_start]

    @property
    def second(self) -> memoryview:
        """The bytes behind the hole."""
        return memoryview(self.data)[self.hole_end :]

    def fill(self, cms: bytes) -> bytes:
        """Return the PDF with the CMS in the hole.

        Raises:
            ValueError: the CMS is larger than the hole that was measured for it.
        """
        room = self.hole_end - self.hole_start - 2
        if len(cms) * 2 > room:
            raise ValueError(f"{len(cms)} bytes do not fit into {room // 2}")
        filled = cms.hex().ljust(room, "0").encode()
        return b"".join((self.first, b"<", filled, b">", self.second))


def prepare(pdf: bytes, fields: SignatureFields, size: int) -> PreparedPdf:
    """Write the update with a hole of ``size`` bytes.

    Raises:
        MalformedDocument: not a PDF, encrypted, damaged, or already holding a signature field.
    """
    with reading():
        return _prepare(pdf, fields, size)


def _prepare(pdf: bytes, fields: SignatureFields, size: int) -> PreparedPdf:
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

    reader = open_pdf(pdf)
    catalog = _dictionary(reader.trailer.raw_get("/Root"), "catalog")
    catalog_reference = reader.trailer.raw_get("/Root")
    page = reader.pages[0]
    page_reference = page.indirect_reference
    if page_reference is None:
        raise MalformedDocument("the first page is not an object of its own")
    if "/AcroForm" in catalog:
        # What this program signs is a plain text; a form would be refused before (active content).
        raise MalformedDocument("the document already holds a form")

    number = reader.trailer["/Size"]
    if not isinstance(number, NumberObject):
        raise MalformedDocument("the PDF's trailer")
    signature, field = number, number + 1
    new_page = DictionaryObject(page)
    existing = page.get("/Annots")
    annotations = ArrayObject(existing.get_object() if existing is not None else [])
    annotations.append(_reference(field, reader))
    new_page[NameObject("/Annots")] = annotations
    new_catalog = DictionaryObject(catalog)
    new_catalog[NameObject("/AcroForm")] = DictionaryObject(
        {
            NameObject("/Fields"): ArrayObject([_reference(field, reader)]),
            # SignaturesExist and AppendOnly (ISO 32000-1, table 219).
            NameObject("/SigFlags"): NumberObject(3),
        }
    )

    out = io.BytesIO()
    out.write(pdf)
    if not pdf.endswith((b"\n", b"\r")):
        out.write(b"\n")
    offsets: dict[int, int] = {}

    def write(number: int, body: bytes) -> int:
        offsets[number] = out.tell()
        out.write(b"%d 0 obj\n" % number)
        start = out.tell()
        out.write(body + b"\nendobj\n")
        return start

    write(catalog_reference.idnum, _serialise(new_catalog))
    write(page_reference.idnum, _serialise(new_page))
    write(field, _field(signature, page_reference.idnum))
    head, tail = _signature_dictionary(fields)
    hole = b"<" + b"0" * (2 * size) + b">"
    start = write(signature, head + hole + tail)
    hole_start = start + len(head)
    _write_xref(out, reader, offsets, number + 2, pdf)
    data = bytearray(out.getvalue())
    hole_end = hole_start + len(hole)
    byte_range = b"[0 %d %d %d]" % (hole_start, hole_end, len(data) - hole_end)
    at = data.index(b"/ByteRange ", start) + len(b"/ByteRange ")
    data[at : at + _BYTE_RANGE_WIDTH] = byte_range.ljust(_BYTE_RANGE_WIDTH)
    return PreparedPdf(bytes(data), hole_start, hole_end)


def open_pdf(pdf: bytes) -> PdfReader:
    """Open a PDF strictly.

    Raises:
        MalformedDocument: not a PDF, encrypted, without pages, or damaged.
    """
    from pypdf import PdfReader

    with reading():
        reader = PdfReader(io.BytesIO(pdf), strict=True)
        if reader.is_encrypted:
            raise MalformedDocument("the PDF is encrypted")
        if not reader.pages:
            raise MalformedDocument("the PDF has no pages")
    return reader


@contextmanager
def reading() -> Iterator[None]:
    """Turn whatever the PDF reader meets in damaged bytes into MalformedDocument.

    Objects are read when they are first touched, so this stands around all work with a reader.
    """
    from pypdf.errors import PyPdfError

    try:
        yield
    except (PyPdfError, ArithmeticError, AssertionError, AttributeError) as error:
        raise MalformedDocument(f"not a well-formed PDF: {error}") from error
    except (LookupError, RecursionError, TypeError, ValueError, OSError) as error:
        raise MalformedDocument(f"not a well-formed PDF: {error}") from error


def _field(signature: int, page: int) -> bytes:
    # Invisible: an empty rectangle needs no appearance, in PDF/A too (ISO 19005-2, 6.3.3).
    # Flags 132 = Print | Locked (ISO 32000-1, table 165).
    return b"<</Type/Annot/Subtype/Widget/FT/Sig/T(%s)/V %d 0 R/P %d 0 R/F 132/Rect[0 0 0 0]>>" % (
        FIELD_NAME.encode(),
        signature,
        page,
    )


def _signature_dictionary(fields: SignatureFields) -> tuple[bytes, bytes]:
    """Return what stands before and behind the hole (ISO 32000-1, table 252)."""
    moment = fields.moment.strftime("D:%Y%m%d%H%M%SZ").encode()
    name = b"<" + (b"\xfe\xff" + fields.name.encode("utf-16-be")).hex().encode() + b">"
    head = (
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"
        b"/M(" + moment + b")/Name" + name + b"/ByteRange " + b" " * _BYTE_RANGE_WIDTH
    )
    return head + b"/Contents", b">>"


def _write_xref(
    out: io.BytesIO, reader: PdfReader, offsets: dict[int, int], size: int, pdf: bytes
) -> None:
    """Write the cross-reference section in the form the document itself uses (7.5.4, 7.5.8)."""
    previous = _start_of_xref(pdf)
    start = out.tell()
    if pdf[previous : previous + 4] == b"xref":
        # The free list's head first: some readers take a section without it for a damaged one.
        out.write(b"xref\n0 1\n0000000000 65535 f\r\n")
        rows = [b"%d 1\n%010d 00000 n\r\n" % item for item in sorted(offsets.items())]
        out.write(b"".join(rows))
        out.write(b"trailer\n" + _serialise(_trailer(reader, size, previous)))
    else:
        # A document with a cross-reference stream must be continued with one.
        entry = size
        offsets = {**offsets, entry: start}
        trailer = _trailer(reader, size + 1, previous)
        _describe_stream(trailer, sorted(offsets))
        table = b"".join(
            b"\x01" + offsets[number].to_bytes(8, "big") + b"\0\0" for number in sorted(offsets)
        )
        out.write(b"%d 0 obj\n" % entry + _serialise(trailer) + b"\nstream\n")
        out.write(table + b"\nendstream\nendobj")
    out.write(b"\nstartxref\n%d\n%%%%EOF\n" % start)


def _trailer(reader: PdfReader, size: int, previous: int) -> DictionaryObject:
    from pypdf.generic import DictionaryObject, NameObject, NumberObject

    trailer = DictionaryObject()
    for key in ("/Root", "/Info", "/ID"):
        if key in reader.trailer:
            trailer[NameObject(key)] = reader.trailer.raw_get(key)
    trailer[NameObject("/Size")] = NumberObject(size)
    trailer[NameObject("/Prev")] = NumberObject(previous)
    return trailer


def _describe_stream(trailer: DictionaryObject, numbers: Iterable[int]) -> None:
    from pypdf.generic import ArrayObject, NameObject, NumberObject

    rows = list(numbers)
    trailer[NameObject("/Type")] = NameObject("/XRef")
    trailer[NameObject("/W")] = ArrayObject([NumberObject(n) for n in (1, 8, 2)])
    trailer[NameObject("/Index")] = ArrayObject(
        [NumberObject(n) for number in rows for n in (number, 1)]
    )
    trailer[NameObject("/Length")] = NumberObject(11 * len(rows))


def _start_of_xref(pdf: bytes) -> int:
    tail = pdf[-2048:]
    at = tail.rfind(b"startxref")
    words = tail[at:].split() if at >= 0 else []
    if len(words) < 2 or not words[1].isdigit():
        raise MalformedDocument("the PDF has no startxref")
    return int(words[1])


def _reference(number: int, reader: PdfReader) -> IndirectObject:
    from pypdf.generic import IndirectObject

    return IndirectObject(number, 0, reader)


def _dictionary(reference: object, what: str) -> DictionaryObject:
    from pypdf.generic import DictionaryObject, IndirectObject

    if not isinstance(reference, IndirectObject) or reference.generation != 0:
        raise MalformedDocument(f"the {what} is not an object of its own")
    found = reference.get_object()
    if not isinstance(found, DictionaryObject):
        raise MalformedDocument(f"the {what} is not a dictionary")
    return found


def _serialise(value: DictionaryObject) -> bytes:
    stream = io.BytesIO()
    value.write_to_stream(stream)
    return stream.getvalue()
