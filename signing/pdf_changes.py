"""Read a signing update and refuse every other change (against shadow and overlay attacks).

A signature over a whole file says nothing about what an update did to the text below it. So the
objects of the update are compared with the frozen revision: the catalog may gain a form, one page
may gain one annotation, and new objects may be the field and its signature. A field that shows
something must be the panel this program draws for what the field says of itself, at the place
this program chooses: both are made again here and compared byte for byte. Anything else – another
page content, a changed font, a second update – is refused by name.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.pdf_drawn import drawn_objects
from signing.pdf_panel import PanelText, draw, read_panel
from signing.pdf_place import Place, place
from signing.pdf_reading import next_number, open_pdf, reading, start_of_xref

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject, IndirectObject

_EOF = re.compile(rb"%%EOF")
_NUMBER = rb"\s+(\d{1,10})"
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})" + _NUMBER * 3 + rb"\s*\]")
_HEX_STRING = re.compile(rb"<(?:[0-9A-Fa-f]{2})*>")
_PANEL_FIELD = re.compile(rb"\d+ 0 obj\n<<[^<>]*/TU<FEFF([0-9A-F]{4,20000})>")
_MARK_BYTES = 16


@dataclass(frozen=True)
class SignatureUpdate:
    """The signature that an update added."""

    cms: bytes
    hole_start: int
    hole_end: int
    claimed_time: str
    """``/M`` as it stands, e.g. ``D:20261122080000Z``; a claim, not a proof."""
    panel: PanelText | None = None
    """What the visible panel says; None if the signature is invisible."""


def read_signature_update(signed: bytes, frozen_size: int) -> SignatureUpdate:
    """Return the signature of the one update behind the first ``frozen_size`` bytes.

    Raises:
        MalformedDocument: there is no update, more than one, or it changes more than it may; the
            detail names the change.
    """
    if len(signed) <= frozen_size:
        raise MalformedDocument("decision.pdf holds no signature")
    if len(_EOF.findall(signed, frozen_size)) != 1:
        raise MalformedDocument("decision.pdf holds more than one update")
    with reading():
        return _read_update(signed, frozen_size)


def _read_update(signed: bytes, frozen_size: int) -> SignatureUpdate:
    hole_start, hole_end = _find_hole(signed, frozen_size)
    # The library reads a long string one character at a time; a short one of the same extent
    # stands in its place, and finding exactly that one proves where /Contents is.
    mark = secrets.token_bytes(_MARK_BYTES)
    stand_in = b"<" + mark.hex().encode() + b">"
    room = hole_end - hole_start
    if room < len(stand_in):
        raise MalformedDocument("the PDF signature is not a CMS")
    marked = signed[:hole_start] + stand_in.ljust(room) + signed[hole_end:]
    old = open_pdf(signed[:frozen_size])
    new = open_pdf(marked)
    added = _changed_objects(old, new, frozen_size)
    field = _check_catalog(old, new)
    panel = _panel(signed, new, field)
    if panel is None:
        _check_page(old, new, added, field)
        value = _check_field(_resolve(field))
    else:
        digest = hashlib.sha256(memoryview(signed)[:frozen_size]).digest()
        where = place(old, digest, draw(panel).height)
        holder = _check_holder(old, new, added, field, where)
        value = _check_drawing(signed, old, new, added, panel, where, holder)
    signature = _resolve(value)
    if signature.get("/SubFilter") != "/ETSI.CAdES.detached":
        raise MalformedDocument("the PDF signature is not PAdES")
    numbers = [int(value) for value in _resolve(signature.get("/ByteRange"))]
    if numbers != [0, hole_start, hole_end, len(signed) - hole_end]:
        raise MalformedDocument("the PDF signature does not cover the whole file")
    if signature["/Contents"].original_bytes != mark:
        raise MalformedDocument("the PDF signature's byte range leaves out something else")
    contents = bytes.fromhex(signed[hole_start + 1 : hole_end - 1].decode())
    claimed = str(signature.get("/M", ""))
    if panel is not None and claimed != f"{panel.moment:D:%Y%m%d%H%M%SZ}":
        raise MalformedDocument("the panel shows another time than the signature")
    return SignatureUpdate(_without_padding(contents), hole_start, hole_end, claimed, panel)


def _find_hole(signed: bytes, frozen_size: int) -> tuple[int, int]:
    """Return where the hole of the update's one byte range begins and ends."""
    found = _BYTE_RANGE.findall(signed, frozen_size)
    if len(found) != 1:
        raise MalformedDocument("the PDF signature's byte range")
    start, hole_start, hole_end, rest = (int(number) for number in found[0])
    covers = start == 0 and frozen_size < hole_start < hole_end and hole_end + rest == len(signed)
    if not covers or not _HEX_STRING.fullmatch(signed, hole_start, hole_end):
        raise MalformedDocument("the PDF signature does not cover the whole file")
    return hole_start, hole_end


def _changed_objects(old: PdfReader, new: PdfReader, frozen_size: int) -> set[int]:
    """Return the numbers of the objects in the update; the others must stand where they stood."""
    before, after = _offsets(old), _offsets(new)
    if new.xref_objStm != old.xref_objStm:
        raise MalformedDocument("the update hides objects in an object stream")
    changed = {number for number, offset in after.items() if offset >= frozen_size}
    for number, offset in before.items():
        if number not in changed and after.get(number) != offset:
            raise MalformedDocument(f"the update removes or moves object {number}")
    if set(after) - set(before) - changed:
        raise MalformedDocument("the update shows objects that were not part of the text")
    return changed


def _offsets(reader: PdfReader) -> dict[int, int]:
    # Generation 65535 is the head of the free list (ISO 32000-1, 7.5.4).
    if set(reader.xref) - {0, 65535}:
        raise MalformedDocument("objects of other generations")
    return dict(reader.xref.get(0, {}))


def _check_catalog(old: PdfReader, new: PdfReader) -> Any:  # noqa: ANN401 - usually a reference
    """Return the one field once the catalog is found to have gained nothing else."""
    root = old.trailer.raw_get("/Root")
    if new.trailer.raw_get("/Root").idnum != root.idnum:
        raise MalformedDocument("the update puts another catalog in place")
    old_catalog, new_catalog = _resolve(root), _resolve(new.trailer.raw_get("/Root"))
    _same_but(old_catalog, new_catalog, "catalog", "/AcroForm")
    form = _resolve(new_catalog.get("/AcroForm"))
    fields = _resolve(form.get("/Fields"))
    if set(form) - {"/Fields", "/SigFlags"} or len(fields) != 1:
        raise MalformedDocument("the update adds a form with more than a signature")
    return fields[0]


def _changed_beside_catalog(old: PdfReader, changed: set[int]) -> int:
    """Return the number of the one frozen object, besides the catalog, that is changed."""
    existing = set(_offsets(old)) & changed
    others = existing - {old.trailer.raw_get("/Root").idnum}
    if len(others) != 1:
        raise MalformedDocument("the update changes objects of the text")
    return others.pop()


def _check_page(old: PdfReader, new: PdfReader, changed: set[int], field: object) -> int:
    """Return the number of the page that gained the field, and nothing else."""
    number = _changed_beside_catalog(old, changed)
    numbers = {item.indirect_reference.idnum for item in new.pages if item.indirect_reference}
    if number not in numbers:
        raise MalformedDocument(f"the update changes object {number} of the text")
    old_page = old.get_object(number)
    new_page = new.get_object(number)
    _same_but(old_page, new_page, "page", "/Annots")
    before, after = _annotations(old_page), _annotations(new_page)
    if _plain(after[:-1]) != _plain(before) or _plain(after[-1:]) != [_plain(field)]:
        raise MalformedDocument("the update changes annotations of a page")
    return number


def _check_page_tree(old: PdfReader, new: PdfReader, changed: set[int], page: int) -> int:
    """Return the number of the page tree's root that gained ``page`` at its end."""
    number = _changed_beside_catalog(old, changed)
    root = _resolve(old.trailer.raw_get("/Root")).raw_get("/Pages")
    if number != root.idnum:
        raise MalformedDocument(f"the update changes object {number} of the text")
    before, after = _resolve(root), _resolve(new.get_object(number))
    _same_but(before, after, "page tree", "/Kids", "/Count")
    kids = _plain(list(_resolve(before["/Kids"])))
    if _plain(list(_resolve(after["/Kids"]))) != [*kids, ("R", page, 0)]:
        raise MalformedDocument("the update changes the pages")
    if after["/Count"] != len(old.pages) + 1 or len(new.pages) != len(old.pages) + 1:
        raise MalformedDocument("the update changes the number of pages")
    return number


def _panel(signed: bytes, new: PdfReader, field: object) -> PanelText | None:
    """Return what the panel says, or None if the field has not the form of a panel's.

    Raises:
        MalformedDocument: it has, and no panel says this.
    """
    # Read from the bytes, which are compared with what they must be: the library would read a
    # string as long as this one letter by letter.
    number = getattr(field, "idnum", 0)
    found = _PANEL_FIELD.match(signed, _offsets(new).get(number, 0))
    if found is None:
        return None
    try:
        return read_panel(bytes.fromhex(found[1].decode()).decode("utf-16-be"))
    except (ValueError, StopIteration) as error:
        raise MalformedDocument("the update draws what is no signature panel") from error


def _check_holder(
    old: PdfReader, new: PdfReader, changed: set[int], field: object, where: Place
) -> int:
    """Return the number of the frozen object that gained the panel: last page, or page tree."""
    signature = next_number(old)
    if _plain(field) != ("R", signature + 1, 0):
        raise MalformedDocument("the update numbers its objects in another order")
    if where.own_page:
        return _check_page_tree(old, new, changed, signature + 2)
    number = _check_page(old, new, changed, field)
    last = old.pages[-1].indirect_reference
    if last is None or last.idnum != number:
        raise MalformedDocument("the update draws over the text")
    return number


def _check_drawing(
    signed: bytes,
    old: PdfReader,
    new: PdfReader,
    changed: set[int],
    panel: PanelText,
    where: Place,
    holder: int,
) -> IndirectObject:
    """Make field, drawing, font and page again and compare; returns the signature's place."""
    from pypdf.generic import IndirectObject

    signature = next_number(old)
    objects = drawn_objects(panel, where, signature, holder)
    offsets = _offsets(new)
    for number, body in objects.items():
        expected = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        if number not in offsets or not signed.startswith(expected, offsets[number]):
            raise MalformedDocument(
                "the update draws over the page, or something else than its panel"
            )
    # The cross-reference stream of the update is an object too.
    known = set(objects) | {signature} | set(_offsets(old))
    if any(offsets[number] != start_of_xref(signed) for number in changed - known):
        raise MalformedDocument("the update brings objects that are no part of its panel")
    return IndirectObject(signature, 0, new)


def _annotations(page: Any) -> list[Any]:  # noqa: ANN401 - a page dictionary
    return list(_resolve(page["/Annots"])) if "/Annots" in page else []


def _check_field(widget: DictionaryObject) -> object:
    """Return the value of a field that shows nothing."""
    allowed = {"/Type", "/Subtype", "/FT", "/T", "/V", "/P", "/F", "/Rect"}
    if set(widget) - allowed or widget.get("/FT") != "/Sig" or widget.get("/Subtype") != "/Widget":
        raise MalformedDocument("the update adds a field that is not a plain signature")
    if [float(value) for value in _resolve(widget.get("/Rect"))] != [0, 0, 0, 0]:
        raise MalformedDocument("the update draws over the page")
    return widget.get("/V")


def _without_padding(contents: bytes) -> bytes:
    """Cut the zeros that fill the hole: the CMS tells its own length (X.690, 8.1.3)."""
    if len(contents) < 6 or contents[0] != 0x30 or not 0x82 <= contents[1] <= 0x84:
        raise MalformedDocument("the PDF signature is not a CMS")
    octets = contents[1] & 0x7F
    size = 2 + octets + int.from_bytes(contents[2 : 2 + octets], "big")
    if size > len(contents) or any(contents[size:]):
        raise MalformedDocument("the PDF signature's space holds something else")
    return contents[:size]


def _same_but(old: Any, new: Any, what: str, *keys: str) -> None:  # noqa: ANN401
    before = {name: value for name, value in old.items() if name not in keys}
    after = {name: value for name, value in new.items() if name not in keys}
    if _plain(before) != _plain(after):
        raise MalformedDocument(f"the update changes the {what}")


def _plain(value: Any) -> Any:  # noqa: ANN401 - a PDF object of any kind
    """Return a comparable form; references stay references, streams are not followed."""
    from pypdf.generic import IndirectObject

    if isinstance(value, IndirectObject):
        return ("R", value.idnum, value.generation)
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return (type(value).__name__, str(value))


def _resolve(value: Any) -> Any:  # noqa: ANN401
    from pypdf.generic import IndirectObject

    found = value.get_object() if isinstance(value, IndirectObject) else value
    if found is None:
        raise MalformedDocument("the update lacks a part of the signature")
    return found
