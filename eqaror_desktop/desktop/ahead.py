"""What the first draft that is opened needs, loaded and made before anybody opens one.

Loading it takes a quarter of a second, making its widgets a twelfth. The one is done in a lane,
the other in turns of the loop that have nothing else to do, one part in each.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from eqaror_desktop.desktop.station import Station


def load() -> None:
    """Load the modules; in a lane, as the window would stand still meanwhile. Once is enough."""
    import ui.document_view
    import ui.remarks_panel  # noqa: F401 - all of them are loaded to be there


class Ahead(QObject):
    """Makes the parts, unless whoever was quicker has made them."""

    def __init__(self, station: Station, parts: tuple[Callable[[], object], ...]) -> None:
        """Wait for :meth:`begin`.

        Args:
            station: its window's end is the end of this.
            parts: each makes one part of the window, or finds it made.
        """
        super().__init__(station)
        self._left = list(parts)
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
