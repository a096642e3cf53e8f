"""Make the pictures of the documentation from the real windows.

``./dev pictures`` runs this under a virtual screen. Nothing is drawn by hand: a demo office is
made, the window signs in, reads, signs and verifies (``docs/scenes.py``). The window itself is
taken in every language, light and dark, at 100, 150 and 200 %; each other scene in every language
too, and light and dark at each of these scales, but not in every language at each of them.

Each part is a process of its own: Qt reads QT_SCALE_FACTOR when it starts. Old pictures are
replaced when all of a run are there. The tests compare what they draw with pictures of their own,
which this makes too (``tests/ui/test_pictures.py``).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import ui  # noqa: F401 - before PySide6, see docs/decisions/0010-pyside-on-python-3.11.md

# isort: split

import scenes
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from eqaror_desktop.application import Application
from eqaror_desktop.demo import PIN, Office, RunningRegistry, prepare_office
from eqaror_desktop.desktop.collecting import Collecting
from eqaror_desktop.desktop.controller import Controller
from eqaror_desktop.desktop.lanes import Lanes
from eqaror_desktop.settings import Language
from resources.forms import forms_of
from resources.translations import compiled
from ui import words
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.rows import Group
from ui.theme import Scheme, apply, use_readable_font

_LANGUAGES: tuple[Language, ...] = ("uz", "uz_Cyrl", "ru", "en")
_COLOURS, _COMMON = 224, 40
_KIND = 0xE0E0E0
"""Colours alike in these bits are of one kind."""
_DRAFTS = 24
_LARGE, _SMALL = QSize(1280, 800), QSize(1024, 600)


@dataclass(frozen=True)
class Look:
    """How a picture is taken; its name tells what differs from a light window at 100 %."""

    language: Language
    scheme: Scheme = Scheme.LIGHT
    scale: int = 100

    def name(self, what: str) -> str:
        """Return the name of the file, e.g. ``sign-ru-dark-200.png``."""
        parts = [what, self.language]
        if self.scheme is Scheme.DARK:
            parts.append("dark")
        if self.scale != 100:
            parts.append(str(self.scale))
        return "-".join(parts) + ".png"

    @property
    def size(self) -> QSize:
        """As large as the window is on a screen of its time."""
        return _LARGE if self.scale == 100 else _SMALL


SCALES = (100, 150, 200)
SCENES = (
    Look("uz"),
    Look("uz_Cyrl", Scheme.DARK),
    Look("ru", scale=150),
    Look("en", Scheme.DARK, 150),
    Look("uz_Cyrl", scale=200),
    Look("ru", Scheme.DARK, 200),
)
_PARTS = {f"window-{scale}": Look("uz", scale=scale) for scale in SCALES} | {
    f"scenes-{look.scale}-{look.language}": look for look in SCENES
}
"""What is made by a process each, and how it begins to look."""


def main() -> int:
    """Make every picture below ``docs/pictures``, and those of the tests."""
    parser = argparse.ArgumentParser()
    root = Path(__file__).parents[1]
    parser.add_argument("--output", type=Path, default=root / "docs" / "pictures")
    parser.add_argument("--tests", type=Path, default=root / "tests" / "ui" / "kept")
    parser.add_argument("--only", default="", help="parts that begin so, e.g. scenes-150")
    # What one process makes; the first starts the others.
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("--office", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        _make(given.part, given.office, given.output)
        return 0
    parts = [part for part in _PARTS if part.startswith(given.only)]
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        if parts:
            _make_all(parts, Path(scratch), made)
        given.output.mkdir(parents=True, exist_ok=True)
        if not given.only:
            for old in given.output.glob("*.png"):
                old.unlink()
        for new in sorted(made.iterdir()):
            shutil.copyfile(new, given.output / new.name)
    if "tests".startswith(given.only):
        _pictures_of_tests(given.tests)
    files = list(given.output.glob("*.png"))
    _say(f"{len(files)} pictures, {sum(file.stat().st_size for file in files) / 1e6:.1f} MB")
    return 0


def _make_all(parts: list[str], scratch: Path, output: Path) -> None:
    office, model = scratch / "office", scratch / "model"
    began = time.monotonic()
    _say("an office")
    _prepare(office)
    shutil.copytree(office, model)
    for number, part in enumerate(parts, 1):
        _say(f"{part}, part {number} of {len(parts)}, after {time.monotonic() - began:.0f} s")
        # Each begins with the same office: what was signed before is not signed there.
        shutil.rmtree(office)
        shutil.copytree(model, office)
        _in_a_process(part, _PARTS[part].scale, office, output)


def _say(told: str) -> None:
    sys.stderr.write(f"pictures: {told}\n")


def _in_a_process(part: str, scale: int, office: Path, output: Path) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": f"{scale / 100:g}", "TZ": "Asia/Tashkent"}
    environment["PYTHONPATH"] = str(Path(__file__).parents[1])
    words = ("--part", part, "--office", str(office), "--output", str(output.resolve()))
    subprocess.run([sys.executable, __file__, *words], env=environment, check=True)


def _pictures_of_tests(output: Path) -> None:
    """The tests' own: their rows, their platform, their fonts."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment["PYTHONPATH"] = str(Path(__file__).parents[1])
    words = (sys.executable, "-m", "tests.ui.kept", str(output))
    subprocess.run(words, env=environment, check=True)


def _prepare(directory: Path) -> None:
    """Make an office whose hokim and officer have worked on a station each before."""
    office = prepare_office(directory, drafts=_DRAFTS)
    shutil.copytree(office.places.profile, directory / "officer")
    with RunningRegistry(office):
        for profile, person in (
            (office.places.profile, office.hokim),
            (directory / "officer", office.officer),
        ):
            with Application.open(profile) as core:
                core.sign_in(person.serial, bytearray(PIN))
                core.sync()
                core.index_texts()
                scenes.keep_first_versions(core, office.places.registry)


def _make(part: str, directory: Path, output: Path) -> None:
    office = prepare_office(directory)
    look = _PARTS[part]
    with RunningRegistry(office) as registry:
        if part.startswith("window"):
            _window(office, look, output)
        else:
            _scenes(office, registry, look, output)


def _window(office: Office, first: Look, output: Path) -> None:
    """Take the window in every language and both looks, switched while it is open."""
    with _stage(office.places.profile, first, output) as stage:
        scenes.begin(stage, Group.TO_SIGN)
        stage.open(scenes.SIGNED, Group.TO_SIGN)
        stage.wait(stage.window.bar.sign.isEnabled)
        for language in _LANGUAGES:
            stage.window.language_chosen.emit(language)
            stage.wait(partial(_speaks, language))
            for scheme in (Scheme.LIGHT, Scheme.DARK):
                apply(stage.qt, scheme)
                stage.rest()
                look = replace(first, language=language, scheme=scheme)
                _keep(stage.window, output / look.name("window"))


def _speaks(language: str) -> bool:
    return words.forms() is forms_of(language)


def _scenes(office: Office, registry: RunningRegistry, look: Look, output: Path) -> None:
    with _stage(office.places.directory / "officer", look, output) as stage:
        scenes.begin(stage, Group.TO_AGREE)
        scenes.answering(stage, look.language)
    with _stage(office.places.profile, look, output) as stage:
        scenes.begin(stage, Group.TO_SIGN)
        scenes.reading(stage)
        scenes.signing(stage, look.language)
        scenes.verifying(stage, office.places.directory)
        scenes.asking(stage)
    with _stage(office.places.profile, look, output) as stage:
        stage.core.sign_in(office.hokim.serial, bytearray(PIN))
        scenes.begin(stage, Group.TO_SIGN)
        scenes.without_a_line(stage, registry)


@contextmanager
def _stage(profile: Path, look: Look, output: Path) -> Iterator[scenes.Stage]:
    """Open the window of a station as the program does."""
    known = QApplication.instance()
    qt = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    if known is None:
        use_readable_font(qt)
    apply(qt, look.scheme)
    with ExitStack() as stack:
        core = stack.enter_context(Application.open(profile))
        speech = Speech(qt)
        speech.speak(look.language, compiled(look.language))
        stack.callback(speech.be_silent)
        lanes, window = Lanes(), MainWindow(look.language)
        controller = Controller(core, window, lanes, speech, look.language)
        # As in the program itself: a widget must not be destroyed by another thread.
        collecting = Collecting(window)
        # As there too: while Python's part of it is whole.
        stack.callback(delete, window)
        stack.callback(collecting.stop)
        stack.callback(lanes.close)
        stack.callback(window.close)

        def keep(widget: QWidget, name: str) -> None:
            _keep(widget, output / look.name(name))

        window.resize(look.size)
        window.show()
        yield scenes.Stage(qt, core, window, controller, keep)


def _keep(widget: QWidget, path: Path) -> None:
    """Write what a widget shows, in as many colours as it needs, so that files stay small."""
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(picture.constBits()).cast("I")).most_common()
    # Of each kind of colour the commonest first: a small red sign is not lost among many greys.
    kinds = {colour & _KIND: colour for colour, _ in reversed(counted)}
    frequent = dict.fromkeys(colour for colour, _ in counted[:_COMMON])
    table = list({**frequent, **dict.fromkeys(reversed(kinds.values()))})[:_COLOURS]
    few = picture.convertToFormat(QImage.Format.Format_Indexed8, table)
    few.setDevicePixelRatio(1.0)
    if not few.save(str(path), quality=0):
        raise OSError(f"{path} could not be written")
    _say(f"  {path.name}, {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    sys.exit(main())
