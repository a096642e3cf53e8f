"""Whose signature is the registry's? One rule for its receipts and its word about certificates.

Under an office's anchor the same authority certifies people, companies and the registry, so a
path to the anchor says nothing of who the registry is. Its name does: the subject of its
certificate, as the office set it (``registry_name``) or as it was heard first at the address the
office set. An authority gives one name to one holder, and a renewed certificate keeps it.
"""

from __future__ import annotations

from cryptography import x509

from signing.certificate import facts
from signing.errors import UntrustedCertificate, WrongPurpose


def name_of(certificate: x509.Certificate) -> str:
    """Return the whole subject (RFC 4514), which is compared and shown."""
    return certificate.subject.rfc4514_string()


def check_signer(certificate: x509.Certificate, registry: str) -> None:
    """Check that a certificate is the registry's; its path is for the caller to check.

    Args:
        certificate: who signed.
        registry: the name known; empty if none is.

    Raises:
        WrongPurpose: it is a person's – a registry has no PINFL – or of another name.
        UntrustedCertificate: nobody has told this station the registry's name.
    """
    known = facts(certificate)
    if known.pinfl or (registry and name_of(certificate) != registry):
        raise WrongPurpose(known.name)
    if not registry:
        raise UntrustedCertificate(known.name)
