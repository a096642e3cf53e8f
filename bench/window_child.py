"""One start of a window in a process of its own; prints when it was usable and what it weighs.

``python -m bench.window_child bare`` shows an empty main window and lets the event loop turn once.
``python -m bench.window_child program PROFILE`` starts the program as ``eqaror`` does and waits
until the list of drafts is filled and painted. Nothing is imported here that the measured thing
does not need.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def main(arguments: list[str]) -> int:
    """Start one window and close it as soon as it was usable."""
    application = QApplication(sys.argv[:1])
    if arguments[0] == "bare":
        window = QMainWindow()
        window.show()
        QTimer.singleShot(0, application, _usable)
        return application.exec()
    from eqaror_desktop.cli import main as start

    watch = _Watch(application)
    # The first turn of the loop comes when the window is shown and the reading has begun.
    QTimer.singleShot(0, watch, watch.begin)
    return start(["--profile", arguments[1]])


class _Watch(QObject):
    """Sees the first painting of a filled list."""

    def begin(self) -> None:
        """Find the window."""
        window: MainWindow = next(
            widget
            for widget in QApplication.topLevelWidgets()
            if isinstance(widget, QMainWindow) and widget.isVisible()
        )  # type: ignore[assignment]  # the program's one main window; importing it here costs
        self._model = window.drafts.model
        window.drafts.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """See the base class."""
        if event.type() == QEvent.Type.Paint and self._model.rowCount():
            watched.removeEventFilter(self)
            # The filter comes before the painting; the next turn comes after it.
            QTimer.singleShot(0, self, self._done)
        return False

    def _done(self) -> None:
        # The group "all" is the largest.
        _usable(max(self._model.counts().values()))


def _usable(rows: int = 0) -> None:
    moment = time.monotonic_ns()
    facts = {}
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib costs
        for line in status:
            name, _, value = line.partition(":")
            if name in {"VmRSS", "VmHWM"}:
                facts[name] = value.split()[0]
    print(moment, facts["VmRSS"], facts["VmHWM"], rows, flush=True)
    QApplication.quit()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
