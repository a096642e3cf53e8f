"""Small PDFs, each with one thing in it that a person who signs must be told of.

Written by hand, because a library would put right what is meant to be wrong. Numbers of objects:
1 the catalog, 2 the page tree, 3 the page, 4 its content, 5 its font, 6 and on what a case adds.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from signing.examine.finding import FindingCode

_CODE = FindingCode
HONEST = b"BT /F1 12 Tf 72 700 Td (QAROR QILAMAN) Tj ET\n"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>"
"""Each reader brings its own, and these are alike."""


def stream(data: bytes, keys: bytes = b"") -> bytes:
    """The body of a stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), keys, data)


def make(
    content: bytes = HONEST,
    *,
    page: bytes = b"",
    resources: bytes = b"",
    catalog: bytes = b"",
    objects: Sequence[bytes] = (),
    trailer: bytes = b"",
    font: bytes = FONT,
    body: bytes | None = None,
    box: bytes = b"0 0 595 842",
) -> bytes:
    """One page with what is added to its objects; ``body`` is the whole of object 4."""
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>%s>>%s>>" % (box, resources, page),
        stream(content) if body is None else body,
        font,
        *objects,
    ]
    return written(bodies, trailer)


def written(bodies: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A file of the objects 1 and on, with a table."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n\r\n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(bodies) + 1, trailer)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def annotated(annotation: bytes, *objects: bytes) -> bytes:
    """A page with one annotation, object 6."""
    body = b"<</Type/Annot/Rect[100 100 200 200]%s>>" % annotation
    return make(page=b"/Annots[6 0 R]", objects=(body, *objects))


def acting(action: bytes) -> bytes:
    """A link that does something."""
    return annotated(b"/Subtype/Link/Border[0 0 0]/A<<%s>>" % action)


def text(before: bytes, words: bytes = b"besh yuz million", *, where: bytes = b"72 600") -> bytes:
    """The honest text and another one behind some operators."""
    shown = b"BT /F1 12 Tf %s %s Td (%s) Tj ET" % (before, where, words)
    return HONEST + b"q\n" + shown + b"\nQ\n"


def layered(name: bytes, default: bytes, usage: bytes = b"") -> bytes:
    """A page with a part of its text in a layer, object 6."""
    return make(
        HONEST + b"/OC /L1 BDC BT /F1 12 Tf 72 600 Td (ikki) Tj ET EMC\n",
        resources=b"/Properties<</L1 6 0 R>>",
        catalog=b"/OCProperties<</OCGs[6 0 R]/D<<%s>>>>" % default,
        objects=(b"<</Type/OCG/Name(%s)%s>>" % (name, usage),),
    )


def updated(data: bytes) -> bytes:
    """The file with a second revision that replaces the page's content."""
    start = len(data)
    body = b"4 0 obj\n%s\nendobj\n" % stream(HONEST.replace(b"QAROR", b"ZARAR"))
    table = b"xref\n0 1\n0000000000 65535 f\r\n4 1\n%010d 00000 n\r\n" % start
    previous = data.rindex(b"xref\n0 ")
    tail = b"trailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return data + body + table + tail % (previous, start + len(body))


_PICTURE = stream(b"\xff" * 3, b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8"
    b"/ColorSpace/DeviceRGB")  # fmt: skip
_LYING_FONT = (
    b"<</Type/Font/Subtype/TrueType/BaseFont/Arial/Encoding/WinAnsiEncoding/ToUnicode 6 0 R>>"
)
_LYING_MAP = stream(b"1 beginbfchar\n<31> <0037>\nendbfchar\n")


@dataclass(frozen=True)
class Hostile:
    """A file, and all that must be said of it: the kinds of findings, and their page."""

    data: bytes
    codes: frozenset[FindingCode]
    page: int | None = 1


def _case(data: bytes, *codes: FindingCode, page: int | None = 1) -> Hostile:
    return Hostile(data, frozenset(codes), page)


ACTS = {
    "JavaScript in a link": _case(acting(b"/S/JavaScript/JS(app.alert\\(1\\))"), _CODE.JAVASCRIPT),
    "JavaScript with its name hidden": _case(
        acting(b"/S/J#61vaScript/J#53(app.alert\\(1\\))"), _CODE.JAVASCRIPT
    ),
    "JavaScript by name": _case(
        make(
            catalog=b"/Names<</JavaScript<</Names[(a) 6 0 R]>>>>",
            objects=(b"<</S/JavaScript/JS 7 0 R>>", stream(b"app.alert(1)")),
        ),
        _CODE.JAVASCRIPT,
        page=None,
    ),
    "JavaScript at opening": _case(
        make(catalog=b"/OpenAction<</S/JavaScript/JS(x)>>"), _CODE.JAVASCRIPT, page=None
    ),
    "JavaScript when the page opens": _case(
        make(page=b"/AA<</O<</S/JavaScript/JS(x)>>>>"), _CODE.JAVASCRIPT
    ),
    "JavaScript when the mouse goes down": _case(
        annotated(b"/Subtype/Link/Border[0 0 0]/AA<</D<</S/JavaScript/JS(x)>>>>"), _CODE.JAVASCRIPT
    ),
    "JavaScript behind a harmless action": _case(
        acting(b"/S/GoTo/D[3 0 R/Fit]/Next<</S/JavaScript/JS(x)>>"), _CODE.JAVASCRIPT
    ),
    "JavaScript in a bookmark": _case(
        make(
            catalog=b"/Outlines 6 0 R",
            objects=(
                b"<</First 7 0 R/Last 7 0 R>>",
                b"<</Title(a)/Parent 6 0 R/A<</S/JavaScript/JS(x)>>>>",
            ),
        ),
        _CODE.JAVASCRIPT,
        page=None,
    ),
    "launch": _case(acting(b"/S/Launch/F(calc.exe)"), _CODE.LAUNCH),
    "submit": _case(acting(b"/S/SubmitForm/F(https://yomon.example/)"), _CODE.SUBMIT),
    "import data": _case(acting(b"/S/ImportData/F(a.fdf)"), _CODE.IMPORT_DATA),
    "another document": _case(acting(b"/S/GoToR/F(b.pdf)/D[0/Fit]"), _CODE.REMOTE),
    "an embedded document": _case(acting(b"/S/GoToE/D[0/Fit]/T<</R/C/N(b)>>"), _CODE.REMOTE),
    "a web address": _case(acting(b"/S/URI/URI(https://misol.example/)"), _CODE.LINK),
    "hiding": _case(acting(b"/S/Hide/T(a)"), _CODE.ACTION),
    "a command of the reader": _case(acting(b"/S/Named/N/Print"), _CODE.ACTION),
    "an action nobody knows": _case(acting(b"/S/Boshqa"), _CODE.ACTION),
    "a switch of layers": _case(acting(b"/S/SetOCGState/State[/ON]"), _CODE.LAYER),
    "an attached file": _case(
        annotated(
            b"/Subtype/FileAttachment/FS<</Type/Filespec/F(a.exe)/EF<</F 7 0 R>>>>",
            stream(b"MZ", b"/Type/EmbeddedFile"),
        ),
        _CODE.EMBEDDED_FILE,
    ),
    "an embedded file": _case(
        make(
            catalog=b"/Names<</EmbeddedFiles<</Names[(a) 6 0 R]>>>>",
            objects=(
                b"<</Type/Filespec/F(a.exe)/EF<</F 7 0 R>>>>",
                stream(b"MZ", b"/Type/EmbeddedFile"),
            ),
        ),
        _CODE.EMBEDDED_FILE,
        page=None,
    ),
    "a form": _case(make(catalog=b"/AcroForm<</Fields[]>>"), _CODE.FORM, page=None),
    "an XFA form": _case(
        make(catalog=b"/AcroForm<</Fields[]/XFA 6 0 R>>", objects=(stream(b"<xdp/>"),)),
        _CODE.FORM,
        _CODE.XFA,
        page=None,
    ),
    "a field": _case(annotated(b"/Subtype/Widget/FT/Tx/T(summa)/F 4"), _CODE.FORM),
    "a film": _case(annotated(b"/Subtype/RichMedia/F 4"), _CODE.MEDIA),
    "a model": _case(annotated(b"/Subtype/3D/F 4"), _CODE.MEDIA),
    "a sound": _case(acting(b"/S/Sound/Sound 1 0 R"), _CODE.MEDIA),
}
"""What acts."""

DIFFERS = {
    "a stream elsewhere": _case(
        make(
            resources=b"/XObject<</X 6 0 R>>",
            objects=(stream(b"", b"/Subtype/Image/F(https://a.example/)"),),
        ),
        _CODE.EXTERNAL,
    ),
    "a drawing of another file": _case(
        make(
            resources=b"/XObject<</X 6 0 R>>",
            objects=(stream(b"", b"/Subtype/Form/BBox[0 0 9 9]/Ref<</F(a.pdf)/Page 0>>"),),
        ),
        _CODE.EXTERNAL,
    ),
    "another picture in print": _case(
        make(
            b"q 90 0 0 90 72 72 cm /X Do Q\n" + HONEST,
            resources=b"/XObject<</X 6 0 R>>",
            objects=(
                _PICTURE.replace(
                    b"/Width", b"/Alternates[<</Image 6 0 R/DefaultForPrinting true>>]/Width"
                ),
            ),
        ),
        _CODE.ALTERNATE,
    ),
    "a collection": _case(make(catalog=b"/Collection<</View/T>>"), _CODE.COLLECTION, page=None),
    "a layer": _case(layered(b"Izoh", b""), _CODE.LAYER),
    "a layer that is off": _case(
        layered(b"Izoh", b"/OFF[6 0 R]"), _CODE.LAYER, _CODE.HIDDEN_LAYER
    ),
    "a layer that is not printed": _case(
        layered(b"Izoh", b"", b"/Usage<</Print<</PrintState/OFF>>>>"),
        _CODE.LAYER,
        _CODE.HIDDEN_LAYER,
    ),
    "all layers off": _case(layered(b"Izoh", b"/BaseState/OFF"), _CODE.LAYER, _CODE.HIDDEN_LAYER),
    "a stamp over the text": _case(annotated(b"/Subtype/FreeText/F 4"), _CODE.ANNOTATION),
    "a hidden note": _case(annotated(b"/Subtype/Square/F 6"), _CODE.HIDDEN_ANNOTATION),
    "a note only in print": _case(annotated(b"/Subtype/Square/F 36"), _CODE.HIDDEN_ANNOTATION),
    "a note only on screen": _case(annotated(b"/Subtype/Square/F 0"), _CODE.HIDDEN_ANNOTATION),
}
"""What some see and others do not."""

_COVER = b"1 1 1 rg 60 590 300 30 re f\n"
HIDES = {
    "white on white": _case(make(text(b"1 g")), _CODE.SAME_COLOUR_TEXT),
    "nearly white": _case(make(text(b"0.97 0.98 0.97 rg")), _CODE.SAME_COLOUR_TEXT),
    "white by its own space": _case(
        make(
            text(b"/C cs 1 1 1 scn"),
            resources=b"/ColorSpace<</C[/CalRGB<</WhitePoint[0.95 1 1.09]>>]>>",
        ),
        _CODE.SAME_COLOUR_TEXT,
    ),
    "blue on blue": _case(
        make(b"0 0 1 rg 50 580 300 40 re f\n" + text(b"0 0 1 rg")), _CODE.SAME_COLOUR_TEXT
    ),
    "white outlines": _case(make(text(b"1 Tr 1 G")), _CODE.SAME_COLOUR_TEXT),
    "invisible": _case(make(text(b"3 Tr")), _CODE.INVISIBLE_TEXT),
    "transparent": _case(
        make(
            HONEST + b"q /G gs BT /F1 12 Tf 72 600 Td (besh yuz) Tj ET Q\n",
            resources=b"/ExtGState<</G<</ca 0>>>>",
        ),
        _CODE.INVISIBLE_TEXT,
    ),
    "beside the page": _case(make(text(b"", where=b"700 600")), _CODE.OUTSIDE_TEXT),
    "below what is shown of the page": _case(
        make(text(b"", where=b"72 20"), page=b"/CropBox[0 100 595 842]"), _CODE.OUTSIDE_TEXT
    ),
    "covered by a rectangle": _case(make(text(b"") + _COVER), _CODE.COVERED_TEXT),
    "covered by a path": _case(
        make(text(b"") + b"1 g 60 590 m 360 590 l 360 620 l 60 620 l h f\n"), _CODE.COVERED_TEXT
    ),
    "covered by a picture": _case(
        make(
            text(b"") + b"q 300 0 0 30 60 590 cm /X Do Q\n",
            resources=b"/XObject<</X 6 0 R>>",
            objects=(_PICTURE,),
        ),
        _CODE.COVERED_TEXT,
    ),
    "tiny": _case(make(text(b"0.1 0 0 0.1 0 0 Tm", where=b"720 6000")), _CODE.TINY_TEXT),
    "tiny by its size": _case(
        make(HONEST + b"BT /F1 1 Tf 72 600 Td (besh yuz) Tj ET\n"), _CODE.TINY_TEXT
    ),
    "cut away": _case(
        make(HONEST + b"q 0 0 50 50 re W n BT /F1 12 Tf 72 600 Td (besh) Tj ET Q\n"),
        _CODE.CLIPPED_TEXT,
    ),
    "white in a drawing": _case(
        make(
            HONEST + b"/X Do\n",
            resources=b"/XObject<</X 6 0 R>>",
            objects=(stream(text(b"1 g"), b"/Subtype/Form/BBox[0 0 595 842]"),),
        ),
        _CODE.SAME_COLOUR_TEXT,
    ),
    "by ' and \"": _case(
        make(HONEST + b"BT /F1 12 Tf 14 TL 72 600 Td 1 g (besh) ' 0 0 (yuz) \" ET\n"),
        _CODE.SAME_COLOUR_TEXT,
    ),
    "read as something else": _case(
        make(HONEST + b"/Span<</ActualText(900)>>BDC BT /F1 12 Tf 72 600 Td (100) Tj ET EMC\n"),
        _CODE.OTHER_TEXT,
    ),
    "copied as something else": _case(
        make(
            HONEST + b"BT /F1 12 Tf 72 600 Td (100) Tj ET\n",
            font=_LYING_FONT,
            objects=(_LYING_MAP,),
        ),
        _CODE.OTHER_TEXT,
    ),
    "a scan with its words": _case(
        make(
            b"q 595 0 0 842 0 0 cm /X Do Q BT 3 Tr /F1 12 Tf 72 600 Td (besh yuz) Tj ET\n",
            resources=b"/XObject<</X 6 0 R>>",
            objects=(_PICTURE,),
        ),
        _CODE.SCANNED_TEXT,
    ),
    "words behind a scan": _case(
        make(
            b"BT /F1 12 Tf 72 600 Td (besh yuz) Tj ET q 595 0 0 842 0 0 cm /X Do Q\n",
            resources=b"/XObject<</X 6 0 R>>",
            objects=(_PICTURE,),
        ),
        _CODE.SCANNED_TEXT,
    ),
    "words beside a scan": _case(
        make(
            b"q 595 0 0 842 0 0 cm /X Do Q BT /F1 12 Tf 9999 600 Td (besh yuz) Tj ET\n",
            resources=b"/XObject<</X 6 0 R>>",
            objects=(_PICTURE,),
        ),
        _CODE.OUTSIDE_TEXT,
    ),
    "invisible words on a page that is no scan": _case(
        make(
            b"q 595 0 0 842 0 0 cm /X Do Q\n" + text(b"3 Tr"),
            resources=b"/XObject<</X 6 0 R>>",
            objects=(_PICTURE,),
        ),
        _CODE.INVISIBLE_TEXT,
    ),
}
"""What is in the file and not on the page."""

WHOLE = {
    "a second revision": _case(updated(make()), _CODE.REVISION, page=None),
    "a second revision that claims to be one of two parts": _case(
        updated(make(catalog=b"/Linearized 1/L 99")), _CODE.REVISION, page=None
    ),
    "an end within": _case(make() + b"%%EOF\n", _CODE.REVISION, _CODE.TRAILING, page=None),
    "something behind": _case(make() + b"PK\x03\x04 boshqa", _CODE.TRAILING, page=None),
    "something before": _case(b"#!/bin/sh\n" + make(), _CODE.DAMAGED, page=None),
    "a signature": _case(
        annotated(
            b"/Subtype/Widget/FT/Sig/T(Imzo)/F 132/V 7 0 R",
            b"<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>",
        ),
        _CODE.FORM,
        _CODE.SIGNED,
    ),
    "encrypted": _case(
        make(
            trailer=b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>"
            % (b"00" * 32, b"00" * 32)
        ),
        _CODE.ENCRYPTED,
        page=None,
    ),
    "a reference to nothing": _case(make(resources=b"/XObject<</X 9 0 R>>"), _CODE.MISSING),
    "a table that is wrong": _case(
        make().replace(b"startxref\n", b"startxref\n9"), _CODE.DAMAGED, page=None
    ),
}
"""The file as a whole."""

_NESTED = 2_000
_EACH = b"".join(b"/X%d %d 0 R" % (n, n + 6) for n in range(12))
HURTS = {
    "not a PDF": b"PK\x03\x04" + bytes(2000),
    "nothing": b"",
    "a piece": make()[:300],
    "pages in a circle": make().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
    "a page that is none": make().replace(b"/Kids[3 0 R]", b"/Kids[(3  )]"),
    "no pages": make().replace(b"/Kids[3 0 R]", b"/Kids[     ]"),
    "a drawing of itself": make(
        b"/X Do\n",
        resources=b"/XObject<</X 6 0 R>>",
        objects=(
            stream(b"/X Do", b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"),
        ),
    ),
    "drawings of drawings": make(
        b"/X0 Do\n",
        resources=b"/XObject<<%s>>" % _EACH,
        objects=tuple(
            stream(b"/X%d Do " % (n + 1) * 40, b"/Subtype/Form/BBox[0 0 9 9]") for n in range(12)
        ),
    ),
    "brackets without an end": make(b"[" * _NESTED),
    "dictionaries without an end": make(b"/A " + b"<</A " * _NESTED),
    "a string without an end": make(b"BT (" + b"(" * _NESTED),
    "an object too deep": make(catalog=b"/X " + b"[" * _NESTED + b"]" * _NESTED),
    "a picture's packing": make(body=stream(HONEST, b"/Filter/DCTDecode")),
    "a number without an end": make(b"9" * 5000 + b" w\n"),
    "a lock nobody has": make(trailer=b"/ID[<00><00>]/Encrypt<</Filter/Boshqa>>"),
    "numbers beyond all measure": make(b"1e3 0 0 1 %s 0 cm 0 0 1 1 re f" % (b"9" * 39)),
}
"""What must end in a finding and not in a crash, a hang or a clean bill."""


def bomb() -> bytes:
    """A page whose content unpacks to 200 MB."""
    packed = zlib.compress(zlib.compress(bytes(200_000_000), 1), 9)
    return make(body=stream(packed, b"/Filter[/FlateDecode/FlateDecode]"))


def many_operators() -> bytes:
    """A page of seven million operators."""
    return make(body=stream(zlib.compress(b"0 0 m " * 7_000_000, 9), b"/Filter/FlateDecode"))


def many_covers() -> bytes:
    """Twenty thousand words and three thousand areas over all of them."""
    words = b"".join(b"BT /F1 9 Tf 72 %d Td (a) Tj ET\n" % (n % 800) for n in range(20_000))
    return make(words + b"1 g 0 0 594 1 re f 0 0 594 841 re 0 0 500 800 re f\n" * 3_000)


def many_objects() -> bytes:
    """A catalog with three hundred and sixty thousand things in it."""
    many = b"[%s]" % (b"<<>>" * 90_000)
    return make(catalog=b"/X[6 0 R 7 0 R 8 0 R 9 0 R]", objects=(many,) * 4)
