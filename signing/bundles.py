"""Sets of certificates as authorities hand them out: PKCS #7 without a signature (``.p7b``)."""

from __future__ import annotations

import base64
import re

from cryptography import x509

from signing.errors import MalformedDocument
from signing.flaws import Flaw

ARMOURED = re.compile(
    rb"-----BEGIN (PKCS7|PKCS #7 SIGNED DATA|CMS)-----(.*?)-----END \1-----\r?\n?", re.DOTALL
)
"""The same in PEM (RFC 7468, 8 and 9)."""


def unpacked(text: bytes) -> bytes:
    """Return what stands between two lines of PEM.

    Raises:
        ValueError: it is not base64.
    """
    return base64.b64decode(text)


def read_bundle(
    data: bytes,
) -> tuple[tuple[x509.Certificate, ...], tuple[x509.CertificateRevocationList, ...]]:
    """Return the certificates and revocation lists of a "certs-only" message (RFC 5652, 5.1).

    Of a signature nothing is taken: what somebody put into it is not what somebody else trusts.

    Args:
        data: in DER or BER.

    Raises:
        MalformedDocument: it is none, or it is a signature.
    """
    # Trust is read when the window starts, and mostly is PEM.
    from signing.foreign.signed_data import read_signed_data

    found = read_signed_data(data)
    if found.signers or found.content is not None:
        raise MalformedDocument(Flaw.NOT_ONLY_CERTIFICATES)
    lists = [item for item in found.sources if isinstance(item, x509.CertificateRevocationList)]
    return found.certificates, tuple(lists)
