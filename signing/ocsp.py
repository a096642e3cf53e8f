"""One certificate's status, asked of its authority: OCSP (RFC 6960, with the profile of RFC 5019).

Nothing is fetched here. The caller carries :func:`ask`'s bytes to a responder and hands the answer
back. An answer counts if the certificate's own issuer signed it, or a responder whose certificate
that issuer gave for this purpose (RFC 6960, 4.2.2.2). *Unknown* is no answer: it is never *good*.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from signing.called import NOBODY, AtHand, subject_name
from signing.certificate import load_certificate, require_whole, utc_now
from signing.days import is_reckoned
from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.lists import ON_HOLD
from signing.public_key import public_key_bits
from signing.responders import lasted, signer_of
from signing.work import remember, spend

if TYPE_CHECKING:
    from signing.foreign.ber import Element

KINDS = ("application/ocsp-request", "application/ocsp-response")
"""Content types of the question and the answer (RFC 6960, appendix A)."""
# An answer without nextUpdate says that newer information is always to be had (RFC 6960, 2.4).
_UNTIL_ASKED_AGAIN = timedelta(hours=1)
CLOCKS_DIFFER = timedelta(minutes=5)
"""By how much the clocks of a responder and of this computer may differ."""
_INVALIDITY_DATE = bytes.fromhex("0603551d18")
"""The identifier of invalidityDate, 2.5.29.24 (RFC 5280, 5.3.2)."""
_NONCE = 16
"""Bytes of a nonce in a question."""
_LARGEST = 16 << 10
"""Bytes of what is signed in an answer; the library makes many times as much of them."""
_MAX_WORDS = 64
"""Certificates that one answer tells of; responders are asked of one. Each is looked for anew."""
_BYTES = 4
"""Bytes of an answer that are read for a unit of work."""
_WORSE = (ocsp.OCSPCertStatus.GOOD, ocsp.OCSPCertStatus.UNKNOWN, ocsp.OCSPCertStatus.REVOKED)
_CERT_ID_HASHES = (hashes.SHA1, hashes.SHA256, hashes.SHA384, hashes.SHA512)


@dataclass(frozen=True)
class OcspAnswer:
    """An answer of a responder, read and not checked; compared by its bytes."""

    der: bytes = field(repr=False)
    parsed: ocsp.OCSPResponse = field(compare=False, repr=False)
    certificates: tuple[x509.Certificate, ...] = field(compare=False, repr=False)
    """Those that it brings."""
    by: bytes = field(compare=False, repr=False)
    """What its signer is called, as it stands: a name, or the hash of a key (RFC 6960, 4.2.1)."""
    numbers: frozenset[int] = field(compare=False, repr=False)
    """Serial numbers of the certificates that it tells of."""

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
    spend(len(der) // _BYTES)
    try:
        parsed = ocsp.load_der_ocsp_response(der)
        if parsed.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            raise MalformedDocument(Flaw.ANSWER_STATUS, parsed.response_status.name.lower())
        if len(parsed.tbs_response_bytes) > _LARGEST:
            raise MalformedDocument(Flaw.MORE_THAN_READ)
        if len([*islice(parsed.responses, _MAX_WORDS + 1)]) > _MAX_WORDS:
            raise MalformedDocument(Flaw.MORE_THAN_READ)
        numbers: set[int] = set()
        for item in parsed.responses:
            _ = (item.certificate_status, item.this_update_utc, item.next_update_utc)
            _ = (item.revocation_time_utc, item.hash_algorithm)
            _ = (item.issuer_name_hash, item.issuer_key_hash)
            numbers.add(item.serial_number)
            if not is_reckoned(item.this_update_utc):
                raise MalformedDocument(Flaw.ANSWER_TIME)
        if not is_reckoned(parsed.produced_at_utc):
            raise MalformedDocument(Flaw.ANSWER_TIME)
        _ = parsed.extensions
        certificates = tuple(
            load_certificate(item.public_bytes(Encoding.DER)) for item in parsed.certificates
        )
        # It is read only when it is asked for, and a damaged one raises then.
        _ = parsed.signature_algorithm_oid
        said, value = parsed.tbs_response_bytes, parsed.signature
        end = der.index(value, der.index(said) + len(said)) + len(value)
        require_whole(der[:end], value)
        # One keeps its extensions once they are asked for.
        parsed = ocsp.load_der_ocsp_response(der)
    except (ValueError, UnsupportedAlgorithm, x509.DuplicateExtension) as error:
        raise MalformedDocument(Flaw.DAMAGED_ANSWER) from error
    try:
        by, statuses = _parts(said)
        for status in statuses:
            _invalid_since(status)
    except (LookupError, StopIteration, MalformedDocument) as error:
        raise MalformedDocument(Flaw.DAMAGED_ANSWER) from error
    return OcspAnswer(der, parsed, certificates, by, frozenset(numbers))


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
    answer: OcspAnswer,
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    at_hand: AtHand = NOBODY,
) -> OcspStatus | None:
    """Return what an answer says of ``certificate``; None if nothing, or not with authority.

    Of several words about it in one answer the worst counts. A responder's word ends with its
    certificate: whoever has its key can write any time into an answer.

    Args:
        answer: the answer.
        certificate: of which it is asked.
        issuer: who issued it.
        at_hand: where the responder's certificate may be.
    """
    if certificate.serial_number not in answer.numbers:
        return None
    asked = answer, certificate, issuer
    said = remember(asked, "says", lambda: _worst(*asked))
    signer = signer_of(answer, issuer, at_hand) if said is not None else None
    if said is None or signer is None or signer == issuer:
        return said if signer is not None else None
    # Nobody vouches for himself.
    if public_key_bits(signer) == public_key_bits(certificate) or not lasted(signer, said.since):
        return None
    return replace(said, until=min(said.until, signer.not_valid_after_utc), responder=signer)


def _worst(
    answer: OcspAnswer, certificate: x509.Certificate, issuer: x509.Certificate
) -> OcspStatus | None:
    """Return the worst word about a certificate, whoever signed it; None if there is none."""
    spend(_MAX_WORDS)
    found = [
        (_WORSE.index(item.certificate_status), place, item)
        for place, item in enumerate(answer.parsed.responses)
        if item.serial_number == certificate.serial_number and names_issuer(item, issuer)
    ]
    _, place, worst = max(found, key=lambda item: item[0], default=(0, 0, None))
    if worst is None or worst.certificate_status is ocsp.OCSPCertStatus.UNKNOWN:
        return None
    since = worst.this_update_utc
    until = worst.next_update_utc or since + _UNTIL_ASKED_AGAIN
    # What was known when it was made is of before (RFC 6960, 2.4).
    if since > answer.produced + CLOCKS_DIFFER:
        return None
    revoked = worst.revocation_time_utc
    invalid = None
    if revoked is not None:
        _, statuses = _parts(answer.parsed.tbs_response_bytes)
        invalid = _invalid_since(statuses[place])
    return OcspStatus(since, until, revoked, invalid, None, _is_on_hold(worst))


def _is_on_hold(item: ocsp.OCSPSingleResponse) -> bool:
    try:
        return item.revocation_reason in ON_HOLD
    except ValueError:
        # A number that is no reason.
        return False


def _parts(data: bytes) -> tuple[bytes, tuple[Element, ...]]:
    """Return of ``ResponseData`` (RFC 6960, 4.2.1) what its signer is called, and statuses."""
    from signing.foreign import ber

    parts = ber.read_all(data).children
    at = next(place for place, item in enumerate(parts) if item.tag == ber.SEQUENCE)
    # What it is called stands before the time, which is before the statuses.
    return parts[at - 2].only().raw, parts[at].children


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


def names_issuer(item: ocsp.OCSPSingleResponse, issuer: x509.Certificate) -> bool:
    """Whether a CertID is of this issuer: its name and its key (RFC 6960, 4.1.1)."""
    if not isinstance(item.hash_algorithm, _CERT_ID_HASHES):
        return False
    name = item.hash_algorithm.name

    def hashed() -> tuple[bytes, bytes]:
        key = hashlib.new(name, public_key_bits(issuer)).digest()
        return hashlib.new(name, subject_name(issuer)).digest(), key

    # A file may bring hundreds of answers, of dozens of words each.
    own = remember((issuer,), ("named", name), hashed)
    return (item.issuer_name_hash, item.issuer_key_hash) == own
