"""Fonts, each with one thing in it that readers do not take alike; and such as all draw alike."""

from __future__ import annotations

import base64
import struct
import zlib

from signing.detail import said
from signing.examine.finding import Finding, FindingCode
from signing.flaws import Flaw
from tests.signing.hostile_pdfs import make, stream

FONT_TOLD = Finding(FindingCode.UNREADABLE, 1, str(said(Flaw.FONT_UNLIKE)))
TEXT_TOLD = Finding(FindingCode.UNREADABLE, 1, str(said(Flaw.DRAWN_UNLIKE)))
TOLD = {FONT_TOLD, TEXT_TOLD}
OF_ONE = b"/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags %d%s>>"


def cmap(*maps: tuple[int, int, int, str, int], form: int = 4) -> bytes:
    """Maps of platform, encoding, what is added to codes, a letter and its glyph."""
    head, bodies = struct.pack(">2H", 0, len(maps)), b""
    for platform, encoding, more, letter, glyph in maps:
        place = 4 + 8 * len(maps) + len(bodies)
        head += struct.pack(">2HI", platform, encoding, place)
        code = ord(letter) + more
        if form == 0:
            bodies += struct.pack(">3H", 0, 262, 0) + bytes(code) + bytes([glyph])
            bodies += bytes(255 - code)
        elif form == 4:
            step = (glyph - code) & 0xFFFF
            bodies += struct.pack(">7H", 4, 32, 0, 4, 0, 0, 0)
            bodies += struct.pack(">9H", code, 0xFFFF, 0, code, 0xFFFF, step, 1, 0, 0)
        elif form == 6:
            bodies += struct.pack(">6H", 6, 12, 0, code, 1, glyph)
        else:
            bodies += struct.pack(">2H6I", form, 0, 28, 0, 1, code, code, glyph)
    return head + bodies


def post(name: bytes, glyph: int) -> bytes:
    """Names of glyphs: all but one are .notdef."""
    indices = [258 if at == glyph else 0 for at in range(20)]
    said_of = struct.pack(">H20H", 20, *indices) + bytes([len(name)]) + name
    return b"\0\2\0\0" + bytes(28) + said_of


_MAGIC, _BOX = 0x5F0F3CF5, (0, 0, 1000, 1000)
HEAD = bytes(18) + struct.pack(">H", 1000) + bytes(34)


def program(letter: str = "1", glyph: int = 7, *, without: bytes = b"", **more: bytes) -> bytes:
    """A TrueType program of twenty glyphs without outlines, and the map of one letter."""
    tables = {
        b"cmap": cmap((3, 1, 0, letter, glyph)),
        b"glyf": bytes(4),
        b"head": HEAD,
        b"hhea": bytes(36),
        b"hmtx": bytes(80),
        b"loca": bytes(42),
        b"maxp": struct.pack(">IH", 0x10000, 20),
        **{name.encode(): data for name, data in more.items()},
    }
    tables.pop(without, None)
    out = b"\0\1\0\0" + struct.pack(">H", len(tables)) + bytes(6)
    place, body = 12 + 16 * len(tables), b""
    for name, data in tables.items():
        out += struct.pack(">4s3I", name, 0, place + len(body), len(data))
        body += data
    return out + body


def outline(*points: tuple[int, int], run: bytes = b"") -> bytes:
    """A TrueType glyph of one contour, with instructions; its box says nothing."""
    steps = [
        (x - left, y - bottom)
        for (left, bottom), (x, y) in zip(((0, 0), *points), points, strict=False)
    ]
    xs, ys = (struct.pack(f">{len(points)}h", *side) for side in zip(*steps, strict=True))
    head = struct.pack(">5h2H", 1, 0, 0, 0, 0, len(points) - 1, len(run))
    return (head + run + b"\1" * len(points) + xs + ys).ljust(64, b"\0")


def made_of(*parts: tuple[int, int, int], flags: int = 3) -> bytes:
    """A TrueType glyph of others: each one's number, and where it stands."""
    data = struct.pack(">5h", -1, 0, 0, 0, 0)
    for left, (glyph, x, y) in zip(range(len(parts) - 1, -1, -1), parts, strict=True):
        data += struct.pack(">2H2h", flags | (32 if left else 0), glyph, x, y)
    return data.ljust(64, b"\0")


def drawn(glyphs: dict[int, bytes], **more: bytes) -> bytes:
    """A TrueType program of twenty glyphs, of which some have outlines."""
    places, glyf = [0], b""
    for glyph in range(20):
        glyf += glyphs.get(glyph, b"")
        places.append(len(glyf) // 2)
    more = {"glyf": glyf, "loca": struct.pack(">21H", *places)} | more
    return program("1", 7, without=b"", **more)


def shown(font: bytes, *objects: bytes, text: bytes = b"(1)") -> bytes:
    """A text of one font, object 6, with what it needs from object 7 on."""
    content = b"BT /F2 30 Tf 72 700 Td %s Tj ET\n" % text
    font = font if font.startswith(b"<<") else b"<</Type/Font" + font + b">>"
    made = make(content, objects=(font, *objects))
    at = made.index(b"/F1 5 0 R")
    # The names are as long as before, so that the table stays true.
    return made[:at] + b"/F2 6 0 R" + made[at + 9 :]


MEASURED = b"/FirstChar 49/LastChar 49/Widths[556]"


def simple(entries: bytes, name: bytes = b"Helvetica", kind: bytes = b"Type1") -> bytes:
    measured = MEASURED if b"/FontFile" in entries and b"/Widths" not in entries else b""
    return b"/Subtype/%s/BaseFont/%s%s%s" % (kind, name, entries, measured)


def other(differences: bytes) -> bytes:
    return simple(b"/Encoding<</Differences[%s]>>" % differences)


def composite(encoding: bytes, descriptor: bytes = b"", inner: bytes = b"") -> bytes:
    below = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X%s/FontDescriptor<<%s>>>>"
    if b"/CIDSystemInfo" not in inner:
        inner += b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    return b"/Subtype/Type0/BaseFont/X/Encoding%s/DescendantFonts[%s]" % (
        encoding,
        below % (inner, descriptor),
    )


WIN = b"/Encoding/WinAnsiEncoding"


CLEAR = (
    b"%%!\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\ndup 49 /%s put\n"
    b"readonly def\ncurrentfile eexec "
)


def secret(*names: bytes) -> bytes:
    """What stands behind ``eexec``: glyphs of these names, encrypted."""
    return encrypted(listed(*names))


def listed(*names: bytes, glyph: bytes = b"\x0e", called: tuple[bytes, ...] = ()) -> bytes:
    described = encrypted(b"xxxx" + glyph, 4330)
    items = b"".join(b"/%s %d RD %s ND\n" % (name, len(described), described) for name in names)
    below = b"".join(
        b"dup %d %d RD %s NP\n" % (at, 4 + len(item), encrypted(b"xxxx" + item, 4330))
        for at, item in enumerate(called)
    )
    head = b"xxxx/Subrs %d array\n%s" % (len(called), below) if called else b"xxxx"
    return head + b"/CharStrings %d dict dup begin\n%send\n" % (len(names), items)


def encrypted(plain: bytes, key: int = 55665) -> bytes:
    found = bytearray()
    for byte in plain:
        found.append(byte ^ key >> 8)
        key = ((found[-1] + key) * 52845 + 22719) & 0xFFFF
    return bytes(found)


def compact(
    *names: bytes,
    numbers: tuple[int, ...] = (),
    codes: bytes = b"",
    twice: bool = False,
    glyphs: tuple[bytes, ...] = (),
    called: tuple[bytes, ...] = (),
    more: bytes = b"",
) -> bytes:
    """A compact program with glyphs of names of its own, or of numbers, and .notdef.

    Args:
        glyphs: what draws them and .notdef; nothing by default.
        called: what all of them may call.
        more: operators for the font.
    """

    def index(*items: bytes) -> bytes:
        if not items:
            return b"\0\0"
        places = [1 + sum(map(len, items[:at])) for at in range(len(items) + 1)]
        return struct.pack(">HB", len(items), 1) + bytes(places) + b"".join(items)

    def whole(number: int) -> bytes:
        return b"\x1d" + struct.pack(">i", number)

    signs = numbers or tuple(range(391, 391 + len(names)))
    charset = b"\0" + struct.pack(f">{len(signs)}H", *signs)
    head, strings = b"\1\0\4\1" + index(b"X"), index(*names) + index(*called)
    numbered = whole(391) + whole(391) + whole(0) + b"\x0c\x1e" if numbers else b""
    parts = index(b"\x8b\x8b\x12") + bytes(2 + len(signs)) if numbers else b""
    described = index(*glyphs or [b"\x0e"] * (1 + len(signs)))
    spare = bytes(14 if numbers else 0)
    operators = 2 + bool(codes) + twice
    behind = len(head) + len(strings)
    behind += len(index(bytes(6 * operators) + numbered + spare + more))
    place = behind + len(charset) + len(codes)
    if numbers:
        numbered += whole(place + len(described)) + b"\x0c\x24"
        numbered += whole(place + len(described + parts) - 2 - len(signs)) + b"\x0c\x25"
    top = numbered + more + whole(behind) + b"\x0f" + whole(place) + b"\x11"
    top += whole(behind + len(charset)) + b"\x10" if codes else b""
    top += whole(place) + b"\x11" if twice else b""
    return head + index(top) + strings + charset + codes + described + parts


def moved(
    by: int, colour: bytes = b"0 g", name: bytes = b"X", *, in_letters: bool = False
) -> bytes:
    """A page whose figures have a side that instructions move, by 64ths of a dot."""
    right = b"".join(b"\xb9" + struct.pack(">2h", point, by) + b"\x38" for point in (2, 3))
    program = drawn(
        {7: outline((100, 0), (100, 700), (200, 700), (200, 0), run=b"\1" + right)},
        maxp=struct.pack(">I14H", 1 << 16, 20, 4, 1, 4, 1, 2, 4, 4, 4, 4, 64, 200, 0, 0),
        head=struct.pack(">4I2H16x4h2H3h", 1 << 16, 0, 0, _MAGIC, 11, 1000, *_BOX, 0, 8, 2, 0, 0),
        hhea=struct.pack(">I3h13H", 1 << 16, 800, -200, 0, *bytes(12), 20),
        hmtx=struct.pack(">2H", 556, 100) * 20,
    )
    descriptor = b"<</Type/FontDescriptor/FontName/%b" % name
    descriptor += b"/Flags 32/FontBBox[0 0 1000 1000]"
    descriptor += (
        b"/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80/FontFile2 8 0 R>>"
    )
    font = simple(WIN + MEASURED + b"/FontDescriptor 7 0 R", b"X", b"TrueType")
    keys = b"/Length1 %d" % len(program)
    if in_letters:
        program = base64.a85encode(zlib.compress(program)) + b"~>"
        keys += b"/Filter[/ASCII85Decode/FlateDecode]"
    return shown(font, descriptor, stream(program, keys), text=colour + b" (111)")
