"""Text of which no letter is seen: covered piece by piece, clipped but for an edge, of no ink."""

from __future__ import annotations

import pytest

from signing.examine.document import examine_pdf
from signing.examine.finding import FindingCode
from tests.signing.hostile_pdfs import HONEST, make

_CODE = FindingCode
BELOW = b"BT /F1 30 Tf 72 650 Td (BEKOR 900000) Tj ET\n"
SPOT = b"[/Separation/Foo/DeviceGray<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]/N 1>>]"
NAMED = (
    b"/ExtGState<</M<</BM/Multiply>>/S<</BM/Screen>>/D<</LW 40/D[[1000]0]>>>>"
    b"/ColorSpace<</I[/Indexed/DeviceRGB 1<000000FFFFFF>]/T %s>>" % SPOT
)


def codes(content: bytes) -> set[FindingCode]:
    return {item.code for item in examine_pdf(make(HONEST + content, resources=NAMED))}


def strips(count: int, apart: float, drawn: bytes) -> bytes:
    return b" ".join(drawn % (640 + apart * at) for at in range(count)) + b"\n"


@pytest.mark.parametrize(
    "painted",
    [
        b"1 g 60 640 120 40 re f 180 640 150 40 re f",
        b"1 g 150 640 40 40 re f 60 640 95 40 re f 185 640 150 40 re f",
        b"1 g 60 640 300 18 re f 60 657 300 20 re f",
        b"1 G 40 w 60 660 m 400 660 l S",
        b"1 G 40 w [1000] 0 d 60 660 m 400 660 l S",
        b"1 G 40 w [99 1] 0 d 60 660 m 400 660 l S",
        b"1 G /D gs 60 660 m 400 660 l S",
        # At the size of a screen nothing is left, and on paper all is.
        b"1 g " + strips(100, 0.45, b"60 %.2f 400 .02 re f"),
        b"1 G .01 w " + strips(100, 0.45, b"q 1 0 0 1 0 %.2f cm 60 0 m 400 0 l S Q"),
        b"1 G .01 w " + b" ".join(b"%.2f 640 m %.2f 690 l" % (x, x)
                                 for x in (60 + 0.7 * at for at in range(400))) + b" S",
    ],
)  # fmt: skip
def test_covered_piece_by_piece(painted: bytes) -> None:
    assert codes(BELOW + painted + b"\n") == {_CODE.COVERED_TEXT}


@pytest.mark.parametrize(
    "painted",
    [
        b"1 g 60 640 120 40 re f",
        b"1 g 60 640 400 17 re f",
        b"0 G 4 w 72 660 m 270 660 l S",
        b"1 G .5 w 60 645 m 400 645 l S 60 660 m 400 660 l S 60 680 m 400 680 l S",
        b"0 G .2 w " + strips(30, 1.5, b"q 1 0 0 1 0 %.2f cm 60 0 m 400 0 l S Q"),
        b"1 G 40 w [2 6] 0 d 60 660 m 400 660 l S",
        b"1 G 40 w 60 560 m 400 700 l S",
    ],
)
def test_lines_and_boxes_beside_which_letters_are_seen(painted: bytes) -> None:
    assert codes(BELOW + painted + b"\n") == set()


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (b"72 640 400 10 re W n ", _CODE.CLIPPED_TEXT),
        (b"70 640 2.3 40 re W n ", _CODE.CLIPPED_TEXT),
        (b"1 0 0 1 0 -672.4 cm ", _CODE.OUTSIDE_TEXT),
        (b"72 640 400 18 re W n ", None),
        (b"70 640 60 40 re W n ", None),
        (b"/M gs 1 g ", _CODE.SAME_COLOUR_TEXT),
        (b"/S gs 0 g ", _CODE.SAME_COLOUR_TEXT),
        (b"/M gs 0 g ", None),
        (b"/T cs 0 scn ", _CODE.SAME_COLOUR_TEXT),
        (b"/T cs 1 scn ", None),
        (b"/I cs 1 scn ", _CODE.SAME_COLOUR_TEXT),
        (b"/I cs 0 scn ", None),
    ],
)
def test_what_is_left_of_it_shows_no_letter(before: bytes, found: FindingCode | None) -> None:
    assert codes(b"q " + before + BELOW + b"Q\n") == ({found} if found else set())


def test_a_shadow_that_says_what_is_seen() -> None:
    """As Chrome writes it: the shadow is a picture, and its letters stand behind it unseen."""
    unseen = b"q 3 Tr 1 0 0 1 .7 -.8 cm %s Q "
    assert codes(unseen % BELOW + BELOW) == set()
    assert codes(unseen % BELOW.replace(b"9", b"1") + BELOW) == {_CODE.INVISIBLE_TEXT}


def test_a_light_text_where_the_mode_goes_by_what_is_below() -> None:
    dark = b"0 g 60 640 400 40 re f "
    assert codes(dark + b"q /S gs 1 g " + BELOW + b"Q\n") == set()
    assert codes(dark + b"q /M gs 1 g " + BELOW + b"Q\n") == set()
