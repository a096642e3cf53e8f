"""Who may give certificates, lists, answers and time-stamps: each right on its own is needed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.certificate import load_certificate, load_crl, require_usable
from signing.errors import (
    AlgorithmRefused,
    CertificateExpired,
    CertificateNotYetValid,
    MalformedDocument,
    UntrustedCertificate,
    WrongPurpose,
)
from signing.issued import is_signed_by
from signing.memory_key import MemorySigner
from signing.ocsp import load_answer
from signing.revocation import LARGEST, Status, check_path, fits
from signing.signer import SignerCertificate
from signing.timestamp import ask, check_answer, check_token
from signing.trust import TrustAnchors
from tests.signing.ocsp_answers import GOOD, says
from tests.signing.pki import HOKIM, NOW, Authority2, Issued, Key, _usage
from tests.signing.test_revocation import a_list
from tests.signing.test_timestamp import SERVER, stamp

DAY = timedelta(days=1)
AUTHORITY = Authority2()
ROOT, ISSUING = AUTHORITY.root, AUTHORITY.issuing
ANCHORS = TrustAnchors((ROOT.certificate,))
ROOT_LIST = a_list(ROOT, NOW - DAY)


def made(
    issuer: Issued,
    *extensions: x509.ExtensionType,
    person: bool = False,
    key: Key | None = None,
) -> Issued:
    """A certificate with these extensions alone."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    names = [x509.NameAttribute(x509.NameOID.COMMON_NAME, "Kimdir")]
    begins = NOW - DAY
    builder = AUTHORITY._builder(x509.Name(names), issuer.certificate, key, begins, 300)
    if person:
        extensions = (
            x509.BasicConstraints(ca=False, path_length=None),
            _usage(signing=True, ca=False),
        )
    for item in extensions:
        builder = builder.add_extension(item, True)
    return Issued(builder.sign(issuer.key, hashes.SHA256()), key)


CA = x509.BasicConstraints(ca=True, path_length=None)
NO_CA = x509.BasicConstraints(ca=False, path_length=None)
MAY, MAY_NOT = _usage(signing=False, ca=True), _usage(signing=True, ca=False)


@pytest.mark.parametrize(
    ("extensions", "trusted"),
    [
        ((CA, MAY), True),
        ((CA,), True),
        ((NO_CA, MAY), False),
        ((MAY,), False),
        ((), False),
        ((CA, MAY_NOT), False),
        ((CA, MAY, x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])), False),
    ],
)
def test_only_an_authority_gives_certificates(
    extensions: tuple[x509.ExtensionType, ...], trusted: bool
) -> None:
    """Whoever has a certificate has a key that signs; it makes no others (RFC 5280, 6.1.4)."""
    between = made(ROOT, *extensions)
    person = made(between, person=True).certificate
    if trusted:
        assert len(ANCHORS.path(person, [between.certificate], NOW)) == 3
        return
    with pytest.raises(UntrustedCertificate):
        ANCHORS.path(person, [between.certificate], NOW)


def test_a_path_holds_up_to_the_second() -> None:
    person = AUTHORITY.issue(HOKIM).certificate
    begin, end = person.not_valid_before_utc, person.not_valid_after_utc
    second = timedelta(seconds=1)
    others = [ISSUING.certificate]
    for moment in (begin, end):
        require_usable(person, moment)
        assert len(TrustAnchors((ROOT.certificate,)).path(person, others, moment)) == 3
    for moment, error in (
        (begin - second, CertificateNotYetValid),
        (end + second, CertificateExpired),
    ):
        with pytest.raises(error):
            require_usable(person, moment)
        with pytest.raises(error):
            ANCHORS.path(person, others, moment)
    with pytest.raises(WrongPurpose):
        require_usable(AUTHORITY.issue(HOKIM, signing=False).certificate, NOW)
    weak = AUTHORITY.issue(HOKIM, key=rsa.generate_private_key(65537, 1024)).certificate
    with pytest.raises(AlgorithmRefused):
        require_usable(weak, NOW)
    with pytest.raises(AlgorithmRefused):
        ANCHORS.path(weak, others, NOW)


# --- lists -------------------------------------------------------------------------------------


def listed(
    issuer: Issued, hashed: hashes.HashAlgorithm, *extensions: tuple[x509.ExtensionType, bool]
) -> x509.CertificateRevocationList:
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    builder = builder.last_update(NOW - DAY).next_update(NOW + DAY)
    for value, critical in extensions:
        builder = builder.add_extension(value, critical)
    return builder.sign(issuer.key, hashed)  # type: ignore[arg-type] # weak ones are the matter


def status(issuer: Issued, crl: x509.CertificateRevocationList) -> Status:
    person = made(issuer, person=True).certificate
    path = (person, issuer.certificate, ROOT.certificate)
    return check_path(path, (ROOT_LIST, crl), NOW).status


def weakened(
    item: x509.Certificate | x509.CertificateRevocationList, signed: bytes, key: rsa.RSAPrivateKey
) -> bytes:
    """Sign the same by SHA-1: no library does so any more."""
    strong, weak = (
        b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01" + end for end in (b"\x0b", b"\x05")
    )
    changed = signed.replace(strong, weak, 1)
    value = key.sign(changed, padding.PKCS1v15(), hashes.SHA1())
    whole = item.public_bytes(Encoding.DER)
    return whole.replace(signed, changed).replace(strong, weak).replace(item.signature, value)


def test_what_is_signed_by_a_weak_hash_is_nobodys() -> None:
    """Somebody may have made another that has the same (SHAttered, 2017)."""
    issuer = made(ROOT, CA, MAY, key=rsa.generate_private_key(65537, 2048))
    assert isinstance(issuer.key, rsa.RSAPrivateKey)
    strong = listed(issuer, hashes.SHA256())
    weak = load_crl(weakened(strong, strong.tbs_certlist_bytes, issuer.key))
    assert (status(issuer, strong), status(issuer, weak)) == (Status.GOOD, Status.UNKNOWN)
    assert is_signed_by(strong, issuer.certificate)
    assert not is_signed_by(weak, issuer.certificate)
    short = listed(issuer, hashes.SHA224())
    assert short.is_signature_valid(issuer.key.public_key())
    assert not is_signed_by(short, issuer.certificate)
    assert not is_signed_by(strong, ROOT.certificate)
    person = made(issuer, person=True).certificate
    old = load_certificate(weakened(person, person.tbs_certificate_bytes, issuer.key))
    assert is_signed_by(person, issuer.certificate)
    assert not is_signed_by(old, issuer.certificate)
    assert len(ANCHORS.path(person, [issuer.certificate], NOW)) == 3
    with pytest.raises(UntrustedCertificate):
        ANCHORS.path(old, [issuer.certificate], NOW)


def test_only_whom_it_is_allowed_makes_lists() -> None:
    lists_none = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    for usage, said in ((MAY, Status.GOOD), (lists_none, Status.UNKNOWN)):
        issuer = made(ROOT, CA, usage)
        assert status(issuer, listed(issuer, hashes.SHA256())) is said


def test_what_is_critical_in_a_list_must_be_understood() -> None:
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\5\0")
    number = x509.CRLNumber(7)
    for item, critical, said in (
        (unknown, True, Status.UNKNOWN),
        (unknown, False, Status.GOOD),
        (number, True, Status.GOOD),
    ):
        assert status(ISSUING, listed(ISSUING, hashes.SHA256(), (item, critical))) is said


def point(**how: object) -> x509.IssuingDistributionPoint:
    given: dict[str, object] = {
        "full_name": None,
        "relative_name": None,
        "only_contains_user_certs": False,
        "only_contains_ca_certs": False,
        "only_some_reasons": None,
        "indirect_crl": False,
        "only_contains_attribute_certs": False,
    }
    return x509.IssuingDistributionPoint(**{**given, **how})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"only_contains_user_certs": True}, Status.GOOD),
        ({"only_contains_ca_certs": True}, Status.UNKNOWN),
        ({"only_contains_attribute_certs": True}, Status.UNKNOWN),
        ({"indirect_crl": True}, Status.UNKNOWN),
        ({"only_some_reasons": frozenset({x509.ReasonFlags.key_compromise})}, Status.UNKNOWN),
        ({"full_name": [x509.UniformResourceIdentifier("http://a.uz/1")]}, Status.UNKNOWN),
        (
            {
                "relative_name": x509.RelativeDistinguishedName(
                    [x509.NameAttribute(x509.NameOID.COMMON_NAME, "1")]
                )
            },
            Status.UNKNOWN,
        ),
    ],
)
def test_a_list_for_others_says_nothing_of_a_person(how: dict[str, object], said: Status) -> None:
    crl = listed(ISSUING, hashes.SHA256(), (point(**how), True))
    assert status(ISSUING, crl) is said


def test_a_list_for_people_says_nothing_of_an_authority() -> None:
    path = (ISSUING.certificate, ROOT.certificate)
    users = listed(ROOT, hashes.SHA256(), (point(only_contains_user_certs=True), True))
    others = listed(ROOT, hashes.SHA256(), (point(only_contains_ca_certs=True), True))
    assert check_path(path, (users,), NOW).status is Status.UNKNOWN
    assert check_path(path, (others,), NOW).status is Status.GOOD


def test_what_is_small_enough_to_be_embedded() -> None:
    answer = load_answer(says(GOOD).der)
    assert fits(answer)
    # Only its size is looked at.
    object.__setattr__(answer, "der", bytes(LARGEST))
    assert fits(answer)
    object.__setattr__(answer, "der", bytes(LARGEST + 1))
    assert not fits(answer)


# --- time-stamps -------------------------------------------------------------------------------


def server(*usages: x509.ObjectIdentifier) -> MemorySigner:
    extension = (x509.ExtendedKeyUsage(usages),) if usages else ()
    issued = made(ISSUING, NO_CA, MAY_NOT, *extension)
    return MemorySigner(issued.key, SignerCertificate(issued.certificate, (ISSUING.certificate,)))


@pytest.mark.parametrize(
    "usages",
    [
        (),
        (ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CLIENT_AUTH),
        (ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,),
        (ExtendedKeyUsageOID.EMAIL_PROTECTION,),
    ],
)
def test_a_time_stamp_server_does_nothing_else(usages: tuple[x509.ObjectIdentifier, ...]) -> None:
    """RFC 3161, 2.3: its certificate is for time-stamps alone."""
    question = ask(b"value")
    right = stamp(server(ExtendedKeyUsageOID.TIME_STAMPING), question)
    assert check_answer(right, question, b"value", ANCHORS).time == NOW
    with pytest.raises(WrongPurpose):
        check_answer(stamp(server(*usages), question), question, b"value", ANCHORS)


def test_times_that_nobody_reckons_with() -> None:
    question = ask(b"value")
    old = AUTHORITY.signer(SERVER, time_stamping=True)
    answer = stamp(old, question, datetime(9999, 12, 31, 23, tzinfo=UTC))
    with pytest.raises(MalformedDocument, match="time"):
        check_answer(answer, question, b"value", ANCHORS)


def test_a_refusal_with_a_token_is_a_refusal() -> None:
    """A status that says no, and a time-stamp behind it all the same (RFC 3161, 2.4.2)."""
    question = ask(b"value")
    answer = stamp(AUTHORITY.signer(SERVER, time_stamping=True), question)
    granted = bytes.fromhex("3003020100")
    assert granted in answer
    for number in (0, 1):
        changed = answer.replace(granted, bytes.fromhex("30030201") + bytes([number]), 1)
        assert check_answer(changed, question, b"value", ANCHORS).time == NOW
    with pytest.raises(MalformedDocument, match="status 2"):
        check_answer(
            answer.replace(granted, bytes.fromhex("3003020102"), 1), question, b"value", ANCHORS
        )


def test_a_time_stamp_is_of_its_own_kind() -> None:
    from signing.cms import build_signed_data

    other = build_signed_data(AUTHORITY.signer(SERVER, time_stamping=True), b"value")
    with pytest.raises(MalformedDocument, match="not a time-stamp"):
        check_token(other, b"value", ANCHORS)
