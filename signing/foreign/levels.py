"""What a signature brings to prove itself in years to come (EN 319 122-1, 6.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cryptography import x509

from signing.issued import is_signed_by
from signing.revocation import Source, Status, check_path


def is_told(
    certificate: x509.Certificate | None,
    others: Iterable[x509.Certificate],
    sources: tuple[Source, ...],
    at: datetime,
    now: datetime,
) -> bool:
    """Whether what came along alone tells the status of a certificate and of all above it.

    The chain is the one that came along, up to an anchor or what issued itself: whoever is above
    it may have taken it back.
    """
    if certificate is None or not sources:
        return False
    path = [certificate]
    every = list(others)
    while path[-1].issuer != path[-1].subject and len(path) < 8:
        above = [
            item
            for item in every
            if item.subject == path[-1].issuer
            and item not in path
            and is_signed_by(path[-1], item)
        ]
        if not above:
            break
        path.append(above[0])
    if len(path) == 1 or path[-1].issuer != path[-1].subject:
        return False
    return check_path(tuple(path), sources, at, now=now).status is Status.GOOD
