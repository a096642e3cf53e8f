"""What a check before a signature answers: plain facts, worded by the message table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from signing.examine.finding import Finding


class CheckCode(StrEnum):
    """What is asked; the words for people are in the message table."""

    STATE = "state"
    FRESH = "fresh"
    FROZEN = "frozen"
    CONTENT = "content"
    """Whether what is seen is all there is: the PDFs, examined."""
    READERS = "readers"
    """Whether every other reader that is installed shows the same pages."""
    TRAIL = "trail"
    PERSON = "person"
    ORGANISATION = "organisation"
    POWERS = "powers"
    CERTIFICATE = "certificate"
    TRUST = "trust"
    REVOCATION = "revocation"
    CLOCK = "clock"
    EARLIER = "earlier"
    """Whether an earlier attempt to sign this version ended in doubt."""
    REMARKS = "remarks"
    """Whether remarks were begun and not handed in; asked where there are any."""
    KIND = "kind"


class CheckState(StrEnum):
    """The answer."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"
    RUNNING = "running"
    """It is being found out; nothing is signed before."""


SESSION = "session"
"""The case of what was not checked because the sign-in to the registry had ended."""


@dataclass(frozen=True)
class Named:
    """Something that was found in a file of the draft; ``annex`` 0 is the text."""

    annex: int
    finding: Finding


@dataclass(frozen=True)
class Check:
    """One answer; ``detail`` is the fact behind it: a name, a number of days, a code."""

    code: CheckCode
    state: CheckState
    detail: str = ""
    expected: str = ""
    """What it should have been, where ``detail`` is something else."""
    case: str = ""
    """Which of several ways to give this answer; the words of each are their own."""
    named: tuple[Named, ...] = ()
    """Everything that was found, where an answer is about many things."""


def blocking(checks: Iterable[Check]) -> tuple[str, ...]:
    """Return the codes of the checks that stop the signature."""
    stops = (CheckState.FAILED, CheckState.RUNNING)
    return tuple(str(item.code) for item in checks if item.state in stops)
