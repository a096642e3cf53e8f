"""Mutations of BER that know its elements: lengths, tags, order, forms (X.690, 8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from signing.cms_asn1 import tlv

_CONSTRUCTED = 0x20
_MAX_DEPTH = 40
_MAX_ELEMENTS = 4000
_STRINGS = (0x03, 0x04)

_HEX_OIDS = (
    # CMS and its attributes, hashes, signatures, keys, extensions, and what is none.
    "2a864886f70d010701",
    "2a864886f70d010702",
    "2a864886f70d010703",
    "2a864886f70d010903",
    "2a864886f70d010904",
    "2a864886f70d010905",
    "2a864886f70d010906",
    "2a864886f70d0109100104",
    "2a864886f70d010910020c",
    "2a864886f70d010910020e",
    "2a864886f70d010910022f",
    "2a864886f70d0109100217",
    "2a864886f70d0109100218",
    "04008d450204",
    "04008d450205",
    "2a864886f70d010101",
    "2a864886f70d01010b",
    "2a864886f70d01010a",
    "2a864886f70d010108",
    "2a864886f70d010105",
    "2a864886f70d010104",
    "2a8648ce3d040302",
    "2a8648ce3d040303",
    "2a8648ce3d0201",
    "2a8648ce3d030107",
    "2b06010505073001",
    "2b0e03021a",
    "2b6570",
    "608648016503040201",
    "608648016503040203",
    "608648016503040208",
    "04007f00070101040103",
    "551d0e",
    "551d13",
    "551d0f",
    "551d25",
    "551d1e",
    "550403",
    "00",
    "80",
    "ff7f",
    "2a",
)
OIDS = tuple(map(bytes.fromhex, _HEX_OIDS))
_TIMES = (
    b"00010101000000Z",
    b"00010101000000+0500",
    b"99991231235959Z",
    b"99991231235959-0500",
    b"20261120",
    b"20261120090000.5Z",
    b"500101000000Z",
    b"491231235959Z",
    b"20260230000000Z",
    b"20261120090000",
)
_NUMBERS = (b"", b"\0", b"\1", b"\xff", b"\0" * 9, b"\x7f" + b"\xff" * 40, b"\x80" + b"\0" * 40)


@dataclass(frozen=True)
class Place:
    """Where an element stands, and which one is around it."""

    start: int
    body: int
    stop: int
    """The end of its body; behind it two zeros if its length is indefinite."""
    end: int
    above: int
    """Index of the element around it; -1 for none."""


# Samples are read again and again: as what is mutated, and as what lends parts.
@lru_cache(maxsize=512)
def places(data: bytes) -> list[Place]:
    """Return the elements that can be seen, those inside of strings too."""
    found: list[Place] = []
    _walk(data, 0, len(data), -1, 0, found)
    return found


def _walk(data: bytes, at: int, limit: int, above: int, depth: int, found: list[Place]) -> int:
    """Read elements until ``limit`` or two zeros; returns where it stopped."""
    while at + 2 <= limit and len(found) < _MAX_ELEMENTS and depth < _MAX_DEPTH:
        if data[at : at + 2] == b"\0\0":
            return at
        tag, length, body = data[at], data[at + 1], at + 2
        own = len(found)
        if length == 0x80 and tag & _CONSTRUCTED:
            found.append(Place(at, body, limit, limit, above))
            stop = _walk(data, body, limit, own, depth + 1, found)
            found[own] = Place(at, body, stop, min(stop + 2, limit), above)
            at = found[own].end
            continue
        if length & 0x80:
            count = length & 0x7F
            length = int.from_bytes(data[body : body + count], "big")
            body += count
        stop = body + length
        if stop > limit:
            return at
        found.append(Place(at, body, stop, stop, above))
        if tag & _CONSTRUCTED:
            _walk(data, body, stop, own, depth + 1, found)
        elif tag in _STRINGS:
            _into_string(data, body + (tag == 0x03), stop, own, depth, found)
        at = stop
    return at


def _into_string(
    data: bytes, at: int, stop: int, own: int, depth: int, found: list[Place]
) -> None:
    if stop - at < 4 or data[at] not in (0x30, 0x31, 0x04, 0x02):
        return
    before = len(found)
    if _walk(data, at, stop, own, depth + 1, found) != stop:
        del found[before:]


def replace(data: bytes, every: list[Place], index: int, new: bytes, *, honest: bool) -> bytes:
    """Put ``new`` in an element's place; ``honest`` mends the lengths of all around it."""
    place = every[index]
    data = data[: place.start] + new + data[place.end :]
    grown = len(new) - (place.end - place.start)
    above = place.above
    while honest and above >= 0:
        place = every[above]
        if data[place.start + 1] != 0x80:
            body = data[place.body : place.stop + grown]
            made = tlv(data[place.start], body)
            data = data[: place.start] + made + data[place.stop + grown :]
            grown += len(made) - (place.end + grown - place.start)
        above = place.above
    return data


def mutate(data: bytes, rng: Random, donor: bytes) -> bytes:
    """Return ``data`` with one element changed; ``donor`` lends parts."""
    every = places(data)
    if not every:
        return data[: rng.randrange(len(data) + 1)] + donor[-rng.randrange(1, 64) :]
    index = rng.randrange(len(every))
    if rng.random() < 0.35:
        # Near the root stands what decides; there are few of those, and many leaves.
        shallow = [number for number, item in enumerate(every) if _depth(every, item) < 7]
        index = rng.choice(shallow)
    place = every[index]
    change = rng.choice(_CHANGES)
    new = change(data, every, place, rng, donor)
    return replace(data, every, index, new, honest=rng.random() < 0.93)


def _depth(every: list[Place], place: Place) -> int:
    count = 0
    while place.above >= 0:
        place = every[place.above]
        count += 1
    return count


_Change = Callable[[bytes, list[Place], Place, Random, bytes], bytes]


def _raw(data: bytes, place: Place) -> bytes:
    return data[place.start : place.end]


def _gone(_data: bytes, _every: list[Place], _place: Place, _rng: Random, _donor: bytes) -> bytes:
    return b""


def _twice(data: bytes, _every: list[Place], place: Place, _rng: Random, _donor: bytes) -> bytes:
    return _raw(data, place) * 2


def _other(data: bytes, every: list[Place], place: Place, rng: Random, _donor: bytes) -> bytes:
    """Another element of the same file, instead or beside."""
    found = _raw(data, rng.choice(every))
    return rng.choice((found, found + _raw(data, place), _raw(data, place) + found))


def _donated(data: bytes, _every: list[Place], place: Place, rng: Random, donor: bytes) -> bytes:
    """An element of another sample, one with the same tag if there is one."""
    others = places(donor)
    if not others:
        return donor[:64]
    alike = [item for item in others if donor[item.start] == data[place.start]]
    found = _raw(donor, rng.choice(alike if alike and rng.random() < 0.7 else others))
    return rng.choice((found, found, found + _raw(data, place), _raw(data, place) + found))


def _flipped(data: bytes, _every: list[Place], place: Place, rng: Random, _donor: bytes) -> bytes:
    raw = bytearray(_raw(data, place))
    raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    return bytes(raw)


def _tagged(data: bytes, _every: list[Place], place: Place, rng: Random, _donor: bytes) -> bytes:
    tag = data[place.start]
    tags = (tag ^ 0x20, tag ^ 0x80, 0x30, 0x31, 0x04, 0x24, 0xA0, 0xA1, 0x80, 0x1F, 0x06, 0x02)
    return bytes((rng.choice(tags),)) + _raw(data, place)[1:]


def _reformed(data: bytes, _every: list[Place], place: Place, rng: Random, _donor: bytes) -> bytes:
    """The same in another form of BER: it must be read the same, or not at all."""
    tag, body = data[place.start], data[place.body : place.stop]
    if tag & _CONSTRUCTED and rng.random() < 0.5:
        return bytes((tag, 0x80)) + body + b"\0\0"
    if tag == 0x04 and rng.random() < 0.7:
        cut = rng.randrange(len(body) + 1)
        pieces = tlv(4, body[:cut]) + tlv(4, body[cut:])
        return rng.choice((tlv(0x24, pieces), b"\x24\x80" + pieces + b"\0\0"))
    size = len(body).to_bytes(rng.choice((3, 4, 6, 7, 9)), "big")
    return bytes((tag, 0x80 | len(size))) + size + body


def _measured(data: bytes, _every: list[Place], place: Place, rng: Random, _donor: bytes) -> bytes:
    """A wrong length."""
    tag, body = data[place.start], data[place.body : place.stop]
    size = rng.choice((len(body) - 1, len(body) + 1, 0, 1 << 31, (1 << 48) - 1, 1 << 63))
    written = max(size, 0).to_bytes(8, "big").lstrip(b"\0") or b"\0"
    return bytes((tag, 0x80 | len(written))) + written + body


def _refilled(data: bytes, _every: list[Place], place: Place, rng: Random, _donor: bytes) -> bytes:
    """Another value of the element's kind."""
    tag, body = data[place.start], data[place.body : place.stop]
    match tag:
        case 0x06:
            new = rng.choice(OIDS)
        case 0x17 | 0x18:
            new = rng.choice(_TIMES)
        case 0x02 | 0x0A | 0x01:
            new = rng.choice(_NUMBERS)
        case _:
            new = rng.choice((b"", body[:-1], body + b"\0", body[::-1], b"\0" * len(body)))
    if rng.random() < 0.1 and tag in (0x17, 0x18):
        tag ^= 0x0F
    return tlv(tag, new)


def _nested(data: bytes, _every: list[Place], place: Place, rng: Random, _donor: bytes) -> bytes:
    tag, made = data[place.start], _raw(data, place)
    for _ in range(rng.choice((1, 2, 30, 60, 400))):
        made = tlv(tag, made)
    return made


def _filled(data: bytes, _every: list[Place], place: Place, rng: Random, _donor: bytes) -> bytes:
    """Many of the same, as many as bounds are about."""
    return _raw(data, place)[:2000] * rng.choice((3, 17, 65, 130))


def _turned(data: bytes, every: list[Place], place: Place, rng: Random, _donor: bytes) -> bytes:
    """What is in it in another order."""
    own = every.index(place)
    inside = [_raw(data, item) for item in every if item.above == own]
    if len(inside) < 2 or not data[place.start] & _CONSTRUCTED:
        return _twice(data, every, place, rng, b"")
    rng.shuffle(inside)
    return tlv(data[place.start], b"".join(inside))


_CHANGES: tuple[_Change, ...] = (
    *(_gone, _twice, _other, _donated, _donated, _flipped, _flipped, _tagged, _reformed),
    *(_reformed, _measured, _refilled, _refilled, _nested, _filled, _turned),
)
