"""Somebody's text where Qt would take it for something else: markup, a word that fits nowhere."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtGui import Qt

_LONG = re.compile(r"[^\s/-]{61,}")
"""Without a blank, stroke or hyphen, after which Qt breaks a line by itself."""
_PIECE = re.compile(r".{20}(?=.)")
_MAY_BREAK = "\u200b"
"""ZERO WIDTH SPACE, after which a line may end (Unicode UAX #14, class ZW)."""


def tip(text: str) -> str:
    """Return a text for a tip, in which markup is letters like all others."""
    return escape(text).replace("\n", "<br>") if Qt.mightBeRichText(text) else text


def breakable(text: str) -> str:
    """Return a text for a label, whose words that are longer than any language's can be broken."""
    return _LONG.sub(lambda found: _PIECE.sub(rf"\g<0>{_MAY_BREAK}", found[0]), text)
