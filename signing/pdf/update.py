"""Add one signature field to a PDF as one incremental update (ISO 32000-1, 7.5.6 and 12.8).

The bytes at hand stay a byte-exact prefix; four objects follow: the catalog with its form, a page
with one more annotation, the field, and the signature dictionary with a hole for the CMS. With a
panel the objects that draw it follow too, and where the last page has no room, a page of its own
is put behind it. The hole's size is measured by its caller, never guessed.
"""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.decoding import bounds
from signing.pdf.drawn import Numbers, drawn_objects, invisible_field
from signing.pdf.held import Held
from signing.pdf.panel import PanelText, draw
from signing.pdf.place import Place, place
from signing.pdf.plain_file import require_plain
from signing.pdf.reading import next_number, open_frozen, reading, start_of_xref
from signing.pdf.references import loose_references
from signing.pdf.tags import tag_of, tagged_root
from signing.pdf.verbatim import Words, entries, longer, with_entries

if TYPE_CHECKING:
    from mmap import mmap

    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject

# Signing and the check that follows write the same update; a thread keeps the last one.
_kept = threading.local()
_BYTE_RANGE_WIDTH = 48
"""Room for four numbers of ten digits each, so that the offsets can be filled in afterwards."""


@dataclass(frozen=True)
class SignatureFields:
    """What the signature dictionary says beside the signature."""

    name: str
    moment: datetime
    """Aware; the claimed time of signing (PAdES keeps it here, EN 319 142-1, 5.3)."""


@dataclass(frozen=True)
class Update:
    """What is put behind the frozen bytes; the offsets are those of the whole file."""

    data: bytes
    hole_start: int
    """Offset of ``<``."""
    hole_end: int
    """Offset just behind ``>``."""


@dataclass(frozen=True)
class PreparedPdf:
    """The file with its hole. ``first`` and ``second`` are what the signature covers."""

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


def prepare(
    pdf: bytes, fields: SignatureFields, size: int, panel: PanelText | None = None
) -> PreparedPdf:
    """Write the update with a hole of ``size`` bytes.

    Args:
        pdf: the frozen bytes.
        fields: what the signature dictionary says.
        size: of the CMS that is to come, at most.
        panel: what is shown of the signature; without one the field is invisible.

    Raises:
        MalformedDocument: not a PDF, encrypted, damaged, or already holding a signature field.
    """
    with bounds(), reading():
        reader, sha256 = open_frozen(pdf)
        require_plain(Held.of(pdf), reader)
        update = write_update(pdf, reader, sha256, fields, size, panel)
    return PreparedPdf(pdf + update.data, update.hole_start, update.hole_end)


def require_signable(pdf: bytes) -> None:
    """Require that whoever reads a document finds the same in it as who signs it.

    Raises:
        MalformedDocument: some reader may find something else, or it is no sound PDF.
    """
    with bounds(), reading():
        require_plain(Held.of(pdf), open_frozen(pdf)[0])


def write_update(
    pdf: bytes,
    reader: PdfReader,
    digest: bytes,
    fields: SignatureFields,
    size: int,
    panel: PanelText | None,
) -> Update:
    """Write the update alone; within :func:`signing.pdf.reading.reading`.

    Args:
        pdf: the frozen bytes.
        reader: of them.
        digest: SHA-256 of them.
        fields: what the signature dictionary says.
        size: bytes of the CMS there is room for.
        panel: what is shown of the signature, if anything.

    Raises:
        MalformedDocument: as :func:`prepare`.
    """
    question = digest, _signature_dictionary(fields), size, panel
    if getattr(_kept, "question", None) == question:
        known: Update = _kept.update
        return known
    where = None if panel is None else place(reader, digest, draw(panel).height)
    objects = _objects(reader, panel, where)
    loose = loose_references(reader, pdf, digest)
    # The signature's own number is the first, that of a cross-reference stream the last.
    if loose and min(loose) <= max(objects) + 1:
        raise MalformedDocument(Flaw.LOOSE_REFERENCE, min(loose))
    update = _write(pdf, reader, objects, fields, size)
    _kept.question, _kept.update = question, update
    return update


def _objects(reader: PdfReader, panel: PanelText | None, where: Place | None) -> dict[int, bytes]:
    """Return the objects of the update but the signature's value, in the order of the file."""
    words = Words(reader)
    reference = reader.trailer.raw_get("/Root")
    catalog = _dictionary(reference, Flaw.CATALOG)
    if "/AcroForm" in catalog:
        # What this program signs is a plain text; a form would be refused before (active content).
        raise MalformedDocument(Flaw.HAS_FORM)
    signature = next_number(reader)
    field = signature + 1
    # SignaturesExist and AppendOnly (ISO 32000-1, table 219).
    form = b"<<\n/Fields [ %d 0 R ]\n/SigFlags 3\n>>" % field
    written = {reference.idnum: with_entries(words.of(reference.idnum), {b"/AcroForm": form})}
    if panel is None or where is None:
        changed, body = _annotated(reader, 0, field)
        return written | {changed: body, field: invisible_field(signature, changed)}
    tag = tag_of(catalog)
    if where.own_page:
        changed, body = _one_more_page(catalog.raw_get("/Pages"), reader, field + 1)
    else:
        changed, body = _annotated(reader, -1, field)
    numbers = Numbers.after(signature, where, changed)
    written[changed] = body
    if tag is not None:
        written[tag.root] = tagged_root(words, tag, numbers.element)
    return written | drawn_objects(panel, where, numbers, tag)


def _write(
    pdf: bytes, reader: PdfReader, objects: dict[int, bytes], fields: SignatureFields, size: int
) -> Update:
    out = io.BytesIO()
    if not pdf.endswith((b"\n", b"\r")):
        out.write(b"\n")
    offsets: dict[int, int] = {}

    def write(number: int, body: bytes) -> int:
        offsets[number] = len(pdf) + out.tell()
        out.write(b"%d 0 obj\n" % number)
        start = len(pdf) + out.tell()
        out.write(body + b"\nendobj\n")
        return start

    for number, body in objects.items():
        write(number, body)
    head, tail = _signature_dictionary(fields)
    hole = b"<" + b"0" * (2 * size) + b">"
    start = write(next_number(reader), head + hole + tail)
    hole_start = start + len(head)
    out.write(update_end(reader, pdf, offsets, len(pdf) + out.tell()))
    data = bytearray(out.getvalue())
    hole_end = hole_start + len(hole)
    byte_range = b"[0 %d %d %d]" % (hole_start, hole_end, len(pdf) + len(data) - hole_end)
    at = data.index(b"/ByteRange ", start - len(pdf)) + len(b"/ByteRange ")
    data[at : at + _BYTE_RANGE_WIDTH] = byte_range.ljust(_BYTE_RANGE_WIDTH)
    return Update(bytes(data), hole_start, hole_end)


def _annotated(reader: PdfReader, index: int, field: int) -> tuple[int, bytes]:
    """Return a page with one more annotation: its number and its body."""
    reference = reader.pages[index].indirect_reference
    if reference is None:
        raise MalformedDocument(Flaw.PAGE_NOT_APART)
    words = Words(reader)
    page = words.of(reference.idnum)
    annotations = longer(words, entries(page).get(b"/Annots"), b"%d 0 R" % field)
    return reference.idnum, with_entries(page, {b"/Annots": annotations})


def _one_more_page(pages: object, reader: PdfReader, page: int) -> tuple[int, bytes]:
    """Return the root of the page tree with one more page: its number and its body."""
    root = _dictionary(pages, Flaw.PART_PAGE_TREE)
    if not isinstance(root["/Kids"].get_object(), list):
        raise MalformedDocument(Flaw.PAGE_TREE)
    assert root.indirect_reference is not None
    number = root.indirect_reference.idnum
    words = Words(reader)
    node = words.of(number)
    kids = longer(words, entries(node).get(b"/Kids"), b"%d 0 R" % page)
    count = b"%d" % (len(reader.pages) + 1)
    return number, with_entries(node, {b"/Kids": kids, b"/Count": count})


def _signature_dictionary(fields: SignatureFields) -> tuple[bytes, bytes]:
    """Return what stands before and behind the hole (ISO 32000-1, table 252)."""
    moment = fields.moment.strftime("D:%Y%m%d%H%M%SZ").encode()
    name = b"<" + (b"\xfe\xff" + fields.name.encode("utf-16-be")).hex().encode() + b">"
    head = (
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"
        b"/M(" + moment + b")/Name" + name + b"/ByteRange " + b" " * _BYTE_RANGE_WIDTH
    )
    return head + b"/Contents", b">>"


def update_end(reader: PdfReader, pdf: bytes | mmap, offsets: dict[int, int], start: int) -> bytes:
    """Return everything from the cross-reference section of an update on.

    It has the form that the document itself uses (ISO 32000-1, 7.5.4, 7.5.8). Made of numbers
    alone, so a check makes the same bytes again.

    Args:
        reader: of the frozen document.
        pdf: its bytes.
        offsets: of the objects of the update.
        start: where the section begins.

    Raises:
        MalformedDocument: the frozen document does not end as a PDF does.
    """
    previous = start_of_xref(pdf)
    end = b"\nstartxref\n%d\n%%%%EOF\n" % start
    size = max(next_number(reader), max(offsets) + 1)
    if pdf[previous : previous + 4] == b"xref":
        rows = b"".join(b"%d 1\n%010d 00000 n\r\n" % item for item in sorted(offsets.items()))
        # The free list's head first: some readers take a section without it for a damaged one.
        head = b"xref\n0 1\n0000000000 65535 f\r\n"
        return head + rows + b"trailer\n<<\n" + _trailer(reader, size, previous) + b">>" + end
    # A document with a cross-reference stream must be continued with one.
    numbers = sorted([*offsets, size])
    table = b"".join(
        b"\x01" + offsets.get(number, start).to_bytes(8, "big") + b"\0\0" for number in numbers
    )
    index = b" ".join(b"%d 1" % number for number in numbers)
    head = b"%d 0 obj\n<<\n" % size + _trailer(reader, size + 1, previous)
    described = b"/Type /XRef\n/W [ 1 8 2 ]\n/Index [ %s ]\n/Length %d\n>>" % (index, len(table))
    return head + described + b"\nstream\n" + table + b"\nendstream\nendobj" + end


def _trailer(reader: PdfReader, size: int, previous: int) -> bytes:
    """Return the entries of the trailer, one a line."""
    from pypdf.generic import ArrayObject, IndirectObject

    lines = []
    for key in ("/Root", "/Info"):
        value = reader.trailer.raw_get(key) if key in reader.trailer else None
        if isinstance(value, IndirectObject):
            lines.append(b"%s %d %d R\n" % (key.encode(), value.idnum, value.generation))
    if "/ID" in reader.trailer:
        parts = reader.trailer["/ID"]
        if not isinstance(parts, ArrayObject):
            raise MalformedDocument(Flaw.TRAILER)
        both = b" ".join(b"<%s>" % part.original_bytes.hex().encode() for part in parts)
        lines.append(b"/ID [ %s ]\n" % both)
    return b"".join(lines) + b"/Size %d\n/Prev %d\n" % (size, previous)


def _dictionary(reference: object, what: Flaw) -> DictionaryObject:
    from pypdf.generic import DictionaryObject, IndirectObject

    if not isinstance(reference, IndirectObject) or reference.generation != 0:
        raise MalformedDocument(Flaw.NOT_APART, what)
    found = reference.get_object()
    if not isinstance(found, DictionaryObject):
        raise MalformedDocument(Flaw.NOT_A_DICTIONARY, what)
    return found
