"""The way to the registry, part by part: proxy, TLS, hints; each with its cure where it fails."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from eqaror_desktop.doctor.finding import Finding
from eqaror_desktop.errors import ApplicationError
from signing.certificate import utc_now
from sync.errors import ProxyFault, ServerUntrusted, SyncError

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.messages import Messages
    from sync.network.tls import Peer

_EXPIRES_SOON = timedelta(days=14)
_HINT_SECONDS = 5.0


def network_findings(
    application: Application, messages: Messages, *, listen: bool = True
) -> Iterator[Finding]:
    """Look at the way to the registry; never raises for what is wrong with it.

    ``listen`` waits a moment for its hints, too.
    """
    error: Exception | None = None
    try:
        application.connection.client().trust()
    except (ApplicationError, SyncError) as raised:
        error = raised
        yield Finding.of("registry", raised, messages)
    else:
        yield Finding("registry", ok=True, text=application.connection.address)
    if not application.connection.address:
        return
    yield _way(application, messages, error)
    yield from _tls(application, messages, error)
    if error is None and listen:
        yield _hints(application, messages)


def _way(application: Application, messages: Messages, error: Exception | None) -> Finding:
    if isinstance(error, ProxyFault):
        return Finding.of("way", error, messages, error.proxy)
    proxy = application.connection.proxy
    if proxy is not None:
        # What fails behind a proxy may be the proxy's doing.
        told = messages.text("words", "way_proxy", proxy=proxy.place)
        return Finding("way", ok=True, text=told, warns=error is not None)
    return Finding("way", ok=True, text=messages.text("words", "way_straight"))


def _tls(
    application: Application, messages: Messages, error: Exception | None
) -> Iterator[Finding]:
    if isinstance(error, ServerUntrusted):
        yield Finding.of("tls", error, messages)
        return
    peer = application.connection.peer
    if peer is not None:
        pinned = bool(application.settings.network.pins)
        soon = peer.until - utc_now() < _EXPIRES_SOON
        text = _described(peer, messages, pinned=pinned)
        yield Finding("tls", ok=True, text=text, warns=soon)
    elif error is None:
        yield Finding("tls", ok=True, text=messages.text("words", "tls_plain"))


def _described(peer: Peer, messages: Messages, *, pinned: bool) -> str:
    until = messages.day(peer.until)
    facts = messages.text(
        "words", "tls_facts", version=peer.version, issuer=peer.issuer, until=until
    )
    key = messages.text("words", "tls_pinned" if pinned else "tls_key", pin=peer.pin)
    return f"{facts} {key}"


def _hints(application: Application, messages: Messages) -> Finding:
    """Listen for a moment; without hints everything works, only later."""
    from sync.network.events import Listening

    seconds = application.settings.network.poll_seconds
    polled = messages.text("words", "hints_polled", seconds=seconds)
    listener = application.listener(lambda: None)
    if listener is None:
        return Finding("hints", ok=True, text=polled)
    if application.person() is None:
        return Finding("hints", ok=True, text=messages.text("words", "hints_unasked"), warns=True)
    listener.start()
    until = time.monotonic() + _HINT_SECONDS
    waiting = {Listening.OFF, Listening.TRYING}
    while listener.state in waiting and time.monotonic() < until:
        time.sleep(0.02)
    state, error = listener.state, listener.error
    listener.stop()
    if state is Listening.OPEN:
        return Finding("hints", ok=True, text=messages.text("words", "hints_open"))
    told = f" {messages.error(error)}" if error is not None else ""
    return Finding("hints", ok=True, text=f"{polled}{told}", warns=True)


def stamp_findings(application: Application, messages: Messages) -> Iterator[Finding]:
    """Ask each time-stamp server for one, unless it is left alone or its budget is limited.

    What comes back is judged as one for a signature would be: who signed it, and its time.
    """
    for told in application.proofs.try_servers():
        server, wait = told.server, told.wait
        cure = messages.text("words", "stamp_cure")
        if wait is not None:
            until = messages.moment(wait.until)
            what = f"{server.url}: {messages.field('NoTimeStamp', wait.reason)} (→ {until})"
        elif told.reason:
            what = f"{server.url}: {messages.field('NoTimeStamp', told.reason)}"
        elif told.error is not None:
            what = f"{server.url}: {messages.error(told.error, signing=False).what}"
        elif told.asked:
            yield Finding("time_stamps", ok=True, text=server.url)
            continue
        else:
            what = f"{server.url}: {messages.text('words', 'stamp_unasked')}"
            yield Finding("time_stamps", ok=True, text=what, warns=True)
            continue
        yield Finding("time_stamps", ok=False, text=f"{what}. {cure}", what=what, cure=cure)
