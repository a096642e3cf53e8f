"""A certificate as people know it: who, which post, which organisation, until when.

Subject fields of Uzbek certificates: PINFL in 1.2.860.3.16.1.2, the organisation's STIR in
1.2.860.3.16.1.1 (absent for a natural person), the post in ``T`` (2.5.4.12). ``UID`` holds the
person's own INN: nine digits too, but never the organisation's.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import NameOID

from signing.called import elements
from signing.days import days_between
from signing.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    MalformedDocument,
    WrongPurpose,
)
from signing.flaws import Flaw
from signing.once import once
from signing.public_key import key_facts, read_key_facts
from signing.qualified import Claim, read_claims
from signing.work import spend

PINFL = x509.ObjectIdentifier("1.2.860.3.16.1.2")
STIR = x509.ObjectIdentifier("1.2.860.3.16.1.1")
_USAGES = {
    "digitalSignature": "digital_signature",
    "nonRepudiation": "content_commitment",
    "keyEncipherment": "key_encipherment",
    "dataEncipherment": "data_encipherment",
    "keyAgreement": "key_agreement",
    "keyCertSign": "key_cert_sign",
    "cRLSign": "crl_sign",
}
"""Names of RFC 5280, 4.2.1.3, and those of ``cryptography``."""


@dataclass(frozen=True)
class CertificateFacts:
    """What is shown of a certificate and compared with the registry's word."""

    common_name: str
    post: str
    pinfl: str
    organisation: str
    stir: str
    issuer: str
    serial: str
    """Hexadecimal, without leading zeros."""
    not_before: datetime
    not_after: datetime
    algorithm: str
    """The key in words, e.g. ``RSA 2048`` or ``O'z DSt 1092:2009 algorithm 2, set A``."""
    may_sign: bool
    """Key usage has digitalSignature or nonRepudiation, or is absent (RFC 5280, 4.2.1.3)."""
    fingerprint: str
    """SHA-256 of the certificate, lower-case hexadecimal: two with one are the same bytes."""

    national: bool = False
    """A key of the national standards; others are for tests and pilots."""
    usages: tuple[str, ...] = ()
    """Key usages by their names of RFC 5280, 4.2.1.3; empty where the certificate names none."""
    own_inn: str = ""
    """The person's own INN (UID); not the organisation's, which is ``stir``."""
    claims: tuple[Claim, ...] = ()
    """What the certificate says of itself by law; nothing here confirms any of it."""
    several: tuple[Flaw, ...] = ()
    """What it says more than once and differently; the first of each is told."""

    @property
    def name(self) -> str:
        """The name for a message: common name, or the serial where there is none to be seen."""
        return self.common_name if self.common_name.strip() else self.serial

    def days_left(self, at: datetime) -> int:
        """Return calendar days until the certificate ends, negative when it is over."""
        return days_between(at, self.not_after)


# A serial number that RFC 5280, 4.1.2.2 forbids is refused here by name, not by a warning.
warnings.filterwarnings("ignore", "Parsed a serial number", CryptographyDeprecationWarning)
# Names that are empty or too long (RFC 5280, A.1) are shown as a stranger wrote them.
warnings.filterwarnings("ignore", "Attribute's length must be", UserWarning)

# What the parser raises on damaged bytes; it has no common base.
_DAMAGED = (
    CryptographyDeprecationWarning,
    ValueError,
    TypeError,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
    UnsupportedAlgorithm,
)


# The officers and authorities of one office come again in every draft and every package; what
# a certificate says never changes, so it is read once.
_KEPT = 512
_LARGEST = 64 << 10
"""Bytes of a certificate. Those of authorities have some two thousand, and fifty thousand with the
longest signature that is standardised; of what is kept of hundreds there must be an end."""
_LARGEST_SIGNED = 8 << 10
"""Bytes of what is signed in one, in a list beside its entries, or in one of these: honest ones
have three thousand at most, and the library makes forty times as much of names and extensions."""
_BYTES = 4
"""Bytes of a certificate, or of unusual ones in a list, that are read for a unit of work."""
_USUAL = 64
"""Bytes of an entry in a list, whose reading is not counted."""
_SEQUENCE, _TIMES = 0x30, (0x17, 0x18)
_SMALL_CRL = 64 << 10
"""Bytes of a revocation list that is kept; an office's packages all carry the same."""


def is_same(found: str, expected: str) -> bool:
    """Whether two PINFL, or two STIR, are one; an empty one equals nothing, not even another."""
    return bool(expected) and found == expected


def mismatch(known: CertificateFacts, pinfl: str, stir: str) -> Flaw | None:
    """Return which field of a certificate names somebody else, ``PINFL`` or ``STIR``, if any."""
    if not is_same(known.pinfl, pinfl):
        return Flaw.PINFL
    return None if is_same(known.stir, stir) else Flaw.STIR


def extensions_of(certificate: x509.Certificate) -> x509.Extensions:
    """Return the extensions of one of many certificates, which does not keep them."""
    return x509.load_der_x509_certificate(certificate.public_bytes(Encoding.DER)).extensions


@once
def key_identifier(certificate: x509.Certificate) -> bytes | None:
    """Return what a certificate's subjectKeyIdentifier names its key by; None if it has none."""
    found = extensions_of(certificate)
    try:
        return found.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except x509.ExtensionNotFound:
        return None


def load_certificate(der: bytes) -> x509.Certificate:
    """Read a certificate and everything of it that is looked at later.

    Raises:
        MalformedDocument: it is damaged, or too large to be one; afterwards its fields can be read
            without surprise.
    """
    if len(der) > _LARGEST:
        raise MalformedDocument(Flaw.OVERSIZED)
    spend(len(der) // _BYTES)
    return _load_certificate(der)


@lru_cache(maxsize=_KEPT)
def _load_certificate(der: bytes) -> x509.Certificate:
    try:
        certificate = x509.load_der_x509_certificate(der)
        if len(certificate.tbs_certificate_bytes) > _LARGEST_SIGNED:
            raise MalformedDocument(Flaw.OVERSIZED)
        _ = (certificate.subject, certificate.issuer, certificate.extensions)
        _ = (certificate.not_valid_before_utc, certificate.not_valid_after_utc)
        read_key_facts(certificate)
        if certificate.serial_number <= 0:
            raise MalformedDocument(Flaw.SERIAL_NOT_POSITIVE)
        require_whole(der, certificate.signature)
    except _DAMAGED as error:
        raise MalformedDocument(Flaw.DAMAGED_CERTIFICATE) from error
    # One keeps its extensions once they are asked for, which of most they never are again.
    return x509.load_der_x509_certificate(der)


def require_whole(der: bytes, signature: bytes) -> None:
    """Require a signature of whole bytes (X.690, 8.6.2.2), which stands last in what it signs.

    The parser does not look at how many bits of the last byte are none: a certificate could be
    written in eight ways, and seven of them are not the one that was issued.
    """
    if der[-len(signature) - 1 : -len(signature)] != b"\0":
        raise MalformedDocument(Flaw.NOT_WHOLE_BYTES)


def load_crl(der: bytes) -> x509.CertificateRevocationList:
    """Read a revocation list; as :func:`load_certificate`."""
    if len(der) <= _SMALL_CRL:
        crl, more = _load_small_crl(der)
        spend(more // _BYTES)
        return crl
    crl, more = _opened(der)
    spend(more // _BYTES)
    return _read(crl, der)


@lru_cache(maxsize=64)
def _load_small_crl(der: bytes) -> tuple[x509.CertificateRevocationList, int]:
    crl, more = _opened(der)
    return _read(crl, der), more


def _opened(der: bytes) -> tuple[x509.CertificateRevocationList, int]:
    try:
        crl = x509.load_der_x509_crl(der)
        return crl, _beyond_usual(crl.tbs_certlist_bytes)
    except _DAMAGED as error:
        raise MalformedDocument(Flaw.DAMAGED_LIST) from error


def _read(crl: x509.CertificateRevocationList, der: bytes) -> x509.CertificateRevocationList:
    try:
        _ = (crl.issuer, crl.last_update_utc, crl.next_update_utc, crl.extensions)
        for entry in crl:
            _ = (entry.revocation_date_utc, entry.extensions)
        require_whole(der, crl.signature)
    except _DAMAGED as error:
        raise MalformedDocument(Flaw.DAMAGED_LIST) from error
    return crl


def _beyond_usual(signed: bytes) -> int:
    """Return by how many bytes entries of a revocation list are longer than most are.

    Args:
        signed: its TBSCertList (RFC 5280, 5.1), which was read before.

    Raises:
        MalformedDocument: there is much beside its entries, or in one of them.
    """
    (whole,) = elements(signed, 0, len(signed))
    beside, sizes, last = 0, [0], 0
    for tag, start, end in elements(signed, *whole[1:]):
        if tag != _SEQUENCE or last not in _TIMES:
            beside += end - start
        else:
            sizes += [stop - at for _, at, stop in elements(signed, start, end)]
        last = tag
    if beside > _LARGEST_SIGNED or max(sizes) > _LARGEST_SIGNED:
        raise MalformedDocument(Flaw.OVERSIZED)
    return sum(size - _USUAL for size in sizes if size > _USUAL)


@once
def facts(certificate: x509.Certificate) -> CertificateFacts:
    """Read the facts of ``certificate``; a field that is absent is an empty string."""
    subject = certificate.subject
    return CertificateFacts(
        common_name=_first(subject, NameOID.COMMON_NAME),
        post=_first(subject, NameOID.TITLE),
        pinfl=_first(subject, PINFL),
        organisation=_first(subject, NameOID.ORGANIZATION_NAME),
        stir=_first(subject, STIR),
        issuer=_first(certificate.issuer, NameOID.COMMON_NAME),
        serial=f"{certificate.serial_number:x}",
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        algorithm=key_name(certificate),
        national=key_facts(certificate).national,
        may_sign=_may_sign(certificate),
        usages=_usages(certificate) or (),
        own_inn=_first(subject, NameOID.USER_ID),
        claims=read_claims(certificate),
        several=tuple(flaw for oid, flaw in _ONE.items() if _differ(subject, oid)),
        fingerprint=certificate.fingerprint(SHA256()).hex(),
    )


def key_name(certificate: x509.Certificate) -> str:
    """Return the public key in words, or the dotted OID of a kind this program cannot use."""
    return key_facts(certificate).name


def require_usable(certificate: x509.Certificate, at: datetime) -> None:
    """Check that the certificate may sign at ``at``.

    Raises:
        CertificateExpired, CertificateNotYetValid, WrongPurpose: by name of what is wrong.
        AlgorithmRefused: the key is too weak or of an unknown kind.
    """
    known = facts(certificate)
    if at > known.not_after:
        raise CertificateExpired(known.name, known.not_after)
    if at < known.not_before:
        raise CertificateNotYetValid(known.name, known.not_before)
    if not known.may_sign:
        raise WrongPurpose(known.name)
    require_strong_key(certificate)


def require_strong_key(certificate: x509.Certificate) -> None:
    """Refuse keys the package format does not allow.

    Raises:
        AlgorithmRefused: as :meth:`signing.public_key.KeyFacts.require_usable`.
    """
    key_facts(certificate).require_usable()


def utc_now() -> datetime:
    """Return the present moment, UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


_ONE = {
    PINFL: Flaw.SEVERAL_PERSONS,
    STIR: Flaw.SEVERAL_ORGANISATIONS,
    NameOID.COMMON_NAME: Flaw.SEVERAL_NAMES,
}


def _differ(name: x509.Name, oid: x509.ObjectIdentifier) -> bool:
    return len({item.value for item in name.get_attributes_for_oid(oid)}) > 1


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def _may_sign(certificate: x509.Certificate) -> bool:
    usages = _usages(certificate)
    return usages is None or bool({"digitalSignature", "nonRepudiation"}.intersection(usages))


def _usages(certificate: x509.Certificate) -> tuple[str, ...] | None:
    """Return the key usages by name; None if the certificate names none."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None
    except ValueError:
        return ()
    return tuple(name for name, field in _USAGES.items() if getattr(usage, field))
