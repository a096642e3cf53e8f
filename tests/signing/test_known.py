"""What one file had looked at is nothing to the next one: neither for its answer nor in memory."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from signing.algorithms import check_value
from signing.certificate import load_certificate
from signing.digests import of
from signing.errors import MalformedDocument
from signing.foreign.vouched import Vouched
from signing.lists import list_status
from signing.signer import SignatureAlgorithm
from signing.statement import agreement_statement
from signing.trust import TrustAnchors
from signing.work import _RUNNING, Work
from tests.signing.foreign.crafted import signs
from tests.signing.pki import HOKIM, NOW, Authority2, make_case

AUTHORITY = Authority2("Maʼlum")
ISSUING = AUTHORITY.issuing.certificate
PERSON = AUTHORITY.issue(HOKIM)
LIST = x509.load_der_x509_crl(AUTHORITY.crls(NOW)[0].public_bytes(Encoding.DER))
VALUE = signs(PERSON)(b"Matn")
ANCHORS = TrustAnchors((AUTHORITY.root.certificate,), (ISSUING,))


def ask_list(crl: x509.CertificateRevocationList = LIST) -> None:
    issuers = (ISSUING, AUTHORITY.root.certificate)
    assert any(list_status(crl, PERSON.certificate, issuer) for issuer in issuers)


def ask_value() -> None:
    check_value(PERSON.certificate, SignatureAlgorithm.ECDSA_SHA256, of("sha256", b"Matn"), VALUE)


def ask_vouched(crl: x509.CertificateRevocationList = LIST) -> None:
    assert PERSON.certificate in Vouched(ANCHORS, [PERSON.certificate])
    assert Vouched(ANCHORS, []).is_of_authority(crl)


@pytest.mark.parametrize("ask", [ask_list, ask_value, ask_vouched])
def test_what_was_asked_before_costs_the_same(ask: Callable[[], None]) -> None:
    left = []
    for _ in range(2):
        work = Work(10_000)
        token = _RUNNING.set(work)
        try:
            ask()
        finally:
            _RUNNING.reset(token)
        left.append(work._left)
    assert left[0] == left[1] < 10_000 - 100


@pytest.mark.parametrize(("days", "ask"), [(1, ask_list), (2, ask_vouched)])
def test_a_list_that_was_asked_is_not_held(
    days: int, ask: Callable[[x509.CertificateRevocationList], None]
) -> None:
    made = AUTHORITY.crls(NOW - timedelta(days=days))[0].public_bytes(Encoding.DER)
    crl = x509.load_der_x509_crl(made)
    before = sys.getrefcount(crl)
    ask(crl)
    assert sys.getrefcount(crl) == before


def test_an_answer_that_was_asked_is_not_held() -> None:
    entry = next(item for item in make_case().content.trail.entries if item.officer)
    before = sys.getrefcount(entry)
    agreement_statement("2026-000001", entry)
    assert sys.getrefcount(entry) == before


@pytest.mark.parametrize(("size", "read"), [(60 << 10, True), (64 << 10, False)])
def test_a_certificate_is_no_place_for_files(size: int, *, read: bool) -> None:
    """Hundreds are kept, and a signature may bring 32 MiB."""
    extension = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3"), bytes(size))
    made = (
        x509.CertificateBuilder()
        .subject_name(PERSON.certificate.subject)
        .issuer_name(PERSON.certificate.subject)
        .public_key(PERSON.key.public_key())
        .serial_number(7)
        .not_valid_before(NOW)
        .not_valid_after(PERSON.certificate.not_valid_after_utc)
        .add_extension(extension, critical=False)
        .sign(PERSON.key, hashes.SHA256())
    )
    der = made.public_bytes(Encoding.DER)
    if read:
        assert load_certificate(der) == made
    else:
        with pytest.raises(MalformedDocument, match="oversized"):
            load_certificate(der)
