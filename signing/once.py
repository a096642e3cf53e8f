"""Remember what follows from bytes alone, for all that this process looks at.

One file's answer must not depend on another file: so nothing is kept here that also follows from
a budget, a time or an anchor, and nothing that a stranger can make large.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Generic, TypeVar

_Item = TypeVar("_Item")
_Found = TypeVar("_Found")

_KEPT = 512


def once(function: Callable[[_Item], _Found]) -> Callable[[_Item], _Found]:
    """Let a function of one unchangeable object be asked once for each object.

    The hash of a certificate reads all of its bytes, which costs more than most of what is asked
    of one. What is remembered holds the object too, so that its identity stays its own.
    """
    known: dict[int, tuple[_Item, _Found]] = {}

    @wraps(function)
    def asked(item: _Item) -> _Found:
        kept = known.get(id(item))
        if kept is not None:
            return kept[1]
        found = function(item)
        if len(known) >= _KEPT:
            known.clear()
        known[id(item)] = item, found
        return found

    return asked


class Known(Generic[_Found]):
    """Answers about what may be large, by a digest of it; what was asked about is not held."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[Hashable, _Found] = {}

    def ask(self, digest: Hashable, find: Callable[[], _Found]) -> _Found:
        """Return what ``find`` finds, which is asked once; an error of it is not kept."""
        found = self._known.get(digest)
        if found is None:
            found = find()
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[digest] = found
        return found
