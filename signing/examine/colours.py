"""Colours that every reader shows alike (ISO 32000-1, 8.6).

Plain are the device's colours, those of Cal and of a profile near them, tables of these that are
all there, and inks by functions as :mod:`signing.examine.functions` has them. Of a colour for no
ink, or for all, some readers show nothing and some the shade that stands in for it; one shows an
ink called black as black, whatever shade is given for it. Of Lab, Ghostscript prints white black.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.examine.functions import results
from signing.examine.objects import Objects

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

DEVICE = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}
_BY_DEFAULT = {"/DefaultGray": 1, "/DefaultRGB": 3, "/DefaultCMYK": 4}
_CALIBRATED = {"/CalGray": 1, "/CalRGB": 3}
_OF_CALIBRATION = {"/WhitePoint", "/BlackPoint", "/Gamma", "/Matrix"}
_INKED = {"/Separation", "/DeviceN"}
_NO_INK = ("/None", "/All")
_INKS = ("/Cyan", "/Magenta", "/Yellow", "/Black")
_GAMMA = (0.9, 3.1)
_WHITES = ((0.9, 1.2), (1.0, 1.0), (0.3, 1.2))
"""Of all lights between a lamp and the blue sky."""
_NEAR = 0.1
_DEPTH = 4
_SLACK = 0.001


@dataclass(frozen=True)
class Space:
    """A colour space that readers show alike."""

    parts: int
    """Numbers in a colour; 0 where a pattern's name is the colour."""
    last: int | None = None
    """Number of the last colour, where they are those of a table."""
    is_light: bool = False
    """Its numbers are those of the device, or near them."""
    below: Space | None = None
    """Of the colour that a pattern without its own is given."""
    table: tuple[bytes, ...] | None = None
    """The colours of a table, of one, three or four bytes each."""

    @property
    def begins_black(self) -> bool:
        """Whether black is its first colour in every reader but PDFium, which keeps the last."""
        return self.is_light and self.parts < 4

    def has(self, colour: list[Any]) -> bool:
        """Whether all of a colour's operands are numbers that the space has."""
        if not self.parts or len(colour) != self.parts:
            return False
        if self.last is not None:
            return colour[0] in range(self.last + 1)
        return all(-_SLACK <= part <= 1 + _SLACK for part in colour)


GREY, PATTERN = Space(1, is_light=True), Space(0)


def space_of(objects: Objects, value: Any, depth: int = 0) -> Space | None:  # noqa: ANN401
    """Return a colour space; None where readers may show several.

    Args:
        objects: of the document.
        value: the space, a name or an array.
        depth: of spaces that it is made from.
    """
    if depth > _DEPTH:
        return None
    items = objects.items(value)
    family = _named(objects, items[0] if items else value)
    if family in DEVICE and len(items) <= 1:
        return Space(DEVICE[family], is_light=True)
    if family == "/Pattern" and len(items) <= 2:
        below = [space_of(objects, item, depth + 1) for item in items[1:]]
        if not below:
            return PATTERN
        return Space(0, below=below[0]) if below[0] is not None and below[0].parts else None
    if family in _CALIBRATED and len(items) == 2:
        whole = _is_calibrated(objects, objects.dictionary(items[1]), family)
        return Space(_CALIBRATED[family], is_light=True) if whole else None
    if family == "/ICCBased" and len(items) == 2:
        return _profiled(objects, items[1], depth)
    if family == "/Indexed" and len(items) == 4:
        return _listed(objects, items, depth)
    if family in _INKED and len(items) == 4:
        return _inked(objects, items, depth)
    return None


def components(objects: Objects, value: Any) -> int | None:  # noqa: ANN401
    """Return how many numbers a colour of a space has; None where readers may show several."""
    space = space_of(objects, value)
    return None if space is None else space.parts


def are_defaults_plain(objects: Objects, resources: DictionaryObject | None) -> bool:
    """Whether what stands in for the device's colours is of their kind (8.6.5.6)."""
    spaces = objects.dictionary(objects.get(resources, "/ColorSpace"))
    if spaces is None:
        return True
    # Readers that know no calibration show the device's colour, which is near.
    return all(
        space_of(objects, dict.get(spaces, name)) == Space(_BY_DEFAULT[name], is_light=True)
        for name in _BY_DEFAULT.keys() & spaces.keys()
    )


def _named(objects: Objects, value: Any) -> str:  # noqa: ANN401
    """Return a name; a string is none."""
    from pypdf.generic import NameObject

    found = objects.resolve(value)
    return str(found) if isinstance(found, NameObject) else ""


def _profiled(objects: Objects, profile: Any, depth: int) -> Space | None:  # noqa: ANN401
    stream = objects.stream(profile)
    count = objects.get(stream, "/N")
    if not isinstance(count, int) or count not in DEVICE.values() or stream is None:
        return None
    space = Space(count, is_light=True)
    if "/Range" in stream and objects.numbers(dict.get(stream, "/Range")) != (0.0, 1.0) * count:
        return None
    other = objects.get(stream, "/Alternate")
    return space if other is None or space_of(objects, other, depth + 1) == space else None


def _is_calibrated(objects: Objects, found: DictionaryObject | None, family: str) -> bool:
    """Whether light stays light: some readers take its numbers for the device's."""
    white = objects.numbers(objects.get(found, "/WhitePoint"))
    if found is None or found.keys() - _OF_CALIBRATION or len(white) != len(_WHITES):
        return False
    if not all(low <= part <= high for part, (low, high) in zip(white, _WHITES, strict=True)):
        return False
    if any(objects.numbers(objects.get(found, "/BlackPoint"))):
        return False
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


def _listed(objects: Objects, items: tuple[Any, ...], depth: int) -> Space | None:
    """Return a space of a table (8.6.6.3) that is all there."""
    last, below = objects.resolve(items[2]), space_of(objects, items[1], depth + 1)
    if not isinstance(last, int) or not 0 <= last < 256 or below is None or not below.is_light:
        return None
    stream = objects.stream(items[3])
    try:
        table = objects.resolve(items[3]) if stream is None else objects.data(stream)
    except MalformedDocument:
        return None
    if isinstance(table, str):
        table = getattr(table, "original_bytes", b"")
    whole = isinstance(table, bytes) and len(table) >= (last + 1) * below.parts
    if not whole:
        return None
    size = below.parts
    rows = tuple(table[at : at + size] for at in range(0, (last + 1) * size, size))
    return Space(1, last, table=rows)


def _inked(objects: Objects, items: tuple[Any, ...], depth: int) -> Space | None:
    """Return a space of one ink; of what lies between several each reader has its own shade."""
    names = objects.items(items[1]) if _named(objects, items[0]) == "/DeviceN" else items[1:2]
    ink = _named(objects, names[0]) if len(names) == 1 else ""
    shades = space_of(objects, items[2], depth + 1)
    if shades is None or not shades.is_light or not ink or ink in _NO_INK:
        return None
    if results(objects, items[3], joined=False) != shades.parts:
        return None
    if ink in _INKS and _named(objects, items[0]) == "/Separation":
        function = objects.dictionary(items[3])
        return Space(1) if _is_ink(objects, items[2], function, ink) else None
    return Space(1)


def _is_ink(objects: Objects, space: Any, function: Any, ink: str) -> bool:  # noqa: ANN401
    """Whether one of the four inks is given by its own amount."""
    if objects.get(function, "/FunctionType") != 2 or objects.get(function, "/N") != 1:
        return False
    start, end = (objects.numbers(objects.get(function, key)) for key in ("/C0", "/C1"))
    if objects.text(space) == "/DeviceGray":
        return ink == "/Black" and (start, end) == ((1.0,), (0.0,))
    whole = tuple(float(name == ink) for name in _INKS)
    return objects.text(space) == "/DeviceCMYK" and (start, end) == ((0.0,) * 4, whole)
