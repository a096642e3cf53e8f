"""Read a signing update and refuse every other change (against shadow and overlay attacks).

A signature over a whole file says nothing about what an update did to the text below it. So the
objects of the update are compared with the frozen revision: the catalog may gain a form, one page
may gain one annotation, and new objects may be the field and its signature. A field that shows
something must be the panel this program draws for what the field says of itself, at the place
this program chooses: both are made again here and compared byte for byte. Anything else – another
page content, a changed font, a second update – is refused by name.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.compare import Revisions, plain, require_same_but, resolve
from signing.pdf.dates import read_date
from signing.pdf.decoding import bounds
from signing.pdf.drawn import invisible_field
from signing.pdf.form import check_form
from signing.pdf.panel import PanelText
from signing.pdf.reading import next_number, open_frozen, open_update, reading
from signing.pdf.shown import check_page, check_shown, panel_at, read_shown
from signing.pdf.update import SignatureFields, write_update

if TYPE_CHECKING:
    from pypdf import PdfReader

_EOF = re.compile(rb"%%EOF")
_NUMBER = rb"\s+(\d{1,10})"
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})" + _NUMBER * 3 + rb"\s*\]")
_HEX_STRING = re.compile(rb"<[0-9A-Fa-f]*>")
_MAX_CONTENTS = 8 << 20
"""Bytes of the CMS with the zeros behind it."""
_SAID = re.compile(rb"/M\(D:(\d{14})Z\)/Name<((?:[0-9a-f]{4}){1,400})>/ByteRange ")
_MARK_BYTES = 16
_LAST_EOF = 16
"""Bytes in which the last end of a file stands."""
_SIGNATURE_KEYS = frozenset(
    ("/Type", "/Filter", "/SubFilter", "/M", "/Name", "/ByteRange", "/Contents")
)


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

    @property
    def claimed(self) -> datetime | None:
        """The time that the signer claims, if it is one."""
        return read_date(self.claimed_time)


def read_signature_update(signed: bytes, frozen_size: int) -> SignatureUpdate:
    """Return the signature of the one update behind the first ``frozen_size`` bytes.

    Raises:
        MalformedDocument: there is no update, more than one, or it changes more than it may; the
            detail names the change.
    """
    if len(signed) <= frozen_size:
        raise MalformedDocument(Flaw.NO_PDF_SIGNATURE)
    if sum(1 for _ in islice(_EOF.finditer(signed, frozen_size), 2)) != 1:
        raise MalformedDocument(Flaw.SEVERAL_UPDATES)
    with bounds(), reading():
        frozen = signed[:frozen_size]
        old, digest = open_frozen(frozen)
        return _as_written(signed, frozen, old, digest) or _read_update(
            signed, frozen_size, old, digest
        )


def is_said_as_here(pdf: bytes) -> bool:
    """Whether the last update of a PDF holds a signature in this program's own words."""
    last = pdf.rfind(b"%%EOF", 0, max(0, len(pdf) - _LAST_EOF))
    return _SAID.search(pdf, max(last, 0)) is not None


def _as_written(
    signed: bytes, frozen: bytes, old: PdfReader, digest: bytes
) -> SignatureUpdate | None:
    """Write the update again from what it says; None if these are not its bytes.

    What this program writes today is written so, and an update of the same bytes needs no other
    look. One of an earlier version, or of anybody else, is compared object by object.
    """
    frozen_size = len(frozen)
    hole_start, hole_end = _find_hole(signed, frozen_size)
    number = next_number(old)
    said = _SAID.search(signed, frozen_size, hole_start)
    shown = signed.find(b"\n%d 0 obj\n" % (number + 1), frozen_size - 1, hole_start)
    if said is None or shown < 0:
        return None
    try:
        moment = datetime.strptime(said[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        name = bytes.fromhex(said[2].decode()).decode("utf-16-be").removeprefix("\ufeff")
        panel = panel_at(signed, shown + 1)
        fields = SignatureFields(name, moment)
        size = (hole_end - hole_start - 2) // 2
        update = write_update(frozen, old, digest, fields, size, panel)
    except (MalformedDocument, ValueError):
        return None
    same = (
        (panel is None or panel.moment == moment)
        and (update.hole_start, update.hole_end) == (hole_start, hole_end)
        and frozen_size + len(update.data) == len(signed)
        and signed.startswith(update.data[: hole_start - frozen_size], frozen_size)
        and signed.endswith(update.data[hole_end - frozen_size :])
    )
    if not same:
        return None
    contents = bytes.fromhex(signed[hole_start + 1 : hole_end - 1].decode())
    claimed = f"D:{said[1].decode()}Z"
    return SignatureUpdate(_without_padding(contents), hole_start, hole_end, claimed, panel)


def _read_update(
    signed: bytes, frozen_size: int, old: PdfReader, digest: bytes
) -> SignatureUpdate:
    hole_start, hole_end = _find_hole(signed, frozen_size)
    # The library reads a long string one character at a time; a short one of the same extent
    # stands in its place, and finding exactly that one proves where /Contents is.
    mark = secrets.token_bytes(_MARK_BYTES)
    stand_in = b"<" + mark.hex().encode() + b">"
    room = hole_end - hole_start
    if room < len(stand_in):
        raise MalformedDocument(Flaw.NOT_PDF_CMS)
    marked = signed[:hole_start] + stand_in.ljust(room) + signed[hole_end:]
    both = Revisions(signed, frozen_size, digest, old, open_update(marked))
    if "/AcroForm" in both.catalog:
        raise MalformedDocument(Flaw.FORM_BEFORE)
    check_form(both)
    field = _check_catalog(both)
    panel = read_shown(both, field)
    value = _check_invisible(both, field) if panel is None else check_shown(both, field, panel)
    signature = resolve(value)
    if set(signature) != _SIGNATURE_KEYS:
        raise MalformedDocument(Flaw.SAYS_MORE)
    if signature.get("/SubFilter") != "/ETSI.CAdES.detached":
        raise MalformedDocument(Flaw.NOT_PADES)
    numbers = [int(value) for value in resolve(signature.get("/ByteRange"))]
    if numbers != [0, hole_start, hole_end, len(signed) - hole_end]:
        raise MalformedDocument(Flaw.NOT_WHOLE_FILE)
    if signature["/Contents"].original_bytes != mark:
        raise MalformedDocument(Flaw.PDF_RANGE_LEAVES)
    contents = bytes.fromhex(signed[hole_start + 1 : hole_end - 1].decode())
    claimed = str(signature.get("/M", ""))
    if panel is not None and claimed != f"{panel.moment:D:%Y%m%d%H%M%SZ}":
        raise MalformedDocument(Flaw.PANEL_TIME)
    return SignatureUpdate(_without_padding(contents), hole_start, hole_end, claimed, panel)


def _find_hole(signed: bytes, frozen_size: int) -> tuple[int, int]:
    """Return where the hole of the update's one byte range begins and ends."""
    found = list(islice(_BYTE_RANGE.finditer(signed, frozen_size), 2))
    if len(found) != 1:
        raise MalformedDocument(Flaw.PDF_RANGE)
    start, hole_start, hole_end, rest = map(int, found[0].groups())
    covers = start == 0 and frozen_size < hole_start < hole_end and hole_end + rest == len(signed)
    whole = (hole_end - hole_start) % 2 == 0 and hole_end - hole_start <= 2 * _MAX_CONTENTS
    if not covers or not whole or not _HEX_STRING.fullmatch(signed, hole_start, hole_end):
        raise MalformedDocument(Flaw.NOT_WHOLE_FILE)
    return hole_start, hole_end


def _check_catalog(both: Revisions) -> Any:  # noqa: ANN401 - usually a reference
    """Return the one field once the catalog is found to have gained nothing else."""
    root = both.old.trailer.raw_get("/Root")
    if both.new.trailer.raw_get("/Root").idnum != root.idnum or root.idnum not in both.written:
        raise MalformedDocument(Flaw.UPDATE_CATALOG)
    catalog = resolve(both.new.trailer.raw_get("/Root"))
    require_same_but(both.catalog, catalog, Flaw.CATALOG, "/AcroForm")
    form = resolve(catalog.get("/AcroForm"))
    fields = resolve(form.get("/Fields"))
    if set(form) - {"/Fields", "/SigFlags"} or len(fields) != 1:
        raise MalformedDocument(Flaw.UPDATE_FORM)
    return fields[0]


def _check_invisible(both: Revisions, field: object) -> object:
    """Return the value of a field that shows nothing, on whatever page."""
    from pypdf.generic import IndirectObject

    if len(both.replaced) != 1:
        raise MalformedDocument(Flaw.UPDATE_OBJECTS)
    (number,) = both.replaced
    check_page(both, number, field)
    signature = next_number(both.old)
    if plain(field) != ("R", signature + 1, 0):
        raise MalformedDocument(Flaw.UPDATE_ORDER)
    if both.added != {signature, signature + 1}:
        raise MalformedDocument(Flaw.UPDATE_FOREIGN)
    if not both.stands(signature + 1, invisible_field(signature, number)):
        raise MalformedDocument(Flaw.UPDATE_FIELD)
    return IndirectObject(signature, 0, both.new)


def _without_padding(contents: bytes) -> bytes:
    """Cut the zeros that fill the hole: the CMS tells its own length (X.690, 8.1.3)."""
    if len(contents) < 6 or contents[0] != 0x30 or not 0x82 <= contents[1] <= 0x84:
        raise MalformedDocument(Flaw.NOT_PDF_CMS)
    octets = contents[1] & 0x7F
    size = 2 + octets + int.from_bytes(contents[2 : 2 + octets], "big")
    if size > len(contents) or any(contents[size:]):
        raise MalformedDocument(Flaw.PDF_SPACE_ELSE)
    return contents[:size]
