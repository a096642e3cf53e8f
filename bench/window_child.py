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

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from ui.draft_delegate import DraftDelegate


def main(arguments: list[str]) -> int:
    """Start one window and close it as soon as it was usable."""
    if arguments[0] == "bare":
        application = QApplication(sys.argv[:1])
        window = QMainWindow()
        window.show()
        QTimer.singleShot(0, application, _usable)
        return application.exec()
    # Kept: the program takes the application that is there.
    watched = _Watched(sys.argv[:1])
    from eqaror_desktop.cli import main as start

    code = start(["--profile", arguments[1]])
    del watched
    return code


class _Watched(QApplication):
    """Looks for the first painting once everything is made, in the program's own order."""

    @staticmethod
    def exec() -> int:
        _watch()
        return QApplication.exec()


def _watch() -> None:
    """See the first painting of a draft."""
    from ui.draft_delegate import DraftDelegate
    from ui.draft_model import DraftModel

    paint = DraftDelegate.paint
    seen: list[int] = []

    def painted(
        delegate: DraftDelegate,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        paint(delegate, painter, option, index)
        if not seen:
            model = index.model()
            assert isinstance(model, DraftModel)
            # The group "all" is the largest.
            seen.append(max(model.counts().values()))
            # The next turn of the loop comes after all is painted.
            QTimer.singleShot(0, lambda: _usable(seen[0]))

    DraftDelegate.paint = painted  # type: ignore[assignment]  # nothing else costs less


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
