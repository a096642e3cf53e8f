"""Check a visible signature: its panel is made again, and must be the same bytes.

What a foreign appearance shows could only be judged by drawing it. This program's own is known
from its text and from the frozen document: everything is compared, nothing is interpreted.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.pdf.compare import Revisions, plain, require_same_but, resolve
from signing.pdf.drawn import Numbers, drawn_objects
from signing.pdf.panel import PanelText, draw, read_panel
from signing.pdf.place import own_place, place
from signing.pdf.reading import next_number
from signing.pdf.tags import Tag, tag_of, tagged_root
from signing.pdf.verbatim import Words

if TYPE_CHECKING:
    from pypdf.generic import IndirectObject

_PANEL_FIELD = re.compile(rb"\d+ 0 obj\n<<[^<>]*/TU<FEFF([0-9A-F]{4,20000})>")


def read_shown(revisions: Revisions, field: object) -> PanelText | None:
    """Return what the panel says, or None if the field has not the form of a panel's.

    Raises:
        MalformedDocument: it has, and no panel says this.
    """
    # Read from the bytes, which are compared with what they must be: the library would read a
    # string as long as this one letter by letter.
    number = getattr(field, "idnum", 0)
    return panel_at(revisions.signed, revisions.offsets.get(number, 0))


def panel_at(signed: bytes, offset: int) -> PanelText | None:
    """As :func:`read_shown`, for the object at ``offset``."""
    found = _PANEL_FIELD.match(signed, offset)
    if found is None:
        return None
    try:
        return read_panel(bytes.fromhex(found[1].decode()).decode("utf-16-be"))
    except (ValueError, StopIteration) as error:
        raise MalformedDocument(Flaw.UPDATE_NO_PANEL) from error


def check_shown(revisions: Revisions, field: object, text: PanelText) -> IndirectObject:
    """Return the reference of the signature whose panel says ``text``.

    Raises:
        MalformedDocument: the update changes or adds anything but this panel, or shows it where
            it may cover something.
    """
    from pypdf.generic import IndirectObject

    old = revisions.old
    signature = next_number(old)
    if plain(field) != ("R", signature + 1, 0):
        raise MalformedDocument(Flaw.UPDATE_ORDER)
    tag = _tag(revisions)
    replaced = revisions.replaced - ({tag.root} if tag else set())
    if len(replaced) != 1:
        raise MalformedDocument(Flaw.UPDATE_OBJECTS)
    (holder,) = replaced
    height = draw(text).height
    if plain(revisions.catalog.raw_get("/Pages")) == ("R", holder, 0):
        # A page that holds nothing else can cover nothing, so a signer is free to choose one.
        where = own_place(height)
    else:
        where = place(old, revisions.digest, height)
        last = old.pages[-1].indirect_reference
        if where.own_page or last is None or last.idnum != holder:
            raise MalformedDocument(Flaw.UPDATE_OVER_TEXT)
    numbers = Numbers.after(signature, where, holder)
    if where.own_page:
        _check_page_tree(revisions, holder, numbers.page)
    else:
        check_page(revisions, holder, field)
    if tag is not None:
        _check_tag(revisions, tag, numbers.element)
    objects = drawn_objects(text, where, numbers, tag)
    if not all(revisions.stands(number, body) for number, body in objects.items()):
        raise MalformedDocument(Flaw.UPDATE_OVER_PAGE)
    if revisions.added != {*objects, signature} - revisions.frozen:
        raise MalformedDocument(Flaw.UPDATE_NOT_PANEL)
    return IndirectObject(signature, 0, revisions.new)


def check_page(revisions: Revisions, number: int, field: object) -> None:
    """Check that page ``number`` gained the field, and nothing else.

    Raises:
        MalformedDocument: it did not, or is no page.
    """
    # All that leads to the pages stands where it stood, so they are the frozen document's.
    pages = {item.indirect_reference for item in revisions.old.pages}
    if number not in {item.idnum for item in pages if item is not None}:
        raise MalformedDocument(Flaw.UPDATE_OBJECT, number)
    old, new = (resolve(r.get_object(number)) for r in (revisions.old, revisions.new))
    require_same_but(old, new, Flaw.PART_PAGE, "/Annots")
    before, after = (
        plain(list(resolve(page["/Annots"]))) if "/Annots" in page else [] for page in (old, new)
    )
    if after != [*before, plain(field)]:
        raise MalformedDocument(Flaw.UPDATE_ANNOTATIONS)


def _check_page_tree(revisions: Revisions, number: int, page: int) -> None:
    """The page tree's root gained one page at its end, and nothing else."""
    before, after = (resolve(r.get_object(number)) for r in (revisions.old, revisions.new))
    require_same_but(before, after, Flaw.PART_PAGE_TREE, "/Kids", "/Count")
    kids = plain(list(resolve(before["/Kids"])))
    if plain(list(resolve(after["/Kids"]))) != [*kids, ("R", page, 0)]:
        raise MalformedDocument(Flaw.UPDATE_PAGES)
    count = len(revisions.old.pages) + 1
    if after["/Count"] != count or len(revisions.new.pages) != count:
        raise MalformedDocument(Flaw.UPDATE_PAGE_COUNT)


def _tag(revisions: Revisions) -> Tag | None:
    """Return the place of the field's element if the update changes the structure tree."""
    tag = tag_of(revisions.catalog)
    return tag if tag is not None and tag.root in revisions.replaced else None


def _check_tag(revisions: Revisions, tag: Tag, element: int) -> None:
    """The structure tree gained the field's element at its end, and nothing else."""
    from pypdf.generic import DictionaryObject

    body = tagged_root(Words(revisions.old), tag, element)
    expected = DictionaryObject.read_from_stream(io.BytesIO(body), revisions.old)
    if plain(revisions.new.get_object(tag.root)) != plain(expected):
        raise MalformedDocument(Flaw.UPDATE_STRUCTURE)
