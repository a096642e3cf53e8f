"""What to fetch next, what to let go: decisions only, from what is known to what is to be done.

What somebody will need comes first: drafts that ask something of the person, by their deadline.
Everything those need is fetched whatever it takes; the rest only while there is room for it, and
what nobody needs makes room for what somebody does, the longest unused first. What waits in the
outbox is never let go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sync.wire import FileRef


class Ahead(StrEnum):
    """Which drafts are fetched whole before anybody opens them."""

    ASKED = "asked"
    """Those that ask something of the person; of others, what was opened once is kept fresh."""
    OPEN = "open"
    """Also every other one that has not ended."""
    ALL = "all"


@dataclass(frozen=True)
class Standing:
    """A draft as far as its turn is concerned."""

    draft: str
    asked: bool
    deadline: datetime | None
    updated: str
    """RFC 3339 in UTC, so that it sorts."""


@dataclass(frozen=True)
class Wanted:
    """A file and the draft it is wanted for."""

    file: FileRef
    draft: Standing


@dataclass(frozen=True)
class Held:
    """A file that is here; ``used`` is when it was last looked at, in seconds since the epoch."""

    size: int
    used: float


@dataclass(frozen=True)
class FilePlan:
    """Files to let go, then files to fetch, both in order."""

    release: tuple[str, ...]
    fetch: tuple[FileRef, ...]


def in_turn(drafts: Iterable[Standing]) -> tuple[Standing, ...]:
    """Return drafts in the order in which they will be needed.

    Asked ones first, the nearest deadline before the others, then what changed last.
    """
    return tuple(sorted(sorted(drafts, key=_news, reverse=True), key=_need))


def plan_files(
    wanted: Iterable[Wanted], held: Mapping[str, Held], kept: frozenset[str], room: int
) -> FilePlan:
    """Decide which files to fetch and which to let go.

    Args:
        wanted: files of drafts, in any order, here or not, each as often as drafts have it.
        held: what is here, by digest.
        kept: digests that must not go besides those asked for, e.g. of what is in the outbox.
        room: bytes that all files together may take.

    Returns:
        No digest twice. What is asked for is fetched even without room, because work cannot wait
        for a tidy disk; the rest never takes the place of anything.
    """
    first: dict[str, Wanted] = {}
    newest = sorted(wanted, key=lambda item: _news(item.draft), reverse=True)
    for item in sorted(newest, key=lambda item: _need(item.draft)):
        first.setdefault(item.file.sha256, item)
    missing = [item for digest, item in first.items() if digest not in held]
    must = [item.file for item in missing if item.draft.asked]
    taken = sum(file.size for file in held.values()) + sum(file.size for file in must)
    needed = kept | {digest for digest, item in first.items() if item.draft.asked}
    release = []
    for digest in sorted(held.keys() - needed, key=lambda digest: (held[digest].used, digest)):
        if taken <= room:
            break
        release.append(digest)
        taken -= held[digest].size
    fetch = list(must)
    for item in missing:
        if not item.draft.asked and taken + item.file.size <= room:
            fetch.append(item.file)
            taken += item.file.size
    return FilePlan(tuple(release), tuple(fetch))


def _news(item: Standing) -> tuple[str, str]:
    return item.updated, item.draft


def _need(item: Standing) -> tuple[bool, bool, float]:
    due = item.deadline if item.asked else None
    return not item.asked, due is None, due.timestamp() if due is not None else 0.0
