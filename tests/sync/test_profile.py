"""A profile as a whole: one program, nothing readable, nothing lost when the power goes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sync.client import RegistryClient
from sync.engine import Engine
from sync.entries import OutboxState
from sync.errors import ProfileInUse
from sync.outbox import OutboxKind
from sync.station import Store
from sync.wire import RemarkRequest
from tests.sync.conftest import open_store
from tests.sync.desk import Desk
from tests.sync.makers import PERSON, draft, sha, summary

PACKAGE = b"PK\x03\x04 a signed package " * 100
PLAIN = [
    "Maxfiy qaror",
    "maxfiy qaror",
    "matndagi soʻz",
    "matndagi soz",
    "mulohaza matni",
    "a signed package",
    "Namuna tumani",
    PERSON,
]

CHILD = """
import sys
from pathlib import Path
from sync.client import RegistryClient
from sync.engine import Engine
from sync.http import Http
from sync.secrets import choose_secrets
from sync.station import Store

profile, address, person = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
store = Store.open(profile, choose_secrets(profile, "file"))
client = RegistryClient(Http(address))
client.sign_in("c-1", b"0")
print("open", flush=True)
Engine(client, store, person).cycle()
"""


def child(profile: Path, address: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(profile), address, PERSON],
        stdout=subprocess.PIPE,
        text=True,
    )


def fill(store: Store) -> None:
    made = summary(1, title="Maxfiy qaror", restricted=True)
    from tests.sync.test_drafts import page

    store.drafts.apply(page(made))
    store.drafts.put_detail(draft(made, b"matndagi so\xca\xbbz " * 900))
    store.files.put(b"matndagi so\xca\xbbz " * 900, sha(b"matndagi so\xca\xbbz " * 900))
    store.search.index_text(sha(b"matndagi so\xca\xbbz " * 900), "matndagi soʻz " * 300)
    names = {"person": PERSON, "draft": "d-1", "title": made.title, "version_digest": "v"}
    store.outbox.queue_package(PACKAGE, **names)
    request = RemarkRequest(1, None, None, "", "mulohaza matni")
    store.outbox.queue(OutboxKind.REMARK, request, **names)


def readable(profile: Path) -> list[tuple[str, str]]:
    found = []
    for path in sorted(profile.rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            found += [
                (path.name, word)
                for word in PLAIN
                if word.encode() in raw or word.encode("utf-16-le") in raw
            ]
    return found


def test_nothing_readable_is_on_disk(profile: Path) -> None:
    store = open_store(profile)
    fill(store)
    # The write-ahead log is looked at while it is full, and everything once more at rest.
    assert (profile / "store.db-wal").stat().st_size > 0
    assert readable(profile) == []
    store.close()
    assert readable(profile) == []
    # What was removed is not left behind either, and the look itself can find something.
    (profile / "note").write_text("Maxfiy qaror")
    assert readable(profile) == [("note", "Maxfiy qaror")]


def test_a_second_program_is_told_who_is_there(profile: Path) -> None:
    with open_store(profile):
        with pytest.raises(ProfileInUse) as caught:
            open_store(profile)
        assert caught.value.process == os.getpid()
    open_store(profile).close()


def test_another_process_is_named_and_its_end_frees_the_profile(profile: Path, desk: Desk) -> None:
    desk.fault("GET", "/v1/changes", "wait", seconds=8)
    other = child(profile, desk.address)
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(ProfileInUse) as caught:
            open_store(profile)
        assert caught.value.process == other.pid
    finally:
        other.kill()
        other.communicate()
    open_store(profile).close()


@pytest.mark.parametrize("arrives", [True, False])
def test_a_kill_in_the_middle_of_sending_loses_nothing(
    profile: Path, desk: Desk, client: RegistryClient, arrives: bool
) -> None:
    desk.publish(draft(summary(), b"text"), b"text")
    made = summary()
    with open_store(profile) as store:
        entry = store.outbox.queue_package(
            PACKAGE,
            person=PERSON,
            draft=made.id,
            title=made.title,
            version_digest=made.version_digest,
        )
    path = "/v1/drafts/d-1/package"
    # Either the registry works on it while we die, or our last breath never reaches it.
    desk.fault("POST", path, "wait" if arrives else "stall", seconds=0.5)
    sender = child(profile, desk.address)
    deadline = time.monotonic() + 60
    while not desk.requests("POST", path) and time.monotonic() < deadline:
        time.sleep(0.01)
    sender.send_signal(signal.SIGKILL)
    sender.communicate()
    assert sender.returncode == -signal.SIGKILL

    with open_store(profile) as store:
        assert store.outbox.entry(entry.key).state is OutboxState.UNCONFIRMED
        assert store.outbox.package(entry.key) == PACKAGE
        time.sleep(0.7)
        engine = Engine(client, store, PERSON)
        report = engine.cycle()
        assert report.sent == (entry.key,)
        settled = store.outbox.entry(entry.key)
        assert settled.registration is not None
        assert settled.registration.number == "1-9-3-Q/26"
    assert desk.packages == [PACKAGE]
    assert desk.handed_in == [entry.key]


def test_every_sending_row_is_unconfirmed_after_a_start(profile: Path) -> None:
    with open_store(profile) as store:
        fill(store)
        for entry in store.outbox.entries():
            store.outbox.road.begin(entry.key)
    with open_store(profile) as store:
        states = {entry.state for entry in store.outbox.entries()}
        assert states == {OutboxState.UNCONFIRMED}
        assert len(store.outbox.due(PERSON, OutboxState.UNCONFIRMED)) == 2
