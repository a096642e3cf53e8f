"""Colours that every reader shows alike (ISO 32000-1, 8.6).

Of a colour for no ink, or for all, some readers show nothing and some the shade that stands in
for it; one shows an ink called black as black, whatever shade is given for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signing.examine.objects import Objects

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

DEVICE = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}
PATTERN = 0
"""In place of a number of components: a pattern's name is the colour."""
_BY_DEFAULT = {"/DefaultGray": 1, "/DefaultRGB": 3, "/DefaultCMYK": 4}
_CALIBRATED = {"/CalGray": 1, "/CalRGB": 3, "/Lab": 3}
_NO_INK = ("/None", "/All")
_INKS = ("/Cyan", "/Magenta", "/Yellow", "/Black")
_GAMMA = (0.9, 3.1)
_NEAR = 0.1
_DEPTH = 4


def components(objects: Objects, value: Any, depth: int = 0) -> int | None:  # noqa: ANN401
    """Return how many numbers a colour of a space has; None where readers may show several.

    Args:
        objects: of the document.
        value: the space, a name or an array.
        depth: of spaces that it is made from.
    """
    if depth > _DEPTH:
        return None
    items = objects.items(value)
    family = objects.text(items[0] if items else value)
    if family in DEVICE and len(items) <= 1:
        return DEVICE[family]
    if family == "/Pattern":
        below = [components(objects, item, depth + 1) for item in items[1:]]
        return PATTERN if len(below) < 2 and None not in below else None
    if family in _CALIBRATED and len(items) == 2:
        whole = _is_calibrated(objects, objects.dictionary(items[1]), family)
        return _CALIBRATED[family] if whole else None
    if family == "/ICCBased" and len(items) == 2:
        return _profiled(objects, items[1], depth)
    if family == "/Indexed" and len(items) == 4:
        last = objects.resolve(items[2])
        whole = isinstance(last, int) and 0 <= last < 256
        return 1 if whole and components(objects, items[1], depth + 1) else None
    if family in ("/Separation", "/DeviceN") and len(items) in (4, 5):
        return _inks(objects, items, depth)
    return None


def are_defaults_plain(objects: Objects, resources: DictionaryObject | None) -> bool:
    """Whether what stands in for the device's colours is of their kind (8.6.5.6)."""
    spaces = objects.dictionary(objects.get(resources, "/ColorSpace"))
    if spaces is None:
        return True
    for name in _BY_DEFAULT.keys() & spaces.keys():
        items = objects.items(dict.get(spaces, name))
        usual = objects.text(items[0] if items else dict.get(spaces, name))
        # Readers that know no calibration show the device's colour, which is near.
        if usual not in (*_CALIBRATED, "/ICCBased", *DEVICE) or usual == "/Lab":
            return False
        if components(objects, dict.get(spaces, name)) != _BY_DEFAULT[name]:
            return False
    return True


def _profiled(objects: Objects, profile: Any, depth: int) -> int | None:  # noqa: ANN401
    stream = objects.stream(profile)
    count = objects.get(stream, "/N")
    if not isinstance(count, int) or count not in DEVICE.values():
        return None
    other = objects.get(stream, "/Alternate")
    return count if other is None or components(objects, other, depth + 1) == count else None


def _is_calibrated(objects: Objects, found: DictionaryObject | None, family: str) -> bool:
    """Whether light stays light: some readers take its numbers for the device's."""
    white = objects.numbers(objects.get(found, "/WhitePoint"))
    if len(white) != 3 or min(white) <= 0:
        return False
    if family == "/Lab":
        return True
    gamma = objects.get(found, "/Gamma")
    several = objects.numbers(gamma) or ((gamma,) if isinstance(gamma, (int, float)) else ())
    if gamma is not None and not all(_GAMMA[0] <= item <= _GAMMA[1] for item in several):
        return False
    if gamma is not None and len(several) != _CALIBRATED[family]:
        return False
    if family == "/CalGray" or objects.get(found, "/Matrix") is None:
        return True
    matrix = objects.numbers(objects.get(found, "/Matrix"))
    if len(matrix) != 9:
        return False
    sums = (sum(matrix[at::3]) for at in range(3))
    return all(abs(one - other) <= _NEAR for one, other in zip(sums, white, strict=True))


def _inks(objects: Objects, items: tuple[Any, ...], depth: int) -> int | None:
    names = objects.items(items[1]) or (items[1],)
    inks = [objects.text(name) for name in names]
    function = objects.dictionary(items[3])
    number = objects.get(function, "/FunctionType")
    shades = components(objects, items[2], depth + 1)
    if not isinstance(number, int) or not shades or not all(inks):
        return None
    if set(inks) & set(_NO_INK):
        return None
    one_ink = objects.text(items[0]) == "/Separation"
    if one_ink and inks[0] in _INKS and not _is_ink(objects, items[2], function, inks[0]):
        return None
    return 1 if one_ink else len(inks)


def _is_ink(objects: Objects, space: Any, function: Any, ink: str) -> bool:  # noqa: ANN401
    """Whether one of the four inks is given by its own amount."""
    if objects.get(function, "/FunctionType") != 2 or objects.get(function, "/N") != 1:
        return False
    start, end = (objects.numbers(objects.get(function, key)) for key in ("/C0", "/C1"))
    if objects.text(space) == "/DeviceGray":
        return ink == "/Black" and (start, end) == ((1.0,), (0.0,))
    whole = tuple(float(name == ink) for name in _INKS)
    return objects.text(space) == "/DeviceCMYK" and (start, end) == ((0.0,) * 4, whole)
