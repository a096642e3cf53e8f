"""Is this the person who may do it? Certificate, sign-in, decision and powers must name one.

Pure functions; each failure says what names whom, so that a person sees what differs. Of a PINFL
only the end is shown: enough to tell two namesakes apart, not enough to be used elsewhere.
"""

from __future__ import annotations

from datetime import datetime

from eqaror_desktop.findings import Check, CheckCode, CheckState
from signing.certificate import CertificateFacts, is_same
from sync.wire import Draft, Me, Role

_SHOWN = 4
"""Digits of a PINFL that are shown."""


def signer_checks(
    known: CertificateFacts, draft: Draft, me: Me, now: datetime
) -> tuple[Check, Check, Check]:
    """Compare a certificate with whom a draft names as its signer.

    Returns:
        The checks of person, organisation and powers.
    """
    return _signer(known, draft, me), _office(known, draft), _powers(draft, me, now)


def officer_checks(known: CertificateFacts, me: Me) -> tuple[Check, Check]:
    """Compare a certificate with the officer who signed in and answers for an organisation.

    Returns:
        The checks of person and organisation.
    """
    person = Check(CheckCode.PERSON, CheckState.OK, known.name)
    # The PINFL is the person; but what is signed is open where it names him otherwise.
    if not is_same(known.pinfl, me.person.pinfl) or known.common_name != me.person.name:
        person = _differs(
            CheckCode.PERSON,
            _person(known.name, known.pinfl),
            _person(me.person.name, me.person.pinfl),
            "officer",
        )
    organisation = Check(CheckCode.ORGANISATION, CheckState.OK, known.organisation)
    if not is_same(known.stir, me.organisation.stir):
        organisation = _differs(
            CheckCode.ORGANISATION,
            _organisation(known.organisation, known.stir),
            _organisation(me.organisation.name, me.organisation.stir),
            "officer",
        )
    return person, organisation


def _signer(known: CertificateFacts, draft: Draft, me: Me) -> Check:
    signer = draft.signer
    named = _person(signer.name, signer.pinfl)
    if not is_same(known.pinfl, signer.pinfl) or known.common_name != signer.name:
        return _differs(CheckCode.PERSON, _person(known.name, known.pinfl), named)
    if not is_same(me.person.pinfl, signer.pinfl):
        session = _person(me.person.name, me.person.pinfl)
        return _differs(CheckCode.PERSON, session, named, "session")
    return Check(CheckCode.PERSON, CheckState.OK, known.name)


def _office(known: CertificateFacts, draft: Draft) -> Check:
    authority = draft.summary.authority
    named = _organisation(authority.name, authority.stir)
    if not is_same(known.stir, authority.stir):
        found = _organisation(known.organisation, known.stir)
        return _differs(CheckCode.ORGANISATION, found, named)
    if not is_same(draft.signer.stir, authority.stir):
        return _differs(CheckCode.ORGANISATION, draft.signer.stir, named, "signer")
    return Check(CheckCode.ORGANISATION, CheckState.OK, known.organisation)


def _powers(draft: Draft, me: Me, now: datetime) -> Check:
    role = draft.signer.role
    held = ", ".join(me.roles)
    if role not in me.roles:
        return _differs(CheckCode.POWERS, held, str(role))
    if role is not Role.ACTING_HOKIM:
        return Check(CheckCode.POWERS, CheckState.OK, str(role))
    if me.acting_from is None:
        return Check(CheckCode.POWERS, CheckState.FAILED, str(role), case="undated")
    if now < me.acting_from:
        return Check(CheckCode.POWERS, CheckState.FAILED, me.acting_from.isoformat(), case="early")
    if me.acting_until is None:
        return Check(CheckCode.POWERS, CheckState.OK, str(role))
    until = me.acting_until.isoformat()
    if now > me.acting_until:
        return Check(CheckCode.POWERS, CheckState.FAILED, until, case="late")
    return Check(CheckCode.POWERS, CheckState.OK, until, case="acting")


def _differs(code: CheckCode, found: str, expected: str, case: str = "") -> Check:
    return Check(code, CheckState.FAILED, found, expected, case)


def _person(name: str, pinfl: str) -> str:
    return f"{name}, {masked(pinfl)}" if pinfl else name


def _organisation(name: str, stir: str) -> str:
    return ", ".join(part for part in (name, stir) if part)


def masked(pinfl: str) -> str:
    """Return a PINFL with all but its end hidden."""
    return f"…{pinfl[-_SHOWN:]}" if pinfl else ""
