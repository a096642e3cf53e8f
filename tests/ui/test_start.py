"""What the window does not load before somebody needs it, and how long it stands still for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_LATER = (
    "PySide6.QtPdf",
    "cryptography.x509",
    "pypdf",
    "requests",
    "ui.batch_dialog",
    "ui.compare_dialog",
    "ui.document_view",
    "ui.sign_dialog",
)
_ROOMS = ("eqaror_desktop", "resources", "signing", "sync", "ui")
_PROGRAM = f"""
import linecache, sys, time
from functools import partial
from importlib import import_module
from PySide6.QtWidgets import QApplication
application = QApplication([])
import eqaror_desktop.desktop.controller
from ui.main_window import MainWindow
window = MainWindow("en")
window.show()
print(sorted(set({_LATER!r}) & sys.modules.keys()), len(linecache.cache))
print(sorted(
    kind.__qualname__ for name, module in list(sys.modules.items())
    if name.partition(".")[0] in {_ROOMS!r}
    for kind in vars(module).values()
    if isinstance(kind, type) and kind.__module__ == name
    and isinstance(vars(kind).get("__dataclass_fields__"), dict)
))

from eqaror_desktop.desktop import ahead
from tests.ui import examples
from tests.ui.pdf import make_pdf

def busy(do):
    begun = time.thread_time()
    do()
    return time.thread_time() - begun

def usual():
    # So much work takes a hundredth of a second on a computer that has nothing else to do.
    return busy(lambda: sum(number * number for number in range(130_000)))

content = make_pdf(30)
view = examples.view(examples.draft(0), content)
slow = min(usual() for _ in range(5))
turns = [
    busy(step) for step in (
        *(partial(import_module, name) for name in ahead.MODULES),
        lambda: window.side.remarks,
        lambda: window.middle.prepared,
        lambda: window.document,
        application.processEvents,
        lambda: window.show_draft(view),
        application.processEvents,
        lambda: window.show_pdf(view.text.sha256, content),
        application.processEvents,
    )
]
slow = max(slow, min(usual() for _ in range(5)))
print(window.document is window.middle.document, window.document.page_count)
print(*(f"{{1000 * turn:.0f}}" for turn in turns), file=sys.stderr)
print(max(turns) < 0.1 * max(1, slow / 0.01))
"""


def test_a_window_loads_what_a_list_needs_and_stands_still_for_no_first_draft() -> None:
    # A process of its own: here everything was imported by other tests.
    ran = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told = ran.stdout.splitlines()
    # A dataclass compiles its functions whenever it is made: half a millisecond of every start.
    assert told[:2] == ["[] 0", "[]"], ran.stderr
    # The first draft that is opened finds what shows it loaded, and no turn of the loop is long.
    assert told[2:] == ["True 30", "True"], ran.stderr
