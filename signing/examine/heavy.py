"""Programs of fonts of which one glyph would be drawn for seconds.

A glyph may be made of thirty others, each of which is made of thirty, and so on; and so may what
draws it, by subroutines. Here each is read once or run as far as an honest one goes. What cannot
be read so counts as heavy.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from signing.examine.charstrings import Charstrings
from signing.examine.compact import charstrings_of
from signing.examine.old_charstrings import OldCharstrings
from signing.examine.outlines import MOST, Outlines
from signing.examine.programs import old_charstrings_of

_TABLE = struct.Struct(">4s4xII")
_MOST_STEPS = 1 << 22
"""Of all glyphs of one program."""
_TRUE_TYPE = (b"\0\1\0\0", b"\0\2\0\0", b"true", b"ttcf", b"OTTO")
_TYPE_1 = (b"%!PS-Adobe-3.0 Resource-CIDFont", b"%!PS-AdobeFont", b"%!FontType", b"\x80\1")
_OTHERS = (b"typ1", b"wOFF", b"wOF2", b"\xa5kbd", b"\xa5lst")
"""How programs begin that FreeType unpacks first, or takes out of others."""
_REFERENCE = re.compile(rb"/FontFile[23]?[\0\t\n\f\r ]++([0-9]{1,10})[\0\t\n\f\r ]++[0-9]+\b")
_OBJECT = re.compile(rb"([0-9]{1,10})[\0\t\n\f\r ]+[0-9]+[\0\t\n\f\r ]+$")
_FILTER = re.compile(
    rb"/Filter[\0\t\n\f\r ]*+(?:/FlateDecode(?![A-Za-z])"
    rb"|\[[\0\t\n\f\r ]*+/FlateDecode[\0\t\n\f\r ]*+\])"
)
_HOLDS = re.compile(rb"/ObjStm|/First(?![A-Za-z])")


def is_heavy(data: bytes) -> bool:
    """Whether drawing one glyph of a program takes seconds, or may take them."""
    try:
        if data[:1] == b"\1":
            return _is_long(charstrings_of(data))
        if data.startswith(_TYPE_1):
            return _is_long(old_charstrings_of(data))
        if not data.startswith(_TRUE_TYPE):
            return data.startswith(_OTHERS)
        start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
        tables = dict(_tables(data, start))
        if b"CFF " in tables:
            return _is_long(charstrings_of(tables[b"CFF "]))
        if b"glyf" not in tables:
            return False
        (count,) = struct.unpack_from(">H", tables[b"maxp"], 4)
        outlines = Outlines(tables[b"head"], tables[b"loca"], tables[b"glyf"], count)
        return outlines.heaviest() > MOST
    except (ValueError, LookupError, struct.error):
        return True


def _is_long(drawn: Charstrings | OldCharstrings) -> bool:
    left = _MOST_STEPS
    for glyph in range(len(drawn.glyphs)):
        left -= drawn.steps(glyph)
        if left < 0:
            return True
    return False


def _tables(data: bytes, start: int) -> Iterator[tuple[bytes, bytes]]:
    """Give the tables of a program; of several of one name the first counts, and comes last."""
    (count,) = struct.unpack_from(">H", data, start + 4)
    for at in range(start + 12 + 16 * (count - 1), start + 11, -16):
        if at + _TABLE.size <= len(data):
            name, place, length = _TABLE.unpack_from(data, at)
            if length and place + length <= len(data):
                yield name, data[place : place + length]


class Programs:
    """Whether every font of a file brings a program that is known to be light.

    What is looked at are words: a reference to a program, wherever it stands, and streams as they
    follow each other. What is said or packed in another way is not known.
    """

    def __init__(self) -> None:
        self._light: dict[int, bool] = {}
        self._asked: set[int] = set()
        self._unknown = False

    def look(self, around: bytes, head: bytes, unpacked: bytes, text: bytes, most: int) -> None:
        """Look at one stream, and at what stands before it.

        Args:
            around: what stands between the stream before and this one.
            head: its own dictionary, behind the word ``obj``.
            unpacked: what it unpacks to.
            text: the same with its names in plain letters.
            most: bytes of that; what is as long may go on.
        """
        whole = bool(unpacked) and len(unpacked) < most and head.count(b"/Filter") == 1
        whole = whole and b"/DecodeParms" not in head and _FILTER.search(head) is not None
        self._unknown |= not whole and _HOLDS.search(head) is not None
        for part in (around, text):
            found = _REFERENCE.findall(part) if b"/FontFile" in part else []
            self._asked.update(map(int, found))
            self._unknown |= len(found) < part.count(b"/FontFile")
        named = _OBJECT.search(around[-len(head) - 64 : len(around) - len(head)])
        if named is not None:
            light = whole and not is_heavy(unpacked)
            number = int(named[1])
            self._light[number] = self._light.get(number, True) and light

    @property
    def may_be_heavy(self) -> bool:
        """Whether some program is heavy, or not known not to be."""
        return self._unknown or not all(self._light.get(number) for number in self._asked)
