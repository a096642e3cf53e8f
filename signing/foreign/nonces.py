"""What servers repeat of their questions, and keys: whoever asks, or has a key made, chooses them.

A nonce is random (RFC 3161, 2.4.1; RFC 9654), and random bytes have no long row of letters and are
mostly none. How improbable each is is summed up over a file: many genuine time-stamps have no room
for a page either, and what chance makes of a few letters is let pass. No byte is sure to part
letters: others than ASCII's are letters, blanks or nothing, as the program likes that opens the
file. So there are few of them in all, and few letters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import accumulate
from math import comb, log2, sqrt
from operator import sub

from signing.foreign import ber
from signing.foreign.ber import Element
from signing.work import spend

_ALL, _IN_A_FILE = 96, 768
"""Bytes of all that differ in a package, or for each signer of another file; and with many."""
_LARGEST, _PART = 32, 16
"""Bytes of one, as newer clients of OCSP have it (RFC 9654, 2.1), and of one of a package."""
_COMMON = 3.0
"""Bits; what is improbable to one in eight counts for nothing."""
_ROOM, _ROOM_OF_EACH = 16.0, 0.75
"""Bits of a file, and more for each part; a random one has a third of a bit on average."""
_LONGEST, _MOST = 20, ((128, 84),)
"""Letters in a row in a key, and in so many bytes of one; by chance in one of a million."""
_SHORT, _BEYOND, _VARIES, _MORE = 3, 0.033, 0.071, 8
"""Letters in a row that say nothing; how many there are beyond them for each byte of random keys,
the variance of that, and how many more there may be, as one row is some."""
_KEY, _LOOKED_AT = 1100, 8
"""Bytes of the largest key that anybody's signature is checked with, and of one for a unit."""
_KEPT = 4096
"""Keys of which what was found is kept; the same officers answer over and over."""
_FAR = 5.0
"""Standard deviations by which there may be more letters than by chance in all nonces, or keys."""
_ROW, _LONG = re.compile(b"\1+"), re.compile(b"\1{%d}(\1+)" % _SHORT)


def _kind(letters: range) -> tuple[bytes, float]:
    """Return a table of what may be a letter, and the part of all bytes that it is."""
    table = bytes(32 <= one < 127 or one in b"\t\n\r" or one in letters for one in range(256))
    return table, sum(table) / 256


_KINDS = (_kind(range(0)), _kind(range(0xC0, 0x100)), _kind(range(0x80, 0x100)))
"""Of ASCII, of windows-1251 with it, and of any encoding; two bytes are a letter of UTF-8."""
_LEAST_SPREAD = 2.0
"""Of few bytes: what is improbable of each is asked as well."""
_BLANK = b"\xa0\xad\x81\x8d\x8f\x90\x98\x9d"
"""In windows-125x: scripts have a blank there, or a page nothing."""
_UNSEEN = b"\0\x0b\x0c"
"""Browsers drop them, or take them for blanks: they part no row."""
_IN_KEYS = bytes(_KINDS[0][0][one] or one in _BLANK for one in range(256))
_OF_UTF_8 = re.compile(rb"[\xd0-\xd3][\x80-\xbf]")


def of_stamp(stamped: Sequence[Element]) -> tuple[bytes, ...]:
    """Return those of a time-stamp; ``stamped`` are the fields of its ``TSTInfo``."""
    return tuple(item.body for item in stamped[5:] if item.tag == ber.INTEGER)


def are_random(nonces: Sequence[bytes], signers: int, *, own: bool = False) -> bool:
    """Whether nobody wrote something with the nonces of a file.

    Args:
        nonces: of all time-stamps and answers in it.
        signers: the number of those who made the signatures; one may stand there twice.
        own: the file is a package of this program.
    """
    # The same one over and over says no more, and chance is as great as for one.
    others = dict.fromkeys(nonces)
    largest = _PART if own else _LARGEST
    room = min(_ALL * max(1, signers), _IN_A_FILE)
    if sum(map(len, others)) > room or any(len(one) > largest for one in others):
        return False
    if _is_full(b"".join(others)):
        return False
    found = sum(max(_above(one[:_PART]) + _above(one[_PART:]), _above(one)) for one in others)
    return found <= _ROOM + _ROOM_OF_EACH * sum(-(-len(one) // _PART) for one in others)


def is_random(key: bytes) -> bool:
    """Whether nobody wrote words into the numbers of a key; half of RSA's may be any bytes."""
    if len(key) > _KEY:
        return False
    spend(len(key) // _LOOKED_AT)
    letters = _letters_of(key)
    sums = [0, *accumulate(letters)]
    within = all(
        max(map(sub, sums[size:], sums), default=sums[-1]) <= most for size, most in _MOST
    )
    rows = max(map(len, _ROW.findall(letters)), default=0)
    return within and rows <= _LONGEST and are_few((key,))


def are_few(keys: Collection[bytes]) -> bool:
    """Whether all keys of a file have together no more letters in rows than chance gives."""
    keys = [key for key in keys if len(key) <= _KEY]
    size = sum(map(len, keys))
    most = size * _BEYOND + _FAR * sqrt(size * _VARIES) + _MORE
    return sum(map(_in_rows, keys)) <= most


@lru_cache(maxsize=_KEPT)
def _in_rows(key: bytes) -> int:
    spend(len(key) // _LOOKED_AT)
    return sum(map(len, _LONG.findall(_letters_of(key))))


def _letters_of(key: bytes) -> bytes:
    """Return 1 for each letter of a key, also where a page shows nothing."""
    return _OF_UTF_8.sub(b"aa", key).translate(None, _UNSEEN).translate(_IN_KEYS)


def _is_full(every: bytes) -> bool:
    """Whether there are more letters in all than by chance, in rows however short."""
    table, share = _KINDS[0]
    expected, spread = len(every) * share, sqrt(len(every) * share * (1 - share))
    return sum(every.translate(table)) > expected + _FAR * max(spread, _LEAST_SPREAD)


def _above(part: bytes) -> float:
    return max(0.0, _surprise(part) - _COMMON)


def _surprise(part: bytes) -> float:
    """Return in bits how improbable its letters are: their longest row, or their number."""
    part = _OF_UTF_8.sub(b"\xd0\xd0", part).translate(None, _UNSEEN)
    found = 0.0
    for table, share in _KINDS:
        letters = part.translate(table)
        row, number, size = (
            max(map(len, _ROW.findall(letters)), default=0),
            sum(letters),
            len(part),
        )
        row_bits = -row * log2(share) - log2(1 + (size - row) * (1 - share))
        as_many = (
            comb(size, one) * share**one * (1 - share) ** (size - one)
            for one in range(number, size + 1)
        )
        found = max(found, row_bits, -log2(sum(as_many)))
    return found
