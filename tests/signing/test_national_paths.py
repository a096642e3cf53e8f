"""National certificates: what they say, whose keys can be used, and the way to the anchor."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from signing import cms_asn1 as form
from signing.certificate import facts, load_certificate, require_usable
from signing.errors import (
    AlgorithmRefused,
    MalformedDocument,
    UntrustedCertificate,
    WrongPurpose,
)
from signing.national import Standard, digest
from signing.revocation import Status, check_path
from signing.trust import Purpose, TrustAnchors
from tests.signing.gost_engine import key_info, public_key_info
from tests.signing.national_key import NationalPrivateKey
from tests.signing.national_people import ANCHORS, AUTHORITY, HOKIMS, OTHERS
from tests.signing.national_pki import DER, NationalAuthority, resign, with_key
from tests.signing.pki import HOKIM, NOW, OFFICER, Authority2, Issued, _usage


@asn1.sequence
class _Contents:
    items: list[asn1.TLV]


def test_what_a_certificate_says() -> None:
    known = facts(HOKIMS.certificate)
    assert known.national
    assert known.usages == ("digitalSignature", "nonRepudiation")
    assert (known.pinfl, known.stir) == HOKIM[1:]
    require_usable(HOKIMS.certificate, NOW)
    classical = facts(Authority2().issue(HOKIM).certificate)
    assert not classical.national
    assert classical.algorithm == "ECDSA P-256"


def test_the_persons_own_inn_is_not_the_organisations() -> None:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, HOKIM[0]),
            x509.NameAttribute(NameOID.USER_ID, "300000009"),
        ]
    )
    key = ec.generate_private_key(ec.SECP256R1())
    builder = AUTHORITY._builder(subject, AUTHORITY.issuing.certificate, key, NOW, 30)
    made = Issued(builder.sign(AUTHORITY.issuing.key, hashes.SHA256()), key)
    known = facts(AUTHORITY.converted(made, AUTHORITY.issuing).certificate)
    assert known.own_inn == "300000009"
    assert known.stir == ""
    assert known.usages == ()


@pytest.mark.parametrize(
    ("info", "error"),
    [
        (
            key_info(
                x509.ObjectIdentifier("1.2.860.3.15.1.1.1.1"), form.tlv(6, b"\x2a\x03"), b"\x04\0"
            ),
            AlgorithmRefused,
        ),
        (
            public_key_info(NationalPrivateKey.make().public_key_info()[-64:], "D"),
            AlgorithmRefused,
        ),
        (public_key_info(bytes(64)), MalformedDocument),
        (public_key_info(bytes(63)), MalformedDocument),
    ],
    ids=["algorithm-1", "set-d", "no-point", "short"],
)
def test_keys_that_cannot_be_used(info: bytes, error: type[Exception]) -> None:
    der = with_key(HOKIMS.certificate.public_bytes(DER), info)
    with pytest.raises(error):
        require_usable(load_certificate(der), NOW)


# Paths


def path_length(certificate: x509.Certificate, *others: x509.Certificate) -> int:
    return len(ANCHORS.path(certificate, (*OTHERS, *others), NOW))


def test_the_path_leads_to_the_anchor() -> None:
    path = ANCHORS.path(HOKIMS.certificate, OTHERS, NOW)
    assert path == (HOKIMS.certificate, *OTHERS, AUTHORITY.root.certificate)
    assert ANCHORS.path(HOKIMS.certificate, OTHERS, NOW) is path
    alone = TrustAnchors((AUTHORITY.root.certificate,))
    with pytest.raises(UntrustedCertificate):
        alone.path(HOKIMS.certificate, (), NOW)
    # What came with a signature helps, but is nobody's anchor.
    with pytest.raises(UntrustedCertificate):
        TrustAnchors((Authority2().root.certificate,)).path(HOKIMS.certificate, path[1:], NOW)


def made(
    issuer: Issued,
    *extensions: tuple[x509.ExtensionType, bool],
    begins: timedelta = timedelta(days=-1),
    days: int = 300,
    name: str = HOKIM[0],
) -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = AUTHORITY._builder(subject, issuer.certificate, key, NOW + begins, days)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return AUTHORITY.converted(Issued(builder.sign(issuer.key, hashes.SHA256()), key), issuer)


CA = (x509.BasicConstraints(ca=True, path_length=None), True)
NO_CA = (x509.BasicConstraints(ca=False, path_length=None), True)
CA_USAGE = (_usage(signing=False, ca=True), True)
EKU = ExtendedKeyUsageOID


@pytest.mark.parametrize(
    "extensions",
    [
        (),
        (NO_CA, CA_USAGE),
        (CA, (_usage(signing=True, ca=False), True)),
        (CA, CA_USAGE, (x509.ExtendedKeyUsage([EKU.SERVER_AUTH]), False)),
        (CA, CA_USAGE, (x509.NameConstraints(None, [x509.DNSName("uz")]), False)),
        (CA, CA_USAGE, (x509.NameConstraints(None, [x509.DNSName("uz")]), True)),
        (CA, CA_USAGE, (x509.PolicyConstraints(0, None), True)),
        (CA, CA_USAGE, (x509.UnrecognizedExtension(EKU.SERVER_AUTH, b"\5\0"), True)),
    ],
    ids=["none", "no-ca", "usage", "purpose", "names", "critical-names", "policies", "unknown"],
)
def test_no_authority(extensions: tuple[tuple[x509.ExtensionType, bool], ...]) -> None:
    between = made(AUTHORITY.root, *extensions, name="Boshqa")
    person = made(between, NO_CA)
    with pytest.raises(UntrustedCertificate):
        path_length(person.certificate, between.certificate)
    allowed = made(AUTHORITY.root, CA, CA_USAGE, name="Boshqa")
    assert path_length(made(allowed, NO_CA).certificate, allowed.certificate) == 3


def test_how_many_may_be_between() -> None:
    limited = made(AUTHORITY.root, (x509.BasicConstraints(ca=True, path_length=0), True), name="0")
    below_it = made(limited, CA, name="1")
    assert path_length(made(limited, NO_CA).certificate, limited.certificate) == 3
    others = (limited.certificate, below_it.certificate)
    with pytest.raises(UntrustedCertificate):
        path_length(made(below_it, NO_CA).certificate, *others)
    one = made(AUTHORITY.root, (x509.BasicConstraints(ca=True, path_length=1), True), name="2")
    below_one = made(one, CA, name="3")
    others = (one.certificate, below_one.certificate)
    assert path_length(made(below_one, NO_CA).certificate, *others) == 4


def test_a_long_path_and_a_circle_end() -> None:
    chain = [made(AUTHORITY.root, CA, name="0")]
    for number in range(1, 8):
        chain.append(made(chain[-1], CA, name=str(number)))
    others = [item.certificate for item in chain]
    assert path_length(made(chain[4], NO_CA).certificate, *others) == 7
    with pytest.raises(UntrustedCertificate):
        path_length(made(chain[7], NO_CA).certificate, *others)
    stranger = NationalAuthority("Milliy")
    lost = stranger.issue(HOKIM).certificate
    ring = [stranger.issuing.certificate, stranger.root.certificate]
    with pytest.raises(UntrustedCertificate):
        path_length(lost, *ring)


def test_every_certificate_must_be_valid_then() -> None:
    over = made(AUTHORITY.root, CA, begins=timedelta(days=-30), days=20, name="Eski")
    person = made(over, NO_CA)
    with pytest.raises(UntrustedCertificate):
        path_length(person.certificate, over.certificate)
    found = AUTHORITY.issue(HOKIM, begins=NOW - timedelta(days=20)).certificate
    for moment in (NOW, NOW - timedelta(days=19)):
        assert len(ANCHORS.path(found, OTHERS, moment)) == 3


@pytest.mark.parametrize("name", ["key", "signature", "digest", "inside", "standard"])
def test_a_certificate_of_nobody(name: str) -> None:
    der = HOKIMS.certificate.public_bytes(DER)
    right = AUTHORITY.keys[AUTHORITY.issuing.certificate]
    other = NationalPrivateKey.make()
    forged = {
        "key": with_key(der, other.public_key_info()),
        "signature": resign(der, other),
        "digest": resign(der, right, digest=digest(b"boshqa")),
        "inside": resign(der, right, inside=Standard.OZMST_2024.signature),
        "standard": resign(der, replace(right, standard=Standard.OZMST_2024)),
    }[name]
    assert path_length(x509.load_der_x509_certificate(resign(der, right))) == 3
    with pytest.raises(UntrustedCertificate):
        path_length(x509.load_der_x509_certificate(forged))


def test_an_authority_signs_no_document_and_purposes_are_kept() -> None:
    with pytest.raises(WrongPurpose):
        path_length(AUTHORITY.issuing.certificate)
    person = made(AUTHORITY.issuing, NO_CA, (x509.ExtendedKeyUsage([EKU.CODE_SIGNING]), True))
    with pytest.raises(WrongPurpose):
        path_length(person.certificate)
    stamps = AUTHORITY.issue(HOKIM, time_stamping=True).certificate
    assert len(ANCHORS.path(stamps, OTHERS, NOW, Purpose.TIME_STAMPS)) == 3


def national_below(issuer: Issued, hashed: hashes.HashAlgorithm, identifier: str) -> Issued:
    """A national key in a certificate that another kind of key signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOKIM[0])])
    begins = NOW - timedelta(days=1)
    builder = AUTHORITY._builder(subject, issuer.certificate, key, begins, 300)
    signed = builder.sign(issuer.key, hashes.SHA256())
    content = asn1.decode_der(_Contents, form.tlv(0x30, signed.tbs_certificate_bytes))
    parts = [form.raw(item) for item in content.items]
    parts[2] = bytes.fromhex(identifier)
    parts[6] = NationalPrivateKey.make().public_key_info()
    tbs = form.tlv(0x30, b"".join(parts))
    if isinstance(issuer.key, rsa.RSAPrivateKey):
        value = issuer.key.sign(tbs, padding.PKCS1v15(), hashed)
    else:
        value = issuer.key.sign(tbs, ec.ECDSA(hashed))
    bits = form.tlv(0x03, b"\0" + value)
    return Issued(x509.load_der_x509_certificate(form.tlv(0x30, tbs + parts[2] + bits)), key)


ECDSA_SHA256 = "300a06082a8648ce3d040302"
RSA_SHA256 = "300d06092a864886f70d01010b0500"
RSA_SHA1 = "300d06092a864886f70d0101050500"


def test_a_national_certificate_of_another_kind_of_authority() -> None:
    classical = Authority2()
    person = national_below(classical.issuing, hashes.SHA256(), ECDSA_SHA256).certificate
    assert facts(person).national
    others = (classical.issuing.certificate,)
    assert len(classical.anchors().path(person, others, NOW)) == 3
    with pytest.raises(UntrustedCertificate):
        ANCHORS.path(person, others, NOW)


def test_another_kind_of_certificate_of_a_national_authority() -> None:
    person = AUTHORITY.issue(HOKIM)
    right = AUTHORITY.keys[AUTHORITY.issuing.certificate]
    info = person.key.public_key().public_bytes(DER, PublicFormat.SubjectPublicKeyInfo)
    der = resign(person.certificate.public_bytes(DER), right, info)
    mixed = x509.load_der_x509_certificate(der)
    assert facts(mixed).algorithm == "ECDSA P-256"
    assert path_length(mixed) == 3
    # Signed by this authority's key, but it names another issuer.
    foreign = Authority2().issue(OFFICER).certificate.public_bytes(DER)
    with pytest.raises(UntrustedCertificate):
        path_length(x509.load_der_x509_certificate(resign(foreign, right)))


@pytest.mark.parametrize(
    ("bits", "hashed", "identifier", "trusted"),
    [
        (2048, hashes.SHA256(), RSA_SHA256, True),
        (1024, hashes.SHA256(), RSA_SHA256, False),
        (2048, hashes.SHA1(), RSA_SHA1, False),
    ],
    ids=["strong", "short-key", "sha-1"],
)
def test_weak_authorities_between(
    bits: int, hashed: hashes.HashAlgorithm, identifier: str, trusted: bool
) -> None:
    key = rsa.generate_private_key(65537, bits)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Oraliq")])
    begins = NOW - timedelta(days=1)
    builder = AUTHORITY._builder(subject, AUTHORITY.root.certificate, key, begins, 300)
    signed = builder.add_extension(*CA).sign(AUTHORITY.root.key, hashes.SHA256())
    der = resign(signed.public_bytes(DER), AUTHORITY.keys[AUTHORITY.root.certificate])
    between = Issued(x509.load_der_x509_certificate(der), key)
    person = national_below(between, hashed, identifier)
    if trusted:
        assert path_length(person.certificate, between.certificate) == 3
    else:
        with pytest.raises(UntrustedCertificate):
            path_length(person.certificate, between.certificate)


# Revocation lists


def test_a_national_list_tells() -> None:
    authority = NationalAuthority()
    person = authority.issue(HOKIM).certificate
    path = authority.anchors().path(person, (authority.issuing.certificate,), NOW)
    assert check_path(path, authority.crls(), NOW).status is Status.GOOD
    authority.revoked[person.serial_number] = NOW - timedelta(days=1)
    assert check_path(path, authority.crls(), NOW).status is Status.REVOKED
    # A list signed by somebody else under the same name says nothing.
    authority.revoked.clear()
    (above, own) = authority.crls()
    assert check_path(path, (above, own), NOW).status is Status.GOOD
    forged = x509.load_der_x509_crl(resign(own.public_bytes(DER), NationalPrivateKey.make()))
    assert check_path(path, (above, forged), NOW).status is Status.UNKNOWN
    classical = Authority2("Milliy")
    assert check_path(path, classical.crls(), NOW).status is Status.UNKNOWN


def test_a_usual_authority_below_a_national_root() -> None:
    """Neither the certificate nor who signed it is national; what is above them is."""
    usual = Authority2("Oddiy")
    above = AUTHORITY.root.certificate
    builder = AUTHORITY._builder(
        usual.issuing.certificate.subject, above, usual.issuing.key, NOW - timedelta(days=9), 900
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
    builder = builder.add_extension(_usage(signing=False, ca=True), True)
    signed = builder.sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    der = resign(signed.public_bytes(DER), AUTHORITY.keys[above])
    between = x509.load_der_x509_certificate(der)
    person = usual.issue(HOKIM).certificate
    assert ANCHORS.path(person, (between,), NOW) == (person, between, above)
    for others in ((), (signed,), (usual.issuing.certificate,)):
        with pytest.raises(UntrustedCertificate):
            TrustAnchors(ANCHORS.anchors).path(person, others, NOW)
