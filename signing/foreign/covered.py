"""What a signature or a time-stamp says that it is over, before anybody asks whether it is right.

Anybody can add a manifest that names a signature which has one. Of several it is the one whose
digest the signature holds; the others are files beside it, which nobody signed.
"""

from __future__ import annotations

from collections.abc import Sequence

from signing.errors import SigningError
from signing.foreign import algorithms, ber
from signing.foreign import signed_data as form
from signing.foreign.contents import Content


def covered(der: bytes, contents: Sequence[bytes]) -> int:
    """Return which of several contents a signature is over; the first, if that is not known.

    Args:
        der: the ``ContentInfo``.
        contents: at least one.
    """
    try:
        over = set(_digests(form.read_signed_data(der)))
    except (SigningError, LookupError, ValueError):
        return 0
    for number, data in enumerate(contents):
        content = Content.of(data)
        if any(content.digest(name) == digest for name, digest in over):
            return number
    return 0


def _digests(data: form.SignedData) -> list[tuple[str, bytes]]:
    """Return the name of a hash and a digest for each of its signatures."""
    if data.content_type == form.TST_INFO:
        imprint = ber.read_all(data.content_bytes() or b"").children[2].children
        return [(algorithms.hash_name(imprint[0]), imprint[1].octets())]
    return [
        (algorithms.hash_name(info.digest_algorithm), claimed.octets())
        for info in data.signers
        if info.signed and (claimed := info.signed.one(form.MESSAGE_DIGEST)) is not None
    ]
