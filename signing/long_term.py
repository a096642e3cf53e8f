"""Put into a time-stamped signature what tells its certificates' status (CAdES-B-LT).

ETSI EN 319 122-1, 5.4 and 6.3: revocation lists and OCSP answers stand in ``SignedData.crls``,
the latter as other revocation information (RFC 5940). No signature covers that place, so nothing
that was signed changes.
"""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import Encoding

from signing import cms_asn1 as form
from signing.cms import decode
from signing.cms_verify import check_cms
from signing.revocation import Source, Status, check_path, evidence_for, fits
from signing.timestamp import TimeStamp
from signing.trust import TrustAnchors

_SEQUENCE, _CERTIFICATES, _CRLS, _OTHER = 0x30, 0xA0, 0xA1, 0xA1
_VERSION_5 = asn1.encode_der(5)


def add_sources(der: bytes, sources: tuple[Source, ...]) -> bytes:
    """Return the signature with lists and answers beside those it has.

    Args:
        der: a ``ContentInfo`` with ``SignedData``.
        sources: what is added; nothing comes in twice.

    Raises:
        MalformedDocument: ``der`` is no signature.
    """
    data = decode(der)
    present = [form.raw(item) for item in data.crls or []]
    encoded = sorted({*present, *(_choice(item) for item in sources)})
    if len(encoded) == len(present):
        return der
    others = any(item[0] == _OTHER for item in encoded)
    parts = [
        # RFC 5652, 5.1: other revocation information makes it version 5.
        _VERSION_5 if others else asn1.encode_der(data.version),
        asn1.encode_der(data.digest_algorithms),
        asn1.encode_der(data.content),
    ]
    if data.certificates is not None:
        certificates = b"".join(form.raw(item) for item in data.certificates)
        parts.append(form.tlv(_CERTIFICATES, certificates))
    parts += [form.tlv(_CRLS, b"".join(encoded)), asn1.encode_der(data.signers)]
    whole = form.tlv(_CERTIFICATES, form.tlv(_SEQUENCE, b"".join(parts)))
    return form.tlv(_SEQUENCE, asn1.encode_der(form.SIGNED_DATA) + whole)


def complete(
    der: bytes, content: bytes, stamp: TimeStamp, anchors: TrustAnchors, now: datetime
) -> bytes:
    """Add what is at hand about the signer's and the time-stamp server's certificates.

    Of each path all or nothing. Without what tells of the signer's the signature is B-T, and no
    worse for it; who knows nothing of the server cannot believe its time.

    Args:
        der: a signature with its time-stamp.
        content: what the signature covers.
        stamp: that time-stamp, checked.
        anchors: what is trusted, with the lists and answers at hand.
        now: when it is done; what was said after the time-stamp tells of it too.

    Raises:
        SigningError: the signature does not hold, or its certificate does not lead to an anchor.
    """
    signature = check_cms(der, content)
    path = anchors.path(signature.certificate, signature.others, stamp.time)
    here = (*(item for item in anchors.sources if fits(item)), *signature.sources)
    signers = evidence_for(path, here, stamp.time, now)
    servers = evidence_for(stamp.path, (*here, *stamp.sources), stamp.time, now)
    # Who finds lists for a part of a path may conclude that the rest is in doubt.
    if check_path(path, signers, stamp.time, now=now).status is Status.UNKNOWN:
        signers = ()
    if stamp.revocation(servers, now).status is Status.UNKNOWN:
        return der
    return add_sources(der, (*signers, *servers))


def _choice(source: Source) -> bytes:
    """Encode a ``RevocationInfoChoice`` (RFC 5652, 10.2.1)."""
    if isinstance(source, x509.CertificateRevocationList):
        return source.public_bytes(Encoding.DER)
    return form.tlv(_OTHER, asn1.encode_der(form.OCSP_RESPONSE) + source.der)
