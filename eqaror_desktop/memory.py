"""What a station remembers of a person's choice of certificate; nothing of it is secret."""

from __future__ import annotations

from eqaror_desktop.choosing import Remembered
from sync.store.facts import Facts


def remembered(facts: Facts, pinfl: str) -> Remembered | None:
    """Return what this person used last on this station, or None."""
    # The fingerprint has no space; what a driver calls a serial number may.
    serial, _, fingerprint = (facts.get(_name(pinfl)) or "").rpartition(" ")
    return Remembered(serial, fingerprint) if fingerprint else None


def remember(facts: Facts, pinfl: str, choice: Remembered) -> None:
    """Keep what this person used; nothing is written if it is what was kept.

    Raises:
        StoreFull: nothing was changed.
    """
    if remembered(facts, pinfl) != choice:
        facts.put(_name(pinfl), f"{choice.serial} {choice.fingerprint}")


def _name(pinfl: str) -> str:
    return f"certificate of {pinfl}"
