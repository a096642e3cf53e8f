"""What the data of a packed picture say of it, and whether that is what its dictionary says.

Read are heads alone: of DCT the markers (ITU-T T.81, annex B), of JPX the boxes and the size
(ISO 15444-1, annexes A and I), of JBIG2 the segments (ISO 14492, 7.2), of CCITT the end.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Said = dict[str, Any]
"""Parameters of a filter; streams are bytes."""
OF_ROWS = frozenset({"/Predictor", "/Colors", "/BitsPerComponent", "/Columns"})
"""Parameters of Flate; some programs write them beside DCT too, where nobody reads them."""
_BLANK = b"\0\t\n\f\r "


@dataclass(frozen=True)
class Claim:
    """What a dictionary says of its picture."""

    width: int
    height: int
    colours: int
    bits: int
    is_stencil: bool
    last: int | None
    """The last colour of a table; None if there is none."""

    @property
    def row(self) -> int:
        """Bytes of a row that is not packed."""
        return -(-self.width * self.colours * self.bits // 8)

    @property
    def bytes(self) -> int:
        """Bytes of all rows."""
        return self.row * self.height


# -- DCT --------------------------------------------------------------------------------------

_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")
_FRAMES, _START, _END = (0xC0, 0xC1, 0xC2), 0xDA, 0xD9
_PROGRESSIVE = 0xC2
_TABLES = (0xC4, 0xDB, 0xDD, 0xFE, *range(0xE0, 0xF0))
_JFIF, _ADOBE = 0xE0, 0xEE
_MARKS = ((_JFIF, b"JFIF\0"), (_ADOBE, b"Adobe"))
_YCC, _RGB = 1, 0
_NAMED = ((1, 2, 3), (0, 1, 2))


def _markers(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the markers with what they hold, the end too if it is there."""
    at = 2
    while found := _MARKER.match(data, at):
        marker = found[1][0]
        if marker == _END:
            yield marker, b""
            return
        at = found.end()
        size = int.from_bytes(data[at : at + 2], "big")
        if size < 2 or at + size > len(data):
            return
        yield marker, data[at + 2 : at + size]
        at += size
        if marker == _START:
            after = _MARKER.search(data, at)
            if after is None:
                return
            at = after.start()


def _is_jpeg(data: bytes, said: Said, claim: Claim) -> bool:
    """Whether a JPEG has one frame of the size and colours that are said, and all its scans."""
    turned = said.get("/ColorTransform")
    known = said.keys() <= {"/ColorTransform", *OF_ROWS}
    if not known or turned not in (None, 0, 1) or isinstance(turned, float):
        return False
    if claim.bits != 8 or claim.is_stencil or not data.startswith(b"\xff\xd8\xff"):
        return False
    names: tuple[int, ...] = ()
    scanned: list[int] = []
    marks: dict[int, bytes] = {}
    kind = 0
    for marker, held in _markers(data):
        if marker in _FRAMES:
            size = struct.pack(">BHHB", 8, claim.height, claim.width, claim.colours)
            if names or held[:6] != size:
                return False
            kind, names = marker, tuple(held[6::3])
            if len(held) != 6 + 3 * claim.colours or len(set(names)) != claim.colours:
                return False
        elif marker == _START:
            scanned += held[1 : 1 + 2 * held[0] : 2] if held else b""
        elif marker == _END:
            whole = set(scanned) == set(names)
            once = kind == _PROGRESSIVE or len(scanned) == len(names)
            return whole and once and _is_coloured_alike(names, marks, turned)
        elif marker not in _TABLES:
            return False
        elif (marker, held[:5]) in _MARKS:
            if marker in marks:
                return False
            marks[marker] = held
    return False


def _is_coloured_alike(
    names: tuple[int, ...], marks: dict[int, bytes], turned: int | None
) -> bool:
    """Whether all marks say the same of how light was turned into numbers."""
    adobe = marks.get(_ADOBE)
    if adobe is not None and len(adobe) != 12:
        return False
    marked = None if adobe is None else adobe[11]
    if len(names) == 1:
        return True
    if len(names) == 4:
        return marked in (None, 0, 2) and turned in (None, bool(marked))
    if marked == _RGB and _JFIF not in marks:
        return turned in (None, _RGB)
    return (
        marked in (None, _YCC)
        and turned in (None, _YCC)
        and (names == _NAMED[0] or (names in _NAMED and bool(marks)))
    )


# -- JPX --------------------------------------------------------------------------------------

_SIGNATURE = b"\0\0\0\x0cjP  \r\n\x87\n"
_TOLD = (b"xml ", b"uuid", b"res ")
_SIZE = b"\xff\x4f\xff\x51"
_SHADES = {16: 3, 17: 1}


def _boxes(data: bytes) -> list[tuple[bytes, bytes]] | None:
    """Return the boxes one after the other; None if they do not fill all."""
    found: list[tuple[bytes, bytes]] = []
    at = 0
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        end = len(data) if size == 0 else at + size
        if end > len(data) or end < at + 8:
            return None
        found.append((name, data[at + 8 : end]))
        at = end
    return None if data[at:].strip(_BLANK) else found


def _is_jpx(data: bytes, said: Said, claim: Claim) -> bool:
    """Whether JPEG 2000 is one code stream of the size and colours that are said, and no more."""
    boxes = _boxes(data) if data.startswith(_SIGNATURE) else None
    if said or claim.is_stencil or claim.bits != 8 or not boxes:
        return False
    usual = [name for name, _ in boxes[1:] if name not in _TOLD]
    if usual != [b"ftyp", b"jp2h", b"jp2c"]:
        return False
    held = dict(boxes)
    heads = _boxes(held[b"jp2h"])
    if not heads or [name for name, _ in heads if name != b"res "] != [b"ihdr", b"colr"]:
        return False
    head, colour = heads[0][1], dict(heads)[b"colr"]
    size = struct.pack(">IIHB", claim.height, claim.width, claim.colours, 7)
    if head[:11] != size or len(head) != 14 or len(colour) < 7:
        return False
    if colour[0] == 1 and _SHADES.get(int.from_bytes(colour[3:7], "big")) != claim.colours:
        return False
    stream = held[b"jp2c"]
    if colour[0] not in (1, 2) or len(stream) < 42 + 3 * claim.colours:
        return False
    start, *places = struct.unpack_from(">4s4x8IH", stream)
    where = [claim.width, claim.height, 0, 0]
    parts = stream[42 : 42 + 3 * claim.colours]
    plain = start == _SIZE and places[:4] == where and places[6:] == [0, 0, claim.colours]
    ends = stream.rstrip(_BLANK).endswith(b"\xff\xd9")
    return plain and ends and parts == b"\x07\x01\x01" * claim.colours


# -- CCITT ------------------------------------------------------------------------------------

_FLAGS = {"/BlackIs1", "/EndOfLine", "/EndOfBlock", "/EncodedByteAlign"}
_COUNTS = {"/K": 0, "/Columns": 1728, "/Rows": 0, "/DamagedRowsBeforeError": 0}
_BLOCK_END, _BLOCK_BITS = 0x001001, 24
_LAST = 8


def _is_fax(data: bytes, said: Said, claim: Claim) -> bool:
    """Whether a facsimile has rows as wide as is said, and its end."""
    from pypdf.generic import BooleanObject

    flags = {key: said[key] for key in _FLAGS & said.keys()}
    counts = {**_COUNTS, **{key: item for key, item in said.items() if key not in _FLAGS}}
    kinds = all(isinstance(item, int) for item in counts.values())
    if counts.keys() - _COUNTS.keys() or not kinds or claim.bits != 1 or claim.colours != 1:
        return False
    if not all(isinstance(item, BooleanObject) for item in flags.values()):
        return False
    on = {key for key, item in flags.items() if item.value}
    whole = counts["/Columns"] == claim.width and counts["/Rows"] in (0, claim.height)
    if not whole or counts["/DamagedRowsBeforeError"] or "/EncodedByteAlign" in on:
        return False
    if counts["/K"] >= 0 or flags.keys() - on & {"/EndOfBlock"}:
        return bool(counts["/K"] <= 0)
    tail = int.from_bytes(data[-_LAST:], "big")
    mask = (1 << _BLOCK_BITS) - 1
    return any(tail >> shift & mask == _BLOCK_END for shift in range(8 * _LAST - _BLOCK_BITS))


# -- JBIG2 ------------------------------------------------------------------------------------

_SYMBOLS, _PAGE, _PAGE_END, _FILE_END = 0, 48, 49, 51
_REGIONS = (6, 7, 38, 39)
"""Text and generic regions, drawn at once."""
_BLACK = 4


def _segments(data: bytes) -> list[tuple[int, int, bytes]] | None:
    """Return kind, page and data of each segment; None if one is not plain."""
    found: list[tuple[int, int, bytes]] = []
    at, before = 0, -1
    while at + 11 <= len(data):
        number, flags, count = struct.unpack_from(">IBB", data, at)
        kind, far, several = flags & 63, flags & 0xC0, count >> 5
        if far or several > 4 or number <= before or number >= 1 << 16:
            return None
        before = number
        at += 6 + several * (1 if number <= 256 else 2)
        page, size = data[at : at + 1], data[at + 1 : at + 5]
        start, end = at + 5, at + 5 + int.from_bytes(size, "big")
        if len(size) < 4 or end > len(data):
            return None
        found.append((kind, page[0], data[start:end]))
        at = end
    return None if data[at:].strip(_BLANK) else found


def _is_jbig2(data: bytes, said: Said, claim: Claim) -> bool:
    """Whether JBIG2 is one page of the size that is said, and its shared part symbols alone."""
    given = said.get("/JBIG2Globals", b"")
    if claim.bits != 1 or claim.colours != 1 or said.keys() - {"/JBIG2Globals"}:
        return False
    shared = _segments(given) if isinstance(given, bytes) else None
    own = _segments(data)
    if shared is None or not own or any(item[:2] != (_SYMBOLS, 0) for item in shared):
        return False
    (kind, page, head), *rest = own
    size = struct.pack(">II", claim.width, claim.height)
    if (kind, page) != (_PAGE, 1) or head[:8] != size or len(head) != 19:
        return False
    if head[16] & _BLACK or head[17:] != b"\0\0":
        return False
    while rest and rest[-1][0] in (_PAGE_END, _FILE_END):
        if rest.pop()[2]:
            return False
    drawn = [item[2] for item in rest if item[0] in _REGIONS]
    known = all(item[0] in (_SYMBOLS, *_REGIONS) and item[1] in (0, 1) for item in rest)
    return bool(known and drawn) and all(_lies_within(item, claim) for item in drawn)


def _lies_within(region: bytes, claim: Claim) -> bool:
    if len(region) < 18:
        return False
    width, height, left, top = struct.unpack_from(">4I", region)
    within: bool = left + width <= claim.width and top + height <= claim.height
    return within and region[16] & 7 in (0, 4)


HEADS: dict[str, Callable[[bytes, Said, Claim], bool]] = {
    "/DCTDecode": _is_jpeg,
    "/JPXDecode": _is_jpx,
    "/CCITTFaxDecode": _is_fax,
    "/JBIG2Decode": _is_jbig2,
}
