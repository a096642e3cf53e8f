"""What makes a reader repair a file behind a signature, and what it would find then.

Each file here was once called valid, while at least one of Poppler, MuPDF, Ghostscript and PDFium
showed another page than the signed one.
"""

from __future__ import annotations

import re
from time import process_time

import pytest

from signing.errors import MalformedDocument
from signing.foreign.pdf_mentions import _body, _numbers
from signing.pdf.form import _STRUCTURE
from signing.pdf.held import PIECE, Held
from signing.pdf.repair import headers, words
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import INVALID, OPEN, VALID, codes, judge
from tests.signing.foreign.test_pdf_readers import END, FORGED, ROW, appended
from tests.signing.foreign.test_pdf_what_readers_find import (
    led,
    newest,
    require_plain,
    updated,
)
from tests.signing.hostile_pdfs import HONEST, make, stream

ROOT = 1
FREE = b"0000000000 65535 f \n"


@pytest.fixture(scope="module")
def plain(makers: Makers) -> bytes:
    return makers.sign_pdf(make())


def refused(makers: Makers, pdf: bytes) -> None:
    report = judge(makers, pdf)
    assert (report.verdict, codes(report)) == (INVALID, {"CHANGED_AFTER_SIGNING"})
    assert len(report.signatures) == 1


# --- what a reader finds -----------------------------------------------------------------------


def told(pdf: bytes, data: bytes, more: bytes = b"") -> bytes:
    """An update of what tells of the document: one stream, its length in an object of its own."""
    catalog = re.sub(rb"/Metadata \d+ 0 R", b"", newest(pdf, ROOT))
    catalog = re.sub(rb">>\Z", b"/Metadata 80 0 R>>", catalog)
    tells = b"<</Type/Metadata/Subtype/XML/Length 81 0 R%s>>\nstream\n%s\nendstream"
    return updated(pdf, {ROOT: catalog, 80: tells % (more, data), 81: b"%d" % len(data)})


HIDDEN = b"x\nendstream\nendobj\n%s obj\n" + FORGED + b"\nendobj\n"


@pytest.mark.parametrize(
    "header",
    [
        b"4 0", b"00000000000000000004 0", b"0" * 99 + b"4 0", b"(a)4 0", b"[]4 0", b"<<>>4 0",
        b"/a/4 0", b"+4 0", b"4.0 0", b"4+0", b"\f4 0", b"\x804 0", b"4\xff0", b"4 00000000",
        b"4 0 %c\n", b"4 %c\n0", b"4 %c\n%d\n 0%e\r", b"4 %" + b"c" * 5000 + b"\n0",
        b"4294967300 0", b"99999999999999999999 0",
    ],
)  # fmt: skip
def test_no_object_is_hidden_in_an_update(makers: Makers, plain: bytes, header: bytes) -> None:
    refused(makers, told(plain, HIDDEN % header))
    # It is the header that counts, wherever it is.
    refused(makers, told(plain, header + b" obj\n"))
    refused(makers, told(plain, b"", b"/A(%s obj\n)" % header))


@pytest.mark.parametrize("header", [b"4 0 obj", b"4 0obj", b"4 0+obj", b"4 0.obj", b"4 0\x80obj"])
def test_a_header_is_found_wherever_it_stands(header: bytes) -> None:
    """Also with nothing before its word, and where a piece that is read at once ends."""
    for at in (0, 1, PIECE - 5, PIECE - 1, PIECE, PIECE + 1):
        data = b"x" * (at - 1) + b"\n" * bool(at) + header + b" "
        (found,) = headers(Held.of(data), 0, len(data), lambda: None)
        assert (found.word, found.number) == (data.index(b"obj"), 4)
        word = data.replace(header, b"endobj ")
        assert list(words(Held.of(word), 0, len(word), lambda: None)) == [(b"endobj", at)]
        # One that begins before the end of what is looked at counts, and one behind it does not.
        assert list(words(Held.of(word), 0, at + 1, lambda: None)) == [(b"endobj", at)]
        assert not list(words(Held.of(word), 0, at, lambda: None))


def test_a_header_with_a_comment_far_before_its_word() -> None:
    for blanks in (1, 511, 512, 513, 5000):
        data = b"\n4 %%c%s\n0 obj" % (b" " * blanks)
        (found,) = headers(Held.of(data), 0, len(data), lambda: None)
        assert found.number in (4, None)


def test_what_only_looks_like_a_header(makers: Makers, plain: bytes) -> None:
    for data in (
        b"",
        b"4 obj 0",
        b"a 4 (0)obj",
        b"object 4 0 ob j",
        b"trailer, xref",
        b"4 0\n%obj",
    ):
        assert judge(makers, told(plain, data)).verdict is VALID


@pytest.mark.parametrize(
    "data",
    [
        b"trailer\n<</Root 80 0 R>>", b"trailer %c\r <<", b"xref\n0 1", b"startxref", b"%%EOF",
        b"%PDF-1.7", b"endobj", b"endstream", b"/XRef ", b"trailer" + b" " * 600 + b"<<",
    ],
)  # fmt: skip
def test_no_word_of_a_table_is_hidden_in_an_update(
    makers: Makers, plain: bytes, data: bytes
) -> None:
    refused(makers, told(plain, data))
    refused(makers, appended(plain, b"% " + data.replace(b"\n", b" ") + b"\n"))


@pytest.mark.parametrize(
    ("objects", "verdict"),
    [
        ({80: b"<</Some(thing)/Of[1 2]>>"}, VALID),
        ({80: b"<</Type/Catalog/Pages 81 0 R>>", 81: b"<</Type/Pages/Kids[]/Count 0>>"}, INVALID),
        ({80: b"<</Some 4 0 R>>"}, INVALID),
        ({80: b"<</Type/Some>>"}, INVALID),
        ({80: stream(HONEST)}, INVALID),
    ],
)
def test_what_nothing_leads_to_leads_nowhere(
    makers: Makers, plain: bytes, objects: dict[int, bytes], verdict: object
) -> None:
    assert judge(makers, updated(plain, objects)).verdict is verdict


@pytest.mark.parametrize("kind", [b"/Catalog", b"81 0 R", b"(Catalog)"])
def test_no_second_catalog(makers: Makers, plain: bytes, kind: bytes) -> None:
    """Ghostscript takes the last one, whatever leads there."""
    other = b"<</Type %s/Pages 2 0 R>>" % kind
    catalog = re.sub(rb">>\Z", b"/PieceInfo<</A 80 0 R>>>>", newest(plain, ROOT))
    refused(makers, updated(plain, {ROOT: catalog, 80: other, 81: b"/Catalog"}))
    fine = updated(plain, {ROOT: catalog, 80: other.replace(kind, b"/Some")})
    assert judge(makers, fine).verdict is VALID


# --- what makes a reader look ------------------------------------------------------------------


@pytest.mark.parametrize("size", [b"9999999999", b"2147483648", b"8388611", b"400"])
def test_a_size_beyond_all_objects(makers: Makers, plain: bytes, size: bytes) -> None:
    refused(makers, appended(plain, end=END.replace(b"/Size 99", b"/Size " + size)))


def test_a_size_counts_hardly_more_than_there_is(makers: Makers, plain: bytes) -> None:
    """PyHanko takes a few numbers and makes no object of them."""
    counted = max(map(int, re.findall(rb"/Size (\d+)", plain)))
    for size, verdict in ((counted + 64, VALID), (counted + 65, INVALID)):
        pdf = appended(plain, end=END.replace(b"/Size 99", b"/Size %d" % size))
        assert judge(makers, pdf).verdict is verdict


@pytest.mark.parametrize(
    ("number", "row"),
    [
        (8388610, FREE), (40_000_000, FREE), (300_000_000, FREE), (1 << 20, FREE),
        (40, b"0009999999 00000 n \n"), (40, b"0000000017 00000 n \n"),
        (40, b"0000000000 00000 n \n"), (40, b"0000000000 99999 f \n"),
        (40, b"9999999999 00000 f \n"), (0, b"0000000015 65535 n \n"),
    ],
)  # fmt: skip
def test_a_row_that_no_program_writes(
    makers: Makers, plain: bytes, number: int, row: bytes
) -> None:
    refused(makers, appended(plain, rows={number: row}))


@pytest.mark.parametrize("run", [b"9999999999 0\n", b"8388610 0\n", b"1048576 0\n", b"80 0\n"])
def test_a_section_of_nothing(makers: Makers, plain: bytes, run: bytes) -> None:
    """MuPDF and PDFium repair the file for where it begins."""
    refused(makers, appended(plain, end=run + END))
    assert judge(makers, appended(plain, end=b"0 0\n" + END)).verdict is VALID


@pytest.mark.parametrize("number", [1 << 20, 4_194_305, 8_388_609, 4_294_967_297, 9_999_999_998])
def test_an_object_of_a_number_that_is_too_large(
    makers: Makers, plain: bytes, number: int
) -> None:
    refused(makers, updated(plain, {number: b"null"}))


@pytest.mark.parametrize(
    "more",
    [b"/Extends 3 0 R", b"/DocChecksum/A", b"/Info 4 0 R", b"/Info(a)", b"/ID[(a)]", b"/ID[(a) 1]",
     b"/ID(ab)", b"/ID 5 0 R", b"/Info 80 0 R", b"/Info 5 1 R",
     b"/W[1 4 2]", b"/Encrypt null"],
)  # fmt: skip
def test_a_trailer_with_something_else_in_it(makers: Makers, plain: bytes, more: bytes) -> None:
    refused(makers, appended(plain, more=more))


def test_an_update_may_tell_of_the_document_anew(makers: Makers, plain: bytes) -> None:
    for about, verdict in (
        (b"<</Producer(a)>>", VALID),
        (b"<</Title(a)>>", OPEN),
        (b"[(a)]", INVALID),
        (stream(b""), INVALID),
    ):
        body = b"80 0 obj\n%s\nendobj\n" % about
        told_of = appended(plain, body, {80: (0, ROW)}, more=b"/Info 80 0 R/ID[(a)(b)]")
        assert judge(makers, told_of).verdict is verdict


def test_what_the_signed_trailer_has_may_stay(makers: Makers) -> None:
    """LibreOffice writes a sum, and others take it over."""
    for was, other in ((b"/0A1B", b"/FFFF"), (b"[1 <</A 2>>]", b"[1 <</A 3>>]")):
        signed = makers.sign_pdf(make(trailer=b"/DocChecksum" + was))
        for value, verdict in ((was, VALID), (other, INVALID)):
            taken = appended(signed, more=b"/DocChecksum" + value)
            assert judge(makers, taken).verdict is verdict


def in_stream(
    pdf: bytes,
    widths: tuple[int, int, int] = (1, 4, 2),
    row: tuple[int, int, int] | None = None,
    more: bytes = b"",
    own: int = 98,
    *,
    named: bool = True,
) -> bytes:
    """Append a table that is a stream, with a row of an object 90; it may leave out itself."""
    rows = {**({90: row} if row else {}), **({own: (1, len(pdf), 0)} if named else {})}
    data = b"".join(
        value.to_bytes(width, "big")
        for item in rows.values()
        for value, width in zip(item, widths, strict=True)
    )
    start, root = (re.findall(i, pdf)[-1] for i in (rb"startxref\s+(\d+)", rb"/Root (\d+)"))
    index = b" ".join(b"%d 1" % number for number in rows)
    said = b"/Type/XRef/Size 99/W[%d %d %d]/Index[%s]/Root %s 0 R/Prev %s%s"
    said %= (*widths, index, root, start, more)
    table = b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n"
    return pdf + table % (own, stream(data, said), len(pdf))


@pytest.mark.parametrize("widths", [(1, 2, 0), (1, 3, 1), (1, 4, 2), (1, 8, 2)])
def test_columns_that_programs_write(
    makers: Makers, plain: bytes, widths: tuple[int, int, int]
) -> None:
    pdf = plain if plain.endswith(b"\n") else plain + b"\n"
    assert judge(makers, in_stream(pdf, widths)).verdict is VALID


@pytest.mark.parametrize(
    ("widths", "row", "more"),
    [
        ((8, 8, 8), None, b""), ((3, 8, 2), None, b""), ((1, 5, 5), None, b""),
        ((1, 4, 2), (9, 1, 1), b""), ((1, 4, 2), (3, 0, 0), b""),
        ((1, 4, 2), (1, 4_000_000_000, 0), b""), ((1, 8, 2), (1, 1 << 40, 0), b""),
        ((1, 4, 2), (0, 4_294_967_290, 0), b""), ((1, 4, 2), (1, 17, 0), b""),
        ((1, 4, 2), None, b"/Extends 3 0 R"), ((1, 4, 2), None, b"/DecodeParms null"),
        ((1, 4, 2), None, b"/Info 4 0 R"),
    ],
)  # fmt: skip
def test_tables_that_are_streams(
    makers: Makers,
    plain: bytes,
    widths: tuple[int, int, int],
    row: tuple[int, int, int] | None,
    more: bytes,
) -> None:
    pdf = plain if plain.endswith(b"\n") else plain + b"\n"
    refused(makers, in_stream(pdf, widths, row, more))


def test_a_table_has_no_number_of_an_object(makers: Makers, plain: bytes) -> None:
    """It does not name itself; to who repairs the file it would be the page's text."""
    pdf = plain if plain.endswith(b"\n") else plain + b"\n"
    for own, verdict in ((98, VALID), (4, INVALID)):
        update = in_stream(pdf, row=(0, 0, 0), own=own, named=False)
        assert judge(makers, update).verdict is verdict


# --- what is not plain and leads nowhere -------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        b"<</Contents<" + b"30" * 5000 + b">%% made by us: 10\n/M(D:20261122120000Z)/T(Sig8)>>",
        b"<</Type/Sig\f/Contents<" + b"30" * 5000 + b">/T(Sig8)>>",
        b"<</Type/Sig/Type/Sig/Contents<" + b"11" * 5000 + b">/T(Sig8)>>",
        b"<</A#/Contents<" + b"11" * 5000 + b">/T(Sig8)>>",
        b"<</A 1/A 1/Length 8001>>\nstream\n" + b"8 " * 4000 + b">\nendstream",
    ],
)
def test_a_signature_that_is_written_carelessly(value: bytes) -> None:
    """Its digits are no number of an object, and no file is broken for them."""
    require_plain(led(b"<<>>", value))
    with pytest.raises(MalformedDocument):
        require_plain(led(b"<<>>", value.replace(b"<<", b"<</Z 8 0 R/B[8 %c\n0 R]", 1)))


@pytest.mark.parametrize(
    "data",
    [
        b"(" + b"1" * 1_000_000 + b")", b"(" + b"1 " * 300_000 + b")", b"1" + b" " * 1_000_000,
        b"1" * 400_000 + b" " * 400_000 + b"1" * 400_000, b"%\n" * 400_000, b"\n" * 400_000,
        b">> " * 300_000, b"\n  x" * 200_000, b"<" * 500_000, b"\n4 0 ob%" * 100_000,
    ],
    ids=range(10),
)  # fmt: skip
def test_words_without_end_are_looked_at_once(data: bytes) -> None:
    """A hundred thousand digits took longer than anybody waits."""

    def looked(some: bytes) -> float:
        begin = process_time()
        pdf = Held.of(some)
        _numbers(_body(some), lambda: None)
        _STRUCTURE.search(some)
        assert not list(headers(pdf, 0, len(some), lambda: None))
        assert not list(words(pdf, 0, len(some), lambda: None))
        return process_time() - begin

    # Eight times as many take eight times as long; they would take sixty-four times.
    few = min(looked(data[: len(data) // 8]) for _ in range(3))
    assert looked(data) < 30 * few + 0.2


# --- what cannot be read any more --------------------------------------------------------------


@pytest.mark.parametrize("was", [b"/Type ?/Catalog", b"/Pages \\d+ 0 R"])
def test_damage_that_came_later_is_told_as_such(makers: Makers, plain: bytes, was: bytes) -> None:
    """It was called no PDF, and nobody's."""
    catalog = re.sub(was, b"", newest(plain, ROOT))
    assert catalog != newest(plain, ROOT)
    refused(makers, updated(plain, {ROOT: catalog}))
