"""What the data of a packed picture say of it, and whether that is what its dictionary says.

Read are heads alone: of DCT the markers (ITU-T T.81, annex B), of JPX the boxes and the size
(ISO 15444-1, annexes A and I), of CCITT the parameters.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Said = dict[str, Any]
"""Parameters of a filter."""
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
_CODES, _STEPS, _LAST_TABLE = 0xC4, 0xDB, 3
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
            kind, names = marker, () if names else _framed(held, claim)
            if not names:
                return False
        elif marker == _START:
            scanned += held[1 : 1 + 2 * held[0] : 2] if held else b""
        elif marker == _END:
            whole = set(scanned) == set(names)
            once = kind == _PROGRESSIVE or len(scanned) == len(names)
            return whole and once and _is_coloured_alike(names, marks, turned)
        elif marker not in _TABLES or not _is_table_whole(marker, held):
            return False
        elif (marker, held[:5]) in _MARKS:
            if marker in marks:
                return False
            marks[marker] = held
    return False


def _framed(held: bytes, claim: Claim) -> tuple[int, ...]:
    """Return the names of a frame's colours; none if it is not the one that is said."""
    size = struct.pack(">BHHB", 8, claim.height, claim.width, claim.colours)
    if held[:6] != size or len(held) != 6 + 3 * claim.colours:
        return ()
    sampled = all(0 < item >> 4 < 5 and 0 < item & 15 < 5 for item in held[7::3])
    names = tuple(held[6::3])
    return names if sampled and len(set(names)) == len(names) else ()


def _is_table_whole(marker: int, held: bytes) -> bool:
    """Whether tables hold what they must: no step of nothing, no code that stands for two."""
    while marker == _STEPS and held:
        if held[0] > _LAST_TABLE or len(held) < 65 or 0 in held[1:65]:
            return False
        held = held[65:]
    while marker == _CODES and held:
        counts, free = held[1:17], 1
        for count in counts:
            free = 2 * free - count
            if free < 0:
                return False
        known = held[0] >> 4 < 2 and held[0] & 15 <= _LAST_TABLE
        if not known or len(held) < 17 + sum(counts):
            return False
        held = held[17 + sum(counts) :]
    return True


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


def is_fax(said: Said, claim: Claim) -> bool:
    """Whether a facsimile is of group 4 and has rows as wide as is said."""
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
    return bool(counts["/K"] < 0 and "/EndOfLine" not in on)


HEADS: dict[str, Callable[[bytes, Said, Claim], bool]] = {
    "/DCTDecode": _is_jpeg,
    "/JPXDecode": _is_jpx,
}
"""Not JBIG2: what is damaged in it, or on a second page, each reader shows in its own way."""
