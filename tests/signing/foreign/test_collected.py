"""What one signature of a file brings counts for all of them, in whatever order they stand."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.cms_asn1 import tlv
from signing.foreign import ber
from signing.report import Report, Verdict
from signing.verify_any import verify_stream
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import with_between
from tests.signing.foreign.crafted import Crafted, attribute
from tests.signing.foreign.makers import MATTER, Makers
from tests.signing.foreign.test_asic import FILES, Made, manifest
from tests.signing.pki import Issued

CERTIFICATES, LISTS = "1.2.840.113549.1.9.16.2.23", "1.2.840.113549.1.9.16.2.24"
ALGORITHMS = {"first": crafted.ECDSA_SHA256, "second": crafted.RSA_SHA256}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def a_list(makers: Makers, issuer: Issued, at: datetime, *revoked: x509.Certificate) -> bytes:
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    builder = builder.last_update(at).next_update(makers.now + 7 * DAY)
    for item in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(item.serial_number)
        builder = builder.add_revoked_certificate(entry.revocation_date(at - DAY).build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def values(lists: Sequence[bytes] = (), answers: Sequence[bytes] = ()) -> bytes:
    parts = b""
    for tag, some in ((0xA0, lists), (0xA1, answers)):
        if some:
            parts += tlv(tag, tlv(0x30, b"".join(some)))
    return attribute(LISTS, tlv(0x30, parts))


def signed(makers: Makers, name: str, content: bytes, *unsigned: bytes) -> bytes:
    made = Crafted(makers.people[name], content, certificates=with_between(makers, name))
    made.attached, made.unsigned = False, unsigned
    made.signature = crafted.algorithm(ALGORITHMS[name])
    return made.der()


def judged(makers: Makers, data: bytes) -> Report:
    return verify_stream(io.BytesIO(data), makers.root_alone, at=makers.now)


def container(makers: Makers, order: Sequence[str], unsigned: dict[str, list[bytes]]) -> bytes:
    members = dict(FILES)
    for number, name in enumerate(order, 1):
        place = f"META-INF/signature{number:03}.p7s"
        listed = manifest(place, FILES)
        members[f"META-INF/ASiCManifest{number:03}.xml"] = listed
        members[place] = signed(makers, name, listed, *unsigned[name])
    return Made(members).zip()


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_a_revocation_that_stands_in_another_signature(
    makers: Makers, order: tuple[str, str]
) -> None:
    """With the revoked one's signature first it was valid: nobody signs their order."""
    issuing, first = makers.authority.issuing, makers.people["first"].certificate
    above = a_list(makers, makers.authority.root, makers.now - HOUR)
    older = a_list(makers, issuing, makers.now - 3 * HOUR)
    newer = a_list(makers, issuing, makers.now - HOUR, first)
    plain = {"first": [values([above, older])], "second": [values([above, older])]}
    assert judged(makers, container(makers, order, plain)).verdict is Verdict.VALID
    told = {**plain, "second": [values([above, newer])]}
    report = judged(makers, container(makers, order, told))
    assert report.verdict is Verdict.INDETERMINATE
    assert [item.code for item in report.reasons] == ["REVOKED_NO_POE"]


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_lists_that_one_signature_brings_for_all(makers: Makers, order: tuple[str, str]) -> None:
    lists = [item.public_bytes(Encoding.DER) for item in makers.authority.crls(makers.now)]
    brought = {"first": [], "second": [values(lists)]}
    assert judged(makers, container(makers, order, brought)).verdict is Verdict.VALID


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_an_authority_that_one_signature_brings_for_all(
    makers: Makers, order: tuple[str, str]
) -> None:
    members = dict(FILES)
    for number, name in enumerate(order, 1):
        place = f"META-INF/signature{number:03}.p7s"
        listed = manifest(place, FILES)
        members[f"META-INF/ASiCManifest{number:03}.xml"] = listed
        chain = with_between(makers, name)[: 2 if name == "first" else 1]
        made = Crafted(makers.people[name], listed, certificates=chain, attached=False)
        made.signature = crafted.algorithm(ALGORITHMS[name])
        members[place] = made.der()
    report = verify_stream(io.BytesIO(Made(members).zip()), makers.anchors, at=makers.now)
    assert report.verdict is Verdict.VALID


def answer(makers: Makers, responder: Issued) -> bytes:
    """About the first person, without its responder's certificate."""
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=makers.people["first"].certificate,
        issuer=makers.authority.issuing.certificate,
        algorithm=hashes.SHA1(),
        cert_status=ocsp.OCSPCertStatus.GOOD,
        this_update=makers.now - HOUR,
        next_update=makers.now + DAY,
        revocation_time=None,
        revocation_reason=None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
    made = builder.sign(responder.key, hashes.SHA256()).public_bytes(Encoding.DER)
    return ber.read_all(made).children[1].only().children[1].octets()


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_a_responders_certificate_in_another_signature(
    makers: Makers, order: tuple[str, str]
) -> None:
    """The same answer in both: the one that stood first counted, without its responder."""
    begins = makers.now - 3 * DAY
    responder = makers.authority.issue(("Javob", "44444444444444", "200000009"), begins=begins)
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])
    responder = Issued(_with(makers, responder, usage), responder.key)
    told = answer(makers, responder)
    crls = [item.public_bytes(Encoding.DER) for item in makers.authority.crls(makers.now)]
    above = [crls[0]]
    first = [values(above, [told])]
    named = attribute(CERTIFICATES, tlv(0x30, responder.certificate.public_bytes(Encoding.DER)))
    both = {"first": first, "second": [values(above, [told]), named]}
    assert knows_first(makers, order, both)
    assert not knows_first(makers, order, {**both, "second": [values(above, [told])]})


def knows_first(makers: Makers, order: Sequence[str], brought: dict[str, list[bytes]]) -> bool:
    """Whether the status of the first person is known."""
    report = judged(makers, container(makers, order, brought))
    (found,) = (
        item
        for item in report.signatures
        if item.scope == f"signature{order.index('first') + 1:03}.p7s"
    )
    return not found.reasons


def _with(makers: Makers, issued: Issued, usage: x509.ExtendedKeyUsage) -> x509.Certificate:
    old, by = issued.certificate, makers.authority.issuing
    number = x509.random_serial_number()
    builder = x509.CertificateBuilder(old.issuer, old.subject, old.public_key(), number)
    builder = builder.not_valid_before(old.not_valid_before_utc).add_extension(usage, False)
    builder = builder.not_valid_after(old.not_valid_after_utc)
    return builder.sign(by.key, hashes.SHA256())


def test_what_a_counter_signature_brings(makers: Makers) -> None:
    made = Crafted(makers.people["first"], MATTER)
    made.certificates = [*with_between(makers), makers.people["second"].certificate]
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    over = Crafted(makers.people["second"], value)
    over.signature = crafted.algorithm(crafted.RSA_SHA256)
    over.attributes = [
        crafted.message_digest(value),
        crafted.signing_certificate(makers.people["second"].certificate),
    ]
    lists = [item.public_bytes(Encoding.DER) for item in makers.authority.crls(makers.now)]
    for brought, verdict in (([], Verdict.INDETERMINATE), ([values(lists)], Verdict.VALID)):
        over.unsigned = brought
        made.unsigned = [attribute(crafted.COUNTER, over.info())]
        report = judged(makers, made.der(made.info_of(value)))
        assert len(report.signatures) == 2
        assert report.verdict is verdict
