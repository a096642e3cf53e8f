"""A program that writes an entry to a stick and takes in what is there, while news come: PLACE."""

from __future__ import annotations

import sys
from pathlib import Path

from eqaror_desktop.flows.carrying import write_entry
from sync import carried
from sync.entries import OutboxEntry, OutboxKind
from sync.secrets import choose_secrets
from sync.station import Store
from sync.wire import AgreementRequest, Answer, Change, ChangesPage
from tests.proof.keeping import NAMES, say
from tests.sync.makers import summary

STICK, OUT = "stick", "out.eqaror"
CARRIER = "2"
PAGE = 20
_PAGES = 4


def prepare(place: Path) -> None:
    """Make a station that has something to carry away, and a stick with what another one has."""
    (place / STICK).mkdir(parents=True)
    with _opened(place / "profile") as store:
        store.outbox.queue_package(b"PK signed here " * 900, **NAMES)
    other = place.with_name("other")
    with _opened(other) as store:
        # By the program's own hand, as the other station's person would.
        for name, entry in (("package", _signed(store)), ("answer", _answer(store))):
            write_entry(store, entry.key, place / STICK / f"{name}.eqaror")


def _signed(store: Store) -> OutboxEntry:
    return store.outbox.queue_package(b"PK signed there " * 900, **{**NAMES, "draft": "d-2"})


def _answer(store: Store) -> OutboxEntry:
    request = AgreementRequest(1, 1, "v", Answer.AGREED, "", b"signed there")
    return store.outbox.queue(OutboxKind.AGREEMENT, request, **{**NAMES, "draft": "d-3"})


def _opened(profile: Path) -> Store:
    return Store.open(profile, choose_secrets(profile, "file"))


def main() -> int:
    """Carry away, be told of drafts, take in."""
    place = Path(sys.argv[1])
    with _opened(place / "profile") as store:
        (entry,) = store.outbox.entries()
        write_entry(store, entry.key, place / STICK / OUT)
        say("written", entry.key)
        for number in range(_PAGES):
            made = [summary(number * PAGE + item) for item in range(PAGE)]
            changes = tuple(Change(item.id, item) for item in made)
            more = number + 1 < _PAGES
            store.drafts.apply(ChangesPage(changes, str(number + 1), more=more))
        say("pages", str(_PAGES))
        for name in ("package", "answer"):
            with (place / STICK / f"{name}.eqaror").open("rb") as file:
                said = carried.read_head(file)
                carried.require_whole(file, said)
                say(name, store.outbox.take_in(said, carried.pieces(file), CARRIER).key)
    return 0
