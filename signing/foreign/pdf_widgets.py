"""What stands on the pages for a later signature (ISO 32000-1, 12.5.6.19 and 12.7.4.5).

A signature may be put on a page that somebody signed before: a widget, and what it is drawn with.
Any other kind of annotation draws itself – an icon, a frame, its own text – wherever it stands. A
time-stamp is nobody's word, its server never sees what it is put on: it shows nothing at all.
"""

from __future__ import annotations

import re
from typing import Any

from signing.foreign.pdf_graph import follow
from signing.foreign.pdf_lent import drawings_of
from signing.foreign.pdf_signatures import Field
from signing.pdf.compare import plain

_KINDS = {"/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Sig"}
_OF_TIME_STAMP = frozenset(
    {
        *("/Type", "/Subtype", "/FT", "/T", "/TU", "/TM", "/Ff", "/V", "/Lock", "/SV", "/Parent"),
        *("/Kids", "/P", "/Rect", "/F", "/AP", "/DA", "/DR", "/H", "/NM", "/M", "/StructParent"),
        "/Lang",
    }
)
_OF_SIGNATURE = _OF_TIME_STAMP | {"/AS", "/MK", "/BS", "/Border", "/C", "/Q", "/Contents"}
"""Entries of a new signature's field and widget, without what acts (``/A``, ``/AA``) and what is
seen by some only (``/OC``)."""
_COMMENT = re.compile(rb"%[^\r\n]*")
_NOTHING = frozenset({b"q", b"Q"})
"""What draws nothing by itself (8.4.2)."""


def parts(field: Field) -> list[Any]:
    """Return a field's own dictionary and those of its widgets."""
    kids = map(follow, follow(field.dictionary.get("/Kids")) or [])
    return [field.dictionary, *(kid for kid in kids if isinstance(kid, dict))]


def is_proper(field: Field, waiting: Field | None, *, time_stamp: bool) -> bool:
    """Whether a later signature's field is a field and its widgets, and nothing besides.

    Args:
        field: as it is now.
        waiting: as it was before it was signed; None if it is new.
        time_stamp: whether it is one.
    """
    before = waiting.dictionary if waiting is not None else {}
    known = _OF_TIME_STAMP if time_stamp else _OF_SIGNATURE
    for part in parts(field):
        # A stream is something to draw besides.
        if hasattr(part, "_data"):
            return False
        for key, item in part.items():
            if key in _KINDS and follow(item) != _KINDS[key]:
                return False
            other = key not in known and not _is_empty_entry(key, item)
            if other and plain({key: before.get(key)}) != plain({key: item}):
                return False
    if time_stamp:
        return not is_seen(field) and (waiting is None or not is_seen(waiting))
    return waiting is None or not is_seen(waiting) or _places(waiting) == _places(field)


def _is_empty_entry(key: str, item: Any) -> bool:  # noqa: ANN401
    """Acrobat says of every widget that it has no colours."""
    return key == "/MK" and follow(item) == {}


def _places(field: Field) -> list[Any]:
    return [plain(follow(part.get("/Rect"))) for part in parts(field)]


def is_seen(field: Field) -> bool:
    """Whether a signature's field shows something, wherever.

    With an empty rectangle there is no place for what it is drawn with (12.5.5), but some readers
    then draw it as large as it is, and some find its words where they are drawn nowhere.
    """
    for part in parts(field):
        boxes = []
        for drawing in drawings_of(part):
            if _draws(drawing.get_data()):
                return True
            boxes.append(drawing.get("/BBox"))
        if "/Rect" in part or "/AP" in part:
            boxes.append(part.get("/Rect"))
        if not all(map(_is_empty, boxes)):
            return True
    return False


def _draws(content: bytes) -> bool:
    return not _NOTHING.issuperset(_COMMENT.sub(b" ", content).replace(b"\0", b" ").split())


def _is_empty(box: Any) -> bool:  # noqa: ANN401
    corners = [float(follow(corner)) for corner in follow(box) or []]
    return len(corners) == 4 and corners[:2] == corners[2:]
