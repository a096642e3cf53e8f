"""The document security store of a PDF: what tells of its signatures for the years to come.

EN 319 142-1, 5.4.2.2. Its streams are unpacked one at a time, and not without end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cryptography import x509

from signing.certificate import load_certificate, load_crl
from signing.errors import SigningError
from signing.foreign.levels import ArchiveStamp
from signing.foreign.pdf_graph import follow
from signing.foreign.pdf_signatures import catalog_of
from signing.foreign.stamps import Token
from signing.ocsp import load_answer
from signing.revocation import Source

if TYPE_CHECKING:
    from pypdf import PdfReader

_MAX_STORED = 512
_MAX_UNPACKED = 64 << 20
"""Bytes of certificates, and of lists and answers each, from which on no more are unpacked."""


@dataclass(frozen=True)
class Store:
    """A document security store (EN 319 142-1, 5.4.2.2), each item by the SHA-256 of its bytes."""

    certificates: dict[bytes, x509.Certificate] = field(default_factory=dict)
    sources: dict[bytes, Source] = field(default_factory=dict)

    def only(
        self, kept: frozenset[bytes], token: Token, stamps: tuple[Token, ...]
    ) -> ArchiveStamp:
        """Return what a time-stamp covers of it, as it does ``stamps``."""
        brought = [source for other in stamps for source in other.checked.sources]
        return ArchiveStamp(
            token,
            tuple(item for digest, item in self.certificates.items() if digest in kept),
            (*(item for digest, item in self.sources.items() if digest in kept), *brought),
            stamps,
        )


@dataclass
class Room:
    """Bytes that may be unpacked still."""

    left: int = _MAX_UNPACKED


def read_store(reader: PdfReader) -> Store:
    """Read the store of a revision; what is damaged helps nobody."""
    found = Store()
    for key, data in _stored(reader):
        digest = hashlib.sha256(data).digest()
        try:
            match key:
                case "/Certs":
                    found.certificates[digest] = load_certificate(data)
                case "/CRLs":
                    found.sources[digest] = load_crl(data)
                case _:
                    found.sources[digest] = load_answer(data)
        except SigningError:
            continue
    return found


def digests(reader: PdfReader, room: Room) -> frozenset[bytes]:
    """Return what is in the store of a revision."""
    return frozenset(hashlib.sha256(data).digest() for _, data in _stored(reader, room))


def _stored(reader: PdfReader, room: Room | None = None) -> Iterable[tuple[str, bytes]]:
    store = follow(catalog_of(reader).get("/DSS"))
    if isinstance(store, dict):
        for key in ("/Certs", "/CRLs", "/OCSPs"):
            for data in _streams(follow(store.get(key)) or [], room or Room()):
                yield key, data


def _streams(references: Iterable[Any], room: Room) -> Iterable[bytes]:
    """Give the bytes of streams, unpacked one at a time; the library would keep all of them."""
    from pypdf.filters import decode_stream_data
    from pypdf.generic import EncodedStreamObject, StreamObject

    for item in list(references)[:_MAX_STORED]:
        found = follow(item)
        if room.left > 0 and isinstance(found, StreamObject):
            packed = isinstance(found, EncodedStreamObject)
            data = decode_stream_data(found) if packed else found.get_data()
            room.left -= len(data)
            yield data
