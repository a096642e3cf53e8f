"""What stands before a signature's value ends before it: how the value is written nobody signs."""

from __future__ import annotations

import re
import tracemalloc
from time import thread_time

import pytest

from signing.errors import MalformedDocument
from signing.foreign.pdf_hole import Lengths
from signing.foreign.pdf_named import require_apart
from signing.foreign.pdf_signatures import PdfSignature, signatures
from signing.pdf.held import Held
from signing.pdf.reading import reading
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import OPEN, VALID, details, judge
from tests.signing.foreign.test_pdf_compared import opened, updated
from tests.signing.foreign.test_pdf_layout import IN_USE, WITHIN, packed, tabled
from tests.signing.hostile_pdfs import make, stream

LONGER = "a stream of another length than it says"
ENDLESS = "an object that does not end"
SEVERAL = "an object that readers take for several things"
PICTURE = (
    b"<</Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray"
    b"%b>>\nstream\n%b\nendstream"
)


VALUE = b"<%s>" % (b"3082" * 999)
BODY = stream(b"q q Q Q")


def told(*objects: bytes) -> str:
    """Tell what reaches over a value that stands behind some objects, and before a stream."""
    behind = {20: b"<</Contents %b>>" % VALUE, 21: stream(b") x")}
    return over(updated(make(resources=b"/XObject<</I 6 0 R>>", objects=objects), behind))


def over(pdf: bytes) -> str:
    """Tell what reaches over a value in a file."""
    held, begin = Held.of(pdf), pdf.index(VALUE)
    with reading():
        try:
            Lengths(held, lambda: None).require_none_over(opened(pdf), (begin, begin + len(VALUE)))
        except MalformedDocument as error:
            return str(error)
    return ""


@pytest.mark.parametrize(
    ("length", "elsewhere", "why"),
    [
        (b"/Length 81", b"", ""),
        (b"/Length 7 0 R", b"81", ""),
        (b"/Length" + b" " * 250 + b"81", b"", ""),
        (b"/#4cength\t0081", b"", ""),
        (b"", b"", LONGER),
        (b"/Foo/Length", b"", LONGER),
        (b"/Foo/Length/Length 4100", b"", LONGER),
        (b"/Length %%%b\n 4100" % (b"y" * 250), b"", LONGER),
        (b"/Length" + b" " * 250 + b"4100", b"", LONGER),
        (b"/Length 4700/Junk(%b)" % (b"x" * 6000), b"", LONGER),
        (b"/Length 1", b"", LONGER),
        (b"/Length 70 0 R", b"", LONGER),
        (b"/Length 7 0 R", b"null", LONGER),
        (b"/Length 7 0 R", b"-1", LONGER),
        (b"/Length1 4100/Length 81", b"", ""),
        (b"/Length 4100", b"", LONGER),
        (b"/Length 0000004100", b"", LONGER),
        (b"/Length +4100.0", b"", LONGER),
        (b"/Length 400", b"", LONGER),
        (b"/#4ceng#74h%x\n\t4100", b"", LONGER),
        (b"/Length 81/Length 4100", b"", LONGER),
        (b"/Length 7 0 R", b"4100", LONGER),
        (b"/Length 7%\n0 R", b"4100", LONGER),
        (b"/Length 7 0 R", b"4100.0", LONGER),
        (b"/Length 7 0 R", b"81 4100", LONGER),
    ],
)
def test_no_stream_reaches_over_a_signature(length: bytes, elsewhere: bytes, why: str) -> None:
    assert told(PICTURE % (length, b"x" * 81), elsewhere or b"null") == why


@pytest.mark.parametrize("data", [b"q Q\nendstrea", b"q Q", b"q Q(endstream"])
def test_a_stream_without_an_end_takes_the_next_one(data: bytes) -> None:
    body = b"<</Length %d>>\nstream%%b\n%b\n" % (len(data), data)
    assert told(body % b"") == LONGER
    assert told(body % b"" + b"endstream") == ""
    assert told(body % b"\r" + b"endstream") == ""
    # Some go on to the end of the line.
    assert told(body % b" " + b" endstream") == LONGER
    assert told(body % b"%" + b"endstream") == LONGER


def test_what_is_in_a_stream_is_not_gone_through() -> None:
    data = (b"%" + b"/Length%" * 24 + b"\n") * 2000
    begun = thread_time()
    assert told(stream(data)) == ""
    assert thread_time() - begun < 2


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        (b"(abc", False),
        (b"<</A(abc>>", False),
        (b"[(a)(b]", False),
        (rb"(a\\\)", False),
        (rb"(a\(b)", True),
        (rb"(a\\)", True),
        (rb"(\)\(\()", True),
        (b"(a(b)c)", True),
        (b"<</A((((((a))))))>>", True),
        (b"<</A%(b)\n(c)>>", True),
        (b"<</A/s(t)/stream(u)>>", True),
        (b"<</X/stream/A(", False),
        (b"<</X 1 )/A(", False),
        (b"<</X%)\n/A(", False),
        (b"<</X%(\\)\n/A()>>", False),
        (b"<</X<)>/A(", False),
        (b"<</X(%b)/A(" % (b"x" * 70000), False),
        (b"<</A 1 endobj ()", False),
        (b"<</A 1>> endobj (", True),
        (b"-.5 % one", True),
        (b"4 0 R", True),
        (b"true", True),
        # To Ghostscript the last one counts.
        (b"<</A 1>> ( stream", False),
        (b"<</A 1>> A stream", False),
        (b"null <<>>", False),
        (b"5 %\n6", False),
        (b"<<>> [1]", False),
        (b"<<>> 5 endobj", False),
        (b"5 (a)", False),
        (b"/A/B", False),
        (b"<<>>]", False),
        (b"<<>>/", False),
        (b"<<>>{}", False),
        (b"nil", False),
        (b"<</A xref>>", False),
        (b"<</A 1#5a>>", False),
        # MuPDF reads escapes in words.
        (b"<<>> endob#6a", False),
        (b"<<>> strea#6d", False),
        (b"<<>>endobj#0a", False),
        (b"<<>>\x80endobj", False),
        (b"[[1]", False),
    ],
)
def test_no_text_reaches_over_a_signature(text: bytes, closed: bool) -> None:
    """A palette: its colours would be the value's letters."""
    assert (told(text, b"null") == "") == closed


@pytest.mark.parametrize(
    ("within", "why"),
    [
        (b"6 0 obj<</Length 4>>\nstream\nabcd\nendstream\nendobj\n", ""),
        (b"6 0 obj<</A[<61>/B(c)]>>endobj\n", ""),
        (b"6 0 obj 5 endobj << [", ""),
        (b"6 0 obj %d\n<</A<61>>>\n%\nendobj <<", ""),
        (b"6 0 obj/A endobj << [", ""),
        (b"6 0 obj<</Length 5600>>\nstream\nabcd", LONGER),
        (b"6 0 obj\x80<</Length 5600>>\x80stream\nabcd", ENDLESS),
        (b"%6\x000obj%d\n<</Length 5600>>%e\nstream\nabcd", LONGER),
        (b"6 0 obj<</Length 99>>\nstream\nabcd\nendstream", LONGER),
        (b"6 0 obj<<>>\nstream\nabcd", LONGER),
        (b"6 0 obj<</A[1 2", ENDLESS),
        (b"6 0 obj 5 << [", ENDLESS),
        # A sign alone is a number, and so is what has letters behind it; MuPDF reads escapes.
        (b"6 - obj<</Length 5600>>\nstream\nabcd", LONGER),
        (b"- +obj<</Length 5600>>\nstream\nabcd", LONGER),
        (b"6 0E0 obj<</Length 5600>>\nstream\nabcd", LONGER),
        (b"6 .x obj<</Length 5600>>\nstream\nabcd", LONGER),
        (b"trai#6cer <</A[", ENDLESS),
        (b"/o#62j /A#6f", ""),
        (b"6 0 obj<</A<61", ENDLESS),
        (b"6 0 obj\n" + b" " * 5000 + b"<</A", ENDLESS),
        # To who repairs the file it is this that says how long object 8 is.
        (b"9 0 obj 5600 endobj\n", LONGER),
        (b"9 0 obj 5 0 R endobj\n", LONGER),
        (b"9 0 obj%\n5600 endobj\n", LONGER),
        (b"9 0 obj 5\nendobj\n", ""),
        (b"9 0 obj<<>>endobj\n", ""),
        (b"6 0 obj<</Length 9 0 R>>\nstream\nabcd", ""),
        (b"6 0 obj<</Length 10 0 R>>\nstream\nabcd", ""),
        (b"10 0 obj 5600 endobj (6 0 obj<</Length 10 0 R>>\nstream\nabcd)", LONGER),
        (b"1%s 0 obj 5600 endobj\n" % (b"0" * 64), LONGER),
        (b"10 0 obj 5600 endobj\n", ""),
    ],
)
@pytest.mark.parametrize("around", [b"(%b)", b"<</Length %d>>\nstream\n%b\nendstream"])
def test_what_a_repairing_reader_finds_ends_too(within: bytes, why: str, around: bytes) -> None:
    found = around % ((len(within), within) if around.startswith(b"<<") else within)
    elsewhere = b"<</Length 9 0 R>>\nstream\nabcd\nendstream"
    assert told(b"null", found, elsewhere, b"4") == why


@pytest.mark.parametrize(
    ("later", "why"),
    [
        ({4: BODY}, ""),
        ({4: BODY, 6: b"<</Producer(x)>>"}, ""),
        ({4: BODY, 6: b"99"}, ""),
        # Nobody comes to it by the tables, but who repairs the file does.
        ({4: None}, ""),
        ({4: None, 6: None}, ""),
        ({4: None, 6: b"<</Producer(x)>>"}, ""),
        ({4: None, 6: b"99"}, LONGER),
    ],
)
def test_what_was_replaced_before_signing_may_have_lost_its_length(
    later: dict[int, bytes | None], why: str
) -> None:
    body = b"<</Length 6 0 R>>\nstream\nq Q\nendstream"
    pdf = make(body=body, objects=(b"3",))
    pdf = updated(pdf, {number: body for number, body in later.items() if body is not None})
    gone = b"".join(b"%d 1\n%010d 00001 f\r\n" % (n, 0) for n in later if later[n] is None)
    rows = b"xref\n0 0\n%btrailer\n<</Size 99/Root 1 0 R/Prev " % gone
    end = re.findall(rb"startxref\s+(\d+)", pdf)[-1] + b">>\nstartxref\n%d\n%%%%EOF\n" % len(pdf)
    assert over(updated(pdf + rows + end, {20: b"<</Contents %b>>" % VALUE})) == why


@pytest.mark.parametrize("word", [b"o#62j", b"#6Fbj", b"ob#6a", b"#6f#62#6A"])
def test_what_only_one_reader_finds_ends_too(word: bytes) -> None:
    body = b"6 0 %b<</Length 5600>>\nstream\nabcd" % word
    assert told(b"null", stream(body)) != ""
    assert told(b"null", stream(body.replace(b" 0 ", b" 0 /"))) == ""


@pytest.mark.parametrize("header", [b"6 - obj", b"6 0q obj", b"6 0 o#62j", b"6 (", b"#36", b"<"])
def test_a_row_leads_to_a_header(header: bytes) -> None:
    pdf = updated(make(objects=(b"null",)), {20: b"<</Contents %b>>" % VALUE})
    body = b"6 0 obj\nnull\nendobj"
    assert over(pdf) == ""
    assert over(pdf.replace(body, header.ljust(len(body)))) != ""
    # Nothing begins at a word.
    assert over(pdf.replace(body, b"endobj".ljust(len(body)))) == ""


def test_an_object_may_begin_behind_the_end_of_a_file() -> None:
    """FPDF, pdf-lib and jsPDF end no line there, and some signers go on at once."""
    pdf = make().removesuffix(b"\n")
    assert over(updated(pdf, {20: b"<</Contents %b>>" % VALUE})) == ""


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 9>>", ""),
        (b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 9", ENDLESS),
        (b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size<", ENDLESS),
        (b"xref\n0 900\n0000000000 65535 f \ntrailer\n<</Size 9>>", ENDLESS),
        (b"xref\n0 1\n0000000000 65535 f \n8 900\n", ENDLESS),
        (b"(startxref\n9)", ""),
    ],
)
def test_a_table_ends_too(table: bytes, why: str) -> None:
    pdf = make(objects=(b"<</Length %d>>\nstream\n%b\nendstream" % (len(table), table),))
    # Without a trailer before the value.
    packed = pdf[: pdf.rindex(b"xref\n0 7")] + b"7 0 obj<</Contents %b>>\nendobj\n" % VALUE
    rows = b"".join(
        b"%010d 00000 n\r\n" % packed.index(b"%d 0 obj" % number) for number in range(1, 8)
    )
    end = b"xref\n0 8\n0000000000 65535 f\r\n%btrailer\n<</Size 8/Root 1 0 R>>\n" % rows
    assert over(packed + end + b"startxref\n%d\n%%%%EOF\n" % len(packed)) == why


def test_the_letters_of_a_signature_are_no_table() -> None:
    """Five readers were led by them to another object."""

    def file(length: int) -> bytes:
        table = (
            b"9 0 obj\n<</Type/XRef/W[0 1 0]/Index[99 %05d]/Size 99999/Root 1 0 R/Length %05d>>"
        )
        text = b"(\n%b\nstream\nyyyy)" % (table % (length, length))
        pdf = make(objects=(text,))
        pdf = pdf.replace(
            b"/Root 1 0 R>>\nst", b"/Root 1 0 R/Prev %d>>\nst" % pdf.index(b"9 0 obj")
        )
        return updated(pdf, {20: b"<</Contents %b>>" % VALUE, 21: stream(b"x")})

    begin = file(0).index(b"yyyy")
    length = file(0).index(b"\nendstream", begin + len(VALUE)) - begin
    assert len(opened(file(length)).sections) == 3
    assert over(file(length)) == LONGER


def test_a_comment_costs_no_more_than_its_length() -> None:
    comment = b"<</A %" + b"()" * 500_000 + b"\n1>>"
    tracemalloc.start()
    try:
        assert told(comment) == ""
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("between", [b"xref 0\n" * 20_000, b"xref" + b"\n" * 100_000])
def test_many_tables_cost_no_more_than_their_length(between: bytes) -> None:
    begun = thread_time()
    assert told(b"(" + between + b"trailer<<>>)") == ""
    assert thread_time() - begun < 2


def test_the_letters_of_a_signature_are_no_picture(makers: Makers) -> None:
    """Small or capital, they mean the same value; two readers drew them."""
    body = PICTURE % (b"/Length 5600", b"x" * 81)
    pdf = makers.sign_pdf(make(resources=b"/XObject<</I 6 0 R>>", objects=(body,)))
    value = re.findall(rb"/Contents <([0-9A-Fa-f]+)>", pdf)[-1]
    other = pdf.replace(value, value.lower() if value.isupper() else value.upper())
    assert other != pdf
    report = judge(makers, other)
    assert (report.verdict, details(report)) == (OPEN, LONGER)


def test_a_value_is_no_note(makers: Makers) -> None:
    """Its bytes would be the words, and nobody signed how they are written."""
    (value,) = re.findall(
        rb"\n(\d+) 0 obj\s*<<(?:(?!endobj).)*/ByteRange", signed(makers), re.DOTALL
    )
    listed = b"/Annots[%b 0 R]" % value
    note = b"<</Subtype/%b/Rect[9 9 99 99]%b>>"
    for page, object_ in (
        (listed, b"null"),
        (b"/Annots[6 0 R]", note % (b"Popup", b"/Open true/Parent %b 0 R" % value)),
        (b"/Annots[6 0 R]", note % (b"Text", b"/Popup %b 0 R" % value)),
        (b"/Annots[6 0 R]", note % (b"Text", b"/Popup<</Parent %b 0 R>>" % value)),
        (b"/A 6 0 R", note % (b"Text", b"/RT/Group/IRT %b 0 R" % value)),
        (b"/A 6 0 R", note % (b"Text", b"/IRT 00%b%%x\n%%\n 0%%\nR" % value)),
        (b"/A 6 0 R", note % (b"Text", b"/IRT%b 0 #52" % value)),
        (b"/A 6 0 R", note % (b"Text", b"/IRT %b%%%b\n 0 R" % (value, b"x" * 999))),
        (b"/A 6 0 R", stream(b"q Q", b"/A[%b 7 R]" % value)),
        (b"/A 6 0 R", stream(b"\nendstream endobj", b"/Length 4/A %b 0 R" % value)),
        (b"", b"<</FT/Tx/V %b 0 R/Z[%b 0 R]>>" % (value, value)),
    ):
        report = judge(makers, signed(makers, page, object_))
        assert (report.verdict, details(report)) == (OPEN, SEVERAL)
    mentioned = b"%b 0 R" % value
    for object_ in (
        note % (b"Text", b""),
        note % (b"Text", b"/A 1%b 0 R/B[%b 0 7]/C(%b 0)" % (value, value, value)),
        stream(mentioned, b"/A null"),
        stream(mentioned + b" endstream " + mentioned, b"/A null"),
    ):
        assert judge(makers, signed(makers, b"/A 6 0 R", object_)).verdict is VALID


def test_who_may_name_a_value(makers: Makers) -> None:
    """What certifies does, and fields; of others in a stream of objects it is found as well."""
    certified = makers.sign_pdf(make(), certify=True)
    assert b"/Perms" in certified
    assert judge(makers, certified).verdict is VALID
    (own,) = signatures(Held.of(certified), opened(certified))
    assert isinstance(own, PdfSignature)
    assert own.number
    for inner, found in (
        (b"<</IRT %d 0 R>>", True),
        (b"[1%d 0 R]", False),
        # Numbers in any form are these to some; and what certifies names it by its own entries.
        (b"<</IRT %d 0.0 R>>", True),
        (b"<</IRT %d- 0 R>>", True),
        (b"<</IRT %d .0 R>>", True),
        (b"<</Perms<</DocMDP %d 0 R>>>>", False),
        (b"<</Perms<</Subtype/Text/DocMDP %d 0 R>>>>", True),
        (b"<</Perms<</IRT %d 0 R>>>>", True),
        (b"<</V %d 0 R>>", False),
    ):
        body = packed({70: b"<<>>", 71: inner % own.number})
        rows = {number: (WITHIN, 90, number - 70) for number in (70, 71)}
        # Of a stream that is none to some nobody knows whose words they are.
        fewer = re.sub(rb"/N \d", b"/N 9", body)
        for one, known in ((body, True), (fewer, False)):
            pdf = tabled(certified, one, {**rows, 90: (IN_USE, len(certified), 0)})
            named = found or (not known and inner.startswith(b"<<"))
            assert is_named(pdf, own.number) == named


def is_named(pdf: bytes, number: int) -> bool:
    with reading():
        try:
            require_apart(Held.of(pdf), opened(pdf), number, lambda: None)
        except MalformedDocument:
            return True
    return False


def signed(makers: Makers, page: bytes = b"/Annots[]", object_: bytes = b"null") -> bytes:
    return makers.sign_pdf(make(page=page, objects=(object_,)))
