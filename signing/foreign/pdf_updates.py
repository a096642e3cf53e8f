"""The tables of updates behind a signed revision: the one plain way to write them (7.5.4, 7.5.8).

Readers differ in what they make of a size beyond all objects, of columns of eight bytes, of a row
of a kind that nobody knows or that leads behind the end: some go on, others repair the file and
take what no table names. Honest programs write none of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.compare import plain
from signing.pdf.tables import FREE, MAX_NUMBER, PACKED, Place, Section

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader

_OF_TRAILER = frozenset({b"/Size", b"/Root", b"/Info", b"/ID", b"/Prev"})
_OF_STREAM = _OF_TRAILER | {
    *(b"/Type", b"/W", b"/Index", b"/Length", b"/Filter", b"/DecodeParms"),
}
_NEVER = frozenset({b"/XRefStm", b"/Encrypt", b"/Extends", *(_OF_STREAM - _OF_TRAILER)})
"""Entries that no trailer of an update takes over from the signed one."""
_UNUSED = 64
"""Numbers that a program took and made no object of: pyHanko counts some."""


def require_plain_tables(
    old: BoundedReader, new: BoundedReader, sections: Iterable[Section], until: int
) -> None:
    """Require that nothing in the tables of updates makes any reader repair the file.

    Args:
        old: the signed revision.
        new: the whole file.
        sections: behind it.
        until: where a later revision ends behind which all is sound.

    Raises:
        MalformedDocument: something may.
    """
    known: dict[int, set[Place]] = defaultdict(set)
    for number, places in old.places().items():
        known[number] |= places
    size = dict.get(old.trailer, "/Size")
    highest, counted = max(known, default=0), size if isinstance(size, int) else 0
    begin = old.size
    for section in sorted(sections, key=lambda one: one.at):
        highest = max(highest, *section.entries, section.number)
        if section.at < until:
            _check_size(section, highest, counted)
            _check_entries(old, new, section)
            section.require_plain()
            if section.number and any(place[0] != FREE for place in known[section.number]):
                # Who finds objects by their headers would take the table for that one.
                raise MalformedDocument(Flaw.OBJECT_MISPLACED)
            for number, place in section.entries.items():
                _check_row(place, known[number], range(begin, section.at + 1))
        counted = max(counted, highest + 1)
        begin = section.at
        for number, place in section.entries.items():
            known[number] = {place}
        known[section.number] |= {(0, section.at, 0)} if section.number else set()


def _check_size(section: Section, highest: int, counted: int) -> None:
    """A trailer counts all objects (7.5.5), and hardly more than are there."""
    size = dict.get(section.trailer, "/Size")
    most = min(max(counted, highest + 1) + _UNUSED, MAX_NUMBER + 1)
    if not isinstance(size, int) or not highest < size <= most:
        raise MalformedDocument(Flaw.LEAVES_OUT)


def _check_row(place: Place, known: set[Place], update: range) -> None:
    """What is in use stands in the update of the table, or where it stood."""
    generation, at, _ = place
    if generation in (FREE, PACKED) or place in known:
        return
    if generation or at not in update:
        raise MalformedDocument(Flaw.OBJECT_MISPLACED)


def _check_entries(old: BoundedReader, new: BoundedReader, section: Section) -> None:
    """There is nothing in a trailer but what belongs there, or was there before."""
    usual = _OF_STREAM if section.is_stream else _OF_TRAILER
    for key in section.said.keys() - usual:
        if key in _NEVER or not any(_is_same(key, section, one) for one in old.sections):
            raise MalformedDocument(Flaw.TRAILER)
    if section.said.get(b"/DecodeParms"):
        raise MalformedDocument(Flaw.PACKED_UNLIKE)
    identifiers = dict.get(section.trailer, "/ID")
    if identifiers is not None and not _are_two_strings(identifiers):
        raise MalformedDocument(Flaw.TRAILER)
    about = dict.get(section.trailer, "/Info")
    if about is not None and plain(about) != plain(dict.get(old.trailer, "/Info")):
        _require_about(new, about)


def _is_same(key: bytes, one: Section, other: Section) -> bool:
    if key not in other.said:
        return False
    if one.said[key]:
        return one.said[key] == other.said[key]
    name = key.decode("latin-1")
    values = [dict.get(each.trailer, name) for each in (one, other)]
    return None not in values and plain(values[0]) == plain(values[1])


def _are_two_strings(found: Any) -> bool:  # noqa: ANN401 - of the library
    from pypdf.generic import ByteStringObject, TextStringObject

    strings = (ByteStringObject, TextStringObject)
    return (
        isinstance(found, list)
        and len(found) == 2
        and all(isinstance(item, strings) for item in list.__iter__(found))
    )


def _require_about(new: BoundedReader, about: Any) -> None:  # noqa: ANN401
    """What tells of the document is a dictionary of its own (14.3.3)."""
    from pypdf.generic import IndirectObject, StreamObject

    refers = isinstance(about, IndirectObject) and not about.generation
    found = new.get_object(about.idnum) if refers else None
    if not isinstance(found, dict) or isinstance(found, StreamObject):
        raise MalformedDocument(Flaw.TRAILER)
