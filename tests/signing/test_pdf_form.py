"""What another reader could see in the bytes of an update: it has one form, checked as bytes."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from signing.certificate import facts
from signing.cms import sign_digest
from signing.errors import MalformedDocument
from signing.examine.document import examine_pdf
from signing.examine.finding import FindingCode, Severity
from signing.memory_key import MemorySigner
from signing.pdf import references
from signing.pdf import update as writing
from signing.pdf.pades import sign_pdf
from signing.pdf.panel import draw, panel_text
from signing.pdf.place import place
from signing.pdf.reading import next_number, open_pdf
from signing.pdf.update import SignatureFields
from signing.report import Verdict
from signing.verify_file import verify_pdf
from tests.signing.hostile_pdfs import make, stream, updated
from tests.signing.panels import PANEL, check
from tests.signing.pki import HOKIM, NOW, Authority2, small_pdf
from tests.signing.test_pdf import with_xref_stream


@pytest.fixture(scope="module")
def authority() -> Authority2:
    return Authority2()


@pytest.fixture(scope="module")
def signer(authority: Authority2) -> MemorySigner:
    return authority.signer(HOKIM)


def update(
    frozen: bytes,
    signer: MemorySigner,
    *,
    visible: bool,
    objects: dict[int, bytes] | None = None,
    change: Callable[[bytes], bytes] = lambda data: data,
) -> bytes:
    """Sign a text; ``change`` alters what is behind the hole before that, whatever its length.

    The program's own refusals are gone round, as a signer with another program would.
    """
    # As if the text held no form yet; offsets stay.
    reader = open_pdf(frozen.replace(b"/AcroForm", b"/AcroNorm"))
    name = facts(signer.identity.certificate)
    text = where = None
    if visible:
        text = panel_text(PANEL, name.common_name, name.serial, NOW)
        where = place(reader, hashlib.sha256(frozen).digest(), draw(text).height)
    made = {**writing._objects(reader, text, where), **(objects or {})}
    written = writing._write(frozen, reader, made, SignatureFields(HOKIM[0], NOW), 4000)
    prepared = writing.PreparedPdf(frozen + written.data, written.hole_start, written.hole_end)
    second = change(bytes(prepared.second))
    old, new = (b" %d]" % len(part) for part in (prepared.second, second))
    first = bytes(prepared.first)
    at = first.rindex(old)
    # The room behind the byte range takes up the difference.
    first = first[:at] + first[at:].replace(old, new).replace(
        b" /Contents", b" " * (1 + len(old) - len(new)) + b"/Contents"
    )
    assert len(first) == prepared.hole_start
    hole = b"<%s>" % (b"0" * 8000)
    data = replace(prepared, data=first + hole + second)
    digest = hashlib.sha256(data.first)
    digest.update(data.second)
    return data.fill(sign_digest(signer, digest.digest(), signing_time=None))


BOTH = pytest.mark.parametrize("visible", [True, False], ids=["visible", "invisible"])
EVIL = stream(b"BT /F1 12 Tf 72 700 Td (QAROR QILMAYMAN) Tj ET")


@BOTH
def test_the_forger_differs_by_the_change_alone(signer: MemorySigner, visible: bool) -> None:
    for frozen in (small_pdf(), with_xref_stream()):
        check(update(frozen, signer, visible=visible), frozen)


def row(number: int, place: int, kind: bytes) -> Callable[[bytes], bytes]:
    """One more entry in the table."""
    entry = b"%d 1\n%010d 65535 %s\r\ntrailer" % (number, place, kind)
    return lambda data: data.replace(b"trailer", entry)


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "another startxref behind the end": lambda data: data + b"startxref\n9\n",
    "anything behind the end": lambda data: data + b"x",
    "lines behind the end": lambda data: data + b"\n\n",
    "the end of another": lambda data: data.replace(b"%%EOF", b"startxref\n9\n%%EOF"),
    "an object freed for ever": row(4, 0, b"f"),
    "an object freed": lambda data: data.replace(
        b"trailer", b"4 1\n0000000000 00000 f\r\ntrailer"
    ),
    "objects from a stream beside the table": lambda data: data.replace(
        b"/Prev", b"/XRefStm 9\n/Prev"
    ),
    "another size": lambda data: re.sub(rb"/Size \d+", b"/Size 99", data),
    "anything between the objects": lambda data: data.replace(b"xref\n0 1", b"x\nxref\n0 1"),
    "an object no table names": lambda data: data.replace(
        b"xref\n0 1", b"4 0 obj\n" + EVIL + b"\nendobj\nxref\n0 1"
    ),
}


@BOTH
@pytest.mark.parametrize("change", CHANGES)
def test_no_other_section_and_end(
    change: str, visible: bool, authority: Authority2, signer: MemorySigner
) -> None:
    frozen = make()

    def moved(data: bytes) -> bytes:
        changed = CHANGES[change](data)
        assert changed != data
        shift = changed.index(b"xref\n0 1") - data.index(b"xref\n0 1")
        return re.sub(
            rb"(?<=startxref\n)\d{3,}", lambda found: b"%d" % (int(found[0]) + shift), changed
        )

    signed = update(frozen, signer, visible=visible, change=moved)
    between = change == "anything between the objects"
    why = "something is between the objects of the update" if between else "."
    with pytest.raises(MalformedDocument, match=why):
        check(signed, frozen)
    assert verify_pdf(signed, authority.anchors(), at=NOW).verdict is Verdict.INVALID


def test_an_object_freed_in_a_stream(signer: MemorySigner) -> None:
    frozen = with_xref_stream()

    def change(data: bytes) -> bytes:
        return data.replace(b"\x01" + bytes(6), b"\x00" + bytes(6), 1)

    with pytest.raises(MalformedDocument):
        check(update(frozen, signer, visible=False, change=change), frozen)


@pytest.mark.parametrize("behind", [b"x", b"startxref\n9\n", b"startxref\n9\n%%EOX\n"])
def test_a_text_that_does_not_end_with_its_end(behind: bytes, signer: MemorySigner) -> None:
    frozen = make() + behind
    with pytest.raises(MalformedDocument):
        sign_pdf(frozen, signer, NOW)


@BOTH
def test_an_update_brings_no_other_objects(signer: MemorySigner, visible: bool) -> None:
    frozen = make()
    for number in (4, 5, 60):
        signed = update(frozen, signer, visible=visible, objects={number: EVIL})
        with pytest.raises(MalformedDocument):
            check(signed, frozen)


@BOTH
def test_an_object_within_an_object(signer: MemorySigner, visible: bool) -> None:
    """A reader that repairs a file takes what looks like an object."""
    frozen = make()
    catalog = writing._objects(open_pdf(frozen), None, None)[1]
    within = catalog.replace(b"<<", b"<<%4 0 obj\n", 1)
    signed = update(frozen, signer, visible=visible, objects={1: within})
    with pytest.raises(MalformedDocument, match="holds another"):
        check(signed, frozen)


@BOTH
def test_a_second_signature_does_not_hide_the_first(
    authority: Authority2, signer: MemorySigner, visible: bool
) -> None:
    once = sign_pdf(make(), signer, NOW)
    reader = open_pdf(once)
    root = reader.trailer.raw_get("/Root").idnum
    catalog = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%d 0 R]/SigFlags 3>>>>" % (
        next_number(reader) + 1
    )
    twice = update(once, signer, visible=visible, objects={root: catalog})
    with pytest.raises(MalformedDocument, match="before this one"):
        check(twice, once)
    assert verify_pdf(twice, authority.anchors(), at=NOW).verdict is Verdict.INVALID


# References to what is not there yet.


@pytest.mark.parametrize(
    "way", ["%d 0 R", "0%d  +0\t R", "+%d 0R", "%d %%a\n%%b\r 0 %%c\nR", "%d\n%%c\n0 R"]
)
@pytest.mark.parametrize("number", [6, 7, 8, 9])
def test_a_text_that_refers_to_an_object_of_the_update(
    number: int, way: str, signer: MemorySigner
) -> None:
    """Neither this program signs it, nor does it believe one that did."""
    reference = (way % number).encode()
    frozen = make(resources=b"/XObject<</X %s>>" % reference)
    with pytest.raises(MalformedDocument):
        sign_pdf(frozen, signer, NOW, PANEL)
    if number < 8:
        with pytest.raises(MalformedDocument):
            sign_pdf(frozen, signer, NOW)


@BOTH
def test_a_loose_reference_in_another_program(signer: MemorySigner, visible: bool) -> None:
    frozen = make(resources=b"/XObject<</X 7 0 R>>")
    with pytest.raises(MalformedDocument, match="refers to object 7"):
        check(update(frozen, signer, visible=visible), frozen)


def test_a_loose_reference_is_found_before() -> None:
    frozen = make(resources=b"/XObject<</X 7 0 R>>")
    (found,) = examine_pdf(frozen)
    assert (found.code, found.page, found.detail) == (FindingCode.MISSING, 1, "7 0 R")
    assert found.severity is Severity.STOPS


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        (b"7 %c\n0 R", True),
        (b"7 0 %c\rR", True),
        (b"7\n%c\n0 R", True),
        (b"7%c\n%d\n+0 R", True),
        (b"7 0 R", False),
        (b"7 0 R\n%c\n/A", False),
        (b"/A\n%c\n7 0 R", False),
        (b"7 %c\n/A", False),
    ],
)
def test_a_reference_with_a_comment_in_it(text: bytes, may_be: bool) -> None:
    assert references._may_be_commented(b"%PDF-1.7\n" + text) is may_be


def test_every_object_is_walked_through() -> None:
    found = references._walked(open_pdf(make(objects=(b"[<</A[9 0 R]>>]",))))
    assert found >= {2, 3, 4, 5, 9}


def test_a_trailer_that_counts_too_few(signer: MemorySigner) -> None:
    """Behind another one; of a single table every reader goes by its rows."""
    frozen = updated(make()).replace(b"/Size 6/Root 1 0 R/Prev", b"/Size 5/Root 1 0 R/Prev")
    with pytest.raises(MalformedDocument, match="count"):
        sign_pdf(frozen, signer, NOW)


def in_an_object_stream(page: bytes) -> bytes:
    """Catalog, page tree and page packed, as many programs write them."""
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>> ",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>> ",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s>> " % page,
    ]
    places = [sum(map(len, bodies[:n])) for n in range(3)]
    index = b" ".join(b"%d %d" % item for item in enumerate(places, 1)) + b" "
    packed = zlib.compress(index + b"".join(bodies))
    out = b"%%PDF-1.7\n4 0 obj\n<</Type/ObjStm/N 3/First %d/Filter/FlateDecode/Length %d>>" % (
        len(index),
        len(packed),
    )
    out += b"\nstream\n%s\nendstream\nendobj\n" % packed
    rows = b"\0\0\0\0" + b"".join(b"\2\0\4%c" % n for n in range(3))
    rows += b"\1\0\x09\0" + b"\1%s\0" % len(out).to_bytes(2, "big")
    return out + (
        b"5 0 obj\n<</Type/XRef/Size 6/W[1 2 1]/Root 1 0 R/Length 24>>\nstream\n%s\nendstream"
        b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % (rows, len(out))
    )


def test_a_loose_reference_within_an_object_stream(signer: MemorySigner) -> None:
    honest = in_an_object_stream(b"")
    check(sign_pdf(honest, signer, NOW, PANEL), honest)
    with pytest.raises(MalformedDocument, match="refers to object 7"):
        sign_pdf(in_an_object_stream(b"/Contents 7 0 R"), signer, NOW, PANEL)


def test_a_panel_alone_is_the_signers_own_words(
    authority: Authority2, signer: MemorySigner
) -> None:
    for panel in (PANEL, None):
        signed = sign_pdf(make(), signer, NOW, panel)
        report = verify_pdf(signed, authority.anchors(), at=NOW)
        assert report.verdict is Verdict.VALID
        assert [item.own_words for item in report.signatures] == [panel is not None]
