"""A report as a PDF file of A4 pages (ISO 32000-1), tagged, with the panel's font in it.

Made without a window and without a typesetter, because the command line and the registry have
neither; so it is plain: paragraphs from top to bottom. It can be signed as any other PDF.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from signing.pdf.panel_font import OBJECTS as FONT_OBJECTS
from signing.pdf.panel_font import panel_font, stream
from signing.report import Verdict
from signing.reporting.html import tag_of
from signing.reporting.outline import Line, Look, Paper
from signing.reporting.words import ReportWords

_WIDTH, _HEIGHT = 595, 842
_LEFT, _TOP, _BOTTOM = 56, 786, 60
_SIZES = {Look.TITLE: 16.0, Look.VERDICT: 16.0, Look.HEADING: 12.5, Look.SIGNER: 10.5}
_TAGS = {Look.TITLE: b"H1", Look.HEADING: b"H2", Look.SIGNER: b"H3"}
_TEXT, _NOTE = 9.5, 8.5
_ABOVE = {Look.TITLE: 0.0, Look.VERDICT: 10.0, Look.HEADING: 14.0, Look.SIGNER: 9.0}
_SIGNED = frozenset({Look.VERDICT, Look.SIGNER})
_LEADING = 1.4
_COLOURS = {
    Verdict.VALID: b"0.04 0.37 0.2",
    Verdict.INDETERMINATE: b"0.48 0.29 0.01",
    Verdict.INVALID: b"0.6 0.09 0.06",
}
_BLACK, _SOFT = b"0.1 0.13 0.15", b"0.29 0.33 0.38"
# Drawn on a square of ten units: the font has no such signs.
_SIGNS = {
    Verdict.VALID: b"1 4 m 4 1 l 9 9 l S",
    Verdict.INVALID: b"1.5 1.5 m 8.5 8.5 l S 1.5 8.5 m 8.5 1.5 l S",
    Verdict.INDETERMINATE: b"5 9.5 m 5 3.5 l S 5 1.2 m 5 0.6 l S",
}
_CATALOG, _PAGES, _INFO, _TREE, _PARENTS, _FONT = 1, 2, 3, 4, 5, 6
_FIRST = _FONT + FONT_OBJECTS


@dataclass
class _Page:
    """One page while it is written."""

    content: bytearray = field(default_factory=bytearray)
    rows: int = 0
    """How many rows were written; each is marked content with its number."""
    elements: list[tuple[bytes, list[int]]] = field(default_factory=list)
    """Kind of each structure element, and its rows."""


def report_pdf(papers: Sequence[Paper], made: datetime) -> bytes:
    """Lay reports out, each beginning on a page of its own.

    Args:
        papers: at least one.
        made: when; it goes into the file's facts.
    """
    writer = _Writer()
    for paper in papers:
        writer.begin_page()
        for line in (*paper.simple, *paper.detailed, *paper.foot):
            writer.write(line)
    return writer.close(papers[0], made)


@dataclass(frozen=True)
class _Style:
    """How the rows of one paragraph are written, and where in the structure they stand."""

    size: float
    indent: float
    colour: bytes
    element: tuple[bytes, list[int]]


def _style(line: Line, *, signed: bool) -> _Style:
    size = _SIZES.get(line.look, _NOTE if line.look is Look.NOTE else _TEXT)
    colour = _COLOURS[line.verdict] if line.verdict else _BLACK
    return _Style(
        size=size,
        indent=size * 1.3 if signed else 0.0,
        colour=_SOFT if line.look is Look.NOTE else colour,
        element=(_TAGS.get(line.look, b"P"), []),
    )


class _Writer:
    def __init__(self) -> None:
        self._font = panel_font()
        self._pages: list[_Page] = []
        self._letters: set[str] = set()
        self._at = 0.0

    def begin_page(self) -> None:
        """Go on at the top of a new page."""
        self._pages.append(_Page())
        self._at = _TOP

    def write(self, line: Line) -> None:
        """Write one paragraph, over the page's end if need be."""
        sign = line.verdict if line.look in _SIGNED else None
        style = _style(line, signed=sign is not None)
        height = style.size * _LEADING
        label = self._drawable(f"{line.label}: ") if line.label else ""
        rows = self._rows(label + self._drawable(line.text), style)
        self._at -= _ABOVE.get(line.look, 1.5)
        # A heading is not left alone at the foot of a page.
        if self._at - (3 if line.look in _ABOVE else 1) * height < _BOTTOM:
            self.begin_page()
        for number, row in enumerate(rows):
            if self._at - height < _BOTTOM:
                self.begin_page()
                style = replace(style, element=(style.element[0], []))
            self._at -= height
            if number == 0 and sign is not None:
                self._sign(sign, style)
            self._row(row, style, len(label) if number == 0 else 0)

    def _row(self, row: str, style: _Style, label: int) -> None:
        page = self._pages[-1]
        if not page.elements or page.elements[-1] is not style.element:
            page.elements.append(style.element)
        style.element[1].append(page.rows)
        page.content += b"/%s <</MCID %d>> BDC BT /F %.2f Tf 1 0 0 1 %.2f %.2f Tm" % (
            *(style.element[0], page.rows, style.size, _LEFT + style.indent, self._at),
        )
        page.rows += 1
        for text, colour in ((row[:label], _SOFT), (row[label:], style.colour)):
            if text:
                page.content += b" %s rg %s Tj" % (colour, self._font.encode(text))
        page.content += b" ET EMC\n"

    def _sign(self, verdict: Verdict, style: _Style) -> None:
        scale = style.size * 0.08
        self._pages[-1].content += (
            b"/Artifact BMC q %s RG %.3f 0 0 %.3f %d %.2f cm 1.6 w 1 J %s Q EMC\n"
        ) % (style.colour, scale, scale, _LEFT, self._at, _SIGNS[verdict])

    def _drawable(self, text: str) -> str:
        shown = self._font.drawable(text)
        self._letters.update(shown)
        return shown

    def _rows(self, text: str, style: _Style) -> Iterator[str]:
        """Break text into rows; a word longer than a row is broken anywhere."""
        size, width = style.size, _WIDTH - 2 * _LEFT - style.indent
        row = ""
        for word in text.split(" "):
            rest = f"{row} {word}" if row else word
            if row and self._font.width(rest, size) > width:
                yield row
                rest = word
            while self._font.width(rest, size) > width:
                fits = next(
                    at
                    for at in range(len(rest), 0, -1)
                    if at == 1 or self._font.width(rest[:at], size) <= width
                )
                yield rest[:fits]
                rest = rest[fits:]
            row = rest
        yield row

    def close(self, paper: Paper, made: datetime) -> bytes:
        """Return the file: pages, structure, font, table."""
        words = ReportWords(paper.language)
        count = len(self._pages)
        for number, page in enumerate(self._pages, 1):
            foot = self._drawable(words.text("report", "page", page=number, pages=count))
            page.content += b"/Artifact BMC BT /F 8 Tf %s rg 1 0 0 1 %d 36 Tm %s Tj ET EMC\n" % (
                *(_SOFT, _LEFT, self._font.encode(foot)),
            )
        objects = self._objects(paper, made)
        return _file(objects)

    def _objects(self, paper: Paper, made: datetime) -> dict[int, bytes]:
        title = (b"\xfe\xff" + paper.title.encode("utf-16-be")).hex().encode()
        pages = [_FIRST + 2 * number for number in range(len(self._pages))]
        element = _FIRST + 2 * len(self._pages)
        objects = {
            _CATALOG: b"<</Type/Catalog/Pages %d 0 R/Lang(%s)/MarkInfo<</Marked true>>"
            b"/StructTreeRoot %d 0 R/ViewerPreferences<</DisplayDocTitle true>>>>"
            % (_PAGES, tag_of(paper.language).encode(), _TREE),
            _PAGES: b"<</Type/Pages/Count %d/Kids[%s]>>"
            % (len(pages), b" ".join(b"%d 0 R" % page for page in pages)),
            _INFO: b"<</Title<%s>/Producer(E-qaror)/CreationDate(%s)>>"
            % (title, made.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ").encode()),
        }
        document = element
        kids: list[int] = []
        parents = []
        for number, page in enumerate(self._pages):
            packed = stream(bytes(page.content))
            objects[pages[number]] = (
                b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R"
                b"/Resources<</Font<</F %d 0 R>>>>/StructParents %d/Tabs/S>>"
            ) % (_PAGES, _WIDTH, _HEIGHT, pages[number] + 1, _FONT, number)
            objects[pages[number] + 1] = packed
            own = [0] * page.rows
            for kind, rows in page.elements:
                element += 1
                numbers = b" ".join(b"%d" % row for row in rows)
                objects[element] = b"<</Type/StructElem/S/%s/P %d 0 R/Pg %d 0 R/K[%s]>>" % (
                    *(kind, document, pages[number], numbers),
                )
                kids.append(element)
                for row in rows:
                    own[row] = element
            parents.append(
                b"%d[%s]" % (number, b" ".join(b"%d 0 R" % item for item in own)),
            )
        objects[document] = b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (
            _TREE,
            b" ".join(b"%d 0 R" % item for item in kids),
        )
        objects[_TREE] = (
            b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (document, _PARENTS, len(self._pages))
        )
        objects[_PARENTS] = b"<</Nums[%s]>>" % b" ".join(parents)
        letters = "".join(sorted(self._letters))
        for number, made_object in enumerate(self._font.objects(letters, _FONT)):
            objects[_FONT + number] = made_object
        return objects


def _file(objects: dict[int, bytes]) -> bytes:
    """Write objects and their table (7.5.4)."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    table = [b"0000000000 65535 f \n"]
    for number in range(1, len(objects) + 1):
        table.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    begin = len(out)
    # No secret and no chance: the same report is the same file.
    name = hashlib.sha256(out).hexdigest()[:32].encode()
    out += b"xref\n0 %d\n%s" % (len(table), b"".join(table))
    out += (
        b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n"
        % (*(len(table), _CATALOG, _INFO, name, name, begin),)
    )
    return bytes(out)
