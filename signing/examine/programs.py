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
from signing.examine.old_charstrings import OldCharstrings

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
_LISTS = re.compile(rb"/(?:Subrs|CharStrings)\b|/lenIV\s+(?![0-9])")
_BEGINS = (b"%!", b"\x80\1")
_MATRIX = re.compile(rb"/FontMatrix\s*\[([^\]]*)\]")
_SPARE = re.compile(rb"/lenIV\s+([0-9]{1,2})\b")
_THOUSANDTHS = (0.001, 0.0, 0.0, 0.001, 0.0, 0.0)
_KEY_OF_GLYPHS = 4330
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
    drawn: Charstrings | OldCharstrings | None = None
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
        drawn = _drawn(clear, _opened(secret))
    except ValueError:
        return Program()
    return Program(drawn.names, _codes(clear), drawn=drawn)


def old_charstrings_of(data: bytes) -> OldCharstrings:
    """Return what draws the glyphs of a program.

    Raises:
        ValueError: some reader reads it in another way.
    """
    clear, _, secret = data.partition(b"eexec")
    return _drawn(clear, _opened(secret))


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


def _drawn(clear: bytes, opened: bytes) -> OldCharstrings:
    """Return the glyphs in their order, and what they call.

    Raises:
        ValueError: there are several lists, or one with a name twice or longer than it says.
    """
    at, called = 0, dict[str, bytes]()
    first = _SUBROUTINES.search(opened)
    glyphs = _GLYPHS.search(opened)
    if first is not None and glyphs is not None and first.start() < glyphs.start():
        called, at = _behind(opened, first)
        glyphs = _GLYPHS.search(opened, at)
    if glyphs is None:
        raise ValueError(at)
    found, end = _behind(opened, glyphs)
    around = opened[: first.start() if at and first else glyphs.start()]
    if at:
        around += opened[at : glyphs.start()]
    if _LISTS.search(around + opened[end:]) or not _LAST.match(opened, end):
        raise ValueError(end)
    matrices, spare = _MATRIX.findall(clear), _SPARE.findall(opened)
    matrix = tuple(map(float, matrices[0].split())) if matrices else _THOUSANDTHS
    if len(matrices) > 1 or len(matrix) != 6 or len(spare) > 1:
        raise ValueError(end)
    first_of = int(spare[0]) if spare else 4
    return OldCharstrings(
        [bytes(_decrypted(item, _KEY_OF_GLYPHS))[first_of:] for item in found.values()],
        {
            int(number): bytes(_decrypted(item, _KEY_OF_GLYPHS))[first_of:]
            for number, item in called.items()
        },
        {name: place for place, name in enumerate(found)},
        matrix,
    )


def _behind(opened: bytes, head: re.Match[bytes]) -> tuple[dict[str, bytes], int]:
    """Return the items of a list by their names or numbers, each once, and where it ends."""
    found: dict[str, bytes] = {}
    count = 0
    at = head.end() - 1
    while (item := _ITEM.match(opened, at)) is not None:
        end = item.end() + int(item[3])
        behind = _BEHIND.match(opened, end)
        if behind is None:
            raise ValueError(at)
        found[(item[1] or item[2]).decode("latin-1")] = opened[item.end() : end]
        at, count = behind.end(), count + 1
    if len(found) != count or count > int(head[1]):
        raise ValueError(count)
    return found, at


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


def _decrypted(secret: bytes, key: int = _KEY) -> Iterator[int]:
    for byte in secret:
        yield byte ^ key >> 8
        key = ((byte + key) * _FACTOR + _ADDEND) & 0xFFFF
