"""What a signature or a time-stamp says that it is over, before anybody asks whether it is right.

Anybody can add a manifest that names a signature which has one. Of several it is the one that the
signature's own check finds; the others are files beside it, which nobody signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cryptography import x509

from signing.errors import SigningError
from signing.foreign import algorithms, ber
from signing.foreign import signed_data as form
from signing.foreign.check import check_signer
from signing.foreign.contents import Content


def covered(
    der: bytes, contents: Sequence[bytes], helpers: Sequence[x509.Certificate] = ()
) -> int:
    """Return which of several contents a signature is over; the first, if that is not known.

    Args:
        der: the ``ContentInfo``.
        contents: at least one.
        helpers: certificates at hand, for a signature that brings none.
    """
    every = [Content.of(data) for data in contents]
    try:
        found = set(map(id, _found(form.read_signed_data(der), every, helpers)))
    except (SigningError, LookupError, ValueError):
        return 0
    return next((number for number, item in enumerate(every) if id(item) in found), 0)


def _found(
    data: form.SignedData, every: Sequence[Content], helpers: Sequence[x509.Certificate]
) -> Iterator[Content]:
    """Give what each of its signatures is over, as far as that is known."""
    if data.content_type == form.TST_INFO:
        hashed, digest = ber.read_all(data.content_bytes() or b"").children[2].children
        name, over = algorithms.hash_name(hashed), digest.octets()
        yield from (item for item in every if item.digest(name) == over)
        return
    for info in data.signers:
        content = check_signer(data, info, every, helpers).content
        if content is not None:
            yield content
