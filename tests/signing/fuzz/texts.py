"""Mutations of manifests and of JSON that know their marks."""

from __future__ import annotations

import re
from random import Random

_XML = re.compile(rb"<[^>]*>|[^<]+")
_JSON = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^"{}\[\],:]+')
_XML_WORDS = (
    b"<!-- -->",
    b"<![CDATA[x]]>",
    b"<?x y?>",
    b"&#0;",
    b"&#x41;",
    b"&lt;",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"\xef\xbb\xbf",
    b"\0",
    b"<a/>",
    b"\xc3",
    b"%2e%2e/",
    b"./",
    b"%00",
    b"%FF",
    b"#x",
    b"?x",
)
_JSON_WORDS: tuple[bytes, ...] = (
    b"null",
    b"-1",
    b"1e999",
    b"99999999999999999999",
    b'"\\ud800"',
    b"[]",
    b"{}",
)
_JSON_WORDS += (b"true", b'"0001-01-01T00:00:00Z"', b'"9999-12-31T23:59:59-12:00"', b"[" * 2000)


def mutate_xml(data: bytes, rng: Random, donor: bytes) -> bytes:
    """Return a manifest with one mark changed."""
    return _mutate(_XML.findall(data), _XML.findall(donor), rng, _XML_WORDS)


def mutate_json(data: bytes, rng: Random, donor: bytes) -> bytes:
    """Return JSON with one mark changed."""
    return _mutate(_JSON.findall(data), _JSON.findall(donor), rng, _JSON_WORDS)


def _mutate(
    marks: list[bytes], others: list[bytes], rng: Random, words: tuple[bytes, ...]
) -> bytes:
    if not marks:
        return rng.choice(words)
    at = rng.randrange(len(marks))
    to = min(len(marks), at + rng.choice((1, 1, 1, 2, 3, 8)))
    some = marks[at:to]
    match rng.randrange(8):
        case 0:
            marks[at:to] = []
        case 1:
            marks[at:at] = some
        case 2:
            place = rng.randrange(len(marks))
            marks[place:place] = some
        case 3 if others:
            start = rng.randrange(len(others))
            marks[at:to] = others[start : start + len(some)]
        case 4:
            marks[at:at] = [rng.choice(words)]
        case 5:
            cut = rng.randrange(len(marks[at]) + 1)
            marks[at] = marks[at][:cut] + rng.choice(words) + marks[at][cut:]
        case 6:
            marks[at:at] = some * rng.choice((20, 300))
        case _:
            raw = bytearray(marks[at])
            raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
            marks[at] = bytes(raw)
    return b"".join(marks)
