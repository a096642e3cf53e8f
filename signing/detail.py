"""What a reason is about, in parts: each is told in the language of whoever reads it.

A detail is an English text too, so that it can be written to a log and compared. What people read
is made from its parts alone (:meth:`signing.reporting.words.ReportWords.detail`): a text of
somebody's own – a file's name, a signer's – is shown as it is, all others are words of a table.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from datetime import datetime
from typing import Self, TypeAlias

from signing.flaws import Flaw

Fact: TypeAlias = str | datetime
"""A text, a word that is told in words, or a moment that is told as such."""


@dataclass(frozen=True)
class Said:
    """Something that is wrong, with the facts of the case; a fact may be a word too."""

    flaw: Flaw
    facts: tuple[Fact, ...] = ()

    def __str__(self) -> str:
        """Say it in English."""
        text = self.flaw.value
        for number, fact in enumerate(self.facts):
            text = text.replace(f"{{{number}}}", str(fact))
        return text


@dataclass(frozen=True)
class Scope:
    """Which signature: ``package``, ``pdf``, ``entry-NN``, ``content`` or a name."""

    name: str

    def __str__(self) -> str:
        """Return the name."""
        return self.name


@dataclass(frozen=True)
class Code:
    """Another reason."""

    code: str

    def __str__(self) -> str:
        """Return the code."""
        return self.code


Part: TypeAlias = Said | Scope | Code | str


class Detail(str):
    """The parts, and as a text what they say in English, with ``": "`` between them."""

    __slots__ = ("parts",)

    parts: tuple[Part, ...]

    def __new__(cls, *parts: Part) -> Self:
        """Put parts together; empty strings say nothing."""
        kept = tuple(Said(part) if isinstance(part, Flaw) else part for part in parts if part)
        made = super().__new__(cls, ": ".join(map(str, kept)))
        made.parts = kept
        return made

    def __getnewargs__(self) -> tuple[Part, ...]:  # type: ignore[override]  # ours has other ones
        """Return what a copy is made from."""
        return self.parts

    def within(self, scope: str) -> Detail:
        """Return the same, of a signature."""
        return Detail(Scope(scope), *self.parts)


def said(flaw: Flaw, *facts: object) -> Detail:
    """Return the detail that says one thing."""
    return Detail(_said(flaw, facts))


def about(place: str, flaw: Flaw, *facts: object) -> Detail:
    """Return the detail that says it of something with a name, e.g. a member."""
    return Detail(place, _said(flaw, facts))


def why_failed(error: OSError) -> Detail:
    """Return why a file was not opened or read, in our own words.

    The system's own are in the system's language.
    """
    match error:
        case FileNotFoundError():
            return said(Flaw.ABSENT)
        case IsADirectoryError():
            return said(Flaw.DIRECTORY)
        case PermissionError():
            return said(Flaw.FORBIDDEN)
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return said(Flaw.NO_SPACE)
    name = errno.errorcode.get(error.errno or 0, error.errno or type(error).__name__)
    return said(Flaw.SYSTEM_ERROR, name)


NO_DETAIL = Detail()


def _said(flaw: Flaw, facts: tuple[object, ...]) -> Said:
    return Said(
        flaw, tuple(item if isinstance(item, (Flaw, datetime)) else str(item) for item in facts)
    )
