"""What is remembered of the middle: where and how each document was read."""

from __future__ import annotations

from sync.values import Value
from ui.page_layout import ZOOM_LEAST, ZOOM_MOST, Fit, Look

TEXT_LEAST, TEXT_MOST = 80, 250
"""Percent of the application's own letters, in the reading view."""


class ViewState(Value, frozen=True):
    """How one document was shown.

    ``page`` counts from 0, ``down`` is the part of it that was above the sight.
    """

    look: Look = Look()
    page: int = 0
    down: float = 0.0
    reading: bool = False


class ReaderState(Value, frozen=True):
    """What a session keeps of the middle of the window.

    ``documents`` are digests with their states, the longest unused first; ``strip`` is the width
    of the small pages in pixels, 0 for the usual one.
    """

    thumbnails: bool = False
    text_percent: int = 115
    documents: tuple[tuple[str, ViewState], ...] = ()
    strip: int = 0


def sound(state: ViewState) -> ViewState:
    """Return a state that came from a disk with everything in its bounds."""
    zoom = min(max(state.look.zoom, ZOOM_LEAST), ZOOM_MOST)
    look = Look(Fit(state.look.fit), zoom, bool(state.look.two_pages), state.look.turns % 4)
    return ViewState(look, max(state.page, 0), min(max(state.down, 0.0), 1.0), state.reading)
