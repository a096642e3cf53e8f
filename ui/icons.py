"""Line icons in any colour, drawn from the SVG files when they are first painted."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolBar

from resources import resource

OWN_SIZE = "eqarorOwnTextSize"
"""The application's property that holds the size of text the desktop wishes, in points."""


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def draw(painter: QPainter, name: str, rectangle: QRectF, colour: QColor) -> None:
    """Paint an icon, as delegates do.

    Args:
        painter: an active painter.
        name: the file's stem in ``resources/icons``.
        rectangle: where, in device-independent pixels.
        colour: the colour of its lines.
    """
    ratio = painter.device().devicePixelRatio()
    picture = _pixmap(name, rectangle.size().toSize(), colour, ratio)
    painter.drawPixmap(rectangle.topLeft(), picture)


def _pixmap(name: str, size: QSize, colour: QColor, ratio: float) -> QPixmap:
    if size.isEmpty():
        # As of a widget with no room yet; nothing can be painted on nothing.
        return QPixmap()
    key = f"{name}/{size.width()}x{size.height()}/{colour.name()}/{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    picture = QPixmap(size * ratio)
    picture.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(_source(name).replace("#000", colour.name()).encode())
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, picture)
    return picture


class _LineIcon(QIconEngine):
    """Takes its colour from the palette at the moment of painting, so a new look needs nothing."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def _colour(self, mode: QIcon.Mode) -> QColor:
        groups = {QIcon.Mode.Disabled: QPalette.ColorGroup.Disabled}
        return QApplication.palette().color(
            groups.get(mode, QPalette.ColorGroup.Active), self._role
        )

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        draw(painter, self._name, QRectF(rect), self._colour(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        return _pixmap(self._name, size, self._colour(mode), 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float
    ) -> QPixmap:
        # Qt passes the size in device pixels together with the scale they were multiplied by.
        whole = QSize(round(size.width() / scale), round(size.height() / scale))
        return _pixmap(self._name, whole, self._colour(mode), scale)

    def clone(self) -> QIconEngine:
        return _LineIcon(self._name, self._role)


_KEPT: dict[tuple[str, QPalette.ColorRole], QIcon] = {}


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """Return a line icon that follows the palette's ``role``."""
    key = (name, role)
    if key not in _KEPT:
        _KEPT[key] = QIcon(_LineIcon(name, role))
    return _KEPT[key]


_PIXELS = "eqarorIconPixels"
_SHARE = 0.4
"""Of what letters grow by; icons as large as the largest letters would leave these no room."""


def sized(widget: QAbstractButton | QToolBar, pixels: int) -> None:
    """Give a button's icon a size that follows the size of text, also when that changes later.

    Args:
        widget: the button, or a bar of them.
        pixels: of its side where text has the size the desktop wishes.
    """
    widget.setProperty(_PIXELS, pixels)
    widget.setIconSize(grown(pixels))


def grown(pixels: int) -> QSize:
    """Return the size of an icon that has so many pixels where letters are not large."""
    side = round(pixels * max(1 + (text_scale() - 1) * _SHARE, 1))
    return QSize(side, side)


def resize_all() -> None:
    """Give every icon its size again, because text has another one."""
    for widget in QApplication.allWidgets():
        pixels = widget.property(_PIXELS)
        if pixels and isinstance(widget, (QAbstractButton, QToolBar)):
            sized(widget, pixels)


def text_scale() -> float:
    """Return by how much larger text is than the desktop wishes."""
    application = QApplication.instance()
    own = application.property(OWN_SIZE) if application is not None else None
    return QApplication.font().pointSizeF() / own if own else 1.0


@cache
def application_icon() -> QIcon:
    """Return the program's own icon in all the sizes a desktop asks for."""
    made = QIcon()
    for size in (16, 32, 64, 256):
        picture = QPixmap()
        # Named, as Qt would load each of its formats to find out which one it is.
        picture.loadFromData(resource("icons", f"app-{size}.png").read_bytes(), "PNG")
        made.addPixmap(picture)
    return made


def mark_point(rectangle: QRect, size: int) -> QPoint:
    """Return the top left of a square of ``size`` centred in ``rectangle``."""
    return QPoint(
        rectangle.left() + (rectangle.width() - size) // 2,
        rectangle.top() + (rectangle.height() - size) // 2,
    )
