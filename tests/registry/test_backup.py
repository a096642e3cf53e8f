"""The commands of README.md that back a registry up while it serves, as they stand there."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from registry import database as db
from registry.core import Core
from tests.hosts import ROOT
from tests.registry import small
from tests.registry.conftest import Running, served
from tests.registry.stations import Stations, registered, station

__all__ = ["station"]


def commands(directory: Path, copy: Path) -> list[str]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```\n(umask 077.*?VACUUM INTO.*?)\n```", readme, re.DOTALL)
    assert block is not None
    text = block[1].replace("DIR", str(directory)).replace("COPY", str(copy))
    return text.splitlines()


def test_a_registry_is_backed_up_while_it_serves(
    running: Running, station: Stations, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    here = station(small.HOKIM)
    before = here.sign()
    assert here.cycle().sent == (before.key,)
    lines = commands(running.core.directory, copy)
    # Something goes on between the database and the rest.
    middle = next(index for index, line in enumerate(lines) if "VACUUM" in line) + 1
    for part in (lines[:middle], lines[middle:]):
        subprocess.run(["bash", "-ec", "umask 077\n" + "\n".join(part)], check=True)
        running.core.files.put(b"came between")
    assert {path.stat().st_mode & 0o077 for path in (copy, copy / "registry.db")} == {0}
    core = Core(copy, running.clock)
    try:
        with core.database.reading() as connection:
            named = list(connection.execute(select(db.files.c.sha256)).scalars())
        assert named
        assert all(core.files.path(sha256) is not None for sha256 in named)
        with served(core) as address:
            again = station(small.HOKIM, address)
            assert (
                again.client.entry(before.key).accepted == here.client.entry(before.key).accepted
            )
            assert again.cycle().failure is None
        assert registered(replace(running, core=core)) == registered(running)
    finally:
        core.close()
