"""The title that readers show above a document's pages instead of the file's name.

They do so where the catalog asks for it (ISO 32000-1, 12.2, ``DisplayDocTitle``), and some always,
by what tells of the document: its information dictionary, or the description in XML beside it,
which signers write anew. Of these only the title is seen.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.foreign.pdf_graph import follow
from signing.foreign.pdf_signatures import catalog_of
from signing.pdf.compare import plain
from signing.pdf.packing import unpacked_text

if TYPE_CHECKING:
    from pypdf import PdfReader

_IN_XML = re.compile(rb"<[\w:]*title\b[^>]*>(.*?)</[\w:]*title\s*>", re.DOTALL | re.IGNORECASE)
_ITEM = re.compile(rb"<[\w:]*li\b[^>]*>(.*?)</", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(rb"<[^>]*>")
_BLANKS = re.compile(rb"\s+")


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
    return plain(_own(reader)), _described(reader)[2]


def is_new_title(old: PdfReader, new: PdfReader) -> bool:
    """Whether a title is told in a revision that an older one has in neither place.

    Raises:
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    if _described(old) == _described(new) and plain(_own(old)) == plain(_own(new)):
        return False
    before, after = _titles(old), _titles(new)
    return after is None or before is None or not after <= before


def _titles(reader: PdfReader) -> set[str] | None:
    """Return all that may be shown as a title; None where nobody knows."""
    own, (is_plain, count, described) = _own(reader), _described(reader)
    # Another element may be one to somebody.
    if not is_plain or count != 2 * len(described):
        return None
    found = {str(own or "")}
    for item in described:
        for part in _ITEM.findall(item) or [item]:
            found.add(unescape(_TAG.sub(b"", part).decode("utf-8", "replace")))
    return {" ".join(title.split()) for title in found} - {""}


def _own(reader: PdfReader) -> Any:  # noqa: ANN401
    about = follow(dict.get(reader.trailer, "/Info"))
    return follow(dict.get(about, "/Title")) if isinstance(about, dict) else None


def _described(reader: PdfReader) -> tuple[bool, int, list[bytes]]:
    """Return whether the XML is plain, how often it has the word, and what is between the tags."""
    stream = follow(dict.get(catalog_of(reader), "/Metadata"))
    data = getattr(stream, "_data", b"")
    try:
        text = unpacked_text(stream) if data else b""
    except MalformedDocument:
        return False, 0, [data]
    # In two bytes a letter, too.
    text = text.replace(b"\0", b"")
    found = [_BLANKS.sub(b" ", item).strip() for item in _IN_XML.findall(text)]
    return b"<!" not in text, text.lower().count(b"title"), found
