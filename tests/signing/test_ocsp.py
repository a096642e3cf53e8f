"""OCSP: answers made here, by OpenSSL and by responders that may not; and what they are worth."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from signing.cms_asn1 import tlv
from signing.errors import MalformedDocument
from signing.ocsp import OcspAnswer, addresses, ask, check_answer, load_answer, status_of
from signing.revocation import Status, check_path, evidence_for
from tests.signing.national_pki import NationalAuthority
from tests.signing.ocsp_answers import (
    AUTHORITY,
    CERTIFICATE,
    DAY,
    HOUR,
    ISSUING,
    PATH,
    REVOKED,
    ROOT_LIST,
    UNKNOWN,
    responder,
    says,
    status,
)
from tests.signing.pki import HOKIM, NOW, Authority2, Issued
from tests.signing.test_revocation import HOLD, a_list


def test_an_answer_tells_like_a_list() -> None:
    assert status() is Status.UNKNOWN
    assert status(says()) is Status.GOOD
    assert status(says(REVOKED)) is Status.REVOKED
    # Revoked after the moment, told later.
    assert status(says(REVOKED, revoked=NOW - HOUR), at=NOW - DAY) is Status.GOOD
    assert status(says(REVOKED, revoked=NOW - 2 * DAY), at=NOW - DAY) is Status.REVOKED
    for hashed in (hashes.SHA256(), hashes.SHA384()):
        assert status(says(REVOKED, hashed=hashed)) is Status.REVOKED


def test_unknown_is_never_good() -> None:
    assert status(says(UNKNOWN)) is Status.UNKNOWN
    old = a_list(ISSUING, NOW - 5 * DAY)
    assert status(old, says(UNKNOWN)) is Status.GOOD


def test_the_newest_word_counts_whatever_its_kind() -> None:
    serial = CERTIFICATE.serial_number
    clean = a_list(ISSUING, NOW - 5 * DAY)
    dirty = a_list(ISSUING, NOW - HOUR, revoked={serial: NOW - 2 * DAY})
    assert status(clean, says(REVOKED)) is Status.REVOKED
    assert status(says(since=NOW - 3 * DAY), dirty) is Status.REVOKED
    newest = says()
    found = check_path(PATH, (ROOT_LIST, clean, newest), NOW)
    assert (found.status, found.as_of) == (Status.GOOD, NOW - 30 * DAY)
    # Embedded is the list, which everybody reads; the answer where there is none.
    assert evidence_for(PATH, (ROOT_LIST, clean, newest), NOW) == (clean, ROOT_LIST)
    assert evidence_for(PATH, (ROOT_LIST, newest), NOW) == (newest, ROOT_LIST)


def test_times_of_an_answer() -> None:
    assert status(says(since=NOW - 3 * DAY, until=NOW - 2 * DAY)) is Status.UNKNOWN
    assert status(says(since=NOW - 3 * DAY, until=NOW - 2 * DAY), at=NOW - 3 * DAY) is Status.GOOD
    assert status(says(since=NOW + HOUR)) is Status.UNKNOWN
    # No two clocks are the same.
    assert status(says(since=NOW + timedelta(minutes=3))) is Status.GOOD
    # Without nextUpdate newer information is always to be had: it holds for an hour.
    assert status(says(until=None, since=NOW - timedelta(minutes=50))) is Status.GOOD
    assert status(says(until=None, since=NOW - timedelta(minutes=70))) is Status.UNKNOWN


def test_about_another_certificate_or_issuer() -> None:
    other = AUTHORITY.issue(HOKIM).certificate
    assert status(says(certificate=other)) is Status.UNKNOWN
    stranger = Authority2("Boshqa")
    assert status(says(issuer=stranger.issuing, signer=stranger.issuing)) is Status.UNKNOWN
    assert status(says(issuer=stranger.issuing)) is Status.UNKNOWN


def test_who_may_answer() -> None:
    assert status(says(signer=responder(), delegated=True)) is Status.GOOD
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert status(says(signer=responder(key=rsa_key), delegated=True)) is Status.GOOD
    refused = (
        # Signed by the responder, whose certificate did not come along.
        says(signer=responder()),
        # For another purpose, and for none.
        says(signer=responder(usage=ExtendedKeyUsageOID.TIME_STAMPING), delegated=True),
        says(signer=responder(usage=None), delegated=True),
        # A person of the same authority, and somebody else's responder.
        says(signer=AUTHORITY.issue(HOKIM), delegated=True),
        says(signer=responder(Authority2("Boshqa")), delegated=True),
        # Over before it answered; a key that is too weak.
        says(signer=responder(days=10), delegated=True),
        says(
            signer=responder(key=rsa.generate_private_key(public_exponent=65537, key_size=1024)),
            delegated=True,
        ),
        # The root did not issue this certificate.
        says(signer=AUTHORITY.root),
    )
    assert [status(item) for item in refused] == [Status.UNKNOWN] * len(refused)


def test_a_revoked_responder_says_nothing() -> None:
    stolen = responder()
    listed = a_list(
        ISSUING, NOW - 3 * DAY, revoked={stolen.certificate.serial_number: NOW - 4 * DAY}
    )
    forged = says(signer=stolen, delegated=True)
    revoked_later = a_list(ISSUING, NOW - HOUR, revoked={CERTIFICATE.serial_number: NOW - 2 * DAY})
    assert check_path(PATH, (ROOT_LIST, forged), NOW).status is Status.GOOD
    # The list is older than the answer and tells of both: the answer is not heard.
    found = check_path(PATH, (ROOT_LIST, listed, forged), NOW - 2 * DAY, now=NOW)
    assert found.status is Status.GOOD
    # A list that is over tells of it as well, until a newer one has it no more.
    serial = stolen.certificate.serial_number
    newer = a_list(ISSUING, NOW - 2 * DAY, NOW - DAY)
    for reason, after in ((HOLD, Status.GOOD), (None, Status.UNKNOWN)):
        over = a_list(ISSUING, NOW - 3 * DAY, NOW - DAY, {serial: NOW}, reason=reason)
        assert check_path(PATH, (ROOT_LIST, over, forged), NOW).status is Status.UNKNOWN
        assert check_path(PATH, (ROOT_LIST, over, newer, forged), NOW).status is after
    told = a_list(ISSUING, NOW - 3 * DAY, NOW + DAY, {stolen.certificate.serial_number: NOW})
    assert check_path(PATH, (ROOT_LIST, told, forged), NOW).as_of == NOW - 30 * DAY
    revoking = says(REVOKED, signer=stolen, delegated=True)
    assert check_path(PATH, (ROOT_LIST, revoking), NOW).status is Status.REVOKED
    assert check_path(PATH, (ROOT_LIST, told, revoking), NOW).status is Status.GOOD
    assert status(forged, revoked_later) is Status.REVOKED
    # One that need not be asked about is no better once its issuer has told of it.
    vouched = responder(no_check=True)
    assert status(says(signer=vouched, delegated=True)) is Status.GOOD
    numbered = {vouched.certificate.serial_number: NOW}
    unasked = a_list(ISSUING, NOW - 3 * DAY, NOW + DAY, numbered)
    word = says(REVOKED, signer=vouched, delegated=True)
    assert check_path(PATH, (ROOT_LIST, unasked, word), NOW).status is Status.GOOD
    of_it = says(REVOKED, certificate=vouched.certificate)
    assert status(says(signer=vouched, delegated=True), of_it) is Status.UNKNOWN


ECDSA, ED25519 = bytes.fromhex("300a06082a8648ce3d040302"), bytes.fromhex("300506032b6570")


def again(
    answer: OcspAnswer,
    signer: Issued,
    key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey,
    old: bytes = b"",
    new: bytes = b"",
) -> OcspAnswer:
    """Change what an answer says, and sign it again, whoever may (RFC 6960, 4.2.1)."""
    said = answer.parsed.tbs_response_bytes
    if old:
        assert old in said
        said = said.replace(old, new)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        algorithm, value = ECDSA, key.sign(said, ec.ECDSA(hashes.SHA256()))
    else:
        algorithm, value = ED25519, key.sign(said)
    came = tlv(0xA0, tlv(0x30, signer.certificate.public_bytes(Encoding.DER)))
    basic = tlv(0x30, said + algorithm + tlv(0x03, b"\0" + value) + came)
    kind = bytes.fromhex("06092b0601050507300101")
    return load_answer(tlv(0x30, b"\x0a\1\0" + tlv(0xA0, tlv(0x30, kind + tlv(0x04, basic)))))


@pytest.mark.parametrize("by", list(ocsp.OCSPResponderEncoding))
def test_who_answers_says_who_he_is(by: ocsp.OCSPResponderEncoding) -> None:
    own = responder()
    assert isinstance(own.key, ec.EllipticCurvePrivateKey)
    builder = ocsp.OCSPResponseBuilder().add_response(
        *(CERTIFICATE, ISSUING.certificate, hashes.SHA1(), ocsp.OCSPCertStatus.GOOD),
        *(NOW - HOUR, NOW + DAY, None, None),
    )
    made = builder.responder_id(by, own.certificate).sign(own.key, hashes.SHA256())
    answer = load_answer(made.public_bytes(Encoding.DER))
    assert status(again(answer, own, own.key)) is Status.GOOD
    hashed = answer.parsed.responder_key_hash
    name = hashed or b"Holat xizmati"
    assert status(again(answer, own, own.key, name, name[::-1])) is Status.UNKNOWN


def test_signatures_of_a_kind_that_nobody_reads_here() -> None:
    own = responder()
    assert isinstance(own.key, ec.EllipticCurvePrivateKey)
    answer = says(signer=own, delegated=True)
    assert status(again(answer, own, own.key)) is Status.GOOD
    assert status(again(answer, own, ed25519.Ed25519PrivateKey.generate())) is Status.UNKNOWN


def test_a_national_authority_answers_in_its_own_way() -> None:
    national = NationalAuthority()
    person, issuer = national.issue(HOKIM).certificate, national.issuing
    twin = Authority2("Milliy").issuing
    assert twin.certificate.subject == issuer.certificate.subject
    answer = says(certificate=person, issuer=issuer, signer=twin)
    assert answer.parsed.responder_name == issuer.certificate.subject
    assert status_of(answer, person, issuer.certificate) is None


def test_digests_that_name_nobody() -> None:
    assert status(says(hashed=hashes.SHA512())) is Status.GOOD
    assert status(says(hashed=hashes.SHA224())) is Status.UNKNOWN


def test_every_byte_of_an_answer_counts() -> None:
    der = says().der
    worth = []
    for at in range(len(der)):
        changed = bytearray(der)
        changed[at] ^= 0x01
        try:
            answer = load_answer(bytes(changed))
        except MalformedDocument:
            continue
        worth.append(status_of(answer, CERTIFICATE, ISSUING.certificate))
    assert worth
    assert not any(worth)


def test_a_value_is_of_whole_bytes() -> None:
    """Of a last byte whose last bit is none the same number can be written in two ways."""
    answer = next(made for made in iter(says, None) if not made.parsed.signature[-1] & 1)
    value = answer.der.index(answer.parsed.signature)
    assert answer.der[value - 1] == 0
    again = answer.der[: value - 1] + b"\1" + answer.der[value:]
    with pytest.raises(MalformedDocument, match="whole number of bytes"):
        load_answer(again)


@pytest.mark.parametrize("der", [b"", b"<html>", b"\x30\x03\x0a\x01\x06", b"\x30\x03\x0a\x01\x03"])
def test_what_is_no_answer(der: bytes) -> None:
    refusal = der[-1:] in (b"\x03", b"\x06")
    why = "OCSP: try_later|OCSP: unauthorized" if refusal else "a damaged OCSP answer"
    with pytest.raises(MalformedDocument, match=why):
        load_answer(der)


@pytest.mark.parametrize("year", [1, 1899, 3000, 9999])
def test_an_answer_at_the_end_of_the_calendar(year: int) -> None:
    """Nobody could add an hour to it."""
    when = datetime(year, 6, 1, tzinfo=UTC)
    with pytest.raises(MalformedDocument, match="an OCSP answer's time"):
        says(since=when, until=None)
    if year > 1000:
        with pytest.raises(MalformedDocument, match="an OCSP answer's time"):
            says(produced=when)


def test_a_question_and_its_answer() -> None:
    question = ask(CERTIFICATE, ISSUING.certificate)
    nonce = ocsp.load_der_ocsp_request(question.der).extensions.get_extension_for_class(
        x509.OCSPNonce
    )
    assert nonce.value.nonce == question.nonce
    for answer in (says(nonce=question.nonce), says()):
        found = check_answer(answer, question, CERTIFICATE, ISSUING.certificate, NOW)
        assert found.revoked is None
    for wrong in (
        says(nonce=b"x" * 16),
        says(UNKNOWN),
        says(since=NOW - 3 * DAY, until=NOW - DAY),
        says(signer=AUTHORITY.root),
    ):
        with pytest.raises(MalformedDocument):
            check_answer(wrong, question, CERTIFICATE, ISSUING.certificate, NOW)


def test_addresses_of_a_certificate() -> None:
    names = ("http://ocsp.example/", "https://ocsp.example/a", "ldap://x", "file:///etc/passwd")
    descriptions = [
        x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(name)
        )
        for name in names
    ]
    descriptions.append(
        x509.AccessDescription(
            AuthorityInformationAccessOID.CA_ISSUERS,
            x509.UniformResourceIdentifier("http://ca.example/"),
        )
    )
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        AUTHORITY._builder(CERTIFICATE.subject, PATH[1], key, NOW, 5)
        .add_extension(x509.AuthorityInformationAccess(descriptions), False)
        .sign(ISSUING.key, hashes.SHA256())
    )
    assert addresses(certificate) == names[:2]
    assert addresses(CERTIFICATE) == ()


# OpenSSL on the other side.


def _pem(path: Path, issued: Issued) -> None:
    path.with_suffix(".pem").write_bytes(issued.certificate.public_bytes(Encoding.PEM))
    key = issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.with_suffix(".key").write_bytes(key)


@pytest.mark.parametrize("by_responder", [False, True])
@pytest.mark.parametrize("revoked", [False, True])
def test_openssl_answers_us(tmp_path: Path, by_responder: bool, revoked: bool) -> None:
    _pem(tmp_path / "ca", ISSUING)
    _pem(tmp_path / "signer", responder() if by_responder else ISSUING)
    serial = f"{CERTIFICATE.serial_number:X}"
    serial = serial if len(serial) % 2 == 0 else f"0{serial}"
    row = ["R" if revoked else "V", "281120090000Z", "261118090000Z" if revoked else ""]
    (tmp_path / "index.txt").write_text("\t".join([*row, serial, "unknown", "/CN=x"]) + "\n")
    question = ask(CERTIFICATE, ISSUING.certificate)
    (tmp_path / "q.der").write_bytes(question.der)
    command = ["openssl", "ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner"]
    command += ["signer.pem", "-rkey", "signer.key", "-reqin", "q.der", "-respout", "a.der"]
    command += ["-ndays", "2"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    answer = load_answer((tmp_path / "a.der").read_bytes())
    now = datetime.now(UTC)
    found = check_answer(answer, question, CERTIFICATE, ISSUING.certificate, now)
    assert abs(found.since - now) < timedelta(minutes=5)
    assert found.revoked == (datetime(2026, 11, 18, 9, 0, tzinfo=UTC) if revoked else None)
    assert found.responder == (None if not by_responder else _certificate(tmp_path / "signer.pem"))


def _certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_openssl_reads_our_question(tmp_path: Path) -> None:
    question = ask(CERTIFICATE, ISSUING.certificate)
    (tmp_path / "q.der").write_bytes(question.der)
    command = ["openssl", "ocsp", "-reqin", str(tmp_path / "q.der"), "-req_text"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"{CERTIFICATE.serial_number:X}".lower() in ran.stdout.lower(), ran.stderr


# In a signature.

Change = Callable[[bytes], bytes]
