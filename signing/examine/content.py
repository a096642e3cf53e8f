"""The operators of a page's content stream (ISO 32000-1, 7.8.2), one after the other.

A tokenizer of its own, because this one can be stopped between any two operators and takes less
than half of the library's time, which is what a person waits for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from signing.detail import Detail
from signing.errors import DocumentTooLarge, MalformedDocument
from signing.examine.budget import Budget
from signing.examine.inline import plain_inline
from signing.flaws import Flaw

# No text costs more than its length. A longer string with escapes is read piece by piece.
_TOKEN = re.compile(
    rb"[\0\t\n\f\r ]*+"
    rb"(?:(?P<number>[+-]?(?:[0-9]{1,9}(?:\.[0-9]*+)?|\.[0-9]++)(?=[\0\t\n\f\r ()<>\[\]/%]|$))"
    # Readers take several signs in their own ways, letters behind a number for a part of it or
    # for an operator, and count up to 31 bits or further.
    rb"|(?P<loose>[+-]*+(?:[0-9]++\.?[0-9]*+|\.[0-9]++)"
    rb"(?=[\0\t\n\f\r ()<>\[\]{}/%A-Za-z'\"]|$))"
    rb"|/(?P<name>[^\0\t\n\f\r ()<>\[\]{}/%]*+)"
    rb"|\((?P<string>[^()\\]*+)\)"
    rb"|\((?P<escaped>[^()\\]*+(?:\\.[^()\\]*+){0,9999})\)"
    rb"|(?P<open>\()"
    rb"|(?P<mark><<|>>|[\[\]{}])"
    rb"|<(?P<hex>[^<>]*+)>"
    rb"|(?P<comment>%[^\r\n]*+)"
    rb"|(?P<operator>[^\0\t\n\f\r ()<>\[\]{}/%]++)"
    rb"|(?P<odd>.))",
    re.DOTALL,
)
_STRING_PART = re.compile(
    rb"[^()\\]*+(?:\\(?:[0-7]{1,3}|\r\n|.)[^()\\]*+){1,9999}|[^()\\]++|[()]", re.DOTALL
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_TOO_LARGE = re.compile(rb"(?:^|[^\\])(?:\\\\)*\\[4-7][0-7]{2}", re.DOTALL)
_ESCAPES = {bytes((value,)): bytes((value,)) for value in range(256)}
_ESCAPES |= {b"%o" % value: bytes((value & 0xFF,)) for value in range(0o1000)}
_ESCAPES |= {b"%02o" % value: bytes((value,)) for value in range(0o100)}
_ESCAPES |= {b"%03o" % value: bytes((value & 0xFF,)) for value in range(0o1000)}
_ESCAPES |= {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ESCAPES |= dict.fromkeys((b"\r\n", b"\n", b"\r"), b"")
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_IMAGE_DATA = re.compile(rb"\bID[\0\t\n\f\r ]")
_STENCIL = re.compile(rb"/(?:IM|ImageMask)[\0\t\n\f\r ]+true")
_IMAGE_END = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r /\[(<Qq]|$)")
_ENDS = re.compile(rb"EI(?=[\0\t\n\f\r /\[(<Qq]|$)")
_IMAGE_ENTRY = re.compile(
    rb"/(W|Width|H|Height|BPC|BitsPerComponent|IM|ImageMask|CS|ColorSpace|F|Filter"
    rb"|D|Decode|DP|DecodeParms)(?=[\0\t\n\f\r /\[<])"
    rb"[\0\t\n\f\r ]*(/?[A-Za-z0-9]{0,10})(?![A-Za-z0-9])"
)
_SHORT = {b"Width": b"W", b"Height": b"H", b"BitsPerComponent": b"BPC", b"ImageMask": b"IM"}
_SHORT |= {b"ColorSpace": b"CS", b"Filter": b"F", b"Decode": b"D", b"DecodeParms": b"DP"}
_SIZE = (b"W", b"H", b"BPC")
_COLOURS = {b"/G": 1, b"/DeviceGray": 1, b"/RGB": 3, b"/DeviceRGB": 3, b"/CMYK": 4}
_COLOURS |= {b"/DeviceCMYK": 4}
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]")
_NOT_DIGITS = re.compile(rb"[^0-9A-Fa-f\t\n\f\r ]")
_WORDS = (b"true", b"false", b"null")
_MOST_OPERANDS = 4096
_MOST_ITEMS = 100_000
_LONGEST_NUMBER = 40
_AT_ONCE = 256
"""Tokens between two looks at the budget."""

Operand = Any
"""float, bytes (a string), str (a name without its slash), bool, list or dict."""


class _Nothing:
    """What is no operand: braces, and brackets that close nothing."""


_NOTHING = _Nothing()


def operators(
    data: bytes,
    budget: Budget,
    odd: Callable[[], None] = lambda: None,
    seams: tuple[int, ...] = (),
) -> Iterator[tuple[bytes, list[Operand]]]:
    """Yield every operator with its operands.

    Of an inline image only ``BI`` comes, with whether it is a stencil, its width and its height.

    Args:
        data: of the stream.
        budget: what it may cost.
        odd: called for words that not all readers take the same way.
        seams: of several streams, where a word must not go on.

    Raises:
        MalformedDocument: not a content stream.
        DocumentTooLarge: a limit is reached.
    """
    return _Content(data, budget, odd, seams).operators()


class _Content:
    def __init__(
        self, data: bytes, budget: Budget, odd: Callable[[], None], seams: tuple[int, ...]
    ) -> None:
        self._data = data
        self._budget = budget
        self._odd = odd
        self._at = 0
        self._seams = iter((*seams, len(data) + 1))
        self._seam = next(self._seams)

    def operators(self) -> Iterator[tuple[bytes, list[Operand]]]:
        operands: list[Operand] = []
        spent = 0
        match, data = _TOKEN.match, self._data
        while found := match(data, self._at):
            self._at = found.end()
            kind = found.lastgroup
            if self._at > self._seam:
                self._cross(found.start(kind or 0))
            spent += 1
            if spent == _AT_ONCE:
                self._budget.spend("work", spent)
                spent = 0
            if kind == "operator":
                operator = found["operator"]
                if operator in _WORDS:
                    operands.append(operator == b"true")
                    continue
                if operator == b"BI":
                    operands = self._skip_image()
                yield operator, operands
                operands = []
                continue
            value = _number(found["number"]) if kind == "number" else self._value(found, 0)
            if value is not _NOTHING:
                operands.append(value)
            if len(operands) > _MOST_OPERANDS:
                raise DocumentTooLarge(Detail("operands"))
        self._budget.spend("work", spent)

    def _cross(self, start: int) -> None:
        """Go on to the next stream, in which a word must begin and not go on."""
        while self._at > self._seam:
            if start <= self._seam:
                self._odd()
            self._seam = next(self._seams)

    def _value(self, found: re.Match[bytes], depth: int) -> Operand:
        self._budget.deeper(depth)
        match found.lastgroup:
            case "number":
                return _number(found["number"])
            case "loose":
                self._odd()
                return _number(found["loose"])
            case "string" | "escaped" as kind:
                return self._unescaped(found[kind])
            case "name":
                return _name(found["name"])
            case "hex":
                if _NOT_DIGITS.search(found["hex"]):
                    self._odd()
                return _hexadecimal(found["hex"])
            case "open":
                start = self._at
                value = self._string()
                self._cross(start)
                return value
            case "mark":
                return self._marked(found["mark"], depth)
            case "odd":
                self._odd()
            case "comment" if self._at == self._seam:
                # To a reader that puts no end of a line between streams it goes on.
                self._odd()
        return _NOTHING

    def _marked(self, mark: bytes, depth: int) -> Operand:
        if mark == b"[":
            return self._until(b"]", depth)
        if mark == b"<<":
            items = self._until(b">>", depth)
            pairs = zip(items[::2], items[1::2], strict=False)
            if len(items) % 2 or not all(isinstance(name, str) for name in items[::2]):
                self._odd()
            return {name: value for name, value in pairs if isinstance(name, str)}
        self._odd()
        return _NOTHING

    def _until(self, end: bytes, depth: int) -> list[Operand]:
        items: list[Operand] = []
        match, data = _TOKEN.match, self._data
        while found := match(data, self._at):
            self._at = found.end()
            kind = found.lastgroup
            if self._at > self._seam:
                self._cross(found.start(kind or 0))
            if kind == "number":
                items.append(_number(found["number"]))
            elif kind == "mark" and found["mark"] == end:
                break
            elif kind == "operator":
                if found["operator"] not in _WORDS:
                    self._odd()
                items.append(found["operator"] == b"true")
            else:
                value = self._value(found, depth + 1)
                if value is not _NOTHING:
                    items.append(value)
            if len(items) > _MOST_ITEMS:
                raise DocumentTooLarge(Detail("operands"))
        else:
            self._odd()
        self._budget.spend("work", len(items) + 1)
        return items

    def _string(self) -> bytes:
        """Read a string with escapes or brackets; its first bracket is behind us (7.3.4.2)."""
        parts: list[bytes] = []
        depth = 1
        while found := _STRING_PART.match(self._data, self._at):
            self._at = found.end()
            self._budget.spend("work")
            part = found[0]
            if part == b"(":
                depth += 1
            elif part == b")":
                depth -= 1
                if not depth:
                    return b"".join(parts)
            else:
                part = self._unescaped(part)
            parts.append(part)
        raise MalformedDocument(Flaw.NO_STRING_END)

    def _unescaped(self, text: bytes) -> bytes:
        # Some readers take three digits for more than a byte, or a line's end for two.
        if b"\r" in text or _TOO_LARGE.search(text):
            self._odd()
        return _ESCAPE.sub(_unescaped, text) if b"\\" in text else text

    def _skip_image(self) -> list[Operand]:
        """Go behind an inline image (8.9.7); tell whether it is a stencil, and its size."""
        start = _IMAGE_DATA.search(self._data, self._at)
        end = _IMAGE_END.search(self._data, start.end() - 1) if start else None
        if start is None or end is None:
            raise MalformedDocument(Flaw.NO_IMAGE_END)
        stencil = _STENCIL.search(self._data, self._at, start.start()) is not None
        entries = _IMAGE_ENTRY.findall(self._data, self._at, start.start())
        length = _length(entries)
        if len({_SHORT.get(key, key) for key, _ in entries}) < len(entries):
            self._odd()
        if length is not None:
            # Readers go by the size of the picture, whatever its bytes look like.
            at = start.end() + length
            there = _IMAGE_END.match(self._data, at) or _ENDS.match(self._data, at)
        else:
            there = _ENDS.search(self._data, start.end())
        if there is None or there.end() != end.end():
            self._odd()
        close = end if there is None else there
        head = self._data[self._at : start.start()] + b"]"
        inner = _Content(head, self._budget, self._odd, ())
        items = inner._until(b"]", 0)
        data = self._data[start.end() : close.start()]
        whole = b"." not in head and inner._at == len(head)
        claim = plain_inline(items, data, self._budget) if whole else None
        if claim is None:
            self._odd()
        begun, self._at = self._at, close.end()
        self._cross(begun)
        size = (1, 1) if claim is None else (claim.width, claim.height)
        return [stencil, *map(float, size)]


def _length(found: list[tuple[bytes, bytes]]) -> int | None:
    """Return how many bytes a picture has that is not packed; None if it is, or does not say."""
    entries = {_SHORT.get(key, key): value for key, value in found}
    stencil = entries.get(b"IM") == b"true"
    wide, high, bits = (
        entries.get(key, b"1" if key == b"BPC" and stencil else b"") for key in _SIZE
    )
    colours = 1 if stencil else _COLOURS.get(entries.get(b"CS", b""))
    sized = wide.isdigit() and high.isdigit() and bits.isdigit()
    if b"F" in entries or colours is None or not sized:
        return None
    return int(high) * -(-int(wide) * int(bits) * colours // 8)


def _number(text: bytes) -> float:
    try:
        if len(text) < _LONGEST_NUMBER:
            return float(text)
    except ValueError:
        # Readers take "--5" for 5 or -5; what matters here is that it does not end the page.
        return -float(text.lstrip(b"+-"))
    raise MalformedDocument(Flaw.NO_NUMBER_END)


def _name(text: bytes) -> str:
    if b"#" in text:
        text = _NAME_ESCAPE.sub(lambda found: bytes((int(found[1], 16),)), text)
    return text.decode("latin-1")


def _hexadecimal(text: bytes) -> bytes:
    digits = _NOT_HEX.sub(b"", text)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _unescaped(found: re.Match[bytes]) -> bytes:
    return _ESCAPES[found[1]]
