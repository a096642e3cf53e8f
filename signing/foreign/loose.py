"""What stands in a signature that is signed by nobody, and could be anything.

Another program finds a document wherever it looks for one: a browser takes letters between any
bytes for a page. So the question is not what such bytes look like. A CMS has places that its value
does not cover (RFC 5652, 5.1 and 5.3); in each of them only that may stand whose every byte is
either told by the standard or signed by an authority that is trusted: numbers and identifiers,
certificates, revocation lists and answers, time-stamps, and digests of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.certificate import load_certificate, load_crl
from signing.cms_asn1 import tlv
from signing.detail import Detail, said
from signing.errors import SigningError
from signing.flaws import Flaw
from signing.foreign import algorithms, ber
from signing.foreign import signed_data as form
from signing.foreign.algorithms import object_identifier
from signing.foreign.ber import Element
from signing.foreign.vouched import Vouched
from signing.issued import Issued
from signing.ocsp import OcspAnswer, load_answer
from signing.report import Reason, Report, Verdict
from signing.revocation import Source
from signing.trust import TrustAnchors
from signing.work import spend

_TOKEN = 2_000
"""Units of work for a time-stamp; one attribute may have ten thousand."""
_TOKENS = form.ARCHIVE_TIME_STAMPS | {
    form.TIME_STAMP,
    "1.2.840.113549.1.9.16.2.25",
    "1.2.840.113549.1.9.16.2.26",
    "1.3.6.1.4.1.311.3.3.1",
}
"""Attributes of which each value is a token: of the signature, of CAdES-C and of its references
(ETSI TS 101 733, 6.3.5 and 6.3.6), of the archive, and Microsoft's."""
_REFERENCES = frozenset(f"1.2.840.113549.1.9.16.2.{last}" for last in (21, 22, 44, 45))
"""Digests of certificates and of revocation information (ETSI TS 101 733, 6.2)."""
_OCSP_RESPONSE, _OCSP_BASIC = "1.3.6.1.5.5.7.16.2", "1.3.6.1.5.5.7.48.1.1"
_ANSWERED = b"\x0a\x01\x00"
"""OCSPResponseStatus: successful (RFC 6960, 4.2.1)."""
_NULL = b"\x05\x00"
_TIME = re.compile(rb"\d{10,14}(\.\d{1,6})?Z")
_MOST = 64
"""Of a kind in one signature; nobody has half of that."""
_MAX_IDENTIFIER = 128
"""Bytes of an algorithm with its parameters."""
_MAX_NONCE = 16
"""Bytes that who asks for a time-stamp may choose."""
_MAX_IMPRINT = 64
_MAX_DEPTH = 4
_JUDGED = 16
"""Time-stamps of a signature that :mod:`signing.foreign.judge` looks at."""
_HASHES = ("sha1", "sha256", "sha384", "sha512")


def loose_parts(
    every: Iterable[bytes | bytearray], anchors: TrustAnchors, around: Iterable[Issued] = ()
) -> tuple[Detail, ...]:
    """Return what in a file's signatures nobody vouches for, each thing once.

    Args:
        every: each a ``ContentInfo`` that was read before.
        anchors: who is trusted.
        around: certificates and lists that stand around them.
    """
    loose = Loose(around=around)
    found = [detail for data in every for detail in loose.read(data)]
    return tuple(dict.fromkeys((*found, *loose.vouched(anchors))))


def with_loose(report: Report, found: Callable[[], Iterable[Detail]]) -> Report:
    """Return a report with what nobody vouches for; one that is open anyway is not asked about."""
    if report.verdict is not Verdict.VALID:
        return report
    told = tuple(Reason("UNSIGNED_BESIDE", item, failed=False) for item in found())
    if not told:
        return report
    return replace(report, verdict=Verdict.INDETERMINATE, reasons=(*report.reasons, *told))


class Loose:
    """Reads each signature of a file once; who vouches can be asked when all of it is known."""

    def __init__(self, *, own: bool = False, around: Iterable[Issued] = ()) -> None:
        """Begin with nothing.

        Args:
            around: certificates and lists that stand around the signatures.
            own: it is a package of this program, which has no attribute there but a time-stamp.
                What servers put into that is theirs, and is read when somebody must vouch for it.
        """
        self._own = own
        self._found: list[Detail] = []
        self._certificates: list[x509.Certificate] = []
        self._sources: dict[bytes, Source] = {}
        self._stamps: list[tuple[Element, ...]] = []
        self._tokens: list[tuple[str, form.SignedData]] = []
        self._references: list[tuple[str, Element]] = []
        self._indexes: list[Element] = []
        self._judged: dict[int, Element] = {}
        """By identity; who made them was asked already."""
        self._hashed: list[tuple[Element, ...]] = []
        """What an archive time-stamp's index may have digests of, in parts."""
        for item in around:
            if isinstance(item, x509.Certificate):
                self._certificates.append(item)
            else:
                self._sources[item.public_bytes(Encoding.DER)] = item

    def read(self, data: bytes | bytearray) -> tuple[Detail, ...]:
        """Walk through a ``ContentInfo`` that was read before.

        Returns:
            What in its structure no standard tells, each thing once.
        """
        return self._told(lambda: self._signed_data(data, 0))

    def vouched(self, anchors: TrustAnchors) -> tuple[Detail, ...]:
        """Return what nobody who is trusted vouches for, of all that was read."""
        return self._told(lambda: self._vouch(anchors))

    def _told(self, look: Callable[[], None]) -> tuple[Detail, ...]:
        before = len(self._found)
        try:
            look()
        except (SigningError, LookupError, ValueError):
            self._tell(Flaw.LOOSE_PART)
        return tuple(dict.fromkeys(self._found[before:]))

    def _tell(self, flaw: Flaw, *facts: str) -> None:
        """Keep something that nobody vouches for."""
        self._found.append(said(flaw, *facts))

    # The structure.

    def _signed_data(self, data: bytes | bytearray, depth: int) -> None:
        version, digests, content, *sets, signers = ber.read_all(data).children[1].only().children
        self._small(version)
        self._few(digests.children)
        for item in digests.children[:_MOST]:
            self._algorithm(item)
        for part in sets:
            for item in part.children:
                self._hashed.append((item,))
                (self._certificate if part.tag == ber.CONTEXT_0 else self._list)(item)
        if not signers.children:
            # A content that nobody signed.
            self._tell(Flaw.LOOSE_PART)
        for item in signers.children:
            info = self._signer(item, depth)
            bare = info.signed is None
            if bare and object_identifier(content.children[0]) != form.DATA:
                self._tell(Flaw.LOOSE_PART)

    def _signer(self, item: Element, depth: int) -> form.SignerInfo:
        info = form.read_signer(item)
        self._small(info.version)
        self._algorithm(info.digest_algorithm)
        self._algorithm(info.signature_algorithm)
        if info.unsigned is not None:
            if not depth:
                judged = info.unsigned.every(form.TIME_STAMP)[:_JUDGED]
                self._judged.update((id(item), item) for item in judged)
            for attribute in info.unsigned.element.children:
                kind, values = attribute.children
                self._hashed += ((attribute,), *((kind, item) for item in values.children))
            self._few(info.unsigned.values)
            for name, found in info.unsigned.values[:_MOST]:
                self._few(found)
                if not self._own or depth:
                    self._attribute(name, found, depth)
                elif name == form.TIME_STAMP:
                    self._stamps.append(found)
                else:
                    self._tell(Flaw.UNSIGNED_ATTRIBUTE, name)
        return info

    def _attribute(self, name: str, values: tuple[Element, ...], depth: int) -> None:
        known = depth < _MAX_DEPTH
        try:
            for value in values if known else ():
                if name in _TOKENS:
                    self._token(name, value, depth)
                elif name == form.COUNTER_SIGNATURE:
                    self._signer(value, depth + 1)
                elif name == form.CERTIFICATE_VALUES:
                    for item in value.children:
                        self._certificate(item)
                elif name == form.REVOCATION_VALUES:
                    self._revocations(value)
                elif name in _REFERENCES:
                    self._references.append((name, value))
                elif name in form.HASH_INDEX and depth:
                    self._indexes.append(value)
                else:
                    known = False
        except (SigningError, LookupError, ValueError):
            known = False
        if not known:
            self._tell(Flaw.UNSIGNED_ATTRIBUTE, name)

    def _token(self, name: str, value: Element, depth: int) -> None:
        spend(_TOKEN)
        data = form.read_signed_data(value.raw)
        parts = ber.read_all(data.content_bytes() or b"").children
        if data.content_type != form.TST_INFO or len(parts) < 5:
            self._tell(Flaw.UNSIGNED_ATTRIBUTE, name)
            return
        # Both are chosen by whoever asks, and servers sign whatever they are given.
        nonces = [item for item in parts[5:] if item.tag == ber.INTEGER]
        chosen = any(len(item.body) > _MAX_NONCE for item in nonces)
        self._algorithm(parts[2].children[0])
        if chosen or len(parts[2].children[1].body) > _MAX_IMPRINT:
            self._tell(Flaw.UNSIGNED_ATTRIBUTE, name)
        if id(value) not in self._judged:
            self._tokens.append((name, data))
        self._signed_data(value.raw, depth + 1)

    def _certificate(self, item: Element) -> None:
        try:
            self._certificates.append(load_certificate(_as_der(item)))
        except SigningError:
            self._tell(Flaw.STRAY_CERTIFICATE)

    def _list(self, item: Element) -> None:
        try:
            if item.tag == ber.SEQUENCE:
                der = _as_der(item)
                self._sources[der] = load_crl(der)
                return
            kind, value = item.children
            name = object_identifier(kind) if item.tag == ber.CONTEXT_1 else ""
            if name in (_OCSP_RESPONSE, _OCSP_BASIC):
                self._answer(_as_der(value) if name == _OCSP_RESPONSE else _whole(value))
            else:
                self._tell(Flaw.STRAY_LIST)
        except (SigningError, ValueError):
            self._tell(Flaw.STRAY_LIST)

    def _revocations(self, value: Element) -> None:
        for part in value.children:
            for item in part.only().children:
                if part.tag == ber.CONTEXT_0:
                    self._list(item)
                elif part.tag == ber.CONTEXT_1:
                    self._answer(_whole(item))
                else:
                    self._tell(Flaw.STRAY_LIST)

    def _answer(self, der: bytes) -> None:
        answer = load_answer(der)
        basic = ber.read_all(der).children[1].only().children[1]
        # Of an answer the algorithm alone stands outside what is signed, and in it no second time.
        self._algorithm(ber.read_all(basic.octets()).children[1])
        self._sources[der] = answer
        self._certificates += answer.parsed.certificates

    def _small(self, number: Element) -> None:
        if number.tag != ber.INTEGER or len(number.body) != 1:
            self._tell(Flaw.LOOSE_PART)

    def _few(self, items: Iterable[object]) -> None:
        if len(tuple(items)) > _MOST:
            self._tell(Flaw.LOOSE_PART)

    def _algorithm(self, item: Element) -> None:
        """Identifiers and small numbers, as all parameters are that are known here."""
        if len(item.raw) > _MAX_IDENTIFIER or not all(map(_is_plain, _leaves(item))):
            self._tell(Flaw.LOOSE_PART)

    # Who vouches for it.

    def _vouch(self, anchors: TrustAnchors) -> None:
        for values in self._stamps:
            self._attribute(form.TIME_STAMP, values, 0)
        vouched = Vouched(anchors, self._certificates)
        if any(item not in vouched for item in self._certificates):
            self._tell(Flaw.STRAY_CERTIFICATE)
        if not all(map(vouched.is_of_authority, self._sources.values())):
            self._tell(Flaw.STRAY_LIST)
        for name, data in self._tokens:
            if not vouched.is_of_server(data):
                self._tell(Flaw.UNSIGNED_ATTRIBUTE, name)
        for name, value in self._references:
            if not all(map(self._is_reference, _leaves(value, self._names))):
                self._tell(Flaw.UNSIGNED_ATTRIBUTE, name)
        for index in self._indexes:
            if not all(_is_plain(item) or item.body in self._digests for item in _leaves(index)):
                self._tell(Flaw.UNSIGNED_ATTRIBUTE, form.ARCHIVE_TIME_STAMP_V3)

    def _is_reference(self, item: Element) -> bool:
        if item.tag == ber.INTEGER:
            return len(item.body) <= 8 or item.body in self._numbers
        if item.tag in (ber.UTC_TIME, ber.GENERALIZED_TIME):
            return _TIME.fullmatch(item.body) is not None
        return _is_plain(item) or item.body in self._digests

    @cached_property
    def _names(self) -> frozenset[bytes]:
        """Names as they stand in what is vouched for."""
        every = (name for item in self._certificates for name in (item.subject, item.issuer))
        return frozenset(name.public_bytes() for name in every)

    @cached_property
    def _numbers(self) -> frozenset[bytes]:
        numbers = (item.serial_number for item in self._certificates)
        return frozenset(item.to_bytes(item.bit_length() // 8 + 1, "big") for item in numbers)

    @cached_property
    def _digests(self) -> frozenset[bytes]:
        every = [item.public_bytes(Encoding.DER) for item in self._certificates]
        for der, source in self._sources.items():
            every.append(der)
            if isinstance(source, OcspAnswer):
                every.append(ber.read_all(der).children[1].only().children[1].octets())
        every += (b"".join(item.raw for item in parts) for parts in self._hashed)
        found = {algorithms.digest(name, item) for name in _HASHES for item in every}
        keys = (
            source.parsed.responder_key_hash
            for source in self._sources.values()
            if isinstance(source, OcspAnswer)
        )
        return frozenset((*found, *filter(None, keys)))


def _leaves(item: Element, but: frozenset[bytes] = frozenset()) -> Iterator[Element]:
    """Give what is not made of other elements, leaving out those of ``but``."""
    if item.raw in but:
        return
    if not item.constructed:
        yield item
        return
    for child in item.children:
        yield from _leaves(child, but)


def _is_plain(item: Element) -> bool:
    """An identifier, nothing, or a small number."""
    size = len(item.body)
    return (
        item.raw == _NULL
        or (item.tag == ber.OID and size <= 11)
        or (item.tag == ber.INTEGER and 1 <= size <= 4)
    )


def _as_der(item: Element) -> bytes:
    return ber.der(item) if item.indefinite else item.raw


def _whole(basic: Element) -> bytes:
    """Put the outer part around a BasicOCSPResponse (RFC 6960, 4.2.1)."""
    kind = bytes.fromhex("06092b0601050507300101")
    inner = tlv(ber.SEQUENCE, kind + tlv(ber.OCTETS, _as_der(basic)))
    return tlv(ber.SEQUENCE, _ANSWERED + tlv(ber.CONTEXT_0, inner))
