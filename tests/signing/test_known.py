"""What one file had looked at is nothing to the next one: neither for its answer nor in memory."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from signing.algorithms import check_value
from signing.certificate import key_identifier, load_certificate, load_crl
from signing.cms_asn1 import tlv
from signing.digests import of
from signing.errors import DocumentTooLarge, MalformedDocument
from signing.foreign.vouched import Vouched
from signing.lists import list_status
from signing.ocsp import load_answer
from signing.signer import SignatureAlgorithm
from signing.statement import agreement_statement
from signing.trust import TrustAnchors
from signing.work import _RUNNING, Work
from tests.signing.foreign.crafted import signs
from tests.signing.ocsp_answers import says
from tests.signing.pki import HOKIM, NOW, Authority2, make_case

AUTHORITY = Authority2("Maʼlum")
ISSUING = AUTHORITY.issuing.certificate
PERSON = AUTHORITY.issue(HOKIM)
LIST = x509.load_der_x509_crl(AUTHORITY.crls(NOW)[0].public_bytes(Encoding.DER))
VALUE = signs(PERSON)(b"Matn")
ALTERNATIVES = "2.5.29.17"
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


def made_with(oid: str, value: bytes) -> bytes:
    extension = x509.UnrecognizedExtension(x509.ObjectIdentifier(oid), value)
    made = (
        x509.CertificateBuilder()
        .subject_name(PERSON.certificate.subject)
        .issuer_name(PERSON.certificate.subject)
        .public_key(PERSON.key.public_key())
        .serial_number(7)
        .not_valid_before(NOW)
        .not_valid_after(PERSON.certificate.not_valid_after_utc)
        .add_extension(extension, critical=False)
    )
    return made.sign(PERSON.key, hashes.SHA256()).public_bytes(Encoding.DER)


def refused(load: Callable[[bytes], object], der: bytes, why: str = "oversized") -> None:
    with pytest.raises(MalformedDocument, match=why):
        load(der)


def test_a_certificate_is_no_place_for_files() -> None:
    """Hundreds are kept, and a signature may bring 32 MiB."""
    der = made_with("1.2.3", bytes(7 << 10))
    assert load_certificate(der) == x509.load_der_x509_certificate(der)
    refused(load_certificate, made_with("1.2.3", bytes(8 << 10)))


def names(count: int) -> bytes:
    """Alternative names of three bytes each, for which the library holds a hundred and more."""
    return tlv(0x30, b"\x82\x01a" * count)


def test_what_a_certificate_says_is_not_held() -> None:
    """Four signatures of 7 MB together took 1.15 GB."""
    ders = [made_with(ALTERNATIVES, names(2000 + number)) for number in range(12)]
    tracemalloc.start()
    try:
        held = list(map(load_certificate, ders))
        assert not any(map(key_identifier, held))
        assert tracemalloc.get_traced_memory()[0] < 1 << 20
    finally:
        tracemalloc.stop()


def test_reading_certificates_is_counted() -> None:
    der = made_with(ALTERNATIVES, names(2500))
    left = []
    for _ in range(2):
        work = Work(10_000)
        token = _RUNNING.set(work)
        try:
            load_certificate(der)
        finally:
            _RUNNING.reset(token)
        left.append(work._left)
    assert left[0] == left[1] < 10_000 - 1_500


def list_with(*, beside: int = 1, entries: int = 1, each: int = 1) -> bytes:
    """A list with so many names beside its entries, and in each of these."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(ISSUING.subject)
        .last_update(NOW)
        .next_update(NOW + timedelta(days=1))
    )

    def said(kind: str, count: int) -> x509.UnrecognizedExtension:
        return x509.UnrecognizedExtension(x509.ObjectIdentifier(kind), names(count))

    builder = builder.add_extension(said("2.5.29.18", beside), critical=False)
    for number in range(entries):
        entry = x509.RevokedCertificateBuilder().serial_number(number + 1).revocation_date(NOW)
        builder = builder.add_revoked_certificate(
            entry.add_extension(said("2.5.29.29", each), critical=False).build()
        )
    return builder.sign(PERSON.key, hashes.SHA256()).public_bytes(Encoding.DER)


def test_a_list_is_long_by_its_entries_alone() -> None:
    """One of 28 MB, with names beside none, took 2.1 GB."""
    for der in (list_with(beside=2500, each=2500), list_with(entries=0), list_with(entries=999)):
        assert load_crl(der) == x509.load_der_x509_crl(der)
    assert len(list_with(entries=999)) > 16 << 10
    refused(load_crl, list_with(beside=2800))
    refused(load_crl, list_with(each=2800))
    work = Work(10_000)
    token = _RUNNING.set(work)
    try:
        with pytest.raises(DocumentTooLarge):
            load_crl(list_with(entries=40, each=2500))
    finally:
        _RUNNING.reset(token)


def test_an_answer_is_no_place_for_files_either() -> None:
    assert load_answer(says(nonce=bytes(15 << 10)).der).parsed.signature
    with pytest.raises(MalformedDocument, match="more than is read"):
        says(nonce=bytes(16 << 10))
