"""The next start goes on where this session was left, also where it ended without a farewell.

How the window is arranged and what is open lie in the encrypted store: ids and digests tell what
somebody works on. They are written some moments after a change, in the lane that waits for
nothing. What cannot be read is as if it had never been kept; what cannot be written is tried again
with the next change, and nobody is told: no work is lost with it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TypeVar

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from sync.errors import NotFound, StoreError
from sync.question import Question
from sync.upkeep import DESK
from ui.rows import Group
from ui.session_state import DeskState, Panels

T = TypeVar("T")

_PANELS = "panels"
_SOON = 1500
"""Milliseconds from a change to its writing: whoever scrolls on makes one write in this time."""
_PAINTED = 50
"""Milliseconds from the list to what was open: the list is painted and can be used before."""


class Resuming(QObject):
    """Arranges the window as it was, and opens what was open once the list is there."""

    draft_wished = Signal(str)
    settled = Signal()
    """What was open is known, and what shows a draft is loaded."""

    def __init__(self, station: Station) -> None:
        """Arrange the window, which is not shown yet: nothing jumps before anybody's eyes."""
        super().__init__(station)
        self._station = station
        self._facts = station.application.store.facts
        self._begun = self._followed = False
        self._group: Group | None = None
        """The one with which the list began."""
        self.resumed = False
        """Whether what was open is open again, or nothing was; nothing is kept before."""
        self._kept: dict[str, str] = {}
        self._last: dict[str, str] = {}
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._keep)
        self._painted = QTimer(self, singleShot=True, interval=_PAINTED)
        self._painted.timeout.connect(self._ask)
        window = station.window
        # Before there is a loop of events, the store is as open to this thread as to any.
        self._left = DeskState()
        with suppress(StoreError):
            window.arrange(_read(self._facts.get(_PANELS), Panels))
            self._left = _read(self._facts.get(DESK), DeskState)
        # Later it would undo what somebody does in the first moments.
        window.middle.restore(self._left.reader, self._left.file)
        for moved in (
            window.arranged,
            window.drafts.group_shown,
            window.drafts.search_requested,
            window.middle.files.currentChanged,
            window.side.shown,
            window.side.tabs.currentChanged,
            window.tools.side.toggled,
            window.splitter.splitterMoved,
        ):
            moved.connect(self._later)
        window.document_shown.connect(self._follow)
        window.closed.connect(self._closed)

    def begin(self) -> None:
        """The list is shown; the first time, what was open follows it."""
        if not self._begun:
            self._begun = True
            self._group = self._station.window.drafts.group
            self._painted.start()

    def finish(self) -> None:
        """Write down what the lane had no time for; when the lanes have ended."""
        with suppress(StoreError):
            self._write(self._changed(self._last))

    # -- going on ----------------------------------------------------------------------------

    def _ask(self) -> None:
        application, draft = self._station.application, self._left.draft

        def work(_tell: Tell) -> str:
            try:
                if draft:
                    application.store.drafts.summary(draft)
            except NotFound:
                # It has left this station, or somebody else works here now.
                return ""
            return draft

        self._station.lanes.start(Lane.READING, work, self._resume, self._not_resumed)

    def _resume(self, draft: str) -> None:
        self.resumed = True
        drafts = self._station.window.drafts
        asked = not drafts.searching.question.empty
        if asked or drafts.chosen or drafts.group is not self._group:
            # Somebody was quicker, and nothing of it is kept yet.
            self._later()
            self.settled.emit()
            return
        drafts.restore(self._left.group, draft)
        drafts.searching.restore(self._left.question)
        if draft:
            self.draft_wished.emit(draft)
        self.settled.emit()

    def _not_resumed(self, _error: BaseException) -> None:
        """It begins like a first session; whatever is wrong with the store is told by others."""
        self.resumed = True
        self.settled.emit()

    # -- keeping -----------------------------------------------------------------------------

    def _follow(self) -> None:
        self._later()
        if self._followed:
            return
        self._followed = True
        document = self._station.window.document
        for moved in (
            document.pages.arranged,
            document.pages.page_changed,
            document.pages.zoom_changed,
            document.pages.verticalScrollBar().valueChanged,
            document.splitter.splitterMoved,
            document.text.verticalScrollBar().valueChanged,
            document.tools.kinds.buttonClicked,
            document.tools.thumbnails.toggled,
        ):
            moved.connect(self._later)

    def _later(self) -> None:
        if self.resumed and not self._soon.isActive():
            self._soon.start()

    def _keep(self) -> None:
        changed = self._changed(self._now())
        if not changed:
            return
        self._kept |= changed

        def work(_tell: Tell) -> None:
            self._write(changed)

        self._station.lanes.start(Lane.KEEPING, work, self._written, self._not_written)

    def _written(self, _nothing: None) -> None:
        """The next start finds it."""

    def _not_written(self, _error: BaseException) -> None:
        self._kept = {}

    def _closed(self) -> None:
        self._painted.stop()
        self._soon.stop()
        desk = self._station.window.desk_state
        # Whoever closes a window has done with a search, which would hide what is new.
        self._last = self._texts(replace(desk, question=Question())) if self.resumed else {}

    def _now(self) -> dict[str, str]:
        return self._texts(self._station.window.desk_state)

    def _texts(self, desk: DeskState) -> dict[str, str]:
        return {_PANELS: _text(self._station.window.panels), DESK: _text(desk)}

    def _changed(self, now: dict[str, str]) -> dict[str, str]:
        return {name: text for name, text in now.items() if self._kept.get(name) != text}

    def _write(self, texts: dict[str, str]) -> None:
        for name, text in texts.items():
            self._facts.put(name, text)


def _text(state: Panels | DeskState) -> str:
    return msgspec.json.encode(state).decode()


def _read(text: str | None, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(text or "{}", type=kind)
    except msgspec.DecodeError:
        # Damaged, or of a program with another idea of a window.
        return kind()
