"""Each place of a CMS that its value does not cover, with words in it and nothing else wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from signing.cms_asn1 import tlv
from signing.detail import Detail
from signing.foreign import ber
from signing.foreign.loose import loose_parts
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import add_unsigned, shaped
from tests.signing.foreign.crafted import SHA256, Crafted, algorithm, attribute
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.test_loose import (
    EVIL,
    LIST,
    LISTS,
    LOOSE,
    VALUES,
    beside_stamp,
    der,
    outside,
    stamped_of,
    told,
)
from tests.signing.foreign.test_vouched import basic, of
from tests.signing.pki import Authority2

VERSION, DIGESTS, CONTENT, SIGNERS = 1, 2, 3, -1
OCSP_RESPONSE, OCSP_BASIC = "1.3.6.1.5.5.7.16.2", "1.3.6.1.5.5.7.48.1.1"
WORDS = tlv(2, EVIL)


def changed(
    cms: bytes, change: Mapping[int, Callable[[bytes], bytes]], more: bytes = b""
) -> bytes:
    """The same with other parts, and with ``more`` before the signers."""
    top = ber.read_all(cms)
    parts = [top.children[0].raw, *(item.raw for item in top.children[1].only().children)]
    for at, new in change.items():
        parts[at] = new(parts[at])
    name, *parts, signers = parts
    return tlv(0x30, name + tlv(0xA0, tlv(0x30, b"".join((*parts, more, signers)))))


def inside(raw: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    """An element with others in it."""
    item = ber.read_all(raw)
    return tlv(item.tag, b"".join(change([child.raw for child in item.children])))


def of_signer(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    return lambda raw: inside(raw, lambda infos: [inside(infos[0], change)])


PARAMETERS: dict[str, tuple[bytes, bool]] = {
    "nothing": (crafted.NULL, True),
    "nothing twice": (crafted.NULL * 2, False),
    "a number": (b"\x02\x01a", False),
    "a known identifier": (crafted.oid("1.2.840.113549.1.1.11"), False),
    "words for an identifier": (tlv(6, b"<h1>Evil</h1"), False),
    "nothing with something in it": (b"\x05\x01a", False),
    "an empty sequence": (tlv(0x30, b""), False),
}


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters_of_an_algorithm_that_no_signature_has(makers: Makers, name: str) -> None:
    parameters, plain = PARAMETERS[name]

    def added(raw: bytes) -> bytes:
        return tlv(0x31, ber.read_all(raw).body + algorithm(SHA256, parameters))

    made = changed(shaped(makers).der(), {DIGESTS: added})
    assert told(makers, made) == ([] if plain else [LOOSE])


def test_more_algorithms_than_anybody_has(makers: Makers) -> None:
    cms = shaped(makers).der()

    def of_count(count: int) -> list[Detail]:
        many = tlv(0x31, algorithm(SHA256) * count)
        return told(makers, changed(cms, {DIGESTS: lambda _: many}))

    assert of_count(64) == []
    assert of_count(65) == [LOOSE]


@pytest.mark.parametrize("number", [b"\x02\x02\x00\x01", WORDS])
def test_a_version_is_a_digit(makers: Makers, number: bytes) -> None:
    der = shaped(makers).der()
    assert told(makers, changed(der, {VERSION: lambda _: number})) == [LOOSE]
    signer = of_signer(lambda parts: [number, *parts[1:]])
    assert told(makers, changed(der, {SIGNERS: signer})) == [LOOSE]


def test_the_kind_of_a_content_that_is_not_signed(makers: Makers) -> None:
    """Without signed attributes nothing signs it (RFC 5652, 5.3)."""
    der = shaped(makers, bare=True).der()

    def found(kind: bytes) -> tuple[Detail, ...]:
        def renamed(raw: bytes) -> bytes:
            return inside(raw, lambda parts: [kind, *parts[1:]])

        return loose_parts((changed(der, {CONTENT: renamed}),), makers.anchors)

    assert found(crafted.oid(crafted.DATA)) == ()
    assert found(tlv(6, b"\x2a\x03<h1>")) == (LOOSE,)


def test_values_of_one_attribute(makers: Makers) -> None:
    one = der(makers.authority.issuing.certificate)
    for count, found in ((64, []), (65, [LOOSE])):
        values = attribute(VALUES, *[tlv(0x30, one)] * count)
        assert told(makers, shaped(makers, unsigned=[values]).der()) == found


# --- answers -----------------------------------------------------------------------------------


def test_an_answer_beside_a_signature(makers: Makers) -> None:
    """OtherRevocationInfoFormat (RFC 5652, 10.2.1; RFC 5940)."""
    answer = of(makers, makers.authority.issuing)
    cms = shaped(makers).der()

    def beside(kind: str, value: bytes, tag: int = 0xA1) -> list[Detail]:
        return told(makers, changed(cms, {}, tlv(0xA1, tlv(tag, crafted.oid(kind) + value))))

    assert beside(OCSP_RESPONSE, answer.der) == beside(OCSP_BASIC, basic(answer)) == []
    stranger = of(makers, Authority2("Boshqa").issuing)
    assert beside(OCSP_RESPONSE, stranger.der) == beside(OCSP_BASIC, basic(stranger)) == [LIST]
    assert beside("1.2.3.4", tlv(4, EVIL)) == [LIST]
    assert beside(OCSP_RESPONSE, answer.der, 0xA2) == [LIST]
    assert beside(OCSP_RESPONSE, answer.der + tlv(4, EVIL)) == [LIST]
    assert beside(OCSP_RESPONSE, tlv(4, EVIL)) == [LIST]


def test_the_algorithm_of_an_answer(makers: Makers) -> None:
    """It stands outside of what is signed, and nowhere in it."""
    raw = basic(of(makers, makers.authority.issuing))

    def with_algorithm(name: str, parameters: bytes) -> list[Detail]:
        other = algorithm(name, parameters)
        one = inside(raw, lambda parts: [parts[0], other, *parts[2:]])
        values = attribute(LISTS, tlv(0x30, tlv(0xA1, tlv(0x30, one))))
        return told(makers, shaped(makers, unsigned=[values]).der())

    assert with_algorithm(crafted.ECDSA_SHA256, b"") == []
    # Of those that it does not know, the library takes anything.
    assert with_algorithm("1.2.3.4", crafted.NULL) == [LOOSE, LIST]
    assert with_algorithm("1.2.3.4", tlv(0x0C, EVIL)) == [LOOSE, LIST]


# --- other attributes --------------------------------------------------------------------------


def test_an_attribute_that_nobody_knows(makers: Makers) -> None:
    """What it means is not known, whatever stands in it and wherever it stands."""
    other = attribute("1.2.3.4", crafted.NULL)
    assert told(makers, shaped(makers, unsigned=[other]).der()) == [outside("1.2.3.4")]
    token = add_unsigned(makers.token(stamped_of(makers)), other)
    assert beside_stamp(makers, token) == [outside("1.2.3.4")]


def test_an_attribute_of_a_counter_signature(makers: Makers) -> None:
    made = shaped(makers)
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    attributes = crafted.usual(made.issued, value)[1:]

    def countered(*unsigned: bytes) -> list[Detail]:
        counter = Crafted(made.issued, value, attributes, unsigned=unsigned).info()
        made.unsigned = [attribute(crafted.COUNTER, counter)]
        return told(makers, made.der(made.info_of(value)))

    assert countered() == []
    assert countered(attribute("1.2.3.4", tlv(4, EVIL))) == [outside("1.2.3.4")]


def test_more_attributes_than_anybody_has(makers: Makers) -> None:
    values = attribute(VALUES, tlv(0x30, der(makers.authority.issuing.certificate)))
    for count, found in ((64, []), (65, [LOOSE])):
        assert told(makers, shaped(makers, unsigned=[values] * count).der()) == found


def test_the_digest_algorithm_of_a_signature(makers: Makers) -> None:
    """It stands beside the set of all, and may be another there."""

    def with_parameters(parameters: bytes) -> list[Detail]:
        other = algorithm(SHA256, parameters)
        signer = of_signer(lambda parts: [*parts[:2], other, *parts[3:]])
        return told(makers, changed(shaped(makers).der(), {SIGNERS: signer}))

    assert with_parameters(crafted.NULL) == []
    assert with_parameters(tlv(0x0C, EVIL)) == [LOOSE]


def test_what_cannot_be_read_is_vouched_for_by_nobody(makers: Makers) -> None:
    assert loose_parts((b"<h1>Evil</h1>",), makers.anchors) == (LOOSE,)
