"""Links have no frame and popups are closed: some readers draw the others, and the window none."""

from __future__ import annotations

import pytest

from signing.examine.document import examine_pdf
from signing.examine.finding import Finding, FindingCode
from tests.signing.hostile_pdfs import make


def told(entries: bytes, *others: bytes) -> list[Finding]:
    notes = [
        b"<</Type/Annot/Rect[71 697 140 711]/F 4%s>>" % entries,
        *(b"<</Type/Annot/Rect[71 497 140 511]/F 4%s>>" % other for other in others),
    ]
    listed = b" ".join(b"%d 0 R" % number for number in range(6, 6 + len(notes)))
    return list(examine_pdf(make(page=b"/Annots[%s]" % listed, objects=notes)))


@pytest.mark.parametrize(
    "entries",
    [
        b"/Border[0 0 0]",
        b"/Border[0 0 0.0]",
        b"/Border[0 0 0]/C[1 0 0]/H/I",
        b"/BS<</W 0>>",
        b"/BS<</W 0/S/S>>/Border[0 0 0]",
    ],
)
def test_a_link_without_a_frame_is_plain(entries: bytes) -> None:
    assert told(b"/Subtype/Link/Dest[3 0 R/Fit]" + entries) == []


@pytest.mark.parametrize(
    "entries",
    [
        b"",
        b"/C[1 0 0]",
        # As TeX draws it: what its sides go through, only some readers show.
        b"/Border[0 0 1]/C[1 0 0]",
        b"/Border[0 0 .001]/C[1 0 0]",
        b"/Border[0 0 -1]",
        b"/Border[0 0]",
        b"/Border[0 0(0)]",
        b"/Border[0 0 null]",
        b"/Border[0 0 0[3]]",
        b"/Border null",
        b"/BS<<>>",
        b"/BS<</S/S>>/Border[0 0 0]",
        b"/BS<</W 0/S/U>>",
        b"/BS 0",
        b"/BS<</W 0>>/Border[0 0 3]",
        b"/BS<</W 3>>/Border[0 0 0]",
    ],
)
def test_any_frame_of_a_link_is_told(entries: bytes) -> None:
    found = told(b"/Subtype/Link/Dest[3 0 R/Fit]" + entries)
    assert found == [Finding(FindingCode.HIDDEN_ANNOTATION, 1, "Link")]


@pytest.mark.parametrize(
    ("entries", "plain"),
    [
        (b"", True),
        (b"/Open false/C[1 0 0]", True),
        (b"/Open null", True),
        (b"/Open true/C[1 1 1]/Contents(49 yilga)", False),
        (b"/Open 0", False),
        (b"/Open/false", False),
    ],
)
def test_a_popup_is_closed(entries: bytes, *, plain: bool) -> None:
    hidden = Finding(FindingCode.HIDDEN_ANNOTATION, 1, "Popup")
    assert told(b"/Subtype/Popup" + entries) == ([] if plain else [hidden])


def test_each_kind_is_told_once_a_page() -> None:
    found = told(b"/Subtype/Link", b"/Subtype/Popup/Open true", b"/Subtype/Link")
    assert [item.detail for item in found] == ["Link", "Popup"]
