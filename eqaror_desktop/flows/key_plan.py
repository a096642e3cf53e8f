"""With which key something beside a decision will be signed; made before the PIN."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography import x509

from eqaror_desktop.findings import Check
from signing.certificate import CertificateFacts
from signing.token.info import TokenInfo


@dataclass(frozen=True)
class KeyPlan:
    """The token, its certificate, and what stands against signing with it."""

    token: TokenInfo
    certificate: x509.Certificate = field(repr=False)
    facts: CertificateFacts
    checks: tuple[Check, ...]
