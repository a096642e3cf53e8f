"""What this registry tells stations about its certificates, signed by its own key."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from registry import certificates
from registry.contract import Trust
from registry.core import Core
from signing.canonical import canonical
from signing.cms import build_signed_data


def statement(core: Core) -> Trust:
    """Return anchors, intermediates and revocation lists, with where to fetch newer ones.

    This authority answers for all its certificates by lists; one that does not may put OCSP
    answers there, each as a PEM block of the name ``OCSP RESPONSE``.
    """
    lists = certificates.revocation_lists(core)
    text = canonical(
        {
            "anchors": [_pem(core.authority.root)],
            "intermediates": [_pem(core.authority.issuing)],
            "crls": [item.public_bytes(Encoding.PEM).decode() for item in lists],
            "crl_urls": _at(core, "/ca/issuing.crl", "/ca/root.crl"),
            "ocsp": [],
            "ocsp_urls": _at(core, "/ca/ocsp"),
            "issued": core.clock(),
        }
    )
    return Trust(text.decode(), build_signed_data(core.signer, text, signing_time=core.clock()))


def _at(core: Core, *paths: str) -> list[str]:
    """Addresses of this registry; none where nobody said how it is reached."""
    return [f"{core.address}{path}" for path in paths] if core.address else []


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()
