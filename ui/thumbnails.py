"""The pages small, in a panel of their own; drawn when they are in sight."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.page_painter import VEIL
from ui.page_renderer import Shot, Wish
from ui.page_source import PageSource
from ui.theme import DARK, colours

_WIDE, _HIGH = 92, 130
"""The largest picture, in pixels of the window."""
_BORDER = 9

Index = QModelIndex | QPersistentModelIndex


class ThumbnailModel(QAbstractListModel):
    """One row for each page; the picture is the view's business."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count = 0

    def show_count(self, count: int) -> None:
        """Show so many pages."""
        self.beginResetModel()
        self._count = count
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("Page %1").replace("%1", str(index.row() + 1))
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, source: PageSource, view: QWidget) -> None:
        super().__init__(view)
        self._source = source
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        letters = option.fontMetrics.height()
        return QSize(_WIDE + 2 * _BORDER, _HIGH + letters + 2 * _BORDER + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = colours(option.palette)
        page, area = index.row(), option.rect
        if page >= self._source.count:
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(area, QColor(look.selected))
            painter.fillRect(area.left(), area.top(), 4, area.height(), QColor(look.accent))
        shot = shot_of(self._source, page, self._view.devicePixelRatioF())
        size = QSize(shot.width, shot.height) / self._view.devicePixelRatioF()
        picture = QRect(
            area.left() + (area.width() - size.width()) // 2,
            area.top() + _BORDER + (_HIGH - size.height()) // 2,
            size.width(),
            size.height(),
        )
        painter.fillRect(picture, Qt.GlobalColor.white)
        drawn = self._source.renderer.thumbnails.get(shot)
        if drawn is not None and not drawn.isNull():
            painter.drawImage(picture, drawn)
        if look is DARK:
            painter.fillRect(picture, VEIL)
        painter.setPen(QPen(look.line))
        painter.drawRect(picture.adjusted(-1, -1, 0, 0))
        painter.setPen(QPen(look.text))
        below = QRect(
            area.left(),
            area.bottom() - _BORDER - option.fontMetrics.height() + 4,
            area.width(),
            option.fontMetrics.height(),
        )
        painter.drawText(below, int(Qt.AlignmentFlag.AlignHCenter), str(index.data()))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawRect(area.adjusted(2, 2, -2, -2))
        painter.restore()


class Thumbnails(QListView):
    """Follows the page that is being read, and leads to the one that is chosen."""

    page_chosen = Signal(int)

    def __init__(self, source: PageSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._pages = ThumbnailModel(self)
        self.setModel(self._pages)
        self.setItemDelegate(_Delegate(source, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMinimumWidth(_WIDE + 2 * _BORDER + 12)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self._following = False
        self._wanting = QTimer(self, interval=0, singleShot=True)
        self._wanting.timeout.connect(self._want)
        source.renderer.drawn.connect(self._drawn)

    def show_document(self) -> None:
        """Show the pages of the document that is open, or of none."""
        self._pages.show_count(self._source.count)

    def follow(self, page: int) -> None:
        """Mark the page that is being read."""
        self._following = True
        self.setCurrentIndex(self._pages.index(page))
        self._following = False

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._wanting.start()

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._following and now.isValid():
            self.page_chosen.emit(now.row())

    @property
    def complete(self) -> bool:
        """Whether everything in sight is drawn."""
        kept = self._source.renderer.thumbnails
        return all(kept.get(shot) is not None for shot in self._in_sight())

    def _want(self) -> None:
        self._source.renderer.want(Wish.THUMBNAILS, self._in_sight())

    def _in_sight(self) -> list[Shot]:
        count = self._source.count
        if not self.isVisible() or not count:
            return []
        high = max(self.sizeHintForRow(0), 1)
        first = self.verticalScrollBar().value() // high
        last = (self.verticalScrollBar().value() + self.viewport().height()) // high
        ratio = self.devicePixelRatioF()
        pages = range(min(first, count), min(last + 1, count))
        return [shot_of(self._source, page, ratio) for page in pages]

    def _drawn(self, shot: Shot) -> None:
        if self.isVisible():
            self.update(self._pages.index(shot.page))


def shot_of(source: PageSource, page: int, ratio: float) -> Shot:
    """Return the picture of a page that fits into the panel."""
    width, height = source.sizes[page]
    scale = min(_WIDE / width, _HIGH / height) * ratio
    return Shot(page, max(round(width * scale), 1), max(round(height * scale), 1))
