"""Check one CMS signature against the content it should cover (RFC 5652, 5.6; CAdES baseline).

Only what can be told from the bytes is decided here: is the structure right, do the digests
agree, is the value the named certificate's. Who stands behind the certificate is decided in
:mod:`signing.trust`.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import Encoding

from signing import cms_asn1 as form
from signing import digests
from signing.algorithms import check_value, hash_name, read_signature_algorithm
from signing.called import issuer_name
from signing.certificate import key_identifier, load_certificate, load_crl
from signing.cms import decode
from signing.days import is_reckoned
from signing.errors import MalformedDocument, SignatureCheckFailed
from signing.flaws import Flaw
from signing.ocsp import OcspAnswer, load_answer
from signing.revocation import Source
from signing.signer import SignatureAlgorithm
from signing.work import spend

Digester = Callable[[str], bytes]
"""Gives the digest of the content for a hash name; lets big content be streamed."""

_MAX_CERTIFICATES = 32
_MAX_ATTRIBUTES = 64
_PART = 4
"""Units of work for an attribute, or an identifier of a hash."""

# Whether these bytes are a signature over those never changes, and the answers of a trail are
# looked at when a draft is shown, when it is planned and when its package is verified.
_KEPT = 2048
_SMALL = 16 << 10
"""Bytes of a signature and its content together that are remembered."""


@dataclass(frozen=True)
class CmsSignature:
    """A signature whose value and digests were checked; trust is not decided yet."""

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    """The other certificates that came along, in no order that means anything."""
    crls: tuple[x509.CertificateRevocationList, ...]
    """Revocation lists that came along, unchecked."""
    answers: tuple[OcspAnswer, ...]
    """OCSP answers that came along, unchecked."""
    algorithm: SignatureAlgorithm
    signing_time: datetime | None
    """What the signer claims (UTC); only a time-stamp proves a time."""
    value: bytes
    time_stamps: tuple[bytes, ...]
    """Signature time-stamp tokens found, unchecked."""
    content: bytes | None
    """The embedded content, if the signature carries it."""
    meaning: tuple[tuple[str, tuple[bytes, ...]], ...] = ()
    """Signed attributes that say what it means: identifiers, each with its encoded values."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Everything that came along and tells whether a certificate was revoked."""
        return (*self.crls, *self.answers)


def digester(content: bytes) -> Digester:
    """Return the digester of bytes at hand."""
    return lambda name: digests.of(name, content)


def check_cms(der: bytes, content: bytes | Digester | None = None) -> CmsSignature:
    """Check a CMS that holds exactly one signature.

    Args:
        der: the DER ``ContentInfo``.
        content: the detached content or its digester; None if the signature carries its content.

    Raises:
        MalformedDocument: not a CMS signature, or not exactly one.
        AlgorithmRefused: an algorithm is weak or unknown.
        SignatureCheckFailed: with the sub-indication of EN 319 102-1, 5.1.4 as reason:
            ``HASH_FAILURE`` (the content is another), ``SIG_CRYPTO_FAILURE`` (the value is wrong),
            ``NO_SIGNING_CERTIFICATE_FOUND``, ``SIG_CONSTRAINTS_FAILURE`` (no or another
            signing-certificate attribute), ``SIGNED_DATA_NOT_FOUND``.
    """
    if isinstance(content, bytes) and len(der) + len(content) <= _SMALL:
        return _check_known(der, content)
    return _check(der, content)


@lru_cache(maxsize=_KEPT)
def _check_known(der: bytes, content: bytes) -> CmsSignature:
    return _check(der, content)


def _check(der: bytes, content: bytes | Digester | None) -> CmsSignature:
    data = decode(der)
    infos = data.signers.as_list()
    if len(infos) != 1:
        raise MalformedDocument(Flaw.EXACTLY_ONE)
    (info,) = infos
    parts = (data.digest_algorithms.as_list(), info.signed_attributes, info.unsigned_attributes)
    if any(len(part or ()) > _MAX_ATTRIBUTES for part in parts):
        raise MalformedDocument(Flaw.TOO_MANY_ATTRIBUTES, _MAX_ATTRIBUTES)
    spend(_PART * sum(map(len, filter(None, parts))))
    _check_versions(data, info)
    embedded = data.content.content
    if content is None:
        if embedded is None:
            raise SignatureCheckFailed(("SIGNED_DATA_NOT_FOUND",))
        content = embedded
    elif embedded is not None and not isinstance(content, bytes):
        raise MalformedDocument(Flaw.CARRIES_CONTENT)
    elif embedded is not None and embedded != content:
        raise SignatureCheckFailed(("HASH_FAILURE",))
    digest_of = digester(content) if isinstance(content, bytes) else content

    certificates = _certificates(data)
    certificate = _signing_certificate(info, certificates)
    digest = hash_name(info.digest_algorithm)
    algorithm = read_signature_algorithm(info.signature_algorithm, digest)
    if info.signed_attributes is None:
        # CAdES always signs attributes; without them the certificate is not bound.
        raise SignatureCheckFailed(("SIG_CONSTRAINTS_FAILURE",))
    encoded = [form.raw(item) for item in info.signed_attributes]
    attributes = _attributes(info.signed_attributes)

    _check_content_type(attributes, data.content.type)
    claimed = _single(attributes, form.MESSAGE_DIGEST, bytes)
    if not hmac.compare_digest(claimed, digest_of(digest)):
        raise SignatureCheckFailed(("HASH_FAILURE",))
    _check_signing_certificate(attributes, certificate)
    _check_value(certificate, algorithm, encoded, info.signature)
    return CmsSignature(
        certificate=certificate,
        others=tuple(item for item in certificates if item != certificate),
        crls=_revocation_lists(data),
        answers=_ocsp_answers(data),
        algorithm=algorithm,
        signing_time=_signing_time(attributes),
        value=info.signature,
        time_stamps=_time_stamps(info.unsigned_attributes),
        content=embedded,
        meaning=tuple(
            (name.dotted_string, tuple(map(form.raw, item.values.as_list())))
            for name, item in attributes.items()
            if name in (form.COMMITMENT_TYPE, form.SIGNATURE_POLICY)
        ),
    )


def _check_value(
    certificate: x509.Certificate,
    algorithm: SignatureAlgorithm,
    attributes: list[bytes],
    value: bytes,
) -> None:
    """Check the value over the attributes: as sent, or sorted as RFC 5652, 5.4 has it signed.

    Time-stamp servers in the field send the set unsorted and sign either of the two.
    """
    try:
        _check_over(certificate, algorithm, attributes, value)
    except SignatureCheckFailed:
        in_order = sorted(attributes)
        if in_order == attributes:
            raise
        _check_over(certificate, algorithm, in_order, value)


def _check_over(
    certificate: x509.Certificate,
    algorithm: SignatureAlgorithm,
    attributes: list[bytes],
    value: bytes,
) -> None:
    signed = form.tlv(0x31, b"".join(attributes))
    digest = digests.of(algorithm.hash_name, signed)
    check_value(certificate, algorithm, digest, value)


def _check_versions(data: form.SignedData, info: form.SignerInfo) -> None:
    """Nothing may differ unnoticed, not even what no signature covers (RFC 5652, 5.1 and 5.3)."""
    by_issuer = isinstance(info.sid, form.IssuerAndSerialNumber)
    plain = by_issuer and data.content.type == form.DATA
    # 4 and 5 are for certificates of other kinds beside the usual ones.
    if info.version != (1 if by_issuer else 3) or data.version not in (1 if plain else 3, 4, 5):
        raise MalformedDocument(Flaw.CMS_VERSION)
    listed = [form.raw(i) for i in data.digest_algorithms.as_list() if i.tag_bytes == b"\x30"]
    # Writers differ in whether they put NULL parameters; the identifier is what must be there.
    identifier = form.raw(info.digest_algorithm[0]) if info.digest_algorithm else None
    if identifier is None or not any(identifier in item for item in listed):
        raise MalformedDocument(Flaw.CMS_DIGESTS)


def _certificates(data: form.SignedData) -> list[x509.Certificate]:
    found = data.certificates or []
    if len(found) > _MAX_CERTIFICATES:
        raise MalformedDocument(Flaw.TOO_MANY_CERTIFICATES, _MAX_CERTIFICATES)
    return [load_certificate(form.raw(item)) for item in found]


def _revocation_lists(data: form.SignedData) -> tuple[x509.CertificateRevocationList, ...]:
    found = data.crls or []
    if len(found) > _MAX_CERTIFICATES:
        raise MalformedDocument(Flaw.TOO_MANY_LISTS, _MAX_CERTIFICATES)
    # Other revocation forms are tagged [1] (RFC 5652, 10.2.1); they are left to their readers.
    return tuple(load_crl(form.raw(item)) for item in found if item.tag_bytes == b"\x30")


def _ocsp_answers(data: form.SignedData) -> tuple[OcspAnswer, ...]:
    """Read OCSP answers in the place for other revocation information (RFC 5940, 2.1)."""
    found = []
    for item in data.crls or []:
        if item.tag_bytes != b"\xa1":
            continue
        # The tag is implicit: below it stands the SEQUENCE of RFC 5652, 10.2.1.
        other = _sequence(form.raw(item))
        if other.format == form.OCSP_RESPONSE:
            found.append(load_answer(form.raw(other.info)))
    return tuple(found)


def _sequence(tagged: bytes) -> form.OtherRevocationInfo:
    try:
        return asn1.decode_der(form.OtherRevocationInfo, b"\x30" + tagged[1:])
    except ValueError as error:
        raise MalformedDocument(Flaw.REVOCATION_MALFORMED) from error


def _signing_certificate(
    info: form.SignerInfo, certificates: list[x509.Certificate]
) -> x509.Certificate:
    sid = info.sid
    for certificate in certificates:
        if isinstance(sid, form.IssuerAndSerialNumber):
            same_issuer = issuer_name(certificate) == form.raw(sid.issuer)
            if same_issuer and certificate.serial_number == sid.serial:
                return certificate
        elif key_identifier(certificate) == sid:
            return certificate
    raise SignatureCheckFailed(("NO_SIGNING_CERTIFICATE_FOUND",))


def _attributes(elements: list[asn1.TLV]) -> dict[x509.ObjectIdentifier, form.Attribute]:
    found: dict[x509.ObjectIdentifier, form.Attribute] = {}
    for element in elements:
        attribute = _parse(element, form.Attribute)
        if attribute.type in found:
            # RFC 5652, 5.3: the same attribute must not come twice.
            raise MalformedDocument(Flaw.SIGNED_TWICE)
        found[attribute.type] = attribute
    return found


def _single(
    attributes: dict[x509.ObjectIdentifier, form.Attribute],
    oid: x509.ObjectIdentifier,
    kind: Any,  # noqa: ANN401 - the ASN.1 declarations are not all types to a type checker
) -> Any:  # noqa: ANN401
    attribute = attributes.get(oid)
    if attribute is None:
        raise SignatureCheckFailed(("SIG_CONSTRAINTS_FAILURE",))
    values = attribute.values.as_list()
    if len(values) != 1:
        raise MalformedDocument(Flaw.SEVERAL_VALUES)
    return _parse(values[0], kind)


def _parse(element: asn1.TLV, kind: Any) -> Any:  # noqa: ANN401
    try:
        return element.parse(kind)
    except ValueError as error:
        raise MalformedDocument(Flaw.ATTRIBUTE_MALFORMED) from error


def _check_content_type(
    attributes: dict[x509.ObjectIdentifier, form.Attribute], expected: x509.ObjectIdentifier
) -> None:
    if _single(attributes, form.CONTENT_TYPE, x509.ObjectIdentifier) != expected:
        raise SignatureCheckFailed(("SIG_CONSTRAINTS_FAILURE",))


def _check_signing_certificate(
    attributes: dict[x509.ObjectIdentifier, form.Attribute], certificate: x509.Certificate
) -> None:
    """The attribute binds the certificate, so that another for the same key cannot be put in."""
    value = _single(attributes, form.SIGNING_CERTIFICATE_V2, form.SigningCertificateV2)
    if not value.certificates:
        raise SignatureCheckFailed(("SIG_CONSTRAINTS_FAILURE",))
    first = value.certificates[0]
    name = "sha256" if first.algorithm is None else hash_name(first.algorithm)
    own = digests.of(name, certificate.public_bytes(Encoding.DER))
    if not hmac.compare_digest(own, first.hash):
        raise SignatureCheckFailed(("SIG_CONSTRAINTS_FAILURE",))


def _signing_time(
    attributes: dict[x509.ObjectIdentifier, form.Attribute],
) -> datetime | None:
    if form.SIGNING_TIME not in attributes:
        return None
    element = _single(attributes, form.SIGNING_TIME, asn1.TLV)
    kind = asn1.UTCTime if element.tag_bytes == b"\x17" else asn1.GeneralizedTime
    moment: datetime = _parse(element, kind).as_datetime()
    if not is_reckoned(moment):
        raise MalformedDocument(Flaw.SIGNING_TIME)
    return moment


def _time_stamps(elements: list[asn1.TLV] | None) -> tuple[bytes, ...]:
    found: list[bytes] = []
    for element in elements or []:
        attribute = _parse(element, form.Attribute)
        if attribute.type == form.SIGNATURE_TIME_STAMP:
            found.extend(form.raw(value) for value in attribute.values.as_list())
    return tuple(found)
