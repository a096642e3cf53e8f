"""The checks before a signature: each can stop it, and each that was not made says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from eqaror_desktop import convert
from eqaror_desktop.checks import (
    Check,
    CheckCode,
    CheckState,
    SignatureState,
    TrailCheck,
    _clock,
    answer_checks,
    blocking,
    check_trail,
    signing_checks,
)
from eqaror_desktop.clock import Reading, Source
from eqaror_desktop.examining import Examined
from signing.certificate import facts
from signing.cms import build_signed_data
from signing.statement import agreement_statement
from signing.trust import TrustAnchors
from sync import wire
from tests.signing.pki import HOKIM, NOW, OFFICER, Authority2

AUTHORITY = Authority2()
OFFICERS = AUTHORITY.signer(OFFICER)
HOKIMS = AUTHORITY.issue(HOKIM).certificate


def blank(order: int) -> wire.TrailEntry:
    return wire.TrailEntry(
        order=order,
        round=2,
        organisation=wire.Organisation(OFFICER[2], "Moliya boʻlimi"),
        officer=wire.Person(OFFICER[0], "Boshliq", OFFICER[1]),
        decision=wire.Answer.AGREED,
        remark="",
        letter=None,
        received=NOW - timedelta(days=3),
        due=NOW,
        decided=NOW - timedelta(days=1),
        version=2,
        version_digest="",
        signature=None,
    )


def make_draft() -> wire.Draft:
    text = wire.FileRef("a" * 64, 100, "qaror.pdf")
    summary = wire.DraftSummary(
        id="2026-000001",
        revision=7,
        type=wire.DraftType.DECISION,
        authority=wire.Authority("Namunaviy tuman hokimligi", HOKIM[2], 30, 4),
        title="Sinov toʻgʻrisida",
        script=wire.Script.LATIN,
        state=wire.DraftState.READY_TO_SIGN,
        version=2,
        round=2,
        version_digest="",
        deadline=None,
        restricted=False,
        drafter="Sinovov",
        annex_count=0,
        updated=NOW,
        registration=None,
        actions=(wire.Action.SIGN,),
    )
    signer = wire.SignerRole(HOKIM[0], HOKIM[1], HOKIM[2], wire.Role.HOKIM, "Tuman hokimi")
    draft = wire.Draft(summary, "uz", False, "", "", signer, text, (), (), (), "")
    digest = convert.version(draft).digest
    draft = replace(draft, summary=replace(summary, version_digest=digest))
    return replace(draft, trail=(signed(draft, blank(1)), deemed(draft, 2)))


def signed(draft: wire.Draft, entry: wire.TrailEntry) -> wire.TrailEntry:
    entry = replace(entry, version_digest=entry.version_digest or draft.summary.version_digest)
    statement = agreement_statement(draft.summary.id, convert.entry(entry))
    made = entry.decided or NOW
    return replace(entry, signature=build_signed_data(OFFICERS, statement, signing_time=made))


def deemed(draft: wire.Draft, order: int) -> wire.TrailEntry:
    return replace(
        blank(order),
        officer=None,
        decision=wire.Answer.DEEMED_AGREED,
        version_digest=draft.summary.version_digest,
    )


DRAFT = make_draft()
ME = wire.Me(
    person=wire.Person(HOKIM[0], "Tuman hokimi", HOKIM[1]),
    organisation=wire.Organisation(HOKIM[2], "Namunaviy tuman hokimligi"),
    roles=(wire.Role.HOKIM,),
    acting_from=None,
    acting_until=None,
    policy=wire.Policy(True, 3, 1 << 27, 1 << 30),
)


def answers(
    draft: wire.Draft = DRAFT,
    *,
    listed: wire.DraftSummary | None = None,
    me: wire.Me = ME,
    certificate: x509.Certificate = HOKIMS,
    anchors: TrustAnchors | None = None,
    skew: timedelta | None = timedelta(seconds=3),
    now: datetime = NOW,
    examined: tuple[Examined, ...] = (Examined(0, (), ("Poppler",)),),
    unsent: int = 0,
    asked: bool = True,
) -> dict[CheckCode, Check]:
    trusted = AUTHORITY.anchors() if anchors is None else anchors
    trusted = replace(trusted, intermediates=(AUTHORITY.issuing.certificate,))
    checks = signing_checks(
        draft=draft,
        listed=listed or draft.summary,
        me=me,
        certificate=certificate,
        anchors=trusted,
        trail=check_trail(draft, trusted, now),
        clock=None if skew is None else Reading(skew, Source.REGISTRY, now),
        now=now,
        examined=examined,
        active_content="stop",
        unsent=unsent,
        asked=asked,
    )
    always = [code for code in CheckCode if code is not CheckCode.REMARKS]
    assert [item.code for item in checks if item.code is not CheckCode.REMARKS] == always
    return {item.code: item for item in checks}


def test_remarks_that_were_not_handed_in_are_told_and_stop_nothing() -> None:
    found = answers(unsent=1)[CheckCode.REMARKS]
    assert (found.state, found.detail) == (CheckState.WARNING, "1")
    assert blocking(answers(unsent=1).values()) == ()
    assert CheckCode.REMARKS not in answers()


def test_all_is_well() -> None:
    found = answers()
    assert blocking(found.values()) == ()
    assert {code for code, item in found.items() if item.state is not CheckState.OK} == {
        CheckCode.KIND
    }


def stops(code: CheckCode, **how: object) -> None:
    found = answers(**how)  # type: ignore[arg-type]
    assert found[code].state is CheckState.FAILED, found[code]


def test_state() -> None:
    summary = DRAFT.summary
    for other in (
        replace(summary, state=wire.DraftState.RETURNED),
        replace(summary, actions=(wire.Action.REMARK,)),
    ):
        stops(CheckCode.STATE, draft=replace(DRAFT, summary=other))


def test_a_newer_version_in_the_list() -> None:
    stops(CheckCode.FRESH, listed=replace(DRAFT.summary, revision=8))


def test_a_copy_that_the_registry_did_not_confirm_is_not_called_the_newest() -> None:
    assert answers()[CheckCode.FRESH].state is CheckState.OK
    found = answers(asked=False)
    assert found[CheckCode.FRESH].state is CheckState.SKIPPED
    assert blocking(found.values()) == ()
    newer = answers(asked=False, listed=replace(DRAFT.summary, revision=8))
    assert newer[CheckCode.FRESH].state is CheckState.FAILED


def test_a_digest_that_is_not_the_contents() -> None:
    stops(CheckCode.FROZEN, draft=replace(DRAFT, text=replace(DRAFT.text, sha256="b" * 64)))


OTHER = ("Boshqa Odam", "99999999999999", HOKIM[2])


def test_whose_certificate_it_is() -> None:
    # The PINFL is the person, and a decision that names him otherwise is open.
    stops(CheckCode.PERSON, certificate=AUTHORITY.issue(("Boshqa Nom", *HOKIM[1:])).certificate)
    found = answers(certificate=AUTHORITY.issue(OTHER).certificate)[CheckCode.PERSON]
    assert found.state is CheckState.FAILED
    assert found.detail == "Boshqa Odam, …9999"
    assert found.expected == f"{HOKIM[0]}, …1111"
    # The whole number is shown nowhere.
    assert OTHER[1] not in repr(found)
    assert HOKIM[1] not in repr(found)
    other_session = replace(ME, person=wire.Person("Boshqa Odam", "", OTHER[1]))
    found = answers(me=other_session)[CheckCode.PERSON]
    assert (found.state, found.case) == (CheckState.FAILED, "session")
    assert (found.detail, found.expected) == ("Boshqa Odam, …9999", f"{HOKIM[0]}, …1111")
    signer = replace(DRAFT.signer, name="Boshqa Odam", pinfl=OTHER[1])
    found = answers(replace(DRAFT, signer=signer))[CheckCode.PERSON]
    assert (found.state, found.case) == (CheckState.FAILED, "")
    assert found.expected == "Boshqa Odam, …9999"


def test_a_certificate_without_a_pinfl_is_nobodys() -> None:
    found = answers(certificate=AUTHORITY.issue((HOKIM[0], "", HOKIM[2])).certificate)
    assert found[CheckCode.PERSON].state is CheckState.FAILED
    assert found[CheckCode.PERSON].detail == HOKIM[0]


def test_whose_organisation_it_is() -> None:
    elsewhere = AUTHORITY.issue((HOKIM[0], HOKIM[1], "200000777")).certificate
    found = answers(certificate=elsewhere)[CheckCode.ORGANISATION]
    assert (found.state, found.detail) == (CheckState.FAILED, "200000777")
    assert found.expected == f"Namunaviy tuman hokimligi, {HOKIM[2]}"
    signer = replace(DRAFT.signer, stir="200000777")
    found = answers(replace(DRAFT, signer=signer))[CheckCode.ORGANISATION]
    assert (found.state, found.case, found.detail) == (CheckState.FAILED, "signer", "200000777")


def test_which_powers_are_asked_for_and_held() -> None:
    found = answers(me=replace(ME, roles=(wire.Role.CLERK, wire.Role.DEPUTY)))[CheckCode.POWERS]
    assert found.state is CheckState.FAILED
    assert (found.detail, found.expected) == ("clerk, deputy", "hokim")
    found = answers(me=replace(ME, roles=()))[CheckCode.POWERS]
    assert (found.state, found.detail) == (CheckState.FAILED, "")
    assert answers()[CheckCode.POWERS].detail == "hokim"


@pytest.mark.parametrize(
    ("begins", "ends", "state", "case"),
    [
        (-5, 5, CheckState.OK, "acting"),
        (-5, None, CheckState.OK, ""),
        (1, 5, CheckState.FAILED, "early"),
        (-5, -1, CheckState.FAILED, "late"),
        (None, None, CheckState.FAILED, "undated"),
        (None, 5, CheckState.FAILED, "undated"),
    ],
)
def test_an_acting_hokims_dates(
    begins: int | None, ends: int | None, state: CheckState, case: str
) -> None:
    role = wire.Role.ACTING_HOKIM
    draft = replace(DRAFT, signer=replace(DRAFT.signer, role=role))
    day = timedelta(days=1)
    me = replace(
        ME,
        roles=(role,),
        acting_from=None if begins is None else NOW + begins * day,
        acting_until=None if ends is None else NOW + ends * day,
    )
    found = answers(draft, me=me)[CheckCode.POWERS]
    assert (found.state, found.case) == (state, case)
    dates = {"early": me.acting_from, "late": me.acting_until, "acting": me.acting_until}
    if case in dates:
        moment = dates[case]
        assert moment is not None
        assert found.detail == moment.isoformat()


def of_officer(certificate: x509.Certificate) -> dict[CheckCode, Check]:
    me = replace(
        ME,
        person=wire.Person(OFFICER[0], "Boshliq", OFFICER[1]),
        organisation=wire.Organisation(OFFICER[2], "Moliya boʻlimi"),
        roles=(wire.Role.OFFICER,),
    )
    trusted = replace(AUTHORITY.anchors(), intermediates=(AUTHORITY.issuing.certificate,))
    checks = answer_checks(me=me, certificate=certificate, anchors=trusted, clock=None, now=NOW)
    return {item.code: item for item in checks}


def test_an_officer_answers_with_their_own_certificate() -> None:
    good = of_officer(OFFICERS.identity.certificate)
    assert blocking(good.values()) == ()
    assert set(good) >= {CheckCode.CERTIFICATE, CheckCode.TRUST, CheckCode.REVOCATION}
    person = of_officer(AUTHORITY.issue((OTHER[0], OTHER[1], OFFICER[2])).certificate)
    assert blocking(person.values()) == ("person",)
    assert person[CheckCode.PERSON].case == "officer"
    assert person[CheckCode.PERSON].expected == f"{OFFICER[0]}, …2222"
    named = of_officer(AUTHORITY.issue(("Boshqa Nom", *OFFICER[1:])).certificate)
    assert blocking(named.values()) == ("person",)
    elsewhere = of_officer(AUTHORITY.issue((*OFFICER[:2], HOKIM[2])).certificate)
    assert blocking(elsewhere.values()) == ("organisation",)
    assert elsewhere[CheckCode.ORGANISATION].expected == f"Moliya boʻlimi, {OFFICER[2]}"


def test_certificate_days() -> None:
    soon = AUTHORITY.issue(HOKIM, begins=NOW - timedelta(days=700), days=720).certificate
    found = answers(certificate=soon)[CheckCode.CERTIFICATE]
    assert (found.state, found.detail) == (CheckState.WARNING, "20")
    over = AUTHORITY.issue(HOKIM, begins=NOW - timedelta(days=700), days=600).certificate
    stops(CheckCode.CERTIFICATE, certificate=over)
    stops(CheckCode.CERTIFICATE, certificate=AUTHORITY.issue(HOKIM, signing=False).certificate)


def test_a_certificate_of_two_names_signs_nothing() -> None:
    """Its decision would be open for everybody: each program shows one of the names."""
    plain, issuing = AUTHORITY.issue(HOKIM), AUTHORITY.issuing
    names = [*plain.certificate.subject, x509.NameAttribute(NameOID.COMMON_NAME, "Boshqa Nom")]
    made = x509.CertificateBuilder(
        issuing.certificate.subject,
        x509.Name(names),
        plain.key.public_key(),
        x509.random_serial_number(),
        plain.certificate.not_valid_before_utc,
        plain.certificate.not_valid_after_utc,
    )
    for item in plain.certificate.extensions:
        made = made.add_extension(item.value, item.critical)
    signed_one = made.sign(issuing.key, SHA256())
    assert facts(signed_one).common_name == HOKIM[0]
    stops(CheckCode.CERTIFICATE, certificate=signed_one)


def test_trust_and_revocation() -> None:
    stops(CheckCode.TRUST, anchors=Authority2("Boshqa").anchors())
    unknown = answers(anchors=AUTHORITY.anchors(crls=False))[CheckCode.REVOCATION]
    assert unknown.state is CheckState.SKIPPED
    authority = Authority2()
    issued = authority.issue(HOKIM).certificate
    authority.revoked[issued.serial_number] = NOW - timedelta(days=1)
    trusted = replace(authority.anchors(), intermediates=(authority.issuing.certificate,))
    checks = signing_checks(
        draft=DRAFT,
        listed=DRAFT.summary,
        me=ME,
        certificate=issued,
        anchors=trusted,
        trail=(),
        clock=None,
        now=NOW,
        examined=(),
        active_content="stop",
    )
    states = {item.code: item.state for item in checks}
    assert states[CheckCode.REVOCATION] is CheckState.FAILED
    assert states[CheckCode.CLOCK] is CheckState.SKIPPED


@pytest.mark.parametrize(
    ("minutes", "state"),
    [(0, "ok"), (1.9, "ok"), (-2.5, "warning"), (9, "warning"), (11, "failed"), (-60, "failed")],
)
def test_the_clock(minutes: float, state: str) -> None:
    assert answers(skew=timedelta(minutes=minutes))[CheckCode.CLOCK].state == state


def test_the_clock_of_an_earlier_run_only_warns() -> None:
    """It may have been put right since; a stop could then not be undone without a line."""
    before = Reading(timedelta(minutes=15), Source.TIME_STAMP, NOW - timedelta(days=2), sure=False)
    assert _clock(before).state is CheckState.WARNING
    assert _clock(replace(before, sure=True)).state is CheckState.FAILED


def trail_state(draft: wire.Draft, order: int = 1) -> TrailCheck:
    trusted = replace(AUTHORITY.anchors(), intermediates=(AUTHORITY.issuing.certificate,))
    return next(item for item in check_trail(draft, trusted, NOW) if item.order == order)


def with_first(entry: wire.TrailEntry) -> wire.Draft:
    return replace(DRAFT, trail=(entry, *DRAFT.trail[1:]))


def test_trail_entries() -> None:
    first = DRAFT.trail[0]
    assert trail_state(DRAFT).state is SignatureState.VALID
    assert trail_state(DRAFT, 2).state is SignatureState.DEEMED
    earlier = signed(DRAFT, replace(first, round=1, version=1, version_digest="c" * 64))
    assert trail_state(with_first(earlier)).state is SignatureState.OTHER_VERSION
    cases = {
        "HASH_FAILURE": replace(first, remark="Rozi emasman"),
        "TRAIL_COVERS_ANOTHER_VERSION": signed(DRAFT, replace(first, version_digest="c" * 64)),
        "UNSIGNED": replace(first, signature=None),
        "FORMAT_FAILURE": replace(first, signature=b"nothing"),
        "SIGNER_MISMATCH": signed(
            DRAFT, replace(first, organisation=wire.Organisation("200000777", "Boshqa"))
        ),
    }
    for reason, entry in cases.items():
        found = trail_state(with_first(entry))
        assert (found.state, found.reason) == (SignatureState.INVALID, reason)
        stops(CheckCode.TRAIL, draft=with_first(entry))


def test_what_no_package_can_say_stops() -> None:
    """A PINFL, a STIR or a name that is none is seen before a PIN is asked for."""
    first, silent = DRAFT.trail
    nobody = wire.Organisation("", "")
    assert first.officer is not None
    for entry in (
        replace(first, officer=replace(first.officer, pinfl="")),
        replace(first, officer=replace(first.officer, pinfl="２" * 14)),
        replace(silent, order=1, organisation=nobody),
    ):
        found = trail_state(with_first(entry))
        assert (found.state, found.reason) == (SignatureState.INVALID, "FORMAT_FAILURE")
        stops(CheckCode.TRAIL, draft=with_first(entry))
    authority = replace(DRAFT.summary.authority, name="")
    unnamed = replace(DRAFT, summary=replace(DRAFT.summary, authority=authority))
    digest = convert.version(unnamed).digest
    stops(
        CheckCode.FROZEN,
        draft=replace(unnamed, summary=replace(unnamed.summary, version_digest=digest)),
    )


def test_an_earlier_version_in_the_last_round_stops() -> None:
    earlier = signed(DRAFT, replace(DRAFT.trail[0], version=1, version_digest="c" * 64))
    stops(CheckCode.TRAIL, draft=with_first(earlier))
    in_its_own_round = signed(
        DRAFT, replace(DRAFT.trail[0], round=1, version=1, version_digest="c" * 64)
    )
    draft = replace(DRAFT, trail=(in_its_own_round, DRAFT.trail[0], DRAFT.trail[1]))
    assert answers(draft)[CheckCode.TRAIL].state is CheckState.OK


def test_an_unanswered_entry_stops() -> None:
    waiting = replace(DRAFT.trail[1], decision=wire.Answer.PENDING, decided=None, officer=None)
    stops(CheckCode.TRAIL, draft=replace(DRAFT, trail=(DRAFT.trail[0], waiting)))
