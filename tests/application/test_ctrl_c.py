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


@pytest.mark.parametrize("seconds", [0.2, 0.4, 2.0])
def test_it_ends_and_says_nothing(seconds: float, tmp_path: Path) -> None:
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
    time.sleep(seconds)
    started.send_signal(signal.SIGINT)
    try:
        told = started.communicate(timeout=30)[1]
    finally:
        started.kill()
        started.communicate()
    assert started.returncode in _ENDED, told
    assert "Traceback" not in told
