"""Other real drivers for tests: what starts them, and where their files are."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from signing.token.modules import ModuleSpec, usual_places


def driver(name: str, package: str) -> Path:
    """A driver's file; where its package is not installed the test is skipped, but not in CI."""
    for place in usual_places():
        if (place / name).is_file():
            return place / name
    return _missing(Path(name), package)


def program(name: str, package: str) -> Path:
    """A program's file, as :func:`driver`."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    return _missing(Path(name), package) if found is None else Path(found)


def _missing(path: Path, package: str) -> Path:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{path} is missing: install {package}")
    pytest.skip(f"{path} is missing: install {package}")


@contextmanager
def running(
    command: list[str], environment: Mapping[str, str], ready: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block is left; all it starts ends with it."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + 10
        while not ready.exists():
            assert process.poll() is None, f"{command[0]} ended with {process.returncode}"
            assert time.monotonic() < until, f"{command[0]} is not ready"
            time.sleep(0.01)
        yield process
    finally:
        kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a server and what it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def served(module: ModuleSpec, serial: str, socket: Path) -> Iterator[subprocess.Popen[bytes]]:
    """``p11-kit server`` in front of one token of a module."""
    command = [str(program("p11-kit", "p11-kit")), "server", "--foreground", "--name", str(socket)]
    command += ["--provider", str(module.path), f"pkcs11:serial={serial}"]
    socket.unlink(missing_ok=True)
    with running(command, module.environment, socket) as process:
        yield process


def client(socket: Path) -> ModuleSpec:
    """The driver that speaks to :func:`served`."""
    path = driver("p11-kit-client.so", "p11-kit-modules")
    return ModuleSpec(path, {"P11_KIT_SERVER_ADDRESS": f"unix:path={socket}"})


@contextmanager
def tpm(directory: Path) -> Iterator[ModuleSpec]:
    """A software TPM and the driver for it."""
    path = driver("libtpm2_pkcs11.so.1", "libtpm2-pkcs11-1")
    store, socket = directory / "store", directory / "tpm"
    store.mkdir()
    # The control channel is where the driver's library looks for it, beside the socket.
    control = f"{socket}.ctrl"
    command = [
        str(program("swtpm", "swtpm")),
        "socket",
        "--tpm2",
        "--tpmstate",
        f"dir={directory}",
    ]
    command += ["--server", f"type=unixio,path={socket}", "--ctrl", f"type=unixio,path={control}"]
    command += ["--flags", "not-need-init,startup-clear"]
    environment = {
        "TPM2_PKCS11_TCTI": f"swtpm:path={socket}",
        "TPM2_PKCS11_STORE": str(store),
        "TPM2_PKCS11_LOG_LEVEL": "0",
    }
    with running(command, {}, socket):
        yield ModuleSpec(path, environment)
