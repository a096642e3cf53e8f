"""Which fonts every reader draws alike (ISO 32000-1, 9.5 to 9.8).

A font without its program is replaced by whatever a reader has, and of its names and codes each
makes its own. What is known to be the same everywhere: fonts with their program, the standard
ones with letters of the standard set, and glyphs that are drawn as a page is.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.examine.encodings import CODES, LATIN, SIGNS, STANDARD, UNSAID
from signing.examine.objects import Objects
from signing.examine.programs import names_by_code, names_in
from signing.examine.truetype import TrueType

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject, StreamObject

_PROGRAMS = {
    "/FontFile": {"/Type1", "/MMType1", "/CIDFontType0"},
    "/FontFile2": {"/TrueType", "/CIDFontType2"},
    "/FontFile3": {"/Type1", "/MMType1", "/TrueType", "/CIDFontType0", "/CIDFontType2"},
}
"""Where a font's program stands, and for which kinds (9.9); the third of the first is MuPDF's."""
_PACKED = ("/Type1C", "/CIDFontType0C", "/OpenType")
_MAPS = ("/Identity-H", "/Identity-V")
_SYMBOLIC = 4
_AT_ONCE = 16
"""Bytes of a program that cost as much as an operand."""
_LATIN = frozenset(LATIN)
_UNICODE = re.compile("uni[0-9A-F]{4}|afii10[0-9]{3}")
"""Names that all readers know in a program that goes by Unicode: by number, and Cyrillic."""


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
        self.own_names: dict[int, str] = {}
        """Names of glyphs by code, as the program has them."""
        self.names: dict[int, str] = {}
        """Of glyphs, where the font says another one than its encoding."""
        self.base = ""
        """Name of the encoding, if it says one."""
        self.is_plain = False
        """As far as its dictionaries go."""
        self._glyphs: bytes | None = None
        self._known: frozenset[str] | None = None
        self._codes: frozenset[int] | None = None
        self._own: dict[int, str] = {}
        self._procedures: DictionaryObject | None = None
        if self.kind == "/Type0":
            self._read_composite(found)
        elif self.kind == "/Type3":
            self._read_drawn(found)
        else:
            self._read_simple(found)

    def has(self, code: int) -> bool:
        """Whether every reader finds the same glyph for a code."""
        if self.kind == "/Type3":
            return self.procedure(code) is not None
        if self.kind == "/Type0":
            return self.program is None or 0 <= self.glyph(code) < self.program.glyphs
        name = self.names.get(code)
        if name is None:
            return self._codes is None or code in self._codes
        if self._known is not None:
            return name in self._known
        if self.program is not None:
            return name in _LATIN or _UNICODE.fullmatch(name) is not None
        return self._own.get(code) == name if self._own else name in _LATIN

    def glyph(self, code: int) -> int:
        """Return which glyph of a TrueType program a code of two bytes leads to; -1 for none."""
        if self._glyphs is None:
            return code
        return int.from_bytes(self._glyphs[2 * code : 2 * code + 2]) if self._maps(code) else -1

    def _maps(self, code: int) -> bool:
        return self._glyphs is not None and 2 * code + 2 <= len(self._glyphs)

    def procedure(self, code: int) -> StreamObject | None:
        """Return what draws a glyph of a Type 3 font."""
        name = self.names.get(code)
        if name is None or self._procedures is None:
            return None
        return self._objects.stream(dict.get(self._procedures, f"/{name}"))

    def _read_simple(self, found: DictionaryObject) -> None:
        said = self._read_encoding(found)
        descriptor = self._objects.dictionary(dict.get(found, "/FontDescriptor"))
        flags = self._objects.get(descriptor, "/Flags")
        symbolic = descriptor is not None and (not isinstance(flags, int) or flags & _SYMBOLIC)
        if self._read_program(descriptor, self.kind):
            self.is_plain = said
            if self.program is not None:
                # Each reader decides by flags, maps and names which of them leads to a glyph.
                named = "/Encoding" in found
                self.is_plain &= self.program.has_map and self.program.is_of_one_mind(named=named)
                self.is_plain &= not (symbolic and self.names)
            return
        whole = descriptor is None or not _PROGRAMS.keys() & descriptor.keys()
        if self.name in SIGNS:
            self.is_plain = said and self.kind == "/Type1" and whole
            # Some take any name of it, and some none but its own.
            self._own = SIGNS[self.name]
            self._codes = frozenset({32} if "/Encoding" in found else self._own)
            return
        self.is_plain = said and self.name in STANDARD and not symbolic and whole
        self._codes = CODES.get(self.base, UNSAID)

    def _read_composite(self, found: DictionaryObject) -> None:
        objects = self._objects
        inner = objects.items(dict.get(found, "/DescendantFonts"))
        font = objects.dictionary(inner[0]) if len(inner) == 1 else None
        if font is None:
            return
        kind = objects.text(dict.get(font, "/Subtype"))
        descriptor = objects.dictionary(dict.get(font, "/FontDescriptor"))
        whole = kind.startswith("/CIDFont") and self._read_program(descriptor, kind)
        glyphs = objects.get(font, "/CIDToGIDMap")
        stream = objects.stream(glyphs)
        mapped = "/CIDToGIDMap" not in font or glyphs == "/Identity"
        if stream is not None:
            self._glyphs = objects.data(stream)
            mapped = not len(self._glyphs) % 2
        encoding = objects.text(dict.get(found, "/Encoding"))
        self.is_plain = whole and mapped and encoding in _MAPS

    def _read_drawn(self, found: DictionaryObject) -> None:
        objects = self._objects
        self._procedures = objects.dictionary(dict.get(found, "/CharProcs"))
        matrix = objects.numbers(dict.get(found, "/FontMatrix"))
        upright = len(matrix) == 6 and matrix[0] * matrix[3] != matrix[1] * matrix[2]
        box = objects.numbers(dict.get(found, "/FontBBox"))
        self.is_plain = self._read_encoding(found) and upright and len(box) == 4

    def _read_encoding(self, found: DictionaryObject) -> bool:
        """Read names of glyphs; tell whether all readers read the same (9.6.6)."""
        objects = self._objects
        value = objects.get(found, "/Encoding")
        if value is None:
            return "/Encoding" not in found
        table = objects.dictionary(value)
        if table is None:
            self.base = objects.text(value)
            return self.base in CODES
        if "/BaseEncoding" in table:
            self.base = objects.text(dict.get(table, "/BaseEncoding"))
        plain = not self.base or self.base in CODES
        differences = objects.get(table, "/Differences")
        if "/Differences" in table and not isinstance(differences, list):
            return False
        return self._read_differences(differences or []) and plain

    def _read_differences(self, differences: list[Any]) -> bool:
        from pypdf.generic import NameObject, NumberObject

        plain, code = True, -1
        for item in differences[:1024]:
            if type(item) is NumberObject:
                code = int(item)
            elif type(item) is NameObject and 0 <= code < 256 and code not in self.names:
                self.names[code] = str(item)[1:]
                code += 1
            else:
                plain = False
        return plain and len(differences) <= 1024

    def _read_program(self, descriptor: DictionaryObject | None, kind: str) -> bool:
        """Read what a font brings; tell whether it is a whole program of its kind."""
        objects = self._objects
        keys = _PROGRAMS.keys() & descriptor.keys() if descriptor is not None else set()
        if len(keys) != 1 or kind not in _PROGRAMS[key := keys.pop()]:
            return False
        stream = objects.stream(dict.get(descriptor, key)) if descriptor is not None else None
        packed = objects.text(objects.get(stream, "/Subtype"))
        if stream is None or (key == "/FontFile3" and packed not in _PACKED):
            return False
        try:
            data = objects.data(stream)
        except MalformedDocument:
            return False
        if key == "/FontFile2" or packed == "/OpenType":
            program = TrueType(data, partial(objects.budget.spend, "work"))
            self.program = program if program.glyphs else None
            return program.is_whole
        if kind == "/CIDFontType0":
            return bool(data)
        objects.budget.spend("work", len(data) // _AT_ONCE)
        self._known = names_in(data)
        self.own_names = names_by_code(data) if key == "/FontFile" else {}
        return bool(self._known)
