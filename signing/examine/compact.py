"""Compact programs of fonts: names and codes of their glyphs (Adobe's notes 5176 and 5177).

A name, or a number in place of one, leads to a glyph. Of two glyphs of one name Ghostscript takes
the last and others the first; of an operator that is said twice each reader takes its own.
"""

from __future__ import annotations

import struct

from signing.examine.charstrings import Charstrings, Matrix
from signing.examine.encodings import EXPERT, LATIN, NAMES
from signing.examine.programs import Program

_STANDARD = (".notdef", *LATIN[:-1], *EXPERT)
"""Strings that a compact program need not bring."""
_CHARSET, _ENCODING, _GLYPHS = 15, 16, 17
_PRIVATE, _OWN = 18, 19
_MATRIX, _KIND, _PARTS, _CHOSEN = 256 + 7, 256 + 6, 256 + 36, 256 + 37
_NUMBERED = 256 + 30
"""The operator of two bytes by which glyphs have numbers for names."""
_THOUSANDTHS = (0.001, 0.0, 0.0, 0.001, 0.0, 0.0)
_ISO_ADOBE = 228
_REAL = str.maketrans({"a": ".", "b": "e", "c": "e-", "e": "-"})


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
    strings, at = _index(data, at)
    if len(fonts) != 1 or len(tops) != 1:
        raise ValueError(len(tops))
    said = _dictionary(tops[0])
    drawn = _charstrings(data, said, _index(data, at)[0])
    count = len(drawn.glyphs)
    charset = _whole(said, _CHARSET, 0)
    if charset < 3:
        numbers = list(range(1, _ISO_ADOBE + 1))[: count - 1] if charset == 0 else []
    else:
        numbers = _numbers(data, charset, count - 1)
    if len(set(numbers)) != count - 1 or len(numbers) != count - 1:
        raise ValueError(charset)
    if _NUMBERED in said:
        straight = numbers == list(range(1, count))
        places = {number: place for place, number in enumerate(numbers, 1)}
        return Program(glyphs=count, numbers=places, is_straight=straight, drawn=drawn)
    names = [_name(number, strings) for number in numbers]
    drawn.names.update((name, place) for place, name in enumerate(names, 1))
    if len(drawn.names) != len(names):
        raise ValueError(charset)
    codes = _codes(data, _whole(said, _ENCODING, 0), names)
    return Program(drawn.names, codes, count, drawn=drawn)


def charstrings_of(data: bytes) -> Charstrings:
    """Return what draws the glyphs of a program, as far as any reader goes.

    Raises:
        ValueError: it is not plain where they stand.
        LookupError: it leads nowhere.
        struct.error: it is cut.
    """
    _, at = _index(data, data[2])
    tops, at = _index(data, at)
    _, at = _index(data, at)
    return _charstrings(data, _dictionary(tops[0]), _index(data, at)[0])


def _charstrings(data: bytes, said: dict[int, list[float]], common: list[bytes]) -> Charstrings:
    glyphs = _index(data, _whole(said, _GLYPHS, -1))[0]
    if _whole(said, _KIND, 2) != 2:
        raise ValueError(_KIND)
    if _NUMBERED not in said:
        return Charstrings(glyphs, common, [_own(data, said)], (), [_matrix(said)])
    parts = [_dictionary(part) for part in _index(data, _whole(said, _PARTS, -1))[0]]
    chosen = _chosen(data, _whole(said, _CHOSEN, -1), len(glyphs))
    matrices = [
        _joined(_matrix(part), said) if _MATRIX in part else _matrix(said) for part in parts
    ]
    return Charstrings(glyphs, common, [_own(data, part) for part in parts], chosen, matrices)


def _matrix(said: dict[int, list[float]]) -> Matrix:
    found = tuple(said.get(_MATRIX, _THOUSANDTHS))
    if len(found) != 6:
        raise ValueError(found)
    return found


def _joined(part: Matrix, said: dict[int, list[float]]) -> Matrix:
    """Return the matrix of a part within a font that may have one of its own."""
    if _MATRIX not in said:
        return part
    a, b, c, d, e, f = _matrix(said)
    g, h, i, j, k, m = part
    return (
        *(g * a + h * c, g * b + h * d, i * a + j * c, i * b + j * d),
        *(k * a + m * c + e, k * b + m * d + f),
    )


def _own(data: bytes, said: dict[int, list[float]]) -> list[bytes]:
    """Return what the glyphs of one part may call (note 5176, 15 and 16)."""
    if _PRIVATE not in said:
        return []
    size, start = map(int, said[_PRIVATE])
    private = _dictionary(data[start : start + size])
    return _index(data, start + _whole(private, _OWN, -1))[0] if _OWN in private else []


def _chosen(data: bytes, at: int, count: int) -> list[int]:
    """Return to which part each glyph belongs (note 5176, 19)."""
    if data[at] == 0:
        return list(data[at + 1 : at + 1 + count])
    if data[at] != 3:
        raise ValueError(at)
    (ranges,) = struct.unpack_from(">H", data, at + 1)
    found: list[int] = []
    for item in range(ranges):
        first, part, behind = struct.unpack_from(">HBH", data, at + 3 + 3 * item)
        if first != len(found) or behind < first:
            raise ValueError(at)
        found += [part] * (behind - first)
    return found


def _whole(said: dict[int, list[float]], key: int, other: int) -> int:
    """Return the last number of an operator.

    Raises:
        ValueError: it is not a place or a number of something.
    """
    numbers = said.get(key, [other])
    if not numbers or numbers[-1] != int(numbers[-1]) or numbers[-1] < 0:
        raise ValueError(key)
    return int(numbers[-1])


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


def _dictionary(data: bytes) -> dict[int, list[float]]:
    """Return the numbers of each operator; those of two bytes count from 256 on.

    Raises:
        ValueError: one is said twice, or a number is none.
    """
    found: dict[int, list[float]] = {}
    at, values = 0, list[float]()
    while at < len(data):
        byte = data[at]
        at += 1
        if byte < 22:
            if byte == 12:
                byte, at = 256 + data[at], at + 1
            if byte in found:
                raise ValueError(byte)
            found[byte], values = values, []
        elif byte == 28:
            values.append(struct.unpack_from(">h", data, at)[0])
            at += 2
        elif byte == 29:
            values.append(struct.unpack_from(">i", data, at)[0])
            at += 4
        elif byte == 30:
            digits, _, _ = data[at:].hex().partition("f")
            at += len(digits) // 2 + 1
            values.append(float(digits.translate(_REAL)))
        elif byte < 247:
            values.append(byte - 139)
        elif byte < 251:
            values.append((byte - 247) * 256 + data[at] + 108)
            at += 1
        else:
            values.append(-(byte - 251) * 256 - data[at] - 108)
            at += 1
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
