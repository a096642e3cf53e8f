"""Pictures of which every reader shows the same (ISO 32000-1, 8.9).

A picture says its size, its colours and how it is packed, and its data say so again. Where the
two differ, or one of them is missing or of another kind, some readers go by the one, some by the
other, and some leave the picture out: a scan of a page is another one on the next screen. So a
picture is plain if its dictionary and its data say one thing, in the usual way.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from signing.errors import MalformedDocument
from signing.examine.colours import space_of
from signing.examine.objects import Objects
from signing.examine.picture_data import is_packed_alike
from signing.examine.picture_heads import Claim, Said
from signing.pdf.packing import filters_of

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject, StreamObject

_SHORT = frozenset({"/W", "/H", "/BPC", "/CS", "/D", "/IM", "/I", "/F", "/DP"})
"""Keys of inline images, which some readers take here too."""
_LARGEST = 1 << 16
_BITS = (1, 2, 4, 8, 16)


def is_picture_plain(objects: Objects, found: StreamObject) -> bool:
    """Whether every reader shows the same of a picture that is no inline image.

    Raises:
        DocumentTooLarge: a limit is reached.
    """
    from pypdf.errors import PyPdfError

    data = bytes(getattr(found, "_data", b""))
    try:
        claim = _claim(objects, found)
        if claim is None or not _is_masked_alike(objects, found, claim):
            return False
        ways = [(name, _said(objects, extra)) for name, extra in filters_of(found)]
        if ways and ways[-1][0] == "/JPXDecode" and found.keys() & {"/Decode", "/Mask"}:
            return False
        if [name for name, _ in ways] == ["/ASCIIHexDecode"] and b">" not in data:
            # Pillow lets the stream end it.
            data += b">"
        return is_packed_alike(ways, data, claim, objects.budget)
    except (MalformedDocument, PyPdfError, zlib.error):
        return False


def _said(objects: Objects, extra: DictionaryObject | None) -> Said:
    """Return the parameters of a filter; those of no value are none."""
    found = {str(key): objects.resolve(item) for key, item in dict.items(extra or {})}
    return {key: value for key, value in found.items() if value is not None}


def _claim(objects: Objects, found: StreamObject) -> Claim | None:
    """Return what a dictionary says of its picture; None if that is not plain."""
    from pypdf.generic import BooleanObject

    size = [objects.get(found, key) for key in ("/Width", "/Height")]
    stencil, smooth = (objects.get(found, key) for key in ("/ImageMask", "/Interpolate"))
    flags = all(item is None or isinstance(item, BooleanObject) for item in (stencil, smooth))
    whole = all(isinstance(item, int) and 0 < item < _LARGEST for item in size)
    if not flags or not whole or _SHORT & found.keys():
        return None
    bits = objects.get(found, "/BitsPerComponent")
    if stencil is not None and stencil.value:
        if objects.get(found, "/ColorSpace") is not None or bits not in (None, 1):
            return None
        colours, bits, last = 1, 1, None
    else:
        space = space_of(objects, dict.get(found, "/ColorSpace"))
        if space is None or not space.parts or not isinstance(bits, int) or bits not in _BITS:
            return None
        colours, last = space.parts, space.last
        if last is not None and last >= 1 << bits:
            return None
    masked = stencil is not None and bool(stencil.value)
    claim = Claim(size[0], size[1], colours, bits, masked, last)
    return claim if _is_decoded_alike(objects, found, claim) else None


def _is_decoded_alike(objects: Objects, found: StreamObject, claim: Claim) -> bool:
    value = objects.get(found, "/Decode")
    if value is None:
        return True
    most = 1 if claim.last is None else (1 << claim.bits) - 1
    numbers = objects.numbers(value)
    return numbers in ((0.0, most) * claim.colours, (most, 0.0) * claim.colours)


def _is_masked_alike(objects: Objects, found: StreamObject, claim: Claim) -> bool:
    """Whether what is left out of a picture is said once, and by a picture of its kind."""
    soft, hard = objects.get(found, "/SMask"), objects.get(found, "/Mask")
    if objects.get(found, "/SMaskInData") not in (None, 0):
        return False
    if soft is None and hard is None:
        return True
    if claim.is_stencil or (soft is not None and hard is not None):
        return False
    if isinstance(hard, list) and objects.stream(hard) is None:
        ends = [objects.resolve(item) for item in hard]
        most = 1 << claim.bits
        whole = all(isinstance(item, int) and 0 <= item < most for item in ends)
        return whole and len(ends) == 2 * claim.colours
    mask = objects.stream(soft if hard is None else hard)
    inner = None if mask is None else _claim(objects, mask)
    if mask is None or inner is None or objects.text(dict.get(mask, "/Subtype")) != "/Image":
        return False
    if any(objects.get(mask, key) is not None for key in ("/SMask", "/Mask")):
        return False
    if hard is not None:
        return inner.is_stencil
    matte = objects.get(mask, "/Matte")
    if matte is not None:
        same = (inner.width, inner.height) == (claim.width, claim.height)
        if len(objects.numbers(matte)) != claim.colours or not same:
            return False
    return not inner.is_stencil and objects.text(dict.get(mask, "/ColorSpace")) == "/DeviceGray"
