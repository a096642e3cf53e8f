"""Mutations of PDFs that know objects, tables, updates and signatures (ISO 32000-1, 7.5)."""

from __future__ import annotations

import re
from random import Random

from tests.signing.fuzz import tlv

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,6}) (\d{1,3}) obj\b(.*?)endobj", re.DOTALL)
_NUMBER = re.compile(rb"(?<![0-9A-Za-z.])\d{1,10}(?![0-9A-Za-z])")
_NAME = re.compile(rb"/[A-Za-z0-9.]{1,24}")
_HOLE = re.compile(rb"<([0-9A-Fa-f]{256,})>")
_RANGE = re.compile(rb"/ByteRange\s*\[[^\]]*\]")
_STARTS = re.compile(rb"startxref\s+(\d+)")
_ENDS = re.compile(rb"%%EOF\s*")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_NUMBERS = (b"0", b"1", b"-1", b"65535", b"99999999", b"4294967295", b"9999999999", b"1.5")
_NAMES = (
    *(b"/Root", b"/Pages", b"/Kids", b"/Type", b"/Sig", b"/AcroForm", b"/Fields", b"/Annots"),
    *(b"/Contents", b"/ByteRange", b"/V", b"/FT", b"/Parent", b"/Prev", b"/XRefStm", b"/Size"),
    *(b"/DSS", b"/Perms", b"/DocMDP", b"/Reference", b"/TransformParams", b"/P", b"/Rect", b"/AP"),
    *(b"/Encrypt", b"/ObjStm", b"/Length", b"/Filter", b"/FlateDecode", b"/W", b"/Index", b"/N"),
    *(b"/ETSI.RFC3161", b"/adbe.pkcs7.sha1", b"/ETSI.CAdES.detached", b"/Certs", b"/M", b"/T"),
)
_VALUES = (
    *(b"null", b"true", b"[]", b"<<>>", b"()", b"<00>", b"1 0 R", b"99999 0 R", b"3 0 R"),
    *(b"/X", b"-1", b"1e9", b"(D:00010101000000+05'00')", b"(D:99991231235959-05'00')"),
    *(b"[[[[[[", b"<<<<<<", b"(((", b"[" * 3000, b"[0 1 2 3]", b"[1 0 R 1 0 R]"),
)


def mutate(data: bytes, rng: Random, donor: bytes) -> bytes:
    """Return a PDF with one thing changed."""
    kind = rng.randrange(16)
    if kind < 3:
        return _signature(data, rng, donor)
    if kind < 8:
        return updated(data, rng, donor)
    if kind < 10:
        return _swapped(data, rng, _NUMBER, _NUMBERS)
    if kind < 12:
        return _swapped(data, rng, _NAME, _NAMES)
    if kind == 12:
        return _swapped(data, rng, _RANGE, (_range(rng, len(data)),))
    if kind == 13:
        return _swapped(data, rng, _STARTS, tuple(b"startxref\n" + item for item in _NUMBERS))
    if kind == 14:
        return _cut(data, rng, donor)
    return _swapped(data, rng, _STREAM, (b"stream\nendstream", b"stream\n" + donor[-99:]))


def _swapped(
    data: bytes, rng: Random, pattern: re.Pattern[bytes], others: tuple[bytes, ...]
) -> bytes:
    """Another word in the place of one; of the same length, half of the time."""
    found = list(pattern.finditer(data))
    if not found:
        return data[: rng.randrange(len(data) + 1)]
    one = rng.choice(found)
    new = rng.choice((*others, rng.choice(found)[0]))
    if rng.random() < 0.5:
        new = new[: len(one[0])].ljust(len(one[0]))
    return data[: one.start()] + new + data[one.end() :]


def _signature(data: bytes, rng: Random, donor: bytes) -> bytes:
    """Change the CMS of a signature, within the room that it has."""
    found = list(_HOLE.finditer(data))
    if not found:
        return data
    one = rng.choice(found)
    text = one[1].decode()
    own = bytes.fromhex(text[: len(text) & ~1])
    others = [
        bytes.fromhex(item[1].decode()) for item in _HOLE.finditer(donor) if not len(item[1]) % 2
    ]
    new = rng.choice(others) if others and rng.random() < 0.3 else own
    if new is own or rng.random() < 0.5:
        first = tlv.places(new)[:1]
        new = tlv.mutate(new[: first[0].end] if first else new, rng, rng.choice((donor, *others)))
    hexed = new.hex().encode()
    if len(hexed) > len(text) and rng.random() < 0.9:
        return data
    return data[: one.start(1)] + hexed.ljust(len(text), b"0") + data[one.end(1) :]


def _range(rng: Random, size: int) -> bytes:
    numbers = [rng.choice((0, 1, -1, size, size - 1, size // 2, 1 << 31)) for _ in range(4)]
    return b"/ByteRange [" + b" ".join(b"%d" % item for item in numbers) + b"]"


def _cut(data: bytes, rng: Random, donor: bytes) -> bytes:
    """Another number of revisions, or one of another file."""
    ends = [item.end() for item in _ENDS.finditer(data)] or [len(data)]
    end = rng.choice(ends)
    match rng.randrange(4):
        case 0:
            return data[:end]
        case 1:
            return data[:end] + donor
        case 2:
            return data[:end] + data[end // 2 :]
        case _:
            place = rng.randrange(len(data))
            return data[:place] + rng.choice((b" ", b"%%EOF\n", b"endobj\n")) + data[place:]


def updated(data: bytes, rng: Random, donor: bytes) -> bytes:
    """Append an update in which objects are others (7.5.6), with a right table most often."""
    found = [(int(one[1]), one[3]) for one in _OBJECT.finditer(data)]
    others = [one[3] for one in _OBJECT.finditer(donor)] or [b"<<>>"]
    starts = _STARTS.findall(data)
    if not found or not starts:
        return data + donor[-200:]
    out, table = bytearray(data), []
    for _ in range(rng.choice((0, 1, 1, 1, 2, 5))):
        number, body = rng.choice(found)
        match rng.randrange(6):
            case 0:
                body = rng.choice(others)
            case 1:
                body = rng.choice(found)[1]
            case 2:
                body = b" " + rng.choice(_VALUES) + b" "
            case 3:
                body = _swapped(body, rng, _NAME, _NAMES)
            case 4:
                body = body.replace(
                    b">>", rng.choice(_NAMES) + b" " + rng.choice(_VALUES) + b">>", 1
                )
            case _:
                body = _swapped(body, rng, _NUMBER, _NUMBERS)
        number = rng.choice((number, number, number, number, 0, number + 1000))
        table.append((number, len(out)))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    start = len(out)
    out += b"xref\n"
    for number, place in table:
        place += rng.choice((0, 0, 0, 0, 0, 1, -1))
        out += b"%d 1\n%010d 00000 %s \n" % (number, place, rng.choice((b"n", b"n", b"n", b"f")))
    root = re.findall(rb"/Root (\d+ \d+ R)", data)
    size = max(number for number, _ in found) + rng.choice((1, 1, 1, 0, 5000))
    trailer = b"trailer\n<</Size %d/Root %s/Prev %s>>\n" % (
        size,
        rng.choice(root) if root else b"1 0 R",
        rng.choice((starts[-1], starts[-1], starts[-1], rng.choice(starts), b"%d" % start)),
    )
    if rng.random() < 0.1:
        trailer = trailer.replace(b">>", rng.choice(_NAMES) + b" " + rng.choice(_VALUES) + b">>")
    out += trailer + b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)
