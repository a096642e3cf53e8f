"""The files that are mutated, and what was signed in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from signing.foreign.signed_data import read_signed_data
from signing.trust import TrustAnchors

PLACE = Path(__file__).parent / "samples"
_BESIDE = {"trust.pem", "made.txt", "matter"}
_PARTS = {".cer", ".crl", ".ocsp", ".json", ".xml"}
"""Read inside of other files alone."""


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
_STAMPED = {"stamped.p7m", "archived.p7m", "stamp.asics", "stored.asice", "archived.asice"}


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
    def anchors(self) -> TrustAnchors:
        return TrustAnchors.load([self.place / "trust.pem"])
