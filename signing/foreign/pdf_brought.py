"""Fields that later signatures bring, and where in a form they stand (ISO 32000-1, 12.7.3).

Readers come to fields on ways of their own: by the first of a node's kids, by the first of a name,
by what a widget on a page calls itself. So a new field, or a new node above it, is behind all that
was there, leads to nothing that was there, and has a name that no reader takes for an older one's:
then whatever is found before it, or besides, is what was signed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from signing.foreign.pdf_graph import Pair, follow, number_of
from signing.foreign.pdf_signatures import Field, joined
from signing.pdf.compare import plain

_OF_NODE = frozenset({"/T", "/Kids", "/Parent"})
"""Entries of a new node, without what its fields would inherit."""
_MAX_DEPTH = 32
_WIDE = b"\xfe\xff"
_MARKS = (b"\xff\xfe", b"\xef\xbb\xbf")
"""Of encodings that only some readers know."""
_UNLIKE = frozenset({*range(0x20), *range(0x7F, 0xA1), 0xAD, *range(0xD800, 0xE000)})
"""Codes that are nothing, marks of a language, or of several readers' own."""


class Brought:
    """New fields of a form, and the lists that hold them."""

    def __init__(self, pair: Pair, old: list[Field], signatures: Iterable[Field]) -> None:
        """Look at a form.

        Args:
            pair: both revisions.
            old: fields of the older one.
            signatures: what is new, each a signature and nothing besides.
        """
        self._pair, self._old = pair, old
        self._there = pair.old.places().keys()
        self._behind: dict[str, bool] = {"": False}
        """Names, and whether a field stands above them by its own."""
        self._proper = {item.number for item in signatures if self._is_proper(item)}

    def is_proper(self, field: Field) -> bool:
        """Whether a new field may stand where it does, under its name."""
        return field.number in self._proper

    def only(self, before: Any, after: Any, above: int | None = None) -> bool:  # noqa: ANN401
        """Whether a list of fields is what it was, and behind it new fields that may be there.

        Args:
            before: the list.
            after: as it is now.
            above: number of the node whose kids they are; None of a form's own list.
        """
        one, other = (list(follow(found) or []) for found in (before, after))
        # Fields that have no numbers are compared by themselves.
        if list(map(_place, other[: len(one)])) != list(map(_place, one)):
            return False
        added = other[len(one) :]
        # To some readers a node with a widget among its kids is a field.
        are_fields = above is None or all(_has_name(item) for item in one)
        return not added or (are_fields and all(self._is_new(item, above) for item in added))

    def _is_new(self, reference: Any, above: int | None, depth: int = 0) -> bool:  # noqa: ANN401
        """Whether something is a new field, or a node that leads to such and to nothing else."""
        number, item = number_of(reference), follow(reference)
        if number is None or not self._is_apart(number, item, above) or depth > _MAX_DEPTH:
            return False
        if number in self._proper:
            return True
        kids = follow(item.get("/Kids"))
        return (
            item.keys() <= _OF_NODE
            and isinstance(kids, list)
            and len(kids) > 0
            and all(self._is_new(kid, number, depth + 1) for kid in list.__iter__(kids))
        )

    def _is_apart(self, number: int | None, item: Any, above: int | None) -> bool:  # noqa: ANN401
        """Whether an object is a new dictionary that names what stands above it, or nothing."""
        return (
            number not in self._there
            and isinstance(item, dict)
            and not hasattr(item, "_data")
            and number_of(dict.get(item, "/Parent")) == above
            and (above is not None or "/Parent" not in item)
        )

    def _is_proper(self, field: Field) -> bool:
        above = number_of(field.above[-1]) if field.above else None
        kids = list(follow(field.dictionary.get("/Kids")) or [])
        return (
            self._is_apart(field.number, field.dictionary, above)
            and all(self._is_apart(number_of(kid), follow(kid), field.number) for kid in kids)
            and self._has_own_name(field)
        )

    # Names.

    def _has_own_name(self, field: Field) -> bool:
        """Whether nothing new has a name that something else has to some reader."""
        names, ordered, lengths = self._names
        name = ""
        for reference in (*field.above, None):
            item = field.dictionary if reference is None else follow(reference)
            own, above = follow(item.get("/T")), name
            name = joined(name, own)
            if name not in self._behind:
                ends = (at for at in range(len(above), len(name)) if at in lengths)
                self._behind[name] = self._behind[above] or any(
                    name[at] == "." and name[:at] in names for at in ends
                )
            if reference is not None and number_of(reference) in self._there:
                continue
            node = f"{name}."
            after = bisect_left(ordered, node)
            is_node = after < len(ordered) and ordered[after].startswith(node)
            if not _is_plain(own) or is_node or name in names or self._behind[name]:
                return False
        return None not in names

    @cached_property
    def _names(self) -> tuple[set[str | None], list[str], set[int]]:
        """Names of fields, in order, too, and how long they are.

        None is one of which readers make different things.
        """
        terminals: set[str | None] = {item.name for item in self._old}
        listed = {item.number for item in self._old}
        for item in self._old:
            listed |= {number_of(kid) for kid in follow(item.dictionary.get("/Kids")) or []}
        for page in self._pair.old.pages:
            for item in follow(page.get("/Annots")) or []:
                # Some readers take a widget that no form lists for a field.
                if number_of(item) not in listed:
                    terminals |= _names_of(follow(item))
        ordered = sorted(name for name in terminals if name)
        return terminals - {""}, ordered, set(map(len, ordered))


def _names_of(item: Any) -> set[str | None]:  # noqa: ANN401
    """Return the names that a widget may have as a field; None where readers differ."""
    found: set[str | None] = set()
    name = ""
    parts: list[Any] = []
    while isinstance(item, dict) and len(parts) <= _MAX_DEPTH:
        parts.append(item)
        item = follow(dict.get(item, "/Parent"))
    if not parts or follow(parts[0].get("/Subtype")) != "/Widget":
        return found
    for part in reversed(parts):
        own = follow(part.get("/T"))
        name = joined(name, own)
        found |= {name} if own is None or _is_plain(own) else {name, None}
    return found


def _is_plain(name: Any) -> bool:  # noqa: ANN401
    """Whether every reader takes the same letters from a name (7.9.2.2)."""
    raw = bytes(getattr(name, "original_bytes", b""))
    if raw.startswith(_WIDE):
        codes = [int.from_bytes(raw[at : at + 2]) for at in range(2, len(raw), 2)]
        if len(raw) % 2:
            return False
    else:
        if raw.startswith(_MARKS):
            return False
        codes = list(raw)
    return bool(codes) and _UNLIKE.isdisjoint(codes)


def _place(item: Any) -> Any:  # noqa: ANN401
    return plain(item) if number_of(item) is not None else type(item).__name__


def _has_name(item: Any) -> bool:  # noqa: ANN401
    found = follow(item)
    return isinstance(found, dict) and "/T" in found
