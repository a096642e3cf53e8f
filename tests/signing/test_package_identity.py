"""Who signed a package and its answers is asked always: what names nobody is nobody's."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from signing import statement
from signing.certificate import facts, mismatch
from signing.cms import build_signed_data
from signing.cms_verify import check_cms
from signing.errors import MalformedDocument
from signing.identity import Identities
from signing.report import Report, Verdict
from signing.statement import Officer, Organisation, TrailEntry, agreement_statement
from signing.verify import verify_package
from tests.signing.pki import HOKIM, NOW, Case, make_case
from tests.signing.test_package_signed_wrong import Unasked

BODY = Organisation("200000003", "Moliya vazirligi")
STRANGER = ("Begona Shaxs", "33333333333333", "309999999")


@pytest.fixture(scope="module")
def case() -> Case:
    return make_case()


def answer(case: Case, officer: Officer, organisation: Organisation = BODY) -> TrailEntry:
    """The last entry, answered by a stranger under somebody's name."""
    said = replace(case.content.trail.entries[1], order=3)
    said = replace(said, officer=officer, organisation=organisation)
    content = agreement_statement(case.version.draft, said)
    signer = case.authority.signer(STRANGER)
    value = build_signed_data(signer, content, signing_time=said.decided)
    return replace(said, signature=value)


def answered(case: Case, entry: TrailEntry) -> Case:
    trail = case.content.trail
    trail = replace(trail, entries=(*trail.entries[:2], entry))
    return replace(case, content=replace(case.content, trail=trail))


def decided(case: Case, **fields: object) -> Case:
    decision = replace(case.content.decision, **fields)  # type: ignore[arg-type]
    return replace(case, content=replace(case.content, decision=decision))


def carelessly(case: Case, monkeypatch: pytest.MonkeyPatch) -> Report:
    """The report about a package that somebody writes who does not ask what he writes."""
    with monkeypatch.context() as patch:
        for name in ("require_decision", "require_entry"):
            patch.setattr(statement, name, lambda _: None)
        data = case.package(pdf_profile=False)
    return verify_package(io.BytesIO(data), case.authority.anchors(), at=NOW)


UNSAID: dict[str, tuple[Callable[[Case], Case], str]] = {
    "an officer without a PINFL": (
        lambda it: answered(it, answer(it, Officer(STRANGER[0], "Vazir", ""))),
        ".officer.pinfl",
    ),
    "an officer with a PINFL that is none": (
        lambda it: answered(it, answer(it, Officer(STRANGER[0], "Vazir", f"{STRANGER[1]}\n"))),
        ".officer.pinfl",
    ),
    "an organisation without a STIR": (
        lambda it: answered(
            it, answer(it, Officer(STRANGER[0], "Vazir", STRANGER[1]), replace(BODY, stir=""))
        ),
        ".organisation.stir",
    ),
    "a silent organisation without a name": (
        lambda it: answered(
            it, replace(it.content.trail.entries[2], organisation=replace(BODY, name=" "))
        ),
        ".organisation.name",
    ),
    "an answer of no time": (
        lambda it: answered(it, replace(it.content.trail.entries[1], decided=None, order=3)),
        "entry-03.decided",
    ),
    "a version that is none": (
        lambda it: decided(it, version=replace(it.version, version=-5)),
        ".version.version",
    ),
    "a kind of decision that is none": (
        lambda it: decided(it, version=replace(it.version, type="Z")),
        ".version.type",
    ),
    "a council's decision of a hokim": (
        lambda it: decided(it, version=replace(it.version, type="K")),
        ".signer.role",
    ),
    "a signer without a PINFL": (
        lambda it: decided(it, signer=replace(it.content.decision.signer, pinfl="")),
        ".signer.pinfl",
    ),
    "a signer without a STIR": (
        lambda it: decided(it, signer=replace(it.content.decision.signer, stir="")),
        ".signer.stir",
    ),
    "an authority without a STIR": (
        lambda it: decided(
            it, version=replace(it.version, authority=replace(it.version.authority, stir=""))
        ),
        ".version.authority.stir",
    ),
    "an authority without a name": (
        lambda it: decided(
            it, version=replace(it.version, authority=replace(it.version.authority, name=""))
        ),
        ".version.authority.name",
    ),
}


@pytest.mark.parametrize("what", UNSAID)
def test_who_is_not_named_has_not_signed(
    case: Case, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, told = UNSAID[what]
    report = carelessly(change(case), monkeypatch)
    assert report.verdict is Verdict.INVALID
    assert [item.code for item in report.reasons] == ["FORMAT_FAILURE"]
    assert str(report.reasons[0].detail).endswith(told)


@pytest.mark.parametrize("what", UNSAID)
def test_it_is_not_written_before_a_key_is_used(case: Case, what: str) -> None:
    change, told = UNSAID[what]
    with pytest.raises(MalformedDocument) as error:
        replace(change(case), hokim=Unasked(case.hokim)).package()
    assert str(error.value.detail).endswith(told)


def test_an_answer_of_another_is_a_mismatch(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    forged = answered(case, answer(case, Officer(STRANGER[0], "Vazir", STRANGER[1])))
    report = carelessly(forged, monkeypatch)
    assert report.verdict is Verdict.INVALID
    assert [(item.code, item.detail) for item in report.reasons] == [
        ("SIGNER_MISMATCH", "entry-03: stir")
    ]


@pytest.mark.parametrize("named", [HOKIM[1:], ("", ""), ("", HOKIM[2]), (HOKIM[1], "")])
@pytest.mark.parametrize("said", [HOKIM[1:], ("", ""), ("", HOKIM[2]), (HOKIM[1], "")])
def test_empty_equals_nothing(case: Case, named: tuple[str, str], said: tuple[str, str]) -> None:
    found = check_cms(build_signed_data(case.hokim, b"x", signing_time=NOW), b"x")
    known = replace(facts(found.certificate), pinfl=named[0], stir=named[1])
    right = named == said == HOKIM[1:]
    assert (mismatch(known, *said) is None) is right
    judged = Identities(case.authority.anchors(), NOW).judge("package", found, whose=said)
    codes = [item.code for item in judged.reasons]
    assert codes == ([] if said == HOKIM[1:] else ["SIGNER_MISMATCH"])
