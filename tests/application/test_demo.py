"""The demo's directory and its registry: nothing foreign is removed, nothing stays running."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from eqaror_desktop.demo import free_port, hold_office, prepare_office
from eqaror_desktop.errors import DemoUnavailable
from eqaror_desktop.settings import read_settings
from tests.application.conftest import Station


def test_a_directory_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    kept = [tmp_path / name / "kept" for name in ("profile", "registry", "tokens")]
    for path in kept:
        path.parent.mkdir()
        path.write_bytes(b"somebody's")
    with pytest.raises(DemoUnavailable) as refused:
        prepare_office(tmp_path, drafts=1)
    assert refused.value.reason == f"foreign {tmp_path}"
    with pytest.raises(DemoUnavailable):
        hold_office(tmp_path)
    assert [path.read_bytes() for path in kept] == [b"somebody's"] * 3
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("text", ["", "{}", '{"port": 1}'])
def test_a_description_that_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "office.json").write_text(text)
    with pytest.raises(DemoUnavailable):
        prepare_office(tmp_path)


def _serve(station: Station) -> tuple[subprocess.Popen[bytes], dict[str, Any]]:
    directory = station.office.places.directory
    ready = directory / "ready.json"
    station.stop()
    assert not ready.exists()
    process = subprocess.Popen(
        [sys.executable, "-m", "eqaror_desktop", "demo", "--serve", "--dir", directory],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    limit = time.monotonic() + 30
    while not ready.exists():
        assert process.poll() is None
        assert time.monotonic() < limit
        time.sleep(0.02)
    return process, json.loads(ready.read_text())


def _answers(address: str) -> bool:
    parts = urlsplit(address)
    try:
        socket.create_connection((parts.hostname, parts.port), timeout=5).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_registry_ends_with_the_demo(station: Station, number: signal.Signals) -> None:
    process, told = _serve(station)
    try:
        assert _answers(told["address"])
        process.send_signal(number)
        process.communicate(timeout=20)
        limit = time.monotonic() + 10
        while _answers(told["address"]) and time.monotonic() < limit:
            time.sleep(0.05)
        assert not _answers(told["address"])
    finally:
        if _answers(told["address"]):
            os.kill(told["process"], signal.SIGKILL)
        process.kill()
        process.communicate()
    assert process.returncode == (128 + number if number is signal.SIGTERM else -number)


def test_a_second_demo_leaves_the_first_alone(station: Station) -> None:
    places = station.office.places
    settings = (places.profile / "settings.toml").read_bytes()
    held = hold_office(places.directory)
    for more in ("--serve", "--headless"):
        ran = station.eqaror("demo", more, "--dir", str(places.directory))
        assert (ran.code, ran.out) == (1, "")
        assert f"a demo runs in {places.directory} already" in ran.err
        assert "--profile DIR/profile" in ran.err
    assert (places.profile / "settings.toml").read_bytes() == settings
    held.release()
    hold_office(places.directory).release()


def test_a_port_that_is_taken_is_changed(station: Station) -> None:
    places = station.office.places
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        facts = json.loads(places.state.read_text()) | {"port": port}
        places.state.write_text(json.dumps(facts))
        moved = free_port(prepare_office(places.directory))
    assert moved.port not in {port, 0}
    assert prepare_office(places.directory) == moved
    settings = read_settings(places.profile / "settings.toml")
    assert settings.registry == f"http://127.0.0.1:{moved.port}"
    assert settings.modules
    assert free_port(moved) == moved
