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
    """Return anchors, intermediates and revocation lists, with where to fetch newer ones."""
    lists = certificates.revocation_lists(core)
    text = canonical(
        {
            "anchors": [_pem(core.authority.root)],
            "intermediates": [_pem(core.authority.issuing)],
            "crls": [item.public_bytes(Encoding.PEM).decode() for item in lists],
            "crl_urls": [f"{core.address}/ca/issuing.crl", f"{core.address}/ca/root.crl"],
            "ocsp_urls": [],
            "issued": core.clock(),
        }
    )
    return Trust(text.decode(), build_signed_data(core.signer, text, signing_time=core.clock()))


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()
