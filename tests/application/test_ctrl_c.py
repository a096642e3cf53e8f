"""Ctrl-C at a real window in a process of its own, whatever it is loading then."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

_ENDED = {128 + signal.SIGINT, -signal.SIGINT}
"""By the window itself, or by the system before there is one; a shell says 130 of both."""
_PATIENCE = 60.0
"""Seconds; generous, because the machine may be busy."""


# By what the process has loaded, never by seconds: on a busy computer a third of one is gone
# before the interpreter has come to the program, and that part is the interpreter's own.
@pytest.mark.parametrize(
    "loaded", ["/msgspec/", "/libshiboken6", "/libQt6Widgets", "/libqoffscreen", "/libQt6Pdf"]
)
def test_it_ends_and_says_nothing(loaded: str, tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    started = subprocess.Popen(
        # Whoever runs the tests in the background has them ignore it, and so would the program.
        [
            "env",
            "--default-signal=INT",
            sys.executable,
            "-m",
            "eqaror_desktop",
            "--profile",
            str(tmp_path / "profile"),
        ],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    maps, until = Path(f"/proc/{started.pid}/maps"), time.monotonic() + _PATIENCE
    try:
        while started.poll() is None and loaded not in maps.read_text():
            assert time.monotonic() < until, loaded
            time.sleep(0.001)
        started.send_signal(signal.SIGINT)
        told = started.communicate(timeout=_PATIENCE)[1]
    finally:
        started.kill()
        started.communicate()
    assert started.returncode in _ENDED, told
    assert "Traceback" not in told
