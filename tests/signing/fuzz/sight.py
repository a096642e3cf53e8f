"""What a PDF shows: its pages with all that they are drawn with, as the library reads them."""

from __future__ import annotations

import hashlib
import io
from typing import Any

_UP = {"/Parent", "/P", "/Popup", "/StructParents", "/StructParent"}
_MAX = 3000


def seen(pdf: bytes) -> bytes:
    """Return a digest of everything that pages and annotations lead to; empty without pages."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(pdf), strict=False)
        words = [_shape(page, set()) for page in reader.pages]
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return b""
    return hashlib.sha256(repr(words).encode()).digest()


def _shape(value: Any, on: set[int]) -> Any:
    """Return nested tuples without references, which are followed once each."""
    from pypdf.generic import DictionaryObject, IndirectObject

    if isinstance(value, IndirectObject):
        if value.idnum in on or len(on) > _MAX:
            return "again"
        on.add(value.idnum)
        value = value.get_object()
    if isinstance(value, DictionaryObject):
        # What no signature covers of itself (12.8.1).
        skip = _UP | {"/Contents"} if "/ByteRange" in value else _UP
        inner = {key: _shape(value.raw_get(key), on) for key in sorted(value) if key not in skip}
        data = value.get_data() if hasattr(value, "get_data") else b""
        return (tuple(inner.items()), hashlib.sha256(data).hexdigest() if data else "")
    if isinstance(value, list):
        return tuple(_shape(list.__getitem__(value, index), on) for index in range(len(value)))
    return repr(value)
