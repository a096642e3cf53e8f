"""Files at which the program that draws them would end, or hang, before they are given to it.

Qt's PDFium ends the whole process at a stencil packed by JPX, at a picture coloured by a pattern,
and where JPX has other colours than its dictionary. Drawing each page first in a process of its
own would take as long again; what is looked for here is in no honest file.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from signing.errors import DocumentTooLarge, MalformedDocument
from signing.examine.colours import DEVICE, components
from signing.examine.objects import Objects
from signing.flaws import Flaw
from signing.pdf.packing import filters_of, unpacked_by

if TYPE_CHECKING:
    from pypdf.generic import StreamObject

_JPX = "/JPXDecode"
_STREAM = re.compile(rb"stream\r?\n")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_WITHIN = re.compile(rb">>[\0\t\n\f\r ]*+stream\r?\n")
_BY_PATTERN = re.compile(rb"\[[\0\t\n\f\r ]*+/Pattern[\0\t\n\f\r ]*+[/\[0-9]")
_SIZED = re.compile(
    rb"/(?:Width|Height)[\0\t\n\f\r ]*+(?:[0-9]{5}|[0-9]{1,9}[\0\t\n\f\r ]++[0-9])"
)
_INLINE = re.compile(rb"(?:^|[\0\t\n\f\r ])BI(?=[\0\t\n\f\r /])")
_LETTERS = re.compile(rb"/(ASCII85Decode|ASCIIHexDecode)")
_MOST_LETTERS = 4
"""Such filters of one stream."""
_FORM = re.compile(rb"/Form|/Subtype[\0\t\n\f\r ]*+[0-9]")
_DRAWS = re.compile(rb"Do(?![A-Za-z])")
_LASTING = re.compile(rb"/(?:PatternType|ShadingType|CharProcs|Luminosity|Alpha)(?![A-Za-z])")
_A_GROUP, _LONG = 1 << 15, 1 << 25
"""Bytes of a drawing: as which a group counts, and of all that are drawn again and again."""
_NEAR, _BEFORE, _OFTEN = 1 << 20, 1 << 12, 100
_MOST = 16 << 20
_ALTOGETHER = 192 << 20
"""Bytes looked at at most: of one stream unpacked, and of all with what is around them."""
_OUTSIDE = 8
"""As how many a byte between streams counts: honest files have few, looked at in several ways."""
_LARGEST = 1 << 30
_SIZE, _COUNT = b"\xff\x4f\xff\x51", 40


def require_drawable(data: bytes) -> None:
    """Look through a file for pictures that end the program.

    Raises:
        MalformedDocument: it has one, or may have one and cannot be examined.
    """
    from signing.detail import said
    from signing.examine.document import examine_pdf
    from signing.examine.finding import FindingCode, shown
    from signing.examine.heavy import Programs

    risky, left, toil, fonts = False, _ALTOGETHER, _Toil(), Programs()
    for around, head, raw in _streams(data):
        unpacked = _plain(raw)
        fonts.look(around, head, raw, unpacked, _MOST)
        toil.look(around, head, unpacked)
        left -= _OUTSIDE * len(around) + len(unpacked)
        if left < 0:
            raise MalformedDocument(Flaw.PICTURE_ENDS)
        if _hides(head, unpacked):
            raise MalformedDocument(Flaw.PICTURE_ENDS)
        risky = risky or _is_risky(around) or _is_risky(unpacked) or bool(_SIZED.search(head))
    if toil.may_last or fonts.may_be_heavy:
        from signing.examine.toil import require_bearable

        require_bearable(data)
    if not risky:
        return
    told = shown(str(said(Flaw.PICTURE_ENDS)))
    for finding in examine_pdf(data):
        unknown = finding.code in (FindingCode.ENCRYPTED, FindingCode.TOO_LARGE)
        unknown |= finding.code is FindingCode.UNREADABLE and finding.page is None
        if unknown or finding.code is FindingCode.DAMAGED or finding.detail == told:
            raise MalformedDocument(Flaw.PICTURE_ENDS)


@dataclass
class _Toil:
    """Whether a page may take long to be drawn, as far as words tell."""

    may_last: bool = False
    _times: int = 0
    _longest: int = 0

    def look(self, around: bytes, head: bytes, unpacked: bytes) -> None:
        """Look at one stream, and at what stands before it."""
        drawn = len(_DRAWS.findall(unpacked))
        self._times += drawn
        if _FORM.search(head):
            self._longest = max(self._longest, len(unpacked), _A_GROUP * (b"/Group" in head))
            self.may_last |= drawn > 1 or not unpacked
        self.may_last |= bool(_LASTING.search(around) or _LASTING.search(unpacked))
        self.may_last |= self._times * self._longest > _LONG


def _hides(head: bytes, unpacked: bytes) -> bool:
    """Whether a stream holds a picture that stands nowhere by itself."""
    if b"/ObjStm" in head:
        return _WITHIN.search(unpacked) is not None
    at = -1
    for _ in range(_OFTEN):
        at = unpacked.find(b"/JPXDecode", at + 1)
        if at < 0:
            return False
        if _INLINE.search(unpacked, max(at - _BEFORE, 0), at):
            return True
    return True


def _is_risky(data: bytes) -> bool:
    return b"/JPXDecode" in data or (b"/Pattern" in data and bool(_BY_PATTERN.search(data)))


def _streams(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Give what stands between streams, its last object, and what the stream behind it unpacks to.

    What stands between has its names in plain letters; of a picture's own data nothing comes.
    """
    for found in _STREAM.finditer(data):
        end = found.start()
        if data[end - 3 : end] == b"end":
            continue
        start = max(data.rfind(b"endstream", max(end - _NEAR, 0), end), end - _NEAR, 0)
        around = _plain(data[start:end])
        head = around[max(around.rfind(b"obj"), 0) :]
        unpacked = b""
        if b"/Image" not in head:
            with suppress(MalformedDocument, DocumentTooLarge, zlib.error):
                unpacked = _unpacked(head, data, found.end())
        yield around, head, unpacked
    last = max(data.rfind(b"endstream"), len(data) - _NEAR, 0)
    yield _plain(data[last:]), b"", b""


def _plain(data: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes((int(found[1], 16),)), data) if b"#" in data else data


def _unpacked(head: bytes, data: bytes, start: int) -> bytes:
    end = data.find(b"endstream", start)
    packed = memoryview(data)[start : len(data) if end < 0 else end]
    names = _LETTERS.findall(head, 0, max(head.rfind(b"/Flate"), 0))
    for name in names[:_MOST_LETTERS]:
        packed = memoryview(unpacked_by(f"/{name.decode()}", bytes(packed), _MOST))
    if b"/Flate" not in head:
        return bytes(packed[:_MOST])
    # A stream whose data hold the word that ends it goes on behind that.
    whole = packed if names else memoryview(data)[start:]
    return zlib.decompressobj().decompress(whole, _MOST)


def ends_a_program(objects: Objects, found: StreamObject) -> bool:
    """Whether drawing a picture would end Qt's PDFium, or hold it for minutes."""
    from pypdf.generic import BooleanObject

    size = [objects.get(found, key) for key in ("/Width", "/Height")]
    if all(isinstance(item, int) for item in size) and size[0] * size[1] > _LARGEST:
        return True
    space = dict.get(found, "/ColorSpace")
    items = objects.items(space)
    if len(items) > 1 and objects.text(items[0]) == "/Pattern":
        return True
    try:
        names = [name for name, _ in filters_of(found)]
    except MalformedDocument:
        return True
    if _JPX not in names:
        return False
    stencil: Any = objects.get(found, "/ImageMask")
    if stencil is not None and not (isinstance(stencil, BooleanObject) and not stencil.value):
        return True
    if objects.resolve(space) is None or objects.text(space) in DEVICE:
        return False
    data = bytes(getattr(found, "_data", b""))
    try:
        for name in names[: names.index(_JPX)]:
            data = unpacked_by(name, data, objects.budget.limits.stream)
    except (MalformedDocument, DocumentTooLarge):
        return True
    at = data.find(_SIZE) + _COUNT
    return components(objects, space) != int.from_bytes(data[at : at + 2], "big")
