"""The window outlives what the bindings take from None."""

from __future__ import annotations

import subprocess
import sys

import pytest

_CALLS = """
import sys
import {first}
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(sys.getrefcount(None) * 2 if {few} else 60000):
    thing.setObjectName("x")
print("alive")
"""


def run(first: str, *, few: bool) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _CALLS.format(first=first, few=few)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_many_calls_that_return_nothing_do_not_end_the_interpreter() -> None:
    assert run("ui", few=False).stdout == "alive\n"


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal there")
def test_the_repair_is_still_needed() -> None:
    """When this fails, the bindings count right again and the repair can go."""
    assert run("ctypes", few=True).returncode != 0
