"""A certificate may have been invalid before anybody revoked it (RFC 5280, 5.3.2)."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from signing.cms_asn1 import tlv
from signing.errors import MalformedDocument
from signing.memory_key import MemorySigner
from signing.ocsp import OcspAnswer, load_answer, status_of
from signing.report import Report, Verdict
from signing.reporting.words import ReportWords
from signing.revocation import Source, Status, check_path
from signing.trust import TrustAnchors
from signing.verify import verify_package
from tests.signing.ocsp_answers import AUTHORITY as RESPONDING
from tests.signing.ocsp_answers import CERTIFICATE, GOOD, ISSUING, REVOKED, says
from tests.signing.pki import NOW, Case, Issued, make_case
from tests.signing.test_revocation import DAY, HOUR, a_list, package
from tests.signing.test_timestamp import SERVER

OID = bytes.fromhex("0603551d18")


def revoking(
    issuer: Issued, serial: int, revoked: datetime, invalid: datetime | None
) -> x509.CertificateRevocationList:
    entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(revoked)
    if invalid is not None:
        entry = entry.add_extension(x509.InvalidityDate(invalid), False)
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    builder = builder.last_update(NOW - HOUR).next_update(NOW + 30 * DAY)
    return builder.add_revoked_certificate(entry.build()).sign(issuer.key, hashes.SHA256())


@pytest.fixture(scope="module")
def case() -> Case:
    return make_case()


@pytest.fixture(scope="module")
def server(case: Case) -> MemorySigner:
    return case.authority.signer(SERVER, time_stamping=True)


def judged(case: Case, data: bytes, *lists: x509.CertificateRevocationList) -> Report:
    anchors = TrustAnchors((case.authority.root.certificate,), (), lists)
    return verify_package(io.BytesIO(data), anchors, at=NOW)


def test_proven_before_the_revocation_and_after_the_key_was_stolen(
    case: Case, server: MemorySigner
) -> None:
    """It is not simply valid, and nobody has proven that the thief made it."""
    root = a_list(case.authority.root, NOW - 5 * DAY)
    serial = case.hokim.identity.certificate.serial_number
    data = package(case, server, NOW - DAY, (root, a_list(case.authority.issuing, NOW - 5 * DAY)))
    later = NOW - HOUR

    def report(invalid: datetime | None, revoked: datetime = later) -> Report:
        return judged(case, data, root, revoking(case.authority.issuing, serial, revoked, invalid))

    assert report(None).verdict is Verdict.VALID
    assert report(NOW - HOUR).verdict is Verdict.VALID
    stolen = report(NOW - 2 * DAY)
    assert (stolen.verdict, stolen.sub_indication) == (Verdict.INDETERMINATE, "REVOKED_NO_POE")
    assert not stolen.signatures[0].trusted
    (reason,) = stolen.reasons
    told = ReportWords("ru", UTC).reason(reason.code, reason.detail)
    assert f"{NOW - 2 * DAY:%d.%m.%Y}" in told
    # An invalidity date after the revocation takes nothing back.
    assert report(NOW - HOUR, NOW - 2 * DAY).sub_indication == "REVOKED_NO_POE"


# Answers of responders.


def answer(status: ocsp.OCSPCertStatus, extensions: bytes) -> OcspAnswer:
    """An answer with extensions of its one status, signed anew: the library writes none."""
    made = says(status, revoked=NOW - HOUR if status is REVOKED else None)
    data = made.parsed.tbs_response_bytes
    inserted = tlv(0xA1, tlv(0x30, extensions))

    def grown(at: int) -> bytes:
        """The structures on the way to the status, each longer by what is put in."""
        from signing.foreign import ber

        tbs = ber.read_all(data)
        statuses = next(item for item in tbs.children if item.tag == ber.SEQUENCE)
        one = tlv(0x30, statuses.children[0].body + inserted)
        parts = [tlv(0x30, one) if item is statuses else bytes(item.raw) for item in tbs.children]
        return tlv(0x30, b"".join(parts[at:]))

    tbs = grown(0)
    key = ISSUING.key
    from cryptography.hazmat.primitives.asymmetric import ec

    assert isinstance(key, ec.EllipticCurvePrivateKey)
    value = tlv(0x03, b"\0" + key.sign(tbs, ec.ECDSA(hashes.SHA256())))
    basic = tlv(0x30, tbs + tlv(0x30, bytes.fromhex("06082a8648ce3d040302")) + value)
    kind = bytes.fromhex("06092b0601050507300101")
    whole = tlv(0xA0, tlv(0x30, kind + tlv(0x04, basic)))
    return load_answer(tlv(0x30, tlv(0x0A, b"\0") + whole))


def invalidity(at: datetime) -> bytes:
    return tlv(0x30, OID + tlv(0x04, asn1.encode_der(asn1.GeneralizedTime(at))))


NONCE = tlv(0x30, bytes.fromhex("06092b0601050507300102") + tlv(0x04, tlv(0x04, b"x")))


def test_an_answer_tells_it_too() -> None:
    stolen = answer(REVOKED, NONCE + invalidity(NOW - 2 * DAY))
    found = status_of(stolen, CERTIFICATE, ISSUING.certificate)
    assert found is not None
    assert (found.revoked, found.invalid) == (NOW - HOUR, NOW - 2 * DAY)
    root = a_list(RESPONDING.root, NOW - 30 * DAY)
    path = (CERTIFICATE, ISSUING.certificate, RESPONDING.root.certificate)

    def status(source: Source, at: datetime) -> Status:
        return check_path(path, (root, source), at, now=NOW).status

    assert status(stolen, NOW - DAY) is Status.REVOKED
    assert status(stolen, NOW - 3 * DAY) is Status.GOOD
    assert status(answer(REVOKED, NONCE), NOW - DAY) is Status.GOOD
    # Of what is not revoked it says nothing.
    good = status_of(answer(GOOD, invalidity(NOW - DAY)), CERTIFICATE, ISSUING.certificate)
    assert good is not None
    assert (good.revoked, good.invalid) == (None, None)


def test_a_damaged_date_makes_a_damaged_answer() -> None:
    for value in (b"\x18\x03abc", b"", b"\x18\x0f20261301000000Z"):
        with pytest.raises(MalformedDocument):
            answer(REVOKED, tlv(0x30, OID + tlv(0x04, value)))
    assert says(REVOKED).parsed.public_bytes(Encoding.DER)
