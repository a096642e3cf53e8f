"""What stands on the pages for a later signature (ISO 32000-1, 12.5.6.19 and 12.7.4.5).

A signature may be put on a page that somebody signed before: a widget, and what it is drawn with.
Any other kind of annotation draws itself – an icon, a frame, its own text – wherever it stands. A
time-stamp is nobody's word, its server never sees what it is put on: it shows nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from signing.errors import MalformedDocument
from signing.foreign.pdf_graph import follow, number_of
from signing.foreign.pdf_signatures import Field
from signing.pdf.compare import plain
from signing.pdf.packing import unpacked

_KINDS = {"/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Sig"}
_OF_TIME_STAMP = frozenset(
    {
        *("/Type", "/Subtype", "/FT", "/T", "/Ff", "/V", "/Lock", "/SV", "/Parent"),
        *("/Kids", "/P", "/Rect", "/F", "/AP", "/DA", "/DR", "/H", "/NM", "/M", "/StructParent"),
    }
)
_OF_SIGNATURE = _OF_TIME_STAMP | {
    *("/AS", "/MK", "/BS", "/Border", "/C", "/Q", "/Contents", "/TU", "/TM", "/Lang"),
}
"""Entries of a new signature's field and widget, without what acts (``/A``, ``/AA``) and what is
seen by some only (``/OC``); of a time-stamp without words that are read aloud."""
_OF_LOOK = frozenset(
    {
        *("/Type", "/Subtype", "/FormType", "/Name", "/BBox", "/Matrix", "/Resources", "/Length"),
        *("/Filter", "/DecodeParms"),
    }
)
"""Entries of a drawing that draws nothing, without what takes another one (``/Ref``, ``/PS``)."""
_FORM = {"/Type": "/XObject", "/Subtype": "/Form"}
_COMMENT = re.compile(rb"%[ -~]*(?=[\r\n]|\Z)")
_NOTHING = frozenset({b"q", b"Q"})
"""What draws nothing by itself (8.4.2)."""
_SMALL = 1 << 15
"""No reader counts a number up to here in another way."""
_MAX_DEPTH = 4


def parts(field: Field) -> list[Any]:
    """Return a field's own dictionary and those of its widgets."""
    kids = map(follow, follow(field.dictionary.get("/Kids")) or [])
    return [field.dictionary, *(kid for kid in kids if isinstance(kid, dict))]


def is_proper(
    field: Field,
    waiting: Field | None,
    *,
    time_stamp: bool,
    is_kept: Callable[[Any], bool] = lambda _value: True,
) -> bool:
    """Whether a later signature's field is a field and its widgets, and nothing besides.

    Args:
        field: as it is now.
        waiting: as it was before it was signed; None if it is new.
        time_stamp: whether it is one.
        is_kept: told a value of what waited, whether all that it leads to is what it was.
    """
    before = {} if waiting is None else dict(_numbered(waiting))
    known = _OF_TIME_STAMP if time_stamp else _OF_SIGNATURE
    for number, part in _numbered(field):
        if number in before and not _stays(before[number], part):
            return False
        # A stream is something to draw besides.
        if hasattr(part, "_data"):
            return False
        for key, item in part.items():
            if key in _KINDS and follow(item) != _KINDS[key]:
                return False
            if key in known or _is_empty_entry(key, item) or _is_said_by_all(key, item):
                continue
            had = dict.get(before.get(number, {}), key)
            if plain({key: had}) != plain({key: item}) or not is_kept(had):
                return False
    if time_stamp:
        return not is_seen(field) and (waiting is None or not is_seen(waiting))
    return waiting is None or not is_seen(waiting) or _places(waiting) == _places(field)


def _stays(before: Any, after: Any) -> bool:  # noqa: ANN401
    """Whether a field that waited has the name and the widgets that it had."""
    pairs = [[dict.get(part, "/Parent") for part in (before, after)]]
    pairs += [[follow(part.get(key)) for part in (before, after)] for key in ("/T", "/Kids")]
    return all(plain(one) == plain(other) for one, other in pairs)


def _numbered(field: Field) -> list[tuple[int | None, Any]]:
    """Return the parts of a field with their numbers."""
    kids = follow(field.dictionary.get("/Kids")) or []
    numbers = [field.number, *(number_of(kid) for kid in kids if isinstance(follow(kid), dict))]
    return list(zip(numbers, parts(field), strict=True))


def _is_empty_entry(key: str, item: Any) -> bool:  # noqa: ANN401
    """Acrobat says of every widget that it has no colours."""
    return key == "/MK" and follow(item) == {}


def _is_said_by_all(key: str, item: Any) -> bool:  # noqa: ANN401
    """PyHanko has these words for every time-stamp's field."""
    return key == "/TU" and getattr(follow(item), "original_bytes", b"") == b"Timestamp"


def _places(field: Field) -> list[Any]:
    return [plain(follow(part.get("/Rect"))) for part in parts(field)]


def is_seen(field: Field) -> bool:
    """Whether a signature's field shows something, wherever; only what surely shows nothing does.

    With an empty rectangle there is no place for what it is drawn with (12.5.5), but some readers
    then draw it as large as it is, and some find its words where they are drawn nowhere.
    """
    return any(
        not _is_blank(part.get("/AP"))
        or (("/Rect" in part or "/AP" in part) and not _is_empty(part.get("/Rect")))
        for part in parts(field)
    )


def _is_blank(value: Any, depth: int = 0) -> bool:  # noqa: ANN401
    """Whether drawings, one for each state and use of a widget, draw nothing."""
    look = follow(value)
    if look is None:
        return True
    if not isinstance(look, dict) or depth > _MAX_DEPTH:
        return False
    if not hasattr(look, "_data"):
        return all(_is_blank(item, depth + 1) for item in look.values())
    if depth == 0 or look.keys() - _OF_LOOK or not _is_empty(look.get("/BBox")):
        return False
    # What it is not drawn with: Ghostscript prints the page in another way for a transparent one.
    lent = follow(look.get("/Resources"))
    if lent is not None and not (isinstance(lent, dict) and lent.keys() <= {"/ProcSet"}):
        return False
    if any(follow(look.get(key)) not in (None, kind) for key, kind in _FORM.items()):
        return False
    try:
        return not _draws(unpacked(look))
    except MalformedDocument:
        return False


def _draws(content: bytes) -> bool:
    return not _NOTHING.issuperset(_COMMENT.sub(b" ", content).split())


def _is_empty(box: Any) -> bool:  # noqa: ANN401
    """Whether a box has no size, as every reader takes its numbers."""
    found = follow(box)
    corners = [follow(corner) for corner in found] if isinstance(found, list) else []
    if len(corners) != 4 or not all(map(is_usual, corners)):
        return False
    return [plain(corner) for corner in corners[:2]] == [plain(corner) for corner in corners[2:]]


def is_usual(number: Any) -> bool:  # noqa: ANN401
    """Whether something is a number that is the same to every reader.

    Whole ones beyond 32 bits begin again in some of them, real ones do not.
    """
    return isinstance(number, (int, float)) and abs(number) < _SMALL
