"""A registry that answers on loopback, freshly filled for every test."""

from __future__ import annotations

import asyncio
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from registry.core import Core
from registry.events import Pulse
from registry.loading import Registry
from registry.seeds import SeedPerson
from registry.serving import Listen, Server
from registry.verifying.endpoint import Desk
from signing.memory_key import MemorySigner
from tests.once import made_once
from tests.registry import small


@dataclass
class Running:
    """A registry being served, with its clock and the keys of its people."""

    core: Core
    clock: small.Clock
    address: str
    pulse: Pulse
    desk: Desk

    @property
    def loading(self) -> Registry:
        """The same registry, to be loaded while it runs."""
        return Registry(self.core)

    def signer(self, person: SeedPerson) -> MemorySigner:
        """The person's key."""
        return self.loading.person_signer(person.pinfl)

    def station(self, person: SeedPerson) -> small.Station:
        """The person, signed in."""
        return small.sign_in(self.address, self.signer(person), self.clock.now)

    @property
    def stranger(self) -> small.Station:
        """Somebody who is not signed in."""
        return small.Station(self.address)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled registry's directory; copied, never used itself."""

    def fill(directory: Path) -> None:
        core = Core.create(directory / "filled", "Sinov", clock=small.Clock())
        with Registry(core) as registry:
            small.fill(registry)
            for person in small.PEOPLE:
                registry.person_signer(person.pinfl)

    return made_once(tmp_path_factory, "small-registry", fill) / "filled"


@pytest.fixture
def core(filled: Path, tmp_path: Path) -> Iterator[Core]:
    """An opened registry of this test's own; its clock is ``core.clock``."""
    shutil.copytree(filled, tmp_path / "registry")
    opened = Core(tmp_path / "registry", small.Clock())
    yield opened
    opened.close()


@pytest.fixture
def running(core: Core) -> Iterator[Running]:
    """The registry, served."""
    serving = served(core)
    with serving as address:
        assert isinstance(core.clock, small.Clock)
        yield Running(core, core.clock, address, serving.pulse, serving.desk)


class _Quick(Server):
    """One that ends at once; uvicorn sleeps up to 0.2 seconds. Real ends are test_cli's."""

    async def main_loop(self) -> None:
        while not await self.on_tick(0):  # noqa: ASYNC110 - another thread says it
            await asyncio.sleep(0.01)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listening in self.servers:
            listening.close()
        for given in sockets or []:
            given.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        async with asyncio.timeout(5):
            while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110
                await asyncio.sleep(0.002)
            for listening in self.servers:
                await listening.wait_closed()
        await self.lifespan.shutdown()


class served:  # noqa: N801 - reads as a verb where it is used
    """Serve ``core`` in a thread for the length of a ``with``."""

    def __init__(self, core: Core, listen: Listen | None = None) -> None:
        self._server = _Quick(core, listen or Listen())
        self._thread = threading.Thread(target=self._server.serve_forever)
        self.pulse = self._server.pulse
        self.desk = self._server.desk

    def __enter__(self) -> str:
        ready = threading.Event()
        self._server.ready = ready.set
        self._thread.start()
        assert ready.wait(10)
        return self._server.address

    def __exit__(self, *exception: object) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive()
