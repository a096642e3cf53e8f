"""A file is valid under a name of its own format alone: programs go by the name."""

from __future__ import annotations

import base64
import io

import pytest

from signing.file_names import Form, suffix_of, with_name
from signing.report import Report, Verdict
from signing.verify_any import verify_stream
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.test_asic import extended
from tests.signing.pki import NOW, make_case
from ui.dropping import kinds

RIGHT = {
    Form.PACKAGE: ("a.asice", "a.ASICE", "qaror 9-4.sce", "a.html.zip", "a.zip. ", "a.bdoc"),
    Form.PDF: ("a.pdf", "a.PDF.", "a.p7m.pdf"),
    Form.SIGNATURE: ("a.pdf.p7s", "a.p7m", "a.P7M ", "a.sig", "a.cms", "a.der", "a.csig"),
    Form.TEXT: ("a.p7s", "a.pem", "a.txt", "a.b64", "a.asc"),
}
NONE = (
    *("", "a", "stdin", "a.", "qaror.d/a", "C:\\qaror.d\\a", "...", "html", "a.asice.1"),
    *("Qaror 12.05.2026", "2-son. Yer ajratish", "Қарор. 2-сон", "Қарор.сон", "a.html b"),
)
WRONG = {
    Form.PACKAGE: ("a.html", "a.pdf", "a.epub", "a.docx", "a.adoc", "a.p7s", "a.txt"),
    Form.PDF: ("a.html", "a.asice", "a.zip", "a.p7m", "a.txt"),
    Form.SIGNATURE: ("a.html", "a.pdf", "a.asice", "a.txt", "a.mht", "a.p7m.html"),
    Form.TEXT: ("a.html", "a.pdf", "a.eml", "a.asice", "a.svg"),
}
EVER = (
    *("a.htm", "a.XHTML", ".html", "a.html. .", "a.html ", "a.exe", "a\\b.html", "a/.html"),
    *(
        "a.p7m\u200b",
        "a.p7m\n",
        "a.pdf\u00a0",
        "a.2026y",
        "a.html~",
        "a.p\uff44f",
        "a.p7m:b.html",
        "a.\u202elmth",
    ),
)


def made(makers: Makers) -> dict[Form, list[bytes]]:
    signature, pem = makers.cms("-nodetach"), makers.cms("-nodetach", "-outform", "PEM")
    return {
        Form.PACKAGE: [extended(makers).zip()],
        Form.PDF: [makers.sign_pdf()],
        Form.SIGNATURE: [signature, makers.cms("-nodetach", "-stream")],
        Form.TEXT: [pem, base64.b64encode(signature), base64.encodebytes(signature)],
    }


@pytest.mark.parametrize("form", Form)
def test_each_format_has_names_of_its_own(makers: Makers, form: Form) -> None:
    for data in made(makers)[form]:
        report = verify_stream(io.BytesIO(data), makers.anchors)
        assert (report.verdict, report.reasons) == (Verdict.VALID, ())
        for name in (*RIGHT[form], *NONE):
            assert with_name(report, form, name) == report, name
        for name in (*WRONG[form], *EVER):
            told = with_name(report, form, name)
            (reason,) = told.reasons
            assert told.verdict.indication == "INDETERMINATE", name
            assert (reason.code, reason.failed) == ("NAME_OF_ANOTHER_KIND", False)
            assert f".{form.suffixes[0]} " in reason.detail
            # What was found of the signature itself is told all the same.
            assert told.signatures == report.signatures
        # It is asked of what the bytes say.
        right, wrong = (
            verify_stream(io.BytesIO(data), makers.anchors, name=name)
            for name in (RIGHT[form][0], "a.html")
        )
        assert (right, wrong) == (report, with_name(report, form, "a.html"))


def test_a_package_of_our_own_has_one_too() -> None:
    case = make_case()
    package, anchors = case.package(), case.authority.anchors()

    def told(name: str) -> Report:
        return verify_stream(io.BytesIO(package), anchors, at=NOW, name=name)

    assert told("qaror.asice").verdict is Verdict.VALID
    report = told("qaror.html")
    assert (report.verdict, len(report.reasons)) == (Verdict.INDETERMINATE, 1)
    assert report.decision == told("qaror.asice").decision


def test_what_is_broken_or_open_has_its_own_reasons_alone(makers: Makers) -> None:
    broken = made(makers)[Form.SIGNATURE][0].replace(b"Qaror", b"Bekor")
    for data, anchors in ((broken, makers.anchors), (b"PK\3\4", makers.anchors)):
        reports = [verify_stream(io.BytesIO(data), anchors, name=name) for name in ("", "a.html")]
        assert reports[0] == reports[1]


def test_suffixes_are_those_of_names() -> None:
    names = {
        "a.B": "b",
        "a.b.c.": "c",
        ".d": "d",
        "a. . ": "",
        "": "",
        "a.b/": "",
        "x/y.z": "z",
        "a.1": "",
    }
    assert {name: suffix_of(name) for name in names} == names
    # A name has no bounds of its own; what is told of it has.
    assert len(suffix_of("a." + "b" * 300)) == 300
    known = {name for form in Form for name in form.suffixes}
    chosen = kinds().partition("(")[2].partition(")")[0].split()
    assert {name.removeprefix("*.") for name in chosen} <= known
