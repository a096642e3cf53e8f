"""Which lists and answers stay when others arrive: a newer one must not hide what an older told.

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

_ANSWERS_KEPT = 64
_CLOCKS_DIFFER = timedelta(minutes=5)


def newest_lists(
    lists: Iterable[x509.CertificateRevocationList],
    known: tuple[x509.Certificate, ...],
    now: datetime,
) -> tuple[x509.CertificateRevocationList, ...]:
    """Return the newest list of each key and part.

    Args:
        lists: in any order.
        known: certificates at hand. A list that names one of them as its issuer and is not signed
            by it is left out; of an issuer that is not at hand, it stays and displaces none.
        now: this computer's clock.
    """
    kept: dict[Hashable, x509.CertificateRevocationList] = {}
    for item in sorted(lists, key=lambda item: (item.last_update_utc, _number(item))):
        issuers = [other for other in known if other.subject == item.issuer]
        signers = [other for other in issuers if is_signed_by(item, other)]
        if issuers and not signers:
            continue
        # Of an unknown issuer nobody can say which is true: all stay, the path will tell.
        key = public_key_info(signers[0]) if signers else item.signature
        part = _part(item)
        if part is not None:
            kept[item.issuer, key, part, _is_ahead(item.last_update_utc, now)] = item
    return tuple(kept.values())


def newest_answers(
    answers: Iterable[OcspAnswer], known: tuple[x509.Certificate, ...], now: datetime
) -> tuple[OcspAnswer, ...]:
    """Return the newest answer of each responder about each certificate, and the last ones only.

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
        by = item.parsed.responder_key_hash or item.parsed.responder_name
        kept[about, by, signed, _is_ahead(_since(item), now)] = (signed, item)
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
