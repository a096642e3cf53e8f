"""The one thing that every maker of signatures needs: somebody who signs.

The token host gives a :class:`Signer` backed by a token in another process; the reference
registry and the tests give one backed by a key in memory. Nothing else in this room asks which.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from cryptography import x509


class SignatureAlgorithm(StrEnum):
    """The signature algorithms of the package format."""

    RSA_PKCS1_SHA256 = "rsa-pkcs1-sha256"
    RSA_PKCS1_SHA384 = "rsa-pkcs1-sha384"
    RSA_PKCS1_SHA512 = "rsa-pkcs1-sha512"
    RSA_PSS_SHA256 = "rsa-pss-sha256"
    RSA_PSS_SHA384 = "rsa-pss-sha384"
    RSA_PSS_SHA512 = "rsa-pss-sha512"
    ECDSA_SHA256 = "ecdsa-sha256"
    ECDSA_SHA384 = "ecdsa-sha384"
    ECDSA_SHA512 = "ecdsa-sha512"
    OZDST_1092 = "ozdst1092-ozdst1106"
    """O'z DSt 1092:2009 algorithm 2."""
    OZMST_286 = "ozmst286-ozmst285"
    """O'zMSt 286-2024: the same under newer identifiers."""

    @property
    def hash_name(self) -> str:
        """The hash's name as :mod:`signing.digests` knows it."""
        return self.value.rsplit("-", maxsplit=1)[1]

    @property
    def scheme(self) -> str:
        """What is done with the hash, e.g. ``rsa-pkcs1`` or ``ozdst1092``."""
        return self.value.rsplit("-", maxsplit=1)[0]

    @property
    def national(self) -> bool:
        """Whether it is one of the national standards; others are for tests and pilots."""
        return self in (SignatureAlgorithm.OZDST_1092, SignatureAlgorithm.OZMST_286)


@dataclass(frozen=True)
class SignerCertificate:
    """The signer's certificate and the certificates above it, DER, the signer's own first."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()


class Signer(Protocol):
    """Somebody who signs with one key."""

    @property
    def identity(self) -> SignerCertificate:
        """The certificate of the key, with its chain."""

    @property
    def algorithm(self) -> SignatureAlgorithm:
        """The algorithm every call of :meth:`sign` uses."""

    def sign(self, data: bytes) -> bytes:
        """Hash ``data`` and sign the hash once.

        Returns:
            The value as CMS carries it: ECDSA as DER ``Ecdsa-Sig-Value`` (RFC 3279, 2.2.3), RSA
            as the octets of PKCS #1 (RFC 8017), the national ones as s and r, big-endian.

        Raises:
            TokenError: the token or its driver failed.
            PinError: the token asked for its PIN and refused it.
        """
