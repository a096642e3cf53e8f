"""What waits in a signed revision for a reader that repairs the file (ISO 32000-1, 7.5).

Whoever prepares a document for somebody's signature can write an object twice, or within a text or
a stream: the tables lead to one, and nobody sees the other until something behind the signature
makes a reader look for objects by itself. Nothing that is known to do so passes as an update; but
who knows all readers? What was written by an older revision, and replaced or freed since, is no
such thing: programs do it all day.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.held import Held
from signing.pdf.repair import headers, words
from signing.pdf.standing import HEADER_BY_TABLE
from signing.pdf.tables import Section
from signing.report import Reason

if TYPE_CHECKING:
    from signing.foreign.pdf_reader import BoundedReader

_NEAR = 256


def hidden(pdf: Held, old: BoundedReader, look: Callable[[], None]) -> tuple[Reason, ...]:
    """Return why nobody knows what readers show of a signed revision, if it is so.

    Nothing was changed as far as anybody sees, and so nothing is called broken.

    Args:
        pdf: the whole file.
        old: the signed revision.
        look: called all along; raises where it takes too long.
    """
    try:
        require_nothing_hidden(pdf, old, look)
    except MalformedDocument as error:
        return (Reason("CHANGED_AFTER_SIGNING", error.detail, failed=False),)
    return ()


def require_nothing_hidden(pdf: Held, old: BoundedReader, look: Callable[[], None]) -> None:
    """Require that a reader that repairs the file finds of the signed part what its tables name.

    Args:
        pdf: the whole file.
        old: the signed revision.
        look: called all along; raises where it takes too long.

    Raises:
        MalformedDocument: it finds something else.
        DocumentTooLarge: it takes too long.
    """
    known, newest = listed(pdf, old)
    last: dict[int, int] = {}
    for header in headers(pdf, 0, old.size, look):
        if header.word not in known:
            raise MalformedDocument(Flaw.UNLISTED, header.word)
        last[known[header.word]] = header.word
    for number, places in newest.items():
        if last.get(number) not in places:
            raise MalformedDocument(Flaw.UNLISTED, last.get(number, 0))
    opens = {section.opens - len(b"trailer") for section in _sections(old)}
    opens |= old.pair.words if old.pair is not None else frozenset()
    for name, at in words(pdf, 0, old.size, look):
        if name == b"trailer" and at not in opens:
            raise MalformedDocument(Flaw.UNLISTED, at)


def listed(pdf: Held, old: BoundedReader) -> tuple[dict[int, int], dict[int, set[int]]]:
    """Return the numbers of objects by the places of their words, and the newest of those in use.

    Args:
        pdf: the whole file.
        old: the revision whose tables name them. Objects of older ones are among the first, and
            tables that are objects.
    """
    rows: set[tuple[int, int]] = set()
    for section in _sections(old):
        rows |= {(number, at) for number, (kind, at, _) in section.entries.items() if kind >= 0}
        if section.is_stream:
            rows.add((section.number, section.at))
    newest: dict[int, set[int]] = {}
    for number, places in old.places().items():
        standing = {at for kind, at, _ in places if kind >= 0}
        rows |= {(number, at) for at in standing}
        words_of = {word for at in standing if (word := word_at(pdf, number, at)) is not None}
        if words_of:
            newest[number] = words_of
    found = {word: number for number, at in rows if (word := word_at(pdf, number, at)) is not None}
    return found, newest


def _sections(old: BoundedReader) -> list[Section]:
    """Return the tables that are read as they stand; of others nobody has all rows."""
    pair = [] if old.pair is None else [old.pair.stream, old.pair.older]
    return [*old.sections, *pair]


def word_at(pdf: Held, number: int, at: int) -> int | None:
    """Return the place of the word behind an object's number; None if the header is another."""
    header = HEADER_BY_TABLE.match(pdf.cut(at, at + _NEAR))
    if header is None or int(header[1]) != number:
        return None
    return at + header.end() - len(b"obj")
