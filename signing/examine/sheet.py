"""What of a page every reader finds alike: its content, and the part that is shown (7.7.3.3).

A page's content may be several streams, which are read as one. Readers put a blank between them,
or nothing; of what is no stream among them some leave out the page, and some only that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from signing.examine.objects import INHERITED, Objects, Page
from signing.examine.state import Box, box_from, common, empty

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

_FAR = 1 << 15
_MOST_ABOVE = 40
_LETTER = (0.0, 0.0, 612.0, 792.0)
_APART = b"\0\t\n\f\r ()<>[]"
_LAST_WORD = re.compile(rb"(?:^|[\0\t\n\f\r ()<>\[\]])(?!d\Z)[A-Za-z'\"*]{1,3}\Z")
"""An operator; of ``d`` and what follows some make ``d0`` or ``d1``."""


@dataclass(frozen=True)
class Content:
    """All that a page draws."""

    data: bytes
    seams: tuple[int, ...] = ()
    """Where in it one stream ends and the next begins."""
    is_plain: bool = True


def content_of(objects: Objects, page: Page) -> Content:
    """Put the streams of a page together.

    Raises:
        MalformedDocument: one is packed as only pictures are.
        DocumentTooLarge: a limit.
    """
    contents = page.get("/Contents")
    found = objects.resolve(contents)
    several = isinstance(found, list)
    streams = [objects.stream(item) for item in (found if several else [contents])]
    is_plain = None not in streams or (not several and "/Contents" not in page.dictionary)
    parts = [objects.data(item) for item in streams if item is not None]
    seams = tuple(accumulate(len(part) + 1 for part in parts[:-1]))
    for before, after in pairwise(parts):
        apart = not before or not after or before[-1] in _APART or after[0] in (*_APART, ord("/"))
        is_plain &= apart or _LAST_WORD.search(before[-4:]) is not None
    return Content(b"\n".join(parts), tuple(seam - 1 for seam in seams), is_plain)


def region_of(objects: Objects, page: Page) -> Box:
    """Return what of a page is shown, in its user space."""
    media = box_from(objects.numbers(page.get("/MediaBox"))) or _LETTER
    crop = box_from(objects.numbers(page.get("/CropBox"))) or media
    region = common(media, crop)
    return media if empty(region) else region


def is_placed_alike(objects: Objects, page: Page) -> bool:
    """Whether every reader shows the same part of a page, turned the same way, at one size."""
    if objects.get(page.dictionary, "/UserUnit") not in (None, 1):
        return False
    boxes = [page.get(key) for key in ("/MediaBox", "/CropBox")]
    for key, box in zip(("/MediaBox", "/CropBox"), boxes, strict=True):
        numbers = objects.numbers(box)
        needed = key == "/MediaBox" or objects.resolve(box) is not None
        if needed and (len(numbers) != 4 or not all(abs(number) < _FAR for number in numbers)):
            return False
    media, crop = (box_from(objects.numbers(box)) for box in boxes)
    if media is None or empty(common(media, crop or media)):
        return False
    turned = objects.resolve(page.get("/Rotate"))
    # To some a real number is none, and what is no right angle is one, or none.
    if turned is not None and not (isinstance(turned, int) and turned % 90 == 0):
        return False
    return _is_inherited_alike(objects, page)


def _is_inherited_alike(objects: Objects, page: Page) -> bool:
    """Whether what stands above a page is the same on the way down to it and on its way up.

    Some readers go by the kids of each node, and some by each one's parent.
    """
    for key in INHERITED:
        node: DictionaryObject | None = page.dictionary
        for _ in range(_MOST_ABOVE):
            if node is None or key in node:
                break
            node = objects.dictionary(dict.get(node, "/Parent"))
        if page.get(key) is not (None if node is None else dict.get(node, key)):
            return False
    return True
