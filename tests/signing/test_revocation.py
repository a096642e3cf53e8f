"""Which revocation lists say something about which moment."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from signing.cms import add_signature_time_stamp, build_signed_data, signature_value
from signing.cms_asn1 import tlv
from signing.errors import CertificateRevoked
from signing.memory_key import MemorySigner
from signing.package import build_package, read_signature, replace_signature
from signing.report import Report, Verdict
from signing.revocation import Status, check_path, lists_for
from signing.statement import agreement_statement
from signing.timestamp import ask, check_answer
from signing.trust import TrustAnchors
from signing.verify import verify_package
from tests.signing.pki import HOKIM, NOW, Authority2, Case, Issued, make_case
from tests.signing.test_timestamp import SERVER, stamp

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
"""ecdsa-with-SHA256 (RFC 5758, 3.2)."""
Lists = tuple[x509.CertificateRevocationList, ...]


def a_list(
    issuer: Issued,
    begins: datetime,
    ends: datetime = NOW + 30 * DAY,
    revoked: dict[int, datetime] | None = None,
    extension: x509.ExtensionType | None = None,
    reason: x509.ReasonFlags | None = None,
) -> x509.CertificateRevocationList:
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    builder = builder.last_update(begins).next_update(ends)
    for serial, moment in (revoked or {}).items():
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(moment)
        if reason is not None:
            entry = entry.add_extension(x509.CRLReason(reason), False)
        builder = builder.add_revoked_certificate(entry.build())
    if extension is not None:
        builder = builder.add_extension(extension, True)
    return builder.sign(issuer.key, hashes.SHA256())


AUTHORITY = Authority2()
ISSUED = AUTHORITY.issue(HOKIM, days=40)  # ends at NOW + 10 days
SERIAL = ISSUED.certificate.serial_number
HOLD = x509.ReasonFlags.certificate_hold
PATH = (ISSUED.certificate, AUTHORITY.issuing.certificate, AUTHORITY.root.certificate)
ROOT_LIST = a_list(AUTHORITY.root, NOW - 300 * DAY, NOW + 300 * DAY)


def status(
    *lists: x509.CertificateRevocationList, at: datetime, now: datetime = NOW, ever: bool = False
) -> Status:
    return check_path(PATH, (ROOT_LIST, *lists), at, now=now, ever=ever).status


def issuing(
    begins: datetime, ends: datetime = NOW + 30 * DAY, **how: object
) -> x509.CertificateRevocationList:
    return a_list(AUTHORITY.issuing, begins, ends, **how)  # type: ignore[arg-type]


def test_a_newer_list_tells_of_the_moment_before_it() -> None:
    then = NOW - DAY
    old = issuing(NOW - 5 * DAY, NOW + 5 * DAY)
    assert status(old, at=then) is Status.GOOD
    before = issuing(NOW - HOUR, revoked={SERIAL: NOW - 2 * DAY})
    assert status(before, at=then) is Status.REVOKED
    assert status(old, before, at=then) is Status.REVOKED
    assert status(old, issuing(NOW - HOUR, revoked={SERIAL: then}), at=then) is Status.REVOKED
    after = issuing(NOW - HOUR, revoked={SERIAL: then + HOUR})
    assert status(old, after, at=then) is Status.GOOD
    assert status(after, at=then) is Status.GOOD
    assert status(after, at=then, ever=True) is Status.REVOKED


def test_a_list_that_was_over_or_is_of_the_future_says_nothing() -> None:
    over = issuing(NOW - 5 * DAY, NOW - 2 * DAY)
    assert status(over, at=NOW - DAY) is Status.UNKNOWN
    assert status(over, at=NOW - 3 * DAY) is Status.GOOD
    future = issuing(NOW + HOUR)
    assert status(future, at=NOW - DAY) is Status.UNKNOWN
    assert status(future, at=NOW - DAY, now=NOW + 2 * HOUR) is Status.GOOD


def test_a_list_after_the_end_of_a_certificate_may_have_forgotten_it() -> None:
    late = NOW + 20 * DAY
    forgotten = issuing(NOW + 15 * DAY)
    assert status(forgotten, at=NOW, now=late) is Status.UNKNOWN
    kept = issuing(NOW + 15 * DAY, revoked={SERIAL: NOW - DAY})
    assert status(kept, at=NOW, now=late) is Status.REVOKED
    before = issuing(NOW - HOUR)
    assert status(before, forgotten, at=NOW, now=late) is Status.GOOD
    assert status(before, kept, at=NOW, now=late) is Status.REVOKED


def test_a_list_of_changes_brings_bad_news_only() -> None:
    then = NOW - 2 * DAY
    whole = issuing(NOW - 5 * DAY)
    changes = x509.DeltaCRLIndicator(1)
    assert status(issuing(NOW - HOUR, extension=changes), at=NOW) is Status.UNKNOWN
    told = {SERIAL: then}
    revoked = issuing(NOW - DAY, NOW - HOUR, revoked=told, extension=changes, reason=HOLD)
    # It stays bad news when the next list of changes is due, until a whole list says otherwise.
    assert status(whole, revoked, at=NOW) is Status.REVOKED
    assert status(whole, revoked, at=then - HOUR) is Status.GOOD
    assert status(whole, revoked, issuing(NOW - HOUR), at=NOW) is Status.GOOD
    strangers = a_list(Authority2().issuing, NOW - DAY, revoked={SERIAL: then}, extension=changes)
    assert status(whole, strangers, at=NOW) is Status.GOOD
    removed = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(AUTHORITY.issuing.certificate.subject)
        .last_update(NOW - HOUR)
        .next_update(NOW + DAY)
        .add_extension(changes, True)
        .add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(SERIAL)
            .revocation_date(then)
            .add_extension(x509.CRLReason(x509.ReasonFlags.remove_from_crl), False)
            .build()
        )
        .sign(AUTHORITY.issuing.key, hashes.SHA256())
    )
    assert status(whole, removed, at=NOW) is Status.GOOD
    assert status(removed, at=NOW) is Status.UNKNOWN


@pytest.mark.parametrize("oid", ["2.5.29.56", "0.4.0.194121.2.1"])
def test_one_that_is_never_revoked_needs_no_word(oid: str) -> None:
    def issued(*, ca: bool) -> tuple[x509.Certificate, ...]:
        subject = ISSUED.certificate.subject
        builder = AUTHORITY._builder(subject, PATH[1], AUTHORITY.root.key, NOW - DAY, 3)
        short = x509.UnrecognizedExtension(x509.ObjectIdentifier(oid), b"\x05\x00")
        builder = builder.add_extension(short, False)
        builder = builder.add_extension(x509.BasicConstraints(ca, None), True)
        return (builder.sign(AUTHORITY.issuing.key, hashes.SHA256()), *PATH[1:])

    path = issued(ca=False)
    assert check_path(path, (ROOT_LIST,), NOW).status is Status.GOOD
    # The authority above it is asked about all the same, and bad news counts.
    assert check_path(path, (), NOW).status is Status.UNKNOWN
    told = issuing(NOW - HOUR, revoked={path[0].serial_number: NOW - 2 * HOUR})
    assert check_path(path, (ROOT_LIST, told), NOW).status is Status.REVOKED
    assert check_path(issued(ca=True), (ROOT_LIST,), NOW).status is Status.UNKNOWN


def point(
    *, names: Iterable[str] = (), users: bool = False, cas: bool = False, indirect: bool = False
) -> x509.IssuingDistributionPoint:
    full = [x509.UniformResourceIdentifier(name) for name in names] or None
    return x509.IssuingDistributionPoint(full, None, users, cas, None, indirect, False)


REASONS = x509.IssuingDistributionPoint(
    None, None, False, False, frozenset([x509.ReasonFlags.superseded]), False, False
)


@pytest.mark.parametrize(
    ("extension", "counts"),
    [
        (point(cas=True), False),
        (point(users=True), True),
        (point(indirect=True, users=False), False),
        (point(names=["http://sinov.example/1.crl"]), False),
        (REASONS, False),
        (x509.DeltaCRLIndicator(5), False),
        (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\5\0"), False),
    ],
)
def test_a_partial_list_is_not_taken_for_a_whole_one(
    extension: x509.ExtensionType, counts: bool
) -> None:
    partial = issuing(NOW - HOUR, extension=extension)
    assert status(partial, at=NOW) is (Status.GOOD if counts else Status.UNKNOWN)
    full = issuing(NOW - 2 * HOUR, revoked={SERIAL: NOW - 3 * DAY})
    if not counts:
        assert status(full, partial, at=NOW) is Status.REVOKED
        assert partial not in lists_for(PATH, (partial,), NOW)


def test_a_list_for_the_certificates_own_point_counts() -> None:
    name = "http://sinov.example/1.crl"
    key = ec.generate_private_key(ec.SECP256R1())
    address = x509.DistributionPoint([x509.UniformResourceIdentifier(name)], None, None, None)
    certificate = (
        AUTHORITY._builder(ISSUED.certificate.subject, PATH[1], key, NOW - DAY, 30)
        .add_extension(x509.CRLDistributionPoints([address]), False)
        .sign(AUTHORITY.issuing.key, hashes.SHA256())
    )
    path = (certificate, *PATH[1:])
    for there, expected in ((name, Status.GOOD), (f"{name}2", Status.UNKNOWN)):
        partial = issuing(NOW - HOUR, extension=point(names=[there]))
        assert check_path(path, (ROOT_LIST, partial), NOW).status is expected


@pytest.mark.parametrize("own", [None, point(users=True)])
def test_one_with_an_entry_not_understood_tells_of_nobody(
    own: x509.ExtensionType | None,
) -> None:
    strange = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.2"), b"\5\0")

    def with_entry(critical: bool) -> x509.CertificateRevocationList:
        entry = x509.RevokedCertificateBuilder().serial_number(12345).revocation_date(NOW - DAY)
        entry = entry.add_extension(strange, critical)
        builder = x509.CertificateRevocationListBuilder()
        builder = builder.issuer_name(AUTHORITY.issuing.certificate.subject)
        builder = builder.last_update(NOW - HOUR).next_update(NOW + DAY)
        if own is not None:
            builder = builder.add_extension(own, True)
        made = builder.add_revoked_certificate(entry.build())
        return made.sign(AUTHORITY.issuing.key, hashes.SHA256())

    assert status(with_entry(critical=False), at=NOW) is Status.GOOD
    assert status(with_entry(critical=True), at=NOW) is Status.UNKNOWN


def test_a_number_that_looks_like_something_critical() -> None:
    number = {0x7A0101FF7A: NOW - DAY}
    assert status(issuing(NOW - HOUR, revoked=number), at=NOW) is Status.GOOD


def test_a_list_with_one_extension_twice_tells_of_nobody() -> None:
    """One reader takes the first, another the last."""
    key = AUTHORITY.issuing.key
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    first, second = (x509.ObjectIdentifier(f"1.2.3.4.{last}") for last in (5, 6))
    builder = x509.CertificateRevocationListBuilder()
    builder = builder.issuer_name(AUTHORITY.issuing.certificate.subject)
    builder = builder.last_update(NOW - HOUR).next_update(NOW + DAY)
    for oid in (first, second):
        builder = builder.add_extension(x509.UnrecognizedExtension(oid, b"\5\0"), False)
    once = builder.sign(key, hashes.SHA256())
    signed = once.tbs_certlist_bytes
    twice = signed.replace(b"\x06\x04\x2a\x03\x04\x06", b"\x06\x04\x2a\x03\x04\x05")
    assert twice != signed
    value = tlv(0x03, b"\0" + key.sign(twice, ec.ECDSA(hashes.SHA256())))
    whole = tlv(0x30, twice + SHA256 + value)
    assert status(once, at=NOW) is Status.GOOD
    assert status(x509.load_der_x509_crl(whole), at=NOW) is Status.UNKNOWN


def test_only_an_authority_for_lists_makes_them() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    silent = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    root = AUTHORITY.root
    builder = AUTHORITY._builder(PATH[1].subject, root.certificate, key, NOW - DAY, 900)
    issuer = Issued(builder.add_extension(silent, True).sign(root.key, hashes.SHA256()), key)
    path = (ISSUED.certificate, issuer.certificate, root.certificate)
    lists = (ROOT_LIST, a_list(issuer, NOW - HOUR))
    assert check_path(path, lists, NOW).status is Status.UNKNOWN


# Whole packages.


def stamped(
    signature: bytes, server: MemorySigner, authority: Authority2, moment: datetime
) -> bytes:
    value, _ = signature_value(signature)
    question = ask(value)
    token = check_answer(
        stamp(server, question, moment), question, value, authority.anchors(crls=False)
    ).token
    return add_signature_time_stamp(signature, token)


def package(
    case: Case,
    server: MemorySigner,
    moment: datetime,
    crls: Lists = (),
    stamped_at: datetime | None = None,
) -> bytes:
    plain, out = io.BytesIO(), io.BytesIO()
    build_package(case.content, case.hokim, plain, moment=moment, pdf_profile=False, crls=crls)
    signature = stamped(read_signature(plain), server, case.authority, stamped_at or moment)
    replace_signature(plain, out, signature)
    return out.getvalue()


def judged(case: Case, data: bytes, *crls: x509.CertificateRevocationList) -> Report:
    anchors = TrustAnchors((case.authority.root.certificate,), (), crls)
    return verify_package(io.BytesIO(data), anchors, at=NOW)


def codes(report: Report) -> set[tuple[str, str]]:
    """Codes, with the detail of those about time-stamps."""
    return {
        (item.code, item.detail if item.code == "TIMESTAMP" else "") for item in report.reasons
    }


@pytest.fixture
def case() -> Case:
    return make_case()


@pytest.fixture
def server(case: Case) -> MemorySigner:
    return case.authority.signer(SERVER, time_stamping=True)


def test_a_stamp_after_the_revocation_does_not_help(case: Case, server: MemorySigner) -> None:
    authority, moment = case.authority, NOW - DAY
    root = a_list(authority.root, NOW - 5 * DAY)
    old = a_list(authority.issuing, NOW - 5 * DAY)
    serial = case.hokim.identity.certificate.serial_number
    data = package(case, server, moment, (root, old))
    assert judged(case, data).verdict is Verdict.VALID
    before = a_list(authority.issuing, NOW - HOUR, revoked={serial: NOW - 2 * DAY})
    for lists in ((root, before), (root, old, before)):
        report = judged(case, data, *lists)
        # It was there by then; that it was made after the revocation nobody has proven.
        told = {("REVOKED_NO_POE", "")}
        assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, told)
    after = a_list(authority.issuing, NOW - HOUR, revoked={serial: NOW - HOUR})
    assert judged(case, data, root, after).verdict is Verdict.VALID


def test_a_revoked_time_stamp_server_proves_nothing(case: Case, server: MemorySigner) -> None:
    authority = case.authority
    root = a_list(authority.root, NOW - 20 * DAY)
    stolen = server.identity.certificate.serial_number
    signer = case.hokim.identity.certificate.serial_number
    data = package(case, server, NOW - 12 * HOUR)
    # The thief may write any time into a token: the date of the revocation does not matter.
    for moment in (NOW - 25 * DAY, NOW - HOUR):
        revoked = {stolen: moment, signer: NOW - 6 * HOUR}
        report = judged(case, data, root, a_list(authority.issuing, NOW - HOUR, revoked=revoked))
        assert report.verdict is Verdict.INDETERMINATE
        assert codes(report) == {("TIMESTAMP", "REVOKED"), ("REVOKED_NO_POE", "")}
        assert report.signatures[0].level == "B-B"
    good = a_list(authority.issuing, NOW - HOUR, revoked={signer: NOW - 6 * HOUR})
    assert judged(case, data, root, good).verdict is Verdict.VALID


def test_a_time_stamp_out_of_order_proves_nothing(case: Case, server: MemorySigner) -> None:
    """Older than the answers inside, than the signature, or of the future."""
    lists = case.authority.crls()
    told = {("TIMESTAMP", "TIMESTAMP_ORDER_FAILURE")}
    before = package(case, server, NOW - 10 * DAY, stamped_at=NOW - 10 * DAY)
    assert codes(judged(case, before, *lists)) == {*told, ("TRAIL_TIME", "")}
    for signed, stamped_at in (
        (NOW - HOUR, NOW - 2 * HOUR),
        (NOW, datetime.now(NOW.tzinfo) + HOUR),
    ):
        report = judged(case, package(case, server, signed, stamped_at=stamped_at), *lists)
        assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, told)
    near = package(case, server, NOW - HOUR, stamped_at=NOW - HOUR - timedelta(minutes=10))
    assert judged(case, near, *lists).verdict is Verdict.VALID


def test_a_server_of_which_nothing_is_known_proves_nothing(case: Case) -> None:
    """Its authority is another one, under the same root, and has no list here."""
    authority = case.authority
    other = Authority2("Vaqt")
    other.root = authority.root
    other.issuing = other._make("Vaqt issuing", authority.root, other.issuing.key)
    server = other.signer(SERVER, time_stamping=True)
    data = package(case, server, NOW - DAY, authority.crls())
    report = judged(case, data)
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, {("TIMESTAMP", "TRY_LATER")})
    assert judged(case, data, a_list(other.issuing, NOW - HOUR)).verdict is Verdict.VALID


def test_a_revoked_servers_answer_is_refused(case: Case, server: MemorySigner) -> None:
    case.authority.revoked[server.identity.certificate.serial_number] = NOW - DAY
    question = ask(b"value")
    with pytest.raises(CertificateRevoked):
        check_answer(stamp(server, question), question, b"value", case.authority.anchors())


def test_each_signature_is_judged_at_its_own_moment(case: Case, server: MemorySigner) -> None:
    """One officer, two entries: a time-stamp of the first proves nothing for the second."""
    authority = case.authority
    serial = case.officer.identity.certificate.serial_number
    lists = (
        a_list(authority.root, NOW - 20 * DAY),
        a_list(authority.issuing, NOW - 20 * DAY, NOW - DAY),
        a_list(authority.issuing, NOW - HOUR, revoked={serial: NOW - 2 * DAY}),
    )
    entries = list(case.content.trail.entries)
    assert entries[0].signature is not None
    statement = agreement_statement(case.content.trail.draft, entries[0])
    signed = build_signed_data(case.officer, statement, signing_time=NOW - 3 * DAY)
    signature = stamped(signed, server, authority, NOW - 3 * DAY)
    entries[0] = replace(entries[0], signature=signature)
    case.content = replace(case.content, trail=replace(case.content.trail, entries=tuple(entries)))
    report = judged(case, case.package(crls=False), *lists)
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, {("REVOKED_NO_POE", "")})
    trusted = {item.scope: item.trusted for item in report.signatures}
    assert (trusted["entry-01"], trusted["entry-02"]) == (True, False)
