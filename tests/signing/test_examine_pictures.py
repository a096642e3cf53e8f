"""Pictures are plain to every reader, or they are told before anybody signs.

Each of what is told was another picture, or none, in one of Poppler, MuPDF, Ghostscript and
PDFium: a scan that shows other figures to whoever signs it.
"""

from __future__ import annotations

import io
import re
import struct
import zlib

import pytest
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from signing.detail import said
from signing.examine.document import examine_pdf
from signing.examine.finding import Finding, FindingCode
from signing.flaws import Flaw
from tests.signing.hostile_pdfs import HONEST, make, stream

TOLD = Finding(FindingCode.UNREADABLE, 1, str(said(Flaw.PICTURE_UNLIKE)))
FINE = Finding(FindingCode.UNREADABLE, 1, str(said(Flaw.PICTURE_FINE)))
CONTENT_TOLD = Finding(FindingCode.UNREADABLE, 1, str(said(Flaw.DRAWN_UNLIKE)))
WIDE, HIGH = 16, 8
GRAY = b"/ColorSpace/DeviceGray/BitsPerComponent 8"
RGB = b"/ColorSpace/DeviceRGB/BitsPerComponent 8"
STENCIL = b"/ImageMask true/BitsPerComponent 1"
SHADES = bytes(range(0, 256, 2))
BITS = bytes(range(WIDE // 8 * HIGH))


def shown(keys: bytes, data: bytes, *others: bytes, size: tuple[int, int] = (WIDE, HIGH)) -> bytes:
    """A page with a picture, object 6, and what it leads to."""
    said_of = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % size + keys
    content = HONEST + b"q 450 0 0 450 72 72 cm /P Do Q\n"
    return make(
        content, resources=b"/XObject<</P 6 0 R>>", objects=(stream(data, said_of), *others)
    )


def mask(keys: bytes, data: bytes, size: tuple[int, int] = (WIDE, HIGH)) -> bytes:
    return stream(data, b"/Type/XObject/Subtype/Image/Width %d/Height %d" % size + keys)


def packed(kind: str, mode: str = "L", **options: object) -> bytes:
    picture = Image.frombytes("L", (WIDE, HIGH), SHADES).convert(mode)
    made = io.BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


def told(pdf: bytes) -> bool:
    found = examine_pdf(pdf)
    assert set(found) <= {TOLD, FINE}
    return TOLD in found


# --- pictures that are not packed, and Flate -----------------------------------------------------

SOFT, HARD = mask(GRAY, SHADES), mask(STENCIL, BITS)
INDEXED = b"/ColorSpace[/Indexed/DeviceGray %d<%s>]/BitsPerComponent 8"
ROWS = b"".join(b"\2" + SHADES[at : at + WIDE] for at in range(0, len(SHADES), WIDE))
HEX = zlib.compress(SHADES).hex().encode() + b">"
FLATE = b"/Filter/FlateDecode/DecodeParms<</Predictor %d/Columns %d>>"


@pytest.mark.parametrize(
    ("keys", "data", "others"),
    [
        (GRAY, SHADES, ()),
        (GRAY + b"/Decode[1 0]/Interpolate true/Intent/Perceptual", SHADES, ()),
        (b"/ColorSpace/DeviceRGB/BitsPerComponent 4", SHADES * 3, ()),
        (STENCIL + b"/Decode[1 0]", BITS, ()),
        (b"/ImageMask true", BITS, ()),
        (INDEXED % (127, bytes(128).hex().encode()), bytes(range(128)), ()),
        (b"/ColorSpace[/Indexed/DeviceGray 1<00FF>]/BitsPerComponent 1", BITS, ()),
        (b"/ColorSpace[/Indexed/DeviceGray 2<007FFF>]/BitsPerComponent 4", b"\x12" * 64, ()),
        (GRAY + b"/Filter/FlateDecode", zlib.compress(SHADES), ()),
        (GRAY + FLATE % (15, WIDE), zlib.compress(ROWS), ()),
        (GRAY + FLATE % (2, WIDE), zlib.compress(SHADES), ()),
        (GRAY + b"/Filter[/ASCIIHexDecode/FlateDecode]", HEX, ()),
        # As Pillow writes it: the end of the stream is the end of the letters.
        (GRAY + b"/Filter/ASCIIHexDecode", SHADES.hex().encode(), ()),
        (GRAY + b"/Mask[0 9]", SHADES, ()),
        (GRAY + b"/SMask 7 0 R", SHADES, (SOFT,)),
        (RGB + b"/SMask 7 0 R", SHADES * 3, (SOFT.replace(b"/Type", b"/Matte[0 0 0]/Type"),)),
        (GRAY + b"/Mask 7 0 R", SHADES, (HARD,)),
    ],
)  # fmt: skip
def test_plain_pictures(keys: bytes, data: bytes, others: tuple[bytes, ...]) -> None:
    assert not told(shown(keys, data, *others))


@pytest.mark.parametrize(
    ("keys", "data", "others"),
    [
        (b"/CS/DeviceGray/BPC 8", SHADES, ()),
        (GRAY.replace(b"t 8", b"t 8.0"), SHADES, ()),
        (GRAY.replace(b"t 8", b"t 3"), SHADES, ()),
        (b"/ColorSpace/DeviceGray", SHADES, ()),
        (b"/BitsPerComponent 8", SHADES, ()),
        (b"/ColorSpace/Pattern/BitsPerComponent 8", SHADES, ()),
        (RGB, SHADES, ()),
        (GRAY, SHADES[:-1], ()),
        (GRAY + b"/Decode[1 1]", SHADES, ()),
        (GRAY + b"/Decode[1]", SHADES, ()),
        (GRAY + b"/Decode(10)", SHADES, ()),
        (GRAY + b"/ImageMask/true", SHADES, ()),
        (GRAY + b"/ImageMask 1", SHADES, ()),
        (STENCIL + b"/ColorSpace/DeviceGray", BITS, ()),
        (b"/ImageMask true/BitsPerComponent 8", SHADES, ()),
        (INDEXED % (255, b"00"), SHADES, ()),
        (INDEXED % (126, bytes(127).hex().encode()), bytes(range(128)), ()),
        (b"/ColorSpace[/Indexed/DeviceGray 2<007FFF>]/BitsPerComponent 4", b"\x13" * 64, ()),
        (GRAY + b"/Filter/FlateDecode", zlib.compress(SHADES)[:-5], ()),
        (GRAY + b"/Filter/FlateDecode", zlib.compress(SHADES[:-1]), ()),
        (GRAY + b"/Filter/LZWDecode", b"\x80", ()),
        (GRAY + b"/Filter/Foo", SHADES, ()),
        (GRAY + b"/Filter/Crypt", SHADES, ()),
        (GRAY + FLATE % (3, WIDE), zlib.compress(SHADES), ()),
        (GRAY + FLATE % (15, WIDE // 2), zlib.compress(ROWS), ()),
        (GRAY + FLATE % (15, WIDE), zlib.compress(ROWS.replace(b"\2", b"\7")), ()),
        (GRAY + b"/Mask[0]", SHADES, ()),
        (GRAY + b"/Mask[0.0 9.0]", SHADES, ()),
        (GRAY + b"/Mask true", SHADES, ()),
        (GRAY + b"/SMask 7 0 R/Mask[0 9]", SHADES, (SOFT,)),
        (GRAY + b"/SMask 7 0 R", SHADES, (HARD,)),
        (GRAY + b"/Mask 7 0 R", SHADES, (SOFT,)),
        (GRAY + b"/SMask 7 0 R", SHADES, (mask(RGB, SHADES * 3),)),
        (GRAY + b"/SMask 7 0 R", SHADES, (mask(b"/BitsPerComponent 8", SHADES),)),
        (GRAY + b"/SMask 7 0 R", SHADES, (mask(GRAY + b"/SMask 8 0 R", SHADES), SOFT)),
        (GRAY + b"/SMask 7 0 R", SHADES, (stream(b"", b"/Subtype/Form/BBox[0 0 1 1]"),)),
        (GRAY + b"/SMask 7 0 R", SHADES, (mask(GRAY + b"/Matte[0 0]", SHADES),)),
    ],
)
def test_pictures_of_which_each_reader_makes_its_own(
    keys: bytes, data: bytes, others: tuple[bytes, ...]
) -> None:
    assert told(shown(keys, data, *others))


@pytest.mark.parametrize("size", [(0, HIGH), (WIDE, -1), (WIDE, 1 << 16)])
def test_sizes_of_no_picture(size: tuple[int, int]) -> None:
    assert told(shown(GRAY, SHADES, size=size))


# --- DCT -----------------------------------------------------------------------------------------

DCT = b"/Filter/DCTDecode"
JPEG, COLOURED = packed("JPEG"), packed("JPEG", "RGB")
STEPS, CODES = (JPEG[JPEG.index(mark) :][:6] for mark in (b"\xff\xdb\0\x43", b"\xff\xc4\0\x1f"))
UNMARKED = COLOURED[:2] + COLOURED[20:]
ADOBE = b"\xff\xd8\xff\xee\0\x0eAdobe\0\x64\0\0\0\0%c"
NO_TURN = b"/DecodeParms<</ColorTransform 0>>"


def named(data: bytes, frame: bytes) -> bytes:
    return re.sub(rb"(?<=\xff\xc0..\x08)....", frame.ljust(4), data, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("keys", "data", "is_told"),
    [
        (GRAY + DCT, JPEG, False),
        (RGB + DCT, COLOURED, False),
        (RGB + DCT, packed("JPEG", "RGB", progressive=True), False),
        (RGB + DCT, UNMARKED, False),
        (RGB + DCT, ADOBE % 0 + UNMARKED[2:], False),
        (RGB + DCT + b"/DecodeParms<</Predictor 15/Columns 16>>", COLOURED, False),
        (RGB.replace(b"RGB", b"CMYK") + DCT, packed("JPEG", "CMYK"), False),
        (GRAY + b"/Filter[/FlateDecode/DCTDecode]", zlib.compress(JPEG), False),
        (GRAY + DCT, JPEG.replace(STEPS, STEPS[:-1] + b"\0"), True),
        (GRAY + DCT, JPEG.replace(CODES, CODES[:-1] + b"\3"), True),
        (RGB + DCT, JPEG, True),
        (GRAY + DCT, COLOURED, True),
        (GRAY.replace(b"t 8", b"t 1") + DCT, JPEG, True),
        (b"/ColorSpace/DeviceGray" + DCT, JPEG, True),
        (STENCIL + DCT, JPEG, True),
        (GRAY + DCT, b"junk" + JPEG, True),
        (GRAY + DCT, JPEG[:-2], True),
        (GRAY + DCT, JPEG[: len(JPEG) // 2], True),
        (GRAY + DCT, named(JPEG, struct.pack(">HH", 0, WIDE)), True),
        (GRAY + DCT, named(JPEG, struct.pack(">HH", HIGH, WIDE * 2)), True),
        (RGB + DCT + NO_TURN, COLOURED, True),
        (RGB + DCT + NO_TURN, UNMARKED, True),
        (RGB + DCT, COLOURED[:20] + (ADOBE % 0)[2:] + COLOURED[20:], True),
    ],
)
def test_what_a_jpeg_says_is_what_its_dictionary_says(
    keys: bytes, data: bytes, *, is_told: bool
) -> None:
    assert told(shown(keys, data)) == is_told


# --- JPX, CCITT ----------------------------------------------------------------------------------

JPX = b"/Filter/JPXDecode"
PLAIN_JPX = packed("JPEG2000")


@pytest.mark.parametrize(
    ("keys", "data", "is_told"),
    [
        (GRAY + JPX, PLAIN_JPX, False),
        (RGB + JPX, packed("JPEG2000", "RGB"), False),
        (JPX, PLAIN_JPX, True),
        (RGB + JPX, PLAIN_JPX, True),
        (GRAY + JPX, packed("JPEG2000", "LA"), True),
        (RGB + JPX, packed("JPEG2000", "RGBA"), True),
        (GRAY + JPX + b"/Decode[1 0]", PLAIN_JPX, True),
        (GRAY + JPX + b"/Mask[0 9]", PLAIN_JPX, True),
        (GRAY + JPX + b"/SMaskInData 1", PLAIN_JPX, True),
        (GRAY + JPX, PLAIN_JPX[:-2], True),
        (GRAY + JPX, PLAIN_JPX[PLAIN_JPX.index(b"\xff\x4f\xff\x51") :], True),
    ],
)
def test_what_jpeg_2000_says_is_what_its_dictionary_says(
    keys: bytes, data: bytes, *, is_told: bool
) -> None:
    assert told(shown(keys, data)) == is_told


ONE_BIT = b"/ColorSpace/DeviceGray/BitsPerComponent 1"
FAX = ONE_BIT + b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 16/Rows 8%s>>"
WHITE = int("1" * HIGH + "000000000001" * 2, 2).to_bytes(4, "big")
"""Rows like the white one above the first, and the end."""


@pytest.mark.parametrize(
    ("keys", "data", "is_told"),
    [
        (FAX % b"", WHITE, False),
        (FAX % b"/BlackIs1 true", WHITE, False),
        (STENCIL + (FAX % b"")[len(ONE_BIT) :], WHITE, False),
        (FAX % b"/EncodedByteAlign true", WHITE, True),
        (FAX % b"/EndOfLine true", WHITE, True),
        (FAX.replace(b"K -1", b"K 0") % b"", WHITE, True),
        (FAX % b"/BlackIs1 1", WHITE, True),
        (FAX.replace(b"/Columns 16", b"") % b"", WHITE, True),
        (FAX.replace(b"s 16", b"s 16.0") % b"", WHITE, True),
        (FAX.replace(b"s 16", b"s 8") % b"", WHITE, True),
        (FAX.replace(b"K -1", b"K 4") % b"", WHITE, True),
        (FAX.replace(b"t 1/", b"t 8/") % b"", WHITE, True),
        (FAX % b"", WHITE[:1], True),
        (FAX % b"", WHITE + b"what no reader reads", False),
        (FAX % b"", b"\xff" + WHITE, True),
        (FAX % b"", b"\0" + WHITE, True),
        (FAX % b"/EndOfBlock false", WHITE[:1], False),
    ],
)
def test_what_a_facsimile_says_is_what_its_dictionary_says(
    keys: bytes, data: bytes, *, is_told: bool
) -> None:
    assert told(shown(keys, data)) == is_told


@pytest.mark.parametrize("width", [1, 7, 64, 3000])
def test_every_facsimile_of_an_honest_program(width: int) -> None:
    drawn = Image.frombytes("L", (width, 20), bytes(at * at % 251 for at in range(width * 20)))
    ruled = (
        Image.linear_gradient("L").resize((width, 20)).point(lambda shade: shade // 50 % 2 * 255)
    )
    for picture in (drawn.convert("1"), ruled.convert("1")):
        made = io.BytesIO()
        picture.save(made, "TIFF", compression="group4")
        made.seek(0)
        found = TiffImageFile(made)
        (at,), (size,) = found.tag_v2[273], found.tag_v2[279]
        data = made.getvalue()[at : at + size]
        keys = (FAX % b"").replace(b"16/Rows 8", b"%d" % width)
        assert not told(shown(keys, data, size=(width, 20)))
        assert told(shown(keys, data, size=(width, 21)))


def test_jbig2_is_told() -> None:
    """What is damaged in it, or on a second page, each reader shows in its own way."""
    assert told(shown(ONE_BIT + b"/Filter/JBIG2Decode", WHITE))


# --- inline pictures -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "data", "is_told"),
    [
        (b"/W 16/H 8/BPC 8/CS/G", SHADES, False),
        (b"/Width 16/Height 8/ImageMask true/D[1 0]/I true", BITS, False),
        (b"/W 16/H 8/BPC 1/CS[/I/G 1<00FF>]", BITS, False),
        (b"/W 16/H 8/IM true/F/Fl", zlib.compress(BITS), False),
        (b"/W 16/H 8/IM true/F/CCF/DP<</K -1/Columns 16/BlackIs1 true>>", WHITE, False),
        (b"/W 16/H 8/BPC 8/CS/G/F/DCT", JPEG, False),
        (b"/W 16/H 8/BPC 1/CS/G/IM/true", BITS, True),
        (b"/W 16/H 8/BPC 8", SHADES, True),
        (b"/W 16/H 8/BPC 8/CS/G/Mask[0 9]", SHADES, True),
        (b"/W 16/H 8/BPC 8/CS/RGB/F/DCT", JPEG, True),
        (b"/W 16/H 8/IM true/F/Fl", zlib.compress(BITS[:-1]), True),
        (b"/W 16/H 8/IM true/F[/AHx/JPXDecode]", PLAIN_JPX.hex().encode() + b">", True),
        (b"/W 16/H 8/CS/G/BPC 8/F/AHx", SHADES.hex().encode() + b">", False),
        (b"/W 16/H 8/CS/G/BPC 8/F/AHx", SHADES.hex().encode(), True),
        (b"/W 16/H 8/IM true/F/CCF/DP<</K -1/Columns 16.5>>", WHITE, True),
    ],
)
def test_pictures_within_a_content(head: bytes, data: bytes, *, is_told: bool) -> None:
    content = b"q 90 0 0 90 72 72 cm BI %s ID %s\nEI Q\n" % (head, data) + HONEST
    assert (CONTENT_TOLD in examine_pdf(make(content))) == is_told


def test_a_picture_named_as_a_way_up() -> None:
    """Names of resources are anybody's: ``/P`` here is no page."""
    assert told(shown(RGB, SHADES))
