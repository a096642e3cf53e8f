"""What a document says aloud: its structure, before and after an update (ISO 32000-1, 14.7, 14.9).

Somebody who hears a document hears the texts of its structure in their order, not what is drawn.
A later signature may add an element for its own field; whatever was there stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from signing.errors import DocumentTooLarge
from signing.flaws import Flaw
from signing.foreign.pdf_graph import Pair, follow, number_of
from signing.pdf.compare import plain

_GROWS = frozenset({"/K", "/Nums"})
"""Arrays that gain an entry."""
_BY_NUMBER = frozenset({"/Nums", "/Kids"})
"""Of a tree that leads from pages to elements, whose readers go by one of them (7.9.7)."""
_COUNT = "/ParentTreeNextKey"
_MAX_NODES = 100_000
_OF_ROOT = frozenset({"/Type", "/K", "/ParentTree", _COUNT, "/RoleMap", "/Namespaces"})
_OF_ELEMENT = frozenset({"/Type", "/S", "/P", "/K", "/Pg", "/ID", "/NS", "/R"})
_OF_FIELD = frozenset({"/Type", "/Obj", "/Pg"})
"""Entries of a root, an element and what holds an annotation (14.7.2, 14.7.4.3) that no reader
says aloud, and that lead to no words."""
_KINDS = frozenset({"/Form", "/Annot", "/Document", "/Part", "/Sect", "/Div", "/P", "/Span"})
"""What elements are called: one of another name is called by it."""
_MAX_DEPTH = 16


def says_the_same(
    pair: Pair,
    old: Any,  # noqa: ANN401
    new: Any,  # noqa: ANN401
    stop: frozenset[int],
    signed: frozenset[int],
) -> bool:
    """Whether a structure tree only gained elements of later signatures.

    Args:
        pair: both revisions.
        old: the tree's root, or a reference to it; None without one.
        new: the same of the newer revision.
        stop: numbers of what is compared by itself: pages, annotations, fields.
        signed: numbers of the annotations of signatures.
    """
    if follow(old) is None:
        # A document that nobody could hear says nothing else by telling where a signature is.
        root = follow(new)
        return root is None or (_is_of_signature(root, signed) and _leads_to_those(root, signed))
    last = _last_key(dict.get(follow(old), "/ParentTree"))
    tree = _Tree(pair, lambda item: _is_of_signature(follow(item), signed), last)
    if not tree.grew(old, new):
        return False
    touched = pair.reached([old], stop) & pair.touched
    return all(tree.grew_at(number) for number in touched)


class _Tree:
    def __init__(self, pair: Pair, may_be_new: Callable[[Any], bool], last: int = -1) -> None:
        self._pair = pair
        self._may_be_new = may_be_new
        self._last = last
        """The largest number that led to an element."""

    def grew_at(self, number: int) -> bool:
        """Whether an object only gained what it may."""
        old, new = self._pair.old.get_object(number), self._pair.new.get_object(number)
        if getattr(old, "_data", None) != getattr(new, "_data", None):
            return False
        return self.grew(old, new)

    def grew(self, old: Any, new: Any, key: str = "", depth: int = 0) -> bool:  # noqa: ANN401
        """Whether a value is what it was, or a list with something more."""
        one, other = number_of(old), number_of(new)
        if one is not None and other is not None and key not in _GROWS:
            # What is behind it is looked at if anybody touched it.
            return one == other
        before, after = follow(old), follow(new)
        if depth > _MAX_DEPTH:
            return False
        if key in _GROWS:
            return self._longer(_listed(old, before), _listed(new, after), key, depth)
        if isinstance(before, dict) and isinstance(after, dict):
            brought = after.keys() - before.keys()
            return (
                before.keys() - {_COUNT} <= after.keys()
                and brought <= {_COUNT} | _GROWS
                and (not brought & _BY_NUMBER or len(after.keys() & _BY_NUMBER) == 1)
                and all(
                    name == _COUNT or self.grew(dict.get(before, name), item, name, depth + 1)
                    for name, item in after.items()
                )
            )
        if key == "/Limits" and plain(before) != plain(after):
            return self._reaches_further(before, after)
        if isinstance(before, list) and isinstance(after, list):
            pairs = zip(before, after, strict=False)
            return len(before) == len(after) and all(
                self.grew(*pair, depth=depth + 1) for pair in pairs
            )
        return bool(plain(before) == plain(after))

    def _reaches_further(self, old: Any, new: Any) -> bool:  # noqa: ANN401
        """Whether a node that was the last one still is, and begins where it did."""
        pair = [item for limits in (old, new) if isinstance(limits, list) for item in limits]
        if len(pair) != 4 or not all(isinstance(item, int) for item in pair):
            return False
        return bool(pair[0] == pair[2] and pair[1] == self._last < pair[3])

    def _longer(self, old: list[Any], new: list[Any], key: str, depth: int) -> bool:
        """Whether a list holds what it held, in its order, and what may be new."""
        if key == "/Nums":
            # Readers go by the place of what is in it.
            held = zip(old, new, strict=False)
            is_held = len(old) <= len(new) and all(
                self.grew(*two, depth=depth + 1) for two in held
            )
            return is_held and self._are_pairs(old, new[len(old) :])
        at = 0
        for item in new:
            if at < len(old) and self.grew(old[at], item, depth=depth + 1):
                at += 1
            elif not self._may_be_new(item):
                return False
        return at == len(old)

    def _are_pairs(self, old: list[Any], new: list[Any]) -> bool:
        """Whether numbers beyond all others lead to what may be new, each to one."""
        numbers, found = new[::2], new[1::2]
        before = [self._last, *(int(item) for item in old if isinstance(item, int))]
        if len(numbers) != len(found) or not all(isinstance(item, int) for item in numbers):
            return False
        rises = all(one < other for one, other in pairwise([max(before), *map(int, numbers)]))
        return rises and all(map(self._may_be_new, found))


def _last_key(tree: Any) -> int:  # noqa: ANN401
    """Return the largest number in a tree of numbers; -1 of none."""
    last, waiting = -1, [tree]
    for _ in range(_MAX_NODES):
        if not waiting:
            return last
        found = follow(waiting.pop())
        if isinstance(found, dict):
            numbers, kids = (follow(dict.get(found, key)) for key in ("/Nums", "/Kids"))
            if isinstance(numbers, list):
                last = max([last, *(int(item) for item in numbers if isinstance(item, int))])
            waiting += kids if isinstance(kids, list) else []
    raise DocumentTooLarge(Flaw.TOO_MANY_OBJECTS)


def _leads_to_those(root: Any, signed: frozenset[int]) -> bool:  # noqa: ANN401
    """Whether a new tree leads from numbers, which pages may have had, to no other elements."""
    tree = follow(root.get("/ParentTree"))
    if tree is None:
        return True
    pairs = follow(tree.get("/Nums")) if isinstance(tree, dict) and len(tree) == 1 else None
    return (
        isinstance(pairs, list)
        and all(isinstance(number, int) for number in pairs[::2])
        and all(_is_of_signature(item, signed, 1) for item in pairs[1::2])
    )


def _listed(value: Any, found: Any) -> list[Any]:  # noqa: ANN401
    """Return kids as a list: a single one stands for itself."""
    if isinstance(found, list):
        return found
    return [] if found is None else [value]


def _is_of_signature(item: Any, signed: frozenset[int], depth: int = 0) -> bool:  # noqa: ANN401
    """Whether an element holds the annotations of signatures, nothing else, and no words."""
    found = follow(item)
    if not isinstance(found, dict) or depth > _MAX_DEPTH:
        return False
    if follow(found.get("/Type")) == "/OBJR":
        return found.keys() <= _OF_FIELD and number_of(found.get("/Obj")) in signed
    is_root = not depth and "/S" not in found
    known = found.keys() <= (_OF_ROOT if is_root else _OF_ELEMENT)
    if not known or not (is_root or follow(found.get("/S")) in _KINDS):
        return False
    kids = follow(found.get("/K"))
    kids = kids if isinstance(kids, list) else [kids]
    return bool(kids) and all(_is_of_signature(kid, signed, depth + 1) for kid in kids)
