"""Frames of links: none, or thin coloured ones around words of the page."""

from __future__ import annotations

import pytest

from signing.examine.document import examine_pdf
from signing.examine.finding import Finding, FindingCode
from tests.signing.hostile_pdfs import HONEST, make

TOLD = Finding(FindingCode.HIDDEN_ANNOTATION, 1, "Link")
AROUND, BESIDE = b"71 697 140 711", b"300 697 313 717"


def link(entries: bytes, place: bytes = AROUND) -> bytes:
    return b"<</Type/Annot/Subtype/Link/Dest[3 0 R/Fit]/Rect[%s]%s>>" % (place, entries)


def framed(*links: bytes) -> bytes:
    numbers = b" ".join(b"%d 0 R" % number for number in range(6, 6 + len(links)))
    return make(HONEST, page=b"/Annots[%s]" % numbers, objects=links)


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        (b"/Border[0 0 0]", False),
        (b"/Border[0 0 0.0]/F 4", False),
        (b"/BS<</W 0>>", False),
        (b"/BS<</W 0/S/S>>/Border[0 0 0]", False),
        (b"/Border[0 0 1]/C[1 0 0]", False),
        (b"/Border[0 0 .5]/C[0 .5 .5]/H/I", False),
        (b"", True),
        (b"/C[1 0 0]", False),
        (b"/Border[0 0 1]", True),
        (b"/Border[0 0 1]/C[0 0 0]", True),
        (b"/Border[0 0 1]/C[1]", True),
        (b"/Border[0 0 1]/C[.3 0 0]", True),
        (b"/Border[0 0 2]/C[1 0 0]", True),
        (b"/Border[0 0 -1]/C[1 0 0]", True),
        (b"/Border[0 0]/C[1 0 0]", True),
        (b"/Border[0 0(0)]/C[1 0 0]", True),
        (b"/Border[0 0 1[3]]/C[1 0 0]", True),
        (b"/BS<</W 1/S/U>>/C[1 0 0]", True),
        (b"/BS<<>>", True),
        (b"/BS 0", True),
        (b"/BS<</W 0>>/Border[0 0 3]", True),
        (b"/BS<</W 3>>/Border[0 0 0]", True),
    ],
)
def test_a_frame_is_thin_and_coloured(entries: bytes, *, told: bool) -> None:
    assert (TOLD in examine_pdf(framed(link(entries)))) == told


TEX = b"/Border[0 0 1]/C[1 0 0]"


@pytest.mark.parametrize(
    ("links", "told"),
    [
        ((link(TEX), link(TEX, b"71 685 140 699")), False),
        ((link(TEX, BESIDE),), True),
        ((link(TEX, b"71 697 140 900"),), True),
        ((link(TEX, b"71 700 140 700"),), True),
        ((link(TEX, b"71 697"),), True),
        ((link(TEX), link(TEX, b"90 699 150 709")), True),
        # Flat ones, as a sign is drawn of.
        ((link(b"/Border[0 0 2]", b"296 701 308 701"),), True),
    ],
)  # fmt: skip
def test_a_frame_is_around_words(links: tuple[bytes, ...], *, told: bool) -> None:
    below = HONEST + b"BT /F1 12 Tf 72 688 Td (QAROR QILAMAN) Tj ET\n"
    numbers = b" ".join(b"%d 0 R" % number for number in range(6, 6 + len(links)))
    pdf = make(below, page=b"/Annots[%s]" % numbers, objects=links)
    assert (TOLD in examine_pdf(pdf)) == told
