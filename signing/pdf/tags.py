"""The signature's field in the structure tree of a tagged PDF (ISO 32000-1, 14.7 and 14.8).

A screen reader finds a field in its place in the reading order – after the text – through an
element ``Form`` that names it, and the field names its element by a key of the parent tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signing.pdf.painted import part
from signing.pdf.verbatim import Words, entries, longer, with_entries

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject


@dataclass(frozen=True)
class Tag:
    """Where the field's element goes."""

    root: int
    """Number of the structure tree's root, which is changed."""
    key: int
    """Of the field in the parent tree."""

    def element(self, field: int, page: int) -> bytes:
        """Return the body of the element."""
        return (
            b"<</Type/StructElem/S/Form/P %d 0 R/Pg %d 0 R/K<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>>>"
            % (self.root, page, field, page)
        )


def tag_of(catalog: DictionaryObject) -> Tag | None:
    """Return the place for one more element, or None.

    None for a document that is not tagged, and for one whose parent tree has branches: there the
    field is spoken by its name alone.
    """
    from pypdf.generic import IndirectObject, NumberObject

    if "/StructTreeRoot" not in catalog:
        return None
    reference = catalog.raw_get("/StructTreeRoot")
    root = part(catalog, "/StructTreeRoot")
    if not isinstance(reference, IndirectObject) or reference.generation:
        return None
    tree = part(root, "/ParentTree") if isinstance(root, dict) else None
    if not isinstance(tree, dict) or "/Kids" in tree:
        return None
    numbers = part(tree, "/Nums")
    if not isinstance(numbers, list) or len(numbers) < 2:
        return None
    following = part(root, "/ParentTreeNextKey")
    last = numbers[-2]
    if not isinstance(following, NumberObject) or not isinstance(last, NumberObject):
        return None
    # Keys are in order (7.9.7); a next key that is not behind the last would break that.
    return Tag(reference.idnum, int(following)) if following > last else None


def tagged_root(words: Words, tag: Tag, element: int) -> bytes:
    """Return the structure tree's root with one more element at its end.

    Args:
        words: of the document.
        tag: the element's place.
        element: its number.

    Raises:
        MalformedDocument: readers may take the tree for several things.
        PyPdfError: as the library does; within :func:`signing.pdf.reading.reading`.
    """
    root = words.of(tag.root)
    had, new = entries(root), b"%d 0 R" % element
    kids = had.get(b"/K", b"null")
    # A single kid stands for itself; what kind it is tells its first byte.
    if not words.behind(kids).startswith((b"[", b"null")):
        kids = b"[%s]" % kids
    tree = words.behind(had[b"/ParentTree"])
    numbers = longer(words, entries(tree).get(b"/Nums"), b"%d" % tag.key, new)
    return with_entries(
        root,
        {
            b"/K": longer(words, kids, new),
            b"/ParentTree": with_entries(tree, {b"/Nums": numbers}),
            b"/ParentTreeNextKey": b"%d" % (tag.key + 1),
        },
    )
