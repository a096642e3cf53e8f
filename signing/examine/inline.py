"""Pictures that stand within a page's content (ISO 32000-1, 8.9.7).

They have the same entries as others, by short names or long ones, and no masks.
"""

from __future__ import annotations

import zlib
from typing import Any

from signing.errors import MalformedDocument
from signing.examine.budget import Budget
from signing.examine.picture_data import is_packed_alike
from signing.examine.picture_heads import Claim, Said

_LONG = {
    "W": "Width",
    "H": "Height",
    "BPC": "BitsPerComponent",
    "IM": "ImageMask",
    "CS": "ColorSpace",
    "F": "Filter",
    "D": "Decode",
    "DP": "DecodeParms",
    "I": "Interpolate",
    "L": "Length",
}
_KNOWN = frozenset((*_LONG.values(), "Intent"))
_COLOURS = {"G": 1, "DeviceGray": 1, "RGB": 3, "DeviceRGB": 3, "CMYK": 4, "DeviceCMYK": 4}
_FILTERS = {
    "AHx": "ASCIIHexDecode",
    "A85": "ASCII85Decode",
    "Fl": "FlateDecode",
    "CCF": "CCITTFaxDecode",
    "DCT": "DCTDecode",
}
_SHARED = ("JPXDecode", "JBIG2Decode")
"""Filters that stand in no content."""
_LARGEST = 1 << 16
_BITS = (1, 2, 4, 8, 16)


def plain_inline(items: list[Any], data: bytes, budget: Budget) -> Claim | None:
    """Return what a picture is, if every reader shows the same of it.

    Args:
        items: its keys and values, as :mod:`signing.examine.content` gives operands.
        data: what stands behind them, up to the end of the picture.
        budget: what looking may cost.

    Raises:
        DocumentTooLarge: a limit is reached.
    """
    keys = [_LONG.get(item, item) for item in items[::2] if isinstance(item, str)]
    if len(keys) * 2 != len(items) or len(set(keys)) < len(keys) or set(keys) - _KNOWN:
        return None
    said = dict(zip(keys, items[1::2], strict=True))
    claim = _claim(said)
    ways = _ways(said.get("Filter", []), said.get("DecodeParms"))
    if claim is None or ways is None:
        return None
    try:
        return claim if is_packed_alike(ways, data, claim, budget) else None
    except (MalformedDocument, zlib.error):
        return None


def _claim(said: dict[str, Any]) -> Claim | None:
    size = [_whole(said.get(key)) for key in ("Width", "Height")]
    stencil, space = said.get("ImageMask", False), said.get("ColorSpace")
    bits = _whole(said.get("BitsPerComponent", 1.0 if stencil else None))
    flags = stencil, said.get("Interpolate", False)
    if not all(isinstance(flag, bool) for flag in flags) or bits not in _BITS:
        return None
    if not all(0 < item < _LARGEST for item in size):
        return None
    last = None
    if stencil:
        colours = 1 if space is None and bits == 1 else 0
    elif isinstance(space, list):
        colours, last = 1, _last(space)
    else:
        colours = _COLOURS.get(space, 0) if isinstance(space, str) else 0
    if not colours or not -1 < (0 if last is None else last) < 1 << bits:
        return None
    most = 1.0 if last is None else (1 << bits) - 1.0
    ends = [0.0, most] * colours
    if said.get("Decode", ends) not in (ends, ends[::-1]):
        return None
    return Claim(size[0], size[1], colours, bits, stencil, last)


def _whole(value: Any) -> int:  # noqa: ANN401
    return int(value) if isinstance(value, float) and value.is_integer() else 0


def _last(space: list[Any]) -> int:
    """Return the last colour of a table; -1 if it is not plain."""
    if len(space) != 4 or space[0] not in ("I", "Indexed"):
        return -1
    base, last, table = _COLOURS.get(space[1], 0) if isinstance(space[1], str) else 0, *space[2:]
    whole = base and isinstance(last, float) and last.is_integer() and isinstance(table, bytes)
    return int(last) if whole and len(table) >= base * (last + 1) else -1


def _ways(filters: Any, extra: Any) -> list[tuple[str, Said]] | None:  # noqa: ANN401
    from pypdf.generic import BooleanObject

    names = filters if isinstance(filters, list) else [filters]
    several = extra if isinstance(extra, list) else [extra] * len(names)
    if len(several) != len(names) or (len(names) != 1 and isinstance(extra, dict)):
        return None
    found: list[tuple[str, Said]] = []
    for name, given in zip(names, several, strict=True):
        if not isinstance(name, str) or name in _SHARED or not isinstance(given, dict | None):
            return None
        said: Said = {}
        for key, value in (given or {}).items():
            whole = isinstance(value, float) and value.is_integer()
            said[f"/{key}"] = int(value) if whole else value
            if isinstance(value, bool):
                said[f"/{key}"] = BooleanObject(value)
        found.append((f"/{_FILTERS.get(name, name)}", said))
    return found
