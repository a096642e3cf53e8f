"""Widths of glyphs that every reader takes for the same (ISO 32000-1, 9.2.4, 9.7.4.3).

A text stands where the widths before it end. Of a width that is missing, negative, beyond sixteen
bits, no number or said twice, each reader makes its own; so each code that is shown has one, said
once, from 0 up to some thirty times the size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signing.examine.objects import Objects

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_WIDEST = 32.768
"""Sizes of the font; PDFium counts thousandths in sixteen bits."""
_MOST_CODES = 70_000
_LAST_OF_BYTE, _LAST_OF_TWO = 0xFF, 0xFFFF


def simple_widths(
    objects: Objects, found: DictionaryObject, unit: float = 0.001
) -> dict[int, float] | None:
    """Return the widths of a font by code; None if readers may take others.

    Args:
        objects: of the document.
        found: the font, with codes of one byte.
        unit: what a width is counted in, in sizes of the font.
    """
    first, last = (objects.get(found, key) for key in ("/FirstChar", "/LastChar"))
    widths = [objects.resolve(item) for item in objects.items(dict.get(found, "/Widths"))]
    if not _is_code(first, _LAST_OF_BYTE) or not _is_code(last, _LAST_OF_BYTE):
        return None
    if len(widths) != last - first + 1 or not all(_is_width(item, unit) for item in widths):
        return None
    return {first + at: float(width) for at, width in enumerate(widths)}


def composite_widths(objects: Objects, inner: DictionaryObject) -> dict[int, float] | None:
    """Return the widths that a font of codes of two bytes says for some of them.

    Args:
        objects: of the document.
        inner: the font's descendant.

    Returns:
        None if readers may take others.
    """
    if "/W" not in inner:
        return {}
    listed = objects.get(inner, "/W")
    if not isinstance(listed, list):
        return None
    items = [objects.resolve(item) for item in listed]
    found: dict[int, float] = {}
    at, count = 0, 0
    while at + 1 < len(items):
        first, second = items[at], items[at + 1]
        if not _is_code(first, _LAST_OF_TWO):
            return None
        if isinstance(second, list):
            widths = [objects.resolve(item) for item in second]
            at += 2
        elif _is_code(second, _LAST_OF_TWO) and first <= second and at + 2 < len(items):
            widths = [items[at + 2]] * (second - first + 1)
            at += 3
        else:
            return None
        count += len(widths)
        if count > _MOST_CODES or not all(_is_width(item, 0.001) for item in widths):
            return None
        found.update(zip(range(first, first + len(widths)), map(float, widths), strict=True))
    return found if at == len(items) and count == len(found) else None


def default_width(objects: Objects, inner: DictionaryObject) -> float | None:
    """Return the width of all other codes; None if readers may take others."""
    value = objects.get(inner, "/DW") if "/DW" in inner else 1000
    return float(value) if isinstance(value, int) and _is_width(value, 0.001) else None


def _is_code(value: Any, most: int) -> bool:  # noqa: ANN401
    return type(value).__name__ == "NumberObject" and 0 <= value <= most


def _is_width(value: Any, unit: float) -> bool:  # noqa: ANN401
    return isinstance(value, (int, float)) and 0 <= value * unit < _WIDEST
