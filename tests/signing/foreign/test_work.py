"""What one verification may cost: counted for the whole file, and asked once."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from signing import work
from signing.cms_asn1 import tlv
from signing.cms_verify import check_cms
from signing.errors import AlgorithmRefused, DocumentTooLarge
from signing.flaws import Flaw
from signing.foreign.cms import verify_signature
from signing.foreign.contents import Content
from signing.issued import is_signed_by
from signing.public_key import facts_of
from signing.report import Report, Verdict
from signing.verify_any import verify_stream
from signing.work import Work
from tests.signing.foreign.crafted import NULL, SEQUENCE, Crafted, attribute
from tests.signing.foreign.test_asic import Made, manifest
from tests.signing.foreign.test_stamps import ANCHORS, AUTHORITY, MATTER, PERSON, token
from tests.signing.pki import NOW

CHAIN = (PERSON.certificate, AUTHORITY.issuing.certificate)
VALUES, VERSION_2 = "1.2.840.113549.1.9.16.2.24", "1.2.840.113549.1.9.16.2.48"
TOO_LONG, OVERSIZED = ("NOT_EXAMINED too_long",), ("NOT_EXAMINED oversized",)


def told(report: Report) -> tuple[str, ...]:
    return tuple(f"{item.code} {item.detail}" for item in report.reasons)


def judge(made: Crafted) -> Report:
    return verify_signature(made.der(), (), ANCHORS, at=NOW)


def bounded(units: int, action: Callable[[], Report]) -> Report:
    """With another budget."""
    before = work.UNITS
    work.UNITS = units
    try:
        return action()
    finally:
        work.UNITS = before


def test_one_budget_for_all_signatures_of_a_file() -> None:
    made = Crafted(PERSON, MATTER, certificates=CHAIN)
    assert judge(made).verdict is Verdict.VALID
    report = bounded(100, lambda: judge(made))
    assert (report.verdict, report.signatures, told(report)) == (
        Verdict.INDETERMINATE,
        (),
        TOO_LONG,
    )


def test_what_is_broken_is_not_called_so_where_nothing_is_concluded() -> None:
    made = Crafted(PERSON, MATTER, certificates=CHAIN, sign=lambda _: b"\1" * 70)
    assert judge(made).verdict is Verdict.INVALID
    assert told(bounded(10, lambda: judge(made))) == TOO_LONG


def test_once_over_it_stays_over() -> None:
    spent = Work(10)
    spent.spend(10)
    for units in (1, 0):
        with pytest.raises(DocumentTooLarge):
            spent.spend(units)
    assert spent.over is Flaw.TOO_LONG
    limited = Work(10_000_000)
    limited.limit(2.0)
    limited.spend(2_000_000)
    with pytest.raises(DocumentTooLarge):
        limited.spend(1)


def test_what_was_found_is_not_looked_for_again() -> None:
    asked: list[int] = []

    def find() -> bool:
        asked.append(1)
        return False

    known, one, other = Work(1), object(), object()
    for items, key in (((one,), 1), ((one,), 1), ((other,), 1), ((one,), 2)):
        assert known.remember(items, key, find) is False
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("bits", "exponent", "name"),
    [
        (8192, 65537, ""),
        (8193, 65537, "RSA 8193"),
        (2048, (1 << 32) - 5, ""),
        (2048, (1 << 32) + 15, "RSA 2048 (e ≥ 2^32)"),
    ],
)
def test_keys_that_nobody_has(bits: int, exponent: int, name: str) -> None:
    modulus = (1 << (bits - 1)) | 0xABCDEF01
    facts = facts_of(rsa.RSAPublicNumbers(exponent, modulus).public_key())
    if name:
        with pytest.raises(AlgorithmRefused, match=re.escape(name)):
            facts.require_usable()
        assert (facts.name, facts.usable) == (name, False)
    else:
        facts.require_usable()


def of_size(bits: int) -> x509.Certificate:
    """An authority's by its own word, with a key whose parts nobody knows."""
    key = rsa.RSAPublicNumbers(65537, (1 << (bits - 1)) | 0xABCDEF01).public_key()
    begins = AUTHORITY.issuing.certificate.not_valid_before_utc
    return (
        x509.CertificateBuilder()
        .subject_name(PERSON.certificate.issuer)
        .issuer_name(PERSON.certificate.issuer)
        .public_key(key)
        .serial_number(7)
        .not_valid_before(begins)
        .not_valid_after(AUTHORITY.issuing.certificate.not_valid_after_utc)
        .sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    )


def test_a_key_of_16384_bits_issues_nothing_and_costs_nothing() -> None:
    large = of_size(16384)
    assert not is_signed_by(PERSON.certificate, large)
    made = Crafted(PERSON, MATTER, certificates=(*CHAIN, large))
    assert judge(made).verdict is Verdict.VALID


def test_more_lists_than_anybody_brings() -> None:
    one = ANCHORS.crls[0].public_bytes(Encoding.DER)

    def bringing(count: int) -> Crafted:
        made = Crafted(PERSON, MATTER, certificates=CHAIN)
        lists = tlv(SEQUENCE, tlv(0xA0, tlv(SEQUENCE, one * count)))
        made.unsigned = [attribute(VALUES, lists)]
        return made

    assert judge(bringing(128)).verdict is Verdict.VALID
    assert told(judge(bringing(129))) == OVERSIZED


def test_what_is_read_is_counted() -> None:
    """Thirty-six signatures with 90,000 attributes each took more than 74 s and 4 GB."""
    made = Crafted(PERSON, MATTER, certificates=CHAIN)
    assert bounded(10_000, lambda: judge(made)).verdict is Verdict.VALID
    made.unsigned = [attribute("1.2.3", NULL)] * 500
    assert judge(made).verdict is Verdict.VALID
    assert told(bounded(10_000, lambda: judge(made))) == TOO_LONG


def test_attributes_beyond_count_are_told_once() -> None:
    """Sixty thousand of an answer were as many reasons."""
    made = Crafted(PERSON, MATTER, certificates=CHAIN)
    made.unsigned = [attribute(f"1.2.3.{number}", NULL) for number in range(70)]
    report = verify_stream(io.BytesIO(made.der()), ANCHORS, at=NOW)
    assert report.verdict is Verdict.INDETERMINATE
    assert len(report.reasons) == 65
    assert told(report)[0] == "UNSIGNED_BESIDE a part of the signature's own structure"


def test_attributes_of_our_own_are_counted() -> None:
    made = Crafted(PERSON, MATTER, certificates=CHAIN)

    def check() -> Report:
        check_cms(made.der())
        return Report.conclude(())

    assert told(bounded(350, lambda: work.bounded(check)())) == ()
    made.unsigned = [attribute("1.2.3", NULL)] * 60
    assert told(bounded(350, lambda: work.bounded(check)())) == TOO_LONG


def test_a_time_stamp_with_too_much_breaks_no_container() -> None:
    """It was called broken, and the container with it."""
    one = AUTHORITY.issuing.certificate
    name = "META-INF/a.tst"
    members = {"matn.txt": MATTER}
    listed = manifest(name, members)
    members["META-INF/ASiCArchiveManifest.xml"] = listed
    members[name] = token(listed, certificates=[*CHAIN, *[one] * 127])
    report = verify_stream(io.BytesIO(Made(members).zip()), ANCHORS, at=NOW)
    assert (report.verdict, told(report)) == (Verdict.INDETERMINATE, OVERSIZED)


def test_what_stands_before_several_is_hashed_once() -> None:
    read: list[int] = []

    def pieces() -> list[bytes]:
        read.append(1)
        return [b"ab", b"c"]

    before = Content("", pieces)
    for name in ("sha256", "sha512", "ozdst1106"):
        first = Content("", lambda: [b"d"], before)
        second = Content("", lambda: [b"e"], before)
        whole = [Content.of(b"abc" + end).digest(name) for end in (b"d", b"e")]
        assert [first.digest(name), second.digest(name)] == whole
    assert len(read) == 3
    assert before.digest("sha256") == hashlib.sha256(b"abc").digest()
