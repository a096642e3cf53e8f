"""What a signature brings to prove itself in years to come (EN 319 122-1, 6.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from signing.called import AtHand, issuer_name, subject_name
from signing.foreign.check import Checked
from signing.foreign.stamps import Token
from signing.issued import is_signed_by
from signing.revocation import Source, Sources, Status, check_path
from signing.timestamp import TimeStamp


@dataclass(frozen=True)
class ArchiveStamp:
    """An intact time-stamp over a signature and over what proves it; who made it is not asked."""

    token: Token
    certificates: tuple[x509.Certificate, ...]
    """What it covers, as the next two."""
    sources: tuple[Source, ...]
    stamps: tuple[Token, ...] = ()
    """Other time-stamps, with all that is in them."""
    older: tuple[bytes, ...] = ()
    """Archive time-stamps in the signature, as they stand there."""

    def is_over(self, stamp: bytes) -> bool:
        """Whether it covers a time-stamp."""
        return stamp in self.older or any(item.raw == stamp for item in self.stamps)


def resting_on(
    stamp: TimeStamp, over: Iterable[ArchiveStamp], prove: Callable[[Token], object]
) -> TimeStamp:
    """Return on which time-stamp a time rests that another one proves: the last of a chain.

    Each of them covers the one below and was made before that one's server ended.

    Args:
        stamp: the first of them.
        over: what covers time-stamps.
        prove: returns a token's time-stamp, or something else if it proves nothing.
    """
    proofs = [(item, found) for item in over if isinstance(found := prove(item.token), TimeStamp)]
    while True:
        above = [
            proof
            for item, proof in proofs
            if stamp.time <= proof.time <= stamp.ends < proof.ends and item.is_over(stamp.token)
        ]
        if not above:
            return stamp
        stamp = max(above, key=lambda item: item.ends)


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
    every = list(others)
    if certificate is None or certificate not in every or not sources:
        return False
    path = [certificate]
    while not _is_own(path[-1]) and len(path) < 8:
        above = [
            item
            for item in every
            if subject_name(item) == issuer_name(path[-1])
            and item not in path
            and is_signed_by(path[-1], item)
        ]
        if not above:
            break
        path.append(above[0])
    if len(path) == 1 or not _is_own(path[-1]):
        return False
    told = Sources(sources, at_hand=AtHand(every))
    return check_path(tuple(path), told, at, now=now).status is Status.GOOD


def _is_own(certificate: x509.Certificate) -> bool:
    return issuer_name(certificate) == subject_name(certificate)


@dataclass(frozen=True)
class LongTerm:
    """A signature with its first time-stamp, of which it is asked what tells their status."""

    checked: Checked
    first: Token
    anchors: tuple[x509.Certificate, ...]
    now: datetime

    def is_told(
        self, certificates: Iterable[x509.Certificate], sources: tuple[Source, ...]
    ) -> bool:
        """Whether so much tells of both; what stands nowhere in the file does not count."""
        others = (*certificates, *self.anchors)
        return all(
            is_told(item, others, sources, self.first.time, self.now)
            for item in (self.checked.certificate, self.first.checked.certificate)
        )

    def is_kept(self, archive: ArchiveStamp) -> bool:
        """Whether an archive time-stamp covers so much.

        What nothing covers can be added or taken away once the keys of its makers are broken.
        """
        if not archive.is_over(self.first.raw):
            return False
        certificates, sources = archive.certificates, archive.sources
        # Where it is the first itself, its own certificate must be covered beside it.
        if self.first.raw != archive.token.raw:
            certificates = (*certificates, *self.first.checked.brought)
            sources = (*sources, *self.first.checked.sources)
        return self.is_told(certificates, sources)
