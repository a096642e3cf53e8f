"""Is an intact signature trusted, since when, and at which level (EN 319 102-1, 5.3 to 5.6)?

The levels are those of EN 319 122-1, 6.1 and EN 319 142-1, 6.1. A level is what a signature has:
B-T a time-stamp that is intact, B-LT beside it all that tells its certificates' status, B-LTA an
archive time-stamp over that. Whether any of it is trusted the reasons say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from cryptography import x509

from signing.called import distinct
from signing.certificate import facts, utc_now
from signing.claimed import CLOCKS_DIFFER, Known, untrue
from signing.detail import Detail
from signing.errors import (
    AlgorithmRefused,
    CertificateExpired,
    DocumentTooLarge,
    SigningError,
)
from signing.flaws import Flaw
from signing.foreign import archive_stamp
from signing.foreign import signed_data as form
from signing.foreign.check import Checked, check_signer
from signing.foreign.collected import MAX_STAMPS, Collected, brought_by
from signing.foreign.contents import Content
from signing.foreign.levels import ArchiveStamp, LongTerm, resting_on
from signing.foreign.signed_data import SignedData, SignerInfo
from signing.foreign.stamps import Token, trust_token, try_token
from signing.identity import (
    OUT_OF_ORDER,
    TRUST_CODES,
    about_stamp,
    ambiguous,
    ended,
    past_its_end,
    reason_of,
    revocation_reasons,
)
from signing.report import Kind, Reason, SignatureReport, scoped
from signing.revocation import Source, Sources, Status, check_path
from signing.timestamp import TimeStamp
from signing.trust import TrustAnchors

_MAX_LOOKED_AT = 1024
"""Signatures of one file, time-stamps and counter-signatures among them; each costs about a
millisecond, and a container of a few kilobytes may hold a hundred thousand."""


@dataclass(frozen=True)
class Surroundings:
    """What a file brings beside a signature, and says of it."""

    contents: tuple[Content, ...]
    missing: str = "HASH_FAILURE"
    stamps: tuple[Token, ...] = ()
    """Time-stamps outside the signature that cover it: of a document, or of a container."""
    archives: tuple[ArchiveStamp, ...] = ()
    """Those of these that are for the years to come, with what they cover beside the signature."""
    certificates: tuple[x509.Certificate, ...] = ()
    sources: tuple[Source, ...] = ()
    reasons: tuple[Reason, ...] = ()
    """What the file's own structure says about this signature."""
    covers: tuple[str, ...] = ()
    claimed: datetime | None = None
    """The time that the file claims outside the signed attributes."""


class Judge:
    """Judges the signatures of one file, at one moment."""

    def __init__(self, anchors: TrustAnchors, at: datetime | None) -> None:
        self._anchors = anchors
        self._now = at or utc_now()
        self._collected = Collected(anchors.sources)
        self._looked_at = 0
        self._certificates: tuple[x509.Certificate, ...] = ()

    @property
    def _sources(self) -> Sources:
        return self._collected.sources

    @property
    def helpers(self) -> tuple[x509.Certificate, ...]:
        """Certificates at hand, for what brings none."""
        return (*self._certificates, *self._anchors.intermediates, *self._anchors.anchors)

    def bring(self, certificates: Iterable[x509.Certificate], sources: Iterable[Source]) -> None:
        """Use what stands beside all signatures; nothing of it is believed."""
        self._certificates = distinct((*self._certificates, *certificates))
        self._collected.add([(self._certificates, tuple(sources))])

    def collect(self, every: Iterable[SignedData]) -> None:
        """Use what the signatures bring, and all in them, before any of them is judged."""
        self._collected.add(brought_by(iter(every)))

    def judge_all(
        self, data: SignedData, around: Surroundings, scope: str
    ) -> list[SignatureReport]:
        """Report every signature of a CMS, each followed by its counter-signatures.

        Raises:
            DocumentTooLarge: the file has more signatures than are looked at.
        """
        found: list[SignatureReport] = []
        for number, info in enumerate(data.signers, 1):
            name = scope if len(data.signers) == 1 else f"{scope} {number}"
            found += self.judge(data, info, around, name)
        return found

    def judge(
        self, data: SignedData, info: SignerInfo, around: Surroundings, scope: str
    ) -> list[SignatureReport]:
        """Report one signature and what signs it; raises as :meth:`judge_all`."""
        self.count()
        checked = check_signer(data, info, around.contents, self.helpers, missing=around.missing)
        report = self._report(checked, around, scope)
        return [report, *self._counters(checked, report, around)]

    def count(self) -> None:
        """Count one signature or time-stamp that is looked at.

        Raises:
            DocumentTooLarge: there are more than are looked at.
        """
        self._looked_at += 1
        if self._looked_at > _MAX_LOOKED_AT:
            raise DocumentTooLarge(Flaw.TOO_MANY_SIGNATURES, _MAX_LOOKED_AT)

    def broken(self, scope: str, error: SigningError, kind: Kind) -> SignatureReport:
        """Report something that is no signature that can be read."""
        reason = (
            Reason("CRYPTO_CONSTRAINTS_FAILURE", error.name, failed=False)
            if isinstance(error, AlgorithmRefused)
            else reason_of(error)
        )
        told = scoped((reason,), scope)
        return SignatureReport(scope, None, "", "", None, False, False, told, kind=kind)

    def token(
        self, token: Token | Reason, scope: str, kind: Kind, covers: tuple[str, ...] = ()
    ) -> SignatureReport:
        """Report a time-stamp that stands in the place of a signature."""
        if isinstance(token, Reason):
            told = scoped((token,), scope)
            return SignatureReport(scope, None, "", "", None, False, False, told, kind=kind)
        checked = token.checked
        reasons = list(token.reasons)
        if token.intact and token.content is not None:
            token.content.used = True
            reasons += self._stamp_reasons(token)
        certificate = checked.certificate
        if covers == () and token.content is not None and token.content.name:
            covers = (token.content.name,)
        return SignatureReport(
            scope=scope,
            signer=facts(certificate) if certificate else None,
            algorithm=checked.algorithm,
            level="",
            time=token.time,
            intact=token.intact,
            trusted=token.intact and not reasons,
            reasons=scoped(tuple(dict.fromkeys(reasons)), scope),
            kind=kind,
            covers=covers,
            proven=token.intact and not reasons,
        )

    # Time-stamps.

    def proof(self, token: Token) -> TimeStamp | Reason:
        """Return what a token proves, or why it proves nothing."""
        try:
            others = distinct((*self._collected.issuers, *self._certificates))
            stamp = trust_token(token, self._anchors, others, sources=self._sources, now=self._now)
        except SigningError as error:
            found = reason_of(error)
            return about_stamp(found.code)
        if stamp.time > max(self._now, utc_now()) + CLOCKS_DIFFER:
            return OUT_OF_ORDER
        match stamp.revocation(self._sources, self._now).status:
            case Status.REVOKED:
                return about_stamp("REVOKED")
            case Status.UNKNOWN:
                return about_stamp("TRY_LATER")
        return stamp

    def is_proof(self, token: Token) -> bool:
        """Whether a token proves a time."""
        return isinstance(self.proof(token), TimeStamp)

    def _stamp_reasons(self, token: Token) -> list[Reason]:
        found = self.proof(token)
        if isinstance(found, TimeStamp):
            return []
        # Of the time-stamp itself the bare reason is told.
        return [Reason(str(found.detail) or found.code, failed=False)]

    # One signature.

    def _report(self, checked: Checked, around: Surroundings, scope: str) -> SignatureReport:
        reasons = [*checked.reasons, *around.reasons]
        tokens, told = self._tokens(checked, around)
        reasons += told
        proofs, doubts = self._proofs(tokens, checked, around)
        since, more = self._since(checked)
        reasons += (*doubts, *more)
        if since is not None and any(item.time < since for item in proofs):
            reasons.append(OUT_OF_ORDER)
            proofs = [item for item in proofs if item.time >= since]
        stamp = min(proofs, key=lambda item: item.time, default=None)
        before = stamp.time if stamp else None
        if OUT_OF_ORDER in doubts:
            # What is no proof of a signature any more because of its claim contradicts it still.
            before = min((item.time for item in tokens), default=before)
        moment = stamp.time if stamp else self._now
        trust = _Trust()
        if checked.certificate is not None:
            trust = self._trust(checked, moment, since, proven=stamp is not None)
            reasons += (*trust.reasons, *ambiguous(facts(checked.certificate)))
        # Without a bound certificate it is CMS and not CAdES (EN 319 122-1, 6.3).
        bound = not any(item.code == "SIG_CONSTRAINTS_FAILURE" for item in checked.reasons)
        level = ""
        inside = [item for item in tokens if item not in around.stamps]
        found = archive_stamp.archive_stamps(checked, inside, self.helpers)
        archives = tuple(filter(None, found))
        if None in found:
            # Anybody can add one, as any other time-stamp; who made it is not asked.
            reasons.append(about_stamp("HASH_FAILURE"))
        if checked.intact and bound:
            level = self._level(checked, around, tokens, archives, reasons)
        claimed = checked.signing_time or around.claimed
        covered = around.covers
        if not covered and checked.content is not None and checked.content.name:
            covered = (checked.content.name,)
        untrusted = any(item.code in TRUST_CODES for item in reasons)
        if checked.intact and checked.content is not None:
            checked.content.used = True
        return SignatureReport(
            scope=scope,
            signer=facts(checked.certificate) if checked.certificate else None,
            algorithm=checked.algorithm,
            level=level,
            time=stamp.time if stamp else claimed,
            intact=checked.intact,
            trusted=checked.intact and checked.certificate is not None and not untrusted,
            reasons=scoped(tuple(dict.fromkeys(reasons)), scope),
            status_as_of=trust.as_of,
            covers=covered,
            proven=stamp is not None,
            claimed=claimed,
            warnings=(
                *checked.meaning,
                *(self._ended(stamp, inside, archives, around) if stamp else ()),
                *untrue(
                    tuple(filter(None, (checked.signing_time, around.claimed))),
                    Known(max(self._now, utc_now()), before, since),
                    checked.certificate,
                ),
            ),
        )

    def _ended(
        self,
        stamp: TimeStamp,
        inside: Sequence[Token],
        archives: Sequence[ArchiveStamp],
        around: Surroundings,
    ) -> tuple[Reason, ...]:
        """Tell that nobody answers any more for what proves a signature's time."""
        if self._now <= stamp.ends:
            return ()
        # What stands around a signature is over all that is in it.
        own = (*inside, *(item.token for item in archives))
        outside = (replace(item, stamps=(*item.stamps, *own)) for item in around.archives)
        return ended(resting_on(stamp, (*archives, *outside), self.proof), self._now)

    def _tokens(self, checked: Checked, around: Surroundings) -> tuple[list[Token], list[Reason]]:
        """Return the time-stamps over a signature; one that does not hold is told.

        It breaks nothing: it is not signed, and anybody can add one to an intact signature.
        """
        info = checked.info
        raw = [item.raw for item in info.unsigned.every(form.TIME_STAMP)] if info.unsigned else []
        over = (Content.of(checked.value),)
        # Of one that brings none they may stand there (RFC 3161, 2.4.1, certReq).
        beside = (*checked.brought, *around.certificates)
        tokens: list[Token] = []
        reasons: list[Reason] = []
        for item in raw[:MAX_STAMPS]:
            self.count()
            token = try_token(item, over, (*beside, *self.helpers))
            if isinstance(token, Reason):
                reasons.append(replace(token, failed=False))
            elif not token.intact:
                reasons.append(about_stamp(token.reasons[0].code))
            else:
                brought = token.checked.brought or beside
                tokens.append(replace(token, checked=replace(token.checked, brought=brought)))
        return [*tokens, *around.stamps], reasons

    def _proofs(
        self, tokens: Sequence[Token], checked: Checked, around: Surroundings
    ) -> tuple[list[TimeStamp], list[Reason]]:
        proofs: list[TimeStamp] = []
        reasons: list[Reason] = []
        for token in tokens:
            proof = self.proof(token)
            if isinstance(proof, TimeStamp):
                claimed = checked.signing_time
                if claimed is not None and proof.time < claimed - CLOCKS_DIFFER:
                    proof = OUT_OF_ORDER
            if isinstance(proof, TimeStamp):
                proofs.append(proof)
            elif token not in around.stamps or proof is OUT_OF_ORDER:
                # Those outside the signature have reports of their own.
                reasons.append(proof)
        return proofs, reasons

    def _since(self, checked: Checked) -> tuple[datetime | None, list[Reason]]:
        """Return the moment after which a signature was made: of a time-stamp that it covers."""
        signed = checked.info.signed
        if signed is None or checked.content is None or not checked.intact:
            return None, []
        found: list[datetime] = []
        reasons: list[Reason] = []
        for item in signed.every(form.CONTENT_TIME_STAMP)[:MAX_STAMPS]:
            self.count()
            token = try_token(item.raw, (checked.content,), self.helpers)
            if isinstance(token, Reason):
                reasons.append(replace(token, failed=False))
            elif not token.intact:
                reasons.append(about_stamp(token.reasons[0].code))
            else:
                proof = self.proof(token)
                if isinstance(proof, TimeStamp):
                    found.append(proof.time)
                else:
                    reasons.append(proof)
        return max(found, default=None), reasons

    def _trust(
        self, checked: Checked, moment: datetime, since: datetime | None, *, proven: bool
    ) -> _Trust:
        assert checked.certificate is not None
        weak = checked.weak_since
        reasons: list[Reason] = []
        if weak is not None and weak <= (moment if proven else max(self._now, utc_now())):
            weak_one = Detail(checked.algorithm)
            reasons.append(Reason("CRYPTO_CONSTRAINTS_FAILURE_NO_POE", weak_one, failed=False))
        others = distinct((*checked.others, *self._collected.issuers, *self._certificates))
        asked = partial(check_path, sources=self._sources, at=moment, now=self._now)
        try:
            path = self._anchors.path(
                checked.certificate,
                others,
                moment,
                stands=lambda path: asked(path).status is Status.GOOD,
            )
        except AlgorithmRefused as error:
            reasons.append(Reason("CRYPTO_CONSTRAINTS_FAILURE", error.name, failed=False))
            return _Trust(reasons)
        except CertificateExpired as error:
            # Made after its end, not only perhaps (EN 319 102-1, 5.3.4).
            late = since is not None and since > error.since
            if late:
                return _Trust([*reasons, Reason("EXPIRED", Detail(error.subject))])
            signer, anchors = checked.certificate, self._anchors
            told = past_its_end(
                error, lambda end: anchors.path(signer, others, end), self._sources, self._now
            )
            return _Trust([*reasons, told])
        except SigningError as error:
            return _Trust([*reasons, reason_of(error)])
        found, name = asked(path), facts(checked.certificate).name
        reasons += revocation_reasons(found, name, since=since)
        return _Trust(reasons, found.as_of)

    def _level(
        self,
        checked: Checked,
        around: Surroundings,
        tokens: Sequence[Token],
        archives: Sequence[ArchiveStamp],
        reasons: list[Reason],
    ) -> str:
        if not tokens:
            return "B-B"
        first = min(tokens, key=lambda item: item.time)
        certificates = (*checked.brought, *around.certificates, *first.checked.brought)
        sources = (*checked.sources, *around.sources, *first.checked.sources)
        question = LongTerm(checked, first, self._anchors.anchors, self._now)
        if not question.is_told(certificates, sources):
            return "B-T"
        inside = [item for item in tokens if item not in around.stamps]
        # All of them: each that does not hold is told.
        held = [item for item in archives if self._holds(item.token, first, reasons)]
        for item in around.archives:
            if self.is_proof(item.token):
                covered = (*checked.brought, *item.certificates)
                sources = (*checked.sources, *item.sources)
                # One that is the first itself covers nothing less for that.
                stamps = (*inside, *item.stamps, item.token)
                held.append(ArchiveStamp(item.token, covered, sources, stamps))
        return "B-LTA" if any(map(question.is_kept, held)) else "B-LT"

    def _holds(self, token: Token, first: Token, reasons: list[Reason]) -> bool:
        """Whether an archive time-stamp is one: of somebody trusted, and of after the first."""
        proof = self.proof(token)
        if isinstance(proof, TimeStamp) and proof.time >= first.time:
            return True
        told = OUT_OF_ORDER if isinstance(proof, TimeStamp) else proof
        # Of the last one nobody has told yet, as a rule; nothing else rests on it.
        if told != about_stamp("TRY_LATER"):
            reasons.append(told)
        return False

    def _counters(
        self, over: Checked, signed: SignatureReport, around: Surroundings
    ) -> list[SignatureReport]:
        """Report the signatures over a signature; they say nothing about the content itself."""
        found = []
        name = signed.signer.name if signed.signer else ""
        try:
            infos = form.counter_signatures(over.info)
        except SigningError as error:
            return [self.broken(signed.scope, error, Kind.SIGNATURE).as_counter(name)]
        inner = Surroundings((Content.of(over.value),), certificates=around.certificates)
        for item in infos:
            self.count()
            checked = check_signer(over.data, item, inner.contents, self.helpers, counter=True)
            found.append(self._report(checked, inner, signed.scope).as_counter(name))
        return found


@dataclass(frozen=True)
class _Trust:
    reasons: list[Reason] = field(default_factory=list)
    as_of: datetime | None = None
