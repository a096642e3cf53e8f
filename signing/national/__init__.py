"""Uzbekistan's signature algorithms, in Python (docs/decisions tells why).

* O'z DSt 1106:2009 algorithm 2, and its newer name O'zMSt 285-2024: the hash. It is GOST R
  34.11-94 (RFC 5831) with the S-boxes of id-GostR3411-94-CryptoProParamSet (RFC 4357, 11.2).
* O'z DSt 1092:2009 algorithm 2, and its newer name O'zMSt 286-2024: the signature. It is GOST R
  34.10-2001 (RFC 5832) over the curves of RFC 4357, 11.4.

Where the system has libgcrypt it makes the hash; nothing else depends on it.

Algorithm 1 of either standard is refused by its name. Nothing here knows a private key: keys are
on tokens.
"""

from signing.national.hashing import BLOCK_SIZE, DIGEST_SIZE, NationalHash, digest
from signing.national.parameters import NationalKey, Standard, read_public_key
from signing.national.signature import check_signature

__all__ = [
    "BLOCK_SIZE",
    "DIGEST_SIZE",
    "NationalHash",
    "NationalKey",
    "Standard",
    "check_signature",
    "digest",
    "read_public_key",
]
