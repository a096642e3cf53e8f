"""A request and its answer, as plain values; what sends them is :mod:`sync.http`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from sync.errors import BadAnswer

T = TypeVar("T")

JSON = "application/json"
_PLACE = re.compile(r"at `(\$[^`]*)`")
_MISSING = re.compile(r"missing required field `([^`]*)`")


@dataclass(frozen=True)
class Limits:
    """Bounds of every request; times in seconds, sizes in bytes."""

    connect: float = 6.0
    read: float = 30.0
    """Longest silence while an answer is awaited or arrives."""
    whole: float = 120.0
    """Longest time for a whole answer that is not a file."""
    pace: int = 4096
    """Bytes a second at which a file, or what is sent, may take as long as it needs."""
    answer: int = 16 * 1024 * 1024
    """Largest answer that is not a file, unpacked."""


@dataclass(frozen=True)
class Call:
    """One request. With a ``key`` it changes something, and a lost answer leaves that open."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: bytes | None = field(default=None, repr=False)
    headers: tuple[tuple[str, str], ...] = ()
    token: str | None = field(default=None, repr=False)
    key: str | None = None
    accept: str = JSON
    """The content type the answer must have; empty if it has no content."""
    silence: float | None = None
    """Seconds until the next byte where that is less than :attr:`Limits.read`."""

    @property
    def name(self) -> str:
        """Method and path, as errors name the call."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Head:
    """Status and headers of an answer; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    head: Head
    body: bytes = field(repr=False)


def decode(call: Call, body: bytes, kind: type[T]) -> T:
    """Read a JSON answer strictly: unknown fields are ignored, anything missing refuses it.

    Raises:
        BadAnswer: with the place of the first thing that is wrong.
    """
    try:
        found = msgspec.json.decode(body, type=kind)
        # What we would have written ourselves, letter by letter, has every name once. Looking for
        # a second one in anything else takes twice as long as reading it.
        if msgspec.json.encode(found) != body:
            json.loads(body.decode(), object_pairs_hook=_once)
    except _Twice as error:
        raise BadAnswer(call.name, f"{error} twice") from error
    except (ValueError, RecursionError) as error:
        raise BadAnswer(call.name, where(error)) from error
    return found


class _Twice(Exception):
    """An object has a name twice: readers differ about which one counts (RFC 8259, section 4)."""


def _once(pairs: list[tuple[str, object]]) -> None:
    if len(dict(pairs)) != len(pairs):
        ((name, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise _Twice(name[:40])


def where(error: Exception) -> str:
    """Return the place of msgspec's complaint, e.g. ``$.changes[3].draft``, or "not JSON"."""
    if not isinstance(error, msgspec.ValidationError):
        return "not JSON"
    text = str(error)
    place = _PLACE.search(text)
    missing = _MISSING.search(text)
    path = place.group(1) if place else "$"
    return f"{path}.{missing.group(1)}" if missing else path
