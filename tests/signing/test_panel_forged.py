"""What a signer who writes updates of his own cannot make of a panel."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from signing.certificate import facts
from signing.cms import sign_digest
from signing.errors import MalformedDocument, SigningError
from signing.pdf import panel, update
from signing.pdf.compare import Revisions
from signing.pdf.pades import sign_pdf
from signing.pdf.panel import WIDTH, draw, panel_text
from signing.pdf.panel_font import panel_font
from signing.pdf.place import Place, own_place, place
from signing.pdf.reading import next_number, open_pdf, start_of_xref
from signing.pdf.update import SignatureFields
from signing.signer import Signer
from tests.signing.panels import (
    OWN_PAGES,
    PANEL,
    check,
    real_documents,
)
from tests.signing.pki import HOKIM, NOW, Authority2, small_pdf


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Authority2().signer(HOKIM)


@pytest.fixture(scope="module", params=["latin", "cyrillic"])
def real(request: pytest.FixtureRequest) -> tuple[bytes, bytes]:
    return real_documents(request.param)


# What a signer who makes updates of his own could try. Each is signed as if it were the text.


Objects = dict[int, bytes]
Trick = Callable[[Objects], Objects]


def forged(
    frozen: bytes,
    signer: Signer,
    trick: Trick = lambda objects: objects,
    *,
    where: Place | None = None,
    **other: object,
) -> bytes:
    """Sign an update whose objects are not those the program makes."""
    known = facts(signer.identity.certificate)
    text = panel_text(PANEL, known.common_name, known.serial, NOW)
    text = replace(text, **other)  # type: ignore[arg-type]
    reader = open_pdf(frozen)
    honest = place(reader, hashlib.sha256(frozen).digest(), panel.draw(text).height)
    objects = trick(update._objects(reader, text, where or honest))
    written = update._write(frozen, reader, objects, SignatureFields(HOKIM[0], NOW), 4000)
    prepared = update.PreparedPdf(frozen + written.data, written.hole_start, written.hole_end)
    digest = hashlib.sha256(prepared.first)
    digest.update(prepared.second)
    return prepared.fill(sign_digest(signer, digest.digest(), signing_time=None))


def test_the_forger_differs_by_the_trick_alone(signer: Signer) -> None:
    for frozen in (small_pdf(), OWN_PAGES["full"]):
        assert check(forged(frozen, signer), frozen).update.panel is not None


def replaced(old: bytes, new: bytes) -> Trick:
    def work(objects: Objects) -> Objects:
        assert sum(body.count(old) for body in objects.values()) >= 1
        return {number: body.replace(old, new) for number, body in objects.items()}

    return work


def other_text(objects: Objects) -> Objects:
    """The field still says the honest words; the panel shows others."""
    font = panel_font()
    return replaced(font.encode(HOKIM[0]), font.encode("Misolova Tajriba"))(objects)


def one_object_more(objects: Objects) -> Objects:
    return {**objects, max(objects) + 1: b"<</Type/Nothing>>"}


TRICKS = {
    "another name is shown": other_text,
    "another name is said": replaced(
        HOKIM[0].encode("utf-16-be").hex().upper().encode(),
        "Misolova Hokim".encode("utf-16-be").hex().upper().encode(),
    ),
    "over the text": lambda objects: {
        number: re.sub(rb"/Rect\[\d+ \d+ \d+ \d+\]", b"/Rect[72 650 502 780]", body)
        for number, body in objects.items()
    },
    "turned": replaced(b"/Matrix[1 0 0 1", b"/Matrix[1 0 0 3"),
    "larger inside": replaced(b"/BBox[0 0 430", b"/BBox[0 0 100"),
    "another map to Unicode": replaced(b"beginbfchar\n<", b"beginbfchar\n <"),
    "another font": replaced(b"/W[", b"/W[ "),
    "an action": replaced(b"/FT/Sig", b"/FT/Sig/A<</S/URI/URI(x:)>>"),
    "hidden": replaced(b"/F 132", b"/F 134"),
    "more than the panel": one_object_more,
}


@pytest.mark.parametrize("trick", TRICKS)
def test_nothing_but_the_panel_is_drawn(trick: str, signer: Signer) -> None:
    frozen = small_pdf()
    signed = forged(frozen, signer, TRICKS[trick])
    with pytest.raises(MalformedDocument):
        check(signed, frozen)


@pytest.mark.parametrize(
    "trick",
    [
        replaced(b"/Resources<<>>", b"/Resources<<>>/Contents 3 0 R"),
        replaced(b"/MediaBox[0 0 595 842]", b"/MediaBox[0 0 595 900]"),
        replaced(b"/Rotate 0", b"/Rotate 90"),
    ],
    ids=["content", "size", "turned"],
)
def test_its_own_page_holds_nothing_else(trick: Trick, signer: Signer) -> None:
    frozen = OWN_PAGES["full"]
    with pytest.raises(MalformedDocument):
        check(forged(frozen, signer, trick), frozen)


def moved_by_one(objects: Objects) -> Objects:
    """The field has another number than the one behind its signature's."""
    field = next(number for number, body in objects.items() if b"/FT/Sig" in body)
    last = max(objects) + 1
    old, new = (b"%d 0 R" % number for number in (field, last))
    return {last if n == field else n: body.replace(old, new) for n, body in objects.items()}


@pytest.mark.parametrize(
    ("trick", "why"),
    [
        (replaced(b"/Parent", b"/Rotate 90 /Parent"), "changes the page"),
        (replaced(b"/Parent", b"/UserUnit 2 /Parent"), "changes the page"),
        (lambda objects: {**objects, 2: b"<<>>"}, "changes objects of the text"),
        (moved_by_one, "numbers its objects in another order"),
    ],
    ids=["turned", "larger", "another object", "another number"],
)
def test_the_page_below_the_panel_stays(trick: Trick, why: str, signer: Signer) -> None:
    frozen = small_pdf()
    with pytest.raises(MalformedDocument, match=why):
        check(forged(frozen, signer, trick), frozen)


def test_the_signer_does_not_choose_the_place_on_the_text(signer: Signer) -> None:
    for frozen in (small_pdf(), OWN_PAGES["full"]):
        elsewhere = Place((72, 300, 72 + WIDTH, 419), own_page=False)
        with pytest.raises(MalformedDocument, match="draws over"):
            check(forged(frozen, signer, where=elsewhere), frozen)


def test_a_page_of_its_own_is_never_wrong(signer: Signer) -> None:
    """Two versions of this program need not agree on what they can read."""
    frozen = small_pdf()
    height = draw(panel_text(PANEL, HOKIM[0], "ab" * 16, NOW)).height
    assert check(forged(frozen, signer, where=own_place(height)), frozen).update.panel
    other = replace(own_place(height), rect=(0, 0, WIDTH, height))
    with pytest.raises(MalformedDocument):
        check(forged(frozen, signer, where=other), frozen)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"/K \[ (\d+ 0 R) (\d+ 0 R) \]", rb"/K [ \2 \2 ]"),
        (rb"/ParentTreeNextKey \d+", b"/ParentTreeNextKey 77"),
        (rb"/RoleMap <<", b"/RoleMap <<\n/Form /Artifact"),
        (rb"/Nums \[ 0 (\d+ 0 R)", rb"/Nums [ 9 \1"),
    ],
)
def test_the_structure_of_the_text_stays(
    old: bytes, new: bytes, real: tuple[bytes, bytes], signer: Signer
) -> None:
    frozen = real[0]
    root = PdfReader(io.BytesIO(frozen)).root_object.raw_get("/StructTreeRoot").idnum

    def trick(objects: Objects) -> Objects:
        body = re.sub(old, new, objects[root])
        assert body != objects[root]
        return {**objects, root: body}

    with pytest.raises(MalformedDocument, match="structure"):
        check(forged(frozen, signer, trick), frozen)


def test_a_field_that_claims_a_place_in_a_structure(signer: Signer) -> None:
    frozen = small_pdf()
    with pytest.raises(MalformedDocument):
        check(forged(frozen, signer, replaced(b"/Rect", b"/StructParent 0/Rect")), frozen)


def test_more_pages_than_the_panels(signer: Signer) -> None:
    frozen = OWN_PAGES["full"]
    root = int(re.search(rb"/Pages (\d+) 0 R", frozen)[1])  # type: ignore[index]

    def twice(objects: Objects) -> Objects:
        body = re.sub(rb"(\d+ 0 R) ?\]", rb"\1 \1 ]", objects[root])
        assert body != objects[root]
        return {**objects, root: body}

    with pytest.raises(MalformedDocument, match="changes the pages"):
        check(forged(frozen, signer, twice), frozen)


def test_another_number_of_pages(signer: Signer) -> None:
    frozen = OWN_PAGES["full"]
    root = int(re.search(rb"/Pages (\d+) 0 R", frozen)[1])  # type: ignore[index]

    def counted(objects: Objects) -> Objects:
        body = re.sub(rb"/Count \d+", b"/Count 77", objects[root])
        assert body != objects[root]
        return {**objects, root: body}

    with pytest.raises(MalformedDocument, match="changes the number of pages"):
        check(forged(frozen, signer, counted), frozen)


@pytest.mark.parametrize("address", ["javascript:x", "https://a b", "matn", "https://"])
def test_an_address_that_is_none(address: str, signer: Signer) -> None:
    frozen = small_pdf()
    with pytest.raises(MalformedDocument):
        check(forged(frozen, signer, address=address), frozen)


def test_what_pages_would_inherit(signer: Signer) -> None:
    """The update of the page tree turns the pages of the text."""
    frozen = OWN_PAGES["full"]
    root = int(re.search(rb"/Pages (\d+) 0 R", frozen)[1])  # type: ignore[index]

    def turned(objects: Objects) -> Objects:
        return {**objects, root: objects[root].replace(b"<<", b"<<\n/Rotate 180", 1)}

    with pytest.raises(MalformedDocument, match="page tree"):
        check(forged(frozen, signer, turned), frozen)


def test_another_pages_annotation(signer: Signer) -> None:
    """The panel of the last page is hung on the first."""
    frozen = small_pdf()
    reader = open_pdf(frozen)
    field = next_number(reader) + 1
    last, _ = update._annotated(reader, -1, field)
    first, page = update._annotated(reader, 0, field)

    def elsewhere(objects: Objects) -> Objects:
        return {number: body for number, body in objects.items() if number != last} | {first: page}

    with pytest.raises(MalformedDocument, match="over the text"):
        check(forged(frozen, signer, elsewhere), frozen)


def test_another_time_or_certificate_than_the_signatures(signer: Signer) -> None:
    frozen = small_pdf()
    with pytest.raises(MalformedDocument, match="another time"):
        check(forged(frozen, signer, moment=NOW - timedelta(hours=1)), frozen)
    for field, value in (("name", "Misolova Tajriba"), ("serial", "1234")):
        with pytest.raises(MalformedDocument, match="another certificate"):
            check(forged(frozen, signer, **{field: value}), frozen)  # type: ignore[arg-type]


def test_every_byte_of_a_visible_signature_counts(signer: Signer) -> None:
    frozen = OWN_PAGES["full"]
    signed = sign_pdf(frozen, signer, NOW, PANEL)
    stop = signed.index(b"/Contents<")
    for at in range(len(frozen), stop, 301):
        changed = bytearray(signed)
        changed[at] ^= 0x02
        with pytest.raises(SigningError):
            check(bytes(changed), frozen)


# The form of the update itself.


def _appended(frozen: bytes, section: Callable[[int], bytes], objects: bytes = b"") -> Revisions:
    start = len(frozen) + 1 + len(objects)
    end = b"startxref\n%d\n%%%%EOF\n" % start
    data = b"%s\n%s%s\n%s" % (frozen, objects, section(start), end)
    digest = hashlib.sha256(frozen).digest()
    return Revisions(data, len(frozen), digest, open_pdf(frozen), open_pdf(data))


def test_an_update_that_moves_an_object() -> None:
    """A frozen object's number is given to the bytes of another."""
    frozen = small_pdf()
    offsets = open_pdf(frozen).xref[0]
    root = open_pdf(frozen).trailer.raw_get("/Root").idnum
    one, other = [number for number in offsets if number != root][:2]

    def section(_: int) -> bytes:
        return b"xref\n0 1\n0000000000 65535 f\r\n%d 1\n%010d 00000 n\r\ntrailer\n<<%s>>" % (
            one,
            offsets[other],
            b"/Size %d/Root %d 0 R/Prev %d"
            % (next_number(open_pdf(frozen)), root, start_of_xref(frozen)),
        )

    with pytest.raises(MalformedDocument, match="removes or moves"):
        _ = _appended(frozen, section).written


def test_an_update_that_hides_an_object_in_a_stream(
    real: tuple[bytes, bytes], tmp_path: Path
) -> None:
    plain, packed = tmp_path / "plain.pdf", tmp_path / "packed.pdf"
    plain.write_bytes(real[0])
    subprocess.run(["qpdf", "--object-streams=generate", plain, packed], check=True)
    frozen = packed.read_bytes()
    reader = open_pdf(frozen)
    size, root = next_number(reader), reader.trailer.raw_get("/Root").idnum
    victim = next(iter(reader.xref_objStm))

    def section(start: int) -> bytes:
        rows = b"".join(
            kind.to_bytes(1, "big") + place.to_bytes(4, "big") + b"\0"
            for kind, place in ((2, size), (1, len(frozen) + 1), (1, start))
        )
        table = b"/W[1 4 1]/Index[%d 1 %d 2]/Root %d 0 R/Prev %d/Size %d" % (
            victim,
            size,
            root,
            start_of_xref(frozen),
            size + 2,
        )
        return b"%d 0 obj\n<</Type/XRef%s/Length %d>>\nstream\n%s\nendstream\nendobj" % (
            size + 1,
            table,
            len(rows),
            rows,
        )

    inside = b"%d 0 <</Type/Page>>" % victim
    first = inside.index(b"<<")
    objects = b"%d 0 obj\n<</Type/ObjStm/N 1/First %d/Length %d>>\nstream\n%s\nendstream\nendobj\n"
    update = _appended(frozen, section, objects % (size, first, len(inside), inside))
    with pytest.raises(MalformedDocument, match="object stream"):
        _ = update.written
