"""A registry, profiles, signed things and programs that every test of this directory shares."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from eqaror_desktop.application import Application
from eqaror_desktop.demo import PIN
from eqaror_desktop.settings import read_settings, write_settings
from tests.offices import WarmRegistry, copy_office
from tests.proof.lives import Ready
from tests.proof.world import Model, make_model
from tests.warm import Warm


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return make_model(tmp_path_factory.mktemp("proof"))


@pytest.fixture(scope="session")
def power(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    """Starts programs whose power can be cut."""
    built = tmp_path_factory.mktemp("power") / "power.so"
    source = Path(__file__).with_name("power.c")
    command = ["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", str(built)]
    subprocess.run([*command, str(source), "-ldl"], check=True, timeout=60)
    made = Warm({"LD_PRELOAD": str(built)})
    yield made
    made.close()


@pytest.fixture(scope="session")
def ready(warm: Warm, model_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Ready:
    directory = tmp_path_factory.mktemp("killed")
    office = copy_office(model_office, directory / "demo")
    registry = WarmRegistry(warm, office)
    settings = office.places.profile / "settings.toml"
    write_settings(settings, replace(read_settings(settings), registry=registry.address))
    with Application.open(office.places.profile) as application:
        application.sign_in(office.hokim.serial, bytearray(PIN))
        assert application.sync().failure is None
        found = [item.id for item in application.drafts(asked=True) if "sign" in item.actions]
        application.desk.plan_signing(found[0])
    registry.stop()
    return Ready(directory, found[0], tmp_path_factory.mktemp("built"))
