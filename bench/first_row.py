"""The first synchronising of an office's drafts, against fetching and parsing the same bytes bare.

Every round is two processes: one with a new, empty store that synchronises, so that in the end
every list is encrypted on the disk; one that only asks for page after page and parses each as
JSON. Who signs in is asked nothing, so both get the lists and nothing else. How long it takes
until all of it can be searched too is told beside it.

The first case is against the registry as it is. In the second, the same answers come from a
server that has them ready: what is left is this program's own part.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import insert, select, update

from bench import canned
from bench.measure import Bench, Comparison, OutputWrong, Result, Series, alternate
from bench.office import summaries
from eqaror_desktop.demo import Office, RunningRegistry, prepare_office
from registry import auth
from registry import database as db
from registry.core import Core
from registry.office import people
from sync.wire import DraftSummary

GOAL = 2.0
"""Of the bare time, by the project's plan."""
_WARM = 1
_LIMIT = 120
_OFFICE_DRAFTS = 12


@dataclass(frozen=True)
class Run:
    """One process: milliseconds and, in MiB, its peak and what that added to its start."""

    milliseconds: float
    peak: float
    added: float
    drafts: int
    indexing: float
    """Milliseconds afterwards, until everything can be searched."""


def run(bench: Bench) -> tuple[Result, ...]:
    """Run the row."""
    office = prepare_office(bench.directory / "office", drafts=_OFFICE_DRAFTS)
    password = secrets.token_urlsafe(16)
    fill_registry(office, bench.drafts, password)
    with RunningRegistry(office) as registry:
        found = [measure(bench, registry.address, password, "the registry")]
        with ready_answers(bench, registry.address, password) as address:
            found.append(measure(bench, address, password, "answers that are ready"))
    return tuple(found)


def measure(bench: Bench, address: str, password: str, of: str) -> Result:
    """Compare both at one address."""
    ours, theirs = alternate(
        tuple(
            partial(_process, what, address, password, bench.directory)
            for what in ("sync", "bare")
        ),
        bench.rounds,
        warm=_WARM,
    )
    if {item.drafts for item in (*ours, *theirs)} != {bench.drafts}:
        raise OutputWrong(f"{ours[-1].drafts} and {theirs[-1].drafts} drafts")
    first = Series.of("first sync", "ms", [item.milliseconds for item in ours])
    bare = Series.of("bare", "ms", [item.milliseconds for item in theirs])
    searched = Series.of("and searched", "ms", [i.milliseconds + i.indexing for i in ours])
    peak = Series.of("first sync, peak", "MiB", [item.peak for item in ours])
    bare_peak = Series.of("bare, peak", "MiB", [item.peak for item in theirs])
    added = Series.of("first sync, added by it", "MiB", [item.added for item in ours])
    bare_added = Series.of("bare, added by it", "MiB", [item.added for item in theirs])
    return Result(
        "first",
        f"{bench.drafts} drafts of {of}",
        (first, bare, searched, peak, bare_peak, added, bare_added),
        (
            Comparison.of(first, bare, GOAL),
            Comparison.of(searched, bare),
            Comparison.of(peak, bare_peak),
            Comparison.of(added, bare_added),
        ),
    )


def fill_registry(office: Office, count: int, password: str) -> None:
    """Put drafts into a registry that nobody serves yet, for the justice body's eyes.

    Their texts are not there: nobody will ask for them.
    """
    core = Core(office.places.registry)
    try:
        auth.set_password(core, people.JUSTICE.pinfl, password)
        with core.database.writing() as connection:
            seq = db.last_change(connection)
            drafter = people.DRAFTERS[0].pinfl
            there = len(
                connection.execute(
                    select(db.access.c.draft).where(db.access.c.principal == "justice")
                ).all()
            )
            made = list(summaries(count - there, datetime.now(UTC).replace(microsecond=0)))
            connection.execute(insert(db.drafts), [_row(item, drafter) for item in made])
            connection.execute(
                insert(db.registrations),
                [
                    {
                        "draft": item.id,
                        "number": f"90{item.registration.number}",
                        "slug": f"bench-{item.id}",
                        "date": item.registration.date,
                        "authority_stir": item.authority.stir,
                    }
                    for item in made
                    if item.registration is not None
                ],
            )
            connection.execute(
                insert(db.access),
                [
                    {"draft": item.id, "principal": "justice", "active": True, "seq": place}
                    for place, item in enumerate(made, seq + 1)
                ],
            )
            connection.execute(update(db.counters).values(value=seq + len(made)))
    finally:
        core.close()


@contextmanager
def ready_answers(bench: Bench, address: str, password: str) -> Iterator[str]:
    """Record what a registry answers and serve that from another process."""
    directory = bench.directory / "answers"
    canned.record(directory, address, people.JUSTICE.pinfl, password)
    with subprocess.Popen(
        [sys.executable, "-m", "bench.canned", str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def _process(what: str, address: str, password: str, directory: Path) -> Run:
    # The password goes through the pipe: what is measured does as the program does.
    command = [sys.executable, "-m", "bench.first_child", what, address, str(directory)]
    ran = subprocess.run(
        command,
        input=f"{people.JUSTICE.pinfl} {password}",
        capture_output=True,
        text=True,
        check=False,
        timeout=_LIMIT,
    )
    told = ran.stdout.split()
    if ran.returncode != 0 or len(told) != 5:
        raise OutputWrong(f"{what}: {ran.stderr[-2000:] or ran.returncode}")
    elapsed, before, peak, drafts, indexing = (float(word) for word in told)
    return Run(elapsed, peak / 1024, (peak - before) / 1024, int(drafts), indexing)


def _row(item: DraftSummary, drafter: str) -> dict[str, object]:
    hokim = people.HOKIM
    return {
        "id": item.id,
        "revision": item.revision,
        "type": str(item.type),
        "authority_name": item.authority.name,
        "authority_stir": item.authority.stir,
        "region": item.authority.region,
        "district": item.authority.district,
        "title": item.title,
        "script": str(item.script),
        "language": "uz",
        "template": "",
        "legal_basis": "",
        "normative": False,
        "restricted": item.restricted,
        "drafter": drafter,
        "signer_name": hokim.name,
        "signer_pinfl": hokim.pinfl,
        "signer_stir": item.authority.stir,
        "signer_role": "hokim",
        "signer_post": hokim.post,
        "state": str(item.state),
        "version": item.version,
        "round": item.round,
        "version_digest": item.version_digest,
        "annex_count": item.annex_count,
        "deadline": item.deadline,
        "reason": "",
        "convocation": "",
        "session": 0,
        "created": item.updated,
        "updated": item.updated,
    }
