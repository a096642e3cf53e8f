"""What a reader's search and copy take codes for: a font's ``/ToUnicode`` (ISO 32000-1, 9.10.3).

It is PostScript that no reader runs: each looks for its words, past comments, or not. So it is
read as every program writes it: lists of codes and texts in hexadecimal one after another, and
nothing like them before or behind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from signing.examine.objects import Objects

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_LIST = re.compile(rb"\s*[0-9]{1,5}\s+begin(codespacerange|bfchar|bfrange)(?![a-z])")
_FIRST = re.compile(rb"[0-9]{1,5}\s+begin(?:codespacerange|bfchar|bfrange)(?![a-z])")
_WORDS = re.compile(rb"begin(?:codespace|bf|cid|notdef)|usecmap")
_WITHIN = re.compile(rb"[<>\[\]0-9A-Fa-f\s]*")
_ITEM = re.compile(rb"<([0-9A-Fa-f\s]*)>|([\[\]])|[^\s]")
_MOST_CODES = 70_000
_LONGEST = 1 << 20
"""Bytes; of all signs there are it would be half as long."""
_MARK = "\ufeff"
_LAST = 0xFFFF
_NUMBER = re.compile(r"[-+.,:/\'%‰№$€]*\d[-+.,:/\'%‰\d]*")
_ONE_MINUS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-") | {0xAD: None}


class Copied:
    """One map from codes to text.

    Args:
        objects: of the document.
        found: the font.
        size: bytes of its codes.
    """

    def __init__(self, objects: Objects, found: DictionaryObject, size: int) -> None:
        self.texts: dict[int, str] = {}
        """By code."""
        self.is_plain = "/ToUnicode" not in found
        """As far as its words go."""
        self.unsure: set[int] = set()
        """Codes of which readers may read several things."""
        self._size = size
        self._count = 0
        stream = objects.stream(dict.get(found, "/ToUnicode"))
        if stream is None:
            return
        data = objects.data(stream)
        objects.budget.spend("work", len(data) // 8)
        try:
            self._read(data)
            self.is_plain = True
        except (ValueError, StopIteration):
            return

    def _read(self, data: bytes) -> None:
        """Read a map.

        Raises:
            ValueError: it is not as every program writes it.
            StopIteration: a list ends too early.
        """
        first = _FIRST.search(data[:_LONGEST])
        at = len(data) if first is None else first.start()
        around = data[:at]
        while (begun := _LIST.match(data, at)) is not None:
            end = data.find(b"end" + begun[1], begun.end())
            if end < 0 or _WITHIN.fullmatch(data, begun.end(), end) is None:
                raise ValueError(at)
            if begun[1] != b"codespacerange":
                items = _ITEM.finditer(data, begun.end(), end)
                read = self._read_each if begun[1] == b"bfchar" else self._read_ranges
                read(iter([_value(item) for item in items]))
            at = end + len(begun[1]) + 3
        if len(data) > _LONGEST or _WORDS.search(around + b" " + data[at:]):
            raise ValueError(at)

    def _read_each(self, values: Iterator[bytes | str]) -> None:
        for code in values:
            self._add(self._code(code), next(values))

    def _read_ranges(self, values: Iterator[bytes | str]) -> None:
        for value in values:
            low, high = self._code(value), self._code(next(values))
            start = next(values)
            if low > high:
                raise ValueError(low)
            for code in range(low, high + 1):
                self._add(code, next(values) if start == "[" else _plus(start, code - low))
            if start == "[" and next(values) != "]":
                raise ValueError(high)

    def _code(self, value: bytes | str) -> int:
        if not isinstance(value, bytes) or len(value) != self._size:
            raise ValueError(value)
        return int.from_bytes(value)

    def _add(self, code: int, value: bytes | str) -> None:
        self._count += 1
        if value in ("[", "]") or self._count > _MOST_CODES:
            raise ValueError(code)
        text = value.decode("utf-16-be", "replace") if isinstance(value, bytes) else ""
        text = text.removeprefix(_MARK)
        before = self.texts.get(code, text)
        # Ghostscript writes some letters twice; no digit.
        if not isinstance(value, bytes) or (before != text and digits_in(before + text)):
            self.unsure.add(code)
        self.texts[code] = text


def folded(text: str) -> str:
    """Fold what mathematics writes with letters of its own, too."""
    return unicodedata.normalize("NFKC", text).casefold()


def numbers_of(text: str) -> list[str]:
    """Return its numbers with the signs that make others of them, without spaces."""
    return _NUMBER.findall("".join(folded(text).split()).translate(_ONE_MINUS))


def digits_in(text: str) -> bool:
    """Whether there is a digit, however it is written."""
    return any(sign.isdigit() for sign in folded(text))


def _value(found: re.Match[bytes]) -> bytes | str:
    """Return the bytes of a hexadecimal string; a bracket, and half a byte too much, as it is."""
    digits = b"".join((found[1] or b"").split())
    if found[1] is None or len(digits) % 2:
        return found[0].decode("ascii")
    return bytes.fromhex(digits.decode("ascii"))


def _plus(start: bytes | str, step: int) -> bytes | str:
    """Count up the last two bytes of a range's first text."""
    if not isinstance(start, bytes) or len(start) < 2:
        return start or "<>"
    last = int.from_bytes(start[-2:]) + step
    return "<>" if last > _LAST else start[:-2] + last.to_bytes(2)
