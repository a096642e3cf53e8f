"""The national hash in Python alone: GOST R 34.11-94 (RFC 5831; RFC 4357, 11.2).

Numbers are little-endian throughout, as the standard has them: byte 0 of a block is the lowest.
A block costs four encryptions of GOST 28147-89, 32 rounds each, and one linear mixing. The four
go side by side in one long number, 64 bits for each; half of them is room for what a round adds.
That way a round is some fifteen operations of the interpreter, not forty-four.
"""

from __future__ import annotations

from copy import copy
from functools import cache, reduce
from operator import mul, xor
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
_LOW_16, _LOW_192, _LOW_256 = (1 << 16) - 1, (1 << 192) - 1, (1 << 256) - 1

# Four lanes of 64 bits: a mask for the word in each, and those that part its nibbles, the even
# ones in place, the odd ones in the upper half; the free bits of a byte then say which it is.
_LANES = 1 << 192 | 1 << 128 | 1 << 64 | 1
_WORD = 0xFFFFFFFF * _LANES
_EVEN = 0x0F0F0F0F * _LANES
_ODD = 0x0F0F0F0F00000000 * _LANES
_PLACES = 0x7060504030201000 * _LANES
# A word times this, and then shifted by 32, is turned left by 11.
_TURN_11 = 1 << 43 | 1 << 11

# What the four keys are made from stands one behind the other, from these bytes on, each with
# something above it that nobody asks for.
_STARTS = (0, 80, 144, 192)
_ZERO = 224
# Word j of the four keys, in four lanes, big-endian: which byte goes where (RFC 5831, 5.1, P).
_PICKS = bytes(
    _ZERO if byte > 3 else _STARTS[lane] + 8 * byte + word
    for word in range(8)
    for lane in (3, 2, 1, 0)
    for byte in (7, 6, 5, 4, 3, 2, 1, 0)
)
_KEYS = Struct("32s" * 8)
_WORDS = Struct("<16H")
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
        return state.to_bytes(DIGEST_SIZE, "little")

    def _block(self, block: bytes | memoryview) -> None:
        number = int.from_bytes(block, "little")
        self._state = _step(self._state, number)
        self._sum = self._sum + number & _LOW_256


def _step(state: int, block: int) -> int:
    """Take in one block (RFC 5831, 5)."""
    # A, of which the keys are made, only moves words of 64 bits and adds one of their sums: so all
    # that it makes of the state, used three times, is seven words, and each result four of them.
    # Of the block it makes ten, used six times.
    u = state | ((state ^ state >> 64) & _LOW_192) << 256
    v = block | ((block ^ block >> 64) & _LOW_192) << 256
    last = v >> 192
    v |= ((last ^ last >> 64) & _LOW_192) << 448
    first_two = (u ^ v) | (u >> 64 ^ v >> 128) << 640
    made = first_two | (u >> 128 ^ v >> 256) << 1152 | (u >> 192 ^ v >> 384) << 1536
    # The bytes are the table of translate(), and the places to read are what is translated.
    picked = _PICKS.translate((made ^ _CONSTANTS).to_bytes(256, "little"))
    keys = list(map(int.from_bytes, _KEYS.unpack(picked)))
    return _mix(state, block, _encrypt(state, keys * 3 + keys[::-1]))


def _a(y: int) -> int:
    return y >> 64 | ((y ^ y >> 64) & (1 << 64) - 1) << 192


_CONSTANTS = _C3 << 8 * _STARTS[2] | _a(_C3) << 8 * _STARTS[3]
"""C3 is added to what the third key is made from, and is in the fourth as A changes it."""


def _encrypt(blocks: int, keys: list[int]) -> int:
    """Encrypt four blocks of 64 bits, each with its own key, with GOST 28147-89 (RFC 5830, 5)."""
    boxes, from_bytes = _boxes(), int.from_bytes
    # A name of this function's own is found more quickly, thirty-two times over.
    each, even, odd, places, turn = _WORD, _EVEN, _ODD, _PLACES, _TURN_11
    low, high = blocks & each, blocks >> 32 & each
    for key in keys:
        word = low + key
        parted = word & even | word << 28 & odd | places
        found = from_bytes(parted.to_bytes(32).translate(boxes))
        joined = (found ^ found >> 32) & each
        low, high = high ^ (joined * turn >> 32 & each), low
    return low << 32 | high


@cache
def _boxes() -> bytes:
    """Return the substitution of every nibble: bits 4-5 are its byte, bit 6 is set for odd ones.

    An odd nibble is given four bits higher, where it belongs.
    """
    table = bytearray(256)
    for nibble, box in enumerate(_BOXES):
        start = (nibble >> 1 | (nibble & 1) << 2) << 4
        for value, substitute in enumerate(bytes.fromhex("0" + "0".join(box))):
            table[start | value] = substitute << 4 * (nibble & 1)
    return bytes(table)


def _mix(state: int, block: int, encrypted: int) -> int:
    """Return psi^61(state ^ psi(block ^ psi^12(encrypted))) (RFC 5831, 5.3)."""
    # psi moves the words of 16 bits down by one and puts w0 + w1 + w2 + w3 + w12 + w15 on top. The
    # twelve new words rest on old ones, and on new ones one and four places below: as polynomials
    # they are what is known, divided by P = 1 + z + z^4. Modulo z^12 that is P P^2 P^4 P^8 times
    # it, and of those powers only a few terms are left.
    new = encrypted ^ encrypted >> 16 ^ encrypted >> 32 ^ encrypted >> 48
    new = (new ^ encrypted >> 192 ^ encrypted >> 240) & _LOW_192
    new ^= new << 16 ^ new << 64
    new ^= new << 32 ^ new << 128
    new ^= new << 64
    new ^= new << 128
    mixed = (encrypted >> 192 | new << 64) & _LOW_256 ^ block
    top = mixed ^ mixed >> 16 ^ mixed >> 32 ^ mixed >> 48 ^ mixed >> 192 ^ mixed >> 240
    mixed = (mixed >> 16 | (top & _LOW_16) << 240) ^ state
    words: tuple[int, ...] = _WORDS.unpack(mixed.to_bytes(32, "little"))
    found: int = reduce(xor, map(mul, words, _psi(61)))
    return found


@cache
def _psi(times: int) -> tuple[int, ...]:
    """Return a number for each word: a word times it stands wherever psi^times adds it.

    psi only moves and adds words, so each number has a one for each of the word's places.
    """
    # A word is the set of words of the beginning that are added up in it, as bits.
    words = [1 << place for place in range(16)]
    for _ in range(times):
        new = words[0] ^ words[1] ^ words[2] ^ words[3] ^ words[12] ^ words[15]
        words = [*words[1:], new]
    return tuple(
        sum((word >> place & 1) << 16 * target for target, word in enumerate(words))
        for place in range(16)
    )
