"""Contents that refer to objects: what follows a signature may be drawn there."""

from __future__ import annotations

import re
import zlib
from base64 import a85encode
from time import thread_time

import pytest

from signing.errors import DocumentTooLarge, MalformedDocument
from signing.foreign.pdf_contents import require_no_references
from signing.pdf.reading import reading
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import OPEN, VALID, details, judge
from tests.signing.foreign.test_pdf_compared import opened
from tests.signing.foreign.test_pdf_readers import ROW, appended
from tests.signing.hostile_pdfs import make, stream, written

WHY = "a drawing that may refer to an object"
DRAWN = b"BT /F1 30 Tf 72 700 Td (JARIMA ) Tj [8 0 R] TJ ET\n"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"


PASSED_OVER = (
    *(b" f ", b" n ", b" q ", b" W ", b" foo ", b" true ", b"<~", b"<U", b" <O", b'<"R<'),
    *(b"[f\nID ", b"eE", b"f<eN", b" \0"),
)
"""What Ghostscript passes over within brackets."""


def refers(pdf: bytes) -> bool:
    with reading():
        try:
            require_no_references(opened(pdf), lambda: None)
        except MalformedDocument as error:
            return str(error) != ""
    return False


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (DRAWN, True),
        (b"[8 0 R]TJ", True),
        (b"[+8\f0R]TJ", True),
        (b"/Span<</ActualText 8 0 R>>BDC", True),
        (b"BI /W 1/D 8 0 R ID \x80 EI", True),
        (b"[8 %x\n0 R] TJ", True),
        (b"[8 0%x\r R] TJ", True),
        (b"(100%) Tj [8 %x\n 0 %\n R] TJ", True),
        (b"<(> [8 0 R] TJ <)>", True),
        (b"%(\n[8 0 R] TJ %)\n", True),
        (b"[8 - R] TJ", True),
        (b"[8+R] TJ", True),
        (b"[8- 0 R] TJ", True),
        (b"[8 --0 R] TJ", True),
        (b"[8 0 #52] TJ", True),
        (b"[8 0 R#] TJ", True),
        (b"[8 0 R\x80] TJ", True),
        (b"[8 0R] TJ", True),
        (b"BX 8 0 R EX", True),
        (b"% R\n }", True),
        (b"% R\n -", True),
        (b"% R\n xj", True),
        (b"<R> Tj", True),
        (b"% R\n <</A>> BMC", True),
        (b"(5 R) Tj }", False),
        (b"(R(R\\))R) Tj }", False),
        (b"(R(R(R))R) Tj }", True),
        (b"(R(R)R [8 0 R] TJ", True),
        *((b"[8 0%sR]TJ" % one, True) for one in PASSED_OVER),
        (b"8 09\0F R", True),
        (b"8 0 RG", False),
        (b"8 0 RG[", True),
        (b"(ID) Tj }", False),
        (b"IDR (\\)R) Tj } q", True),
        (b"BI /W 1 ID x (EI[8 0 R]TJ) EI", True),
        (b"%(\n[8 0 R] TJ %)\n }", True),
        (b"8 0x R", True),
        (b"8 \xff0 R", True),
        *(
            (b"8 0%sR" % one, True)
            for one in (b")", b" )", b")) ", b">", b" > ", b"]", b"{", b"}")
        ),
        (b"x\x808\x800 R", True),
        (b"8 0%s R" % (b"x" * 80), True),
        (b"8 0%sR" % (b" " * 80), True),
        (b"8 0\x85R", True),
        (b"8 0 \xffR", True),
        (b"(O. R. Rahimov, 5/R) Tj }", False),
        (b"(O. R. Rahimov %) Tj }", False),
        (b"(5 %) Tj (R) Tj }", False),
        (b"1 0 0 RG 5 0 Rx", True),
        (b"1 0 0 RG /R gs (\\(R) Tj <</R[(R)/R]>> /R#20 BDC", False),
        (b"BI /W 1/H 1/IM true ID R EI (5 R) Tj", False),
        (b"BI /W 1/H 1/IM true ID (R EI ( EI 5 R) Tj", True),
        (b"(8 0 r) Tj /F1 8 Tf % 5 R\n(R) Tj", False),
    ],
)
def test_what_refers(content: bytes, found: bool) -> None:
    assert refers(make(content)) == found
    packed = zlib.compress(content)
    assert refers(make(body=stream(packed, b"/Filter/FlateDecode"))) == found
    letters = stream(a85encode(packed) + b"~>", b"/Filter[/ASCII85Decode/FlateDecode]")
    assert refers(make(body=letters)) == found


def test_wherever_it_is_drawn() -> None:
    form, other = stream(DRAWN, FORM), stream(DRAWN)
    note = b"<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N<</a 6 0 R>>>>>>"
    assert refers(make(resources=b"/XObject<</X 6 0 R>>", objects=(form,)))
    assert refers(make(resources=b"/Pattern<</X 6 0 R>>", objects=(other,)))
    assert refers(make(page=b"/Annots[7 0 R]", objects=(other, note)))
    glyphs = b"<</Type/Font/Subtype/Type3/CharProcs<</a 6 0 R>>>>"
    inner = stream(b"q Q", FORM + b"/Resources<</A<</F 7 0 R>>>>")
    assert refers(make(resources=b"/XObject<</X 8 0 R>>", objects=(other, glyphs, inner)))
    # In a picture it is a colour.
    picture = stream(DRAWN, b"/Subtype/Image")
    names = b"/XObject<</X 6 0 R/G 6 0 R>>"
    assert not refers(make(resources=names, objects=(picture,)))
    masked = stream(b"x", b"/Subtype/Image/SMask 7 0 R")
    assert not refers(make(resources=b"/XObject<</X 6 0 R>>", objects=(masked, picture)))
    assert not refers(make(resources=b"/XObject<</X 6 0 R>>", objects=(stream(b"q Q", FORM),)))


def test_whatever_its_name_is() -> None:
    mask = b"<</SMask<</S/Alpha/G 7 0 R>>>>"
    for name in (b"/CharProcs", b"/Pattern", b"/XObject", b"/AP", b"/SMask", b"/G"):
        states = b"/ExtGState<<%b 6 0 R>>" % name
        assert refers(make(resources=states, objects=(mask, stream(DRAWN))))
        glyphs = b"<</Subtype/Type3/CharProcs<<%b 7 0 R>>>>" % name
        fonts = b"/Y<<%b<<%b 6 0 R>>>>" % (name, name)
        assert refers(make(resources=fonts, objects=(glyphs, stream(DRAWN))))
    lent = b"/AcroForm<</DR<</Font<</F 6 0 R>>>>>>"
    glyphs = b"<</Subtype/Type3/CharProcs<</a 7 0 R>>>>"
    assert refers(make(catalog=lent, objects=(glyphs, stream(DRAWN))))


def test_a_drawing_in_the_place_of_names() -> None:
    """To MuPDF it is a dictionary of them."""
    form, names = stream(DRAWN, FORM), stream(b"q Q", b"/X 6 0 R/N 6 0 R")
    for key in (b"/XObject", b"/Pattern"):
        assert refers(make(resources=key + b" 7 0 R", objects=(form, names)))
    assert refers(make(font=b"<</Subtype/Type3/CharProcs 7 0 R>>", objects=(form, names)))
    for look in (b"7 0 R", b"<</N 7 0 R>>"):
        note = b"<</Subtype/Stamp/Rect[0 0 9 9]/AS/X/AP %b>>" % look
        assert refers(make(page=b"/Annots[8 0 R]", objects=(form, names, note)))
    lent = stream(b"q Q", b"/XObject 7 0 R")
    pdf, own = make(objects=(form, names, lent)), b"/Resources<</Font<</F1 5 0 R>>>>"
    assert refers(pdf.replace(own, b"/Resources 8 0 R".ljust(len(own))))


def test_a_stream_where_a_dictionary_belongs() -> None:
    """The library takes it for one, and Poppler for nothing: it writes the field by itself."""
    said = b"/T(a)/FT/Tx/V(1)/DA(0 g /Zz 9 Tf)"
    odd, plainly = stream(b"", b"/N 8 0 R" + said), b"<</N 8 0 R%s>>" % said
    field = b"<</Subtype/Widget/Rect[9 9 99 99]%s>>"
    lent = {"catalog": b"/AcroForm<</Fields[6 0 R]>>", "page": b"/Annots[6 0 R]"}
    for objects in (
        (field % b"/T(a)/FT/Tx/V(1)/DA(/Zz 9 Tf)/AP 7 0 R", odd, stream(b"q Q", FORM)),
        (field % b"/Parent 7 0 R/AP<</N 8 0 R>>", odd, stream(b"q Q", FORM)),
        (field % b"/T(a)/FT/Tx/V(1)/DR 7 0 R/MK 7 0 R", odd, stream(b"q Q", FORM)),
        (odd, b"null", stream(b"q Q", FORM)),
    ):
        assert refers(make(**lent, objects=objects))
        plain = [plainly if one is odd else one for one in objects]
        assert not refers(make(**lent, objects=plain))
    palette = b"/A<</ColorSpace[/Indexed/DeviceGray 1 6 0 R]/Shading 6 0 R>>"
    assert not refers(make(resources=palette, objects=(stream(b"xx"),)))


def test_what_leads_on_in_many_ways() -> None:
    """Each is gone once, and not once for each that leads there."""
    kinds = (b"XObject", b"Pattern", b"CharProcs", b"MK", b"AP", b"SMask")
    once = b"".join(b"/%s 6 0 R" % kind for kind in kinds)
    several = [b"[%s]" % (b"%d 0 R " % number * 500) for number in range(7, 17)]
    begun = thread_time()
    assert not refers(make(page=b"/A 6 0 R", objects=(*several, b"<<%s>>" % once)))
    nested = b"<</AP" * 40 + b"<</AP null>>" + b">>" * 40
    assert not refers(make(page=b"/AP " + nested))
    assert thread_time() - begun < 3


def test_whatever_it_calls_itself() -> None:
    """Where only a drawing may stand no reader asks."""
    picture = stream(DRAWN, b"/Subtype/Image")
    assert refers(make(resources=b"/Pattern<</X 6 0 R>>", objects=(picture,)))
    mask = b"/ExtGState<</X<</SMask<</S/Alpha/G 6 0 R>>>>>>"
    assert refers(make(resources=mask, objects=(picture,)))
    font = b"<</Subtype/Type3/CharProcs<</a 6 0 R>>>>"
    assert refers(make(font=font, objects=(picture,)))
    note = b"<</Subtype/Stamp/Rect[0 0 9 9]/AP<</N 6 0 R>>>>"
    assert refers(make(page=b"/Annots[7 0 R]", objects=(picture, note)))
    other = stream(DRAWN, b"/Subtype/PS")
    assert refers(make(resources=b"/XObject<</X 6 0 R>>", objects=(other,)))


def test_whoever_leads_there() -> None:
    """Readers inherit where others do not, and pass over what is nothing."""
    form = stream(DRAWN, FORM)
    node = b"<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</XObject<</X 6 0 R>>>>>>"
    for own in (b"null", b"7 0 R", b"99 0 R", b"1", b"[]", b"<<>>", b"<</XObject<<>>>>"):
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources %b>>" % own
        bodies = [b"<</Type/Catalog/Pages 2 0 R>>", node, page, stream(b"/X Do"), b"<<>>", form]
        assert refers(written([*bodies, b"null"]))
    widget = b"<</FT/Tx/V(x)/Subtype/Widget/Rect[9 9 99 99]/Parent 7 0 R>>"
    above = b"<</FT/Tx/T(a)/Kids[6 0 R]/DA([8 0 R] TJ)>>"
    assert refers(make(page=b"/Annots[6 0 R]", objects=(widget, above)))
    icon = b"<</FT/Btn/T(a)/Subtype/Widget/Rect[9 9 99 99]/MK<</I 7 0 R>>>>"
    assert refers(make(page=b"/Annots[6 0 R]", objects=(icon, form)))
    template = b"<</Type/Template/MediaBox[0 0 9 9]/Contents[7 0 R]>>"
    names = b"/Names<</Templates<</Names[(a) 6 0 R]>>>>"
    assert refers(make(catalog=names, objects=(template, stream(DRAWN))))
    assert refers(
        make(resources=b"/XObject<</X 6 0 R>>", objects=(stream(DRAWN, b"/Subtype(/Image)"),))
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"(/Helv 12 Tf 0 g)", False),
        (b"(/R 12 Tf 1 0 0 RG)", False),
        (b"(/F1 12 Tf [8 0 R] TJ)", True),
        (b"<%s>" % b"BI /CS 8 0 R ID x EI".hex().encode(), True),
        (b"6 0 R", True),
    ],
)
def test_how_texts_are_written(text: bytes, found: bool) -> None:
    """Ghostscript runs it for what has no look."""
    key, objects = b"/DA %b" % text, (b"([8 0 R] TJ)",)
    note = b"<</Subtype/FreeText/Rect[9 9 99 99]%b>>" % key
    assert refers(make(page=b"/Annots[7 0 R]", objects=(*objects, note))) == found
    above = b"<</T(b)/Kids[8 0 R]%b>>" % key
    kid = b"<</FT/Tx/T(a)/Subtype/Widget/Rect[9 9 99 99]/Parent 7 0 R>>"
    form = b"/AcroForm<</Fields[7 0 R]%b>>"
    assert refers(make(catalog=form % b"", objects=(*objects, above, kid))) == found
    assert refers(make(catalog=form % key, objects=(*objects, b"<<>>"))) == found


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ((b"[8 0", b"R] TJ"), True),
        ((b"(5 R) Tj % x", b"q Q"), True),
        ((b"(5 R", b") Tj"), True),
        ((b"(5 R) Tj [", b"(5 R)] TJ"), False),
        # A picture to who puts no blank between them.
        ((b"q BI /W 1 /CS /G I", b"D (x EI Q BI /CS [8 0 R] ID x EI) Tj"), True),
    ],
)
def test_contents_in_parts(parts: tuple[bytes, bytes], found: bool) -> None:
    assert refers(make(body=b"[6 0 R 7 0 R]", objects=tuple(map(stream, parts)))) == found


def test_what_it_costs() -> None:
    packed = stream(zlib.compress(b"(a((R)))'" * 200_000), b"/Filter/FlateDecode")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R>>"
    kids = b" ".join(b"%d 0 R" % number for number in range(4, 54))
    tree = b"<</Type/Pages/Kids[%s]/Count 50>>" % kids
    begun = thread_time()
    assert not refers(written([b"<</Type/Catalog/Pages 2 0 R>>", tree, packed, *[page] * 50]))
    assert thread_time() - begun < 2
    # And nothing is put together that is larger than one stream may be.
    packed = stream(zlib.compress(b"(5 R)" * (6 << 20)), b"/Filter/FlateDecode")
    with pytest.raises(DocumentTooLarge):
        refers(make(body=b"[6 0 R 6 0 R]", objects=(packed,)))


def told_beside(pdf: bytes, objects: dict[int, bytes], key: bytes = b"/PieceInfo") -> bytes:
    """Append what tells of a document, object 80."""
    (catalog,) = re.findall(rb"\n1 0 obj\s*(<<.*?>>)\s*endobj", pdf, re.DOTALL)[-1:]
    left = re.sub(key + rb" \d+ 0 R", b"", catalog)
    body, rows = b"", {}
    for number, one in {1: b"<<%b 80 0 R" % key + left[2:], **objects}.items():
        rows[number] = (len(body), ROW)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    return appended(pdf, body, rows)


LENGTH = b"<</Length 81 0 R>>\nstream\nq Q\nendstream"


@pytest.mark.parametrize(
    "objects",
    [
        {80: b"<</Foo(1)>>"},
        {80: b"(100000)"},
        {80: b"/A"},
        {80: b"[81 0 R]", 81: b"[6 0 R]"},
        {80: b"<</Alt(1)>>"},
        {80: stream(b"1", b"/E(1)")},
        {80: LENGTH, 81: b"3"},
    ],
)
def test_what_comes_later(makers: Makers, objects: dict[int, bytes]) -> None:
    """Though no table says so, it may be drawn."""
    for content, why in ((re.sub(b"8 0 R", b"80 0 R", DRAWN), WHY), (b"q Q", "")):
        pdf = makers.sign_pdf(make(content, objects=(b"(900000)",)))
        report = judge(makers, told_beside(pdf, objects))
        assert (report.verdict, details(report)) == (OPEN if why else VALID, why)


PALETTE = b"BI /W 1/H 1/BPC 2 /CS %b /F /AHx ID 40> EI"


@pytest.mark.parametrize(
    ("space", "before", "after"),
    [
        (b"[/Indexed/DeviceGray 3 8 0 R]", stream(b"\0\1\2\3"), stream(b"\3\2\1\0")),
        (b"[/Indexed[/CalGray 8 0 R] 3<00FF00FF>]", b"<</Gamma 1>>", b"<</Gamma 9>>"),
        (b"[/Separation/X/DeviceGray 8 0 R]", b"<</C0[0]>>", b"<</C0[1]>>"),
    ],
)
def test_what_is_written_again(makers: Makers, space: bytes, before: bytes, after: bytes) -> None:
    """A picture's colours: what tells of the document leads there, too."""
    objects = (b"<</Title(x)/Y 8 0 R>>", b"null", before)
    for content, why in ((PALETTE % space, WHY), (b"q Q", "")):
        pdf = make(content, objects=objects, trailer=b"/Info 6 0 R")
        signed = makers.sign_pdf(pdf)
        assert judge(makers, signed).verdict is VALID
        report = judge(makers, told_beside(signed, {8: after, 80: b"<<>>"}))
        assert (report.verdict, details(report)) == (OPEN if why else VALID, why)


XML = b"/Type/Metadata/Subtype/XML"


def test_a_title_that_comes_later(makers: Makers) -> None:
    pdf = makers.sign_pdf(make())
    for said, verdict in ((b"<x:other>a</x:other>", VALID), (b"<dc:title>a</dc:title>", OPEN)):
        report = judge(makers, told_beside(pdf, {80: stream(said, XML)}, b"/Metadata"))
        assert (report.verdict, details(report)) == (verdict, "" if verdict is VALID else "title")


def test_a_drawing_that_refers_is_left_open_whatever_comes(makers: Makers) -> None:
    signed = makers.sign_pdf(make(DRAWN, objects=(b"(1)", b"null", b"(100000)")))
    assert judge(makers, signed).verdict is VALID
    report = judge(makers, makers.stamp_pdf(signed))
    assert (report.verdict, details(report)) == (OPEN, WHY)


def test_what_a_signature_shows_may_be_drawn_elsewhere(makers: Makers) -> None:
    for content, why in ((DRAWN, WHY), (b"q Q", "")):
        pdf = makers.sign_pdf(make(content, objects=(b"(1)", b"null", b"(100000)")))
        brought = told_beside(pdf, {80: b"[81 0 R]", 81: b"(100000)"})
        report = judge(makers, makers.sign_pdf(brought, by="second", field_name="Imzo2"))
        assert (report.verdict, details(report)) == (OPEN if why else VALID, why)


def test_who_may_fill_a_form_may_be_drawn_elsewhere(makers: Makers) -> None:
    """And who fills nothing may not."""
    field = b"<</FT/Tx/T(a)/Subtype/Widget/Rect[9 9 99 99]%b>>"
    form = {"catalog": b"/AcroForm<</Fields[6 0 R]>>", "page": b"/Annots[6 0 R]"}
    for content, why in ((DRAWN, {WHY}), (b"q Q", set())):
        drawn = make(content, objects=(field % b"", b"null", b"(100000)"), **form)
        certified = makers.sign_pdf(drawn, certify=True)
        filled = {6: field % b"/V 81 0 R", 80: b"<<>>", 81: b"(100000)"}
        report = judge(makers, told_beside(certified, filled))
        assert (report.verdict, set(details(report).split("; "))) == (OPEN, {"field a", *why})


@pytest.mark.parametrize(
    "name", ["Fl", "LZW", "AHx", "A85", "RL", "CCF", "DCT", "JBIG2Decode", "x"]
)
def test_a_filter_that_is_not_known_ends_nothing(name: str) -> None:
    assert refers(make(body=stream(b"q Q", b"/Filter/" + name.encode())))
