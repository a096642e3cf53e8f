"""One start of a window in a process of its own; prints when it was usable and what it weighs.

``python -m bench.window_child bare`` shows an empty main window and lets the event loop turn once.
``python -m bench.window_child program PROFILE`` starts the program as ``eqaror`` does and waits
until the list of drafts is filled and painted. Nothing is imported here that the measured thing
does not need, and nothing before it does: in what order PySide and the program are loaded changes
how long both take.
"""

from __future__ import annotations

import sys
import time

# As in typing, which need not be loaded for it.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from ui.draft_delegate import DraftDelegate

_PAINTS = "ui.draft_delegate"


def main(arguments: list[str]) -> int:
    """Start one window and close it as soon as it was usable."""
    if arguments[0] == "bare":
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QMainWindow

        application = QApplication(sys.argv[:1])
        window = QMainWindow()
        window.show()
        QTimer.singleShot(0, application, _usable)
        return application.exec()
    # It belongs to the tools a checkout is worked on with; who installs the program has none.
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # Python's "not there"
    sys.meta_path.insert(0, _Watch())
    from eqaror_desktop.cli import main as start

    return start(["--profile", arguments[1]])


class _Watch:
    """Waits for the program to load what paints a draft."""

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find no module; stand behind the one that paints once it is loaded."""
        if name != _PAINTS:
            return None
        sys.meta_path.remove(self)
        from importlib.util import find_spec

        spec = find_spec(name)
        assert spec is not None
        assert spec.loader is not None
        loaded = spec.loader.exec_module

        def load(module: ModuleType) -> None:
            loaded(module)
            _see_painting(module.DraftDelegate)

        spec.loader.exec_module = load  # type: ignore[method-assign]  # of this one loader alone
        return spec


def _see_painting(delegate_type: type[DraftDelegate]) -> None:
    """See the first painting of a draft."""
    paint = delegate_type.paint
    seen: list[int] = []

    def painted(
        delegate: DraftDelegate,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        paint(delegate, painter, option, index)
        if not seen:
            from PySide6.QtCore import QTimer

            from ui.draft_model import DraftModel

            model = index.model()
            assert isinstance(model, DraftModel)
            # The group "all" is the largest.
            seen.append(max(model.counts().values()))
            # The next turn of the loop comes after all is painted.
            QTimer.singleShot(0, lambda: _usable(seen[0]))

    delegate_type.paint = painted  # type: ignore[assignment]  # nothing else costs less


def _usable(rows: int = 0) -> None:
    moment = time.monotonic_ns()
    facts = {}
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib costs
        for line in status:
            name, _, value = line.partition(":")
            if name in {"VmRSS", "VmHWM"}:
                facts[name] = value.split()[0]
    print(moment, facts["VmRSS"], facts["VmHWM"], rows, flush=True)
    from PySide6.QtWidgets import QApplication

    QApplication.quit()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
