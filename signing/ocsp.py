"""One certificate's status, asked of its authority: OCSP (RFC 6960, with the profile of RFC 5019).

Nothing is fetched here. The caller carries :func:`ask`'s bytes to a responder and hands the answer
back. An answer counts if the certificate's own issuer signed it, or a responder whose certificate
that issuer gave for this purpose (RFC 6960, 4.2.2.2). *Unknown* is no answer: it is never *good*.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from signing import digests
from signing.algorithms import NATIONAL_ALGORITHMS, RSASSA_PSS, check_value
from signing.certificate import require_strong_key
from signing.days import is_reckoned
from signing.errors import AlgorithmRefused, MalformedDocument, SigningError
from signing.flaws import Flaw
from signing.issued import is_signed_by
from signing.national.parameters import BY_SIGNATURE
from signing.public_key import key_facts, public_key_bits
from signing.signer import SignatureAlgorithm

KINDS = ("application/ocsp-request", "application/ocsp-response")
"""Content types of the question and the answer (RFC 6960, appendix A)."""
# An answer without nextUpdate says that newer information is always to be had (RFC 6960, 2.4).
_UNTIL_ASKED_AGAIN = timedelta(hours=1)
_CERT_ID_HASHES = (hashes.SHA1, hashes.SHA256, hashes.SHA384, hashes.SHA512)


@dataclass(frozen=True)
class OcspAnswer:
    """An answer of a responder, read and not checked; compared by its bytes."""

    der: bytes = field(repr=False)
    parsed: ocsp.OCSPResponse = field(compare=False, repr=False)

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
    responder: x509.Certificate | None
    """Who signed in the issuer's place, if its own status is to be asked; None otherwise."""


def ask(certificate: x509.Certificate, issuer: x509.Certificate) -> OcspQuestion:
    """Make the question about ``certificate``.

    The certificate is named by SHA-1 digests, as RFC 5019, 2.1.1 has it and every responder
    understands; they are names here and prove nothing.
    """
    nonce = secrets.token_bytes(16)
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
        for item in parsed.responses:
            _ = (item.certificate_status, item.this_update_utc, item.next_update_utc)
            _ = (item.revocation_time_utc, item.hash_algorithm)
            _ = (item.issuer_name_hash, item.issuer_key_hash, item.serial_number)
            if not is_reckoned(item.this_update_utc):
                raise MalformedDocument(Flaw.ANSWER_TIME)
        _ = (parsed.produced_at_utc, parsed.certificates, parsed.extensions)
        # Each is read only when it is asked for, and a damaged one raises then.
        _ = (parsed.responder_name, parsed.responder_key_hash)
        _ = (parsed.signature_algorithm_oid, parsed.signature, parsed.tbs_response_bytes)
    except (ValueError, UnsupportedAlgorithm, x509.DuplicateExtension) as error:
        raise MalformedDocument(Flaw.DAMAGED_ANSWER) from error
    return OcspAnswer(der, parsed)


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
    """Return what an answer says of ``certificate``; None if nothing, or not with authority."""
    found = None
    for item in answer.parsed.responses:
        if item.serial_number == certificate.serial_number and _names(item, issuer):
            found = item
    if found is None or found.certificate_status is ocsp.OCSPCertStatus.UNKNOWN:
        return None
    signer = _signer(answer, issuer)
    if signer is None:
        return None
    since = found.this_update_utc
    until = found.next_update_utc or since + _UNTIL_ASKED_AGAIN
    asked = None if signer == issuer or _need_not_be_asked(signer) else signer
    return OcspStatus(since, until, found.revocation_time_utc, asked)


def concerns(answer: OcspAnswer, issuer: x509.Certificate) -> bool:
    """Whether an answer speaks of certificates of ``issuer``; nothing is checked."""
    return any(_names(item, issuer) for item in answer.parsed.responses)


def has_authority(answer: OcspAnswer, issuer: x509.Certificate) -> bool:
    """Whether ``issuer`` or a responder it named signed an answer about its certificates."""
    return concerns(answer, issuer) and _signer(answer, issuer) is not None


@lru_cache(maxsize=64)
def _signer(answer: OcspAnswer, issuer: x509.Certificate) -> x509.Certificate | None:
    """Return who signed the answer: the issuer, or a responder it named; None for anybody else."""
    parsed = answer.parsed
    for certificate in (issuer, *parsed.certificates):
        if not _is_responder(parsed, certificate):
            continue
        if certificate != issuer and not _is_delegated(certificate, issuer, answer.produced):
            continue
        try:
            require_strong_key(certificate)
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
    match key_facts(certificate).kind:
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
    if not certificate.not_valid_before_utc <= produced <= certificate.not_valid_after_utc:
        return False
    if certificate.issuer != issuer.subject or not is_signed_by(certificate, issuer):
        return False
    try:
        usages = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (ValueError, x509.ExtensionNotFound):
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in usages


def _need_not_be_asked(responder: x509.Certificate) -> bool:
    """Whether the issuer says that a responder is trusted for its lifetime (4.2.2.2.1)."""
    try:
        responder.extensions.get_extension_for_class(x509.OCSPNoCheck)
    except x509.ExtensionNotFound:
        return False
    return True


def _names(item: ocsp.OCSPSingleResponse, issuer: x509.Certificate) -> bool:
    """Whether a CertID is of this issuer: its name and its key (RFC 6960, 4.1.1)."""
    if not isinstance(item.hash_algorithm, _CERT_ID_HASHES):
        return False
    name = item.hash_algorithm.name
    named = hashlib.new(name, issuer.subject.public_bytes()).digest()
    return item.issuer_name_hash == named and item.issuer_key_hash == _key_hash(issuer, name)


def _key_hash(certificate: x509.Certificate, name: str) -> bytes:
    return hashlib.new(name, public_key_bits(certificate)).digest()
