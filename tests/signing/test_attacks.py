"""Every attack that a file can hold is called by its name, in four languages."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from resources.tables import LANGUAGES, message_table
from signing.report import Report, Verdict
from signing.reporting.attacks import ATTACKS, attack_of
from signing.reporting.data import public
from signing.reporting.words import ReportWords
from signing.verify_any import verify_stream
from tests.signing.foreign import test_asic as archives
from tests.signing.foreign import test_pdf as pdfs
from tests.signing.foreign.makers import Makers

PDF: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "shadow: replace": (lambda pdf: Makers.edit(pdf, pdfs.other_content), "shadow_page"),
    "shadow: replace a font": (lambda pdf: Makers.edit(pdf, pdfs.other_font), "shadow_page"),
    "shadow: hide": (lambda pdf: Makers.edit(pdf, pdfs.smaller_page), "shadow_page"),
    "shadow: hide and replace": (
        lambda pdf: Makers.edit(pdf, pdfs.other_pages),
        "shadow_document",
    ),
    "shadow: hide by layers": (lambda pdf: Makers.edit(pdf, pdfs.layers), "shadow_document"),
    "overlay: annotation": (lambda pdf: Makers.edit(pdf, pdfs.annotation), "overlay"),
    "overlay: form": (lambda pdf: Makers.edit(pdf, pdfs.empty_field), "overlay"),
    "overlay: its own look": (
        lambda pdf: Makers.edit(pdf, pdfs.other_look_of_the_signature),
        "overlay",
    ),
    "wrapping": (pdfs.FORGED["second range moved"], "signature_wrapping"),
    "wrapping: wide hole": (pdfs.FORGED["hole too wide"], "signature_wrapping"),
    "forgery: no range": (pdfs.FORGED["no byte range"], "signature_forgery"),
    "forgery: null range": (pdfs.FORGED["null byte range"], "signature_forgery"),
    "forgery: null contents": (pdfs.FORGED["null contents"], "signature_forgery"),
    "forgery: no contents": (pdfs.FORGED["no contents"], "signature_forgery"),
    "saving": (pdfs.FORGED["something behind"], "incremental_saving"),
    "saving without a table": (pdfs.FORGED["only an end behind"], "incremental_saving"),
}
ZIP = {
    **dict.fromkeys(("twice", "case", "unicode"), "zip_twice"),
    **dict.fromkeys(("absolute", "above", "backslash", "drive"), "zip_path"),
    **dict.fromkeys(("other name", "other size"), "zip_differs"),
    **dict.fromkeys(("behind", "between", "before the directory", "overlap"), "zip_hidden"),
    "encrypted": "zip_encrypted",
    "bomb": "zip_bomb",
    **dict.fromkeys(("zip64", "60000", "4097"), "zip_size"),
}


@pytest.fixture(scope="module")
def makers(tmp_path_factory: pytest.TempPathFactory) -> Makers:
    return Makers.at(tmp_path_factory.mktemp("makers"))


@pytest.fixture(scope="module")
def signed(makers: Makers) -> bytes:
    return makers.sign_pdf()


def judged(makers: Makers, data: bytes) -> Report:
    return verify_stream(io.BytesIO(data), makers.anchors)


def names(report: Report) -> set[str]:
    return {attack_of(item.code, item.detail) for item in report.reasons} - {""}


@pytest.mark.parametrize("attack", PDF)
def test_attacks_on_a_pdf(makers: Makers, signed: bytes, attack: str) -> None:
    change, name = PDF[attack]
    report = judged(makers, change(signed))
    assert (report.verdict, name in names(report)) == (Verdict.INVALID, True), report.reasons
    told = public("x", report, ReportWords("en"))
    assert name in {item.get("attack") for item in told["reasons"]}  # type: ignore[attr-defined]


def test_a_certification_is_bypassed(makers: Makers) -> None:
    from pyhanko.sign.fields import MDPPerm

    certified = makers.sign_pdf(certify=True, docmdp_permissions=MDPPerm.FILL_FORMS)
    assert judged(makers, certified).verdict is Verdict.VALID
    for change in (pdfs.annotation, pdfs.other_content):
        report = judged(makers, Makers.edit(certified, change))
        assert report.verdict is Verdict.INVALID
        assert names(report) == {"certification_bypass"}


@pytest.mark.parametrize("attack", ZIP)
def test_attacks_on_an_archive(makers: Makers, attack: str) -> None:
    report = judged(makers, archives.HOSTILE[attack]())
    assert (report.verdict, names(report)) == (Verdict.INVALID, {ZIP[attack]}), report.reasons


def test_something_before_a_container_is_no_way_past(makers: Makers) -> None:
    whole = archives.extended(makers).zip()
    assert judged(makers, whole).verdict is Verdict.VALID
    for before in (b"x" * 8, b"#!/bin/sh\nexit\n", b"<html></html>", b"0" + bytes(100)):
        report = judged(makers, before + whole)
        assert (report.verdict, names(report)) == (Verdict.INVALID, {"zip_hidden"})


def test_what_is_no_attack_has_no_name(makers: Makers, signed: bytes) -> None:
    for data in (signed, makers.cms(), b"matn", archives.HOSTILE["cut"]()):
        assert names(judged(makers, data)) == set()
    assert attack_of("HASH_FAILURE", "Imzo1") == ""
    assert attack_of("FORMAT_FAILURE", "an element is cut") == ""
    # Names of members and fields are a stranger's, and make nothing of what it is not.
    assert attack_of("FORMAT_FAILURE", "x is encrypted.pdf ends early") == ""


def test_each_name_has_its_words() -> None:
    for language in LANGUAGES:
        assert message_table(language)["attacks"].keys() == ATTACKS
        told = ReportWords(language).reason("CHANGED_AFTER_SIGNING", "Imzo1: page 3")
        assert message_table(language)["attacks"]["shadow_page"] in told
