"""Signing in: by token over a one-time challenge, or by password; sessions and their tokens.

Of every token only the SHA-256 is kept. The access token lives for minutes; the refresh token is
replaced at each use. One that was replaced is still taken for a minute, because the answer that
brought its successor may have been lost on the way; after that its use ends the session, as it
must have been copied. The minute begins when it is replaced first and no use prolongs it.

A challenge is kept nowhere until it is answered: its id names its end and carries a mark only
this registry can make, and its value follows from the id. So nobody can ask for so many that
others get none.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import argon2
from sqlalchemy import Connection, delete, insert, select, update

from registry import certificates, people
from registry import database as db
from registry.contract import (
    Challenge,
    PasswordRequest,
    Session,
    SessionRequest,
)
from registry.core import Core
from registry.people import Identity
from registry.problems import Code, Refusal
from signing.statement import session_statement, whole_second

CHALLENGE_LIFE = timedelta(seconds=120)
ACCESS_LIFE = timedelta(minutes=15)
REFRESH_LIFE = timedelta(days=7)
ROTATION_GRACE = timedelta(seconds=60)

# Wrong passwords that cost nothing, then the first wait; it doubles up to the longest.
FREE_ATTEMPTS = 4
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
_END_DIGITS = 10
_MARK_SIZE = 16
_LOGIN_SIZE = 14

_hasher = argon2.PasswordHasher()


def challenge(core: Core) -> Challenge:
    """Make a one-time value to sign."""
    expires = whole_second(core.clock() + CHALLENGE_LIFE)
    named = f"{int(expires.timestamp()):0{_END_DIGITS}d}{secrets.token_urlsafe(9)}"
    made = named + _keyed(core, "id", named)[:_MARK_SIZE]
    return Challenge(made, core.name, _keyed(core, "value", made), expires)


def _use(core: Core, identifier: str, now: datetime) -> str:
    """Use a challenge up and return its value.

    Raises:
        Refusal: ``unauthorised``, not made here, used or over.
    """
    named, mark = identifier[:-_MARK_SIZE], identifier[-_MARK_SIZE:]
    right = _keyed(core, "id", named)[:_MARK_SIZE]
    if not hmac.compare_digest(mark.encode(), right.encode()):
        raise Refusal(Code.UNAUTHORISED, "challenge")
    expires = datetime.fromtimestamp(int(named[:_END_DIGITS]), UTC)
    if expires < now:
        raise Refusal(Code.UNAUTHORISED, "challenge")
    value = _keyed(core, "value", identifier)
    table = db.challenges
    with core.database.writing() as connection:
        connection.execute(delete(table).where(table.c.expires < now))
        used = connection.execute(select(table.c.id).where(table.c.id == identifier)).first()
        if used is not None:
            raise Refusal(Code.UNAUTHORISED, "challenge")
        connection.execute(insert(table).values(id=identifier, challenge=value, expires=expires))
    return value


def _keyed(core: Core, purpose: str, text: str) -> str:
    """Return HMAC-SHA-256 (RFC 2104) of a text for one purpose, in letters an address may hold."""
    code = hmac.digest(core.challenge_key, f"{purpose}:{text}".encode(), "sha256")
    return base64.urlsafe_b64encode(code).decode().rstrip("=")


def sign_in(core: Core, request: SessionRequest) -> Session:
    """Open a session for the person whose certificate signed the challenge.

    Raises:
        Refusal: ``unauthorised`` if the challenge is unknown, used or over, or the person is
            not known here; else what :func:`registry.certificates.check` refuses.
    """
    now = core.clock()
    # Used up before anything is checked: a challenge serves one attempt, right or wrong.
    statement = session_statement(core.name, _use(core, request.id, now))
    signer = certificates.check(core, request.signature, statement, fresh=True)
    with core.database.writing() as connection:
        person = people.find(connection, signer.pinfl) if signer.pinfl else None
        if person is None:
            raise Refusal(Code.UNAUTHORISED, "person")
        if signer.stir and signer.stir != person.organisation.stir:
            raise Refusal(Code.SIGNER_MISMATCH, "stir")
        return _open(connection, person.pinfl, now)


def password(core: Core, request: PasswordRequest) -> Session:
    """Open a session for a person without a token.

    Raises:
        Refusal: ``unauthorised``, or ``rate_limited`` while the login waits.
    """
    now = core.clock()
    if len(request.login) != _LOGIN_SIZE or not request.login.isdecimal():
        # No PINFL, so nobody's; what was typed here may even be a password and is not kept.
        raise Refusal(Code.UNAUTHORISED, "password")
    with core.database.reading() as connection:
        _require_no_wait(connection, request.login, now)
        stored = connection.execute(
            select(db.persons.c.password_hash).where(db.persons.c.pinfl == request.login)
        ).scalar_one_or_none()
    # Somebody unknown costs as much time as a wrong password, so that names cannot be probed.
    right = _matches(stored or _nobody(), request.password) and stored is not None
    with core.database.writing() as connection:
        _require_no_wait(connection, request.login, now)
        if right:
            connection.execute(delete(db.attempts).where(db.attempts.c.login == request.login))
            return _open(connection, request.login, now)
        _count_failure(connection, request.login, now)
    raise Refusal(Code.UNAUTHORISED, "password")


def set_password(core: Core, pinfl: str, new: str) -> None:
    """Give a person a password, kept as Argon2id only.

    Raises:
        LookupError: no such person.
        ValueError: shorter than 12 characters.
    """
    if len(new) < 12:
        raise ValueError("a password has at least 12 characters")
    hashed = _hasher.hash(new)
    with core.database.writing() as connection:
        done = connection.execute(
            update(db.persons).where(db.persons.c.pinfl == pinfl).values(password_hash=hashed)
        )
        if done.rowcount == 0:
            raise LookupError(pinfl)


def refresh(core: Core, token: str) -> Session:
    """Exchange a refresh token for new tokens.

    Raises:
        Refusal: ``unauthorised``; the person signs in again. ``station_forgotten``; the station
            forgets its drafts first.
    """
    now = core.clock()
    hashed = _hash(token)
    table, old = db.sessions, db.replaced_tokens
    with core.database.writing() as connection:
        replaced = connection.execute(select(old).where(old.c.hash == hashed)).one_or_none()
        mine = (
            table.c.refresh_hash == hashed if replaced is None else table.c.id == replaced.session
        )
        row = connection.execute(select(table).where(mine)).one_or_none()
        late = replaced is not None and replaced.replaced + ROTATION_GRACE < now
        if row is not None and (row.refresh_expires < now or late):
            connection.execute(delete(table).where(table.c.id == row.id))
        elif row is not None:
            session, values = _tokens(now)
            # Also when an older one is used: the newest is then replaced in its turn, so that
            # whoever of the two comes late ends the session for both.
            connection.execute(
                insert(old).values(hash=row.refresh_hash, session=row.id, replaced=now)
            )
            connection.execute(delete(old).where(old.c.replaced < now - REFRESH_LIFE))
            connection.execute(update(table).where(table.c.id == row.id).values(**values))
            return session
    # Raised outside the transaction, which has to keep the deletion.
    _require_remembered(core, hashed)
    raise Refusal(Code.UNAUTHORISED, "refresh token")


def sign_out(core: Core, token: str) -> None:
    """End the session of an access token; ending it twice is no error."""
    with core.database.writing() as connection:
        connection.execute(delete(db.sessions).where(db.sessions.c.access_hash == _hash(token)))


def person_of(core: Core, token: str) -> Identity:
    """Return whose access token this is.

    Raises:
        Refusal: ``unauthorised``, unknown or over; ``station_forgotten``.
    """
    table = db.sessions
    with core.database.reading() as connection:
        row = connection.execute(
            select(table.c.pinfl, table.c.access_expires).where(
                table.c.access_hash == _hash(token)
            )
        ).one_or_none()
        person = None
        if row is not None and row.access_expires >= core.clock():
            person = people.find(connection, row.pinfl)
            assert person is not None, "sessions refer to persons"
    if person is None:
        _require_remembered(core, _hash(token))
        raise Refusal(Code.UNAUTHORISED, "access token")
    return person


def _require_remembered(core: Core, hashed: str) -> None:
    """Tell a token of a forgotten station from one that only ran out."""
    table = db.forgotten_tokens
    with core.database.reading() as connection:
        if connection.execute(select(table.c.hash).where(table.c.hash == hashed)).first():
            raise Refusal(Code.STATION_FORGOTTEN)


def _open(connection: Connection, pinfl: str, now: datetime) -> Session:
    connection.execute(delete(db.sessions).where(db.sessions.c.refresh_expires < now))
    session, values = _tokens(now)
    # It is typed on a command line, where a name that begins with "-" would be an option.
    connection.execute(insert(db.sessions).values(id=secrets.token_hex(16), pinfl=pinfl, **values))
    return session


def _tokens(now: datetime) -> tuple[Session, dict[str, object]]:
    session = Session(
        access_token=secrets.token_urlsafe(32),
        access_expires=whole_second(now + ACCESS_LIFE),
        refresh_token=secrets.token_urlsafe(32),
        refresh_expires=whole_second(now + REFRESH_LIFE),
    )
    return session, {
        "access_hash": _hash(session.access_token),
        "access_expires": session.access_expires,
        "refresh_hash": _hash(session.refresh_token),
        "refresh_expires": session.refresh_expires,
        "rotated": now,
    }


def _hash(token: str) -> str:
    # A token has 256 random bits, so a plain hash cannot be searched.
    return hashlib.sha256(token.encode()).hexdigest()


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))


def _matches(stored: str, given: str) -> bool:
    try:
        return _hasher.verify(stored, given)
    except argon2.exceptions.VerifyMismatchError:
        return False


def _require_no_wait(connection: Connection, login: str, now: datetime) -> None:
    until = connection.execute(
        select(db.attempts.c.locked_until).where(db.attempts.c.login == login)
    ).scalar_one_or_none()
    if until is not None and until > now:
        # Rounded up: a client that waits this long is not refused again.
        raise Refusal(Code.RATE_LIMITED, retry_after=int((until - now).total_seconds()) + 1)


def _count_failure(connection: Connection, login: str, now: datetime) -> None:
    table = db.attempts
    # Logins that stopped trying a day ago start afresh, which also bounds the table.
    connection.execute(delete(table).where(table.c.locked_until < now - timedelta(days=1)))
    failed = connection.execute(
        select(table.c.failed).where(table.c.login == login)
    ).scalar_one_or_none()
    count = (failed or 0) + 1
    over = count - FREE_ATTEMPTS
    wait = min(FIRST_WAIT * 2 ** min(over - 1, 20), LONGEST_WAIT) if over > 0 else timedelta(0)
    values = {"failed": count, "locked_until": now + wait}
    if failed is None:
        connection.execute(insert(table).values(login=login, **values))
    else:
        connection.execute(update(table).where(table.c.login == login).values(**values))
