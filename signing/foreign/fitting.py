"""What servers give for a signature of this station is looked at as its readers will.

A time-stamp's certificates are signed by nobody: a server sends those for another root as well,
and anybody on a line without TLS may add one. With it the package would be refused, and there is
none without it any more.
"""

from __future__ import annotations

from collections.abc import Iterable

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms_asn1 import tlv
from signing.detail import Detail
from signing.foreign import ber
from signing.foreign.loose import Loose
from signing.trust import TrustAnchors


def of_path(token: bytes, path: Iterable[x509.Certificate]) -> bytes:
    """Return a time-stamp that was checked, with the certificates of its path alone.

    Args:
        token: the ``ContentInfo``.
        path: from its server's certificate to the anchor.
    """
    known = {item.public_bytes(Encoding.DER) for item in path}
    top = ber.read_all(token)
    parts = [
        tlv(ber.CONTEXT_0, b"".join(one.raw for one in item.children if one.raw in known))
        if item.tag == ber.CONTEXT_0
        else item.raw
        for item in top.children[1].only().children
    ]
    inner = tlv(ber.SEQUENCE, b"".join(parts))
    return tlv(ber.SEQUENCE, top.children[0].raw + tlv(ber.CONTEXT_0, inner))


def misfits(before: bytes, after: bytes, anchors: TrustAnchors) -> tuple[Detail, ...]:
    """Return what a package's signature may not have that came in after it was made.

    Args:
        before: the ``ContentInfo`` as it was.
        after: the same with more.
        anchors: what this station trusts.
    """
    known = _told(before, anchors)
    return tuple(item for item in _told(after, anchors) if item not in known)


def _told(der: bytes, anchors: TrustAnchors) -> tuple[Detail, ...]:
    loose = Loose(own=True)
    return (*loose.read(der), *loose.vouched(anchors))
