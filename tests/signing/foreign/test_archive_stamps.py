"""Archive time-stamps of anybody, of another time, and over nothing; lists that are missing."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms_asn1 import tlv
from signing.foreign.cms import verify_signature
from signing.report import Report
from signing.trust import TrustAnchors
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import add_unsigned
from tests.signing.foreign.crafted import OCTETS, SEQUENCE, SET, Crafted, attribute
from tests.signing.foreign.test_stamps import (
    ANCHORS,
    AUTHORITY,
    MATTER,
    PERSON,
    SHA1,
    STRANGER,
    VALID,
    token,
)
from tests.signing.pki import NOW

MINUTE = timedelta(minutes=1)
FIRST = NOW - 30 * MINUTE
REVOCATION_VALUES, ARCHIVE, INDEX = (
    "1.2.840.113549.1.9.16.2.24",
    "0.4.0.1733.2.4",
    "0.4.0.1733.2.5",
)
HASHES = {"md5": "1.2.840.113549.2.5", "sha1": SHA1, "sha256": crafted.SHA256}
CHAIN = [PERSON.certificate, AUTHORITY.issuing.certificate]


def long_term(
    lists: tuple[x509.CertificateRevocationList, ...] = ANCHORS.crls, *more: x509.Certificate
) -> tuple[Crafted, bytes]:
    made = Crafted(PERSON, MATTER, certificates=[*CHAIN, *more])
    value = crafted.signs(PERSON)(tlv(SET, made.signed))
    kept = b"".join(item.public_bytes(Encoding.DER) for item in lists)
    made.unsigned = [
        attribute(crafted.TIME_STAMP, token(value, at=FIRST)),
        attribute(REVOCATION_VALUES, tlv(SEQUENCE, tlv(0xA0, tlv(SEQUENCE, kept)))),
    ]
    return made, value


def judge(made: Crafted, value: bytes, anchors: TrustAnchors = ANCHORS) -> Report:
    return verify_signature(made.der(made.info_of(value)), (), anchors, at=NOW)


def archived(kept: int = 3, stamps: int = 2, listed: str = "", **how: object) -> Report:
    """``kept``: which parts the index has, by bits; ``stamps``: of how many attributes.

    ``listed`` is the hash of the index, if it names one.
    """
    made, value = long_term()
    named: tuple[list[bytes], ...] = (
        [item.public_bytes(Encoding.DER) for item in CHAIN] * (kept & 1),
        [],
        list(made.unsigned[2 - stamps :]) * (kept >> 1),
    )
    hashed = [
        b"".join(tlv(OCTETS, hashlib.new(listed or "sha256", item).digest()) for item in items)
        for items in named
    ]
    name = crafted.algorithm(HASHES[listed]) if listed else b""
    index = tlv(SEQUENCE, name + b"".join(tlv(SEQUENCE, item) for item in hashed))
    parts = bytes(asn1.decode_der(asn1.TLV, made.info_of(value)).data)
    covered = crafted.oid(crafted.DATA) + hashlib.sha256(MATTER).digest()
    covered += parts[: parts.index(tlv(OCTETS, value)) + len(tlv(OCTETS, value))] + index
    made_by = token(covered, **how)  # type: ignore[arg-type]  # as it wants them
    stamp = attribute(ARCHIVE, add_unsigned(made_by, attribute(INDEX, index)))
    return judge(replace(made, unsigned=[*made.unsigned, stamp]), value)


def test_the_right_one_is_right() -> None:
    report = archived()
    assert (report.verdict, report.signatures[0].level) == (VALID, "B-LTA")
    assert report.signatures[0].time == FIRST


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"by": STRANGER}, "NO_CERTIFICATE_CHAIN_FOUND"),
        ({"by": PERSON}, "CHAIN_CONSTRAINTS_FAILURE"),
        ({"at": FIRST - MINUTE}, "TIMESTAMP_ORDER_FAILURE"),
        ({"at": NOW - timedelta(days=9000)}, "NOT_YET_VALID"),
        ({"at": NOW + timedelta(days=9000)}, "OUT_OF_BOUNDS_NO_POE"),
        ({"at": NOW + timedelta(days=200)}, "TIMESTAMP_ORDER_FAILURE"),
    ],
)
def test_one_that_proves_nothing_is_told_and_raises_no_level(
    how: dict[str, object], why: str
) -> None:
    if how.get("by") is PERSON:
        how = {**how, "signature": crafted.algorithm(crafted.ECDSA_SHA256)}
    report = archived(**how)  # type: ignore[arg-type]  # as it wants them
    (only,) = report.signatures
    assert (only.level, only.intact, only.time) == ("B-LT", True, FIRST)
    assert [(item.code, item.detail, item.failed) for item in report.reasons] == [
        ("TIMESTAMP", why, False)
    ]


@pytest.mark.parametrize("listed", ["sha1", "md5"])
def test_an_index_of_a_weak_hash_proves_nothing(listed: str) -> None:
    """What it names could be another thing of the same digest by now."""
    good, weak = archived(listed="sha256"), archived(listed=listed)
    assert (good.verdict, good.signatures[0].level) == (VALID, "B-LTA")
    assert weak.signatures[0].level == "B-LT"
    assert [(item.code, item.detail, item.failed) for item in weak.reasons] == [
        ("TIMESTAMP", "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", False)
    ]


@pytest.mark.parametrize(("kept", "stamps"), [(0, 2), (1, 2), (2, 2), (3, 1)])
def test_an_index_without_what_it_is_for_covers_nothing(kept: int, stamps: int) -> None:
    report = archived(kept, stamps)
    assert (report.verdict, report.signatures[0].level) == (VALID, "B-LT")


def test_who_is_above_all_that_came_along_is_asked_too() -> None:
    """Whether the root is in the file or only among the anchors."""
    of_root, of_issuing = ANCHORS.crls
    root = AUTHORITY.root.certificate
    for more in ((), (root,)):
        for lists, level in (((of_root, of_issuing), "B-LT"), ((of_issuing,), "B-T")):
            found = judge(*long_term(lists, *more))
            assert (found.verdict, found.signatures[0].level) == (VALID, level)
    # Of whom nobody knows who is above him, nobody can say more.
    assert judge(*long_term(), TrustAnchors(())).signatures[0].level == "B-T"
    assert judge(*long_term(ANCHORS.crls, root), TrustAnchors(())).signatures[0].level == "B-LT"
