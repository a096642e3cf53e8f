"""How codes of composite fonts are told apart, and of what they are (ISO 32000-1, 9.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signing.errors import MalformedDocument
from signing.examine.objects import Objects

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_BY_GHOSTSCRIPT = """
    /CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo 3 dict dup begin
    /Registry (Adobe) def /Ordering (Identity) def /Supplement 0 def end def
    /CMapName /OneByteIdentityH def /CMapVersion 1.000 def /CMapType 1 def /UIDOffset 0 def
    /XUID [1 10 25404 9999] def /WMode 0 def 1 begincodespacerange <00> <FF> endcodespacerange
    1 begincidrange <00> <FF> 0 endcidrange endcmap
    CMapName currentdict /CMap defineresource pop end end
"""
"""What it makes of fonts of one byte where the standard for archives wants others."""

_STRINGS = ("TextStringObject", "ByteStringObject")


def code_size(objects: Objects, encoding: Any) -> int:  # noqa: ANN401
    """Return how many bytes a code has that is its own number; 0 where readers may find others.

    Args:
        objects: of the document.
        encoding: of the font.
    """
    stream = objects.stream(encoding)
    if stream is None:
        return 2 if objects.text(encoding) == "/Identity-H" else 0
    if "/UseCMap" in stream or objects.get(stream, "/WMode") not in (None, 0):
        return 0
    try:
        words = objects.data(stream).split()
    except MalformedDocument:
        return 0
    return int(words == _BY_GHOSTSCRIPT.encode().split())


def names_signs(objects: Objects, found: DictionaryObject | None) -> bool:
    """Whether a collection of signs is said in full (9.7.3)."""
    said = (objects.get(found, key) for key in ("/Registry", "/Ordering"))
    whole = type(objects.get(found, "/Supplement")).__name__ == "NumberObject"
    return whole and all(type(item).__name__ in _STRINGS for item in said)
