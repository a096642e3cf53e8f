"""How wide a shown string is, and what a reader's search and copy take it for (9.4 to 9.10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signing.examine.alike import AROUND, Alike
from signing.examine.copied import Copied, digits_in, folded
from signing.examine.encodings import DIGITS, LETTERS, NAMES, SIGNS
from signing.examine.objects import Objects

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject, StreamObject

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
        self.reach = 0.0 if self.is_drawn else AROUND
        """How far from its place a glyph is drawn at most, in sizes of the font."""
        self.resources = objects.dictionary(dict.get(found, "/Resources"))
        """Of these procedures."""
        # Of a font whose codes readers tell apart in their own ways that is told already.
        copied = Copied(objects, found, self._alike.size or 2)
        self._unicode, self._unsure = copied.texts, copied.unsure
        self.disagrees = "" if copied.is_plain else "/ToUnicode"
        """A character that is drawn as one and copied as another, e.g. ``1 ≠ 7``; or the map."""
        self._glyphs: dict[int, tuple[float, str, bool, float]] = {}
        self._widths = self._alike.widths
        self._names = self._alike.naming.others
        self._letters: dict[int, str] | None = None
        other = self._alike.other_width
        self._missing = _USUAL if other is None else other
        self._unit = self._alike.unit
        self._latin: dict[int, str] = {}
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
            spaces += code == 32 and self._alike.size == 1
        return Shown(
            advance * self._unit, glyphs, spaces, "".join(text), blank, certain, blur * self._unit
        )

    def _codes(self, data: bytes) -> Iterator[int]:
        if self._alike.size == 1:
            yield from data
            return
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
        if code in self._unsure:
            self.disagrees = self.disagrees or "/ToUnicode"
        if not self.wide:
            self._compare(drawn, copied)
        elif code in self._unicode:
            # One glyph may stand for letters of several alphabets.
            several = len(copied) != 1 or not copied.isascii()
            self._compare(self._letter(code), copied, digits=several)
        # What has no known text may be anything; it counts as something to be seen.
        blank = bool(copied) and not copied.strip("\0\xa0\xad\u200b\ufeff \t\r\n")
        rounded = round(width * self._unit / _ROUNDED, 4) % 1 * _ROUNDED
        return width, copied, blank, rounded / self._unit if self._unit else 0.0

    def width(self, code: int) -> tuple[float, float]:
        """Return the width of a glyph and what it is counted in, in sizes of the font."""
        return self._widths.get(code, self._missing), self._unit

    def compare(self, code: int, drawn: str) -> None:
        """Compare what a procedure wrote as a glyph with what is copied."""
        self._compare(drawn, self._unicode.get(code, drawn))

    def _compare(self, drawn: str, copied: str, *, digits: bool = False) -> None:
        """Compare one sign with what is copied for it.

        Args:
            drawn: empty if it is not known.
            copied: in place of it.
            digits: whether that may be a letter that looks alike; a digit stands for itself alone.
        """
        if len(drawn) != 1:
            return
        one, other = folded(drawn), folded(copied)
        # Beyond ASCII the encodings differ, and a name may be older than its letter.
        known = drawn.isascii() and drawn.isalnum() and not digits
        if one != other and (known or digits_in(one + other)):
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
            other = bytes((code,)).decode("cp1252", "ignore") if self._latin else ""
            return self._latin.get(code, other)
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
        if kind == "/Type3" or alike.name in SIGNS:
            return
        if descriptor is None or (base and (kind == "/Type1" or not symbolic)):
            names = NAMES.get(base or "/WinAnsiEncoding", {})
            self._latin = {code: LETTERS[name] for code, name in names.items()}


def letters_of(text: str) -> str:
    """Return letters and digits alone, folded: what must be the same however it is set."""
    return "".join(letter for letter in folded(text) if letter.isalnum())
