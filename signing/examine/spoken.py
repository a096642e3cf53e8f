"""What structure elements are read aloud as, where that is not what stands on the page (14.9).

The tree of elements is the greater part of a tagged document, and next to no element has such a
text. So the file's bytes are looked through for their names, and only what holds one is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from signing.examine.fonts import letters_of
from signing.examine.objects import Objects

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_NAMES = ("ActualText", "Alt", "E")
_BLANK = rb"[\0\t\n\f\r ]"
_HELD = re.compile(
    b"/(?:%s)(?=%s*+[(<]|%s++[0-9]+%s++[0-9]+%s++R)"
    % (
        b"|".join(
            b"".join(b"(?:%c|#%02x|#%02X)" % (letter, letter, letter) for letter in name.encode())
            for name in _NAMES
        ),
        *(_BLANK,) * 4,
    )
)
_DRAWN = ("/Figure", "/Formula")
"""Elements whose text stands for a picture, or for signs that are read in words."""
_NUMBER = re.compile(r"\d+")


@dataclass(eq=False)
class _Element:
    """One of them: letters and digits that its pages must have."""

    text: str
    parts: list[str]
    pages: set[int]
    number: int | None = None
    drawn: list[str] = field(default_factory=list)
    certain: bool = True


class Spoken:
    """The elements of one document that are read as something of their own.

    Args:
        objects: of the document.

    Raises:
        DocumentTooLarge: a limit.
    """

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._elements: list[_Element] = []
        root = objects.dictionary(dict.get(objects.trailer, "/Root"))
        if root is None or "/StructTreeRoot" not in root:
            return
        for value in objects.holding(_HELD):
            self._look(value, 0)

    def of_page(self, number: int, page: int, words: str, *, certain: bool) -> None:
        """Note what a page has.

        Args:
            number: of the page, from 1.
            page: number of its object.
            words: that it draws, in their order.
            certain: nothing is drawn besides, of which nobody knows what it says.
        """
        letters = letters_of(words)
        for element in self._elements:
            if page in element.pages:
                element.number = element.number or number
                element.drawn.append(letters)
                element.certain = element.certain and certain

    def wants(self, page: int) -> bool:
        """Whether an element stands on a page."""
        return any(page in element.pages for element in self._elements)

    def others(self) -> list[tuple[int | None, str]]:
        """Return what is read and not drawn, with the number of its page."""
        found = []
        for element in self._elements:
            drawn = "".join(element.drawn)
            if element.certain and not all(part in drawn for part in element.parts):
                found.append((element.number, element.text))
        return found

    def _look(self, value: Any, depth: int) -> None:  # noqa: ANN401
        """Find elements in one object."""
        self._objects.budget.deeper(depth)
        self._objects.budget.spend("objects")
        if isinstance(value, list):
            for item in list.__iter__(value):
                self._look(item, depth + 1)
        elif isinstance(value, dict):
            if "/S" in value and {"/P", "/K", "/Pg"} & value.keys():
                self._element(value)
            for item in dict.values(value):
                self._look(item, depth + 1)

    def _element(self, found: Any) -> None:  # noqa: ANN401 - a dictionary
        objects = self._objects
        kind = objects.text(objects.get(found, "/S"))
        for name in _NAMES:
            text = objects.text(objects.get(found, f"/{name}"))
            folded = letters_of(text)
            # What an abbreviation stands for, or a link, is told in other words.
            loose = name == "E" or (name == "Alt" and kind == "/Link")
            if not folded or (name == "Alt" and kind in _DRAWN):
                continue
            parts = _NUMBER.findall(folded) if loose else [folded]
            pages: set[int] = set()
            self._pages(found, pages, 0)
            self._elements.append(_Element(text, parts, pages))

    def _pages(self, found: DictionaryObject, pages: set[int], depth: int) -> None:
        """Collect the pages of an element and of what is below it."""
        objects = self._objects
        objects.budget.deeper(depth)
        page = getattr(dict.get(found, "/Pg"), "idnum", None)
        if page is not None:
            pages.add(page)
        kids = objects.get(found, "/K")
        for kid in objects.items(kids) or (kids,):
            below = objects.dictionary(kid)
            if below is not None:
                self._pages(below, pages, depth + 1)
