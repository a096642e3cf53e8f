"""Time-stamp tokens of other makers (RFC 3161, 2.4.2), over whatever they cover."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from signing.certificate import utc_now
from signing.detail import Detail, said
from signing.errors import MalformedDocument, SignatureCheckFailed, SigningError
from signing.flaws import Flaw
from signing.foreign import algorithms, ber
from signing.foreign import signed_data as form
from signing.foreign.check import Checked, check_signer
from signing.foreign.contents import Content
from signing.report import Reason
from signing.revocation import Source, Sources
from signing.timestamp import TimeStamp, require_server, was_never_revoked
from signing.trust import Purpose, TrustAnchors

_VERSION_1 = b"\x02\x01\x01"


@dataclass(frozen=True)
class Token:
    """A token whose bytes were looked at: what it covers existed at ``time`` (UTC)."""

    raw: bytes
    time: datetime
    checked: Checked
    content: Content | None
    """What its imprint is of; None if that is not at hand, or was changed."""
    reasons: tuple[Reason, ...]

    @property
    def intact(self) -> bool:
        """Whether its signature is right, and its imprint is of something at hand."""
        return self.checked.intact and self.content is not None


def is_token(data: form.SignedData) -> bool:
    """Whether a CMS is a time-stamp."""
    return data.content_type == form.TST_INFO


def read_token(
    raw: bytes, contents: Sequence[Content], helpers: Sequence[x509.Certificate] = ()
) -> Token:
    """Check a token over one of ``contents``.

    Raises:
        MalformedDocument: not a token.
        AlgorithmRefused: its imprint is of an unknown hash.
    """
    data = form.read_signed_data(raw)
    content = data.content_bytes()
    if not is_token(data) or content is None or len(data.signers) != 1:
        raise MalformedDocument(Flaw.NOT_A_TIME_STAMP)
    parts = ber.read_all(content).require(ber.SEQUENCE, Flaw.TIME_STAMP).children
    if len(parts) < 5 or len(parts[2].children) != 2 or parts[0].raw != _VERSION_1:
        raise MalformedDocument(Flaw.TIME_STAMP_CONTENT)
    name = algorithms.hash_name(parts[2].children[0])
    imprint = parts[2].children[1].octets()
    time = form.moment(parts[4].require(ber.GENERALIZED_TIME, Flaw.TIME_STAMP_TIME))
    checked = check_signer(data, data.signers[0], (Content.of(content),), helpers)
    covered = next(
        (item for item in contents if hmac.compare_digest(item.digest(name), imprint)), None
    )
    reasons = list(checked.reasons)
    if covered is None and contents:
        reasons.append(Reason("HASH_FAILURE"))
    elif covered is None:
        reasons.append(Reason("SIGNED_DATA_NOT_FOUND", failed=False))
    if any(map(_is_critical, parts[5:])):
        reasons.append(Reason("NOT_SUPPORTED", said(Flaw.TIME_STAMP), failed=False))
    if algorithms.is_weak(name):
        reasons.append(Reason("CRYPTO_CONSTRAINTS_FAILURE_NO_POE", Detail(name), failed=False))
    return Token(raw, time, checked, covered, tuple(reasons))


def _is_critical(part: ber.Element) -> bool:
    """Whether it is extensions with one that is critical: none is understood here (2.4.2)."""
    if part.tag != ber.CONTEXT_1:
        return False
    return any(any(item.body) for found in part.children for item in found.children[1:-1])


def trust_token(
    token: Token,
    anchors: TrustAnchors,
    others: tuple[x509.Certificate, ...] = (),
    *,
    sources: Iterable[Source] = (),
    now: datetime | None = None,
) -> TimeStamp:
    """Return an intact token as a proof of time; whether its server was revoked is not asked.

    Args:
        token: the token.
        anchors: what is trusted.
        others: certificates at hand.
        sources: of several paths one is taken that is good by them, if there is one.
        now: when it is asked.

    Raises:
        SigningError: no path to an anchor, a certificate for other purposes, or a weak algorithm.
    """
    checked = token.checked
    for reason in token.reasons:
        raise SignatureCheckFailed((reason.code,))
    if not token.intact or checked.certificate is None:
        raise SignatureCheckFailed(("HASH_FAILURE",))
    # Nothing here proves when a time-stamp itself was made.
    asked = max(now, utc_now()) if now else utc_now()
    if checked.weak_since is not None and checked.weak_since <= asked:
        raise SignatureCheckFailed(("CRYPTO_CONSTRAINTS_FAILURE_NO_POE",))
    certificate = checked.certificate
    every = Sources(checked.sources, Sources.of(sources))
    path = anchors.path(
        certificate,
        (*checked.others, *others),
        token.time,
        Purpose.TIME_STAMPS,
        stands=lambda path: was_never_revoked(path, every, token.time, now or token.time),
    )
    name = require_server(certificate)
    return TimeStamp(token.raw, token.time, name, path, checked.sources)


def try_token(
    raw: bytes, contents: Sequence[Content], helpers: Sequence[x509.Certificate] = ()
) -> Token | Reason:
    """As :func:`read_token`; what is no token is a reason."""
    from signing.identity import about_stamp, reason_of

    try:
        return read_token(raw, contents, helpers)
    except SigningError as error:
        found = reason_of(error)
        return about_stamp(found.code, failed=found.failed)
