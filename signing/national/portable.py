"""The national hash in Python alone: GOST R 34.11-94 (RFC 5831; RFC 4357, 11.2).

Numbers are little-endian throughout, as the standard has them: byte 0 of a block is the lowest.
A block costs four encryptions of GOST 28147-89, 32 rounds each, and one linear mixing. What takes
the time is how many operations the interpreter does, not how long their numbers are: so the four
go side by side in one number of 32 bytes, 64 bits for each, a byte for each nibble of a word. The
other bits of a byte are set, which takes carries to the next nibble, and tell after an addition
which nibble of a word it is: so one ``bytes.translate`` does all S-boxes. It writes where two
shifts and one mask turn every word by 11. A round is seven operations and three calls.
"""

from __future__ import annotations

from binascii import hexlify, unhexlify
from copy import copy
from functools import cache
from struct import Struct
from typing import Self

DIGEST_SIZE = 32
BLOCK_SIZE = 32
"""Bytes."""

# id-GostR3411-94-CryptoProParamSet (RFC 4357, 11.2): what becomes of each value of a nibble, for
# the lowest nibble of a word first.
_BOXES = (
    "A4568137DCE092BF",
    "5F402DB91763CEA8",
    "7FCE94103B526A8D",
    "4A7C0F28E165DB93",
    "764B9C2A180EFD35",
    "7624D9F0A15B8EC3",
    "DE41705A3C8F629B",
    "13A95B4F867ED02C",
)
# The constant of the third key (RFC 5831, 5.1); those of the second and the fourth are zero.
_C3 = 0xFF00FFFF000000FFFF0000FF00FFFF0000FF00FF00FF00FFFF00FF00FF00FF00
_LOW_192, _LOW_256 = (1 << 192) - 1, (1 << 256) - 1
_LOW_272, _LOW_384 = (1 << 272) - 1, (1 << 384) - 1


def _four(word: str) -> int:
    """Return the eight bytes of ``word``, the lowest first, in each of four lanes."""
    return int.from_bytes(4 * bytes.fromhex(word), "little")


# A nibble is in bits 0-3 of its byte; the lowest two of a word have their highest bit in bit 7.
_NIBBLES = _four("87 87 0F 0F 0F 0F 0F 0F")
# The other bits are set in what keys are added to, so that a carry goes through them. In the
# highest byte three are set in the key, and a carry ends in the fourth.
_OTHERS = _four("78 78 F0 F0 F0 F0 F0 00")
_KEY = _four("87 87 0F 0F 0F 0F 0F 7F")
# After an addition they are all ones or, where there was a carry, all zeros. Added without
# carries, these make it tell which nibble of a word a byte is.
_MARKS = _four("00 08 10 20 30 40 50 10")

_DIGITS = b"0123456789abcdef"
_PARTED = bytes(nibble & 7 | (nibble & 8) << 4 for nibble in range(16))
# From a digit to a byte of which _NIBBLES and _KEY leave what belongs to its place; and back.
_SPREAD = bytes.maketrans(
    _DIGITS, bytes(nibble | parted | 0x70 for nibble, parted in enumerate(_PARTED))
)
_JOIN = bytes.maketrans(
    bytes(range(16)) + bytes(range(0xF0, 0x100)) + bytes(byte | 0x78 for byte in _PARTED),
    3 * _DIGITS,
)

# What the four keys are made from stands one behind the other, from these bytes on, each with
# something above it that nobody asks for; then the state.
_STARTS = (0, 80, 144, 192)
_STATE = 224
# The four low words, the high ones, and word j of the four keys (RFC 5831, 5.1, P), each of them
# big-endian: which byte goes where.
_PICKS = bytes(
    start + step * byte
    for start, step in (
        *((_STATE + 8 * lane + half, 1) for half in (0, 4) for lane in (3, 2, 1, 0)),
        *((_STARTS[lane] + word, 8) for word in range(8) for lane in (3, 2, 1, 0)),
    )
    for byte in (3, 2, 1, 0)
)
# Four low words and four high ones, big-endian, become four blocks: which byte goes where.
_WEAVE = bytes(
    half + 4 * lane + byte for lane in range(4) for half in (0, 16) for byte in range(4)
)
_REST = bytes(256 - BLOCK_SIZE)
_PARTS = Struct("32s" * 10)
_BLOCKS = Struct("32s")


class PortableHash:
    """A hash in progress."""

    def __init__(self) -> None:
        self._state = 0
        self._sum = 0
        self._length = 0
        self._rest = b""

    def update(self, data: bytes | memoryview, /) -> None:
        """Go on with ``data``."""
        view = memoryview(data).cast("B")
        self._length += len(view)
        if len(self._rest) + len(view) < BLOCK_SIZE:
            self._rest += view
            return
        first = (BLOCK_SIZE - len(self._rest)) % BLOCK_SIZE
        if self._rest:
            self._block(self._rest + view[:first])
        last = len(view) - (len(view) - first) % BLOCK_SIZE
        state, total = self._state, self._sum
        for (block,) in _BLOCKS.iter_unpack(view[first:last]):
            number = int.from_bytes(block, "little")
            state, total = _step(state, number), total + number
        self._state, self._sum = state, total & _LOW_256
        self._rest = bytes(view[last:])

    def copy(self) -> Self:
        """Return a hash that goes on from here by itself."""
        # Nothing it holds can change, so the names are all there is to copy.
        return copy(self)

    def digest(self) -> bytes:
        """Return the hash of everything so far; more can follow."""
        state, total = self._state, self._sum
        if self._rest:
            last = int.from_bytes(self._rest, "little")
            state, total = _step(state, last), total + last & _LOW_256
        state = _step(_step(state, 8 * self._length & _LOW_256), total)
        return (state >> 16).to_bytes(DIGEST_SIZE, "little")

    def _block(self, block: bytes | memoryview) -> None:
        number = int.from_bytes(block, "little")
        self._state = _step(self._state, number)
        self._sum = self._sum + number & _LOW_256


def _step(state: int, block: int) -> int:
    """Take in one block (RFC 5831, 5); below a state is the word that psi has dropped last."""
    return _mix(state, block, _encrypt(_parts(state >> 16, block)))


def _parts(state: int, block: int) -> tuple[bytes, ...]:
    """Return the low words to encrypt, the high ones, and the eight words of the keys."""
    # A, of which the keys are made, only moves words of 64 bits and adds one of their sums: so all
    # that it makes of the state, used three times, is seven words, and each result four of them.
    # Of the block it makes ten, used six times.
    u = state | ((state ^ state >> 64) & _LOW_192) << 256
    added = block ^ block >> 64
    v = block | ((added ^ added << 192 ^ added << 256) & _LOW_384) << 256
    made = u >> 128 ^ v >> 256 | (u >> 192 ^ v >> 384 | state << 256) << 384
    made = u >> 64 ^ v >> 128 | (made ^ _CONSTANTS) << 512
    made = u ^ v | made << 640
    # The bytes are the table of translate(), and the places to read are what is translated.
    picked = _PICKS.translate(made.to_bytes(256, "little"))
    return _PARTS.unpack(hexlify(picked).translate(_SPREAD))


def _a(y: int) -> int:
    return y >> 64 | ((y ^ y >> 64) & (1 << 64) - 1) << 192


_CONSTANTS = _C3 | _a(_C3) << 384
"""C3 is added to what the third key is made from, and is in the fourth as A changes it."""


def _encrypt(parts: tuple[bytes, ...]) -> int:
    """Encrypt four blocks of 64 bits, each with its own key, with GOST 28147-89 (RFC 5830, 5)."""
    # A name of this function's own is found more quickly, thirty-two times over.
    number, boxes, nibbles, marks, k = int.from_bytes, _boxes(), _NIBBLES, _MARKS, _KEY
    low, high, k1, k2, k3, k4, k5, k6, k7, k8 = map(number, parts)
    low, high = low & nibbles | _OTHERS, high & nibbles | _OTHERS
    keys = (k1 & k, k2 & k, k3 & k, k4 & k, k5 & k, k6 & k, k7 & k, k8 & k)
    for key in 3 * keys + keys[::-1]:
        found = number((low + key ^ marks).to_bytes(32).translate(boxes))
        low, high = high ^ (found << 19 ^ found >> 41) & nibbles, low
    words = unhexlify((low << 256 | high).to_bytes(64).translate(_JOIN))
    return number(_WEAVE.translate(words + _REST))


@cache
def _boxes() -> bytes:
    """Return the substitution of every byte, whichever nibble of a word it is.

    To turn a word by 11, bit 0 of nibble i must go to bit 3 of nibble i + 2, and the others to
    bits 0-2 of nibble i + 3. From bits 0 and 5-7 a shift by 19 takes them there. What comes round
    to the lowest three nibbles is in bits 0-3, from where a shift by 41 the other way takes it.
    What either shift takes elsewhere falls on bits that are no nibble's.
    """
    table, marks = bytearray(256), _MARKS.to_bytes(32, "little")
    others = 2 * ((0x78, 0),) + 5 * ((0xF0, 0),) + ((0x70, 0x80),)
    for place, box in enumerate(_BOXES):
        for nibble, digit in enumerate(box):
            byte = _PARTED[nibble] if place < 2 else nibble
            substitute = int(digit, 16)
            if place < 5:
                substitute = substitute & 1 | substitute >> 1 << 5
            for other in others[place]:
                table[(byte | other) ^ marks[place]] = substitute
    return bytes(table)


def _mix(state: int, block: int, encrypted: int) -> int:
    """Return psi^61(state ^ psi(block ^ psi^12(encrypted))) (RFC 5831, 5.3).

    psi moves the words of 16 bits down by one and puts w0 + w1 + w2 + w3 + w12 + w15 on top: it
    is a step along a sequence. The words above a piece of it are what is known of their sums,
    divided, as polynomials, by 1 + z + z^4; those below it, divided by
    1 + z + z^2 + z^3 + z^12 + z^15. Both with the fewest shifts a search found.
    """
    # Twelve words above.
    new = encrypted ^ encrypted >> 16
    new = (new ^ new >> 32 ^ encrypted >> 192 ^ encrypted >> 240) & _LOW_192
    one = new ^ new << 16
    new = one ^ new << 96 ^ one << 32
    new ^= new << 80
    # With the word below it a state is where a block is, and the sum is one step behind.
    known = ((encrypted >> 192 | new << 64) ^ block ^ state) & _LOW_256
    # Sixteen words below.
    one = known ^ known << 16
    new = (one ^ known << 64 ^ known << 208 ^ one << 224) & _LOW_256
    one = new ^ new >> 16
    two = one ^ new >> 80
    # From the sixteenth word below, psi^77 is psi^13 + psi^10 + psi^9 + psi^8 + psi^5 + psi + 1.
    known = known << 256 | two ^ new >> 64 ^ one >> 224 ^ two >> 128
    one = known ^ known >> 16 ^ known >> 64
    return (one ^ one >> 64 ^ one >> 144) & _LOW_272
