"""What servers repeat of their questions: whoever asks chooses it, and may write with it.

A nonce is random (RFC 3161, 2.4.1; RFC 9654), and a random one has no long row of letters. How
improbable the longest row of each is, is summed up over a file: many genuine time-stamps have no
room for a page either, and what chance makes of a few letters is let pass. Rows may be kept short
where there is much room for them, so there are few bytes in all: in packages as many as this
program asks for, in other files no more than three answers with one about one certificate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import log2

from signing.foreign import ber
from signing.foreign.ber import Element

_MOST, _MOST_OWN = 24, 8
"""Of each signature; what it brings for the years to come has one in each answer."""
_LARGEST, _PART = 32, 16
"""Bytes of one, as newer clients of OCSP have it (RFC 9654, 2.1), and of one of a package."""
_OF_ONE, _OF_ONE_OWN = 3, 1
"""Answers about one certificate in each signature that repeat something."""
_COMMON = 3.0
"""Bits; what is improbable to one in eight counts for nothing."""
_ROOM, _ROOM_OF_EACH = 16.0, 0.5
"""Bits of a file, and more for each nonce; a random one has a quarter of a bit on average."""
_ROW = re.compile(b"\1+")


def _kind(letters: range) -> tuple[bytes, float]:
    """Return a table of what may be a letter, and the part of all bytes that it is."""
    table = bytes(32 <= one < 127 or one in b"\t\n\r" or one in letters for one in range(256))
    return table, sum(table) / 256


_KINDS = (_kind(range(0)), _kind(range(0xC0, 0x100)))
"""Of ASCII, and of windows-1251 with it; two bytes are a letter of UTF-8."""
_UNSEEN = b"\0\x0b\x0c"
"""Browsers drop them, or take them for blanks: they part no row."""
_OF_UTF_8 = re.compile(rb"[\xd0-\xd3][\x80-\xbf]")


def of_stamp(stamped: Sequence[Element]) -> tuple[bytes, ...]:
    """Return those of a time-stamp; ``stamped`` are the fields of its ``TSTInfo``."""
    return tuple(item.body for item in stamped[5:] if item.tag == ber.INTEGER)


def are_random(
    nonces: Sequence[bytes], signatures: int, *, own: bool = False, answers: Iterable[int] = ()
) -> bool:
    """Whether nobody wrote something with the nonces of a file.

    Args:
        nonces: of all time-stamps and answers in it.
        signatures: their number.
        own: the file is a package of this program.
        answers: how many that have one there are about each certificate, in each signature.
    """
    most, largest, of_one = (_MOST_OWN, _PART, _OF_ONE_OWN) if own else (_MOST, _LARGEST, _OF_ONE)
    many = len(nonces) > most * signatures or max(answers, default=0) > of_one
    if many or any(len(one) > largest for one in nonces):
        return False
    # The same one over and over says no more, and chance is as great as for one.
    others = dict.fromkeys(nonces)
    found = sum(max(_above(one[:_PART]) + _above(one[_PART:]), _above(one)) for one in others)
    return found <= _ROOM + _ROOM_OF_EACH * sum(-(-len(one) // _PART) for one in others)


def _above(part: bytes) -> float:
    return max(0.0, _surprise(part) - _COMMON)


def _surprise(part: bytes) -> float:
    """Return in bits how improbable its longest row of letters is."""
    part = _OF_UTF_8.sub(b"\xd0\xd0", part).translate(None, _UNSEEN)
    found = 0.0
    for table, share in _KINDS:
        row = max(map(len, _ROW.findall(part.translate(table))), default=0)
        found = max(found, -row * log2(share) - log2(1 + (len(part) - row) * (1 - share)))
    return found
