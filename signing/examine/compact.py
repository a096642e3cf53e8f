"""Compact programs of fonts: names and codes of their glyphs (Adobe's notes 5176 and 5177).

A name, or a number in place of one, leads to a glyph. Of two glyphs of one name Ghostscript takes
the last and others the first; of an operator that is said twice each reader takes its own.
"""

from __future__ import annotations

import struct

from signing.examine.encodings import EXPERT, LATIN, NAMES
from signing.examine.programs import Program

_STANDARD = (".notdef", *LATIN[:-1], *EXPERT)
"""Strings that a compact program need not bring."""
_CHARSET, _ENCODING, _GLYPHS = 15, 16, 17
_NUMBERED = 256 + 30
"""The operator of two bytes by which glyphs have numbers for names."""
_ISO_ADOBE = 228


def read_compact(data: bytes) -> Program:
    """Read a program; an empty one comes of what some reader reads in another way."""
    try:
        return _read(data)
    except (struct.error, LookupError, ValueError):
        return Program()


def of_open_type(data: bytes) -> bytes:
    """Return the compact program within an OpenType one; empty if there is none."""
    try:
        (tables,) = struct.unpack_from(">H", data, 4)
        entries = [struct.unpack_from(">4s4xII", data, 12 + 16 * at) for at in range(tables)]
    except struct.error:
        return b""
    places = [(start, length) for tag, start, length in entries if tag == b"CFF "]
    if not data.startswith(b"OTTO") or len(places) != 1 or sum(places[0]) > len(data):
        return b""
    return data[places[0][0] : sum(places[0])]


def _read(data: bytes) -> Program:
    if data[0] != 1:
        raise ValueError(data[0])
    fonts, at = _index(data, data[2])
    tops, at = _index(data, at)
    strings, _ = _index(data, at)
    if len(fonts) != 1 or len(tops) != 1:
        raise ValueError(len(tops))
    said = _dictionary(tops[0])
    count = len(_index(data, said[_GLYPHS])[0])
    charset = said.get(_CHARSET, 0)
    if charset < 3:
        numbers = list(range(1, _ISO_ADOBE + 1))[: count - 1] if charset == 0 else []
    else:
        numbers = _numbers(data, charset, count - 1)
    if len(set(numbers)) != count - 1 or len(numbers) != count - 1:
        raise ValueError(charset)
    if _NUMBERED in said:
        straight = numbers == list(range(1, count))
        return Program(glyphs=count, numbers=frozenset(numbers), is_straight=straight)
    names = [_name(number, strings) for number in numbers]
    if len(set(names)) != len(names):
        raise ValueError(charset)
    return Program(frozenset(names), _codes(data, said.get(_ENCODING, 0), names), count)


def _name(number: int, strings: list[bytes]) -> str:
    if number < len(_STANDARD):
        return _STANDARD[number]
    return strings[number - len(_STANDARD)].decode("latin-1")


def _codes(data: bytes, at: int, names: list[str]) -> dict[int, str] | None:
    """Return the names by code (note 5176, 12); None if one has several."""
    if at == 0:
        return dict(NAMES["/StandardEncoding"])
    if at == 1:
        return None
    form, count = data[at], data[at + 1]
    if form == 0:
        codes = list(data[at + 2 : at + 2 + count])
    elif form == 1:
        ranges = [data[at + 2 + 2 * item : at + 4 + 2 * item] for item in range(count)]
        codes = [code for first, more in ranges for code in range(first, first + more + 1)]
    else:
        return None
    if len(set(codes)) != len(codes) or len(codes) > len(names):
        return None
    return dict(zip(codes, names, strict=False))


def _index(data: bytes, at: int) -> tuple[list[bytes], int]:
    """Return the items of an index, and where it ends."""
    (count,) = struct.unpack_from(">H", data, at)
    if not count:
        return [], at + 2
    size = data[at + 2]
    begin = at + 3
    places = [
        int.from_bytes(data[begin + size * item : begin + size * (item + 1)])
        for item in range(count + 1)
    ]
    start = begin + size * (count + 1) - 1
    if not 1 <= size <= 4 or sorted(places) != places or places[0] != 1:
        raise ValueError(at)
    if start + places[-1] > len(data):
        raise ValueError(at)
    items = [data[start + places[item] : start + places[item + 1]] for item in range(count)]
    return items, start + places[-1]


def _dictionary(data: bytes) -> dict[int, int]:
    """Return the last whole number of each operator, or -1; those of two bytes count from 256 on.

    Raises:
        ValueError: one is said twice.
    """
    found: dict[int, int] = {}
    at, value = 0, -1
    while at < len(data):
        byte = data[at]
        at += 1
        if byte < 22:
            if byte == 12:
                byte, at = 256 + data[at], at + 1
            if byte in found:
                raise ValueError(byte)
            found[byte], value = value, -1
        elif byte == 28:
            value, at = struct.unpack_from(">h", data, at)[0], at + 2
        elif byte == 29:
            value, at = struct.unpack_from(">i", data, at)[0], at + 4
        elif byte == 30:
            while data[at] & 15 != 15 and data[at] >> 4 != 15:
                at += 1
            at, value = at + 1, -1
        elif byte < 247:
            value = byte - 139
        elif byte < 251:
            value, at = (byte - 247) * 256 + data[at] + 108, at + 1
        else:
            value, at = -(byte - 251) * 256 - data[at] - 108, at + 1
    return found


def _numbers(data: bytes, at: int, count: int) -> list[int]:
    """Return the numbers of all glyphs but the first, or of their names (note 5176, 13)."""
    kind, at = data[at], at + 1
    if kind == 0:
        return list(struct.unpack_from(f">{count}H", data, at))
    found: list[int] = []
    form = struct.Struct(">HB" if kind == 1 else ">HH")
    while len(found) < count:
        first, more = form.unpack_from(data, at)
        found += range(first, first + more + 1)
        at += form.size
    return found[:count] if len(found) == count else []
