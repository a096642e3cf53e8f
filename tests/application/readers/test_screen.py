"""A large picture of a page and a small one: what the first has is in the second."""

from __future__ import annotations

import pytest

from eqaror_desktop.readers.screen import TIMES, Seen, taken
from tests.application.readers.test_likeness import Picture, drawn


def seen(large: Picture, small: Picture, rows: int = 0) -> bool:
    page = Seen(large, taken(small))
    assert page.rows(rows) == large.grey[: rows * large.width]
    found = page.is_whole()
    assert sum(large.read) == large.height
    return found


def smaller(large: Picture) -> Picture:
    across, down = large.width // TIMES, large.height // TIMES
    dots = (
        large.grey[TIMES * row * large.width + TIMES * column]
        for row in range(down)
        for column in range(across)
    )
    return Picture(across, down, bytes(dots))


@pytest.mark.parametrize("rows", [0, 1, 100, 1200])
def test_what_is_there_is_there_however_its_rows_were_taken(rows: int) -> None:
    page = drawn((60, 60), (100, 500))
    assert seen(page, smaller(page), rows)
    assert not seen(drawn((60, 60), (100, 500)), smaller(drawn((60, 60))), rows)


def test_what_the_screen_alone_has_is_not_asked() -> None:
    """Black hairlines are bolder on it, in every honest plan."""
    assert seen(drawn(), smaller(drawn((60, 60))))


def test_sizes_that_three_does_not_divide_are_taken() -> None:
    for width, height in ((40, 40), (41, 50), (43, 1001), (5, 5)):
        page = Picture(width, height, bytes(width * height))
        small = Picture(round(width / TIMES), round(height / TIMES), bytes(400 * 400))
        assert seen(page, small)
