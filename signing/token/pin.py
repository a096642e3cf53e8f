"""PINs on this side of the pipe: what can be known before one is sent, and who is told.

A PIN leaves this program in three calls only: to log in, before the signature of a key that wants
it each time, and to be changed or unblocked. Around each of them stands :func:`watched`, so that
an attempt is written down before it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from signing.errors import (
    AttemptsLeft,
    NewPinSame,
    NewPinSymbols,
    PinLength,
    PinLocked,
    PinMustChange,
    PukLength,
    PukLocked,
    SigningError,
)
from signing.token.info import TokenInfo

LONGEST = 255
"""Bytes; the longest PIN any known token takes."""


class PinKind(StrEnum):
    """Secrets with a counter of their own on the token."""

    USER = "user"
    SIGNATURE = "signature"
    """Asked for before each signature (CKU_CONTEXT_SPECIFIC); often, not always, the user's."""
    PUK = "puk"
    """The unblocking code; for PKCS#11 the security officer's PIN (CKU_SO)."""


class UnblockWay(StrEnum):
    """How a driver takes the unblocking code; nobody can find out by trying without a risk."""

    OFFICER = "officer"
    """The code is the officer's PIN: C_Login(CKU_SO), C_InitPIN (PKCS#11 v2.40, 5.5.8)."""
    SET_PIN = "set_pin"
    """C_SetPIN with the code as the old PIN and nobody logged in: a setting of OpenSC
    (``user_pin_unblock_style = set_pin_in_unlogged_session``)."""


@dataclass(frozen=True)
class PinUse:
    """A PIN that leaves now, and what a window needs to count down.

    ``seconds`` is how long the token may take; where ``on_reader`` that is the time a person has
    for typing it there.
    """

    token: TokenInfo
    kind: PinKind
    seconds: float
    changing: bool = False
    """The user's PIN is given to be replaced, not to log in."""

    @property
    def on_reader(self) -> bool:
        """Whether it is typed on the reader itself."""
        return self.token.protected_path


@dataclass(frozen=True)
class PinReason:
    """Why a PIN is asked for in the middle of the work: a key that wants it each time."""

    token: TokenInfo
    number: int
    """Which signature of this login it is for, from 1."""


AskPin: TypeAlias = Callable[[PinReason], bytearray]
"""Gives the PIN in UTF-8, in a buffer that will be wiped. What it raises ends the signature; the
PIN given before cannot be given again, because it is kept nowhere."""


class PinWatch(Protocol):
    """Is told of every PIN that goes through a host, whichever way it goes."""

    @property
    def asker(self) -> AskPin | None:
        """How a PIN is asked for that a key wants again, where the caller says nothing else."""

    def begun(self, use: PinUse) -> None:
        """A PIN is about to leave; it does not if this raises."""

    def ended(self, use: PinUse, error: SigningError | None) -> None:
        """Say what came of it; must not raise. Without it the outcome is unknown."""


class Unwatched:
    """Nobody is told."""

    asker: AskPin | None = None

    def begun(self, use: PinUse) -> None:
        """Do nothing."""

    def ended(self, use: PinUse, error: SigningError | None) -> None:
        """Do nothing."""


@contextmanager
def watched(watch: PinWatch, use: PinUse) -> Iterator[None]:
    """Tell ``watch`` before and after; an interruption in between is no outcome."""
    watch.begun(use)
    try:
        yield
    except SigningError as error:
        watch.ended(use, error)
        raise
    watch.ended(use, None)


def check_pin(token: TokenInfo, pin: bytearray) -> None:
    """Refuse, before it is sent, a PIN the token would not even look at.

    Raises:
        PinLocked: the token says so.
        PinMustChange: the token says so.
        PinLength: outside the token's limits.
    """
    if token.attempts is AttemptsLeft.LOCKED:
        raise PinLocked
    if token.must_change_pin:
        raise PinMustChange
    _check_length(token, pin)


def check_change(token: TokenInfo, old: bytearray, new: bytearray) -> None:
    """Refuse a change that cannot succeed, before anything is sent.

    Raises:
        PinLocked: the token takes no PIN any more.
        PinLength: the old or the new PIN is outside the token's limits.
        NewPinSymbols, NewPinSame: see :func:`check_new`.
    """
    if token.attempts is AttemptsLeft.LOCKED:
        raise PinLocked
    _check_length(token, old)
    check_new(token, new, old)


def check_unblock(token: TokenInfo, puk: bytearray, new: bytearray) -> None:
    """Refuse an unblocking that cannot succeed, before anything is sent.

    The limits a token tells are those of its PINs; of an unblocking code only that it is there.

    Raises:
        PukLocked: the token takes no unblocking code any more.
        PukLength: there is no code, or none of any token is so long.
        PinLength: the new PIN is outside the token's limits.
        NewPinSymbols: see :func:`check_new`.
    """
    if token.puk_attempts is AttemptsLeft.LOCKED:
        raise PukLocked
    if not token.protected_path and not 1 <= len(puk) <= LONGEST:
        raise PukLength(1, LONGEST)
    check_new(token, new)


def check_new(token: TokenInfo, new: bytearray, old: bytearray | None = None) -> None:
    """Refuse a new PIN nobody should have; a window may ask this before anything else.

    Tokens take any bytes. What was typed in another keyboard layout can be typed neither on a
    reader nor in a program with another encoding, and locks its owner out.

    Args:
        token: whose PIN it will be.
        new: in UTF-8; empty where it is typed on the reader.
        old: the present PIN, where it is known.

    Raises:
        NewPinSymbols: it is not of printable ASCII alone.
        PinLength: it is outside the token's limits.
        NewPinSame: it is the present one.
    """
    # Before its length: that counts bytes, and would tell another number than was typed.
    if any(not 0x20 <= byte <= 0x7E for byte in new):
        raise NewPinSymbols
    _check_length(token, new)
    if new and new == old:
        raise NewPinSame


def _check_length(token: TokenInfo, pin: bytearray) -> None:
    if token.protected_path and not pin:
        return
    maximum = min(token.pin_maximum or LONGEST, LONGEST)
    if not max(token.pin_minimum, 1) <= len(pin) <= maximum:
        raise PinLength(token.pin_minimum, maximum)
