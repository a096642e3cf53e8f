"""Digests, names, numbers and times of what a file brings, and nothing else, in references to it.

References (ETSI TS 101 733, 6.2) and indexes (EN 319 122-1, 5.5.2) are written by whoever adds
them. Of which structure they are is not asked: each thing in them is one that is known from a
certificate, a list or an answer that somebody vouches for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.called import issuer_name, subject_name
from signing.foreign import algorithms, ber
from signing.foreign.ber import Element
from signing.ocsp import OcspAnswer
from signing.revocation import Source

_HASHES = ("sha1", "sha256", "sha384", "sha512")
_NULL = b"\x05\x00"


class Referred:
    """What references may speak of."""

    def __init__(
        self,
        certificates: Iterable[x509.Certificate],
        sources: Mapping[bytes, Source],
        parts: Iterable[tuple[Element, ...]],
    ) -> None:
        """Begin.

        Args:
            certificates: those at hand.
            sources: lists and answers, by their bytes.
            parts: what else an index may have digests of, each in parts.
        """
        self._certificates = tuple(certificates)
        self._sources = sources
        self._parts = parts

    def is_told(self, item: Element) -> bool:
        """Whether all that an element says is known, and is made of such."""
        if item.constructed:
            named = item.tag == ber.SEQUENCE and item.raw in self._names
            return named or all(map(self.is_told, item.children))
        match item.tag:
            case ber.OID:
                return algorithms.names_hash(item)
            case ber.OCTETS:
                return item.body in self._digests
            case ber.INTEGER:
                return item.body in self._numbers
            case ber.UTC_TIME | ber.GENERALIZED_TIME:
                return item.body in self._times
        return item.raw == _NULL

    @property
    def _lists(self) -> list[x509.CertificateRevocationList]:
        return [item for item in self._sources.values() if not isinstance(item, OcspAnswer)]

    @property
    def _answers(self) -> list[OcspAnswer]:
        return [item for item in self._sources.values() if isinstance(item, OcspAnswer)]

    @cached_property
    def _names(self) -> frozenset[bytes]:
        """Names as they stand in what is vouched for."""
        parts = (subject_name, issuer_name)
        return frozenset(name(item) for item in self._certificates for name in parts)

    @cached_property
    def _numbers(self) -> frozenset[bytes]:
        numbers = [item.serial_number for item in self._certificates]
        numbers += [number for item in self._lists for number in _numbers(item)]
        return frozenset(
            item.to_bytes(item.bit_length() // 8 + 1, "big") for item in numbers if item >= 0
        )

    @cached_property
    def _times(self) -> frozenset[bytes]:
        times: list[datetime] = [item.last_update_utc for item in self._lists]
        times += [item.produced for item in self._answers]
        long = [item.strftime("%Y%m%d%H%M%SZ").rjust(15, "0").encode() for item in times]
        return frozenset((*long, *(item[2:] for item in long)))

    @cached_property
    def _digests(self) -> frozenset[bytes]:
        every = [item.public_bytes(Encoding.DER) for item in self._certificates]
        every += self._sources
        every += [
            ber.read_all(item.der).children[1].only().children[1].octets()
            for item in self._answers
        ]
        every += (b"".join(item.raw for item in parts) for parts in self._parts)
        found = {algorithms.digest(name, item) for name in _HASHES for item in every}
        keys = (item.parsed.responder_key_hash for item in self._answers)
        return frozenset((*found, *filter(None, keys)))


def _numbers(item: x509.CertificateRevocationList) -> list[int]:
    try:
        return [item.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number]
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return []
