"""Everything at once for the command line, and in the parts that the window shows."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from eqaror_desktop.doctor.finding import Finding
from eqaror_desktop.doctor.registry import look_at_registry, time_stamps_known
from eqaror_desktop.doctor.station import look_at_outbox, look_at_station
from eqaror_desktop.doctor.tokens import look_at_tokens
from eqaror_desktop.errors import ApplicationError
from eqaror_desktop.messages import Messages
from signing.errors import SigningError
from sync.errors import SyncError

if TYPE_CHECKING:
    from eqaror_desktop.application import Application


def examine(directory: Path | None, messages: Messages) -> tuple[Finding, ...]:
    """Look at everything; never raises for what is wrong with the station."""
    from eqaror_desktop.application import Application

    findings = [Finding("program", ok=True, text=_program())]
    try:
        with Application.open_to_read(directory) as application:
            findings += _examine(application, messages)
    except _KNOWN as error:
        findings.append(Finding.of("profile", error, messages))
    return tuple(findings)


_KNOWN = (ApplicationError, SigningError, SyncError, OSError)


def _examine(application: Application, messages: Messages) -> Iterator[Finding]:
    """Look at each part; one that cannot be looked at is told, and hides none of the others."""
    parts: dict[str, Callable[[], Iterable[Finding]]] = {
        "profile": lambda: look_at_station(application, messages),
        "tokens": lambda: look_at_tokens(application, messages),
        "registry": lambda: look_at_registry(application, messages),
        "time_stamps": lambda: (time_stamps_known(application, messages),),
        "outbox": lambda: (look_at_outbox(application, messages),),
    }
    for topic, look in parts.items():
        try:
            yield from look()
        except _KNOWN as error:
            yield Finding.of(topic, error, messages)


def look_at_waiting(application: Application, messages: Messages) -> Iterator[Finding]:
    """Look at the time-stamp servers, each asked for one, and at the outbox."""
    from eqaror_desktop.doctor.network import stamp_findings

    yield from stamp_findings(application, messages)
    yield look_at_outbox(application, messages)


def _program() -> str:
    from signing.national.hashing import made_by

    try:
        number = version("eqaror-desktop")
    except PackageNotFoundError:
        number = "?"
    return (
        f"{number}, Python {platform.python_version()}, {platform.system()}, "
        f"O\u02bbz DSt 1106: {made_by()}"
    )
