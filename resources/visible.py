"""Letters that show nothing, and would make a name look empty or like another one."""

from __future__ import annotations

import re

_HIDDEN = re.compile(
    "["
    # Default_Ignorable_Code_Point (Unicode DerivedCoreProperties), as far as Python prints them.
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef"
    # Drawn as nothing: a pattern without dots, a head without a note, a filler.
    "\u2800\U0001d159\U00016fe4"
    "]"
    # More marks over one letter than any language writes lie over the lines around it.
    "|(?<=[\u0300-\u036f]{4})[\u0300-\u036f]"
)


def visible(text: str) -> str:
    """Return a text in which letters that show nothing stand with their numbers."""
    return _HIDDEN.sub(lambda found: escaped(found[0]), text)


def escaped(letter: str) -> str:
    """Return a letter's number in brackets, as Unicode writes it."""
    return f"[U+{ord(letter):04X}]"
