"""Draws pages in Qt's own thread, one at a time, what is in sight first.

The pictures have no ground: whoever paints them paints the paper first.

PDFium works behind one lock of Qt's. While a page is being drawn any other question to the file
would make the window wait; so whoever wants to ask looks at :attr:`PageRenderer.busy` first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, QRect, QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions, QPdfPageRenderer

from ui.image_cache import ImageCache

PAGE_BYTES = 64 * 1024 * 1024
THUMBNAIL_BYTES = 16 * 1024 * 1024


class Wish(IntEnum):
    """Who wants pictures, the most urgent first."""

    SIGHT = 0
    THUMBNAILS = 1
    AHEAD = 2


@dataclass(frozen=True)
class Shot:
    """A picture of a page, or of the part ``tile`` of it, in pixels of the screen."""

    page: int
    width: int
    height: int
    tile: tuple[int, int, int, int] | None = None
    """Left, top, width and height inside the picture of the whole page."""


class PageRenderer(QObject):
    """One queue for everybody; a wish that is made anew replaces the one before."""

    drawn = Signal(object)
    """A :class:`Shot` is there now."""
    idle = Signal()
    """Nothing is being drawn and nothing is wanted."""

    def __init__(self, document: QPdfDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.setDocument(document)
        self._renderer.pageRendered.connect(self._arrived)
        self._wanted: dict[Wish, tuple[Shot, ...]] = {}
        self._under_way: Shot | None = None
        self._owner = Wish.SIGHT
        self._dropped = False
        self.pages: ImageCache[Shot] = ImageCache(PAGE_BYTES)
        self.thumbnails: ImageCache[Shot] = ImageCache(THUMBNAIL_BYTES)

    @property
    def busy(self) -> bool:
        """Whether a page is being drawn: a question to the file would wait for it."""
        return self._under_way is not None

    def want(self, wish: Wish, shots: Iterable[Shot]) -> None:
        """Draw these next, in their order; what this wish asked for before is forgotten."""
        self._wanted[wish] = tuple(shots)
        self._begin()

    def forget(self) -> None:
        """The document is another one: nothing is wanted, and what is under way is thrown away."""
        self._wanted.clear()
        self.pages.clear()
        self.thumbnails.clear()
        self._dropped = self.busy

    def _cache(self, wish: Wish) -> ImageCache[Shot]:
        return self.thumbnails if wish is Wish.THUMBNAILS else self.pages

    def _begin(self) -> None:
        if self.busy:
            return
        for wish in Wish:
            for shot in self._wanted.get(wish, ()):
                if self._cache(wish).get(shot) is None:
                    self._draw(wish, shot)
                    return
        self.idle.emit()

    def _draw(self, wish: Wish, shot: Shot) -> None:
        options = QPdfDocumentRenderOptions()
        # Stamps and signatures are annotations, and they are printed.
        options.setRenderFlags(QPdfDocumentRenderOptions.RenderFlag.Annotations)
        size = QSize(shot.width, shot.height)
        if shot.tile is not None:
            left, top, width, height = shot.tile
            options.setScaledSize(size)
            # Qt divides the clip's width less one by the picture's: without the one more, a tile
            # would be a little too large (qpdfdocument.cpp, render).
            options.setScaledClipRect(QRect(left, top, width + 1, height + 1))
            size = QSize(width, height)
        self._under_way, self._owner = shot, wish
        if self._renderer.requestPage(shot.page, size, options) == 0:
            # There is no document that is ready.
            self._under_way = None

    def _arrived(self, _page: int, _size: QSize, image: QImage) -> None:
        shot, self._under_way = self._under_way, None
        if shot is not None and not self._dropped:
            # What is in sight stays, however much it is: else one picture would chase the other.
            needed = set(self._wanted.get(Wish.SIGHT, ()))
            self._cache(self._owner).put(shot, image, needed)
            self.drawn.emit(shot)
        self._dropped = False
        self._begin()
