"""One door to the mutations: what a file is its bytes say, as for the verifier."""

from __future__ import annotations

import base64
import re
from random import Random

from tests.signing.fuzz import pdfs, texts, tlv, zips

_PEM = re.compile(rb"(-----BEGIN [^-]+-----\s)(.*?)(-----END)", re.DOTALL)


def mutate(data: bytes, rng: Random, donor: bytes) -> bytes:
    """Return ``data`` changed in one to three places; ``donor`` lends parts."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        data = _once(data, rng, donor)
    return data


def _once(data: bytes, rng: Random, donor: bytes) -> bytes:
    if not data or rng.random() < 0.08:
        return _plain(data, rng, donor)
    if data[:2] == b"PK":
        return zips.mutate(data, rng, donor, _once)
    if b"%PDF-" in data[:1024]:
        return pdfs.mutate(data, rng, donor)
    if data[:1] in (b"\x30", b"\x31"):
        return tlv.mutate(data, rng, donor)
    if data[:5] in (b"<?xml", b"<ASiC"):
        return texts.mutate_xml(data, rng, donor)
    if data[:1] == b"{":
        return texts.mutate_json(data, rng, donor)
    if (found := _PEM.search(data)) and rng.random() < 0.8:
        try:
            inner = base64.b64decode(found[2])
        except ValueError:
            return _plain(data, rng, donor)
        packed = base64.encodebytes(_once(inner, rng, donor))
        return data[: found.start(2)] + packed + data[found.end(2) :]
    return _plain(data, rng, donor)


def _plain(data: bytes, rng: Random, donor: bytes) -> bytes:
    """What needs no knowledge."""
    at = rng.randrange(len(data) + 1)
    to = min(len(data), at + rng.choice((1, 1, 2, 4, 16, 200)))
    start = rng.randrange(len(donor) + 1)
    match rng.randrange(6):
        case 0 if at < len(data):
            return data[:at] + bytes((data[at] ^ 1 << rng.randrange(8),)) + data[at + 1 :]
        case 1:
            return data[:at] + data[to:]
        case 2:
            return data[:at] + data[at:to] * 2 + data[to:]
        case 3:
            return data[:at] + donor[start : start + to - at] + data[to:]
        case 4:
            return data[:at] + donor[start:]
        case _:
            return data[:at] + rng.choice((b"\0", b"\xff", b"\x80", b"\n")) * (to - at) + data[to:]
