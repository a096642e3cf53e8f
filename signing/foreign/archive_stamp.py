"""Archive time-stamps of version 3 in a CMS (ETSI EN 319 122-1, 5.5.2 and 5.5.3).

Such a time-stamp covers the content's digest, the signature, and by an index of hashes every
certificate, list and unsigned attribute that was there. Older kinds cover other bytes and are not
computed here; they prove nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cryptography import x509

from signing.errors import SigningError
from signing.foreign import algorithms, ber
from signing.foreign import signed_data as form
from signing.foreign.ber import Element
from signing.foreign.check import Checked
from signing.foreign.contents import Content
from signing.foreign.stamps import read_token

_MAX_STAMPS = 16


def is_archived(checked: Checked, helpers: Sequence[x509.Certificate] = ()) -> bool:
    """Whether an intact archive time-stamp of version 3 covers a signature."""
    unsigned = checked.info.unsigned
    if unsigned is None or checked.content is None:
        return False
    stamps = unsigned.every(form.ARCHIVE_TIME_STAMP_V3)[:_MAX_STAMPS]
    return any(_covers(item, checked, helpers) for item in stamps)


def _covers(item: Element, checked: Checked, helpers: Sequence[x509.Certificate]) -> bool:
    try:
        token = form.read_signed_data(item.raw)
        unsigned = token.signers[0].unsigned if token.signers else None
        content = token.content_bytes()
        if unsigned is None or content is None:
            return False
        index = next((value for oid in form.HASH_INDEX for value in unsigned.every(oid)), None)
        if index is None or not _is_index_right(index, checked):
            return False
        imprint = ber.read_all(content).children[2]
        name = algorithms.hash_name(imprint.children[0])
        data = b"".join(_covered(checked, name, index))
        return read_token(item.raw, (Content.of(data),), helpers).intact
    except (SigningError, IndexError):
        return False


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
