"""The objects that show a signature: its field, its panel, and a page of its own if need be.

Made for the update and made again for its check; the two must be the same bytes.
"""

from __future__ import annotations

from signing.pdf_panel import OBJECTS, PanelText, draw
from signing.pdf_place import OWN_PAGE, Place

FIELD_NAME = "Imzo"


def invisible_field(signature: int, page: int) -> bytes:
    """Return a field that shows nothing, by the numbers of its signature and its page."""
    # An empty rectangle needs no appearance, in PDF/A too (ISO 19005-2, 6.3.3).
    return b"<<%s/Rect[0 0 0 0]>>" % _field(signature, page)


def drawn_objects(text: PanelText, where: Place, signature: int, changed: int) -> dict[int, bytes]:
    """Return numbers and bodies of everything a visible signature adds, except its value.

    Args:
        text: what the panel says.
        where: its place.
        signature: number of the signature dictionary; the others follow it.
        changed: number of the page that shows it, or of the page tree's root that gains one.
    """
    field = signature + 1
    page, first = (field + 1, field + 2) if where.own_page else (changed, field + 1)
    spoken = (b"\xfe\xff" + text.spoken.encode("utf-16-be")).hex().upper().encode()
    objects = {
        field: b"<<%s/Rect[%d %d %d %d]/TU<%s>/Contents <%s>/AP<</N %d 0 R>>>>"
        % (_field(signature, page), *where.rect, spoken, spoken, first)
    }
    if where.own_page:
        box = b"[0 0 %d %d]" % OWN_PAGE
        # Everything a page could inherit is said, so that it is what it says.
        objects[page] = (
            b"<</Type/Page/Parent %d 0 R/MediaBox%s/CropBox%s/Rotate 0/Resources<<>>"
            b"/Annots[%d 0 R]>>" % (changed, box, box, field)
        )
    bodies = draw(text).objects(first, where.rotation)
    return objects | dict(zip(range(first, first + OBJECTS), bodies, strict=True))


def _field(signature: int, page: int) -> bytes:
    # Flags 132 = Print | Locked (ISO 32000-1, table 165).
    return b"/Type/Annot/Subtype/Widget/FT/Sig/T(%s)/V %d 0 R/P %d 0 R/F 132" % (
        FIELD_NAME.encode(),
        signature,
        page,
    )
