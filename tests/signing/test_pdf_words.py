"""Words and tables of PDFs: each rule that makes all readers read the same, broken by itself."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

import pytest
from pypdf import PdfReader
from pypdf.errors import LimitReachedError, PdfReadError
from pypdf.generic import IndirectObject

from signing.errors import DocumentTooLarge, MalformedDocument, SigningError
from signing.pdf import standing
from signing.pdf.decoding import bounds
from signing.pdf.grammar import Cut, blanks, parse, parse_whole, read_name
from signing.pdf.hex_strings import quicken
from signing.pdf.reading import next_number, open_pdf, reading, start_of_xref
from signing.pdf.standing import StandingReader
from signing.pdf.tables import FREE, PACKED, Section, read_section
from tests.signing.hostile_pdfs import make, stream, written

SEVERAL = "an object that readers take for several things"
UNENDED = "an object that does not end where it should"


@pytest.mark.parametrize(
    ("words", "entries"),
    [
        (b"<</A 1/B[1 0 R(x\\)y)]>> ", {b"/A": b"1", b"/B": b""}),
        (b"<</A 1 0 R/B/C>>", {b"/A": b"1 0 R", b"/B": b"/C"}),
        (b"<</#41 true>>", {b"/A": b"true"}),
        (b"[<</A 1>>]", None),
        (b"-.5", None),
        (b"<41 4>", None),
    ],
)
def test_words_that_are_read(words: bytes, entries: dict[bytes, bytes] | None) -> None:
    found = parse_whole(b"  " + words, 0)
    assert found.entries == entries
    assert blanks(b"  " + words, found.end) == len(words) + 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (b"<</A 4x>>", SEVERAL),
        (b"<</A%c\n1>>", SEVERAL),
        (b"<</A <4g>>>", SEVERAL),
        (b"nul ]", SEVERAL),
        (b"[" * 200 + b"]" * 200, "objects too deep within objects"),
        (b"[1>>", UNENDED),
        (b"<<1]", UNENDED),
        (b"] ", UNENDED),
        (b">>", UNENDED),
        (b"1 2 ", "an object of several values"),
        (b"1 0 /A", "an object of several values"),
        (b"[R]", "a reference without two numbers"),
        (b"[1 R]", "a reference without two numbers"),
        (b"[1 /A R]", "a reference without two numbers"),
        (b"[1 -1 R]", "a reference without two numbers"),
        (b"<</A>>", "a dictionary with half an entry"),
        (b"<<1 2>>", "a dictionary with a key that comes twice or is none"),
        (b"<</A 1/A 2>>", "a dictionary with a key that comes twice or is none"),
        (b"<</A 1/#41 2>>", "a dictionary with a key that comes twice or is none"),
    ],
)
def test_words_that_only_some_take(words: bytes, why: str) -> None:
    with pytest.raises(MalformedDocument) as caught:
        parse(words, 0)
    assert str(caught.value) == why


@pytest.mark.parametrize("words", [b"", b"  ", b"[1", b"<</A(1", b"<4", b"(\\)", b"(a\\"])
def test_words_that_go_on(words: bytes) -> None:
    with pytest.raises(Cut):
        parse(words, 0)
    with pytest.raises(MalformedDocument, match="does not end"):
        parse_whole(words, 0)


@pytest.mark.parametrize("words", [b"", b" /A", b"1 /A", b"(/A)", b"%/A"])
def test_a_name_stands_where_it_is_looked_for(words: bytes) -> None:
    assert read_name(b"/A#41(1)", 0) == b"/A#41"
    with pytest.raises(MalformedDocument, match="several things"):
        read_name(words, 0)


# --- tables ------------------------------------------------------------------------------------

ROW = b"%010d 00000 n \n"
READER = PdfReader(io.BytesIO(make()))


def section(data: bytes, most: int = 100) -> Section | None:
    with reading():
        return read_section(READER, io.BytesIO(data), 0, most)


def table(rows: bytes, trailer: bytes = b"trailer\n<</Size 9/Root 1 0 R/Prev 15>>") -> bytes:
    return b"xref\n" + rows + trailer


TWO = b"4 2\n" + ROW % 15 + b"0000000000 00001 f \n"


def test_a_table_is_read_as_it_stands() -> None:
    found = section(table(TWO))
    assert found is not None
    assert found.entries == {4: (0, 15, 0), 5: (FREE, 0, 0)}
    assert (found.previous, found.is_stream) == (15, False)
    assert found.end == len(table(TWO))


@pytest.mark.parametrize(
    "data",
    [
        table(b"4 2\n" + ROW % 15),
        table(b"4 1\n" + b"%010d 00000 n\n" % 15),
        table(b"4 1 x\n" + ROW % 15),
        table(TWO + b"5 1\n" + ROW % 15),
        table(TWO, b"trailer\n<</Size 9/XRefStm 15>>"),
        table(TWO, b"trailer\n<</Size 9/Prev -1>>"),
        table(TWO, b"trailer\n<</Size 9/Prev 15.0>>"),
        table(TWO, b"trailer\n15 "),
        table(TWO, b"trailer\n"),
        table(TWO, b"trailer\n<</Size 9"),
        table(TWO, b"trailed\n<</Size 9>>"),
        b"xref 4 2\n" + TWO,
    ],
)
def test_a_table_that_some_read_in_another_way(data: bytes) -> None:
    assert section(data) is None


def test_a_table_of_more_than_is_read() -> None:
    assert section(table(TWO), 2) is not None
    with pytest.raises(DocumentTooLarge, match="2 objects in a PDF"):
        section(table(TWO), 1)
    with pytest.raises(DocumentTooLarge, match="3 objects in a PDF"):
        section(table(b"4 1\n" + ROW % 15 + b"6 2\n"), 2)
    with pytest.raises(DocumentTooLarge, match="2 objects in a PDF"):
        section(packed(), 1)


ROWS = struct.pack(">BIH", 1, 15, 3) + struct.pack(">BIH", 2, 8, 7)


def packed(
    said: bytes = b"/Type/XRef/W[1 4 2]/Index[4 2]",
    rows: bytes = ROWS,
    header: bytes = b"9 0 obj",
    more: bytes = b"/Size 9/Root 1 0 R",
) -> bytes:
    return header + b"\n" + stream(rows, said + more) + b"\nendobj\n"


def test_a_stream_is_read_as_it_stands() -> None:
    found = section(packed())
    assert found is not None
    assert found.entries == {4: (3, 15, 0), 5: (PACKED, 8, 7)}
    assert (found.end, found.previous, found.is_stream) == (0, None, True)
    # A kind that nobody knows means null; without a first column all are in use.
    unknown = section(packed(rows=ROWS[:7] + b"\7" + ROWS[8:]))
    assert unknown is not None
    assert unknown.entries[5] == (FREE, 0, 0)
    narrow = section(packed(b"/Type/XRef/W[0 4 2]/Index[4 1]", ROWS[1:7]))
    assert narrow is not None
    assert narrow.entries == {4: (3, 15, 0)}


@pytest.mark.parametrize(
    "data",
    [
        packed(b"/Type/ObjStm/W[1 4 2]/Index[4 2]"),
        packed(header=b"9 1 obj"),
        packed(more=b"/Size 9/Root 1 0 R/XRefStm 15"),
        packed(b"/Type/XRef/W 4 0 R/Index[4 2]"),
        packed(b"/Type/XRef/W[1 4 2]/Index 4 0 R"),
        packed(more=b"/Size 4 0 R"),
        packed(more=b"/Size 9/Filter 4 0 R"),
        packed(more=b"/Size 9/DecodeParms 4 0 R"),
        packed(more=b"/Size 9/Prev 4 0 R"),
        packed(b"/Type/XRef/W[1 4]/Index[4 2]"),
        packed(b"/Type/XRef/W[1 4 2]/Index[4 2 6]"),
        packed(b"/Type/XRef/W[1 0 6]/Index[4 2]"),
        packed(b"/Type/XRef/W[1 4 9]/Index[4 1]", bytes(14)),
        packed(b"/Type/XRef/W[1 4 2]/Index[4 3]"),
        packed(b"/Type/XRef/W[1 4 2]/Index[4 1]"),
        packed(b"/Type/XRef/W[1 4 2]/Index[4 1 4 1]"),
        packed(b"/Type/XRef/W[1 4 2]/Index[]"),
        packed(b"/Type/XRef/W[1 4 2]/Index[-4 2]"),
        packed(b"/Type/XRef/W[1 4 (2)]/Index[4 2]"),
        packed(b"/Type/XRef/W/X/Index[4 2]"),
        packed().replace(b"/Length 14", b"/Length 4 0 R"),
        b"9 0 obj\n<</Type/XRef/W[1 4 2]/Index[4 2]/Size 9/Length 14>>\nendobj\n",
        b"9 0 obj\n<</Type/XRef/W[1 4 2]/Index[4 0]/Size 9/Length 0>>\nendobj\n",
        b"9 0 obj\n[1 2]\nendobj\n",
    ],
)
def test_a_stream_that_some_read_in_another_way(data: bytes) -> None:
    assert section(data) is None


@pytest.mark.parametrize(
    ("kind", "where", "last", "plain"),
    [
        (b"n", (1 << 31) - 1, 65535, True),
        (b"n", 1 << 31, 0, False),
        (b"n", 15, 65536, False),
        (b"f", (1 << 20) - 1, 65535, True),
        (b"f", 1 << 20, 0, False),
        (b"f", 0, 65536, False),
    ],
)
def test_how_large_the_numbers_of_a_row_may_be(
    kind: bytes, where: int, last: int, plain: bool
) -> None:
    """Of a row in use a place, of a free one the number of the next (7.5.4)."""
    found = section(table(b"4 1\n%010d %05d %c \n" % (where, last, kind)))
    assert found is not None
    assert found.is_plain is plain
    # What a free row says of others is nothing that it says of its own.
    assert found.entries == {4: (last, where, 0) if kind == b"n" else (FREE, 0, 0)}
    if last < 65536:
        row = struct.pack(">BIH", kind == b"n", where, last)
        found = section(packed(b"/Type/XRef/W[1 4 2]/Index[4 1]", row))
        assert found is not None
        assert found.is_plain is plain


def test_how_large_the_numbers_of_packed_objects_may_be() -> None:
    for kind, where, plain in ((2, (1 << 20) - 1, True), (2, 1 << 20, False), (3, 0, False)):
        row = struct.pack(">BIH", kind, where, 7)
        found = section(packed(b"/Type/XRef/W[1 4 2]/Index[4 1]", row))
        assert found is not None
        assert found.is_plain is plain


@pytest.mark.parametrize(
    ("first", "count", "plain"),
    [(0, 0, True), (1, 0, False), ((1 << 20) - 1, 1, True), ((1 << 20) - 1, 2, False)],
)
def test_where_a_section_may_be(first: int, count: int, plain: bool) -> None:
    found = section(table(b"%d %d\n" % (first, count) + ROW % 15 * count))
    assert found is not None
    assert found.is_plain is plain


# --- the reader --------------------------------------------------------------------------------


def test_objects_that_no_table_leads_to() -> None:
    pdf = make(objects=(b"(six)",))
    with reading():
        reader = StandingReader(io.BytesIO(pdf), strict=False)
        assert reader.get_object(6) == "six"
        assert reader.get_object(60) is None
        assert reader.places()[6] == {(0, pdf.index(b"6 0 obj"), 0)}
    for wrong in (b"7 0 obj", b"6 1 obj"):
        with reading():
            reader = StandingReader(io.BytesIO(pdf.replace(b"6 0 obj", wrong)), strict=False)
            with pytest.raises(MalformedDocument, match="object 6 is not where the table says"):
                reader.get_object(6)
    # The library leaves out what leads to no header at all.
    lost = StandingReader(io.BytesIO(pdf.replace(b"6 0 obj", b"       ")), strict=False)
    assert lost.places()[6] == {(0, 0, 0)}
    with pytest.raises(MalformedDocument, match="object 6 is not where the table says"):
        lost.get_object(6)


def test_places_of_packed_objects() -> None:
    body = make()
    inner = stream(b"6 0 (six)", b"/Type/ObjStm/N 1/First 4")
    at = len(body)
    holder = b"7 0 obj\n%s\nendobj\n" % inner
    rows = struct.pack(">BIH", 2, 7, 0) + struct.pack(">BIH", 1, at, 0)
    rows += struct.pack(">BIH", 1, at + len(holder), 0)
    old = int(body[body.rindex(b"startxref") + 9 :].split()[0])
    said = b"/Type/XRef/Size 9/W[1 4 2]/Index[6 3]/Root 1 0 R/Prev %d" % old
    xref = b"8 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        stream(rows, said),
        at + len(holder),
    )
    with reading():
        reader = StandingReader(io.BytesIO(body + holder + xref), strict=False)
        assert reader.get_object(6) == "six"
        assert reader.places()[6] == {(PACKED, 7, 0)}


def streams() -> Iterator[bytes]:
    """A file of more tables than are read, each a stream."""
    yield (pdf := make())
    at, last = len(pdf), int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    for _ in range(standing._MAX_STREAMS + 1):
        said = b"/Type/XRef/Size 9/W[1 4 2]/Index[8 1]/Root 1 0 R/Prev %d" % last
        piece = b"8 0 obj\n%s\nendobj\n" % stream(struct.pack(">BIH", 1, at, 0), said)
        yield piece
        last, at = at, at + len(piece)
    yield b"startxref\n%d\n%%%%EOF\n" % last


def test_more_tables_than_are_read() -> None:
    with pytest.raises(DocumentTooLarge, match="more revisions"), reading():
        StandingReader(io.BytesIO(b"".join(streams())), strict=False)


# --- what they hold ----------------------------------------------------------------------------


def test_streams_in_many_letters() -> None:
    """Each of them takes a hundred bytes of memory for one."""
    letters = b"z" * 300_000 + b"~>"
    few = b"00" * 1000 + b">"
    for data, kind, fits in (
        (few, b"/ASCIIHexDecode", True),
        (letters, b"/ASCII85Decode", False),
        (b"<~~>", b"[/ASCII85Decode/ASCIIHexDecode]", False),
        (zlib.compress(zlib.compress(b"x")), b"[/FlateDecode/FlateDecode]", True),
    ):
        pdf = make(objects=(stream(data, b"/Filter" + kind),))
        with reading(), bounds():
            found = StandingReader(io.BytesIO(pdf), strict=False).get_object(6)
            if fits:
                assert found.get_data()
                continue
            with pytest.raises(LimitReachedError, match="a stream in many letters"):
                found.get_data()


def test_a_string_of_more_digits_than_any_has() -> None:
    quicken()
    from signing.pdf import hex_strings

    pdf = make(objects=(b"<%s>" % (b"4" * (hex_strings._MAX_DIGITS + 2)),))
    with pytest.raises(LimitReachedError, match="digits"):
        StandingReader(io.BytesIO(pdf), strict=False).get_object(6)


def test_what_is_nowhere() -> None:
    """Read strictly a reference to nothing is an error."""
    nothing = IndirectObject(99, 0, READER)
    loose, strict = (StandingReader(io.BytesIO(make()), strict=item) for item in (False, True))
    assert loose.get_object(nothing) is None
    with pytest.raises(PdfReadError):
        strict.get_object(nothing)
    with pytest.raises(MalformedDocument, match="does not end with"):
        start_of_xref(make() + b"x")


def test_tables_are_never_made_anew() -> None:
    """Whatever stands in the file without a row is no object here."""
    pdf = make().replace(b"xref\n0 6\n", b"xref\n0 (x)\n")
    with pytest.raises(MalformedDocument, match="made anew"):
        StandingReader(io.BytesIO(pdf), strict=False)


def test_a_pdf_without_pages() -> None:
    empty = written([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
    with pytest.raises(MalformedDocument, match="no pages"):
        open_pdf(empty)


@pytest.mark.parametrize("size", [b"(6)", b"6.5", b"null"])
def test_a_trailer_that_does_not_count(size: bytes) -> None:
    reader = open_pdf(make().replace(b"/Size 6", b"/Size " + size))
    with pytest.raises(SigningError, match="trailer"), reading():
        next_number(reader)
