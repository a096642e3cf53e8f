"""Objects that an update writes anew, by the part they had in what was signed."""

from __future__ import annotations

import zlib
from time import thread_time

import pytest

from signing.errors import MalformedDocument
from signing.foreign.pdf_title import is_new_title
from signing.pdf.grammar import parse_whole
from signing.pdf.reading import reading
from tests.signing.foreign.test_pdf_compared import compared, opened, updated
from tests.signing.foreign.test_pdf_readers import appended
from tests.signing.hostile_pdfs import make, stream

DRAWN = b"BT /F1 12 Tf 72 700 Td (100000) Tj ET"
PACKED = zlib.compress(DRAWN)
SIZE = b"%d" % len(DRAWN)
RANGE = b"<</Type/Sig/ByteRange[0 1 2 3]/SubFilter/ETSI.RFC3161>>"
STATES = b"/AP<</N<</On 7 0 R>>>>"
LOOK = stream(b"q Q", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
NOWHERE = b"/Type/Annot/Subtype/Widget/Rect[0 0 0 0]"
FORM = b"/AcroForm<</Fields[]>>"
PLACE = b"/Subtype/Widget/Rect[72 500 400 540]"


def plain(length: bytes) -> bytes:
    return b"<</Length %s>>\nstream\n%s\nendstream" % (length, DRAWN)


def told(pdf: bytes, objects: dict[int, bytes], permission: int | None = None) -> set[str]:
    found = compared(pdf, updated(pdf, objects), permission)
    return {str(item.what) for item in found if not item.allowed}


def changes(number: int) -> set[str]:
    return {f"the update changes object {number} of the text"}


@pytest.mark.parametrize("other", [b"9", b"-5", b"null", b"0", b"/X", b"<<>>"])
def test_the_length_of_a_stream(other: bytes) -> None:
    """The library leaves it out of the stream; readers show as much of a page as it says."""
    pdf = make(catalog=FORM, body=plain(b"6 0 R"), objects=(SIZE,))
    assert told(pdf, {6: other}) == changes(6)
    packed = b"<</Filter/FlateDecode/Length 6 0 R>>\nstream\n%s\nendstream" % PACKED
    pdf = make(catalog=FORM, body=packed, objects=(b"%d" % len(PACKED),))
    assert told(pdf, {6: other}) == changes(6)
    assert told(make(catalog=FORM, body=plain(b"60 0 R")), {60: other}) == changes(60)


@pytest.mark.parametrize("key", [b"/Metadata", b"/PieceInfo", b"/DSS", b"/Extensions"])
def test_what_tells_of_a_document_and_is_a_length_besides(key: bytes) -> None:
    alone = make(catalog=FORM + key + b"<</A 6 0 R>>", objects=(b"<</B 1>>",))
    assert told(alone, {6: b"<</B 9>>"}) == set()
    also = make(catalog=FORM + key + b"<</A 6 0 R>>", body=plain(b"6 0 R"), objects=(SIZE,))
    assert told(also, {6: b"9"}) == changes(6)
    # However it is reached: the text itself is named there.
    through = make(catalog=FORM + key + b"<</A 4 0 R>>", body=plain(b"6 0 R"), objects=(SIZE,))
    assert told(through, {6: b"9"}) == changes(6)


@pytest.mark.parametrize(
    ("leads", "what"),
    [
        (b"/Dests 1 0 R", "/Dests"),
        (b"/Names<</Dests<</A 1 0 R>>>>", "/Names"),
        (b"/StructTreeRoot<</Type/StructTreeRoot/RoleMap 1 0 R>>", "/StructTreeRoot"),
        (b"/Perms<</UR3<</Reference[<</Data 1 0 R>>]>>>>", ""),
        (b"/Dests 4 0 R", ""),
    ],
)
def test_the_catalog_is_nothing_else(leads: bytes, what: str) -> None:
    """A link to what its entry is called would go elsewhere."""
    catalog = b"<</Type/Catalog/Pages 2 0 R%s%s/DSS[4 0 R/Fit]>>" % (FORM, leads)
    found = told(make(catalog=FORM + leads), {1: catalog})
    assert found == ({f"catalog {what}"} if what else set())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<</Title(1)>>", b"<</Title(9)>>"),
        (b"(1)", b"(9)"),
        (b"<<>>", b"<</K[4 0 R]>>"),
        (b"[4 0 R]", b"[4 0 R 5 0 R]"),
        (stream(b"1"), stream(b"9")),
    ],
)
def test_what_nothing_but_a_drawing_could_be_led_to(before: bytes, after: bytes) -> None:
    """Contents are read for that (``test_pdf_contents.py``)."""
    pdf = make(objects=(b"<</Foo 8 0 R>>", b"(7)", before), catalog=FORM, trailer=b"/Info 6 0 R")
    assert told(pdf, {8: after}) == set()


SHOWN = b"/ViewerPreferences<</DisplayDocTitle true>>"
XML = b"<dc:title>\n<rdf:Alt><rdf:li>%s</rdf:li></rdf:Alt></dc:title><xmp:Date>%s</xmp:Date>"


ABOUT = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:x="x" rdf:about="">%b'
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def xml_of(text: bytes, keys: bytes = b"/Type/Metadata/Subtype/XML") -> bytes:
    return stream(ABOUT % text, keys)


@pytest.mark.parametrize("shown", [SHOWN, b"", SHOWN.replace(b"true", b"false")])
def test_the_title_above_the_pages(shown: bytes) -> None:
    told_of = {"title"} if shown == SHOWN else set()
    pdf = make(
        catalog=FORM + shown + b"/Metadata 7 0 R",
        objects=(b"<</Title(100000)>>", xml_of(XML % (b"100000", b"1"))),
        trailer=b"/Info 6 0 R",
    )
    assert told(pdf, {6: b"<</Title(100000)/Producer(b)>>"}) == set()
    assert told(pdf, {6: b"<</Title(900000)>>"}) == told_of
    assert told(pdf, {6: b"<<>>"}) == told_of
    assert told(pdf, {7: xml_of(b" " + (XML % (b"100000", b"2")).replace(b"\n", b"  "))}) == set()
    wide = (XML % (b"900000", b"1")).decode().encode("utf-16-be")
    for other in (xml_of(XML % (b"900000", b"1")), xml_of(wide), xml_of(b""), b"null"):
        assert told(pdf, {7: other}) == told_of
    packed = stream(zlib.compress(XML % (b"100000", b"1")) + b"more", b"/Filter/FlateDecode")
    assert told(pdf, {7: packed}) == told_of


SAID = b"<dc:title><rdf:Alt><rdf:li>%s</rdf:li></rdf:Alt></dc:title>"


@pytest.mark.parametrize(
    ("title", "xml", "is_same"),
    [
        (b"Qaror 100000", SAID % b"Qaror  100000", True),
        (b"Qaror 100000", SAID % b"Qaror &#49;00000", True),
        (b"Qaror 100000", b"", True),
        (b"", SAID % b"Qaror 100000", True),
        (b"Qaror 900000", SAID % b"Qaror 100000", False),
        (b"Qaror 100000", SAID % b"Qaror 900000", False),
        (b"Qaror 100000", b"<dc:title>Qaror 900000</dc:title>", False),
        (
            b"Qaror 100000",
            b"<!--%s--><dc:title>Qaror 900000</dc:x>" % (SAID % b"Qaror 100000"),
            False,
        ),
        (b"Qaror 100000", SAID % b"Qaror 100000" + b"<d-c:title>Qaror 900000</d-c:title>", False),
        (b"Qaror 100000", b'<x dc:title="Qaror 900000"/>', False),
    ],
)
def test_a_title_that_some_readers_show_always(title: bytes, xml: bytes, is_same: bool) -> None:
    pdf = make(
        catalog=b"/Metadata 7 0 R",
        objects=(b"<</Title(Qaror 100000)>>", xml_of(SAID % b"Qaror 100000")),
        trailer=b"/Info 6 0 R",
    )
    later = updated(pdf, {6: b"<</Title(%b)/Producer(b)>>" % title, 7: xml_of(xml)})
    with reading():
        assert is_new_title(opened(pdf), opened(later)) != is_same


def test_a_title_that_a_later_trailer_left_out() -> None:
    """Most readers show none then."""
    lost = updated(make(objects=(b"<</Title(9)>>",), trailer=b"/Info 6 0 R"), {7: b"1"})
    later = updated(lost, {7: b"2"})
    named = lost + later[len(lost) :].replace(b"/Prev", b"/Info 6 0 R/Prev")
    with reading():
        assert not is_new_title(opened(lost), opened(later))
        assert is_new_title(opened(lost), opened(named))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (b"/Type/Metadata/Subtype/XML", True),
        (b"/Type/Metadata/Subtype/XML/Filter[]", True),
        (b"/Type/Metadata/Subtype/XML/length 9", True),
        (b"/Type/Metadata", False),
        (b"/Subtype/XML", False),
        (b"/Type/Metadata/Subtype(/XML)", False),
        (b"/Type/Metadata/Subtype/XML/F(a)", False),
        (b"/Type/Metadata/Subtype/XML/Filter/LZWDecode", False),
        (b"/Type/Metadata/Subtype/XML/Filter[/AHx]", False),
    ],
)
def test_a_description_is_one_to_everybody(other: bytes, same: bool) -> None:
    """The same bytes are a title to one reader, and to the next nothing."""
    text = SAID % b"Qaror 900000"
    for shown in (SHOWN, b""):
        catalog = FORM + shown + b"/Metadata 7 0 R"
        pdf = make(catalog=catalog, objects=(b"null", xml_of(text)))
        turned = make(catalog=catalog, objects=(b"null", xml_of(text, other)))
        for before, after in ((pdf, xml_of(text, other)), (turned, xml_of(text))):
            later = updated(before, {7: after})
            with reading():
                assert is_new_title(opened(before), opened(later)) != same
            found = told(before, {7: after})
            assert found == ({"title"} if shown and not same else set())


ALT = b'<%b:title><rdf:Alt><rdf:li xml:lang="x-default">%b</rdf:li></rdf:Alt></%b:title>'
TWO = ALT % (b"dc", b"1", b"dc") + ALT % (b"dc", b"9", b"dc")
NINE = ALT % (b"dc", b"9", b"dc")
UNTITLED = ALT % (b"dc", b"Untitled", b"dc")
BESIDE = b"<dc:title>9<rdf:Alt><rdf:li>%b</rdf:li></rdf:Alt></dc:title>"
EMPTY = (
    b"<dc:title><rdf:Alt><rdf:li><rdf:Description>%b</rdf:Description></rdf:li></rdf:Alt>"
    b"</dc:title>"
)
LANGUAGES = (
    b'<dc:title><rdf:li xml:lang="%b">1</rdf:li><rdf:li xml:lang="%b">9</rdf:li></dc:title>'
)


@pytest.mark.parametrize(
    ("title", "before", "after", "is_same"),
    [
        (b"1", TWO, TWO, True),
        (b"Untitled", UNTITLED, b"<a/>" + UNTITLED, True),
        # What is called a title by one is none to another.
        (b"1", TWO, TWO.replace(b"dc:", b"y:"), False),
        (b"1", b"<date>1</date>" + TWO, b"<date>9</date>" + TWO, True),
        (b"1", TWO, b"<a/>" + TWO, False),
        (b"1", b'<a xmlns:x="b"/>' + TWO, b'<a xmlns:dc="b"/>' + TWO, False),
        (b"1", LANGUAGES % (b"x-default", b"uz"), LANGUAGES % (b"uz", b"x-default"), False),
        (b"9", ALT % (b"dc", b"1", b"dc"), ALT % (b"dc", b"9", b"dc"), False),
        (b"1", ALT % (b"dc", b"1", b"dc"), ALT % (b"x", b"1", b"x"), False),
        (b"9", NINE, b"<a/>" + NINE, True),
        # Some take all that stands in a title, others its items; an empty description is nothing.
        (b"1", b"", BESIDE % b"", False),
        (b"", ALT % (b"dc", b"1", b"dc"), BESIDE % b"1", False),
        (b"", EMPTY % b"", b"<a/>" + EMPTY % b"", True),
        (b"", EMPTY % b"", EMPTY % b"9", False),
        (b"1", b'<a xmp:ModifyDate="1"/>' + TWO, b'<a xmp:ModifyDate="2:3"/>' + TWO, True),
        (b"1", b'<a xmp:Other="1"/>' + TWO, b'<a xmp:Other="2"/>' + TWO, False),
        # What stands in a tag, and where one ends, makes it a title to some reader.
        *(
            (title, before % NINE, after % NINE, False)
            for title in (b"1", b"9")
            for before, after in (
                (b"<a>%b<a/></a>", b"<a/>%b<a></a>"),
                (b"<?a %b ?>", b"<?a ?>%b"),
                (b"<a x='%b<b x='/>", b"<a x=''/>%b<b x=''/>"),
                (b"<!--%b-->", b"%b<!---->"),
                (b"<![CDATA[%b]]>", b"%b"),
                (b"<a rdf:parseType='Literal'>%b</a>", b"%b"),
                (b'</rdf:Description><rdf:Description rdf:nodeID="a">%b', b"%b"),
                (b"</rdf:Description><rdf:Description xml:space='a'>%b", b"%b"),
                (b"%b&eacute;", b"%b"),
                (b"%b\xff", b"%b"),
                (b"%b>]]>", b"%b"),
                (b'<a b="1" b="2"/>%b', b"%b"),
            )
        ),
        *(
            (title, NINE.replace(*other), NINE, False)
            for title in (b"1", b"9")
            for other in (
                (b"title", b"ti\0tle"),
                (b"title", b"Title"),
                (b"rdf:Alt", b"rdf:Some"),
                (b"<dc:title>", b'<dc:title rdf:parseType="Literal">'),
                (b"<dc:title>", b'<dc:title xmlns:dc="y">'),
                (b"<rdf:li ", b'<rdf:li xmlns:rdf="y" '),
            )
        ),
    ],
)
def test_of_several_titles_none_changes(
    title: bytes, before: bytes, after: bytes, is_same: bool
) -> None:
    about = b"<</Title(%b)/Producer(%b)>>"
    pdf = make(
        catalog=b"/Metadata 7 0 R",
        objects=(about % (title, b"a"), xml_of(before)),
        trailer=b"/Info 6 0 R",
    )
    later = updated(pdf, {6: about % (title, b"b"), 7: xml_of(after)})
    later = pdf + later[len(pdf) :].replace(b"/Prev", b"/Info 6 0 R/Prev")
    with reading():
        assert is_new_title(opened(pdf), opened(later)) != is_same


def test_a_title_that_was_freed() -> None:
    """Poppler repairs the file for it, and shows it."""
    pdf = make(objects=(b"<</Title(1)>>", b"(9)"), trailer=b"/Info 6 0 R")
    freed = appended(pdf, rows={7: b"0000000000 00001 f \n"})
    freed = pdf + freed[len(pdf) :].replace(b"/Prev", b"/Info 6 0 R/Prev")
    for changed, found in (
        ({6: b"<</Title 7 0 R>>"}, True),
        ({6: b"<</Title(1)/A 7 0 R>>"}, False),
        ({1: b"<</Type/Catalog/Pages 2 0 R/Metadata 7 0 R>>"}, True),
    ):
        later = updated(freed, changed)
        later = freed + later[len(freed) :].replace(b"/Prev", b"/Info 6 0 R/Prev")
        with reading():
            assert is_new_title(opened(freed), opened(later)) == found


@pytest.mark.parametrize("part", [b"<title>", b"<", b"<li>", b"<title></title>"])
def test_a_description_costs_no_more_than_its_length(part: bytes) -> None:
    xml = b"<dc:title>" + part * (200_000 // len(part)) + b"</dc:title>"
    packed = stream(zlib.compress(xml), b"/Filter/FlateDecode")
    pdf = make(catalog=b"/Metadata 6 0 R", objects=(packed,))
    huge = stream(zlib.compress(part * 300_000), b"/Filter/FlateDecode")
    begun = thread_time()
    with reading():
        found = [
            is_new_title(opened(pdf), opened(updated(pdf, {6: other}))) for other in (packed, huge)
        ]
    assert found == [False, True]
    assert thread_time() - begun < 1


def test_a_look_of_many_fields_is_read_once() -> None:
    look = zlib.compress(b"/a " * (1 << 20))
    keys = b"/Filter/FlateDecode/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    field = b"<</Subtype/Widget/FT/Tx/T(a%d)/Rect[0 0 9 9]/AP<</N 8 0 R>>/DA(/A 9 Tf)>>"
    listed = b" ".join(b"%d 0 R" % number for number in range(9, 39))
    form = b"<</Fields[" + listed + b"]%b>>"
    fields = (field % number for number in range(30))
    pdf = make(
        page=b"/Annots[%b]" % listed,
        catalog=b"/AcroForm 6 0 R",
        objects=(form % b"", b"null", stream(look, keys), *fields),
    )
    for name, found in ((b"B", set()), (b"a", {"form /DR"})):
        begun = thread_time()
        assert told(pdf, {6: form % (b"/DR<</Font<</%b 5 0 R>>>>" % name)}) == found
        assert thread_time() - begun < 2


@pytest.mark.parametrize(
    "text",
    [rb"(\q)", rb"(\777)", rb"(\400)", rb"(\9)", b"(a\\\n\nb)", b"(a\rb)", b"(a\r\nb)"],
)
def test_texts_that_readers_read_in_two_ways(text: bytes) -> None:
    """A palette, say, whose every second byte is another then."""
    with pytest.raises(MalformedDocument, match="several things"):
        parse_whole(text, 0)
    for one in (rb"(\\q)", rb"(\377)", rb"(\\777)", b"(a\nb)", rb"(\(\12\012\r\)\0)"):
        assert parse_whole(one, 0).end == len(one)


@pytest.mark.parametrize("need", [b"", b"/NeedAppearances true"])
def test_a_value_of_a_widget_of_its_own(need: bytes) -> None:
    form = b"/AcroForm<</Fields[6 0 R]%s>>" % need
    field = b"<</FT/Tx/T(a)/V(100000)/Kids[7 0 R]>>"
    widget = b"<<%s/Parent 6 0 R/V 8 0 R>>" % PLACE
    pdf = make(page=b"/Annots[7 0 R]", catalog=form, objects=(field, widget, b"(100000)"))
    later = updated(pdf, {8: b"(999999)"})
    for permission, allowed in ((None, False), (1, False), (2, True), (3, True)):
        # A certification lets people fill the field: that is told.
        (only,) = compared(pdf, later, permission)
        assert (str(only.what), only.allowed) == ("field a", allowed)


def test_what_stands_above_a_window_for_notes() -> None:
    value = b"<</FT/Tx/T(a)/V(%s)>>"
    objects = (b"<<%s/Parent 7 0 R>>" % PLACE, b"<</Subtype/Popup/Parent 8 0 R>>", value % b"1")
    pdf = make(page=b"/Annots[6 0 R]", catalog=b"/AcroForm<</Fields[]>>", objects=objects)
    for permission in (None, 2, 3):
        assert told(pdf, {8: value % b"9"}, permission) == {"annotation 1"}
    note = b"<</Subtype/%b/Rect[72 500 92 520]/Contents(%b)/Popup 6 0 R>>"
    popup = b"<</Subtype/Popup/Rect[300 500 500 600]/Open true/Parent 7 0 R>>"
    for kind in (b"Text", b"FreeText"):
        pdf = make(
            page=b"/Annots[6 0 R]",
            catalog=b"/AcroForm<</Fields[]>>",
            objects=(popup, note % (kind, b"1"), b"<</Y 7 0 R>>"),
            trailer=b"/Info 8 0 R",
        )
        for permission, allowed in ((None, False), (2, False), (3, True)):
            # Where people may note, that is told.
            (only,) = compared(pdf, updated(pdf, {7: note % (kind, b"9")}), permission)
            assert (str(only.what), only.allowed) == ("annotation 1", allowed)


WAITS = b"<</FT/Sig/T(v)%s>>"


def waiting(field: bytes, *objects: bytes) -> bytes:
    form = b"/AcroForm<</Fields[6 0 R]/SigFlags 3>>"
    return make(page=b"/Annots[7 0 R]", catalog=form, objects=(WAITS % field, *objects))


def test_the_widget_of_a_field_that_waited() -> None:
    pdf = waiting(b"/Kids[7 0 R]", b"<</Parent 6 0 R%s>>" % NOWHERE)
    stamped = b"/V %s" % RANGE
    assert told(pdf, {6: WAITS % (b"/Kids[7 0 R]" + stamped)}) == set()
    # It is nobody's widget now, and lies over the page.
    stamp = b"<</Subtype/Stamp/Rect[72 690 472 750]/Contents(bekor)>>"
    assert told(pdf, {6: WAITS % (NOWHERE + stamped), 7: stamp}) == {"field v"}


@pytest.mark.parametrize("entry", [b"/DA(/F1 1 Tf 1 g)", b"/Ff 8192"])
def test_what_a_stranger_inherits_from_a_field_that_waited(entry: bytes) -> None:
    """A text beside it calls it its parent, and is no kid of it."""
    text = b"<</FT/Tx/V(100000)/Parent 6 0 R%s>>" % PLACE
    pdf = waiting(NOWHERE, text)
    stamped = NOWHERE + b"/V %s" % RANGE
    assert told(pdf, {6: WAITS % (stamped + entry)}) == {"annotation 1"}


def test_what_a_field_that_waited_does() -> None:
    pdf = waiting(NOWHERE + b"/AA<</U 8 0 R>>", b"<<>>", b"<</S/GoTo/D[3 0 R/Fit]>>")
    stamped = WAITS % (NOWHERE + b"/AA<</U 8 0 R>>/V %s" % RANGE)
    assert told(pdf, {6: stamped}) == set()
    assert told(pdf, {6: stamped, 8: b"<</S/Hide/T(a)>>"}) == {"field v"}


@pytest.mark.parametrize("key", [b"/MK", b"/BS", b"/Lock", b"/SV"])
def test_what_a_field_that_waited_does_and_is_drawn_with(key: bytes) -> None:
    """One object under two entries: by the one it may be another, by the other it may not."""
    entries = NOWHERE + b"/AA 8 0 R%s 8 0 R" % key
    pdf = waiting(entries, b"<<>>", b"<</PV<</S/GoTo/D[3 0 R/Fit]>>>>")
    stamped = WAITS % (NOWHERE + b"/AA 8 0 R/V %s" % RANGE)
    assert told(pdf, {6: stamped}) == set()
    assert told(pdf, {6: stamped, 8: b"<</PV<</S/Hide/T(a)>>>>"}) == {"field v"}


def test_what_a_field_does_its_widget_does_not() -> None:
    does = b"/AA<</U 8 0 R>>"
    pdf = waiting(does + b"/Kids[7 0 R]", b"<</Parent 6 0 R%s>>" % NOWHERE, b"<</S/Hide/T(a)>>")
    stamped = WAITS % (does + b"/Kids[7 0 R]/V %s" % RANGE)
    assert told(pdf, {6: stamped}) == set()
    widget = b"<</Parent 6 0 R%s>>" % (NOWHERE + does)
    assert told(pdf, {6: stamped, 7: widget}) == {"field v"}


LOOKS = b"/AP<</N 7 0 R>>"
TEXT = b"/Subtype/Widget/FT/Tx/T(a)/V(1)"
PUSHED = b"/Subtype/Widget/FT/Btn/Ff 65536/T(a)/MK<</CA(100000)>>"


@pytest.mark.parametrize(
    ("note", "drawn"),
    [
        (b"/Subtype/FreeText/Contents(1)" + STATES, False),
        (b"/Subtype/Widget/FT/Tx/T(a)/V(1)" + STATES, False),
        (b"/Subtype/Widget/FT/Tx/T(a)/V(1)/AS/On" + STATES, False),
        (b"/Subtype/Widget/FT/Tx/T(a)/V(1)/AP<</N null/D 7 0 R>>", False),
        # Firefox writes it itself, whatever it looks like.
        (TEXT + LOOKS, False),
        (TEXT.replace(b"/Tx", b"/Ch") + LOOKS, False),
        (TEXT.replace(b"/FT/Tx", b"") + LOOKS, False),
        (TEXT + LOOKS + b"/DA()", False),
        (TEXT + LOOKS + b"/DA(0 g)", False),
        (TEXT + LOOKS + b"/DA(/F1 Tf)", False),
        (TEXT + LOOKS + b"/DA/F1", False),
        (TEXT + LOOKS + b"/DA(/F1 9 Tf 0 g)", True),
        (TEXT + LOOKS + b"/DA(0 0 1 rg /Helv 0 Tf)", True),
        (TEXT + b"/DA(/F1 9 Tf)", False),
        (b"/Subtype/Widget/Parent 9 0 R/V(1)" + LOOKS, True),
        (b"/Subtype/Widget/Parent 9 0 R/V(1)/DA()" + LOOKS, False),
        (b"/Subtype/FreeText/Contents(1)" + LOOKS, True),
        (b"/Subtype/Widget/FT/Btn/T(a)/AS/Off" + STATES, True),
        (b"/Subtype/Widget/FT/Btn/T(a)" + STATES, True),
        (b"/Subtype/Widget/FT/Btn/T(a)/AS/On" + STATES, True),
        (b"/Subtype/Widget/FT/Btn/T(a)/AS/Yes" + STATES, False),
        (b"/Subtype/Widget/FT/Btn/T(a)/AS/Off/AP<</N<</Off<<>>>>>>", False),
        (b"/Subtype/Widget/Parent 8 0 R/AS/On" + STATES, True),
        # One that is pressed has no states: MuPDF writes its caption.
        (PUSHED + LOOKS, True),
        (PUSHED + b"/AS/On" + STATES, False),
        (PUSHED + STATES, False),
    ],
)
def test_which_drawings_readers_use(note: bytes, drawn: bool) -> None:
    """Of a text that has a drawing for each of its states some readers make their own."""
    above = b"<</FT/Btn/T(b)/Kids[6 0 R]>>", b"<</FT/Tx/T(b)/DA(/F1 9 Tf)/Kids[6 0 R]>>"
    parents = [number for number in (b"8 0 R", b"9 0 R") if number in note]
    field = b"" if b"FreeText" in note else (parents or [b"6 0 R"])[0]
    catalog = b"/AcroForm<</Fields[%s]%%s>>" % field
    objects = (b"<<%s/Rect[72 500 400 540]>>" % note, LOOK, *above)
    pdf = make(page=b"/Annots[6 0 R]", catalog=catalog % b"", objects=objects)
    root = b"<</Type/Catalog/Pages 2 0 R%s>>" % (catalog % b"/DA(/F1 1 Tf 1 g)")
    assert told(pdf, {1: root}) == (set() if drawn else {"form /DA"})


@pytest.mark.parametrize(
    "element",
    [
        *(b"/K[]", b"", b"/K 9 0 R/ActualText(aslida)", b"/K 9 0 R/Alt(aslida)"),
        *(
            b"/K 9 0 R/E(aslida)",
            b"/K 9 0 R/T(aslida)",
            b"/K 9 0 R/Lang(uz)",
            b"/S/Aslida/K 9 0 R",
        ),
    ],
)
def test_an_element_that_says_something(element: bytes) -> None:
    """Of a document that nobody could hear, and of one whose structure gains an element."""
    field = b"<</FT/Sig/T(b)%s/V %s>>" % (NOWHERE, RANGE)
    form = b"/AcroForm<</Fields[%s]>>"
    kind = b"" if b"/S" in element else b"/S/P"
    said = b"<</Type/StructElem%s%s>>" % (kind, element)
    added = {6: said, 8: field, 9: b"<</Type/OBJR/Obj 8 0 R>>"}
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>/Annots[8 0 R]>>"
    )
    for had in (b"", b"<</K[]>>"):
        tree = b"/StructTreeRoot %s" % had if had else b""
        pdf = make(catalog=tree + form % b"")
        root = b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot<</K[6 0 R]>>%s>>" % (form % b"8 0 R")
        assert told(pdf, {1: root, 3: page} | added) == {"catalog /StructTreeRoot"}
        silent = b"<</Type/StructElem/S/Form/K 9 0 R>>"
        assert told(pdf, {1: root, 3: page} | added | {6: silent}) == set()


@pytest.mark.parametrize(("leads", "found"), [(b"7 0 R", 1), (b"[6 0 R]", 1), (b"6 0 R", 0)])
def test_a_new_structure_leads_from_no_number_to_words(leads: bytes, found: int) -> None:
    """A page may have had the number, and marks in its content."""
    form = b"/AcroForm<</Fields[%s]>>"
    pdf = make(catalog=form % b"", page=b"/StructParents 0")
    tree = b"<</K[6 0 R]/ParentTree<</Nums[0 %b]>>>>" % leads
    added = {
        1: b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot %b%b>>" % (tree, form % b"8 0 R"),
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>/StructParents 0/Annots[8 0 R]>>",
        6: b"<</Type/StructElem/S/Form/K 9 0 R>>",
        7: b"<</Type/StructElem/S/P/K 9 0 R/ActualText(aslida)>>",
        8: b"<</FT/Sig/T(b)%s/V %s>>" % (NOWHERE, RANGE),
        9: b"<</Type/OBJR/Obj 8 0 R>>",
    }
    assert told(pdf, added) == ({"catalog /StructTreeRoot"} if found else set())
