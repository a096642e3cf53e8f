"""A desk, a client signed in at it, and a store on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.client import RegistryClient
from sync.engine import Engine
from sync.http import Http, Limits
from sync.secrets import choose_secrets
from sync.station import Store
from tests.sync.desk import Desk, serving
from tests.sync.makers import PERSON

QUICK = Limits(connect=5.0, read=10.0, whole=20.0, answer=2_000_000)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with serving(Desk()) as open_desk:
        yield open_desk


@pytest.fixture
def client(desk: Desk) -> Iterator[RegistryClient]:
    made = RegistryClient(Http(desk.address, limits=QUICK))
    made.sign_in("c-1", b"\x30\x80")
    desk.seen.clear()
    yield made
    made.close()


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


def open_store(profile: Path) -> Store:
    return Store.open(profile, choose_secrets(profile, "file"))


@pytest.fixture
def store(profile: Path) -> Iterator[Store]:
    with open_store(profile) as opened:
        yield opened


@pytest.fixture
def engine(client: RegistryClient, store: Store) -> Engine:
    return Engine(client, store, PERSON)
