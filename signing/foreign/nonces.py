"""What servers repeat of their questions: whoever asks chooses it, and may write with it.

A nonce is random (RFC 3161, 2.4.1; RFC 9654), and a random one has no long row of letters. How
improbable the longest row of each is, is summed up over a file: many genuine time-stamps have no
room for a page either, and what chance makes of a few letters is let pass.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log2

from signing.foreign import ber
from signing.foreign.ber import Element

_MOST = 64
"""Of each signature; what it brings for the years to come has one in each answer."""
_LARGEST, _PART = 32, 16
"""Bytes of one, as newer clients of OCSP have it (RFC 9654, 2.1), and of what is one row."""
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
_OF_UTF_8 = re.compile(rb"[\xd0-\xd3][\x80-\xbf]")


def of_stamp(stamped: Sequence[Element]) -> tuple[bytes, ...]:
    """Return those of a time-stamp; ``stamped`` are the fields of its ``TSTInfo``."""
    return tuple(item.body for item in stamped[5:] if item.tag == ber.INTEGER)


def are_random(nonces: Sequence[bytes], signatures: int) -> bool:
    """Whether nobody wrote something with the nonces of a file.

    Args:
        nonces: of all time-stamps and answers in it.
        signatures: their number.
    """
    if len(nonces) > _MOST * signatures or any(len(one) > _LARGEST for one in nonces):
        return False
    parts = [one[at : at + _PART] for one in nonces for at in range(0, len(one), _PART)]
    found = sum(max(0.0, _surprise(part) - _COMMON) for part in parts)
    return found <= _ROOM + _ROOM_OF_EACH * len(parts)


def _surprise(part: bytes) -> float:
    """Return in bits how improbable its longest row of letters is."""
    part = _OF_UTF_8.sub(b"\xd0\xd0", part)
    found = 0.0
    for table, share in _KINDS:
        row = max(map(len, _ROW.findall(part.translate(table))), default=0)
        found = max(found, -row * log2(share) - log2(1 + (len(part) - row) * (1 - share)))
    return found
