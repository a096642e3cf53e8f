"""What this station remembers of PINs: how often one was not accepted, never which.

PKCS#11 lets a token tell nothing of the attempts left (v2.40, 3.2), and many do; and no program
that ended between sending a PIN and the answer could ever know what became of it. So each attempt
is written to the encrypted store, durably, before the PIN leaves, and settled after: here, where
it can be forgotten, and in the key log (:mod:`sync.key_log`), which forgets nothing. They hold
neither the PIN nor anything made of it: even a hash of a refused one would let it be guessed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from eqaror_desktop.errors import AttemptUnconfirmed
from signing import errors
from signing.errors import AttemptsLeft, SigningError
from signing.token.info import TokenInfo
from signing.token.pin import AskPin, PinKind, PinUse
from sync.errors import SyncError
from sync.key_log import KeyLog
from sync.store.facts import Facts
from sync.values import Value

GUARDED_FROM = 2
"""So many attempts in a row without success, and the next one must be confirmed: the strictest
tokens in use lock after three."""


class PinRecord(Value, frozen=True):
    """Attempts on one token since the last accepted one, made by this station."""

    refused: int = 0
    unknown: int = 0
    """Sent, and the answer never came; they may have been right."""
    begun: bool = False
    """One is on its way now; or the program ended while it was."""
    last: datetime | None = None
    """When the last of them was made (UTC)."""

    @property
    def tries(self) -> int:
        """All that the token may have counted."""
        return self.refused + self.unknown + self.begun


class Outcome(StrEnum):
    """What became of a PIN."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNSENT = "unsent"
    """The token did not look at it."""
    UNKNOWN = "unknown"


_REFUSED = (errors.PinIncorrect, errors.PinLocked, errors.PukIncorrect, errors.PukLocked)
_UNKNOWN = (errors.HostDied, errors.TokenTimeout, errors.TokenRemoved)
_WITH_PIN = {"C_Login", "C_SetPIN", "C_InitPIN", "token host"}
_NOT_LOOKED_AT = {
    "CKR_ARGUMENTS_BAD",
    "CKR_FUNCTION_NOT_SUPPORTED",
    "CKR_OPERATION_NOT_INITIALIZED",
    "CKR_SESSION_READ_ONLY",
    "CKR_SESSION_READ_ONLY_EXISTS",
    "CKR_USER_ALREADY_LOGGED_IN",
    "CKR_USER_ANOTHER_ALREADY_LOGGED_IN",
    "CKR_USER_TYPE_INVALID",
}


def outcome_of(error: SigningError | None) -> Outcome:
    """Say what an answer means for the token's counter; in doubt it is unknown."""
    if error is None:
        return Outcome.ACCEPTED
    if isinstance(error, _REFUSED):
        return Outcome.REFUSED
    if isinstance(error, errors.DeviceFault):
        looked = error.function in _WITH_PIN and error.code not in _NOT_LOOKED_AT
        return Outcome.UNKNOWN if looked else Outcome.UNSENT
    return Outcome.UNKNOWN if isinstance(error, _UNKNOWN) else Outcome.UNSENT


class PinMemory:
    """A :class:`signing.token.pin.PinWatch` that remembers; safe to use from several threads."""

    def __init__(
        self,
        facts: Facts,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        log: KeyLog | None = None,
    ) -> None:
        """Use a store.

        Args:
            facts: where the attempts are counted.
            now: the time of day, aware.
            log: gets a record before each PIN leaves, and one of what came of it.
        """
        self._facts = facts
        self._log = log
        self._sent: dict[tuple[str, PinKind], int] = {}
        self._now = now
        self._lock = threading.Lock()
        self._before: dict[tuple[str, PinKind], PinRecord] = {}
        self._confirmed: set[str | None] = set()
        self._allowed: set[str] = set()
        self.asker: AskPin | None = None
        """How a key that wants the PIN each time asks a person; set by the front end."""
        self.sending: Callable[[PinUse], None] | None = None
        """Is told of a PIN that leaves now, in the token's lane: for a countdown."""

    def record(self, serial: str, kind: PinKind = PinKind.USER) -> PinRecord:
        """Return what is remembered; what nobody can read any more counts as nothing."""
        kept = self._facts.get(_name(serial, kind))
        if kept is None:
            return PinRecord()
        try:
            return msgspec.json.decode(kept, type=PinRecord)
        except msgspec.DecodeError:
            return PinRecord()

    def tries(self, serial: str, kind: PinKind = PinKind.USER) -> int:
        """Return how many the token may have counted for this secret.

        The PIN that a key wants each time is mostly the user's own, with the same counter.
        """
        if kind is PinKind.PUK:
            return self.record(serial, kind).tries
        return sum(self.record(serial, item).tries for item in (PinKind.USER, PinKind.SIGNATURE))

    def guarded(self, token: TokenInfo, kind: PinKind = PinKind.USER) -> bool:
        """Tell whether the next attempt must be confirmed.

        A token that says "few" tells only what this program knows already; one that says "last"
        has said enough.
        """
        said = token.puk_attempts if kind is PinKind.PUK else token.attempts
        vague = said in (AttemptsLeft.UNKNOWN, AttemptsLeft.FEW)
        return vague and self.tries(token.serial, kind) >= GUARDED_FROM

    def allow(self, serial: str) -> None:
        """The next risky attempt on this token is meant; only that one."""
        self._allowed.add(serial)

    @contextmanager
    def told(self, sending: Callable[[PinUse], None]) -> Iterator[None]:
        """Within this block ``sending`` is told of each PIN that leaves, in the token's lane."""
        before, self.sending = self.sending, sending
        try:
            yield
        finally:
            self.sending = before

    @contextmanager
    def confirmed(self, serial: str | None, *, confirmed: bool = True) -> Iterator[None]:
        """Within this block attempts on a token are meant, however risky.

        Args:
            serial: the token; None for whichever is chosen.
            confirmed: False changes nothing.
        """
        if not confirmed:
            yield
            return
        self._confirmed.add(serial)
        try:
            yield
        finally:
            self._confirmed.discard(serial)

    def begun(self, use: PinUse) -> None:
        """Write down that a PIN is sent now.

        Raises:
            AttemptUnconfirmed: it may be the last, and nobody said that it is meant.
            StoreError: it cannot be written down; then it is not sent.
        """
        serial = use.token.serial
        if self.guarded(use.token, use.kind) and not self._confirmed & {serial, None}:
            if serial not in self._allowed:
                code = "puk" if use.kind is PinKind.PUK else "pin"
                raise AttemptUnconfirmed(serial, self.tries(serial, use.kind), code)
            self._allowed.discard(serial)
        with self._lock:
            if self._log is not None:
                self._sent[serial, use.kind] = self._log.note("pin_sent", _told(use))
            before = self.record(serial, use.kind)
            if before.begun:
                # The program ended before the answer came.
                before = replace(before, unknown=before.unknown + 1, begun=False)
            self._before[serial, use.kind] = before
            self._put(serial, use.kind, replace(before, begun=True, last=self._now()))
        if self.sending is not None:
            self.sending(use)

    def ended(self, use: PinUse, error: SigningError | None) -> None:
        """Write down what came of it; where that cannot be done it stays an unknown outcome."""
        serial, kind = use.token.serial, use.kind
        self._note(use, error)
        with self._lock, suppress(SyncError):
            before = self._before.pop((serial, kind), PinRecord())
            match outcome_of(error):
                case Outcome.ACCEPTED:
                    for settled in _SETTLED[kind]:
                        self._put(serial, settled, PinRecord())
                case Outcome.UNSENT:
                    self._put(serial, kind, before)
                case Outcome.REFUSED:
                    refused = before.refused + 1
                    self._put(serial, kind, replace(before, refused=refused, last=self._now()))
                case Outcome.UNKNOWN:
                    unknown = before.unknown + 1
                    self._put(serial, kind, replace(before, unknown=unknown, last=self._now()))

    def _note(self, use: PinUse, error: SigningError | None) -> None:
        log = self._log
        if log is None:
            return
        with self._lock, suppress(SyncError):
            sent = self._sent.pop((use.token.serial, use.kind), None)
            result = "accepted" if error is None else type(error).__name__
            outcome = str(outcome_of(error))
            said = {**_told(use), "sent": sent, "result": result, "outcome": outcome}
            log.note("pin_answered", said)
            log.keep_head()

    def _put(self, serial: str, kind: PinKind, record: PinRecord) -> None:
        name = _name(serial, kind)
        # Read in any case: only that tells a store that was closed in the meantime.
        kept = self._facts.get(name)
        if record == PinRecord():
            if kept is not None:
                self._facts.remove(name)
        else:
            self._facts.put(name, msgspec.json.encode(record).decode())


_SETTLED = {
    PinKind.USER: (PinKind.USER,),
    # It is asked for in a login only, so the user's own was right as well.
    PinKind.SIGNATURE: (PinKind.SIGNATURE, PinKind.USER),
    PinKind.PUK: (PinKind.PUK, PinKind.USER),
}
"""Whose counters a success sets back."""


_PURPOSES = {
    PinKind.USER: "pin_login",
    PinKind.SIGNATURE: "pin_signature",
    PinKind.PUK: "pin_unblock",
}


def _told(use: PinUse) -> dict[str, object]:
    """What the log says of a PIN: where it goes and what for."""
    kind = "pin_change" if use.changing else _PURPOSES[use.kind]
    return {"kind": kind, "token": use.token.serial, "on_reader": use.on_reader}


def _name(serial: str, kind: PinKind) -> str:
    return f"pin/{kind}/{serial}"
