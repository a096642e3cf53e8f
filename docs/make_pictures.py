"""Make the pictures of the documentation from the real windows.

``./dev pictures`` runs this under a virtual screen. Nothing is drawn by hand. The window and the
sign dialog are those of a demo office: the window signs in, opens a decision and asks for the
signature. The other windows hold the invented rows of the tests, which compare what they draw with
these pictures (``tests/ui/test_pictures.py``).

Each scale is a process of its own: Qt reads QT_SCALE_FACTOR when it starts.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import ui  # noqa: F401 - before PySide6, see docs/decisions/0010-pyside-on-python-3.11.md

# isort: split

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from eqaror_desktop.settings import Language
from resources.translations import compiled
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.theme import Scheme, apply, use_readable_font

_PATIENCE = 60.0
_COLOURS = 256


@dataclass(frozen=True)
class Look:
    """How a picture is taken; its name tells what differs from a light window at 100 %."""

    language: Language
    scheme: Scheme = Scheme.LIGHT
    scale: int = 100
    size: QSize = QSize(1280, 800)  # noqa: RUF009 - never changed

    def name(self, what: str) -> str:
        """Return the name of the file, e.g. ``sign-ru-dark-200.png``."""
        parts = [what, self.language]
        if self.scheme is Scheme.DARK:
            parts.append("dark")
        if self.scale != 100:
            parts.append(str(self.scale))
        return "-".join(parts) + ".png"


SMALL = QSize(1024, 600)
OFFICE = (
    Look("en"),
    Look("uz", Scheme.DARK),
    Look("uz_Cyrl", scale=150, size=SMALL),
    Look("ru", Scheme.DARK, 200, SMALL),
)
GALLERY = (
    Look("uz"),
    Look("uz_Cyrl", Scheme.DARK, 150),
    Look("ru", scale=150),
    Look("en", Scheme.DARK, 200),
)


def main() -> int:
    """Make every picture below ``docs/pictures``."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "pictures")
    # What one process makes; it starts the others itself.
    parser.add_argument("--part", choices=("office", "gallery"), help=argparse.SUPPRESS)
    parser.add_argument("--look", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part == "office":
        _office(OFFICE[given.look], given.output)
    elif given.part == "gallery":
        _gallery(GALLERY[given.look], given.output)
    else:
        given.output.mkdir(parents=True, exist_ok=True)
        for old in given.output.glob("*.png"):
            old.unlink()
        for part, looks in (("office", OFFICE), ("gallery", GALLERY)):
            for number, look in enumerate(looks):
                _in_a_process(part, number, look, given.output)
        (given.output / "screen.json").unlink()
    return 0


def _in_a_process(part: str, number: int, look: Look, output: Path) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": f"{look.scale / 100:g}"}
    # The package of the tests is found from the checkout's root.
    environment["PYTHONPATH"] = str(Path(__file__).parents[1])
    if part == "gallery":
        environment["QT_QPA_PLATFORM"] = f"offscreen:configfile={_screen(look, output)}"
    words = ("--part", part, "--look", str(number), "--output", str(output.resolve()))
    subprocess.run([sys.executable, __file__, *words], env=environment, check=True)


def _screen(look: Look, output: Path) -> Path:
    """Describe a screen that has room for the same at every scale; the tests' is 800 × 800."""
    side = 800 * look.scale // 100
    screen = {"name": "screen", "x": 0, "y": 0, "width": side, "height": side}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    place = output.resolve() / "screen.json"
    place.write_text(json.dumps({"screens": [screen]}))
    return place


@contextmanager
def _speaking(look: Look) -> Iterator[QApplication]:
    qt = QApplication(sys.argv[:1])
    use_readable_font(qt)
    apply(qt, look.scheme)
    speech = Speech(qt)
    speech.speak(look.language, compiled(look.language))
    yield qt
    speech.be_silent()


def _office(look: Look, output: Path) -> None:
    """Take the window and the sign dialog of a demo office."""
    from eqaror_desktop.application import Application
    from eqaror_desktop.demo import PIN, RunningRegistry, prepare_office
    from eqaror_desktop.desktop.controller import Controller
    from eqaror_desktop.desktop.lanes import Lanes

    with tempfile.TemporaryDirectory() as scratch:
        office = prepare_office(Path(scratch) / "office", drafts=24)
        with RunningRegistry(office), Application.open(office.places.profile) as core:
            core.sign_in(office.hokim.serial, bytearray(PIN))
            core.sync()
            core.index_texts()
            with _speaking(look) as qt:
                lanes, window = Lanes(), MainWindow(look.language)
                speech = Speech(qt)
                speech.speak(look.language, compiled(look.language))
                controller = Controller(core, window, lanes, speech, look.language)
                window.resize(look.size)
                window.show()
                controller.begin()
                try:
                    _wait(qt, lambda: window.drafts.model.rowCount() > 0)
                    window.drafts.view.setCurrentIndex(window.drafts.model.index(0, 0))
                    _wait(qt, lambda: not window.bar.sign.isHidden())
                    _wait(qt, window.bar.sign.isEnabled)
                    _settle(qt, 3.0)
                    _keep(window, output / look.name("window"))
                    window.bar.sign.click()
                    _wait(qt, lambda: controller.signing.dialog is not None)
                    _settle(qt, 3.0)
                    dialog = controller.signing.dialog
                    if dialog is not None:
                        _keep(dialog, output / look.name("sign"))
                        dialog.reject()
                finally:
                    window.close()
                    lanes.close()


def _gallery(look: Look, output: Path) -> None:
    """Take every other dialog, with the rows of the tests."""
    from tests.ui.gallery import DIALOGS

    with _speaking(look) as qt:
        window = MainWindow(look.language)
        for name, make in DIALOGS.items():
            if name == "sign":
                continue
            dialog = make(window)
            dialog.show()
            _settle(qt, 0.3)
            _keep(dialog, output / look.name(name))
            dialog.close()


def _keep(widget: QWidget, path: Path) -> None:
    """Write what a widget shows, in as many colours as it needs, so that files stay small."""
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(picture.constBits()).cast("I"))
    table = [colour for colour, _ in counted.most_common(_COLOURS)]
    few = picture.convertToFormat(QImage.Format.Format_Indexed8, table)
    few.setDevicePixelRatio(1.0)
    if not few.save(str(path), quality=0):
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
