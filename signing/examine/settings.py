"""Graphics states that every reader takes over alike (ISO 32000-1, 8.4.5).

A dictionary of them may set what an operator sets, and more. Of some entries one reader takes the
value and the next leaves it out; what is not known to make no difference is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from signing.examine.colours import components, space_of
from signing.examine.objects import Objects
from signing.examine.shadings import is_pattern_shaded

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
SHARP = 1000
"""How far a corner may reach; what is further, some readers cut off."""
_SHORT, _LONG = 0.01, 10_000
"""Dashes that some readers draw as a line, or as none."""
_OF_MASK = {"/Type", "/S", "/G", "/BC", "/TR"}
_LIGHTS = 3
_OF_GROUP = {"/Type", "/S", "/CS", "/I", "/K"}
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
    if not all(_is_number(item) and 0 <= item < _LONG for item in numbers):
        return False
    return not lengths or sum(lengths) > _SHORT


def _is_number(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, (int, float))


def _is_flag(_: Objects, value: Any) -> bool:  # noqa: ANN401
    from pypdf.generic import BooleanObject

    return isinstance(value, BooleanObject)


def _number(least: float, most: float) -> _Check:
    return lambda _, value: _is_number(value) and least <= value <= most


def _whole(most: int) -> _Check:
    return lambda _, value: isinstance(value, int) and 0 <= value <= most


def _named(objects: Objects, value: Any) -> str:  # noqa: ANN401
    """Return a name; a string is none."""
    from pypdf.generic import NameObject

    found = objects.resolve(value)
    return str(found) if isinstance(found, NameObject) else ""


def _one_of(*names: str) -> _Check:
    return lambda objects, value: _named(objects, value) in names


def _is_dash(objects: Objects, value: Any) -> bool:  # noqa: ANN401
    items = objects.items(value)
    if len(items) != 2 or not isinstance(objects.resolve(items[0]), list):
        return False
    lengths = [objects.resolve(item) for item in objects.items(items[0])]
    return is_dashed_alike(lengths, objects.resolve(items[1]))


def _is_mask(objects: Objects, value: Any) -> bool:  # noqa: ANN401
    found = objects.dictionary(value)
    if found is None:
        return _named(objects, value) == "/None"
    drawn = objects.stream(objects.get(found, "/G"))
    group = objects.dictionary(objects.get(drawn, "/Group"))
    if drawn is None or group is None or objects.text(dict.get(drawn, "/Subtype")) != "/Form":
        return False
    if found.keys() - _OF_MASK or objects.get(found, "/Type") not in (None, "/Mask"):
        return False
    ground = objects.get(found, "/BC")
    space = dict.get(group, "/CS")
    if components(objects, space) == 0:
        return False
    if ground is not None and components(objects, space) != len(objects.numbers(ground)):
        return False
    kind, turned = _named(objects, dict.get(found, "/S")), dict.get(found, "/TR")
    plain = turned is None or _named(objects, turned) == "/Identity"
    return plain and kind in ("/Alpha", "/Luminosity")


def is_group_alike(objects: Objects, found: DictionaryObject) -> bool:
    """Whether every reader lays a group on the page the same way (11.6.6).

    Of groups whose parts knock each other out some readers show nothing. Ghostscript
    writes some with the colours of patterns, which it leaves out itself where they stand alone.
    """
    space = dict.get(found, "/CS")
    if found.keys() - _OF_GROUP or objects.text(dict.get(found, "/S")) != "/Transparency":
        return False
    flags = [objects.get(found, key) for key in ("/I", "/K")]
    if not all(flag is None or _is_flag(objects, flag) for flag in flags):
        return False
    if flags[1] is not None and flags[1].value:
        return False
    if objects.resolve(space) is None:
        return True
    colours, alone = space_of(objects, space), flags[0] is not None and bool(flags[0].value)
    if colours is None or colours.parts:
        return colours is not None
    return not alone and colours.below is not None and colours.below.parts == _LIGHTS


def is_tiled_alike(objects: Objects, found: DictionaryObject) -> bool:
    """Whether every reader repeats a pattern's cell at the same places (8.7.3)."""
    if objects.get(found, "/PatternType") == 2:
        return is_pattern_shaded(objects, found)
    whole = (("/PatternType", 1), ("/PaintType", 2), ("/TilingType", 3))
    kinds = [(objects.get(found, key), most) for key, most in whole]
    if not all(isinstance(item, int) and 0 < item <= most for item, most in kinds):
        return False
    steps = [objects.get(found, key) for key in ("/XStep", "/YStep")]
    return all(_is_number(step) and step > 0 for step in steps) and (
        len(objects.numbers(dict.get(found, "/BBox"))) == 4
    )


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
    "/ML": _number(0, SHARP),
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
    # Of a list some readers count the modes, and some not.
    "/BM": _one_of(*_MODES),
    "/SMask": _is_mask,
    "/CA": _number(0, 1),
    "/ca": _number(0, 1),
    "/UseBlackPtComp": _one_of("/ON", "/OFF", "/Default"),
}
"""Not ``/Font``: PDFium alone leaves it out."""
