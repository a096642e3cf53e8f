"""What is wanted of the pages in sight, and how it is painted on the paper.

A page is drawn whole as long as its picture is small. Of a large one – much zoom, or a plan on
A0 – there is a coarse picture, and over it tiles of what is in sight.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTransform

from ui.page_layout import PageLayout
from ui.page_renderer import PageRenderer, Shot

_WHOLE = 4_000_000
"""Pixels of a page that is drawn whole."""
_COARSE = 1_000_000
_TILE = 1024
VEIL = QColor(0, 0, 0, 34)
"""In the dark the paper stays white, and shines less."""


class PagePainter:
    """Knows pictures only; never asks the file."""

    def __init__(self, renderer: PageRenderer) -> None:
        self._renderer = renderer

    def wanted(self, layout: PageLayout, page: int, sight: QRect, ratio: float) -> Iterator[Shot]:
        """Yield the pictures a page needs, the coarse one first.

        Args:
            layout: where pages lie.
            page: counted from 0.
            sight: what is in sight of the page, inside its rectangle on the screen.
            ratio: the screen's pixels for one of the window's.
        """
        width, height = _pixels(layout, page, ratio)
        if width * height <= _WHOLE:
            yield Shot(page, width, height)
            return
        yield _coarse(page, width, height)
        yield from _tiles(page, width, height, _upright(layout, page, sight), ratio)

    def paint(
        self, painter: QPainter, layout: PageLayout, page: int, place: QRect, *, dark: bool
    ) -> bool:
        """Paint one page; returns whether the file can be drawn as far as is known.

        Args:
            painter: of the viewport.
            layout: where pages lie.
            page: counted from 0.
            place: where the page is in the viewport.
            dark: whether the paper shines less.
        """
        ratio = painter.device().devicePixelRatio()
        width, height = _pixels(layout, page, ratio)
        painter.save()
        painter.setTransform(_turn(layout, place, ratio), combine=True)
        paper = QRectF(0, 0, width / ratio, height / ratio)
        painter.fillRect(paper, Qt.GlobalColor.white)
        painter.setClipRect(paper)
        sound = True
        whole = Shot(page, width, height)
        known = self._renderer.pages.get(whole)
        if known is not None and not known.isNull():
            painter.drawImage(paper, known)
        elif known is not None:
            sound = False
        else:
            self._paint_coarse(painter, page, paper)
            for shot in self._kept_tiles(page, width, height):
                picture = self._renderer.pages.get(shot)
                if picture is not None and shot.tile is not None:
                    painter.drawImage(QRectF(*(number / ratio for number in shot.tile)), picture)
        if dark:
            painter.fillRect(paper, VEIL)
        painter.restore()
        return sound

    def _paint_coarse(self, painter: QPainter, page: int, paper: QRectF) -> None:
        """Paint whatever there is of a page until the right picture comes."""
        whole = [shot for shot in self._renderer.pages.keys if shot.page == page and not shot.tile]
        if whole:
            best = max(whole, key=lambda shot: shot.width)
            picture = self._renderer.pages.get(best)
        else:
            small = (s for s in self._renderer.thumbnails.keys if s.page == page)
            picture = next((self._renderer.thumbnails.get(shot) for shot in small), None)
        if picture is not None and not picture.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(paper, picture)

    def _kept_tiles(self, page: int, width: int, height: int) -> list[Shot]:
        return [
            shot
            for shot in self._renderer.pages.keys
            if shot.page == page and shot.tile and (shot.width, shot.height) == (width, height)
        ]


def _pixels(layout: PageLayout, page: int, ratio: float) -> tuple[int, int]:
    width, height = layout.upright(page)
    return max(round(width * ratio), 1), max(round(height * ratio), 1)


def _coarse(page: int, width: int, height: int) -> Shot:
    less = sqrt(_COARSE / (width * height))
    return Shot(page, max(int(width * less), 1), max(int(height * less), 1))


def _tiles(page: int, width: int, height: int, sight: QRectF, ratio: float) -> Iterator[Shot]:
    left = max(int(sight.left() * ratio) // _TILE, 0)
    top = max(int(sight.top() * ratio) // _TILE, 0)
    right, bottom = min(sight.right() * ratio, width), min(sight.bottom() * ratio, height)
    for y in range(top * _TILE, max(int(bottom + 0.999), 0), _TILE):
        for x in range(left * _TILE, max(int(right + 0.999), 0), _TILE):
            tile = (x, y, min(_TILE, width - x), min(_TILE, height - y))
            yield Shot(page, width, height, tile)


def _upright(layout: PageLayout, page: int, sight: QRect) -> QRectF:
    """Return a part of a page's rectangle as if the page were not turned, in pixels."""
    scale = layout.scale(page)
    area = QRectF(
        layout.to_point(page, QRectF(sight).topLeft()) * scale,
        layout.to_point(page, QRectF(sight).bottomRight()) * scale,
    )
    return area.normalized()


def _turn(layout: PageLayout, place: QRect, ratio: float) -> QTransform:
    """Return the way from the upright page to its place, on whole pixels of the screen."""
    corner = (
        place.topLeft(),
        QPoint(place.left() + place.width(), place.top()),
        QPoint(place.left() + place.width(), place.top() + place.height()),
        QPoint(place.left(), place.top() + place.height()),
    )[layout.look.turns]
    moved = QTransform.fromTranslate(
        round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio
    )
    return moved.rotate(90.0 * layout.look.turns)
