"""Draw a page without drawing it, to find the text that is in the file and not on the page.

Boxes stand for shapes: a clip or a path that is no rectangle counts as what its box can at most
be, so that a doubt never becomes a finding. Not looked into: the glyphs themselves, patterns,
shadings, masks, and what stands in pictures.
"""

from __future__ import annotations

from collections.abc import Callable

from signing.detail import said
from signing.examine.drawing import Drawing, box_from
from signing.examine.finding import Finding, FindingCode, shown
from signing.examine.fonts import Font
from signing.examine.layout import Layout
from signing.examine.objects import Objects, Page
from signing.examine.state import common, empty
from signing.flaws import Flaw

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
        if not drawing.is_plain:
            detail = str(said(Flaw.DRAWN_UNLIKE))
            self._report(Finding(FindingCode.UNREADABLE, page.number, shown(detail)))
        others = [*drawing.others, *(font.disagrees for font in drawing.fonts if font.disagrees)]
        if others:
            detail = shown("; ".join(dict.fromkeys(others)))
            self._report(Finding(FindingCode.OTHER_TEXT, page.number, detail))
