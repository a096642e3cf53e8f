"""PKI.js, installed below ``tests/pkijs`` from its lock file when it is needed."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

_HERE = Path(__file__).parents[1] / "pkijs"
_INSTALLED = _HERE / "node_modules" / ".package-lock.json"


def require_pkijs() -> None:
    """Install it if it is not there; without Node.js or a way to its packages the test is skipped.

    Where it must run, in continuous integration (``CI`` is set), that is a failure.
    """
    locked = _HERE / "package-lock.json"
    with locked.open("rb") as lock:
        # Two workers of one test run begin at the same time.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _INSTALLED.exists() and _INSTALLED.stat().st_mtime >= locked.stat().st_mtime:
            return
        if shutil.which("node") is None or (npm := shutil.which("npm")) is None:
            _without("Node.js and npm are not installed")
            return
        install = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        ran = subprocess.run(install, cwd=_HERE, capture_output=True, text=True, check=False)
        if ran.returncode:
            _without(f"npm could not install PKI.js: {ran.stderr[-200:]}")
        _INSTALLED.touch()


def check(signature: Path, content: Path, roots: Path, at: datetime) -> dict[str, object]:
    """Return what it says of a detached signature; its exit code must say the same."""
    command = ["node", "verify.mjs", *map(str, (signature, content, roots)), at.isoformat()]
    ran = subprocess.run(command, cwd=_HERE, capture_output=True, text=True, check=False)
    told: dict[str, object] = json.loads(ran.stdout)
    assert (ran.returncode == 0) is all(told.values()), (told, ran.stderr)
    return told


def _without(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
