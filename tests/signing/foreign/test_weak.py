"""Weak algorithms by date: a trusted time-stamp from before an algorithm fell still counts.

EN 319 102-1, 5.2.8; the days are those of :mod:`signing.foreign.algorithms`.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from signing import digests
from signing.cms import sign_digest
from signing.cms_asn1 import tlv
from signing.foreign.cms import verify_signature
from signing.report import Report, Verdict
from signing.timestamp import TST_INFO
from signing.trust import TrustAnchors
from tests.signing.foreign import crafted
from tests.signing.foreign.crafted import OCTETS, SEQUENCE, SET, Crafted, algorithm, attribute
from tests.signing.pki import HOKIM, Authority2, Issued

VALID, OPEN = Verdict.VALID, Verdict.INDETERMINATE
MATTER = b"Eski qaror matni\r\n"
JUDGED = datetime(2020, 6, 1, tzinfo=UTC)
SERVER = ("Vaqt serveri", "33333333333333", "200000009")
SHA1, ECDSA_SHA1 = "1.3.14.3.2.26", "1.2.840.10045.4.1"
WEAK, UNPROVEN = "CRYPTO_CONSTRAINTS_FAILURE", "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"


@pytest.fixture(scope="module")
def authority() -> Authority2:
    return Authority2("Eski", datetime(2012, 1, 1, tzinfo=UTC))


def stamped(
    authority: Authority2,
    value: bytes,
    at: datetime,
    hashed: str = "sha256",
    begins: datetime = datetime(2012, 1, 1, tzinfo=UTC),
) -> bytes:
    """A time-stamp token over a signature's value, of a server of this authority."""
    name = {"sha256": crafted.SHA256, "sha1": SHA1}[hashed]
    imprint = algorithm(name) + tlv(OCTETS, hashlib.new(hashed, value).digest())
    parts = (
        asn1.encode_der(1),
        crafted.oid("1.2.3.4"),
        tlv(SEQUENCE, imprint),
        asn1.encode_der(77),
        asn1.encode_der(asn1.GeneralizedTime(at)),
    )
    info = tlv(SEQUENCE, b"".join(parts))
    server = authority.signer(SERVER, time_stamping=True, begins=begins, days=3650)
    digest = digests.of(server.algorithm.hash_name, info)
    return sign_digest(server, digest, signing_time=at, content=info, content_type=TST_INFO)


def sha1_signature(issued: Issued) -> Crafted:
    key = issued.key
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return Crafted(
        issued,
        MATTER,
        attributes=[
            crafted.content_type(),
            crafted.message_digest(MATTER, "sha1"),
            crafted.signing_certificate(issued.certificate),
        ],
        sign=lambda data: key.sign(data, ec.ECDSA(hashes.SHA1())),
        digest=algorithm(SHA1),
        signature=algorithm(ECDSA_SHA1),
    )


def short_signature(issued: Issued) -> Crafted:
    key = issued.key
    assert isinstance(key, rsa.RSAPrivateKey)
    return Crafted(
        issued,
        MATTER,
        sign=lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256()),
        signature=algorithm(crafted.RSA_SHA256),
    )


def judge(
    authority: Authority2,
    made: Crafted,
    *times: datetime,
    server: Authority2 | None = None,
    hashed: str = "sha256",
) -> Report:
    """Verify a signature that was time-stamped at these times."""
    assert made.sign is not None
    value = made.sign(tlv(SET, made.signed))
    tokens = [stamped(server or authority, value, at, hashed) for at in times]
    chain = [made.issued.certificate, authority.issuing.certificate]
    whole = replace(
        made,
        unsigned=[attribute(crafted.TIME_STAMP, item) for item in tokens],
        certificates=chain,
    )
    anchors = TrustAnchors((authority.root.certificate,), (), authority.crls(JUDGED))
    return verify_signature(whole.der(whole.info_of(value)), (), anchors, at=JUDGED)


def day(year: int, month: int = 6, number: int = 1) -> datetime:
    return datetime(year, month, number, 12, tzinfo=UTC)


def told(report: Report) -> tuple[Verdict, set[str]]:
    assert [item.intact for item in report.signatures] == [True]
    return report.verdict, {item.code for item in report.reasons}


def test_sha1_counts_up_to_its_first_collision(authority: Authority2) -> None:
    made = sha1_signature(authority.issue(HOKIM, begins=day(2013), days=3650))
    report = judge(authority, made, day(2017, 2, 22))
    assert told(report) == (VALID, set())
    (signature,) = report.signatures
    assert (signature.level, signature.time, signature.proven) == ("B-T", day(2017, 2, 22), True)
    # Proven too late is not proven (EN 319 102-1, 5.5.4).
    assert told(judge(authority, made, day(2017, 2, 23))) == (OPEN, {UNPROVEN})
    assert told(judge(authority, made)) == (OPEN, {UNPROVEN})
    # The earliest counts, wherever it stands.
    assert told(judge(authority, made, day(2019), day(2016))) == (VALID, set())


@pytest.mark.parametrize(
    ("name", "identifier", "fell"),
    [("sha256", crafted.SHA256, 0), ("sha1", SHA1, 2017), ("md5", "1.2.840.113549.2.5", 2004)],
)
def test_a_weak_hash_by_which_a_signer_names_his_certificate(
    authority: Authority2, name: str, identifier: str, fell: int
) -> None:
    """Of the first version (RFC 2634) SHA-1 is the only one; of the second he chose it."""
    issued = authority.issue(HOKIM, begins=day(2013), days=3650)
    hashed = hashlib.new(name, issued.certificate.public_bytes(Encoding.DER)).digest()
    reference = tlv(SEQUENCE, algorithm(identifier) + tlv(OCTETS, hashed))
    named = attribute("1.2.840.113549.1.9.16.2.47", tlv(SEQUENCE, tlv(SEQUENCE, reference)))
    own = [*crafted.usual(issued, MATTER)[:2], named]
    made = Crafted(issued, MATTER, attributes=own, sign=crafted.signs(issued))
    for year in (2016, 2019):
        weak = 0 < fell <= year
        found = told(judge(authority, made, day(year)))
        assert found == ((OPEN, {UNPROVEN}) if weak else (VALID, set()))
    first = crafted.signing_certificate(issued.certificate, version=1)
    made = Crafted(issued, MATTER, attributes=[*own[:2], first], sign=crafted.signs(issued))
    assert told(judge(authority, made, day(2019))) == (VALID, set())


def test_a_time_stamp_that_proves_nothing_saves_nothing(authority: Authority2) -> None:
    made = sha1_signature(authority.issue(HOKIM, begins=day(2013), days=3650))
    stranger = Authority2("Begona", datetime(2012, 1, 1, tzinfo=UTC))
    verdict, codes = told(judge(authority, made, day(2016), server=stranger))
    assert (verdict, codes) == (OPEN, {"TIMESTAMP", UNPROVEN})
    # An imprint that somebody could have made for two values.
    verdict, codes = told(judge(authority, made, day(2016), hashed="sha1"))
    assert verdict is OPEN
    assert UNPROVEN in codes


def test_a_short_key_stays_open_whatever_the_day(authority: Authority2) -> None:
    """Paths are built with keys of 2048 bits and more; a time-stamp does not help."""
    key = rsa.generate_private_key(65537, 1024)
    made = short_signature(authority.issue(HOKIM, begins=day(2012), days=3650, key=key))
    for year, codes in ((2013, {WEAK}), (2014, {WEAK, UNPROVEN})):
        assert told(judge(authority, made, day(year))) == (OPEN, codes)
    assert UNPROVEN in told(judge(authority, made))[1]
