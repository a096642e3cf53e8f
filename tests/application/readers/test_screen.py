"""A page as it is compared, and on the screen: what the first has is in the second."""

from __future__ import annotations

import pytest
from PIL import Image, ImageOps

from eqaror_desktop.readers.screen import TIMES, is_whole, taken
from tests.application.readers.test_likeness import drawn


def small(*places: tuple[int, int]) -> Image.Image:
    page = taken(drawn(*places))
    size = (page.width // TIMES, page.height // TIMES)
    return page.resize(size, Image.Resampling.BOX)


@pytest.mark.parametrize("moved", [(0, 0), (3, 0), (2, -3)])
def test_a_figure_that_is_on_the_screen_is_there(moved: tuple[int, int]) -> None:
    assert is_whole(small((60 + moved[0], 60 + moved[1]), (100, 500)), small((60, 60), (100, 500)))


@pytest.mark.parametrize("place", [(60, 60), (100, 1100), (200, 7)])
def test_a_figure_that_is_not_on_the_screen_is_found(place: tuple[int, int]) -> None:
    for turned in (ImageOps.invert, Image.Image.copy):
        assert not is_whole(turned(small((60, 700))), turned(small((60, 700), place)))


def test_what_the_screen_alone_has_is_not_asked() -> None:
    """Black hairlines are bolder on it, in every honest plan."""
    assert is_whole(small((60, 60)), small())


def test_a_page_of_few_dots_has_nothing_to_be_read() -> None:
    assert is_whole(Image.new("L", (6, 6), 255), Image.new("L", (6, 6)))
