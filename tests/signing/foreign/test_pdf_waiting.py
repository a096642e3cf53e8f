"""What waits in a signed revision for a reader that repairs the file, and what for nobody."""

from __future__ import annotations

import pytest

from signing.foreign.pdf_hidden import hidden
from signing.pdf.held import Held
from signing.pdf.reading import reading
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import INVALID, OPEN, VALID, codes, details, judge
from tests.signing.foreign.test_pdf_readers import FORGED, ROW, appended
from tests.signing.foreign.test_pdf_what_readers_find import (
    beginning,
    loose,
    newest,
    opened,
    updated,
)
from tests.signing.hostile_pdfs import HONEST, make, stream
from tests.signing.test_examine_standing import of_word

ROOT = 1


def beside(pdf: bytes, hidden: bytes) -> bytes:
    """The same with something before its table that it does not name."""
    at = pdf.rindex(b"xref\n0 ")
    start = b"startxref\n%d\n"
    return pdf[:at] + hidden + pdf[at:].replace(start % at, start % (at + len(hidden)))


@pytest.mark.parametrize(
    ("hidden", "verdict"),
    [
        (b"", VALID),
        (b"% made by somebody\n", VALID),
        (b"4 0 obj\n%s\nendobj\n" % FORGED, OPEN),
        (b"00000000000000004 0 obj\n%s\nendobj\n" % FORGED, OPEN),
        (b"70 0 obj\n%s\nendobj\n" % stream(b"\n(a)4 0 obj()endobj\n"), OPEN),
        (b"trailer\n<</Root 70 0 R>>\n", OPEN),
    ],
)
def test_what_was_signed_and_waits(makers: Makers, hidden: bytes, verdict: object) -> None:
    """Nobody sees it when it is signed, and nobody knows who does when something follows."""
    signed = makers.sign_pdf(beside(make(), hidden))
    assert judge(makers, signed).verdict is VALID
    report = judge(makers, updated(signed, {ROOT: newest(signed, ROOT)}))
    assert report.verdict is verdict
    assert codes(report) == (set() if verdict is VALID else {"CHANGED_AFTER_SIGNING"})
    assert ("unlisted" in details(report)) == (verdict is OPEN)


def test_a_pdf_that_is_carried_unpacked(makers: Makers) -> None:
    """Its last object goes on to its end, and numbers in it may be those of what is brought."""
    inner = stream(make(b"BT /F1 12 Tf 72 700 Td (ilova) Tj ET\n"), b"/Type/EmbeddedFile")
    named = b"/Names<</EmbeddedFiles<</Names[(a.pdf) 6 0 R]>>>>"
    holder = b"<</Type/Filespec/F(a.pdf)/UF(a.pdf)/EF<</F 7 0 R>>>>"
    signed = makers.sign_pdf(make(catalog=named, objects=(holder, inner)))
    report = judge(makers, makers.stamp_pdf(signed))
    assert (report.verdict, codes(report)) == (OPEN, {"CHANGED_AFTER_SIGNING"})
    assert "unlisted" in details(report)
    # What was changed is still told as that.
    page = newest(signed, 3).replace(b"842", b"400")
    assert judge(makers, updated(signed, {3: page})).verdict is INVALID


SECOND = b"\n%s 0 obj\n" + FORGED + b"\nendobj\n"


@pytest.mark.parametrize("behind", [b"", SECOND % b"4", SECOND % b"70", b"% made by somebody\n"])
def test_what_waits_beside_tables_that_are_read_in_several_ways(
    makers: Makers, behind: bytes
) -> None:
    """Nobody knows all rows of those, and so nothing that follows is as it was signed."""
    signed = makers.sign_pdf(loose(beside(beginning(b"", listed=False), behind)))
    assert judge(makers, signed).verdict is VALID
    report = judge(makers, updated(signed, {ROOT: newest(signed, ROOT)}))
    assert report.verdict is OPEN


@pytest.mark.parametrize("number", [b"4", b"0" * 40 + b"4", b"70", b"4294967300"])
def test_what_waits_before_what_a_table_names(makers: Makers, number: bytes) -> None:
    """Where all tables are read in one way, nobody has a reason to write an object twice."""
    signed = makers.sign_pdf(beginning(SECOND % number, listed=False))
    assert judge(makers, signed).verdict is VALID
    report = judge(makers, updated(signed, {ROOT: newest(signed, ROOT)}))
    assert (report.verdict, codes(report)) == (OPEN, {"CHANGED_AFTER_SIGNING"})
    assert "unlisted" in details(report)


@pytest.mark.parametrize(
    ("between", "waits"),
    [(b"", False), (b"\n4 0 obj\n<<>>\nendobj\n", True), (b"\ntrailer\n<<>>\n", True)],
)
def test_a_stream_beside_a_table(between: bytes, waits: bool) -> None:
    """As Word writes it: the table names it, and old readers do not look (7.5.8.4)."""
    pdf = of_word(between=between)
    with reading():
        assert (hidden(Held.of(pdf), opened(pdf), lambda: None) != ()) == waits


def test_what_older_revisions_wrote_waits_for_nobody(makers: Makers) -> None:
    """Programs replace and free objects before somebody signs."""
    pdf = make(objects=(b"(an old one)",))
    edited = updated(pdf, {4: stream(HONEST + b" "), 6: b"(a new one)"})
    freed = appended(edited, rows={6: b"0000000000 00001 f \n"})
    for base in (edited, freed):
        signed = makers.sign_pdf(base)
        assert judge(makers, updated(signed, {ROOT: newest(signed, ROOT)})).verdict is VALID
    # A table that leads back to the older one.
    back = appended(edited, rows={4: ROW % pdf.index(b"4 0 obj")})
    signed = makers.sign_pdf(back)
    report = judge(makers, updated(signed, {ROOT: newest(signed, ROOT)}))
    assert report.verdict is OPEN
    assert "unlisted" in details(report)


@pytest.mark.parametrize(("mentioned", "waits"), [(12, False), (13, True)])
def test_what_was_freed_mentions_nothing_that_is_brought(
    makers: Makers, mentioned: int, *, waits: bool
) -> None:
    """Who repairs the file finds it still, and whatever it leads to as soon as that is there."""
    base = make(objects=(b"<</A %d 0 R>>" % mentioned,))
    signed = makers.sign_pdf(appended(base, rows={6: b"0000000000 00001 f \n"}))
    stamped = makers.stamp_pdf(signed)
    assert (b"\n13 0 obj" in signed, b"\n13 0 obj" in stamped) == (False, True)
    assert (judge(makers, stamped).verdict is VALID) != waits
