"""Signing a verification report: a paper that says who verified what, by a person's own key."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from eqaror_desktop.checks import key_checks
from eqaror_desktop.choosing import Wanted
from eqaror_desktop.clock import Reading
from eqaror_desktop.flows.key_plan import KeyPlan
from eqaror_desktop.keylog import KeyUses, intent_of
from eqaror_desktop.tokens import Tokens
from signing.cms import build_signed_data
from signing.errors import SignatureCheckFailed
from signing.pdf.pades import sign_pdf
from signing.pdf.panel import Language, Panel
from signing.trust import TrustAnchors
from sync.attempts import JournalKind

if TYPE_CHECKING:
    from signing.signer import Signer

Make = Callable[[str], bytes]
"""Lays the report out as a PDF that names who is going to sign it."""


class Step(StrEnum):
    """What is being done, for the person who waits; from ``KEEP`` on nothing is taken back."""

    MAKE = "make"
    LOGIN = "login"
    SIGN = "sign"
    VERIFY = "verify"
    KEEP = "keep"


@dataclass(frozen=True)
class SignedReport:
    """A report and its signature: in the PDF, or beside it where the key is a national one."""

    pdf: bytes = field(repr=False)
    beside: bytes = field(default=b"", repr=False)
    """Detached CMS over ``pdf`` (CAdES); viewers of PDF cannot check a national signature."""


def plan_report(
    tokens: Tokens,
    anchors: TrustAnchors,
    wanted: Wanted,
    clock: Reading | None,
    now: datetime,
    pinfl: str | None,
) -> KeyPlan:
    """Choose token and certificate for a report and look at them; asks for no PIN.

    Args:
        tokens: the station's.
        anchors: what is trusted here.
        wanted: what was said of the certificate that is meant.
        clock: how far off this computer's clock is; None if it was never compared.
        now: this computer's clock, UTC.
        pinfl: whose it must be; None if nobody is signed in.

    Raises:
        TokenError, CertificateError, AlgorithmRefused: there is nothing to sign with.
        SeveralTokens, SeveralCertificates: it is not clear what to sign with.
    """
    token, choice = tokens.choose(wanted, now, pinfl=pinfl)
    certificate = choice.certificate
    checks = key_checks(certificate=certificate, anchors=anchors, clock=clock, now=now)
    return KeyPlan(token.info, certificate, choice.facts, checks)


def sign_report(
    keys: KeyUses,
    anchors: TrustAnchors,
    make: Make,
    keep: Callable[[SignedReport], None],
    *,
    wanted: Wanted,
    pin: bytearray,
    now: datetime,
    title: str = "",
    language: Language | None = None,
    progress: Callable[[Step], None] = lambda _step: None,
) -> None:
    """Make a report, sign it, verify that and have it kept; ``pin`` is wiped in every case.

    Args:
        keys: the way to the person's key; the key log tells of this use as of any other.
        anchors: what is trusted here, for the look at what was made.
        make: see there.
        keep: writes it down; what it cannot write was not signed for anything.
        wanted: which certificate.
        pin: in UTF-8.
        now: the signing time that is claimed.
        title: what the journal calls it, e.g. the verified file's name.
        language: of the panel that the PDF shows of its signature; None for none.
        progress: told before each step; what it raises ends the work, and nothing is kept.

    Raises:
        TokenError, PinError, CertificateError, AlgorithmRefused: the token.
        SeveralTokens, SeveralCertificates: it is not clear which certificate is meant.
        SignatureCheckFailed: what was made does not verify; nothing was kept.
        OSError: ``keep`` could not write.
    """
    try:
        token, choice = keys.tokens.choose(wanted, now)
        progress(Step.MAKE)
        pdf = make(choice.facts.name)
        intent = intent_of(
            JournalKind.REPORT,
            choice.certificate,
            token.info.serial,
            title=title,
            version_digest=hashlib.sha256(pdf).hexdigest(),
        )
        panel = None
        if language is not None:
            panel = Panel(language, choice.facts.post, choice.facts.organisation)
        progress(Step.LOGIN)
        with (
            keys.open(intent, choice.certificate, pin) as signer,
            keys.attempt(intent) as attempt,
        ):
            signer.announce(attempt, str(intent.kind), now)
            progress(Step.SIGN)
            signed = _signed(signer, pdf, now, panel)
            progress(Step.VERIFY)
            _require_good(signed, anchors, now, choice.facts.fingerprint)
            progress(Step.KEEP)
            keep(signed)
            keys.journal.done(attempt)
    finally:
        pin[:] = bytes(len(pin))


def _signed(signer: Signer, pdf: bytes, now: datetime, panel: Panel | None) -> SignedReport:
    if signer.algorithm.national:
        return SignedReport(pdf, build_signed_data(signer, pdf, signing_time=now))
    return SignedReport(sign_pdf(pdf, signer, now, panel))


def _require_good(
    signed: SignedReport, anchors: TrustAnchors, now: datetime, fingerprint: str
) -> None:
    """Let nothing be kept that a stranger would find broken, or by another certificate."""
    from signing.foreign.contents import Content
    from signing.verify_any import verify_stream

    contents = (Content.of(signed.pdf, "report"),) if signed.beside else ()
    stream = io.BytesIO(signed.beside or signed.pdf)
    report = verify_stream(stream, anchors, contents=contents, at=now)
    own = [
        item.intact and item.signer is not None and item.signer.fingerprint == fingerprint
        for item in report.signatures
    ]
    if own != [True] or any(reason.failed for reason in report.reasons):
        codes = tuple(reason.code for reason in report.reasons)
        raise SignatureCheckFailed(codes or ("UNKNOWN",))
