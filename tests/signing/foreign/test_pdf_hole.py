"""What stands before a signature's value ends before it: how the value is written nobody signs."""

from __future__ import annotations

import re
from time import thread_time

import pytest

from signing.errors import MalformedDocument
from signing.foreign.pdf_hole import Lengths
from signing.pdf.held import Held
from signing.pdf.reading import reading
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import OPEN, details, judge
from tests.signing.foreign.test_pdf_compared import opened, updated
from tests.signing.hostile_pdfs import make, stream

LONGER = "a stream of another length than it says"
ENDLESS = "an object that does not end"
PICTURE = (
    b"<</Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray"
    b"%b>>\nstream\n%b\nendstream"
)


VALUE = b"<%s>" % (b"3082" * 999)


def told(*objects: bytes) -> str:
    """Tell what reaches over a value that stands behind some objects, and before a stream."""
    behind = {20: b"<</Contents %b>>" % VALUE, 21: stream(b") x")}
    pdf = updated(make(resources=b"/XObject<</I 6 0 R>>", objects=objects), behind)
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
        (b"/Length 7 0 R", b"81 4100", "an object of several values"),
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
        (b"<</A 1>> endobj (", False),
        (b"[[1]", False),
    ],
)
def test_no_text_reaches_over_a_signature(text: bytes, closed: bool) -> None:
    """A palette: its colours would be the value's letters."""
    assert (told(text, b"null") == "") == closed


@pytest.mark.parametrize(
    ("within", "why"),
    [
        (b"6 0 obj<</Length 4>>\nstream\nabcd\nendstream\n", ""),
        (b"6 0 obj<</A[<61>/B(c)]>>", ""),
        (b"6 0 obj 5 << [", ""),
        (b"6 0 obj %d\n<</A<61>>>\n<<", ""),
        (b"6 0 obj/A << [", ""),
        (b"6 0 obj<</Length 5600>>\nstream\nabcd", LONGER),
        (b"6 0 obj\x80<</Length 5600>>\x80stream\nabcd", LONGER),
        (b"%6\x000obj%d\n<</Length 5600>>%e\nstream\nabcd", LONGER),
        (b"6 0 obj<</Length 99>>\nstream\nabcd\nendstream", LONGER),
        (b"6 0 obj<<>>\nstream\nabcd", LONGER),
        (b"6 0 obj<</A[1 2", ENDLESS),
        (b"6 0 obj<</A<61", ENDLESS),
        (b"6 0 obj\n" + b" " * 5000 + b"<</A", ENDLESS),
        # To who repairs the file it is this that says how long object 8 is.
        (b"9 0 obj 5600", LONGER),
        (b"9 0 obj 5 0 obj 5600", LONGER),
        (b"1%s 0 obj 5600" % (b"0" * 64), LONGER),
        (b"10 0 obj 5600", ""),
    ],
)
@pytest.mark.parametrize("around", [b"(%b)", b"<</Length %d>>\nstream\n%b\nendstream"])
def test_what_a_repairing_reader_finds_ends_too(within: bytes, why: str, around: bytes) -> None:
    found = around % ((len(within), within) if around.startswith(b"<<") else within)
    elsewhere = b"<</Length 9 0 R>>\nstream\nabcd\nendstream"
    assert told(b"null", found, elsewhere, b"4") == why


def test_the_letters_of_a_signature_are_no_picture(makers: Makers) -> None:
    """Small or capital, they mean the same value; two readers drew them."""
    body = PICTURE % (b"/Length 5600", b"x" * 81)
    pdf = makers.sign_pdf(make(resources=b"/XObject<</I 6 0 R>>", objects=(body,)))
    value = re.findall(rb"/Contents <([0-9A-Fa-f]+)>", pdf)[-1]
    other = pdf.replace(value, value.lower() if value.isupper() else value.upper())
    assert other != pdf
    report = judge(makers, other)
    assert (report.verdict, details(report)) == (OPEN, LONGER)
