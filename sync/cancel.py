"""Stopping work in the middle, and telling how far it is. Cancelling is not an error."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Protocol

from sync.values import Value


class CancelToken(Protocol):
    """What :class:`threading.Event` is."""

    def is_set(self) -> bool:
        """Return whether the work is no longer wanted."""


class Cancelled(BaseException):
    """Carries a wish to stop out to whoever can act on it; nothing is half done when it comes."""


class Step(StrEnum):
    """What a cycle of synchronising is doing."""

    SETTLE = "settle"
    SEND = "send"
    CHANGES = "changes"
    DETAILS = "details"
    FILES = "files"


class Progress(Value, frozen=True):
    """``done`` of ``total`` things, or bytes while one package is sent."""

    step: Step
    done: int
    total: int
    title: str = ""


Watcher = Callable[[Progress], None]


class Never:
    """A token nobody sets."""

    def is_set(self) -> bool:
        """Return False."""
        return False


NEVER = Never()


class AnyOf:
    """A token that is set when one of several is."""

    def __init__(self, *tokens: CancelToken) -> None:
        self._tokens = tokens

    def is_set(self) -> bool:
        """Return whether somebody no longer wants the work."""
        return any(token.is_set() for token in self._tokens)


class Stopper:
    """A token that also ends what is running now, such as a statement of the database.

    Set once it stays set. Safe to set from any thread at any time.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._set = False
        self._interrupt: Callable[[], None] | None = None

    def set(self) -> None:
        """Stop what runs under this token, now and later."""
        with self._lock:
            self._set = True
            if self._interrupt is not None:
                self._interrupt()

    def is_set(self) -> bool:
        """Return whether the work is no longer wanted."""
        return self._set

    @contextlib.contextmanager
    def during(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """Let ``interrupt`` be called, from another thread, while the block runs and not later.

        Raises:
            Cancelled: nobody wants it already.
        """
        with self._lock:
            check(self)
            self._interrupt = interrupt
        try:
            yield
        finally:
            with self._lock:
                self._interrupt = None


def silent(progress: Progress) -> None:
    """Watch nothing."""


def check(cancel: CancelToken) -> None:
    """Raise :class:`Cancelled` if the work is no longer wanted."""
    if cancel.is_set():
        raise Cancelled
