"""What of a content stream every reader draws alike (ISO 32000-1, 7.8.2 and annex A).

Of an operand too many some readers take the first ones and some the last, of a number like
``3-00`` each makes its own, and what stands between BT and ET may be kept or undone by ``Q``. Each
of these puts a sum elsewhere, or nowhere, in one reader of five.
"""

from __future__ import annotations

from typing import Any

from signing.examine.settings import SHARP

_N, _NAME, _TEXT = (float,), (str,), (bytes,)
_OPERANDS: dict[bytes, tuple[tuple[type, ...], ...]] = {
    **dict.fromkeys(
        (
            *(b"b", b"B", b"b*", b"B*", b"BT", b"BX", b"EMC", b"ET", b"EX", b"f", b"F", b"f*"),
            *(b"h", b"n", b"q", b"Q", b"s", b"S", b"T*", b"W", b"W*"),
        ),
        ((),),
    ),
    **dict.fromkeys(
        (
            *(b"G", b"g", b"i", b"J", b"j", b"M", b"Tc", b"TL", b"Tr", b"Ts", b"Tw", b"Tz"),
            b"w",
        ),
        (_N,),
    ),
    **dict.fromkeys((b"d0", b"l", b"m", b"Td", b"TD"), (_N * 2,)),
    **dict.fromkeys((b"RG", b"rg"), (_N * 3,)),
    **dict.fromkeys((b"K", b"k", b"re", b"v", b"y"), (_N * 4,)),
    **dict.fromkeys((b"c", b"cm", b"d1", b"Tm"), (_N * 6,)),
    **dict.fromkeys((b"BMC", b"CS", b"cs", b"Do", b"gs", b"MP", b"ri", b"sh"), (_NAME,)),
    **dict.fromkeys((b"BDC", b"DP"), ((str, str), (str, dict))),
    **dict.fromkeys((b"SC", b"sc"), tuple(_N * count for count in range(1, 33))),
    **dict.fromkeys(
        (b"SCN", b"scn"),
        (
            *(_N * count for count in range(1, 33)),
            *((*_N * count, str) for count in range(33)),
        ),
    ),
    **dict.fromkeys((b"Tj", b"'"), (_TEXT,)),
    b"TJ": ((list,),),
    b"Tf": ((str, float),),
    b"d": ((list, float),),
    b'"': ((float, float, bytes),),
    b"BI": ((bool, float, float),),
}
OPERATORS = frozenset(_OPERANDS)
"""All that there are (table A.1), but those that stand within a picture."""

_BUILDS = (b"m", b"l", b"c", b"v", b"y", b"h", b"re")
_BEGINS = (b"m", b"re")
_CLIPS = (b"W", b"W*")
_PAINTS = (b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"n")
_SETS = (
    *(b"G", b"g", b"RG", b"rg", b"K", b"k", b"CS", b"cs", b"SC", b"sc", b"SCN", b"scn"),
    *(b"w", b"J", b"j", b"M", b"d", b"i", b"ri"),
)
"""What MuPDF writes between a path and its painting."""
_SHOWS = (b"Tj", b"TJ", b"'", b'"')
_PLACES = (b"Td", b"TD", b"TL", b"Tm", b"Tc", b"Tw", b"Ts", b"Tf")
_FAR = 1 << 20
"""What is further away single precision puts elsewhere."""
_LONGEST = 32767
"""Bytes of a string (annex C); PDFium leaves out what is more."""
_CLIPPING = 4


class Plainness:
    """Looks at the operators of one content stream in their order."""

    def __init__(self) -> None:
        self.is_plain = True
        self._in_text = False
        self._kept: list[float] = []
        self._mode = 0.0
        self._shown: set[float] = set()
        """Modes in which this text was shown."""
        self._path = b""
        """The last operator of a path that is not painted yet."""

    def look(self, operator: bytes, operands: list[Any]) -> None:
        """Look at the next one.

        Args:
            operator: its name.
            operands: its own, as :mod:`signing.examine.content` gives them.
        """
        if tuple(map(type, operands)) not in _OPERANDS.get(operator, ()):
            self.is_plain = False
        elif operator in _SHOWS:
            self._show(operands[-1])
        elif operator in (b"BT", b"ET"):
            self.is_plain &= self._in_text == (operator == b"ET")
            self._in_text = operator == b"BT"
            self._look_at_modes()
        elif operator == b"q":
            self._kept.append(self._mode)
            self.is_plain &= not self._in_text
        elif operator == b"Q":
            self.is_plain &= bool(self._kept) and not self._in_text
            self._mode = self._kept.pop() if self._kept else 0.0
        elif operator == b"Tr":
            self._mode = operands[0]
            self.is_plain &= self._mode in range(8)
        elif operator in _PLACES:
            numbers = (item for item in operands if isinstance(item, float))
            self.is_plain &= all(abs(number) < _FAR for number in numbers)
        elif operator == b"M":
            self.is_plain &= 0 <= operands[0] <= SHARP
        self._look_at_path(operator)

    def _show(self, shown: Any) -> None:  # noqa: ANN401
        parts = shown if isinstance(shown, list) else [shown]
        self.is_plain &= all(isinstance(item, (float, bytes)) for item in parts)
        strings = (item for item in parts if isinstance(item, bytes))
        self.is_plain &= all(len(item) <= _LONGEST for item in strings)
        self._shown.add(self._mode)

    def _look_at_modes(self) -> None:
        """A text is a clip as a whole or not at all; of nothing each reader makes its own."""
        modes = self._shown | {self._mode}
        if not self._in_text and max(modes) >= _CLIPPING:
            self.is_plain &= len(modes) == 1 and bool(self._shown)
        self._shown = set()

    def _look_at_path(self, operator: bytes) -> None:
        """Between the first part of a path and its painting nothing else is drawn (8.5.2)."""
        if operator in _BUILDS:
            begun = operator in _BEGINS or bool(self._path)
            self.is_plain &= begun and self._path not in _CLIPS
            self._path = operator
        elif operator in _CLIPS:
            self.is_plain &= bool(self._path)
            self._path = operator
        elif operator not in _SETS:
            self.is_plain &= not self._path or operator in _PAINTS
            self._path = b""
