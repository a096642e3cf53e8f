"""Signing in: by token, by password, staying signed in, signing out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from registry import auth, certificates, contract
from registry.authority import DemoAuthority, Subject
from registry.core import Core
from signing.canonical import canonical
from signing.cms import build_signed_data
from signing.memory_key import MemorySigner
from signing.statement import session_statement
from sync import wire
from tests.registry import small
from tests.registry.conftest import Running

PASSWORD = "to‘g‘ri ot batareya"


def _answer(running: Running, signer: MemorySigner, **changes: str) -> wire.SessionRequest:
    challenge = running.stranger.post("/v1/auth/challenge", wire.Challenge)
    assert challenge.expires == running.clock.now + timedelta(seconds=120)
    statement = session_statement(
        changes.get("registry", challenge.registry), changes.get("challenge", challenge.challenge)
    )
    signature = build_signed_data(signer, statement, signing_time=running.clock.now)
    return wire.SessionRequest(challenge.id, signature)


def _refused(running: Running, request: wire.SessionRequest) -> str:
    return running.stranger.refused("POST", "/v1/auth/session", body=request).code


def test_with_the_token(running: Running) -> None:
    me = running.station(small.ACTING).get("/v1/me", wire.Me)
    assert me.person == wire.Person(small.ACTING.name, small.ACTING.post, small.ACTING.pinfl)
    assert me.organisation.stir == small.HOKIMLIK.stir
    assert set(me.roles) == {wire.Role.ACTING_HOKIM, wire.Role.DEPUTY}
    assert me.acting_until == small.ACTING.acting_until
    assert me.policy.agreement_days == 3


def test_a_challenge_serves_once(running: Running) -> None:
    request = _answer(running, running.signer(small.HOKIM))
    running.stranger.post("/v1/auth/session", wire.Session, body=request)
    assert _refused(running, request) == "unauthorised"


def test_a_wrong_answer_uses_the_challenge_up(running: Running) -> None:
    request = _answer(running, running.signer(small.HOKIM))
    wrong = wire.SessionRequest(request.id, b"nonsense")
    assert _refused(running, wrong) == "bad_signature"
    assert _refused(running, request) == "unauthorised"


def test_a_challenge_ends(running: Running) -> None:
    request = _answer(running, running.signer(small.HOKIM))
    running.clock.pass_(timedelta(seconds=121))
    assert _refused(running, request) == "unauthorised"


def test_another_registrys_challenge(running: Running) -> None:
    request = _answer(running, running.signer(small.HOKIM), registry="Boshqa")
    assert _refused(running, request) == "bad_signature"


def test_a_signature_for_another_purpose(running: Running) -> None:
    challenge = running.stranger.post("/v1/auth/challenge", wire.Challenge)
    statement = canonical(
        {
            "format": "1.0",
            "statement": "agreement",
            "registry": challenge.registry,
            "challenge": challenge.challenge,
        }
    )
    signer = running.signer(small.HOKIM)
    signature = build_signed_data(signer, statement, signing_time=running.clock.now)
    assert _refused(running, wire.SessionRequest(challenge.id, signature)) == "bad_signature"


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_clock_that_is_wrong(running: Running, minutes: int) -> None:
    challenge = running.stranger.post("/v1/auth/challenge", wire.Challenge)
    signature = build_signed_data(
        running.signer(small.HOKIM),
        session_statement(challenge.registry, challenge.challenge),
        signing_time=running.clock.now + timedelta(minutes=minutes),
    )
    assert _refused(running, wire.SessionRequest(challenge.id, signature)) == "clock_skew"


def test_a_stranger_with_a_good_certificate(running: Running) -> None:
    subject = Subject(name="Begona Kishi", pinfl="39912310000099")
    signer = running.core.authority.person_signer(subject)
    assert _refused(running, _answer(running, signer)) == "unauthorised"


def test_a_certificate_of_another_authority(running: Running) -> None:
    directory = running.core.directory / "stranger"
    directory.mkdir()
    DemoAuthority.create(directory, "Boshqa", now=running.clock.now)
    other = DemoAuthority(directory, running.clock)
    signer = other.person_signer(Subject(small.HOKIM.name, small.HOKIM.pinfl))
    assert _refused(running, _answer(running, signer)) == "bad_signature"


def test_a_revoked_certificate(running: Running) -> None:
    signer = running.signer(small.HOKIM)
    request = _answer(running, signer)
    serial = signer.identity.certificate.serial_number
    certificates.revoke(running.core, serial, running.clock.now)
    assert _refused(running, request) == "certificate_revoked"


def test_a_certificate_of_another_organisation(running: Running) -> None:
    subject = Subject(small.HOKIM.name, "30101800000099", stir=small.WATER.stir)
    signer = running.core.authority.person_signer(subject)
    running.loading.add_people([replace(small.HOKIM, pinfl="30101800000099")])
    assert _refused(running, _answer(running, signer)) == "signer_mismatch"


def test_no_token_or_a_made_up_one(running: Running) -> None:
    for token in ("", "made-up"):
        problem = small.Station(running.address, token).refused("GET", "/v1/me")
        assert (problem.status, problem.code) == (401, "unauthorised")


def test_access_ends_and_is_renewed(running: Running) -> None:
    request = _answer(running, running.signer(small.HOKIM))
    session = running.stranger.post("/v1/auth/session", wire.Session, body=request)
    running.clock.pass_(auth.ACCESS_LIFE + timedelta(seconds=1))
    old = small.Station(running.address, session.access_token)
    assert old.refused("GET", "/v1/me").code == "unauthorised"
    renewed = _renew(running, session.refresh_token)
    assert renewed.refresh_token != session.refresh_token
    small.Station(running.address, renewed.access_token).get("/v1/me", wire.Me)


def _renew(running: Running, token: str) -> wire.Session:
    request = wire.RefreshRequest(token)
    return running.stranger.post("/v1/auth/refresh", wire.Session, body=request)


def test_a_replaced_refresh_token_is_taken_for_a_minute(running: Running) -> None:
    request = _answer(running, running.signer(small.HOKIM))
    session = running.stranger.post("/v1/auth/session", wire.Session, body=request)
    _renew(running, session.refresh_token)
    # The answer was lost on the way: the station only has the old one.
    second = _renew(running, session.refresh_token)
    small.Station(running.address, second.access_token).get("/v1/me", wire.Me)


def test_a_copied_refresh_token_ends_the_session(running: Running) -> None:
    request = _answer(running, running.signer(small.HOKIM))
    session = running.stranger.post("/v1/auth/session", wire.Session, body=request)
    renewed = _renew(running, session.refresh_token)
    running.clock.pass_(auth.ROTATION_GRACE + timedelta(seconds=1))
    for token in (session.refresh_token, renewed.refresh_token):
        body = wire.RefreshRequest(token)
        assert running.stranger.refused("POST", "/v1/auth/refresh", body=body).code == (
            "unauthorised"
        )


def _ended(running: Running, token: str) -> bool:
    answer = running.stranger.call("POST", "/v1/auth/refresh", body=wire.RefreshRequest(token))
    return answer.status_code == 401


def test_a_copied_refresh_token_gains_no_time_by_use(running: Running) -> None:
    request = _answer(running, running.signer(small.HOKIM))
    session = running.stranger.post("/v1/auth/session", wire.Session, body=request)
    _renew(running, session.refresh_token)
    running.clock.pass_(auth.ROTATION_GRACE - timedelta(seconds=1))
    copied = _renew(running, session.refresh_token)
    running.clock.pass_(timedelta(seconds=2))
    assert _ended(running, session.refresh_token)
    assert _ended(running, copied.refresh_token)
    thief = small.Station(running.address, copied.access_token)
    assert thief.refused("GET", "/v1/me").code == "unauthorised"


def test_an_owner_locked_out_locks_the_thief_out(running: Running) -> None:
    request = _answer(running, running.signer(small.HOKIM))
    session = running.stranger.post("/v1/auth/session", wire.Session, body=request)
    owner = _renew(running, session.refresh_token)
    copied = _renew(running, session.refresh_token)
    running.clock.pass_(auth.ACCESS_LIFE)
    copied = _renew(running, copied.refresh_token)
    assert _ended(running, owner.refresh_token)
    assert _ended(running, copied.refresh_token)


def test_many_strangers_keep_nobody_from_signing_in(running: Running) -> None:
    request = _answer(running, running.signer(small.HOKIM))
    for _ in range(10_001):
        auth.challenge(running.core)
    late = _answer(running, running.signer(small.HOKIM))
    for answer in (request, late):
        running.stranger.post("/v1/auth/session", wire.Session, body=answer)


def test_a_challenge_nobody_made(running: Running) -> None:
    made = running.stranger.post("/v1/auth/challenge", wire.Challenge)
    longer = f"{int(made.id[:10]) + 60:010d}{made.id[10:]}"
    for identifier in (longer, made.id[:-1], made.id + "A", "", "ʻ", made.id.upper()):
        assert _refused(running, wire.SessionRequest(identifier, b"x")) == "unauthorised"
    assert _refused(running, wire.SessionRequest(made.id, b"x")) == "bad_signature"


def test_a_challenge_outlives_a_restart(running: Running) -> None:
    request = _answer(running, running.signer(small.HOKIM))
    again = Core(running.core.directory, running.clock)
    session = auth.sign_in(again, contract.SessionRequest(request.id, request.signature))
    assert auth.person_of(again, session.access_token).pinfl == small.HOKIM.pinfl
    again.close()


def test_a_refresh_token_ends(running: Running) -> None:
    request = _answer(running, running.signer(small.HOKIM))
    session = running.stranger.post("/v1/auth/session", wire.Session, body=request)
    running.clock.pass_(auth.REFRESH_LIFE + timedelta(seconds=1))
    body = wire.RefreshRequest(session.refresh_token)
    assert running.stranger.refused("POST", "/v1/auth/refresh", body=body).code == "unauthorised"


def test_signing_out(running: Running) -> None:
    hokim = running.station(small.HOKIM)
    assert hokim.call("DELETE", "/v1/auth/session").status_code == 204
    assert hokim.refused("GET", "/v1/me").code == "unauthorised"


def test_with_a_password(running: Running) -> None:
    auth.set_password(running.core, small.LEGAL.pinfl, PASSWORD)
    request = wire.PasswordRequest(small.LEGAL.pinfl, PASSWORD)
    session = running.stranger.post("/v1/auth/password", wire.Session, body=request)
    me = small.Station(running.address, session.access_token).get("/v1/me", wire.Me)
    assert me.person.pinfl == small.LEGAL.pinfl


def test_wrong_passwords_make_the_login_wait(running: Running) -> None:
    auth.set_password(running.core, small.LEGAL.pinfl, PASSWORD)
    wrong = wire.PasswordRequest(small.LEGAL.pinfl, "notoʻgʻri parol")
    right = wire.PasswordRequest(small.LEGAL.pinfl, PASSWORD)
    waits = []
    for _ in range(auth.FREE_ATTEMPTS + 3):
        problem = running.stranger.refused("POST", "/v1/auth/password", body=wrong)
        assert problem.code == "unauthorised"
        answer = running.stranger.call("POST", "/v1/auth/password", body=wrong)
        if answer.status_code == 429:
            waits.append(int(answer.headers["Retry-After"]))
            # Even the right one waits, or the wait would be no hindrance.
            again = running.stranger.refused("POST", "/v1/auth/password", body=right)
            assert again.code == "rate_limited"
            running.clock.pass_(timedelta(seconds=waits[-1]))
    assert waits[:3] == [31, 61, 121]
    assert running.stranger.call("POST", "/v1/auth/password", body=right).ok


def test_an_unknown_login_looks_like_a_wrong_password(running: Running) -> None:
    request = wire.PasswordRequest("39912310000099", PASSWORD)
    problem = running.stranger.refused("POST", "/v1/auth/password", body=request)
    assert (problem.code, problem.detail) == ("unauthorised", "password")


def test_only_hashes_are_kept(running: Running, core: Core) -> None:
    auth.set_password(core, small.LEGAL.pinfl, PASSWORD)
    request = wire.PasswordRequest(small.LEGAL.pinfl, PASSWORD)
    session = running.stranger.post("/v1/auth/password", wire.Session, body=request)
    kept = b"".join(
        path.read_bytes() for path in core.directory.glob("registry.db*") if path.is_file()
    )
    assert small.LEGAL.pinfl.encode() in kept
    for secret in (PASSWORD, session.access_token, session.refresh_token):
        assert secret.encode() not in kept


def test_secrets_stay_out_of_reprs() -> None:
    texts = repr(contract.PasswordRequest("login", PASSWORD)) + repr(
        contract.RefreshRequest(PASSWORD)
    )
    assert PASSWORD not in texts
