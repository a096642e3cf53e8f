"""What one revocation list says of a certificate (RFC 5280, 5 and 6.3.3).

A revocation counts whatever list has it: for some certificates, for some reasons, or of changes.
Silence counts only in a list that would have had it for every reason. A list that may not be used,
because something in it is not understood, says one thing: that what is older may be wrong.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from signing.called import list_issuer, subject_name
from signing.issued import fingerprint, is_signed_by
from signing.once import Known
from signing.work import remember, spend

FOR_GOOD = datetime.max.replace(tzinfo=UTC)
"""Until when bad news holds: until something newer says otherwise."""
ON_HOLD = {x509.ReasonFlags.certificate_hold, x509.ReasonFlags.remove_from_crl}
"""Reasons of a revocation that is not for good (RFC 5280, 5.3.1); no reason is none of them."""
_T = TypeVar("_T", bound=x509.ExtensionType)
_CRITICAL = b"\x01\x01\xff"
"""TRUE in DER."""
_LOOKED_THROUGH = 20
"""Entries that are looked through in a unit of work."""
_READ = 3
"""Units of work for an entry whose extensions are read."""
# Critical extensions of a list that are understood here (RFC 5280, 5.2).
_UNDERSTOOD = {
    x509.AuthorityKeyIdentifier.oid,
    x509.CRLNumber.oid,
    x509.DeltaCRLIndicator.oid,
    x509.IssuingDistributionPoint.oid,
}


@dataclass(frozen=True)
class ListStatus:
    """What a list says of one certificate: current from ``since`` ``until`` (UTC)."""

    since: datetime
    until: datetime
    revoked: datetime | None
    invalid: datetime | None = None
    """Since when the certificate was or may have been invalid, if the list says so."""
    doubt: bool = False
    """The list may not be used (5.2 and 5.3), and has an entry for the certificate."""
    hold: bool = False
    """It is on hold, which alone may be taken back (5.3.1)."""


@dataclass(frozen=True)
class _Point:
    """A distribution point (RFC 5280, 4.2.1.13)."""

    names: frozenset[x509.GeneralName]
    every: bool
    """Whether its lists are for every reason."""


@dataclass(frozen=True)
class _Read:
    """What of a list is the same for each certificate."""

    since: datetime
    until: datetime | None
    understood: bool
    entries: int
    """Units of work for looking through its entries."""
    part: x509.IssuingDistributionPoint | None = None
    delta: bool = False
    named: frozenset[x509.GeneralName] = frozenset()
    """Where it is found, by its own word."""


def list_status(
    crl: x509.CertificateRevocationList, certificate: x509.Certificate, issuer: x509.Certificate
) -> ListStatus | None:
    """Return what a list says of ``certificate``; None if nothing, or not with authority."""
    known = remember((crl, issuer), "list", lambda: _read(crl, issuer))
    if known is None:
        return None
    # It is looked through for each certificate; sixty signatures may be of one.
    return remember((crl, certificate), "entry", lambda: _status(crl, certificate, known))


def _status(
    crl: x509.CertificateRevocationList, certificate: x509.Certificate, known: _Read
) -> ListStatus | None:
    spend(known.entries)
    since, until, part = known.since, known.until, known.part
    if not known.understood:
        entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
        if entry is None:
            return None
        return ListStatus(since, FOR_GOOD, entry.revocation_date_utc, doubt=True)
    entry = _entry(crl, certificate, part)
    if entry is not None and not (known.delta and _is_removal(entry)):
        hold = _reason(entry) in ON_HOLD
        return ListStatus(
            since, FOR_GOOD, entry.revocation_date_utc, _invalid_since(entry), hold=hold
        )
    # A list of changes names what changed since a whole one; its silence says nothing (5.2.4).
    if known.delta or until is None or not _covers(known, certificate):
        return None
    return ListStatus(since, until, None)


def _read(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> _Read | None:
    """Read a list; None if it is not this issuer's."""
    if list_issuer(crl) != subject_name(issuer) or not _is_by(crl, issuer):
        return None
    times = crl.last_update_utc, crl.next_update_utc
    entries = len(crl)
    if not _UNDERSTANDABLE.ask(fingerprint(crl), lambda: _is_understood(crl)):
        return _Read(*times, understood=False, entries=entries // _LOOKED_THROUGH)
    delta = _extension(crl, x509.DeltaCRLIndicator) is not None
    part = _extension(crl, x509.IssuingDistributionPoint)
    # In one of several authorities the extensions of each are read.
    indirect = part is not None and part.indirect_crl
    return _Read(
        *times,
        understood=True,
        entries=entries * _READ if indirect else entries // _LOOKED_THROUGH,
        part=part,
        delta=delta,
        named=frozenset(part.full_name or ()) if part is not None else frozenset(),
    )


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether a certificate says of itself that it is an authority's (4.2.1.9)."""
    basic = _extension(certificate, x509.BasicConstraints)
    return basic is not None and basic.ca


def _is_by(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    """Whether it is a list by this issuer (RFC 5280, 6.3.3 (f) and (g))."""
    try:
        usage = _extension(issuer, x509.KeyUsage)
        if usage is not None and not usage.crl_sign:
            return False
        return is_signed_by(crl, issuer)
    except (
        InvalidSignature,
        TypeError,
        ValueError,
        x509.DuplicateExtension,
        x509.UnsupportedGeneralNameType,
    ):
        # A key of another kind than the signature, or damaged: not this issuer's list.
        return False


# One list answers for every certificate of an office; it is looked through once.
_UNDERSTANDABLE: Known[bool] = Known()


def _is_understood(crl: x509.CertificateRevocationList) -> bool:
    """Whether nothing in a list is damaged, or critical and not understood (5.2 and 5.3)."""
    try:
        critical = [other.oid for other in crl.extensions if other.critical]
        if not _UNDERSTOOD.issuperset(critical):
            return False
        return not _has_critical_entry(crl, len(critical))
    except (TypeError, ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return False


def _has_critical_entry(crl: x509.CertificateRevocationList, others: int) -> bool:
    """Whether an entry of any certificate bears something critical (RFC 5280, 5.3).

    Such a list tells of no certificate. Its entries, maybe a hundred thousand, are read only where
    its bytes have more signs of something critical than its own ``others``.
    """
    if crl.tbs_certlist_bytes.count(_CRITICAL) == others:
        return False
    part = _extension(crl, x509.IssuingDistributionPoint)
    owner = x509.CertificateIssuer.oid if part is not None and part.indirect_crl else None
    return any(item.critical and item.oid != owner for entry in crl for item in entry.extensions)


def _entry(
    crl: x509.CertificateRevocationList,
    certificate: x509.Certificate,
    part: x509.IssuingDistributionPoint | None,
) -> x509.RevokedCertificate | None:
    """Return what a list has of a certificate; one of several authorities names whose (5.3.3)."""
    if part is not None and part.only_contains_attribute_certs:
        return None
    found = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
    if found is None or part is None or not part.indirect_crl:
        return found
    owners = [crl.issuer]
    for entry in crl:
        with suppress(x509.ExtensionNotFound):
            names = entry.extensions.get_extension_for_class(x509.CertificateIssuer).value
            owners = names.get_values_for_type(x509.DirectoryName)
        if entry.serial_number == certificate.serial_number and certificate.issuer in owners:
            return entry
    return None


def _covers(known: _Read, certificate: x509.Certificate) -> bool:
    """Whether a list's silence says of this certificate that it is good (RFC 5280, 6.3.3).

    A list may be for some certificates or some reasons, by its own word or the certificate's.
    """
    part, points = known.part, remember((certificate,), "points", lambda: _points(certificate))
    if part is not None:
        if part.indirect_crl or part.only_contains_attribute_certs or part.only_some_reasons:
            return False
        authority = is_authority(certificate)
        if (part.only_contains_ca_certs and not authority) or part.relative_name is not None:
            return False
        if part.only_contains_user_certs and authority:
            return False
        if part.full_name is not None:
            points = tuple(item for item in points if not known.named.isdisjoint(item.names))
            if not points:
                return False
    return not points or any(item.every for item in points)


def _points(certificate: x509.Certificate) -> tuple[_Point, ...]:
    """Return where a certificate says that its issuer's lists are; not where others' are."""
    return tuple(
        _Point(frozenset(item.full_name or ()), item.reasons is None)
        for item in _extension(certificate, x509.CRLDistributionPoints) or ()
        if not item.crl_issuer
    )


def _invalid_since(entry: x509.RevokedCertificate) -> datetime | None:
    """Return an entry's invalidity date, if it has one that can be read (RFC 5280, 5.3.2)."""
    try:
        found = entry.extensions.get_extension_for_class(x509.InvalidityDate).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return None
    return found.invalidity_date_utc


def _is_removal(entry: x509.RevokedCertificate) -> bool:
    """Whether a list of changes takes a certificate out again (RFC 5280, 5.3.1)."""
    return _reason(entry) is x509.ReasonFlags.remove_from_crl


def _reason(entry: x509.RevokedCertificate) -> x509.ReasonFlags | None:
    try:
        return entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return None


def _extension(of: x509.Certificate | x509.CertificateRevocationList, kind: type[_T]) -> _T | None:
    try:
        return of.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
