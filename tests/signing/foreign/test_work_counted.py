"""What is counted: each check by its key, each byte that is hashed, for one file and no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from signing import work
from signing.errors import DocumentTooLarge
from signing.flaws import Flaw
from signing.foreign.contents import Content
from signing.report import Report
from signing.work import Work
from tests.signing.foreign.test_stamps import AUTHORITY, PERSON
from tests.signing.foreign.test_work import OVERSIZED, TOO_LONG, told
from tests.signing.national_people import HOKIMS
from tests.signing.pki import NOW


def verified(*units: int) -> Callable[[], Report]:
    @work.bounded
    def verify() -> Report:
        for some in units:
            work.spend(some)
        return Report.conclude((), ())

    return verify


def test_one_verification_within_another_has_its_budget() -> None:
    half = work.UNITS // 2

    @work.bounded
    def both(more: int) -> Report:
        verified(half)()
        return verified(half, more)()

    for more, found in ((0, ()), (1, TOO_LONG)):
        assert told(both(more)) == found
    # One after the other each has its own.
    for _ in range(3):
        assert told(verified(half + 1)()) == ()


def test_what_is_too_large_for_another_reason_is_not_called_spent() -> None:
    @work.bounded
    def verify(*, bounded: bool) -> Report:
        raise work.too_large(Flaw.OVERSIZED) if bounded else DocumentTooLarge(Flaw.OVERSIZED)

    assert told(verify(bounded=True)) == OVERSIZED
    with pytest.raises(DocumentTooLarge):
        verify(bounded=False)


def test_the_first_reason_is_told() -> None:
    spent = Work(1)
    spent.end(Flaw.OVERSIZED)
    with pytest.raises(DocumentTooLarge):
        spent.spend(1)
    assert spent.over is Flaw.OVERSIZED


def test_work_that_nobody_bounded_is_not_counted() -> None:
    work.limit(0.0)
    work.spend(2 * work.UNITS)
    asked: list[int] = []
    for _ in range(2):
        assert work.remember((), "", lambda: asked.append(1)) is None
    assert len(asked) == 2

    @work.bounded
    def limited(more: int) -> Report:
        work.limit(1.0)
        work.spend(1_000_000 + more)
        return Report.conclude((), ())

    for more, found in ((0, ()), (1, TOO_LONG)):
        assert told(limited(more)) == found


@pytest.mark.parametrize(("name", "rate"), [("sha256", 300), ("sha3_512", 100), ("ozdst1106", 50)])
def test_bytes_that_are_hashed_are_counted(name: str, rate: int) -> None:
    @work.bounded
    def hash_all() -> Report:
        Content("", lambda: [b"a" * 600]).digest(name)
        return Report.conclude((), ())

    @work.bounded
    def hash_much() -> Report:
        work.hashing(name, work.UNITS * rate)
        return hash_all()

    assert told(hash_all()) == ()
    assert told(hash_much()) == TOO_LONG


def of_key(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> x509.Certificate:
    begins = AUTHORITY.issuing.certificate.not_valid_before_utc
    builder = x509.CertificateBuilder(
        PERSON.certificate.issuer, PERSON.certificate.subject, key.public_key(), 7
    )
    builder = builder.not_valid_before(begins).not_valid_after(NOW)
    hashed = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return builder.sign(key, hashed)


@pytest.mark.parametrize(
    ("certificate", "units"),
    [
        (of_key(ec.generate_private_key(ec.SECP256R1())), 110),
        (of_key(ec.generate_private_key(ec.SECP384R1())), 1182),
        (of_key(ed25519.Ed25519PrivateKey.generate()), 190),
        (HOKIMS.certificate, 2000),
    ],
    ids=["P-256", "P-384", "Ed25519", "national"],
)
def test_a_check_costs_by_its_key_and_is_made_once(
    certificate: x509.Certificate, units: int
) -> None:
    assert work.weight(certificate) == units
    asked: list[int] = []

    def check() -> bool:
        asked.append(1)
        return True

    @work.bounded
    def twice(less: int) -> Report:
        work.spend(work.UNITS - units + less)
        for _ in range(2):
            assert work.checked(certificate, (asked,), "", check)
        return Report.conclude((), ())

    assert told(twice(0)) == ()
    assert len(asked) == 1
    assert told(twice(1)) == TOO_LONG
    assert len(asked) == 1
