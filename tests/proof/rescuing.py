"""A program that finds its database damaged, takes over what was in it, and goes on: PLACE."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sync.errors import StoreRescued
from sync.secrets import choose_secrets
from sync.station import Store
from sync.store.database import DAMAGED
from tests.proof.keeping import NAMES, remark, say

_PAGE = 4096


def prepare(place: Path) -> None:
    """Make a profile with work in it, and damage a page of its database."""
    profile = place / "profile"
    place.mkdir()
    with Store.open(profile, choose_secrets(profile, "file")) as store:
        keys = [remark(store, f"remark {number} " * 30) for number in range(3)]
        keys.append(store.outbox.queue_package(b"PK signed " * 900, **NAMES).key)
    path = profile / "store.db"
    raw = bytearray(path.read_bytes())
    raw[3 * _PAGE + 99] ^= 1
    path.write_bytes(raw)
    (profile / DAMAGED).touch()
    (place / "waited").write_text(json.dumps(keys))
    (place / "harmed").write_bytes(raw)


def remembered(place: Path) -> tuple[set[str], bytes]:
    """Return the keys that waited, and the damaged database as it was."""
    return set(json.loads((place / "waited").read_text())), (place / "harmed").read_bytes()


def main() -> int:
    """Start, tell the person, work on."""
    place = Path(sys.argv[1])
    profile = place / "profile"
    with Store.open(profile, choose_secrets(profile, "file")) as store:
        assert isinstance(store.notice(), StoreRescued)
        for entry in store.outbox.entries():
            say("queued", entry.key)
        store.notice_told()
        say("told", "-")
        say("queued", remark(store, "afterwards"))
    return 0
