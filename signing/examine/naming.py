"""Names of a font's codes, as its dictionary has them, and their letters (ISO 32000-1, 9.6.6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from signing.examine.encodings import CODES, LETTERS, NAMES
from signing.examine.objects import Objects

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_UNICODE = re.compile("uni([0-9A-F]{4})|afii10([01][0-9]{2})")
"""Names that all readers know in a program that goes by Unicode: by number, and Cyrillic."""
_CYRILLIC = dict(
    enumerate(
        "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯҐЂЃЄЅІЇЈЉЊЋЌЎ"
        "  абвгдеёжзийклмнопрстуфхцчшщъыьэюяґђѓєѕіїјљњћќў",
        17,
    )
)
_MOST = 1024


class Naming:
    """What an ``/Encoding`` says.

    Args:
        objects: of the document.
        found: the font.
    """

    def __init__(self, objects: Objects, found: DictionaryObject) -> None:
        self.base = ""
        """Name of the encoding, if it says one."""
        self.others: dict[int, str] = {}
        """Names by code, where the font says another one than its encoding."""
        self.is_there = "/Encoding" in found
        """It says anything."""
        self.is_plain = self._read(objects, found)
        """All readers read the same."""

    def name(self, code: int) -> str:
        """Return the name of a code; empty if nothing is said of it."""
        return self.others.get(code) or NAMES.get(self.base, {}).get(code, "")

    def _read(self, objects: Objects, found: DictionaryObject) -> bool:
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
        return self._read_others(differences or []) and plain

    def _read_others(self, differences: list[Any]) -> bool:
        from pypdf.generic import NameObject, NumberObject

        plain, code = True, -1
        for item in differences[:_MOST]:
            if type(item) is NumberObject:
                code = int(item)
            elif type(item) is NameObject and 0 <= code < 256 and code not in self.others:
                self.others[code] = str(item)[1:]
                code += 1
            else:
                plain = False
        return plain and len(differences) <= _MOST


def letter_of(name: str) -> str:
    """Return the letter of a name; empty if only some readers know it."""
    found = _UNICODE.fullmatch(name)
    if found is None:
        return LETTERS.get(name, "")
    return chr(int(found[1], 16)) if found[1] else _CYRILLIC.get(int(found[2]), "").strip()
