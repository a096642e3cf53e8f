"""Attacks on bare signatures."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from signing.certificate import facts
from signing.cms_asn1 import tlv
from signing.report import Verdict
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import (
    INVALID,
    NAMED,
    OPEN,
    VALID,
    codes,
    judge,
    shaped,
    with_between,
)
from tests.signing.foreign.crafted import Crafted, algorithm, endless
from tests.signing.foreign.makers import MATTER, Makers
from tests.signing.pki import HOKIM, Authority2


def rsa_shaped(makers: Makers, info: Callable[[bytes], bytes]) -> Crafted:
    sign = crafted.raw_rsa(makers.people["second"], info)
    return shaped(makers, "second", sign=sign, signature=algorithm(crafted.RSA, crafted.NULL))


def with_others_first(makers: Makers) -> Crafted:
    """An authority, another person, and the signer last."""
    own, *above = with_between(makers)
    others = [*above, makers.people["second"].certificate, own]
    return replace(shaped(makers), certificates=others)


def longer(value: bytes) -> bytes:
    """r and s with a zero between them: the same numbers in other bytes."""
    return value[:32] + b"\0" + value[32:]


_NO_NULL = tlv(0x30, crafted.oid(crafted.SHA256))
_WITH_NULL = tlv(0x30, crafted.oid(crafted.SHA256) + crafted.NULL)


@pytest.mark.parametrize(
    ("make", "verdict", "reason"),
    [
        (lambda m: shaped(m, sorted=False), VALID, ""),
        (lambda m: rsa_shaped(m, lambda d: tlv(0x30, _WITH_NULL + tlv(4, d))), VALID, ""),
        (lambda m: rsa_shaped(m, lambda d: tlv(0x30, _NO_NULL + tlv(4, d))), VALID, ""),
        (
            lambda m: rsa_shaped(m, lambda d: tlv(0x30, _WITH_NULL + tlv(4, d)) + bytes(8)),
            INVALID,
            "SIG_CRYPTO_FAILURE",
        ),
        (
            lambda m: rsa_shaped(m, lambda d: tlv(0x30, _WITH_NULL + tlv(4, d) + tlv(4, b"x"))),
            INVALID,
            "SIG_CRYPTO_FAILURE",
        ),
        (
            lambda m: shaped(
                m,
                sign=crafted.plain_ecdsa(m.people["first"]),
                signature=algorithm("0.4.0.127.0.7.1.1.4.1.3"),
            ),
            VALID,
            "",
        ),
        (
            lambda m: shaped(
                m,
                sign=lambda data: longer(crafted.plain_ecdsa(m.people["first"])(data)),
                signature=algorithm("0.4.0.127.0.7.1.1.4.1.3"),
            ),
            INVALID,
            "SIG_CRYPTO_FAILURE",
        ),
        # r and s side by side under the name of the other form, and the other way round.
        (
            lambda m: shaped(m, sign=crafted.plain_ecdsa(m.people["first"])),
            INVALID,
            "SIG_CRYPTO_FAILURE",
        ),
        (
            lambda m: shaped(m, signature=algorithm("0.4.0.127.0.7.1.1.4.1.3")),
            INVALID,
            "SIG_CRYPTO_FAILURE",
        ),
        # An algorithm of another key, one that is none, one nobody knows.
        (lambda m: shaped(m, signature=algorithm(crafted.RSA)), INVALID, "SIG_CRYPTO_FAILURE"),
        (
            lambda m: shaped(m, signature=algorithm("1.2.840.10045.2.1")),
            OPEN,
            "CRYPTO_CONSTRAINTS_FAILURE",
        ),
        (
            lambda m: shaped(m, digest=algorithm("1.2.3.4")),
            OPEN,
            "CRYPTO_CONSTRAINTS_FAILURE",
        ),
        # One hash for the content, another for the signature.
        (
            lambda m: shaped(
                m,
                digest=algorithm(crafted.SHA512),
                attributes=[
                    crafted.content_type(),
                    crafted.message_digest(MATTER, "sha512"),
                    crafted.signing_certificate(m.people["first"].certificate),
                ],
            ),
            OPEN,
            "CRYPTO_CONSTRAINTS_FAILURE",
        ),
        # RSA-PSS without parameters means SHA-1, which this is not.
        (
            lambda m: shaped(m, "second", signature=algorithm("1.2.840.113549.1.1.10")),
            INVALID,
            "SIG_CRYPTO_FAILURE",
        ),
        # The certificate that is bound is another one.
        (
            lambda m: shaped(
                m,
                attributes=[
                    *crafted.usual(m.people["first"], MATTER)[:2],
                    crafted.signing_certificate(m.people["second"].certificate),
                ],
            ),
            INVALID,
            "SIG_CONSTRAINTS_FAILURE",
        ),
        (
            lambda m: shaped(m, attributes=crafted.usual(m.people["first"], MATTER)[1:]),
            INVALID,
            "FORMAT_FAILURE",
        ),
        (
            lambda m: shaped(
                m,
                attributes=[
                    *crafted.usual(m.people["first"], MATTER),
                    crafted.message_digest(b"another"),
                ],
            ),
            INVALID,
            "FORMAT_FAILURE",
        ),
        (
            lambda m: shaped(
                m, attributes=[crafted.content_type(), crafted.content_type("1.2.3.4")]
            ),
            INVALID,
            "FORMAT_FAILURE",
        ),
        # The signer's certificate stands behind others.
        (lambda m: with_others_first(m), VALID, ""),
        # What anybody may add says nothing about what was signed.
        (
            lambda m: shaped(
                m, "first", unsigned=[crafted.signing_time(), crafted.message_digest(b"another")]
            ),
            VALID,
            "",
        ),
    ],
)
def test_attacks(
    makers: Makers, make: Callable[[Makers], Crafted], verdict: Verdict, reason: str
) -> None:
    report = judge(makers, make(makers).der())
    assert report.verdict is verdict
    assert {reason} - {""} <= codes(report)
    assert bool(reason) == bool(report.reasons)


def test_what_nobody_signed_is_not_told(makers: Makers) -> None:
    made = shaped(makers, unsigned=[crafted.signing_time()])
    (only,) = judge(makers, made.der()).signatures
    assert only.time is None


def test_signed_attributes_are_no_content(makers: Makers) -> None:
    """The value over a set of attributes fits a content of the same bytes (RFC 5652, 5.4)."""
    made = shaped(makers)
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    forged = replace(made, content=tlv(crafted.SET, made.signed), bare=True)
    report = judge(makers, forged.der(forged.info_of(value)))
    # It binds no certificate either; what is broken is named first, and nothing is called intact.
    codes_here = {"SIG_CONSTRAINTS_FAILURE", "FORMAT_FAILURE"}
    assert (report.verdict, codes(report)) == (INVALID, codes_here)
    assert report.sub_indication == "FORMAT_FAILURE"
    assert [item.intact for item in report.signatures] == [False]


def test_attributes_that_are_not_der(makers: Makers) -> None:
    made = shaped(makers)
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    info = made.info_of(value)
    digest = tlv(4, hashlib.sha256(MATTER).digest())
    pieces = endless(0x24, tlv(4, digest[2:10]) + tlv(4, digest[10:]))
    # The digest in pieces: what was signed is the same in DER.
    loose = made.signed.replace(
        crafted.message_digest(MATTER),
        tlv(0x30, crafted.oid("1.2.840.113549.1.9.4") + endless(0x31, pieces)),
    )
    parts = info.replace(tlv(0xA0, made.signed), tlv(0xA0, loose))
    whole = tlv(0x30, parts[4:])
    assert judge(makers, made.der(whole)).verdict is VALID
    assert judge(makers, made.der(whole.replace(digest[2:6], b"\1\2\3\4"))).verdict is INVALID


def test_an_attackers_chain_is_not_believed(makers: Makers) -> None:
    """Its names are ours, its keys are not."""
    other = Authority2("Boshqa")
    person = other.issue(HOKIM, begins=makers.people["first"].certificate.not_valid_before_utc)
    chain = [other.root.certificate, other.issuing.certificate, person.certificate]
    report = judge(makers, Crafted(person, MATTER, certificates=chain).der())
    assert (report.verdict, codes(report)) == (OPEN, {"NO_CERTIFICATE_CHAIN_FOUND"})
    assert (report.signatures[0].intact, report.signatures[0].trusted) == (True, False)


def test_content_beside_content(makers: Makers) -> None:
    """Whoever gives a content wants to know about that one, not about the one inside."""
    attached = makers.cms("-nodetach")
    report = judge(makers, attached, b"what I read")
    assert (report.verdict, codes(report)) == (INVALID, {"HASH_FAILURE"})


@pytest.mark.parametrize(
    "bomb",
    [
        b"\x30\x80" + NAMED + b"\x30\x80" * 100_000,
        b"\x30\x80" + NAMED + b"\x05\x00" * 150_000,
        b"\x30\x84\xff\xff\xff\xff" + NAMED + b"\x30" * 100,
        b"\x30\x82\x01\x00" + NAMED,
        endless(0x30, crafted.oid("1.2.840.113549.1.7.2") + endless(0xA0, b"\x24\x80" * 60)),
    ],
    ids=["deep", "many", "length", "cut", "strings"],
)
def test_bombs(makers: Makers, bomb: bytes) -> None:
    begun = time.process_time()
    report = judge(makers, bomb)
    assert (report.verdict, codes(report)) == (INVALID, {"FORMAT_FAILURE"})
    nameless = judge(makers, bomb.replace(NAMED, b""))
    assert (nameless.verdict, codes(nameless)) == (OPEN, {"SIGNED_DATA_NOT_FOUND"})
    assert time.process_time() - begun < 5


def test_no_changed_byte_is_accepted(makers: Makers) -> None:
    item = shaped(makers)
    value = crafted.signs(item.issued)(tlv(crafted.SET, item.signed))
    made = item.der(item.info_of(value), indefinite=True)
    assert judge(makers, made).verdict is VALID
    signed = (MATTER[:12], item.signed, value)
    for part in signed:
        begin = made.rindex(part)
        for at in range(begin, begin + len(part), 11):
            changed = made[:at] + bytes((made[at] ^ 0x04,)) + made[at + 1 :]
            assert judge(makers, changed).verdict is not VALID, at


def test_parts_that_nobody_signed_are_what_the_standard_says(makers: Makers) -> None:
    """Nothing depends on versions, sets of digests or a value's tag; strange ones are named."""
    made = shaped(makers)
    whole = made.der()
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    string = tlv(crafted.OCTETS, value)
    signed = made.der(made.info_of(value))
    for before, after in (
        (b"\x02\x01\x01" + tlv(crafted.SET, made.digest), None),
        (tlv(crafted.SET, made.digest), b"\x30"),
        (string, b"\x84"),
    ):
        changed = (after or b"\x03") + before[1:]
        assert signed.count(before) == 1
        report = judge(makers, signed.replace(before, changed))
        assert (report.verdict, codes(report)) == (INVALID, {"FORMAT_FAILURE"})
    assert judge(makers, whole).verdict is VALID


@pytest.mark.parametrize(
    ("named", "verdict"),
    [
        (lambda first, _: [crafted.signing_certificate(first, version=1)], VALID),
        (lambda first, _: [both(first, first)], VALID),
        # Two that contradict each other, whichever is older.
        (lambda first, second: [both(first, second)], INVALID),
        (lambda first, second: [both(second, first)], INVALID),
        (lambda first, _: [bound(first, crafted.issuer_serial(first))], VALID),
        # The hash is right: somebody may have written the issuer anew.
        (lambda first, _: [bound(first, crafted.issuer_serial(first, 7))], OPEN),
        (lambda first, second: [bound(first, crafted.issuer_serial(second))], OPEN),
        (lambda first, _: [bound(first, tlv(0x30, b""))], INVALID),
        (lambda first, _: [bound(first, tlv(0x30, tlv(0x30, b"")))], INVALID),
    ],
)
def test_every_name_of_the_certificate_must_be_its_own(
    makers: Makers,
    named: Callable[[x509.Certificate, x509.Certificate], list[bytes]],
    verdict: Verdict,
) -> None:
    first, second = (makers.people[name].certificate for name in ("first", "second"))
    attributes = [*crafted.usual(makers.people["first"], MATTER)[:2], *named(first, second)]
    made = shaped(makers, attributes=attributes)
    report = judge(makers, made.der(made.info()), MATTER)
    assert report.verdict is verdict
    assert codes(report) <= {"SIG_CONSTRAINTS_FAILURE", "FORMAT_FAILURE"}


def both(newer: x509.Certificate, older: x509.Certificate) -> bytes:
    return crafted.signing_certificate(newer) + crafted.signing_certificate(older, version=1)


def bound(certificate: x509.Certificate, issued: bytes) -> bytes:
    return crafted.signing_certificate(certificate, issued)


@pytest.mark.parametrize("bare", [False, True])
def test_another_certificate_of_one_name_is_not_taken_for_the_signers(
    makers: Makers, bare: bool
) -> None:
    """Issuer and serial number are copied in a moment, and nothing binds the right one here."""
    first, second = makers.people["first"], makers.people["second"]
    builder = x509.CertificateBuilder().issuer_name(first.certificate.issuer)
    builder = builder.serial_number(first.certificate.serial_number)
    builder = builder.subject_name(second.certificate.subject).public_key(second.key.public_key())
    builder = builder.not_valid_before(first.certificate.not_valid_before_utc)
    builder = builder.not_valid_after(first.certificate.not_valid_after_utc)
    other = builder.sign(second.key, hashes.SHA256())
    attributes = crafted.usual(first, MATTER)[:2]
    made = replace(
        shaped(makers, attributes=attributes), bare=bare, certificates=[other, first.certificate]
    )
    report = judge(makers, made.der(made.info()), MATTER)
    assert (report.verdict, codes(report) & {"SIG_CRYPTO_FAILURE"}) == (OPEN, set())
    assert report.signatures[0].intact
    assert report.signatures[0].signer == facts(first.certificate)


def test_what_anybody_can_add_without_end_breaks_nothing(makers: Makers) -> None:
    first = makers.people["first"]
    made = replace(shaped(makers), certificates=[first.certificate] * 130)
    report = judge(makers, made.der(made.info()), MATTER)
    assert (report.verdict, codes(report)) == (OPEN, {"NOT_EXAMINED"})
