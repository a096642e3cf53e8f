"""Make the pictures of the documentation from the real window on a demo office.

``./dev pictures`` runs this under a virtual screen. Nothing is drawn by hand: the window signs in,
opens a decision and shows the sign dialog, and each picture is what a person would see.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import ui  # noqa: F401 - before PySide6, see docs/decisions/0010-pyside-on-python-3.11.md

# isort: split

from PySide6.QtWidgets import QApplication, QWidget

from eqaror_desktop.application import Application
from eqaror_desktop.demo import PIN, RunningRegistry, prepare_office
from eqaror_desktop.desktop.controller import Controller
from eqaror_desktop.desktop.lanes import Lanes
from eqaror_desktop.settings import Language
from resources.translations import compiled
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.theme import Scheme, apply, use_readable_font

_PATIENCE = 30.0


def main() -> int:
    """Make every picture below ``docs/pictures``."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--office", type=Path, help="a demo office to use again")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "pictures")
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        office = prepare_office(given.office or Path(scratch) / "office", drafts=24)
        with RunningRegistry(office), Application.open(office.places.profile) as core:
            core.sign_in(office.hokim.serial, bytearray(PIN))
            core.sync()
            core.index_texts()
            _pictures(core, given.output)
    return 0


def _pictures(core: Application, output: Path) -> None:
    qt = QApplication(sys.argv[:1])
    use_readable_font(qt)
    looks: tuple[tuple[str, Language, Scheme], ...] = (
        ("window", "en", Scheme.LIGHT),
        ("window-uz-dark", "uz", Scheme.DARK),
    )
    for name, language, scheme in looks:
        apply(qt, scheme)
        _picture(qt, core, language, output, name)


def _picture(
    qt: QApplication, core: Application, language: Language, output: Path, name: str
) -> None:
    speech = Speech(qt)
    speech.speak(language, compiled(language))
    lanes, window = Lanes(), MainWindow(language)
    controller = Controller(core, window, lanes, speech, language)
    window.resize(1360, 860)
    window.show()
    controller.begin()
    try:
        _wait(qt, lambda: window.drafts.model.rowCount() > 0)
        window.drafts.view.setCurrentIndex(window.drafts.model.index(0))
        _wait(qt, lambda: not window.bar.sign.isHidden())
        _settle(qt, 2.0)
        _grab(window, output / f"{name}.png")
        window.bar.sign.click()
        _wait(qt, lambda: controller.signing.dialog is not None)
        _settle(qt, 2.0)
        dialog = controller.signing.dialog
        if dialog is not None:
            _grab(dialog, output / f"{name.replace('window', 'sign')}.png")
            dialog.reject()
    finally:
        window.close()
        lanes.close()
        speech.be_silent()


def _grab(widget: QWidget, path: Path) -> None:
    if not widget.grab().save(str(path)):
        raise OSError(f"{path} could not be written")


def _wait(qt: QApplication, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError("the window did not get there")
        qt.processEvents()
        time.sleep(0.01)


def _settle(qt: QApplication, seconds: float) -> None:
    """Let pages be drawn."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        qt.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
