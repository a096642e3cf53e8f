"""What a verification tells beside the verdict, in each form: answers, kinds, contents, names."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eqaror_desktop.desktop.rows import report_row
from eqaror_desktop.messages import Messages
from resources.visible import visible
from signing.report import Kind, Report
from signing.reporting import data
from signing.reporting.html import page
from signing.reporting.outline import Verified, one_line, paper
from signing.reporting.told import kind_of
from signing.reporting.words import ReportWords
from signing.statement import Agreement
from signing.verify import verify_package
from tests.application.test_verify_command import Verify, verify
from tests.signing.foreign.makers import MATTER, Makers
from tests.signing.foreign.test_asic import FILES, Made, manifest
from tests.signing.pki import NOW, Case, make_case

__all__ = ["makers", "verify"]
LANGUAGES = ("uz", "uz_Cyrl", "ru", "en")


@pytest.fixture(scope="module")
def makers(tmp_path_factory: pytest.TempPathFactory) -> Makers:
    return Makers.at(tmp_path_factory.mktemp("makers"))


@pytest.fixture(scope="module")
def case() -> Case:
    return make_case()


@pytest.fixture(scope="module")
def package(case: Case) -> bytes:
    return case.package(pdf_profile=False)


def in_every_form(report: Report, case: Case, language: str) -> list[str]:
    words = ReportWords(language)
    told = Verified("x.asice", report, NOW, case.authority.anchors())
    row = report_row("x.asice", report, Messages.load(language))
    window = "\n".join((*row.answers, *(item.scope + item.note for item in row.signatures)))
    # The simple part alone: nobody has to open the details.
    simple = page([paper(told, words)]).partition("<details>")[0]
    return [simple, window]


def test_readme_names_every_field(case: Case, package: bytes) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    report = verify_package(io.BytesIO(package), case.authority.anchors(), at=NOW)
    told = data.complete(
        Verified("x.asice", report, NOW, case.authority.anchors()), ReportWords("en")
    )

    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(names, value.values()))
        return set().union(*map(names, value)) if isinstance(value, list) else set()

    found = names(told)
    assert len(found) > 40
    assert [name for name in sorted(found) if f"`{name}`" not in readme] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_is_told(case: Case, package: bytes, language: str) -> None:
    report = verify_package(io.BytesIO(package), case.authority.anchors(), at=NOW)
    words = ReportWords(language)
    for text in in_every_form(report, case, language):
        for answer in (Agreement.OBJECTED, Agreement.AGREED, Agreement.DEEMED_AGREED):
            assert words.text("answers", answer) in text, answer
        # Beside whoever signed it, what he signed: it is right, and was an objection.
        for item in filter(lambda item: item.answer, report.signatures):
            assert kind_of(item, words) in text
        # Who was silent, and what was objected.
        assert "Suv xoʻjaligi boʻlimi" in text
        assert "Tuzatish" in text


def test_every_answer_is_told_on_the_command_line_and_to_programs(
    case: Case, package: bytes, verify: Verify, tmp_path: Path
) -> None:
    file, trust = tmp_path / "p.asice", case.authority.write_pem(tmp_path / "root.pem")
    file.write_bytes(package)
    told = verify(file, "--trust", trust).out
    assert "agreement entry 1: objected" in told
    assert "agreement entry 2: agreed" in told
    assert "Agreement, round 2: Suv xoʻjaligi boʻlimi (200000003) – deemed agreed" in told
    authority = case.version.authority
    assert f"  Authority: {authority.name} ({authority.stir})\n" in told
    found = verify(file, "--trust", trust, "--json").json
    assert [item["answer"] for item in found["answers"]] == ["objected", "agreed", "deemed_agreed"]
    assert [item["remark"] for item in found["answers"]] == ["Tuzatish", "", ""]
    assert [item["answer"] for item in found["signatures"]] == [None, "objected", "agreed"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_nobody_was_asked_is_told(case: Case, package: bytes, language: str) -> None:
    report = verify_package(io.BytesIO(package), case.authority.anchors(), at=NOW)
    assert report.trail
    report = replace(report, trail=replace(report.trail, entries=()))
    for text in in_every_form(report, case, language):
        assert ReportWords(language).text("report", "nobody_asked") in text


def test_a_counter_signature_is_called_one(case: Case, package: bytes) -> None:
    report = verify_package(io.BytesIO(package), case.authority.anchors(), at=NOW)
    first = replace(report.signatures[0], kind=Kind.COUNTER_SIGNATURE, over="Hokim X")
    for text in in_every_form(replace(report, signatures=(first,)), case, "en"):
        assert "ounter-signature over the signature of Hokim X" in text
    told = data.public("x", replace(report, signatures=(first,)), ReportWords("en"))
    found = told["signatures"]
    assert isinstance(found, list)
    (signature,) = found
    assert (signature["kind"], signature["counter_signs"]) == ("counter-signature", "Hokim X")


def test_who_signed_which_file_is_told(makers: Makers, verify: Verify, tmp_path: Path) -> None:
    made = Made(dict(FILES))
    for number, (name, content) in enumerate(FILES.items(), 1):
        signature = f"META-INF/signature{number:03d}.p7s"
        listed = manifest(signature, {name: content})
        made.members[f"META-INF/ASiCManifest{number:03d}.xml"] = listed
        made.members[signature] = makers.cms(data=listed)
    file = tmp_path / "split.asice"
    file.write_bytes(made.zip())
    target = tmp_path / "r.html"
    ran = verify(file, "--trust", makers.trust, "--report", target)
    assert ran.code == 0
    simple = target.read_text().partition("<details>")[0]
    for name in FILES:
        assert f"Covers: {name}" in ran.out
        assert f"Covers: {name}" in simple
        assert f"Not covered by it: {name}" in simple
    # One signature, too, is not over whatever else somebody finds in the file.
    whole = Made(dict(FILES))
    listed = manifest("META-INF/signature001.p7s", FILES)
    whole.members["META-INF/ASiCManifest001.xml"] = listed
    whole.members["META-INF/signature001.p7s"] = makers.cms(data=listed)
    file.write_bytes(whole.zip())
    assert f"Covers: {', '.join(FILES)}\n" in verify(file, "--trust", makers.trust).out


@pytest.mark.parametrize("option", ["", "-md sha512"])
def test_the_content_of_a_detached_signature_is_told(
    makers: Makers, verify: Verify, tmp_path: Path, option: str
) -> None:
    signed = makers.write("d.p7s", makers.cms(*option.split()))
    matter = makers.write("matn.txt", MATTER)
    digest = hashlib.sha256(MATTER).hexdigest()
    asked = (signed, "--content", matter, "--trust", makers.trust)
    assert f"{matter}  SHA-256 {digest}" in verify(*asked).out
    (content,) = verify(*asked, "--json").json["contents"]
    assert content == {"file": str(matter), "sha256": digest}
    for ending in ("html", "json"):
        target = tmp_path / f"r.{ending}"
        assert verify(*asked, "--report", target).code == 0
        told = target.read_text().partition("<details>")[0]
        assert digest in told.replace(" ", "")
        assert "matn.txt" in told


def test_a_content_that_nothing_covers_has_an_answer_of_its_own(
    makers: Makers, verify: Verify, tmp_path: Path
) -> None:
    good = [makers.write(f"{name}.p7m", makers.cms("-nodetach")) for name in "ab"]
    other = makers.write("other.txt", b"Boshqa")
    target = tmp_path / "r.json"
    asked = ("--content", other, "--trust", makers.trust, "--json", "--report", target)
    # With fewer contents than files it might have been another's.
    ran = verify(*good, *asked)
    assert ran.code == 2
    for found in (ran.lines, json.loads(target.read_bytes())):
        assert [item["verdict"] for item in found] == ["valid", "valid", "indeterminate"]
        assert found[2]["file"] == str(other)
        assert [item["code"] for item in found[2]["reasons"]] == ["CONTENT_UNUSED"]
    target.unlink()
    # Alone the file says it itself, and once.
    whole = Made(dict(FILES))
    listed = manifest("META-INF/signature001.p7s", FILES)
    whole.members["META-INF/ASiCManifest001.xml"] = listed
    whole.members["META-INF/signature001.p7s"] = makers.cms(data=listed)
    alone = makers.write("alone.asice", whole.zip())
    ran = verify(alone, *asked)
    assert (ran.code, ran.json["verdict"]) == (2, "indeterminate")


def test_a_report_is_never_written_over_what_it_is_about(
    makers: Makers, verify: Verify, tmp_path: Path
) -> None:
    signed = tmp_path / "signed.pdf"
    before = makers.cms("-nodetach")
    signed.write_bytes(before)
    matter = tmp_path / "matn.pdf"
    matter.write_bytes(MATTER)
    linked, hard = tmp_path / "link.pdf", tmp_path / "hard.pdf"
    linked.symlink_to(signed)
    os.link(signed, hard)
    beside = tmp_path / "r.pdf.p7s"
    beside.write_bytes(before)
    for target in (signed, linked, hard, matter):
        files = (signed, "--content", matter, "--report", target, "--force")
        ran = verify(*files, "--trust", makers.trust)
        assert (ran.code, ran.out) == (1, ""), target
        assert "Give the file another name. E-303" in ran.err
    ran = verify(beside, "--report", tmp_path / "r.pdf", "--trust", makers.trust)
    assert (ran.code, ran.out) == (1, "")
    assert signed.read_bytes() == beside.read_bytes() == before
    assert matter.read_bytes() == MATTER


HIDDEN: dict[str, Callable[[str], str]] = {"report": one_line, "window": visible}


@pytest.mark.parametrize("where", HIDDEN)
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\u3164", "[U+3164]"),
        ("\u115f\u1160\uffa0", "[U+115F][U+1160][U+FFA0]"),
        ("\u2800", "[U+2800]"),
        ("Ka\u034frimov\ufe0f", "Ka[U+034F]rimov[U+FE0F]"),
        ("a\u0301\u0301\u0301\u0301\u0301", "a\u0301\u0301\u0301\u0301[U+0301]"),
        ("Oʻzgartirish gʻ Ҳоким é", "Oʻzgartirish gʻ Ҳоким é"),
    ],
)
def test_letters_that_show_nothing_are_shown(where: str, text: str, shown: str) -> None:
    assert HIDDEN[where](text) == shown


def test_controls_in_a_report_are_shown() -> None:
    assert one_line("a\x1b[31m\u202eb\nc") == "a[U+001B][31m[U+202E]b c"


def test_a_name_of_spaces_is_no_name(case: Case, package: bytes) -> None:
    report = verify_package(io.BytesIO(package), case.authority.anchors(), at=NOW)
    signer = report.signatures[0].signer
    assert signer is not None
    assert replace(signer, common_name="\u2003\u00a0").name == signer.serial


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_valid_report_says_when_certificates_were_in_force(language: str) -> None:
    words = ReportWords(language)
    word = {"en": "time-stamp", "ru": "штампом", "uz": "tamgʻasi", "uz_Cyrl": "тамғаси"}
    assert word[language] in words.text("report", "means_valid")
