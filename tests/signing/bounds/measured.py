"""What ``eqaror verify`` takes for one file, in a process of its own.

What a child inherits counts as its own where the system is asked from outside, so it asks itself.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.signing.fuzz.samples import PLACE

MOST = 300_000_000
"""Bytes of memory, of the whole process."""
SECONDS = 10.0
"""Of processor time."""
_HERE = Path(__file__).parents[3]


@dataclass(frozen=True)
class Measured:
    """One file."""

    told: dict[str, Any]
    """What ``--json`` says of it."""
    memory: int
    """The most bytes that the process had at any time."""
    seconds: float
    """Of processor time."""

    @property
    def codes(self) -> set[str]:
        """Codes of the reasons."""
        return {reason["code"] for reason in self.told["reasons"]}


def measure(*arguments: str | Path) -> Measured:
    """Verify with the anchors of the samples."""
    trust = ("--trust", PLACE / "trust.pem", "--json")
    command = [sys.executable, "-m", __name__, *map(str, (*trust, *arguments))]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=_HERE)
    assert ran.returncode == 0, ran.stderr[-2000:]
    told, _, own = ran.stdout.rstrip().rpartition("\n")
    memory, seconds = own.split()
    return Measured(json.loads(told), int(memory), float(seconds))


def _main() -> None:
    from eqaror_desktop.cli import main

    code = main(["verify", *sys.argv[1:]])
    assert code in (0, 1, 2), code
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (kilobytes,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
    print(int(kilobytes) << 10, time.process_time(), flush=True)


if __name__ == "__main__":
    _main()
