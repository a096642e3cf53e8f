"""Which signature a key makes, and how a token is asked for it. Pure functions only.

The token is always given prepared bytes – a digest, or a DigestInfo around one – and never the
document, so only the raw mechanisms of PKCS #11 are chosen (v2.40 current mechanisms, 2.1.6 RSA,
2.1.10 PSS, 2.3.5 ECDSA).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from signing.errors import AlgorithmRefused, SignatureCheckFailed
from signing.signer import SignatureAlgorithm

CKK_RSA = 0x00
CKK_EC = 0x03
CKM_RSA_PKCS = 0x0001
CKM_RSA_PKCS_PSS = 0x000D
CKM_ECDSA = 0x1041

MINIMUM_RSA_BITS = 2048

# DER of DigestInfo up to the digest itself (RFC 8017, 9.2, note 1).
_DIGEST_INFO = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
_CURVES = {
    "secp256r1": SignatureAlgorithm.ECDSA_SHA256,
    "secp384r1": SignatureAlgorithm.ECDSA_SHA384,
    "secp521r1": SignatureAlgorithm.ECDSA_SHA512,
}


class RsaPadding(StrEnum):
    """The office's choice for RSA keys; every known reader of PDF takes PKCS #1 v1.5."""

    PKCS1 = "pkcs1"
    PSS = "pss"


@dataclass(frozen=True)
class Choice:
    """How one key signs: the algorithm, the CKK number of the key and the CKM number to ask."""

    algorithm: SignatureAlgorithm
    key_type: int
    mechanism: int


def choose(
    key: PublicKeyTypes,
    offered: Collection[int],
    *,
    rsa_padding: RsaPadding = RsaPadding.PKCS1,
    algorithm: SignatureAlgorithm | None = None,
) -> Choice:
    """Choose algorithm and mechanism for a key.

    Args:
        key: the public key of the signer's certificate.
        offered: the mechanism numbers the token offers.
        rsa_padding: used for RSA keys when ``algorithm`` is not given.
        algorithm: one exact algorithm instead of the preferred one.

    Raises:
        AlgorithmRefused: the key is too weak or of an unknown kind, it does not make
            ``algorithm``, or the token does not offer the mechanism.
    """
    match key:
        case rsa.RSAPublicKey():
            if key.key_size < MINIMUM_RSA_BITS:
                raise AlgorithmRefused(f"rsa-{key.key_size}")
            preferred = (
                SignatureAlgorithm.RSA_PSS_SHA256
                if rsa_padding is RsaPadding.PSS
                else SignatureAlgorithm.RSA_PKCS1_SHA256
            )
            wanted = algorithm or preferred
            pss = wanted.startswith("rsa-pss")
            choice = Choice(wanted, CKK_RSA, CKM_RSA_PKCS_PSS if pss else CKM_RSA_PKCS)
            fits = wanted.startswith("rsa-")
        case ec.EllipticCurvePublicKey():
            if key.curve.name not in _CURVES:
                raise AlgorithmRefused(key.curve.name)
            choice = Choice(algorithm or _CURVES[key.curve.name], CKK_EC, CKM_ECDSA)
            fits = choice.algorithm.startswith("ecdsa-")
        case _:
            raise AlgorithmRefused(type(key).__name__.removesuffix("PublicKey").lower())
    if not fits:
        raise AlgorithmRefused(choice.algorithm)
    if choice.mechanism not in offered:
        raise AlgorithmRefused(f"{choice.algorithm} is not offered by the token")
    return choice


def prepare(choice: Choice, digest: bytes) -> bytes:
    """Return the bytes the mechanism of ``choice`` signs for a digest."""
    if choice.mechanism == CKM_RSA_PKCS:
        return _DIGEST_INFO[choice.algorithm.hash_name] + digest
    return digest


def normalise(key: PublicKeyTypes, value: bytes) -> bytes:
    """Return a token's value as CMS carries it.

    PKCS #11 gives ECDSA as r and s side by side, each as long as the curve's order (2.3.1);
    some drivers give DER already. CMS wants DER Ecdsa-Sig-Value (RFC 3279, 2.2.3).

    Raises:
        SignatureCheckFailed: neither of the two forms.
    """
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return value
    half = (key.curve.key_size + 7) // 8
    if len(value) == 2 * half:
        first = int.from_bytes(value[:half], "big")
        return encode_dss_signature(first, int.from_bytes(value[half:], "big"))
    try:
        decode_dss_signature(value)
    except ValueError as error:
        raise SignatureCheckFailed(("SIG_CRYPTO_FAILURE",)) from error
    return value
