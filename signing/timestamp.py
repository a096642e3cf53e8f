"""Time-stamps: the question, and the check of the answer (RFC 3161, RFC 5816).

Nothing is fetched here. The caller carries :class:`Question` ``.der`` to a time-stamp server and
hands the answer back.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing import cms_asn1 as form
from signing import digests
from signing.algorithms import HASH_OIDS, AlgorithmId, hash_name
from signing.certificate import facts
from signing.cms_verify import check_cms
from signing.days import is_reckoned
from signing.detail import Detail, said
from signing.errors import (
    CertificateRevoked,
    MalformedDocument,
    SignatureCheckFailed,
    WrongPurpose,
)
from signing.flaws import Flaw
from signing.revocation import Revocation, Source, Sources, Status, check_path
from signing.trust import Purpose, TrustAnchors

_FAILURES = {
    0: "badAlg",
    2: "badRequest",
    5: "badDataFormat",
    14: "timeNotAvailable",
    15: "unacceptedPolicy",
    16: "unacceptedExtension",
    17: "addInfoNotAvailable",
    25: "systemFailure",
}
"""Bits of PKIFailureInfo (RFC 3161, 2.4.2)."""

TST_INFO = x509.ObjectIdentifier("1.2.840.113549.1.9.16.1.4")


@asn1.sequence
class MessageImprint:
    """RFC 3161, 2.4.1."""

    algorithm: AlgorithmId
    hashed: bytes


@asn1.sequence
class TimeStampReq:
    """RFC 3161, 2.4.1."""

    version: int
    imprint: MessageImprint
    policy: x509.ObjectIdentifier | None
    nonce: int | None
    certificate_wanted: Annotated[bool, asn1.Default(value=False)]


@asn1.sequence
class PkiStatusInfo:
    """RFC 3161, 2.4.2."""

    status: int
    text: list[str] | None
    failure: asn1.BitString | None


@asn1.sequence
class _RefusedResponse:
    status: PkiStatusInfo


@asn1.sequence
class _GrantedResponse:
    status: PkiStatusInfo
    token: asn1.TLV


@asn1.sequence
class Accuracy:
    """RFC 3161, 2.4.2."""

    seconds: int | None
    millis: Annotated[int | None, asn1.Implicit(0)]
    micros: Annotated[int | None, asn1.Implicit(1)]


@asn1.sequence
class Extension:
    """RFC 5280, 4.1."""

    oid: x509.ObjectIdentifier
    critical: Annotated[bool, asn1.Default(value=False)]
    value: bytes


@asn1.sequence
class TstInfo:
    """RFC 3161, 2.4.2; the server's name is not used, and no extension is understood."""

    version: int
    policy: x509.ObjectIdentifier
    imprint: MessageImprint
    serial: int
    time: asn1.GeneralizedTime
    accuracy: Accuracy | None
    ordering: Annotated[bool, asn1.Default(value=False)]
    nonce: int | None
    server: Annotated[list[asn1.TLV] | None, asn1.Implicit(0)]
    extensions: Annotated[list[Extension] | None, asn1.Implicit(1)]


@dataclass(frozen=True)
class Question:
    """A time-stamp request and what its answer must repeat."""

    der: bytes
    imprint: bytes
    nonce: int
    policy: x509.ObjectIdentifier | None = None
    """The policy that was asked for; None accepts the server's own."""


@dataclass(frozen=True)
class TimeStamp:
    """A checked token: the data existed at ``time`` (UTC)."""

    token: bytes
    time: datetime
    server: str
    """The time-stamp server's certificate, by its common name."""
    path: tuple[x509.Certificate, ...] = field(default=(), repr=False)
    """From the server's certificate to the anchor."""
    sources: tuple[Source, ...] = field(default=(), repr=False)
    """Revocation lists and OCSP answers that came in the token."""

    @property
    def ending(self) -> x509.Certificate:
        """Whose time is over first in its path: from then on nobody answers for the key."""
        return min(self.path, key=lambda item: item.not_valid_after_utc)

    @property
    def ends(self) -> datetime:
        """When that is (UTC)."""
        return self.ending.not_valid_after_utc

    def revocation(self, sources: Iterable[Source], now: datetime) -> Revocation:
        """Tell whether the server's certificate was ever revoked, as of ``time`` or newer.

        The date of a revocation does not matter: a thief of the key can write any time into a
        token. An expired server is judged at the time it claims. For the years after its end
        this is as good as the secrecy of its key, which is told (``STAMP_ENDED``); to prove more,
        archive time-stamps would be needed (EN 319 122-1, 5.5), which this format does not have.

        Args:
            sources: lists and answers at hand, beside those of the token.
            now: when it is asked.
        """
        every = Sources(self.sources, Sources.of(sources))
        return check_path(self.path, every, self.time, now=now, ever=True)


def ask(data: bytes, policy: str = "") -> Question:
    """Make the request for a time-stamp over ``data`` (SHA-256, random nonce).

    Args:
        data: what the time-stamp shall cover.
        policy: dotted OID of the policy that must be answered; empty for any.

    Raises:
        ValueError: ``policy`` is no OID.
    """
    wanted = x509.ObjectIdentifier(policy) if policy else None
    imprint = hashlib.sha256(data).digest()
    nonce = secrets.randbits(63)
    algorithm = [asn1.decode_der(asn1.TLV, asn1.encode_der(HASH_OIDS["sha256"]))]
    request = TimeStampReq(
        version=1,
        imprint=MessageImprint(algorithm=algorithm, hashed=imprint),
        policy=wanted,
        nonce=nonce,
        certificate_wanted=True,
    )
    return Question(asn1.encode_der(request), imprint, nonce, wanted)


def check_answer(
    answer: bytes, question: Question, data: bytes, anchors: TrustAnchors
) -> TimeStamp:
    """Check a server's answer to ``question`` and return its time-stamp.

    Raises:
        MalformedDocument: not an answer, refused by the server, to another question, or under
            another policy than was asked for (RFC 3161, 2.4.2).
        CertificateRevoked: the server's certificate is revoked, by the lists of ``anchors``.
        SignatureCheckFailed, AlgorithmRefused, CertificateError: as :func:`check_token`.
    """
    try:
        granted = asn1.decode_der(_GrantedResponse, answer)
    except ValueError as error:
        raise MalformedDocument(_refusal(answer)) from error
    if granted.status.status not in (0, 1):
        raise MalformedDocument(_refusal_text(granted.status))
    token = form.raw(granted.token)
    info = _info(token)
    if info.nonce != question.nonce:
        raise MalformedDocument(Flaw.STAMP_ELSE)
    if question.policy is not None and info.policy != question.policy:
        raise MalformedDocument(Flaw.STAMP_POLICY, info.policy.dotted_string)
    stamp = check_token(token, data, anchors)
    # A server of which nothing is known is the verifier's question; lists may come later.
    if stamp.revocation(anchors.sources, stamp.time).status is Status.REVOKED:
        raise CertificateRevoked(stamp.server)
    return stamp


def check_token(
    token: bytes,
    data: bytes,
    anchors: TrustAnchors,
    *,
    sources: Sources | None = None,
    now: datetime | None = None,
) -> TimeStamp:
    """Check a time-stamp token over ``data``.

    Whether its server was revoked is a question of its own: :meth:`TimeStamp.revocation`.

    Args:
        token: the token.
        data: what it should cover.
        anchors: what is trusted.
        sources: of several paths one is taken that is good by them, if there is one; those of
            ``anchors``, if not given.
        now: when it is asked; the token's time, if not given.

    Raises:
        MalformedDocument: not a token.
        SignatureCheckFailed: ``HASH_FAILURE`` if it covers other data, or its signature is wrong;
            ``NOT_SUPPORTED`` if something critical in it is not understood.
        CertificateError: the server's certificate was not valid at that time, does not lead to an
            anchor, or is not for time-stamps (RFC 3161, 2.3).
        AlgorithmRefused: a weak algorithm.
    """
    info = _info(token)
    if info.version != 1:
        raise MalformedDocument(Flaw.TIME_STAMP_CONTENT)
    if any(item.critical for item in info.extensions or ()):
        raise SignatureCheckFailed(("NOT_SUPPORTED",))
    signature = check_cms(token)
    imprint = digests.of(hash_name(info.imprint.algorithm), data)
    if imprint != info.imprint.hashed:
        raise SignatureCheckFailed(("HASH_FAILURE",))
    time = info.time.as_datetime()
    if not is_reckoned(time):
        raise MalformedDocument(Flaw.TIME_STAMP_TIME)
    certificate = signature.certificate
    every = Sources(signature.sources, sources or anchors.sources)
    path = anchors.path(
        certificate,
        signature.others,
        time,
        Purpose.TIME_STAMPS,
        stands=lambda path: was_never_revoked(path, every, time, now or time),
    )
    name = require_server(certificate)
    return TimeStamp(token, time, name, path, signature.sources)


def was_never_revoked(
    path: tuple[x509.Certificate, ...], sources: Sources, time: datetime, now: datetime
) -> bool:
    """Whether a server's path is good, as :meth:`TimeStamp.revocation` asks it."""
    return check_path(path, sources, time, now=now, ever=True).status is Status.GOOD


def require_server(certificate: x509.Certificate) -> str:
    """Return the name of a certificate that is for time-stamps and for nothing else.

    Raises:
        WrongPurpose: it is not, or says so in an extension that is not critical (RFC 3161, 2.3).
    """
    name = facts(certificate).name
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound as error:
        raise WrongPurpose(name) from error
    if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise WrongPurpose(name)
    return name


def _info(token: bytes) -> TstInfo:
    from signing.cms import decode

    content = decode(token).content
    if content.type != TST_INFO or content.content is None:
        raise MalformedDocument(Flaw.NOT_A_TIME_STAMP)
    try:
        return asn1.decode_der(TstInfo, content.content)
    except ValueError as error:
        raise MalformedDocument(Flaw.TIME_STAMP_CONTENT) from error


def _refusal(answer: bytes) -> Detail:
    try:
        refused = asn1.decode_der(_RefusedResponse, answer)
    except ValueError:
        return said(Flaw.NO_ANSWER)
    return _refusal_text(refused.status)


def _refusal_text(status: PkiStatusInfo) -> Detail:
    """Return the status and the bits of PKIFailureInfo, for who looks after the server."""
    text = str(status.status)
    if status.failure is not None:
        bits = status.failure.as_bytes()
        named = [name for bit, name in _FAILURES.items() if _has_bit(bits, bit)]
        text = " ".join([text, *named])
    return said(Flaw.STAMP_REFUSED, text)


def _has_bit(bits: bytes, number: int) -> bool:
    return number // 8 < len(bits) and bool(bits[number // 8] & (0x80 >> number % 8))
