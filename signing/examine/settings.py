"""Graphics states that every reader takes over alike (ISO 32000-1, 8.4.5).

A dictionary of them may set what an operator sets, and more. Of some entries one reader takes the
value and the next leaves it out; what is not known to make no difference is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from signing.examine.objects import Objects

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_MODES = frozenset(
    (
        *("/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten"),
        *("/ColorDodge", "/ColorBurn", "/HardLight", "/SoftLight", "/Difference", "/Exclusion"),
        *("/Hue", "/Saturation", "/Color", "/Luminosity"),
    )
)
_INTENTS = ("/AbsoluteColorimetric", "/RelativeColorimetric", "/Saturation", "/Perceptual")
_OF_QUARTZ = "/AAPL:"
"""Entries of its own, by which nobody else draws."""
_Check = Callable[[Objects, Any], bool]


def is_set_alike(objects: Objects, found: DictionaryObject) -> bool:
    """Whether every reader draws alike with a graphics state."""
    return all(
        name.startswith(_OF_QUARTZ) or (name in _ENTRIES and _ENTRIES[name](objects, value))
        for name, value in ((str(key), objects.get(found, key)) for key in found)
    )


def is_dashed_alike(lengths: list[Any], phase: Any) -> bool:  # noqa: ANN401
    """Whether every reader draws the same dashes, or none (8.4.3.6)."""
    numbers = (*lengths, phase)
    if not all(_is_number(item) and item >= 0 for item in numbers):
        return False
    return not lengths or sum(lengths) > 0


def _is_number(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, (int, float))


def _is_flag(_: Objects, value: Any) -> bool:  # noqa: ANN401
    from pypdf.generic import BooleanObject

    return isinstance(value, BooleanObject)


def _number(least: float, most: float) -> _Check:
    return lambda _, value: _is_number(value) and least <= value <= most


def _whole(most: int) -> _Check:
    return lambda _, value: isinstance(value, int) and 0 <= value <= most


def _one_of(*names: str) -> _Check:
    return lambda objects, value: objects.text(value) in names


def _is_dash(objects: Objects, value: Any) -> bool:  # noqa: ANN401
    items = objects.items(value)
    if len(items) != 2 or not isinstance(objects.resolve(items[0]), list):
        return False
    lengths = [objects.resolve(item) for item in objects.items(items[0])]
    return is_dashed_alike(lengths, objects.resolve(items[1]))


def _is_mode(objects: Objects, value: Any) -> bool:  # noqa: ANN401
    several = [objects.text(item) for item in objects.items(value)]
    return bool(_MODES.issuperset(several)) if several else objects.text(value) in _MODES


def _is_mask(objects: Objects, value: Any) -> bool:  # noqa: ANN401
    found = objects.dictionary(value)
    if found is None:
        return objects.text(value) == "/None"
    kind = objects.text(objects.get(found, "/S"))
    drawn = objects.stream(objects.get(found, "/G"))
    turned = objects.get(found, "/TR") not in (None, "/Identity")
    return kind in ("/Alpha", "/Luminosity") and drawn is not None and not turned


def _is_screen(objects: Objects, value: Any) -> bool:  # noqa: ANN401
    """What a printer makes dots by; some change shades with it."""
    found = objects.dictionary(value)
    if found is None:
        return objects.text(value) == "/Default"
    return objects.get(found, "/HalftoneType") == 1 and "/TransferFunction" not in found


_ENTRIES: dict[str, _Check] = {
    "/Type": _one_of("/ExtGState"),
    "/LW": _number(0, 1 << 15),
    "/LC": _whole(2),
    "/LJ": _whole(2),
    "/ML": _number(0, 1 << 15),
    "/D": _is_dash,
    "/RI": _one_of(*_INTENTS),
    **dict.fromkeys(("/OP", "/op", "/SA", "/AIS", "/TK"), _is_flag),
    "/OPM": _whole(1),
    # How inks are made of light: no reader shows it.
    **dict.fromkeys(("/BG", "/BG2", "/UCR", "/UCR2"), lambda _, value: value is not None),
    # Shades that are turned into others some readers leave out.
    "/TR": _one_of("/Identity"),
    "/TR2": _one_of("/Identity", "/Default"),
    "/HT": _is_screen,
    "/FL": _number(0, 100),
    "/SM": _number(0, 1),
    "/BM": _is_mode,
    "/SMask": _is_mask,
    "/CA": _number(0, 1),
    "/ca": _number(0, 1),
    "/UseBlackPtComp": _one_of("/ON", "/OFF", "/Default"),
}
"""Not ``/Font``: PDFium alone leaves it out."""
