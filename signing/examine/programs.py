"""What programs of Type 1 fonts call their glyphs (ISO 32000-1, 9.9; Adobe's notes 5040 and 5176).

Names are all that leads to a glyph there. Of one that the program does not have, some readers
draw what it would be in Unicode, and some nothing.
"""

from __future__ import annotations

import re
import struct

from signing.examine.encodings import EXPERT, LATIN

_NAMED = re.compile(rb"\bdup\s+(\d{1,3})\s*/([^\s()<>\[\]{}/%]{1,127})\s+put\b")
_GLYPH = re.compile(rb"/([^\s()<>\[\]{}/%]{1,127})\s+\d{1,5}\s+(?:RD|-\|)\s")
_BEGINS = (b"%!", b"\x80\1")
_KEY, _FACTOR, _ADDEND = 55665, 52845, 22719
_MOST_SECRET = 512 << 10
_STANDARD = (".notdef", *LATIN[:-1], *EXPERT)
"""Strings that a compact program need not bring."""
_CHARSET, _STRINGS = 15, 17
_ISO_ADOBE = 228


def names_by_code(program: bytes) -> dict[int, str]:
    """Return the names of glyphs by code, as a Type 1 program's own encoding has them."""
    clear = program.partition(b"eexec")[0]
    return {int(code): name.decode("latin-1") for code, name in _NAMED.findall(clear)}


def names_in(program: bytes) -> frozenset[str]:
    """Return the names of all glyphs of a Type 1 program, compact or not; none if it is broken."""
    if program.startswith(_BEGINS):
        return frozenset(name.decode("latin-1") for name in _GLYPH.findall(_opened(program)))
    try:
        return frozenset(_compact(program))
    except (struct.error, LookupError, ValueError):
        return frozenset()


def _opened(program: bytes) -> bytes:
    """Return what stands behind ``eexec``, decrypted (7.2 of the Type 1 format)."""
    secret = program.partition(b"eexec")[2].lstrip(b" \t\r\n")
    if secret[:1] == b"\x80":
        secret = secret[6:]
    secret = secret[:_MOST_SECRET]
    if re.match(rb"[0-9A-Fa-f\s]{8}", secret):
        digits = b"".join(re.match(rb"[0-9A-Fa-f\s]*", secret)[0].split())  # type: ignore[index]
        secret = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    key, found = _KEY, bytearray()
    for byte in secret:
        found.append(byte ^ key >> 8)
        key = ((byte + key) * _FACTOR + _ADDEND) & 0xFFFF
    return bytes(found)


def _compact(data: bytes) -> list[str]:
    if data[0] != 1:
        return []
    _, at = _index(data, data[2])
    tops, at = _index(data, at)
    strings, _ = _index(data, at)
    said = _dictionary(tops[0])
    glyphs, _ = _index(data, said[_STRINGS])
    charset = said.get(_CHARSET, 0)
    if charset < 3:
        numbers = list(range(1, _ISO_ADOBE + 1)) if charset == 0 else []
    else:
        numbers = _numbers(data, charset, len(glyphs) - 1)
    names = []
    for number in numbers[: len(glyphs) - 1]:
        if number < len(_STANDARD):
            names.append(_STANDARD[number])
        else:
            names.append(strings[number - len(_STANDARD)].decode("latin-1"))
    return names


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
    if not 1 <= size <= 4 or sorted(places) != places or start + places[-1] > len(data):
        raise ValueError(at)
    items = [data[start + places[item] : start + places[item + 1]] for item in range(count)]
    return items, start + places[-1]


def _dictionary(data: bytes) -> dict[int, int]:
    """Return the last whole number of each operator of one byte."""
    found: dict[int, int] = {}
    at = value = 0
    while at < len(data):
        byte = data[at]
        at += 1
        if byte == 12:
            at += 1
        elif byte < 22:
            found[byte] = value
        elif byte == 28:
            value, at = struct.unpack_from(">h", data, at)[0], at + 2
        elif byte == 29:
            value, at = struct.unpack_from(">i", data, at)[0], at + 4
        elif byte == 30:
            while data[at] & 15 != 15 and data[at] >> 4 != 15:
                at += 1
            at += 1
        elif byte < 247:
            value = byte - 139
        elif byte < 251:
            value, at = (byte - 247) * 256 + data[at] + 108, at + 1
        else:
            value, at = -(byte - 251) * 256 - data[at] - 108, at + 1
    return found


def _numbers(data: bytes, at: int, count: int) -> list[int]:
    """Return the numbers of the names of all glyphs but the first (note 5176, 13)."""
    kind, at = data[at], at + 1
    if kind == 0:
        return list(struct.unpack_from(f">{count}H", data, at))
    found: list[int] = []
    form = struct.Struct(">HB" if kind == 1 else ">HH")
    while len(found) < count:
        first, more = form.unpack_from(data, at)
        found += range(first, first + more + 1)
        at += form.size
    return found
