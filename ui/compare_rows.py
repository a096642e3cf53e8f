"""What the window is told about two versions compared; sentences are in the person's language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PieceKind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    MOVED_AWAY = "moved_away"
    MOVED_HERE = "moved_here"


@dataclass(frozen=True)
class PieceRow:
    """Words that share a fate."""

    kind: PieceKind
    text: str


@dataclass(frozen=True)
class PassageRow:
    """A sentence with its pages before and after, from 1; 0 where it stands in only one."""

    pieces: tuple[PieceRow, ...]
    before: int
    after: int

    @property
    def changed(self) -> bool:
        """Whether anything in it is not as it was."""
        return any(piece.kind is not PieceKind.SAME for piece in self.pieces)


@dataclass(frozen=True)
class SectionRow:
    """The text, or an annex that was replaced."""

    title: str
    passages: tuple[PassageRow, ...]
    note: str = ""
    """Why nothing, or not everything, can be said of it."""


@dataclass(frozen=True)
class CompareView:
    """Two versions compared."""

    title: str
    before: int
    after: int
    answered: bool
    """Whether ``before`` is the version this person's organisation answered."""
    facts: tuple[str, ...]
    """Facts and annexes that differ, one line each."""
    sections: tuple[SectionRow, ...]
    warnings: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is a difference, or may be one that could not be looked for."""
        return bool(self.facts) or any(
            section.note or any(passage.changed for passage in section.passages)
            for section in self.sections
        )
