"""What the window is told about remarks: frozen rows, as everything else in ``rows``."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sync.values import Value

REMARK_KEYS = "Ctrl+M"
"""The keys that begin a remark on what is selected."""

CARET_KEYS = "F7"
"""The keys that begin or end selecting by the arrows, as in browsers."""


class RemarkState(StrEnum):
    """Where a remark stands. Only a draft can be changed or thrown away."""

    DRAFT = "draft"
    QUEUED = "queued"
    UNCONFIRMED = "unconfirmed"
    SENT = "sent"
    REFUSED = "refused"


class RemarkRow(Value, frozen=True):
    """One remark on the open draft. ``page`` counts from 1, ``start`` and ``size`` letters in it.

    ``size`` 0 says that no quoted place is known; ``file`` is empty for the draft as a whole.
    """

    id: str
    state: RemarkState
    text: str
    author: str
    organisation: str
    when: datetime
    version: int
    number: int = 0
    """By which the list and the pages name it, from 1."""
    mine: bool = False
    current: bool = True
    """Whether it is about the version on the screen."""
    file: str = ""
    file_name: str = ""
    page: int = 0
    quote: str = ""
    start: int = 0
    size: int = 0
    reason: str = ""
    """Why it was refused, in the person's language."""


class Selected(Value, frozen=True):
    """A place somebody wants to remark on; ``page`` counts from 1.

    ``text`` is the page's, of which the letters from ``start`` to ``end`` are meant; none of them
    mean the whole page.
    """

    file: str
    page: int
    text: str
    start: int = 0
    end: int = 0

    @property
    def quote(self) -> str:
        """The selected words, in one line."""
        return " ".join(self.text[self.start : self.end].split())


class PlaceFate(StrEnum):
    """What became of a remark's place in the version on the screen."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    GONE = "gone"
    UNKNOWN = "unknown"


class OfferRow(Value, frozen=True):
    """A remark of this person on an older version, which can be made again on this one."""

    id: str
    version: int
    text: str
    quote: str
    fate: PlaceFate
    page: int = 0
