"""Which signature a key makes, and how a token is asked for it. Pure functions only.

Wherever the token offers it, it is given prepared bytes – a digest, or a DigestInfo around one –
by the raw mechanisms of PKCS #11 (v2.40 current mechanisms, 2.1.6 RSA, 2.1.10 PSS, 2.3.5 ECDSA).
One that only offers mechanisms that hash is given what is hashed: the signed attributes of a
signature, never the document. The rows for it are data: :mod:`signing.mechanism_table`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from signing.algorithms import NATIONAL_ALGORITHMS
from signing.errors import AlgorithmRefused, SignatureCheckFailed
from signing.mechanism_table import Input, MechanismTable, Output, builtin
from signing.national.parameters import BY_KEY
from signing.public_key import KeyFacts
from signing.signer import SignatureAlgorithm

CKK_RSA = 0x00
CKK_EC = 0x03
CKK_GOSTR3410 = 0x30

# DER of DigestInfo up to the digest itself (RFC 8017, 9.2, note 1).
_DIGEST_INFO = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
_CURVES = {
    "P-256": SignatureAlgorithm.ECDSA_SHA256,
    "P-384": SignatureAlgorithm.ECDSA_SHA384,
    "P-521": SignatureAlgorithm.ECDSA_SHA512,
}
_NATIONAL = {oid.dotted_string: NATIONAL_ALGORITHMS[standard] for oid, standard in BY_KEY.items()}


class RsaPadding(StrEnum):
    """The office's choice for RSA keys; every known reader of PDF takes PKCS #1 v1.5."""

    PKCS1 = "pkcs1"
    PSS = "pss"


@dataclass(frozen=True)
class Choice:
    """How one key signs, and how its token is asked."""

    algorithm: SignatureAlgorithm
    key_type: int
    """CKK number of the private key."""
    mechanism: int
    """CKM number to ask."""
    input: Input
    output: Output
    parameter: bytes = b""
    """Of the mechanism; PSS gets its own."""


def choose(
    key: KeyFacts,
    offered: Collection[int],
    *,
    rsa_padding: RsaPadding = RsaPadding.PKCS1,
    algorithm: SignatureAlgorithm | None = None,
    table: MechanismTable | None = None,
) -> Choice:
    """Choose algorithm and mechanism for a key.

    Args:
        key: the public key of the signer's certificate.
        offered: the mechanism numbers the token offers.
        rsa_padding: used for RSA keys when ``algorithm`` is not given.
        algorithm: one exact algorithm instead of the preferred one.
        table: the program's own, if not given.

    Raises:
        AlgorithmRefused: the key is too weak or of an unknown kind, it does not make
            ``algorithm``, or the token does not offer a mechanism for it.
    """
    key.require_usable()
    wanted = algorithm or _preferred(key, rsa_padding)
    rows = [row for row in (table or builtin()).rows if row.serves(key.kind, wanted)]
    if not rows:
        raise AlgorithmRefused(wanted)
    for row in rows:
        if row.mechanism in offered:
            parameter = bytes.fromhex(row.parameter)
            return Choice(wanted, row.key_type, row.mechanism, row.input, row.output, parameter)
    raise AlgorithmRefused(f"{wanted} is not offered by the token")


def prepare(choice: Choice, data: bytes, digest: bytes) -> bytes:
    """Return the bytes the mechanism of ``choice`` is given for data and its digest."""
    match choice.input:
        case Input.DATA:
            return data
        case Input.DIGEST_INFO:
            return _DIGEST_INFO[choice.algorithm.hash_name] + digest
        case Input.DIGEST:
            return digest


def normalise(key: KeyFacts, output: Output, value: bytes) -> bytes:
    """Return a token's value as CMS carries it.

    PKCS #11 gives ECDSA as r and s side by side, each as long as the curve's order (2.3.1); some
    drivers give DER already. CMS wants DER Ecdsa-Sig-Value (RFC 3279, 2.2.3). Of a national value
    CMS wants s before r, both big-endian.

    Raises:
        SignatureCheckFailed: not of a form the row promises.
    """
    match output:
        case Output.OCTETS:
            return value
        case Output.ECDSA:
            return _ecdsa((key.size + 7) // 8, value)
    if len(value) != 64:
        raise SignatureCheckFailed(("SIG_CRYPTO_FAILURE",))
    first, second = value[:32], value[32:]
    if output in (Output.S_R_LITTLE, Output.R_S_LITTLE):
        first, second = first[::-1], second[::-1]
    return second + first if output in (Output.R_S, Output.R_S_LITTLE) else first + second


def _preferred(key: KeyFacts, rsa_padding: RsaPadding) -> SignatureAlgorithm:
    match key.kind:
        case "rsa" if rsa_padding is RsaPadding.PSS:
            return SignatureAlgorithm.RSA_PSS_SHA256
        case "rsa":
            return SignatureAlgorithm.RSA_PKCS1_SHA256
        case "ec":
            return _CURVES[key.curve]
    return _NATIONAL[key.kind]


def _ecdsa(half: int, value: bytes) -> bytes:
    if len(value) == 2 * half:
        first = int.from_bytes(value[:half], "big")
        return encode_dss_signature(first, int.from_bytes(value[half:], "big"))
    try:
        decode_dss_signature(value)
    except ValueError as error:
        raise SignatureCheckFailed(("SIG_CRYPTO_FAILURE",)) from error
    return value
