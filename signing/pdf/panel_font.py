"""The font of the signature panel, as PDF objects (ISO 32000-1, 9.7; ISO 19005-2, 6.2.11).

A subset of Noto Sans with the Latin and Cyrillic letters of every language a decision may be in.
It is kept compressed and is embedded byte for byte, so that a verifier can compare it: letters
that look like others cannot be brought along in a font of one's own.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from functools import cache, lru_cache

from resources import resource

OBJECTS = 5
"""How many objects :meth:`PanelFont.objects` returns."""
_UNITS = 1000
"""Per em; widths need no scaling (ISO 32000-1, 9.7.4.3)."""
_NAME = b"EQAROR+NotoSans"
_FALLBACK = "?"
_LINES = 512


# There is one font, compared by itself; what was measured of it stays.
@dataclass(frozen=True, eq=False)
class PanelFont:
    """What is needed to measure and to write text."""

    packed: bytes = field(repr=False)
    size: int
    """Bytes of the font file when unpacked."""
    glyphs: dict[str, int] = field(repr=False)
    widths: tuple[int, ...] = field(repr=False)

    @lru_cache(maxsize=_LINES)  # noqa: B019 - there is one font
    def drawable(self, text: str) -> str:
        """Return ``text`` with a question mark for each letter the font lacks."""
        return "".join(letter if letter in self.glyphs else _FALLBACK for letter in text)

    @lru_cache(maxsize=8 * _LINES)  # noqa: B019
    def width(self, text: str, size: float) -> float:
        """Return the width of drawable ``text`` in points."""
        return sum(self.widths[self.glyphs[letter]] for letter in text) * size / _UNITS

    @lru_cache(maxsize=_LINES)  # noqa: B019
    def encode(self, text: str) -> bytes:
        """Return drawable ``text`` as a hexadecimal string of glyph numbers (Identity-H)."""
        return b"<%s>" % "".join(f"{self.glyphs[letter]:04x}" for letter in text).encode()

    def objects(self, text: str, first: int) -> tuple[bytes, ...]:
        """Return the bodies of the objects ``first`` and following; the first is the font.

        Args:
            text: every letter that is drawn; widths and Unicode values are given for these.
            first: number of the first object.
        """
        letters = tuple(sorted(set(text), key=self.glyphs.__getitem__))
        composite = (
            b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H"
            b"/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>" % (_NAME, first + 1, first + 4)
        )
        widths = b"".join(
            b"%d[%d]" % (self.glyphs[letter], self.widths[self.glyphs[letter]])
            for letter in letters
        )
        descendant = (
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            b"/CIDToGIDMap/Identity/DW 0/W[%s]/FontDescriptor %d 0 R>>"
        ) % (_NAME, widths, first + 2)
        # Flag 4, symbolic: a font used by glyph number has no encoding (table 123).
        descriptor = (
            b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[-78 -241 1011 995]"
            b"/ItalicAngle 0/Ascent 1069/Descent -293/CapHeight 714/StemV 80"
            b"/FontFile2 %d 0 R>>" % (_NAME, first + 3)
        )
        file = stream(self.packed, b"/Filter/FlateDecode/Length1 %d" % self.size)
        return composite, descendant, descriptor, file, stream(self._to_unicode(letters))

    @lru_cache(maxsize=16)  # noqa: B019
    def _to_unicode(self, letters: tuple[str, ...]) -> bytes:
        """Return the CMap from glyph numbers to Unicode (ISO 32000-1, 9.10.3)."""
        rows = [f"<{self.glyphs[letter]:04x}><{ord(letter):04x}>" for letter in letters]
        # At most a hundred in one block.
        blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
        mapped = "\n".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
        )
        return (
            "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
            "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n"
            f"{mapped}\nendcmap\nCMapName currentdict/CMap defineresource pop\nend\nend"
        ).encode()


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return the body of a stream object."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


@cache
def panel_font() -> PanelFont:
    """Return the font; read once for the process."""
    packed = resource("fonts", "panel.ttf.zlib").read_bytes()
    data = zlib.decompress(packed)
    tables = {
        data[at : at + 4]: data[start : start + size]
        for at in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16)
        for start, size in [struct.unpack_from(">8xII", data, at)]
    }
    (count,) = struct.unpack_from(">34xH", tables[b"hhea"])
    advances = struct.unpack_from(">" + "H2x" * count, tables[b"hmtx"])
    (total,) = struct.unpack_from(">4xH", tables[b"maxp"])
    # The last width stands for all that follow (OpenType, hmtx).
    widths = (*advances, *(advances[-1:] * (total - count)))
    return PanelFont(packed, len(data), _glyphs(tables[b"cmap"]), widths)


def _glyphs(table: bytes) -> dict[str, int]:
    """Read the character map, format 4 (OpenType, cmap); the file holds no other."""
    (at,) = struct.unpack_from(">8xI", table)
    (twice,) = struct.unpack_from(">6xH", table, at)
    count = twice // 2
    ends = at + 14
    starts = ends + twice + 2
    found = {}
    for index in range(count):
        here = starts + 2 * index
        (end,) = struct.unpack_from(">H", table, ends + 2 * index)
        (start,) = struct.unpack_from(">H", table, here)
        (delta,) = struct.unpack_from(">H", table, here + twice)
        (offset,) = struct.unpack_from(">H", table, here + 2 * twice)
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                place = here + 2 * twice + offset + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", table, place)
            glyph = (glyph + delta) & 0xFFFF
            if glyph:
                found[chr(code)] = glyph
    return found
