"""Time-stamps that prove nothing: by whom, over what, and how many are looked at."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID as Usage

from signing.cms_asn1 import tlv
from signing.foreign.cms import verify_signature
from signing.foreign.contents import Content
from signing.report import Report, Verdict
from signing.verify_any import verify_stream
from tests.signing.foreign import crafted
from tests.signing.foreign.crafted import (
    NULL,
    OCTETS,
    SEQUENCE,
    SET,
    TIME_STAMP,
    Crafted,
    algorithm,
    attribute,
)
from tests.signing.pki import HOKIM, NOW, Authority2, Issued, _usage

VALID, OPEN = Verdict.VALID, Verdict.INDETERMINATE
MATTER = b"Qaror matni\n"
TOKEN, INSIDE = "1.2.840.113549.1.9.16.1.4", "1.2.840.113549.1.9.16.2.20"
SHA1 = "1.3.14.3.2.26"
AUTHORITY = Authority2("Vaqt")
ANCHORS = AUTHORITY.anchors()
PERSON = AUTHORITY.issue(HOKIM)
KEY = rsa.generate_private_key(65537, 2048)


def server(
    *usages: x509.ObjectIdentifier, authority: Authority2 = AUTHORITY, critical: bool = True
) -> Issued:
    names = [x509.NameAttribute(x509.NameOID.COMMON_NAME, "Vaqt serveri")]
    above, begins = authority.issuing, NOW - timedelta(days=30)
    builder = authority._builder(x509.Name(names), above.certificate, KEY, begins, 300)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
    builder = builder.add_extension(_usage(signing=True, ca=False), True)
    if usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical)
    return Issued(builder.sign(above.key, hashes.SHA256()), KEY)


SERVER = server(Usage.TIME_STAMPING)
STRANGER = server(Usage.TIME_STAMPING, authority=Authority2("Begona"))


def weakly(data: bytes) -> bytes:
    return KEY.sign(data, padding.PKCS1v15(), hashes.SHA1())


ODD = x509.ObjectIdentifier("1.3.6.1.4.1.99999.7")


def extensions(critical: bool) -> bytes:
    """Of a time-stamp's content (RFC 3161, 2.4.2): an accuracy before them, and two of them."""
    plain = crafted.oid("1.2.3.4") + tlv(OCTETS, NULL)
    odd = crafted.oid(ODD.dotted_string) + b"\1\1\xff" * critical + tlv(OCTETS, NULL)
    return tlv(SEQUENCE, b"\2\1\1") + tlv(0xA1, tlv(SEQUENCE, plain) + tlv(SEQUENCE, odd))


def stamp_info(
    over: bytes,
    at: datetime = NOW,
    imprint: str = "sha256",
    version: int = 1,
    behind: bytes = b"",
) -> bytes:
    named = algorithm({"sha256": crafted.SHA256, "sha1": SHA1}[imprint])
    hashed = tlv(SEQUENCE, named + tlv(OCTETS, hashlib.new(imprint, over).digest()))
    time = asn1.encode_der(asn1.GeneralizedTime(at))
    number = asn1.encode_der(1)
    told = asn1.encode_der(version) + crafted.oid("1.2.3") + hashed + number + time
    return tlv(SEQUENCE, told + behind)


def token(
    over: bytes,
    by: Issued = SERVER,
    at: datetime = NOW,
    *,
    imprint: str = "sha256",
    hashed: str = "sha256",
    bound: bool = True,
    version: int = 1,
    behind: bytes = b"",
    **how: Any,
) -> bytes:
    info = stamp_info(over, at, imprint, version, behind)
    attributes = [crafted.content_type(TOKEN), crafted.message_digest(info, hashed)]
    attributes += [crafted.signing_certificate(by.certificate)] if bound else []
    given: dict[str, Any] = {
        "attributes": attributes,
        "kind": TOKEN,
        "signature": algorithm(crafted.RSA_SHA256),
        "certificates": [by.certificate, AUTHORITY.issuing.certificate],
    }
    return Crafted(by, info, **{**given, **how}).der()


def signed(
    stamps: Callable[[bytes], Sequence[bytes]] = lambda _: (), inside: Sequence[bytes] = ()
) -> Crafted:
    attributes = list(crafted.usual(PERSON, MATTER))
    if inside:
        attributes.append(attribute(INSIDE, *inside))
    chain = [PERSON.certificate, AUTHORITY.issuing.certificate]
    made = Crafted(PERSON, MATTER, attributes, certificates=chain)
    value = crafted.signs(PERSON)(tlv(SET, made.signed))
    made.sign = lambda _: value
    found = stamps(value)
    made.unsigned = [attribute(TIME_STAMP, *found)] if found else []
    return made


def judge(made: Crafted) -> Report:
    return verify_signature(made.der(), (), ANCHORS, at=NOW)


def told(report: Report) -> set[tuple[str, str]]:
    return {(item.code, item.detail) for item in report.reasons}


def test_the_right_ones_are_right() -> None:
    report = judge(signed(lambda value: [token(value)], [token(MATTER)]))
    assert (report.verdict, report.reasons) == (VALID, ())
    assert (report.signatures[0].proven, report.signatures[0].time) == (True, NOW)
    assert judge(signed(lambda value: [token(value, behind=extensions(False))])).verdict is VALID


WEAK: dict[str, Any] = {
    "sign": weakly,
    "signature": algorithm("1.2.840.113549.1.1.5"),
    "digest": algorithm(SHA1),
}
NO_PROOF = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
WRONG: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "no token": (lambda _: NULL, "FORMAT_FAILURE"),
    "over something else": (lambda over: token(over + b"."), "HASH_FAILURE"),
    "of another version": (lambda over: token(over, version=5), "FORMAT_FAILURE"),
    "with something critical": (
        lambda over: token(over, behind=extensions(True)),
        "NOT_SUPPORTED",
    ),
    "of a stranger": (lambda over: token(over, STRANGER), "NO_CERTIFICATE_CHAIN_FOUND"),
    "by a weak imprint": (lambda over: token(over, imprint="sha1"), NO_PROOF),
    "with another value": (
        lambda over: token(over, sign=lambda data: crafted.signs(SERVER)(data + b".")),
        "SIG_CRYPTO_FAILURE",
    ),
    "without its certificate": (
        lambda over: token(over, certificates=[AUTHORITY.issuing.certificate]),
        "NO_SIGNING_CERTIFICATE_FOUND",
    ),
    "without a bound certificate": (
        lambda over: token(over, bound=False),
        "SIG_CONSTRAINTS_FAILURE",
    ),
    "of a person": (lambda over: token(over, server()), "CHAIN_CONSTRAINTS_FAILURE"),
    "of a server of two kinds": (
        lambda over: token(over, server(Usage.TIME_STAMPING, Usage.CLIENT_AUTH)),
        "CHAIN_CONSTRAINTS_FAILURE",
    ),
    "of a server that may do more": (
        lambda over: token(over, server(Usage.TIME_STAMPING, critical=False)),
        "CHAIN_CONSTRAINTS_FAILURE",
    ),
    "of the future": (
        lambda over: token(over, at=NOW + timedelta(days=100)),
        "TIMESTAMP_ORDER_FAILURE",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_one_that_proves_nothing_breaks_nothing(what: str) -> None:
    """Over the signature by anybody, and over the content by the signer; both are told."""
    make, code = WRONG[what]
    outside = judge(signed(lambda value: [make(value)]))
    inside = judge(signed(inside=[make(MATTER)]))
    for report in (outside, inside):
        assert (report.verdict, report.signatures[0].intact) == (OPEN, True)
        assert told(report) == {("TIMESTAMP", code)}
        assert not report.signatures[0].proven


def test_one_by_a_weak_signature_proves_nothing() -> None:
    """Somebody may have made another with the same SHA-1 (SHAttered, 2017)."""
    report = judge(signed(inside=[token(MATTER, hashed="sha1", **WEAK)]))
    assert (report.verdict, told(report)) == (OPEN, {("TIMESTAMP", NO_PROOF)})


def test_a_token_by_itself_is_as_whole_as_its_signature() -> None:
    over = (Content.of(MATTER),)
    whole = verify_signature(token(MATTER), over, ANCHORS, at=NOW).signatures[0]
    other = token(MATTER, sign=lambda data: crafted.signs(SERVER)(data + b"."))
    broken = verify_signature(other, over, ANCHORS, at=NOW).signatures[0]
    elsewhere = verify_signature(token(MATTER), (Content.of(b"x"),), ANCHORS, at=NOW)
    assert (whole.intact, broken.intact) == (True, False)
    assert not elsewhere.signatures[0].intact


# --- how many ----------------------------------------------------------------------------------


def repeated(made: Crafted, count: int) -> Report:
    return verify_signature(made.der(made.info() * count), (), ANCHORS, at=NOW)


@pytest.mark.parametrize("kind", ["stamps", "inside", "counters"])
def test_everything_of_a_file_is_counted(kind: str) -> None:
    """Sixty-four signatures with sixteen of anything each are more than anybody waits for."""
    some = [NULL] * 16
    match kind:
        case "stamps":
            made = signed(lambda _: some)
        case "inside":
            made = signed(inside=some)
        case _:
            made = signed()
            # Of a hash that nobody knows, which is told quickly.
            other = Crafted(PERSON, b"", bare=True, digest=algorithm("1.2.3.4"))
            made.unsigned = [attribute(crafted.COUNTER, *[other.info()] * 16)]
    few, many = repeated(made, 2), repeated(made, 64)
    assert len([item for item in few.signatures if item.kind == "signature"]) == 2
    assert (many.verdict, many.signatures) == (OPEN, ())
    assert {item.code for item in many.reasons} == {"NOT_EXAMINED"}


def test_time_stamps_of_a_container_are_counted() -> None:
    def container(count: int) -> Report:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.txt", "a")
            for number in range(count):
                archive.writestr(f"META-INF/{number}.tst", b"\5\0")
        return verify_stream(out, ANCHORS, at=NOW)

    assert len(container(3).signatures) == 3
    report = container(1025)
    assert (report.verdict, report.signatures) == (OPEN, ())
    assert {item.code for item in report.reasons} == {"NOT_EXAMINED"}
