"""A screen that is named and does not answer is none: told, before Qt would end the program."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from eqaror_desktop.display import require_display
from eqaror_desktop.errors import NoDisplay

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there Qt has a choice")
NAMED = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in (*NAMED, "XAUTHORITY", "QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A real X server that lets in who knows its word; its address and the file with the word."""
    word = tmp_path_factory.mktemp("screen") / "authority"
    reader, writer = os.pipe()
    # FamilyWild, no address, any number: "MIT-MAGIC-COOKIE-1" and sixteen bytes (Xau(3)).
    name = b"MIT-MAGIC-COOKIE-1"
    parts = (b"", b"", name, bytes(range(16)))
    word.write_bytes(b"\xff\xff" + b"".join(len(item).to_bytes(2) + item for item in parts))
    command = ["Xvfb", "-displayfd", str(writer), "-auth", str(word), "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader) as told:
        number = told.readline().strip()
    yield f":{number}", word
    server.terminate()
    server.wait(10)


@pytest.mark.parametrize(
    "named",
    [
        {},
        {"DISPLAY": ":4242"},
        {"DISPLAY": "rubbish"},
        {"WAYLAND_DISPLAY": "nope"},
        {"DISPLAY": ":4242", "WAYLAND_DISPLAY": "nope", "XDG_SESSION_TYPE": "wayland"},
        {"QT_QPA_PLATFORM": "nope"},
        {"QT_QPA_PLATFORM": "wayland;xcb", "DISPLAY": ":4242"},
    ],
)
def test_a_screen_that_does_not_answer_is_none(
    environment: pytest.MonkeyPatch, named: dict[str, str]
) -> None:
    for name, value in named.items():
        environment.setenv(name, value)
    with pytest.raises(NoDisplay):
        require_display()


def test_a_screen_that_answers_is_one(
    environment: pytest.MonkeyPatch, screen: tuple[str, Path]
) -> None:
    address, word = screen
    environment.setenv("DISPLAY", address)
    environment.setenv("XAUTHORITY", "/nowhere")
    with pytest.raises(NoDisplay):
        require_display()
    environment.setenv("XAUTHORITY", str(word))
    environment.setenv("WAYLAND_DISPLAY", "nope")
    for chosen in ("", "xcb", "wayland;xcb", "nope;xcb"):
        environment.setenv("QT_QPA_PLATFORM", chosen)
        require_display()
    environment.delenv("DISPLAY")
    environment.setenv("QT_QPA_PLATFORM", "offscreen:size=800x600")
    require_display()
