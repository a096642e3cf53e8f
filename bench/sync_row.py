"""A synchronisation in which nothing has changed, against one bare request for the same thing.

Both ask the real registry the same question over a connection that is kept open: the cycle alone,
and with all that the program does around it. What passes on the wire in one cycle is counted
apart, by a relay that is not there while anything is timed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import closing
from functools import partial

import requests

from bench.measure import (
    Bench,
    Comparison,
    OutputWrong,
    Result,
    Series,
    alternate,
    milliseconds,
    peak_of,
)
from bench.office import Place, station
from bench.relay import Relay
from eqaror_desktop.application import Application
from registry import auth
from registry.core import Core
from sync.client import RegistryClient
from sync.engine import Engine, SyncReport
from sync.http import Http
from sync.wire import CONTRACT_HEADER, CONTRACT_VERSION, Session

GOAL = 1.2
"""Of the bare request's time, by the project's plan."""
LIMIT = 2048
"""Bytes on the wire of a cycle in which nothing changed, there and back."""
_WARM = 5

CHILD = """
import sys
from pathlib import Path
from eqaror_desktop.application import Application
with Application.open(Path(sys.argv[1])) as application:
    assert application.sync().failure is None
"""
BARE_CHILD = """
import sys
import requests
with requests.Session() as plain:
    plain.trust_env = False
    headers = {"Authorization": f"Bearer {sys.stdin.read()}"}
    assert plain.get(sys.argv[1], headers=headers, timeout=30).json()["more"] is False
"""


def run(bench: Bench) -> tuple[Result, ...]:
    """Run the row."""
    with station(bench.directory, bench.drafts) as place:
        return measure(bench, place)


def measure(bench: Bench, place: Place) -> tuple[Result, ...]:
    """Run the row at a station that is there already."""
    with Application.open(place.profile) as application:
        person = place.office.hokim.pinfl
        password = _set_password(place, person)
        sessions: list[Session | None] = []
        with closing(Http(place.address)) as http, requests.Session() as plain:
            client = RegistryClient(http, sessions.append)
            client.sign_in_with_password(person, password)
            engine = Engine(client, application.store, person)
            engine.cycle()
            given = sessions[-1]
            cursor = application.store.drafts.cursor()
            assert given is not None
            assert cursor is not None
            bare = partial(_bare, plain, place.address, cursor, given.access_token)
            whole, ours, theirs = alternate(
                (
                    partial(milliseconds, partial(_quiet, application.sync)),
                    partial(milliseconds, partial(_quiet, engine.cycle)),
                    partial(milliseconds, bare),
                ),
                bench.rounds,
                warm=_WARM,
            )
        sent, size = _count(place, application, person, password)
    # The program opens the profile itself, so nobody else may have it.
    question = f"{place.address}/v1/changes?after={cursor}&limit=500"
    much, little = alternate(
        (
            partial(peak_of, CHILD, str(place.profile)),
            partial(peak_of, BARE_CHILD, question, told=given.access_token),
        ),
        max(2, bench.rounds // 50),
        warm=1,
    )
    program = Series.of("no-change synchronising", "ms", whole)
    cycle = Series.of("its cycle alone", "ms", ours)
    request = Series.of("bare request", "ms", theirs)
    process = Series.of("process that synchronises", "MiB", much)
    asking = Series.of("process that asks", "MiB", little)
    return (
        Result(
            "sync",
            f"{bench.drafts} drafts, nothing changed",
            (program, cycle, request, process, asking),
            (
                Comparison.of(program, request, GOAL),
                Comparison.of(cycle, request, GOAL),
                Comparison.of(process, asking),
            ),
            {"requests in a cycle": sent, "bytes on the wire": size},
        ),
    )


def _quiet(cycle: Callable[[], SyncReport]) -> None:
    report = cycle()
    if report.failure is not None or report.changed or report.fetched or report.errors:
        raise OutputWrong(f"a cycle that did something: {report}")


def _bare(plain: requests.Session, address: str, cursor: str, token: str) -> None:
    # The environment is left out of it, as in the program; looking there takes longer.
    plain.trust_env = False
    answer = plain.get(
        f"{address}/v1/changes",
        params={"after": cursor, "limit": "500"},
        headers={"Authorization": f"Bearer {token}", CONTRACT_HEADER: CONTRACT_VERSION},
        timeout=30,
    )
    if answer.status_code != 200 or answer.json()["changes"]:
        raise OutputWrong(f"status {answer.status_code}")


def _count(place: Place, application: Application, person: str, password: str) -> tuple[int, int]:
    """Return requests and bytes of one cycle over a connection that is open already."""
    with Relay(place.address) as relay, closing(Http(relay.address)) as http:
        client = RegistryClient(http)
        client.sign_in_with_password(person, password)
        engine = Engine(client, application.store, person)
        engine.cycle()
        relay.forget()
        _quiet(engine.cycle)
        counted = relay.requests, relay.size
    if counted[0] != 1 or counted[1] >= LIMIT:
        raise OutputWrong(f"{counted[0]} requests, {counted[1]} bytes")
    return counted


def _set_password(place: Place, person: str) -> str:
    password = secrets.token_urlsafe(16)
    core = Core(place.office.places.registry)
    try:
        auth.set_password(core, person, password)
    finally:
        core.close()
    return password
