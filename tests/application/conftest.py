"""A demo office made once, and a fresh copy of it for each test that wants one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from eqaror_desktop.application import Application
from eqaror_desktop.demo import PIN, DemoPlaces, Office, RunningRegistry, prepare_office
from eqaror_desktop.settings import ModuleSetting, read_settings, write_settings
from sync.wire import Action, DraftSummary

DRAFTS = 14


@dataclass(frozen=True)
class Ran:
    """What a command left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Station:
    """An office of its own: registry, tokens, profile."""

    office: Office
    registry: RunningRegistry | None = None
    stack: ExitStack = field(default_factory=ExitStack)

    @property
    def profile(self) -> Path:
        return self.office.places.profile

    def start(self) -> None:
        self.registry = self.stack.enter_context(RunningRegistry(self.office))
        settings = self.profile / "settings.toml"
        write_settings(settings, replace(read_settings(settings), registry=self.registry.address))

    def stop(self) -> None:
        assert self.registry is not None
        self.registry.stop()

    def open(self) -> Application:
        return Application.open(self.profile)

    def eqaror(self, *arguments: str, pin: bytes | None = None) -> Ran:
        """Run the real program as a person would."""
        command = [sys.executable, "-m", "eqaror_desktop", "--profile", str(self.profile)]
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
        ran = subprocess.run(
            [*command, *arguments],
            input=b"" if pin is None else pin + b"\n",
            capture_output=True,
            check=False,
            env=environment,
            timeout=60,
        )
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def administer(self, *arguments: str) -> Ran:
        """Run a command of the registry."""
        command = [sys.executable, "-m", "registry", *arguments]
        command += ["--dir", str(self.office.places.registry)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def sign_in(self, application: Application, *, officer: bool = False) -> None:
        holder = self.office.officer if officer else self.office.hokim
        application.sign_in(holder.serial, bytearray(PIN))
        report = application.sync()
        assert report.failure is None
        assert report.errors == ()

    def to_sign(self, application: Application) -> list[DraftSummary]:
        found = application.drafts(asked=True)
        return [item for item in found if Action.SIGN in item.actions]


@pytest.fixture(scope="session")
def model_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return prepare_office(tmp_path_factory.mktemp("office") / "demo", drafts=DRAFTS)


@pytest.fixture
def station(model_office: Office, tmp_path: Path) -> Iterator[Station]:
    """A copy of the office with a running registry."""
    places = DemoPlaces(tmp_path / "demo")
    shutil.copytree(model_office.places.directory, places.directory)
    configuration = places.tokens / "softhsm2.conf"
    old, new = str(model_office.places.directory), str(places.directory)
    configuration.write_text(configuration.read_text().replace(old, new))
    settings = read_settings(places.profile / "settings.toml")
    (module,) = settings.modules
    moved = ModuleSetting(module.path, {"SOFTHSM2_CONF": str(configuration)})
    write_settings(places.profile / "settings.toml", replace(settings, modules=(moved,)))
    # Port 0: copies of the office run side by side.
    made = Station(replace(model_office, places=places, port=0))
    with made.stack:
        made.start()
        yield made
