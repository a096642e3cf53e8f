"""What some readers repair is told before it is signed; what honest programs write is not."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf.generic import (
    DecodedStreamObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
)

from signing.detail import said
from signing.errors import MalformedDocument
from signing.examine.document import examine_pdf
from signing.examine.finding import Finding, FindingCode, Severity
from signing.flaws import Flaw
from signing.pdf import plain_objects
from signing.pdf.held import Held
from signing.pdf.plain_file import require_plain
from signing.pdf.reading import open_pdf, reading
from signing.pdf.update import SignatureFields, prepare
from tests.signing.hostile_pdfs import FONT, HONEST, make, stream, text
from tests.signing.pki import NOW

FIELDS = SignatureFields("A", NOW)
OTHER = text(b"0 g", b"900000")
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
NODE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    b"/Resources<</Font<</F1 5 0 R>>%s>>>>"
)
FREE = b"0000000000 65535 f\r\n"
SAMPLES = Path(__file__).with_name("producers.zip")
with zipfile.ZipFile(SAMPLES) as _archive:
    MADE = {name: _archive.read(name) for name in _archive.namelist()}


def told(pdf: bytes) -> set[FindingCode]:
    return {one.code for one in examine_pdf(pdf) if one.severity is not Severity.TOLD}


def refused(pdf: bytes) -> bool:
    try:
        prepare(pdf, FIELDS, 100)
    except MalformedDocument:
        return True
    return False


def bodies(*more: bytes) -> list[tuple[int, bytes]]:
    some = (CATALOG, NODE, PAGE % b"", stream(HONEST), FONT, *more)
    return list(enumerate(some, 1))


def laid(objects: list[tuple[int, bytes]]) -> tuple[bytearray, list[int]]:
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in objects:
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out, places


def row(place: int, end: bytes = b"\r\n") -> bytes:
    return b"%010d 00000 n%s" % (place, end)


def ended(out: bytes, rows: list[bytes], trailer: bytes = b"", first: int = 0) -> bytes:
    table = b"xref\n%d %d\n%s" % (first, len(rows), b"".join(rows))
    said = b"<</Size %d/Root 1 0 R%s>>" % (len(rows) + first, trailer)
    return b"%s%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (out, table, said, len(out))


def doubled(rows: Callable[[list[int]], list[bytes]], trailer: bytes = b"") -> bytes:
    """Two objects 4, of which the table names the first."""
    out, places = laid([*bodies(), (4, stream(OTHER))])
    return ended(bytes(out), rows(places[:5]), trailer)


def usual(places: list[int]) -> list[bytes]:
    return [FREE, *map(row, places)]


def again() -> bytes:
    """An update whose table leads to the first of two objects, and the older one to the other."""
    out, places = laid([*bodies(), (4, stream(OTHER))])
    first, second = places[3], places.pop()
    old = ended(bytes(out), usual([*places[:3], second, places[4]]))
    end = b"xref\n4 1\n%strailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return old + end % (row(first), len(out), len(old))


def within() -> bytes:
    """A font that the table names within the stream of the page."""
    inner = b"5 0 obj\n%s\nendobj\n" % FONT
    out, places = laid([*bodies()[:3], (4, stream(HONEST + b"%\n" + inner))])
    return ended(bytes(out), usual([*places, out.index(inner)]))


REPAIRED = {
    "the first of two objects in an update": again(),
    "an object within another": within(),
    "an object of another generation": make()
    .replace(b"5 0 obj", b"5 1 obj")
    .replace(b"/F1 5 0 R", b"/F1 5 1 R")
    .replace(b"00000 n\r\ntrailer", b"00001 n\r\ntrailer"),
    "a free row of a number beyond all": make().replace(
        b"trailer\n<</Size 6", b"8388610 1\n%strailer\n<</Size 8388611" % FREE
    ),
    "a second object behind": doubled(usual),
    "short rows": doubled(lambda at: [FREE[:-2] + b"\n", *(row(one, b"\n") for one in at)]),
    "a row beyond the end": doubled(lambda at: [*usual(at), row(9_999_999)]),
    "a first row in use": doubled(lambda at: [row(0), *map(row, at)]),
    "a row of nothing": make()
    .replace(b"0 6\n", b"0 7\n")
    .replace(b"trailer\n<</Size 6", row(0) + b"trailer\n<</Size 7"),
    "a row to another object": make()
    .replace(b"0 6\n", b"0 7\n")
    .replace(b"trailer\n<</Size 6", row(15) + b"trailer\n<</Size 7"),
    "too few counted, and one more behind": make().replace(b"/Size 6", b"/Size 4")
    + b"4 0 obj\nnull\nendobj\n",
    "a second header in a text": make(HONEST + b"(4 0 obj)pop\n"),
    "a second trailer": make().replace(b"xref\n0", b"%\ntrailer<</Root 9 0 R>>\nxref\n0", 1),
}


@pytest.mark.parametrize("name", REPAIRED)
def test_what_some_readers_repair_is_told_and_not_signed(name: str) -> None:
    pdf = REPAIRED[name]
    if name == "a second trailer":
        pdf = re.sub(rb"startxref\n\d+", b"startxref\n%d" % pdf.index(b"xref\n0 6"), pdf)
    assert FindingCode.DAMAGED in told(pdf)
    assert refused(pdf)


@pytest.mark.parametrize("name", MADE)
def test_what_honest_programs_write_is_plain(name: str) -> None:
    assert told(MADE[name]) == set()
    assert not refused(MADE[name])


def packed(members: list[tuple[int, bytes]], index: int = 0, keys: bytes = b"") -> bytes:
    """A file with its font, object 5, in a stream of objects."""
    out, places = laid(bodies()[:4])
    data, head = b"", b""
    for number, body in members:
        head += b"%d %d " % (number, len(data))
        data += body + b" "
    said = b"/Type/ObjStm/N %d/First %d%s" % (len(members), len(head), keys)
    places.append(len(out))
    out += b"6 0 obj\n%s\nendobj\n" % stream(head + data, said)
    rows = [(0, 0, 65535), *((1, at, 0) for at in places[:4]), (2, 6, index)]
    rows += [(1, places[4], 0), (1, len(out), 0)]
    table = b"".join(
        kind.to_bytes(1) + where.to_bytes(4) + last.to_bytes(2) for kind, where, last in rows
    )
    body = stream(table, b"/Type/XRef/W[1 4 2]/Size 8/Root 1 0 R")
    return b"%s7 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (out, body, len(out))


NINE = b"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>"


@pytest.mark.parametrize(
    ("members", "index", "plain"),
    [
        ([(5, FONT)], 0, True),
        ([(5, NINE), (5, FONT)], 1, False),
        ([(5, FONT), (5, NINE)], 0, False),
        ([(8, NINE), (5, FONT)], 0, False),
        ([(5, FONT)], 3, False),
        ([(5, FONT), (4, NINE)], 0, False),
    ],
)
def test_a_stream_of_objects_holds_what_the_table_says(
    members: list[tuple[int, bytes]], index: int, plain: bool
) -> None:
    pdf = packed(members, index)
    assert (told(pdf) == set()) is plain
    assert refused(pdf) is not plain


def test_a_member_with_a_comment_as_cairo_writes_it() -> None:
    pdf = packed([(5, FONT.replace(b"/Subtype", b"\n% 1\n/Subtype"))])
    assert told(pdf) == set()
    assert not refused(pdf)


@pytest.mark.parametrize("word", [b"endobj\n7 0 obj", b"endobj\nstartxref"])
def test_tables_and_streams_of_objects_end(word: bytes) -> None:
    pdf = packed([(5, FONT)])
    short = pdf.replace(word, word.replace(b"endobj", b"%%%%%%"))
    assert FindingCode.DAMAGED in told(short)
    assert refused(short)


def test_a_table_that_is_a_stream_is_counted_too() -> None:
    pdf = packed([(5, FONT)])
    at = pdf.index(b"7 0 obj")
    own = b"\1%s\0\0\nendstream" % at.to_bytes(4)
    beyond = pdf.replace(b"7 0 obj", b"9 0 obj").replace(own, bytes(7) + b"\nendstream")
    assert refused(beyond)
    assert not refused(beyond.replace(b"9 0 obj", b"7 0 obj"))


def test_what_is_plain_is_looked_at_once() -> None:
    """It is examined, and signed then."""
    pdf, spent = make(HONEST + b"%%%d\n" % time.monotonic_ns()), list[int]()
    with reading():
        require_plain(Held.of(pdf), open_pdf(pdf), spent.append)
        many = len(spent)
        require_plain(Held.of(pdf), open_pdf(pdf), spent.append)
    assert len(spent) == many > 0


@pytest.mark.parametrize(
    ("data", "count", "why"),
    [
        (b"5 0 6 2 1 2 ", NumberObject(2), ""),
        (b"5 0 5 2 1 2 ", NumberObject(2), "twice"),
        (b"5 0 6 2 1 2 ", FloatObject(2), "without their number"),
    ],
)
def test_a_stream_of_objects_is_listed_one_way(data: bytes, count: PdfObject, why: str) -> None:
    held = DecodedStreamObject()
    held.set_data(data)
    held.update({NameObject("/N"): count, NameObject("/First"): NumberObject(8)})
    known = {(5, 0), (5, 1), (6, 1)}
    if not why:
        assert plain_objects.packed(held, {(6, 1)}, known).numbers == (5, 6)
        return
    with pytest.raises(MalformedDocument, match=why):
        plain_objects.packed(held, {(5, 1)} if why == "twice" else {(6, 1)}, known)


@pytest.mark.parametrize("within", [b"% a (\n", b"% 4 0 obj\n"])
def test_a_member_is_one_value(within: bytes) -> None:
    for pdf in (packed([(5, within + FONT)]), packed([(5, FONT + b" 1")])):
        assert FindingCode.DAMAGED in told(pdf)
        assert refused(pdf)


@pytest.mark.parametrize(
    "font",
    [b"/F1\x80 6 0 R", b"/F1\xff 6 0 R", b"/F1\0 6 0 R", b"/F1#00 6 0 R", b"/F1 6 0 R"],
)
def test_a_name_that_is_another_one_to_some_readers(font: bytes) -> None:
    fonts = b"/Font<</F1 5 0 R%s>>" % font
    page = PAGE.replace(b"/Font<</F1 5 0 R>>%s", fonts)
    out, places = laid([(1, CATALOG), (2, NODE), (3, page), *bodies(NINE)[3:]])
    pdf = ended(bytes(out), usual(places))
    assert FindingCode.DAMAGED in told(pdf)
    assert refused(pdf)


@pytest.mark.parametrize("length", [b"-9", b"46.0", b"3", b"999", b"9 0 R", b"null"])
def test_a_stream_is_as_long_as_it_says(length: bytes) -> None:
    body = stream(HONEST)
    pdf = make(body=re.sub(rb"/Length \d+", b"/Length " + length, body))
    assert FindingCode.DAMAGED in told(pdf)
    assert refused(pdf)


def of_word(
    font: tuple[int, int] | None = None,
    kind: int = 2,
    between: bytes = b"",
    own: bytes = b"0 0\r\n",
) -> bytes:
    """A table, and an empty one with a stream that adds what is packed, as Word writes them."""
    inner = b"<</Type/StructElem/S/P>> "
    out, places = laid(bodies(stream(b"7 0 " + inner, b"/Type/ObjStm/N 1/First 4")))
    at = len(out)
    rows = [(0, 0, 65535), *((1, place, 0) for place in places), (kind, 6, 0), (1, at, 0)]
    if font is not None:
        rows[5] = (1, *font)
    data = b"".join(k.to_bytes(1) + one.to_bytes(4) + last.to_bytes(2) for k, one, last in rows)
    said = b"/Type/XRef/W[1 4 2]/Size 9/Root 1 0 R"
    out += b"8 0 obj\n%s\nendobj\n" % stream(data, said)
    free = b"0000000008 65535 f\r\n0000000000 65535 f\r\n"
    first = len(out)
    out += b"xref\r\n0 9\r\n0000000007 65535 f\r\n" + b"".join(map(row, places)) + free
    end = b"trailer\r\n<</Size 9/Root 1 0 R%s>>\r\nstartxref\r\n%d\r\n%%%%EOF\r\n"
    out += end % (b"", first) + between
    second = len(out)
    out += b"xref\r\n%s" % own + end % (b"/Prev %d/XRefStm %d" % (first, at), second)
    return bytes(out)


def test_a_table_and_a_stream_that_say_the_same_are_one_revision() -> None:
    assert told(of_word()) == set()
    assert not refused(of_word())
    beside = Finding(FindingCode.DAMAGED, None, str(said(Flaw.TABLE_BESIDE_STREAM)))
    assert beside in examine_pdf(of_word(font=(15, 0)))
    assert refused(of_word(font=(15, 0)))
    assert FindingCode.REVISION in told(of_word(between=b"% a\r\n"))
    assert FindingCode.DAMAGED in told(of_word(own=b"5 1\r\n0000000000 65535 f\r\n"))


def ready_for_the_web(page: bytes) -> bytes:
    """A linearized file that promises a page."""
    pdf = MADE["qpdf-web.pdf"]
    found = re.search(rb"/O (\d+)", pdf)
    assert found is not None
    return pdf.replace(found[0], page.ljust(len(found[0])), 1)


def test_a_file_promises_its_own_first_page() -> None:
    number = re.search(rb"/O (\d+)", MADE["qpdf-web.pdf"])
    assert number is not None
    assert told(ready_for_the_web(number[0])) == set()
    for page in (b"/O 1", b"/Q 1"):
        assert told(ready_for_the_web(page)) == {FindingCode.DAMAGED}
        assert refused(ready_for_the_web(page))


def test_a_row_of_nothing_to_which_nothing_leads() -> None:
    """Ghostscript writes such rows; a page that leads to one is none of its."""
    out, places = laid(bodies())
    nothing = row(places[4] + 3)
    assert told(ended(bytes(out), [*usual(places), nothing])) == set()
    assert not refused(ended(bytes(out), [*usual(places), nothing]))
    page = PAGE % b"/F2 6 0 R"
    out, places = laid([(1, CATALOG), (2, NODE), (3, page), *bodies()[3:]])
    assert refused(ended(bytes(out), [*usual(places), row(places[4] + 3)]))


@pytest.mark.parametrize("word", [b"obj ", b"\n9 obj", b"trailer %\n"])
def test_words_without_end_are_not_looked_at(word: bytes) -> None:
    """Each may begin something; to look at half a million takes ten seconds."""
    started = time.process_time()
    many = stream(word * 500_000)
    assert FindingCode.DAMAGED in told(make(objects=(many,)))
    assert refused(make(objects=(many,)))
    assert time.process_time() - started < 4
    assert told(make(objects=(stream(word * 50),))) == set()


def test_an_object_that_does_not_end_matters_where_something_leads_to_it() -> None:
    assert told(make(objects=(b"(",))) == set()
    assert FindingCode.DAMAGED in told(make(resources=b"/X 6 0 R", objects=(b"(",)))
    # What tells of the document is shown, too: to one reader the first title, to another the last.
    for title in (b"(", b"<</Title(1)/Title(9)>>", b"<</Title(1)/Title null>>"):
        assert FindingCode.DAMAGED in told(make(trailer=b"/Info 6 0 R", objects=(title,)))


@pytest.mark.parametrize(
    ("stray", "plain"),
    [
        (b"% written by hand\n", True),
        (b"5 0 obj\n%s\nendobj\n" % NINE, False),
        (b"5 0 %%\nobj\n%s\nendobj\n" % NINE, False),
        (b"8 0 obj\n%s\nendobj\n" % stream(NINE, b"/Type/#4fbjStm/N 1/First 4"), False),
        (b"8 0 obj\n%s\nendobj\n" % stream(b"", b"/Type/XRef/W[1 4 2]/Size 1"), False),
    ],
)
@pytest.mark.parametrize("before", [b"7 0 obj", b"startxref"])
def test_nothing_stands_there_that_no_table_names(
    stray: bytes, plain: bool, before: bytes
) -> None:
    pdf = packed([(5, FONT)])
    at, table = pdf.index(before), pdf.index(b"7 0 obj")
    pdf = pdf[:at] + stray + pdf[at:]
    moved = pdf.index(b"7 0 obj")
    pdf = pdf.replace(table.to_bytes(4), moved.to_bytes(4))
    pdf = pdf.replace(b"startxref\n%d" % table, b"startxref\n%d" % moved)
    assert (told(pdf) == set()) is plain
    assert refused(pdf) is not plain
