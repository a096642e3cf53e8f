"""The examination names each thing with its page, leaves honest documents alone, and ends."""

from __future__ import annotations

import io
import time
import tracemalloc
import zlib

import pytest

from signing.examine.budget import Limits
from signing.examine.document import examine_pdf
from signing.examine.finding import Finding, FindingCode, Severity
from signing.memory_key import MemorySigner
from signing.pdf.pades import sign_pdf
from tests.signing import hostile_pdfs as hostile
from tests.signing.hostile_pdfs import ACTS, DIFFERS, HIDES, HURTS, WHOLE, Hostile
from tests.signing.pki import HOKIM, NOW, Authority2, small_pdf

CASES = {**ACTS, **DIFFERS, **HIDES, **WHOLE}


def codes(findings: tuple[Finding, ...]) -> set[FindingCode]:
    return {item.code for item in findings}


@pytest.mark.parametrize("name", CASES)
def test_each_is_named_with_its_page(name: str) -> None:
    case: Hostile = CASES[name]
    found = examine_pdf(case.data)
    assert codes(found) == case.codes, found
    pages = {item.page for item in found if item.code is not FindingCode.HIDDEN_LAYER}
    assert pages == {case.page} or case.codes & {FindingCode.SIGNED}


def test_every_kind_of_finding_has_a_case() -> None:
    covered = {code for case in CASES.values() for code in case.codes}
    # What other readers draw has tests of its own.
    elsewhere = {
        *(FindingCode.UNREADABLE, FindingCode.TOO_LARGE),
        *(FindingCode.READERS_DIFFER, FindingCode.READERS_PART),
    }
    assert set(FindingCode) - covered == elsewhere


def test_only_what_honest_documents_have_never_stops() -> None:
    told = {code for code in FindingCode if Finding(code).severity is Severity.TOLD}
    assert told == {FindingCode.LINK, FindingCode.SCANNED_TEXT}
    never = {code for code in FindingCode if Finding(code).severity is Severity.NEVER}
    assert never == {FindingCode.DAMAGED}


def test_the_hidden_words_are_told() -> None:
    (found,) = examine_pdf(CASES["white on white"].data)
    assert found == Finding(FindingCode.SAME_COLOUR_TEXT, 1, "besh yuz million")
    (found,) = examine_pdf(CASES["copied as something else"].data)
    assert found.detail == "1 ≠ 7"
    (found,) = examine_pdf(CASES["JavaScript with its name hidden"].data)
    assert found.detail == "app.alert(1)"


def test_what_stands_before_and_what_nests_without_end_is_told_as_such() -> None:
    found = examine_pdf(WHOLE["something before"].data)
    assert Finding(FindingCode.DAMAGED, None, "10 bytes before %PDF") in found
    found = examine_pdf(HURTS["a drawing of itself"])
    assert found == (Finding(FindingCode.TOO_LARGE, None, "depth"),)


def test_a_detail_is_one_plain_line() -> None:
    words = b"bir\\nikki\\000uch" + b"x" * 300
    told = examine_pdf(hostile.make(hostile.text(b"1 g", words)))
    (found,) = (item for item in told if item.code is FindingCode.SAME_COLOUR_TEXT)
    assert found.detail.startswith("bir ikki uchxxx")
    assert len(found.detail) == 60


HONEST = {
    "plain": hostile.make(),
    "white on a dark head of a table": hostile.make(
        b"0.2 g 60 590 300 30 re f\n" + hostile.text(b"1 g")
    ),
    "white on a picture": hostile.make(
        b"q 300 0 0 60 60 580 cm /X Do Q\n" + hostile.text(b"1 g"),
        resources=b"/XObject<</X 6 0 R>>",
        objects=(hostile._PICTURE,),
    ),
    "white on something round": hostile.make(
        b"0 g 50 580 m 400 580 l 420 600 400 640 380 640 c 50 640 l f\n" + hostile.text(b"1 g")
    ),
    "drawn twice": hostile.make(hostile.HONEST + b"1 g 0 0 595 842 re f 0 g\n" + hostile.HONEST),
    "spaces in white": hostile.make(hostile.text(b"1 g", b"    ")),
    "a line under it": hostile.make(hostile.HONEST + b"72 698 200 1 re f\n"),
    "a frame around it": hostile.make(hostile.HONEST + b"60 690 300 30 re 61 691 298 28 re f*\n"),
    "a light mark over it": hostile.make(
        hostile.HONEST + b"/G gs 1 1 0 rg 60 690 300 30 re f\n",
        resources=b"/ExtGState<</G<</ca 0.3>>>>",
    ),
    "a stencil over it": hostile.make(
        hostile.HONEST + b"q 300 0 0 30 60 690 cm BI /W 8 /H 1 /IM true /BPC 1 ID \x00 EI Q\n"
    ),
    "a bookmark and a link within": hostile.make(
        page=b"/Annots[8 0 R]",
        catalog=b"/Outlines 6 0 R/OpenAction[3 0 R/Fit]/PageMode/UseOutlines",
        objects=(
            b"<</First 7 0 R/Last 7 0 R/Count 1>>",
            b"<</Title(1-band)/Parent 6 0 R/A<</S/GoTo/D[3 0 R/Fit]>>>>",
            b"<</Type/Annot/Subtype/Link/Border[0 0 0]/Rect[0 0 9 9]/Dest[3 0 R/Fit]>>",
        ),
    ),
    "a hyphen that is read away": hostile.make(
        b"/Span<</ActualText<FEFF00AD>>>BDC BT /F1 12 Tf 72 600 Td (-) Tj ET EMC\n"
    ),
    "a word that is read whole": hostile.make(
        b"/Span<</ActualText(qaror)>>BDC BT /F1 12 Tf 72 600 Td (QA-) Tj 0 -14 Td (ROR) Tj ET EMC"
    ),
    "a page turned and moved": hostile.make(
        b"0 1 -1 0 595 0 cm BT /F1 12 Tf 100 100 Td (QAROR) Tj ET\n", page=b"/Rotate 90"
    ),
    "by a library": small_pdf(),
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_documents_have_no_findings(name: str) -> None:
    assert examine_pdf(HONEST[name]) == ()


@pytest.mark.parametrize("name", HURTS)
def test_what_cannot_be_examined_says_so(name: str) -> None:
    found = codes(examine_pdf(HURTS[name], limits=Limits(seconds=0.5)))
    stops = {FindingCode.UNREADABLE, FindingCode.TOO_LARGE, FindingCode.DAMAGED}
    assert found & stops, found


@pytest.mark.parametrize(
    "make", [hostile.many_operators, hostile.many_covers, hostile.many_objects]
)
def test_an_endless_file_meets_a_limit(make: object) -> None:
    data = make()  # type: ignore[operator]
    limits = Limits(seconds=0.5)
    started = time.process_time()
    found = examine_pdf(data, limits=limits)
    assert FindingCode.TOO_LARGE in codes(found)
    assert time.process_time() - started < 4.0


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("objects", Limits(objects=3)),
        ("pages", Limits(pages=1)),
        ("work", Limits(work=5)),
        ("decoded", Limits(decoded=10)),
        ("stream", Limits(stream=10)),
        ("seconds", Limits(seconds=-1.0)),
    ],
)
def test_each_limit_ends_it_and_is_named(name: str, limits: Limits) -> None:
    data = hostile.make(body=hostile.stream(zlib.compress(hostile.HONEST), b"/Filter/FlateDecode"))
    data = small_pdf(pages=2) if name == "pages" else data
    assert examine_pdf(data, limits=limits) == (Finding(FindingCode.TOO_LARGE, None, name),)


def test_so_many_findings_are_enough() -> None:
    found = examine_pdf(HIDES["read as something else"].data, limits=Limits(findings=0))
    assert codes(found) == {FindingCode.TOO_LARGE}


def test_a_bomb_is_not_unpacked() -> None:
    data = hostile.bomb()
    tracemalloc.start()
    try:
        found = examine_pdf(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert codes(found) == {FindingCode.TOO_LARGE}
    assert peak < 120 * 1024 * 1024


def test_it_can_be_cancelled_within_a_page() -> None:
    class Enough(BaseException):
        pass

    told: list[int] = []
    pulses = 0

    def pulse() -> None:
        nonlocal pulses
        pulses += 1
        if pulses > 50:
            raise Enough

    with pytest.raises(Enough):
        examine_pdf(hostile.many_operators(), progress=told.append, pulse=pulse)
    assert told == [1]


def test_every_page_is_told_and_named() -> None:
    told: list[int] = []
    assert examine_pdf(small_pdf(pages=3), progress=told.append) == ()
    assert told == [1, 2, 3]


def test_a_linearized_file_is_one_revision() -> None:
    data = linearized()
    assert examine_pdf(data) == ()
    assert FindingCode.REVISION in codes(examine_pdf(hostile.updated(data)))


def test_a_catalog_that_would_be_looked_for_is_told() -> None:
    """Its header has a comment in it: the library took an older one, which does not act."""
    data = hostile.make()
    start, hidden = data.rindex(b"xref\n0 "), b"1 %c\n0 obj\n<</Type/Catalog/Pages 2 0 R"
    action = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>\nendobj\n"
    end = (
        b"xref\n1 1\n%010d 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev %d>>\n"
        b"startxref\n%d\n%%%%EOF\n"
    )
    at = len(data) + len(hidden + action)
    found = examine_pdf(data + hidden + action + end % (len(data), start, at))
    where = Finding(FindingCode.UNREADABLE, None, "object 1 is not where the table says")
    assert where in found
    assert where.severity is not Severity.TOLD


def test_what_this_program_signed_is_a_second_revision_with_a_signature() -> None:
    issued = Authority2().signer(HOKIM)
    assert isinstance(issued, MemorySigner)
    found = codes(examine_pdf(sign_pdf(small_pdf(), issued, NOW)))
    assert found >= {FindingCode.REVISION, FindingCode.SIGNED, FindingCode.FORM}


def test_a_big_file_is_read_in_pieces() -> None:
    """A picture of 60 MB is part of the file and never of the memory for long."""
    picture = hostile.stream(
        bytes(30_000_000),
        b"/Subtype/Image/Width 10000/Height 3000/ColorSpace/DeviceGray/BitsPerComponent 8",
    )
    data = hostile.make(
        b"q 450 0 0 450 0 0 cm /X Do Q\n" + hostile.HONEST,
        resources=b"/XObject<</X 6 0 R/Y 7 0 R>>",
        objects=(picture, picture),
    )
    source = io.BytesIO(data)
    assert examine_pdf(source) == ()


def linearized() -> bytes:
    """A file in two parts as ISO 32000-1, annex F has it: the table of the first comes first."""
    first = b"%PDF-1.7\n"
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        4: hostile.stream(hostile.HONEST),
        5: hostile.FONT,
    }
    mark = b"6 0 obj\n<</Linearized 1/L %010d/H[0 0]/O 3/E 0/N 1/T 0>>\nendobj\n"
    table = b"xref\n1 1\n%010d 00000 n\r\n3 4\n" + b"%010d 00000 n\r\n" * 4
    table += b"trailer\n<</Size 7/Root 1 0 R/Prev %010d>>\nstartxref\n0\n%%%%EOF\n"
    space = len(first) + len(mark % 0) + len(table % ((0,) * 6))
    offsets, parts = {6: len(first)}, b""
    for number, body in bodies.items():
        offsets[number] = space + len(parts)
        parts += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    pages = space + len(parts)
    parts += b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    previous = space + len(parts)
    parts += b"xref\n0 1\n0000000000 65535 f\r\n2 1\n%010d 00000 n\r\n" % pages
    end = len(first) + len(mark % 0)
    parts += b"trailer\n<</Size 7>>\nstartxref\n%d\n%%%%EOF\n" % end
    numbers = tuple(offsets[number] for number in (1, 3, 4, 5, 6))
    return first + mark % (space + len(parts)) + table % (*numbers, previous) + parts
