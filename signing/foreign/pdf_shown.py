"""What later signatures show on the pages that somebody signed before.

What they show may lie over what was signed (attacks on certified documents, Rohlmann and others,
S&P 2021), so it is always told, it is worth as much as its signer, and where it takes so much of a
page that hardly anything else can be seen, nobody can say what the first signer would have seen.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from signing.foreign.pdf_form import is_signed, keyed_fields, widgets
from signing.foreign.pdf_graph import follow, number_of
from signing.foreign.pdf_signatures import fields
from signing.foreign.pdf_widgets import is_seen, is_usual

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader

_MUCH = 0.25
"""Of a page, by one signature: three times what the largest of them are."""
_MAX_DEPTH = 64
_MOST = 0.5
"""By all of them together."""


@dataclass(frozen=True)
class Shown:
    """A later signature that shows something."""

    field: str
    pages: tuple[int, ...]
    """From 1; none if no page names its field, though some programs may show it."""
    covers: bool
    """It takes much of a page, or all of them together do."""


def shown_later(old: BoundedReader, new: BoundedReader) -> tuple[Shown, ...]:
    """Return the signatures that came later and show something on a page.

    Args:
        old: the signed revision.
        new: the whole file.
    """
    before = keyed_fields(fields(old))
    signed = {key for key, item in before.items() if is_signed(item)}
    # What a waiting field shows is gone once it is signed.
    waited = {key for key, item in before.items() if item.kind == "/Sig" and is_seen(item)}
    found = [
        item
        for key, item in keyed_fields(fields(new)).items()
        if key not in signed and is_signed(item) and (key in waited or is_seen(item))
    ]
    if not found:
        return ()
    places: list[dict[int, float]] = [{} for _ in found]
    owners: dict[int, list[dict[int, float]]] = defaultdict(list)
    for item, place in zip(found, places, strict=True):
        for number in widgets([item]):
            owners[number].append(place)
    together: dict[int, float] = defaultdict(float)
    for index, page in enumerate(new.pages, 1):
        for widget in follow(page.get("/Annots")) or []:
            for place in owners.get(number_of(widget) or 0, ()):
                share = _share(page, follow(widget))
                place[index] = place.get(index, 0) + share
                together[index] += share
    return tuple(
        Shown(
            item.name,
            tuple(place),
            any(part >= _MUCH or together[index] >= _MOST for index, part in place.items()),
        )
        for item, place in zip(found, places, strict=True)
    )


def _share(page: Any, widget: Any) -> float:  # noqa: ANN401
    """Return how much of a page a widget takes; all of it if that cannot be told."""
    corners = [follow(corner) for corner in follow(widget.get("/Rect")) or []]
    left, bottom, right, top = _box(page)
    area = abs((right - left) * (top - bottom))
    if (
        len(corners) != 4
        or not area
        or not all(map(is_usual, (*corners, left, bottom, right, top)))
    ):
        return 1.0
    sides = ((corners[0], corners[2], left, right), (corners[1], corners[3], bottom, top))
    taken = 1.0
    for one, other, begin, end in sides:
        taken *= max(
            0.0, min(max(one, other), max(begin, end)) - max(min(one, other), min(begin, end))
        )
    return taken / area


def _box(page: Any) -> list[float]:  # noqa: ANN401
    """Return what is seen of a page; its box may be inherited (7.7.3.4)."""
    # The library's own answer would write the box into the page, which is compared afterwards.
    for key in ("/CropBox", "/MediaBox"):
        node = page
        for _ in range(_MAX_DEPTH):
            if not isinstance(node, dict):
                break
            found = follow(node.get(key))
            if isinstance(found, list) and len(found) == 4:
                return [float(follow(corner)) for corner in found]
            node = follow(node.get("/Parent"))
    return [0.0, 0.0, 0.0, 0.0]
