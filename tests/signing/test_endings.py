"""Algorithms have an end, also where it is still to come (ETSI TS 119 312 V1.5.1)."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from signing.cms_asn1 import tlv
from signing.endings import LEGACY_ENDS, hash_ends, signature_ends
from signing.foreign import algorithms
from signing.foreign.cms import verify_signature
from signing.report import Report, Verdict
from signing.trust import TrustAnchors
from signing.verify import verify_package
from tests.signing.foreign import crafted
from tests.signing.foreign.crafted import SET, Crafted, algorithm, attribute
from tests.signing.foreign.test_weak import MATTER, stamped
from tests.signing.pki import HOKIM, Authority2, make_case

DAY = timedelta(days=1)
BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
JUDGED = datetime(2030, 6, 1, tzinfo=UTC)
UNPROVEN = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
AUTHORITY = Authority2("Kelajak", BEGINS)
RSA = rsa.generate_private_key(65537, 2048)
SHA224 = "2.16.840.1.101.3.4.2.4"


def day(year: int, month: int = 1, number: int = 1) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


def key(kind: str) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind[3:]))
    curves = {"P-192": ec.SECP192R1(), "P-224": ec.SECP224R1(), "P-256": ec.SECP256R1()}
    return ec.generate_private_key(curves[kind])


@pytest.mark.parametrize(
    ("kind", "scheme", "hashed", "ends"),
    [
        ("rsa1024", "rsa-pss", "sha256", day(2014)),
        ("rsa2048", "rsa-pss", "sha256", day(2029)),
        ("rsa2999", "rsa-pss", "sha512", day(2029)),
        ("rsa3000", "rsa-pss", "sha256", None),
        ("rsa3000", "rsa-pss", "sha224", day(2029)),
        ("rsa3000", "rsa-pkcs1", "sha256", day(2029)),
        ("rsa3000", "rsa-pkcs1", "sha1", day(2017, 2, 23)),
        ("P-256", "ecdsa", "sha256", None),
        ("P-256", "ecdsa", "sha224", day(2029)),
        ("P-256", "ecdsa", "sha3_224", day(2029)),
        ("P-256", "ecdsa-plain", "md5", day(2004, 8, 17)),
        ("P-224", "ecdsa", "sha256", day(2021, 10)),
        ("P-192", "ecdsa", "sha256", day(2012, 8)),
    ],
)
def test_the_table(kind: str, scheme: str, hashed: str, ends: datetime | None) -> None:
    certificate = AUTHORITY.issue(HOKIM, key=key(kind)).certificate
    assert signature_ends(scheme, hashed, certificate) == ends
    assert algorithms.Algorithm(scheme, hashed).weak_since(certificate) == ends


def test_hashes_by_themselves() -> None:
    ends = {name: hash_ends(name) for name in ("sha224", "sha3_224", "sha256", "sha3_256")}
    assert ends == {"sha224": LEGACY_ENDS, "sha3_224": LEGACY_ENDS, "sha256": None,
                    "sha3_256": None}  # fmt: skip
    assert algorithms.is_weak("sha1")
    assert not algorithms.is_weak("sha256")
    # Today it still counts; this test ends with it.
    assert algorithms.is_weak("sha224") == (datetime.now(UTC) >= LEGACY_ENDS)


def of_rsa() -> Crafted:
    issued = AUTHORITY.issue(HOKIM, begins=BEGINS, days=3650, key=RSA)
    return Crafted(
        issued,
        MATTER,
        sign=lambda data: RSA.sign(data, padding.PKCS1v15(), hashes.SHA256()),
        signature=algorithm(crafted.RSA_SHA256),
    )


def of_sha224() -> Crafted:
    issued = AUTHORITY.issue(HOKIM, begins=BEGINS, days=3650)
    own = issued.key
    assert isinstance(own, ec.EllipticCurvePrivateKey)
    hashed = hashlib.sha224(MATTER).digest()
    digest = attribute("1.2.840.113549.1.9.4", asn1.encode_der(hashed))
    return Crafted(
        issued,
        MATTER,
        attributes=[
            crafted.content_type(),
            digest,
            crafted.signing_certificate(issued.certificate),
        ],
        sign=lambda data: own.sign(data, ec.ECDSA(hashes.SHA224())),
        digest=algorithm(SHA224),
        signature=algorithm("1.2.840.10045.4.3.1"),
    )


def judged(made: Crafted, *times: datetime, at: datetime = JUDGED) -> Report:
    assert made.sign is not None
    value = made.sign(tlv(SET, made.signed))
    tokens = [stamped(AUTHORITY, value, moment, begins=BEGINS) for moment in times]
    whole = replace(
        made,
        unsigned=[attribute(crafted.TIME_STAMP, item) for item in tokens],
        certificates=[made.issued.certificate, AUTHORITY.issuing.certificate],
    )
    anchors = TrustAnchors((AUTHORITY.root.certificate,), (), AUTHORITY.crls(at))
    return verify_signature(whole.der(whole.info_of(value)), (), anchors, at=at)


@pytest.mark.parametrize("made", [of_rsa(), of_sha224()], ids=["rsa-2048", "sha-224"])
def test_what_is_proven_to_be_older_counts_after_the_end(made: Crafted) -> None:
    def told(*times: datetime, at: datetime = JUDGED) -> tuple[Verdict, set[str]]:
        report = judged(made, *times, at=at)
        return report.verdict, {item.code for item in report.reasons}

    open_still = (Verdict.INDETERMINATE, {UNPROVEN})
    assert told(LEGACY_ENDS - DAY) == (Verdict.VALID, set())
    assert told(LEGACY_ENDS) == open_still
    assert told() == open_still
    assert told(at=LEGACY_ENDS) == open_still
    assert told(at=LEGACY_ENDS - DAY) == (Verdict.VALID, set())


def test_packages_have_the_same_end() -> None:
    case = make_case(key=RSA)
    data = case.package()
    anchors = case.authority.anchors()
    for at, weak in ((LEGACY_ENDS - DAY, False), (LEGACY_ENDS, True)):
        report = verify_package(io.BytesIO(data), anchors, at=at)
        assert (UNPROVEN in {item.code for item in report.reasons}) == weak
