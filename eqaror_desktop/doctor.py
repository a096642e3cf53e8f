"""Can I sign now? Every part that signing needs is looked at; a broken one hides no other."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from eqaror_desktop.checks import SKEW_STOPS, SKEW_WARNS
from eqaror_desktop.errors import ApplicationError
from eqaror_desktop.messages import Messages
from signing.certificate import facts, utc_now
from signing.errors import NoCertificate, PinMustChange, SigningError
from sync.entries import OutboxState
from sync.errors import SessionExpired, StationForgotten, SyncError

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.choosing import Offer, TokenChoice
    from eqaror_desktop.clock import Reading

_LITTLE_SPACE = 200 << 20
_SOON_DAYS = 30
"""A certificate that ends within so many days is named before the day it is missed."""
_NEEDED = frozenset({"profile", "trust", "mechanisms", "tokens", "certificates", "person"})


@dataclass(frozen=True)
class Finding:
    """``topic`` is a key of the message table's ``doctor`` section."""

    topic: str
    ok: bool
    text: str
    warns: bool = False
    """It works, and somebody should look at it all the same."""
    what: str = field(default="", compare=False)
    """``text`` without its cure, where there is one."""
    cure: str = field(default="", compare=False)
    """What to do, for somebody who types no commands."""
    stops: bool = False
    """Whether it stops every signature, though its topic alone need not."""
    error: str = field(default="", compare=False)
    """The name of the error that was found, if it was one."""

    @classmethod
    def of(cls, topic: str, error: BaseException, messages: Messages, place: str = "") -> Finding:
        """Tell what is broken by its error; ``place`` is said before it."""
        message, before = messages.error(error, signing=False), f"{place}: " if place else ""
        return cls(
            topic,
            ok=False,
            text=f"{before}{message}",
            what=f"{before}{message.what} [{message.code}]",
            cure=messages.cure_in_window(error),
            error=type(error).__name__,
        )

    @property
    def hinders(self) -> bool:
        """Whether nothing can be signed before this is mended; the rest can wait or be late."""
        return not self.ok and (self.stops or self.topic in _NEEDED)


def examine(directory: Path | None, messages: Messages) -> tuple[Finding, ...]:
    """Look at everything; never raises for what is wrong with the station."""
    from eqaror_desktop.application import Application

    findings = [Finding("program", ok=True, text=_program())]
    try:
        with Application.open_to_read(directory) as application:
            findings += _examine(application, messages)
    except (ApplicationError, SigningError, SyncError, OSError) as error:
        findings.append(Finding.of("profile", error, messages))
    return tuple(findings)


def _examine(application: Application, messages: Messages) -> Iterator[Finding]:
    yield from look_at_station(application, messages)
    yield from look_at_tokens(application, messages)
    yield from look_at_registry(application, messages)
    yield _time_stamps(application, messages)
    yield _outbox(application, messages)


def look_at_station(application: Application, messages: Messages) -> Iterator[Finding]:
    """Look at what lies on this computer: profile, its key, disk, trust, mechanisms."""
    unkept, place = application.store.unkept, str(application.profile.directory)
    if unkept is None:
        yield Finding("profile", ok=True, text=place)
    else:
        yield Finding.of("profile", unkept, messages, place)
    yield _secrets(application, messages)
    yield _disk(application, messages)
    yield _trust(application, messages)
    yield _status(application, messages)
    yield from _mechanisms(application, messages)


def _secrets(application: Application, messages: Messages) -> Finding:
    from sync.secrets import FileSecrets

    secrets = application.secrets
    if not isinstance(secrets, FileSecrets):
        return Finding("secrets", ok=True, text=messages.text("words", "os_secrets"))
    bare = secrets.open_to_others
    wished = application.settings.secrets == "file"
    place = "file_secrets_open" if bare else "file_secrets_wished" if wished else "file_secrets"
    return Finding("secrets", ok=True, text=messages.text("words", place), warns=bare)


def look_at_registry(
    application: Application, messages: Messages, *, listen: bool = True
) -> Iterator[Finding]:
    """Look at the way to the registry, at the clock by its answers, and at who is signed in.

    ``listen`` tries its hints too; not beside a window, which listens already.
    """
    from eqaror_desktop.doctor_network import network_findings

    answers = False
    for finding in network_findings(application, messages, listen=listen):
        answers = answers or (finding.topic == "registry" and finding.ok)
        yield finding
    yield clock_finding(application.proofs.clock.readings(), messages)
    yield _person(application, messages, ask=answers)


def _person(application: Application, messages: Messages, *, ask: bool) -> Finding:
    """Who has signed in, and whether the registry still knows it, if it can be asked.

    A session that has ended hinders no signature: it is kept and sent after the next sign-in.
    """
    from eqaror_desktop.errors import NotSignedIn

    me = application.person()
    if me is None:
        return Finding.of("person", NotSignedIn(), messages)
    who = f"{me.person.name}, {me.person.post}"
    try:
        if ask:
            application.connection.me()
    except (SessionExpired, StationForgotten) as error:
        told = messages.error(error, signing=False)
        text, what = f"{who}. {told}", f"{who}. {told.what} [{told.code}]"
        cure = messages.cure_in_window(error)
        return Finding("person", ok=True, text=text, warns=True, what=what, cure=cure)
    except (ApplicationError, SyncError):
        # Told of the registry already.
        pass
    return Finding("person", ok=True, text=who)


def look_at_waiting(application: Application, messages: Messages) -> Iterator[Finding]:
    """Look at the time-stamp servers, each asked for one, and at the outbox."""
    from eqaror_desktop.doctor_network import stamp_findings

    yield from stamp_findings(application, messages)
    yield _outbox(application, messages)


def _disk(application: Application, messages: Messages) -> Finding:
    free = shutil.disk_usage(application.profile.directory).free
    told = messages.forms.size(free)
    if free > _LITTLE_SPACE:
        return Finding("disk", ok=True, text=told)
    cure = messages.text("words", "disk_cure")
    return Finding("disk", ok=False, text=f"{told}. {cure}", what=told, cure=cure)


def _outbox(application: Application, messages: Messages) -> Finding:
    entries = application.outbox()
    waiting = sum(1 for entry in entries if entry.open)
    unclear = sum(1 for entry in entries if entry.state is OutboxState.UNCONFIRMED)
    if not unclear:
        return Finding("outbox", ok=True, text=str(waiting))
    told = messages.text("words", "outbox_unclear", waiting=waiting, unclear=unclear)
    cure = messages.text("words", "outbox_cure")
    return Finding("outbox", ok=True, text=f"{told} {cure}", warns=True, what=told, cure=cure)


def _trust(application: Application, messages: Messages) -> Finding:
    try:
        anchors = application.anchors
    except (ApplicationError, SigningError) as error:
        return Finding.of("trust", error, messages)
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
        yield Finding.of("mechanisms", error, messages)
    else:
        yield Finding("mechanisms", ok=True, text=name)


def look_at_tokens(application: Application, messages: Messages) -> Iterator[Finding]:
    """Look at drivers, tokens and certificates; it may wait for each of them."""
    offer = application.offer()
    failed = {item.module: item.error for item in offer.problems}
    for module, host in application.tokens.hosts.items():
        text = messages.text("words", "driver_crashes", module=module, count=host.crashes)
        error = failed.get(module)
        if error is not None:
            yield Finding.of("drivers", error, messages, text.rstrip("."))
        elif host.crashes:
            cure = messages.text("words", "driver_cure")
            yield Finding("drivers", ok=False, text=f"{text} {cure}", what=text, cure=cure)
        else:
            yield Finding("drivers", ok=True, text=text)
    if not offer.tokens:
        yield Finding("tokens", ok=False, text=messages.text("words", "no_token"))
    for token in offer.tokens:
        usable = any(item.refusal is None for item in token.certificates)
        lines = [*_token_lines(token, messages)]
        lines += _remembered(application, token.info.serial, messages)
        yield Finding("tokens", ok=usable, text="\n".join(lines))
    yield from _certificate(application, offer, messages)


def _certificate(application: Application, offer: Offer, messages: Messages) -> Iterator[Finding]:
    """Tell the days left of the certificate with which this person would sign."""
    me = application.person()
    usable = [
        item.facts
        for token in offer.tokens
        for item in token.certificates
        if item.refusal is None and (me is None or item.facts.pinfl == me.person.pinfl)
    ]
    if not usable:
        if any(token.certificates for token in offer.tokens):
            yield Finding.of("certificates", NoCertificate(), messages)
        return
    last = max(usable, key=lambda item: item.not_after)
    days = last.days_left(utc_now())
    text = f"{last.common_name}, {messages.text('words', 'days_left', count=days)}"
    if days > _SOON_DAYS:
        yield Finding("certificates", ok=True, text=text)
    else:
        cure = messages.text("words", "certificate_cure")
        told = f"{text}. {cure}"
        yield Finding("certificates", ok=True, text=told, warns=True, what=text, cure=cure)


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
        yield f"    {mark} {described(item, messages.forms)} ({days}); {item.facts.algorithm}"
        if item.refusal is not None:
            yield f"      {messages.error(item.refusal).what}"
    for damaged in token.damaged:
        yield f"    ✗ {messages.text('words', 'certificate_damaged', label=damaged.label)}"
    if not token.certificates and not token.damaged:
        yield f"    ✗ {messages.text('words', 'no_certificates')}"


def _status(application: Application, messages: Messages) -> Finding:
    """How old what is known of revocations is, and whether it still counts."""
    try:
        lists = application.anchors.crls
    except (ApplicationError, SigningError):
        # Told of the trust anchors already.
        lists = ()
    ages = [item.last_update_utc for item in lists]
    if not ages:
        text, cure = messages.text("clock", "never"), messages.text("words", "status_cure")
        return Finding("status", ok=False, text=text, what=text, cure=cure)
    current = all((item.next_update_utc or item.last_update_utc) > utc_now() for item in lists)
    at = messages.moment(min(ages))
    text = messages.text("words", "status_of", at=at)
    cure = "" if current else messages.text("words", "status_cure")
    return Finding("status", ok=current, text=text, what=text, cure=cure)


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
            until = messages.moment(wait.until)
            reason = messages.field("NoTimeStamp", wait.reason)
            told.append(f"{server.url}: {reason} (→ {until})")
    return Finding("time_stamps", ok=ready, text="; ".join(told))


def clock_finding(readings: Sequence[Reading], messages: Messages) -> Finding:
    """Tell every comparison with its age; one of an earlier run is named as such."""
    told = [_compared(item, messages) for item in readings] or [messages.text("clock", "never")]
    what = "; ".join(told)
    if all(abs(item.skew) <= SKEW_WARNS for item in readings):
        return Finding("clock", ok=True, text=what)
    cure = messages.text("clock", "cure")
    stops = any(item.sure and abs(item.skew) > SKEW_STOPS for item in readings)
    return Finding("clock", ok=False, text=f"{what}; {cure}", what=what, cure=cure, stops=stops)


def _compared(reading: Reading, messages: Messages) -> str:
    when = messages.moment(reading.at)
    earlier = "" if reading.sure else f", {messages.text('clock', 'earlier')}"
    name = messages.text("clock", str(reading.source))
    return f"{name}: {messages.forms.ahead(reading.skew.total_seconds())} ({when}{earlier})"


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
