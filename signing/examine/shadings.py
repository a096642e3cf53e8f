"""Shadings that every reader shows alike (ISO 32000-1, 8.7.4).

Plain are ways from point to point or from circle to circle in colours of light, by functions as
:mod:`signing.examine.functions` has them. Where a way has no length, or a function no value, some
readers paint nothing and some all. Of meshes each reads its own triangles, but for whole patches
that each stand alone, as cairo writes them.
"""

from __future__ import annotations

from math import hypot, sqrt
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.examine.colours import space_of
from signing.examine.functions import PACKED, results
from signing.examine.objects import Objects

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_ALWAYS = {"/Type", "/ShadingType", "/ColorSpace", "/Function", "/Domain", "/AntiAlias"}
_ENTRIES = {
    2: {"/Coords", "/Extend"},
    3: {"/Coords", "/Extend"},
    7: {"/BitsPerCoordinate", "/BitsPerComponent", "/BitsPerFlag", "/Decode", *PACKED},
}
_BITS = {"/BitsPerCoordinate": (32,), "/BitsPerComponent": (8, 16), "/BitsPerFlag": (8,)}
_PLACES, _CORNERS = 16, 4
"""Of one patch."""
_OF_PATTERN = {"/Type", "/PatternType", "/Shading", "/Matrix"}
_UNIT = (0.0, 1.0)
_FAR = 1 << 20
_SHORT = 0.1
"""Points."""
_NEAR = 0.05


def is_shaded_alike(objects: Objects, found: DictionaryObject | None, unit: float) -> bool:
    """Whether every reader shows the same shading.

    Args:
        objects: of the document.
        found: the shading.
        unit: points in what it is counted in.
    """
    kind = objects.get(found, "/ShadingType")
    if found is None or type(kind).__name__ != "NumberObject" or kind not in _ENTRIES:
        return False
    smooth = objects.get(found, "/AntiAlias")
    if found.keys() - _ALWAYS - _ENTRIES[kind] or not (smooth is None or _is_flag(smooth)):
        return False
    space = space_of(objects, dict.get(found, "/ColorSpace"))
    if space is None or not space.is_light:
        return False
    if kind == 7:
        return _is_patched(objects, found, space.parts)
    worked = _is_worked_out(objects, found, space.parts)
    return worked and _goes_somewhere(objects, found, kind, unit)


def is_pattern_shaded(objects: Objects, found: DictionaryObject) -> bool:
    """Whether every reader shows the same pattern that is a shading."""
    if type(objects.get(found, "/PatternType")).__name__ != "NumberObject":
        return False
    if found.keys() - _OF_PATTERN:
        return False
    unit = _size(objects, found)
    return is_shaded_alike(objects, objects.dictionary(dict.get(found, "/Shading")), unit)


def _size(objects: Objects, found: DictionaryObject) -> float:
    """Return how long what a matrix makes of a length is; 0 if it is none, or leaves no area."""
    if "/Matrix" not in found:
        return 1.0
    matrix = objects.numbers(dict.get(found, "/Matrix"))
    return size_of(*matrix[:4]) if len(matrix) == 6 else 0.0


def size_of(a: float, b: float, c: float, d: float) -> float:
    """Return how long a length becomes, in both directions together."""
    return sqrt(abs(a * d - b * c))


def _is_flag(value: Any) -> bool:  # noqa: ANN401
    return type(value).__name__ == "BooleanObject"


def _is_worked_out(objects: Objects, found: DictionaryObject, parts: int) -> bool:
    """Whether one function gives all parts of a colour, or several give one each."""
    value = dict.get(found, "/Function")
    domain = objects.numbers(dict.get(found, "/Domain")) if "/Domain" in found else _UNIT
    several = objects.items(value) or (value,)
    one = parts if several == (value,) else 1
    for item in several:
        function = objects.dictionary(item)
        if results(objects, item) != one or len(several) * one != parts:
            return False
        if objects.numbers(objects.get(function, "/Domain")) != domain:
            return False
    return True


def _goes_somewhere(objects: Objects, found: DictionaryObject, kind: int, unit: float) -> bool:
    ends = objects.numbers(dict.get(found, "/Coords"))
    further = objects.items(dict.get(found, "/Extend")) if "/Extend" in found else ()
    flags = all(_is_flag(objects.resolve(item)) for item in further)
    if not flags or len(further) != 2 * ("/Extend" in found) or any(abs(at) > _FAR for at in ends):
        return False
    if kind == 2:
        return len(ends) == 4 and hypot(ends[2] - ends[0], ends[3] - ends[1]) * unit > _SHORT
    if len(ends) != 6 or min(ends[2], ends[5]) < 0:
        return False
    way, growth = hypot(ends[3] - ends[0], ends[4] - ends[1]), abs(ends[5] - ends[2])
    # Circles that touch have no edge there, or one across the page.
    touching = abs(way - growth) < _NEAR * max(way, growth)
    wide = min(max(ends[2], ends[5]), max(way, growth)) * unit
    return wide > _SHORT and not touching


def _is_patched(objects: Objects, found: DictionaryObject, parts: int) -> bool:
    """Whether a mesh (8.7.4.5.8) is of whole patches, none of which goes on from another."""
    stream = objects.stream(found)
    limits = objects.numbers(dict.get(found, "/Decode"))
    said = {key: objects.get(found, key) for key in _BITS}
    usual = all(said[key] in known for key, known in _BITS.items())
    if stream is None or "/Function" in found or not usual or len(limits) != 4 + 2 * parts:
        return False
    rising = limits[0] < limits[1] and limits[2] < limits[3] and limits[4:] == _UNIT * parts
    try:
        data = objects.data(stream)
    except MalformedDocument:
        return False
    size = 1 + 8 * _PLACES + _CORNERS * parts * said["/BitsPerComponent"] // 8
    return rising and bool(data) and not len(data) % size and not any(data[::size])
