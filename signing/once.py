"""Remember what was read of an object, by the object itself.

The hash of a certificate reads all of its bytes, which costs more than most of what is asked of
one. What is remembered here holds the object too, so that its identity stays its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

_Item = TypeVar("_Item")
_Found = TypeVar("_Found")

_KEPT = 512


def once(function: Callable[[_Item], _Found]) -> Callable[[_Item], _Found]:
    """Let a function of one unchangeable object be asked once for each object."""
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
