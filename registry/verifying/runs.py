"""Runs the process that looks at a file, and ends it in time."""

from __future__ import annotations

import subprocess
import sys

import msgspec

from registry.verifying.receiving import Received
from registry.verifying.task import Task

SECONDS = 60.0
"""For a whole verification; a process that works the whole time stops earlier by itself."""
_MAX_ANSWER = 16 << 20


class Exhausted(Exception):
    """The process ended without an answer: no time or no memory left."""


def run(task: Task, trust: bytes, received: Received, seconds: float = SECONDS) -> bytes:
    """Have a file looked at.

    Args:
        task: its descriptors are those of ``received``.
        trust: anchors, certificates between and lists, as PEM.
        received: the files; open for the length of this call.
        seconds: after which nobody waits any more.

    Returns:
        The answer in the form that was asked for.

    Raises:
        Exhausted: see there.
    """
    given = [item.fileno() for item in (received.file, received.content) if item is not None]
    with subprocess.Popen(
        [sys.executable, "-m", "registry.verifying.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=given,
    ) as child:
        try:
            written, _ = child.communicate(msgspec.json.encode(task) + b"\n" + trust, seconds)
        except subprocess.TimeoutExpired as error:
            raise Exhausted from error
        finally:
            child.kill()
    if child.returncode != 0 or not 0 < len(written) <= _MAX_ANSWER:
        raise Exhausted
    return written
