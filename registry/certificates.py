"""Checks of one CMS signature that arrives with a call: intact, trusted, in force, in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from cryptography import x509
from sqlalchemy import insert, select

from registry import database as db
from registry.core import Core
from registry.problems import Code, Refusal
from signing.certificate import CertificateFacts, facts
from signing.cms_verify import check_cms
from signing.errors import CertificateExpired, CertificateNotYetValid, SigningError
from signing.trust import TrustAnchors

MAX_SKEW = timedelta(minutes=5)


def check(core: Core, der: bytes, content: bytes, *, fresh: bool) -> CertificateFacts:
    """Check a detached signature over ``content`` and return who made it.

    Args:
        core: the registry.
        der: the CMS, as received.
        content: what it should cover.
        fresh: the signature was asked for just now, so that its signing time must be near.

    Raises:
        Refusal: ``bad_signature``, ``certificate_expired``, ``certificate_revoked`` or
            ``clock_skew``.
    """
    now = core.clock()
    try:
        signature = check_cms(der, content)
        path = core.anchors.path(signature.certificate, signature.others, now)
    except (CertificateExpired, CertificateNotYetValid) as error:
        raise Refusal(Code.CERTIFICATE_EXPIRED, str(error)) from error
    except SigningError as error:
        raise Refusal(Code.BAD_SIGNATURE, type(error).__name__) from error
    require_in_force(core, path)
    require_time(signature.signing_time, now, fresh=fresh)
    return facts(signature.certificate)


def require_in_force(core: Core, path: tuple[x509.Certificate, ...]) -> None:
    """Refuse a certificate this registry has revoked.

    Raises:
        Refusal: ``certificate_revoked``.
    """
    require_serial_in_force(core, tuple(f"{item.serial_number:x}" for item in path))


def require_serial_in_force(core: Core, serials: tuple[str, ...]) -> None:
    """Like :func:`require_in_force`, for serial numbers in hexadecimal without leading zeros.

    Raises:
        Refusal: ``certificate_revoked``.
    """
    with core.database.reading() as connection:
        found = connection.execute(
            select(db.revocations.c.serial).where(db.revocations.c.serial.in_(serials))
        ).first()
    if found is not None:
        raise Refusal(Code.CERTIFICATE_REVOKED, found.serial)


def require_time(claimed: datetime | None, now: datetime, *, fresh: bool) -> None:
    """Refuse a signing time in the future, or for a fresh signature one long past.

    Raises:
        Refusal: ``clock_skew``.
    """
    if claimed is None:
        if fresh:
            raise Refusal(Code.CLOCK_SKEW, "no signing time")
        return
    if claimed > now + MAX_SKEW or (fresh and claimed < now - MAX_SKEW):
        raise Refusal(Code.CLOCK_SKEW, claimed.isoformat())


def revoke(core: Core, serial: int, moment: datetime) -> bool:
    """Revoke a certificate by its serial number; once revoked, always revoked.

    Returns:
        Whether it was in force until now.
    """
    text = f"{serial:x}"
    with core.database.writing() as connection:
        known = connection.execute(
            select(db.revocations.c.serial).where(db.revocations.c.serial == text)
        ).first()
        if known is None:
            connection.execute(insert(db.revocations).values(serial=text, revoked=moment))
    return known is None


def revocation_lists(core: Core) -> tuple[x509.CertificateRevocationList, ...]:
    """Return the present CRLs of the issuing authority and of the root."""
    with core.database.reading() as connection:
        rows = connection.execute(select(db.revocations)).all()
    revoked = [(int(row.serial, 16), row.revoked) for row in rows]
    return core.authority.revocation_lists(revoked, core.clock())


def anchors(core: Core) -> TrustAnchors:
    """Return whom this registry trusts, with all that it knows itself of their certificates."""
    return replace(core.anchors, crls=(*core.anchors.crls, *revocation_lists(core)))
