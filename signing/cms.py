"""Build CMS signatures in the CAdES-B-B profile (ETSI EN 319 122-1, 6.3; RFC 5652, RFC 5035).

The parts that do not depend on the signature value are encoded first, so that exactly one call
of the signer is made, over the DER of the signed attributes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import Encoding

from signing import cms_asn1 as form
from signing import digests
from signing.algorithms import hash_identifier, signature_identifier
from signing.certificate import utc_now
from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.signer import Signer
from signing.statement import whole_second

# Encoded once: they are in every signature this program makes.
_VERSION_1 = asn1.encode_der(1)
_VERSION_3 = asn1.encode_der(3)
_SIGNED_DATA = asn1.encode_der(form.SIGNED_DATA)
_DATA = asn1.encode_der(form.DATA)
_SEQUENCE, _SET, _OCTETS = 0x30, 0x31, 0x04
_CONTEXT_0, _CONTEXT_1 = 0xA0, 0xA1


def build_signed_data(
    signer: Signer,
    content: bytes,
    *,
    signing_time: datetime | None = None,
    attached: bool = False,
    crls: tuple[x509.CertificateRevocationList, ...] = (),
) -> bytes:
    """Sign ``content`` and return a DER ``ContentInfo`` that holds one signature.

    Args:
        signer: who signs; called exactly once.
        content: the bytes that are signed.
        signing_time: what the signing-time attribute claims; now, if not given.
        attached: put ``content`` into the structure.
        crls: revocation lists to embed beside the certificates.

    Raises:
        TokenError, PinError: the signer failed.
    """
    digest = digests.of(signer.algorithm.hash_name, content)
    return sign_digest(
        signer,
        digest,
        signing_time=signing_time or utc_now(),
        content=content if attached else None,
        crls=crls,
    )


def sign_digest(
    signer: Signer,
    digest: bytes,
    *,
    signing_time: datetime | None,
    content: bytes | None = None,
    crls: tuple[x509.CertificateRevocationList, ...] = (),
    content_type: x509.ObjectIdentifier = form.DATA,
) -> bytes:
    """Sign content of which only the digest is at hand, e.g. a file that was streamed.

    Args:
        signer: who signs; called exactly once.
        digest: of the content, with the hash of the signer's algorithm.
        signing_time: the signing-time attribute, or None to leave it out, as PAdES wants it
            (ETSI EN 319 142-1, 6.3).
        content: embedded as it is when given.
        crls: revocation lists to embed beside the certificates.
        content_type: what the content is, e.g. the content of a time-stamp.

    Raises:
        TokenError, PinError: the signer failed.
    """
    prepared = _prepare(signer.identity.certificate, signer.identity.chain)
    kind = _DATA if content_type == form.DATA else asn1.encode_der(content_type)
    # RFC 5652, 5.1: other content than data makes it version 3.
    version = _VERSION_1 if content_type == form.DATA else _VERSION_3
    attributes = [
        _attribute(form.CONTENT_TYPE, kind),
        _attribute(form.MESSAGE_DIGEST, asn1.encode_der(digest)),
        prepared.signing_certificate,
    ]
    if signing_time is not None:
        attributes.append(_attribute(form.SIGNING_TIME, _time(signing_time)))
    signed = b"".join(sorted(attributes))
    value = signer.sign(form.tlv(_SET, signed))

    hashed = hash_identifier(signer.algorithm.hash_name)
    signer_info = form.tlv(
        _SEQUENCE,
        _VERSION_1
        + prepared.sid
        + hashed
        + form.tlv(_CONTEXT_0, signed)
        + signature_identifier(signer.algorithm)
        + form.tlv(_OCTETS, value),
    )
    carried = b"" if content is None else form.tlv(_CONTEXT_0, form.tlv(_OCTETS, content))
    return _content_info(
        version
        + form.tlv(_SET, hashed)
        + form.tlv(_SEQUENCE, kind + carried)
        + prepared.certificates
        + _revocation_lists(crls)
        + form.tlv(_SET, signer_info)
    )


def add_signature_time_stamp(der: bytes, token: bytes) -> bytes:
    """Return the signature with an RFC 3161 token as unsigned attribute (CAdES-B-T).

    Args:
        der: a ``ContentInfo`` with exactly one signature.
        token: the ``TimeStampToken`` over this signature's value, already checked.

    Raises:
        MalformedDocument: not a signature, or not exactly one.
    """
    data = decode(der)
    infos = data.signers.as_list()
    if len(infos) != 1:
        raise MalformedDocument(Flaw.EXACTLY_ONE)
    stamp = _attribute(form.SIGNATURE_TIME_STAMP, token)
    unsigned = [form.raw(item) for item in infos[0].unsigned_attributes or []]
    body = asn1.encode_der(
        form.SignerInfo(
            version=infos[0].version,
            sid=infos[0].sid,
            digest_algorithm=infos[0].digest_algorithm,
            signed_attributes=infos[0].signed_attributes,
            signature_algorithm=infos[0].signature_algorithm,
            signature=infos[0].signature,
            unsigned_attributes=[
                asn1.decode_der(asn1.TLV, item) for item in sorted([*unsigned, stamp])
            ],
        )
    )
    parts = [
        asn1.encode_der(data.version),
        asn1.encode_der(data.digest_algorithms),
        asn1.encode_der(data.content),
    ]
    for tag, elements in ((_CONTEXT_0, data.certificates), (_CONTEXT_1, data.crls)):
        if elements is not None:
            parts.append(form.tlv(tag, b"".join(form.raw(item) for item in elements)))
    return _content_info(b"".join([*parts, form.tlv(_SET, body)]))


def signature_value(der: bytes) -> tuple[bytes, bool]:
    """Return the signature value, which a time-stamp covers, and whether there is one already.

    Raises:
        MalformedDocument: not a signature, or not exactly one.
    """
    infos = decode(der).signers.as_list()
    if len(infos) != 1:
        raise MalformedDocument(Flaw.EXACTLY_ONE)
    stamp = asn1.encode_der(form.SIGNATURE_TIME_STAMP)
    stamped = any(stamp in form.raw(item) for item in infos[0].unsigned_attributes or [])
    return infos[0].signature, stamped


def decode(der: bytes) -> form.SignedData:
    """Decode a DER ``ContentInfo`` that holds ``SignedData``.

    Raises:
        MalformedDocument: it is something else, or not DER.
    """
    try:
        info = asn1.decode_der(form.ContentInfo, der)
    except ValueError as error:
        raise MalformedDocument(Flaw.NOT_CMS) from error
    if info.type != form.SIGNED_DATA:
        raise MalformedDocument(Flaw.NOT_SIGNED_DATA)
    return info.content


@dataclass(frozen=True)
class _Prepared:
    sid: bytes
    certificates: bytes
    signing_certificate: bytes


@lru_cache(maxsize=64)
def _prepare(certificate: x509.Certificate, chain: tuple[x509.Certificate, ...]) -> _Prepared:
    """Encode what depends on the certificate only; a batch uses it again for every document."""
    own = certificate.public_bytes(Encoding.DER)
    issuer = certificate.issuer.public_bytes()
    serial = asn1.encode_der(certificate.serial_number)
    # directoryName [4] is explicit because Name is a CHOICE (RFC 5280, 4.2.1.6).
    names = form.tlv(_SEQUENCE, form.tlv(0xA4, issuer))
    cert_id = form.tlv(
        _SEQUENCE,
        asn1.encode_der(hashlib.sha256(own).digest()) + form.tlv(_SEQUENCE, names + serial),
    )
    others = {item.public_bytes(Encoding.DER) for item in chain}
    return _Prepared(
        sid=form.tlv(_SEQUENCE, issuer + serial),
        certificates=form.tlv(_CONTEXT_0, b"".join(sorted({own, *others}))),
        signing_certificate=_attribute(
            form.SIGNING_CERTIFICATE_V2, form.tlv(_SEQUENCE, form.tlv(_SEQUENCE, cert_id))
        ),
    )


def _revocation_lists(crls: tuple[x509.CertificateRevocationList, ...]) -> bytes:
    if not crls:
        return b""
    encoded = {item.public_bytes(Encoding.DER) for item in crls}
    return form.tlv(_CONTEXT_1, b"".join(sorted(encoded)))


def _attribute(oid: x509.ObjectIdentifier, value: bytes) -> bytes:
    return form.tlv(_SEQUENCE, asn1.encode_der(oid) + form.tlv(_SET, value))


def _time(moment: datetime) -> bytes:
    moment = whole_second(moment)
    # UTCTime through 2049, GeneralizedTime after (RFC 5652, 11.3).
    if moment.year < 2050:
        return asn1.encode_der(asn1.UTCTime(moment))
    return asn1.encode_der(asn1.GeneralizedTime(moment))


def _content_info(signed_data: bytes) -> bytes:
    return form.tlv(
        _SEQUENCE, _SIGNED_DATA + form.tlv(_CONTEXT_0, form.tlv(_SEQUENCE, signed_data))
    )
