"""The visible panel: what it says, where it stands, and what a signer cannot make of it."""

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
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
)

from registry.contract import DraftType, Role, Script
from registry.office import documents, people
from registry.office.documents import Outline
from registry.office.typeset import typeset
from registry.office.wording import matters
from signing import pdf_panel, pdf_update
from signing.certificate import facts
from signing.cms import sign_digest
from signing.errors import MalformedDocument, SigningError
from signing.package import build_package, panel_of
from signing.pades import PdfSignature, check_pdf, sign_pdf
from signing.pdf_painted import Box, Unsure, painted
from signing.pdf_panel import WIDTH, Language, Panel, draw, panel_text, read_panel
from signing.pdf_panel_font import panel_font
from signing.pdf_place import OWN_PAGE, Place, Sheet, choose, own_place, place
from signing.pdf_reading import next_number, open_pdf
from signing.pdf_update import SignatureFields
from signing.report import Report, Verdict
from signing.signer import Signer
from signing.verify import verify_package
from tests.signing.pki import HOKIM, NOW, Authority2, Case, make_case, small_pdf

ADDRESS = "https://qaror.namuna.example/v/" + "0f" * 32
PANEL = Panel("uz", "Namuna viloyati hokimi", "Gʻuzor tumani hokimligi", "2026-000123-v1", ADDRESS)


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Authority2().signer(HOKIM)


def check(signed: bytes, frozen: bytes) -> PdfSignature:
    return check_pdf(signed, len(frozen), hashlib.sha256(frozen).hexdigest())


def pdf(content: str, *, box: tuple[float, ...] = (0, 0, 595, 842), **page: PdfObject) -> bytes:
    """A page of ``content``, with font /F1 and an image /I, behind a page of text."""
    writer = PdfWriter(clone_from=io.BytesIO(small_pdf(pages=2)))
    last = writer.pages[-1]
    stream = DecodedStreamObject()
    stream.set_data(content.encode())
    last[NameObject("/Contents")] = writer._add_object(stream)
    last[NameObject("/MediaBox")] = ArrayObject([FloatObject(value) for value in box])
    image = DecodedStreamObject()
    image.set_data(b"\x00")
    for name, value in (("Width", 1), ("Height", 1), ("BitsPerComponent", 8)):
        image[NameObject(f"/{name}")] = NumberObject(value)
    image[NameObject("/Subtype")] = NameObject("/Image")
    image[NameObject("/ColorSpace")] = NameObject("/DeviceGray")
    images = DictionaryObject({NameObject("/I"): writer._add_object(image)})
    last["/Resources"][NameObject("/XObject")] = images  # type: ignore[index]
    for key, entry in page.items():
        last[NameObject(f"/{key}")] = entry
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def lines(*heights: float, size: int = 12) -> str:
    return "".join(f"BT /F1 {size} Tf 72 {y} Td (Qaror matni ghjpqy) Tj ET\n" for y in heights)


FULL = lines(*range(60, 800, 20))
TURNED_90 = "q 0 1 -1 0 595 0 cm " + lines(500, 480) + "Q"
"""Upright for who looks at a page with /Rotate 90."""

SAME_PAGE = {
    "text above": pdf(lines(700, 680)),
    "footer": pdf(lines(700, 680, 30)),
    "cropped": pdf(
        lines(700, 680), CropBox=ArrayObject([NumberObject(n) for n in (40, 50, 590, 800)])
    ),
    "shifted": pdf(lines(300), box=(-20, -400, 575, 442)),
    "landscape": pdf(lines(500), box=(0, 0, 842, 595)),
    "rotated 90": pdf(TURNED_90, Rotate=NumberObject(90)),
    "rotated 180": pdf("q -1 0 0 -1 595 842 cm " + lines(700) + "Q", Rotate=NumberObject(180)),
    "rotated 270": pdf("q 0 -1 1 0 0 842 cm " + lines(500) + "Q", Rotate=NumberObject(-90)),
    "image": pdf("q 400 0 0 100 72 650 cm /I Do Q"),
    "strokes": pdf("3 w 72 600 m 500 640 l S 72 590 400 4 re f"),
    "empty": pdf(""),
    "real font": small_pdf(),
}
OWN_PAGES = {
    "full": pdf(FULL),
    "frame around the page": pdf("20 20 555 800 re S"),
    "image over all": pdf("q 595 0 0 842 0 0 cm /I Do Q"),
    "text at an angle": pdf("BT /F1 12 Tf .7 .7 -.7 .7 100 500 Tm (NUSXA) Tj ET"),
    "shading": pdf("/S sh"),
    "inline image": pdf("BI /W 1 /H 1 /BPC 8 /CS /G ID x EI"),
    "broken content": pdf("BT /F1 12 Tf (no end"),
    "small sheet": pdf(lines(300), box=(0, 0, 420, 595)),
    "its own units": pdf(lines(700), UserUnit=NumberObject(2)),
    "gap only between lines": pdf(lines(700, 680, 120)),
}


@pytest.mark.parametrize("name", SAME_PAGE)
def test_it_stands_on_the_last_page_and_covers_nothing(
    name: str, signer: Signer, tmp_path: Path
) -> None:
    frozen = SAME_PAGE[name]
    signed = sign_pdf(frozen, signer, NOW, PANEL)
    assert signed.startswith(frozen)
    panel = check(signed, frozen).update.panel
    assert panel is not None
    assert panel.post == PANEL.post
    before, after = PdfReader(io.BytesIO(frozen)), PdfReader(io.BytesIO(signed))
    assert len(before.pages) == len(after.pages)
    _require_nothing_covered(frozen, signed, tmp_path)


@pytest.mark.parametrize("name", OWN_PAGES)
def test_without_room_it_has_a_page_of_its_own(name: str, signer: Signer, tmp_path: Path) -> None:
    frozen = OWN_PAGES[name]
    signed = sign_pdf(frozen, signer, NOW, PANEL)
    assert signed.startswith(frozen)
    assert check(signed, frozen).update.panel is not None
    pages = PdfReader(io.BytesIO(signed), strict=True).pages
    assert len(pages) == 3
    assert tuple(pages[-1].mediabox) == (0, 0, *OWN_PAGE)
    assert "/Annots" not in pages[1]
    image = _render(signed, 3, tmp_path)
    assert _said_by_the_code(image, tmp_path) == ADDRESS


def _render(data: bytes, page: int, directory: Path) -> Image.Image:
    file, target = directory / "page.pdf", directory / "page"
    file.write_bytes(data)
    subprocess.run(
        [
            "pdftoppm",
            "-r",
            "108",
            "-gray",
            "-f",
            str(page),
            "-l",
            str(page),
            "-singlefile",
            file,
            target,
        ],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    return Image.open(target.with_suffix(".pgm")).copy()


def _said_by_the_code(image: Image.Image, directory: Path) -> str:
    image.save(directory / "code.png")
    done = subprocess.run(
        ["zbarimg", "-q", "--raw", directory / "code.png"], capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def _require_nothing_covered(frozen: bytes, signed: bytes, directory: Path) -> None:
    """Judged by another program's eyes: where the pages differ there was bare paper before."""
    last = len(PdfReader(io.BytesIO(frozen)).pages)
    before, after = (_render(data, last, directory) for data in (frozen, signed))
    found = ImageChops.difference(before, after).getbbox()
    assert found is not None
    assert before.crop(found).getextrema() == (255, 255)
    assert before.size == after.size
    assert found[2] - found[0] == pytest.approx(WIDTH * 1.5, abs=3)
    assert 0 < found[0] < found[2] < after.width
    assert 0 < found[1] < found[3] < after.height
    assert _said_by_the_code(after, directory) == ADDRESS


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uz", "Imzoladi"),
        ("uz_Cyrl", "ЭЛЕКТРОН РАҚАМЛИ ИМЗО"),
        ("ru", "Подписал"),
        ("en", "Signed by"),
    ],
)
def test_what_it_says_can_be_read_by_eye_and_by_machine(
    language: Language, words: str, signer: Signer, tmp_path: Path
) -> None:
    panel = replace(PANEL, language=language, post="Ўғил Ғофур Қўқон oʻgʻli maʼmur № 5")
    file = tmp_path / "signed.pdf"
    file.write_bytes(sign_pdf(small_pdf(), signer, NOW, panel))
    done = subprocess.run(
        ["pdftotext", "-f", "2", "-layout", file, "-"], capture_output=True, check=True
    )
    text = done.stdout.decode()
    for expected in (
        words,
        HOKIM[0],
        panel.post,
        panel.organisation,
        panel.document,
        "20.11.2026 14:00:00 (+05:00)",
    ):
        assert expected in text
    field = PdfReader(file).pages[-1]["/Annots"][0].get_object()  # type: ignore[index]
    assert field["/TU"] == field["/Contents"]
    spoken = str(field["/TU"])
    assert panel.post in spoken
    assert read_panel(spoken).spoken == spoken
    fonts = subprocess.run(["pdffonts", file], capture_output=True, check=True).stdout
    assert re.search(rb"EQAROR\+NotoSans +CID TrueType +Identity-H +yes yes yes", fonts)


def test_checkers_find_the_whole_document_signed(signer: Signer, tmp_path: Path) -> None:
    for name, frozen in (("same", small_pdf()), ("own", OWN_PAGES["full"])):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(sign_pdf(frozen, signer, NOW, PANEL))
        signature = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, check=True)
        assert b"Total document signed" in signature.stdout
        assert b"Signature is Valid" in signature.stdout
        subprocess.run(["qpdf", "--check", file], capture_output=True, check=True)


def test_without_an_address_there_is_no_code(signer: Signer, tmp_path: Path) -> None:
    frozen, signed = small_pdf(), b""
    for address in ("", "javascript:alert(1)", "https://а.uz/", "https://x.uz/" + "0" * 300):
        signed = sign_pdf(frozen, signer, NOW, replace(PANEL, address=address))
        panel = check(signed, frozen).update.panel
        assert panel is not None
        assert panel.address == ""
    _render(signed, 2, tmp_path).save(tmp_path / "page.png")
    done = subprocess.run(
        ["zbarimg", "-q", tmp_path / "page.png"], capture_output=True, check=False
    )
    assert done.returncode == 4


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
    honest = place(reader, hashlib.sha256(frozen).digest(), pdf_panel.draw(text).height)
    objects = trick(pdf_update._objects(reader, text, where or honest))
    prepared = pdf_update._write(frozen, reader, objects, SignatureFields(HOKIM[0], NOW), 4000)
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


# Real documents: tagged, PDF/A-2a, in both alphabets, of one and of several pages.


@pytest.fixture(scope="module", params=["latin", "cyrillic"])
def real(request: pytest.FixtureRequest) -> tuple[bytes, bytes]:
    """A decision of the demo office with room on its last page, and an annex without."""
    outline = Outline(
        matter=matters()["heating"],
        type=DraftType.DECISION,
        script=Script(request.param),
        signer=people.signer_role(people.HOKIM, Role.HOKIM),
        deputy=people.DEPUTY.name,
        seed=1000,
        moment=NOW,
        annexes=(("programme", "group"),),
        extra=12,
    )
    text = typeset("act", documents.act(outline, 1), NOW)
    return text, typeset("annex", documents.annex(outline, 1, 1), NOW)


def test_real_decisions(real: tuple[bytes, bytes], signer: Signer, tmp_path: Path) -> None:
    text, _ = real
    signed = sign_pdf(text, signer, NOW, PANEL)
    assert check(signed, text).update.panel is not None
    _require_nothing_covered(text, signed, tmp_path)
    for frozen in real:
        file = tmp_path / "tagged.pdf"
        file.write_bytes(sign_pdf(frozen, signer, NOW, PANEL))
        check(file.read_bytes(), frozen)
        subprocess.run(["qpdf", "--check", file], capture_output=True, check=True)
        done = subprocess.run(["pdfinfo", "-struct", file], capture_output=True, check=True)
        assert re.search(rb"\nForm\n +Object \d+ 0\n$", done.stdout)
        reader = PdfReader(file)
        field = reader.pages[-1]["/Annots"][0].get_object()  # type: ignore[index]
        tree = reader.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
        key, element = tree["/ParentTree"]["/Nums"][-2:]
        assert key == field["/StructParent"]
        assert element.get_object()["/K"]["/Obj"] == field
        assert tree["/K"][-1] == element


def test_a_document_of_packed_objects(
    real: tuple[bytes, bytes], signer: Signer, tmp_path: Path
) -> None:
    """As many programs write them: catalog and pages are in an object stream."""
    plain, packed = tmp_path / "plain.pdf", tmp_path / "packed.pdf"
    plain.write_bytes(real[0])
    subprocess.run(["qpdf", "--object-streams=generate", plain, packed], check=True)
    frozen = packed.read_bytes()
    for panel in (None, PANEL):
        signed = sign_pdf(frozen, signer, NOW, panel)
        assert (check(signed, frozen).update.panel is None) == (panel is None)
        packed.write_bytes(signed)
        done = subprocess.run(["pdfsig", "-nocert", packed], capture_output=True, check=True)
        assert b"Signature is Valid" in done.stdout


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


def test_another_pages_annotation(signer: Signer) -> None:
    """The panel of the last page is hung on the first."""
    frozen = small_pdf()
    reader = open_pdf(frozen)
    field = next_number(reader) + 1
    last, _ = pdf_update._annotated(reader, -1, field)
    first, page = pdf_update._annotated(reader, 0, field)

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


def package(case: Case, panel: Panel | None) -> Report:
    target = io.BytesIO()
    lists = case.authority.crls()
    build_package(
        case.content, case.hokim, target, moment=NOW, pdf_profile=True, panel=panel, crls=lists
    )
    return verify_package(target, case.authority.anchors(), at=NOW)


def test_a_package_with_a_panel_is_valid() -> None:
    case = make_case()
    shown = panel_of(case.content.decision, "uz_Cyrl", "https://qaror.example/v/")
    assert shown.document == "2026-000001-v2"
    assert shown.address.endswith(case.version.digest)
    assert package(case, shown).verdict is Verdict.VALID
    assert package(case, replace(shown, address="")).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("post", "Viloyat hokimi"),
        ("organisation", "Boshqa hokimlik"),
        ("document", "2026-000001-v3"),
        ("address", ADDRESS),
    ],
)
def test_a_panel_that_says_something_else_than_the_decision(field: str, value: str) -> None:
    case = make_case()
    shown = panel_of(case.content.decision, "uz", "https://qaror.example/v/")
    report = package(case, replace(shown, **{field: value}))  # type: ignore[arg-type]
    assert report.verdict is Verdict.INVALID
    assert [item.code for item in report.reasons] == ["FORMAT_FAILURE"]


# Placement and reading of content.

boxes = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h),
    st.floats(-50, 600),
    st.floats(-50, 850),
    st.floats(0, 600),
    st.floats(0, 300),
)


@given(
    st.lists(boxes, max_size=12),
    st.floats(0, 300),
    st.integers(40, 300),
    st.sampled_from([(595, 842), (842, 595), (612.5, 1008.25)]),
    st.sampled_from([0, 90, 180, 270]),
    st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
)
def test_the_chosen_rectangle_never_overlaps(
    taken: list[Box],
    left: float,
    height: int,
    size: tuple[float, float],
    rotation: int,
    corner: tuple[float, float],
) -> None:
    sheet = Sheet(*size, corner, rotation, tuple(taken), left)
    found = choose(sheet, WIDTH, height)
    if found is None:
        return
    x, y = found
    mine = Box(x, y, x + WIDTH, y + height)
    assert not any(mine.wider(10).overlaps(box) for box in taken)
    assert x > 20
    assert x + WIDTH < size[0] - 20
    assert y > 20
    assert y + height < size[1] - 20
    # In the page's own units it has the same size, and is on the page.
    rect = sheet.back(x, y, WIDTH, height)
    wide, high = size if rotation % 180 == 0 else size[::-1]
    assert {rect[2] - rect[0], rect[3] - rect[1]} == {WIDTH, height}
    assert corner[0] < rect[0] < rect[2] < corner[0] + wide
    assert corner[1] < rect[1] < rect[3] < corner[1] + high


FONT = DictionaryObject({NameObject("/Subtype"): NameObject("/Type1")})
RESOURCES = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): FONT})})


@pytest.mark.parametrize(
    ("content", "bottom", "top"),
    [
        (b"BT /F1 10 Tf 1 0 0 1 72 700 Tm (a(b\\)c)d) Tj ET", 696, 712),
        (b"BT /F1 10 Tf 14 TL 72 700 Td T* (a) Tj ET", 682, 698),
        (b"BT /F1 10 Tf 72 700 TD 0 -20 TD [(a) -200 <62>] TJ ET", 676, 692),
        (b"BT /F1 10 Tf 0 14 TD 5 Ts 20 0 Td (a) ' ET", 29, 45),
        (b"2 0 0 2 0 100 cm BT /F1 10 Tf 0 50 Td (a) Tj ET", 192, 224),
        (b"q 2 w 10 500 m 20 520 l S Q", 490, 530),
        (b"10 20 30 -15 re f", 5, 20),
        (b"0 0 m 10 90 20 -10 30 0 c f*", -10, 90),
        (b"/P <</A (x) /B [1 2]>> BDC 1 2 3 4 re f EMC % r", 2, 6),
    ],
)
def test_where_content_paints(content: bytes, bottom: float, top: float) -> None:
    (*_, box) = painted(content, RESOURCES).boxes
    assert box.y0 == pytest.approx(bottom)
    assert box.y1 == pytest.approx(top)


@pytest.mark.parametrize(
    "content",
    [
        b"Q",
        b"1 2 re f",
        b"(a) Tj",
        b"BT /F2 10 Tf (a) Tj ET",
        b"BT /F1 10 Tf 1 1 -1 1 0 0 Tm (a) Tj ET",
        b"/X Do",
        b"/G gs",
        b"/S sh",
        b"BI ID x EI",
        b"<< /A",
        b"((((((deep))))))",
        b"1 0 0 (x) 0 0 cm",
        b"\x80",
        b"0 0 1000 0 d0",
    ],
)
def test_what_it_cannot_be_sure_of(content: bytes) -> None:
    with pytest.raises(Unsure):
        painted(content, RESOURCES)


@given(st.text(max_size=500), st.text(max_size=60), st.text(max_size=60))
def test_a_panel_is_read_as_it_is_said(post: str, name: str, organisation: str) -> None:
    text = panel_text(Panel("uz", post, organisation, "", ADDRESS), name, "ab" * 16, NOW)
    assert read_panel(text.spoken) == text
    drawing = pdf_panel.draw(text)
    assert set(drawing.letters) <= set(panel_font().glyphs)


@pytest.mark.parametrize(
    "spoken",
    [
        "",
        "ELEKTRON RAQAMLI IMZO",
        "ELEKTRON RAQAMLI IMZO\nImzoladi: A\nImzolangan vaqti: 20.11.2026 14:00:00",
        "ELEKTRON RAQAMLI IMZO\nImzolangan vaqti: 20.11.2026 14:00:00 (+05:00)\nImzoladi: A",
        "ELEKTRON RAQAMLI IMZO\nImzoladi: A\nImzolangan vaqti: 20.11.2026 14:00:00 (+05:00)\nB: x",
        "BEKOR QILINDI\nImzoladi: A\nImzolangan vaqti: 20.11.2026 14:00:00 (+05:00)",
    ],
)
def test_what_no_panel_says(spoken: str) -> None:
    with pytest.raises((ValueError, StopIteration)):
        read_panel(spoken)
