"""A time-stamp beside a signature is over that signature, or nobody vouches for it."""

from __future__ import annotations

import hashlib
import io

import pytest

from signing.cms_asn1 import tlv
from signing.foreign import ber
from signing.foreign.loose import _JUDGED
from signing.verify_any import verify_stream
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import add_unsigned, shaped
from tests.signing.foreign.crafted import COUNTER, TIME_STAMP, Crafted, attribute
from tests.signing.foreign.makers import SERVER, Makers
from tests.signing.foreign.test_asic import stamped as stamped_container
from tests.signing.foreign.test_loose import (
    EVIL,
    REFERENCES,
    CAdES_C,
    outside,
    reference,
    told,
)
from tests.signing.foreign.test_vouched import stamp_of

OF_REFERENCES, MICROSOFT = "1.2.840.113549.1.9.16.2.26", "1.3.6.1.4.1.311.3.3.1"
REVOCATIONS = "1.2.840.113549.1.9.16.2.22"
VERSION_2, VERSION_3 = "1.2.840.113549.1.9.16.2.48", "0.4.0.1733.2.4"
OLDER = ("1.2.840.113549.1.9.16.2.27", "0.4.0.1733.2.2")
WORDS = b"<h1>RAD ETILDI</h1><p>Refused by the hokim<!--".ljust(64)
"""As long as an imprint."""


def with_stamp(makers: Makers, kind: str, more: bytes = b"") -> list[object]:
    """What is told of a time-stamp over what its kind is over, and ``more``."""
    made = shaped(makers)
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    stamp = attribute(TIME_STAMP, makers.token(value))
    refers = attribute(REFERENCES, reference(makers.authority.issuing.certificate))
    lists = attribute(REVOCATIONS, tlv(0x30, b""))
    bodies = [ber.read_all(item).body for item in (stamp, refers, lists)]
    over = {
        TIME_STAMP: value,
        MICROSOFT: value,
        CAdES_C: value + b"".join(bodies),
        OF_REFERENCES: b"".join(bodies[1:]),
    }[kind]
    # A set has no order; that of what is stamped is the standard's.
    added = attribute(kind, makers.token(over + more))
    made.unsigned = [lists, refers, *([stamp] * _JUDGED if kind == TIME_STAMP else [stamp]), added]
    return list(told(makers, made.der(made.info_of(value))))


@pytest.mark.parametrize("kind", [TIME_STAMP, MICROSOFT, CAdES_C, OF_REFERENCES])
def test_what_each_kind_is_over(makers: Makers, kind: str) -> None:
    """ETSI TS 101 733, 6.1.1, 6.3.5 and 6.3.6; of Microsoft's the signature's value."""
    assert with_stamp(makers, kind) == []
    assert with_stamp(makers, kind, b"x") == [outside(kind)]


def reasons(makers: Makers, *unsigned: bytes) -> list[tuple[str, str]]:
    data = shaped(makers, unsigned=unsigned).der()
    report = verify_stream(io.BytesIO(data), makers.anchors)
    return [(item.code, str(item.detail)) for item in report.reasons]


@pytest.mark.parametrize("kind", OLDER)
def test_of_kinds_that_nobody_computes(makers: Makers, kind: str) -> None:
    server = makers.authority.issue(SERVER, begins=makers.now, time_stamping=True)
    stamp = attribute(kind, stamp_of(server, imprint=WORDS))
    assert told(makers, shaped(makers, unsigned=[stamp]).der()) == [outside(kind)]


@pytest.mark.parametrize("kind", [VERSION_2, VERSION_3])
def test_an_archive_time_stamp_of_something_else(makers: Makers, kind: str) -> None:
    """As any time-stamp that does not hold (decision 33)."""
    token = makers.token(b"something else")
    assert reasons(makers, attribute(kind, token)) == [("TIMESTAMP", "HASH_FAILURE")]


def bogus(makers: Makers) -> bytes:
    """What is called a counter-signature, and is nobody's."""
    issuing = makers.authority.issuing.certificate
    words = attribute("1.2.3.4", tlv(4, EVIL))
    fields = [b"\x02\x01\x01", crafted.sid(issuing), crafted.algorithm(crafted.SHA256)]
    fields += [tlv(0xA0, words), crafted.algorithm(crafted.ECDSA_SHA256), tlv(4, bytes(70))]
    return attribute(COUNTER, tlv(0x30, b"".join(fields)))


def test_a_counter_signature_where_nobody_checks_it(makers: Makers) -> None:
    """Within a time-stamp, within another one, and within a container's time-stamp."""
    made = shaped(makers)
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))

    def beside(*unsigned: bytes) -> list[object]:
        made.unsigned = unsigned
        return list(told(makers, made.der(made.info_of(value))))

    token = makers.token(value)
    assert beside(attribute(TIME_STAMP, token)) == []
    held = attribute(TIME_STAMP, add_unsigned(token, bogus(makers)))
    assert beside(held) == [outside(COUNTER)]
    own = crafted.usual(made.issued, value)[1:]
    for more, found in ((), []), ((bogus(makers),), [outside(COUNTER)]):
        counter = Crafted(made.issued, value, own, unsigned=more).info()
        assert beside(attribute(COUNTER, counter)) == found


def asked(makers: Makers, data: bytes, nonce: bytes) -> bytes:
    """A time-stamp whose question had this nonce."""
    makers.token(data)
    imprint = tlv(0x30, crafted.algorithm(crafted.SHA256) + tlv(4, hashlib.sha256(data).digest()))
    question = tlv(0x30, b"\x02\x01\x01" + imprint + tlv(2, nonce) + b"\x01\x01\xff")
    makers.write("asked.tsq", question)
    return makers.openssl(
        *("ts", "-reply", "-config", "ts.cnf", "-section", "t", "-queryfile", "asked.tsq"),
        *("-signer", "server.pem", "-inkey", "server.key", "-chain", "between.pem", "-token_out"),
    )


def test_what_stands_in_a_containers_time_stamp(makers: Makers) -> None:
    made = stamped_container(makers, archive=True)
    name = "META-INF/timestamp001.tst"
    plain = made.members[name]

    def found(stamp: bytes) -> list[tuple[str, str]]:
        made.members[name] = stamp
        report = verify_stream(io.BytesIO(made.zip()), makers.anchors)
        return [(item.code, item.detail) for item in report.reasons]

    assert found(plain) == []
    assert found(add_unsigned(plain, bogus(makers))) == [("UNSIGNED_BESIDE", outside(COUNTER))]
    listed = made.members["META-INF/ASiCArchiveManifest001.xml"]
    assert found(asked(makers, listed, b"\x01" * 16)) == []
