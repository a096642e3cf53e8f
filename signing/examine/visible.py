"""Draw a page without drawing it, to find the text that is in the file and not on the page.

Boxes stand for shapes: a clip or a path that is no rectangle counts as what its box can at most
be, so that a doubt never becomes a finding. Not looked into: the glyphs themselves, patterns,
shadings, masks, and what stands in pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from signing.detail import said
from signing.examine.drawing import Drawing, box_from
from signing.examine.finding import Finding, FindingCode, shown
from signing.examine.fonts import Font
from signing.examine.layout import Layout
from signing.examine.objects import Objects, Page
from signing.examine.state import common, empty
from signing.flaws import Flaw

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_FAR = 1 << 15
_MOST_ABOVE = 40
_LETTER = (0.0, 0.0, 612.0, 792.0)


class Visible:
    """Examines the pages of one document; fonts are read once."""

    def __init__(self, objects: Objects, report: Callable[[Finding], None]) -> None:
        self._objects = objects
        self._report = report
        self._fonts: dict[object, Font] = {}

    def examine(self, page: Page) -> None:
        """Report the hidden text of one page.

        Raises:
            MalformedDocument: its content cannot be read.
            DocumentTooLarge: a limit.
        """
        objects = self._objects
        media = box_from(objects.numbers(page.get("/MediaBox"))) or _LETTER
        crop = box_from(objects.numbers(page.get("/CropBox"))) or media
        region = common(media, crop)
        region = media if empty(region) else region
        unit = objects.get(page.dictionary, "/UserUnit")
        layout = Layout(region, objects.budget)
        drawing = Drawing(objects, layout, self._fonts)
        drawing.unit = float(unit) if isinstance(unit, (int, float)) and unit > 0 else 1.0
        contents = page.get("/Contents")
        streams = [objects.stream(item) for item in objects.items(contents) or (contents,)]
        data = b"\n".join(objects.data(item) for item in streams if item is not None)
        drawing.run(data, objects.dictionary(page.get("/Resources")), 0)
        found: dict[FindingCode, list[str]] = {}
        for text in layout.hidden():
            assert text.hidden is not None
            found.setdefault(text.hidden, []).append(text.words)
        for code, words in found.items():
            self._report(Finding(code, page.number, shown(" ".join(words))))
        if not drawing.is_plain or not self._is_placed_alike(page):
            detail = str(said(Flaw.DRAWN_UNLIKE))
            self._report(Finding(FindingCode.UNREADABLE, page.number, shown(detail)))
        others = [*drawing.others, *(font.disagrees for font in drawing.fonts if font.disagrees)]
        if others:
            detail = shown("; ".join(dict.fromkeys(others)))
            self._report(Finding(FindingCode.OTHER_TEXT, page.number, detail))

    def _is_placed_alike(self, page: Page) -> bool:
        """Whether every reader shows the same part of a page, turned the same way (7.7.3.3)."""
        objects = self._objects
        boxes = [page.get(key) for key in ("/MediaBox", "/CropBox")]
        for box in boxes:
            numbers = objects.numbers(box)
            if objects.resolve(box) is not None and (
                len(numbers) != 4 or not all(abs(number) < _FAR for number in numbers)
            ):
                return False
        media, crop = (box_from(objects.numbers(box)) for box in boxes)
        if media is not None and crop is not None and empty(common(media, crop)):
            return False
        node: DictionaryObject | None = page.dictionary
        for _ in range(_MOST_ABOVE):
            turned = objects.get(node, "/Rotate")
            if turned is not None or node is None:
                # To some a real number is none, and what is no right angle is one, or none.
                return turned is None or (isinstance(turned, int) and turned % 90 == 0)
            node = objects.dictionary(dict.get(node, "/Parent"))
        return False
