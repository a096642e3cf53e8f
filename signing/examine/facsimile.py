"""Facsimiles of group 4, read through to their end (ITU-T T.6).

What is damaged in one each reader puts right in its own way: some keep the row above, some leave
the rest white. So each row must come to its end, and all rows must be there.
"""

from __future__ import annotations

from signing.examine.budget import Budget

_WHITE = (
    "00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 "
    "110101 101010 101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 "
    "0100100 0011000 00000010 00000011 00011010 00011011 00010010 00010011 00010100 00010101 "
    "00010110 00010111 00101000 00101001 00101010 00101011 00101100 00101101 00000100 00000101 "
    "00001010 00001011 01010010 01010011 01010100 01010101 00100100 00100101 01011000 01011001 "
    "01011010 01011011 01001010 01001011 00110010 00110011 00110100"
)
_WHITE_64 = (
    "11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100 "
    "011001101 011010010 011010011 011010100 011010101 011010110 011010111 011011000 011011001 "
    "011011010 011011011 010011000 010011001 010011010 011000 010011011"
)
_BLACK = (
    "0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 "
    "00000111 000011000 0000010111 0000011000 0000001000 00001100111 00001101000 00001101100 "
    "00000110111 00000101000 00000010111 00000011000 000011001010 000011001011 000011001100 "
    "000011001101 000001101000 000001101001 000001101010 000001101011 000011010010 000011010011 "
    "000011010100 000011010101 000011010110 000011010111 000001101100 000001101101 000011011010 "
    "000011011011 000001010100 000001010101 000001010110 000001010111 000001100100 000001100101 "
    "000001010010 000001010011 000000100100 000000110111 000000111000 000000100111 000000101000 "
    "000001011000 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111"
)
_BLACK_64 = (
    "0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101 "
    "0000001101100 0000001101101 0000001001010 0000001001011 0000001001100 0000001001101 "
    "0000001110010 0000001110011 0000001110100 0000001110101 0000001110110 0000001110111 "
    "0000001010010 0000001010011 0000001010100 0000001010101 0000001011010 0000001011011 "
    "0000001100100 0000001100101"
)
_BOTH_64 = (
    "00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101 "
    "000000010110 000000010111 000000011100 000000011101 000000011110 000000011111"
)
_PASS, _RUNS = 100, 101
_MODES = {
    "1": 0,
    "011": 1,
    "000011": 2,
    "0000011": 3,
    "010": -1,
    "000010": -2,
    "0000010": -3,
    "0001": _PASS,
    "001": _RUNS,
}
_BITS, _MODE_BITS, _END_BITS = 13, 7, 24
_END = 0x001001
_ROWS = 32
"""Between two looks at the clock."""
_Codes = list[tuple[int, int] | None]


def _table(codes: dict[str, int], bits: int) -> _Codes:
    """Return by what stands next how many bits a code has, and what it means."""
    made: _Codes = [None] * (1 << bits)
    for code, meaning in codes.items():
        rest = bits - len(code)
        start = int(code, 2) << rest
        made[start : start + (1 << rest)] = [(len(code), meaning)] * (1 << rest)
    return made


def _runs(short: str, long: str) -> _Codes:
    codes = {code: length for length, code in enumerate(short.split())}
    codes |= {code: 64 * count for count, code in enumerate((f"{long} {_BOTH_64}").split(), 1)}
    return _table(codes, _BITS)


_TABLES = (_runs(_WHITE, _WHITE_64), _runs(_BLACK, _BLACK_64))
_MODE = _table(_MODES, _MODE_BITS)


class Facsimile:
    """Reads one from its first bit on."""

    def __init__(self, data: bytes, width: int) -> None:
        self._data = data + b"\0" * 4
        self._end = 8 * len(data)
        self._width = width
        self._at = 0

    def is_whole(self, height: int, budget: Budget, *, ends: bool) -> bool:
        """Whether it has just so many rows, and then the end of it.

        Args:
            height: rows.
            budget: what looking may cost.
            ends: the end is marked (``/EndOfBlock``).

        Raises:
            DocumentTooLarge: the time is over.
        """
        row: list[int] = []
        for number in range(height):
            if number % _ROWS == 0:
                budget.check()
            read = self._row(row)
            if read is None or self._at > self._end:
                return False
            row = read
        return not ends or (self._next(_END_BITS) == _END and self._at + _END_BITS <= self._end)

    def _next(self, bits: int) -> int:
        place = self._at >> 3
        found = int.from_bytes(self._data[place : place + 4], "big")
        return found >> (32 - bits - (self._at & 7)) & (1 << bits) - 1

    def _row(self, above: list[int]) -> list[int] | None:
        """Read where a row changes its colour; None if it does not come to its end."""
        width = self._width
        before = [*above, width, width, width]
        changes: list[int] = []
        here, at, colour = -1, 0, 0
        while here < width:
            found = _MODE[self._next(_MODE_BITS)]
            if found is None or self._at > self._end:
                return None
            self._at += found[0]
            at = max(at - 1, 0)
            at += (at & 1) ^ colour
            while before[at] <= here and before[at] < width:
                at += 2
            if found[1] == _PASS:
                here = before[at + 1]
                if here >= width:
                    return None
            elif found[1] == _RUNS:
                first, second = self._run(colour), self._run(1 - colour)
                start = max(here, 0)
                turn, end = start + first, start + first + second
                if first < 0 or second < 0 or (first == 0 and here >= 0) or end > width:
                    return None
                if second == 0 and end < width:
                    return None
                changes += (turn, end)
                here = end
            else:
                turn = before[at] + found[1]
                if turn <= here or turn < 0 or turn > width:
                    return None
                changes.append(turn)
                here, colour = turn, 1 - colour
        return [change for change in changes if change < width]

    def _run(self, colour: int) -> int:
        """Read the length of a run; less than nothing if it is none."""
        length = 0
        while self._at <= self._end:
            found = _TABLES[colour][self._next(_BITS)]
            if found is None:
                return -1
            self._at += found[0]
            length += found[1]
            if found[1] < 64:
                return length
        return -1
