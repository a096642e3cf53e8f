"""Where readers of PDFs find pages, objects and tables: no two of them in different places."""

from __future__ import annotations

import re

import pytest

from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import INVALID, VALID, codes, details, judge
from tests.signing.foreign.test_pdf_readers import FORGED, ROW, appended
from tests.signing.hostile_pdfs import FONT, HONEST, stream, written

PAGE = (
    b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
    b"/Resources<</Font<</F1 6 0 R>>>>>>"
)
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
BODIES = [
    CATALOG,
    b"<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2>>",
    PAGE % (2, 4),
    stream(HONEST),
    PAGE % (2, 4),
    FONT,
]


@pytest.fixture(scope="module")
def two_pages(makers: Makers) -> bytes:
    return makers.sign_pdf(written(BODIES))


def newest(pdf: bytes, number: int) -> bytes:
    """The newest writing of an object."""
    found: bytes = re.findall(rb"\n%d 0 obj\s*(.*?)\s*endobj" % number, pdf, re.DOTALL)[-1]
    return found


def updated(pdf: bytes, objects: dict[int, bytes]) -> bytes:
    """Append objects, each with its row."""
    body, rows = b"", {}
    for number, item in objects.items():
        rows[number] = (len(body), ROW)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    return appended(pdf, body, rows)


# --- the tree of pages -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "root",
    [
        # Viewers go by the count and show the first page alone; the library sees both.
        b"/Type/Pages/Kids[3 0 R 5 0 R]/Count 1",
        # Neither is a page to the library, and both are to viewers.
        b"/Type/Pages/Kids[81 0 R 3 0 R 5 0 R]/Count 1",
        b"/Type/Pages/Kids[82 0 R 3 0 R 5 0 R]/Count 1",
        # As it was, in another place.
        b"/Type/Pages/Kids[3 0 R 5 0 R]/Count 2",
    ],
)
@pytest.mark.parametrize("in_place", [False, True])
def test_the_tree_of_pages_is_the_signed_one(
    makers: Makers, two_pages: bytes, root: bytes, in_place: bool
) -> None:
    catalog = newest(two_pages, 1)
    assert judge(makers, updated(two_pages, {1: catalog})).verdict is VALID
    page = PAGE % (2, 83)
    added = {
        81: page.replace(b"/Type/Page", b"/Type/Template"),
        82: b"<</Type/Nodes/Parent 2 0 R/Kids[84 0 R]/Count 1>>",
        83: FORGED,
        84: page,
    }
    if in_place:
        root += b"/Was 0"
        pdf = updated(two_pages, {2: b"<<%s>>" % root, **added})
    else:
        new = re.sub(rb"/Pages\s+2 0 R", b"/Pages 80 0 R", catalog)
        pdf = updated(two_pages, {1: new, 80: b"<<%s>>" % root, **added})
    report = judge(makers, pdf)
    assert (report.verdict, codes(report)) == (INVALID, {"CHANGED_AFTER_SIGNING"})
    assert details(report) == "Imzo1: pages"


def test_what_is_no_page_here_may_be_one_elsewhere(makers: Makers) -> None:
    """A leaf of another type: the library passes it over, viewers show it."""
    kids = b"<</Type/Pages/Kids[7 0 R 3 0 R 5 0 R]/Count 2>>"
    leaf = (PAGE % (2, 8)).replace(b"/Type/Page", b"/Type/Template")
    bodies = [BODIES[0], kids, *BODIES[2:], leaf, stream(HONEST)]
    signed = makers.sign_pdf(written(bodies))
    assert judge(makers, signed).verdict is VALID
    for number in (7, 8):
        change = FORGED if number == 8 else leaf.replace(b"842", b"84")
        assert details(judge(makers, updated(signed, {number: change}))) == "Imzo1: pages"
