"""Asking several hosts at once, so that one driver that hangs does not delay the others.

For whoever lists tokens over all drivers: :func:`gather` asks every host in a thread of its own
and gives back what there is when all have answered, or when one had something to show and the
others have had their ``patience``. A host that was not waited for is a problem named like any
other (:class:`signing.errors.TokenTimeout`); its own time limit ends its child, so the next
gathering finds it free.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Generic, TypeVar

from signing.errors import SigningError, TokenTimeout
from signing.token.host import TokenHost

T = TypeVar("T")

PATIENCE = 3.0
"""Seconds the others get after the first one had something to show."""


@dataclass(frozen=True)
class Problem:
    """A host that gave no answer; ``name`` is the one it was asked under."""

    name: str
    error: SigningError


@dataclass(frozen=True)
class Gathered(Generic[T]):
    """What the hosts said, in the order they were named in, whoever was first."""

    answers: tuple[tuple[str, T], ...]
    problems: tuple[Problem, ...]


def gather(
    hosts: Mapping[str, TokenHost],
    question: Callable[[str, TokenHost], T],
    *,
    patience: float = PATIENCE,
) -> Gathered[T]:
    """Ask every host the same question, all at the same time.

    Args:
        hosts: by the names problems are told under.
        question: called with a name and its host, in a thread of its own; an answer that is
            empty (false) does not count as something to show.
        patience: seconds the others get after the first answer with something to show; without
            any such answer all are waited for, as long as their own time limits let them.

    Returns:
        Answers and problems.

    Raises:
        Exception: a bug in ``question``: whatever it raised that is no SigningError.
    """
    arrived: queue.SimpleQueue[tuple[str, T | BaseException]] = queue.SimpleQueue()

    def ask(name: str, host: TokenHost) -> None:
        try:
            arrived.put((name, question(name, host)))
        except BaseException as error:  # noqa: BLE001 - carried to the caller's thread
            arrived.put((name, error))

    for name, host in hosts.items():
        # Daemons: a driver that hangs must not keep the program from ending.
        threading.Thread(target=ask, args=(name, host), name="token-ask", daemon=True).start()
    answers: dict[str, T] = {}
    problems: dict[str, SigningError] = {}
    until: float | None = None
    while len(answers) + len(problems) < len(hosts):
        try:
            name, said = arrived.get(timeout=None if until is None else _left(until))
        except queue.Empty:
            break
        if isinstance(said, SigningError):
            problems[name] = said
        elif isinstance(said, BaseException):
            raise said
        else:
            answers[name] = said
            if said and until is None:
                until = monotonic() + patience
    for name in hosts:
        if name not in answers and name not in problems:
            problems[name] = TokenTimeout("gather", patience)
    return Gathered(
        tuple((name, answers[name]) for name in hosts if name in answers),
        tuple(Problem(name, problems[name]) for name in hosts if name in problems),
    )


def _left(until: float) -> float:
    return max(0.0, until - monotonic())
