"""What the first draft that is opened needs, loaded and made before anybody opens one.

Loading it takes a sixteenth of a second, making its widgets a twelfth: both in turns of the loop
that have nothing else to do, one part in each.

Not in a lane: PySide makes a class of Qt when it is first asked for, takes it off the list of
those that are not made yet once it is done, and lets other threads run meanwhile. Two that asked
for the same class both took it off, and the program ended with a segmentation fault. So whatever
names classes of Qt is loaded in the GUI thread alone; tests listen to what lanes load.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from eqaror_desktop.desktop.station import Station

MODULES = (
    *("PySide6.QtPdf", "ui.page_texts", "ui.document_tools", "ui.found_marks", "ui.page_caret"),
    *("ui.reading_text", "ui.finding", "ui.document_view", "ui.remarks_panel", "ui.compare_table"),
    *("ui.compare_dialog", "eqaror_desktop.desktop.reviewing"),
)
"""In this order each takes a few milliseconds."""


class Ahead(QObject):
    """Loads and makes the parts, unless whoever was quicker has made them."""

    def __init__(self, station: Station, parts: tuple[Callable[[], object], ...]) -> None:
        """Wait for :meth:`begin`.

        Args:
            station: its window's end is the end of this.
            parts: each makes one part of the window, or finds it made.
        """
        super().__init__(station)
        loading = (partial(import_module, name) for name in MODULES)
        self._left: list[Callable[[], object]] = [*loading, *parts]
        self._waiting: list[Callable[[], object]] = []
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._go_on)
        station.window.closed.connect(self._turn.stop)

    def begin(self) -> None:
        """Go on in turns until all parts are there."""
        if self._left:
            self._turn.start()

    def then(self, do: Callable[[], object]) -> None:
        """Do something once all parts are there: at once, or in a turn after theirs.

        Args:
            do: what needs them; several are done in their order.
        """
        if self._left or self._waiting:
            self._waiting.append(do)
            self._turn.start()
        else:
            do()

    def _go_on(self) -> None:
        (self._left or self._waiting).pop(0)()
        if not (self._left or self._waiting):
            self._turn.stop()
