"""Packages and signatures with the national algorithms."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.asymmetric import ec

from signing import cms_asn1 as form
from signing.algorithms import read_signature_algorithm, signature_identifier
from signing.cms import build_signed_data, decode
from signing.cms_verify import check_cms
from signing.errors import (
    AlgorithmRefused,
    MalformedDocument,
    SignatureCheckFailed,
)
from signing.memory_key import MemorySigner
from signing.national import Standard
from signing.national.parameters import ALGORITHM_1_SIGNATURE
from signing.report import Report, Verdict
from signing.signer import SignatureAlgorithm, SignerCertificate
from signing.trust import TrustAnchors
from signing.verify import verify_package
from tests.signing.gost_engine import Engine
from tests.signing.national_key import NationalPrivateKey
from tests.signing.national_people import AUTHORITY, HOKIMS
from tests.signing.national_pki import NationalAuthority
from tests.signing.pki import HOKIM, NOW, Authority2, Case, make_case

CONTENT = b"Hokim qarori"


@pytest.fixture(scope="module")
def case() -> Case:
    return make_case(authority=NationalAuthority())


@pytest.fixture(scope="module")
def package(case: Case) -> bytes:
    return case.package(pdf_profile=False)


def judge(case: Case, data: bytes) -> Report:
    return verify_package(io.BytesIO(data), case.authority.anchors(), at=NOW)


def codes(report: Report) -> set[str]:
    return {reason.code for reason in report.reasons}


def test_a_package_is_valid(case: Case, package: bytes) -> None:
    report = judge(case, package)
    assert report.verdict is Verdict.VALID, report.reasons
    (main,) = [item for item in report.signatures if item.scope == "package"]
    assert main.algorithm == "ozdst1092-ozdst1106"
    assert main.signer is not None
    assert main.signer.national
    assert main.signer.algorithm == "O'z DSt 1092:2009 algorithm 2, set A"
    stranger = verify_package(io.BytesIO(package), TrustAnchors(()), at=NOW)
    assert stranger.verdict is Verdict.INDETERMINATE


def test_the_names_of_2024() -> None:
    case = make_case(authority=NationalAuthority(standard=Standard.OZMST_2024, sets="CB"))
    report = judge(case, case.package(pdf_profile=False))
    assert report.verdict is Verdict.VALID, report.reasons
    assert {item.algorithm for item in report.signatures} == {"ozmst286-ozmst285"}


def test_with_a_pdf_signature_too(case: Case) -> None:
    """Viewers cannot check it, so it is off by default; what is made is right all the same."""
    assert judge(case, case.package(pdf_profile=True)).verdict is Verdict.VALID


@pytest.mark.parametrize("part", [b"%PDF", b"tuman hokimligi", b"ASiCManifest"])
def test_one_changed_byte(case: Case, package: bytes, part: bytes) -> None:
    place = package.rindex(part) if part in package else len(package) // 2
    changed = bytearray(package)
    changed[place] ^= 1
    assert judge(case, bytes(changed)).verdict is Verdict.INVALID


def test_every_byte_of_the_value_and_the_attributes(case: Case) -> None:
    signer = case.hokim
    signature = build_signed_data(signer, CONTENT, signing_time=NOW)
    value = check_cms(signature, CONTENT).value
    start = signature.rindex(value)
    (info,) = decode(signature).signers.as_list()
    assert info.signed_attributes is not None
    attributes = b"".join(form.raw(item) for item in info.signed_attributes)
    first = signature.index(attributes)
    for place in (*range(start, start + 64, 7), *range(first, first + len(attributes), 11)):
        changed = bytearray(signature)
        changed[place] ^= 4
        with pytest.raises((SignatureCheckFailed, MalformedDocument, AlgorithmRefused)):
            check_cms(bytes(changed), CONTENT)


def test_openssl_accepts_the_value(engine: Engine, case: Case) -> None:
    """The engine does not know the national identifiers, so it is given digest and point."""
    signature = build_signed_data(case.hokim, CONTENT, signing_time=NOW)
    (info,) = decode(signature).signers.as_list()
    assert info.signed_attributes is not None
    attributes = b"".join(sorted(form.raw(item) for item in info.signed_attributes))
    (hashed,) = engine.digests([form.tlv(0x31, attributes)])
    point = _key_of(case).public_key_info()[-64:]
    russian = engine.public_key(point)
    assert engine.accepts(russian, hashed, info.signature, public=True)
    assert not engine.accepts(russian, hashed[::-1], info.signature, public=True)
    (of_content,) = engine.digests([CONTENT])
    assert of_content in signature


def _key_of(case: Case) -> NationalPrivateKey:
    authority = case.authority
    assert isinstance(authority, NationalAuthority)
    return authority.keys[case.hokim.identity.certificate]


def test_identifiers_are_written_with_null() -> None:
    signer = AUTHORITY.signer(HOKIM)
    (info,) = decode(build_signed_data(signer, CONTENT)).signers.as_list()
    for written, dotted in (
        (info.digest_algorithm, "1.2.860.3.15.1.3.2.1.1"),
        (info.signature_algorithm, "1.2.860.3.15.1.1.2.2.2.2"),
    ):
        oid, parameters = written
        assert oid.parse(x509.ObjectIdentifier).dotted_string == dotted
        assert form.raw(parameters) == b"\x05\x00"


# Identifiers that do not belong together


class Pretending(MemorySigner):
    """Signs with a classical key and calls it something else."""

    @property
    def algorithm(self) -> SignatureAlgorithm:
        return SignatureAlgorithm.OZDST_1092

    def sign(self, data: bytes) -> bytes:
        del data
        return bytes(63) + b"\1"


def test_a_national_signature_by_another_kind_of_key() -> None:
    issued = Authority2().issue(HOKIM)
    signer = Pretending(issued.key, SignerCertificate(issued.certificate))
    with pytest.raises(SignatureCheckFailed) as caught:
        check_cms(build_signed_data(signer, CONTENT), CONTENT)
    assert caught.value.reasons == ("SIG_CRYPTO_FAILURE",)


def test_another_signature_by_a_national_key() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    signer = MemorySigner(key, SignerCertificate(HOKIMS.certificate))
    with pytest.raises(SignatureCheckFailed) as caught:
        check_cms(build_signed_data(signer, CONTENT), CONTENT)
    assert caught.value.reasons == ("SIG_CRYPTO_FAILURE",)


OIDS = {
    "signature": bytes.fromhex("060b2a865c030f010102020202"),
    "signature of 2024": bytes.fromhex("060b2a865c030f020102020202"),
    "hash": bytes.fromhex("060a2a865c030f0103020101"),
    "hash of 2024": bytes.fromhex("060a2a865c030f0203020101"),
}


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("signature", "signature of 2024", "O'zMSt 286-2024 over a ozdst1106 digest"),
        ("hash", "hash of 2024", "O'z DSt 1092:2009 algorithm 2 over a ozmst285 digest"),
    ],
)
def test_names_of_two_standards_in_one_signature(old: str, new: str, name: str) -> None:
    signature = build_signed_data(AUTHORITY.signer(HOKIM), CONTENT)
    head, found, tail = signature.rpartition(OIDS[old])
    assert found, "the identifier as it is encoded"
    changed = head + OIDS[new] + tail
    if old == "hash":
        changed = signature.replace(OIDS[old], OIDS[new])
    with pytest.raises(AlgorithmRefused) as caught:
        check_cms(changed, CONTENT)
    assert caught.value.name == name


@asn1.sequence
class _Holder:
    identifier: list[asn1.TLV]


@pytest.mark.parametrize("scheme", ["rsa-pkcs1", "rsa-pss", "ecdsa"])
def test_no_other_scheme_signs_a_national_hash(scheme: str) -> None:
    """Also where the identifier of the signature names no hash, as rsaEncryption does."""
    written = signature_identifier(SignatureAlgorithm(f"{scheme}-sha256"))
    identifier = asn1.decode_der(_Holder, form.tlv(0x30, written)).identifier
    assert read_signature_algorithm(identifier, "sha256").scheme == scheme
    with pytest.raises(AlgorithmRefused) as caught:
        read_signature_algorithm(identifier, "ozdst1106")
    assert caught.value.name.startswith(scheme)


def test_algorithm_1_is_refused_by_name() -> None:
    signature = build_signed_data(AUTHORITY.signer(HOKIM), CONTENT)
    first = OIDS["signature"].replace(b"\1\1\2\2\2\2", b"\1\1\1\2\2\2")
    changed = signature.replace(OIDS["signature"], first)
    assert changed != signature
    assert ALGORITHM_1_SIGNATURE.dotted_string == "1.2.860.3.15.1.1.1.2.2.2"
    with pytest.raises(AlgorithmRefused) as caught:
        check_cms(changed, CONTENT)
    assert caught.value.name == "O'z DSt 1092:2009 algorithm 1"


# Certificates


def test_a_revoked_signer(case: Case) -> None:
    authority = case.authority
    package = case.package(pdf_profile=False, crls=False)
    serial = case.hokim.identity.certificate.serial_number
    authority.revoked[serial] = NOW - timedelta(days=1)
    try:
        report = judge(case, package)
    finally:
        del authority.revoked[serial]
    assert report.verdict is Verdict.INDETERMINATE
    assert "REVOKED_NO_POE" in codes(report)


def test_a_signer_of_another_office(case: Case) -> None:
    stranger = replace(case, hokim=case.authority.signer((HOKIM[0], "33333333333333", HOKIM[2])))
    report = judge(case, stranger.package(pdf_profile=False))
    assert "SIGNER_MISMATCH" in codes(report)
