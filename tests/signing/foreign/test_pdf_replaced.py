"""What an update writes again was one thing to every reader, and what was signed ends there."""

from __future__ import annotations

import pytest

from signing.errors import MalformedDocument
from signing.pdf.held import Held
from signing.pdf.plain_file import require_plain
from signing.pdf.reading import reading
from tests.signing.foreign.test_pdf_compared import opened
from tests.signing.foreign.test_pdf_layout import (
    BASE,
    IN_USE,
    TWO,
    WITHIN,
    packed,
    refused,
    require_sound,
    tabled,
)
from tests.signing.foreign.test_pdf_readers import ROW, appended
from tests.signing.hostile_pdfs import FONT, make, stream

DRAWN = b"BT /F1 30 Tf 72 700 Td (100000) Tj ET"
MORE = b"xendstreamx 1 g 72 690 99 40 re f"
NO_OBJECT = "a replaced object that no table leads to"


def test_what_is_replaced_was_there() -> None:
    """The library skips a comment before a header; another reader sees no object there."""
    new = b"6 0 obj\n1\nendobj\n"
    for header, why in (
        (b"6 0 obj", ""),
        (b"%\n6 0 obj", "an object that is not where a table says"),
    ):
        old = make(objects=(b"(old)",), body=b"1").replace(b"6 0 obj", header)
        # Its own table moves with it.
        moved = len(header) - len(b"6 0 obj")
        begin = old.rindex(b"startxref\n") + 10
        end = old.index(b"\n", begin)
        old = old[:begin] + b"%d" % (int(old[begin:end]) + moved) + old[end:]
        pdf = appended(old, new, {6: (0, ROW)})
        if why:
            refused(pdf, why, len(old))
        else:
            require_sound(pdf, len(old))


def test_what_is_replaced_was_one_thing() -> None:
    for old in (b"<</A 1/A 2>>", b"(old"):
        pdf = make(objects=(old,))
        new = appended(pdf, b"6 0 obj\n1\nendobj\n", {6: (0, ROW)})
        with pytest.raises(MalformedDocument, match=r"comes twice|several things"):
            require_sound(new, len(pdf))


def test_what_is_replaced_keeps_its_generation() -> None:
    """Who goes by generations finds nothing any more where ``6 1 R`` leads."""
    for generation in (0, 1):
        old = make(page=b"/A 6 %d R" % generation, objects=(b"<<>>",))
        at = b"%010d 0000" % old.index(b"6 0 obj")
        old = old.replace(b"6 0 obj", b"6 %d obj" % generation)
        pdf = old.replace(at + b"0", at + b"%d" % generation)
        new = appended(pdf, b"6 0 obj\n<<>>\nendobj\n", {6: (0, ROW)})
        require_sound(new, len(pdf))
        reader = opened(pdf)
        if generation:
            with reading(), pytest.raises(MalformedDocument, match="object 6 is not where"):
                require_plain(Held.of(pdf), reader)
        else:
            require_plain(Held.of(pdf), reader)


@pytest.mark.parametrize(
    ("index", "body", "why"),
    [
        (1, packed(TWO), ""),
        (2, packed(TWO), "a replaced object that no table leads to"),
        (1, packed({6: b"1", 7: b"(2"}), "a text that does not end"),
    ],
)
def test_what_was_packed_and_is_replaced(index: int, body: bytes, why: str) -> None:
    rows = {6: (WITHIN, 90, 0), 7: (WITHIN, 90, index), 90: (IN_USE, len(BASE), 0)}
    old = tabled(BASE, body, rows)
    new = appended(old, b"7 0 obj\n1\nendobj\n", {7: (0, ROW)})
    if why:
        refused(new, why, len(old))
    else:
        require_sound(new, len(old))


@pytest.mark.parametrize(
    ("length", "other", "why"),
    [
        (b"37", b"", ""),
        (b"6 0 R", b"37", ""),
        # Other readers draw what the library leaves out, or take in what follows.
        (b"37", MORE, "a stream of another length than it says"),
        (b"0", b"", "a stream of another length than it says"),
        (b"36", b"", "a stream of another length than it says"),
        (b"0037", MORE, "a stream of another length than it says"),
        (b"99", b"", "a stream of another length than it says"),
        (b"37.0", b"", "a stream without a length"),
        (b"null", b"", "a stream without a length"),
        (b"4 0 R", b"", "a stream without a length"),
        (b"7 0 R", b"37", NO_OBJECT),
        (b"6 0 R", b"37 38", "an object of several values"),
        (b"6 0 R", b"37 % 38", "an object that does not end where it should"),
        (b"6 0 R", b"null", "a stream without a length"),
    ],
)
def test_a_stream_that_is_replaced_was_as_long_as_it_said(
    length: bytes, other: bytes, why: str
) -> None:
    own = length.endswith(b"R")
    data = DRAWN if own else DRAWN + other
    body = b"<</Length %s>>\nstream\n%s\nendstream" % (length, data)
    pdf = make(body=body, objects=(other,) if own else ())
    new = appended(pdf, b"4 0 obj\n%s\nendobj\n" % stream(DRAWN), {4: (0, ROW)})
    if why:
        refused(new, why, len(pdf))
    else:
        require_sound(new, len(pdf))


@pytest.mark.parametrize("between", [b"%x\n", b" %x\r\n", b"\0", b"\f", b"x "])
def test_a_stream_that_is_replaced_was_one(between: bytes) -> None:
    """The library sees a dictionary where a comment stands before the stream."""
    body = b"<</Length %d>>%sstream\n%s\nendstream" % (len(DRAWN), between, DRAWN)
    for said, why in ((body, True), (body.replace(between, b"\r\n", 1), False)):
        pdf = make(body=said)
        now = b"<</Length 37>>" if why else stream(DRAWN)
        new = appended(pdf, b"4 0 obj\n%s\nendobj\n" % now, {4: (0, ROW)})
        if why:
            refused(new, "an object that does not end where it should", len(pdf))
        else:
            require_sound(new, len(pdf))


OTHER = FONT.replace(b"Helvetica", b"Courier")
AT = len(FONT) + 1


@pytest.mark.parametrize(
    ("listed", "index", "why"),
    [
        (b"6 0 5 %d" % AT, 1, ""),
        # The library takes the first of its number, others the one at the index.
        (b"5 0 5 %d" % AT, 1, "an object that a table names twice"),
        (b"5 0 5 %d" % AT, 0, "an object that a table names twice"),
        (b"6 0 5 %d" % AT, 0, NO_OBJECT),
        (b"5 0 6 %d" % AT, 1, NO_OBJECT),
        (b"6 %d 5 0" % AT, 1, "a stream of objects with something else in it"),
        (b"6 0 5 0", 1, "a stream of objects with something else in it"),
        (b"6 2 5 %d" % AT, 1, "a stream of objects with something else in it"),
    ],
)
def test_what_was_packed_once_at_its_index(listed: bytes, index: int, why: str) -> None:
    head = listed + b" "
    said = b"/Type/ObjStm/N 2/First %d" % len(head)
    body = b"90 0 obj\n%s\nendobj\n" % stream(head + FONT + b" " + OTHER, said)
    old = tabled(BASE, body, {5: (WITHIN, 90, index), 90: (IN_USE, len(BASE), 0)})
    new = appended(old, b"5 0 obj\n%s\nendobj\n" % OTHER, {5: (0, ROW)})
    if why:
        refused(new, why, len(old))
    else:
        require_sound(new, len(old))


@pytest.mark.parametrize("length", [b"7 0 R", b"90 0 R", b"8 0 R"])
def test_a_stream_of_objects_whose_length_is_in_it(length: bytes) -> None:
    """Who wants to know how long it is asks for it again, without end."""
    body = packed({6: b"1", 7: b"20"}).replace(b"/Length 13", b"/Length " + length)
    assert length in body
    rows = {6: (WITHIN, 90, 0), 7: (WITHIN, 90, 1), 90: (IN_USE, len(BASE), 0)}
    old = tabled(BASE, body, rows)
    new = appended(old, b"7 0 obj\n1\nendobj\n", {7: (0, ROW)})
    with pytest.raises(MalformedDocument):
        require_sound(new, len(old))


def told(pdf: bytes, size: int) -> str:
    with reading():
        try:
            require_plain(Held.of(pdf[:size]), opened(pdf[:size]))
        except MalformedDocument as error:
            return str(error)
    return ""


@pytest.mark.parametrize("elsewhere", [False, True])
def test_no_stream_goes_on_behind_what_was_signed(elsewhere: bool) -> None:
    """Its length leads to an end that somebody writes later: four readers drew all between."""
    later = b"6 0 obj\n%s\nendobj\n" % stream(b") Tj ET BT (900000) Tj ET")

    def text(length: int) -> tuple[bytes, bytes]:
        said = b"7 0 R" if elsewhere else b"%010d" % length
        drawn = b"<</Length %s>>\nstream\n%s (\nendstream" % (said, DRAWN)
        pdf = make(body=drawn, objects=(stream(b"x"), b"%010d" % length))
        return pdf, appended(pdf, later, {6: (0, ROW)})

    pdf, new = text(0)
    begin = pdf.index(DRAWN)
    far = new.index(b"\nendstream", len(pdf)) - begin
    for length, is_told in (
        (len(DRAWN) + 2, False),
        (far, True),
        (far - 50, True),
        (len(pdf) - begin - 9, True),
        (new.index(b"endstream", begin + 60) - begin, True),
    ):
        pdf, new = text(length)
        require_sound(new, len(pdf))
        assert (told(new, len(pdf)) != "") == is_told, length
