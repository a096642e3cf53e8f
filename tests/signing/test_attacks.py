"""Every attack that a file can hold is called by its name, in four languages."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from resources.tables import LANGUAGES, message_table
from signing.detail import Detail, Scope, said
from signing.flaws import Flaw
from signing.report import Report, Verdict
from signing.reporting.attacks import ATTACKS, attack_of
from signing.reporting.data import public
from signing.reporting.words import ReportWords
from signing.verify_any import verify_stream
from tests.signing.foreign import pdf_parts
from tests.signing.foreign import test_asic as archives
from tests.signing.foreign import test_pdf_changes as pdfs
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.test_pdf_forged import FORGED

PDF: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "shadow: replace": (lambda pdf: Makers.edit(pdf, pdfs.other_content), "shadow_page"),
    "shadow: replace a font": (lambda pdf: Makers.edit(pdf, pdfs.other_font), "shadow_page"),
    "shadow: hide": (lambda pdf: Makers.edit(pdf, pdfs.smaller_page), "shadow_page"),
    "shadow: hide and replace": (
        lambda pdf: Makers.edit(pdf, pdfs.other_pages),
        "shadow_document",
    ),
    "shadow: hide by layers": (lambda pdf: Makers.edit(pdf, pdfs.layers), "shadow_document"),
    "overlay: annotation": (lambda pdf: Makers.edit(pdf, pdf_parts.annotation), "overlay"),
    "overlay: form": (lambda pdf: Makers.edit(pdf, pdfs.empty_field), "overlay"),
    "overlay: its own look": (
        lambda pdf: Makers.edit(pdf, pdfs.other_look_of_the_signature),
        "overlay",
    ),
    "wrapping": (FORGED["second range moved"], "signature_wrapping"),
    "wrapping: wide hole": (FORGED["hole too wide"], "signature_wrapping"),
    "forgery: no range": (FORGED["no byte range"], "signature_forgery"),
    "forgery: null range": (FORGED["null byte range"], "signature_forgery"),
    "forgery: null contents": (FORGED["null contents"], "signature_forgery"),
    "forgery: no contents": (FORGED["no contents"], "signature_forgery"),
    "saving": (FORGED["something behind"], "incremental_saving"),
    "saving without a table": (FORGED["only an end behind"], "incremental_saving"),
}
ZIP = {
    **dict.fromkeys(("twice", "case", "unicode"), "zip_twice"),
    **dict.fromkeys(("absolute", "above", "backslash", "drive"), "zip_path"),
    **dict.fromkeys(("other name", "other size"), "zip_differs"),
    **dict.fromkeys(("longer name", "longer fields", "longer comment"), "zip_differs"),
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
    for change in (pdf_parts.annotation, pdfs.other_content):
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
    certificate = makers.people["first"].certificate.public_bytes(Encoding.DER)
    armoured = makers.cms("-nodetach", "-outform", "PEM")
    assert judged(makers, armoured).verdict is Verdict.VALID
    for before in (b"x" * 8, b"#!/bin/sh\nexit\n", b"<html></html>", certificate, armoured):
        report = judged(makers, before + whole)
        assert (report.verdict, names(report)) == (Verdict.INVALID, {"zip_hidden"})
    # A signature with anything behind it is one, and what is there nobody signed.
    assert judged(makers, makers.cms("-nodetach") + whole).verdict is Verdict.INDETERMINATE
    assert judged(makers, makers.sign_pdf() + whole).verdict is Verdict.INVALID


def test_entities_in_a_manifest(makers: Makers) -> None:
    made = archives.extended(makers)
    name = "META-INF/ASiCManifest001.xml"
    entity = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    start = made.members[name].index(b"?>") + 2
    made.members[name] = made.members[name][:start] + entity + made.members[name][start:]
    report = judged(makers, made.zip())
    assert (report.verdict, "xml_entities" in names(report)) == (Verdict.INVALID, True)


def test_what_is_no_attack_has_no_name(makers: Makers, signed: bytes) -> None:
    for data in (signed, makers.cms(), b"matn", archives.HOSTILE["cut"]()):
        assert names(judged(makers, data)) == set()
    assert attack_of("HASH_FAILURE", Detail(Scope("Imzo1"))) == ""
    assert attack_of("FORMAT_FAILURE", said(Flaw.ELEMENT_CUT)) == ""
    # Names of members and fields are a stranger's, and make nothing of what it is not.
    assert attack_of("FORMAT_FAILURE", said(Flaw.ENDS_EARLY, "x is encrypted")) == ""


def test_each_name_has_its_words() -> None:
    for language in LANGUAGES:
        assert message_table(language)["attacks"].keys() == ATTACKS
        told = ReportWords(language).reason(
            "CHANGED_AFTER_SIGNING", said(Flaw.PAGE, 3).within("Imzo1")
        )
        assert message_table(language)["attacks"]["shadow_page"] in told
