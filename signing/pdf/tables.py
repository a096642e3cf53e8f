"""Cross-reference tables and streams read as they stand (ISO 32000-1, 7.5.4, 7.5.8).

The library takes rows of any width, and goes by a row that frees an object as if it were not
there. Here a section is read as every reader reads it, or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from signing.errors import DocumentTooLarge, MalformedDocument
from signing.flaws import Flaw
from signing.pdf.grammar import HEADER, Cut, blanks, parse
from signing.pdf.held import Held
from signing.pdf.packing import unpacked

if TYPE_CHECKING:
    from pypdf import PdfReader

FREE = -2
PACKED = -1
"""In the place of a generation: not in use; in a stream of objects."""
Place: TypeAlias = tuple[int, int, int]
"""Generation and offset, or the number of a stream and the index in it."""
# The end of the line before is counted in by @signpdf, and skipped by every reader.
_HEAD = re.compile(rb"[\r\n]{0,2}xref *(?:\r\n|\r|\n)")
_RUN = re.compile(rb"([0-9]{1,10}) ([0-9]{1,10}) *(?:\r\n|\r|\n)")
_ROW = re.compile(rb"([0-9]{10}) ([0-9]{5}) ([nf])(?: \r| \n|\r\n)")
# MuPDF leaves a line empty before it, which no reader minds.
_TRAILER = re.compile(rb"[\t\n\r ]{0,8}trailer(?=[\t\n\r <])")
EMPTY = re.compile(
    rb"[\r\n]{0,2}(xref) *(?:\r\n|\r|\n)0 0 *(?:\r\n|\r|\n)[\t\n\r ]{0,8}(trailer)(?=[\t\n\r <])"
)
_WHOLE = re.compile(rb"[0-9]{1,10}")
_ROWS = 200
"""Read at once."""
_MAX_DICTIONARY = 1 << 16
_PIECE = 4000
_OF_STREAMS = ("/Root", "/Encrypt", "/Info", "/ID", "/Size")
_DIRECT = (b"/W", b"/Index", b"/Size", b"/Filter", b"/DecodeParms")
_MAX_WIDTH = 8
MAX_NUMBER = (1 << 20) - 1
"""Of an object, in what readers have at once: PDFium counted no further for years, and some repair
a file for one that is beyond (annex C has 8,388,607)."""
_USUAL_WIDTHS = (1, 8, 2)
"""The widest columns that programs are known to write: pyHanko's."""
_MAX_PLACE = (1 << 31) - 1
_MAX_GENERATION = 65535
_HEAD_OF_FREE = 65536
"""What MuPDF writes for the first row, which no reader minds."""
_COMMENT = re.compile(rb"(?<=[\r\n])%[ \w.,()-]*+(?=[\r\n])")
"""In a trailer, as ReportLab writes it."""


@dataclass(frozen=True)
class Section:
    """A table, or a stream that is one."""

    at: int
    end: int
    """Behind the trailer's dictionary; of a stream its beginning."""
    entries: dict[int, Place]
    trailer: Any
    previous: int | None
    is_stream: bool
    said: dict[bytes, bytes]
    """The entries of its dictionary, as :class:`signing.pdf.grammar.Parsed` has them."""
    number: int
    """Of the stream; 0 of a table."""
    opens: int
    """Where the trailer begins, behind its word; of a stream its beginning."""
    is_plain: bool
    """Whether no row or column is of a kind or size that makes some readers repair a file."""

    def require_plain(self) -> None:
        """Require that no reader repairs the file for what stands here.

        Raises:
            MalformedDocument: some may.
        """
        if not self.is_plain or self.entries.get(0, (FREE,))[0] != FREE:
            raise MalformedDocument(Flaw.TABLE_ROW)

    def words(self, file: Held) -> set[int]:
        """Return the places of the words that make it a table, or a stream one."""
        if self.is_stream:
            return {self.at + file.cut(self.at, self.at + _MAX_DICTIONARY).find(b"/XRef")}
        begin = file.cut(self.at, self.at + 64).find(b"xref")
        return {self.at + begin, self.opens - len(b"trailer")}


@dataclass(frozen=True)
class Pair:
    """An empty table and the stream that it names, before another table, as Word writes them.

    Readers that know streams and those that do not find the same objects, or none: what the table
    has stands in the stream too, or is not named there (7.5.8.4).
    """

    stream: Section
    older: Section
    words: frozenset[int]
    """Places of ``xref``, ``trailer`` and ``/XRefStm`` of the empty one."""


def read_section(reader: PdfReader, stream: IO[bytes], at: int, most: int) -> Section | None:
    """Return the section at a place; None if not every reader reads the same there.

    Args:
        reader: of the file.
        stream: the file.
        at: where the section begins.
        most: objects that it may name.

    Raises:
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
        DocumentTooLarge: it names more.
    """
    stream.seek(at)
    begin = stream.read(64)
    try:
        if _HEAD.match(begin):
            return _table(reader, stream, at, most)
        if HEADER.match(begin):
            return _stream(reader, stream, at, most)
    except MalformedDocument:
        pass
    return None


def read_pair(reader: PdfReader, stream: IO[bytes], at: int, most: int) -> Pair | None:
    """Return the pair whose empty table is at a place; None if there is none.

    Args:
        reader: of the file.
        stream: the file.
        at: where the table begins.
        most: objects that all may name.

    Raises:
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
        DocumentTooLarge: they name more.
    """
    try:
        begin = _match(EMPTY, stream, at)
        size, entries = _dictionary(stream, at + begin.end())
    except MalformedDocument:
        return None
    found: list[Section] = []
    for key in (b"/XRefStm", b"/Prev"):
        said = entries.get(key, b"")
        if not _WHOLE.fullmatch(said) or int(said) >= at:
            return None
        section = read_section(reader, stream, int(said), most)
        if section is None or section.is_stream != (not found):
            return None
        found.append(section)
    beside, older = found
    if older.previous is not None or beside.previous not in (None, older.at):
        return None
    for number, place in beside.entries.items():
        known = older.entries.get(number, place)
        if known[0] != FREE and known != place:
            return None
    stream.seek(at)
    said_at = at + stream.read(begin.end() + size).find(b"/XRefStm")
    return Pair(beside, older, frozenset({at + begin.start(1), at + begin.start(2), said_at}))


def _table(reader: PdfReader, stream: IO[bytes], at: int, most: int) -> Section:
    from pypdf.generic import read_object

    found: dict[int, Place] = {}
    head = _match(_HEAD, stream, at)
    place = at + head.end()
    end, plain = 0, True
    # There is at least one section (7.5.4): in a table without any, some readers see none.
    while not end:
        run = _match(_RUN, stream, place)
        place += run.end()
        first, count = int(run[1]), int(run[2])
        _require_few(len(found) + count, most)
        plain &= _rows(stream, place, range(first, first + count), found)
        place += 20 * count
        end = _found(_TRAILER, stream, place)
    place += end
    size, entries = _dictionary(stream, place)
    if b"/XRefStm" in entries:
        # Old readers follow the table, new ones the stream.
        raise MalformedDocument(Flaw.TABLE_BESIDE_STREAM)
    stream.seek(place)
    stream.seek(place + blanks(stream.read(64), 0))
    trailer = read_object(stream, reader)
    previous = _previous(entries)
    return Section(at, place + size, found, trailer, previous, False, entries, 0, place, plain)


def _rows(stream: IO[bytes], place: int, numbers: range, found: dict[int, Place]) -> bool:
    plain = _is_run(numbers.start, len(numbers))
    for begin in range(0, len(numbers), _ROWS):
        some = numbers[begin : begin + _ROWS]
        stream.seek(place)
        data = stream.read(20 * len(some))
        for index, number in enumerate(some):
            row = _ROW.fullmatch(data, 20 * index, 20 * index + 20)
            if row is None:
                raise MalformedDocument(Flaw.TABLE_ROW)
            generation = FREE if row[3] == b"f" else int(row[2])
            if number or int(row[1]) or int(row[2]) != _HEAD_OF_FREE:
                plain &= _is_usual(int(generation != FREE), int(row[1]), int(row[2]))
            _add(found, number, (generation, 0 if generation == FREE else int(row[1]), 0))
        place += 20 * len(some)
    return plain


def _is_run(first: int, count: int) -> bool:
    """Whether a section begins where there may be objects; some repair a file for an empty one."""
    return first + count - 1 <= MAX_NUMBER if count else first == 0


def _is_usual(kind: int, where: int, last: int) -> bool:
    """Whether any reader knows what a row of a table means, the numbers of a free one too."""
    most = MAX_NUMBER if kind != 1 else _MAX_PLACE
    return kind <= 2 and where <= most and last <= _MAX_GENERATION


def _stream(reader: PdfReader, stream: IO[bytes], at: int, most: int) -> Section:
    from pypdf.generic import StreamObject, read_object

    header = _match(HEADER, stream, at)
    _, entries = _dictionary(stream, at + header.end())
    # The library would look up a length that stands elsewhere, and nothing is known yet.
    if entries.get(b"/Type") != b"/XRef" or not _WHOLE.fullmatch(entries.get(b"/Length", b"")):
        raise MalformedDocument(Flaw.NO_TABLE_STREAM)
    elsewhere = any(entries.get(key, b"").endswith(b" R") for key in _DIRECT)
    if b"/XRefStm" in entries or elsewhere or int(header[2]):
        raise MalformedDocument(Flaw.STREAM_BESIDE_STREAM)
    stream.seek(at + header.end())
    stream.seek(at + header.end() + blanks(stream.read(64), 0))
    body = read_object(stream, reader)
    if not isinstance(body, StreamObject):
        raise MalformedDocument(Flaw.NO_TABLE_STREAM)
    found, plain = _unpacked(body, most)
    trailer = {key: body.raw_get(key) for key in _OF_STREAMS if key in body}
    previous = _previous(entries)
    number = int(header[1])
    return Section(at, at, found, trailer, previous, True, entries, number, at, plain)


def _unpacked(body: Any, most: int) -> tuple[dict[int, Place], bool]:  # noqa: ANN401
    from pypdf.generic import NumberObject

    widths = _numbers(body.get("/W"))
    index = _numbers(body.get("/Index", [NumberObject(0), body.get("/Size")]))
    if len(widths) != 3 or max(widths) > _MAX_WIDTH or not widths[1] or len(index) % 2:
        raise MalformedDocument(Flaw.TABLE_COLUMNS)
    _require_few(sum(index[1::2]), most)
    data, width = unpacked(body), sum(widths)
    if sum(index[1::2]) * width != len(data):
        raise MalformedDocument(Flaw.TABLE_ROWS)
    found: dict[int, Place] = {}
    plain = all(one <= usual for one, usual in zip(widths, _USUAL_WIDTHS, strict=True))
    plain &= widths[0] > 0
    at = 0
    for first, count in zip(index[::2], index[1::2], strict=True):
        plain &= _is_run(first, count)
        for number in range(first, first + count):
            row = data[at : at + width]
            at += width
            kind = int.from_bytes(row[: widths[0]]) if widths[0] else 1
            where = int.from_bytes(row[widths[0] : widths[0] + widths[1]])
            last = int.from_bytes(row[widths[0] + widths[1] :])
            plain &= _is_usual(kind, where, last)
            # A kind that nobody knows means null (7.5.8.3), as a free one does.
            places = {1: (last, where, 0), 2: (PACKED, where, last)}
            _add(found, number, places.get(kind, (FREE, 0, 0)))
    return found, plain


def _require_few(count: int, most: int) -> None:
    if count > most:
        raise DocumentTooLarge(Flaw.OBJECT_COUNT, count)


def _add(found: dict[int, Place], number: int, place: Place) -> None:
    if number in found:
        raise MalformedDocument(Flaw.OBJECT_TWICE)
    found[number] = place


def _numbers(found: Any) -> list[int]:  # noqa: ANN401
    from pypdf.generic import NumberObject

    if not isinstance(found, list) or not all(isinstance(x, NumberObject) for x in found):
        raise MalformedDocument(Flaw.TABLE_NUMBERS)
    numbers = [int(item) for item in found]
    if not numbers or min(numbers) < 0:
        raise MalformedDocument(Flaw.TABLE_NUMBERS)
    return numbers


def _previous(entries: dict[bytes, bytes]) -> int | None:
    found = entries.get(b"/Prev")
    if found is None:
        return None
    if not _WHOLE.fullmatch(found):
        raise MalformedDocument(Flaw.TABLE_BEFORE)
    return int(found)


def _dictionary(stream: IO[bytes], place: int) -> tuple[int, dict[bytes, bytes]]:
    """Return the length of a dictionary with the white space before it, and its entries."""
    data = b""
    stream.seek(place)
    while len(data) < _MAX_DICTIONARY and (piece := stream.read(max(_PIECE, len(data)))):
        data += piece
        try:
            found = parse(_COMMENT.sub(lambda one: b" " * len(one[0]), data), 0)
        except Cut:
            continue
        if found.entries is None:
            break
        return found.end, found.entries
    raise MalformedDocument(Flaw.NO_TRAILER)


def _match(pattern: re.Pattern[bytes], stream: IO[bytes], place: int) -> re.Match[bytes]:
    stream.seek(place)
    found = pattern.match(stream.read(64))
    if found is None:
        raise MalformedDocument(Flaw.TABLE_AMBIGUOUS)
    return found


def _found(pattern: re.Pattern[bytes], stream: IO[bytes], place: int) -> int:
    stream.seek(place)
    found = pattern.match(stream.read(64))
    return found.end() if found else 0
