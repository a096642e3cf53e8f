"""Stopping work in the middle, and telling how far it is. Cancelling is not an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


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


@dataclass(frozen=True)
class Progress:
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


def silent(progress: Progress) -> None:
    """Watch nothing."""


def check(cancel: CancelToken) -> None:
    """Raise :class:`Cancelled` if the work is no longer wanted."""
    if cancel.is_set():
        raise Cancelled
