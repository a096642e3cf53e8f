"""How wide a shown string is, and what a reader's search and copy take it for (9.4 to 9.10)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signing.examine.alike import Alike
from signing.examine.encodings import DIGITS, SIGNS
from signing.examine.objects import Objects

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject, StreamObject

_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end(?:bfchar|bfrange)", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_MOST_CODES = 70_000
_ROUNDED = 0.001
_USUAL = 500.0
"""Thousandths of the size; for a glyph whose width nobody tells."""


@dataclass(frozen=True)
class Shown:
    """A string as it is drawn: advance in units of the font size, glyphs, spaces and text."""

    advance: float
    glyphs: int
    spaces: int
    text: str
    """What is copied; unknown characters are left out."""
    blank: bool
    """Nothing but spaces."""
    certain: bool
    """The text of every glyph is known."""
    blur: float
    """What readers may leave out of the advance, which round each width; in the same units."""


class Font:
    """One font of a page; what a code means is found out once."""

    def __init__(self, objects: Objects, found: DictionaryObject) -> None:
        self._objects = objects
        self._alike = Alike(objects, found)
        kind = self._alike.kind
        self.wide = kind == "/Type0"
        self.is_plain = self._alike.is_plain
        """Every reader draws what was shown of it alike."""
        self.is_drawn = kind == "/Type3"
        """Its glyphs are drawn as a page is."""
        self.procedures: list[tuple[int, StreamObject]] = []
        """What draws the glyphs that were shown for the first time."""
        self.resources = objects.dictionary(dict.get(found, "/Resources"))
        """Of these procedures."""
        self.disagrees = ""
        """A character that is drawn as one and copied as another, e.g. ``1 ≠ 7``."""
        self._unicode = self._read_unicode(found)
        self._glyphs: dict[int, tuple[float, str, bool, float]] = {}
        self._widths = self._alike.widths
        self._names = self._alike.naming.others
        self._letters: dict[int, str] | None = None
        other = self._alike.other_width
        self._missing = _USUAL if other is None else other
        self._unit = self._alike.unit
        self._latin = False
        self.em = 1.0
        """The height of a line of this font, in units of its size."""
        if not self.wide:
            self._read_simple(found, kind)

    def measure(self, data: bytes) -> Shown:
        """Return what a string of this font is on the page."""
        advance = blur = 0.0
        spaces = glyphs = 0
        text: list[str] = []
        blank = certain = True
        for code in self._codes(data):
            glyph = self._glyphs.get(code)
            if glyph is None:
                glyph = self._glyphs[code] = self._glyph(code)
            advance += glyph[0]
            blur += glyph[3]
            text.append(glyph[1])
            blank = blank and glyph[2]
            certain = certain and bool(glyph[1])
            glyphs += 1
            spaces += code == 32 and not self.wide
        return Shown(
            advance * self._unit, glyphs, spaces, "".join(text), blank, certain, blur * self._unit
        )

    def _codes(self, data: bytes) -> Iterator[int]:
        if not self.wide:
            yield from data
            return
        # Identity has two bytes for a code.
        if len(data) % 2:
            self.is_plain = False
        for at in range(0, len(data) - 1, 2):
            yield data[at] << 8 | data[at + 1]

    def _glyph(self, code: int) -> tuple[float, str, bool, float]:
        width = self._widths.get(code, self._missing)
        if not self._alike.has(code):
            self.is_plain = False
        elif (procedure := self._alike.procedure(code)) is not None:
            self.procedures.append((code, procedure))
        drawn = self._drawn(code)
        copied = self._unicode.get(code, drawn)
        self._compare(drawn, copied)
        if self.wide and len(copied) == 1 and copied.isascii():
            self._compare(self._letter(code), copied)
        # What has no known text may be anything; it counts as something to be seen.
        blank = bool(copied) and not copied.strip("\0\xa0\xad\u200b\ufeff \t\r\n")
        rounded = round(width * self._unit / _ROUNDED, 4) % 1 * _ROUNDED
        return width, copied, blank, rounded / self._unit if self._unit else 0.0

    def width(self, code: int) -> tuple[float, float]:
        """Return the width of a glyph and what it is counted in, in sizes of the font."""
        return self._widths.get(code, self._missing), self._unit

    def compare(self, code: int, drawn: str) -> None:
        """Compare what a procedure wrote as a glyph with what is copied."""
        self._compare(drawn, self._unicode.get(code, ""))

    def _compare(self, drawn: str, copied: str) -> None:
        both = len(drawn) == len(copied) == 1 and drawn.isalnum() and copied.isalnum()
        # Beyond ASCII the encodings differ, and a name may be older than its letter.
        if both and drawn.isascii() and drawn.casefold() != _folded(copied):
            self.disagrees = self.disagrees or f"{drawn} ≠ {copied}"

    def _letter(self, code: int) -> str:
        """What the glyph is to the embedded program; empty where it does not say."""
        if self._letters is None:
            program = self._alike.program
            self._letters = program.letters() if program is not None else {}
        return self._letters.get(self._alike.glyph(code), "")

    def _drawn(self, code: int) -> str:
        """What the glyph is by its name; empty where names tell nothing."""
        name = self._names.get(code)
        if name is None:
            return bytes((code,)).decode("cp1252", "ignore") if self._latin else ""
        return name if len(name) == 1 else DIGITS.get(name, "")

    def _read_simple(self, found: DictionaryObject, kind: str) -> None:
        objects = self._objects
        descriptor = objects.dictionary(dict.get(found, "/FontDescriptor"))
        if kind == "/Type3":
            self._missing = 0.5 / self._unit if self._unit else 0.0
            box = objects.numbers(dict.get(found, "/FontBBox"))
            tall = abs(box[3] - box[1]) * self._unit if len(box) == 4 else 0.0
            # An empty box says nothing, and so does the size of such a font.
            self.em = tall or 1000 * self._unit
        base, alike = self._alike.naming.base, self._alike
        # A TrueType program of signs has no names, and goes by none (9.6.6.4).
        symbolic = alike.is_symbolic
        if symbolic and kind == "/TrueType":
            self._names = {}
        elif kind == "/Type3":
            # What draws the glyphs has names by which some programs count: a, b, c.
            self._names = {code: name for code, name in self._names.items() if name in DIGITS}
        elif not base:
            self._names = alike.own_names | self._names
        own = kind == "/Type3" or alike.name in SIGNS
        self._latin = not own and ((bool(base) and not symbolic) or descriptor is None)

    def _read_unicode(self, found: DictionaryObject) -> dict[int, str]:
        """Read the map from codes to text (9.10.3)."""
        stream = self._objects.stream(dict.get(found, "/ToUnicode"))
        table: dict[int, str] = {}
        if stream is None:
            return table
        for block in _BLOCK.finditer(self._objects.data(stream)):
            values = [_value(item) for item in _HEX.finditer(block[2])]
            self._objects.budget.spend("work", len(values))
            if len(table) > _MOST_CODES:
                break
            if block[1] == b"bfchar":
                plain = [value for value in values if value is not None]
                pairs = zip(plain[::2], plain[1::2], strict=False)
                table.update({int.from_bytes(code[:4]): _text(value) for code, value in pairs})
            else:
                _read_ranges(values, table)
        return table


def _folded(text: str) -> str:
    """Fold what mathematics writes with letters of its own, too."""
    return unicodedata.normalize("NFKC", text).casefold()


def letters_of(text: str) -> str:
    """Return letters and digits alone, folded: what must be the same however it is set."""
    return "".join(letter for letter in _folded(text) if letter.isalnum())


def _value(found: re.Match[bytes]) -> bytes | None:
    """Return the bytes of a hexadecimal string; None for a bracket."""
    if found[1] is None:
        return None
    digits = b"".join(found[1].split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _text(value: bytes) -> str:
    return value.decode("utf-16-be", "ignore")


def _read_ranges(values: list[bytes | None], table: dict[int, str]) -> None:
    at = 0
    while at + 2 < len(values):
        first, last, start = (values[at + step] for step in range(3))
        at += 3
        if first is None or last is None:
            return
        low = int.from_bytes(first[:4])
        if start is None:
            while at < len(values) and (value := values[at]) is not None:
                table[low] = _text(value)
                low, at = low + 1, at + 1
            at += 1
            continue
        high = min(int.from_bytes(last[:4]), low + 0xFFFF)
        for code in range(low, high + 1):
            table[code] = _text(_plus(start, code - low))


def _plus(start: bytes, step: int) -> bytes:
    """Count up the last two bytes of a range's first text."""
    tail = (int.from_bytes(start[-2:]) + step) & 0xFFFF
    return start[:-2] + tail.to_bytes(2)
