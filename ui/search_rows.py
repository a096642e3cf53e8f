"""What the search shows: what was found, and where in each draft."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sync.question import Span
from sync.store.contents import Part
from sync.values import Value

translate = QCoreApplication.translate


class SearchResult(Value, frozen=True):
    """Ids of drafts, the best first.

    ``more``: there are more than these. ``partial``: the index is being made, and something may
    be missing.
    """

    ids: tuple[str, ...]
    more: bool = False
    partial: bool = False


class HitRow(Value, frozen=True):
    """Where in one draft the words were found.

    ``text`` is a passage as it is written; empty where the title says all. ``marks`` are places in
    it, ``title_marks`` places in the title of the list.
    """

    part: Part = Part.TITLE
    name: str = ""
    place: int = 0
    text: str = ""
    marks: tuple[Span, ...] = ()
    title_marks: tuple[Span, ...] = ()


class Named(Value, frozen=True):
    """A thing to choose in a filter: an authority or an organisation by its STIR."""

    stir: str
    name: str


def where(hit: HitRow) -> str:
    """Say where a passage stands."""
    text = {
        Part.TITLE: "",
        Part.NUMBER: translate("search", "Number"),
        Part.AUTHORITY: translate("search", "Authority"),
        Part.DRAFTER: translate("search", "Drafter"),
        Part.TEXT: translate("search", "Text"),
        Part.ANNEX: translate("search", "Annex %1"),
        Part.LETTER: translate("search", "Letter, %1"),
        Part.ANSWER: translate("search", "Answer, %1"),
        Part.REMARK: translate("search", "Remark, %1"),
        Part.REASON: translate("search", "Reason"),
    }[hit.part]
    return text.replace("%1", str(hit.place) if hit.part is Part.ANNEX else hit.name)
