"""Pictures of one page by two readers: edges may differ, figures may not."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from eqaror_desktop.readers.likeness import Picture, alike

WIDTH, HEIGHT = 200, 120
_FIGURE = ("11111111", *["11000011"] * 10, "11111111")
"""A nought of seven points."""


def drawn(*figures: tuple[int, int], ink: int = 0, ground: int = 255) -> Picture:
    """Return a page with noughts at these places."""
    grey = bytearray([ground]) * (WIDTH * HEIGHT)
    for right, down in figures:
        for row, dots in enumerate(_FIGURE):
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


@pytest.mark.parametrize("moved", [(11, 10), (9, 10), (10, 11), (10, 9), (12, 12)])
def test_a_pixel_beside_is_alike(moved: tuple[int, int]) -> None:
    assert alike(drawn((10, 10)), drawn(moved))


def test_edges_may_be_grey() -> None:
    assert alike(drawn((10, 10), ink=90), drawn((10, 10), ink=0))
    assert alike(drawn((10, 10), ink=90), drawn((10, 10), ink=190))
    assert not alike(drawn((10, 10), ink=90), drawn((10, 10), ink=210))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (drawn((10, 10), (22, 10)), drawn((10, 10))),
        (drawn((10, 10)), drawn((22, 10))),
        (drawn((10, 10)), drawn((10, 10), ink=230)),
        # White letters on black, where there are some and where there are none.
        (drawn((10, 10), ink=255, ground=0), drawn(ground=0)),
        # On the edge of a tile, and of the page.
        (drawn((29, 29)), drawn()),
        (drawn((WIDTH - 8, HEIGHT - 12)), drawn()),
        (drawn((0, 0)), drawn()),
    ],
)
def test_a_figure_more_is_not_alike(one: Picture, other: Picture) -> None:
    assert not alike(one, other)
    assert not alike(other, one)


def test_dots_that_do_not_lie_together_are_the_papers() -> None:
    assert alike(dotted(range(0, WIDTH * HEIGHT, 7)), drawn())


def test_a_page_may_be_rounded_and_not_be_another() -> None:
    page = drawn((10, 10))
    higher = Picture(WIDTH, HEIGHT + 2, page.grey + bytes([255]) * (2 * WIDTH))
    assert alike(page, higher)
    assert alike(higher, page)
    assert not alike(page, Picture(WIDTH, HEIGHT + 3, page.grey + bytes([255]) * (3 * WIDTH)))
    wider = Picture(WIDTH + 1, HEIGHT, bytes([255]) * ((WIDTH + 1) * HEIGHT))
    assert alike(drawn(), wider)
    assert not alike(page, wider)
