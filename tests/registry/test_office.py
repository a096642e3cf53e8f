"""The demo office as a whole: its variety, its documents and its signatures."""

from __future__ import annotations

import io
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy.exc import IntegrityError

from registry.authority import DemoAuthority
from registry.contract import DraftState, DraftType, Role, Script
from registry.loading import Registry
from registry.numbers import parse
from registry.office import people
from registry.office.dataset import Office, make_office
from registry.office.plan import PLANS
from registry.office.wording import matters
from registry.seeds import SeedDraft, SeedFile, version_statement
from signing.certificate import facts
from signing.cms_verify import check_cms
from signing.errors import SignatureCheckFailed
from signing.examine.document import examine_pdf
from signing.report import Verdict
from signing.statement import Agreement, agreement_statement
from signing.trust import TrustAnchors
from signing.verify import verify_package

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
WRONG_APOSTROPHES = set("'`´‘’")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> DemoAuthority:
    return DemoAuthority.create(tmp_path_factory.mktemp("ca"), "Sinov reyestri", now=NOW)


@pytest.fixture(scope="module")
def office(authority: DemoAuthority) -> Office:
    return make_office(NOW, authority)


@pytest.fixture(params=["dozen", pytest.param("office", marks=pytest.mark.long)])
def either(request: pytest.FixtureRequest) -> Office:
    """The first dozen, and in the long suite the whole office."""
    made: Office = request.getfixturevalue(request.param)
    return made


def files(office: Office) -> Iterator[SeedFile]:
    for draft in office.drafts:
        for version in draft.versions:
            yield version.text
            yield from (annex.file for annex in version.annexes)
        yield from (seed.letter for seed in draft.trail if seed.letter is not None)


def pages(file: SeedFile) -> int:
    return len(pypdf.PdfReader(io.BytesIO(file.data)).pages)


@pytest.mark.long
def test_variety(office: Office) -> None:
    drafts = office.drafts
    assert len(drafts) >= 48
    assert {draft.state for draft in drafts} == set(DraftState)
    assert {draft.type for draft in drafts} == set(DraftType)
    assert min(Counter(draft.script for draft in drafts)[script] for script in Script) >= 18
    assert len({draft.title for draft in drafts}) >= 40
    assert len({draft.id for draft in drafts}) == len(drafts)
    lengths = {pages(draft.versions[-1].text) for draft in drafts}
    assert {1, 2, 3, 4} <= lengths
    assert 55 <= max(lengths) <= 60
    counts = {len(draft.versions[-1].annexes) for draft in drafts}
    assert {0, 1, 2, 3, 4, 7, 12} <= counts <= set(range(13))
    trails = {len(draft.trail) for draft in drafts}
    assert {0, 3, 12, 44} <= trails
    assert {seed.entry.decision for draft in drafts for seed in draft.trail} == set(Agreement)
    assert sum(len(draft.versions) > 1 for draft in drafts) >= 6
    assert sum(draft.round > 1 for draft in drafts) >= 6
    assert any(version.remarks for draft in drafts for version in draft.versions)
    assert any(seed.letter for draft in drafts for seed in draft.trail)


@pytest.mark.long
def test_versions_differ_in_text_and_annexes(office: Office) -> None:
    several = [draft for draft in office.drafts if len(draft.versions) > 1]
    for draft in several:
        assert len({version.text.data for version in draft.versions}) == len(draft.versions)
    titles = [
        [tuple(annex.title for annex in version.annexes) for version in draft.versions]
        for draft in several
    ]
    assert any(len(new) > len(old) for old, new, *_ in titles)
    assert any(len(new) < len(old) for old, new, *_ in titles)
    assert any(sorted(old[:2]) == sorted(new[:2]) and old != new for old, new, *_ in titles)


def test_states_agree_with_their_trails(either: Office) -> None:
    for draft in either.drafts:
        current = [seed.entry for seed in draft.trail if seed.entry.round == draft.round]
        decisions = Counter(entry.decision for entry in current)
        assert draft.created <= draft.updated <= NOW
        if draft.state is DraftState.IN_AGREEMENT:
            assert decisions[Agreement.PENDING]
            assert draft.deadline is not None
            assert draft.deadline > NOW
        elif draft.state is DraftState.RETURNED:
            assert decisions[Agreement.OBJECTED]
            assert draft.reason
        elif draft.state not in {DraftState.DRAFT, DraftState.REJECTED}:
            assert not decisions[Agreement.PENDING] + decisions[Agreement.OBJECTED]
            assert {entry.version for entry in current} == {draft.versions[-1].number}
        numbered = {DraftState.REGISTERED, DraftState.PUBLISHED, DraftState.REVOKED}
        assert (draft.registration is not None) == (draft.state in numbered)
        for seed in draft.trail:
            entry = seed.entry
            assert entry.received < entry.due
            assert entry.decided is None or entry.received < entry.decided <= min(entry.due, NOW)
            assert (entry.signature is None) == (
                entry.decision in {Agreement.PENDING, Agreement.DEEMED_AGREED}
            )


def test_every_signature_verifies(either: Office, authority: DemoAuthority) -> None:
    anchors = TrustAnchors((authority.root,))
    signed = 0
    for draft in either.drafts:
        digests = {
            version.number: version_statement(draft, version).digest for version in draft.versions
        }
        for entry in (seed.entry for seed in draft.trail):
            assert entry.version_digest == digests[entry.version]
            if entry.signature is None:
                continue
            assert entry.officer is not None
            assert entry.decided is not None
            found = check_cms(entry.signature, agreement_statement(draft.id, entry))
            named = facts(found.certificate)
            assert (named.pinfl, named.stir, named.common_name, named.post) == (
                entry.officer.pinfl,
                entry.organisation.stir,
                entry.officer.name,
                entry.officer.post,
            )
            assert found.signing_time == entry.decided
            anchors.path(found.certificate, found.others, entry.decided)
            signed += 1
    assert signed > (400 if len(either.drafts) > 12 else 60)


@pytest.mark.long
def test_registered_acts_have_valid_packages(office: Office, authority: DemoAuthority) -> None:
    # The lists of today, as a station has them: what is embedded was current when it was signed.
    anchors = TrustAnchors((authority.root,), (), tuple(authority.revocation_lists([], NOW)))
    dated: dict[DraftType, list[tuple[datetime, int]]] = {kind: [] for kind in DraftType}
    for draft in office.drafts:
        registration = draft.registration
        if registration is None:
            continue
        assert registration.package is not None
        assert registration.number is not None
        report = verify_package(io.BytesIO(registration.package), anchors, at=NOW)
        assert report.verdict is Verdict.VALID, report.reasons
        assert report.decision is not None
        assert report.decision.version == version_statement(draft, draft.versions[-1])
        assert report.decision.signer == draft.signer
        then = verify_package(
            io.BytesIO(registration.package),
            TrustAnchors((authority.root,)),
            at=registration.date,
        )
        assert then.verdict is Verdict.VALID, then.reasons
        number = parse(registration.number)
        assert number is not None
        dated[draft.type].append((registration.date, number.seq))
    for pairs in dated.values():
        sequence = [seq for _, seq in sorted(pairs)]
        assert len(sequence) >= 2
        assert sequence == sorted(set(sequence))


def test_documents_are_archival_and_keep_their_letters(either: Office) -> None:
    for file in files(either):
        reader = pypdf.PdfReader(io.BytesIO(file.data))
        assert b"<pdfaid:part>2</pdfaid:part>" in file.data
        assert b"<pdfaid:conformance>A</pdfaid:conformance>" in file.data
        assert reader.metadata is not None
        assert reader.metadata.title
        root = reader.root_object
        assert str(root["/Lang"]) == "uz"
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(root)


def test_it_can_be_loaded(either: Office, tmp_path: Path) -> None:
    with Registry.open(tmp_path / "registry") as registry:
        registry.add_organisations(either.organisations)
        registry.add_people(either.people)
        registry.add_drafts(either.drafts)
        with pytest.raises(IntegrityError):
            registry.add_draft(either.drafts[0])


def first(office: Office, *, state: DraftState, type_: DraftType, script: Script) -> SeedDraft:
    return next(
        draft
        for draft in office.drafts
        if (draft.state, draft.type, draft.script) == (state, type_, script)
    )


@pytest.fixture(scope="module")
def dozen(authority: DemoAuthority) -> Office:
    seen: list[tuple[int, int]] = []
    office = make_office(NOW, authority, 12, lambda done, whole: seen.append((done, whole)))
    assert seen == [(number, 12) for number in range(1, 13)]
    return office


def test_the_first_dozen_is_a_good_office(dozen: Office) -> None:
    mine = [
        draft
        for draft in dozen.drafts
        if draft.state is DraftState.READY_TO_SIGN and draft.signer.pinfl == people.HOKIM.pinfl
    ]
    plain = first(
        dozen, state=DraftState.READY_TO_SIGN, type_=DraftType.DECISION, script=Script.LATIN
    )
    assert len(plain.versions[-1].annexes) == 2
    assert pages(plain.versions[-1].text) == 3
    assert 12 in {len(draft.trail) for draft in mine if draft.script is Script.CYRILLIC}
    assert 44 in {len(draft.trail) for draft in mine}
    assert any(draft.type is DraftType.ORDER and not draft.versions[-1].annexes for draft in mine)
    waiting = [
        entry
        for draft in dozen.drafts
        for entry in (seed.entry for seed in draft.trail)
        if entry.decision is Agreement.PENDING
        and entry.organisation == people.TOKEN_ORGANISATION
        and draft.state is DraftState.IN_AGREEMENT
    ]
    assert len(waiting) >= 3


def test_the_same_moment_gives_the_same_documents(dozen: Office, authority: DemoAuthority) -> None:
    again = make_office(NOW, authority, 3)
    assert [draft.versions for draft in again.drafts] == [
        draft.versions for draft in dozen.drafts[:3]
    ]


def test_the_token_officer_has_signed_nothing(dozen: Office) -> None:
    named = {
        seed.entry.officer.pinfl
        for draft in dozen.drafts
        for seed in draft.trail
        if seed.entry.officer is not None
    }
    assert people.TOKEN_OFFICER.pinfl not in named
    assert people.PREDECESSOR.pinfl in named


def test_openssl_accepts_a_signature_and_refuses_another_text(
    dozen: Office, authority: DemoAuthority, tmp_path: Path
) -> None:
    draft = dozen.drafts[0]
    entry = next(seed.entry for seed in draft.trail if seed.entry.signature)
    assert entry.signature is not None
    assert entry.decided is not None
    (tmp_path / "entry.p7s").write_bytes(entry.signature)
    (tmp_path / "roots.pem").write_bytes(authority.root.public_bytes(Encoding.PEM))

    def verify(content: bytes) -> int:
        (tmp_path / "statement.json").write_bytes(content)
        command = (
            "openssl cms -verify -cades -binary -inform DER -in entry.p7s "
            "-content statement.json -CAfile roots.pem -purpose any -out /dev/null"
        )
        moment = ["-attime", str(int(entry.decided.timestamp()))] if entry.decided else []
        done = subprocess.run(
            [*command.split(), *moment], cwd=tmp_path, capture_output=True, check=False
        )
        return done.returncode

    statement = agreement_statement(draft.id, entry)
    assert verify(statement) == 0
    assert verify(statement.replace(b"agreed", b"Agreed", 1)) != 0
    with pytest.raises(SignatureCheckFailed):
        check_cms(entry.signature, agreement_statement(draft.id, replace(entry, round=9)))


def test_uzbek_letters_everywhere(dozen: Office) -> None:
    said = [draft.title for draft in dozen.drafts]
    said += [annex.title for d in dozen.drafts for v in d.versions for annex in v.annexes]
    said += [seed.entry.remark for draft in dozen.drafts for seed in draft.trail]
    said += [person.name + person.post for person in dozen.people]
    said += [organisation.name for organisation in dozen.organisations]
    for file in files(dozen):
        reader = pypdf.PdfReader(io.BytesIO(file.data))
        said.append("".join(page.extract_text() for page in reader.pages))
    assert "oʻ" in "".join(said)
    for text in said:
        assert not WRONG_APOSTROPHES & set(text), text


def test_people_are_evidently_invented(dozen: Office) -> None:
    assert len(people.INTERESTED) >= 44
    pinfls = [person.pinfl for person in dozen.people]
    assert len(set(pinfls)) == len(pinfls)
    for person in dozen.people:
        assert person.pinfl.startswith("1111111111")
        assert len(person.pinfl) == 14
    stirs = [organisation.stir for organisation in dozen.organisations]
    assert len(set(stirs)) == len(stirs)
    assert all(stir.startswith("200000") and len(stir) == 9 for stir in stirs)
    roles = {role for person in dozen.people for role in person.roles}
    assert roles == set(Role) - {Role.ADMINISTRATOR}


def test_a_young_authority_is_refused(tmp_path: Path, authority: DemoAuthority) -> None:
    long_ago = authority.issuing.not_valid_before_utc + timedelta(days=30)
    with pytest.raises(ValueError, match="younger"):
        make_office(long_ago, DemoAuthority(_directory(tmp_path, NOW)), 1)


def _directory(folder: Path, now: datetime) -> Path:
    DemoAuthority.create(folder, "Yosh", now=now)
    return folder


def test_every_plan_names_a_matter_of_its_type() -> None:
    for plan in PLANS:
        assert str(plan.type) in matters()[plan.matter].types, plan.matter


def test_nothing_in_the_documents_acts_or_hides(dozen: Office) -> None:
    """The examination before signing leaves an honest typeset document alone."""
    some = list(files(dozen))[::4]
    assert len(some) > 8
    assert {item.name: examine_pdf(item.data) for item in some} == {item.name: () for item in some}


@pytest.mark.long
def test_nothing_in_any_of_the_documents_acts_or_hides(office: Office) -> None:
    found = [(item.name, examine_pdf(item.data)) for item in files(office)]
    assert len(found) > 150
    assert [item for item in found if item[1]] == []
