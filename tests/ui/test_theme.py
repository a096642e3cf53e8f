"""Both looks keep a contrast of 4.5:1 for every text on every ground it is used on."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from ui.theme import DARK, LIGHT, Colours, style_sheet

PAIRS = (
    ("text", "window"),
    ("text", "surface"),
    ("text", "raised"),
    ("text", "selected"),
    ("text", "hover"),
    ("soft", "window"),
    ("soft", "surface"),
    ("soft", "raised"),
    ("soft", "selected"),
    ("soft", "hover"),
    ("soft", "desk"),
    ("accent", "surface"),
    ("accent", "window"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("good", "surface"),
    ("good", "good_back"),
    ("good", "hover"),
    ("warn", "surface"),
    ("warn", "selected"),
    ("warn", "warn_back"),
    ("bad", "surface"),
    ("bad", "selected"),
    ("bad", "bad_back"),
    ("note", "note_back"),
)


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.1)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)

    c = QColor(colour)
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF())


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(look: Colours) -> None:
    poor = []
    for fore, back in PAIRS:
        one, two = luminance(getattr(look, fore)), luminance(getattr(look, back))
        ratio = (max(one, two) + 0.05) / (min(one, two) + 0.05)
        if ratio < 4.5:
            poor.append(f"{fore} on {back}: {ratio:.2f}")
    assert poor == []


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_every_name_in_the_style_sheet_is_a_colour(look: Colours) -> None:
    sheet = style_sheet(look).split("*/", maxsplit=1)[1]
    assert "@" not in sheet
