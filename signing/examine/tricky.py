"""Fonts whose instructions FreeType runs though its reader says not to.

PDFium asks for 64 dots an em, Poppler for those on its screen, MuPDF for a thousand: where
instructions count, a glyph may be another in each. FreeType knows such fonts by a part of the
family's name, or by three of their tables (``tt_check_trickyness``); of these their length is
enough here, for their sum anybody can make up.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

_FAMILIES = (1, 16, 21)
"""Names of a font that FreeType may take for its family's."""
_TRICKY = (
    *(b"cpop", b"DFGirl-W6-WIN-BF", b"DFGothic-EB", b"DFGyoSho-Lt", b"DFHei", b"DFHSGothic-W5"),
    *(b"DFHSMincho-W3", b"DFHSMincho-W7", b"DFKaiSho-SB", b"DFKaiShu", b"DFKai-SB", b"DFMing"),
    *(b"DLC", b"HuaTianKaiTi", b"HuaTianSongTi", b"Ming(for ISO10646)", b"MingLiU"),
    *(b"MingMedium", b"MingLi43"),
)
_LENGTHS = frozenset(
    (
        *((0x87C4, 0x1E1), (0x87A7, 0x758), (0xBC85, 0x45), (0x715F, 0x3BC), (0x7940, 0x5FF)),
        *((0x859B, 0x2CB), (0x7EE1, 0x41F), (0x9063, 0x7E), (0x8998, 0x7E), (0xC06E, 0x82)),
        *((0x74AD, 0x37B), (0x8E2A, 0x7A), (0x676F, 0x3B8), (0xBEA2, 8), (0x17C39, 8)),
        *((0xE5, 0x117C), (0xE5, 0xF6A), (0x19D, 0x2492), (0xE5, 0x1CAA), (0x19D, 0x1DE8)),
        *((0x1CB, 0x1F9A), (0x141, 0x2280), (0x1F0, 0x1FCA), (0x166, 0x22B0)),
        *((0x19D, 0x22E0), (0x1C2, 0x1E18), (0x58AA, 0x35), (0x6A4E, 0x380), (0x70A9, 0x25C)),
    )
)
"""Of ``fpgm`` and ``prep``."""


_CALLED = re.compile(r"(?:^/?|\+)(?:DF|DLC)|HuaTian|MingLi")


def is_called_tricky(name: str) -> bool:
    """Whether MuPDF runs instructions by what the PDF calls a font (its ``is_dynalab``).

    Args:
        name: ``/BaseFont`` or ``/FontName``.
    """
    return _CALLED.search(name) is not None


def is_tricky(table: Callable[[bytes], bytes]) -> bool:
    """Whether a program may be taken for one of these.

    Args:
        table: gives a table by its name; nothing where it is not there.
    """
    if (len(table(b"fpgm")), len(table(b"prep"))) in _LENGTHS:
        return True
    names = table(b"name")
    # A name that leads out of the table is left out; so is all of a table that is cut.
    count, storage = struct.unpack_from(">2H", names, 2) if len(names) >= 6 else (0, 0)
    for at in range(6, min(6 + 12 * count, len(names) - 11), 12):
        kind, length, start = struct.unpack_from(">3H", names, at + 6)
        family = names[storage + start : storage + start + length].replace(b"\0", b"")
        if kind in _FAMILIES and any(name in family for name in _TRICKY):
            return True
    return False
