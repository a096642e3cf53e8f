"""What stands in a file once is read once, however many others are compared with it.

Each of these took half a minute and more at the size of a megabyte, and no key was needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from time import process_time

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from signing.called import issuer_name, list_issuer, subject_name
from signing.cms_asn1 import tlv
from signing.foreign import ber
from signing.foreign.cms import verify_signature
from signing.lists import list_status
from signing.report import Report, Verdict
from signing.work import bounded
from tests.signing.foreign import crafted
from tests.signing.foreign.crafted import Crafted
from tests.signing.foreign.test_stamps import ANCHORS, AUTHORITY, MATTER, PERSON
from tests.signing.pki import NOW, Issued

CHAIN = (PERSON.certificate, AUTHORITY.issuing.certificate)
KEY = ec.generate_private_key(ec.SECP256R1())
LISTS = "1.2.840.113549.1.9.16.2.24"


def called(name: str, parts: int = 1) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)] * parts)


def made(
    subject: x509.Name, issuer: x509.Name, serial: int, *more: x509.ExtensionType
) -> x509.Certificate:
    builder = x509.CertificateBuilder(issuer, subject, KEY.public_key(), serial)
    for item in more:
        builder = builder.add_extension(item, critical=False)
    builder = builder.not_valid_before(NOW - timedelta(days=9))
    return builder.not_valid_after(NOW + timedelta(days=9)).sign(KEY, hashes.SHA256())


def judged(certificates: Sequence[x509.Certificate], unsigned: bytes, times: int = 1) -> Report:
    signed = Crafted(PERSON, MATTER, certificates=certificates, unsigned=[unsigned])
    der = signed.der(signed.info() * times)
    begun = process_time()
    report = verify_signature(der, (), ANCHORS, at=NOW)
    assert process_time() - begun < 1
    return report


def test_names_as_they_stand() -> None:
    for item in (*CHAIN, made(called("a", 3), called("b", 600), 7)):
        assert subject_name(item) == item.subject.public_bytes()
        assert issuer_name(item) == item.issuer.public_bytes()
    for crl in ANCHORS.crls:
        assert list_issuer(crl) == crl.issuer.public_bytes()


def test_what_an_answers_signer_is_called() -> None:
    responder = made(called("Javobgar", 600), called("Kimdir"), 5)

    def answer(number: int) -> bytes:
        builder = ocsp.OCSPResponseBuilder().add_response(
            *(*CHAIN, hashes.SHA1(), ocsp.OCSPCertStatus.GOOD),
            *(NOW - timedelta(seconds=number), None, None, None),
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, responder)
        whole = builder.sign(KEY, hashes.SHA256()).public_bytes(Encoding.DER)
        inner = ber.read_all(whole).children[1].only().children[1]
        return inner.octets()

    answers = tlv(0x30, b"".join(map(answer, range(40))))
    others = [made(called(f"{number}"), called("Boshqa"), number) for number in range(9, 109)]
    unsigned = crafted.attribute(LISTS, tlv(0x30, tlv(0xA1, answers)))
    assert judged((*CHAIN, *others), unsigned).verdict is Verdict.VALID


def test_who_issued_others_of_the_signers_number() -> None:
    number = PERSON.certificate.serial_number
    others = [made(called(f"{one}"), called("a", 600), number) for one in range(60)]
    junk = Crafted(PERSON, MATTER).info()
    counters = crafted.attribute(crafted.COUNTER, *[junk] * 15)
    report = judged((*CHAIN, *others), counters, times=20)
    assert len(report.signatures) == 320


def test_where_lists_are_found() -> None:
    """Each name that a certificate has was compared with each of a list's."""
    root = Issued(made(called("Ildiz"), called("Ildiz"), 1), KEY)

    def uri(name: str) -> x509.UniformResourceIdentifier:
        return x509.UniformResourceIdentifier(name)

    points = [x509.DistributionPoint([uri(f"a{n}")], None, None, None) for n in range(300)]
    person = made(called("Kimdir"), called("Ildiz"), 2, x509.CRLDistributionPoints(points))
    builder = x509.CertificateRevocationListBuilder().issuer_name(called("Ildiz"))
    builder = builder.last_update(NOW).next_update(NOW + timedelta(days=9))
    names = [uri(f"b{n}") for n in range(600)]

    def crl(last: str) -> x509.CertificateRevocationList:
        part = x509.IssuingDistributionPoint(
            [*names, uri(last)], None, False, False, None, False, False
        )
        return builder.add_extension(part, critical=True).sign(KEY, hashes.SHA256())

    elsewhere, here = crl("b"), crl("a299")

    @bounded
    def ask() -> Report:
        for _ in range(100):
            assert list_status(elsewhere, person, root.certificate) is None
            assert list_status(here, person, root.certificate) is not None
        return Report.conclude(())

    begun = process_time()
    assert not ask().reasons
    assert process_time() - begun < 1
