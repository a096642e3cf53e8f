"""Run by a test in a process of its own: killed after a time-stamp came, before it is used."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from eqaror_desktop.clock import ClockBook
from eqaror_desktop.flows.stamp_servers import StampServers
from eqaror_desktop.flows.time_stamp import Desk, time_stamp
from eqaror_desktop.settings import TimeStampServer
from signing.timestamp import TimeStamp
from signing.trust import TrustAnchors
from sync.client import RegistryClient
from sync.http import Http
from sync.secrets import choose_secrets
from sync.station import Store


def _now() -> datetime:
    return datetime.now(UTC)


def _killed(_signature: bytes, _manifest: bytes, _stamp: TimeStamp) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def main(directory: Path, address: str, key: str) -> None:
    """Ask for a time-stamp, and die with it in hand."""
    anchors = TrustAnchors.load([directory / "anchors.pem", directory / "helpers.pem"])
    with Store.open(directory, choose_secrets(directory, "file")) as store:
        desk = Desk(
            outbox=store.outbox,
            facts=store.facts,
            client=RegistryClient(Http("http://127.0.0.1:9")),
            servers=StampServers((TimeStampServer(address),), store.facts, _now),
            clock=ClockBook(store.facts, _now),
            anchors=lambda: anchors,
            now=_now,
        )
        time_stamp(store.outbox.entry(key), replace(desk, complete=_killed))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
