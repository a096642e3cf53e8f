"""How that may be written which no value covers: one way, and streams as they are usually made.

BER says a thing in many ways (X.690, 8): in tags, in lengths with zeros before them, in strings of
pieces that end wherever somebody likes. Whoever is free to choose may write with it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from signing.detail import Detail, said
from signing.flaws import Flaw
from signing.foreign import ber
from signing.foreign.algorithms import object_identifier
from signing.foreign.ber import Element
from signing.foreign.signed_data import DATA, TST_INFO, SignedData
from signing.report import Kind, Reason, SignatureReport

_IN_PIECES = ber.OCTETS | 0x20
_PIECES = frozenset({1000, *(1 << bits for bits in range(10, 27))})
"""Bytes of each piece but the last: those of Bouncy Castle, and of everybody's buffers."""


def is_plain(item: Element, apart: Container[int] = ()) -> bool:
    """Whether lengths are the shortest or none, nothing is in pieces, and tags are a CMS's.

    Args:
        item: an element, looked at with all that is in it.
        apart: elements, by identity, in which it is somebody else's question.
    """
    waiting = [item]
    # It grows while it is gone through; a package is walked through a thousand times.
    for one in waiting:
        if id(one) in apart:
            continue
        if not _has_shortest_length(one):
            return False
        if one.tag & ber.CONSTRUCTED:
            # Of context-specific tags and of these two no letters can be made.
            if one.tag not in (ber.SEQUENCE, ber.SET) and one.tag & 0xC0 != 0x80:
                return False
            waiting += one.children
    return True


def is_plain_content(content: Element) -> bool:
    """Whether ``EncapsulatedContentInfo`` is as DER has it, or in pieces of one usual size."""
    name, *carried = content.children
    outer = [content, name, *carried]
    if not all(map(_has_shortest_length, outer)) or len(carried) > 1:
        return False
    if not carried:
        return True
    only = carried[0].only()
    if only.tag == _IN_PIECES:
        return _has_shortest_length(only) and _are_usual(only.children)
    # PKCS #7 had any value there (RFC 2315, 7); what Windows signs is still a sequence.
    other = object_identifier(name) not in (DATA, TST_INFO)
    tags = (ber.OCTETS, ber.SEQUENCE) if other else (ber.OCTETS,)
    return only.tag in tags and _has_shortest_length(only)


def with_pieces_told(data: SignedData, found: Iterable[SignatureReport]) -> list[SignatureReport]:
    """Tell of signatures whose content is cut in pieces: a head stands within it at each cut.

    That is how many write it, and anybody may write it so again. Who opens the whole file as what
    it carries loses a line that somebody laid over a cut.
    """
    pieces = len(data.content_pieces() or ())
    return with_pieces(found, [said(Flaw.CONTENT_PIECES)] if pieces > 1 else [])


def with_pieces(
    found: Iterable[SignatureReport], details: Sequence[Detail]
) -> list[SignatureReport]:
    """Tell of signatures what can be seen without being unpacked, but not whole."""
    told = tuple(Reason("ACTIVE_CONTENT", item, failed=False) for item in details)
    return [
        replace(item, warnings=(*item.warnings, *told)) if item.kind is Kind.SIGNATURE else item
        for item in found
    ]


def _are_usual(pieces: tuple[Element, ...]) -> bool:
    if any(item.tag != ber.OCTETS or not _has_shortest_length(item) for item in pieces):
        return False
    *whole, last = [item.size for item in pieces] or [0]
    size = max(whole, default=last)
    return set(whole) <= (_PIECES & {size}) and last <= size


def _has_shortest_length(item: Element) -> bool:
    size, head = item.stop - item.start, item.start - item.at
    if size < 0x80:
        return head == 2 or item.indefinite
    return head == 2 + (size.bit_length() + 7) // 8 or item.indefinite
