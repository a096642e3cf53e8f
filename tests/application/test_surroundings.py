"""What a shell hands down, and what it gets back where nothing was to be printed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.application.test_cli import run

pytestmark = pytest.mark.settled

ZONED = """
import sys
from datetime import UTC, datetime
from eqaror_desktop.cli import main
from eqaror_desktop.messages import Messages
code = main(["explain", "E-101"])
print(Messages.load("en").moment(datetime(2026, 3, 1, 22, 30, tzinfo=UTC)))
sys.exit(code)
"""


@pytest.mark.parametrize("way", [(), ("--password-stdin",)])
def test_a_closed_standard_input_is_no_terminal(tmp_path: Path, way: tuple[str, ...]) -> None:
    ran = run("--profile", str(tmp_path / "p"), "proxy", "login", "nazira", *way, shell="<&-")
    assert (ran.code, ran.out) == (64, "")
    assert "E-399" not in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="TZ counts on other systems")
@pytest.mark.parametrize(("zone", "told"), [("UTC+25", "03:30"), ("UTC-3", "01:30")])
def test_a_zone_that_no_place_has_is_tashkents(zone: str, told: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", ZONED],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert told in ran.stdout.splitlines()[-1]


def test_a_name_that_fits_no_authority_prints_no_json(tmp_path: Path) -> None:
    ran = run("--profile", str(tmp_path / "p"), "drafts", "--authority", "zzz", "--json")
    assert (ran.code, ran.out) == (64, "")
    assert "zzz" in ran.err
