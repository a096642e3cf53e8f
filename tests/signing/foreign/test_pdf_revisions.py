"""Two revisions side by side: where objects stood and stand, whatever they say."""

from __future__ import annotations

import re

import pytest
from pypdf.generic import IndirectObject

from signing.detail import said
from signing.errors import DocumentTooLarge
from signing.flaws import Flaw
from signing.foreign.pdf_changes import Change
from signing.foreign.pdf_graph import Pair
from tests.signing.foreign.test_pdf_compared import (
    CATALOG,
    LOOK,
    OTHER,
    PAGE,
    compared,
    form,
    opened,
    updated,
)
from tests.signing.foreign.test_pdf_layout import IN_USE, WITHIN, packed, tabled
from tests.signing.hostile_pdfs import FONT, make, written


def test_an_object_of_a_later_generation() -> None:
    """Numbers come again with a higher one (ISO 32000-1, 7.3.10)."""
    picture = b"/XObject<</X 6 1 R>>"
    base = make(resources=picture, catalog=b"/AcroForm<<>>", objects=(LOOK,))
    base = base.replace(b"6 0 obj", b"6 1 obj")
    entry = re.findall(rb"\d{10} 00000 n\r\n", base)[5]
    base = base.replace(entry, entry.replace(b" 00000 ", b" 00001 "))
    assert compared(base, updated(base, {}, 1)) == set()
    for new in (updated(base, {6: OTHER}, 1), updated(base, {6: b"null"})):
        assert compared(base, new) == {Change(said(Flaw.PAGE, 1))}


def test_a_generation_that_is_waited_for() -> None:
    """To one reader the object is there as it was, to another there is one more."""
    base = make(resources=b"/XObject<</X 6 1 R>>", catalog=b"/AcroForm<<>>", objects=(b"null",))
    assert compared(base, updated(base, {6: OTHER}, 1)) == {Change(said(Flaw.PAGE, 1))}


def test_an_object_that_was_another_in_between() -> None:
    """A reader that goes back by one update sees what was there."""
    base = form()
    between = updated(base, {5: b"<</Type/Font/Subtype/Type1/BaseFont/Symbol>>"})
    assert compared(base, updated(base, {5: FONT})) == set()
    assert compared(base, updated(between, {5: FONT})) == {Change(said(Flaw.PAGE, 1))}


def test_more_objects_than_anybody_looks_at() -> None:
    class Few(Pair):
        most = 3

    found = opened(make(objects=(b"[7 0 R 8 0 R 9 0 R 9 0 R]", b"1", b"2", b"3")))
    every = found.get_object(6)
    assert Few(found, found).reached(every) == {7, 8, 9}
    with pytest.raises(DocumentTooLarge):
        Few(found, found).reached([*every, IndirectObject(99, 0, found)])


def test_another_catalog() -> None:
    base = form()
    new = updated(base, {11: CATALOG % b"/AcroForm 6 0 R"})
    at = new.rindex(b"/Root 1 0 R")
    assert compared(base, new) == set()
    other = new[:at] + new[at:].replace(b"/Root 1 0", b"/Root 11 0")
    assert compared(base, other) == {Change(said(Flaw.CATALOG))}


def test_pages_in_a_circle() -> None:
    """The library goes down alone, what is inherited is looked for all the way up."""
    circle = b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R>>"
    base = written([b"<</Type/Catalog/Pages 2 0 R/AcroForm<<>>>>", circle, PAGE % b"", LOOK, FONT])
    assert compared(base, updated(base, {})) == set()


def test_what_a_page_inherits_from_elsewhere() -> None:
    """What it calls its parent need not be what leads to it: readers go either way."""
    catalog = b"<</Type/Catalog/Pages 2 0 R/AcroForm<<>>>>"
    kids, page = b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE.replace(b"/Parent 2", b"/Parent 6")
    base = written([catalog, kids, page % b"", LOOK, FONT, b"<</Parent 7 0 R>>", b"<</Rotate 0>>"])
    for number in (6, 7):
        new = updated(base, {number: b"<</Rotate 90>>"})
        assert compared(base, new) == {Change(said(Flaw.PAGE, 1))}


def test_a_row_of_a_table_that_was_read_in_several_ways() -> None:
    """Where the object stands some readers see only now."""
    base = form()
    row = re.findall(rb"\d{10} 00000 n\r\n", base)[4]
    loose = base.replace(b"trailer\n", b"5 1\n%strailer\n" % row)
    for old, told in ((base, set()), (loose, {Change(said(Flaw.PAGE, 1))})):
        new = updated(old, {}).replace(b"xref\n0 0\ntrailer", b"xref\n5 1\n%strailer" % row)
        assert compared(old, new) == told


def test_what_is_packed_in_what_is_replaced() -> None:
    base = make(resources=b"/ExtGState 6 0 R", catalog=b"/AcroForm<<>>")
    rows = {6: (WITHIN, 90, 0), 90: (IN_USE, len(base), 0)}
    old = tabled(base, packed({6: b"<<>>"}), rows)
    assert compared(old, updated(old, {91: b"<<>>"})) == set()
    assert compared(old, updated(old, {90: b"<<>>"})) == {Change(said(Flaw.PAGE, 1))}
