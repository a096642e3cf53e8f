"""The national hash against published values and against OpenSSL's GOST engine."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signing.national import NationalHash, digest, gcrypt
from signing.national.gcrypt import GcryptHash, library
from signing.national.hashing import made_by
from signing.national.portable import PortableHash
from tests.signing.gost_engine import Engine

# Published values of GOST R 34.11-94 with the CryptoPro S-boxes.
PUBLISHED = {
    b"": "981e5f3ca30c841487830f84fb433e13ac1101569b9c13584ac483234cd656c0",
    b"a": "e74c52dd282183bf37af0079c9f78055715a103f17e3133ceff1aacf2f403011",
    b"abc": "b285056dbf18d7392d7677369524dd14747459ed8143997e163b2986f92fd42c",
    b"message digest": "bc6041dd2aa401ebfa6e9886734174febdb4729aa972d60f549ac39b29721ba0",
    b"The quick brown fox jumps over the lazy dog": (
        "9004294a361a508c586fe53d1f1b02746765e71b765472786e4770d565830a76"
    ),
    # The messages of RFC 5831, 7.3.
    b"This is message, length=32 bytes": (
        "2cefc2f7b7bdc514e18ea57fa74ff357e7fa17d652c75f69cb1be7893ede48eb"
    ),
    b"Suppose the original message has length = 50 bytes": (
        "c3730c5cbccacf915ac292676f21e8bd4ef75331d9405e5f1a61dc3130a65011"
    ),
    128 * b"U": "1c4ac7614691bbf427fa2316216be8f10d92edfd37cd1027514c1008f649c4e8",
}


@pytest.mark.parametrize("message", PUBLISHED, ids=len)
def test_published_values(message: bytes) -> None:
    assert digest(message).hex() == PUBLISHED[message]


def of(made: GcryptHash | PortableHash, message: bytes) -> bytes:
    made.update(message)
    return made.digest()


def both(message: bytes) -> tuple[bytes, bytes]:
    """Return what Python and libgcrypt make of it; the tests' machine has the latter."""
    found = library()
    assert found is not None
    return of(PortableHash(), message), of(GcryptHash(found), message)


@pytest.mark.parametrize("message", PUBLISHED, ids=len)
def test_both_makers_have_the_published_values(message: bytes) -> None:
    assert [made.hex() for made in both(message)] == 2 * [PUBLISHED[message]]


def test_it_is_told_which_one_it_is() -> None:
    assert made_by().startswith("libgcrypt 1.")


def test_without_libgcrypt_it_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """And with one that is no libgcrypt: chosen openly, and with the same results."""
    try:
        for absent in ("libgcrypt.so.0", "libc.so.6"):
            monkeypatch.setattr(gcrypt, "_LIBRARY", absent)
            library.cache_clear()
            assert made_by() == "Python"
            assert {item: digest(item).hex() for item in PUBLISHED} == PUBLISHED
    finally:
        monkeypatch.undo()
        library.cache_clear()
    assert made_by().startswith("libgcrypt 1.")


def check_against(engine: Engine, seed: int, count: int, longest: int) -> None:
    chance = random.Random(seed)
    # Every length up to two blocks and a bit, bytes that carry over, and random ones.
    # Of no bytes at all the engine has an opinion of its own; libgcrypt has the published value.
    messages = [chance.randbytes(length) for length in range(1, min(count, 70))]
    messages += [b"\xff" * length for length in (32, 33, 64, 200)]
    messages += [chance.randbytes(chance.randrange(1, longest)) for _ in range(count)]
    for message, expected in zip(messages, engine.digests(messages), strict=True):
        assert set(both(message)) == {expected}, message.hex()


def test_as_the_engine(engine: Engine) -> None:
    check_against(engine, 1106, 300, 400)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_as_the_engine_thousands_of_times(engine: Engine) -> None:
    for seed in range(20):
        check_against(engine, seed, 500, 1000)


@settings(deadline=None)
@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=6))
def test_in_pieces_as_at_once(message: bytes, cuts: list[int]) -> None:
    made, plain = NationalHash(), PortableHash()
    start = 0
    for cut in [*sorted(cuts), len(message)]:
        made.update(message[start:cut])
        plain.update(message[start:cut])
        # Asking in between changes nothing, and a copy goes its own way.
        assert made.copy().digest() == made.digest() == plain.copy().digest() == plain.digest()
        start = max(start, cut)
    assert made.digest() == plain.digest() == digest(message)
    other = made.copy()
    other.update(b"x")
    assert made.digest() == digest(message)
    assert other.hexdigest() == digest(message + b"x").hex()


def test_whatever_holds_bytes() -> None:
    assert digest(bytearray(b"abc")) == digest(memoryview(b"abc")) == digest(b"abc")
