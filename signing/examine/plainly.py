"""What of a content stream every reader draws alike (ISO 32000-1, 7.8.2 and annex A).

Of an operand too many some readers take the first ones and some the last, of a number like
``3-00`` each makes its own, and what stands between BT and ET may be kept or undone by ``Q``. Each
of these puts a sum elsewhere, or nowhere, in one reader of five.
"""

from __future__ import annotations

from typing import Any

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
    b"BI": ((bool,),),
}


class Plainness:
    """Looks at the operators of one content stream in their order."""

    def __init__(self) -> None:
        self.is_plain = True
        self._in_text = False
        self._kept = 0

    def look(self, operator: bytes, operands: list[Any]) -> None:
        """Look at the next one.

        Args:
            operator: its name.
            operands: its own, as :mod:`signing.examine.content` gives them.
        """
        if tuple(map(type, operands)) not in _OPERANDS.get(operator, ()):
            self.is_plain = False
        elif operator == b"TJ":
            self.is_plain &= {type(item) for item in operands[0]} <= {float, bytes}
        elif operator in (b"BT", b"ET"):
            self.is_plain &= self._in_text == (operator == b"ET")
            self._in_text = operator == b"BT"
        elif operator in (b"q", b"Q"):
            self._kept += 1 if operator == b"q" else -1
            self.is_plain &= self._kept >= 0 and not self._in_text
