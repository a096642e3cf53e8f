"""What is far: the registry, the clock by its answers, who is signed in, time-stamp servers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from eqaror_desktop.checks import SKEW_WARNS
from eqaror_desktop.doctor.finding import Finding
from eqaror_desktop.errors import ApplicationError
from eqaror_desktop.messages import Messages
from sync.errors import SessionExpired, StationForgotten, SyncError

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.clock import Reading


def look_at_registry(
    application: Application, messages: Messages, *, listen: bool = True
) -> Iterator[Finding]:
    """Look at the way to the registry, at the clock by its answers, and at who is signed in.

    ``listen`` tries its hints too; not beside a window, which listens already.
    """
    from eqaror_desktop.doctor.network import network_findings

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


def time_stamps_known(application: Application, messages: Messages) -> Finding:
    """Tell, asking nobody, each server in its order, and which is left alone until when."""
    servers = application.proofs.servers
    from eqaror_desktop.flows.stamp_servers import REGISTRY

    told, ready, waiting = [], False, False
    for server in servers.servers:
        wait = servers.wait(server)
        if server.url == REGISTRY and not application.connection.address:
            lack = messages.field("NotConfigured", "registry")
            told.append(f"{server.url}: {lack}")
            continue
        ready, waiting = ready or wait is None, waiting or wait is not None
        if wait is None:
            told.append(server.url)
        else:
            until = messages.moment(wait.until)
            reason = messages.field("NoTimeStamp", wait.reason)
            told.append(f"{server.url}: {reason} (→ {until})")
    # That no registry is set is told of the registry already; here nobody could look.
    unknown = not (ready or waiting)
    return Finding("time_stamps", ok=ready or unknown, text="; ".join(told), warns=unknown)


def clock_finding(readings: Sequence[Reading], messages: Messages) -> Finding:
    """Tell every comparison with its age; one of an earlier run is named as such.

    As before a signature, what is sure counts first: what was found in an earlier run may have
    been put right since, and it is gone by only where nothing was compared in this one.
    """
    told = [_compared(item, messages) for item in readings] or [messages.text("clock", "never")]
    what = "; ".join(told)
    if not readings:
        # Nobody looked: that is no good clock, and no bad one.
        return Finding("clock", ok=True, text=what, warns=True)
    counts = [item for item in readings if item.sure] or readings
    if all(abs(item.skew) <= SKEW_WARNS for item in counts):
        return Finding("clock", ok=True, text=what)
    cure, stops = messages.text("clock", "cure"), any(item.stops for item in counts)
    text = f"{what}; {cure}"
    return Finding("clock", ok=not stops, text=text, warns=True, what=what, cure=cure, stops=stops)


def _compared(reading: Reading, messages: Messages) -> str:
    when = messages.moment(reading.at)
    earlier = "" if reading.sure else f", {messages.text('clock', 'earlier')}"
    name = messages.text("clock", str(reading.source))
    return f"{name}: {messages.forms.ahead(reading.skew.total_seconds())} ({when}{earlier})"
