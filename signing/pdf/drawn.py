"""The objects that show a signature: its field, its panel, and a page of its own if need be.

Made for the update and made again for its check; the two must be the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

from signing.pdf.panel import OBJECTS, PanelText, draw
from signing.pdf.place import OWN_PAGE, Place
from signing.pdf.tags import Tag

FIELD_NAME = "Imzo"


@dataclass(frozen=True)
class Numbers:
    """The object numbers of an update with a panel."""

    signature: int
    field: int
    page: int
    """Of the page that shows the panel."""
    holder: int
    """Of the frozen object that is changed for it: that page, or the page tree's root."""
    form: int
    """Of the panel's drawing; its font follows."""
    element: int
    """In the structure tree, if the document has one."""

    @classmethod
    def after(cls, signature: int, where: Place, holder: int) -> Numbers:
        """Return the numbers that follow ``signature``, the first that is free."""
        field = signature + 1
        page = field + 1 if where.own_page else holder
        form = field + (2 if where.own_page else 1)
        return cls(signature, field, page, holder, form, form + OBJECTS)


def invisible_field(signature: int, page: int) -> bytes:
    """Return a field that shows nothing, by the numbers of its signature and its page."""
    # An empty rectangle needs no appearance, in PDF/A too (ISO 19005-2, 6.3.3).
    return b"<<%s/Rect[0 0 0 0]>>" % _field(signature, page)


def drawn_objects(
    text: PanelText, where: Place, numbers: Numbers, tag: Tag | None
) -> dict[int, bytes]:
    """Return numbers and bodies of everything a visible signature adds, except its value.

    Args:
        text: what the panel says.
        where: its place.
        numbers: of the objects.
        tag: its place in the structure tree, if it has one.
    """
    spoken = (b"\xfe\xff" + text.spoken.encode("utf-16-be")).hex().upper().encode()
    objects = {
        numbers.field: b"<<%s/Rect[%d %d %d %d]%s/TU<%s>/Contents <%s>/AP<</N %d 0 R>>>>"
        % (
            _field(numbers.signature, numbers.page),
            *where.rect,
            b"/StructParent %d" % tag.key if tag else b"",
            spoken,
            spoken,
            numbers.form,
        )
    }
    if where.own_page:
        box = b"[0 0 %d %d]" % OWN_PAGE
        # Everything a page could inherit is said, so that it is what it says.
        objects[numbers.page] = (
            b"<</Type/Page/Parent %d 0 R/MediaBox%s/CropBox%s/Rotate 0/Resources<<>>/Tabs/S"
            b"/Annots[%d 0 R]>>" % (numbers.holder, box, box, numbers.field)
        )
    bodies = draw(text).objects(numbers.form, where.rotation)
    objects |= dict(zip(range(numbers.form, numbers.element), bodies, strict=True))
    if tag is not None:
        objects[numbers.element] = tag.element(numbers.field, numbers.page)
    return objects


def _field(signature: int, page: int) -> bytes:
    # Flags 132 = Print | Locked (ISO 32000-1, table 165).
    return b"/Type/Annot/Subtype/Widget/FT/Sig/T(%s)/V %d 0 R/P %d 0 R/F 132" % (
        FIELD_NAME.encode(),
        signature,
        page,
    )
