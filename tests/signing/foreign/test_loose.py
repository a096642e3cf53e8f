"""What stands in a signature outside what it signs: told by a standard, vouched for, or named."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms_asn1 import tlv
from signing.detail import Detail
from signing.foreign import ber
from signing.foreign.loose import loose_parts
from signing.report import Verdict
from signing.verify_any import verify_stream
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import shaped, with_between
from tests.signing.foreign.crafted import SET, SHA256, Crafted, algorithm, attribute, signs
from tests.signing.foreign.makers import Makers
from tests.signing.pki import Authority2

EVIL = b"<!doctype html><h1>Evil</h1>"
REFERENCES, VALUES, LISTS = (f"1.2.840.113549.1.9.16.2.{last}" for last in (21, 23, 24))
CAdES_C, STAMPED = "1.2.840.113549.1.9.16.2.25", "1.2.840.113549.1.9.16.2.26"
STRAY = "a certificate that leads to no trusted authority"
OTHERS = "a certificate of somebody who signed nothing here"
LIST = (
    "a revocation list or answer that no trusted authority signed, "
    "or about somebody who signed nothing here"
)
LOOSE = "a part of the signature's own structure"
WORDS = "words in what servers were asked to repeat"


def told(makers: Makers, data: bytes) -> list[Detail]:
    report = verify_stream(io.BytesIO(data), makers.anchors)
    assert {(item.code, item.failed) for item in report.reasons} <= {("UNSIGNED_BESIDE", False)}
    assert report.verdict is (Verdict.INDETERMINATE if report.reasons else Verdict.VALID)
    return [item.detail for item in report.reasons]


def outside(name: str) -> str:
    return f"an attribute outside the signature, {name}"


def der(item: x509.Certificate | x509.CertificateRevocationList) -> bytes:
    return item.public_bytes(Encoding.DER)


def reworded(certificate: x509.Certificate, *, issuer: x509.Name | None = None) -> bytes:
    """A certificate of the same name and key, with words in it, that nobody trusted signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = (
        x509.CertificateBuilder()
        .subject_name(certificate.subject)
        .issuer_name(issuer or certificate.issuer)
        .public_key(certificate.public_key())
        .serial_number(7)
        .not_valid_before(certificate.not_valid_before_utc)
        .not_valid_after(certificate.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(True, None), critical=True)
        .add_extension(
            x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), EVIL), critical=False
        )
    )
    return der(made.sign(key, hashes.SHA256()))


def beside_certificates(cms: bytes, certificate: bytes) -> bytes:
    """The same with one certificate more."""
    top = ber.read_all(cms)
    parts = top.children[1].only().children
    more = [
        tlv(0xA0, b"".join(sorted([*(one.raw for one in item.children), certificate])))
        if item.tag == 0xA0
        else item.raw
        for item in parts
    ]
    return tlv(0x30, top.children[0].raw + tlv(0xA0, tlv(0x30, b"".join(more))))


def by_a_person(makers: Makers) -> bytes:
    """A certificate that somebody with a certificate of his own signed."""
    person = makers.people["first"]
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(person.certificate.subject)
        .public_key(person.key.public_key())
        .serial_number(7)
        .not_valid_before(makers.now)
        .not_valid_after(makers.now + timedelta(days=9))
        .add_extension(
            x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), EVIL), critical=False
        )
    )
    return der(made.sign(person.key, hashes.SHA256()))


def reference(certificate: x509.Certificate, digest: bytes = b"") -> bytes:
    """CompleteCertificateRefs (ETSI TS 101 733, 6.2.1)."""
    found = digest or hashlib.sha256(der(certificate)).digest()
    hashed = tlv(0x30, algorithm(SHA256) + tlv(4, found))
    return tlv(0x30, tlv(0x30, hashed + crafted.issuer_serial(certificate)))


def to_issuing(makers: Makers) -> bytes:
    """An attribute of references, which a time-stamp may be over."""
    return attribute(REFERENCES, reference(makers.authority.issuing.certificate))


def stamped_of(makers: Makers) -> bytes:
    """What the time-stamp of :func:`beside_stamp` must be over (ETSI TS 101 733, 6.3.6)."""
    return ber.read_all(to_issuing(makers)).body


def beside_stamp(makers: Makers, token: bytes) -> list[Detail]:
    """What is told of a time-stamp over references beside a signature."""
    unsigned = [to_issuing(makers), attribute(STAMPED, token)]
    return told(makers, shaped(makers, unsigned=unsigned).der())


Unsigned = Callable[[Makers], bytes]

HONEST: dict[str, Unsigned] = {
    "certificates": lambda makers: attribute(
        VALUES, tlv(0x30, b"".join(map(der, with_between(makers))))
    ),
    "lists": lambda makers: attribute(
        LISTS,
        tlv(0x30, tlv(0xA0, tlv(0x30, b"".join(map(der, makers.authority.crls(makers.now)))))),
    ),
    "references": lambda makers: attribute(
        REFERENCES, reference(makers.authority.issuing.certificate)
    ),
}
HOSTILE: dict[str, tuple[Unsigned, str]] = {
    "unknown": (lambda _: attribute("1.2.3.4", tlv(4, EVIL)), outside("1.2.3.4")),
    "words as a value": (lambda _: attribute(VALUES, tlv(0x30, tlv(4, EVIL))), STRAY),
    "another's certificate": (
        lambda makers: attribute(VALUES, tlv(0x30, by_a_person(makers))),
        STRAY,
    ),
    "another's list": (
        lambda makers: attribute(
            LISTS,
            tlv(0x30, tlv(0xA0, tlv(0x30, der(Authority2("Boshqa").crls(makers.now)[0])))),
        ),
        LIST,
    ),
    "other revocations": (
        lambda _: attribute(LISTS, tlv(0x30, tlv(0xA2, tlv(0x30, tlv(4, EVIL))))),
        LIST,
    ),
    "a reference to nothing": (
        lambda makers: attribute(
            REFERENCES, reference(makers.authority.issuing.certificate, EVIL)
        ),
        outside(REFERENCES),
    ),
    "no token": (lambda _: attribute(CAdES_C, tlv(0x30, tlv(4, EVIL))), outside(CAdES_C)),
    "a signature as a token": (
        lambda makers: attribute(CAdES_C, makers.cms("-nodetach", data=EVIL)),
        outside(CAdES_C),
    ),
}


@pytest.mark.parametrize("kind", HONEST)
def test_what_signatures_bring_for_the_years_to_come(makers: Makers, kind: str) -> None:
    made = shaped(makers, unsigned=[HONEST[kind](makers)])
    assert told(makers, made.der()) == []


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_nobody_vouches_for(makers: Makers, kind: str) -> None:
    unsigned, detail = HOSTILE[kind]
    assert told(makers, shaped(makers, unsigned=[unsigned(makers)]).der()) == [detail]


def test_a_token_of_somebody_whose_certificate_is_for_signing(makers: Makers) -> None:
    """Any trusted person could write what is called a time-stamp, with any words in it."""
    person = Crafted(makers.people["first"], EVIL, kind="1.2.840.113549.1.9.16.1.4")
    info = tlv(
        0x30,
        b"\x02\x01\x01"
        + crafted.oid("1.2.3")
        + tlv(0x30, algorithm(SHA256) + tlv(4, bytes(32)))
        + b"\x02\x01\x01"
        + tlv(0x18, b"20261122000000Z"),
    )
    person.content = info
    person.attributes = [
        crafted.content_type(person.kind),
        crafted.message_digest(info),
        crafted.signing_certificate(person.issued.certificate),
    ]
    made = shaped(makers, unsigned=[attribute(CAdES_C, person.der())])
    assert told(makers, made.der()) == [outside(CAdES_C)]


def test_certificates_beside_a_signature(makers: Makers) -> None:
    """One of an authority's name and key is not its own, however well it fits."""
    issuing = makers.authority.issuing.certificate
    known = with_between(makers)
    stranger = Authority2("Boshqa").issuing.certificate
    for other in (reworded(issuing), reworded(issuing, issuer=issuing.subject), der(stranger)):
        made = shaped(makers)
        made.certificates = [*known, x509.load_der_x509_certificate(other)]
        assert told(makers, made.der()) == [STRAY]
    made = shaped(makers)
    made.certificates = [*known, makers.authority.root.certificate]
    assert told(makers, made.der()) == []


def test_a_list_beside_a_signature(makers: Makers) -> None:
    def with_lists(authority: Authority2) -> bytes:
        top = ber.read_all(shaped(makers).der())
        *parts, signers = [item.raw for item in top.children[1].only().children]
        lists = tlv(0xA1, b"".join(map(der, authority.crls(makers.now))))
        inner = tlv(0x30, b"".join((*parts, lists, signers)))
        return tlv(0x30, top.children[0].raw + tlv(0xA0, inner))

    assert told(makers, with_lists(makers.authority)) == []
    assert told(makers, with_lists(Authority2("Boshqa"))) == [LIST]


@pytest.mark.parametrize("field", ["digest", "signature"])
def test_words_as_parameters_of_an_algorithm(makers: Makers, field: str) -> None:
    made = shaped(makers)
    oid = SHA256 if field == "digest" else crafted.ECDSA_SHA256
    setattr(made, field, algorithm(oid, tlv(0x0C, EVIL)))
    assert told(makers, made.der()) == [LOOSE]
    setattr(made, field, algorithm(oid, crafted.NULL))
    assert told(makers, made.der()) == []


P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of the curve (SEC 2, 2.4.2)."""


def test_a_copy_of_a_signature_is_told(makers: Makers) -> None:
    made = shaped(makers)
    value = signs(makers.people["first"])(tlv(SET, made.signed))

    def loose(*signatures: bytes) -> list[str]:
        return [str(item) for item in loose_parts(signatures, makers.anchors)]

    def told(der: bytes) -> tuple[Verdict, list[str]]:
        report = verify_stream(io.BytesIO(der), makers.anchors)
        return report.verdict, [item.code for item in report.reasons]

    once = made.der(made.info_of(value))
    assert loose(once) == []
    assert loose(once, once) != []
    # Another value of the same signature, which needs no key; its time would be another's.
    r, s = utils.decode_dss_signature(value)
    other = made.der(made.info_of(utils.encode_dss_signature(r, P256 - s)))
    assert told(other) == told(once) == (Verdict.VALID, [])
    assert loose(once, other) != []
    assert loose(once, shaped(makers, "second").der()) == []
