"""One registry's directory, opened: database, files, authority and settings.

============== =============================================================
``registry.db`` everything but files and keys
``files/``      content-addressed files
``uploads/``    packages on their way in
``ca/``         certificates of the demo authority
``keys/``       its keys and the registry's own, mode 0600
``trust.pem``   the anchor stations are given
``maintenance`` while this file exists, every call answers "maintenance"
============== =============================================================
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import msgspec
from sqlalchemy import Connection, insert, select

from registry.authority import DemoAuthority
from registry.contract import Policy
from registry.database import Database, settings
from registry.files import FileStore
from signing.memory_key import MemorySigner
from signing.trust import TrustAnchors

DEFAULT_NAME = "E-qaror demo"
DEFAULT_POLICY = Policy(
    pdf_profile=True,
    agreement_days=3,
    max_annex_bytes=64 * 1024 * 1024,
    max_package_bytes=256 * 1024 * 1024,
)

_CHALLENGE_KEY = "challenge_key"

Clock = Callable[[], datetime]


def present() -> datetime:
    """Return the present moment in UTC, whole seconds: the resolution of every statement."""
    return datetime.now(UTC).replace(microsecond=0)


class NoRegistry(Exception):
    """There is no registry in the directory."""


class Core:
    """What every call works on. ``address`` is where this registry is reached, without path."""

    def __init__(self, directory: Path, clock: Clock = present) -> None:
        """Open the registry in ``directory``.

        Args:
            directory: made by :meth:`create`.
            clock: what time it is; tests give their own.

        Raises:
            NoRegistry: there is none.
        """
        if not (directory / "registry.db").exists():
            raise NoRegistry(str(directory))
        self.directory = directory
        self.clock = clock
        self.address = "http://127.0.0.1"
        self.database = Database(directory / "registry.db")
        self.files = FileStore(directory / "files")
        self.authority = DemoAuthority(directory, clock)
        with self.database.reading() as connection:
            self.name = _setting(connection, "name")
            self.policy = msgspec.json.decode(_setting(connection, "policy"), type=Policy)

    @classmethod
    def create(
        cls,
        directory: Path,
        name: str = DEFAULT_NAME,
        policy: Policy = DEFAULT_POLICY,
        clock: Clock = present,
    ) -> Core:
        """Make a new registry in ``directory`` and open it.

        Raises:
            FileExistsError: there is one already; it is never overwritten.
        """
        if (directory / "registry.db").exists():
            raise FileExistsError(str(directory))
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in ("files", "uploads"):
            (directory / folder).mkdir(mode=0o700, exist_ok=True)
        DemoAuthority.create(directory, name, now=clock())
        # The database comes last: its presence says that the rest is complete.
        draft = directory / f"registry.{secrets.token_hex(4)}.db"
        # Made here, because SQLite lets everybody read; its log takes the same rights.
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        database = Database(draft)
        with database.writing() as connection:
            connection.execute(
                insert(settings),
                [
                    {"name": "name", "value": name},
                    {"name": "policy", "value": msgspec.json.encode(policy).decode()},
                ],
            )
        database.close()
        draft.replace(directory / "registry.db")
        return cls(directory, clock)

    @cached_property
    def anchors(self) -> TrustAnchors:
        """Whom this registry trusts."""
        return TrustAnchors.load(
            [self.directory / "trust.pem", self.directory / "ca" / "issuing.pem"]
        )

    @cached_property
    def signer(self) -> MemorySigner:
        """The registry's own key: receipts and trust statements."""
        return self.authority.service_signer("registry")

    @cached_property
    def time_stamper(self) -> MemorySigner:
        """The time-stamp service's key."""
        return self.authority.service_signer("tsa")

    @cached_property
    def challenge_key(self) -> bytes:
        """The key that marks challenges as this registry's; made at the first need."""
        with self.database.writing() as connection:
            found = connection.execute(
                select(settings.c.value).where(settings.c.name == _CHALLENGE_KEY)
            ).scalar_one_or_none()
            if found is None:
                found = secrets.token_hex(32)
                connection.execute(insert(settings).values(name=_CHALLENGE_KEY, value=found))
        return bytes.fromhex(found)

    @property
    def maintenance(self) -> bool:
        """Whether calls are refused for now."""
        return (self.directory / "maintenance").exists()

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def _setting(connection: Connection, name: str) -> str:
    return str(
        connection.execute(select(settings.c.value).where(settings.c.name == name)).scalar_one()
    )
