"""What a certificate is for, and what the authorities above it are for."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import ExtendedKeyUsageOID as Usage

from signing.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    MalformedDocument,
    UntrustedCertificate,
    WrongPurpose,
)
from signing.foreign.cms import verify_signature
from signing.report import Verdict
from signing.revocation import Status, check_path
from signing.trust import Purpose, TrustAnchors
from tests.signing.foreign.crafted import Crafted
from tests.signing.pki import HOKIM, NOW, Authority2, Issued, _usage

AUTHORITY = Authority2()
ANCHORS = TrustAnchors((AUTHORITY.root.certificate,))
DOCUMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
MICROSOFT = x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.12")


def made(
    issuer: Issued,
    *usages: x509.ObjectIdentifier,
    critical: bool = True,
    ca: bool = False,
    signing: bool = True,
    constraints: tuple[x509.NameConstraints, bool] | None = None,
) -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOKIM[0])])
    builder = AUTHORITY._builder(subject, issuer.certificate, key, NOW - timedelta(days=1), 300)
    builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), True)
    builder = builder.add_extension(_usage(signing=signing, ca=ca), True)
    if usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical)
    if constraints is not None:
        builder = builder.add_extension(*constraints)
    return Issued(builder.sign(issuer.key, hashes.SHA256()), key)


def path_length(issued: Issued, *between: Issued, purpose: Purpose = Purpose.DOCUMENTS) -> int:
    others = [AUTHORITY.issuing.certificate, *(item.certificate for item in between)]
    return len(ANCHORS.path(issued.certificate, others, NOW, purpose))


@pytest.mark.parametrize(
    "usages",
    [
        (),
        (Usage.ANY_EXTENDED_KEY_USAGE,),
        (Usage.CLIENT_AUTH, Usage.EMAIL_PROTECTION),
        (DOCUMENTS,),
        (MICROSOFT,),
    ],
)
def test_certificates_for_documents(usages: tuple[x509.ObjectIdentifier, ...]) -> None:
    assert path_length(made(AUTHORITY.issuing, *usages)) == 3


@pytest.mark.parametrize("critical", [True, False])
@pytest.mark.parametrize(
    "usages",
    [
        (Usage.SERVER_AUTH,),
        (Usage.SERVER_AUTH, Usage.CLIENT_AUTH),
        (Usage.OCSP_SIGNING,),
        (Usage.TIME_STAMPING,),
        (Usage.CODE_SIGNING, Usage.TIME_STAMPING),
    ],
)
def test_certificates_for_something_else(
    usages: tuple[x509.ObjectIdentifier, ...], critical: bool
) -> None:
    with pytest.raises(WrongPurpose):
        path_length(made(AUTHORITY.issuing, *usages, critical=critical))


@pytest.mark.parametrize(
    "usages",
    [
        (Usage.CLIENT_AUTH,),
        (Usage.CLIENT_AUTH, Usage.SMARTCARD_LOGON),
        (x509.ObjectIdentifier("1.2.860.3.2.2.1.1"),),
        (Usage.CODE_SIGNING, Usage.EMAIL_PROTECTION),
    ],
)
def test_what_is_no_more_than_advice(usages: tuple[x509.ObjectIdentifier, ...]) -> None:
    """Personal certificates carry what a CA's form had; critical, it is kept to the letter."""
    assert path_length(made(AUTHORITY.issuing, *usages, critical=False)) == 3
    if Usage.EMAIL_PROTECTION not in usages:
        with pytest.raises(WrongPurpose):
            path_length(made(AUTHORITY.issuing, *usages))


def test_an_authority_signs_no_document() -> None:
    with pytest.raises(WrongPurpose):
        path_length(made(AUTHORITY.issuing, ca=True, signing=True))
    with pytest.raises(WrongPurpose):
        ANCHORS.path(AUTHORITY.issuing.certificate, (), NOW)


def test_authority_whose_certificate_also_allows_signatures() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOKIM[0])])
    begins = NOW - timedelta(days=1)
    builder = AUTHORITY._builder(subject, AUTHORITY.root.certificate, key, begins, 300)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
    builder = builder.add_extension(_usage(signing=True, ca=False), True)
    certificate = builder.sign(AUTHORITY.root.key, hashes.SHA256())
    with pytest.raises(WrongPurpose):
        ANCHORS.path(certificate, (), NOW)


def test_who_is_an_anchor_may_sign_whatever_else_it_is() -> None:
    """As ``openssl req -x509`` makes it: an authority by default, with no key usage."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOKIM[0])])
    for ca, usage in ((True, None), (False, _usage(signing=True, ca=False))):
        builder = AUTHORITY._builder(subject, None, key, NOW - timedelta(days=1), 300)
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), True)
        builder = builder.add_extension(usage, True) if usage else builder
        certificate = builder.sign(key, hashes.SHA256())
        anchors = TrustAnchors((certificate,))
        path = anchors.path(certificate, (), NOW)
        assert path == (certificate,)
        assert check_path(path, (), NOW).status is Status.GOOD
        with pytest.raises((UntrustedCertificate, WrongPurpose)):
            ANCHORS.path(certificate, (), NOW)
    # One whose key usage says that it only issues, signs nothing all the same.
    with pytest.raises(WrongPurpose):
        ANCHORS.path(AUTHORITY.root.certificate, (), NOW)


@pytest.mark.parametrize("critical", [True, False])
def test_an_authority_for_something_else_helps_nobody(critical: bool) -> None:
    web = made(AUTHORITY.root, Usage.SERVER_AUTH, critical=critical, ca=True, signing=False)
    with pytest.raises(UntrustedCertificate):
        path_length(made(web), web)
    mail = made(AUTHORITY.root, Usage.EMAIL_PROTECTION, critical=critical, ca=True, signing=False)
    assert path_length(made(mail), mail) == 3


@pytest.mark.parametrize("critical", [True, False])
def test_whom_an_authority_may_not_name(critical: bool) -> None:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOKIM[0])])
    without = x509.NameConstraints(None, [x509.DirectoryName(name)])
    bound = made(AUTHORITY.root, ca=True, signing=False, constraints=(without, critical))
    with pytest.raises(UntrustedCertificate):
        path_length(made(bound), bound)


def test_what_one_file_brings_helps_no_other() -> None:
    person = made(AUTHORITY.issuing)
    assert path_length(person) == 3
    with pytest.raises(UntrustedCertificate):
        ANCHORS.path(person.certificate, (), NOW)


def test_time_stamps_have_their_own_authorities() -> None:
    stamps = made(AUTHORITY.root, Usage.TIME_STAMPING, ca=True, signing=False)
    server = made(stamps, Usage.TIME_STAMPING)
    assert path_length(server, stamps, purpose=Purpose.TIME_STAMPS) == 3
    # Found for one purpose, a path is not remembered for the other.
    with pytest.raises(WrongPurpose):
        path_length(server, stamps)
    with pytest.raises(UntrustedCertificate):
        path_length(made(stamps), stamps)
    person = made(AUTHORITY.issuing, Usage.EMAIL_PROTECTION)
    assert path_length(person) == 3
    with pytest.raises(WrongPurpose):
        path_length(person, purpose=Purpose.TIME_STAMPS)


def test_every_file_of_anchors_holds_something(tmp_path: Path) -> None:
    authority = Authority2()
    good, bad, lists = (tmp_path / name for name in ("good.pem", "bad.pem", "lists.pem"))
    authority.write_pem(good)
    bad.write_bytes(b"Bu sertifikat emas")
    lists.write_bytes(b"".join(item.public_bytes(Encoding.PEM) for item in authority.crls()))
    assert TrustAnchors.load([good, lists]).anchors == (authority.root.certificate,)
    # Behind a file with revocation lists too.
    for files in ([bad], [good, bad], [good, lists, bad]):
        with pytest.raises(MalformedDocument, match=r"bad\.pem: no certificate"):
            TrustAnchors.load(files)
    with pytest.raises(MalformedDocument, match=r"zero: more than"):
        TrustAnchors.load([Path("/dev/zero")])


def test_a_file_of_anchors_is_read_to_the_last_block_or_refused(tmp_path: Path) -> None:
    authority = Authority2()
    good = authority.root.certificate.public_bytes(Encoding.PEM)
    crl = authority.crls()[1].public_bytes(Encoding.PEM)
    there = tmp_path / "trust.pem"

    def read(data: bytes) -> tuple[int, int]:
        there.write_bytes(data)
        found = TrustAnchors.load([there])
        return len(found.anchors), len(found.crls)

    text = b"Kimga ishonamiz:\r\n"
    assert read(text + (good + crl).replace(b"\n", b"\r\n") + text) == (1, 1)
    assert read(crl.replace(b"CRL-----\n", b"CRL-----\nFrom: idora\n\n", 1) + good) == (1, 1)
    for der, expected in ((good, (1, 0)), (crl, (0, 1))):
        assert read(base64.b64decode(b"".join(der.splitlines()[1:-1]))) == expected
    lines = crl.splitlines(keepends=True)
    for damaged in (
        good + crl[:-30],
        good + b"".join(lines[:-1]),
        b"".join(lines[:-1]) + good,
        good + b"".join(lines[1:]),
        good + b"".join([*lines[:3], *lines[4:]]),
        good + crl.replace(b"X509 CRL", b"CRL"),
        good + crl.replace(b"BEGIN X509 CRL-----", b"BEGIN X509 CRL -----"),
        good + crl.replace(b"-----END", b"---END"),
        good + crl.replace(lines[2], lines[2][:-3] + b"?\n"),
    ):
        with pytest.raises(MalformedDocument, match=r"trust\.pem: a damaged revocation list"):
            read(damaged)
    for damaged in (crl + good[:-40], good[:200], good[:200] + b"\n" + good, b"0\x80\0"):
        with pytest.raises(MalformedDocument, match=r"trust\.pem: a damaged certificate"):
            read(damaged)
    with pytest.raises(MalformedDocument, match=r"trust\.pem: a damaged OCSP answer"):
        read(good + crl.replace(b"X509 CRL", b"OCSP RESPONSE"))


def test_a_set_of_certificates_is_read_whole_or_refused() -> None:
    chain = [AUTHORITY.issuing.certificate, AUTHORITY.root.certificate]
    der = pkcs7.serialize_certificates(chain, Encoding.DER)
    assert TrustAnchors.parse([("a.p7b", der)]).anchors == (AUTHORITY.root.certificate,)
    version = der.replace(b"\xa0\3\2\1\2", b"\xa0\3\2\1\7", 1)
    assert version != der
    with pytest.raises(MalformedDocument, match=r"a\.p7b: a damaged certificate"):
        TrustAnchors.parse([("a.p7b", version)])


def test_an_anchor_with_one_extension_twice_is_refused(tmp_path: Path) -> None:
    """One reader takes the first, another the last."""
    first, second = (x509.ObjectIdentifier(f"1.2.3.4.{last}") for last in (5, 6))
    builder = AUTHORITY._builder(
        AUTHORITY.root.certificate.subject, None, AUTHORITY.root.key, NOW, 10
    )
    for oid in (first, second):
        builder = builder.add_extension(x509.UnrecognizedExtension(oid, b"\5\0"), False)
    der = builder.sign(AUTHORITY.root.key, hashes.SHA384()).public_bytes(Encoding.DER)
    there = tmp_path / "root.cer"
    there.write_bytes(der)
    assert len(TrustAnchors.load([there]).anchors) == 1
    there.write_bytes(der.replace(b"\x06\x04\x2a\x03\x04\x06", b"\x06\x04\x2a\x03\x04\x05"))
    with pytest.raises(MalformedDocument, match=r"root\.cer: a damaged certificate"):
        TrustAnchors.load([there])


def test_a_path_that_was_found_is_no_path_at_another_time() -> None:
    """The authority between ends before the certificate does; what is remembered is not more."""
    anchors = TrustAnchors((AUTHORITY.root.certificate,))
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Between")])
    builder = AUTHORITY._builder(
        name, AUTHORITY.root.certificate, key, NOW - timedelta(days=2), 10
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
    builder = builder.add_extension(_usage(signing=False, ca=True), True)
    between = Issued(builder.sign(AUTHORITY.root.key, hashes.SHA384()), key)
    signer = made(between).certificate
    assert len(anchors.path(signer, [between.certificate], NOW)) == 3
    with pytest.raises(UntrustedCertificate):
        anchors.path(signer, [between.certificate], NOW + timedelta(days=20))
    with pytest.raises(CertificateExpired):
        anchors.path(signer, [between.certificate], NOW + timedelta(days=400))
    with pytest.raises(CertificateNotYetValid):
        anchors.path(signer, [between.certificate], NOW - timedelta(days=2))
    assert len(anchors.path(signer, [between.certificate], NOW)) == 3


def test_of_several_paths_one_that_stands() -> None:
    """A second root signed the authority too, and took that back; in whatever order they come."""
    second = Authority2("Ikkinchi")
    issuing = AUTHORITY.issuing
    builder = second._builder(
        issuing.certificate.subject,
        second.root.certificate,
        issuing.key,
        NOW - timedelta(days=1),
        300,
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
    builder = builder.add_extension(_usage(signing=False, ca=True), True)
    crossed = builder.sign(second.root.key, hashes.SHA384())
    second.revoked[crossed.serial_number] = NOW - timedelta(days=1)
    lists = (*AUTHORITY.crls(), *second.crls())
    issued = AUTHORITY.issue(HOKIM)
    person = issued.certificate
    roots = (AUTHORITY.root.certificate, second.root.certificate)
    right = (person, issuing.certificate, roots[0])
    wrong = (person, crossed, roots[1])

    def found(anchors: TrustAnchors, *others: x509.Certificate) -> tuple[x509.Certificate, ...]:
        def stands(path: tuple[x509.Certificate, ...]) -> bool:
            return check_path(path, anchors.sources, NOW).status is Status.GOOD

        return anchors.path(person, others, NOW, stands=stands)

    for order in (roots, roots[::-1]):
        anchors = TrustAnchors(order, (), lists)
        for _ in range(2):
            assert found(anchors, crossed) == wrong
            assert found(anchors, crossed, issuing.certificate) == right
            assert found(anchors, issuing.certificate, crossed) == right
            assert found(anchors, issuing.certificate) == right
        for others in ([crossed, issuing.certificate], [issuing.certificate, crossed]):
            signature = Crafted(issued, b"Qaror", certificates=[person, *others]).der()
            fresh = TrustAnchors(order, (), lists)
            assert verify_signature(signature, (), fresh, at=NOW).verdict is Verdict.VALID
    with pytest.raises(UntrustedCertificate):
        found(TrustAnchors(roots, (), lists))
