"""Updates in which one reader of PDFs sees what another does not: none is taken for whole."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import INVALID, VALID, codes, details, judge
from tests.signing.hostile_pdfs import FONT, make, stream

REGRESSIONS = Path(__file__).parents[1] / "regressions"
FORGED = stream(b"BT /F1 12 Tf 72 700 Td (100000) Tj ET")
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R%s"
    b"/Resources<</Font<</F1 5 0 R>>>>/Annots[%s]>>"
)
ROW = b"%010d 00000 n \n"
END = b"trailer\n<</Size 99/Root %s 0 R/Prev %s%s>>\nstartxref\n%d\n%%%%EOF\n"


def appended(
    pdf: bytes,
    body: bytes = b"",
    rows: Mapping[int, bytes | tuple[int, bytes]] | None = None,
    more: bytes = b"",
    end: bytes = END,
) -> bytes:
    """Append bytes and a table; rows of it are bytes, or a place in ``body`` and a pattern."""
    pdf = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    start, root = (re.findall(i, pdf)[-1] for i in (rb"startxref\s+(\d+)", rb"/Root (\d+)"))
    table = b"xref\n0 0\n"
    for number, row in (rows or {}).items():
        line = row if isinstance(row, bytes) else row[1] % (len(pdf) + row[0])
        table += b"%d 1\n%s" % (number, line)
    # As many as there are, unless a test says something else.
    size = max([1 + max(rows or [0]), *map(int, re.findall(rb"/Size (\d+)", pdf))])
    table += end.replace(b"/Size 99", b"/Size %d" % size) % (root, start, more, len(pdf + body))
    return pdf + body + table


@pytest.fixture(scope="module")
def plain(makers: Makers) -> bytes:
    return makers.sign_pdf(make())


def refused(makers: Makers, pdf: bytes) -> None:
    report = judge(makers, pdf)
    assert report.verdict is INVALID
    assert codes(report) <= {"CHANGED_AFTER_SIGNING", "FORMAT_FAILURE"}
    # In words of this program, and of nobody's library.
    assert not re.search(r"'|\b[A-Z]\w*(Object|Error)|recursion", details(report))


def test_what_every_reader_reads_the_same_way(makers: Makers, plain: bytes) -> None:
    assert judge(makers, plain).verdict is VALID
    new = (
        b"90 0 obj\n<</Length 91 0 R/A(4 0 \\(obj)/B<41 4>/C[/D#20E -.5 true 1 0 R]>>\nstream\n\n"
    )
    new += b"endstream\nendobj\n91 0 obj 0 endobj\n"
    catalog = re.findall(rb"\n1 0 obj\s*<<(.*?)>>\s*endobj", plain, re.DOTALL)[-1]
    new += b"1 0 obj\n<<%s/PieceInfo 90 0 R>>\nendobj\n" % catalog
    rows = {90: (0, ROW), 91: (new.index(b"91 0 obj 0"), b"%010d 00000 n\r\n")}
    rows[1] = (new.index(b"1 0 obj\n<<"), ROW)
    for before in (b"", b"\r\n% made by somebody\n"):
        moved = {n: (at + len(before), row) for n, (at, row) in rows.items()}
        assert judge(makers, appended(plain, before + new, moved)).verdict is VALID
    # Who lists again what stands where it stood changes nothing.
    at = plain.index(b"\n4 0 obj") + 1
    assert judge(makers, appended(plain, rows={4: ROW % at})).verdict is VALID


def counted_in(pdf: bytes) -> bytes:
    """Let the last table begin with the end of the line before it."""
    before, word, after = pdf.rpartition(b"startxref\n")
    at, end = after.split(b"\n", 1)
    return before + word + b"%d\n" % (int(at) - 1) + end


def test_what_honest_programs_write(makers: Makers, plain: bytes) -> None:
    """MuPDF leaves a line empty before the trailer; @signpdf names the place before its table."""
    new = b"%d 0 obj\n<</A 1>>\nendobj\n\n"
    once = appended(plain, new % 90, {90: (0, ROW)}, end=b"\n" + END)
    twice = counted_in(appended(once, new % 91, {91: (0, ROW)}))
    for pdf in (once, twice, counted_in(appended(twice, new % 92, {92: (0, ROW)}))):
        assert judge(makers, pdf).verdict is VALID
    refused(makers, twice.replace(b"\nxref\n", b"x\nref\n"))


def test_no_object_within_a_comment(makers: Makers, plain: bytes) -> None:
    """A reader that repairs a file sees none."""
    new = b"90 0 obj\n<</A 1>>\nendobj\n"
    refused(makers, appended(plain, b"%made " + new, {90: (6, ROW)}))
    assert judge(makers, appended(plain, b"%made\n" + new, {90: (6, ROW)})).verdict is VALID


@pytest.mark.parametrize(
    "header",
    [
        b"4 %c\n0 obj", b"4 0%c\nobj", b"4 0 %c\r obj", b"4\x000 obj", b"4\f0 obj", b"4\r0 obj",
        b"4\x0b0 obj", b"04 0 obj", b"+4 0 obj", b"4 00 obj", b"4 +0 obj", b" 4 0 obj",
        b"\n4 0 obj", b"%c\n4 0 obj", b"4  0 obj", b"4 0obj", b"4 0 objx", b"4.0 0 obj",
        b"-4 0 obj", b"4 0 OBJ", b"14 0 obj", b"4 1 obj", b"",
    ],
)  # fmt: skip
def test_a_header_is_where_the_table_says(makers: Makers, plain: bytes, header: bytes) -> None:
    refused(makers, appended(plain, header + b"\n" + FORGED + b"\nendobj\n", {4: (0, ROW)}))


@pytest.mark.parametrize(
    "row",
    [
        b"%010d 00000 n\n", b"%010d 00000 n \r\n", b"%010d 00000 n  ", b"%09d  00000 n \n",
        b"%010d 00000  n\n", b"+%09d 00000 n \n", b"-%09d 00000 n \n", b"%010d 0000 n  \n",
        b"%010d 00000 N \n", b"%010d 00000 x \n", b"%010d\t00000\tn \n", b"%010d 00001 n \n",
        b"%010d 65535 n \n",
    ],
)  # fmt: skip
def test_rows_are_of_one_form(makers: Makers, plain: bytes, row: bytes) -> None:
    refused(makers, appended(plain, b"4 0 obj\n" + FORGED + b"\nendobj\n", {4: (0, row)}))


@pytest.mark.parametrize(
    "row",
    [
        b"0000000000 00000 f \n", b"0000000000 00001 f \n", b"0000000000 65535 f \n",
        b"0000000000 00000 n \n", b"0000000015 00000 n \n", b"0009999999 00000 n \n",
    ],
)  # fmt: skip
def test_what_is_freed_is_gone(makers: Makers, plain: bytes, row: bytes) -> None:
    refused(makers, appended(plain, rows={4: row}))


@pytest.mark.parametrize("row", [(0, 0, 0), (1, 0, 0), (2, 5, 0), (2, 9999, 0), (3, 0, 0)])
def test_what_a_stream_frees_is_gone(
    makers: Makers, plain: bytes, row: tuple[int, int, int]
) -> None:
    start = int(re.findall(rb"startxref\s+(\d+)", plain)[-1])
    pdf = plain if plain.endswith(b"\n") else plain + b"\n"
    root = re.findall(rb"/Root (\d+)", plain)[-1]
    for number in (4, 80):
        data = struct.pack(">BIH", *row) + struct.pack(">BIH", 1, len(pdf), 0)
        said = b"/Type/XRef/Size 99/W[1 4 2]/Index[%d 1 98 1]/Root %s 0 R/Prev %d"
        table = b"98 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n"
        new = pdf + table % (stream(data, said % (number, root, start)), len(pdf))
        if number == 4:
            refused(makers, new)
        elif row[0] == 0:
            assert judge(makers, new).verdict is VALID


@pytest.mark.parametrize(
    "body",
    [
        b"80 0 obj\n<</A 1/A 2>>\nendobj\n", b"80 0 obj\n<</A 1/#41 2>>\nendobj\n",
        b"80 0 obj\n<</A 1%c\n>>\nendobj\n", b"80 0 obj\n<</A\x001>>\nendobj\n",
        b"80 0 obj\n<</A\f1>>\nendobj\n", b"80 0 obj\n<</A 4x>>\nendobj\n",
        b"80 0 obj\n<</A <4g>>>\nendobj\n", b"80 0 obj\n<</A(4 0 obj>>\nendobj\n",
        b"80 0 obj\n<</A 1>> <</A 2>>\nendobj\n", b"80 0 obj\n<</A>>\nendobj\n",
        b"80 0 obj\n<<1 2>>\nendobj\n", b"80 0 obj\n[1 0 R R]\nendobj\n",
        b"80 0 obj\n[(a]\nendobj\n", b"80 0 obj\n" + b"[" * 500 + b"]" * 500 + b"\nendobj\n",
        b"80 0 obj\n1\n", b"80 0 obj\n1\nendobj 2\n",
        b"80 0 obj\n1\nendobj\n4 %c\n0 obj\n2\nendobj\n",
        b"80 0 obj\n<</Length 9>>\nstream\n1\nendstream\nendobj\n",
        b"80 0 obj\n<</Length 80 0 R>>\nstream\n1\nendstream\nendobj\n",
        b"80 0 obj\n<</Type/ObjStm/N 1/First 4/Length 5>>\nstream\n4 0 1\nendstream\nendobj\n",
    ],
)  # fmt: skip
def test_objects_are_one_thing_to_every_reader(makers: Makers, plain: bytes, body: bytes) -> None:
    refused(makers, appended(plain, body, {80: (0, ROW)}))


@pytest.mark.parametrize(
    ("more", "end"),
    [
        (b"/XRefStm 15", END),
        (b"/Prev 15", END),
        (b"/Root 1 0 R", END),
        (b"", END.replace(b"/Size 99", b"/Size 5")),
        (b"", END.replace(b"/Size 99", b"")),
        (b"", END.replace(b"/Prev %s", b"/Prev 15/X(%s)")),
        (b"", END.replace(b"/Prev %s", b"/X(%s)")),
        (b"", END.replace(b"/Prev %s", b"/Prev +%s")),
        (b"", END.replace(b"/Root %s 0 R", b"/Root 2 0 R/X(%s)")),
        (b"", END.replace(b"startxref", b"startxref\n15\n%%%%EOF\nstartxref")),
        (b"", END.replace(b"startxref", b"4 0 obj\n1\nendobj\nstartxref")),
        (b"", END.replace(b"startxref", b"trailer\n<<>>\nstartxref")),
        (b"", END.replace(b"trailer", b"trailer %%c\n")),
        (b"", END + b"startxref\n15\n%%%%EOF\n"),
    ],
)
def test_the_way_back_is_one(makers: Makers, plain: bytes, more: bytes, end: bytes) -> None:
    refused(makers, appended(plain, more=more, end=end))


def test_a_page_with_two_contents(makers: Makers, plain: bytes) -> None:
    """The library goes by the first, other readers by the last."""
    annotations = re.findall(rb"/Annots\s*\[([^]]*)\]", plain)[-1]
    for more, verdict in ((b"", VALID), (b"/Contents 80 0 R", INVALID)):
        page = b"3 0 obj\n%s\nendobj\n" % (PAGE % (more, annotations))
        rows = {3: (0, ROW)}
        if more:
            rows[80] = (len(page), ROW)
            page += b"80 0 obj\n%s\nendobj\n" % FORGED
        found = judge(makers, appended(plain, page, rows))
        assert found.verdict is verdict


def test_the_order_of_annotations(makers: Makers) -> None:
    note = b"<</Type/Annot/Subtype/FreeText/Rect[9 9 99 99]/Contents(%d)>>"
    pdf = makers.sign_pdf(make(page=b"/Annots 6 0 R", objects=(b"[7 0 R 8 0 R]", note, note)))
    (every,) = re.findall(rb"\n6 0 obj\s*\[([^]]*)\]", pdf)[-1:]
    first, second, *others = re.findall(rb"\d+ 0 R", every)
    for order, verdict in (
        ((first, second, *others), VALID),
        ((*others, first, second), INVALID),
        ((second, first, *others), INVALID),
        ((first, second, *others, first), INVALID),
    ):
        body = b"6 0 obj\n[%s]\nendobj\n" % b" ".join(order)
        report = judge(makers, appended(pdf, body, {6: (0, ROW)}))
        assert report.verdict is verdict
        assert details(report) == ("" if verdict is VALID else "Imzo1: annotation 1")


def test_the_resources_of_a_form(makers: Makers) -> None:
    form = b"/AcroForm 6 0 R"
    fields = b"<</Fields[]/DR<</Font 7 0 R>>/DA(/Helv 0 Tf)/NeedAppearances true>>"
    pdf = makers.sign_pdf(make(catalog=form, objects=(fields, b"<</Helv 8 0 R>>", FONT)))
    for number, body, verdict in (
        (7, b"<</Helv 8 0 R/Other 5 0 R>>", VALID),
        (7, b"<</Helv 5 0 R>>", INVALID),
        (8, FONT.replace(b"Times-Roman", b"ZapfDingbats"), INVALID),
    ):
        new = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        report = judge(makers, appended(pdf, new, {number: (0, ROW)}))
        assert report.verdict is verdict
        assert details(report) == ("" if verdict is VALID else "Imzo1: form /DR")


TREE = b"<</Type/StructTreeRoot/K %s/ParentTree<</Nums[0[7 0 R]%s]>>/ParentTreeNextKey %d>>"
HEARD = b"<</Type/StructElem/S/P/P 6 0 R/Pg 3 0 R/K 0%s/ActualText(%s)>>"


def test_what_is_read_aloud(makers: Makers) -> None:
    tree, said = TREE % (b"7 0 R", b"", 1), HEARD % (b"", b"100")
    marked = make(catalog=b"/StructTreeRoot 6 0 R", page=b"/StructParents 0", objects=(tree, said))
    pdf = makers.sign_pdf(marked)
    field = re.findall(rb"/Annots\s*\[[^]]*?(\d+) 0 R\s*\]", pdf)[-1]
    own = b"<</Type/StructElem/S/Form/P 6 0 R/K<</Type/OBJR/Obj %s 0 R>>>>" % field
    grown = TREE % (b"[7 0 R 80 0 R]", b" 1 80 0 R", 2)
    for objects, verdict in (
        ({6: grown, 80: own}, VALID),
        ({6: grown, 80: HEARD % (b"", b"100000")}, INVALID),
        ({7: HEARD % (b"", b"100000")}, INVALID),
        ({7: HEARD % (b"/Alt(100000)", b"100")}, INVALID),
        ({7: HEARD.partition(b"/ActualText")[0] % b"" + b">>"}, INVALID),
        ({7: HEARD.replace(b"/K 0", b"/K[0 5]") % (b"", b"100")}, INVALID),
        ({6: TREE % (b"[80 0 R]", b"", 1), 80: own}, INVALID),
        ({6: TREE % (b"7 0 R", b" 0 80 0 R", 1), 80: own}, INVALID),
    ):
        body, rows = b"", {}
        for number, item in objects.items():
            rows[number] = (len(body), ROW)
            body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
        report = judge(makers, appended(pdf, body, rows))
        assert report.verdict is verdict
        assert details(report) == ("" if verdict is VALID else "Imzo1: catalog /StructTreeRoot")


def test_the_tree_that_leads_to_what_is_read_aloud(makers: Makers) -> None:
    tree = b"<</Type/StructTreeRoot/K 7 0 R/ParentTree 8 0 R>>"
    two, last = b"<</Limits[1 2]/Nums[1[7 0 R]2[7 0 R]]>>", b"<</Limits[%s]/Nums[5[7 0 R]%s]>>"
    objects = (tree, HEARD % (b"", b"100"), b"<</Kids[9 0 R 10 0 R]>>", two, last % (b"5 5", b""))
    pdf = makers.sign_pdf(make(catalog=b"/StructTreeRoot 6 0 R", page=b"", objects=objects))
    field = re.findall(rb"/Annots\s*\[[^]]*?(\d+) 0 R\s*\]", pdf)[-1]
    own = b"<</Type/OBJR/Obj %s 0 R%%s>>" % field
    for number, body, added, verdict in (
        (10, last % (b"5 9", b" 9 80 0 R"), b"", VALID),
        (10, last % (b"4 9", b" 9 80 0 R"), b"", INVALID),
        (10, last % (b"7 9", b" 9 80 0 R"), b"", INVALID),
        (10, last % (b"5 4", b""), b"", INVALID),
        (9, two.replace(b"[1 2]", b"[1 9]"), b"", INVALID),
        (9, two.replace(b"]]", b"] 4 80 0 R]"), b"", INVALID),
        (9, two.replace(b"/Nums", b"/Kids[80 0 R]/Nums"), b"", INVALID),
        (10, last % (b"5 9", b" 9 80 0 R 9 80 0 R"), b"", INVALID),
        (10, last % (b"5 9", b" 9"), b"", INVALID),
        (10, last % (b"5 9", b" 9 8 80 0 R 80 0 R"), b"", INVALID),
        (10, b"<</Limits[5 9]/Nums[9 5[7 0 R]80 0 R]>>", b"", INVALID),
        (10, b"<</Limits[5 9]/Nums[9 80 0 R 5[7 0 R]]>>", b"", INVALID),
        (10, last % (b"5 9", b" 9 80 0 R"), b"/T(besh yuz million)", INVALID),
        (8, b"<</Kids[9 0 R 10 0 R 80 0 R]>>", b"", INVALID),
        (8, b"<</Kids[9 0 R 10 0 R 80 0 R]>>", b"/Limits[1 9]", INVALID),
        (8, b"<</Kids[9 0 R 10 0 R 80 0 R]>>", b"/Nums[5[7 0 R]]", INVALID),
    ):
        first = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        second = b"80 0 obj\n%s\nendobj\n" % (own % added)
        rows = {number: (0, ROW), 80: (len(first), ROW)}
        report = judge(makers, appended(pdf, first + second, rows))
        assert (report.verdict, body, added) == (verdict, body, added)


@pytest.mark.parametrize("name", [path.name for path in sorted(REGRESSIONS.glob("unlike-*.pdf"))])
def test_what_got_through_once(makers: Makers, name: str) -> None:
    report = judge(makers, (REGRESSIONS / name).read_bytes())
    assert report.verdict is INVALID
    assert "CHANGED_AFTER_SIGNING" in codes(report)


def test_words_without_end_are_counted_as_quickly_as_read(makers: Makers, plain: bytes) -> None:
    """Two million words that a byte range begins with, and none is one."""
    assert (
        judge(makers, appended(plain, b"%" + b"/ByteRange " * 2_000_000 + b"\n")).verdict is VALID
    )
