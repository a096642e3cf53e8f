"""Mechanisms with their parameters, as PyKCS11 takes them."""

from __future__ import annotations

from typing import Any

import PyKCS11

# hashAlg and mgf of CK_RSA_PKCS_PSS_PARAMS; the salt is as long as the hash (RFC 8017, 9.1).
_PSS = {
    "sha256": (PyKCS11.CKM_SHA256, PyKCS11.CKG_MGF1_SHA256, 32),
    "sha384": (PyKCS11.CKM_SHA384, PyKCS11.CKG_MGF1_SHA384, 48),
    "sha512": (PyKCS11.CKM_SHA512, PyKCS11.CKG_MGF1_SHA512, 64),
}
_PSS_MECHANISMS = {
    PyKCS11.CKM_RSA_PKCS_PSS,
    PyKCS11.CKM_SHA256_RSA_PKCS_PSS,
    PyKCS11.CKM_SHA384_RSA_PKCS_PSS,
    PyKCS11.CKM_SHA512_RSA_PKCS_PSS,
}


def prepared(number: int, hash_name: str, parameter: bytes) -> Any:  # noqa: ANN401 - PyKCS11 has no types
    """Return a mechanism; it holds the memory its CK_MECHANISM points to, so it is kept.

    Args:
        number: its CKM number.
        hash_name: the hash the digest was made with; PSS needs it.
        parameter: of the mechanism; PSS gets its own.
    """
    if number in _PSS_MECHANISMS:
        return PyKCS11.RSA_PSS_Mechanism(number, *_PSS[hash_name])
    return PyKCS11.Mechanism(number, parameter or None)
