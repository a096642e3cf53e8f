"""One certificate's status, asked of its authority: OCSP (RFC 6960, with the profile of RFC 5019).

Nothing is fetched here. The caller carries :func:`ask`'s bytes to a responder and hands the answer
back. An answer counts if the certificate's own issuer signed it, or a responder whose certificate
that issuer gave for this purpose (RFC 6960, 4.2.2.2). *Unknown* is no answer: it is never *good*.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from signing import digests
from signing.algorithms import NATIONAL_ALGORITHMS, RSASSA_PSS, check_value
from signing.certificate import load_certificate, require_whole, utc_now
from signing.cms_asn1 import tlv
from signing.days import is_reckoned
from signing.errors import AlgorithmRefused, MalformedDocument, SigningError
from signing.flaws import Flaw
from signing.issued import is_signed_by
from signing.lists import ON_HOLD
from signing.national.parameters import BY_SIGNATURE
from signing.public_key import public_key_bits, read_key_facts
from signing.signer import SignatureAlgorithm
from signing.work import remember, spend

if TYPE_CHECKING:
    from signing.foreign.ber import Element

_Source = TypeVar("_Source")

KINDS = ("application/ocsp-request", "application/ocsp-response")
"""Content types of the question and the answer (RFC 6960, appendix A)."""
# An answer without nextUpdate says that newer information is always to be had (RFC 6960, 2.4).
_UNTIL_ASKED_AGAIN = timedelta(hours=1)
CLOCKS_DIFFER = timedelta(minutes=5)
"""By how much the clocks of a responder and of this computer may differ."""
_UNDERSTOOD = {
    x509.BasicConstraints.oid,
    x509.KeyUsage.oid,
    x509.ExtendedKeyUsage.oid,
    x509.CertificatePolicies.oid,
    x509.SubjectAlternativeName.oid,
    x509.SubjectKeyIdentifier.oid,
    x509.AuthorityKeyIdentifier.oid,
    x509.CRLDistributionPoints.oid,
    x509.OCSPNoCheck.oid,
}
"""What may be critical in a responder's certificate (RFC 5280, 4.2)."""
_SEQUENCE, _CONTEXT_1 = b"\x30", b"\xa1"
_CRITICAL = b"\x01\x01\xff"
"""TRUE in DER."""
_INVALIDITY_DATE = bytes.fromhex("0603551d18")
"""The identifier of invalidityDate, 2.5.29.24 (RFC 5280, 5.3.2)."""
_NONCE = 16
"""Bytes of a nonce in a question."""
_LARGEST = 64 << 10
"""Bytes of what is signed in an answer; the library makes many times as much of them."""
_LOOKED_AT = 30
"""Units of work for a certificate that may be a responder's."""
_MAX_WORDS = 64
"""Certificates that one answer tells of; responders are asked of one. Each is looked for anew."""
_WORSE = (ocsp.OCSPCertStatus.GOOD, ocsp.OCSPCertStatus.UNKNOWN, ocsp.OCSPCertStatus.REVOKED)
_CERT_ID_HASHES = (hashes.SHA1, hashes.SHA256, hashes.SHA384, hashes.SHA512)


@dataclass(frozen=True)
class OcspAnswer:
    """An answer of a responder, read and not checked; compared by its bytes."""

    der: bytes = field(repr=False)
    parsed: ocsp.OCSPResponse = field(compare=False, repr=False)
    beside: tuple[x509.Certificate, ...] = field(default=(), compare=False, repr=False)
    """Of the signature that it came with; its responder's may be there (EN 319 122-1, A.1.1)."""

    @property
    def produced(self) -> datetime:
        """When the responder signed it (UTC)."""
        return self.parsed.produced_at_utc


@dataclass(frozen=True)
class OcspQuestion:
    """A question and what its answer may repeat."""

    der: bytes
    nonce: bytes


@dataclass(frozen=True)
class OcspStatus:
    """What an answer says of one certificate: current from ``since`` ``until`` (UTC)."""

    since: datetime
    until: datetime
    revoked: datetime | None
    invalid: datetime | None
    """Since when the certificate was or may have been invalid, if the answer says so."""
    responder: x509.Certificate | None
    """Who signed in the issuer's place; None if the issuer did."""
    hold: bool = False
    """It is on hold, which alone may be taken back (RFC 5280, 5.3.1)."""


def ask(certificate: x509.Certificate, issuer: x509.Certificate) -> OcspQuestion:
    """Make the question about ``certificate``.

    The certificate is named by SHA-1 digests, as RFC 5019, 2.1.1 has it and every responder
    understands; they are names here and prove nothing.
    """
    nonce = secrets.token_bytes(_NONCE)
    builder = (
        ocsp.OCSPRequestBuilder()
        .add_certificate(certificate, issuer, hashes.SHA1())  # noqa: S303 - a name, see above
        .add_extension(x509.OCSPNonce(nonce), critical=False)
    )
    return OcspQuestion(builder.build().public_bytes(Encoding.DER), nonce)


def addresses(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return the responders a certificate names, ``http`` and ``https`` only (RFC 5280, 4.2.2.1).

    Only of a certificate that leads to an anchor: a stranger's would make this computer call
    whatever address its maker likes.
    """
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    except (x509.ExtensionNotFound, ValueError):
        return ()
    return tuple(
        str(item.access_location.value)
        for item in access.value
        if item.access_method == AuthorityInformationAccessOID.OCSP
        and isinstance(item.access_location, x509.UniformResourceIdentifier)
        and item.access_location.value.lower().startswith(("http://", "https://"))
    )


def load_answer(der: bytes) -> OcspAnswer:
    """Read an answer and everything of it that is looked at later.

    Raises:
        MalformedDocument: not an OCSP answer, or the responder refused, by its word.
    """
    try:
        parsed = ocsp.load_der_ocsp_response(der)
        if parsed.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            raise MalformedDocument(Flaw.ANSWER_STATUS, parsed.response_status.name.lower())
        if len(parsed.tbs_response_bytes) > _LARGEST:
            raise MalformedDocument(Flaw.MORE_THAN_READ)
        if len([*islice(parsed.responses, _MAX_WORDS + 1)]) > _MAX_WORDS:
            raise MalformedDocument(Flaw.MORE_THAN_READ)
        for item in parsed.responses:
            _ = (item.certificate_status, item.this_update_utc, item.next_update_utc)
            _ = (item.revocation_time_utc, item.hash_algorithm)
            _ = (item.issuer_name_hash, item.issuer_key_hash, item.serial_number)
            if not is_reckoned(item.this_update_utc):
                raise MalformedDocument(Flaw.ANSWER_TIME)
        if not is_reckoned(parsed.produced_at_utc):
            raise MalformedDocument(Flaw.ANSWER_TIME)
        _ = parsed.extensions
        for certificate in parsed.certificates:
            load_certificate(certificate.public_bytes(Encoding.DER))
        # Each is read only when it is asked for, and a damaged one raises then.
        _ = (parsed.responder_name, parsed.responder_key_hash)
        _ = parsed.signature_algorithm_oid
        said, value = parsed.tbs_response_bytes, parsed.signature
        end = der.index(value, der.index(said) + len(said)) + len(value)
        require_whole(der[:end], value)
    except (ValueError, UnsupportedAlgorithm, x509.DuplicateExtension) as error:
        raise MalformedDocument(Flaw.DAMAGED_ANSWER) from error
    answer = OcspAnswer(der, parsed)
    try:
        statuses = _statuses(answer)
        for place in range(len([*parsed.responses])):
            _invalid_since(statuses[place])
    except (LookupError, StopIteration, MalformedDocument) as error:
        raise MalformedDocument(Flaw.DAMAGED_ANSWER) from error
    return answer


def check_answer(
    answer: OcspAnswer,
    question: OcspQuestion,
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    now: datetime,
) -> OcspStatus:
    """Check the answer that came to ``question``.

    Raises:
        MalformedDocument: to another question, about another certificate, of another time, or
            not signed by who may.
    """
    try:
        repeated = answer.parsed.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
    except x509.ExtensionNotFound:
        # Responders that sign in advance cannot repeat it (RFC 5019, 4); its times must do.
        repeated = question.nonce
    if repeated != question.nonce:
        raise MalformedDocument(Flaw.ANSWER_ELSE)
    status = status_of(answer, certificate, issuer)
    if status is None:
        raise MalformedDocument(Flaw.ANSWER_SILENT)
    if status.until < now:
        raise MalformedDocument(Flaw.ANSWER_OVER)
    return status


def status_of(
    answer: OcspAnswer, certificate: x509.Certificate, issuer: x509.Certificate
) -> OcspStatus | None:
    """Return what an answer says of ``certificate``; None if nothing, or not with authority.

    Of several words about it in one answer the worst counts. A responder's word ends with its
    certificate: whoever has its key can write any time into an answer.
    """
    found = [
        (_WORSE.index(item.certificate_status), place, item)
        for place, item in enumerate(answer.parsed.responses)
        if item.serial_number == certificate.serial_number and names_issuer(item, issuer)
    ]
    _, place, worst = max(found, key=lambda item: item[0], default=(0, 0, None))
    if worst is None or worst.certificate_status is ocsp.OCSPCertStatus.UNKNOWN:
        return None
    signer = signer_of(answer, issuer)
    if signer is None:
        return None
    since = worst.this_update_utc
    until = worst.next_update_utc or since + _UNTIL_ASKED_AGAIN
    # What was known when it was made is of before (RFC 6960, 2.4).
    if since > answer.produced + CLOCKS_DIFFER:
        return None
    revoked = worst.revocation_time_utc
    invalid = _invalid_since(_statuses(answer)[place]) if revoked is not None else None
    hold = _is_on_hold(worst)
    if signer == issuer:
        return OcspStatus(since, until, revoked, invalid, None, hold)
    # Nobody vouches for himself.
    if public_key_bits(signer) == public_key_bits(certificate) or not _lasted(signer, since):
        return None
    until = min(until, signer.not_valid_after_utc)
    return OcspStatus(since, until, revoked, invalid, signer, hold)


def _is_on_hold(item: ocsp.OCSPSingleResponse) -> bool:
    try:
        return item.revocation_reason in ON_HOLD
    except ValueError:
        # A number that is no reason.
        return False


def _statuses(answer: OcspAnswer) -> tuple[Element, ...]:
    """Return the statuses as they stand."""
    from signing.foreign import ber

    parts = ber.read_all(answer.parsed.tbs_response_bytes).children
    return next(item for item in parts if item.tag == ber.SEQUENCE).children


def _invalid_since(status: Element) -> datetime | None:
    """Return the invalidity date among the extensions of one status (RFC 6960, 4.4.5).

    The library tells those of an answer about one certificate only.
    """
    from signing.foreign import ber
    from signing.foreign.signed_data import moment

    last = status.children[-1]
    if last.tag != ber.CONTEXT_1:
        return None
    for extension in last.only().children:
        name, *_, value = extension.children
        if name.raw == _INVALIDITY_DATE:
            return moment(ber.read_all(value.octets()))
    return None


def is_ahead(answer: OcspAnswer, now: datetime) -> bool:
    """Whether an answer claims to be made in the future: after ``now`` and this computer's."""
    return answer.produced > max(now, utc_now()) + CLOCKS_DIFFER


def concerns(answer: OcspAnswer, issuer: x509.Certificate) -> bool:
    """Whether an answer speaks of certificates of ``issuer``; nothing is checked."""
    return any(names_issuer(item, issuer) for item in answer.parsed.responses)


def has_authority(answer: OcspAnswer, issuer: x509.Certificate) -> bool:
    """Whether ``issuer`` or a responder it named signed an answer about its certificates."""
    return concerns(answer, issuer) and signer_of(answer, issuer) is not None


@asn1.sequence
class _Elements:
    items: list[asn1.TLV]


def _elements(content: bytes | memoryview) -> list[asn1.TLV]:
    """Return what stands in an element, one after another."""
    return asn1.decode_der(_Elements, tlv(0x30, tlv(0x30, bytes(content)))).items


def _is_understood(parsed: ocsp.OCSPResponse) -> bool:
    """Whether nothing in an answer is critical and not understood (RFC 6960, 4.4).

    What stands with a single word is not read by the library, if there are several.
    """
    if any(item.critical and item.oid != x509.OCSPNonce.oid for item in parsed.extensions):
        return False
    if _CRITICAL not in parsed.tbs_response_bytes:
        return True
    (data,) = _elements(parsed.tbs_response_bytes)
    (words,) = (item for item in _elements(data.data) if item.tag_bytes == _SEQUENCE)
    return not any(
        _CRITICAL in bytes(part.data)
        for word in _elements(words.data)
        for part in _elements(word.data)[-1:]
        if part.tag_bytes == _CONTEXT_1
    )


def with_beside(
    sources: Iterable[_Source], certificates: Iterable[x509.Certificate]
) -> tuple[_Source, ...]:
    """Return lists and answers, these with what came beside them if they bring no certificate."""
    beside = tuple(certificates)
    return tuple(
        replace(item, beside=beside)
        if isinstance(item, OcspAnswer) and not item.parsed.certificates
        else item
        for item in sources
    )


def signer_of(answer: OcspAnswer, issuer: x509.Certificate) -> x509.Certificate | None:
    """Return who signed the answer: the issuer, or a responder it named; None for anybody else.

    Also None where the work of a file is spent, which says nothing about the answer to another.
    """
    return remember((answer, issuer), "signer", lambda: _find_signer(answer, issuer))


def _find_signer(answer: OcspAnswer, issuer: x509.Certificate) -> x509.Certificate | None:
    parsed = answer.parsed
    try:
        if not _is_understood(parsed):
            return None
    except ValueError:
        return None
    spend(_LOOKED_AT * len(answer.beside))
    for certificate in (issuer, *parsed.certificates, *answer.beside):
        if not _is_responder(parsed, certificate):
            continue
        if certificate != issuer and not _is_delegated(certificate, issuer, answer.produced):
            continue
        try:
            # Not remembered: each reading of an answer makes other objects of its certificates.
            read_key_facts(certificate).require_usable()
            algorithm = _algorithm(parsed, certificate)
            digest = digests.of(algorithm.hash_name, parsed.tbs_response_bytes)
            check_value(certificate, algorithm, digest, parsed.signature)
        except (SigningError, UnsupportedAlgorithm, ValueError):
            # Another key, or a weak algorithm.
            continue
        return certificate
    return None


def _algorithm(parsed: ocsp.OCSPResponse, certificate: x509.Certificate) -> SignatureAlgorithm:
    national = BY_SIGNATURE.get(parsed.signature_algorithm_oid)
    if national is not None:
        return NATIONAL_ALGORITHMS[national]
    hashed = parsed.signature_hash_algorithm
    if hashed is None:
        raise AlgorithmRefused(parsed.signature_algorithm_oid.dotted_string)
    match read_key_facts(certificate).kind:
        case "ec":
            return SignatureAlgorithm(f"ecdsa-{hashed.name}")
        case "rsa":
            padding = "pss" if parsed.signature_algorithm_oid == RSASSA_PSS else "pkcs1"
            return SignatureAlgorithm(f"rsa-{padding}-{hashed.name}")
    raise AlgorithmRefused(parsed.signature_algorithm_oid.dotted_string)


def _is_responder(parsed: ocsp.OCSPResponse, certificate: x509.Certificate) -> bool:
    if parsed.responder_name is not None:
        return parsed.responder_name == certificate.subject
    return parsed.responder_key_hash == _key_hash(certificate, "sha1")


def _is_delegated(
    certificate: x509.Certificate, issuer: x509.Certificate, produced: datetime
) -> bool:
    """Whether the issuer itself gave this certificate for OCSP (RFC 6960, 4.2.2.2)."""
    if not _lasted(certificate, produced):
        return False
    if certificate.issuer != issuer.subject or not is_signed_by(certificate, issuer):
        return False
    try:
        usages = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (ValueError, x509.ExtensionNotFound, x509.DuplicateExtension):
        return False
    if any(item.critical and item.oid not in _UNDERSTOOD for item in certificate.extensions):
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in usages


def _lasted(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def names_issuer(item: ocsp.OCSPSingleResponse, issuer: x509.Certificate) -> bool:
    """Whether a CertID is of this issuer: its name and its key (RFC 6960, 4.1.1)."""
    if not isinstance(item.hash_algorithm, _CERT_ID_HASHES):
        return False
    name = item.hash_algorithm.name

    def hashed() -> tuple[bytes, bytes]:
        subject = issuer.subject.public_bytes()
        return hashlib.new(name, subject).digest(), _key_hash(issuer, name)

    # A file may bring hundreds of answers, of dozens of words each.
    own = remember((issuer,), ("named", name), hashed)
    return (item.issuer_name_hash, item.issuer_key_hash) == own


def _key_hash(certificate: x509.Certificate, name: str) -> bytes:
    return hashlib.new(name, public_key_bits(certificate)).digest()
