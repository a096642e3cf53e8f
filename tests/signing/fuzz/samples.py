"""The files that are mutated, and what was signed in them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from cryptography import x509

from signing.certificate import load_certificate
from signing.foreign.signed_data import read_signed_data
from signing.issued import is_signed_by
from signing.trust import TrustAnchors

PLACE = Path(__file__).parent / "samples"
_TRUST = ("trust.pem", "proofs-trust.pem")
_BESIDE = {*_TRUST, "made.txt", "matter"}
_PARTS = {".cer", ".crl", ".ocsp", ".json", ".xml"}
"""Read inside of other files alone."""


_BRING = {"attached.p7m", "national.p7m", "national-kept.p7m", "ours.p7s", "stamped.p7m"}
"""With the authorities that issued what is in the others."""


class Group(StrEnum):
    """What is mutated together, each with its own share of the time."""

    CONTAINERS = "containers"
    PDFS = "pdfs"
    SIGNATURES = "signatures"
    STAMPS = "stamps"
    CERTIFICATES = "certificates"
    """National ones among them, lists and answers."""
    STATEMENTS = "statements"
    """Manifests, decisions and trails."""


_GROUPS = {
    **dict.fromkeys((".asice", ".asics"), Group.CONTAINERS),
    ".pdf": Group.PDFS,
    **dict.fromkeys((".p7s", ".p7m", ".pem"), Group.SIGNATURES),
    ".tst": Group.STAMPS,
    **dict.fromkeys((".cer", ".crl", ".ocsp"), Group.CERTIFICATES),
    **dict.fromkeys((".xml", ".json"), Group.STATEMENTS),
}
_STAMPED = {
    *("stamped.p7m", "archived.p7m", "national-kept.p7m"),
    *("stamp.asics", "stored.asice", "archived.asice"),
}


@dataclass(frozen=True)
class Sample:
    """One file."""

    name: str
    data: bytes

    @property
    def groups(self) -> frozenset[Group]:
        """Where it is mutated; what holds time-stamps is in two places."""
        own = _GROUPS[Path(self.name).suffix]
        return frozenset((own, Group.STAMPS) if self.name in _STAMPED else (own,))

    @property
    def is_whole(self) -> bool:
        """Whether it is a file that somebody verifies."""
        return Path(self.name).suffix not in _PARTS


class Samples:
    """All of them, with what is trusted and when they are judged."""

    def __init__(self, place: Path = PLACE) -> None:
        self.place = place
        self.matter = place / "matter"
        self.at = datetime.fromisoformat((place / "made.txt").read_text())

    @cached_property
    def every(self) -> tuple[Sample, ...]:
        paths = sorted(self.place.iterdir())
        return tuple(Sample(i.name, i.read_bytes()) for i in paths if i.name not in _BESIDE)

    @cached_property
    def content(self) -> bytes:
        """What detached signatures are over."""
        return self.matter.read_bytes()

    @cached_property
    def over_others(self) -> frozenset[bytes]:
        """Values of signatures over something else than :attr:`matter`."""
        (own,) = [item for item in self.every if item.name == "ours.p7s"]
        return frozenset(item.value.octets() for item in read_signed_data(own.data).signers)

    @cached_property
    def answers(self) -> dict[str, bytes]:
        """The signatures that a package's trail names."""
        (package,) = [item.data for item in self.every if item.name == "ours.asice"]
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            names = archive.namelist()
            return {i: archive.read(i) for i in names if re.fullmatch(r"agreement/.*\.p7s", i)}

    @cached_property
    def certificates(self) -> tuple[x509.Certificate, ...]:
        """Those that came with signatures, and those that are samples."""
        brought = [
            certificate
            for item in self.every
            if item.name in _BRING
            for certificate in read_signed_data(item.data).certificates
        ]
        alone = [load_certificate(i.data) for i in self.every if i.name.endswith(".cer")]
        return tuple(dict.fromkeys((*brought, *alone)))

    @cached_property
    def pairs(self) -> tuple[tuple[x509.Certificate, x509.Certificate], ...]:
        """Certificates, each with its issuer."""
        above = (*self.certificates, *self.anchors.anchors)
        return tuple(
            (certificate, issuer)
            for certificate in self.certificates
            for issuer in above
            if certificate.issuer == issuer.subject and is_signed_by(certificate, issuer)
        )

    @cached_property
    def anchors(self) -> TrustAnchors:
        return TrustAnchors.load([self.place / name for name in _TRUST])
