"""Which mechanism a token is asked for: over many keys, token's lists, tables and wishes."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from signing.errors import AlgorithmRefused, SignatureCheckFailed
from signing.mechanism import (
    CKK_EC,
    CKK_GOSTR3410,
    CKK_RSA,
    RsaPadding,
    choose,
    normalise,
    prepare,
)
from signing.mechanism_table import Input, Output, builtin
from signing.public_key import KeyFacts, facts_of
from signing.signer import SignatureAlgorithm as Algorithm

RSA_PKCS, RSA_PSS, ECDSA, GOST, GOST_HASHING = 0x1, 0xD, 0x1041, 0x1201, 0x1202
RAW = {RSA_PKCS, RSA_PSS, ECDSA, GOST}
EVERYTHING = {row.mechanism for row in builtin().rows}
RSA = rsa.generate_private_key(65537, 2048)
P256 = ec.generate_private_key(ec.SECP256R1())
RSA_KEY, P256_KEY = facts_of(RSA.public_key()), facts_of(P256.public_key())
P384_KEY = facts_of(ec.generate_private_key(ec.SECP384R1()).public_key())
P521_KEY = facts_of(ec.generate_private_key(ec.SECP521R1()).public_key())
OZDST_KEY = KeyFacts("1.2.860.3.15.1.1.2.1", 256, "national", usable=True)
OZMST_KEY = KeyFacts("1.2.860.3.15.2.1.2.1", 256, "national", usable=True)
KEYS = {
    "rsa": RSA_KEY,
    "P-256": P256_KEY,
    "P-384": P384_KEY,
    "P-521": P521_KEY,
    "2009": OZDST_KEY,
    "2024": OZMST_KEY,
}

# Key, wanted algorithm, and the mechanisms that make it in order of preference with their input:
# written here once more, from PKCS #11 v2.40 and not from the table.
RIGHT = {
    ("rsa", Algorithm.RSA_PKCS1_SHA256): [(0x01, "digest-info"), (0x40, "data")],
    ("rsa", Algorithm.RSA_PKCS1_SHA384): [(0x01, "digest-info"), (0x41, "data")],
    ("rsa", Algorithm.RSA_PKCS1_SHA512): [(0x01, "digest-info"), (0x42, "data")],
    ("rsa", Algorithm.RSA_PSS_SHA256): [(0x0D, "digest"), (0x43, "data")],
    ("rsa", Algorithm.RSA_PSS_SHA384): [(0x0D, "digest"), (0x44, "data")],
    ("rsa", Algorithm.RSA_PSS_SHA512): [(0x0D, "digest"), (0x45, "data")],
    ("P-256", Algorithm.ECDSA_SHA256): [(0x1041, "digest"), (0x1044, "data")],
    ("P-256", Algorithm.ECDSA_SHA384): [(0x1041, "digest"), (0x1045, "data")],
    ("P-384", Algorithm.ECDSA_SHA384): [(0x1041, "digest"), (0x1045, "data")],
    ("P-521", Algorithm.ECDSA_SHA512): [(0x1041, "digest"), (0x1046, "data")],
    ("2009", Algorithm.OZDST_1092): [(0x1201, "digest"), (0x1202, "data")],
    ("2024", Algorithm.OZMST_286): [(0x1201, "digest"), (0x1202, "data")],
}
NUMBERS = sorted(EVERYTHING | {0x0, 0x3, 0x5, 0x6, 0x1042, 0x1040, 0x80000001})


@given(st.sampled_from(sorted(RIGHT)), st.sets(st.sampled_from(NUMBERS)))
def test_the_best_of_what_a_token_offers(wish: tuple[str, Algorithm], offered: set[int]) -> None:
    name, algorithm = wish
    usable = [item for item in RIGHT[wish] if item[0] in offered]
    if not usable:
        with pytest.raises(AlgorithmRefused) as caught:
            choose(KEYS[name], offered, algorithm=algorithm)
        assert caught.value.name == f"{algorithm} is not offered by the token"
        return
    choice = choose(KEYS[name], offered, algorithm=algorithm)
    assert choice.algorithm is algorithm
    assert (choice.mechanism, choice.input) == usable[0]
    kinds = {"rsa": CKK_RSA, "2009": CKK_GOSTR3410, "2024": CKK_GOSTR3410}
    assert choice.key_type == kinds.get(name, CKK_EC)


@given(st.sampled_from(sorted(KEYS)), st.sampled_from(Algorithm), st.sampled_from(RsaPadding))
def test_an_algorithm_goes_with_its_own_kind_of_key_only(
    name: str, algorithm: Algorithm, rsa_padding: RsaPadding
) -> None:
    families = {"rsa": "rsa-", "2009": "ozdst1092-", "2024": "ozmst286-"}
    if algorithm.startswith(families.get(name, "ecdsa-")):
        choice = choose(KEYS[name], EVERYTHING, algorithm=algorithm, rsa_padding=rsa_padding)
        assert choice.algorithm is algorithm
    else:
        with pytest.raises(AlgorithmRefused) as caught:
            choose(KEYS[name], EVERYTHING, algorithm=algorithm, rsa_padding=rsa_padding)
        assert str(caught.value) == algorithm


@pytest.mark.parametrize(
    ("name", "algorithm"),
    [
        ("P-256", Algorithm.ECDSA_SHA256),
        ("P-384", Algorithm.ECDSA_SHA384),
        ("P-521", Algorithm.ECDSA_SHA512),
        ("2009", Algorithm.OZDST_1092),
        ("2024", Algorithm.OZMST_286),
    ],
)
def test_the_key_chooses_the_algorithm(name: str, algorithm: Algorithm) -> None:
    for rsa_padding in RsaPadding:
        assert choose(KEYS[name], RAW, rsa_padding=rsa_padding).algorithm is algorithm


def test_rsa_takes_pkcs1_unless_the_office_says_pss() -> None:
    assert choose(RSA_KEY, RAW).algorithm is Algorithm.RSA_PKCS1_SHA256
    pss = choose(RSA_KEY, RAW, rsa_padding=RsaPadding.PSS)
    assert (pss.algorithm, pss.mechanism) == (Algorithm.RSA_PSS_SHA256, RSA_PSS)
    # What the office wants is never replaced by what the token happens to offer.
    with pytest.raises(AlgorithmRefused):
        choose(RSA_KEY, {RSA_PKCS, ECDSA}, rsa_padding=RsaPadding.PSS)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (rsa.generate_private_key(65537, 1024).public_key(), "RSA 1024"),
        (ec.generate_private_key(ec.SECP256K1()).public_key(), "ECDSA secp256k1"),
        (ec.generate_private_key(ec.SECP224R1()).public_key(), "ECDSA secp224r1"),
        (ed25519.Ed25519PrivateKey.generate().public_key(), "ed25519"),
        (dsa.generate_private_key(2048).public_key(), "dsa"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_weak_and_unknown_keys_are_refused_by_name(key: PublicKeyTypes, name: str) -> None:
    for algorithm in (None, *Algorithm):
        with pytest.raises(AlgorithmRefused) as caught:
            choose(facts_of(key), EVERYTHING, algorithm=algorithm)
        assert caught.value.name == name


@pytest.mark.parametrize("algorithm", [a for a in Algorithm if a.startswith("rsa-pkcs1")])
def test_digest_info_is_what_cryptography_itself_pads(algorithm: Algorithm) -> None:
    hashed = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
    signature = RSA.sign(b"matn", padding.PKCS1v15(), hashed[algorithm.hash_name])
    numbers = RSA.public_key().public_numbers()
    block = pow(int.from_bytes(signature, "big"), numbers.e, numbers.n).to_bytes(256, "big")
    choice = choose(RSA_KEY, RAW, algorithm=algorithm)
    prepared = prepare(choice, b"matn", hashlib.new(algorithm.hash_name, b"matn").digest())
    assert block.endswith(b"\0" + prepared)
    assert set(block[2 : -len(prepared) - 1]) == {0xFF}


def test_what_a_token_is_given() -> None:
    digest = bytes(range(32))
    for key, padding_ in ((P256_KEY, "pkcs1"), (RSA_KEY, "pss"), (OZDST_KEY, "pkcs1")):
        raw = choose(key, RAW, rsa_padding=RsaPadding(padding_))
        assert prepare(raw, b"matn", digest) == digest
    for key, number in ((P256_KEY, 0x1044), (RSA_KEY, 0x40), (OZMST_KEY, 0x1202)):
        assert prepare(choose(key, {number}), b"matn", digest) == b"matn"


@given(st.integers(1, 2**256 - 1), st.integers(1, 2**256 - 1))
def test_r_and_s_become_der_and_der_stays(r: int, s: int) -> None:
    raw = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    der = normalise(P256_KEY, Output.ECDSA, raw)
    assert decode_dss_signature(der) == (r, s)
    if len(der) != 64:
        assert normalise(P256_KEY, Output.ECDSA, der) == der


@pytest.mark.parametrize(("key", "half"), [(P256_KEY, 32), (P384_KEY, 48), (P521_KEY, 66)])
def test_halves_are_as_long_as_the_order(key: KeyFacts, half: int) -> None:
    raw = (7).to_bytes(half, "big") + (9).to_bytes(half, "big")
    assert decode_dss_signature(normalise(key, Output.ECDSA, raw)) == (7, 9)


@pytest.mark.parametrize("value", [b"", bytes(63), bytes(96)])
def test_neither_form_is_refused(value: bytes) -> None:
    with pytest.raises(SignatureCheckFailed):
        normalise(P256_KEY, Output.ECDSA, value)
    with pytest.raises(SignatureCheckFailed):
        normalise(OZDST_KEY, Output.S_R, value)


def test_rsa_values_pass_through() -> None:
    assert normalise(RSA_KEY, Output.OCTETS, b"\0" * 256) == b"\0" * 256


def test_national_values_are_put_in_order() -> None:
    s, r = bytes(range(32)), bytes(range(32, 64))
    given_as = {
        Output.S_R: s + r,
        Output.R_S: r + s,
        Output.S_R_LITTLE: s[::-1] + r[::-1],
        Output.R_S_LITTLE: r[::-1] + s[::-1],
    }
    for output, value in given_as.items():
        assert normalise(OZDST_KEY, output, value) == s + r
    assert {Input.DIGEST, Input.DATA} == {
        row.input for row in builtin().rows if row.key_type == CKK_GOSTR3410
    }
