"""The visible panel: what it says and where it stands."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from signing.package import build_package, panel_of
from signing.pdf import changes
from signing.pdf import panel as pdf_panel
from signing.pdf.pades import sign_pdf
from signing.pdf.panel import Language, Panel, panel_text, read_panel
from signing.pdf.panel_font import panel_font
from signing.pdf.place import OWN_PAGE
from signing.pdf.reading import open_frozen, reading
from signing.report import Report, Verdict
from signing.signer import Signer
from signing.verify import verify_package
from signing.verify_file import verify_pdf
from tests.signing.panels import (
    ADDRESS,
    OWN_PAGES,
    PANEL,
    SAME_PAGE,
    check,
    real_documents,
    render,
    require_nothing_covered,
    said_by_the_code,
)
from tests.signing.pki import HOKIM, NOW, Authority2, Case, make_case, small_pdf


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Authority2().signer(HOKIM)


@pytest.fixture(scope="module", params=["latin", "cyrillic"])
def real(request: pytest.FixtureRequest) -> tuple[bytes, bytes]:
    return real_documents(request.param)


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
    require_nothing_covered(frozen, signed, tmp_path)


@pytest.mark.parametrize("name", OWN_PAGES)
def test_without_room_it_has_a_page_of_its_own(name: str, signer: Signer, tmp_path: Path) -> None:
    frozen = OWN_PAGES[name]
    signed = sign_pdf(frozen, signer, NOW, PANEL)
    assert signed.startswith(frozen)
    assert check(signed, frozen).update.panel is not None
    pages = PdfReader(io.BytesIO(signed), strict=True).pages
    assert len(pages) == 3
    assert tuple(pages[-1].mediabox) == (0, 0, *OWN_PAGE)
    assert len(pages[1].get("/Annots", [])) == (name == "a stamp")
    image = render(signed, 3, tmp_path)
    assert said_by_the_code(image, tmp_path) == ADDRESS


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
    render(signed, 2, tmp_path).save(tmp_path / "page.png")
    done = subprocess.run(
        ["zbarimg", "-q", tmp_path / "page.png"], capture_output=True, check=False
    )
    assert done.returncode == 4


def test_real_decisions(real: tuple[bytes, bytes], signer: Signer, tmp_path: Path) -> None:
    text, _ = real
    signed = sign_pdf(text, signer, NOW, PANEL)
    assert check(signed, text).update.panel is not None
    require_nothing_covered(text, signed, tmp_path)
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
        found = check(signed, frozen).update
        assert (found.panel is None) == (panel is None)
        # The same bytes are not looked at; what is not written so today would be.
        with reading():
            known = open_frozen(frozen)
            assert changes._as_written(signed, frozen, *known) == found
            compared = changes._read_update(signed, len(frozen), *known)
        assert compared == found
        packed.write_bytes(signed)
        done = subprocess.run(["pdfsig", "-nocert", packed], capture_output=True, check=True)
        assert b"Signature is Valid" in done.stdout


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


@pytest.mark.parametrize("name", ["same page", "own page"])
def test_a_signed_pdf_by_itself_is_verified(name: str) -> None:
    authority = Authority2()
    frozen = small_pdf() if name == "same page" else OWN_PAGES["full"]
    signed = sign_pdf(frozen, authority.signer(HOKIM), NOW, PANEL)
    report = verify_pdf(signed, authority.anchors(), at=NOW)
    assert report.verdict is Verdict.VALID
    covered = signed.replace(b"/Rect[", b"/Rect[9", 1)
    assert verify_pdf(covered, authority.anchors(), at=NOW).verdict is Verdict.INVALID


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
