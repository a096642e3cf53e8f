"""What one session of the window leaves to the next: how it was arranged, and what was read."""

from __future__ import annotations

from sync.question import Question
from sync.values import Value
from ui.rows import Group
from ui.view_state import ReaderState


class Panels(Value, frozen=True):
    """How the window was arranged; it names nothing that was read.

    ``frame`` is Qt's own word for place and size of the window on its screens, ``parts`` for the
    three parts and which of them are folded away; empty for the usual ones. Qt refuses what is not
    a word of its own.
    """

    frame: bytes = b""
    parts: bytes = b""
    side: bool = True
    tab: int = 0


class DeskState(Value, frozen=True):
    """What was open: a draft, a file of it by its digest, how files were read, and a search."""

    draft: str = ""
    file: str = ""
    group: Group | None = None
    reader: ReaderState = ReaderState()
    question: Question = Question()
