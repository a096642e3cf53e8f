"""Handing in a signed package: one number, one answer, and every refusal by its name."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from registry import acceptance, certificates, contract, numbers, verdicts
from registry.contract import DraftType
from registry.core import Core
from registry.problems import Code, Refusal
from registry.timestamp import answer
from signing import timestamp
from signing.certificate import facts
from signing.cms import add_signature_time_stamp, signature_value
from signing.cms_verify import check_cms
from signing.identity import about_stamp
from signing.package import read_signature, replace_signature
from signing.report import Reason
from signing.trust import TrustAnchors
from sync import wire
from tests.registry import small
from tests.registry.conftest import Running
from tests.signing.foreign.test_loose import beside_certificates, reworded
from tests.signing.pki import Authority2
from tests.signing.test_timestamp import SERVER, stamp


def signed(
    running: Running, draft: str = "ready", *, stamped: bool = True
) -> tuple[small.Station, bytes, str]:
    hokim = running.station(small.HOKIM)
    found = hokim.get(f"/v1/drafts/{draft}", wire.Draft)
    signer, now = running.signer(small.HOKIM), running.clock.now
    data = small.package(hokim, found, signer, now, stamped=stamped)
    return hokim, data, found.summary.version_digest


def carried(data: bytes, digest: str, by: small.Station) -> wire.PackageRequest:
    return wire.PackageRequest(by.upload(data), small.sha256(data), digest, small.HOKIM.pinfl)


def test_a_package_gets_number_date_and_receipt(running: Running) -> None:
    hokim, data, digest = signed(running)
    accepted = small.decoded(hokim.hand_in("ready", "k1", data, digest), wire.Accepted)

    assert accepted.state is wire.DraftState.REGISTERED
    assert accepted.registration is not None
    # The registered seed holds 94 and the restricted one took 95.
    assert accepted.registration.number == "96-9-4-Q/26"
    assert accepted.receipt is not None
    signature = check_cms(accepted.receipt.signature, accepted.receipt.statement.encode())
    assert facts(signature.certificate).common_name == "Sinov"
    statement = msgspec.json.decode(accepted.receipt.statement, type=wire.ReceiptStatement)
    assert statement.package == small.sha256(data)
    assert statement.key == "k1"
    assert statement.number == accepted.registration.number
    assert statement.date == accepted.registration.date

    now = hokim.get("/v1/drafts/ready", wire.Draft).summary
    assert now.registration == accepted.registration
    assert now.actions == ()
    assert hokim.call("GET", f"/v1/files/{small.sha256(data)}").content == data
    assert running.stranger.call("GET", accepted.registration.url[len(running.address) :]).ok


def test_a_refused_package_leaves_no_gap(running: Running) -> None:
    hokim, data, digest = signed(running)
    broken = data[:-40] + bytes(40)
    assert hokim.hand_in("ready", "bad", broken, digest).status_code == 422
    accepted = small.decoded(hokim.hand_in("ready", "good", data, digest), wire.Accepted)
    assert accepted.registration is not None
    assert accepted.registration.number == "96-9-4-Q/26"


def _refusal(station: small.Station, draft: str, data: bytes, digest: str) -> wire.Problem:
    request = wire.PackageRequest(station.upload(data), small.sha256(data), digest)
    return station.refused("POST", f"/v1/drafts/{draft}/package", body=request, key="k")


def test_one_changed_byte_of_an_annex(running: Running) -> None:
    hokim, data, digest = signed(running)
    place = data.index(b"annexes/01-") + 200
    changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
    assert _refusal(hokim, "ready", changed, digest).code in {
        "bad_signature",
        "package_malformed",
    }


def test_no_package_at_all(running: Running) -> None:
    hokim, _, digest = signed(running)
    assert _refusal(hokim, "ready", b"no zip", digest).code == "package_malformed"


def test_what_nobody_vouches_for_is_not_registered(running: Running) -> None:
    """Whoever reads it with the lists would be left in doubt for ever."""
    hokim, data, digest = signed(running)
    certificate = running.signer(small.HOKIM).identity.certificate
    brought = io.BytesIO()
    replace_signature(
        io.BytesIO(data),
        brought,
        beside_certificates(read_signature(io.BytesIO(data)), reworded(certificate)),
    )
    legal = running.station(small.LEGAL)
    request = carried(brought.getvalue(), digest, legal)
    refused = legal.refused("POST", "/v1/drafts/ready/package", body=request, key="k1")
    assert (refused.code, "UNSIGNED_BESIDE" in refused.detail) == ("bad_signature", True)
    # Nor to the hokim himself, who was brought it: the key is of what he signed.
    assert _refusal(hokim, "ready", brought.getvalue(), digest).code == "bad_signature"
    assert hokim.hand_in("ready", "k", data, digest).ok


def test_an_upload_that_goes_away_behind_its_verification(running: Running) -> None:
    _, data, digest = signed(running)
    request = contract.PackageRequest("", small.sha256(data), digest)
    gone = running.core.directory / "gone"
    with running.core.database.writing() as connection, pytest.raises(Refusal) as refused:
        acceptance._register(running.core, connection, gone, "k", "ready", request)
    assert (refused.value.code, refused.value.final) == (Code.NOT_FOUND, False)


def test_an_upload_that_arrived_damaged_refuses_nothing_for_good(running: Running) -> None:
    hokim, data, digest = signed(running)
    upload = hokim.upload(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    request = wire.PackageRequest(upload, small.sha256(data), digest)
    problem = hokim.refused("POST", "/v1/drafts/ready/package", body=request, key="k")
    assert (problem.status, problem.code) == (409, "upload_incomplete")
    # It is of no use to anybody, so it is gone and the station begins a new one.
    assert hokim.call("HEAD", f"/v1/uploads/{upload}").status_code == 404
    assert hokim.hand_in("ready", "k", data, digest).ok


def test_an_older_version(running: Running) -> None:
    hokim, data, _ = signed(running)
    assert _refusal(hokim, "ready", data, "1" * 64).code == "draft_changed"


def test_another_drafts_package(running: Running) -> None:
    hokim, data, _ = signed(running)
    running.loading.add_draft(small.draft("other"))
    digest = hokim.get("/v1/drafts/other", wire.Draft).summary.version_digest
    assert _refusal(hokim, "other", data, digest).code == "draft_changed"


def test_not_ready(running: Running) -> None:
    hokim, data, _ = signed(running)
    digest = hokim.get("/v1/drafts/legal", wire.Draft).summary.version_digest
    assert _refusal(hokim, "legal", data, digest).code == "not_ready"


def test_somebody_elses_turn(running: Running) -> None:
    _, data, digest = signed(running)
    assert _refusal(running.station(small.LEGAL), "ready", data, digest).code == "not_your_turn"


def test_somebody_elses_signature(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    found = hokim.get("/v1/drafts/ready", wire.Draft)
    data = small.package(hokim, found, running.signer(small.LEGAL), running.clock.now)
    problem = _refusal(hokim, "ready", data, found.summary.version_digest)
    assert problem.code == "signer_mismatch"


def test_acting_only_in_his_days(running: Running) -> None:
    running.clock.pass_(timedelta(days=2))
    acting = running.station(small.ACTING)
    found = acting.get("/v1/drafts/acting", wire.Draft)
    assert wire.Action.SIGN not in found.summary.actions
    data = small.package(acting, found, running.signer(small.ACTING), running.clock.now)
    problem = _refusal(acting, "acting", data, found.summary.version_digest)
    assert problem.code == "not_your_turn"


def test_acting_in_his_days(running: Running) -> None:
    acting = running.station(small.ACTING)
    found = acting.get("/v1/drafts/acting", wire.Draft)
    assert wire.Action.SIGN in found.summary.actions
    data = small.package(acting, found, running.signer(small.ACTING), running.clock.now)
    assert acting.hand_in("acting", "k", data, found.summary.version_digest).ok


def test_a_revoked_certificate(running: Running) -> None:
    hokim, data, digest = signed(running)
    serial = running.signer(small.HOKIM).identity.certificate.serial_number
    certificates.revoke(running.core, serial, running.clock.now)
    assert _refusal(hokim, "ready", data, digest).code == "certificate_revoked"


def test_a_revocation_that_only_the_packages_own_list_tells(running: Running) -> None:
    hokim, now = running.station(small.HOKIM), running.clock.now
    serial = running.signer(small.HOKIM).identity.certificate.serial_number
    found = hokim.get("/v1/drafts/ready", wire.Draft)
    revoked = [(serial, now - timedelta(hours=1))]
    lists = running.core.authority.revocation_lists(revoked, now)
    data = small.package(hokim, found, running.signer(small.HOKIM), now, lists)
    problem = _refusal(hokim, "ready", data, found.summary.version_digest)
    assert problem.code == "certificate_revoked"


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("REVOKED_NO_POE", Code.CERTIFICATE_REVOKED),
        ("REVOKED_CA_NO_POE", Code.BAD_SIGNATURE),
        ("OUT_OF_BOUNDS_NO_POE", Code.CERTIFICATE_EXPIRED),
        ("OUT_OF_BOUNDS_NOT_REVOKED", Code.CERTIFICATE_EXPIRED),
        ("CRYPTO_CONSTRAINTS_FAILURE_NO_POE", Code.BAD_SIGNATURE),
        ("TIMESTAMP", Code.BAD_SIGNATURE),
    ],
)
def test_nothing_that_is_open_is_taken(code: str, refused: Code) -> None:
    with pytest.raises(Refusal) as problem:
        verdicts.require((Reason(code, failed=False),))
    assert problem.value.code is refused
    # But for the one question that the registry answers itself.
    verdicts.require((Reason("TRY_LATER", failed=False),))


def test_what_is_not_known_yet_is_no_answer_for_ever() -> None:
    untrusted = Reason("NO_CERTIFICATE_CHAIN_FOUND", failed=False)
    unknown = (untrusted, about_stamp("TRY_LATER"), about_stamp("NO_CERTIFICATE_CHAIN_FOUND"))
    beside = ("TRY_LATER", "UNSIGNED_BESIDE")
    for reason in unknown:
        with pytest.raises(Refusal) as problem:
            verdicts.require((reason, *unknown, *(Reason(code, failed=False) for code in beside)))
        assert (problem.value.code, problem.value.final) == (Code.STATUS_UNKNOWN, False)
        with pytest.raises(Refusal) as problem:
            verdicts.require((reason, Reason("HASH_FAILURE")))
        assert problem.value.code is Code.BAD_SIGNATURE


def _with_time_stamp(
    data: bytes, anchors: TrustAnchors, answer: Callable[[timestamp.Question], bytes]
) -> bytes:
    signature = read_signature(io.BytesIO(data))
    value, target = signature_value(signature)[0], io.BytesIO()
    question = timestamp.ask(value)
    token = timestamp.check_answer(answer(question), question, value, anchors).token
    replace_signature(io.BytesIO(data), target, add_signature_time_stamp(signature, token))
    return target.getvalue()


def test_its_own_time_stamp_is_taken_without_lists(running: Running) -> None:
    """All that is needed is embedded, or nothing: a list may be too long, a responder silent."""
    hokim, data, digest = signed(running, stamped=False)
    core = running.core
    stamped = _with_time_stamp(data, core.anchors, lambda asked: answer(core, asked.der))
    assert hokim.hand_in("ready", "k1", stamped, digest).ok


def test_whoever_takes_the_time_stamp_off_hands_in_nothing(running: Running) -> None:
    """It would be registered without a proof of time, and be open once its certificate is over."""
    hokim, bare, digest = signed(running, stamped=False)
    data, legal = small.with_time_stamp(hokim, bare), running.station(small.LEGAL)
    for station, author in ((legal, small.HOKIM.pinfl), (hokim, "")):
        request = replace(carried(bare, digest, station), author=author)
        refused = station.refused("POST", "/v1/drafts/ready/package", body=request, key="k")
        assert (refused.code, refused.detail) == ("package_malformed", "time-stamp")
    assert hokim.hand_in("ready", "k", data, digest).ok


def test_a_time_stamp_of_a_server_it_knows_nothing_of_spoils_no_key(running: Running) -> None:
    hokim, data, digest = signed(running, stamped=False)
    begins = running.clock.now - timedelta(days=1)
    other = Authority2("Boshqa", begins)
    server = other.signer(SERVER, time_stamping=True, begins=begins)
    strange = _with_time_stamp(
        data, other.anchors(), lambda asked: stamp(server, asked, running.clock.now)
    )
    assert _refusal(hokim, "ready", strange, digest).code == "status_unknown"
    stamped = small.with_time_stamp(hokim, data)
    assert hokim.hand_in("ready", "k", stamped, digest).ok


def test_a_certificate_that_ended(running: Running) -> None:
    hokim, data, digest = signed(running, stamped=False)
    end = running.signer(small.HOKIM).identity.certificate.not_valid_after_utc
    request = wire.PackageRequest(hokim.upload(data), small.sha256(data), digest)
    # The session is an hour old at most; only the certificate may be what ends here.
    running.clock.now = end - timedelta(minutes=5)
    hokim = running.station(small.HOKIM)
    running.clock.now = end + timedelta(minutes=5)
    problem = hokim.refused("POST", "/v1/drafts/ready/package", body=request, key="k")
    assert problem.code == "certificate_expired"


def test_a_signing_time_in_the_future(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    found = hokim.get("/v1/drafts/ready", wire.Draft)
    later = running.clock.now + timedelta(minutes=30)
    data = small.package(hokim, found, running.signer(small.HOKIM), later)
    problem = _refusal(hokim, "ready", data, found.summary.version_digest)
    assert problem.code == "clock_skew"


def test_a_trail_that_is_not_ours(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    found = hokim.get("/v1/drafts/ready", wire.Draft)
    data = small.package(
        hokim,
        replace(found, trail=found.trail[:1]),
        running.signer(small.HOKIM),
        running.clock.now,
    )
    problem = _refusal(hokim, "ready", data, found.summary.version_digest)
    assert problem.code == "draft_changed"


def test_a_draft_nobody_here_sees(running: Running) -> None:
    administrator = running.station(small.ADMINISTRATOR)
    assert _refusal(administrator, "ready", b"x", "0" * 64).code == "not_found"


def test_an_incomplete_upload_is_no_answer_to_the_key(running: Running) -> None:
    hokim, data, digest = signed(running)
    made = small.decoded(
        hokim.call("POST", "/v1/uploads", headers={"Upload-Length": str(len(data))}),
        wire.Upload,
    )
    hokim.patch(made.id, 0, data[:100])
    request = wire.PackageRequest(made.id, small.sha256(data), digest)
    problem = hokim.refused("POST", "/v1/drafts/ready/package", body=request, key="k")
    assert problem.code == "upload_incomplete"
    hokim.patch(made.id, 100, data[100:])
    assert hokim.call("POST", "/v1/drafts/ready/package", body=request, key="k").ok


def test_a_number_taken_in_vain_is_given_again(core: Core) -> None:
    def fail() -> None:
        with core.database.writing() as connection:
            assert numbers.give(connection, small.AUTHORITY, DraftType.DECISION, 2026).seq == 96
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    with core.database.writing() as connection:
        assert numbers.give(connection, small.AUTHORITY, DraftType.DECISION, 2026).seq == 96
