"""Demo offices for tests: one is made, every other is a copy of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

from eqaror_desktop.demo import DemoPlaces, Office, prepare_office
from eqaror_desktop.settings import ModuleSetting, read_settings, write_settings
from tests.warm import Warm

DRAFTS = 10


def make_office(directory: Path) -> None:
    """Make the office that is copied."""
    prepare_office(directory / "demo", drafts=DRAFTS)


def copy_office(model: Path, directory: Path) -> Office:
    """Copy the office of :func:`make_office`; the copy knows its own places."""
    old, places = DemoPlaces(model / "demo"), DemoPlaces(directory)
    shutil.copytree(old.directory, places.directory)
    configuration = places.tokens / "softhsm2.conf"
    text = configuration.read_text().replace(str(old.directory), str(places.directory))
    configuration.write_text(text)
    settings = read_settings(places.profile / "settings.toml")
    (module,) = settings.modules
    moved = ModuleSetting(module.path, {"SOFTHSM2_CONF": str(configuration)})
    # Half a second for each file: tests/application/readers has what these find.
    signing = replace(settings.signing, other_readers=False)
    changed = replace(settings, modules=(moved,), signing=signing)
    write_settings(places.profile / "settings.toml", changed)
    return prepare_office(places.directory)


class WarmRegistry:
    """The registry of an office in a process of its own, on a free port."""

    def __init__(self, warm: Warm, office: Office) -> None:
        places = office.places
        ready = places.directory / "ready.json"
        ready.unlink(missing_ok=True)
        arguments = ["serve", "--dir", str(places.registry), "--port", "0", "--end-with-stdin"]
        # Like the demo's own it ends with its input, and so with this process.
        theirs, self._input = os.pipe()
        with (places.directory / "registry.log").open("ab") as log:
            streams = (theirs, log.fileno(), log.fileno())
            arguments += ["--ready-file", str(ready)]
            self._process = warm.start("registry", arguments, os.environ, streams)
        os.close(theirs)
        until = monotonic() + 30
        while not ready.exists():
            assert monotonic() < until, (places.directory / "registry.log").read_text()
            sleep(0.005)
        self.address: str = json.loads(ready.read_text(encoding="utf-8"))["address"]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End it and wait for it."""
        self._process.end(number)
        if self._input >= 0:
            os.close(self._input)
            self._input = -1
