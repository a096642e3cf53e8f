"""Somebody's text as it is shown: no letter of it shows nothing, or turns the others around."""

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


def shown(text: str) -> str:
    """Return somebody's text with its line ends, in which every letter shows.

    Controls, what overrides direction (Unicode UAX #9, 2.1 to 2.7) and what is drawn as nothing
    stand there with their numbers.
    """
    return visible(text if text.isprintable() else "".join(map(_printed, text)))


def one_line(text: str) -> str:
    """Return the same as one line with single blanks."""
    return " ".join(shown(text).split())


def _printed(letter: str) -> str:
    return letter if letter.isprintable() or letter.isspace() else escaped(letter)
