"""Signing: from what was shown to a package in the outbox.

The order is the point. Everything that can stop the signature is asked before the PIN; the bytes
are compared with the frozen digests before the token is used; the package is verified by the code
that verifies strangers' packages before it is written to the outbox; and it is in the outbox, on
disk, before anything else happens. What is intended, what the token is asked and what came of it
are in the journal, on disk, step by step (:mod:`sync.journal`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import BinaryIO, Literal, cast

from cryptography import x509

from eqaror_desktop import convert
from eqaror_desktop.checks import check_trail, signing_checks
from eqaror_desktop.choosing import Wanted
from eqaror_desktop.clock import Reading
from eqaror_desktop.errors import AlreadySigned, NotAllowed, NothingAsked
from eqaror_desktop.examining import Examiner
from eqaror_desktop.flows.earlier import in_doubt, require_unsigned
from eqaror_desktop.flows.pending import unsent_remarks
from eqaror_desktop.flows.plans import SigningPlan
from eqaror_desktop.flows.recipe import ChunkReader, Recipe
from eqaror_desktop.keylog import NOT_REACHED, AskPin, Journalled, KeyUses, intent_of
from eqaror_desktop.tokens import Tokens
from signing.certificate import facts, utc_now
from signing.errors import (
    CertificateMismatch,
    DocumentError,
    DraftChanged,
    SignatureCheckFailed,
)
from signing.mechanism import RsaPadding
from signing.mechanism_table import MechanismTable
from signing.package import AnnexSource, PackageContent, compose_package
from signing.package import Step as PackageStep
from signing.pdf.panel import prepare_panel
from signing.report import Report, Verdict
from signing.revocation import lists_for
from signing.signer import Signer
from signing.trust import TrustAnchors
from signing.verify import Expectation, verify_package
from sync.attempts import Attempt, Consent, Intent, JournalKind
from sync.entries import OutboxEntry
from sync.errors import NotFound, StoreDamaged, StoreError
from sync.station import Store
from sync.store.parts import Parts
from sync.wire import Draft, FileRef, Me


class Step(StrEnum):
    """What is being done, for the person who waits; after LOGIN nothing can be cancelled."""

    CHECK = "check"
    LOGIN = "login"
    SIGN_TEXT = "sign_text"
    WRITE = "write"
    SIGN_PACKAGE = "sign_package"
    VERIFY = "verify"
    KEEP = "keep"


@dataclass(frozen=True)
class Signed:
    """One draft of a batch: its outbox entry, or the error that concerns this draft alone."""

    plan: SigningPlan
    entry: OutboxEntry | None
    error: Exception | None = None


_PURPOSES = {Step.SIGN_TEXT: "text", Step.SIGN_PACKAGE: "package"}
_OWN = (
    AlreadySigned,
    NotAllowed,
    CertificateMismatch,
    DocumentError,
    DraftChanged,
    SignatureCheckFailed,
    NotFound,
    NothingAsked,
    StoreDamaged,
)
"""What concerns one draft alone; anything else ends a batch."""


class SigningFlow:
    """Makes plans and carries them out."""

    def __init__(
        self,
        store: Store,
        tokens: Tokens,
        anchors: TrustAnchors,
        *,
        pdf_profile: bool,
        visible: bool = True,
        public_url: str = "",
        rsa_padding: RsaPadding = RsaPadding.PKCS1,
        table: MechanismTable | None = None,
        examiner: Examiner | None = None,
        active_content: Literal["stop", "warn"] = "stop",
        ask_status: Callable[[x509.Certificate], TrustAnchors] | None = None,
    ) -> None:
        """Use what a station has; ``ask_status`` asks about a certificate and returns anchors."""
        self._ask_status = ask_status or (lambda _: anchors)
        self._store = store
        self._tokens = tokens
        self._anchors = anchors
        self._pdf_profile = pdf_profile
        self._visible = visible
        self._public_url = public_url
        self._examiner = examiner or Examiner(store.files, store.facts)
        self._active_content = active_content
        self._keys = KeyUses(tokens, store.journal, anchors, rsa_padding, store.facts, table)

    def plan(
        self,
        draft: Draft,
        me: Me,
        wanted: Wanted,
        clock: Reading | None,
        now: datetime,
        *,
        asked: bool = True,
        session_ended: bool = False,
    ) -> SigningPlan:
        """Choose token and certificate and answer every check at once; asks for no PIN.

        Files that were never examined wait for :meth:`examined`.

        Args:
            draft: what will be signed.
            me: who signed in.
            wanted: which certificate is meant.
            clock: how far off this computer's clock is; None if it was never compared.
            now: this computer's clock, UTC.
            asked: whether the registry told of the draft just now.
            session_ended: whether it was not asked because the sign-in to it had ended.

        Raises:
            TokenError, CertificateError, AlgorithmRefused: there is nothing to sign with.
            SeveralTokens, SeveralCertificates: it is not clear what to sign with.
        """
        token, choice = self._tokens.choose(wanted, now, pinfl=draft.signer.pinfl)
        trail = check_trail(draft, self._anchors, now)
        answer = partial(
            signing_checks,
            draft=draft,
            listed=self._store.drafts.summary(draft.summary.id),
            me=me,
            certificate=choice.certificate,
            anchors=self._ask_status(choice.certificate),
            trail=trail,
            clock=clock,
            now=now,
            active_content=self._active_content,
            earlier=in_doubt(self._store, draft),
            unsent=unsent_remarks(self._store, draft.summary, me.person.pinfl),
            asked=asked,
            session_ended=session_ended,
        )
        if self._pdf_profile and self._visible:
            prepare_panel(convert.panel(draft, self._public_url))
        examined = self._examiner.draft(draft) if self._examiner.knows(draft) else None
        known = (draft, me, token.info, choice.certificate, choice.facts)
        return SigningPlan(
            *known, answer(examined=examined), trail, sums=self._sums(draft), answer=answer
        )

    def examined(
        self,
        plan: SigningPlan,
        pulse: Callable[[], None] = lambda: None,
        progress: Callable[[int, int], None] = lambda _annex, _page: None,
    ) -> SigningPlan:
        """Return a plan with its files examined: pages that several readers draw take minutes.

        Args:
            plan: one that waits for it.
            pulse: called many times a second meanwhile; what it raises comes out of here.
            progress: told the number of the annex, 0 for the text, and its page, twice for each.
        """
        found = self._examiner.draft(plan.draft, progress, pulse)
        return replace(plan, checks=plan.answer(examined=found))

    def sign(
        self,
        plans: Sequence[SigningPlan],
        pin: bytearray,
        *,
        now: Callable[[], datetime],
        progress: Callable[[SigningPlan, Step], None] = lambda _plan, _step: None,
        still_wanted: Callable[[], bool] = lambda: True,
        consents: Sequence[Consent] = (),
        batch: str = "",
        ask_pin: AskPin | None = None,
    ) -> Iterator[Signed]:
        """Sign one draft or a batch with one PIN entry; ``pin`` is wiped in every case.

        Args:
            plans: all for the same token and certificate.
            pin: in UTF-8.
            now: the clock; asked for each signature.
            progress: told each step of each plan.
            still_wanted: asked before each draft; False ends the batch there.
            consents: how the person came to want each plan; as many as plans, or none.
            batch: a name that the parts of a batch share in the journal.
            ask_pin: gives the PIN for every signature of a key that wants it each time.

        Yields:
            One :class:`Signed` for each plan that was carried out; a bad draft does not stop the
            others.

        Raises:
            NotAllowed: a check stops the first plan; nothing was asked of the token.
            TokenError, PinError, CertificateError: the token; the batch ends, what was yielded
                stays signed.
            StoreFull: the journal or the package could not be kept; what cannot be written down
                is not signed.
        """
        waiting: list[str] = []
        try:
            first = plans[0]
            if len(plans) == 1 and first.stopped_by:
                raise NotAllowed(first.stopped_by)
            intents = _intents(plans, consents or (Consent(),) * len(plans), batch)
            waiting += self._store.journal.intend(intents)
            with self._keys.settling(waiting):
                progress(first, Step.LOGIN)
                with self._keys.open(intents[0], first.certificate, pin, ask_pin) as signer:
                    for plan in plans:
                        if not still_wanted():
                            return
                        yield self._one(plan, waiting.pop(0), signer, now(), progress)
        finally:
            pin[:] = bytes(len(pin))
            if waiting:
                with suppress(StoreError):
                    self._store.journal.end(waiting, NOT_REACHED)

    def _one(
        self,
        plan: SigningPlan,
        attempt: str,
        signer: Journalled,
        moment: datetime,
        progress: Callable[[SigningPlan, Step], None],
    ) -> Signed:
        stopped = plan.stopped_by
        if plan.certificate != signer.identity.certificate:
            stopped = (*stopped, "certificate")

        def announced(step: Step) -> None:
            if step in _PURPOSES:
                signer.announce(attempt, _PURPOSES[step], moment)
            progress(plan, step)

        try:
            with self._keys.settling((attempt,)):
                if stopped:
                    raise NotAllowed(stopped)
                # It may have been signed since it was planned, here or elsewhere.
                require_unsigned(self._store, plan.draft)
                package = self._build(plan.draft, signer, moment, announced, plan.sums)
                announced(Step.KEEP)
                entry = self._queue(plan.draft, plan.me, package)
        except _OWN as error:
            return Signed(plan, None, error)
        return Signed(plan, entry)

    def finish(self, attempt: Attempt, draft: Draft, me: Me) -> OutboxEntry | None:
        """Make the package of signatures that a crash left without one; no token is asked.

        The same text, trail and moment lead to the same bytes, for which the journal has what
        the token gave.

        Args:
            attempt: left over by the last run, with its second signature made.
            draft: as this station has it.
            me: whose session will send it.

        Returns:
            Its entry, or None where it can never be finished: what is on this station is no
            longer what was signed. The attempt is settled then.

        Raises:
            NotFound, StoreFull, CertificateError: not now; it can be tried again.
        """
        try:
            if draft.summary.version_digest != attempt.version_digest:
                raise DraftChanged("decision.json")
            signer = self._keys.replay(attempt)
            moment = attempt.moment or utc_now()
            package = self._build(draft, signer, moment, lambda _: None, self._sums(draft))
            return self._queue(draft, me, package)
        except NotFound:
            raise
        except _OWN as error:
            self._store.journal.end((attempt.id,), type(error).__name__)
            return None

    def _queue(self, draft: Draft, me: Me, package: Parts) -> OutboxEntry:
        summary = draft.summary
        return self._store.outbox.queue_package(
            package,
            person=me.person.pinfl,
            draft=summary.id,
            title=summary.title,
            version_digest=summary.version_digest,
        )

    def _build(
        self,
        draft: Draft,
        signer: Signer,
        moment: datetime,
        progress: Callable[[Step], None],
        sums: Mapping[str, int],
    ) -> Parts:
        steps = {
            PackageStep.CHECK: Step.CHECK,
            PackageStep.SIGN_TEXT: Step.SIGN_TEXT,
            PackageStep.WRITE: Step.WRITE,
            PackageStep.SIGN_PACKAGE: Step.SIGN_PACKAGE,
        }
        decision, trail = convert.decision(draft), convert.trail(draft)
        if decision.version.digest != draft.summary.version_digest:
            raise DraftChanged("decision.json")
        annexes = tuple(
            AnnexSource(
                annex,
                item.file.name,
                self._opener(item.file),
                sums.get(item.file.sha256),
            )
            for annex, item in zip(decision.version.annexes, draft.annexes, strict=True)
        )
        content = PackageContent(
            decision, trail, self._store.files.read(draft.text.sha256), annexes
        )
        recipe = Recipe()
        compose_package(
            content,
            signer,
            recipe,
            moment=moment,
            # Viewers of PDF cannot check a national signature (docs/package-format.md).
            pdf_profile=self._pdf_profile and not signer.algorithm.national,
            panel=convert.panel(draft, self._public_url) if self._visible else None,
            crls=self._revocation_lists(signer.identity.certificate, moment),
            progress=lambda step: progress(steps[step]),
        )
        progress(Step.VERIFY)
        expected = Expectation(decision.version, trail, decision.signer)
        with self._store.packages.preview(recipe.parts) as stream:
            report = verify_package(
                stream,
                self._anchors,
                at=moment,
                expected=expected,
                sums={
                    bytes.fromhex(item.annex.content.sha256): item.crc32
                    for item in annexes
                    if item.crc32 is not None
                },
            )
        _require_good(report, signer)
        return recipe.parts

    def _sums(self, draft: Draft) -> dict[str, int]:
        """Return what a package says of the annexes beside their digests."""
        found = {}
        for item in draft.annexes:
            # What is missing or damaged is said when it is signed.
            with suppress(NotFound, StoreDamaged):
                found[item.file.sha256] = self._store.files.sums(item.file.sha256).crc32
        return found

    def _opener(self, file: FileRef) -> Callable[[], AbstractContextManager[BinaryIO]]:
        store = self._store

        @contextmanager
        def opened() -> Iterator[BinaryIO]:
            yield cast("BinaryIO", ChunkReader(store.files.chunks(file.sha256)))

        return opened

    def _revocation_lists(
        self, certificate: x509.Certificate, moment: datetime
    ) -> tuple[x509.CertificateRevocationList, ...]:
        path = self._anchors.path(certificate, (), moment)
        return lists_for(path, self._anchors.sources, moment)


def _intents(
    plans: Sequence[SigningPlan], consents: Sequence[Consent], batch: str
) -> tuple[Intent, ...]:
    return tuple(
        intent_of(
            JournalKind.PACKAGE,
            plan.certificate,
            plan.token.serial,
            draft=plan.draft.summary.id,
            title=plan.draft.summary.title,
            version_digest=plan.digest,
            batch=batch,
            place=place,
            consent=consent,
        )
        for place, (plan, consent) in enumerate(zip(plans, consents, strict=True), start=1)
    )


def _require_good(report: Report, signer: Signer) -> None:
    """Let nothing leave that is broken, or that is not by the certificate that was shown.

    What could not be established here – a revocation list that is not at hand – is for the
    registry to say; it is no reason to lose a signature.
    """
    shown = facts(signer.identity.certificate)
    own = [item for item in report.signatures if item.scope in ("package", "pdf")]
    for item in own:
        # The fingerprint is among the facts, so these are the very bytes that were shown.
        if item.signer is not None and item.signer != shown:
            raise CertificateMismatch(item.signer.name, "certificate")
    right = all(item.intact and item.signer == shown for item in own)
    if report.verdict is Verdict.INVALID or not own or not right:
        raise SignatureCheckFailed(tuple(item.code for item in report.reasons) or ("UNKNOWN",))
