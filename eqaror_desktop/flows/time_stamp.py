"""A package gets its time-stamp before it leaves for the first time (CAdES-B-T, B-LT).

A time-stamp that was given is on disk before anything is done with it, under the digest of the
signature value it covers. A crash between the answer and the package's new end therefore costs
nothing: the next try finds it there, and no server is asked twice for one signature.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from eqaror_desktop.clock import SKEW_STOPS, ClockBook, Source
from eqaror_desktop.flows.stamp_servers import REGISTRY, StampServers, Wait
from eqaror_desktop.settings import TimeStampServer
from signing.cms import add_signature_time_stamp, signature_value
from signing.cms_verify import check_cms
from signing.container.reader import open_container
from signing.errors import MalformedDocument, SigningError
from signing.foreign.fitting import misfits, of_path
from signing.package import MANIFEST, read_signature, signature_tail
from signing.timestamp import TimeStamp, ask, check_answer, check_token
from signing.trust import TrustAnchors
from signing.verify import verify_package
from sync.calls import Limits
from sync.client import RegistryClient
from sync.entries import OutboxEntry
from sync.errors import BadAnswer, NoTimeStamp, RegistryError, SessionExpired, StoreDamaged
from sync.errors import Unreachable as Away
from sync.network import Network
from sync.outbox import Outbox
from sync.store.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = ("application/timestamp-query", "application/timestamp-reply")
"""Content types of the question and the answer (RFC 3161, 3.4)."""
LIMITS = Limits(connect=5.0, read=10.0, whole=15.0, answer=1 << 20)
"""Of a server that is not the registry."""
_LARGEST = 1 << 20
"""Bytes of a signature or a manifest (docs/package-format.md)."""
_End = tuple[int, bytes]
"""How many bytes of a package stay, and what follows them."""
WRONG_TIME = "clock"
"""Why a time-stamp was not taken: another time than ours, or one before the signature."""


@dataclass(frozen=True)
class Desk:
    """What a station works with when it asks for time-stamps.

    ``anchors`` is asked for each time, because lists are fetched in between; ``complete`` puts
    what tells the certificates' status into a time-stamped signature over a manifest (B-LT).
    """

    outbox: Outbox
    facts: Facts
    client: RegistryClient
    servers: StampServers
    clock: ClockBook
    anchors: Callable[[], TrustAnchors]
    now: Callable[[], datetime]
    network: Network | None = None
    complete: Callable[[bytes, bytes, TimeStamp], bytes] = lambda signature, _manifest, _: (
        signature
    )


def time_stamp(entry: OutboxEntry, desk: Desk) -> OutboxEntry:
    """Put a time-stamp into a waiting package, unless it has one; returns the entry after it.

    The package with its time-stamp takes the place of the one without in a single step, so a
    crash leaves the one or the other.

    Raises:
        NoTimeStamp: no server gave one; the error says why and until when it is no use to ask.
        Unreachable: the registry is away, and no other server gave one.
        SessionExpired: sign in again.
        StoreDamaged: what the outbox holds is no package (any more).
        NotFound, StoreError: the outbox.
    """
    try:
        with desk.outbox.open_package(entry.key) as package:
            signature = read_signature(package)
            manifest = open_container(package).read(MANIFEST, _LARGEST)
        value, stamped = signature_value(signature)
        claimed = check_cms(signature, manifest).signing_time
    except SigningError as error:
        raise StoreDamaged(f"{entry.key}: {error}") from error
    waiting = _Waiting(entry.key, signature, manifest, value, claimed)
    if stamped:
        desk.facts.remove(waiting.name)
        return entry
    end = _kept(waiting, desk) or _ask(waiting, desk)
    after = desk.outbox.replace_end(entry.key, *end)
    desk.facts.remove(waiting.name)
    return after


@dataclass(frozen=True)
class _Waiting:
    """A package without a time-stamp: what its signature is, covers and claims."""

    key: str
    signature: bytes
    manifest: bytes
    value: bytes
    claimed: datetime | None

    @property
    def name(self) -> str:
        """Of the fact that holds a time-stamp that was given."""
        return f"time-stamp of {hashlib.sha256(self.value).hexdigest()}"


def _kept(waiting: _Waiting, desk: Desk) -> _End | None:
    """Return the package's end with the time-stamp that an earlier try was given for it."""
    text = desk.facts.get(waiting.name)
    if text is None:
        return None
    try:
        stamp = check_token(base64.b64decode(text), waiting.value, desk.anchors())
        return _end(waiting, _fitting(stamp, waiting, desk), desk)
    except (SigningError, ValueError):
        # Its server is not trusted here any more: another time-stamp is needed.
        desk.facts.remove(waiting.name)
        return None


def _fitting(stamp: TimeStamp, waiting: _Waiting, desk: Desk) -> TimeStamp:
    """Return a time-stamp as it may stand in the signature it is for.

    Raises:
        MalformedDocument: it may not, whatever is left out of it.
    """
    fitting = replace(stamp, token=of_path(stamp.token, stamp.path))
    stamped_one = add_signature_time_stamp(waiting.signature, fitting.token)
    for told in misfits(waiting.signature, stamped_one, desk.anchors()):
        raise MalformedDocument(told)
    return fitting


def _end(waiting: _Waiting, stamp: TimeStamp, desk: Desk) -> _End:
    """Return the package's end with a time-stamp, and with its proofs if they may stand there.

    What its readers refuse is worth less than what they may have elsewhere. The registry is the
    first of them, and may refuse for ever, so what it will ask is asked here: of all the package,
    with the lists that it has as well, and without answers that this station alone was given.

    Raises:
        SigningError: with this time-stamp the package would be left open.
    """
    stamped_one = add_signature_time_stamp(waiting.signature, stamp.token)
    richer = desk.complete(stamped_one, waiting.manifest, stamp)
    anchors = desk.anchors()
    if len(richer) > _LARGEST or misfits(stamped_one, richer, anchors):
        richer = stamped_one
    with desk.outbox.open_package(waiting.key) as package:
        end = signature_tail(package, richer)
    now = desk.now() + (_registry_skew(desk) or timedelta())
    with desk.outbox.open_package(waiting.key, end) as package:
        report = verify_package(package, replace(anchors, answers=()), at=now)
    for reason in report.reasons:
        if reason.code == "TIMESTAMP":
            raise MalformedDocument(reason.detail)
    return end


def _ask(waiting: _Waiting, desk: Desk) -> _End:
    """Ask one server after the other; each failure is remembered."""
    waits: list[tuple[TimeStampServer, Wait]] = []
    off: list[timedelta] = []
    away: Away | None = None
    for server in desk.servers.servers:
        wait = desk.servers.wait(server)
        if wait is not None:
            waits.append((server, wait))
            continue
        desk.servers.begin(server)
        try:
            stamp, skew = _ask_one(server, waiting.value, desk)
            stamp = _fitting(stamp, waiting, desk)
            ours = _is_ours(skew, desk)
            if ours and (waiting.claimed is None or stamp.time >= waiting.claimed - SKEW_STOPS):
                desk.clock.heard(Source.TIME_STAMP, skew)
                desk.facts.put(waiting.name, base64.b64encode(stamp.token).decode())
                end = _end(waiting, stamp, desk)
                desk.servers.answered(server)
                return end
            desk.servers.failed(server, WRONG_TIME)
            if not ours:
                off.append(skew)
                _hear(off, desk)
        except SigningError as error:
            desk.facts.remove(waiting.name)
            desk.servers.failed(server, f"answer {error}")
        except Away as error:
            if server.url == REGISTRY and error.concerns_all:
                # Not the time-stamp server's failure: the whole registry is away.
                away = error
                continue
            desk.servers.failed(server, error.reason)
        except SessionExpired:
            raise
        except RegistryError as error:
            desk.servers.failed(server, f"answer {_detail(error)}")
        waits += _now_waiting(server, desk)
    if away is not None:
        raise away
    raise _nobody(waits, desk.now())


@dataclass(frozen=True)
class Tried:
    """What asking one server on trial told.

    ``asked`` is False where it was not, because of ``wait``, because its budget is limited or,
    for the registry's own, because nobody is signed in; ``reason`` is a code as of NoTimeStamp.
    """

    server: TimeStampServer
    asked: bool
    wait: Wait | None = None
    reason: str = ""
    error: RegistryError | None = None


def try_servers(desk: Desk) -> Iterator[Tried]:
    """Ask each server for a time-stamp of nothing; no record of a server changes by it."""
    for server in desk.servers.servers:
        wait = desk.servers.wait(server)
        if wait is not None or server.budget:
            # What was paid for is for signatures.
            yield Tried(server, asked=False, wait=wait)
            continue
        try:
            _, skew = _ask_one(server, secrets.token_bytes(32), desk)
        except SessionExpired:
            yield Tried(server, asked=False)
        except Away as error:
            yield Tried(server, asked=True, reason=error.reason)
        except BadAnswer as error:
            yield Tried(server, asked=True, reason=f"answer {_detail(error)}")
        except RegistryError as error:
            yield Tried(server, asked=True, error=error)
        else:
            yield Tried(server, asked=True, reason="" if _is_ours(skew, desk) else WRONG_TIME)


def _now_waiting(server: TimeStampServer, desk: Desk) -> Iterator[tuple[TimeStampServer, Wait]]:
    wait = desk.servers.wait(server)
    if wait is not None:
        yield server, wait


def _is_ours(skew: timedelta, desk: Desk) -> bool:
    """Whether a server's time is this computer's, or the one the registry told in this run."""
    told = _registry_skew(desk)
    return abs(skew) <= SKEW_STOPS or (told is not None and abs(skew - told) <= SKEW_STOPS)


def _hear(off: list[timedelta], desk: Desk) -> None:
    """Two servers that agree against this computer tell of its clock; one may lie."""
    told = _registry_skew(desk)
    agreed = any(abs(off[-1] - other) <= SKEW_STOPS for other in off[:-1])
    if agreed and (told is None or abs(told) > SKEW_STOPS):
        desk.clock.heard(Source.TIME_STAMP, off[-1])


def _registry_skew(desk: Desk) -> timedelta | None:
    return next(
        (
            item.skew
            for item in desk.clock.readings()
            if item.sure and item.source is Source.REGISTRY
        ),
        None,
    )


def _ask_one(server: TimeStampServer, value: bytes, desk: Desk) -> tuple[TimeStamp, timedelta]:
    """Return what a server gave, and by how much its time is after this computer's."""
    try:
        question = ask(value, server.policy)
    except ValueError as error:
        raise BadAnswer(server.url, "policy") from error
    before = desk.now()
    if server.url == REGISTRY:
        answer = desk.client.timestamp(question.der)
    else:
        from sync.http import ask_stranger

        answer = ask_stranger(server.url, question.der, KINDS, LIMITS, desk.network)
    after = desk.now()
    try:
        stamp = check_answer(answer, question, value, desk.anchors())
    except SigningError as error:
        raise BadAnswer(server.url, str(error) or type(error).__name__) from error
    return stamp, stamp.time - (before + (after - before) / 2)


def _nobody(waits: list[tuple[TimeStampServer, Wait]], now: datetime) -> NoTimeStamp:
    soonest = min((wait.until for _, wait in waits), default=now + timedelta(seconds=30))
    reason = next((wait.reason for _, wait in waits), "silent")
    told = "; ".join(f"{server.url}: {wait.reason}" for server, wait in waits)
    return NoTimeStamp(reason, soonest, told)


def _detail(error: RegistryError) -> str:
    return error.path if isinstance(error, BadAnswer) else str(error)
