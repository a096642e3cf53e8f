"""Can I sign now? Every part that signing needs is looked at; a broken one hides no other."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from eqaror_desktop.checks import SKEW_WARNS
from eqaror_desktop.errors import ApplicationError
from eqaror_desktop.messages import Messages
from signing.certificate import facts, utc_now
from signing.errors import PinMustChange, SigningError
from sync.errors import SyncError

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.choosing import TokenChoice
    from eqaror_desktop.clock import Reading

_LITTLE_SPACE = 200 << 20


@dataclass(frozen=True)
class Finding:
    """``topic`` is a key of the message table's ``doctor`` section."""

    topic: str
    ok: bool
    text: str
    warns: bool = False
    """It works, and somebody should look at it all the same."""


def examine(directory: Path | None, messages: Messages) -> tuple[Finding, ...]:
    """Look at everything; never raises for what is wrong with the station."""
    from eqaror_desktop.application import Application

    findings = [Finding("program", ok=True, text=_program())]
    try:
        with Application.open_to_read(directory) as application:
            findings += _examine(application, messages)
    except (ApplicationError, SigningError, SyncError, OSError) as error:
        findings.append(Finding("profile", ok=False, text=str(messages.error(error))))
    return tuple(findings)


def _examine(application: Application, messages: Messages) -> Iterator[Finding]:
    unkept, place = application.store.unkept, str(application.profile.directory)
    told = place if unkept is None else f"{place}: {messages.error(unkept)}"
    yield Finding("profile", ok=unkept is None, text=told)
    place = "file_secrets" if application.secrets.name == "file" else "os_secrets"
    yield Finding("secrets", ok=True, text=messages.text("words", place))
    free = shutil.disk_usage(application.profile.directory).free
    yield Finding("disk", ok=free > _LITTLE_SPACE, text=f"{free / (1 << 30):.1f} GiB")
    yield _trust(application, messages)
    yield _status(application, messages)
    yield from _mechanisms(application, messages)
    yield from _tokens(application, messages)
    yield from _registry(application, messages)
    yield _time_stamps(application, messages)
    waiting = sum(1 for entry in application.outbox() if entry.open)
    yield Finding("outbox", ok=True, text=str(waiting))


def _trust(application: Application, messages: Messages) -> Finding:
    try:
        anchors = application.anchors
    except (ApplicationError, SigningError) as error:
        return Finding("trust", ok=False, text=str(messages.error(error)))
    now = utc_now()
    good = [item for item in anchors.anchors if item.not_valid_after_utc > now]
    names = ", ".join(facts(item).common_name for item in good)
    return Finding("trust", ok=bool(good), text=names or "–")


def _mechanisms(application: Application, messages: Messages) -> Iterator[Finding]:
    """Told only where the office has rows of its own: a bad one stops every signature."""
    from eqaror_desktop.mechanisms import office_table

    name = application.settings.signing.algorithms
    if not name:
        return
    try:
        office_table(application.profile.directory, name)
    except ApplicationError as error:
        yield Finding("mechanisms", ok=False, text=str(messages.error(error)))
    else:
        yield Finding("mechanisms", ok=True, text=name)


def _tokens(application: Application, messages: Messages) -> Iterator[Finding]:
    offer = application.offer()
    failed = {item.module: item.error for item in offer.problems}
    for module, host in application.tokens.hosts.items():
        text = messages.text("words", "driver_crashes", module=module, count=host.crashes)
        if module in failed:
            text = f"{text}. {messages.error(failed[module], signing=False)}"
        yield Finding("drivers", ok=module not in failed and not host.crashes, text=text)
    if not offer.tokens:
        yield Finding("tokens", ok=False, text=messages.text("words", "no_token"))
    for token in offer.tokens:
        usable = any(item.refusal is None for item in token.certificates)
        lines = [*_token_lines(token, messages)]
        lines += _remembered(application, token.info.serial, messages)
        yield Finding("tokens", ok=usable, text="\n".join(lines))


def _remembered(application: Application, serial: str, messages: Messages) -> Iterator[str]:
    """What this station knows of PINs and PUKs that the token did not accept."""
    from eqaror_desktop.commands.pins import remembered
    from signing.token.pin import PinKind

    for kind, name in ((PinKind.USER, "pin"), (PinKind.PUK, "puk")):
        told = remembered(application.pins, serial, kind, messages)
        if told:
            yield f"    ! {messages.text('words', name)}: {told}"


def _token_lines(token: TokenChoice, messages: Messages) -> Iterator[str]:
    from eqaror_desktop.choosing import described

    attempts = messages.attempts(str(token.info.attempts))
    yield f"{token.info.label} {token.info.serial}. {attempts}"
    if token.info.must_change_pin:
        yield f"    ! {messages.error(PinMustChange(), signing=False).what}"
    for item in token.certificates:
        mark = "✓" if item.refusal is None else "✗"
        days = messages.text("words", "days_left", count=item.facts.days_left(utc_now()))
        yield f"    {mark} {described(item)} ({days}); {item.facts.algorithm}"
        if item.refusal is not None:
            yield f"      {messages.error(item.refusal).what}"
    for damaged in token.damaged:
        yield f"    ✗ {messages.text('words', 'certificate_damaged', label=damaged.label)}"
    if not token.certificates and not token.damaged:
        yield f"    ✗ {messages.text('words', 'no_certificates')}"


def _registry(application: Application, messages: Messages) -> Iterator[Finding]:
    from eqaror_desktop.doctor_network import network_findings

    yield from network_findings(application, messages)
    yield _clock(application, messages)
    me = application.person()
    if me is None:
        from eqaror_desktop.errors import NotSignedIn

        yield Finding("person", ok=False, text=str(messages.error(NotSignedIn())))
    else:
        yield Finding("person", ok=True, text=f"{me.person.name}, {me.person.post}")


def _status(application: Application, messages: Messages) -> Finding:
    """How old what is known of revocations is, and whether it still counts."""
    try:
        lists = application.anchors.crls
    except (ApplicationError, SigningError):
        # Told of the trust anchors already.
        lists = ()
    ages = [item.last_update_utc for item in lists]
    if not ages:
        return Finding("status", ok=False, text=messages.text("clock", "never"))
    current = all((item.next_update_utc or item.last_update_utc) > utc_now() for item in lists)
    at = min(ages).astimezone().strftime("%d.%m.%Y %H:%M")
    return Finding("status", ok=current, text=messages.text("words", "status_of", at=at))


def _time_stamps(application: Application, messages: Messages) -> Finding:
    """Each server in its order, and which is left alone until when."""
    servers = application.proofs.servers
    told, ready = [], False
    for server in servers.servers:
        wait = servers.wait(server)
        ready = ready or wait is None
        if wait is None:
            told.append(server.url)
        else:
            until = wait.until.astimezone().strftime("%d.%m.%Y %H:%M")
            reason = messages.field("NoTimeStamp", wait.reason)
            told.append(f"{server.url}: {reason} (→ {until})")
    return Finding("time_stamps", ok=ready, text="; ".join(told))


def _clock(application: Application, messages: Messages) -> Finding:
    """Every comparison with its age; one of an earlier run is named as such."""
    readings = application.proofs.clock.readings()
    told = [_compared(item, messages) for item in readings] or [messages.text("clock", "never")]
    good = all(abs(item.skew) <= SKEW_WARNS for item in readings)
    if not good:
        told.append(messages.text("clock", "cure"))
    return Finding("clock", ok=good, text="; ".join(told))


def _compared(reading: Reading, messages: Messages) -> str:
    when = reading.at.astimezone().strftime("%d.%m.%Y %H:%M")
    earlier = "" if reading.sure else f", {messages.text('clock', 'earlier')}"
    name = messages.text("clock", str(reading.source))
    return f"{name}: {reading.skew.total_seconds():+.0f} s ({when}{earlier})"


def _program() -> str:
    try:
        number = version("eqaror-desktop")
    except PackageNotFoundError:
        number = "?"
    return f"{number}, Python {platform.python_version()}, {platform.system()}"
