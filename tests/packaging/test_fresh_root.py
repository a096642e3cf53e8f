"""The package, installed in a fresh system: it does the main job there and leaves nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from build_installer import HOME, PACKAGE, build_deb
from eqaror_desktop.demo import PIN, Office, RunningRegistry, prepare_office
from tests.packaging import fresh_root
from tests.packaging.fresh_root import ENVIRONMENT, FreshRoot

pytestmark = [pytest.mark.long, pytest.mark.timeout(2400)]

# README, Known limits: what the computer keeps outside of a profile.
STATE = "root/.local/state/eqaror-desktop"

_REASON = fresh_root.why_not()

# Loads every binary of the package with what the system has; prints those that do not load.
LOAD = """
import ctypes, pathlib, sys
import shiboken6, PySide6.QtWidgets, PySide6.QtPdfWidgets, PySide6.QtSvg, PySide6.QtDBus
import apsw, PyKCS11, cryptography.hazmat.bindings._rust, msgspec, _cffi_backend
bad = []
for path in sorted(pathlib.Path(PySide6.__file__).parent.rglob("*.so*")):
    try:
        ctypes.CDLL(str(path))
    except OSError as error:
        bad.append(f"{path.name}: {error}")
ctypes.CDLL("libdbus-1.so.3")
print(len(bad), *bad, sep="\\n")
"""

# A proxy script, in its process of its own, with what the package holds of Qt.
SCRIPT = """
from eqaror_desktop.network import run_script
print(run_script("function FindProxyForURL(u, h) { return 'PROXY a:1'; }", "https://b/", "b"))
"""


@pytest.fixture(scope="module")
def deb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_deb(tmp_path_factory.mktemp("deb"), version="9.9~test")


@pytest.fixture
def root(tmp_path: Path) -> Iterator[FreshRoot]:
    made = fresh_root.make(tmp_path / "root")
    yield made
    # Nothing is mounted in it, so removing it touches nothing else.
    shutil.rmtree(made.path)


@pytest.mark.skipif(_REASON is not None, reason=str(_REASON))
def test_installed_used_and_removed(root: FreshRoot, deb: Path, tmp_path: Path) -> None:
    fresh = root.files()
    inside = f"/tmp/{deb.name}"
    shutil.copyfile(deb, root.path / inside.lstrip("/"))

    # What it depends on is enough for every one of its binaries; SoftHSM and X come later.
    root.install(inside)
    python = f"/{HOME}/bin/python3"
    assert root.must(python, "-I", "-c", LOAD).splitlines() == ["0"]
    assert root.must(python, "-I", "-c", SCRIPT).strip() == "PROXY a:1"
    assert "usage: eqaror" in root.must("eqaror", "--help").lower()
    root.must("apt-get", "-qq", "purge", "--yes", PACKAGE)
    assert not [name for name in root.files() - fresh if "eqaror" in name]

    root.install("softhsm2", "xvfb", "xauth")
    before = root.files()
    root.must("dpkg", "--install", inside)
    added = root.files() - before
    listed = root.must("dpkg", "--listfiles", PACKAGE).splitlines()
    assert added == {line.lstrip("/") for line in listed if line != "/."} - before
    assert not [line for line in listed if f"{HOME}/share/man" in line]
    root.must("dpkg", "--verify", PACKAGE)

    office = prepare_office(tmp_path / "office", drafts=14)
    with RunningRegistry(office):
        _work_there(root, office)
    office_inside = office.places.directory.relative_to("/").as_posix()

    # As root, so that nothing but the program's own manners keeps it from writing anywhere.
    root.must("apt-get", "-qq", "purge", "--yes", PACKAGE)
    left = {name for name in root.files() - before if not _ours(name, office_inside)}
    # What this computer knows of the profile stays as long as the profile does.
    place = hashlib.sha256(os.fsencode(office.places.profile)).hexdigest()[:32]
    witness = f"{STATE}/profiles/{place}.json"
    assert {name for name in left if not _ours(name, witness)} == set()
    assert witness in left
    assert before <= root.files()


def _ours(name: str, office: str) -> bool:
    """Whether a file lies in the profile's directory, or is a directory above it."""
    return name == office or name.startswith(f"{office}/") or office.startswith(f"{name}/")


def _work_there(root: FreshRoot, office: Office) -> None:
    """Be the workstation: the profile and the tokens are there, the registry is not."""
    places = office.places
    for part in (places.profile, places.tokens, places.trust):
        target = root.path / part.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if part.is_dir():
            shutil.copytree(part, target)
        else:
            shutil.copyfile(part, target)

    def eqaror(*arguments: str, pin: bytes = b"", code: int = 0) -> Any:
        command = ("eqaror", "--profile", str(places.profile), *arguments, "--json")
        ran = root.run(*command, data=pin, limit=120)
        assert ran.returncode == code, (arguments, ran.stdout.decode(), ran.stderr.decode())
        return json.loads(ran.stdout) if ran.stdout else None

    pin = PIN + b"\n"
    serial = office.hokim.serial
    assert eqaror("login", "--token", serial, "--pin-stdin", pin=pin)["person"]["pinfl"]
    eqaror("sync")
    waiting = [item["id"] for item in eqaror("drafts") if "sign" in item["actions"]]
    (entry,) = eqaror("sign", waiting[0], "--pin-stdin", pin=pin)
    assert entry["state"] == "ACCEPTED"
    assert eqaror("outbox") == [entry]
    package = f"{places.profile}/package.asice"
    root.must(
        "eqaror", "--profile", str(places.profile), "export", waiting[0], "--output", package
    )
    verified = eqaror("verify", package, "--trust", str(places.trust))
    assert verified["verdict"] == "valid"
    # The demo needs the registry, which a workstation does not have, and says so.
    demo = root.run("eqaror", "demo", "--headless", "--dir", f"{places.profile}/demo")
    assert demo.returncode == 1
    assert b"registry" in demo.stderr.lower()
    assert b"Traceback" not in demo.stderr
    _look_at_the_window(root, office)


def _look_at_the_window(root: FreshRoot, office: Office) -> None:
    """Open the real window on a virtual screen, and see more than an empty one."""
    screen = root.path / "tmp" / "screen"
    screen.mkdir()
    # Its number is one that no other X server of this machine has: abstract sockets are shared.
    command = ["chroot", str(root.path), "Xvfb", "-displayfd", "1", "-nolisten", "tcp"]
    command += ["-screen", "0", "1440x900x24", "-fbdir", "/tmp/screen"]
    x_server = subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        assert x_server.stdout is not None
        display = f":{int(x_server.stdout.readline())}"
        command = ["chroot", str(root.path), "eqaror", "--profile", str(office.places.profile)]
        window = subprocess.Popen(
            command,
            env={**ENVIRONMENT, "DISPLAY": display},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + 60
            while _colours(screen / "Xvfb_screen0") < 100 and time.monotonic() < deadline:
                assert window.poll() is None, window.communicate()[0].decode()
                time.sleep(0.5)
            # The list and the first page follow the frame.
            time.sleep(3)
            _keep_picture(screen / "Xvfb_screen0")
            assert _colours(screen / "Xvfb_screen0") >= 100
            assert window.poll() is None
        finally:
            window.terminate()
            window.communicate(timeout=30)
    finally:
        x_server.terminate()
        x_server.communicate(timeout=30)


def _pixels(path: Path) -> tuple[int, int, bytes]:
    """Read an X window dump (XWDFile.h): 32 bits a pixel, as Xvfb writes it."""
    data = path.read_bytes()
    header = struct.unpack(">25I", data[:100])
    start = header[0] + header[19] * 12
    return header[4], header[5], data[start : start + header[12] * header[5]]


def _colours(path: Path) -> int:
    """Count the colours on the screen."""
    if not path.exists():
        return 0
    _, _, pixels = _pixels(path)
    return len(set(struct.unpack(f"<{len(pixels) // 4}I", pixels)))


def _keep_picture(path: Path) -> None:
    """Keep a picture for people, where EQAROR_PICTURES says."""
    directory = os.environ.get("EQAROR_PICTURES")
    if directory is None:
        return
    from PIL import Image

    width, height, pixels = _pixels(path)
    image = Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", 0, 1)
    image.save(Path(directory, "installed.png"))
