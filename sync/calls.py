"""A request and its answer, as plain values; what sends them is :mod:`sync.http`."""

from __future__ import annotations

import re
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
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadAnswer(call.name, where(error)) from error


def where(error: Exception) -> str:
    """Return the place of msgspec's complaint, e.g. ``$.changes[3].draft``, or "not JSON"."""
    if not isinstance(error, msgspec.ValidationError):
        return "not JSON"
    text = str(error)
    place = _PLACE.search(text)
    missing = _MISSING.search(text)
    path = place.group(1) if place else "$"
    return f"{path}.{missing.group(1)}" if missing else path
