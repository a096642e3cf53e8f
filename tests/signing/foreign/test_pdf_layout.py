"""What stands behind a revision: each rule broken by itself, with the rule's own name."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence

import pytest

from signing.errors import DocumentTooLarge, MalformedDocument
from signing.flaws import Flaw
from signing.foreign import pdf_layout
from signing.foreign.patience import open_beginning
from signing.pdf.held import Held
from signing.pdf.reading import reading
from tests.signing.foreign.test_pdf_readers import END, ROW, appended
from tests.signing.hostile_pdfs import make, stream

BASE = make()
PLAIN = b"80 0 obj\n<</A 1>>\nendobj\n"
IN_USE, WITHIN = 1, 2


def nothing() -> None:
    """Nobody is impatient."""


def require_sound(pdf: bytes, size: int = len(BASE)) -> None:
    held = Held.of(pdf)
    with reading():
        old, new = (open_beginning(held, length) for length in (size, len(pdf)))
        pdf_layout.require_sound(held, old, new, len(pdf), nothing)


def refused(pdf: bytes, why: str, size: int = len(BASE)) -> None:
    with pytest.raises(MalformedDocument) as caught:
        require_sound(pdf, size)
    assert str(caught.value) == why


def test_what_follows_the_rules() -> None:
    once = appended(BASE, PLAIN, {80: (0, ROW)})
    require_sound(once)
    require_sound(appended(once, PLAIN.replace(b"80", b"81"), {81: (0, ROW)}))
    require_sound(in_stream({6: b"<</A 1>>", 7: b"2"}))


# --- the way from one table to the next --------------------------------------------------------


def start(pdf: bytes) -> int:
    return int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])


def test_updates_go_on_where_the_signed_part_ended() -> None:
    why = "the updates do not continue what was signed"
    # No table at all: the end leads back to the signed one.
    refused(BASE + b"%%\nstartxref\n%d\n%%%%EOF\n" % start(BASE), why)
    # One that goes back behind the signed one.
    twice = appended(BASE, PLAIN, {80: (0, ROW)})
    last = appended(twice).replace(b"/Prev %d>>" % start(twice), b"/Prev %d>>" % start(BASE))
    refused(last, why, len(twice))


def test_a_table_that_begins_with_the_end_of_the_line_before() -> None:
    pdf = appended(BASE, PLAIN, {80: (0, ROW)})
    require_sound(pdf.replace(b"startxref\n%d" % start(pdf), b"startxref\n%d" % (start(pdf) - 1)))


def test_no_table_waits_among_what_was_signed() -> None:
    """Between two updates it would say where things are, and nobody compares what it says."""
    table = b"xref\n4 1\n%010d 00000 n\r\ntrailer\n<</Size 7/Root 1 0 R/Prev %010d>>\n"
    size = len(make(objects=(stream(table % (0, 0)),)))
    old = make(objects=(stream(table % (0, size)),))
    assert len(old) == size
    once = appended(old)
    waiting = old.index(b"xref\n4 1")
    require_sound(appended(once), size)
    pdf = appended(once, end=END.replace(b"/Prev %s", b"/Prev %d/Was(%%s)" % waiting))
    refused(pdf, "the updates do not continue what was signed", size)


def test_updates_stand_in_their_order() -> None:
    end = b"trailer\n<</Size 99/Root 1 0 R/Prev %d>>\n"
    first = b"xref\n0 0\n" + end % (len(BASE) + 100)
    second = b"xref\n0 0\n" + end % start(BASE) + b"startxref\n%d\n%%%%EOF\n" % len(BASE)
    refused(BASE + first.ljust(100) + second, "the updates are not in order")


@pytest.mark.parametrize("number", [b"2", b"5", b"80"])
def test_updates_have_the_same_catalog(number: bytes) -> None:
    end = END.replace(b"/Root %s 0 R", b"/Root %s 0 R/Was(%%s)" % number)
    catalog = b"80 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    pdf = appended(BASE, catalog, {80: (0, ROW)}, end=end)
    refused(pdf, "an update with another catalog")


@pytest.mark.parametrize("size", [b"/Size 80", b"/Size 81.0", b"/Size(99)", b""])
def test_updates_count_every_object(size: bytes) -> None:
    pdf = appended(BASE, PLAIN, {80: (0, ROW)}, end=END.replace(b"/Size 99", size))
    refused(pdf, "an update that leaves objects out")
    require_sound(pdf.replace(size, b"/Size 81") if size else appended(BASE))


def test_an_update_ends_with_its_own_place() -> None:
    why = "an update that does not end where it should"
    once = appended(BASE, PLAIN, {80: (0, ROW)})
    twice = appended(once)
    own = b"startxref\n%d\n" % start(once)
    for other in (b"startxref\n%d\n" % start(BASE), b"startxxxx\n%d\n" % start(once)):
        refused(twice.replace(own, other), why)


# --- objects -----------------------------------------------------------------------------------


def test_two_objects_are_not_one() -> None:
    refused(appended(BASE, PLAIN, {80: (0, ROW), 81: (0, ROW)}), "two objects in one place")


def test_an_object_is_not_in_another() -> None:
    inner = b"81 0 obj\n1\nendobj\n"
    body = b"80 0 obj\n%s\nendobj\n" % stream(inner)
    pdf = appended(BASE, body, {80: (0, ROW), 81: (body.index(inner), ROW)})
    refused(pdf, "an object that does not end where it should")


def test_a_table_is_no_object() -> None:
    pdf = appended(BASE, PLAIN, {80: (0, ROW), 81: (len(PLAIN), ROW)})
    refused(pdf, "an object that is not where a table says")


@pytest.mark.parametrize("header", [b"81 0 obj", b"80 1 obj", b"80 0 obk", b"080 0 obj"])
def test_an_object_has_its_number(header: bytes) -> None:
    pdf = appended(BASE, PLAIN.replace(b"80 0 obj", header), {80: (0, ROW)})
    refused(pdf, "an object that is not where a table says")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"x\n" + PLAIN, "something that no table names between objects"),
        # A comment goes on to the end of its line.
        (b"% x " + PLAIN, "something that no table names between objects"),
        (b"90 0 obj\n1\nendobj\n" + PLAIN, "something that no table names between objects"),
        (b"% \xe2\n" + PLAIN, "something that no table names between objects"),
        (PLAIN + b"90 0 obj\n1\nendobj\n", "something that no table names between objects"),
        (b"80 0 obj\n[1 2\n", "an object that does not end"),
        (b"80 0 obj\n<</A(1>>\nendobj\n", "a text that does not end"),
        (b"80 0 obj\n<</A 1>>\nendobk\n", "an object that does not end where it should"),
        (
            b"80 0 obj\n<</Length 9>>\nstream\n1\nendstream\nendobj\n",
            "a stream of another length than it says",
        ),
        (b"80 0 obj\n<<>>\nstream\n1\nendstream\nendobj\n", "a stream without a length"),
        (
            b"80 0 obj\n<</Length(1)>>\nstream\n1\nendstream\nendobj\n",
            "a stream without a length",
        ),
        # Its own update says how long it is, and no object that was there before.
        (
            b"80 0 obj\n<</Length 5 0 R>>\nstream\n1\nendstream\nendobj\n",
            "a stream without a length",
        ),
    ],
)
def test_objects_are_all_there_is(body: bytes, why: str) -> None:
    at = body.find(b"80 0 obj")
    refused(appended(BASE, body, {80: (at, ROW)}), why)


def replaced(number: int, body: bytes) -> bytes:
    return appended(BASE, b"%d 0 obj\n%s\nendobj\n" % (number, body), {number: (0, ROW)})


def test_what_is_replaced_stays_a_stream_or_none() -> None:
    """Compared by its entries it was the same; no reader found the catalog any more."""
    why = "a replaced object that no table leads to"
    catalog, page = b"/Type/Catalog/Pages 2 0 R", b"/Type/Page/Parent 2 0 R"
    require_sound(replaced(1, b"<<%s>>" % catalog))
    require_sound(replaced(4, stream(b"q Q")))
    for number, entries in ((1, catalog), (3, page), (5, b"/Type/Font")):
        refused(replaced(number, stream(b"x", entries)), why)
    refused(replaced(4, b"<</Length 1>>"), why)


@pytest.mark.parametrize("generation", [1, 2, 65535])
def test_references_name_what_is_in_use(generation: int) -> None:
    """Poppler and pdf.js left out what a page had as 6 1 R."""
    why = "object %d is not where the table says"
    require_sound(replaced(3, b"<</Annots[5 0 R 77 0 R]>>"))
    require_sound(replaced(3, b"<</Annots[77 %d R]>>" % generation))
    refused(replaced(3, b"<</Annots[5 %d R]>>" % generation), why % 5)
    refused(replaced(3, b"<</A<</B[5 0 R 3 %d R]>>>>" % generation), why % 3)
    # Some count no further than 32 bits.
    for beyond in (1 << 20, (1 << 31) + 5, (1 << 32) + 5):
        refused(replaced(3, b"<</Annots[%d 0 R]>>" % beyond), why % beyond)


def test_objects_do_not_touch() -> None:
    body = PLAIN.rstrip() + b"81 0 obj\n1\nendobj\n"
    rows = {80: (0, ROW), 81: (body.index(b"81"), ROW)}
    refused(appended(BASE, body, rows), "an object that does not end where it should")


def test_a_length_that_is_said_twice() -> None:
    data = b"4 0 obj\n<</Length 81 0 R>>\nstream\n1\nendstream\nendobj\n81 0 obj\n1\nendobj\n"
    rows = {4: (0, ROW), 81: (data.index(b"81 0 obj\n"), ROW)}
    once = appended(BASE, data, rows)
    require_sound(once)
    again = appended(once, b"81 0 obj\n1\nendobj\n", {81: (0, ROW)})
    refused(again, "a stream without a length")


def test_nobody_looks_at_more_than_he_wants() -> None:
    def enough() -> None:
        raise DocumentTooLarge(Flaw.READ_TOO_LONG)

    pdf = appended(BASE, PLAIN, {80: (0, ROW)})
    held = Held.of(pdf)
    with reading():
        old, new = (open_beginning(held, length) for length in (len(BASE), len(pdf)))
        with pytest.raises(DocumentTooLarge):
            pdf_layout.require_sound(held, old, new, len(pdf), enough)


# --- objects in streams ------------------------------------------------------------------------


def tabled(
    pdf: bytes,
    body: bytes,
    rows: Mapping[int, tuple[int, int, int]],
    more: bytes = b"",
    own: int = 98,
) -> bytes:
    """Append objects and a cross-reference stream that names them and itself."""
    every = {**rows, own: (IN_USE, len(pdf + body), 0)}
    index = b" ".join(b"%d 1" % number for number in every)
    data = b"".join(struct.pack(">BIH", *row) for row in every.values())
    back = b"/Prev %d" % start(pdf) if b"startxref" in pdf else b""
    said = b"/Type/XRef/Size %d/W[1 4 2]/Index[%s]/Root 1 0 R%s%s"
    said %= (max(own, 98) + 1, index, back, more)
    table = b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n"
    return pdf + body + table % (own, stream(data, said), len(pdf + body))


def packed(objects: Mapping[int, bytes], said: bytes = b"", between: bytes = b" ") -> bytes:
    """An object stream, number 90."""
    places, data = [], b""
    for number, item in objects.items():
        places.append(b"%d %d" % (number, len(data)))
        data += item + b" "
    head = b" ".join(places) + between
    said = said or b"/N %d/First %d" % (len(objects), len(head))
    return b"90 0 obj\n%s\nendobj\n" % stream(head + data, b"/Type/ObjStm" + said)


def in_stream(
    objects: Mapping[int, bytes], body: bytes = b"", named: Sequence[int] | None = None
) -> bytes:
    """Append objects in a stream."""
    numbers = list(objects) if named is None else named
    rows = {number: (WITHIN, 90, index) for index, number in enumerate(numbers)}
    return tabled(BASE, body or packed(objects), {**rows, 90: (IN_USE, len(BASE), 0)})


TWO = {6: b"<</A 1>>", 7: b"2"}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (packed(TWO, b"/First 8"), "a stream of objects without their number"),
        (packed(TWO, b"/N 2"), "a stream of objects without their number"),
        (packed(TWO, b"/N 3/First 8"), "a stream of fewer objects than it says"),
        (packed(TWO, b"/N 2/First 999"), "a stream of fewer objects than it says"),
        (packed(TWO, b"/N 2/First 6"), "a stream of fewer objects than it says"),
        (packed(TWO, between=b" 8 9 "), "a stream of objects with something else in it"),
        (
            packed({6: b"1", 7: b"2"}).replace(b"6 0 7 2", b"6 1 7 2"),
            "a stream of objects with something else in it",
        ),
        (
            packed({6: b"1 3", 7: b"2"}),
            "an object of several values",
        ),
        (packed({6: b"[1] x", 7: b"2"}), "a stream of objects with something else in it"),
        (
            packed({6: b"1", 7: b"2"}).replace(b"6 0 7 2", b"6 0 7 0"),
            "a stream of objects with something else in it",
        ),
    ],
)
def test_a_stream_holds_objects_and_nothing_else(body: bytes, why: str) -> None:
    refused(in_stream(TWO, body), why)


def test_a_stream_holds_what_the_table_names() -> None:
    for named in ((6,), ()):
        refused(in_stream(TWO, named=named), "an object in a stream that no table names")
    refused(in_stream(TWO, named=(7, 6)), "object 6 is not where the table says")


def test_a_stream_of_objects_stays_one() -> None:
    once = in_stream(TWO)
    again = tabled(
        once,
        packed(TWO),
        {6: (WITHIN, 90, 0), 7: (WITHIN, 90, 1), 90: (IN_USE, len(once), 0)},
        own=97,
    )
    refused(again, "a stream of objects that is replaced")


ESCAPED = packed(TWO).replace(b"/ObjStm", b"/Obj#53tm")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (packed(TWO), ""),
        # What its type says does not decide what is looked at: a table names it.
        (ESCAPED, ""),
        (packed({6: b"<</A/B/A/C>>", 7: b"2"}).replace(b"/ObjStm", b"/Obj#53tm"), "key"),
        (packed(TWO).replace(b"/Type/ObjStm", b""), "an object in a stream that no table names"),
        (packed(TWO).replace(b"/ObjStm", b" 5 0 R"), "an object in a stream that no table names"),
        (b"90 0 obj\n<</Type/ObjStm>>\nendobj\n", "a stream of objects with something else in it"),
    ],
)
def test_a_stream_of_objects_is_what_a_table_names(body: bytes, why: str) -> None:
    pdf = in_stream(TWO, body)
    if why:
        with pytest.raises(MalformedDocument, match=why):
            require_sound(pdf)
    else:
        require_sound(pdf)


def test_a_table_names_streams_of_its_own_update_or_before() -> None:
    why = "an object that is not where a table says"
    refused(tabled(BASE, b"", {6: (WITHIN, 90, 0)}), why)
    refused(tabled(BASE, b"", {6: (WITHIN, 4, 0)}), why)
    # One of another generation, one that comes later, and one that waited in what was signed.
    rows = {6: (WITHIN, 90, 0), 7: (WITHIN, 90, 1)}
    other = packed(TWO).replace(b"90 0 obj", b"90 1 obj")
    refused(tabled(BASE, other, {**rows, 90: (IN_USE, len(BASE), 1)}), why)
    early = tabled(BASE, b"", rows)
    refused(appended(early, packed(TWO), {90: (0, ROW)}), why)
    waits = make(objects=(stream(packed(TWO)),))
    at = waits.index(b"90 0 obj")
    refused(tabled(waits, b"", {**rows, 90: (IN_USE, at, 0)}), why, len(waits))
    once = in_stream(TWO)
    # Who lists again what is packed where it was changes nothing.
    require_sound(tabled(once, b"", {6: (WITHIN, 90, 0)}, own=99), len(once))
    refused(tabled(once, b"", {6: (WITHIN, 90, 1)}, own=99), why, len(once))
    refused(
        in_stream(TWO).replace(b"/Type/ObjStm", b"/Type/XRef  "),
        "an object in a stream that no table names",
    )


def test_a_table_that_no_table_leads_to() -> None:
    """A reader that counts places from elsewhere would come to it."""
    data = b"80 0 obj\n%s\nendobj\n" % stream(b"", b"/Type/XRef")
    refused(appended(BASE, data, {80: (0, ROW)}), "a stream beside a stream")


FLATE = b"/Filter/FlateDecode"
ROWS_OF = b"/Filter[/FlateDecode]/DecodeParms[<</Predictor 12/Columns %d>>]"
UNLIKE = "a stream that readers unpack to different things"


@pytest.mark.parametrize(
    ("said", "pack", "same"),
    [
        (FLATE, zlib.compress, True),
        (FLATE + b"/DecodeParms null", zlib.compress, True),
        (FLATE + b"/DecodeParms<</Predictor 1/Columns 4>>", zlib.compress, True),
        (b"/Filter[/FlateDecode]/DecodeParms[null]", zlib.compress, True),
        (ROWS_OF % 1, lambda data: zlib.compress(in_rows(data)), True),
        (FLATE, lambda data: zlib.compress(data) + b"\r\n", True),
        # Filters and parameters of which some readers take one and some the other.
        (b"/F/RunLengthDecode", bytes, False),
        (b"/F(elsewhere)", bytes, False),
        (FLATE + b"/DP<</Predictor 12>>", zlib.compress, False),
        (FLATE + b"/DecodeParms[]", zlib.compress, False),
        (b"/Filter[/FlateDecode]/DecodeParms[null null]", zlib.compress, False),
        (b"/Filter/RunLengthDecode", lambda data: bytes((len(data) - 1,)) + data + b"\x80", False),
        (b"/Filter[/FlateDecode/FlateDecode]", lambda x: zlib.compress(zlib.compress(x)), False),
        (b"/Filter/Fl", zlib.compress, False),
        (b"/Filter[]", bytes, False),
        (b"/DecodeParms<</Predictor 1>>", bytes, False),
        (ROWS_OF.replace(b"12", b"2") % 1, lambda data: zlib.compress(in_rows(data)), False),
        (ROWS_OF.replace(b"12", b"9") % 1, lambda data: zlib.compress(in_rows(data)), False),
        (FLATE + b"/DecodeParms<</Predictor 1.0>>", zlib.compress, False),
        (
            ROWS_OF.replace(b"12", b"12/Colors 2") % 1,
            lambda data: zlib.compress(in_rows(data)),
            False,
        ),
        (FLATE + b"/DecodeParms<</EarlyChange 0>>", zlib.compress, False),
        # Packed bytes that do not end, end early or are damaged.
        (FLATE, lambda data: zlib.compress(data)[:-4], False),
        (FLATE, lambda data: zlib.compress(data)[:-1] + b"?", False),
        (FLATE, lambda data: zlib.compress(data) + b"more", False),
        (ROWS_OF % 4, lambda data: zlib.compress(in_rows(data)), False),
        (ROWS_OF % 1, lambda data: zlib.compress(in_rows(data, b"\5")), False),
    ],
)  # fmt: skip
def test_what_is_packed_is_one_thing(
    said: bytes, pack: Callable[[bytes], bytes], same: bool
) -> None:
    head, bodies = b"6 0 7 2 ", b"1 2 "
    body = stream(pack(head + bodies), b"/Type/ObjStm/N 2/First 8" + said)
    pdf = in_stream(TWO, b"90 0 obj\n%s\nendobj\n" % body)
    if same:
        require_sound(pdf)
    else:
        refused(pdf, UNLIKE)


def in_rows(data: bytes, kind: bytes = b"\0") -> bytes:
    """As PNG writes it, in rows of one byte."""
    return b"".join(kind + data[at : at + 1] for at in range(len(data)))
