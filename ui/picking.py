"""Several drafts picked in the list, as ranges of rows: Ctrl+A may pick a hundred thousand."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from PySide6.QtCore import QItemSelection

from ui.draft_model import DraftModel


def picked(model: DraftModel, selection: QItemSelection) -> tuple[str, ...]:
    """Return the ids of the drafts of a selection, each once, in the order of the list."""
    found: list[str] = []
    after = 0
    parts = map(selection.at, range(selection.count()))
    for first, last in sorted((part.top(), part.bottom()) for part in parts):
        found += model.ids_between(max(first, after), last)
        after = max(after, last + 1)
    return tuple(found)


def selection_of(model: DraftModel, drafts: Collection[str]) -> QItemSelection:
    """Return the selection of those of some drafts that are shown."""
    shown = model.rows_of(drafts)
    edges = [n for n, (one, next_) in enumerate(pairwise(shown), 1) if next_ != one + 1]
    made = QItemSelection()
    for first, after in pairwise((0, *edges, len(shown)) if shown else ()):
        made.select(model.index(shown[first]), model.index(shown[after - 1]))
    return made
