"""Annotations that everybody has and nobody draws: links without a frame, notes that are closed.

The window draws no frame of a link, others do: a side of one strikes words out, a small one is a
zero (ISO 32000-1, 12.5.4 and 12.5.6.5). Ghostscript draws an open popup over the text, with
words of its own (12.5.6.14). All other kinds are told whatever they look like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from signing.examine.objects import Objects, Page

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject


def drawn_by_some(objects: Objects, page: Page) -> set[str]:
    """Return the kinds of links and popups on a page of which some reader may draw something.

    Args:
        objects: of the document.
        page: with its annotations.
    """
    kinds = {"/Link": _has_no_frame, "/Popup": _is_closed}
    told: set[str] = set()
    for item in objects.items(page.get("/Annots")):
        found = objects.dictionary(item)
        kind = objects.text(dict.get(found, "/Subtype")) if found is not None else ""
        if found is not None and kind in kinds and not kinds[kind](objects, found):
            told.add(kind.lstrip("/"))
    return told


def _has_no_frame(objects: Objects, found: DictionaryObject) -> bool:
    """Whether all that says how wide a frame is says 0; without a word it is 1."""
    widths: list[object] = []
    if "/BS" in found:
        style = objects.dictionary(dict.get(found, "/BS"))
        usual = objects.text(objects.get(style, "/S")) in ("", "/S")
        widths.append(objects.get(style, "/W") if usual else None)
    if "/Border" in found:
        border = objects.numbers(dict.get(found, "/Border"))
        widths.append(border[2] if len(border) == 3 else None)
    return bool(widths) and all(width == 0 for width in widths)


def _is_closed(objects: Objects, found: DictionaryObject) -> bool:
    state = objects.get(found, "/Open")
    return state is None or getattr(state, "value", None) is False
