"""Programs of Type 1 fonts: names of their glyphs and of their codes (Adobe's Type 1 format).

They are PostScript, which only Ghostscript runs; the other readers look for words, each in its own
way. So what is read here is what makers of fonts write, word for word: one encoding, one list of
subroutines, one of glyphs, none longer than it says and no name twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from signing.examine.charstrings import Charstrings
from signing.examine.encodings import NAMES

_NAME = rb"/([^\s()<>\[\]{}/%]{1,127})"
_END = rb"[ \t]*(?:\r\n|\r|\n)"
_ENCODING = re.compile(
    rb"(?:^|[\r\n])/Encoding (?:(StandardEncoding def)|256 array"
    + _END
    + rb"0 1 255 ?\{ ?1 index exch /\.notdef put ?\} ?for"
    + _END
    + rb"((?:dup [0-9]{1,3} ?/[^\s()<>\[\]{}/%]{1,127} put"
    + _END
    + rb"){0,256})readonly def)"
    + _END
)
_CODED = re.compile(rb"dup (0|[1-9][0-9]{0,2}) ?" + _NAME + rb" put")
_SUBROUTINES = re.compile(rb"/Subrs\s+([0-9]{1,5})\s+array\s")
_GLYPHS = re.compile(rb"/CharStrings\s+([0-9]{1,5})\s+dict\s+dup\s+begin\s")
_ITEM = re.compile(
    rb"\s*(?:dup\s+([0-9]{1,5})|" + _NAME + rb")\s+([0-9]{1,5})\s+(?:RD|-\|)\s", re.DOTALL
)
_BEHIND = re.compile(rb"\s*(?:NP|ND|\|-?|noaccess\s+(?:put|def))(?=\s)")
_LAST = re.compile(rb"\s*end\s")
_LISTS = re.compile(rb"/(?:Subrs|CharStrings)\b")
_BEGINS = (b"%!", b"\x80\1")
_KEY, _FACTOR, _ADDEND = 55665, 52845, 22719
_MOST_SECRET = 512 << 10


@dataclass(frozen=True)
class Program:
    """What leads to a glyph in a program that goes by names, or by numbers of its own."""

    names: dict[str, int] = field(default_factory=dict)
    """Places of all glyphs; none if readers may find several of one name."""
    codes: dict[int, str] | None = None
    """Names by code, as its own encoding has them; None if readers may find others."""
    glyphs: int = 0
    """How many there are; 0 where that does not matter."""
    numbers: dict[int, int] = field(default_factory=dict)
    """Places of the glyphs behind the first, where they have numbers for names."""
    is_straight: bool = True
    """The number of each is its place."""
    drawn: Charstrings | None = None
    """What draws them, where that is read."""

    def has(self, number: int) -> bool:
        """Whether there is a glyph of a number."""
        return not number or number in self.numbers if self.numbers else 0 <= number < self.glyphs


def read_type_1(data: bytes) -> Program:
    """Read a program; an empty one comes of what some reader reads in another way."""
    clear, _, secret = data.partition(b"eexec")
    if not data.startswith(_BEGINS):
        return Program()
    try:
        names = _names(_opened(secret))
        return Program({name: place for place, name in enumerate(names)}, _codes(clear))
    except ValueError:
        return Program()


def _codes(clear: bytes) -> dict[int, str] | None:
    """Return the names by code; some readers look for them line by line."""
    found = _ENCODING.search(clear)
    if found is None or clear.count(b"/Encoding") != 1:
        return None
    if found[1]:
        return dict(NAMES["/StandardEncoding"])
    codes = [(int(code), name.decode("latin-1")) for code, name in _CODED.findall(found[2])]
    said = found[2].count(b" put")
    if len({code for code, _ in codes}) != said or len(codes) != said:
        return None
    return {code: name for code, name in codes if code < 256 and name != ".notdef"}


def _names(opened: bytes) -> list[str]:
    """Return the names of the glyphs in their order.

    Raises:
        ValueError: there are several lists, or one with a name twice or longer than it says.
    """
    at = 0
    first = _SUBROUTINES.search(opened)
    glyphs = _GLYPHS.search(opened)
    if first is not None and glyphs is not None and first.start() < glyphs.start():
        at = _behind(opened, first)[1]
        glyphs = _GLYPHS.search(opened, at)
    if glyphs is None:
        raise ValueError(at)
    names, end = _behind(opened, glyphs)
    around = opened[: first.start() if at and first else glyphs.start()]
    if at:
        around += opened[at : glyphs.start()]
    if _LISTS.search(around + opened[end:]) or not _LAST.match(opened, end):
        raise ValueError(end)
    return names


def _behind(opened: bytes, head: re.Match[bytes]) -> tuple[list[str], int]:
    """Return the names or numbers in a list, each of them once, and where it ends."""
    names: list[str] = []
    at = head.end() - 1
    while (item := _ITEM.match(opened, at)) is not None:
        behind = _BEHIND.match(opened, item.end() + int(item[3]))
        if behind is None:
            raise ValueError(at)
        names.append((item[1] or item[2]).decode("latin-1"))
        at = behind.end()
    if len(set(names)) != len(names) or len(names) > int(head[1]):
        raise ValueError(len(names))
    return names, at


def _opened(secret: bytes) -> bytes:
    """Return what stands behind ``eexec``, decrypted (7.2 of the format)."""
    secret = secret.lstrip(b" \t\r\n")
    if secret[:1] == b"\x80":
        secret = secret[6:]
    secret = secret[:_MOST_SECRET]
    if re.match(rb"[0-9A-Fa-f\s]{8}", secret):
        digits = b"".join(re.match(rb"[0-9A-Fa-f\s]*", secret)[0].split())  # type: ignore[index]
        secret = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    return bytes(_decrypted(secret))


def _decrypted(secret: bytes) -> Iterator[int]:
    key = _KEY
    for byte in secret:
        yield byte ^ key >> 8
        key = ((byte + key) * _FACTOR + _ADDEND) & 0xFFFF
