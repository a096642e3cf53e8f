"""Pictures of one page by two readers: edges may differ, figures may not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pytest
from PIL import Image

from eqaror_desktop.readers import likeness
from eqaror_desktop.readers.dots import coarser

WIDTH, HEIGHT = 300, 1200
_FIGURE = (*["1" * 16] * 3, *["1110000000000111"] * 16, *["1" * 16] * 3)
"""A nought of seven points."""
_COMMA = ("1111", "1111", "1111", "1111", "0111", "0110", "1100")
"""Of ten points."""


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    grey: bytes
    read: list[int] = field(default_factory=list)
    near: int = 2
    drops: bool = False
    ink: tuple[int, int, int] = (0, 0, 0)
    ground: tuple[int, int, int] = (255, 255, 255)
    """Colours of what is black and white."""

    def rows(self, count: int) -> bytes:
        top = sum(self.read)
        self.read.append(count)
        grey = self.grey[top * self.width : (top + count) * self.width]
        page = Image.frombytes("L", (self.width, count), grey)
        colours = zip(self.ink, self.ground, strict=True)
        channels = [
            page.point([(light * step + dark * (255 - step)) // 255 for step in range(256)])
            for dark, light in colours
        ]
        return Image.merge("RGB", channels).tobytes()


def alike(one: Picture, other: Picture) -> bool:
    pages = [replace(page, read=[]) for page in (one, other)]
    (found,) = likeness.alike(pages[0], pages[1:])
    assert all(sum(page.read) <= page.height for page in pages)
    return found


def drawn(
    *figures: tuple[int, int], ink: int = 0, ground: int = 255, figure: Iterable[str] = _FIGURE
) -> Picture:
    """Return a page with figures at these places."""
    grey = bytearray([ground]) * (WIDTH * HEIGHT)
    for right, down in figures:
        for row, dots in enumerate(figure):
            for column, dot in enumerate(dots):
                if dot == "1":
                    grey[(down + row) * WIDTH + right + column] = ink
    return Picture(WIDTH, HEIGHT, bytes(grey))


def dotted(places: Iterable[int]) -> Picture:
    grey = bytearray(drawn().grey)
    for place in places:
        grey[place] = 0
    return Picture(WIDTH, HEIGHT, bytes(grey))


def test_what_is_the_same_is_alike() -> None:
    assert alike(drawn((10, 10)), drawn((10, 10)))
    assert alike(drawn(), drawn())


@pytest.mark.parametrize("moved", [(11, 10), (8, 10), (10, 11), (10, 8), (12, 12)])
@pytest.mark.parametrize("down", [0, 500, 510])
def test_two_dots_beside_is_alike(moved: tuple[int, int], down: int) -> None:
    """Also where one band ends and the next begins."""
    assert alike(drawn((10, 10 + down)), drawn((moved[0], moved[1] + down)))


def test_what_is_farther_away_is_not() -> None:
    assert not alike(drawn((10, 10)), drawn((16, 10)))
    assert not alike(drawn((10, 10)), drawn((10, 16)))


def test_readers_make_their_own_grey() -> None:
    assert alike(drawn((10, 10), ink=40), drawn((10, 10), ink=0))
    assert alike(drawn(ground=200), drawn(ground=240))
    assert not alike(drawn((10, 10), ink=100), drawn((10, 10), ink=0))


@pytest.mark.parametrize(
    ("ink", "ground"), [(0, 255), (102, 255), (0, 199), (255, 102), (255, 0), (90, 200)]
)
@pytest.mark.parametrize("figure", [_FIGURE, _COMMA], ids=["nought", "comma"])
def test_a_figure_more_is_not_alike_on_any_ground(
    ink: int, ground: int, figure: Iterable[str]
) -> None:
    more = drawn((10, 10), (60, 10), ink=ink, ground=ground, figure=figure)
    less = drawn((10, 10), ink=ink, ground=ground, figure=figure)
    assert not alike(more, less)
    assert not alike(less, more)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ((255, 0, 0), (102, 102, 102)),
        ((217, 0, 0), (0, 128, 0)),
        ((77, 77, 255), (92, 92, 51)),
        ((255, 191, 115), (255, 255, 255)),
        ((191, 89, 255), (77, 204, 140)),
    ],
)
@pytest.mark.parametrize("figure", [_FIGURE, _COMMA], ids=["nought", "comma"])
def test_a_figure_more_is_not_alike_though_it_is_as_grey(
    ink: tuple[int, int, int], ground: tuple[int, int, int], figure: Iterable[str]
) -> None:
    """On its ground it differs by its colour; to an eye that is enough."""
    more, less = (
        replace(drawn(*places, figure=figure), ink=ink, ground=ground)
        for places in (((10, 10), (60, 10)), ((10, 10),))
    )
    assert alike(more, more)
    assert not alike(more, less)
    assert not alike(less, more)


@pytest.mark.parametrize(
    "place",
    [(0, 0), (WIDTH - 16, HEIGHT - 22), (WIDTH - 16, 0), (9, 501), (9, 511), (9, 519), (57, 1020)],
)
def test_a_figure_is_found_wherever_it_stands(place: tuple[int, int]) -> None:
    assert not alike(drawn(place), drawn())
    assert not alike(drawn(), drawn(place))


def test_dots_that_do_not_lie_together_are_the_papers() -> None:
    assert alike(dotted(range(0, WIDTH * HEIGHT, 87)), drawn())


@pytest.mark.parametrize("line", [("1" * 200,) * 2, ("11",) * 400], ids=["level", "upright"])
def test_hairlines_are_thin_or_not_and_never_gone(line: Iterable[str]) -> None:
    """Some readers draw them a dot wide, some thinner; what one alone has is no hairline."""
    black, blank = drawn((50, 50), figure=line), drawn()
    for ink in (130, 190, 230):
        assert alike(black, drawn((50, 50), ink=ink, figure=line))
        assert alike(drawn((50, 50), ink=ink, figure=line), black)
    for ink in (0, 90, 120):
        assert not alike(drawn((50, 50), ink=ink, figure=line), blank)
        assert not alike(blank, drawn((50, 50), ink=ink, figure=line))


def test_a_hairline_that_paper_drops_is_one_and_what_it_adds_is_not() -> None:
    for line in (("1" * 200,) * 2, ("11",) * 400):
        black = drawn((50, 50), figure=line)
        assert alike(black, replace(drawn(), drops=True))
        assert not alike(drawn(), replace(black, drops=True))
    stroke = drawn((50, 50), figure=("1" * 30,) * 2)
    assert not alike(stroke, replace(drawn(), drops=True))


def test_a_stroke_is_no_hairline() -> None:
    for stroke in (("1" * 25,) * 4, ("1" * 25,) * 3, ("1" * 200,) * 3):
        black, faint = (drawn((50, 50), ink=ink, figure=stroke) for ink in (0, 190))
        assert not alike(black, faint)
        assert not alike(faint, black)


def test_a_line_of_a_slope_is_a_hairline_too() -> None:
    slope = tuple("0" * (20 * step) + "1" * 22 + "0" * (180 - 20 * step) for step in range(10))
    black, faint = (drawn((50, 50), ink=ink, figure=slope) for ink in (0, 190))
    assert alike(black, faint)
    assert not alike(black, drawn())


def ruled(*figures: tuple[int, int], ink: int = 30) -> Picture:
    """Return a page with figures on a ground of lines of one dot, each four."""
    page = drawn(*figures)
    lines = bytes([ink]) * WIDTH + bytes([255]) * WIDTH * 3
    grey = bytes(map(min, page.grey, lines * (HEIGHT // 4)))
    return Picture(WIDTH, HEIGHT, grey)


@pytest.mark.parametrize("near", [2, 3])
@pytest.mark.parametrize("down", [10, 500, 510, 520, 1170])
def test_a_figure_on_a_ruled_ground_is_found(near: int, down: int) -> None:
    """All that is near any dot there is as dark and as light as can be; its mean is not."""
    ground = replace(ruled((10, 10)), near=near)
    assert not alike(replace(ruled((10, 10), (100, down)), near=near), ground)
    assert not alike(ground, replace(ruled((10, 10), (100, down)), near=near))
    assert alike(
        ruled((10, 10), (100, down)), replace(ruled((11, 10), (101, down + 1)), near=near)
    )
    assert alike(ground, replace(ruled((10, 10), ink=0), near=near))


def test_a_faint_figure_on_a_faint_ruled_ground_is_found() -> None:
    ground = ruled(ink=150)
    lighter = bytes(map(min, ground.grey, drawn((100, 100), ink=120).grey))
    assert not alike(replace(ground, grey=lighter), ground)
    assert not alike(ground, replace(ground, grey=lighter))


@pytest.mark.parametrize(("ink", "ground"), [(102, 255), (0, 153)])
def test_a_faint_stroke_is_not_a_hairline(ink: int, ground: int) -> None:
    """The stem of a letter of 12 points, a bar of 40, a stroke through a clause, an area."""
    for figure in (("1" * 4,) * 37, ("1" * 5,) * 150, ("1" * 200,) * 4, ("1" * 90,) * 90):
        for place in ((50, 50), (50, 490)):
            page = drawn(ground=ground)
            assert not alike(drawn(place, ink=ink, ground=ground, figure=figure), page)
            assert not alike(page, drawn(place, ink=ink, ground=ground, figure=figure))


def test_what_is_cut_off_at_the_sheets_side_is_nothing() -> None:
    side, inner = ("11111111",) * 40, ("1111111111111111",) * 40
    assert alike(drawn((WIDTH - 8, 50), figure=side), drawn())
    assert not alike(drawn((WIDTH - 16, 50), figure=inner), drawn())
    for height in (1, 9, 16, 17, 40, 515, 520, 521, 530, 1025):
        page = Picture(40, height, bytes([255]) * (40 * height))
        assert alike(page, Picture(40, height, bytes([250]) * (40 * height)))


def test_a_reader_may_draw_further_beside() -> None:
    page, moved = drawn((10, 10)), drawn((14, 13))
    assert not alike(page, moved)
    assert alike(page, replace(moved, near=4))


def test_finer_pages_are_made_coarser() -> None:
    rows = bytes([0, 255, 9, 255, 255, 7]) + bytes(6) + bytes([255]) * 6
    dots = b"".join(bytes([dot, 0, 255 - dot]) for dot in rows)
    assert coarser(dots[:36], 6, 2) == bytes([64, 0, 191, 66, 0, 189, 66, 0, 190])
    assert coarser(dots[:30], 5, 2) == bytes([66, 0, 190, 66, 0, 189])


def test_a_page_may_be_rounded_and_not_be_another() -> None:
    page = drawn((10, 10))
    higher = Picture(WIDTH, HEIGHT + 4, page.grey + bytes([255]) * (4 * WIDTH))
    assert alike(page, higher)
    assert alike(higher, page)
    assert not alike(page, Picture(WIDTH, HEIGHT + 5, page.grey + bytes([255]) * (5 * WIDTH)))
    wider = Picture(WIDTH + 1, HEIGHT, bytes([255]) * ((WIDTH + 1) * HEIGHT))
    assert alike(drawn(), wider)
    assert not alike(page, wider)


def test_each_is_compared_by_itself() -> None:
    page, small = drawn((10, 10)), Picture(9, 9, bytes(81))
    others = (drawn(), page, small, drawn((10, 700)), drawn((11, 10)))
    found = likeness.alike(replace(page, read=[]), [replace(other, read=[]) for other in others])
    assert found == (False, True, False, False, True)
    assert likeness.alike(page, ()) == ()
