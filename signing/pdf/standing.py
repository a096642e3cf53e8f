"""The library's reader, without its repairs: an object is where the tables say, or nowhere.

Where a table does not lead to an object the library looks for one of that number and takes the
first; another reader takes the last, a third none. Whoever signs or verifies cannot go by a guess.
"""

from __future__ import annotations

import re
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PdfReadError
from pypdf.generic import DictionaryObject, IndirectObject, NameObject

from signing.errors import DocumentTooLarge, MalformedDocument
from signing.flaws import Flaw
from signing.pdf.tables import FREE, PACKED, Pair, Place, Section, read_pair, read_section

HEADER_BY_TABLE = re.compile(
    rb"[\0\t\n\f\r ]*+0*(\d{1,10})[\0\t\n\f\r ]++0*(\d{1,5})[\0\t\n\f\r ]++obj(?!\w)"
)
_NEAR = 256
_FREE_HEAD = 65535
_BLANKS_BEFORE = 3
"""What the library calls a place where something else than a table is: a line's end before it, or
anything; read strictly, it goes no further."""
_MAX_STREAMS = 2000
"""Tables that are streams; each takes a third of a millisecond."""


class StandingReader(PdfReader):
    """A reader that never looks for what is not where it should be."""

    most_entries = 2_000_000
    """Of the tables that are read together."""
    sections: list[Section]
    """The newest first, as far as every reader reads them the same way."""
    is_loose: bool
    """Whether there are others, which the library read in its own way."""
    pair: Pair | None
    """These, where every reader finds the same objects by them."""

    def get_object(self, indirect_reference: int | IndirectObject) -> Any:  # noqa: ANN401
        """See the base class.

        Raises:
            MalformedDocument: it is not where the table says.
            PdfReadError: read strictly, there is none.
        """
        if isinstance(indirect_reference, int):
            indirect_reference = IndirectObject(indirect_reference, 0, self)
        number, generation = indirect_reference.idnum, indirect_reference.generation
        packed = generation == 0 and number in self.xref_objStm
        if packed or (generation, number) in self.resolved_objects:
            return super().get_object(indirect_reference)
        start = self.xref.get(generation, {}).get(number)
        if start is None:
            if (generation, number) in self._unled:
                raise MalformedDocument(Flaw.OBJECT_NOT_THERE, number)
            # A reference to nothing is null (7.3.10).
            if self.strict:
                raise PdfReadError("Could not find object.")
            return self.cache_indirect_object(generation, number, None)
        free = self.xref_free_entry.get(generation, {}).get(number)
        if not free and not self.stands(number, generation, start):
            raise MalformedDocument(Flaw.OBJECT_NOT_THERE, number)
        return super().get_object(indirect_reference)

    def places(self) -> dict[int, frozenset[Place]]:
        """Return where the objects in use stand, by their numbers."""
        found: dict[int, set[Place]] = {}
        for generation, entries in self.xref.items():
            free = self.xref_free_entry.get(generation, {})
            for number, offset in entries.items():
                if not free.get(number):
                    found.setdefault(number, set()).add((generation, offset, 0))
        for generation, number in self._unled:
            found.setdefault(number, set()).add((generation, 0, 0))
        for number, (stream, index) in self.xref_objStm.items():
            found.setdefault(number, set()).add((PACKED, stream, index))
        return {number: frozenset(places) for number, places in found.items()}

    def read(self, stream: Any) -> None:  # noqa: ANN401 - as the library's
        """See the base class."""
        self._unled: set[tuple[int, int]] = set()
        self._listed: set[tuple[int, int]] = set()
        super().read(stream)
        # The library leaves out what its tables list and it finds no number for.
        self._unled = {
            (generation, number)
            for generation, number in self._listed
            if number not in self.xref.get(generation, {}) and number not in self.xref_objStm
        }

    def stands(self, number: int, generation: int, start: int) -> bool:
        """Whether the header of an object is at a place."""
        self.stream.seek(start)
        found = HEADER_BY_TABLE.match(self.stream.read(_NEAR))
        return found is not None and (int(found[1]), int(found[2])) == (number, generation)

    def _read_xref_tables_and_trailers(
        self,
        stream: Any,  # noqa: ANN401
        startxref: int | None,
        xref_issue_nr: int,
    ) -> None:
        self.sections = []
        seen: set[int] = set()
        at, left, streams = startxref, self.most_entries, 0
        while at is not None and at not in seen and xref_issue_nr in (0, _BLANKS_BEFORE):
            seen.add(at)
            section = read_section(self, stream, at, left)
            if section is None:
                break
            self.sections.append(section)
            left -= len(section.entries)
            streams += section.is_stream
            if streams > _MAX_STREAMS:
                raise DocumentTooLarge(Flaw.TOO_MANY_REVISIONS)
            at = section.previous
        self.is_loose = at is not None
        self.pair = None if at is None else read_pair(self, stream, at, left)
        super()._read_xref_tables_and_trailers(stream, at, 0 if self.sections else xref_issue_nr)
        self.xref_index = self.xref_index if self.is_loose else 0
        trailer = DictionaryObject()
        for older in (*(section.trailer for section in self.sections), self.trailer):
            for key in older.keys() - trailer.keys():
                trailer[NameObject(key)] = dict.get(older, key)
        self.trailer = trailer
        for section in reversed(self.sections):
            for number, place in section.entries.items():
                self._list(number, place)
        self._listed = {
            (generation, number)
            for generation, entries in self.xref.items()
            if generation != _FREE_HEAD
            for number in entries
        }

    def _list(self, number: int, place: Place) -> None:
        """Put an entry in the place of older ones."""
        generation, where, index = place
        for entries in self.xref.values():
            entries.pop(number, None)
        for entries in self.xref_free_entry.values():
            entries.pop(number, None)
        self.xref_objStm.pop(number, None)
        if generation == PACKED:
            self.xref_objStm[number] = (where, index)
        elif generation != FREE:
            self.xref.setdefault(generation, {})[number] = where

    def _rebuild_xref_table(self, _stream: Any) -> None:  # noqa: ANN401
        raise MalformedDocument(Flaw.TABLES_ANEW)
