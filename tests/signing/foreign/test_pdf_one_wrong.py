"""Signed PDFs made by hand, right in all but one thing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from contextlib import nullcontext

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from signing.errors import DocumentTooLarge, MalformedDocument
from signing.foreign import pdf as reader_of_pdf
from signing.foreign import pdf_graph, pdf_reader, pdf_signatures, pdf_tags
from signing.foreign.patience import open_beginning
from signing.foreign.pdf_reader import BoundedReader, Watch
from signing.pdf.held import Held
from signing.pdf.reading import reading
from signing.report import Report
from tests.signing.foreign.crafted import Crafted
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import INVALID, OPEN, VALID, codes, details, judge
from tests.signing.foreign.test_pdf_readers import HEARD, ROW, TREE, appended
from tests.signing.hostile_pdfs import make, stream

RANGE = b"/ByteRange[0 %010d %010d %010d]"
SIG = b"<</Type/Sig/SubFilter/ETSI.CAdES.detached%s/Contents%s>>"
FIELD = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Imzo1)/Rect[0 0 0 0]/P 3 0 R/V %s>>"
Cms = Callable[[bytes], bytes]


def signed(
    cms: Cms,
    value: bytes = SIG,
    field: bytes = FIELD % b"7 0 R",
    size: int = 4000,
    others: Sequence[bytes] = (),
    table: bytes = b"",
    head: bytes = b"%PDF-1.7\n",
) -> bytes:
    """A PDF with one signature, whose hole is filled with a CMS over the rest.

    ``table`` stands between the word for a table and its first section, ``head`` before all.
    """
    hole = b"<%s>" % (b"0" * 2 * size)
    pdf = make(
        page=b"/Annots[6 0 R]",
        catalog=b"/AcroForm<</Fields[6 0 R]/SigFlags 3>>",
        objects=(field, value % (RANGE % (0, 0, 0), hole), *others),
    )
    pdf = head + pdf[len(head) :].replace(b"xref\n0 ", b"xref\n%s0 " % table)
    begin = pdf.index(hole)
    end = begin + len(hole)
    pdf = pdf.replace(RANGE % (0, 0, 0), RANGE % (begin, end, len(pdf) - end))
    made = cms(pdf[:begin] + pdf[end:]).hex().encode()
    return pdf[: begin + 1] + made + pdf[begin + 1 + len(made) :]


@pytest.fixture(scope="module")
def by_hand(makers: Makers) -> Cms:
    def cms(content: bytes) -> bytes:
        return crafted(makers, content).der()

    return cms


def crafted(makers: Makers, content: bytes) -> Crafted:
    person = makers.people["first"]
    chain = [person.certificate, makers.authority.issuing.certificate]
    return Crafted(person, content, certificates=chain, attached=False)


def refused(report: Report, why: str) -> None:
    assert report.verdict is INVALID
    every = [*report.reasons, *(item for one in report.signatures for item in one.reasons)]
    assert f"Imzo1: {why}" in [item.detail for item in every]
    assert not any(item.intact for item in report.signatures)


def test_the_right_one_is_right(makers: Makers, by_hand: Cms) -> None:
    assert judge(makers, signed(by_hand)).verdict is VALID


def test_two_signers_of_one_field(makers: Makers) -> None:
    def both(content: bytes) -> bytes:
        one = crafted(makers, content)
        return one.der(one.info() + one.info())

    refused(judge(makers, signed(both)), "a PDF signature must have exactly one signer")


@pytest.mark.parametrize("value", [b"[7 0 R]", b"/Sig", b"(7 0 R)", b"8 0 R"])
def test_a_value_that_is_no_signature(makers: Makers, by_hand: Cms, value: bytes) -> None:
    pdf = signed(by_hand, field=FIELD % value, others=(b"[7 0 R]",))
    refused(judge(makers, pdf), "the value is no signature")


def test_more_room_than_any_signature_takes() -> None:
    most = 2 * pdf_signatures._MAX_CONTENTS
    for size, why in ((most, "no contents"), (most + 1, "the space .* is too large")):
        pdf = Held.of(bytes(1 + size) + b"\n%%EOF\n")
        numbers = ArrayObject(map(NumberObject, (0, 1, 1 + size, 7)))
        value = DictionaryObject({NameObject("/ByteRange"): numbers})
        with pytest.raises(MalformedDocument, match=why):
            pdf_signatures._read(pdf, "", value)


def test_the_hole_is_the_signatures_own(makers: Makers, by_hand: Cms) -> None:
    """Wrapping: what is left out is right, and the dictionary says another thing."""
    why = "the byte range leaves out something else"
    other = SIG.replace(b"/Contents%s", b"/Other%s/Contents<3000>")
    refused(judge(makers, signed(by_hand, other)), why)
    # White space within the digits is read by most, and counted by some.
    pdf = signed(by_hand)
    end = pdf.index(b"00>", pdf.index(b"/Contents<"))
    refused(judge(makers, pdf[:end] + b"  >" + pdf[end + 3 :]), why)


def test_nothing_else_is_in_the_space(makers: Makers, by_hand: Cms) -> None:
    """Zeros fill it; nobody signed what stands there."""
    assert judge(makers, signed(lambda content: by_hand(content) + b"\0")).verdict is VALID
    pdf = signed(lambda content: by_hand(content) + b"\0\1")
    refused(judge(makers, pdf), "the space for the signature holds something else")


def test_a_table_that_is_none_to_most_readers(makers: Makers, by_hand: Cms) -> None:
    """They repair the file, and find what no table names."""
    report = judge(makers, signed(by_hand, table=b"%c\n"))
    assert (report.verdict, codes(report)) == (INVALID, {"FORMAT_FAILURE"})
    assert report.signatures == ()


def test_a_header_that_is_not_where_it_should_be(makers: Makers, by_hand: Cms) -> None:
    """Whoever counts from it finds no table, and looks for what none names."""
    for head, verdict in ((b"%PDF-1.6\n", VALID), (b"\n%PDF-1.6", INVALID)):
        pdf = signed(by_hand, head=head)
        assert judge(makers, pdf).verdict is VALID
        report = judge(makers, appended(pdf))
        assert report.verdict is verdict
        assert details(report) == ("" if verdict is VALID else "Imzo1: unsound")


def test_a_catalog_that_is_none() -> None:
    pdf = make(objects=(b"[1 0 R]",)).replace(b"/Root 1 0 R", b"/Root 6 0 R")
    with reading(), pytest.raises(MalformedDocument, match="without a catalog"):
        pdf_signatures.catalog_of(open_beginning(Held.of(pdf), len(pdf)))


def ranged(pdf: bytes, *numbers: int) -> bytes:
    """Write other numbers into the byte range; nobody signed them any more."""
    (found,) = re.finditer(rb"/ByteRange\[[^]]*\]", pdf)
    text = b"/ByteRange[%s]" % b" ".join(b"%d" % number for number in numbers)
    return pdf[: found.start()] + text.ljust(len(found[0])) + pdf[found.end() :]


def test_a_byte_range_is_of_the_whole_file(makers: Makers, by_hand: Cms) -> None:
    pdf = signed(by_hand)
    begin, end, rest = (int(item) for item in re.findall(rb"Range\[0 (\d+) (\d+) (\d+)\]", pdf)[0])
    for numbers, why in (
        ((), "no byte range"),
        ((0, begin, end), "no byte range"),
        ((0, begin, end, rest, 0), "no byte range"),
        ((1, begin - 1, end, rest), "the byte range does not begin or end with the file"),
        ((0, end, begin, rest), "the byte range does not begin or end with the file"),
        ((0, 0, end, rest), "the byte range does not begin or end with the file"),
        ((0, begin, end, 0), "the byte range does not begin or end with the file"),
        ((0, begin, end, rest + 1), "the byte range does not begin or end with the file"),
        ((0, begin, end, rest - 3), "the byte range ends within a revision"),
    ):
        refused(judge(makers, ranged(pdf, *numbers)), why)
    real = pdf.replace(b" %010d]" % rest, b" %09d.]" % rest)
    refused(judge(makers, real), "no byte range")


def test_a_byte_range_out_of_sight(makers: Makers, by_hand: Cms) -> None:
    """Another reader may find the signature that this one does not."""
    hidden = b"<</Type/Sig/ByteRange[0 9 9 9]/Contents<00>>>"
    report = judge(makers, signed(by_hand, others=(hidden,)))
    assert (report.verdict, details(report)) == (OPEN, "unshown")
    assert codes(report) == {"CHANGED_AFTER_SIGNING"}


def test_a_kind_of_signature_that_is_not_read_here(makers: Makers, by_hand: Cms) -> None:
    pdf = signed(by_hand, SIG.replace(b"ETSI.CAdES.detached", b"Boshqa.Tur"))
    report = judge(makers, pdf)
    assert (report.verdict, codes(report), report.signatures) == (OPEN, {"NOT_SUPPORTED"}, ())
    assert details(report) == "/Boshqa.Tur"


@pytest.mark.parametrize(
    "field",
    [b"<</T(a)/Kids[6 0 R]>>", b"<</T(a)/Kids[8 0 R 8 0 R]>>", b"<</T(a)/Kids[%s]>>"],
    ids=["circle", "twice", "deep"],
)
def test_a_form_of_no_end(makers: Makers, by_hand: Cms, field: bytes) -> None:
    for _ in range(40 if b"%s" in field else 0):
        field %= b"<</T(a)/Kids[%s]>>"
    pdf = signed(by_hand, field=field.replace(b"%s", b""), others=(b"<</T(b)>>",))
    report = judge(makers, pdf)
    assert report.verdict is INVALID
    assert details(report) == "a form that is too deep, too large or a circle"


def several(count: int) -> bytes:
    """So many signatures of nobody, each with its own hole."""
    fields = [b"<</FT/Sig/T(I%03d)/V %d 0 R>>" % (at, 7 + at) for at in range(count)]
    values = [
        SIG % (b"/ByteRange[0 a%09d b%09d c%09d]" % (at, at, at), b"<3000>") for at in range(count)
    ]
    pdf = make(
        catalog=b"/AcroForm 6 0 R", objects=(b"<</Fields[%s]>>" % b"".join(fields), *values)
    )
    holes = [found.span() for found in re.finditer(rb"<3000>", pdf)]
    for at, (begin, end) in enumerate(holes):
        for letter, number in ((b"a", begin), (b"b", end), (b"c", len(pdf) - end)):
            pdf = pdf.replace(b"%s%09d" % (letter, at), b"%010d" % number)
    return pdf


def test_more_signatures_than_are_looked_at(makers: Makers) -> None:
    most = reader_of_pdf._MAX_SIGNATURES
    report = judge(makers, several(most))
    assert len(report.signatures) == most
    report = judge(makers, several(most + 1))
    assert (report.verdict, details(report)) == (OPEN, "oversized")


def test_an_encrypted_pdf_says_nothing(makers: Makers) -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    numbers = ArrayObject(map(NumberObject, (0, 9, 9, 9)))
    for name in ("/X", "/Y"):
        value = DictionaryObject({NameObject("/ByteRange"): numbers})
        writer.root_object[NameObject(name)] = writer._add_object(value)
    writer.encrypt("", "parol", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    report = judge(makers, out.getvalue())
    assert (report.verdict, codes(report)) == (OPEN, {"NOT_SUPPORTED"})
    assert details(report) == "encrypted PDF"


# --- what is read aloud ------------------------------------------------------------------------


def changed(makers: Makers, objects: Sequence[bytes], later: dict[int, bytes]) -> Report:
    marked = make(catalog=b"/StructTreeRoot 6 0 R", page=b"/StructParents 0", objects=objects)
    pdf = makers.sign_pdf(marked)
    body, rows = b"", {}
    for number, item in later.items():
        rows[number] = (len(body), ROW)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    assert judge(makers, pdf).verdict is VALID
    return judge(makers, appended(pdf, body, rows))


ROOT = TREE % (b"7 0 R", b"", 1)
SAID = HEARD % (b"", b"100")


def test_a_sound_that_is_another(makers: Makers) -> None:
    said = HEARD % (b"/A 8 0 R", b"100")
    for data, verdict in ((b"x", VALID), (b"y", INVALID)):
        report = changed(makers, (ROOT, said, stream(b"x")), {8: stream(data)})
        assert report.verdict is verdict
        assert details(report) == ("" if verdict is VALID else "Imzo1: catalog /StructTreeRoot")


def test_lists_within_lists() -> None:
    """What is deeper than anybody looks is not taken for the same."""
    pdf = Held.of(make())
    reader = open_beginning(pdf, pdf.size)
    tree = pdf_tags._Tree(pdf_graph.Pair(reader, reader), lambda _: False)
    inner = ArrayObject([NumberObject(1)])
    for _ in range(pdf_tags._MAX_DEPTH - 1):
        inner = ArrayObject([inner])
    assert tree.grew(inner, inner)
    assert not tree.grew(ArrayObject([inner]), ArrayObject([inner]))


def test_another_tree(makers: Makers) -> None:
    pdf = makers.sign_pdf(
        make(catalog=b"/StructTreeRoot 6 0 R", page=b"/StructParents 0", objects=(ROOT, SAID))
    )
    (catalog,) = re.findall(rb"\n1 0 obj\s*(<<.*?>>)\s*endobj", pdf, re.DOTALL)[-1:]
    other = catalog.replace(b"/StructTreeRoot 6 0 R", b"/StructTreeRoot 80 0 R")
    assert other != catalog
    first = b"1 0 obj\n%s\nendobj\n" % other
    second = first + b"80 0 obj\n%s\nendobj\n" % ROOT
    report = judge(makers, appended(pdf, second, {1: (0, ROW), 80: (len(first), ROW)}))
    assert (report.verdict, details(report)) == (INVALID, "Imzo1: catalog /StructTreeRoot")


# --- what reading costs ------------------------------------------------------------------------


def opened(pdf: bytes, watch: Watch, *, copied: bool = True) -> BoundedReader:
    with reading():
        return BoundedReader(Held.of(pdf), len(pdf), watch, copied=copied)


@pytest.mark.parametrize("copied", [True, False])
def test_all_that_is_held_is_counted(copied: bool) -> None:
    pdf = make(objects=[stream(b"x" * (1 << 20))] * 3)
    watch = Watch()
    found = opened(pdf, watch, copied=copied)
    before = watch._held
    for number in (6, 7, 8):
        found.get_object(number)
    assert watch._held - before >= 3 << 20
    found.let_go(6, found.get_object(6))
    assert 2 << 20 <= watch._held - before < 3 << 20
    found.leave()
    assert watch._held == 0
    found = opened(pdf, watch, copied=copied)
    watch.hold(pdf_reader._MAX_HELD - watch._held - (3 << 19))
    found.get_object(6)
    with pytest.raises(DocumentTooLarge, match="would be held"):
        found.get_object(7)


def test_when_the_time_is_over_nothing_more_is_read() -> None:
    watch = Watch(0)
    for _ in range(pdf_reader._OFTEN - 1):
        watch.look()
    # Whoever takes that for damage goes on, and comes no further.
    for _ in range(2):
        with pytest.raises(DocumentTooLarge):
            watch.look()


def test_tables_of_too_many_rows() -> None:
    """Those too that the library reads in its own way."""
    row = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<<>>\n"
    rows = b"7 0 obj\n%s\nendobj\n" % stream(bytes(3), b"/Type/XRef/Size 1/W[1 1 1]")
    most = pdf_reader._MAX_ENTRIES
    for few in (True, False):
        for read, table in (("_standard_xref_table", row), ("_pdf15_xref_stream", rows)):
            found = opened(make(), Watch())
            found.xref[0] = dict.fromkeys(range(most - 9 if few else most + 1), 0)
            data = io.BytesIO(table)
            data.seek(table is row)
            with nullcontext() if few else pytest.raises(DocumentTooLarge, match="objects"):
                getattr(found, f"_read{read}")(data)


def test_nothing_is_read_before_the_beginning() -> None:
    window = pdf_reader._Window(Held.of(b"12345"), 4)
    assert (window.seek(-1, io.SEEK_END), window.read()) == (3, b"4")
    with pytest.raises(ValueError, match="before the beginning"):
        window.seek(-5, io.SEEK_END)


def test_one_value_of_too_many_bytes() -> None:
    watch = Watch()
    stream_of = pdf_reader._Buffered(Held.of(b"12345"), 5, watch, lambda _: None)
    assert stream_of.read(3) == b"123"
    for size in (None, -1, pdf_reader._MAX_READ + 1):
        with pytest.raises(DocumentTooLarge, match="too many bytes"):
            stream_of.read(size)
