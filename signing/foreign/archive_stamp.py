"""Archive time-stamps in a CMS: version 3, and version 2 of before 2013.

Version 3 (ETSI EN 319 122-1, 5.5.2 and 5.5.3) covers the content's digest, the signature, and by
an index of hashes every certificate, list and unsigned attribute that was there. Version 2 (ETSI
TS 101 733, 6.4.1 and annex K) covers the bytes themselves, one after another. Older kinds cover
other bytes and are not computed here; they prove nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from cryptography import x509

from signing.cms_asn1 import tlv
from signing.errors import MalformedDocument, SigningError
from signing.flaws import Flaw
from signing.foreign import algorithms, ber
from signing.foreign import signed_data as form
from signing.foreign.ber import Element
from signing.foreign.check import Checked
from signing.foreign.contents import Content
from signing.foreign.stamps import Token, read_token

_MAX_STAMPS = 16


def archive_stamps(
    checked: Checked, helpers: Sequence[x509.Certificate] = ()
) -> tuple[Token, ...]:
    """Return the intact archive time-stamps of version 2 or 3 that cover a signature.

    Who made them is not asked: anybody can.
    """
    unsigned = checked.info.unsigned
    if unsigned is None or checked.content is None:
        return ()
    stamps = unsigned.every(form.ARCHIVE_TIME_STAMP_V3)[:_MAX_STAMPS]
    older = unsigned.every(form.ARCHIVE_TIME_STAMP_V2)[:_MAX_STAMPS]
    found = (
        *(_covering(item, checked, helpers) for item in stamps),
        *(_covering_bytes(item, checked, helpers) for item in older),
    )
    return tuple(token for token in found if token is not None)


def _covering(
    item: Element, checked: Checked, helpers: Sequence[x509.Certificate]
) -> Token | None:
    try:
        read = form.read_signed_data(item.raw)
        unsigned = read.signers[0].unsigned if read.signers else None
        content = read.content_bytes()
        if unsigned is None or content is None:
            return None
        index = next((value for oid in form.HASH_INDEX for value in unsigned.every(oid)), None)
        if index is None or not _is_index_right(index, checked):
            return None
        if not _is_index_whole(index, checked):
            return None
        imprint = ber.read_all(content).children[2]
        name = algorithms.hash_name(imprint.children[0])
        data = b"".join(_covered(checked, name, index))
        token = read_token(item.raw, (Content.of(data),), helpers)
    except (SigningError, IndexError):
        return None
    return token if token.intact else None


def _covered(checked: Checked, name: str, index: Element) -> Iterator[bytes]:
    """Return what the imprint is of (5.5.3): type, digest, the signer's fields, the index."""
    info = checked.info
    assert checked.content is not None
    assert info.signed is not None
    yield info.signed.one(form.CONTENT_TYPE).raw  # type: ignore[union-attr]  # checked before
    yield checked.content.digest(name)
    for item in (info.version, info.sid, info.digest_algorithm):
        yield item.raw
    yield info.signed.element.raw
    for item in (info.signature_algorithm, info.value):
        yield item.raw
    yield index.raw


def _is_index_right(index: Element, checked: Checked) -> bool:
    """Whether every hash of the index is of something that is here (5.5.2).

    Things that came later are not in it; something that is in it and not here was taken away.
    """
    parts = index.children
    name = "sha256"
    if len(parts) == 4:
        name, parts = algorithms.hash_name(parts[0]), parts[1:]
    if len(parts) != 3 or checked.info.unsigned is None:
        return False
    certificates, lists = checked.data.choices
    attributes = [*checked.info.unsigned.element.children]
    values = [
        part.children[0].raw + value.raw
        for part in attributes
        for value in part.children[1].children
    ]
    present = (
        {algorithms.digest(name, item.raw) for item in certificates},
        {algorithms.digest(name, item.raw) for item in lists},
        {algorithms.digest(name, item.raw) for item in attributes}
        | {algorithms.digest(name, item) for item in values},
    )
    return all(
        {item.octets() for item in part.children} <= here
        for part, here in zip(parts, present, strict=True)
    )


def _is_index_whole(index: Element, checked: Checked) -> bool:
    """Whether an index names what makes a signature long-term: what is not in it is not covered.

    That is the certificates, the revocation lists and answers, and the time-stamp (5.5.3, note 1).
    """
    *_, certificates, lists, attributes = index.children
    unsigned = checked.info.unsigned
    if unsigned is None:
        return False
    elsewhere = bool(unsigned.every(form.REVOCATION_VALUES))
    told, kept = checked.data.choices
    if (told and not certificates.children) or (kept and not lists.children and not elsewhere):
        return False
    name = algorithms.hash_name(index.children[0]) if len(index.children) == 4 else "sha256"
    named = {item.octets() for item in attributes.children}
    return any(
        algorithms.digest(name, encoded) in named
        for item in unsigned.element.children
        if algorithms.object_identifier(item.children[0]) == form.TIME_STAMP
        for encoded in (
            item.raw,
            *(item.children[0].raw + value.raw for value in item.children[1].children),
        )
    )


# Version 2.


def _covering_bytes(
    item: Element, checked: Checked, helpers: Sequence[x509.Certificate]
) -> Token | None:
    try:
        time = _time_of(item)
        # Editions before 2.2.1 left out the tag and length of the set of unsigned attributes; the
        # later ones advise to try both (annex K, table K.3, note 3).
        for whole in (True, False):
            content = Content("", partial(_bytes, checked, time, whole))
            token = read_token(item.raw, (content,), helpers)
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


def _bytes(checked: Checked, time: datetime, whole: bool) -> Iterator[bytes | memoryview]:
    """Give what the imprint is of, as it was when the token was made.

    Args:
        checked: the signature.
        time: the token's; archive time-stamps of then and later were not there yet.
        whole: with the tag and length of the set of unsigned attributes.
    """
    info, data = checked.info, checked.data
    assert checked.content is not None
    assert info.unsigned is not None
    yield data.encapsulated.raw
    if data.content is None:
        yield from checked.content.pieces()
    for part in data.parts:
        yield part.raw
    for item in (info.version, info.sid, info.digest_algorithm):
        yield item.raw
    if info.signed is not None:
        yield info.signed.element.raw
    for item in (info.signature_algorithm, info.value):
        yield item.raw
    kept = b"".join(
        item.raw for item in info.unsigned.element.children if not _came_later(item, time)
    )
    yield tlv(ber.CONTEXT_1, kept) if whole else kept


def _came_later(attribute: Element, time: datetime) -> bool:
    kind, values = attribute.children
    if algorithms.object_identifier(kind) not in form.ARCHIVE_TIME_STAMPS:
        return False
    return any(_time_of(value) >= time for value in values.children)
