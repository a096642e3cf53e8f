"""What a time-stamp beside a signature must be of, as servers stamp whatever they are given.

An imprint is as many bytes as its hash, and chosen by who asks. One that is of the signature is
nobody's words; of kinds whose imprint is not computed here nobody can say that.
"""

from __future__ import annotations

from signing.foreign import algorithms
from signing.foreign import signed_data as form
from signing.foreign.ber import Element
from signing.foreign.signed_data import SignerInfo
from signing.work import remember

_PREFIX = "1.2.840.113549.1.9.16.2."
REFERENCES = tuple(f"{_PREFIX}{last}" for last in (21, 22, 44, 45))
"""Digests of certificates and of revocation information (ETSI TS 101 733, 6.2), in the order in
which a time-stamp is over them."""
CADES_C, OF_REFERENCES = f"{_PREFIX}25", f"{_PREFIX}26"
MICROSOFT = "1.3.6.1.4.1.311.3.3.1"
"""As a signature time-stamp, in Authenticode."""
COMPUTED = frozenset({form.TIME_STAMP, CADES_C, OF_REFERENCES, MICROSOFT})


def is_over(name: str, info: SignerInfo, stamped: tuple[Element, ...]) -> bool:
    """Whether a time-stamp of one of :data:`COMPUTED` is over what its kind is over.

    Args:
        name: the attribute that it stands in.
        info: the signature that has the attribute.
        stamped: the fields of its ``TSTInfo`` (RFC 3161, 2.4.2).
    """
    imprint = stamped[2].children
    over = remember((info,), ("stamped", name), lambda: _covered(name, info))
    return algorithms.digest(algorithms.hash_name(imprint[0]), over) == imprint[1].body


def _covered(name: str, info: SignerInfo) -> bytes:
    """ETSI TS 101 733, 6.1.1, 6.3.5 and 6.3.6: values, of attributes without tag and length."""
    if name in (form.TIME_STAMP, MICROSOFT):
        return info.value.octets()
    if name == OF_REFERENCES:
        return _attributes(info, REFERENCES)
    return info.value.octets() + _attributes(info, (form.TIME_STAMP, *REFERENCES))


def _attributes(info: SignerInfo, names: tuple[str, ...]) -> bytes:
    if info.unsigned is None:
        return b""
    every = [
        (algorithms.object_identifier(item.children[0]), item)
        for item in info.unsigned.element.children
    ]
    return b"".join(item.body for name in names for found, item in every if found == name)
