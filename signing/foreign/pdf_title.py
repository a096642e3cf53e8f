"""The title that readers show above a document's pages instead of the file's name.

They do so where the catalog asks for it (ISO 32000-1, 12.2, ``DisplayDocTitle``), by what tells of
the document: its information dictionary, or the description in XML beside it, which signers write
anew. Of these only the title is seen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.foreign.pdf_graph import follow
from signing.foreign.pdf_signatures import catalog_of
from signing.pdf.compare import plain
from signing.pdf.packing import unpacked_text

if TYPE_CHECKING:
    from pypdf import PdfReader

_IN_XML = re.compile(rb"<[\w:]*title\b[^>]*>(.*?)</[\w:]*title\s*>", re.DOTALL | re.IGNORECASE)
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
    about = follow(dict.get(reader.trailer, "/Info"))
    title = follow(dict.get(about, "/Title")) if isinstance(about, dict) else None
    return plain(title), _described(follow(dict.get(catalog, "/Metadata")))


def _described(stream: Any) -> list[bytes]:  # noqa: ANN401
    data = getattr(stream, "_data", b"")
    try:
        text = unpacked_text(stream) if data else b""
    except MalformedDocument:
        return [data]
    # In two bytes a letter, too.
    found = _IN_XML.findall(text.replace(b"\0", b""))
    return [_BLANKS.sub(b" ", item).strip() for item in found]
