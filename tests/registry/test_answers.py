"""Answers in the trail, remarks, returning and rejecting, and silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from registry import lifecycle, timestamp
from registry.contract import DraftState
from registry.core import Core
from registry.loading import Registry
from registry.problems import Refusal
from registry.seeds import SeedPerson
from registry.server import sweep
from registry.uploads import Uploads
from signing.certificate import facts
from signing.cms import add_signature_time_stamp, build_signed_data, signature_value
from signing.cms_asn1 import tlv
from signing.cms_verify import check_cms
from signing.foreign import ber
from signing.foreign.signed_data import read_signed_data
from signing.statement import Agreement, Officer, Organisation, TrailEntry, agreement_statement
from signing.timestamp import ask
from sync import wire
from tests.registry import small
from tests.registry.conftest import Running
from tests.signing.foreign.cms_parts import add_unsigned, with_info
from tests.signing.foreign.crafted import attribute
from tests.signing.foreign.test_loose import beside_certificates, reworded


def _request(
    running: Running,
    person: SeedPerson,
    organisation: Organisation,
    decision: wire.Answer = wire.Answer.AGREED,
    remark: str = "",
    *,
    signer: SeedPerson | None = None,
    at: datetime | None = None,
) -> wire.AgreementRequest:
    """Make the body a station makes: the statement of the draft as it is, signed."""
    summary = running.station(person).get("/v1/drafts/asked", wire.Draft).summary
    now = running.clock.now
    statement = agreement_statement(
        "asked",
        TrailEntry(
            order=0,
            round=summary.round,
            organisation=organisation,
            officer=Officer(person.name, person.post, person.pinfl),
            decision=Agreement(str(decision)),
            remark=remark,
            received=now,
            due=now,
            decided=now,
            version=summary.version,
            version_digest=summary.version_digest,
        ),
    )
    signature = build_signed_data(
        running.signer(signer or person), statement, signing_time=at or now
    )
    return wire.AgreementRequest(
        summary.round, summary.version, summary.version_digest, decision, remark, signature
    )


def _water(running: Running, **more: object) -> wire.AgreementRequest:
    return _request(running, small.WATER_OFFICER, small.WATER, **more)  # type: ignore[arg-type]


TRAIL = "/v1/drafts/asked/trail"


def test_everybody_agrees(running: Running) -> None:
    water = running.station(small.WATER_OFFICER)
    first = water.post(TRAIL, wire.Accepted, body=_water(running), key="w")
    assert first.state is wire.DraftState.IN_AGREEMENT
    land = running.station(small.LAND_OFFICER)
    request = _request(
        running, small.LAND_OFFICER, small.LAND, wire.Answer.AGREED_WITH_NOTE, "Chegaraga qarang"
    )
    second = land.post(TRAIL, wire.Accepted, body=request, key="l")
    assert second.state is wire.DraftState.AGREED

    found = running.station(small.HOKIM).get("/v1/drafts/asked", wire.Draft)
    for item in found.trail:
        signed = small.entry_of(item)
        assert signed.signature is not None
        signature = check_cms(signed.signature, agreement_statement("asked", signed))
        assert item.officer is not None
        assert facts(signature.certificate).pinfl == item.officer.pinfl
        assert item.decided == running.clock.now


def test_one_objection_returns_the_draft(running: Running) -> None:
    water = running.station(small.WATER_OFFICER)
    request = _water(running, decision=wire.Answer.OBJECTED, remark="Suv havzasi yaqin")
    state = water.post(TRAIL, wire.Accepted, body=request, key="w").state
    assert state is wire.DraftState.IN_AGREEMENT
    land = running.station(small.LAND_OFFICER)
    request = _request(running, small.LAND_OFFICER, small.LAND)
    state = land.post(TRAIL, wire.Accepted, body=request, key="l").state
    assert state is wire.DraftState.RETURNED
    found = running.station(small.DRAFTER).get("/v1/drafts/asked", wire.Draft)
    assert "Suv havzasi yaqin" in found.reason
    assert found.summary.actions == (wire.Action.REVISE,)


def test_an_answer_is_given_once_and_repeated_for_ever(running: Running) -> None:
    water = running.station(small.WATER_OFFICER)
    request = _water(running)
    first = water.call("POST", TRAIL, body=request, key="w")
    again = water.call("POST", TRAIL, body=request, key="w")
    assert first.ok
    assert again.content == first.content
    assert water.refused("POST", TRAIL, body=request, key="w2").code == "already_answered"
    other = replace(request, remark="boshqa")
    assert water.refused("POST", TRAIL, body=other, key="w").code == "key_reused"


def test_what_no_package_may_have_is_in_no_answer(running: Running) -> None:
    """It would become a part of the package, which nobody could register any more."""
    water = running.station(small.WATER_OFFICER)
    right = _water(running)
    words = reworded(running.signer(small.WATER_OFFICER).identity.certificate)
    colleague = running.signer(small.LAND_OFFICER).identity.certificate
    others = colleague.public_bytes(Encoding.DER)
    for key, signature, reason in (
        ("w1", beside_certificates(right.signature, words), "UNSIGNED_BESIDE"),
        ("w2", add_unsigned(right.signature, attribute("1.2.3", b"\x05\0")), "FORMAT_FAILURE"),
        ("w4", _with_words(running, right), "FORMAT_FAILURE"),
        ("w5", beside_certificates(right.signature, others), "UNSIGNED_BESIDE"),
        ("w6", _stamped_before(running), "FORMAT_FAILURE"),
    ):
        request = replace(right, signature=signature)
        refused = water.refused("POST", TRAIL, body=request, key=key)
        assert (refused.code, refused.detail.startswith(reason)) == ("bad_signature", True)
    assert water.call("POST", TRAIL, body=right, key="w3").ok


def _stamped_before(running: Running) -> bytes:
    """One whose time-stamp is older than its signer says that it is."""
    now = running.clock.now
    signature = _water(running, at=now + timedelta(minutes=16)).signature
    question = ask(signature_value(signature)[0])
    running.clock.now = now
    answer = ber.read_all(timestamp.answer(running.core, question.der))
    running.clock.pass_(timedelta(minutes=12))
    return add_signature_time_stamp(signature, answer.children[1].raw)


def _with_words(running: Running, right: wire.AgreementRequest) -> bytes:
    """The same, with an attribute that is signed."""
    signer = running.signer(small.WATER_OFFICER)
    found = read_signed_data(right.signature)
    signed = found.signers[0].signed
    assert signed is not None
    own = [item.raw for item in signed.element.children]
    more = attribute("1.2.3", tlv(0x0C, b"<script>document.body.innerHTML='RAD ETILDI'"))
    made = sorted([*own, more])
    value = signer.sign(tlv(0x31, b"".join(made)))
    info = found.signers[0]
    rest = [item.raw for item in (info.signature_algorithm,)]
    head = [item.raw for item in (info.version, info.sid, info.digest_algorithm)]
    parts = [*head, tlv(0xA0, b"".join(made)), *rest, tlv(4, value)]
    return with_info(right.signature, tlv(0x30, b"".join(parts)))


@pytest.mark.parametrize("decision", [wire.Answer.OBJECTED, wire.Answer.AGREED_WITH_NOTE])
def test_an_objection_or_note_needs_words(running: Running, decision: wire.Answer) -> None:
    water = running.station(small.WATER_OFFICER)
    request = _water(running, decision=decision, remark=" ")
    assert water.refused("POST", TRAIL, body=request, key="w").code == "bad_request"


@pytest.mark.parametrize("decision", [wire.Answer.PENDING, wire.Answer.DEEMED_AGREED])
def test_nobody_can_claim_silence(running: Running, decision: wire.Answer) -> None:
    water = running.station(small.WATER_OFFICER)
    request = _water(running, decision=decision)
    assert water.refused("POST", TRAIL, body=request, key="w").code == "bad_request"


def test_a_signature_over_something_else(running: Running) -> None:
    water = running.station(small.WATER_OFFICER)
    request = replace(_water(running), decision=wire.Answer.OBJECTED, remark="yoʻq")
    assert water.refused("POST", TRAIL, body=request, key="w").code == "bad_signature"
    # A refused answer leaves the turn open.
    water.post(TRAIL, wire.Accepted, body=_water(running), key="w2")


def test_somebody_elses_signature(running: Running) -> None:
    water = running.station(small.WATER_OFFICER)
    request = _water(running, signer=small.LAND_OFFICER)
    assert water.refused("POST", TRAIL, body=request, key="w").code == "signer_mismatch"


def test_a_signing_time_in_the_future(running: Running) -> None:
    water = running.station(small.WATER_OFFICER)
    request = _water(running, at=running.clock.now + timedelta(minutes=20))
    assert water.refused("POST", TRAIL, body=request, key="w").code == "clock_skew"


def test_another_version(running: Running) -> None:
    water = running.station(small.WATER_OFFICER)
    request = replace(_water(running), version_digest="0" * 64)
    assert water.refused("POST", TRAIL, body=request, key="w").code == "draft_changed"
    request = replace(_water(running), round=2)
    assert water.refused("POST", TRAIL, body=request, key="w2").code == "draft_changed"


def test_who_was_not_asked(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    request = _request(running, small.HOKIM, small.HOKIMLIK)
    assert hokim.refused("POST", TRAIL, body=request, key="h").code == "not_your_turn"


def test_not_in_agreement(running: Running) -> None:
    land = running.station(small.LAND_OFFICER)
    digest = land.get("/v1/drafts/ready", wire.Draft).summary.version_digest
    request = replace(_water(running), version_digest=digest)
    problem = land.refused("POST", "/v1/drafts/ready/trail", body=request, key="w")
    assert problem.code == "not_ready"


def test_silence_agrees(running: Running) -> None:
    water = running.station(small.WATER_OFFICER)
    water.post(TRAIL, wire.Accepted, body=_water(running), key="w")
    running.clock.pass_(timedelta(days=2, seconds=1))
    sweep(running.core, Uploads(running.core))
    found = running.station(small.HOKIM).get("/v1/drafts/asked", wire.Draft)
    assert found.summary.state is wire.DraftState.AGREED
    silent = found.trail[1]
    assert silent.decision is wire.Answer.DEEMED_AGREED
    assert (silent.officer, silent.signature) == (None, None)
    assert silent.decided == silent.due


def test_an_answer_after_the_term_is_late_though_nobody_swept(running: Running) -> None:
    # The registry sweeps once when it starts: by now it has.
    request = _water(running)
    running.clock.pass_(timedelta(days=2, seconds=1))
    water = running.station(small.WATER_OFFICER)
    assert water.refused("POST", TRAIL, body=request, key="w").code == "not_ready"
    # What the silence meant stays, though the answer is refused.
    found = running.station(small.HOKIM).get("/v1/drafts/asked", wire.Draft)
    assert found.summary.state is wire.DraftState.AGREED


def test_a_remark(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    text = hokim.get("/v1/drafts/ready", wire.Draft).text.sha256
    request = wire.RemarkRequest(1, text, 2, "2-band", "Muddatni aniqlang")
    hokim.post("/v1/drafts/ready/remarks", wire.Accepted, body=request, key="k")
    hokim.post("/v1/drafts/ready/remarks", wire.Accepted, body=request, key="k")
    (remark,) = hokim.get("/v1/drafts/ready", wire.Draft).remarks
    assert (remark.file, remark.page, remark.quote, remark.text) == (
        text,
        2,
        "2-band",
        "Muddatni aniqlang",
    )
    assert remark.author.pinfl == small.HOKIM.pinfl
    assert remark.organisation.stir == small.HOKIMLIK.stir


def test_remarks_that_are_refused(running: Running) -> None:
    def code(person: SeedPerson, request: wire.RemarkRequest) -> str:
        path = "/v1/drafts/ready/remarks"
        return running.station(person).refused("POST", path, body=request, key="k").code

    good = wire.RemarkRequest(1, None, None, "", "x")
    assert code(small.JUSTICE, good) == "not_your_turn"
    assert code(small.HOKIM, replace(good, file="0" * 64)) == "bad_request"
    assert code(small.HOKIM, replace(good, version=2)) == "draft_changed"
    assert code(small.HOKIM, replace(good, text=" ")) == "bad_request"
    assert code(small.ADMINISTRATOR, good) == "not_found"


def test_returning_and_rejecting(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    digest = hokim.get("/v1/drafts/ready", wire.Draft).summary.version_digest
    path = "/v1/drafts/ready/reject"
    assert (
        hokim.refused("POST", path, body=wire.ReasonRequest(digest, ""), key="a").code
        == "bad_request"
    )
    assert (
        hokim.refused("POST", path, body=wire.ReasonRequest("0" * 64, "x"), key="b").code
        == "draft_changed"
    )
    request = wire.ReasonRequest(digest, "Asossiz")
    legal = running.station(small.LEGAL)
    assert legal.refused("POST", path, body=request, key="c").code == "not_your_turn"
    accepted = hokim.post(path, wire.Accepted, body=request, key="d")
    assert accepted.state is wire.DraftState.REJECTED
    assert hokim.get("/v1/drafts/ready", wire.Draft).reason == "Asossiz"
    again = hokim.refused("POST", "/v1/drafts/ready/return", body=request, key="e")
    assert again.code == "not_your_turn"


@pytest.mark.parametrize("state", list(DraftState))
def test_only_what_may_follow_follows(core: Core, state: DraftState) -> None:
    Registry(core).add_draft(small.draft("any", state))
    for target in DraftState:
        with core.database.reading() as connection:
            before = lifecycle.standing_of(connection, "any", "").state
        if target in lifecycle.TRANSITIONS[before]:
            continue
        with pytest.raises(Refusal), core.database.writing() as connection:
            lifecycle.move(connection, "any", target, small.NOW, "x")
