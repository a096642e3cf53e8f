"""Lists for a part of the certificates or reasons, and lists that may not be used."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from signing.revocation import Status, as_of, check_path, evidence_for
from tests.signing.pki import NOW
from tests.signing.test_revocation import (
    AUTHORITY,
    DAY,
    HOLD,
    HOUR,
    ISSUED,
    PATH,
    REASONS,
    ROOT_LIST,
    SERIAL,
    issuing,
    point,
    status,
)

WHOLE = issuing(NOW - 5 * DAY)
ADDRESS = "http://sinov.example/1.crl"


@pytest.mark.parametrize(
    "part", [REASONS, point(indirect=True), point(cas=True), point(names=[ADDRESS])]
)
def test_a_list_for_a_part_brings_bad_news_only(part: x509.IssuingDistributionPoint) -> None:
    revoked = {SERIAL: NOW - 2 * HOUR}
    told = issuing(NOW - HOUR, revoked=revoked, extension=part, reason=HOLD)
    assert status(WHOLE, told, at=NOW) is Status.REVOKED
    assert status(told, at=NOW) is Status.REVOKED
    # Until a newer list that would have it says otherwise; silence of another part is none.
    assert status(told, issuing(NOW), at=NOW) is Status.GOOD
    assert status(told, issuing(NOW, extension=REASONS), at=NOW) is Status.REVOKED


def test_bad_news_is_not_over_when_its_list_is() -> None:
    over = issuing(NOW - DAY, NOW - HOUR, revoked={SERIAL: NOW - 2 * DAY})
    assert status(WHOLE, over, at=NOW) is Status.REVOKED
    attributes = x509.IssuingDistributionPoint(None, None, False, False, None, False, True)
    other = issuing(NOW - HOUR, revoked={SERIAL: NOW - 2 * DAY}, extension=attributes)
    assert status(WHOLE, other, at=NOW) is Status.GOOD


def entries(
    *made: tuple[int, x509.ExtensionType | None, bool], indirect: bool = False
) -> x509.CertificateRevocationList:
    builder = x509.CertificateRevocationListBuilder()
    builder = builder.issuer_name(AUTHORITY.issuing.certificate.subject)
    builder = builder.last_update(NOW - HOUR).next_update(NOW + DAY)
    if indirect:
        builder = builder.add_extension(point(indirect=True), True)
    for serial, extension, critical in made:
        entry = x509.RevokedCertificateBuilder().serial_number(serial)
        entry = entry.revocation_date(NOW - 2 * DAY)
        if extension is not None:
            entry = entry.add_extension(extension, critical)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(AUTHORITY.issuing.key, hashes.SHA256())


def test_whose_entry_it_is_in_a_list_for_several_authorities() -> None:
    def issuer(name: x509.Name) -> x509.CertificateIssuer:
        return x509.CertificateIssuer([x509.DirectoryName(name)])

    own, other = issuer(AUTHORITY.issuing.certificate.subject), issuer(PATH[2].subject)
    # An entry is of the authority that was named last (RFC 5280, 5.3.3).
    foreign = entries((7, other, True), (SERIAL, None, False), indirect=True)
    assert status(WHOLE, foreign, at=NOW) is Status.GOOD
    ours = entries((7, other, True), (SERIAL, own, True), indirect=True)
    assert status(WHOLE, ours, at=NOW) is Status.REVOKED
    twice = entries((7, other, True), (SERIAL, None, False), (SERIAL, own, True), indirect=True)
    assert status(WHOLE, twice, at=NOW) is Status.REVOKED


def test_a_newer_list_that_may_not_be_used_is_not_passed_over() -> None:
    odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\5\0")
    unusable = entries((SERIAL, odd, True))
    assert status(WHOLE, unusable, at=NOW) is Status.UNKNOWN
    # It tells nothing of others, nor of before.
    assert status(WHOLE, entries((SERIAL + 1, odd, True)), at=NOW) is Status.GOOD
    assert status(WHOLE, unusable, at=NOW - 3 * DAY) is Status.GOOD
    assert status(WHOLE, unusable, at=NOW - 3 * DAY, ever=True) is Status.UNKNOWN
    assert status(WHOLE, unusable, issuing(NOW - HOUR / 2), at=NOW) is Status.GOOD
    every = (WHOLE, unusable, ROOT_LIST)
    assert evidence_for(PATH, every, NOW) == (WHOLE, ROOT_LIST)
    assert as_of(PATH[0], PATH[1], every, NOW) == NOW - 5 * DAY
    critical = issuing(NOW - HOUR, revoked={SERIAL: NOW - 2 * HOUR}, extension=odd)
    assert status(WHOLE, critical, at=NOW) is Status.UNKNOWN


@pytest.mark.parametrize(
    ("reasons", "other", "expected"),
    [
        (None, False, Status.GOOD),
        (frozenset([x509.ReasonFlags.key_compromise]), False, Status.UNKNOWN),
        (None, True, Status.UNKNOWN),
    ],
)
def test_a_certificate_says_for_which_reasons_a_list_is(
    reasons: frozenset[x509.ReasonFlags] | None, other: bool, expected: Status
) -> None:
    """RFC 5280, 6.3.3 (b) and (d)."""
    issuer = [x509.DirectoryName(PATH[2].subject)] if other else None
    address = x509.DistributionPoint(
        [x509.UniformResourceIdentifier(ADDRESS)], None, reasons, issuer
    )
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        AUTHORITY._builder(ISSUED.certificate.subject, PATH[1], key, NOW - DAY, 30)
        .add_extension(x509.CRLDistributionPoints([address]), False)
        .sign(AUTHORITY.issuing.key, hashes.SHA256())
    )
    path = (certificate, *PATH[1:])
    named = issuing(NOW - HOUR, extension=point(names=[ADDRESS]))
    assert check_path(path, (ROOT_LIST, named), NOW).status is expected
    bare = check_path(path, (ROOT_LIST, WHOLE), NOW).status
    assert bare is (Status.UNKNOWN if reasons else Status.GOOD)
    told = issuing(NOW - HOUR, revoked={certificate.serial_number: NOW - 2 * HOUR})
    assert check_path(path, (ROOT_LIST, told), NOW).status is Status.REVOKED
