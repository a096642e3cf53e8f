"""What a verification says.

Three answers, in the words of ETSI EN 319 102-1, 5.1.3: **valid** (TOTAL-PASSED), **invalid**
(TOTAL-FAILED) and **indeterminate** – what could not be established is not called broken.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from signing.certificate import CertificateFacts
from signing.container.names import is_document
from signing.detail import NO_DETAIL, Detail
from signing.statement import Agreement, Decision, Trail


class Kind(StrEnum):
    """What a signature is."""

    SIGNATURE = "signature"
    COUNTER_SIGNATURE = "counter-signature"
    """Over another signature's value (RFC 5652, 11.4)."""
    TIME_STAMP = "time-stamp"
    """Over a document or a container, in the place of a signature."""
    ARCHIVE_TIME_STAMP = "archive-time-stamp"
    """Over signatures and all that proves them, for the years to come."""


_STAMPS = (Kind.TIME_STAMP, Kind.ARCHIVE_TIME_STAMP)
"""What anybody gets for anything; that somebody agreed to it no time-stamp says."""


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
    detail: Detail = NO_DETAIL
    failed: bool = True


@dataclass(frozen=True)
class SignatureReport:
    """One signature. ``scope``: package, pdf, entry-NN or content."""

    scope: str
    signer: CertificateFacts | None
    algorithm: str
    level: str
    """B-B, B-T, B-LT or B-LTA; empty if it could not be told, or for what has no level."""
    time: datetime | None
    """Proven by a time-stamp or claimed by the signer; :attr:`proven` says which."""
    intact: bool
    """Digests and value are right; says nothing about trust."""
    trusted: bool
    reasons: tuple[Reason, ...] = ()
    status_as_of: datetime | None = None
    """The age of what tells that no certificate of the path is revoked; None: nothing tells."""
    own_words: bool = False
    """A PDF alone: its panel's post, organisation and address are compared with nothing."""
    kind: Kind = Kind.SIGNATURE
    covers: tuple[str, ...] = ()
    """Names of the files it covers, where it covers files."""
    proven: bool = False
    """Its time is proven by a time-stamp that is trusted."""
    claimed: datetime | None = None
    """The time that the signer claims; it proves nothing."""
    warnings: tuple[Reason, ...] = ()
    """What is told and decides nothing: a claimed time that cannot be true, something that is
    shown by a later signature or not always."""
    answer: Agreement | None = None
    """What an answer of the trail says."""
    over: str = ""
    """Of a counter-signature: whose signature it is over."""

    @property
    def verdict(self) -> Verdict:
        """The answer about this signature alone."""
        found = _verdict(self.reasons, empty=False)
        if found is Verdict.VALID and not (self.intact and self.trusted):
            # What is wrong was told of something else: a file that the manifest names is another.
            return Verdict.INDETERMINATE if self.intact else Verdict.INVALID
        return found

    def as_counter(self, over: str) -> SignatureReport:
        """Return it as of a counter-signature over ``over``'s signature.

        Anybody can add one (RFC 5652, 11.4): a bad one is told and breaks nothing.
        """
        reasons = tuple(replace(item, failed=False) for item in self.reasons)
        return replace(self, kind=Kind.COUNTER_SIGNATURE, reasons=reasons, over=over)

    @property
    def sub_indication(self) -> str:
        """What EN 319 102-1, 5.1.3 has beside the indication; empty beside TOTAL-PASSED."""
        found = _first(self.reasons)
        return found if found or self.verdict is not Verdict.INVALID else "HASH_FAILURE"


@dataclass(frozen=True)
class Covered:
    """A file beside a detached signature, with its lower-case hex SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Report:
    """The answer about one file."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    signatures: tuple[SignatureReport, ...]
    decision: Decision | None = None
    trail: Trail | None = field(default=None, repr=False)
    contents: tuple[Covered, ...] = ()
    """What was given beside the file and a signature in it covers."""

    @property
    def sub_indication(self) -> str:
        """The reason to name first: what is broken comes before what is open."""
        return _first(self.reasons)

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
        if signatures and all(item.kind in _STAMPS for item in signatures):
            every = (*every, Reason("NOBODY_SIGNED", failed=False))
        verdict = _verdict(every, empty=not signatures)
        signatures = _in_parts(signatures)
        return cls(verdict, tuple(dict.fromkeys(every)), signatures, decision, trail)


def scoped(reasons: tuple[Reason, ...], scope: str) -> tuple[Reason, ...]:
    """Name the signature in what is broken, as the reports of packages do."""
    if not scope:
        return reasons
    return tuple(
        Reason(item.code, item.detail.within(scope), item.failed) if item.failed else item
        for item in reasons
    )


_TOLD = 8
"""Names of what a signature does not cover; of more only how many."""


def _in_parts(signatures: tuple[SignatureReport, ...]) -> tuple[SignatureReport, ...]:
    """Tell of signatures that do not all cover the same what they leave out.

    A container may hold that (EN 319 162-1, 4.3.3.1): each document is signed by somebody, and who
    reads two names beside two documents takes both for the signers of both.
    """
    every = dict.fromkeys(
        name for item in signatures if item.kind is Kind.SIGNATURE for name in _documents(item)
    )
    return tuple(_with_left_out(item, every) for item in signatures)


def _documents(item: SignatureReport) -> tuple[str, ...]:
    # A later signature may cover the earlier ones, which are no documents.
    return tuple(filter(is_document, item.covers))


def _with_left_out(item: SignatureReport, every: dict[str, None]) -> SignatureReport:
    here = set(_documents(item))
    if item.kind is not Kind.SIGNATURE or not item.covers or len(here) == len(every):
        return item
    if any(known.code == "COVERS_PART" for known in item.warnings):
        return item
    missing = [name for name in every if name not in here]
    more = [f"+ {len(missing) - _TOLD}"] if len(missing) > _TOLD else []
    told = Detail(", ".join((*missing[:_TOLD], *more)))
    return replace(item, warnings=(*item.warnings, Reason("COVERS_PART", told, failed=False)))


def _verdict(reasons: tuple[Reason, ...], *, empty: bool) -> Verdict:
    if any(reason.failed for reason in reasons):
        return Verdict.INVALID
    return Verdict.INDETERMINATE if reasons or empty else Verdict.VALID


_FAILED = frozenset(
    {"FORMAT_FAILURE", "HASH_FAILURE", "SIG_CRYPTO_FAILURE", "REVOKED", "EXPIRED", "NOT_YET_VALID"}
)
"""What EN 319 102-1, table 5 has beside TOTAL-FAILED."""
_OPEN = frozenset(
    {
        *("SIG_CONSTRAINTS_FAILURE", "CHAIN_CONSTRAINTS_FAILURE", "CRYPTO_CONSTRAINTS_FAILURE"),
        *("CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "TIMESTAMP_ORDER_FAILURE", "NOT_YET_VALID"),
        *("NO_SIGNING_CERTIFICATE_FOUND", "NO_CERTIFICATE_CHAIN_FOUND", "REVOKED_NO_POE"),
        *("REVOKED_CA_NO_POE", "OUT_OF_BOUNDS_NO_POE", "OUT_OF_BOUNDS_NOT_REVOKED"),
        *("TRY_LATER", "SIGNED_DATA_NOT_FOUND"),
    }
)
"""What it has beside INDETERMINATE, as far as this program gives it."""


def _first(reasons: tuple[Reason, ...]) -> str:
    """Return the sub-indication: the first that the standard has among what counts most.

    What is wrong with a file around its signatures – members, revisions, a trail – has no name of
    its own there; it is a format that is broken, or something else that is open.
    """
    order = "TIMESTAMP_ORDER_FAILURE"
    failed = [item.code for item in reasons if item.failed]
    if failed:
        return next((code for code in failed if code in _FAILED), "FORMAT_FAILURE")
    found = [order if item.detail == order else item.code for item in reasons]
    named = next((code for code in found if code in _OPEN), "GENERIC")
    return named if found else ""
