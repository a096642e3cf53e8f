"""Elements of BER, as far as signatures of other makers need them (X.690, 8).

Every element keeps the bytes it was sent as, because those are what digests are made of.
Indefinite lengths and strings in pieces are read; :func:`der` writes an element again in
definite form.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from signing.detail import about
from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.work import spend

SEQUENCE, SET, OCTETS, BITS, OID, INTEGER = 0x30, 0x31, 0x04, 0x03, 0x06, 0x02
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
CONTEXT_0, CONTEXT_1 = 0xA0, 0xA1
CONSTRUCTED = 0x20
_MAX_DEPTH = 48
_MAX_ELEMENTS = 100_000
"""Of one signature; a list of a country's revocations is one element until it is looked into."""
_UNITS = 10
"""Units of work for reading one, for what is asked of it, and for the memory that it takes."""
_Source: TypeAlias = bytes | memoryview


class Element:
    """One element where it stands; nothing but what is read in it ever changes."""

    # A file may have a million of them: nothing of one is kept that can be reckoned.
    __slots__ = ("_children", "_source", "at", "depth", "end", "start", "stop", "tag")

    def __init__(
        self, tag: int, source: _Source, bounds: tuple[int, int, int, int], depth: int
    ) -> None:
        """Describe one.

        Args:
            tag: its first byte.
            source: what it was read from, so that a large content is not copied at every level.
            bounds: where it begins, where its content begins and stops, and where it ends.
            depth: of how many others it is a part.
        """
        self.tag = tag
        self._source = source
        self.at, self.start, self.stop, self.end = bounds
        self.depth = depth
        self._children: tuple[Element, ...] | None = None

    @property
    def view(self) -> memoryview:
        """The whole element where it stands."""
        return memoryview(self._source)[self.at : self.end]

    @property
    def content(self) -> memoryview:
        """The content octets where they stand."""
        return memoryview(self._source)[self.start : self.stop]

    @property
    def raw(self) -> bytes:
        """The whole element as it stands."""
        return bytes(self._source[self.at : self.end])

    @property
    def body(self) -> bytes:
        """The content octets as they stand."""
        return bytes(self._source[self.start : self.stop])

    @property
    def size(self) -> int:
        """Bytes of the content octets."""
        return self.stop - self.start

    @property
    def indefinite(self) -> bool:
        """Whether two zeros end it (X.690, 8.1.3.6)."""
        return self.stop < self.end

    @property
    def constructed(self) -> bool:
        """Whether it is made of other elements."""
        return bool(self.tag & CONSTRUCTED)

    @property
    def children(self) -> tuple[Element, ...]:
        """The elements in it.

        Raises:
            MalformedDocument: it has none, or they do not fill it.
            DocumentTooLarge: a file has more of them than are looked at.
        """
        if self._children is None:
            self._children = tuple(self._read())
        return self._children

    def _read(self) -> list[Element]:
        if not self.tag & CONSTRUCTED:
            raise MalformedDocument(Flaw.NOT_A_STRUCTURE, f"{self.tag:#x}")
        found: list[Element] = []
        source, depth = self._source, self.depth + 1
        at, limit = self.start, self.stop
        while at < limit:
            item = _read(source, at, limit, depth)
            at = item.end
            found.append(item)
            if len(found) > _MAX_ELEMENTS:
                raise MalformedDocument(Flaw.TOO_MANY_ELEMENTS)
        spend(_UNITS * len(found))
        return found

    def require(self, tag: int, what: Flaw) -> Element:
        """Return the element itself if it has this tag.

        Raises:
            MalformedDocument: it has another.
        """
        if self.tag != tag:
            raise MalformedDocument(about(what, Flaw.OTHER_TAG, f"{self.tag:#x}"))
        return self

    def only(self) -> Element:
        """Return the one element in it.

        Raises:
            MalformedDocument: there is none, or more than one.
        """
        if len(self.children) != 1:
            raise MalformedDocument(Flaw.NOT_EXACTLY_ONE, f"{self.tag:#x}")
        return self.children[0]

    def octets(self) -> bytes:
        """Return a string's bytes, put together if it comes in pieces (X.690, 8.7).

        Raises:
            MalformedDocument: a piece is no string.
        """
        return b"".join(self.pieces())

    def pieces(self) -> Iterator[memoryview]:
        """Give the same where it stands, without a copy.

        Raises:
            MalformedDocument: a piece is no string.
        """
        if not self.constructed:
            yield self.content
            return
        for item in self.children:
            if item.tag & ~CONSTRUCTED != OCTETS:
                raise MalformedDocument(Flaw.PIECES)
            yield from item.pieces()


def read(data: bytes | bytearray) -> tuple[Element, bytes]:
    """Read the first element; also returns what stands behind it.

    Raises:
        MalformedDocument: it is cut, too deep, or of a form that no signature needs.
    """
    item = _first(data)
    return item, bytes(data[item.end :])


def end_of(data: bytes | bytearray) -> int:
    """Return where the first element ends; the end of all for one that cannot be read."""
    try:
        return _first(data).end
    except MalformedDocument:
        return len(data)


def read_all(data: bytes | bytearray) -> Element:
    """Read one element that nothing stands behind.

    Raises:
        MalformedDocument: as :func:`read`, or there is something behind it.
    """
    item = _first(data)
    if item.end < len(data):
        raise MalformedDocument(Flaw.BYTES_BEHIND_ELEMENT)
    return item


def _first(data: bytes | bytearray) -> Element:
    # What can be changed is held, so that it is not while somebody reads it.
    source = data if isinstance(data, bytes) else memoryview(data)
    return _read(source, 0, len(data), 0)


def der(item: Element) -> bytes:
    """Return an element with definite, shortest lengths and strings in one piece.

    What is so already comes back as the very bytes it was. Sets are not sorted.
    """
    if not item.constructed:
        return _tlv(item.tag, item.body)
    if item.tag == OCTETS | CONSTRUCTED:
        return _tlv(OCTETS, item.octets())
    return _tlv(item.tag, b"".join(der(child) for child in item.children))


def _tlv(tag: int, body: bytes) -> bytes:
    from signing.cms_asn1 import tlv

    return tlv(tag, body)


def _read(data: _Source, at: int, limit: int, depth: int) -> Element:
    if depth > _MAX_DEPTH:
        raise MalformedDocument(Flaw.ELEMENTS_TOO_DEEP)
    if at + 2 > limit:
        raise MalformedDocument(Flaw.ELEMENT_CUT)
    tag, length = data[at], data[at + 1]
    if tag & 0x1F == 0x1F:
        raise MalformedDocument(Flaw.LONG_TAG)
    start = at + 2
    if length == 0x80:
        if not tag & CONSTRUCTED:
            raise MalformedDocument(Flaw.ENDLESS_PLAIN)
        end = _end_of_contents(data, start, limit, depth)
        return Element(tag, data, (at, start, end, end + 2), depth)
    if length > 0x80:
        count = length & 0x7F
        if count > 6 or start + count > limit:
            raise MalformedDocument(Flaw.ELEMENT_LENGTH)
        length = int.from_bytes(data[start : start + count], "big")
        start += count
    end = start + length
    if end > limit:
        raise MalformedDocument(Flaw.ELEMENT_CUT)
    return Element(tag, data, (at, start, end, end), depth)


def _end_of_contents(data: _Source, at: int, limit: int, depth: int) -> int:
    """Return where the two zeros stand that end an indefinite length (X.690, 8.1.5)."""
    count = 0
    while bytes(data[at : at + 2]) != b"\0\0":
        at = _skip(data, at, limit, depth + 1)
        count += 1
        if count > _MAX_ELEMENTS:
            raise MalformedDocument(Flaw.TOO_MANY_ELEMENTS)
    return at


def _skip(data: _Source, at: int, limit: int, depth: int) -> int:
    """Return where an element ends, without a copy of its bytes."""
    if depth > _MAX_DEPTH:
        raise MalformedDocument(Flaw.ELEMENTS_TOO_DEEP)
    if at + 2 > limit:
        raise MalformedDocument(Flaw.ELEMENT_CUT)
    tag, length = data[at], data[at + 1]
    if length == 0x80 and tag & CONSTRUCTED:
        return _end_of_contents(data, at + 2, limit, depth) + 2
    count = length & 0x7F if length > 0x80 else 0
    if count:
        length = int.from_bytes(data[at + 2 : at + 2 + count], "big")
    end = at + 2 + count + length
    if count > 6 or end > limit or (length == 0x80 and not count):
        raise MalformedDocument(Flaw.ELEMENT_CUT)
    return end
