"""The title that readers show above a document's pages instead of the file's name.

They do so where the catalog asks for it (ISO 32000-1, 12.2, ``DisplayDocTitle``), and some always,
by what tells of the document: its information dictionary, or the description in XML beside it,
which signers write anew. Of these only the title is seen. Of several each reader takes its own, by
names, languages or their order: then none of it may be another. Nor may anything of a description
that is one to some of them alone, by what its stream says of itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from signing.errors import DocumentTooLarge, MalformedDocument
from signing.foreign.pdf_description import shape_of
from signing.foreign.pdf_graph import follow, number_of
from signing.foreign.pdf_signatures import catalog_of
from signing.pdf.compare import plain
from signing.pdf.packing import unpacked_text

if TYPE_CHECKING:
    from pypdf import PdfReader

    from signing.pdf.standing import StandingReader

_NAME = re.compile(rb"/?[\w:.-]*+")
_SAID = {"/Type": "/Metadata", "/Subtype": "/XML"}
_FLATE = ("NameObject", "/FlateDecode")
_PLAINLY: tuple[Any, ...] = (_FLATE, [_FLATE], [])
_MOST = 256 << 10
"""Bytes of a description; that of a scan has four thousand."""


@dataclass(frozen=True)
class _Described:
    """What the XML beside a document says."""

    shape: tuple[object, ...]
    """All but texts, as :func:`shape_of` has it; all of it where that is not plain."""
    titles: tuple[tuple[bytes, bytes], ...]
    """Tags of titles, and what is between each and its end."""
    is_plain: bool
    """Whether nothing else in it may be a title to anybody."""


def title_shown(reader: PdfReader) -> Any:  # noqa: ANN401
    """Return what is shown as the title, comparable; None where none is.

    Args:
        reader: of a revision.

    Raises:
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    catalog = catalog_of(reader)
    preferences = follow(dict.get(catalog, "/ViewerPreferences"))
    found = preferences if isinstance(preferences, dict) else {}
    asks = follow(dict.get(found, "/DisplayDocTitle"))
    if asks is None or plain(asks) == ("BooleanObject", "False"):
        return None
    return plain(_own(reader.trailer)), _described(reader).titles


def is_new_title(old: StandingReader, new: StandingReader) -> bool:
    """Whether a title is told in a revision that is not the one of an older revision.

    Raises:
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    one, other = _described(old), _described(new)
    pairs = [(_own(old.trailer), _own(new.trailer)), (_own(_newest(old)), _own(_newest(new)))]
    if one == other and all(plain(left) == plain(right) for left, right in pairs):
        return False
    if not (one.is_plain and other.is_plain):
        return True
    told = [(_titles(left, one), _titles(right, other)) for left, right in pairs]
    # Of several it matters which one stands where.
    return any(len(before) > 1 or not after <= before for before, after in told)


def _titles(own: Any, described: _Described) -> set[str]:  # noqa: ANN401
    """Return all that may be shown as a title."""
    found = {str(own or "")}
    for _, item in described.titles:
        parts = [item, *(part for _, part in _elements(item, b"li"))]
        found |= {unescape(_without_tags(part).decode("utf-8", "replace")) for part in parts}
    return {" ".join(title.split()) for title in found} - {""}


def _newest(reader: StandingReader) -> Any:  # noqa: ANN401
    """Return the trailer at the end: not all readers take from older ones what it lacks."""
    return reader.sections[0].trailer if reader.sections else reader.trailer


def _own(trailer: Any) -> Any:  # noqa: ANN401
    about = follow(dict.get(trailer, "/Info"))
    title = dict.get(about, "/Title") if isinstance(about, dict) else None
    found = follow(title)
    # What was freed is something to some readers.
    return title if found is None else found


def _described(reader: PdfReader) -> _Described:
    named = dict.get(catalog_of(reader), "/Metadata")
    stream = follow(named)
    if stream is None:
        return _Described((plain(named),), (), is_plain=number_of(named) is None)
    try:
        text = unpacked_text(stream, _MOST) if _is_taken(stream) else None
    except (MalformedDocument, DocumentTooLarge):
        text = None
    if text is None:
        whole = (repr(plain(stream)).encode(), bytes(getattr(stream, "_data", b"")))
        return _Described(whole, (whole,), is_plain=False)
    # In two bytes a letter, too.
    letters = text.replace(b"\0", b"")
    if b"title" not in letters.lower() and b"<!" not in letters:
        return _Described((text,), (), is_plain=True)
    titles = tuple((_evenly(tag), _evenly(item)) for tag, item in _elements(letters, b"title"))
    # Some are called "Untitled".
    said = sum(_without_tags(item).lower().count(b"title") for _, item in titles)
    once = letters.lower().count(b"title") == 2 * len(titles) + said
    shape = shape_of(text) if once else None
    return _Described(shape or (text,), titles, is_plain=shape is not None)


def _is_taken(stream: Any) -> bool:  # noqa: ANN401
    """Whether every reader takes it for a description, by what it says of itself."""
    said = plain(stream)
    return (
        hasattr(stream, "get_data")
        # PDFKit says the length once more, in a word that is none to anybody.
        and said.keys() <= {*_SAID, "/Length", "/length", "/Filter", "/DecodeParms"}
        and all(said.get(key) == ("NameObject", name) for key, name in _SAID.items())
        and said.get("/Filter") in (None, *_PLAINLY)
    )


def _elements(text: bytes, kind: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give the tags of elements whose names end so, and what is up to the next such end."""
    parts = text.split(b"<")
    begun = 0
    for index, part in enumerate(parts[1:], 1):
        word = _name(part).lower()
        if not word.endswith(kind):
            continue
        if not word.startswith(b"/"):
            begun = begun or index
        elif begun:
            tag, _, first = parts[begun].partition(b">")
            yield tag, b"<".join((first, *parts[begun + 1 : index]))
            begun = 0


def _name(part: bytes) -> bytes:
    found = _NAME.match(part)
    return found[0] if found is not None else b""


def _without_tags(text: bytes) -> bytes:
    first, *others = text.split(b"<")
    return first + b"".join(part.partition(b">")[2] for part in others)


def _evenly(text: bytes) -> bytes:
    return b" ".join(text.split())
