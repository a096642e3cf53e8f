"""The process that looks at one file of a stranger's and writes the answer.

It has little time and memory, may write to no file, opens no connection, and ends. Whatever a file
does to it, the registry goes on.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO

import msgspec

from registry.verifying import pages
from registry.verifying.task import Task
from resources.tables import LANGUAGES
from signing.foreign.contents import Content
from signing.pdf.panel import LOCAL_TIME
from signing.reporting import data
from signing.reporting.outline import Verified, one_line, paper
from signing.reporting.words import ReportWords
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream

_CPU_SECONDS = 20
_MAX_FILES = 32
_MAX_TASK = 64 << 20


def main() -> int:
    """Read the task, verify, write the answer."""
    head, _, trust = sys.stdin.buffer.read(_MAX_TASK).partition(b"\n")
    task = msgspec.json.decode(head, type=Task)
    _confine(task)
    try:
        answer = _answer(task, trust)
    except MemoryError:
        return 1
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


def _confine(task: Task) -> None:
    """Give up whatever is not needed; before a byte of the file is read."""
    limits = (
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_AS, task.kilobytes << 10),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _MAX_FILES),
    )
    for kind, most in limits:
        resource.setrlimit(kind, (most, most))
    # The registry's own work comes first.
    os.nice(10)


def _answer(task: Task, trust: bytes) -> bytes:
    words = ReportWords(task.language, LOCAL_TIME)
    anchors = TrustAnchors.parse((("trust", trust),))
    at = datetime.fromisoformat(task.at)
    with os.fdopen(task.file, "rb") as stream:
        report = verify_stream(stream, anchors, contents=_contents(task), at=at, name=task.name)
    name = one_line(task.name) or "–"
    verified = Verified(name, report, at, anchors, task.sha256, task.program)
    match task.form:
        case "json":
            return data.encode(data.complete(verified, words))
        case "pdf":
            from signing.reporting.pdf import report_pdf

            return report_pdf((paper(verified, words),), at)
    every = (task.language, *(code for code in LANGUAGES if code != task.language))
    papers = [paper(verified, ReportWords(code, LOCAL_TIME)) for code in every]
    return pages.result(papers, task.number, task.address).encode()


def _contents(task: Task) -> tuple[Content, ...]:
    if task.content is None:
        return ()
    descriptor = task.content

    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        with os.fdopen(os.dup(descriptor), "rb") as stream:
            stream.seek(0)
            yield stream

    return (Content.from_file(one_line(task.content_name) or "–", opened),)


if __name__ == "__main__":
    sys.exit(main())
