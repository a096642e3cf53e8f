"""Where pages lie, reckoned; no window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from ui.image_cache import ImageCache
from ui.page_layout import GAP, MARGIN, Fit, Look, PageLayout, Room
from ui.page_painter import PagePainter
from ui.page_renderer import PageRenderer

A4, LYING, A0 = (595.0, 842.0), (842.0, 595.0), (2384.0, 3370.0)
ROOM = Room(800, 600, 96 / 72)


def test_each_page_fits_whatever_its_shape() -> None:
    wide = PageLayout([A4, LYING, A0], ROOM, Look(Fit.WIDTH))
    assert {wide.place(page).width() for page in range(3)} == {800 - 2 * MARGIN}
    assert wide.width == 800
    whole = PageLayout([A4, LYING, A0], ROOM, Look(Fit.PAGE))
    for page in range(3):
        assert whole.place(page).height() <= 600 - 2 * MARGIN
        assert whole.place(page).width() <= 800 - 2 * MARGIN
    zoomed = PageLayout([A4], ROOM, Look(Fit.ZOOM, 1.0))
    assert zoomed.place(0).width() == round(595 * 96 / 72)
    assert zoomed.zoom(0) == 1.0


def test_on_a_very_wide_screen_a_page_is_twice_as_large_as_on_paper_and_in_the_middle() -> None:
    room = Room(3138, 1875, 96 / 72)
    wide = PageLayout([A4], room, Look(Fit.WIDTH))
    assert wide.zoom(0) == 2.0
    assert wide.place(0).center().x() == pytest.approx(3138 / 2, abs=1)
    # Small pages too; a large one, two of them, and whoever zooms have all of the room.
    assert PageLayout([(300.0, 200.0)], room, Look(Fit.WIDTH)).zoom(0) == 2.0
    assert PageLayout([A0], room, Look(Fit.WIDTH)).place(0).width() == 3138 - 2 * MARGIN
    pairs = PageLayout([LYING, LYING], room, Look(Fit.WIDTH, two_pages=True))
    assert pairs.place(1).right() == 3138 - MARGIN - 1
    assert PageLayout([A4], room, Look(Fit.ZOOM, 4.0)).zoom(0) == 4.0


def test_two_pages_lie_side_by_side_and_the_last_may_be_alone() -> None:
    pairs = PageLayout([A4] * 5, ROOM, Look(Fit.WIDTH, two_pages=True))
    first, second, third = (pairs.place(page) for page in range(3))
    assert first.top() == second.top()
    assert second.left() == first.right() + 1 + GAP
    assert third.top() == first.bottom() + 1 + GAP
    assert pairs.between(first.top(), first.bottom()) == range(2)
    assert pairs.place(4).center().x() == pytest.approx(400, abs=1)
    # Alone it is as large as the others, unless there are no others.
    assert pairs.place(4).size() == first.size()
    alone = PageLayout([A4], ROOM, Look(Fit.WIDTH, two_pages=True))
    assert alone.place(0).width() == 800 - 2 * MARGIN
    assert list(pairs.between(third.top(), 10**6)) == [2, 3, 4]


@pytest.mark.parametrize("turns", range(4))
def test_a_point_of_a_turned_page_is_found_again(turns: int) -> None:
    layout = PageLayout([A4], ROOM, Look(Fit.WIDTH, turns=turns))
    inside = QRectF(QPointF(), layout.place(0).size())
    corners = {(0, 0): 0, (595, 0): 1, (595, 842): 2, (0, 842): 3}
    on_screen = (inside.topLeft(), inside.topRight(), inside.bottomRight(), inside.bottomLeft())
    for (x, y), corner in corners.items():
        there = layout.from_point(0, QPointF(x, y))
        wanted = on_screen[(corner + turns) % 4]
        assert (there.x(), there.y()) == pytest.approx((wanted.x(), wanted.y()), abs=1)
        back = layout.to_point(0, there)
        assert (back.x(), back.y()) == pytest.approx((x, y), abs=0.01)


def test_a_gap_between_pages_shows_none() -> None:
    layout = PageLayout([A4] * 3, ROOM, Look(Fit.WIDTH))
    end = layout.place(0).bottom() + 1
    assert layout.between(end, end + GAP) == range(1, 1)
    assert layout.between(end - 1, end + GAP + 1) == range(2)
    assert not PageLayout([], ROOM, Look()).between(0, 100)


def test_pictures_have_the_pixels_of_the_screen_and_large_ones_come_in_tiles(
    qapp: QApplication,
) -> None:
    painter = PagePainter(PageRenderer(QPdfDocument(qapp), qapp))
    layout = PageLayout([A4, A0], Room(800, 600, 96 / 72), Look(Fit.WIDTH))
    sight = QRect(0, 0, 764, 560)
    (sharp,) = painter.wanted(layout, 0, sight, 2.0)
    assert (sharp.width, sharp.tile) == (2 * 764, None)
    large = PageLayout([A0], ROOM, Look(Fit.ZOOM, 4.0))
    shots = list(painter.wanted(large, 0, QRect(5000, 7000, 800, 600), 1.0))
    assert shots[0].width * shots[0].height <= 1_000_000
    assert sum(s.tile[2] * s.tile[3] for s in shots if s.tile) <= 4 * 1024 * 1024
    covered = [QRect(*s.tile) for s in shots if s.tile]
    for corner in (QRect(5000, 7000, 1, 1), QRect(5799, 7599, 1, 1)):
        assert any(tile.contains(corner) for tile in covered)


def test_pictures_go_when_there_are_too_many_bytes_but_not_what_is_in_sight() -> None:
    cache: ImageCache[int] = ImageCache(4 * 100 * 100 * 3)
    picture = QImage(100, 100, QImage.Format.Format_ARGB32)
    for number in range(3):
        cache.put(number, picture)
    assert cache.get(0) is not None
    cache.put(3, picture)
    assert list(cache.keys) == [2, 0, 3]
    assert cache.bytes == 3 * 40_000
    cache.put(4, picture, {2, 0, 3})
    assert list(cache.keys) == [2, 0, 3, 4]
    cache.clear()
    assert cache.bytes == 0
