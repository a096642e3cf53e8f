"""Where readers of PDFs find pages, objects and tables: no two of them in different places."""

from __future__ import annotations

import re

import pytest

from signing.errors import MalformedDocument
from signing.foreign.patience import open_beginning
from signing.foreign.pdf_beginning import require_header
from signing.foreign.pdf_layout import renewed
from signing.foreign.pdf_mentions import Mentions
from signing.foreign.pdf_reader import BoundedReader
from signing.pdf.held import Held
from signing.pdf.reading import reading
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import INVALID, OPEN, VALID, codes, details, judge
from tests.signing.foreign.test_pdf_layout import IN_USE, WITHIN, packed, tabled
from tests.signing.foreign.test_pdf_readers import FORGED, ROW, appended
from tests.signing.hostile_pdfs import FONT, HONEST, stream, written

PAGE = (
    b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
    b"/Resources<</Font<</F1 6 0 R>>>>>>"
)
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
BODIES = [
    CATALOG,
    b"<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2>>",
    PAGE % (2, 4),
    stream(HONEST),
    PAGE % (2, 4),
    FONT,
]


@pytest.fixture(scope="module")
def two_pages(makers: Makers) -> bytes:
    return makers.sign_pdf(written(BODIES))


def newest(pdf: bytes, number: int) -> bytes:
    """The newest writing of an object."""
    found: bytes = re.findall(rb"\n%d 0 obj\s*(.*?)\s*endobj" % number, pdf, re.DOTALL)[-1]
    return found


def updated(pdf: bytes, objects: dict[int, bytes]) -> bytes:
    """Append objects, each with its row."""
    body, rows = b"", {}
    for number, item in objects.items():
        rows[number] = (len(body), ROW)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    return appended(pdf, body, rows)


# --- the tree of pages -------------------------------------------------------------------------


def _leads_to(number: int, root: bytes) -> bool:
    if number > 82:
        return b"82" in root or (b"81" in root and number == 83)
    return b"%d 0 R" % number in root


@pytest.mark.parametrize(
    "root",
    [
        # Viewers go by the count and show the first page alone; the library sees both.
        b"/Type/Pages/Kids[3 0 R 5 0 R]/Count 1",
        # Neither is a page to the library, and both are to viewers.
        b"/Type/Pages/Kids[81 0 R 3 0 R 5 0 R]/Count 1",
        b"/Type/Pages/Kids[82 0 R 3 0 R 5 0 R]/Count 1",
        # As it was, in another place.
        b"/Type/Pages/Kids[3 0 R 5 0 R]/Count 2",
    ],
)
@pytest.mark.parametrize("in_place", [False, True])
def test_the_tree_of_pages_is_the_signed_one(
    makers: Makers, two_pages: bytes, root: bytes, in_place: bool
) -> None:
    catalog = newest(two_pages, 1)
    assert judge(makers, updated(two_pages, {1: catalog})).verdict is VALID
    page = PAGE % (2, 83)
    added = {
        81: page.replace(b"/Type/Page", b"/Type/Template"),
        82: b"<</Type/Nodes/Parent 2 0 R/Kids[84 0 R]/Count 1>>",
        83: FORGED,
        84: page,
    }
    added = {number: item for number, item in added.items() if _leads_to(number, root)}
    if in_place:
        root += b"/Was 0"
        pdf = updated(two_pages, {2: b"<<%s>>" % root, **added})
    else:
        new = re.sub(rb"/Pages\s+2 0 R", b"/Pages 80 0 R", catalog)
        pdf = updated(two_pages, {1: new, 80: b"<<%s>>" % root, **added})
    report = judge(makers, pdf)
    assert (report.verdict, codes(report)) == (INVALID, {"CHANGED_AFTER_SIGNING"})
    assert details(report) == "Imzo1: pages"


def test_what_is_no_page_here_may_be_one_elsewhere(makers: Makers) -> None:
    """A leaf of another type: the library passes it over, viewers show it."""
    kids = b"<</Type/Pages/Kids[7 0 R 3 0 R 5 0 R]/Count 2>>"
    leaf = (PAGE % (2, 8)).replace(b"/Type/Page", b"/Type/Template")
    bodies = [BODIES[0], kids, *BODIES[2:], leaf, stream(HONEST)]
    signed = makers.sign_pdf(written(bodies))
    assert judge(makers, signed).verdict is VALID
    for number in (7, 8):
        change = FORGED if number == 8 else leaf.replace(b"842", b"84")
        assert details(judge(makers, updated(signed, {number: change}))) == "Imzo1: pages"


# --- the beginning -----------------------------------------------------------------------------


def beginning(first: bytes, *, listed: bool = True) -> bytes:
    """A PDF whose first object this is."""
    pdf, mark = written(BODIES), b"%\xe2\xe3\xcf\xd3\n"
    at = pdf.index(mark) + len(mark)
    moved = re.sub(
        rb"(\d{10}) 00000 n", lambda row: b"%010d 00000 n" % (int(row[1]) + len(first)), pdf
    )
    start = int(re.findall(rb"startxref\n(\d+)", pdf)[-1])
    moved = moved.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + len(first)))
    header = re.search(rb"(\d+) 0 obj", first)
    if listed and header is not None:
        row = b"%s 1\n%010d 00000 n\r\n" % (header[1], at + header.start())
        moved = moved.replace(b"trailer\n<</Size 7", row + b"trailer\n<</Size 81")
    return moved[:at] + first + moved[at:]


LINEAR = b"%%d\n80 0 obj\n<</Linearized 1%s/N 2>>\nendobj\n"


@pytest.mark.parametrize(
    ("first", "verdict"),
    [
        # Of the file before it was signed.
        (LINEAR % b"/L 700", VALID),
        (b"80 0 obj\n<</L 99999999>>\nendobj\n", VALID),
        (b"80 0 obj\n<</L %c\n 99999999>>\nendobj\n", VALID),
        (b"nobody knows what this is\n80 0 obj\n<<>>\nendobj\n", VALID),
        (LINEAR % b"/L 99999999", INVALID),
        (LINEAR % b"/L 0000000700.0", INVALID),
        (LINEAR % b"/L 4 0 R", INVALID),
        (LINEAR % b"/L 700/L 99999999", INVALID),
        (LINEAR % b"/L 700%c\n", INVALID),
        (LINEAR % b"", INVALID),
        ((LINEAR % b"/L 99999999").replace(b"/Linearized", b"/Linea#72ized"), INVALID),
        (b"%" * (1 << 20) + LINEAR % b"/L 99999999", INVALID),
    ],
)
def test_nothing_waits_for_another_length(makers: Makers, first: bytes, verdict: object) -> None:
    """Whoever signed saw one table; at that length some readers take the other."""
    signed = makers.sign_pdf(beginning(first))
    # Already by being signed it became longer than its maker's.
    assert judge(makers, signed).verdict is (VALID if verdict is VALID else OPEN)
    for later in (updated(signed, {}), signed + b"\n"):
        report = judge(makers, later)
        assert report.verdict is verdict
        assert codes(report) == (set() if verdict is VALID else {"CHANGED_AFTER_SIGNING"})


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"From: somebody\r\n\r\n"])
def test_bytes_before_a_pdf(makers: Makers, before: bytes) -> None:
    """Some readers count from the header: what is behind may be another table to them."""
    with pytest.raises(MalformedDocument, match="not every reader counts"):
        require_header(Held.of(before + beginning(b"")))
    require_header(Held.of(beginning(b"")))
    # Where the tables do not count them, nobody here knows what others see.
    report = judge(makers, before + makers.sign_pdf(beginning(b"")))
    assert (report.verdict, codes(report)) == (OPEN, {"NOT_EXAMINED"})


# --- what leads to an object that is replaced or brought later ---------------------------------

TWICE = b"<</XObject<</A 7 0 R/A 8 0 R>>>>"
WORDS = stream(b"BT ET", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")


def led(resources: bytes, *objects: bytes) -> bytes:
    """A page whose list of pictures is object 6."""
    page = PAGE.replace(b"<</Font<</F1 6 0 R>>>>", b" 6 0 R") % (2, 4)
    kids = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return written([CATALOG, kids, page, stream(b"/A Do"), FONT, resources, WORDS, *objects])


@pytest.mark.parametrize(
    ("way", "verdict"),
    [
        (b"<</XObject<</A 7 0 R>>>>", VALID),
        # The library goes by the first, viewers by the last.
        (b"<</XObject<</A 7 0 R/A %d 0 R>>>>", INVALID),
        (b"<</XObject<</A 7 0 R/#41 %d 0 R>>>>", INVALID),
        (b"<</XObject<</A 7 0 R/A %d %%c\n0 R>>>>", INVALID),
        (b"<</XObject<</A 7 0 R/A %d 0R>>>>", INVALID),
        (b"<</XObject<</A 7 0 R/A 0%d 0 R>>>>", INVALID),
        (b"<</XObject<</A 7 0 R/A %d\0000\f\nR>>>>", INVALID),
        (b"<</Length 0/XObject<</A 7 0 R/A %d 0 R>>>>\nstream\n\nendstream", INVALID),
        (b"<</X(" + b"x" * 5000 + b")/XObject<</A 7 0 R/A %d 0 R>>>>", INVALID),
        # Nothing of this is about it.
        (b"<</XObject<</A 7 0 R/A 7 0 R>>/B[%d]>>", OPEN),
        (b"<</XObject<</A 7 0 R>> %% %d\n/B 1>>", VALID),
    ],
)
def test_what_leads_to_it_is_one_thing(makers: Makers, way: bytes, verdict: object) -> None:
    # One that is there is replaced, and one that is waited for is brought.
    for number, objects in ((8, (WORDS,)), (80, ())):
        resources = way % number if b"%d" in way else way
        signed = makers.sign_pdf(led(resources, *objects))
        report = judge(makers, updated(signed, {number: FORGED if number == 8 else b"<<>>"}))
        assert report.verdict is verdict
        assert (details(report) == "") == (verdict is VALID)
        assert (details(report) == "Imzo1: unsound") == (verdict is INVALID)


def test_what_leads_to_it_in_a_stream_of_objects(makers: Makers) -> None:
    for resources, verdict in ((TWICE, INVALID), (TWICE.replace(b"/A 8", b"/B 7"), VALID)):
        pdf = led(b"<<>>", WORDS)
        signed = makers.sign_pdf(
            tabled(pdf, packed({6: resources}), {6: (WITHIN, 90, 0), 90: (IN_USE, len(pdf), 0)})
        )
        report = judge(makers, updated(signed, {8: FORGED}))
        assert (report.verdict, details(report)) == (
            verdict,
            "" if verdict is VALID else "Imzo1: unsound",
        )


@pytest.mark.parametrize(
    ("place", "verdict"),
    [(b"0000000000", OPEN), (b"9999999990", INVALID), (b"0000000020", INVALID)],
)
def test_no_row_makes_a_reader_repair(makers: Makers, place: bytes, verdict: object) -> None:
    """MuPDF looks for all objects anew when one that nobody uses is not where its row says."""
    pdf = written([*BODIES, b"null"])
    row = pdf.rindex(b" 00000 n") - 10
    if not int(place):
        # It is not there at all.
        pdf = pdf.replace(b"7 0 obj\nnull\nendobj\n", b"%" * 19 + b"\n")
    signed = makers.sign_pdf(pdf[:row] + place + pdf[row + 10 :])
    assert judge(makers, updated(signed, {80: b"<<>>"})).verdict is verdict


@pytest.mark.parametrize(("number", "verdict"), [(81, OPEN), (80, INVALID)])
def test_what_no_table_leads_to_waits_for_nothing(
    makers: Makers, number: int, verdict: object
) -> None:
    waits = b"70 0 obj\n<</A %d 0 R>>\nendobj\n" % number
    signed = makers.sign_pdf(beginning(waits, listed=False))
    assert judge(makers, updated(signed, {80: b"<<>>"})).verdict is verdict


# --- rows that lead elsewhere ------------------------------------------------------------------


def test_a_row_that_leads_back_into_what_was_signed(makers: Makers) -> None:
    """What waits there is the same to the library alone, and nobody looked at it as an update."""
    way = TWICE.replace(b"/A 8 0 R", b"")
    signed = makers.sign_pdf(led(way, WORDS, stream(b"\n6 0 obj\n%s\nendobj\n" % TWICE)))
    at = signed.rindex(b"\n6 0 obj\n") + 1
    report = judge(makers, appended(signed, rows={6: ROW % at}))
    assert (report.verdict, details(report)) == (INVALID, "Imzo1: unsound")


def test_a_row_that_frees_what_never_was(makers: Makers) -> None:
    """Something signed leads there, to nothing; it does so afterwards."""
    signed = makers.sign_pdf(led(TWICE.replace(b"/A 8", b"/B 80")))
    free = b"0000000000 %05d f \n"
    for row in (free % 0, free % 65535):
        assert judge(makers, appended(signed, rows={80: row})).verdict is VALID


# --- a table that is read in several ways ------------------------------------------------------


def loose(pdf: bytes) -> bytes:
    """The same with a table that names an object twice."""
    row = re.findall(rb"\d{10} 00000 n\r\n", pdf)[0]
    return pdf.replace(b"trailer\n", b"1 1\n%strailer\n" % row)


def opened(pdf: bytes) -> BoundedReader:
    return open_beginning(Held.of(pdf), len(pdf))


def require_plain(pdf: bytes) -> None:
    """Nothing ambiguous leads to object 8."""
    with reading():
        Mentions(Held.of(pdf), lambda: None).require_plain(opened(pdf), frozenset({8}))


HIDDEN = b"<</Length 0/Type/ObjStm/N 0/First 0>>\nstream\n\nendstream"


@pytest.mark.parametrize(
    ("hidden", "why"),
    [
        (b"<<>>", ""),
        (TWICE, "twice"),
        (TWICE.replace(b"/A 7 0 R", b"/B("), "several things"),
        (HIDDEN, "no table names"),
        (HIDDEN.replace(b"/ObjStm", b" 5 0 R"), "no table names"),
        (HIDDEN.replace(b"/ObjStm", b"/X"), ""),
        # Two types of one object, or who knows how many.
        (HIDDEN.replace(b"/Type", b"/Type/X/Type").replace(b"/First", b"/#46irst"), "twice"),
        (HIDDEN.replace(b"/First", b"/Type/X/Last"), ""),
    ],
)
def test_what_only_some_come_to(hidden: bytes, why: str) -> None:
    """Whoever reads the table another way may come to an object that no row leads to here."""
    one = TWICE.replace(b"/A 8", b"/B 7")
    pdf = led(one, WORDS, stream(b"\n6 0 obj\n%s\nendobj\n" % hidden))
    require_plain(pdf)
    if why:
        with pytest.raises(MalformedDocument, match=why):
            require_plain(loose(pdf))
    else:
        require_plain(loose(pdf))


def test_a_header_with_more_zeros_than_anybody_counts() -> None:
    """The library finds the object behind it, other readers may not."""
    pdf = led(TWICE.replace(b"/A 8", b"/B 8"), WORDS)
    require_plain(pdf)
    less = FONT.replace(b"/Encoding/WinAnsiEncoding", b"")
    many = len(FONT) - len(less)
    between, at = b"\nendobj\n", pdf.index(b"6 0 obj")
    moved = pdf.replace(FONT + between, less + between + b"0" * many)
    with pytest.raises(MalformedDocument, match="where a table says"):
        require_plain(moved.replace(b"%010d" % at, b"%010d" % (at - many)))


def test_what_is_in_a_stream_that_is_replaced() -> None:
    """It is another now, or nothing, as much as what an update names."""
    pdf = led(b"<<>>", WORDS)
    old = tabled(pdf, packed({8: b"<<>>"}), {8: (WITHIN, 90, 0), 90: (IN_USE, len(pdf), 0)})
    new = updated(old, {90: b"<<>>"})
    assert renewed(opened(old), opened(new)) == {8, 90}
    free = b"0000000000 00000 f \n"
    assert renewed(opened(old), opened(appended(old, rows={7: free, 80: free}))) == {7}
