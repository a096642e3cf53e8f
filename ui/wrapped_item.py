"""A tree's cells with words that wrap: as high as they need, up to a few lines; then cut."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

_TALL = 1_000
"""Pixels: higher than any row; only the width of what the style leaves for words matters."""


class WrappedItem(QStyledItemDelegate):
    """Of a view with ``wordWrap``; what is below a row has the width of all columns."""

    def __init__(self, tree: QTreeView, *, lines: int, below: int) -> None:
        """Wrap the columns of a tree.

        Args:
            tree: whose delegate it will be.
            lines: at most, of a row.
            below: at most, of what is below it.
        """
        super().__init__(tree)
        self._tree = tree
        self._lines, self._below = lines, below

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        one = QStyleOptionViewItem(option)
        self.initStyleOption(one, index)
        text, one.text = one.text, "–"
        tree, style = self._tree, self._tree.style()
        content = QStyle.ContentsType.CT_ItemViewItem
        hint = style.sizeFromContents(content, one, QSize(), tree)
        child, column = index.parent().isValid(), index.column()
        if child and column:
            return hint
        whole = tree.viewport().width() if child else tree.columnWidth(column)
        depth = 0 if column else 1 + child
        one.rect = QRect(0, 0, whole - tree.indentation() * depth, _TALL)
        place = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, one, tree)
        # The style leaves a margin of its own on both sides of the words.
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, one, tree) + 1
        most = self._below if child else self._lines
        more = _more(text, one, place.width() - 2 * margin, most)
        # A column is as wide as its words on one line would like it, as of any other view.
        wide = super().sizeHint(option, index).width() if column else hint.width()
        return QSize(wide, hint.height() + more)


def _more(text: str, option: QStyleOptionViewItem, width: int, most: int) -> int:
    """Return the height of the lines of a text after its first, so many lines at most.

    As they are laid out, and rounded up: a line that lacks part of a pixel is not painted.
    """
    layout = QTextLayout(text, option.font)
    wrap = QTextOption()
    wrap.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(wrap)
    layout.beginLayout()
    heights: list[float] = []
    while len(heights) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        heights.append(line.height() + max(line.leading(), 0))
    layout.endLayout()
    # The style gives one line the height of the font; other letters of it may be higher.
    return max(ceil(sum(heights)) - option.fontMetrics.height(), 0)
