"""Draw a page without drawing it, to find the text that is in the file and not on the page.

Boxes stand for shapes: a clip or a path that is no rectangle counts as what its box can at most
be, so that a doubt never becomes a finding. Not looked into: the glyphs themselves,
shadings, and what stands in pictures.
"""

from __future__ import annotations

from collections.abc import Callable

from signing.detail import said
from signing.examine.drawing import Drawing
from signing.examine.finding import Finding, FindingCode, shown
from signing.examine.fonts import Font
from signing.examine.layout import Layout
from signing.examine.objects import Objects, Page
from signing.examine.sheet import content_of, is_placed_alike, region_of
from signing.examine.spoken import Spoken
from signing.examine.undrawn import drawn_by_some
from signing.flaws import Flaw


class Visible:
    """Examines the pages of one document; fonts are read once."""

    def __init__(self, objects: Objects, report: Callable[[Finding], None]) -> None:
        self._objects = objects
        self._report = report
        self._fonts: dict[object, Font] = {}
        self._unlike: set[Font] = set()
        self._spoken: Spoken | None = None

    def prepare(self) -> None:
        """Look for what is read aloud as something of its own.

        Raises:
            MalformedDocument: that cannot be read.
            DocumentTooLarge: a limit.
        """
        self._spoken = Spoken(self._objects)

    def examine(self, page: Page) -> None:
        """Report the hidden text of one page.

        Raises:
            MalformedDocument: its content cannot be read.
            DocumentTooLarge: a limit.
        """
        objects = self._objects
        unit = objects.get(page.dictionary, "/UserUnit")
        layout = Layout(region_of(objects, page), objects.budget)
        drawing = Drawing(objects, layout, self._fonts)
        drawing.unit = float(unit) if isinstance(unit, (int, float)) and unit > 0 else 1.0
        content = content_of(objects, page)
        resources = objects.dictionary(page.get("/Resources"))
        drawing.run(content.data, resources, 0, content.seams)
        place = getattr(page.dictionary.indirect_reference, "idnum", 0)
        if self._spoken is not None and self._spoken.wants(place):
            drawn, certain = layout.words(), drawing.is_certain
            self._spoken.of_page(page.number, place, drawn, certain=certain)
        found: dict[FindingCode, list[str]] = {}
        for text in layout.hidden():
            assert text.hidden is not None
            found.setdefault(text.hidden, []).append(text.words)
        for code, words in found.items():
            self._report(Finding(code, page.number, shown(" ".join(words))))
        if not (drawing.is_plain and content.is_plain and is_placed_alike(objects, page)):
            detail = str(said(Flaw.DRAWN_UNLIKE))
            self._report(Finding(FindingCode.UNREADABLE, page.number, shown(detail)))
        if drawing.is_too_fine:
            detail = str(said(Flaw.PICTURE_FINE))
            self._report(Finding(FindingCode.UNREADABLE, page.number, shown(detail)))
        unlike = {font for font in drawing.fonts if not font.is_plain} - self._unlike
        if unlike:
            # Once for each, or every page of a long document would be told.
            self._unlike |= unlike
            detail = str(said(Flaw.FONT_UNLIKE))
            self._report(Finding(FindingCode.UNREADABLE, page.number, shown(detail)))
        others = [*drawing.others, *(font.disagrees for font in drawing.fonts if font.disagrees)]
        if others:
            detail = shown("; ".join(dict.fromkeys(others)))
            self._report(Finding(FindingCode.OTHER_TEXT, page.number, detail))
        for kind in sorted(drawn_by_some(objects, page)):
            self._report(Finding(FindingCode.HIDDEN_ANNOTATION, page.number, kind))

    def finish(self) -> None:
        """Report what is read aloud, and stood on none of the pages."""
        for page, text in self._spoken.others() if self._spoken is not None else ():
            self._report(Finding(FindingCode.OTHER_TEXT, page, shown(f"≠ {text}")))
