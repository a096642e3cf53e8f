"""What certificates say of themselves is told as their own words, and concludes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from eqaror_desktop.messages import Messages
from signing.certificate import facts
from signing.cms_asn1 import tlv
from signing.qualified import Claim, ClaimKind
from signing.reporting.claims import claims_text
from tests.signing.foreign.crafted import oid
from tests.signing.pki import NOW

ETSI = "0.4.0.1862.1."


def statement(name: str, info: bytes = b"") -> bytes:
    return tlv(0x30, oid(name) + info)


def money(currency: bytes, amount: int, exponent: int) -> bytes:
    return tlv(0x30, currency + asn1.encode_der(amount) + asn1.encode_der(exponent))


STATEMENTS = (
    statement(f"{ETSI}1"),
    statement(f"{ETSI}2", money(tlv(0x13, b"UZS"), 5, 6)),
    statement(f"{ETSI}3", asn1.encode_der(15)),
    statement(f"{ETSI}4"),
    statement(f"{ETSI}5", tlv(0x30, tlv(0x30, tlv(0x16, b"https://x") + tlv(0x13, b"en")))),
    statement(f"{ETSI}6", tlv(0x30, oid(f"{ETSI}6.1") + oid("1.2.3"))),
    statement(f"{ETSI}7", tlv(0x30, tlv(0x13, b"UZ") + tlv(0x13, b"KZ"))),
    statement("1.3.6.1.5.5.7.11.2"),
)


def qualified(raw: bytes = tlv(0x30, b"".join(STATEMENTS))) -> x509.Certificate:
    """A certificate with statements, signed by its own key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Namunayev Sinov")])
    identifier = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3")
    return (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(x509.UnrecognizedExtension(identifier, raw), critical=False)
        .sign(key, hashes.SHA256())
    )


def test_all_that_is_claimed_is_read() -> None:
    assert facts(qualified()).claims == (
        Claim(ClaimKind.QUALIFIED),
        Claim(ClaimKind.LIMIT, "5000000 UZS"),
        Claim(ClaimKind.RETENTION, "15"),
        Claim(ClaimKind.DEVICE),
        Claim(ClaimKind.ESIGN),
        Claim(ClaimKind.OTHER, "1.2.3"),
        Claim(ClaimKind.COUNTRY, "UZ"),
        Claim(ClaimKind.COUNTRY, "KZ"),
        Claim(ClaimKind.OTHER, "1.3.6.1.5.5.7.11.2"),
    )


def test_it_is_told_whose_word_it_is() -> None:
    told = claims_text(facts(qualified()).claims, Messages.load("en"))
    assert told.startswith("the certificate says of itself: qualified by the law of: UZ, KZ; ")
    assert "transactions up to 5000000 UZS; " in told
    assert told.endswith("; no trusted list here confirms any of it")
    european = claims_text((Claim(ClaimKind.QUALIFIED),), Messages.load("en"))
    assert "the European Union" in european


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru", "en"])
@pytest.mark.parametrize("kind", sorted(set(ClaimKind) - {ClaimKind.COUNTRY}))
def test_every_claim_has_words(language: str, kind: ClaimKind) -> None:
    facts_shown = {ClaimKind.LIMIT, ClaimKind.RETENTION, ClaimKind.OTHER}
    told = claims_text((Claim(kind, "X-1"),), Messages.load(language))
    assert ("X-1" in told) is (kind in facts_shown)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x30\x03\x02\x01\x01",
        tlv(0x30, tlv(0x30, b"")),
        tlv(0x30, statement(f"{ETSI}2")),
        tlv(0x30, statement(f"{ETSI}2", money(tlv(0x13, b"U\x1bS"), 5, 6))),
        tlv(0x30, statement(f"{ETSI}3", asn1.encode_der(1 << 80))),
        tlv(0x30, statement(f"{ETSI}7", tlv(0x30, tlv(0x13, b"U" * 65)))),
        tlv(0x30, STATEMENTS[0] * 17),
        tlv(0x30, STATEMENTS[0]) + b"\0",
    ],
    ids=["empty", "number", "nothing", "no-limit", "currency", "years", "country", "many", "more"],
)
def test_what_cannot_be_read_is_said_to_be_so(raw: bytes) -> None:
    assert facts(qualified(raw)).claims == (Claim(ClaimKind.DAMAGED),)


def test_an_exponent_fills_no_page() -> None:
    raw = tlv(0x30, statement(f"{ETSI}2", money(asn1.encode_der(860), 1, 1 << 40)))
    assert facts(qualified(raw)).claims == (Claim(ClaimKind.LIMIT, "1e1099511627776 860"),)
