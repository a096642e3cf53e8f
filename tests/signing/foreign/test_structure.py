"""Signatures and time-stamps whose structure is another than the standard's, part by part."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from signing.cms_asn1 import tlv
from signing.errors import DocumentTooLarge, MalformedDocument
from signing.foreign import ber
from signing.foreign.signed_data import counter_signatures, moment, read_signed_data, read_signer
from signing.foreign.stamps import read_token
from tests.signing.foreign import crafted
from tests.signing.foreign.crafted import NULL, OCTETS, SEQUENCE, SET, attribute, oid

SIGNED_DATA = "1.2.840.113549.1.7.2"
VERSION = b"\2\1\1"
HASH = crafted.algorithm(crafted.SHA256)
CONTENT = tlv(SEQUENCE, oid(crafted.DATA))
SIGNER = VERSION + tlv(SEQUENCE, tlv(SEQUENCE, b"") + VERSION) + HASH
REST = crafted.algorithm(crafted.ECDSA_SHA256) + tlv(OCTETS, b"value")
DIGEST = attribute("1.2.840.113549.1.9.4", tlv(OCTETS, bytes(32)))
TOKEN = "1.2.840.113549.1.9.16.1.4"
TIME = tlv(0x18, b"20260101000000Z")


def signer(*, signed: bytes = b"", unsigned: bytes = b"") -> bytes:
    return tlv(SEQUENCE, SIGNER + signed + REST + unsigned)


def whole(
    *more: bytes,
    version: bytes = VERSION,
    hashes: bytes = tlv(SET, HASH),
    content: bytes = CONTENT,
    signers: bytes = tlv(SET, signer()),
    kind: str = SIGNED_DATA,
) -> bytes:
    body = version + hashes + content + b"".join(more) + signers
    return tlv(SEQUENCE, oid(kind) + tlv(0xA0, tlv(SEQUENCE, body)))


def test_the_right_one_is_read() -> None:
    read = read_signed_data(whole(tlv(0xA0, b""), tlv(0xA1, b"")))
    assert (len(read.signers), read.content_bytes()) == (1, None)
    assert read.signers[0].value.octets() == b"value"
    both = signer(signed=tlv(0xA0, DIGEST), unsigned=tlv(0xA1, DIGEST))
    found = read_signer(ber.read_all(both))
    assert (found.signed is not None, found.unsigned is not None) == (True, True)
    empty = read_signed_data(whole(signers=tlv(SET, b"")))
    assert empty.signers == ()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (whole(kind="1.2.840.113549.1.7.3"), "not SignedData"),
        (tlv(SEQUENCE, oid(SIGNED_DATA)), "not SignedData"),
        (tlv(SEQUENCE, oid(SIGNED_DATA) + tlv(0xA0, b"") + NULL), "not SignedData"),
        (tlv(SEQUENCE, oid(SIGNED_DATA) + tlv(0xA0, tlv(SEQUENCE, VERSION * 3))), "lacks a part"),
        (whole(version=NULL), "a version"),
        (whole(hashes=tlv(SEQUENCE, HASH)), "digest algorithms"),
        (whole(content=tlv(SEQUENCE, b"")), "CMS content"),
        (whole(content=tlv(SEQUENCE, oid(crafted.DATA) + tlv(0xA0, NULL) + NULL)), "CMS content"),
        (whole(tlv(0xA2, b"")), "unknown part"),
        (whole(tlv(0xA0, b""), tlv(0xA0, b"")), "unknown part"),
        (whole(signers=tlv(SEQUENCE, signer())), "signatures"),
        (whole(signers=tlv(SET, tlv(SEQUENCE, SIGNER + HASH))), "missing parts"),
        (whole(signers=tlv(SET, signer(unsigned=tlv(0xA1, b"") + NULL))), "missing parts"),
        (
            whole(signers=tlv(SET, tlv(SEQUENCE, SIGNER + tlv(0xA0, b"") + HASH))),
            "missing parts",
        ),
        (
            whole(signers=tlv(SET, signer(signed=tlv(0xA0, b""), unsigned=tlv(0xA1, b"") + NULL))),
            "missing parts",
        ),
        (whole(signers=tlv(SET, signer().replace(b"\4\5value", b"\5\5value"))), "value"),
        (whole(signers=tlv(SET, signer().replace(b"\x02\1\1", b"\5\1\1", 1))), "a version"),
        (whole(signers=tlv(SET, signer(unsigned=tlv(0xA2, b"")))), "attributes"),
        (whole(signers=tlv(SET, signer(signed=tlv(0xA0, tlv(SEQUENCE, HASH))))), "an attribute"),
        (
            whole(signers=tlv(SET, signer(signed=tlv(0xA0, tlv(SEQUENCE, HASH + HASH))))),
            "attribute",
        ),
    ],
)
def test_what_is_no_signature(data: bytes, why: str) -> None:
    with pytest.raises(MalformedDocument, match=why):
        read_signed_data(data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (whole(signers=tlv(SET, signer() * 65)), "more than 64 signatures"),
        (whole(tlv(0xA0, tlv(0xA1, b"") * 129)), "more than 128 certificates"),
        (whole(tlv(0xA1, tlv(0xA1, b"") * 129)), "more than 128 revocation lists"),
    ],
)
def test_more_than_is_read(data: bytes, why: str) -> None:
    """Nothing is broken there, and anybody can add certificates."""
    with pytest.raises(DocumentTooLarge, match=why):
        read_signed_data(data)


def test_as_many_as_are_read() -> None:
    assert len(read_signed_data(whole(signers=tlv(SET, signer() * 64))).signers) == 64
    read_signed_data(whole(tlv(0xA0, tlv(0xA1, b"") * 128), tlv(0xA1, tlv(0xA1, b"") * 128)))
    for number in (16, 17):
        counters = attribute(crafted.COUNTER, *[signer()] * number)
        info = read_signer(ber.read_all(signer(unsigned=tlv(0xA1, counters))))
        if number == 16:
            assert len(counter_signatures(info)) == 16
        else:
            with pytest.raises(DocumentTooLarge, match="too many counter-signatures"):
                counter_signatures(info)


@pytest.mark.parametrize(
    ("text", "tag", "read"),
    [
        (b"491231235959Z", 0x17, datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (b"500101000000Z", 0x17, datetime(1950, 1, 1, tzinfo=UTC)),
        (b"2601010000Z", 0x17, datetime(2026, 1, 1, tzinfo=UTC)),
        (b"20260101050000+0500", 0x18, datetime(2026, 1, 1, tzinfo=UTC)),
        (b"20260101000000-0130", 0x18, datetime(2026, 1, 1, 1, 30, tzinfo=UTC)),
        (b"20260101050000", 0x18, datetime(2026, 1, 1, tzinfo=UTC)),
        (b"20260101000000.5Z", 0x18, datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_times(text: bytes, tag: int, read: datetime) -> None:
    assert moment(ber.read_all(tlv(tag, text))) == read


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (b"20260101000000Z", OCTETS),
        (b"", 0x18),
        (b"2026Z", 0x18),
        (b"20261301000000Z", 0x18),
        (b"20260101000000Z.", 0x18),
        (b"00010101000000Z", 0x18),
        (b"99991231235959Z", 0x18),
    ],
)
def test_what_is_no_time(text: bytes, tag: int) -> None:
    with pytest.raises(MalformedDocument, match="a time"):
        moment(ber.read_all(tlv(tag, text)))


# --- time-stamps -------------------------------------------------------------------------------


def token(*parts: bytes, kind: str = TOKEN, signers: int = 1) -> bytes:
    info = tlv(SEQUENCE, b"".join(parts))
    content = tlv(SEQUENCE, oid(kind) + tlv(0xA0, tlv(OCTETS, info)))
    return whole(content=content, signers=tlv(SET, signer() * signers))


IMPRINT = tlv(SEQUENCE, HASH + tlv(OCTETS, bytes(32)))
STAMP = (VERSION, oid("1.2.3"), IMPRINT)


def test_a_time_stamp_is_read() -> None:
    read = read_token(token(*STAMP, VERSION, TIME), ())
    assert (read.time, read.intact) == (datetime(2026, 1, 1, tzinfo=UTC), False)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (token(*STAMP, VERSION, TIME, kind=crafted.DATA), "not a time-stamp"),
        (token(*STAMP, VERSION, TIME, signers=2), "not a time-stamp"),
        (token(*STAMP, VERSION, TIME, signers=0), "not a time-stamp"),
        (whole(content=tlv(SEQUENCE, oid(TOKEN))), "not a time-stamp"),
        (token(*STAMP, VERSION), "content is malformed"),
        (token(*STAMP[:2], tlv(SEQUENCE, HASH), VERSION, TIME), "content is malformed"),
        (token(*STAMP[:2], tlv(SEQUENCE, HASH * 3), VERSION, TIME), "content is malformed"),
        (token(*STAMP, VERSION, tlv(0x17, b"260101000000Z")), "time-stamp's time"),
    ],
)
def test_what_is_no_time_stamp(data: bytes, why: str) -> None:
    with pytest.raises(MalformedDocument, match=why):
        read_token(data, ())
