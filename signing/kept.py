"""Which lists and answers stay when others arrive: a newer one must not hide what an older told.

Only a hold is taken back (RFC 5280, 5.3.1). Whoever told of another revocation and tells of it no
more contradicts himself, or the certificate has ended: both can be seen from the two alone.

The newest takes the place of an older one only where it answers the same question: of the same
authority's key, for the same part of its certificates, whole or not (RFC 5280, 5.2.4 and 5.2.5).
Of one second it is the list of the higher number (5.2.3), and the answer that tells a revocation.
What its issuer did not sign takes nobody's place. A source dated after this computer's clock stays
beside the present one: until its moment has come it says nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.x509 import ocsp

from signing.issued import is_signed_by
from signing.ocsp import OcspAnswer, concerns, has_authority
from signing.public_key import public_key_info
from signing.revocation import fits

_ANSWERS_KEPT = 64
_TELLING_KEPT = 2
"""Older lists of one key and part that tell more than the newest does. Of a whole country's, each
of which leaves out what has ended since the last, the newest alone: all are read at the start.
"""
_CLOCKS_DIFFER = timedelta(minutes=5)


def newest_lists(
    lists: Iterable[x509.CertificateRevocationList],
    known: tuple[x509.Certificate, ...],
    now: datetime,
) -> tuple[x509.CertificateRevocationList, ...]:
    """Return the newest list of each key and part, and older ones that tell more.

    Args:
        lists: in any order.
        known: certificates at hand. A list that names one of them as its issuer and is not signed
            by it is left out; of an issuer that is not at hand, it stays and displaces none.
        now: this computer's clock.
    """
    kept: dict[Hashable, tuple[x509.CertificateRevocationList, ...]] = {}
    for item in sorted(lists, key=lambda item: (item.last_update_utc, _number(item))):
        issuers = [other for other in known if other.subject == item.issuer]
        signers = [other for other in issuers if is_signed_by(item, other)]
        if issuers and not signers:
            continue
        # Of an unknown issuer nobody can say which is true: all stay, the path will tell.
        key = public_key_info(signers[0]) if signers else item.signature
        part = _part(item)
        if part is not None:
            question = item.issuer, key, part, _is_ahead(item.last_update_utc, now)
            older = _telling_more(kept.get(question, ()), item)
            kept[question] = (*older[-_TELLING_KEPT:], item)
    return tuple(item for some in kept.values() for item in some)


def _telling_more(
    older: tuple[x509.CertificateRevocationList, ...], newer: x509.CertificateRevocationList
) -> tuple[x509.CertificateRevocationList, ...]:
    """Return the lists with a revocation for good that a newer one has no more."""
    if not older or newer in older:
        return tuple(item for item in older if item != newer)
    told = {item.serial_number for item in newer}
    found = []
    for item in reversed(older):
        if not fits(item):
            continue
        more = {one.serial_number for one in item if not _is_hold(one)} - told
        if more:
            found.append(item)
            told |= more
    return tuple(reversed(found))


def _is_hold(entry: x509.RevokedCertificate) -> bool:
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except (ValueError, x509.ExtensionNotFound):
        return False
    return reason is x509.ReasonFlags.certificate_hold


def newest_answers(
    answers: Iterable[OcspAnswer], known: tuple[x509.Certificate, ...], now: datetime
) -> tuple[OcspAnswer, ...]:
    """Return the newest answer of each responder about each certificate, and the last ones only.

    One that tells a revocation for good stays beside a newer one that does not.

    Args:
        answers: in any order.
        known: as for :func:`newest_lists`.
        now: this computer's clock.
    """
    kept: dict[Hashable, tuple[bool, OcspAnswer]] = {}
    for item in sorted(answers, key=lambda item: (_since(item), _is_bad(item))):
        issuers = [other for other in known if concerns(item, other)]
        signed = any(has_authority(item, other) for other in issuers)
        if (issuers and not signed) or _says_nothing(item):
            continue
        about = tuple(
            sorted((one.issuer_key_hash, one.serial_number) for one in item.parsed.responses)
        )
        question = about, item.by, signed, _is_ahead(_since(item), now)
        if _is_for_good(item):
            kept.pop(question, None)
            kept[question, True] = (signed, item)
        else:
            kept[question] = (signed, item)
    # The last ones are those that stay: what nobody could check goes first.
    ordered = sorted(kept.values(), key=lambda pair: (pair[0], _since(pair[1])))
    return tuple(item for _, item in ordered[-_ANSWERS_KEPT:])


def _is_ahead(moment: datetime, now: datetime) -> bool:
    return moment > now + _CLOCKS_DIFFER


def _since(answer: OcspAnswer) -> datetime:
    return max((one.this_update_utc for one in answer.parsed.responses), default=answer.produced)


def _is_bad(answer: OcspAnswer) -> bool:
    return any(
        item.certificate_status is ocsp.OCSPCertStatus.REVOKED for item in answer.parsed.responses
    )


def _is_for_good(answer: OcspAnswer) -> bool:
    return any(
        item.certificate_status is ocsp.OCSPCertStatus.REVOKED
        and item.revocation_reason is not x509.ReasonFlags.certificate_hold
        for item in answer.parsed.responses
    )


def _number(crl: x509.CertificateRevocationList) -> int:
    """Return a list's number; one without is as the first."""
    try:
        return crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except (
        ValueError,
        x509.ExtensionNotFound,
        x509.DuplicateExtension,
        x509.UnsupportedGeneralNameType,
    ):
        return 0


def _says_nothing(answer: OcspAnswer) -> bool:
    return all(
        item.certificate_status is ocsp.OCSPCertStatus.UNKNOWN for item in answer.parsed.responses
    )


def _part(crl: x509.CertificateRevocationList) -> Hashable | None:
    """Return which question a list answers; None if it cannot be read or is never over.

    Any critical extension counts: a list with one that is not understood tells nothing here, so
    it must not stand in the place of one that does.
    """
    if crl.next_update_utc is None:
        return None
    try:
        found = []
        for item in crl.extensions:
            if isinstance(item.value, x509.IssuingDistributionPoint):
                found.append((item.oid.dotted_string, item.value.public_bytes()))
            elif item.critical or isinstance(item.value, x509.DeltaCRLIndicator):
                found.append((item.oid.dotted_string, b""))
    except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return None
    return tuple(sorted(found))
