"""What an update of this program writes anew is in the document's own words, or not written."""

from __future__ import annotations

from datetime import UTC, datetime
from time import process_time

import pytest

from signing.errors import MalformedDocument
from signing.examine.document import examine_pdf
from signing.examine.finding import FindingCode
from signing.pdf.linearized import require_no_promise
from signing.pdf.reading import open_pdf, start_of_xref
from signing.pdf.update import SignatureFields, prepare
from signing.pdf.verbatim import Words, entries, items, longer, with_entries
from tests.signing.hostile_pdfs import make

FIELDS = SignatureFields("Hokim", datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
FONT = b"/X<</Type/Font/Encoding<</Differences[48.0/nine/nine]>>>>"


@pytest.mark.parametrize(
    "own",
    [
        *(
            FONT,
            b"/F 2.0",
            b"/Rotate 90.00000000000000001",
            b"/A -.50",
            b"/B +1",
            b"/C(a\\(b\\051)",
        ),
        *(b"/D<0 a>", b"/#45/#41b", b"/G[1 0 R 2 3 (a) <</H 1>> /I null true]"),
    ],
)
def test_a_page_keeps_its_words(own: bytes) -> None:
    """A whole number for a real one is another character to some readers, a flag to others."""
    pdf = make(page=own + b"/Annots[]", catalog=own)
    update = prepare(pdf, FIELDS, 100).data[len(pdf) :]
    (value,) = entries(b"<<%s>>" % own).values()
    name = own.removesuffix(value).strip()
    assert update.count(b"%s %s\n" % (name, value)) == 2


@pytest.mark.parametrize(
    "own",
    [
        *(rb"/A(\q\q)", rb"/A(\777)", rb"/A(\9)", b"/A(a\r\nb)", b"/A(\\\n\n)", b"/A 1/A 2"),
        b"/A [1 % 2\n]",
    ],
)
def test_what_readers_read_in_two_ways_is_not_written_anew(own: bytes) -> None:
    for pdf in (make(page=own), make(catalog=own)):
        with pytest.raises(MalformedDocument):
            prepare(pdf, FIELDS, 100)
    # Where it stays as it is it is nobody's business.
    prepare(make(objects=(b"<<%s>>" % own,)), FIELDS, 100)


def test_words_are_not_looked_for_behind_an_object() -> None:
    """Of each the next eight MiB were looked through, which takes a tenth of a second."""
    long = b"<</A(%s)/B 1>>" % (b"a" * (20 << 10))
    pdf = make(objects=(b"<</A 1>>", long, b"(%s)" % (b"a" * (3 << 20))))
    words = Words(open_pdf(pdf))
    numbers = sorted(words._reader.xref[0])
    begun = process_time()
    found = [words.of(number) for number in 5 * numbers[:-1]]
    assert process_time() - begun < 0.5
    assert {b"<</A 1>>", long} <= set(found)


def test_the_words_of_an_object() -> None:
    words = Words(open_pdf(make(page=b"/Annots 6 0 R", objects=(b"[7 0 R (a)]", b"<<>>"))))
    assert entries(words.of(3))[b"/Annots"] == b"6 0 R"
    assert longer(words, b"6 0 R", b"9 0 R") == b"[ 7 0 R (a) 9 0 R ]"
    assert longer(words, None, b"9 0 R") == longer(words, b"null", b"9 0 R") == b"[ 9 0 R ]"
    with pytest.raises(MalformedDocument):
        longer(words, b"7 0 R", b"9 0 R")
    with pytest.raises(MalformedDocument, match="object 70"):
        words.of(70)


def test_entries_and_items() -> None:
    assert items(b"[1 2 3 0 R -.5[4]<</A 1>>/B(c)<0a>]") == [
        *(b"1", b"2", b"3 0 R", b"-.5", b"[4]", b"<</A 1>>", b"/B", b"(c)", b"<0a>")
    ]
    assert with_entries(b"<</A 1/#42 2/C 3>>", {b"/B": b"4", b"/D": b"5"}) == (
        b"<<\n/A 1\n/C 3\n/B 4\n/D 5\n>>"
    )
    for wrong in (b"[1", b"<</A 1>>", b"1"):
        with pytest.raises(MalformedDocument):
            items(wrong)
    with pytest.raises(MalformedDocument):
        entries(b"[1]")


def linearized(length: int, entry: bytes = b"/Linearized 1", before: bytes = b"") -> bytes:
    """A PDF whose first object says that it is ready for the web, and how long it is."""
    first = b"9 0 obj\n<<%s/L %08d>>\nendobj\n" % (entry, length)
    pdf = make()
    at = pdf.index(b"1 0 obj")
    out = pdf[:8] + before + pdf[8:at] + first + pdf[at:]
    # The places have moved with it.
    moved = len(out) - len(pdf)
    start = int(pdf[pdf.rindex(b"startxref") + 10 : -6])
    table = pdf[start:]
    for row in set(table.split(b"\n")):
        if row.endswith((b" n \r", b" n\r", b" n ")):
            table = table.replace(row, b"%010d" % (int(row[:10]) + moved) + row[10:])
    table = table.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + moved))
    return out[: start + moved] + table


def promises(pdf: bytes) -> bool:
    try:
        require_no_promise(pdf, len(pdf), start_of_xref(pdf))
    except MalformedDocument:
        return True
    return False


def test_a_length_that_the_signature_brings_about() -> None:
    """Some readers take another table of a file that is as long as it says in the beginning."""
    size = len(linearized(0))
    signed = len(prepare(linearized(1), FIELDS, 100).data)
    for length, refused in ((size - 1, False), (size, True), (signed, True), (size + 1, True)):
        pdf = linearized(length)
        assert promises(pdf) is refused
        told = [item for item in examine_pdf(pdf) if item.detail == "/Linearized"]
        assert [item.code for item in told] == [FindingCode.DAMAGED] * refused
        if refused:
            with pytest.raises(MalformedDocument, match="another table"):
                prepare(pdf, FIELDS, 100)


def test_where_it_may_hide() -> None:
    assert promises(linearized(1, before=b" 6 0 obj <</Linearized 1/L 900>> endobj"))
    assert promises(linearized(1, before=b" 6 0 obj <</#4cinearized 1/L 900>> endobj"))
    assert promises(linearized(99_999, b"/#4cinearized 1"))
    assert not promises(linearized(99_999, b"/Else 1"))


def test_a_file_that_is_linearized() -> None:
    """Its end names the table that stands behind the dictionary."""
    head = b"%PDF-1.7\n9 0 obj\n<</Linearized 1/L 80>>\nendobj\nxref\n"
    for table, refused in ((head.index(b"xref"), False), (70, True)):
        try:
            require_no_promise(head, 80, table)
        except MalformedDocument:
            assert refused
        else:
            assert not refused
