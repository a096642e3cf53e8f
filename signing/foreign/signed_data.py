"""What a CMS of another maker says, as it stands (RFC 5652, 5; RFC 2315 for the old ones).

Nothing is checked here but the structure. Sets are read in any order, versions are not compared:
no signature covers them, and nothing here depends on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509

from signing.called import distinct
from signing.certificate import load_certificate, load_crl
from signing.container.limits import MAX_SIGNATURES_BYTES
from signing.days import is_reckoned
from signing.errors import AlgorithmRefused, MalformedDocument
from signing.flaws import Flaw
from signing.foreign import ber
from signing.foreign.algorithms import object_identifier
from signing.foreign.ber import Element
from signing.ocsp import load_answer
from signing.revocation import Source
from signing.work import remember, too_large

SIGNED_DATA = "1.2.840.113549.1.7.2"
DATA = "1.2.840.113549.1.7.1"
TST_INFO = "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
SIGNING_TIME = "1.2.840.113549.1.9.5"
COUNTER_SIGNATURE = "1.2.840.113549.1.9.6"
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12"
"""RFC 2634, 5.4: with a SHA-1 hash."""
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
CONTENT_TIME_STAMP = "1.2.840.113549.1.9.16.2.20"
"""EN 319 122-1, 5.2.8: signed, so it is older than the signature."""
CERTIFICATE_VALUES = "1.2.840.113549.1.9.16.2.23"
REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24"
ARCHIVE_TIME_STAMPS = frozenset(
    {
        "1.2.840.113549.1.9.16.2.27",
        "1.2.840.113549.1.9.16.2.48",
        "0.4.0.1733.2.4",
        "0.4.0.1733.2.2",
    }
)
"""Of CAdES before 2.2.1, version 2, version 3, and long-term-validation (EN 319 122-1, 5.5)."""
ARCHIVE_TIME_STAMP_V2 = "1.2.840.113549.1.9.16.2.48"
ARCHIVE_TIME_STAMP_V3 = "0.4.0.1733.2.4"
HASH_INDEX = frozenset({"0.4.0.1733.2.5", "0.4.0.19122.1.5"})
"""ats-hash-index and ats-hash-index-v3 (EN 319 122-1, 5.5.2)."""
_OCSP_RESPONSE = "1.3.6.1.5.5.7.16.2"
_OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1"
_BASIC = bytes.fromhex("06092b0601050507300101")
"""The same, encoded."""
_ANSWERED = b"\x0a\x01\x00"
"""OCSPResponseStatus: successful (RFC 6960, 4.2.1)."""
_MAX_SIGNERS = 64
_MAX_CERTIFICATES = 128
_MAX_COUNTERS = 16
_BEGINNING = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
"""The object identifier of SignedData, as it stands in a ``ContentInfo``."""
_TIME = re.compile(rb"(\d{10,14})(?:[.,]\d{1,9})?(Z|[+-]\d{4})")


AttributeValues = Sequence[tuple[str, Sequence[Element]]]
"""Identifiers of attributes, each with values."""
Brought = tuple[tuple[x509.Certificate, ...], tuple[Source, ...]]


@dataclass(frozen=True)
class Attributes:
    """A set of attributes: signed, or not signed by anybody."""

    element: Element
    values: tuple[tuple[str, tuple[Element, ...]], ...]

    def one(self, oid: str) -> Element | None:
        """Return the value of an attribute that has exactly one; None if it is absent.

        Raises:
            MalformedDocument: it comes twice, or has several values (RFC 5652, 5.3 and 11).
        """
        found = [values for name, values in self.values if name == oid]
        if not found:
            return None
        if len(found) > 1 or len(found[0]) != 1:
            raise MalformedDocument(Flaw.ATTRIBUTE_TWICE)
        return found[0][0]

    def every(self, oid: str) -> tuple[Element, ...]:
        """Return all values of an attribute, of all its occurrences."""
        return tuple(item for name, values in self.values if name == oid for item in values)


@dataclass(frozen=True)
class SignerInfo:
    """One signature (RFC 5652, 5.3)."""

    version: Element
    sid: Element
    digest_algorithm: Element
    signed: Attributes | None
    signature_algorithm: Element
    value: Element
    unsigned: Attributes | None


@dataclass(frozen=True)
class SignedData:
    """All signatures over one content (RFC 5652, 5.1)."""

    content_type: str
    content: Element | None
    certificates: tuple[x509.Certificate, ...]
    sources: tuple[Source, ...]
    signers: tuple[SignerInfo, ...]
    choices: tuple[tuple[Element, ...], tuple[Element, ...]]
    """Certificates and revocation information as they stand, for hash indexes."""
    encapsulated: Element
    """The content with its type, as it stands."""
    parts: tuple[Element, ...]
    """The sets of certificates and of revocation information, as they stand."""

    def content_bytes(self) -> bytes | None:
        """Return the embedded content; None if there is none.

        PKCS #7 has any value in this place; what is hashed are its content octets (RFC 2315, 9.3).
        """
        pieces = self.content_pieces()
        return None if pieces is None else b"".join(pieces)

    def content_pieces(self) -> tuple[memoryview, ...] | None:
        """As :meth:`content_bytes`, where they stand: a content may be large."""
        if self.content is None:
            return None
        if self.content.tag & 0x1F == ber.OCTETS and not self.content.tag & 0xC0:
            return tuple(self.content.pieces())
        return (self.content.content,)


def is_signed_data(data: bytes | bytearray) -> bool:
    """Whether a BER structure calls itself a CMS with signatures; one that was cut does too.

    Certificates, keys, lists and encrypted messages begin alike and are none.
    """
    at = 2 + (data[1] & 0x7F if len(data) > 1 and data[1] > 0x80 else 0)
    found = bytes(data[at : at + len(_BEGINNING)])
    return bool(found) and _BEGINNING.startswith(found)


def token_answered(data: bytes | bytearray) -> bytes | None:
    """Return the token in a time-stamp server's answer (RFC 3161, 2.4.2); None if it is none."""
    try:
        parts = ber.read_all(data).children
        status = parts[0].require(ber.SEQUENCE, Flaw.STATUS).children[0]
        granted = status.require(ber.INTEGER, Flaw.STATUS).body in (b"\x00", b"\x01")
        token = parts[1].raw
    except (MalformedDocument, IndexError):
        return None
    return token if granted and token[:1] == b"\x30" and is_signed_data(token) else None


def read_signed_data(data: bytes | bytearray) -> SignedData:
    """Read a ``ContentInfo`` in DER or BER.

    Raises:
        MalformedDocument: not a CMS with ``SignedData``, cut, or too large in its parts.
        DocumentTooLarge: what is beside the content is too large or too much.
    """
    top = ber.read_all(data).require(ber.SEQUENCE, Flaw.CMS).children
    if len(top) != 2 or object_identifier(top[0]) != SIGNED_DATA:
        raise MalformedDocument(Flaw.NOT_SIGNED_DATA)
    inner = top[1].require(ber.CONTEXT_0, Flaw.CMS).only().require(ber.SEQUENCE, Flaw.CMS)
    parts = list(inner.children)
    if len(parts) < 4:
        raise MalformedDocument(Flaw.PART_LACKS)
    if len(data) - parts[2].size > MAX_SIGNATURES_BYTES:
        raise too_large(Flaw.TOO_MUCH_BROUGHT)
    parts[0].require(ber.INTEGER, Flaw.VERSION)
    parts[1].require(ber.SET, Flaw.DIGEST_ALGORITHMS)
    content = parts[2].require(ber.SEQUENCE, Flaw.CMS_CONTENT).children
    if not 1 <= len(content) <= 2:
        raise MalformedDocument(Flaw.CMS_CONTENT)
    signers = parts.pop().require(ber.SET, Flaw.SIGNATURES).children
    choices: dict[int, tuple[Element, ...]] = {}
    for item in parts[3:]:
        if item.tag not in (ber.CONTEXT_0, ber.CONTEXT_1) or item.tag in choices:
            raise MalformedDocument(Flaw.PART_UNKNOWN)
        choices[item.tag] = item.children
    if len(signers) > _MAX_SIGNERS:
        raise too_large(Flaw.TOO_MANY_SIGNATURES, _MAX_SIGNERS)
    certificates, lists = choices.get(ber.CONTEXT_0, ()), choices.get(ber.CONTEXT_1, ())
    carried = content[1].require(ber.CONTEXT_0, Flaw.CMS_CONTENT).only() if content[1:] else None
    return SignedData(
        content_type=object_identifier(content[0]),
        content=carried,
        certificates=_certificates(certificates),
        sources=_sources(lists),
        signers=tuple(read_signer(item) for item in signers),
        choices=(certificates, lists),
        encapsulated=parts[2],
        parts=tuple(parts[3:]),
    )


def read_signer(item: Element) -> SignerInfo:
    """Read a ``SignerInfo``.

    Raises:
        MalformedDocument: it is none.
    """
    parts = list(item.require(ber.SEQUENCE, Flaw.SIGNATURE).children)
    if not 5 <= len(parts) <= 7:
        raise MalformedDocument(Flaw.MISSING_PARTS)
    signed = _attributes(parts.pop(3)) if parts[3].tag == ber.CONTEXT_0 else None
    if len(parts) not in (5, 6):
        raise MalformedDocument(Flaw.MISSING_PARTS)
    parts[0].require(ber.INTEGER, Flaw.VERSION)
    if parts[4].tag & ~0x20 != ber.OCTETS:
        raise MalformedDocument(Flaw.SIGNATURE_VALUE)
    unsigned = _attributes(parts[5].require(ber.CONTEXT_1, Flaw.ATTRIBUTES)) if parts[5:] else None
    return SignerInfo(parts[0], parts[1], parts[2], signed, parts[3], parts[4], unsigned)


def counter_signatures(info: SignerInfo) -> tuple[SignerInfo, ...]:
    """Read the signatures over this signature's value (RFC 5652, 11.4).

    Raises:
        MalformedDocument: one is damaged.
        DocumentTooLarge: they are too many.
    """
    values = info.unsigned.every(COUNTER_SIGNATURE) if info.unsigned else ()
    if len(values) > _MAX_COUNTERS:
        raise too_large(Flaw.TOO_MANY_COUNTERS)
    return remember((info,), "counters", lambda: tuple(map(read_signer, values)))


def embedded(info: SignerInfo) -> Brought:
    """Read what a signature's own unsigned attributes bring, once."""
    if info.unsigned is None:
        return (), ()
    values = info.unsigned.values
    return remember((info,), "embedded", lambda: embedded_values(values))


def embedded_values(attributes: AttributeValues) -> Brought:
    """Read what unsigned attributes bring for the years to come (EN 319 122-1, annex A.1).

    They help like what stands beside the signature; damaged ones help nothing and break nothing.
    """
    certificates: list[x509.Certificate] = []
    sources: list[Source] = []
    for name, values in attributes:
        for value in values:
            with suppress(MalformedDocument):
                if name == CERTIFICATE_VALUES:
                    certificates += _certificates(value.children, len(certificates))
                elif name == REVOCATION_VALUES:
                    for part in value.children:
                        sources += _values(part, _MAX_CERTIFICATES - len(sources))
    return tuple(certificates), tuple(sources)


def beside_values(certificates: Iterable[Element], lists: Iterable[Element]) -> Brought:
    """Read some of what stands beside a signature, as :func:`read_signed_data` does."""
    return _certificates(tuple(certificates)), _sources(tuple(lists))


def moment(item: Element) -> datetime:
    """Read a time, UTCTime or GeneralizedTime (RFC 5652, 11.3).

    A time without a zone, as some tools of the field write it, is Tashkent's.

    Raises:
        MalformedDocument: it is none.
    """
    body = item.body
    if item.tag not in (ber.UTC_TIME, ber.GENERALIZED_TIME):
        raise MalformedDocument(Flaw.TIME)
    found = _TIME.fullmatch(body if body[-1:] == b"Z" or body[-5:-4] in b"+-" else body + b"+0500")
    if found is None:
        raise MalformedDocument(Flaw.TIME)
    digits, zone = found[1].decode(), found[2].decode()
    if item.tag == ber.UTC_TIME:
        # RFC 5280, 4.1.2.5.1: 50 and more are of the last century.
        digits = f"{'19' if int(digits[:2]) >= 50 else '20'}{digits}"
    digits = digits.ljust(14, "0")
    try:
        read = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise MalformedDocument(Flaw.TIME) from error
    if not is_reckoned(read):
        raise MalformedDocument(Flaw.TIME)
    if zone == "Z":
        return read
    ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
    return read - ahead if zone[0] == "+" else read + ahead


def _attributes(item: Element) -> Attributes:
    found = []
    for attribute in item.children:
        parts = attribute.require(ber.SEQUENCE, Flaw.ATTRIBUTE).children
        if len(parts) != 2:
            raise MalformedDocument(Flaw.ATTRIBUTE)
        values = parts[1].require(ber.SET, Flaw.ATTRIBUTE).children
        found.append((object_identifier(parts[0]), values))
    return Attributes(item, tuple(found))


def _certificates(choices: tuple[Element, ...], before: int = 0) -> tuple[x509.Certificate, ...]:
    if before + len(choices) > _MAX_CERTIFICATES:
        raise too_large(Flaw.TOO_MANY_CERTIFICATES, _MAX_CERTIFICATES)
    found = []
    for item in choices:
        # Attribute certificates and older kinds are tagged (RFC 5652, 10.2.2); they help nothing.
        if item.tag == ber.SEQUENCE:
            try:
                found.append(load_certificate(as_der(item)))
            except MalformedDocument:
                # One that cannot be read is nobody's here; the signer's own is missed by name.
                continue
    return distinct(found)


def _sources(choices: tuple[Element, ...]) -> tuple[Source, ...]:
    if len(choices) > _MAX_CERTIFICATES:
        raise too_large(Flaw.TOO_MANY_LISTS, _MAX_CERTIFICATES)
    found: list[Source] = []
    for item in choices:
        try:
            if item.tag == ber.SEQUENCE:
                found.append(load_crl(as_der(item)))
            elif item.tag == ber.CONTEXT_1 and len(item.children) == 2:
                kind = object_identifier(item.children[0])
                if kind == _OCSP_RESPONSE:
                    found.append(load_answer(as_der(item.children[1])))
                elif kind == _OCSP_BASIC:
                    found.append(load_answer(whole_answer(item.children[1])))
        except (MalformedDocument, AlgorithmRefused):
            continue
    return tuple(found)


def _values(part: Element, most: int) -> list[Source]:
    """Read the lists or the answers of ``RevocationValues`` (RFC 5126, 6.3.4)."""
    if part.tag in (ber.CONTEXT_0, ber.CONTEXT_1) and len(part.only().children) > most:
        raise too_large(Flaw.TOO_MANY_LISTS, _MAX_CERTIFICATES)
    with suppress(MalformedDocument, AlgorithmRefused):
        if part.tag == ber.CONTEXT_0:
            return [load_crl(as_der(item)) for item in part.only().children]
        if part.tag == ber.CONTEXT_1:
            return [load_answer(whole_answer(item)) for item in part.only().children]
    return []


def as_der(item: Element) -> bytes:
    """What is inside a signature of indefinite lengths is mostly DER itself."""
    return ber.der(item) if item.indefinite else item.raw


def whole_answer(basic: Element) -> bytes:
    """Return a bare BasicOCSPResponse with the outer part around it (RFC 6960, 4.2.1)."""
    from signing.cms_asn1 import tlv

    inner = tlv(ber.SEQUENCE, _BASIC + tlv(ber.OCTETS, as_der(basic)))
    return tlv(ber.SEQUENCE, _ANSWERED + tlv(ber.CONTEXT_0, inner))
