"""What a verification says.

Three answers, in the words of ETSI EN 319 102-1, 5.1.3: **valid** (TOTAL-PASSED), **invalid**
(TOTAL-FAILED) and **indeterminate** – what could not be established is not called broken.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from signing.certificate import CertificateFacts
from signing.statement import Decision, Trail


class Verdict(StrEnum):
    """The overall answer; the worst of all signatures and of the container."""

    VALID = "valid"
    INVALID = "invalid"
    INDETERMINATE = "indeterminate"

    @property
    def indication(self) -> str:
        """The main status indication of EN 319 102-1."""
        return {"valid": "TOTAL-PASSED", "invalid": "TOTAL-FAILED"}.get(
            self.value, "INDETERMINATE"
        )


@dataclass(frozen=True)
class Reason:
    """Why the answer is not simply "valid".

    ``code`` is stable and has a text in every language; ``detail`` is a fact that goes with it
    (a member's name, an algorithm). ``failed`` tells a broken signature or package from
    something that could not be established.
    """

    code: str
    detail: str = ""
    failed: bool = True


@dataclass(frozen=True)
class SignatureReport:
    """One signature. ``scope``: package, pdf, entry-NN or content."""

    scope: str
    signer: CertificateFacts | None
    algorithm: str
    level: str
    """B-B, B-T or B-LT; empty if it could not be told."""
    time: datetime | None
    """Proven by a time-stamp if the level is B-T, claimed by the signer otherwise."""
    intact: bool
    """Digests and value are right; says nothing about trust."""
    trusted: bool
    reasons: tuple[Reason, ...] = ()
    status_as_of: datetime | None = None
    """The age of what tells that no certificate of the path is revoked; None: nothing tells."""
    own_words: bool = False
    """A PDF alone: its panel's post, organisation and address are compared with nothing."""


@dataclass(frozen=True)
class Report:
    """The answer about one file."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    signatures: tuple[SignatureReport, ...]
    decision: Decision | None = None
    trail: Trail | None = field(default=None, repr=False)

    @classmethod
    def conclude(
        cls,
        signatures: tuple[SignatureReport, ...],
        reasons: tuple[Reason, ...] = (),
        decision: Decision | None = None,
        trail: Trail | None = None,
    ) -> Report:
        """Draw the verdict: one failure makes it invalid, one open question indeterminate."""
        every = (*reasons, *(reason for item in signatures for reason in item.reasons))
        if any(reason.failed for reason in every):
            verdict = Verdict.INVALID
        elif every or not signatures:
            verdict = Verdict.INDETERMINATE
        else:
            verdict = Verdict.VALID
        return cls(verdict, tuple(dict.fromkeys(every)), signatures, decision, trail)
