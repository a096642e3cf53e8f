"""Objects that a drawing might be led to, though no table says so (ISO 32000-1, 7.8.2).

The standard has no references in contents, but readers follow them where a text, a mask or a layer
may stand. So nothing that could stand there comes with an update or is written again by it: no
text, number, name or list of such by itself, and no dictionary with entries that contents have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signing.foreign.pdf_graph import follow, number_of, object_of

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader

_OF_CONTENTS = frozenset(
    {
        # Of marked content (14.6, 14.9) and of layers (8.11).
        *("/ActualText", "/Alt", "/E", "/MCID", "/OCGs", "/VE", "/Usage"),
        # Of the filters that pictures within contents have (7.4).
        *("/Columns", "/Rows", "/EndOfLine", "/EndOfBlock", "/EncodedByteAlign", "/BlackIs1"),
        *("/DamagedRowsBeforeError", "/Predictor", "/Colors", "/BitsPerComponent", "/EarlyChange"),
        "/ColorTransform",
    }
)
"""Entries of dictionaries that are operands or parts of them."""
_LAYERS = ("/OCG", "/OCMD")
_MAX_DEPTH = 8


def is_bare(value: Any, depth: int = 0) -> bool:  # noqa: ANN401 - a PDF object of any kind
    """Whether a drawing may have a value as an operand, or as a part of one."""
    found = follow(value)
    if isinstance(found, dict):
        # In a structure it is no number.
        packed = isinstance(follow(dict.get(found, "/K")), int)
        is_layer = follow(dict.get(found, "/Type")) in _LAYERS
        return packed or is_layer or not _OF_CONTENTS.isdisjoint(found.keys())
    if isinstance(found, list):
        return depth > _MAX_DEPTH or any(
            number_of(item) is None or is_bare(item, depth + 1) for item in list.__iter__(found)
        )
    return found is not None


def brought_bare(old: BoundedReader, new: BoundedReader) -> set[str]:
    """Return of what kinds the objects are that a drawing might be led to and updates bring.

    Args:
        old: the signed revision.
        new: the whole file.

    Raises:
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    kinds: set[str] = set()
    for number in new.places().keys() - old.places().keys():
        value = object_of(new, number)
        if is_bare(value):
            kinds.add(type(value).__name__)
        new.let_go(number, value)
    return kinds
