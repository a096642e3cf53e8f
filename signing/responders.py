"""Who signed an OCSP answer: the issuer of whom it tells, or a responder that it named.

RFC 6960, 4.2.2.2. A file may bring a hundred answers and, beside them, thousands of certificates:
what an answer's signer is called is read once and looked up, and each certificate that is called
so is checked once for an answer and an issuer.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing import digests
from signing.algorithms import NATIONAL_ALGORITHMS, RSASSA_PSS, check_value
from signing.called import NOBODY, AtHand, elements, is_called, issuer_name, subject_name
from signing.certificate import extensions_of
from signing.errors import AlgorithmRefused, SigningError
from signing.issued import is_signed_by
from signing.national.parameters import BY_SIGNATURE
from signing.public_key import read_key_facts
from signing.signer import SignatureAlgorithm
from signing.work import remember, spend

if TYPE_CHECKING:
    from signing.ocsp import OcspAnswer

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
_SEQUENCE, _CONTEXT_1 = 0x30, 0xA1
_CRITICAL = b"\x01\x01\xff"
"""TRUE in DER."""
_LOOKED_AT = 30
"""Units of work for a certificate that may be a responder's."""


def signer_of(
    answer: OcspAnswer, issuer: x509.Certificate, at_hand: AtHand = NOBODY
) -> x509.Certificate | None:
    """Return who signed the answer: the issuer, or a responder it named; None for anybody else.

    Also None where the work of a file is spent, which says nothing about the answer to another.

    Args:
        answer: the answer.
        issuer: of the certificates that it tells of.
        at_hand: where a responder's certificate may be that the answer does not bring.
    """
    if not remember((answer,), "understood", lambda: _is_understood(answer)):
        return None
    own = (item for item in (issuer, *answer.certificates) if is_called(item, answer.by))
    for certificate in (*own, *at_hand.called(answer.by)):
        if _has_signed(answer, issuer, certificate):
            return certificate
    return None


def _has_signed(
    answer: OcspAnswer, issuer: x509.Certificate, certificate: x509.Certificate
) -> bool:
    asked = answer, issuer, certificate
    return remember(asked, "signed", lambda: _is_signed(*asked))


def _is_signed(
    answer: OcspAnswer, issuer: x509.Certificate, certificate: x509.Certificate
) -> bool:
    try:
        spend(_LOOKED_AT)
        if certificate != issuer and not _is_delegated(certificate, issuer, answer.produced):
            return False
        read_key_facts(certificate).require_usable()
        algorithm = _algorithm(answer.parsed, certificate)
        over = answer.parsed.tbs_response_bytes
        digest = remember(
            (answer,), algorithm.hash_name, lambda: digests.of(algorithm.hash_name, over)
        )
        check_value(certificate, algorithm, digest, answer.parsed.signature)
    except (SigningError, UnsupportedAlgorithm, ValueError):
        # Another key, or a weak algorithm.
        return False
    return True


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


def _is_understood(answer: OcspAnswer) -> bool:
    """Whether nothing in an answer is critical and not understood (RFC 6960, 4.4).

    What stands with a single word is not read by the library, if there are several.
    """
    data = answer.parsed.tbs_response_bytes
    if _CRITICAL not in data:
        return True
    try:
        # Another one, as an answer keeps its extensions once they are asked for.
        extensions = ocsp.load_der_ocsp_response(answer.der).extensions
    except (ValueError, x509.DuplicateExtension):
        return False
    if any(item.critical and item.oid != x509.OCSPNonce.oid for item in extensions):
        return False
    (whole,) = elements(data, 0, len(data))
    (words,) = (item for item in elements(data, *whole[1:]) if item[0] == _SEQUENCE)
    for _, *word in elements(data, *words[1:]):
        tag, start, end = list(elements(data, *word))[-1]
        if tag == _CONTEXT_1 and _CRITICAL in data[start:end]:
            return False
    return True


def _is_delegated(
    certificate: x509.Certificate, issuer: x509.Certificate, produced: datetime
) -> bool:
    """Whether the issuer itself gave this certificate for OCSP (RFC 6960, 4.2.2.2)."""
    if not lasted(certificate, produced):
        return False
    if issuer_name(certificate) != subject_name(issuer) or not is_signed_by(certificate, issuer):
        return False
    return remember((certificate,), "answers", lambda: _may_answer(certificate))


def _may_answer(certificate: x509.Certificate) -> bool:
    try:
        extensions = extensions_of(certificate)
        usages = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (ValueError, x509.ExtensionNotFound, x509.DuplicateExtension):
        return False
    if any(item.critical and item.oid not in _UNDERSTOOD for item in extensions):
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in usages


def lasted(certificate: x509.Certificate, at: datetime) -> bool:
    """Whether a moment is of a certificate's time."""
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
