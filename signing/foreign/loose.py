"""What stands in a signature that is signed by nobody, and could be anything.

Another program finds a document wherever it looks for one: a browser takes letters between any
bytes for a page. So the question is not what such bytes look like. A CMS has places that its value
does not cover (RFC 5652, 5.1 and 5.3); in each of them only that may stand whose every byte is
either told by the standard or signed by an authority that is trusted: identifiers of known
algorithms, certificates, revocation lists and answers, time-stamps of this very signature, and
digests, names, numbers and times of these. Of what whoever adds them may choose nothing is left
but keys and nonces, which are no document under a name that such a file may have
(:mod:`signing.file_names`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.certificate import load_certificate, load_crl
from signing.detail import Detail, said
from signing.errors import MalformedDocument, SigningError
from signing.flaws import Flaw
from signing.foreign import algorithms, ber, extensions, imprints, own_attributes
from signing.foreign import signed_data as form
from signing.foreign.algorithms import object_identifier
from signing.foreign.ber import Element
from signing.foreign.own_written import is_written
from signing.foreign.plain_ber import is_plain, is_plain_content
from signing.foreign.referred import Referred
from signing.foreign.standing import Brought, strange
from signing.issued import Issued
from signing.ocsp import load_answer
from signing.report import Reason, Report, Verdict
from signing.trust import TrustAnchors
from signing.work import spend

_TOKEN = 2_000
"""Units of work for a time-stamp; one attribute may have ten thousand."""
_OCSP_RESPONSE, _OCSP_BASIC = "1.3.6.1.5.5.7.16.2", "1.3.6.1.5.5.7.48.1.1"
_ARCHIVES = (form.ARCHIVE_TIME_STAMP_V2, form.ARCHIVE_TIME_STAMP_V3)
"""What is at hand of others is not computed, see :mod:`signing.foreign.archive_stamp`."""
_MOST = 64
"""Of a kind in one signature; nobody has half of that."""
_KEPT, _SMALL = 2048, 16 << 10
"""Signatures of which what was read is kept, and bytes of one."""
_MOST_VERSION = 5
_MAX_DEPTH = 4
_JUDGED = 16
"""Time-stamps of a signature, of each kind, that :mod:`signing.foreign.judge` looks at."""


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


def with_loose(
    report: Report, found: Callable[[], Iterable[Detail]], *, also_open: bool = False
) -> Report:
    """Return a report with what nobody vouches for.

    Args:
        report: of which it is told if it is valid.
        found: finds it.
        also_open: tell it of one that is open, too, for whoever leaves a reason out of account.
    """
    asked = (Verdict.VALID, Verdict.INDETERMINATE) if also_open else (Verdict.VALID,)
    if report.verdict not in asked:
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
        self._every = [Brought()]
        """In a package of ours each signature has its own; elsewhere one helps another."""
        self._references: list[tuple[str, Element]] = []
        self._indexes: list[Element] = []
        self._judged: dict[int, Element] = {}
        """By identity; what they are over was asked already, and mostly who made them."""
        self._apart: dict[int, Element] = {}
        """By identity; how they are written is asked by who reads them."""
        self._hashed: list[tuple[Element, ...]] = []
        """What an archive time-stamp's index may have digests of, in parts."""
        self._made: set[Hashable] = set()
        for item in around:
            if isinstance(item, x509.Certificate):
                self._brought.certificates.append(item)
            else:
                self._brought.sources[item.public_bytes(Encoding.DER)] = item

    @property
    def _brought(self) -> Brought:
        return self._every[-1]

    def read(self, data: bytes | bytearray, *, bare: bool = False) -> tuple[Detail, ...]:
        """Walk through a ``ContentInfo`` that was read before.

        Args:
            data: the ``ContentInfo``.
            bare: it brings certificates alone. Such answers are read whenever their decision is
                opened, checked and signed, so what was found is kept.

        Returns:
            What in its structure no standard tells, each thing once.
        """
        if not self._own:
            return self._told(lambda: self._signed_data(data, 0))
        return self._told(lambda: self._read_own(data, bare=bare and len(data) <= _SMALL))

    def _read_own(self, data: bytes | bytearray, *, bare: bool) -> None:
        kept = _read_bare(bytes(data)) if bare else None
        if kept is None:
            self._every.append(Brought())
            self._signed_data(data, 0)
        else:
            self._found += kept[0]
            self._every.append(kept[1])

    def bare(self, data: bytes) -> tuple[tuple[Detail, ...], Brought] | None:
        """Read one signature alone; None if it brings more than certificates.

        Raises:
            SigningError, LookupError, ValueError: it cannot be read to its end.
        """
        self._signed_data(data, 0)
        brought = self._brought
        if brought.stamps or brought.sources or brought.tokens:
            return None
        brought.kept = True
        return tuple(self._found), brought

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

    def _signed_data(self, data: bytes | bytearray, depth: int, name: str = "") -> None:
        top = ber.read_all(data)
        version, digests, content, *sets, signers = top.children[1].only().children
        kind = object_identifier(content.children[0])
        if kind == form.TST_INFO and not depth:
            # In a container; nobody judges what stands in it.
            depth = 1
            if not self._asked(_stamped(form.read_signed_data(data))):
                self._tell(Flaw.LOOSE_PART)
        self._small(version)
        for part in sets:
            for item in part.children:
                self._hashed.append((item,))
                (self._certificate if part.tag == ber.CONTEXT_0 else self._list)(item)
        infos = [self._signer(item, depth, name) for item in signers.children]
        self._apart[id(content)] = content
        if self._own and not depth:
            if len(infos) != 1 or not is_written(top, infos[0]):
                self._tell(Flaw.WRITTEN_ELSE)
        else:
            self._parts(digests, content, infos, depth)
        if not is_plain(top, self._apart):
            self._tell(Flaw.LOOSE_PART)

    def _parts(
        self, digests: Element, content: Element, infos: list[form.SignerInfo], depth: int
    ) -> None:
        for info in () if depth else infos:
            # A copy is another signature to whoever counts them.
            made = set(_made(info))
            if made & self._made:
                self._tell(Flaw.LOOSE_PART)
            self._made |= made
        self._few(digests.children)
        used = {info.digest_algorithm.children[0].raw for info in infos}
        for item in digests.children[:_MOST]:
            self._algorithm(item)
            if item.children[0].raw not in used:
                self._tell(Flaw.LOOSE_PART)
        bare = any(info.signed is None for info in infos)
        # A content that nobody signed, or a kind of content.
        if not infos or (bare and object_identifier(content.children[0]) != form.DATA):
            self._tell(Flaw.LOOSE_PART)
        if not is_plain_content(content):
            self._tell(Flaw.LOOSE_PART)

    def _signer(self, item: Element, depth: int, name: str = "") -> form.SignerInfo:
        """Read a ``SignerInfo``; ``name`` is of the attribute whose time-stamp it made."""
        info = form.read_signer(item)
        self._small(info.version)
        self._algorithm(info.digest_algorithm)
        self._algorithm(info.signature_algorithm)
        self._brought.named.append(info.sid)
        if info.sid.tag not in (ber.SEQUENCE, 0x80):
            self._tell(Flaw.LOOSE_PART)
        if info.signed is not None and not depth:
            self._of_signed(info.signed)
        if info.unsigned is not None:
            for kind in (form.TIME_STAMP, *_ARCHIVES) if not depth else ():
                judged = info.unsigned.every(kind)[:_JUDGED]
                self._judged.update((id(item), item) for item in judged)
            for attribute in info.unsigned.element.children:
                kind_of, values = attribute.children
                self._hashed += ((attribute,), *((kind_of, one) for one in values.children))
            self._few(info.unsigned.values)
            for kind, found in info.unsigned.values[:_MOST]:
                self._few(found)
                if not self._own or depth:
                    self._attribute(kind, found, info, depth, name)
                elif kind == form.TIME_STAMP and len(found) == len(info.unsigned.values) == 1:
                    self._brought.stamps.append((info, found))
                    self._apart.update((id(one), one) for one in found)
                else:
                    self._tell(Flaw.UNSIGNED_ATTRIBUTE, kind)
        return info

    def _of_signed(self, signed: form.Attributes) -> None:
        if self._own:
            for kind in own_attributes.others(signed, self._brought.certificates):
                self._tell(Flaw.SIGNED_ATTRIBUTE, kind)
            return
        for item in signed.every(form.CONTENT_TIME_STAMP)[:_JUDGED]:
            # Whether it is one was judged.
            with suppress(SigningError):
                data = form.read_signed_data(item.raw)
                self._brought.named += [info.sid for info in data.signers]
                self._brought.signed += data.certificates

    def _attribute(
        self,
        name: str,
        values: tuple[Element, ...],
        info: form.SignerInfo,
        depth: int,
        within: str = "",
    ) -> None:
        try:
            known = depth < _MAX_DEPTH and [
                self._value(name, value, info, depth, within) for value in values
            ]
        except (SigningError, LookupError, ValueError):
            known = False
        # One without values is an identifier of any bytes.
        if not known or not all(known):
            self._tell(Flaw.UNSIGNED_ATTRIBUTE, name)

    def _value(
        self, name: str, value: Element, info: form.SignerInfo, depth: int, within: str
    ) -> bool:
        """Read a value; returns whether its kind may stand there."""
        if name in imprints.COMPUTED:
            return self._token(name, value, info, depth)
        if name in _ARCHIVES:
            return id(value) in self._judged and self._token(name, value, info, depth)
        if name == form.COUNTER_SIGNATURE:
            # Of a signature alone: there somebody judges it.
            self._signer(value, depth + 1)
            return not depth
        if name == form.CERTIFICATE_VALUES:
            for item in value.require(ber.SEQUENCE, Flaw.ATTRIBUTE).children:
                self._certificate(item)
            return True
        if name == form.REVOCATION_VALUES:
            self._revocations(value.require(ber.SEQUENCE, Flaw.ATTRIBUTE))
            return True
        if name in imprints.REFERENCES:
            self._references.append((name, value))
            return True
        if name in form.HASH_INDEX and within == form.ARCHIVE_TIME_STAMP_V3:
            self._indexes.append(value)
            return True
        return False

    def _token(self, name: str, value: Element, info: form.SignerInfo, depth: int) -> bool:
        spend(_TOKEN)
        self._apart[id(value)] = value
        data = form.read_signed_data(value.raw)
        parts = _stamped(data)
        if data.content_type != form.TST_INFO or not self._asked(parts):
            return False
        if name in imprints.COMPUTED and not imprints.is_over(name, info, parts):
            return False
        # Who made those of the archive is asked there only where it raises the level.
        if name in _ARCHIVES or id(value) not in self._judged:
            self._brought.tokens.append((name, data))
        self._signed_data(value.raw, depth + 1, name)
        return True

    def _certificate(self, item: Element) -> None:
        self._set_apart(item)
        try:
            self._brought.certificates.append(load_certificate(form.as_der(item)))
        except SigningError:
            self._tell(Flaw.STRAY_CERTIFICATE)

    def _list(self, item: Element) -> None:
        try:
            if item.tag == ber.SEQUENCE:
                self._set_apart(item)
                der = form.as_der(item)
                self._brought.sources[der] = load_crl(der)
                return
            kind, value = item.children
            self._set_apart(value)
            name = object_identifier(kind) if item.tag == ber.CONTEXT_1 else ""
            if name in (_OCSP_RESPONSE, _OCSP_BASIC):
                self._answer(
                    form.as_der(value) if name == _OCSP_RESPONSE else form.whole_answer(value)
                )
            else:
                self._tell(Flaw.STRAY_LIST)
        except (SigningError, ValueError):
            self._tell(Flaw.STRAY_LIST)

    def _revocations(self, value: Element) -> None:
        for part in value.children:
            for item in part.only().require(ber.SEQUENCE, Flaw.ATTRIBUTE).children:
                if part.tag == ber.CONTEXT_0:
                    self._list(item)
                elif part.tag == ber.CONTEXT_1:
                    self._set_apart(item)
                    self._answer(form.whole_answer(item))
                else:
                    self._tell(Flaw.STRAY_LIST)

    def _answer(self, der: bytes) -> None:
        answer = load_answer(der)
        basic = ber.read_all(der).children[1].only().children[1]
        data, algorithm, *_ = ber.read_all(basic.octets()).children
        # Of an answer the algorithm alone stands outside what is signed, and in it no second time.
        self._algorithm(algorithm)
        if not extensions.are_a_responders(data):
            self._tell(Flaw.REPEATED)
        self._brought.sources[der] = answer
        self._brought.certificates += answer.certificates

    def _set_apart(self, item: Element) -> None:
        """Keep what is taken in DER alone; how other things are written is looked at."""
        if not item.indefinite:
            self._apart[id(item)] = item

    def _asked(self, stamped: tuple[Element, ...]) -> bool:
        """Whether a time-stamp repeats only what it must of its question."""
        plain = algorithms.is_plain(stamped[2].children[0])
        return plain and extensions.are_a_servers(stamped)

    def _small(self, number: Element) -> None:
        if number.tag != ber.INTEGER or number.size != 1 or number.body[0] > _MOST_VERSION:
            self._tell(Flaw.LOOSE_PART)

    def _few(self, items: Iterable[object]) -> None:
        if len(tuple(items)) > _MOST:
            self._tell(Flaw.LOOSE_PART)

    def _algorithm(self, item: Element) -> None:
        if not algorithms.is_plain(item):
            self._tell(Flaw.LOOSE_PART)

    # Who vouches for it.

    def _vouch(self, anchors: TrustAnchors) -> None:
        every, self._every = self._every, []
        for brought in every:
            self._every.append(brought)
            for info, values in brought.stamps:
                self._attribute(form.TIME_STAMP, values, info, 0)
            self._found += strange(brought, anchors)
        certificates = [item for one in every for item in one.certificates]
        sources = {der: item for one in every for der, item in one.sources.items()}
        certificates += (*anchors.anchors, *anchors.intermediates)
        referred = Referred(certificates, sources, self._hashed)
        for name, value in self._references:
            if value.tag != ber.SEQUENCE or not referred.is_told(value):
                self._tell(Flaw.UNSIGNED_ATTRIBUTE, name)
        if not all(map(referred.is_told, self._indexes)):
            self._tell(Flaw.UNSIGNED_ATTRIBUTE, form.ARCHIVE_TIME_STAMP_V3)


@lru_cache(maxsize=_KEPT)
def _read_bare(data: bytes) -> tuple[tuple[Detail, ...], Brought] | None:
    return Loose(own=True).bare(data)


def _made(info: form.SignerInfo) -> Iterator[Hashable]:
    """Give what no second signature has: its value, and what is signed by whom.

    A value of ECDSA has others that anybody can compute, and a signer is named in two ways.
    """
    yield info.value.raw
    if info.signed is not None:
        kinds = form.SIGNING_CERTIFICATE, form.SIGNING_CERTIFICATE_V2
        named = any(map(info.signed.every, kinds))
        parts = sorted(item.raw for item in info.signed.element.children)
        yield b"" if named else info.sid.raw, tuple(parts)


def _stamped(data: form.SignedData) -> tuple[Element, ...]:
    """Return the fields of a ``TSTInfo``."""
    parts = ber.read_all(data.content_bytes() or b"").children
    if len(parts) < 5 or len(parts[2].children) != 2:
        raise MalformedDocument(Flaw.TIME_STAMP_CONTENT)
    return parts
