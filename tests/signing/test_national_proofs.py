"""OCSP answers, time-stamps and revocation lists signed by national keys, of either standard."""

from __future__ import annotations

from contextlib import suppress

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.certificate import load_crl
from signing.cms import decode
from signing.cms_asn1 import raw
from signing.errors import (
    MalformedDocument,
    SignatureCheckFailed,
    SigningError,
    UntrustedCertificate,
)
from signing.national import Standard
from signing.ocsp import OcspAnswer, load_answer
from signing.ocsp import ask as ask_status
from signing.ocsp import check_answer as check_status
from signing.revocation import Status, check_path
from signing.timestamp import TST_INFO, ask, check_answer, check_token
from tests.signing.national_answers import (
    DAY,
    GOOD,
    REVOKED,
    Responder,
    responder,
    says,
)
from tests.signing.national_key import NationalPrivateKey
from tests.signing.national_pki import DER, NationalAuthority
from tests.signing.pki import HOKIM, NOW
from tests.signing.test_timestamp import SERVER, stamp

OCSP_SIGNING = ExtendedKeyUsageOID.OCSP_SIGNING
AUTHORITIES = {
    Standard.OZDST_2009: NationalAuthority(),
    Standard.OZMST_2024: NationalAuthority(standard=Standard.OZMST_2024),
}
PEOPLE = {standard: item.issue(HOKIM).certificate for standard, item in AUTHORITIES.items()}


@pytest.fixture(params=Standard, ids=lambda item: item.name)
def authority(request: pytest.FixtureRequest) -> NationalAuthority:
    return AUTHORITIES[request.param]


def hokim(authority: NationalAuthority) -> x509.Certificate:
    return PEOPLE[authority.standard]


def status(authority: NationalAuthority, answer: OcspAnswer) -> Status:
    path = (hokim(authority), authority.issuing.certificate, authority.root.certificate)
    return check_path(path, (authority.crls()[0], answer), NOW).status


@pytest.mark.parametrize("encoding", ocsp.OCSPResponderEncoding)
def test_the_issuer_answers(
    authority: NationalAuthority, encoding: ocsp.OCSPResponderEncoding
) -> None:
    person = hokim(authority)
    good = says(authority, person, GOOD, encoding=encoding)
    assert good.parsed.signature_algorithm_oid == authority.standard.signature
    assert status(authority, good) is Status.GOOD
    revoked = says(authority, person, REVOKED, encoding=encoding)
    assert status(authority, revoked) is Status.REVOKED


def test_whom_it_gave_that_task(authority: NationalAuthority) -> None:
    person = hokim(authority)
    by = responder(authority, OCSP_SIGNING)
    assert status(authority, says(authority, person, by=by)) is Status.GOOD
    for other in (
        responder(authority, ExtendedKeyUsageOID.CODE_SIGNING),
        responder(authority, OCSP_SIGNING, by=authority.root),
        responder(NationalAuthority("Milliy", authority.standard), OCSP_SIGNING),
    ):
        assert status(authority, says(authority, person, by=other)) is Status.UNKNOWN


def test_nobody_else_is_heard(authority: NationalAuthority) -> None:
    other = NationalPrivateKey.make("A", authority.standard)
    stranger = Responder(authority.issuing.certificate, other)
    for word in (GOOD, REVOKED):
        answer = says(authority, hokim(authority), word, by=stranger)
        assert status(authority, answer) is Status.UNKNOWN


@pytest.mark.parametrize("delegated", [False, True])
def test_no_changed_byte_of_an_answer_is_heard(
    authority: NationalAuthority, delegated: bool
) -> None:
    by = responder(authority, OCSP_SIGNING) if delegated else None
    answer = says(authority, hokim(authority), by=by)
    assert status(authority, answer) is Status.GOOD
    value = answer.der.index(answer.parsed.signature)
    said = answer.der.index(answer.parsed.tbs_response_bytes)
    end = said + len(answer.parsed.tbs_response_bytes)
    for place in (*range(said, end, 17), *range(value, value + 64, 13)):
        changed = bytearray(answer.der)
        changed[place] ^= 4
        try:
            other = load_answer(bytes(changed))
        except MalformedDocument:
            continue
        assert status(authority, other) is Status.UNKNOWN, place


def test_a_question_of_a_national_certificate_is_answered(authority: NationalAuthority) -> None:
    person, issuer = hokim(authority), authority.issuing.certificate
    question = ask_status(person, issuer)
    asked = ocsp.load_der_ocsp_request(question.der)
    assert asked.serial_number == person.serial_number
    answer = says(authority, person, nonce=question.nonce)
    check_status(answer, question, person, issuer, NOW)
    with pytest.raises(MalformedDocument):
        check_status(says(authority, person, nonce=bytes(16)), question, person, issuer, NOW)


def test_a_national_time_stamp(authority: NationalAuthority) -> None:
    server = authority.signer(SERVER, time_stamping=True)
    question = ask(b"qiymat")
    found = check_answer(stamp(server, question), question, b"qiymat", authority.anchors())
    assert (found.time, found.server) == (NOW, SERVER[0])
    stranger = NationalAuthority(standard=authority.standard).signer(SERVER, time_stamping=True)
    with pytest.raises(UntrustedCertificate):
        check_answer(stamp(stranger, question), question, b"qiymat", authority.anchors())
    with pytest.raises(SignatureCheckFailed):
        check_answer(stamp(server, question), question, b"boshqa", authority.anchors())


def test_no_changed_byte_of_a_time_stamp_counts(authority: NationalAuthority) -> None:
    server = authority.signer(SERVER, time_stamping=True)
    question = ask(b"qiymat")
    made = check_answer(stamp(server, question), question, b"qiymat", authority.anchors())
    assert check_token(made.token, b"qiymat", authority.anchors()).time == NOW
    (info,) = decode(made.token).signers.as_list()
    assert info.signed_attributes is not None
    certificate = server.identity.certificate.public_bytes(DER)
    content = asn1.encode_der(TST_INFO)
    begins = made.token.index(content) + len(content)
    first = made.token.index(certificate)
    signed = made.token.index(b"".join(map(raw, info.signed_attributes)))
    value = made.token.index(info.signature)
    accepted = []
    for place in (
        *range(begins, first, 11),
        *range(first, first + len(certificate), 41),
        *range(signed, value - 20, 11),
        *range(value, value + 64, 13),
    ):
        changed = bytearray(made.token)
        changed[place] ^= 4
        with suppress(SigningError):
            accepted.append((place, check_token(bytes(changed), b"qiymat", authority.anchors())))
    assert accepted == []


def test_no_changed_byte_of_a_list_counts(authority: NationalAuthority) -> None:
    person = hokim(authority)
    path = (person, authority.issuing.certificate, authority.root.certificate)
    authority.revoked[person.serial_number] = NOW - DAY
    try:
        (above, own) = authority.crls()
    finally:
        authority.revoked.clear()
    assert check_path(path, (above, own), NOW).status is Status.REVOKED
    der = own.public_bytes(DER)
    for place in range(4, len(der), 11):
        changed = bytearray(der)
        changed[place] ^= 4
        try:
            told = check_path(path, (above, load_crl(bytes(changed))), NOW)
        except SigningError:
            continue
        assert told.status is Status.UNKNOWN, place
