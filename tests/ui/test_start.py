"""What the window does not load before somebody needs it."""

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
_PROGRAM = f"""
import linecache, sys
from PySide6.QtWidgets import QApplication
application = QApplication([])
import eqaror_desktop.desktop.controller
from ui.main_window import MainWindow
window = MainWindow("en")
window.show()
print(sorted(set({_LATER!r}) & sys.modules.keys()), len(linecache.cache))
print(window.document is window.middle.document, "PySide6.QtPdf" in sys.modules)
"""


def test_a_window_without_a_document_loads_what_a_list_needs() -> None:
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
    assert ran.stdout.splitlines() == ["[] 0", "True True"], ran.stderr
