"""What somebody is about to sign, and everything that was found out about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cryptography import x509

from eqaror_desktop.checks import Check, TrailCheck, blocking
from eqaror_desktop.findings import CheckState
from signing.certificate import CertificateFacts
from signing.token.info import TokenInfo
from sync.wire import Draft, Me


@dataclass(frozen=True)
class SigningPlan:
    """What will be signed, by whom, with what; made before the PIN is asked for."""

    draft: Draft
    me: Me
    token: TokenInfo
    certificate: x509.Certificate = field(repr=False)
    facts: CertificateFacts
    checks: tuple[Check, ...]
    trail: tuple[TrailCheck, ...]
    sums: Mapping[str, int] = field(default_factory=dict, repr=False)
    """CRC-32 by SHA-256 of the annexes at hand."""
    answer: Callable[..., tuple[Check, ...]] = field(default=tuple, repr=False, compare=False)
    """Gives the checks anew once the files are examined."""

    @property
    def waits(self) -> bool:
        """Whether files are still to be examined; until then it cannot be signed."""
        return any(item.state is CheckState.RUNNING for item in self.checks)

    @property
    def digest(self) -> str:
        """The version digest: shown, signed and frozen must be this one."""
        return self.draft.summary.version_digest

    @property
    def stopped_by(self) -> tuple[str, ...]:
        """The checks that stop it; empty if it may be signed."""
        return blocking(self.checks)
