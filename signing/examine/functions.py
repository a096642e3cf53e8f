"""Functions of which every reader makes the same numbers (ISO 32000-1, 7.10).

Plain are, of one number, samples that are all there (type 0), straight or curved ways between two
ends (type 2), and such ways side by side (type 3). What else may be said of a function, what lies
between samples of several numbers, and every program of type 4, each reader works out in its own
way: of no ink it makes white, or black.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.examine.objects import Objects

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_DEPTH = 3
_UNIT = (0.0, 1.0)
_MOST_RESULTS, _MOST_PARTS = 32, 4096
_STEEPEST = 100
_BITS = (8, 16)
PACKED = {"/Length", "/Filter", "/DecodeParms"}
_ENTRIES = {
    0: {"/Size", "/BitsPerSample", "/Order", "/Encode", "/Decode", *PACKED},
    2: {"/C0", "/C1", "/N"},
    3: {"/Functions", "/Bounds", "/Encode"},
}
_ALWAYS = {"/FunctionType", "/Domain", "/Range"}


def results(objects: Objects, value: Any, *, joined: bool = True) -> int | None:  # noqa: ANN401
    """Return how many numbers from 0 to 1 a function of one such number gives.

    Args:
        objects: of the document.
        value: the function.
        joined: whether it may be several side by side; of a value on the border of two of them
            some readers take the one, some the other.

    Returns:
        None if readers may make different numbers of it.
    """
    return _results(objects, value, _DEPTH if joined else 0)


def _results(objects: Objects, value: Any, depth: int) -> int | None:  # noqa: ANN401
    found = objects.dictionary(value)
    kind = objects.get(found, "/FunctionType")
    if found is None or type(kind).__name__ != "NumberObject" or kind not in _ENTRIES:
        return None
    if found.keys() - _ENTRIES[kind] - _ALWAYS:
        return None
    domain = objects.numbers(dict.get(found, "/Domain"))
    if kind == 3:
        count = _joined(objects, found, domain, depth)
    elif domain != _UNIT:
        count = None
    elif kind == 2:
        count = _between(objects, found)
    else:
        count = _sampled(objects, found)
    bounded = objects.numbers(dict.get(found, "/Range"))
    if count is None or ("/Range" in found and bounded != _UNIT * count):
        return None
    return count


def _between(objects: Objects, found: DictionaryObject) -> int | None:
    start, end = (objects.numbers(dict.get(found, key)) for key in ("/C0", "/C1"))
    power = objects.get(found, "/N")
    if not isinstance(power, (int, float)) or not 0 < power <= _STEEPEST:
        return None
    if not 0 < len(start) == len(end) <= _MOST_RESULTS:
        return None
    return len(start) if all(0 <= item <= 1 for item in (*start, *end)) else None


def _joined(
    objects: Objects, found: DictionaryObject, domain: tuple[float, ...], depth: int
) -> int | None:
    parts = objects.items(dict.get(found, "/Functions"))
    borders = objects.get(found, "/Bounds")
    turns = objects.numbers(dict.get(found, "/Encode"))
    if not depth or not 0 < len(parts) <= _MOST_PARTS or not isinstance(borders, list):
        return None
    places = objects.numbers(borders)
    if len(places) != len(borders) or len(places) != len(parts) - 1 or len(domain) != 2:
        return None
    if len(turns) != 2 * len(parts) or not set(turns) <= {*_UNIT}:
        return None
    rising = (domain[0], *places, domain[1])
    if domain[0] >= domain[1] or list(rising) != sorted(rising):
        return None
    objects.budget.spend("work", len(parts))
    counts = {_results(objects, part, depth - 1) for part in parts}
    if len(counts) != 1 or not _is_even(objects, parts, turns, rising):
        return None
    return counts.pop()


def _is_even(
    objects: Objects,
    parts: tuple[Any, ...],
    turns: tuple[float, ...],
    rising: tuple[float, ...],
) -> bool:
    """Whether parts of no length at the ends, which only some readers take, have what is next.

    What is before the first and behind the last colour goes by them.
    """
    for at, part in enumerate(parts):
        ends_here = rising[at] == rising[0] or rising[at + 1] == rising[-1]
        if rising[at] != rising[at + 1] or not ends_here:
            continue
        found = objects.dictionary(part)
        ends = [objects.numbers(objects.get(found, key)) for key in ("/C0", "/C1")]
        if not ends[0] or ends[0] != ends[1]:
            return False
        beside = at + 1 if at + 1 < len(parts) else at - 1
        first = turns[2 * beside] if beside > at else turns[2 * beside + 1]
        other = objects.dictionary(parts[beside])
        if objects.numbers(objects.get(other, "/C1" if first else "/C0")) != ends[0]:
            return False
    return True


def _sampled(objects: Objects, found: DictionaryObject) -> int | None:
    stream = objects.stream(found)
    bounded = objects.numbers(dict.get(found, "/Range"))
    sizes = [objects.resolve(item) for item in objects.items(dict.get(found, "/Size"))]
    bits, order = (objects.get(found, key) for key in ("/BitsPerSample", "/Order"))
    count = len(bounded) // 2
    if stream is None or not 0 < count <= _MOST_RESULTS:
        return None
    if len(sizes) != 1 or not isinstance(sizes[0], int) or sizes[0] < 2:
        return None
    if bits not in _BITS or order not in (None, 1, 3):
        return None
    for key, usual in (("/Encode", (0.0, sizes[0] - 1.0)), ("/Decode", bounded)):
        if key in found and objects.numbers(dict.get(found, key)) != usual:
            return None
    try:
        there = len(objects.data(stream))
    except MalformedDocument:
        return None
    return count if there * 8 >= sizes[0] * count * bits else None
