"""A station of a demo office of its own for each test that wants one."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from eqaror_desktop.application import Application
from eqaror_desktop.demo import PIN, Office
from eqaror_desktop.settings import read_settings, write_settings
from sync.wire import Action, DraftSummary
from tests.offices import DRAFTS, WarmRegistry, copy_office
from tests.once import made_once
from tests.qt_loading import in_the_gui_thread_alone
from tests.warm import Ended, Warm

__all__ = ["DRAFTS", "Ran", "Station", "fresh_station", "settled_station", "station"]


@dataclass(frozen=True)
class Ran:
    """What a command left."""

    code: int
    out: str
    err: str

    @classmethod
    def of(cls, ended: Ended) -> Ran:
        return cls(ended.code, ended.out.decode(), ended.err.decode())

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Station:
    """An office of its own: registry, tokens, profile."""

    office: Office
    warm: Warm
    registry: WarmRegistry | None = None
    settled: str = ""
    """Who has signed in: ``hokim`` or ``officer``; everything is here, read and examined."""

    @property
    def profile(self) -> Path:
        return self.office.places.profile

    def start(self) -> None:
        self.registry = WarmRegistry(self.warm, self.office)
        settings = self.profile / "settings.toml"
        write_settings(settings, replace(read_settings(settings), registry=self.registry.address))

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        if self.registry is not None:
            self.registry.stop(number)

    def open(self) -> Application:
        return Application.open(self.profile)

    def eqaror(self, *arguments: str, pin: bytes | None = None) -> Ran:
        """Run the program as a person would."""
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        given = b"" if pin is None else pin + b"\n"
        arguments = ("--profile", str(self.profile), *arguments)
        return Ran.of(self.warm.run("eqaror_desktop", arguments, environment, given))

    def administer(self, *arguments: str) -> Ran:
        """Run a command of the registry."""
        arguments = (*arguments, "--dir", str(self.office.places.registry))
        return Ran.of(self.warm.run("registry", arguments))

    def sign_in(self, application: Application, *, officer: bool = False) -> None:
        """Sign in, unless it is the hokim who has, and synchronise."""
        holder = self.office.officer if officer else self.office.hokim
        if self.settled != ("officer" if officer else "hokim"):
            application.sign_in(holder.serial, bytearray(PIN))
        report = application.sync()
        assert report.failure is None
        assert report.errors == ()

    def to_sign(self, application: Application) -> list[DraftSummary]:
        found = application.drafts(asked=True)
        return [item for item in found if Action.SIGN in item.actions]


@pytest.fixture(autouse=True)
def gui_thread_alone() -> Iterator[None]:
    """Lanes never are the first to name a class of Qt."""
    with in_the_gui_thread_alone():
        yield


@pytest.fixture
def fresh_station(warm: Warm, model_office: Path, tmp_path: Path) -> Iterator[Station]:
    """A copy of the office with a running registry; nobody has signed in yet."""
    made = Station(copy_office(model_office, tmp_path / "demo"), warm)
    made.start()
    yield made
    made.stop(signal.SIGKILL)


@pytest.fixture
def station(request: pytest.FixtureRequest) -> Station:
    """What most tests want: fresh, or settled where their module says so and they do not.

    A module whose tests begin where signing in has ended is marked ``settled``, or
    ``settled("officer")``; one of its tests that does not is marked ``fresh``.
    """
    mark = request.node.get_closest_marker("settled")
    if mark is None or request.node.get_closest_marker("fresh"):
        name = "fresh_station"
    else:
        name = "settled_officer_station" if mark.args else "settled_station"
    made: Station = request.getfixturevalue(name)
    return made


class _Settled:
    """Offices where somebody has worked already; copied, never used themselves."""

    def __init__(self, warm: Warm, model: Path, factory: pytest.TempPathFactory) -> None:
        self._warm, self._model, self._factory = warm, model, factory

    def _make(self, directory: Path, *, officer: bool) -> None:
        made = Station(copy_office(self._model, directory / "demo"), self._warm)
        made.start()
        with made.open() as application:
            made.sign_in(application, officer=officer)
            while application.index_texts():
                pass
            for draft in made.to_sign(application):
                # Every file is examined once, and what was found is kept.
                application.desk.plan_signing(draft.id)
        made.stop()

    def station(self, who: str, directory: Path) -> Station:
        """A copy that runs: signing in is another's test."""
        model = made_once(
            self._factory,
            f"settled-{who}",
            lambda empty: self._make(empty, officer=who == "officer"),
        )
        made = Station(copy_office(model, directory / "demo"), self._warm, settled=who)
        made.start()
        return made


@pytest.fixture(scope="session")
def settled_offices(
    warm: Warm, model_office: Path, tmp_path_factory: pytest.TempPathFactory
) -> _Settled:
    return _Settled(warm, model_office, tmp_path_factory)


@pytest.fixture
def settled_station(settled_offices: _Settled, tmp_path: Path) -> Iterator[Station]:
    """A station whose hokim has signed in and has everything."""
    made = settled_offices.station("hokim", tmp_path)
    yield made
    made.stop(signal.SIGKILL)


@pytest.fixture
def settled_officer_station(settled_offices: _Settled, tmp_path: Path) -> Iterator[Station]:
    """A station whose officer has signed in and has everything."""
    made = settled_offices.station("officer", tmp_path)
    yield made
    made.stop(signal.SIGKILL)
