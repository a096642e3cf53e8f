"""National answers, time-stamps and lists against OpenSSL with its GOST engine.

It knows the mathematics under Russian names only, and these are renamed where nothing signed says
them; what is signed – also which certificate it is about – stays byte for byte.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing import digests
from signing.certificate import load_certificate, load_crl, utc_now
from signing.cms import build_signed_data
from signing.errors import MalformedDocument
from signing.national import Standard
from signing.ocsp import ask as ask_status
from signing.ocsp import check_answer, load_answer
from signing.public_key import public_key_bits
from signing.revocation import Status, check_path
from signing.timestamp import ask as ask_time
from signing.timestamp import check_answer as check_stamp
from tests.signing.gost_engine import Engine
from tests.signing.national_answers import (
    RUSSIAN_SIGNATURE,
    issuer_of,
    renamed_answer,
    responder,
    russian_cms,
    says,
    twin,
    twin_key,
)
from tests.signing.national_pki import DER, NationalAuthority
from tests.signing.pki import HOKIM, NOW
from tests.signing.test_timestamp import SERVER, stamp

AUTHORITIES = {standard: NationalAuthority(standard=standard) for standard in Standard}


@pytest.fixture(params=Standard, ids=lambda item: item.name)
def authority(request: pytest.FixtureRequest) -> NationalAuthority:
    return AUTHORITIES[request.param]


@pytest.mark.parametrize("delegated", [False, True])
@pytest.mark.parametrize("revoked", [False, True])
def test_openssl_answers_us(
    engine: Engine, tmp_path: Path, authority: NationalAuthority, delegated: bool, revoked: bool
) -> None:
    person = authority.issue(HOKIM).certificate
    issuer = authority.issuing.certificate
    by = issuer_of(authority)
    if delegated:
        by = responder(authority, ExtendedKeyUsageOID.OCSP_SIGNING)
    serial = f"{person.serial_number:X}"
    serial = serial if len(serial) % 2 == 0 else f"0{serial}"
    now = datetime.now(UTC)
    ended = f"{now - timedelta(days=2):%y%m%d%H%M%SZ}"
    row = ["R" if revoked else "V", "491120090000Z", ended if revoked else ""]
    index, asked, told = (tmp_path / name for name in ("index.txt", "q.der", "a.der"))
    index.write_text("\t".join([*row, serial, "unknown", "/CN=x"]) + "\n")
    question = ask_status(person, issuer)
    asked.write_bytes(question.der)
    engine.run(
        *("ocsp", "-index", index, "-CA", twin(engine, issuer), "-reqin", asked),
        *("-rsigner", twin(engine, by.certificate), "-rkey", twin_key(engine, by.key)),
        *("-rmd", "md_gost94", "-respout", told, "-ndays", "2"),
    )
    named = authority.standard.signature.dotted_string
    came = by.certificate if delegated else None
    der = renamed_answer(told.read_bytes(), named, came)
    found = check_answer(load_answer(der), question, person, issuer, now)
    assert (found.revoked is not None, found.responder) == (revoked, came)
    said = der.index(load_answer(der).parsed.tbs_response_bytes)
    for place in range(said, der.index(load_answer(der).parsed.signature), 19):
        changed = der[:place] + bytes([der[place] ^ 1]) + der[place + 1 :]
        with pytest.raises(MalformedDocument):
            check_answer(load_answer(changed), question, person, issuer, now)


@pytest.mark.parametrize("delegated", [False, True])
def test_openssl_accepts_our_answer(
    engine: Engine, tmp_path: Path, authority: NationalAuthority, delegated: bool
) -> None:
    person = authority.issue(HOKIM).certificate
    by = issuer_of(authority)
    if delegated:
        by = responder(authority, ExtendedKeyUsageOID.OCSP_SIGNING)
    answer = says(authority, person, by=by, since=utc_now().replace(microsecond=0))
    der = renamed_answer(answer.der, RUSSIAN_SIGNATURE, None)

    def judged(data: bytes) -> str:
        told = tmp_path / "a.der"
        told.write_bytes(data)
        ran = engine.run(
            *("ocsp", "-respin", told, "-issuer", twin(engine, authority.issuing.certificate)),
            *("-cert", twin(engine, person), "-VAfile", twin(engine, by.certificate)),
            check=False,
        )
        return (ran.stdout + ran.stderr).decode()

    assert "Response verify OK" in judged(der)
    assert ": good" in judged(der)
    number = person.serial_number.to_bytes(20, "big").lstrip(b"\0")
    # Its last byte: without its first one it may be a number that DER writes shorter.
    place = der.index(number) + len(number) - 1
    changed = der[:place] + bytes([der[place] ^ 1]) + der[place + 1 :]
    assert "Response Verify Failure" in judged(changed)


def test_openssl_accepts_our_signature_and_time_stamp(
    engine: Engine, tmp_path: Path, authority: NationalAuthority
) -> None:
    signer = authority.signer(HOKIM)
    server = authority.signer(SERVER, time_stamping=True)
    question = ask_time(b"qiymat")
    made = check_stamp(stamp(server, question), question, b"qiymat", authority.anchors())
    signature = build_signed_data(signer, b"Hokim qarori", signing_time=NOW, attached=True)
    for der, by in ((signature, signer), (made.token, server)):
        path, matter = tmp_path / "s.p7m", tmp_path / "content"
        whole = russian_cms(der)
        command = ("cms", "-verify", "-noverify", "-inform", "DER", "-in", path, "-out", matter)
        known = ("-certfile", twin(engine, by.identity.certificate))
        path.write_bytes(whole)
        ran = engine.run(*command, *known, check=False)
        assert ran.returncode == 0, ran.stderr
        content = matter.read_bytes()
        assert content in der
        place = whole.index(content) + len(content) // 2
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        ran = engine.run(*command, *known, check=False)
        assert b"verification failure" in ran.stderr
        value = bytes(reversed(whole[-64:]))
        path.write_bytes(whole[:-64] + value)
        assert engine.run(*command, *known, check=False).returncode != 0


def test_a_list_and_a_certificate_that_the_engine_signed(
    engine: Engine, authority: NationalAuthority
) -> None:
    """Digest and value are the engine's; the national names stand in what is signed."""
    person = authority.issue(HOKIM).certificate
    path = (person, authority.issuing.certificate, authority.root.certificate)
    key = authority.keys[authority.issuing.certificate]

    def by_engine(der: bytes, signed: bytes) -> bytes:
        (hashed,) = engine.digests([signed])
        assert hashed == digests.of(authority.standard.hash_name, signed)
        value = engine.sign(twin_key(engine, key), hashed)
        assert value != der[-64:]
        return der[:-64] + value

    (above, own) = authority.crls()
    der = by_engine(own.public_bytes(DER), own.tbs_certlist_bytes)
    assert check_path(path, (above, load_crl(der)), NOW).status is Status.GOOD
    wrong = load_crl(der[:-1] + bytes([der[-1] ^ 1]))
    assert check_path(path, (above, wrong), NOW).status is Status.UNKNOWN
    made = load_certificate(by_engine(person.public_bytes(DER), person.tbs_certificate_bytes))
    assert made != person
    assert authority.anchors().path(made, path[1:2], NOW)[0] == made
    # And the engine accepts the values that the tests' own key makes.
    (hashed,) = engine.digests([own.tbs_certlist_bytes])
    public = engine.public_key(public_key_bits(path[1])[-64:])
    assert engine.accepts(public, hashed, own.signature, public=True)
    assert not engine.accepts(public, hashed[::-1], own.signature, public=True)
