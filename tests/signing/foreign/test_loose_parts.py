"""Each place of a CMS that its value does not cover, with words in it and nothing else wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms_asn1 import tlv
from signing.detail import Detail
from signing.foreign import ber
from signing.foreign.loose import _JUDGED, loose_parts
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import shaped
from tests.signing.foreign.crafted import SHA256, Crafted, algorithm, attribute
from tests.signing.foreign.makers import SERVER, Makers
from tests.signing.foreign.test_loose import (
    EVIL,
    LIST,
    LISTS,
    LOOSE,
    STRAY,
    VALUES,
    CAdES_C,
    outside,
    told,
)
from tests.signing.foreign.test_vouched import TST_INFO, basic, of, stamp_of
from tests.signing.pki import Authority2, Issued

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
    "a number": (b"\x02\x04abcd", True),
    "nothing": (crafted.NULL, True),
    "a longer number": (b"\x02\x05abcde", False),
    "no number at all": (b"\x02\x00", False),
    "an identifier": (crafted.oid("1.2.840.113549.1.1.11"), True),
    "words for an identifier": (tlv(6, b"<h1>Evil</h1"), False),
    "nothing with something in it": (b"\x05\x01a", False),
    "many numbers": (tlv(0x30, b"\x02\x04abcd" * 18 + b"\x02\x03abc"), True),
    "more than anybody has": (tlv(0x30, b"\x02\x04abcd" * 19), False),
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


def der(item: x509.Certificate | x509.CertificateRevocationList) -> bytes:
    return item.public_bytes(Encoding.DER)


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
    assert with_algorithm("1.2.3.4", crafted.NULL) == [LIST]
    assert with_algorithm("1.2.3.4", tlv(0x0C, EVIL)) == [LOOSE, LIST]


# --- time-stamps -------------------------------------------------------------------------------


@pytest.fixture
def server(makers: Makers) -> Issued:
    return makers.authority.issue(SERVER, begins=makers.now, time_stamping=True)


def test_what_whoever_asks_for_a_time_stamp_may_choose(makers: Makers, server: Issued) -> None:

    def beside(words: bytes = b"", imprint: bytes = bytes(32), parameters: bytes = b"") -> object:
        token = stamp_of(server, words, imprint, parameters)
        return told(makers, shaped(makers, unsigned=[attribute(CAdES_C, token)]).der())

    assert beside() == beside(b"\x01" * 16) == beside(imprint=bytes(64)) == []
    assert beside(b"\x01" * 17) == beside(imprint=bytes(65)) == [outside(CAdES_C)]
    assert beside(parameters=tlv(0x0C, EVIL)) == [LOOSE]


@pytest.mark.parametrize(
    ("kind", "count", "right"),
    [(TST_INFO, 5, True), (TST_INFO, 4, False), (crafted.DATA, 5, False)],
)
def test_a_servers_signature_over_something_else(
    makers: Makers, server: Issued, kind: str, count: int, right: bool
) -> None:
    """A time-stamp says so of itself, and has at least five parts."""
    top = ber.read_all(stamp_of(server)).children[1].only()
    info = ber.read_all(top.children[2].children[1].only().octets())
    content = tlv(0x30, b"".join(item.raw for item in info.children[:count]))
    made = Crafted(server, content, kind=kind)
    made.attributes = [
        crafted.content_type(kind),
        crafted.message_digest(content),
        crafted.signing_certificate(server.certificate),
    ]
    found = shaped(makers, unsigned=[attribute(CAdES_C, made.der())])
    assert told(makers, found.der()) == ([] if right else [outside(CAdES_C)])


def test_more_time_stamps_than_are_judged(makers: Makers) -> None:
    """Of those nobody asked who made them; their words are looked at all the same."""
    made = shaped(makers)
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    token = makers.token(value)
    stranger = Authority2("Boshqa").issue(SERVER, begins=makers.now, time_stamping=True)

    def with_stamps(*tokens: bytes) -> list[Detail]:
        made.unsigned = [attribute(crafted.TIME_STAMP, *tokens)]
        return told(makers, made.der(made.info_of(value)))

    most = [token] * _JUDGED
    assert with_stamps(*most) == with_stamps(*most, token) == []
    assert with_stamps(*most, stamp_of(stranger)) == [STRAY, outside(crafted.TIME_STAMP)]
