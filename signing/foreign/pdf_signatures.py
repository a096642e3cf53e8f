"""The signatures of a PDF: their fields, byte ranges and permissions (ISO 32000-1, 12.8).

A byte range must leave out exactly the value of ``/Contents`` and begin with the file. Anything
else – a moved second range, a missing or null entry – was used to forge signatures and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from signing.errors import DocumentTooLarge, MalformedDocument, SigningError
from signing.flaws import Flaw
from signing.foreign import ber
from signing.foreign.pdf_graph import follow, number_of
from signing.pdf.dates import read_date

if TYPE_CHECKING:
    from pypdf import PdfReader

    from signing.pdf.held import Held

TIME_STAMP = "/ETSI.RFC3161"
OLD_SHA1 = "/adbe.pkcs7.sha1"
DETACHED = frozenset({"/ETSI.CAdES.detached", "/adbe.pkcs7.detached", TIME_STAMP, OLD_SHA1})
_END = b"%%EOF"
_MAX_FIELDS = 4096
_MAX_DEPTH = 32
_MAX_NAME = 4096
"""Letters of a field's name, with those of what stands above it."""
_HEX = re.compile(rb"<[0-9A-Fa-f]*>")
_MAX_CONTENTS = 8 << 20
"""Bytes of the CMS with the zeros behind it; the library reads no longer string here either."""
_SPACE = b"\0\t\n\f\r "


@dataclass(frozen=True)
class Field:
    """A terminal field of the form."""

    name: str
    number: int | None
    kind: str
    """``/Sig``, ``/Tx`` and so on; inherited where it is."""
    value: Any
    dictionary: Any
    above: tuple[Any, ...] = ()
    """The nodes that lead to it, references where they are."""


@dataclass(frozen=True)
class PdfSignature:
    """A signature as its dictionary says it."""

    field: str
    sub_filter: str
    hole: tuple[int, int]
    covered: int
    """Bytes from the beginning of the file that it covers, the hole among them."""
    cms: bytes
    permission: int | None
    """Of a certification: 1 nothing, 2 forms and signatures, 3 annotations too (12.8.2.2)."""
    locked: tuple[str, frozenset[str]] | None
    """FieldMDP: All, Include or Exclude, and the names (12.8.2.4)."""
    claimed: datetime | None
    number: int | None = None
    """Of its dictionary, where that is an object of its own."""

    def locks(self, name: str) -> bool:
        """Whether the signature locks a field."""
        if self.locked is None:
            return False
        action, names = self.locked
        return action == "/All" or (name in names) == (action == "/Include")


def catalog_of(reader: PdfReader) -> Any:  # noqa: ANN401
    """Return the catalog.

    Raises:
        MalformedDocument: there is none.
    """
    found = follow(reader.trailer.raw_get("/Root"))
    if not isinstance(found, dict):
        raise MalformedDocument(Flaw.NO_CATALOG)
    return found


def form_of(reader: PdfReader) -> Any:  # noqa: ANN401
    """Return the form's dictionary; None if there is none."""
    return follow(catalog_of(reader).get("/AcroForm"))


def fields(reader: PdfReader) -> list[Field]:
    """Return the terminal fields of a form.

    Raises:
        MalformedDocument: they are nested too deep, in a circle, or too many.
        DocumentTooLarge: a name is too long.
    """
    form = form_of(reader)
    if form is None:
        return []
    walk = _Walk()
    for item in follow(form.get("/Fields")) or []:
        walk.into(item, "", "", None, ())
    return walk.found


def signatures(pdf: Held, reader: PdfReader) -> Iterator[PdfSignature | tuple[str, SigningError]]:
    """Give the signatures of the form; of one that is wrong in itself the name and why.

    A signature is the value of one field: a second one would show it as another signature.
    """
    holes: set[tuple[int, int]] = set()
    for field in fields(reader):
        if field.kind != "/Sig":
            continue
        value = follow(field.value)
        if value is None:
            continue
        try:
            found = replace(_read(pdf, field.name, value), number=number_of(field.value))
            if found.hole in holes:
                raise MalformedDocument(Flaw.TWO_FIELDS)
        except SigningError as error:
            yield field.name, error
        else:
            holes.add(found.hole)
            yield found


def certified_by(reader: PdfReader) -> int | None:
    """Return what the document's certification allows, of whichever signature it is."""
    permissions = follow(catalog_of(reader).get("/Perms")) or {}
    value = follow(permissions.get("/DocMDP"))
    if not isinstance(value, dict):
        return None
    for reference in follow(value.get("/Reference")) or []:
        item = follow(reference)
        if follow(item.get("/TransformMethod")) == "/DocMDP":
            return int(follow((follow(item.get("/TransformParams")) or {}).get("/P")) or 2)
    return None


def joined(above: str, own: Any) -> str:  # noqa: ANN401
    """Return the name of a field below another (12.7.3.2).

    Raises:
        DocumentTooLarge: it is longer than anybody's.
    """
    name = ".".join(filter(None, (above, str(own or ""))))
    if len(name) > _MAX_NAME:
        raise DocumentTooLarge(Flaw.VALUE_TOO_LONG)
    return name


class _Walk:
    """Collects terminal fields; each object is a field once."""

    def __init__(self) -> None:
        self.found: list[Field] = []
        self._seen: set[int] = set()

    def into(
        self,
        reference: Any,  # noqa: ANN401
        above: str,
        kind: str,
        value: Any,  # noqa: ANN401
        nodes: tuple[Any, ...],
    ) -> None:
        """Read a field and those below it; name, kind and value are inherited (12.7.3.1)."""
        number = number_of(reference)
        if len(nodes) > _MAX_DEPTH or len(self.found) > _MAX_FIELDS or number in self._seen:
            raise MalformedDocument(Flaw.FORM_TOO_DEEP)
        if number is not None:
            self._seen.add(number)
        item = follow(reference)
        if not isinstance(item, dict):
            return
        name = joined(above, follow(item.get("/T")))
        kind = str(follow(item.get("/FT")) or kind)
        value = item.get("/V", value)
        kids = [
            kid
            for kid in follow(item.get("/Kids")) or []
            if isinstance(follow(kid), dict) and ("/T" in follow(kid) or "/Kids" in follow(kid))
        ]
        for kid in kids:
            self.into(kid, name, kind, value, (*nodes, reference))
        if not kids:
            self.found.append(Field(name, number, kind, value, item, nodes))


def _read(pdf: Held, name: str, value: Any) -> PdfSignature:  # noqa: ANN401
    if not isinstance(value, dict):
        raise MalformedDocument(Flaw.NO_SIGNATURE_VALUE)
    hole, covered = _byte_range(pdf, follow(value.get("/ByteRange")))
    if hole[1] - hole[0] > 2 * _MAX_CONTENTS:
        raise MalformedDocument(Flaw.SPACE_LARGE)
    contents = pdf.cut(*hole)
    own = getattr(follow(value.get("/Contents")), "original_bytes", None)
    if own is None:
        raise MalformedDocument(Flaw.NO_CONTENTS)
    if not _HEX.fullmatch(contents) or len(contents) % 2:
        raise MalformedDocument(Flaw.RANGE_LEAVES)
    decoded = bytes.fromhex(contents[1:-1].decode())
    if own != decoded:
        raise MalformedDocument(Flaw.RANGE_LEAVES)
    item, rest = ber.read(decoded)
    if rest.strip(b"\0"):
        raise MalformedDocument(Flaw.SPACE_ELSE)
    permission, locked = _transforms(value)
    return PdfSignature(
        field=name,
        sub_filter=str(follow(value.get("/SubFilter")) or ""),
        hole=hole,
        covered=covered,
        cms=item.raw,
        permission=permission,
        locked=locked,
        claimed=read_date(str(follow(value.get("/M")) or "")),
    )


def _byte_range(pdf: Held, found: Any) -> tuple[tuple[int, int], int]:  # noqa: ANN401
    numbers = [follow(item) for item in found] if isinstance(found, list) else []
    if len(numbers) != 4 or not all(type(item).__name__ == "NumberObject" for item in numbers):
        raise MalformedDocument(Flaw.NO_BYTE_RANGE)
    start, first, second, rest = (int(item) for item in numbers)
    covered = second + rest
    if start != 0 or not 0 < first < second < covered <= pdf.size:
        raise MalformedDocument(Flaw.RANGE_BOUNDS)
    end = pdf.stripped(second, covered, _SPACE)
    if pdf.cut(max(second, end - len(_END)), end) != _END:
        raise MalformedDocument(Flaw.RANGE_WITHIN)
    return (first, second), covered


def _transforms(value: Any) -> tuple[int | None, tuple[str, frozenset[str]] | None]:  # noqa: ANN401
    permission: int | None = None
    locked: tuple[str, frozenset[str]] | None = None
    for reference in follow(value.get("/Reference")) or []:
        item = follow(reference)
        parameters = follow(item.get("/TransformParams")) or {}
        match str(follow(item.get("/TransformMethod"))):
            case "/DocMDP":
                permission = int(follow(parameters.get("/P")) or 2)
            case "/FieldMDP":
                names = follow(parameters.get("/Fields")) or []
                action = str(follow(parameters.get("/Action")) or "/All")
                locked = (action, frozenset(str(follow(name)) for name in names))
    return permission, locked
