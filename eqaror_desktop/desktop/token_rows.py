"""From tokens, certificates and plans to what the dialogs show of them. Pure, called in a lane."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from eqaror_desktop.desktop.rows import trouble
from eqaror_desktop.errors import ApplicationError
from eqaror_desktop.messages import Messages
from signing.days import in_zone
from signing.errors import (
    AttemptsLeft,
    PinLocked,
    PinMustChange,
    SigningError,
    TokenAbsent,
    TokenRemoved,
)
from sync.wire import Draft
from ui.rows import (
    CertificateRow,
    CheckRow,
    CheckState,
    FileRow,
    SignPlan,
    TokenView,
    Trouble,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eqaror_desktop.choosing import (
        CertificateChoice,
        DamagedCertificate,
        Offer,
        Remembered,
        TokenChoice,
    )
    from eqaror_desktop.findings import Check
    from eqaror_desktop.findings import CheckState as CheckAnswer
    from signing.token.info import TokenInfo


_MARK = 16
"""Letters of a fingerprint that are shown; the command line names certificates by as many."""
_MOST_FINDINGS = 8
"""Lines of what was found in the files; the command line shows all."""


@cache
def _check_states() -> Mapping[CheckAnswer, CheckState]:
    from eqaror_desktop.findings import CheckState as CheckAnswer

    return {
        CheckAnswer.OK: CheckState.GOOD,
        CheckAnswer.WARNING: CheckState.WARNING,
        CheckAnswer.SKIPPED: CheckState.WARNING,
        CheckAnswer.FAILED: CheckState.BAD,
        CheckAnswer.RUNNING: CheckState.RUNNING,
    }


def check_rows(checks: Iterable[Check], messages: Messages) -> tuple[CheckRow, ...]:
    """Return checks in words, in their order."""
    return tuple(_check_row(item, messages) for item in checks)


def _check_row(check: Check, messages: Messages) -> CheckRow:
    from eqaror_desktop.content_check import finding_lines

    if _check_states()[check.state] is CheckState.RUNNING:
        return CheckRow(messages.check_name(str(check.code)), CheckState.RUNNING)
    name, answer = messages.check(
        str(check.code), str(check.state), check.detail, check.expected, check.case
    )
    state = _check_states()[check.state]
    lines = (*answer.splitlines(), *finding_lines(check, messages, _MOST_FINDINGS))
    reason = "\n".join(plain(line) for line in lines)
    return CheckRow(name, state, "" if state is CheckState.GOOD else reason)


def token_view(
    offer: Offer,
    messages: Messages,
    *,
    chosen: tuple[str, str] | None,
    checks: Iterable[Check] = (),
    error: BaseException | None = None,
    unsigned: bool = True,
) -> TokenView:
    """Make what a dialog shows of the tokens.

    Args:
        offer: what is on them.
        messages: of the language.
        chosen: token and fingerprint of the certificate that is meant, if one is.
        checks: of that certificate.
        error: why none is; told where a person cannot simply choose one.
        unsigned: whether it may say that nothing was signed.
    """
    rows = certificate_rows(offer, messages)
    meant = next((row for row in rows if (row.token, row.identifier) == chosen), None)
    choosable = any(row.usable for row in rows)
    lack = None
    # That the token was pulled out is told even where another one could be chosen.
    if meant is None and error and (not choosable or isinstance(error, TokenRemoved)):
        lack = trouble(error, messages, signing=unsigned)
    elif meant is not None:
        lack = _no_pin(offer, meant.token, messages, unsigned=unsigned)
    return TokenView(rows, meant, check_rows(checks, messages), lack)


def _no_pin(
    offer: Offer, serial: str, messages: Messages, *, unsigned: bool = True
) -> Trouble | None:
    """Say why a token takes no PIN now, before somebody types what would not even be sent."""
    info = next(token.info for token in offer.tokens if token.info.serial == serial)
    stop: SigningError
    if info.attempts is AttemptsLeft.LOCKED:
        stop = PinLocked()
    elif info.must_change_pin:
        stop = PinMustChange()
    else:
        return None
    return replace(trouble(stop, messages, signing=unsigned), subject=serial)


def absence(error: SigningError | ApplicationError, *, gone: bool) -> BaseException:
    """Return the error to tell: of a token seen a moment ago "pulled out" says more."""
    return TokenRemoved() if gone and isinstance(error, TokenAbsent) else error


def sign_in_view(offer: Offer, messages: Messages, remembered: Remembered | None) -> TokenView:
    """Make what the sign-in shows: what was used last is chosen, or what alone can be used."""
    # Which of them is chosen is known to the dialog alone.
    rows = tuple(
        replace(row, stop=_no_pin(offer, row.token, messages, unsigned=False))
        if row.usable
        else row
        for row in certificate_rows(offer, messages)
    )
    usable = [row for row in rows if row.usable]
    kept = (remembered.serial, remembered.fingerprint) if remembered else None
    meant = next((row for row in usable if (row.token, row.identifier) == kept), None)
    if meant is None and len(usable) == 1:
        meant = usable[0]
    lack = None
    if not rows:
        lack = no_token(offer, messages)
    return TokenView(rows, meant, (), lack)


def no_token(offer: Offer, messages: Messages) -> Trouble:
    """Say why there is no certificate at all: a driver that failed, or nothing in a reader."""
    from signing.errors import NoCertificate

    error: SigningError = TokenAbsent()
    if offer.tokens:
        error = NoCertificate(offer.tokens[0].info.label)
    elif offer.problems:
        error = offer.problems[0].error
    return trouble(error, messages)


def certificate_rows(offer: Offer, messages: Messages) -> tuple[CertificateRow, ...]:
    """Return everything on all tokens, what can be used first, what cannot be read last."""
    rows = [
        _certificate_row(token.info, item, messages, token.tries)
        for token in offer.tokens
        for item in token.certificates
    ]
    damaged = [
        _damaged_row(token, item, messages) for token in offer.tokens for item in token.damaged
    ]
    return _told_apart((*sorted(rows, key=lambda item: not item.usable), *damaged))


def _told_apart(rows: tuple[CertificateRow, ...]) -> tuple[CertificateRow, ...]:
    """Let what several have alike stand with what tells each: of its token, or of itself."""
    labels = Counter(label for _, label in {(row.token, row.token_label) for row in rows})
    rows = tuple(
        replace(row, token_label=f"{row.token_label} · {plain(row.token)}".lstrip(" ·"))
        if labels[row.token_label] > 1
        else row
        for row in rows
    )
    alike = Counter(map(_seen, rows))
    return tuple(
        replace(row, mark=row.identifier[:_MARK]) if alike[_seen(row)] > 1 else row for row in rows
    )


def _seen(row: CertificateRow) -> tuple[str, ...]:
    """Return what a person sees of a certificate in a list; of its end only the day."""
    day = in_zone(row.not_after).date().isoformat()
    return (row.name, row.organisation, row.token_label, day)


def _certificate_row(
    token: TokenInfo, choice: CertificateChoice, messages: Messages, tries: int = 0
) -> CertificateRow:
    from signing.certificate import utc_now

    facts, refusal = choice.facts, choice.refusal
    return CertificateRow(
        token=token.serial,
        token_label=plain(token.label),
        name=plain(facts.name),
        post=plain(facts.post),
        pinfl=plain(facts.pinfl),
        organisation=plain(facts.organisation),
        stir=plain(facts.stir),
        not_before=facts.not_before,
        not_after=facts.not_after,
        algorithm=facts.algorithm,
        days_left=facts.days_left(utc_now()),
        pilot=not facts.national,
        usable=refusal is None,
        attempts=token.attempts,
        tries=tries,
        identifier=facts.fingerprint,
        issuer=plain(facts.issuer),
        reason="" if refusal is None else messages.error(refusal).what,
        reader_seconds=_reader_seconds(token),
    )


def _damaged_row(
    token: TokenChoice, item: DamagedCertificate, messages: Messages
) -> CertificateRow:
    from signing.certificate import utc_now

    now = utc_now()
    return CertificateRow(
        token=token.info.serial,
        token_label=plain(token.info.label),
        name=plain(item.label) or "?",
        post="",
        pinfl="",
        organisation="",
        stir="",
        not_before=now,
        not_after=now,
        algorithm="",
        days_left=0,
        usable=False,
        attempts=token.info.attempts,
        reason=messages.text("words", "certificate_damaged", label=plain(item.label)),
        damaged=True,
    )


def _reader_seconds(token: TokenInfo) -> int:
    from signing.token.host import TimeLimits

    return int(TimeLimits().login_of(token)) if token.protected_path else 0


def sign_plan(draft: Draft, pages: int, token: TokenView) -> SignPlan:
    """Make what the sign dialog shows; ``pages`` are counted by the window."""
    summary = draft.summary
    return SignPlan(
        draft=summary.id,
        title=plain(summary.title),
        authority=plain(summary.authority.name),
        type=summary.type,
        pages=pages,
        version=summary.version,
        version_digest=summary.version_digest,
        annexes=tuple(
            FileRow(item.number, plain(item.title), item.file.sha256, item.file.size)
            for item in draft.annexes
        ),
        token=token,
    )
