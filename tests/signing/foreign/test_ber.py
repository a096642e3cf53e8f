"""Elements in one reading, or in none (X.690, 8)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from signing.cms_asn1 import tlv
from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.foreign import ber
from signing.foreign.algorithms import object_identifier
from tests.signing.foreign.crafted import endless

ONE = tlv(ber.OCTETS, b"1")
DEEPEST = 49


def nested(depth: int, wrap: Callable[[int, bytes], bytes]) -> bytes:
    data = b"\5\0"
    for _ in range(depth - 1):
        data = wrap(ber.SEQUENCE, data)
    return data


def depth(item: ber.Element) -> int:
    return 1 + max((depth(child) for child in item.children), default=0) if item.constructed else 1


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x30", "cut"),
        (b"\x04\x02a", "cut"),
        (b"\x04\x81", "length"),
        (b"\x04\x82\x00", "length"),
        (b"\x04\x87\0\0\0\0\0\0\1a", "length"),
        (b"\x1f\x81\x01\x01a", "tag of several bytes"),
        (b"\x04\x80a\0\0", "indefinite"),
        (b"\x30\x80\x04\x80a\0\0\0\0", "cut"),
        (b"\x30\x80\x04\x02a", "cut"),
        (b"\x30\x80\x04", "cut"),
        (b"\x30\x80\x04\x87\0\0\0\0\0\0\1a\0\0", "cut"),
        (b"\x30\x80\x04\x01a", "cut"),
        (ONE + b"\0", "behind"),
        (nested(DEEPEST + 1, endless), "too deep"),
    ],
)
def test_what_is_no_element(data: bytes, why: str) -> None:
    with pytest.raises(MalformedDocument, match=why):
        ber.read_all(data)


@pytest.mark.parametrize("wrap", [tlv, endless])
def test_as_deep_as_signatures_are_and_not_deeper(wrap: Callable[[int, bytes], bytes]) -> None:
    assert depth(ber.read_all(nested(DEEPEST, wrap))) == DEEPEST
    with pytest.raises(MalformedDocument, match="too deep"):
        depth(ber.read_all(nested(DEEPEST + 1, wrap)))


def test_lengths_of_every_form_say_the_same() -> None:
    for data in (b"\4\1a", b"\4\x81\1a", b"\4\x86\0\0\0\0\0\1a"):
        assert ber.read_all(data).body == b"a"
        assert ber.read_all(b"\x30\x80" + data + b"\0\0").only().body == b"a"
        assert ber.der(ber.read_all(data)) == b"\4\1a"
        assert not ber.read_all(data).indefinite
    assert ber.read_all(endless(ber.SEQUENCE, ONE)).indefinite


def test_elements_are_counted() -> None:
    many = b"\5\0" * 100_000
    whole = ber.read_all(tlv(ber.SEQUENCE, many + b"\5\0"))
    with pytest.raises(MalformedDocument, match="too many"):
        _ = whole.children
    ber.read_all(endless(ber.SEQUENCE, many))
    with pytest.raises(MalformedDocument, match="too many"):
        ber.read_all(endless(ber.SEQUENCE, many + b"\5\0"))


def test_a_structure_is_one_and_a_string_is_of_strings() -> None:
    with pytest.raises(MalformedDocument, match="where a structure must be"):
        _ = ber.read_all(ONE).children
    for inner in (b"", ONE + ONE):
        with pytest.raises(MalformedDocument, match="exactly one"):
            ber.read_all(tlv(ber.SEQUENCE, inner)).only()
    assert ber.read_all(tlv(0x24, ONE + tlv(0x24, ONE))).octets() == b"11"
    with pytest.raises(MalformedDocument, match="pieces that are none"):
        ber.read_all(tlv(0x24, ONE + tlv(ber.OID, b"1"))).octets()
    with pytest.raises(MalformedDocument, match="a serial"):
        ber.read_all(ONE).require(ber.OID, Flaw.SERIAL)


@pytest.mark.parametrize("body", [b"", b"\x2a\x83", b"\x2a" * 65])
def test_what_is_no_object_identifier(body: bytes) -> None:
    with pytest.raises(MalformedDocument, match="object identifier"):
        object_identifier(ber.read_all(tlv(ber.OID, body)))


def test_object_identifiers_at_their_ends() -> None:
    names = {b"\0": "0.0", b"\x27": "0.39", b"\x28": "1.0", b"\x4f": "1.39", b"\x50": "2.0"}
    names |= {b"\x88\x37": "2.999", b"\x2a" * 64: "1.2" + ".42" * 63, b"\x2a\x81\0": "1.2.128"}
    for body, name in names.items():
        assert object_identifier(ber.read_all(tlv(ber.OID, body))) == name
