"""A signer whose key is in this process's memory.

For the reference registry's own signatures, the demo office's officers and the tests. A hokim's
key never takes this way: it stays on a token.
"""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from signing.errors import AlgorithmRefused
from signing.signer import SignatureAlgorithm, SignerCertificate

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_BY_CURVE = {
    "secp256r1": SignatureAlgorithm.ECDSA_SHA256,
    "secp384r1": SignatureAlgorithm.ECDSA_SHA384,
    "secp521r1": SignatureAlgorithm.ECDSA_SHA512,
}


class MemorySigner:
    """Implements :class:`signing.signer.Signer` with a private key of ``cryptography``."""

    def __init__(
        self,
        key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
        identity: SignerCertificate,
        algorithm: SignatureAlgorithm | None = None,
    ) -> None:
        self._key = key
        self._identity = identity
        self._algorithm = algorithm or _default(key)

    @property
    def identity(self) -> SignerCertificate:
        """The certificate of the key, with its chain."""
        return self._identity

    @property
    def algorithm(self) -> SignatureAlgorithm:
        """The algorithm every call of :meth:`sign` uses."""
        return self._algorithm

    def sign(self, data: bytes) -> bytes:
        """Hash ``data`` and sign the hash; see :meth:`signing.signer.Signer.sign`."""
        digest = _HASHES[self._algorithm.hash_name]()
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(data, ec.ECDSA(digest))
        if "pss" in self._algorithm:
            # The salt is as long as the hash: RFC 4055, 3.1 recommends it and verifiers expect it.
            pss = padding.PSS(padding.MGF1(digest), digest.digest_size)
            return self._key.sign(data, pss, digest)
        return self._key.sign(data, padding.PKCS1v15(), digest)


def _default(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> SignatureAlgorithm:
    if isinstance(key, rsa.RSAPrivateKey):
        return SignatureAlgorithm.RSA_PKCS1_SHA256
    algorithm = _BY_CURVE.get(key.curve.name)
    if algorithm is None:
        raise AlgorithmRefused(f"ECDSA {key.curve.name}")
    return algorithm
