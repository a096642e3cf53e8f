"""Which fonts every reader draws alike (ISO 32000-1, 9.5 to 9.8).

A font without its program is replaced by whatever a reader has, and of its names and codes each
makes its own. What is known to be the same everywhere: fonts with their program, each kind in the
one way in which it is usually brought, the standard ones with letters of the standard set, and
glyphs that are drawn as a page is; and of these the codes that all lead to one glyph of one width.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from signing.errors import MalformedDocument
from signing.examine.codes import code_size, names_signs
from signing.examine.compact import of_open_type, read_compact
from signing.examine.encodings import CODES, LETTERS, NAMES, SIGNS, STANDARD, UNSAID
from signing.examine.naming import Naming, letter_of
from signing.examine.objects import Objects
from signing.examine.outlines import Box, lies_in
from signing.examine.programs import Program, read_type_1
from signing.examine.tricky import is_called_tricky
from signing.examine.truetype import TrueType
from signing.examine.widths import composite_widths, default_width, simple_widths
from signing.pdf.painted import EXTENT

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject, StreamObject

_KEYS = {"/FontFile", "/FontFile2", "/FontFile3"}
_PROGRAMS = {
    ("/Type1", "/FontFile", ""),
    ("/Type1", "/FontFile3", "/Type1C"),
    ("/TrueType", "/FontFile2", ""),
    ("/CIDFontType0", "/FontFile3", "/CIDFontType0C"),
    ("/CIDFontType0", "/FontFile3", "/OpenType"),
    ("/CIDFontType2", "/FontFile2", ""),
}
"""Kinds of fonts, where their program stands, and what it says to be (9.9)."""
_SYMBOLIC = 4
_KNOWN = ("/WinAnsiEncoding", "/MacRomanEncoding")
_BREAKS = (0xA0, 0xAD)
"""Codes of a space that ends no line, and of a hyphen that may end one."""
AROUND = 3.0
"""Em to the left and right of where a glyph stands; wider ones PDFium leaves out at some sizes."""
_SLACK = 0.1
"""Em above and below what a font says of its letters."""
_AT_ONCE = 16
"""Bytes of a program that cost as much as an operand."""


class Alike:
    """What of one font is known to be drawn alike.

    Args:
        objects: of the document.
        found: the font.
    """

    def __init__(self, objects: Objects, found: DictionaryObject) -> None:
        self._objects = objects
        self.kind = objects.text(dict.get(found, "/Subtype"))
        self.name = objects.text(dict.get(found, "/BaseFont")).lstrip("/")
        self.program: TrueType | None = None
        """The embedded one, if it is one of these."""
        self.naming = Naming(objects, found)
        """Of codes of one byte."""
        self.size = 1
        """Bytes of a code."""
        self.is_symbolic = False
        """Or it does not say."""
        self.widths: dict[int, float] = {}
        """By code, in thousandths of the size; of Type 3 in units of its own."""
        self.unit = 0.001
        """What they are counted in, in sizes of the font."""
        self.other_width: float | None = None
        """Of all other codes."""
        self.is_plain = False
        """As far as its dictionaries go."""
        self._named: Program | None = None
        self._where: Box = 0.0, 0.0, 0.0, 0.0
        """Where the points of a glyph may lie, in em."""
        self._glyphs: bytes | None = None
        self._codes: frozenset[int] | None = None
        self._own: dict[int, str] = {}
        self._procedures: DictionaryObject | None = None
        if self.kind == "/Type0":
            self._read_composite(found)
        elif self.kind == "/Type3":
            self._read_drawn(found)
        else:
            self._read_simple(found)
        # Of what calls itself something else Ghostscript makes a font of its own.
        self.is_plain &= objects.get(found, "/Type") in (None, "/Font")

    @property
    def own_names(self) -> dict[int, str]:
        """Names of glyphs by code, as the program has them."""
        return (self._named.codes or {}) if self._named is not None else {}

    def has(self, code: int) -> bool:
        """Whether every reader finds the same glyph for a code, and the same width."""
        if code not in self.widths and self.other_width is None:
            return False
        if self.kind == "/Type3":
            return self.procedure(code) is not None
        if self.kind == "/Type0":
            return self._has_glyph(self.glyph(code))
        name = self.naming.name(code)
        if self.program is not None:
            return self._has_letter(self.program, code, name)
        if self._named is not None:
            place = self._named.names.get(self._name_within(code, name))
            return place is not None and self._lies_alike(place)
        if code not in self.naming.others:
            return self._codes is None or code in self._codes
        return self._own.get(code) == name if self._own else name in LETTERS

    def _has_glyph(self, glyph: int) -> bool:
        if self._named is not None:
            place = self._named.numbers.get(glyph, glyph if not glyph else -1)
            place = place if self._named.numbers else glyph
            return self._named.has(glyph) and self._lies_alike(place)
        return self.program is not None and self.program.has(glyph)

    def _lies_alike(self, place: int) -> bool:
        """Whether a glyph of a program that goes by names lies around its line."""
        drawn = self._named.drawn if self._named is not None else None
        if drawn is None:
            return True
        try:
            box = drawn.box(place)
        except (ValueError, LookupError):
            return False
        return box is None or lies_in(box, self._where)

    def _has_letter(self, program: TrueType, code: int, name: str) -> bool:
        """Whether all maps of a program lead a code to one glyph."""
        naming, symbolic = self.naming, self.is_symbolic
        if symbolic and not naming.is_there:
            return program.has_code(code)
        letter = letter_of(name)
        if code in UNSAID and not name and not naming.base:
            letter = chr(code)
        elif code not in naming.others and code not in UNSAID:
            # Other encodings some readers do not know, and where they go by codes the second.
            known = _KNOWN[:1] if symbolic else _KNOWN
            if naming.base not in known or (symbolic and code in _BREAKS):
                return False
            letter = "\xa0" if name == "space" else letter
        return bool(letter) and program.has_letter(code, letter, name, is_symbolic=symbolic)

    def _name_within(self, code: int, name: str) -> str:
        """Return the name by which a program that goes by names is asked for a code.

        Returns:
            Nothing where readers ask for several: some go by the program's own encoding.
        """
        base, own = self.naming.base, self.own_names.get(code, "")
        if code in self.naming.others or (base in _KNOWN and not self.is_symbolic):
            return name
        if not base and self.is_symbolic:
            return own
        other = name if base else NAMES["/StandardEncoding"].get(code, "")
        return own if own == other else ""

    def glyph(self, code: int) -> int:
        """Return which glyph of a program a code of two bytes leads to; -1 for none."""
        if self._glyphs is None:
            return code
        place = 2 * code
        return int.from_bytes(self._glyphs[place : place + 2]) if self._maps(code) else -1

    def _maps(self, code: int) -> bool:
        return self._glyphs is not None and 2 * code + 2 <= len(self._glyphs)

    def procedure(self, code: int) -> StreamObject | None:
        """Return what draws a glyph of a Type 3 font."""
        name = self.naming.others.get(code)
        if name is None or self._procedures is None:
            return None
        return self._objects.stream(dict.get(self._procedures, f"/{name}"))

    def _read_simple(self, found: DictionaryObject) -> None:
        descriptor = self._objects.dictionary(dict.get(found, "/FontDescriptor"))
        flags = self._objects.get(descriptor, "/Flags")
        whole = descriptor is None or isinstance(flags, int)
        self.is_symbolic = not whole or (descriptor is not None and bool(flags & _SYMBOLIC))
        widths = simple_widths(self._objects, found)
        self.widths = widths or {}
        if self._read_program(found, descriptor, self.kind):
            whole &= self.name not in SIGNS
            self.is_plain = self.naming.is_plain and whole and widths is not None
            if self.program is not None:
                self.is_plain &= not (self.is_symbolic and self.naming.others)
            return
        if not {"/FirstChar", "/LastChar", "/Widths"} & found.keys():
            # Every reader brings the measures of these.
            self.other_width, widths = 500.0, {}
        whole &= descriptor is None or not _KEYS & descriptor.keys()
        whole &= widths is not None and self.naming.is_plain
        if self.name in SIGNS:
            # Described, its signs are others in PDFium.
            self.is_plain = whole and self.kind == "/Type1" and descriptor is None
            # Some take any name of it, and some none but its own.
            self._own = SIGNS[self.name]
            self._codes = frozenset({32} if "/Encoding" in found else self._own)
            return
        self.is_plain = (
            self.naming.is_plain and self.name in STANDARD and not self.is_symbolic and whole
        )
        self._codes = CODES.get(self.naming.base, UNSAID)

    def _read_composite(self, found: DictionaryObject) -> None:
        objects = self._objects
        inner = objects.items(dict.get(found, "/DescendantFonts"))
        font = objects.dictionary(inner[0]) if len(inner) == 1 else None
        if font is None:
            return
        kind = objects.text(dict.get(font, "/Subtype"))
        descriptor = objects.dictionary(dict.get(font, "/FontDescriptor"))
        whole = kind.startswith("/CIDFont") and self._read_program(font, descriptor, kind)
        glyphs = objects.get(font, "/CIDToGIDMap")
        stream = objects.stream(glyphs)
        mapped = "/CIDToGIDMap" not in font or glyphs == "/Identity"
        if stream is not None:
            # Beside other programs Poppler leaves it out.
            self._glyphs = objects.data(stream)
            mapped = kind == "/CIDFontType2" and not len(self._glyphs) % 2
        widths, self.other_width = composite_widths(objects, font), default_width(objects, font)
        self.widths = widths or {}
        measured = widths is not None and self.other_width is not None
        self.size = code_size(objects, dict.get(found, "/Encoding"))
        whole &= objects.get(font, "/Type") in (None, "/Font")
        # Without a collection of signs Poppler draws nothing.
        whole &= names_signs(objects, objects.dictionary(dict.get(font, "/CIDSystemInfo")))
        self.is_plain = whole and mapped and measured and self.size > 0

    def _read_drawn(self, found: DictionaryObject) -> None:
        objects = self._objects
        self._procedures = objects.dictionary(dict.get(found, "/CharProcs"))
        matrix = objects.numbers(dict.get(found, "/FontMatrix"))
        upright = len(matrix) == 6 and matrix[0] > 0 and matrix[3] != 0
        upright = upright and not any((matrix[1], matrix[2], matrix[4], matrix[5]))
        box = objects.numbers(dict.get(found, "/FontBBox"))
        self.unit = abs(matrix[0]) if len(matrix) == 6 else self.unit
        widths = simple_widths(objects, found, self.unit)
        self.widths = widths or {}
        whole = upright and len(box) == 4 and widths is not None
        self.is_plain = self.naming.is_plain and whole

    def _room(self, descriptor: DictionaryObject) -> Box:
        """Return where the glyphs may lie: where the panel's place takes them to be."""
        low, high = EXTENT
        box = self._objects.numbers(dict.get(descriptor, "/FontBBox"))
        if len(box) == 4:
            low, high = (
                min(low, box[1] / 1000, box[3] / 1000),
                max(high, box[1] / 1000, box[3] / 1000),
            )
        return -AROUND, low - _SLACK, AROUND, high + _SLACK

    def _read_program(
        self, font: DictionaryObject, descriptor: DictionaryObject | None, kind: str
    ) -> bool:
        """Read what a font brings; tell whether it is a whole program of its kind."""
        objects = self._objects
        if descriptor is not None:
            self._where = self._room(descriptor)
        keys = _KEYS & descriptor.keys() if descriptor is not None else set()
        if len(keys) != 1 or descriptor is None:
            return False
        stream = objects.stream(dict.get(descriptor, key := keys.pop()))
        packed = objects.text(objects.get(stream, "/Subtype")) if key == "/FontFile3" else ""
        if stream is None or (kind, key, packed) not in _PROGRAMS:
            return False
        try:
            data = objects.data(stream)
        except MalformedDocument:
            return False
        if key == "/FontFile2":
            named = dict.get(font, "/BaseFont"), dict.get(descriptor, "/FontName"), self.name
            if any(is_called_tricky(objects.text(name)) for name in named):
                return False
            self.program = TrueType(data, partial(objects.budget.spend, "work"), self._where)
            return self.program.is_whole
        objects.budget.spend("work", len(data) // _AT_ONCE)
        if key == "/FontFile":
            self._named = read_type_1(data)
        else:
            self._named = read_compact(of_open_type(data) if packed == "/OpenType" else data)
        if kind == "/CIDFontType0":
            # Within an OpenType program some readers take the place for the number.
            straight = self._named.is_straight or packed != "/OpenType"
            return self._named.glyphs > 0 and straight
        return bool(self._named.names)
