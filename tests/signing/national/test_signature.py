"""National signatures against published ones and against OpenSSL's GOST engine."""

from __future__ import annotations

import random
from base64 import b64decode

import pytest
from cryptography import x509
from cryptography.hazmat import asn1

from signing import national
from signing.cms_asn1 import tlv
from signing.errors import (
    AlgorithmRefused,
    MalformedDocument,
    SignatureCheckFailed,
    SigningError,
)
from signing.national import Standard, check_signature, digest, read_public_key
from signing.national.curve import Curve, Point, combine
from signing.national.parameters import NationalKey
from signing.national.signature import is_right
from tests.signing.gost_engine import SETS, Engine, below, key_info, public_key_info
from tests.signing.national_key import NationalPrivateKey

CURVES = {
    name: read_public_key(NationalPrivateKey.make(name).public_key_info()).curve for name in "ABC"
}


@pytest.mark.parametrize("name", "ABC")
def test_the_generator_has_its_order(name: str) -> None:
    curve = CURVES[name]
    generator = (curve.x, curve.y)
    assert curve.holds(generator)
    assert combine(curve, curve.q, 0, generator) is None
    assert combine(curve, curve.q - 1, 0, generator) == (curve.x, curve.p - curve.y)
    # Special cases of the addition: equal points, opposite points, nothing at all.
    for u, v in ((1, 1), (5, 5), (7, curve.q - 7), (0, 0), (0, 9), (9, 0), (3, curve.q + 4)):
        assert combine(curve, u, v, generator) == combine(curve, u + v, 0, generator)


# RFC 8133, A.1 to A.3: multiples of the generators.
MULTIPLES: dict[str, list[tuple[int, Point]]] = {
    "A": [
        (
            0x1F2538097D5A031FA68BBB43C84D12B3DE47B7061C0D5E24993E0C873CDBA6B3,
            (
                0xBBC77CF42DC1E62D06227935379B4AA4D14FEA4F565DDF4CB4FA4D31579F9676,
                0x8E16604A4AFDF28246684D4996274781F6CB80ABBBA1414C1513EC988509DABF,
            ),
        ),
    ],
    "B": [
        (
            0x499D72B90299CAB0DA1F8BE19D9122F622A13B32B730C46BD0664044F2144FAD,
            (
                0x61D6F916DB717222D74877F179F7EBEF7CD4D24D8C1F523C048E34A1DF30F8DD,
                0x3EC48863049CFCFE662904082E78503F4973A4E105E2F1B18C69A5E7FB209000,
            ),
        ),
    ],
    "C": [
        (
            0x3A54AC3F19AD9D0B1EAC8ACDCEA70E581F1DAC33D13FEAFD81E762378639C1A8,
            (
                0x96B7F09C94D297C257A7DA48364C0076E59E48D221CBA604AE111CA3933B446A,
                0x54E4953D86B77ECCEB578500931E822300F7E091F79592CA202A020D762C34A6,
            ),
        ),
    ],
}


@pytest.mark.parametrize("name", MULTIPLES)
def test_published_multiples(name: str) -> None:
    curve = CURVES[name]
    for factor, product in MULTIPLES[name]:
        assert combine(curve, factor, 0, (curve.x, curve.y)) == product


def test_published_signature_of_rfc_5832() -> None:
    """RFC 5832, 7.1: a curve of its own whose a is not minus three."""
    curve = Curve(
        p=0x8000000000000000000000000000000000000000000000000000000000000431,
        a=0x7,
        b=0x5FBFF498AA938CE739B8E022FBAFEF40563F6E6A3472FC2A514C0CE9DAE23B7E,
        q=0x8000000000000000000000000000000150FE8A1892976154C59CFC193ACCF5B3,
        x=0x2,
        y=0x8E2A8A0E65147D4BD6316030E16D19C85C97F0A9CA267122B96ABBCEA7E8FC8,
    )
    point = (
        0x7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B,
        0x26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA,
    )
    e = 0x2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5
    r = 0x41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493
    s = 0x1456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40
    private = 0x7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28
    assert combine(curve, private, 0, (curve.x, curve.y)) == point
    key = NationalKey(Standard.OZDST_2009, "A", curve, point)
    value = s.to_bytes(32, "big") + r.to_bytes(32, "big")
    assert is_right(key, e.to_bytes(32, "little"), value)
    assert not is_right(key, (e ^ 1).to_bytes(32, "little"), value)


# RFC 4491, 4.2: a self-signed certificate with the same hash, on the curve of set XchA.
RFC_4491 = b64decode(
    "MIIB0DCCAX8CECv1xh7CEb0Xx9zUYma0LiEwCAYGKoUDAgIDMG0xHzAdBgNVBAMM"
    "Fkdvc3RSMzQxMC0yMDAxIGV4YW1wbGUxEjAQBgNVBAoMCUNyeXB0b1BybzELMAkG"
    "A1UEBhMCUlUxKTAnBgkqhkiG9w0BCQEWGkdvc3RSMzQxMC0yMDAxQGV4YW1wbGUu"
    "Y29tMB4XDTA1MDgxNjE0MTgyMFoXDTE1MDgxNjE0MTgyMFowbTEfMB0GA1UEAwwW"
    "R29zdFIzNDEwLTIwMDEgZXhhbXBsZTESMBAGA1UECgwJQ3J5cHRvUHJvMQswCQYD"
    "VQQGEwJSVTEpMCcGCSqGSIb3DQEJARYaR29zdFIzNDEwLTIwMDFAZXhhbXBsZS5j"
    "b20wYzAcBgYqhQMCAhMwEgYHKoUDAgIkAAYHKoUDAgIeAQNDAARAhJVodWACGkB1"
    "CM0TjDGJLP3lBQN6Q1z0bSsP508yfleP68wWuZWIA9CafIWuD+SN6qa7flbHy7Df"
    "D2a8yuoaYDAIBgYqhQMCAgMDQQA8L8kJRLcnqeyn1en7U23Sw6pkfEQu3u0xFkVP"
    "vFQ/3cHeF26NG+xxtZPz3TaTVXdoiYkXYiD02rEx1bUcM97i"
)


def test_published_certificate_of_rfc_4491() -> None:
    certificate = x509.load_der_x509_certificate(RFC_4491)
    signed = certificate.tbs_certificate_bytes
    info = public_key_info(signed[-64:], "XchA")
    check_signature(info, digest(signed), certificate.signature)
    with pytest.raises(SignatureCheckFailed):
        check_signature(info, digest(signed + b" "), certificate.signature)


def check_against(engine: Engine, name: str, seed: int, keys: int) -> None:
    """Twenty-five signatures of each key, under both names of the standard in turn."""
    chance = random.Random(seed)
    for _ in range(keys):
        key = engine.make_key(name)
        old, new = (public_key_info(engine.point(key), name, standard) for standard in Standard)
        for number in range(25):
            info = (old, new)[number % 2]
            hashed = chance.randbytes(32)
            value = engine.sign(key, hashed)
            check_signature(info, hashed, value)
            wrong = bytearray(value)
            wrong[chance.randrange(64)] ^= 1 << chance.randrange(8)
            with pytest.raises(SignatureCheckFailed):
                check_signature(info, hashed, bytes(wrong))


@pytest.mark.parametrize("name", SETS)
def test_signatures_of_the_engine(engine: Engine, name: str) -> None:
    check_against(engine, name, 1092, 1)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", SETS)
def test_signatures_of_the_engine_thousands_of_times(engine: Engine, name: str) -> None:
    check_against(engine, name, 2024, 32)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("standard", Standard)
def test_hundreds_of_random_signatures(name: str, standard: Standard) -> None:
    key = NationalPrivateKey.make(name, standard)
    info = key.public_key_info()
    for number in range(20):
        hashed = digest(number.to_bytes(4, "big"))
        value = key.sign_digest(hashed)
        check_signature(info, hashed, value)
        with pytest.raises(SignatureCheckFailed):
            check_signature(info, digest(hashed), value)


def test_the_engine_accepts_what_the_tests_sign_with(engine: Engine) -> None:
    """The tests' own signer is judged too, so that both cannot be wrong in the same way."""
    path = engine.make_key("A")
    key = NationalPrivateKey.make("A")
    hashed = digest(b"matn")
    assert engine.accepts(path, hashed, engine.sign(path, hashed))
    assert not engine.accepts(path, hashed, key.sign_digest(hashed))
    check_signature(key.public_key_info(), hashed, key.sign_digest(hashed))


def test_a_digest_of_zero_is_taken_for_one() -> None:
    key = NationalPrivateKey.make()
    q = CURVES["A"].q
    for zero in (0, q):
        value = key.sign_digest(zero.to_bytes(32, "little"))
        for same in (zero, 1, q + 1):
            check_signature(key.public_key_info(), same.to_bytes(32, "little"), value)


def test_what_others_call_it_by() -> None:
    """The module's promise: SPKI, digest and value in bytes, by these names, and nothing back."""
    hashed = national.digest(data=b"matn")
    value = KEY.sign_digest(hashed)
    assert len(hashed) == 32
    national.check_signature(public_key_info=KEY.public_key_info(), digest=hashed, signature=value)
    with pytest.raises(SigningError):
        national.check_signature(KEY.public_key_info(), hashed, value[::-1])


def test_names_and_sets() -> None:
    key = NationalPrivateKey.make("XchB", Standard.OZMST_2024)
    found = read_public_key(key.public_key_info())
    assert found.name == "O'zMSt 286-2024, set XchB"
    assert found.curve == CURVES["C"]
    first = read_public_key(NationalPrivateKey.make().public_key_info())
    assert first.name == "O'z DSt 1092:2009 algorithm 2, set A"


KEY = NationalPrivateKey.make()
DIGEST = digest(b"matn")
VALUE = KEY.sign_digest(DIGEST)
Q = CURVES["A"].q
S, R = VALUE[:32], VALUE[32:]


@pytest.mark.parametrize(
    "value",
    [
        b"",
        VALUE[:-1],
        VALUE + b"\0",
        bytes(64),
        bytes(32) + R,
        S + bytes(32),
        Q.to_bytes(32, "big") + R,
        S + Q.to_bytes(32, "big"),
        (int.from_bytes(S, "big") + Q).to_bytes(33, "big")[-32:] + R,
        b"\xff" * 64,
        R + S,
    ],
    ids=[
        "empty", "short", "long", "zero", "s-zero", "r-zero", "s-order", "r-order", "s-more",
        "ones", "other-order",
    ],
)  # fmt: skip
def test_values_that_are_none(value: bytes) -> None:
    with pytest.raises(SignatureCheckFailed) as caught:
        check_signature(KEY.public_key_info(), DIGEST, value)
    assert caught.value.reasons == ("SIG_CRYPTO_FAILURE",)


def test_a_second_writing_of_the_same_numbers() -> None:
    """On set B a number and the same one plus the modulus both fit into 32 bytes."""
    key, curve = NationalPrivateKey.make("B"), CURVES["B"]
    info, value = key.public_key_info(), key.sign_digest(DIGEST)
    check_signature(info, DIGEST, value)
    for place in (0, 32):
        number = int.from_bytes(value[place : place + 32], "big") + curve.q
        if number < 1 << 256:
            again = value[:place] + number.to_bytes(32, "big") + value[place + 32 :]
            with pytest.raises(SignatureCheckFailed):
                check_signature(info, DIGEST, again)
    for place in (-64, -32):
        end = len(info) + place + 32
        number = int.from_bytes(info[place:end], "little") + curve.p
        if number < 1 << 256:
            again = info[:place] + number.to_bytes(32, "little") + info[end:]
            with pytest.raises(MalformedDocument):
                check_signature(again, DIGEST, value)


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_digest_of_another_length(size: int) -> None:
    with pytest.raises(SignatureCheckFailed):
        check_signature(KEY.public_key_info(), bytes(size), VALUE)


KEY_OID = Standard.OZDST_2009.key
SET_A = asn1.encode_der(below(KEY_OID, 1))
POINT = KEY.public_key_info()[-64:]


@pytest.mark.parametrize(
    "info",
    [
        b"",
        b"\x30\x00",
        KEY.public_key_info()[:-1],
        KEY.public_key_info() + b"\0",
        key_info(KEY_OID, SET_A, tlv(4, POINT[:-1])),
        key_info(KEY_OID, SET_A, tlv(4, POINT + b"\0")),
        key_info(KEY_OID, SET_A, POINT),
        key_info(KEY_OID, SET_A, tlv(4, bytes(64))),
        key_info(KEY_OID, SET_A, tlv(4, POINT[32:] + POINT[:32])),
        key_info(KEY_OID, SET_A, tlv(4, POINT[::-1])),
        key_info(KEY_OID, b"", tlv(4, POINT)),
        key_info(KEY_OID, SET_A + SET_A, tlv(4, POINT)),
        key_info(KEY_OID, asn1.encode_der(1), tlv(4, POINT)),
    ],
    ids=[
        "empty", "nothing", "cut", "more", "short", "long", "bare", "zero", "y-x", "reversed",
        "no-set", "two-sets", "number",
    ],
)  # fmt: skip
def test_keys_that_are_none(info: bytes) -> None:
    with pytest.raises(MalformedDocument):
        check_signature(info, DIGEST, VALUE)


@pytest.mark.parametrize(
    ("key", "parameters", "name"),
    [
        (x509.ObjectIdentifier("1.2.860.3.15.1.1.1.1"), SET_A, "O'z DSt 1092:2009 algorithm 1"),
        (KEY_OID, asn1.encode_der(below(KEY_OID, 4)), "O'z DSt 1092:2009 algorithm 2, set D"),
        (
            KEY_OID,
            asn1.encode_der(below(KEY_OID, 7)),
            "O'z DSt 1092:2009 algorithm 2, set 1.2.860.3.15.1.1.2.1.7",
        ),
        # A set of the other standard, and the Russian name of the same curve.
        (
            Standard.OZMST_2024.key,
            SET_A,
            "O'zMSt 286-2024, set 1.2.860.3.15.1.1.2.1.1",
        ),
        (
            KEY_OID,
            asn1.encode_der(x509.ObjectIdentifier("1.2.643.2.2.35.1")),
            "O'z DSt 1092:2009 algorithm 2, set 1.2.643.2.2.35.1",
        ),
        (x509.ObjectIdentifier("1.2.643.2.2.19"), SET_A, "1.2.643.2.2.19"),
    ],
)
def test_what_is_not_known_is_refused_by_name(
    key: x509.ObjectIdentifier, parameters: bytes, name: str
) -> None:
    with pytest.raises(AlgorithmRefused) as caught:
        check_signature(key_info(key, parameters, tlv(4, POINT)), DIGEST, VALUE)
    assert caught.value.name == name


def test_another_key_of_the_same_set() -> None:
    with pytest.raises(SignatureCheckFailed):
        check_signature(NationalPrivateKey.make().public_key_info(), DIGEST, VALUE)


def test_a_value_and_a_digest_have_one_length() -> None:
    """The same numbers with a zero before or behind them are other bytes, and no signature."""
    key = NationalPrivateKey.make()
    info, hashed = key.public_key_info(), digest(b"Hokim qarori")
    value = key.sign_digest(hashed)
    check_signature(info, hashed, value)
    wrong = (
        (hashed, value[:32] + b"\0" + value[32:]),
        (hashed, b"\0" + value),
        (hashed, value[:-1]),
        (hashed, b""),
        (hashed + b"\0", value),
        (hashed[:-1], value),
    )
    for other, signature in wrong:
        with pytest.raises(SignatureCheckFailed, match="SIG_CRYPTO_FAILURE"):
            check_signature(info, other, signature)


def test_a_key_is_of_whole_bytes() -> None:
    """A string of bits of which the last is not counted holds another key, or none."""
    key = NationalPrivateKey.make()
    while key.public_key_info()[-1] & 1:
        key = NationalPrivateKey.make()
    info = key.public_key_info()
    head = bytes((0x03, 67, 0, 0x04, 64))
    assert info.count(head) == 1
    read_public_key(info)
    with pytest.raises(MalformedDocument):
        read_public_key(info.replace(head, bytes((0x03, 67, 1, 0x04, 64))))
