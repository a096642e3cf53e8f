"""Read a signing update and refuse every other change (against shadow and overlay attacks).

A signature over a whole file says nothing about what an update did to the text below it. So the
objects of the update are compared with the frozen revision: the catalog may gain a form, one page
may gain one annotation, and new objects may be the field and its signature. Anything else –
another page content, a changed font, a second update – is refused by name.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.pdf_update import open_pdf, reading

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject

_EOF = re.compile(rb"%%EOF")
_NUMBER = rb"\s+(\d{1,10})"
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})" + _NUMBER * 3 + rb"\s*\]")
_HEX_STRING = re.compile(rb"<(?:[0-9A-Fa-f]{2})*>")
_MARK_BYTES = 16


@dataclass(frozen=True)
class SignatureUpdate:
    """The signature that an update added."""

    cms: bytes
    hole_start: int
    hole_end: int
    claimed_time: str
    """``/M`` as it stands, e.g. ``D:20261122080000Z``; a claim, not a proof."""


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
    widget = _check_catalog_and_page(old, new, added)
    _check_field(widget)
    signature = _resolve(widget.get("/V"))
    if signature.get("/SubFilter") != "/ETSI.CAdES.detached":
        raise MalformedDocument("the PDF signature is not PAdES")
    numbers = [int(value) for value in _resolve(signature.get("/ByteRange"))]
    if numbers != [0, hole_start, hole_end, len(signed) - hole_end]:
        raise MalformedDocument("the PDF signature does not cover the whole file")
    if signature["/Contents"].original_bytes != mark:
        raise MalformedDocument("the PDF signature's byte range leaves out something else")
    contents = bytes.fromhex(signed[hole_start + 1 : hole_end - 1].decode())
    claimed = str(signature.get("/M", ""))
    return SignatureUpdate(_without_padding(contents), hole_start, hole_end, claimed)


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


def _check_catalog_and_page(old: PdfReader, new: PdfReader, changed: set[int]) -> DictionaryObject:
    """Return the field's dictionary once everything around it is found to be allowed."""
    root = old.trailer.raw_get("/Root")
    if new.trailer.raw_get("/Root").idnum != root.idnum:
        raise MalformedDocument("the update puts another catalog in place")
    old_catalog, new_catalog = _resolve(root), _resolve(new.trailer.raw_get("/Root"))
    _same_but(old_catalog, new_catalog, "/AcroForm", "catalog")
    form = _resolve(new_catalog.get("/AcroForm"))
    fields = _resolve(form.get("/Fields"))
    if set(form) - {"/Fields", "/SigFlags"} or len(fields) != 1:
        raise MalformedDocument("the update adds a form with more than a signature")
    widget: DictionaryObject = _resolve(fields[0])

    existing = set(_offsets(old)) & changed
    pages = existing - {root.idnum}
    if len(pages) != 1:
        raise MalformedDocument("the update changes objects of the text")
    (number,) = pages
    numbers = {item.indirect_reference.idnum for item in new.pages if item.indirect_reference}
    if number not in numbers:
        raise MalformedDocument(f"the update changes object {number} of the text")
    old_page = old.get_object(number)
    new_page = new.get_object(number)
    _same_but(old_page, new_page, "/Annots", "page")
    before, after = _annotations(old_page), _annotations(new_page)
    if _plain(after[:-1]) != _plain(before) or _plain(after[-1:]) != _plain(list(fields)):
        raise MalformedDocument("the update changes annotations of a page")
    return widget


def _annotations(page: Any) -> list[Any]:  # noqa: ANN401 - a page dictionary
    return list(_resolve(page["/Annots"])) if "/Annots" in page else []


def _check_field(widget: DictionaryObject) -> None:
    allowed = {"/Type", "/Subtype", "/FT", "/T", "/V", "/P", "/F", "/Rect"}
    if set(widget) - allowed or widget.get("/FT") != "/Sig" or widget.get("/Subtype") != "/Widget":
        raise MalformedDocument("the update adds a field that is not a plain signature")
    if [float(value) for value in _resolve(widget.get("/Rect"))] != [0, 0, 0, 0]:
        raise MalformedDocument("the update draws over the page")


def _without_padding(contents: bytes) -> bytes:
    """Cut the zeros that fill the hole: the CMS tells its own length (X.690, 8.1.3)."""
    if len(contents) < 6 or contents[0] != 0x30 or not 0x82 <= contents[1] <= 0x84:
        raise MalformedDocument("the PDF signature is not a CMS")
    octets = contents[1] & 0x7F
    size = 2 + octets + int.from_bytes(contents[2 : 2 + octets], "big")
    if size > len(contents) or any(contents[size:]):
        raise MalformedDocument("the PDF signature's space holds something else")
    return contents[:size]


def _same_but(old: Any, new: Any, key: str, what: str) -> None:  # noqa: ANN401
    before = {name: value for name, value in old.items() if name != key}
    after = {name: value for name, value in new.items() if name != key}
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
