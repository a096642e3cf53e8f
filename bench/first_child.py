"""One process of the first synchronising.

Prints milliseconds, KiB before and at the peak, drafts, and how many milliseconds more it took
until all of them can be searched too.

``python -m bench.first_child sync ADDRESS DIRECTORY`` synchronises into a new store below the
directory; with ``bare`` it only asks and parses. Who signs in comes through standard input.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import requests

from sync.client import RegistryClient
from sync.http import Http
from sync.wire import CONTRACT_HEADER, CONTRACT_VERSION, Session


def main(arguments: list[str]) -> int:
    """Do one of both."""
    what, address, directory = arguments
    person, password = sys.stdin.read().split()
    sessions: list[Session | None] = []
    with closing(Http(address)) as http:
        client = RegistryClient(http, sessions.append)
        client.sign_in_with_password(person, password)
        if what == "sync":
            _sync(client, person, Path(directory))
        else:
            given = sessions[-1]
            assert given is not None
            _bare(address, given.access_token)
    return 0


def _sync(client: RegistryClient, person: str, directory: Path) -> None:
    from sync.engine import Engine
    from sync.secrets import choose_secrets
    from sync.station import Store

    profile = Path(tempfile.mkdtemp(prefix="first-", dir=directory))
    try:
        with Store.open(profile, choose_secrets(profile, "file")) as store:
            engine = Engine(client, store, person)

            def work() -> int:
                report = engine.cycle()
                assert report.failure is None, report.failure
                assert not report.fetched
                return store.drafts.count()

            _measured(work)
            begun = time.perf_counter()
            while store.search.catch_up():
                pass
            print((time.perf_counter() - begun) * 1000)
    finally:
        shutil.rmtree(profile)


def _bare(address: str, token: str) -> None:
    from sync.engine import PAGE

    with requests.Session() as plain:
        plain.trust_env = False
        plain.headers.update({"Authorization": f"Bearer {token}"})
        plain.headers.update({CONTRACT_HEADER: CONTRACT_VERSION, "Accept-Encoding": "gzip"})
        # The connection is there, as for the other.
        plain.get(f"{address}/v1/me", timeout=30)

        def work() -> int:
            count, parameters, more = 0, {"limit": str(PAGE)}, True
            while more:
                answer = plain.get(f"{address}/v1/changes", params=parameters, timeout=30)
                page = answer.json()
                count += len(page["changes"])
                parameters["after"], more = page["cursor"], page["more"]
            return count

        _measured(work)
        print(0.0)


def _measured(work: Callable[[], int]) -> None:
    before = _kibibytes("VmRSS")
    begun = time.perf_counter()
    drafts = work()
    elapsed = (time.perf_counter() - begun) * 1000
    print(elapsed, before, _kibibytes("VmHWM"), drafts)


def _kibibytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
