"""The objects of a PDF for somebody who does not trust it: resolved, walked and decoded.

References to nothing are null, as ISO 32000-1, 7.3.10 has it; the library would search the whole
file for each of them. Streams are let go again after each page, so that the pictures of a scanned
annex are never in memory together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from signing.detail import Detail
from signing.errors import DocumentTooLarge, MalformedDocument
from signing.examine.budget import Budget
from signing.flaws import Flaw
from signing.pdf.packing import listed, unpacked_text

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject, StreamObject

INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
# The structure tree holds no actions and is the greater part of a tagged document; the others
# lead back up, to pages that are looked at anyway.
_NOT_FOLLOWED = frozenset({"/StructTreeRoot", "/Pages", "/Parent", "/P", "/Dest", "/Metadata"})
_PIECE, _OVERLAP = 1 << 20, 1 << 8
_PAGES = ("/Page", "/Pages", "/Template")
BY_NAME = ("/XObject", "/Pattern", "/ExtGState", "/Shading", "/Font", "/ColorSpace", "/Properties")
"""What stands below has names that somebody chose."""


@dataclass(frozen=True)
class Page:
    """A page with what it inherits; ``number`` counts from 1."""

    number: int
    dictionary: DictionaryObject
    inherited: dict[str, Any]

    def get(self, key: str) -> Any:  # noqa: ANN401 - an object of any kind
        """Return the raw value of an attribute, inherited ones too; None if there is none."""
        return dict.get(self.dictionary, key, self.inherited.get(key))


class Objects:
    """A reader's objects, one door for whoever looks at them.

    Args:
        reader: of the document.
        budget: what looking may cost.
        missing: told every reference that leads to nothing, as it stands in the file. It means
            null until an update of the file brings such an object.
    """

    def __init__(
        self,
        reader: PdfReader,
        budget: Budget,
        missing: Callable[[str], None] = lambda _reference: None,
    ) -> None:
        from pypdf import generic

        self.budget = budget
        self._reader = reader
        self._missing = missing
        self._kinds = generic
        self._seen: set[tuple[int, int]] = set()
        self._streams: set[tuple[int, int]] = set()

    def resolve(self, value: Any) -> Any:  # noqa: ANN401
        """Follow references to what they mean; None for null and for nothing."""
        reference = self._kinds.IndirectObject
        for _ in range(8):
            if not isinstance(value, reference):
                return None if isinstance(value, self._kinds.NullObject) else value
            key = (value.generation, value.idnum)
            if not self._known(*key):
                self._missing(f"{value.idnum} {value.generation} R")
                return None
            self.budget.spend("objects")
            value = self._reader.get_object(value)
            if isinstance(value, self._kinds.StreamObject):
                self._streams.add(key)
        raise MalformedDocument(Flaw.DEAD_REFERENCES)

    def _known(self, generation: int, number: int) -> bool:
        if generation == 0 and number in self._reader.xref_objStm:
            return True
        return number in self._reader.xref.get(generation, ())

    def dictionary(self, value: Any) -> DictionaryObject | None:  # noqa: ANN401
        """Return a dictionary or a stream, or None if it is something else."""
        found = self.resolve(value)
        return found if isinstance(found, self._kinds.DictionaryObject) else None

    def stream(self, value: Any) -> StreamObject | None:  # noqa: ANN401
        """Return a stream, or None if it is something else."""
        found = self.resolve(value)
        return found if isinstance(found, self._kinds.StreamObject) else None

    def get(self, dictionary: DictionaryObject | None, key: str) -> Any:  # noqa: ANN401
        """Return what stands under a key, resolved; None if nothing does."""
        return None if dictionary is None else self.resolve(dict.get(dictionary, key))

    def items(self, value: Any) -> tuple[Any, ...]:  # noqa: ANN401
        """Return the raw members of an array, or nothing."""
        found = self.resolve(value)
        return tuple(found) if isinstance(found, self._kinds.ArrayObject) else ()

    def numbers(self, value: Any) -> tuple[float, ...]:  # noqa: ANN401
        """Return an array of numbers; () if it is anything else."""
        found = [self.resolve(item) for item in self.items(value)]
        if not all(isinstance(item, (int, float)) for item in found):
            return ()
        return tuple(float(item) for item in found)

    def text(self, value: Any) -> str:  # noqa: ANN401
        """Return a name or string as text; empty if it is neither."""
        found = self.resolve(value)
        if isinstance(found, bytes):
            return found.decode("latin-1")
        return str(found) if isinstance(found, str) else ""

    def data(self, stream: StreamObject) -> bytes:
        """Unpack a stream as every reader does, without keeping the result.

        Raises:
            MalformedDocument: it is packed as only pictures are, or readers unpack it to several
                things.
            DocumentTooLarge: it is a bomb.
        """
        try:
            found = unpacked_text(stream, self.budget.limits.stream)
        except MemoryError as error:
            raise DocumentTooLarge(Detail("stream")) from error
        self.budget.spend("decoded", len(found))
        return found

    def holding(self, words: re.Pattern[bytes]) -> Iterator[Any]:
        """Yield the objects in whose bytes words stand, and some more.

        Args:
            words: at most a few dozen bytes.

        Raises:
            MalformedDocument: a stream of objects is packed in several ways.
            DocumentTooLarge: a limit.
        """
        source = self._reader.stream
        starts = {at: number for number, at in self._reader.xref.get(0, {}).items()}
        numbers = _within(starts, self._places(source, words))
        for holder in {holder for holder, _ in self._reader.xref_objStm.values()}:
            stream = self.stream(self._kinds.IndirectObject(holder, 0, self._reader))
            if stream is None:
                continue
            data, count = self.data(stream), self.get(stream, "/N")
            first = self.get(stream, "/First")
            if isinstance(count, int) and isinstance(first, int):
                places = {at: number for number, at, _ in listed(data, count, first)}
                numbers |= _within(places, [found.start() for found in words.finditer(data)])
        for number in sorted(numbers):
            yield self.resolve(self._kinds.IndirectObject(number, 0, self._reader))

    def _places(self, source: Any, words: re.Pattern[bytes]) -> list[int]:  # noqa: ANN401
        found: set[int] = set()
        at = 0
        while True:
            source.seek(at)
            data = source.read(_PIECE)
            self.budget.check()
            found.update(at + item.start() for item in words.finditer(data))
            if len(data) < _PIECE:
                return sorted(found)
            at += _PIECE - _OVERLAP

    def let_go(self) -> None:
        """Forget the streams that were read since the last time."""
        for key in self._streams:
            self._reader.resolved_objects.pop(key, None)
        self._streams.clear()

    @cached_property
    def layers(self) -> frozenset[int]:
        """Numbers of the objects that the catalog lists as layers (8.11.4.2)."""
        root = self.dictionary(dict.get(self.trailer, "/Root"))
        listed = self.get(self.dictionary(self.get(root, "/OCProperties")), "/OCGs")
        return frozenset(
            item.idnum
            for item in self.items(listed)
            if isinstance(item, self._kinds.IndirectObject)
        )

    @property
    def trailer(self) -> DictionaryObject:
        """The trailer, of all revisions together."""
        return self._reader.trailer

    def pages(self) -> Iterator[Page]:
        """Yield the pages in order.

        Raises:
            MalformedDocument: the tree runs in a circle, or a node of it is not one.
            DocumentTooLarge: there are too many.
        """
        root = self.dictionary(dict.get(self.trailer, "/Root"))
        waiting: list[tuple[Any, dict[str, Any], int]] = [
            (dict.get(root, "/Pages") if root is not None else None, {}, 0)
        ]
        on_the_way: set[int] = set()
        count = 0
        while waiting:
            value, inherited, depth = waiting.pop()
            self.budget.deeper(depth)
            node = self.dictionary(value)
            if node is None:
                raise MalformedDocument(Flaw.PAGE_TREE)
            kids = self.items(dict.get(node, "/Kids"))
            if kids:
                if id(node) in on_the_way:
                    raise MalformedDocument(Flaw.PAGE_TREE_CIRCLE)
                on_the_way.add(id(node))
                here = {key: dict.get(node, key) for key in INHERITED if key in node}
                waiting += [(kid, {**inherited, **here}, depth + 1) for kid in reversed(kids)]
            elif self.get(node, "/Type") != "/Pages":
                count += 1
                if count > self.budget.limits.pages:
                    raise DocumentTooLarge(Detail("pages"))
                yield Page(count, node, inherited)

    def walk(self, start: Any, visit: Callable[[DictionaryObject, str], None]) -> None:  # noqa: ANN401
        """Show ``visit`` every dictionary that can be reached, once each, with its key.

        Args:
            start: an object or a reference; pages below it are left out.
            visit: called with the dictionary and the key or, within arrays, the array's key
                under which it stands.

        Raises:
            DocumentTooLarge: there are too many, or they lie too deep.
        """
        waiting = [(start, "", 0)]
        while waiting:
            value, key, depth = waiting.pop()
            self.budget.deeper(depth)
            if isinstance(value, self._kinds.IndirectObject):
                place = (value.generation, value.idnum)
                if place in self._seen:
                    continue
                self._seen.add(place)
                # A chain of references is as long as the document likes: /Next of /Next.
                depth = 0
                value = self.resolve(value)
            self.budget.spend("objects")
            if isinstance(value, self._kinds.DictionaryObject):
                if key and dict.get(value, "/Type") in _PAGES:
                    continue
                visit(value, key)
                waiting += [
                    (item, str(name), depth + 1)
                    for name, item in dict.items(value)
                    if name not in _NOT_FOLLOWED or key in BY_NAME
                ]
            elif isinstance(value, self._kinds.ArrayObject):
                waiting += [(item, key, depth + 1) for item in value]


def _within(starts: dict[int, int], places: Iterable[int]) -> set[int]:
    """Return the numbers of the objects in which places lie, by where each one starts."""
    ordered = sorted(starts)
    found = (bisect_right(ordered, place) - 1 for place in places)
    return {starts[ordered[at]] for at in found if at >= 0}
