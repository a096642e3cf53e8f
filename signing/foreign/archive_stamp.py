"""ArchiveStamp time-stamps in a CMS: version 3, and version 2 of before 2013.

Version 3 (ETSI EN 319 122-1, 5.5.2 and 5.5.3) covers the content's digest, the signature, and by
an index of hashes every certificate, list and unsigned attribute that was there. Version 2 (ETSI
TS 101 733, 6.4.1 and annex K) covers the bytes themselves, one after another. Older kinds cover
other bytes and are not computed here; they prove nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from cryptography import x509

from signing.cms_asn1 import tlv
from signing.detail import Detail
from signing.errors import MalformedDocument, SigningError
from signing.flaws import Flaw
from signing.foreign import algorithms, ber
from signing.foreign import signed_data as form
from signing.foreign.ber import Element
from signing.foreign.check import Checked
from signing.foreign.contents import Content
from signing.foreign.levels import ArchiveStamp
from signing.foreign.stamps import Token, read_token
from signing.report import Reason
from signing.work import remember

_MAX_STAMPS = 16


def archive_stamps(
    checked: Checked, stamps: Sequence[Token], helpers: Sequence[x509.Certificate] = ()
) -> tuple[ArchiveStamp | None, ...]:
    """Return the archive time-stamps of version 2 or 3 over a signature; None for one that is not.

    Args:
        checked: the signature.
        stamps: its time-stamps that are intact.
        helpers: certificates at hand, for what brings none.
    """
    unsigned = checked.info.unsigned
    if unsigned is None or checked.content is None or not checked.intact:
        return ()
    newer = unsigned.every(form.ARCHIVE_TIME_STAMP_V3)[:_MAX_STAMPS]
    older = unsigned.every(form.ARCHIVE_TIME_STAMP_V2)[:_MAX_STAMPS]
    found = [_by_index(item, checked, stamps, helpers) for item in newer]
    tokens = [_covering_bytes(item, checked, helpers) for item in older]
    return (
        *found,
        # All that is there now, or they would not be intact.
        *(
            None
            if token is None
            else ArchiveStamp(
                *(token, checked.brought, checked.sources, tuple(stamps)),
                tuple(_archived(_kept(unsigned.element.children, token.time))),
            )
            for token in tokens
        ),
    )


def _by_index(
    item: Element,
    checked: Checked,
    stamps: Sequence[Token],
    helpers: Sequence[x509.Certificate],
) -> ArchiveStamp | None:
    try:
        read = form.read_signed_data(item.raw)
        unsigned = read.signers[0].unsigned if read.signers else None
        content = read.content_bytes()
        if unsigned is None or content is None:
            return None
        index = next((value for oid in form.HASH_INDEX for value in unsigned.every(oid)), None)
        named = _named(index, checked) if index is not None else None
        if index is None or named is None:
            return None
        imprint = ber.read_all(content).children[2]
        name = algorithms.hash_name(imprint.children[0])
        data = b"".join(_covered(checked, name, index))
        token = read_token(item.raw, (Content.of(data),), helpers)
        if not token.intact:
            return None
        if algorithms.is_weak(named.by):
            # What such digests are of could be another thing by now, as with a weak imprint.
            weak = Reason("CRYPTO_CONSTRAINTS_FAILURE_NO_POE", Detail(named.by), failed=False)
            token = replace(token, reasons=(*token.reasons, weak))
        return named.archive(token, stamps)
    except (SigningError, IndexError):
        return None


def _covered(checked: Checked, name: str, index: Element) -> Iterator[bytes]:
    """Return what the imprint is of (5.5.3): type, digest, the signer's fields, the index."""
    info = checked.info
    assert checked.content is not None
    kind = info.signed.one(form.CONTENT_TYPE) if info.signed is not None else None
    if info.signed is None or kind is None:
        # A counter-signature has none, and a bare signature signs no attributes.
        raise MalformedDocument(Flaw.CONTENT_TYPE)
    yield kind.raw
    yield checked.content.digest(name)
    for item in (info.version, info.sid, info.digest_algorithm):
        yield item.raw
    yield info.signed.element.raw
    for item in (info.signature_algorithm, info.value):
        yield item.raw
    yield index.raw


@dataclass(frozen=True)
class _Named:
    """What an index names of what stands beside a signature and in its unsigned attributes."""

    by: str
    """The hash of its digests."""
    certificates: tuple[Element, ...]
    lists: tuple[Element, ...]
    attributes: tuple[tuple[str, tuple[Element, ...]], ...]

    def archive(self, token: Token, stamps: Sequence[Token]) -> ArchiveStamp:
        """Return the time-stamp with what it covers; what came later is not among it."""
        beside = form.beside_values(self.certificates, self.lists)
        inside = form.embedded_values(self.attributes)
        kept = {
            value.raw
            for name, values in self.attributes
            if name == form.TIME_STAMP
            for value in values
        }
        older = (
            value.raw
            for name, values in self.attributes
            if name in form.ARCHIVE_TIME_STAMPS
            for value in values
        )
        return ArchiveStamp(
            token,
            (*beside[0], *inside[0]),
            (*beside[1], *inside[1]),
            tuple(stamp for stamp in stamps if stamp.raw in kept),
            tuple(older),
        )


def _named(index: Element, checked: Checked) -> _Named | None:
    """Read an index (5.5.2); None if it names something that is not here, or was taken away.

    Things that came later are not in it. An attribute is named whole, or with one of its values.
    """
    parts = index.children
    name = "sha256"
    if len(parts) == 4:
        name, parts = algorithms.hash_name(parts[0]), parts[1:]
    if len(parts) != 3 or checked.info.unsigned is None:
        return None
    certificates, lists = (
        {algorithms.digest(name, item.raw): item for item in some} for some in checked.data.choices
    )
    attributes: dict[bytes, tuple[str, tuple[Element, ...]]] = {}
    for item in checked.info.unsigned.element.children:
        kind, values = item.children
        oid = algorithms.object_identifier(kind)
        for value in values.children:
            attributes[algorithms.digest(name, kind.raw + value.raw)] = oid, (value,)
        attributes[algorithms.digest(name, item.raw)] = oid, values.children
    named = [[item.octets() for item in part.children] for part in parts]
    try:
        return _Named(
            name,
            tuple(certificates[item] for item in named[0]),
            tuple(lists[item] for item in named[1]),
            tuple(attributes[item] for item in named[2]),
        )
    except KeyError:
        return None


# Version 2.


def _covering_bytes(
    item: Element, checked: Checked, helpers: Sequence[x509.Certificate]
) -> Token | None:
    try:
        time = _time_of(item)
        # Editions before 2.2.1 left out the tag and length of the set of unsigned attributes; the
        # later ones advise to try both (annex K, table K.3, note 3).
        for whole in (True, False):
            behind = partial(_behind, checked, time, whole)
            token = read_token(item.raw, (Content("", behind, _before(checked)),), helpers)
            if token.intact:
                return token
    except (SigningError, IndexError):
        return None
    return None


def _time_of(item: Element) -> datetime:
    """Return when a token was made.

    Raises:
        MalformedDocument: it is none.
    """
    content = form.read_signed_data(item.raw).content_bytes()
    if content is None:
        raise MalformedDocument(Flaw.NOT_A_TIME_STAMP)
    return form.moment(ber.read_all(content).children[4])


def _before(checked: Checked) -> Content:
    """Return what the imprint is of first: the content, the same for all signatures over it."""
    data, content = checked.data, checked.content
    assert content is not None

    def pieces() -> Iterator[bytes | memoryview]:
        yield data.encapsulated.raw
        if data.content is None:
            yield from content.pieces()

    return remember((data, content), "before", lambda: Content("", pieces))


def _behind(checked: Checked, time: datetime, whole: bool) -> Iterator[bytes | memoryview]:
    """Give what the imprint is of behind the content, as it was when the token was made.

    Args:
        checked: the signature.
        time: the token's; archive time-stamps of then and later were not there yet.
        whole: with the tag and length of the set of unsigned attributes.
    """
    info = checked.info
    assert info.unsigned is not None
    for part in checked.data.parts:
        yield part.raw
    for item in (info.version, info.sid, info.digest_algorithm):
        yield item.raw
    if info.signed is not None:
        yield info.signed.element.raw
    for item in (info.signature_algorithm, info.value):
        yield item.raw
    kept = b"".join(item.raw for item in _kept(info.unsigned.element.children, time))
    yield tlv(ber.CONTEXT_1, kept) if whole else kept


def _kept(attributes: Iterable[Element], time: datetime) -> tuple[Element, ...]:
    """Return the unsigned attributes that were there when a time-stamp of ``time`` was made."""
    return tuple(item for item in attributes if not _came_later(item, time))


def _archived(attributes: Iterable[Element]) -> Iterator[bytes]:
    """Give the archive time-stamps among unsigned attributes."""
    for item in attributes:
        kind, values = item.children
        if algorithms.object_identifier(kind) in form.ARCHIVE_TIME_STAMPS:
            yield from (value.raw for value in values.children)


def _came_later(attribute: Element, time: datetime) -> bool:
    kind, values = attribute.children
    if algorithms.object_identifier(kind) not in form.ARCHIVE_TIME_STAMPS:
        return False
    return any(_time_of(value) >= time for value in values.children)
