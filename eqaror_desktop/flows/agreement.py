"""Agreeing and objecting with one's own token, offline if need be."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from eqaror_desktop import convert
from eqaror_desktop.checks import answer_checks
from eqaror_desktop.choosing import Wanted
from eqaror_desktop.clock import Reading
from eqaror_desktop.errors import NothingAsked, RemarkMissing
from eqaror_desktop.flows.key_plan import KeyPlan
from eqaror_desktop.flows.pending import require_none_waits
from eqaror_desktop.keylog import KeyUses, intent_of
from eqaror_desktop.tokens import Tokens
from signing import statement
from signing.cms import build_signed_data
from signing.errors import CertificateMismatch, DraftChanged, SignatureCheckFailed
from signing.trust import TrustAnchors
from sync.attempts import Consent, JournalKind
from sync.entries import OutboxEntry, OutboxKind
from sync.station import Store
from sync.wire import Action, AgreementRequest, Answer, Draft, Me

_ASKED = {
    Answer.AGREED: Action.AGREE,
    Answer.AGREED_WITH_NOTE: Action.AGREE,
    Answer.OBJECTED: Action.OBJECT,
}


def plan_answer(
    me: Me,
    tokens: Tokens,
    anchors: TrustAnchors,
    wanted: Wanted,
    clock: Reading | None,
    now: datetime,
) -> KeyPlan:
    """Choose token and certificate for an answer and check whose it is; asks for no PIN.

    Raises:
        TokenError, CertificateError, AlgorithmRefused: there is nothing to sign with.
        SeveralTokens, SeveralCertificates: it is not clear what to sign with.
    """
    token, choice = tokens.choose(wanted, now, pinfl=me.person.pinfl)
    checks = answer_checks(
        me=me, certificate=choice.certificate, anchors=anchors, clock=clock, now=now
    )
    return KeyPlan(token.info, choice.certificate, choice.facts, checks)


def answer(
    draft: Draft,
    decision: Answer,
    remark: str,
    *,
    me: Me,
    store: Store,
    keys: KeyUses,
    wanted: Wanted,
    pin: bytearray,
    now: datetime,
    consent: Consent = Consent(),  # noqa: B008 - frozen
) -> OutboxEntry:
    """Sign an answer about this very version and write it to the outbox.

    Args:
        draft: as shown; its text and annexes must be on this station.
        decision: agreed, agreed with a note, or objected.
        remark: the note or the objection; required for both.
        me: who signed in.
        store: the station's.
        keys: the way to the tokens.
        wanted: what was said of the certificate that is meant.
        pin: in UTF-8; wiped in every case.
        now: the clock.
        consent: how the person came to want it.

    Raises:
        AnotherWaits: another answer, or a return, waits in the outbox; nothing was signed.
        NothingAsked: the registry does not ask this of this person.
        RemarkMissing: a note or an objection has no words.
        DraftChanged: what is on this station is not the version the registry names.
        DocumentTooLarge: the remark is longer than a package has room for.
        CertificateMismatch: the token is another person's or organisation's.
        SignatureCheckFailed: no verifier would take it; it was signed, and is not sent.
        TokenError, PinError, CertificateError, AlgorithmRefused: the token.
        SeveralTokens, SeveralCertificates: it is not clear which certificate is meant.
    """
    from signing.answer import require_room, stops, verify_answer

    try:
        summary = draft.summary
        asked = _ASKED.get(decision)
        require_none_waits(store, summary.id, summary.version_digest, me.person.pinfl)
        if asked is None or asked not in summary.actions:
            raise NothingAsked(summary.id, str(asked or decision))
        if decision is not Answer.AGREED and not remark.strip():
            raise RemarkMissing(summary.id)
        require_room(remark)
        if convert.version(draft).digest != summary.version_digest:
            raise DraftChanged("decision.json")
        token, choice = keys.tokens.choose(wanted, now, pinfl=me.person.pinfl)
        if choice.facts.pinfl != me.person.pinfl:
            raise CertificateMismatch(choice.facts.name, "pinfl")
        if choice.facts.stir != me.organisation.stir:
            raise CertificateMismatch(choice.facts.name, "stir")
        if choice.facts.common_name != me.person.name:
            raise CertificateMismatch(choice.facts.name, "name")
        entry = statement.TrailEntry(
            order=1,
            round=summary.round,
            organisation=statement.Organisation(me.organisation.stir, me.organisation.name),
            officer=statement.Officer(me.person.name, me.person.post, me.person.pinfl),
            decision=statement.Agreement(decision),
            remark=remark,
            received=now,
            due=now,
            decided=now,
            version=summary.version,
            version_digest=summary.version_digest,
        )
        intent = intent_of(
            JournalKind.AGREEMENT,
            choice.certificate,
            token.info.serial,
            draft=summary.id,
            title=summary.title,
            version_digest=summary.version_digest,
            consent=consent,
        )
        with keys.attempt(intent) as attempt:
            with keys.open(intent, choice.certificate, pin) as signer:
                signer.announce(attempt, str(intent.kind), now)
                signature = build_signed_data(
                    signer, statement.agreement_statement(summary.id, entry), signing_time=now
                )
            given = replace(entry, signature=signature)
            stopped = stops(verify_answer(summary.id, given, keys.anchors, now, new=True))
            if stopped is not None:
                raise SignatureCheckFailed((stopped.code,))
            request = AgreementRequest(
                summary.round,
                summary.version,
                summary.version_digest,
                decision,
                remark,
                signature,
            )
            return store.outbox.queue(
                OutboxKind.AGREEMENT,
                request,
                person=me.person.pinfl,
                draft=summary.id,
                title=summary.title,
                version_digest=summary.version_digest,
            )
    finally:
        pin[:] = bytes(len(pin))
