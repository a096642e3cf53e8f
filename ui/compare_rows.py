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
    name: str = ""
    """What the passage is of, where that is no text: a fact, or an annex with its fate."""

    @property
    def changed(self) -> bool:
        """Whether anything in it is not as it was."""
        return any(piece.kind is not PieceKind.SAME for piece in self.pieces)


@dataclass(frozen=True)
class SectionRow:
    """Facts and annexes, the text, or an annex that was replaced."""

    title: str
    passages: tuple[PassageRow, ...]
    note: str = ""
    """Why nothing, or not everything, can be said of it."""


@dataclass(frozen=True)
class VersionRow:
    """A version somebody may choose."""

    number: int
    answered: bool = False
    """Whether this person's organisation answered it."""
    present: bool = False
    here: bool = True
    """Whether it is on this station, so that no line is needed."""


@dataclass(frozen=True)
class CompareView:
    """Two versions compared."""

    title: str
    before: int
    after: int
    notes: tuple[str, ...]
    """What is to be known of it beside the passages, e.g. another file with the same words."""
    sections: tuple[SectionRow, ...]
    warnings: tuple[str, ...] = ()
    versions: tuple[VersionRow, ...] = ()
    """Every version there is, oldest first."""

    @property
    def anything(self) -> bool:
        """Whether there is a difference, or may be one that could not be looked for."""
        return bool(self.notes) or any(
            section.note or any(passage.changed for passage in section.passages)
            for section in self.sections
        )
