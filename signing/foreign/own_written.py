"""A signature of a package of ours is what its writer would write of the same parts.

No value covers in which order attributes stand, how often a certificate comes or which version a
structure has, and each program reads that in its own way: OpenSSL puts signed attributes in order
before it hashes them. So there is one way, that of :mod:`signing.cms` and
:mod:`signing.long_term`, and whoever carries a package changes nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from signing.cms_asn1 import tlv
from signing.foreign import ber
from signing.foreign.ber import Element
from signing.foreign.signed_data import SignerInfo

_VERSION_1, _VERSION_5 = b"\x02\x01\x01", b"\x02\x01\x05"


def is_written(top: Element, info: SignerInfo) -> bool:
    """Whether a ``ContentInfo`` with one signature stands as it was written.

    Args:
        top: it, read before.
        info: the signature in it.

    Raises:
        LookupError, MalformedDocument: it has other parts than a package's.
    """
    kind, carried = top.children
    _, _, content, certificates, *lists, _ = carried.only().children
    if info.signed is None or info.sid.tag != ber.SEQUENCE or len(content.children) != 1:
        return False
    # RFC 5652, 5.1: other revocation information than lists makes it version 5.
    others = any(one.tag != ber.SEQUENCE for item in lists for one in item.children)
    fields = [
        *(_VERSION_1, info.sid.raw, info.digest_algorithm.raw),
        tlv(ber.CONTEXT_0, _sorted(info.signed.element.children)),
        *(info.signature_algorithm.raw, info.value.raw),
    ]
    if info.unsigned is not None:
        fields.append(tlv(ber.CONTEXT_1, info.unsigned.element.only().raw))
    parts = [
        _VERSION_5 if others else _VERSION_1,
        tlv(ber.SET, info.digest_algorithm.raw),
        content.raw,
        tlv(ber.CONTEXT_0, _sorted(certificates.children)),
        *(tlv(ber.CONTEXT_1, _sorted(item.children)) for item in lists if item.children),
        tlv(ber.SET, tlv(ber.SEQUENCE, b"".join(fields))),
    ]
    whole = tlv(ber.CONTEXT_0, tlv(ber.SEQUENCE, b"".join(parts)))
    return top.raw == tlv(ber.SEQUENCE, kind.raw + whole)


def _sorted(items: Iterable[Element]) -> bytes:
    return b"".join(sorted({item.raw for item in items}))
