from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from signing.errors import AlgorithmRefused, SignatureCheckFailed
from signing.mechanism import (
    CKK_EC,
    CKK_RSA,
    CKM_ECDSA,
    CKM_RSA_PKCS,
    CKM_RSA_PKCS_PSS,
    Choice,
    RsaPadding,
    choose,
    normalise,
    prepare,
)
from signing.signer import SignatureAlgorithm as Algorithm

ALL = {CKM_RSA_PKCS, CKM_RSA_PKCS_PSS, CKM_ECDSA}
RSA = rsa.generate_private_key(65537, 2048)
P256 = ec.generate_private_key(ec.SECP256R1())


@pytest.mark.parametrize(
    ("curve", "algorithm"),
    [
        (ec.SECP256R1(), Algorithm.ECDSA_SHA256),
        (ec.SECP384R1(), Algorithm.ECDSA_SHA384),
        (ec.SECP521R1(), Algorithm.ECDSA_SHA512),
    ],
)
def test_the_curve_chooses_the_hash(curve: ec.EllipticCurve, algorithm: Algorithm) -> None:
    key = ec.generate_private_key(curve).public_key()
    assert choose(key, ALL) == Choice(algorithm, CKK_EC, CKM_ECDSA)
    exact = choose(key, ALL, algorithm=Algorithm.ECDSA_SHA512)
    assert exact == Choice(Algorithm.ECDSA_SHA512, CKK_EC, CKM_ECDSA)


def test_rsa_takes_pkcs1_unless_the_office_says_pss() -> None:
    key = RSA.public_key()
    assert choose(key, ALL) == Choice(Algorithm.RSA_PKCS1_SHA256, CKK_RSA, CKM_RSA_PKCS)
    pss = Choice(Algorithm.RSA_PSS_SHA256, CKK_RSA, CKM_RSA_PKCS_PSS)
    assert choose(key, ALL, rsa_padding=RsaPadding.PSS) == pss
    exact = choose(key, ALL, rsa_padding=RsaPadding.PSS, algorithm=Algorithm.RSA_PKCS1_SHA512)
    assert exact == Choice(Algorithm.RSA_PKCS1_SHA512, CKK_RSA, CKM_RSA_PKCS)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (rsa.generate_private_key(65537, 1024).public_key(), "rsa-1024"),
        (ec.generate_private_key(ec.SECP256K1()).public_key(), "secp256k1"),
        (ec.generate_private_key(ec.SECP224R1()).public_key(), "secp224r1"),
        (ed25519.Ed25519PrivateKey.generate().public_key(), "ed25519"),
        (dsa.generate_private_key(2048).public_key(), "dsa"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_weak_and_unknown_keys_are_refused_by_name(key: rsa.RSAPublicKey, name: str) -> None:
    with pytest.raises(AlgorithmRefused) as caught:
        choose(key, ALL)
    assert caught.value.name == name


@pytest.mark.parametrize("algorithm", Algorithm)
def test_an_algorithm_goes_with_its_own_kind_of_key_only(algorithm: Algorithm) -> None:
    right, wrong = RSA.public_key(), P256.public_key()
    if algorithm.startswith("ecdsa"):
        assert choose(wrong, ALL, algorithm=algorithm).algorithm is algorithm
        with pytest.raises(AlgorithmRefused):
            choose(right, ALL, algorithm=algorithm)
    else:
        assert choose(right, ALL, algorithm=algorithm).algorithm is algorithm
        with pytest.raises(AlgorithmRefused):
            choose(wrong, ALL, algorithm=algorithm)


def test_a_mechanism_the_token_lacks_is_refused() -> None:
    with pytest.raises(AlgorithmRefused):
        choose(RSA.public_key(), {CKM_RSA_PKCS, CKM_ECDSA}, rsa_padding=RsaPadding.PSS)
    with pytest.raises(AlgorithmRefused):
        choose(P256.public_key(), {CKM_RSA_PKCS, CKM_RSA_PKCS_PSS})


@pytest.mark.parametrize("algorithm", [a for a in Algorithm if a.startswith("rsa-pkcs1")])
def test_digest_info_is_what_cryptography_itself_pads(algorithm: Algorithm) -> None:
    hashed = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
    signature = RSA.sign(b"matn", padding.PKCS1v15(), hashed[algorithm.hash_name])
    numbers = RSA.public_key().public_numbers()
    block = pow(int.from_bytes(signature, "big"), numbers.e, numbers.n).to_bytes(256, "big")
    choice = choose(RSA.public_key(), ALL, algorithm=algorithm)
    prepared = prepare(choice, hashlib.new(algorithm.hash_name, b"matn").digest())
    assert block.endswith(b"\0" + prepared)
    assert set(block[2 : -len(prepared) - 1]) == {0xFF}


def test_pss_and_ecdsa_take_the_digest_alone() -> None:
    digest = bytes(range(32))
    assert prepare(choose(P256.public_key(), ALL), digest) == digest
    assert prepare(choose(RSA.public_key(), ALL, rsa_padding=RsaPadding.PSS), digest) == digest


@given(st.integers(1, 2**256 - 1), st.integers(1, 2**256 - 1))
def test_r_and_s_become_der_and_der_stays(r: int, s: int) -> None:
    raw = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    der = normalise(P256.public_key(), raw)
    assert decode_dss_signature(der) == (r, s)
    if len(der) != 64:
        assert normalise(P256.public_key(), der) == der


@pytest.mark.parametrize("value", [b"", bytes(63), bytes(96)])
def test_neither_form_is_refused(value: bytes) -> None:
    with pytest.raises(SignatureCheckFailed):
        normalise(P256.public_key(), value)


def test_rsa_values_pass_through() -> None:
    assert normalise(RSA.public_key(), b"\0" * 256) == b"\0" * 256
