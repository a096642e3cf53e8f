"""The registry's tables, and the one place that opens its database.

SQLite now; the statements used are portable, so that PostgreSQL can follow: no dialect's own
upsert, no row ids, times in UTC.

Every writer takes the write lock when its transaction begins (``BEGIN IMMEDIATE``): what was read
inside it cannot be overtaken by another writer, so a check followed by a write is one step. On
PostgreSQL the counter rows play that part.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    create_engine,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

_BUSY_SECONDS = 30
_CHANGES = "changes"


class Moment(TypeDecorator[datetime]):
    """An aware ``datetime``, kept in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC without a zone: SQLite knows none."""
        del dialect
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()

counters = Table(
    "counters",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Integer, nullable=False),
)
settings = Table(
    "settings",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
organisations = Table(
    "organisations",
    metadata,
    Column("stir", String(9), primary_key=True),
    Column("name", Text, nullable=False),
)
persons = Table(
    "persons",
    metadata,
    Column("pinfl", String(14), primary_key=True),
    Column("name", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("organisation", ForeignKey("organisations.stir"), nullable=False),
    Column("acting_from", Moment),
    Column("acting_until", Moment),
    Column("password_hash", Text),
)
person_roles = Table(
    "person_roles",
    metadata,
    Column("pinfl", ForeignKey("persons.pinfl"), primary_key=True),
    Column("role", String(20), primary_key=True),
)
# A principal is what access is given to: a person, an organisation's officers, an authority's
# staff, the justice body. See registry/access.py.
principals = Table(
    "principals",
    metadata,
    Column("pinfl", ForeignKey("persons.pinfl"), primary_key=True),
    Column("principal", String(40), primary_key=True),
    Column("active", Boolean, nullable=False),
    Column("seq", Integer, nullable=False),
)
attempts = Table(
    "attempts",
    metadata,
    Column("login", String(14), primary_key=True),
    Column("failed", Integer, nullable=False),
    Column("locked_until", Moment, nullable=False),
)
# Only those that were answered: one that nobody answers leaves nothing here.
challenges = Table(
    "challenges",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("challenge", String(80), nullable=False),
    Column("expires", Moment, nullable=False, index=True),
)
sessions = Table(
    "sessions",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("pinfl", ForeignKey("persons.pinfl"), nullable=False),
    Column("access_hash", String(64), nullable=False, unique=True),
    Column("access_expires", Moment, nullable=False),
    Column("refresh_hash", String(64), nullable=False, unique=True),
    Column("refresh_expires", Moment, nullable=False),
    Column("rotated", Moment, nullable=False),
)
# Tokens of sessions that the office ended together with their stations: a station that shows one
# is told to forget its drafts.
forgotten_tokens = Table(
    "forgotten_tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("forgotten", Moment, nullable=False),
)
replaced_tokens = Table(
    "replaced_tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("session", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("replaced", Moment, nullable=False),
)
revocations = Table(
    "revocations",
    metadata,
    Column("serial", String(40), primary_key=True),
    Column("revoked", Moment, nullable=False),
)
files = Table(
    "files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
)
drafts = Table(
    "drafts",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("type", String(1), nullable=False),
    Column("authority_name", Text, nullable=False),
    Column("authority_stir", ForeignKey("organisations.stir"), nullable=False),
    Column("region", Integer, nullable=False),
    Column("district", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("script", String(10), nullable=False),
    Column("language", String(10), nullable=False),
    Column("template", Text, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("normative", Boolean, nullable=False),
    Column("restricted", Boolean, nullable=False),
    Column("drafter", ForeignKey("persons.pinfl"), nullable=False),
    Column("signer_name", Text, nullable=False),
    Column("signer_pinfl", String(14), nullable=False),
    Column("signer_stir", String(9), nullable=False),
    Column("signer_role", String(20), nullable=False),
    Column("signer_post", Text, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Column("version_digest", String(64), nullable=False, index=True),
    Column("annex_count", Integer, nullable=False),
    Column("deadline", Moment),
    Column("reason", Text, nullable=False),
    Column("convocation", String(10), nullable=False),
    Column("session", Integer, nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
)
versions = Table(
    "versions",
    metadata,
    Column("draft", ForeignKey("drafts.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("text_sha256", ForeignKey("files.sha256"), nullable=False),
    Column("text_name", Text, nullable=False),
)
annexes = Table(
    "annexes",
    metadata,
    Column("draft", String(60), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("sha256", ForeignKey("files.sha256"), nullable=False),
    Column("name", Text, nullable=False),
    ForeignKeyConstraint(["draft", "version"], ["versions.draft", "versions.number"]),
)
trail = Table(
    "trail",
    metadata,
    Column("draft", ForeignKey("drafts.id"), primary_key=True),
    Column("order", Integer, primary_key=True),
    Column("round", Integer, nullable=False),
    Column("organisation_stir", String(9), nullable=False),
    Column("organisation_name", Text, nullable=False),
    Column("officer_name", Text),
    Column("officer_post", Text),
    Column("officer_pinfl", String(14)),
    Column("decision", String(20), nullable=False),
    Column("remark", Text, nullable=False),
    Column("letter_sha256", ForeignKey("files.sha256")),
    Column("letter_name", Text),
    Column("received", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    Column("decided", Moment),
    Column("version", Integer, nullable=False),
    Column("version_digest", String(64), nullable=False),
    Column("signature", LargeBinary),
    Index("trail_pending", "decision", "due"),
)
remarks = Table(
    "remarks",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("draft", ForeignKey("drafts.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("file", String(64)),
    Column("page", Integer),
    Column("quote", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", ForeignKey("persons.pinfl"), nullable=False),
    Column("created", Moment, nullable=False),
)
# Beside the remarks and not among their columns, so that a registry made before them opens.
remark_places = Table(
    "remark_places",
    metadata,
    Column("remark", ForeignKey("remarks.id"), primary_key=True),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
)
registrations = Table(
    "registrations",
    metadata,
    Column("draft", ForeignKey("drafts.id"), primary_key=True),
    Column("number", String(60), nullable=False),
    Column("slug", String(60), nullable=False, unique=True),
    Column("date", Moment, nullable=False),
    Column("authority_stir", ForeignKey("organisations.stir"), nullable=False),
    Column("package_sha256", ForeignKey("files.sha256")),
    Column("receipt_statement", Text),
    Column("receipt_signature", LargeBinary),
    # The number's indices name the authority, so it is unique without the STIR beside it.
    UniqueConstraint("number"),
)
sequences = Table(
    "sequences",
    metadata,
    Column("authority_stir", ForeignKey("organisations.stir"), primary_key=True),
    Column("type", String(1), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)
access = Table(
    "access",
    metadata,
    Column("draft", ForeignKey("drafts.id"), primary_key=True),
    Column("principal", String(40), primary_key=True),
    Column("active", Boolean, nullable=False),
    Column("seq", Integer, nullable=False),
    Index("access_feed", "principal", "seq"),
)
file_uses = Table(
    "file_uses",
    metadata,
    Column("sha256", ForeignKey("files.sha256"), primary_key=True),
    Column("draft", ForeignKey("drafts.id"), primary_key=True),
)
uploads = Table(
    "uploads",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("pinfl", ForeignKey("persons.pinfl"), nullable=False),
    Column("size", Integer, nullable=False),
    Column("created", Moment, nullable=False),
)
entries = Table(
    "entries",
    metadata,
    Column("pinfl", ForeignKey("persons.pinfl"), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("call", Text, nullable=False),
    Column("request_sha256", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("created", Moment, nullable=False),
)


class Database:
    """Connections to one registry's database."""

    def __init__(self, path: Path) -> None:
        """Open or create the database at ``path``."""
        self._engine = create_engine(
            f"sqlite+pysqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS}
        )
        _prepare_sqlite(self._engine)
        self._writer = self._engine.execution_options(registry_writes=True)
        metadata.create_all(self._writer)

    def reading(self) -> Connection:
        """Return a connection for a consistent read; use it in a ``with``."""
        return self._engine.connect()

    def writing(self) -> _Writing:
        """Return a transaction that holds the write lock; use it in a ``with``."""
        return _Writing(self._writer)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


class _Writing:
    """One write transaction: committed at the end, rolled back on an exception."""

    def __init__(self, engine: Engine) -> None:
        self._context = engine.begin()

    def __enter__(self) -> Connection:
        return self._context.__enter__()

    def __exit__(self, *exception: object) -> None:
        self._context.__exit__(*exception)  # type: ignore[arg-type]  # passed on as received


def next_change(connection: Connection) -> int:
    """Return the next value of the feed's counter; the caller holds the write lock."""
    changed = connection.execute(
        update(counters)
        .where(counters.c.name == _CHANGES)
        .values(value=counters.c.value + 1)
        .returning(counters.c.value)
    ).scalar_one_or_none()
    if changed is None:
        connection.execute(insert(counters).values(name=_CHANGES, value=1))
        return 1
    return int(changed)


def last_change(connection: Connection) -> int:
    """Return the counter's present value, 0 for a registry that never changed."""
    value = connection.execute(
        select(counters.c.value).where(counters.c.name == _CHANGES)
    ).scalar_one_or_none()
    return int(value or 0)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # The module's own BEGIN comes too late and is never IMMEDIATE; SQLAlchemy's "begin"
        # event below sends it instead.
        assert isinstance(connection, sqlite3.Connection)
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        # A number given must survive a power cut, so the log is flushed at every commit.
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def began(connection: Connection) -> None:
        writes = connection.get_execution_options().get("registry_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
