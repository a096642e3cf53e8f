"""Signed, intact, and not the same to everybody: scripts, layers, and what is not in the file."""

from __future__ import annotations

import pytest

from resources.tables import LANGUAGES
from signing.pdf.pades import sign_pdf
from signing.reporting.data import public
from signing.reporting.html import page
from signing.reporting.outline import Verified, paper
from signing.reporting.words import ReportWords
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import OPEN, VALID, codes, judge
from tests.signing.hostile_pdfs import ACTS, DIFFERS, HONEST, annotated, layered, make, stream
from tests.signing.pki import HOKIM
from tests.signing.test_examine_plainly import tabled_twice

SCRIPT = make(catalog=b"/OpenAction<</S/JavaScript/JS(x)>>")


UNLIKE_LAYERS = (
    (b"/BaseState/Unchanged",),
    (b"", b"/Usage<</Zoom<</min 1.5>>>>"),
    (b"", b"/Usage<</Language<</Lang(ru)/Preferred/OFF>>>>"),
    (b"", b"/Usage<</User<</Type/Ind/Name(x)>>>>"),
    (b"", b"/Usage<</Export<</ExportState/OFF>>>>"),
)
UNLIKE_NOTES = (
    b"/Subtype/Stamp/F 36",
    b"/Subtype/Stamp/F 0",
    b"/Subtype/Widget/FT/Tx/T(a)/F 36",
    b"/Subtype/Widget/FT/Tx/T(a)",
    b"/Subtype/Link/F 4/AP<<>>",
)
ODDLY_PACKED = stream(b"\0", b"/Subtype/Image/Filter/CCITTFaxDecode/DecodeParms[<</K -1>>]")


def grouped(said: bytes) -> bytes:
    """A page with a part of its text in a group of layers that are on."""
    return make(
        HONEST + b"/OC /L1 BDC BT /F1 12 Tf 72 600 Td (ikki) Tj ET EMC\n",
        resources=b"/Properties<</L1 7 0 R>>",
        catalog=b"/OCProperties<</OCGs[6 0 R]/D<<>>>>",
        objects=(b"<</Type/OCG/Name(a)>>", b"<</Type/OCMD/OCGs[6 0 R]%b>>" % said),
    )


@pytest.mark.parametrize(
    ("pdf", "told"),
    [
        (make(), set()),
        (SCRIPT, {"script"}),
        (ACTS["JavaScript when the page opens"].data, {"script"}),
        (ACTS["JavaScript in a bookmark"].data, {"script"}),
        (ACTS["launch"].data, {"launch"}),
        (ACTS["submit"].data, {"submit"}),
        (ACTS["import data"].data, {"import data"}),
        (ACTS["an XFA form"].data, {"XFA"}),
        (DIFFERS["a collection"].data, {"collection"}),
        (DIFFERS["a layer that is not printed"].data, {"hidden layer"}),
        (layered(b"Izoh", b"/OFF[6 0 R]"), {"hidden layer"}),
        *((layered(b"Izoh", *said), {"hidden layer"}) for said in UNLIKE_LAYERS),
        (grouped(b"/P/AllOff"), {"hidden layer"}),
        (grouped(b"/P/AnyOff"), {"hidden layer"}),
        (grouped(b"/VE[/Not 6 0 R]"), {"hidden layer"}),
        (grouped(b"/P/AllOn"), set()),
        (grouped(b""), set()),
        *((annotated(said), {"hidden annotation"}) for said in UNLIKE_NOTES),
        (annotated(b"/Subtype/Stamp/F 4"), set()),
        (annotated(b"/Subtype/Widget/FT/Tx/T(a)/F 4"), set()),
        (annotated(b"/Subtype/Widget/FT/Tx/T(a)/F 2"), set()),
        (annotated(b"/Subtype/Link/F 0"), set()),
        (tabled_twice(first=True), {"not all of it looked at"}),
        # A picture of which some readers leave the parameters out.
        (
            make(resources=b"/XObject<</X 6 0 R>>", objects=(ODDLY_PACKED,)),
            {"not all of it looked at"},
        ),
        (DIFFERS["another picture in print"].data, {"alternate picture"}),
        # Honest documents have layers, links and attached files.
        (DIFFERS["a layer"].data, set()),
        (ACTS["a web address"].data, set()),
        (ACTS["an attached file"].data, set()),
        # More than is looked at: it is told that something may be there.
        (make(page=b"/X%s" % (b"[" * 60 + b"]" * 60)), {"not all of it looked at"}),
    ],
)
def test_what_a_signed_file_does_is_told(makers: Makers, pdf: bytes, told: set[str]) -> None:
    report = judge(makers, makers.sign_pdf(pdf))
    assert (report.verdict, report.reasons) == (VALID, ())
    (item,) = report.signatures
    assert {(one.code, one.detail) for one in item.warnings} == {
        ("ACTIVE_CONTENT", detail) for detail in told
    }


@pytest.mark.parametrize(
    "pdf",
    [
        make(body=stream(b"", b"/F(http://127.0.0.1/x)")),
        make(body=stream(HONEST, b"/F<</Type/Filespec/F(a.bin)>>/FFilter/FlateDecode")),
        DIFFERS["a stream elsewhere"].data,
        DIFFERS["a drawing of another file"].data,
    ],
)
def test_nobody_signed_what_is_in_another_file(makers: Makers, pdf: bytes) -> None:
    report = judge(makers, makers.sign_pdf(pdf))
    assert (report.verdict, codes(report)) == (OPEN, {"CONTENT_ELSEWHERE"})
    assert report.signatures[0].verdict is VALID


def test_ours_too(makers: Makers) -> None:
    begins = makers.people["first"].certificate.not_valid_before_utc
    signed = sign_pdf(SCRIPT, makers.authority.signer(HOKIM, begins=begins), makers.now)
    report = judge(makers, signed)
    assert report.verdict is VALID
    assert [one.code for one in report.signatures[0].warnings] == ["ACTIVE_CONTENT"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_report_tells_it(makers: Makers, language: str) -> None:
    both = makers.sign_pdf(
        makers.sign_pdf(SCRIPT), by="second", field_name="Imzo2", box=(9, 9, 99, 99)
    )
    report, words = judge(makers, both), ReportWords(language)
    assert report.verdict is VALID
    texts = {words.reason(one.code, one.detail) for one in report.signatures[0].warnings}
    assert len(texts) == 2
    told = str(public("a.pdf", report, words))
    shown = page((paper(Verified("a.pdf", report, makers.now, makers.anchors), words),))
    for text in texts:
        assert text in told
        assert text in shown.replace("&#x27;", "'").replace("&quot;", '"')
