"""Parts of large files."""

from __future__ import annotations

from functools import cache

from signing.cms_asn1 import tlv
from signing.foreign import ber
from tests.signing.fuzz.samples import Samples

SAMPLES = Samples()
_TIMES = (ber.UTC_TIME, ber.GENERALIZED_TIME)


def named(name: str) -> bytes:
    """A sample."""
    (found,) = [item.data for item in SAMPLES.every if item.name == name]
    return found


@cache
def revocations(count: int) -> bytes:
    """A list of so many certificates, of which no signature is right; 27 bytes for each."""
    top = ber.read_all(named("list.crl"))
    parts = [item.raw for item in top.children[0].children]
    times = [at for at, item in enumerate(top.children[0].children) if item.tag in _TIMES]
    day = tlv(ber.UTC_TIME, b"260101000000Z")
    entries = (
        tlv(0x30, tlv(2, b"\1" + number.to_bytes(8, "big")) + day) for number in range(count)
    )
    parts.insert(times[-1] + 1, tlv(0x30, b"".join(entries)))
    return tlv(0x30, tlv(0x30, b"".join(parts)) + b"".join(i.raw for i in top.children[1:]))
