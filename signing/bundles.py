"""Sets of certificates as authorities hand them out: PKCS #7 without a signature (``.p7b``)."""

from __future__ import annotations

from cryptography import x509

from signing.errors import MalformedDocument
from signing.flaws import Flaw


def read_bundle(
    data: bytes,
) -> tuple[tuple[x509.Certificate, ...], tuple[x509.CertificateRevocationList, ...]]:
    """Return the certificates and revocation lists of a "certs-only" message (RFC 5652, 5.1).

    Of a signature nothing is taken: what somebody put into it is not what somebody else trusts.

    Args:
        data: in DER or BER.

    Raises:
        MalformedDocument: it is none, it is a signature, or something in it cannot be read.
    """
    # Trust is read when the window starts, and mostly is PEM.
    from signing.foreign.signed_data import read_signed_data

    found = read_signed_data(data)
    if found.signers or found.content is not None:
        raise MalformedDocument(Flaw.NOT_ONLY_CERTIFICATES)
    lists = [item for item in found.sources if isinstance(item, x509.CertificateRevocationList)]
    # A signature's readers pass over what they cannot read; here it is what somebody trusts.
    if len(found.certificates) < len({item.raw for item in found.choices[0]}):
        raise MalformedDocument(Flaw.DAMAGED_CERTIFICATE)
    if len(lists) < len(found.choices[1]):
        raise MalformedDocument(Flaw.DAMAGED_LIST)
    return found.certificates, tuple(lists)
