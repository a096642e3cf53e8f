"""What the signer of a package, or of an answer in it, signs besides: nothing with words."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms import build_signed_data
from signing.cms_asn1 import tlv
from signing.cms_verify import check_cms
from signing.foreign.loose import Loose
from signing.memory_key import MemorySigner
from signing.signer import SignerCertificate
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import with_between
from tests.signing.foreign.crafted import SHA256, Crafted, attribute
from tests.signing.foreign.makers import Makers

WORDS = b"\"'><script>document.body.innerHTML='RAD ETILDI'</script><!--"
HINTS, COMMITMENT = (f"1.2.840.113549.1.9.16.2.{last}" for last in (4, 16))
POLICY, NAMED = (f"1.2.840.113549.1.9.16.2.{last}" for last in (15, 47))
RECEIPT, OTHER = (crafted.oid(f"1.2.840.113549.1.9.16.6.{last}") for last in (2, 9))


def told(makers: Makers, attributes: list[bytes]) -> list[str]:
    person = makers.people["first"]
    certificates = sorted(with_between(makers), key=lambda item: item.public_bytes(Encoding.DER))
    made = Crafted(person, b"{}", attributes, attached=False, certificates=certificates)
    data = made.der()
    assert check_cms(data, b"{}").certificate == person.certificate
    return [str(item) for item in Loose(own=True).read(data)]


def named(makers: Makers, *more: bytes, algorithm: bytes = b"", serial: bool = True) -> bytes:
    """A signing-certificate-v2; ``more`` stands behind the reference, or within it."""
    certificate = makers.people["first"].certificate
    own = crafted.issuer_serial(certificate) if serial else b""
    digest = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
    first = tlv(0x30, algorithm + tlv(4, digest) + own)
    return attribute(NAMED, tlv(0x30, tlv(0x30, first + b"".join(more[:1])) + b"".join(more[1:])))


def usual(binding: bytes) -> list[bytes]:
    return [crafted.content_type(), crafted.message_digest(b"{}"), binding]


def test_what_is_written_here(makers: Makers) -> None:
    person, issuing = makers.people["first"], makers.authority.issuing.certificate
    signer = MemorySigner(person.key, SignerCertificate(person.certificate, (issuing,)))
    assert Loose(own=True).read(build_signed_data(signer, b"{}", signing_time=makers.now)) == ()
    explicit = crafted.algorithm(SHA256)
    for binding in (
        named(makers),
        named(makers, serial=False),
        named(makers, algorithm=explicit),
        named(makers, algorithm=explicit, serial=False),
    ):
        assert told(makers, [*usual(binding), crafted.signing_time()]) == []
        assert told(makers, usual(binding)) == []
    approved = attribute(COMMITMENT, tlv(0x30, RECEIPT))
    assert told(makers, [*usual(named(makers)), approved]) == []


HOSTILE = {
    "hints": (HINTS, attribute(HINTS, tlv(0x0C, WORDS))),
    "unknown": ("1.2.3.4", attribute("1.2.3.4", tlv(0x0C, WORDS))),
    "no value": ("1.2.3.4", attribute("1.2.3.4")),
    "a policy": (POLICY, attribute(POLICY, tlv(0x30, crafted.oid("1.2.3")))),
    "what nobody means": (COMMITMENT, attribute(COMMITMENT, tlv(0x30, OTHER))),
    "a qualifier": (COMMITMENT, attribute(COMMITMENT, tlv(0x30, RECEIPT + tlv(0x0C, WORDS)))),
    "two meanings": (COMMITMENT, attribute(COMMITMENT, tlv(0x30, RECEIPT), tlv(0x30, RECEIPT))),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_nobody_needs(makers: Makers, what: str) -> None:
    name, more = HOSTILE[what]
    text = f"a signed attribute that a package does not have, {name}"
    assert told(makers, [*usual(named(makers)), more]) == [text]


def test_a_reference_to_more_than_the_certificate(makers: Makers) -> None:
    text = [f"a signed attribute that a package does not have, {NAMED}"]
    other = tlv(0x30, tlv(4, WORDS[:32]))
    policy = tlv(0x30, tlv(0x30, crafted.oid("1.2.3") + tlv(0x30, tlv(0x0C, WORDS))))
    for binding in (named(makers, other), named(makers, b"", policy)):
        assert told(makers, usual(binding)) == text
    certificate = makers.people["first"].certificate
    digest = tlv(4, hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest())
    names = tlv(0x30, tlv(0x86, WORDS))
    serial = asn1.encode_der(certificate.serial_number)
    binding = attribute(NAMED, tlv(0x30, tlv(0x30, tlv(0x30, digest + tlv(0x30, names + serial)))))
    assert told(makers, usual(binding)) == text
