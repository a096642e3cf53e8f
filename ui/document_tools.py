"""The line above the pages: what is shown, which page, how large."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QSpinBox, QToolButton, QWidget

from ui import words
from ui.base import Panel, ToolButton
from ui.find_bar import FIND_KEYS
from ui.icons import icon, sized
from ui.page_layout import Fit, Look
from ui.remark_rows import REMARK_KEYS

_PRESETS = (25, 50, 75, 100, 125, 150, 200, 300, 400)


class DocumentTools(Panel):
    """Wishes go out as signals; what is shown comes back by :meth:`show_look`."""

    fit_wished = Signal(object)
    """A :class:`~ui.page_layout.Fit`."""
    percent_wished = Signal(int)
    two_pages_wished = Signal(bool)
    turn_wished = Signal(int)
    """Quarters, clockwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 4, 8, 4)
        line.setSpacing(1)
        self.thumbnails = self._tool("thumbnails", "F4")
        self.thumbnails.setCheckable(True)
        self.as_pages, self.as_text = self._tool("document"), self._tool("text")
        self.kinds = QButtonGroup(self)
        for made in (self.as_pages, self.as_text):
            made.setCheckable(True)
            self.kinds.addButton(made)
        self.as_pages.setChecked(True)
        self.previous, self.next = (
            self._tool("previous", "Ctrl+PgUp"),
            self._tool("next", "Ctrl+PgDown"),
        )
        self.page = QSpinBox()
        self.page.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setKeyboardTracking(False)
        self.remark = self._tool("remark", REMARK_KEYS)
        self.finding = self._tool("search", FIND_KEYS)
        self.smaller = self._tool("zoom_out")
        self.smaller.setShortcut(QKeySequence(QKeySequence.StandardKey.ZoomOut))
        self.larger = self._tool("zoom_in")
        self.larger.setShortcut(QKeySequence(QKeySequence.StandardKey.ZoomIn))
        self.fit = self._tool("fit_width", "Ctrl+0")
        self.fit.clicked.connect(self._wish_width)
        self.zoom = self._tool("")
        self.zoom.setObjectName("chip")
        self.zoom.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.zoom.setMenu(self._make_menu())
        for widget in (self.thumbnails, self.as_pages, self.as_text, None, self.previous,
                       self.page, self.next, None, self.finding, self.remark, self.smaller,
                       self.zoom, self.larger, self.fit):  # fmt: skip
            if widget is None:
                line.addStretch(1)
            else:
                line.addWidget(widget)
        self._percent = 100
        self.retranslate()

    def _tool(self, name: str, keys: str = "") -> QToolButton:
        made = ToolButton()
        if name:
            made.setIcon(icon(name))
            # Closer together in a narrow window; what it wishes is more with larger letters.
            made.setMinimumWidth(28)
        sized(made, 18)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if keys:
            made.setShortcut(QKeySequence(keys))
        return made

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        # Fit to width has its button, and the button the keys.
        self.width_action = self._action(menu, "")
        self.page_action = self._action(menu, "Ctrl+2")
        self.width_action.triggered.connect(self._wish_width)
        self.page_action.triggered.connect(self._wish_page)
        menu.addSeparator()
        sizes = QActionGroup(self)
        self._sizes: dict[int, QAction] = {}
        for percent in _PRESETS:
            action = self._action(menu, "Ctrl+1" if percent == 100 else "")
            action.setData(percent)
            sizes.addAction(action)
            self._sizes[percent] = action
        sizes.triggered.connect(self._wish_percent)
        for action in (self.width_action, self.page_action, *self._sizes.values()):
            action.setCheckable(True)
        menu.addSeparator()
        self.two_action = self._action(menu, "Ctrl+3")
        self.two_action.setCheckable(True)
        self.two_action.triggered.connect(self.two_pages_wished)
        self.right_action = self._action(menu, "Ctrl+R")
        self.right_action.triggered.connect(self._wish_right)
        self.left_action = self._action(menu, "Ctrl+Shift+R")
        self.left_action.triggered.connect(self._wish_left)
        return menu

    def _action(self, menu: QMenu, keys: str) -> QAction:
        action = menu.addAction("")
        if keys:
            action.setShortcut(QKeySequence(keys))
        self.addAction(action)
        return action

    def show_look(self, look: Look, percent: int, *, reading: bool) -> None:
        """Show how large pages, or letters, are now."""
        self._percent = percent
        self.width_action.setChecked(look.fit is Fit.WIDTH)
        self.page_action.setChecked(look.fit is Fit.PAGE)
        for size, action in self._sizes.items():
            action.setChecked(look.fit is Fit.ZOOM and round(look.zoom * 100) == size)
        self.two_action.setChecked(look.two_pages)
        for action in (self.width_action, self.page_action, self.two_action, self.right_action,
                       self.left_action):  # fmt: skip
            action.setEnabled(not reading)
        self._say_percent()

    def enable(self, *, on: bool) -> None:
        """There is a document, or none."""
        for widget in self.findChildren(QWidget):
            if isinstance(widget, (QToolButton, QSpinBox)):
                widget.setEnabled(on)
        for action in self.actions():
            action.setEnabled(on)

    def retranslate(self) -> None:
        for made, text in (
            (self.thumbnails, self.tr("Small pages")),
            (self.as_pages, self.tr("Pages as printed")),
            (self.as_text, self.tr("Text for reading")),
            (self.previous, self.tr("Previous page")),
            (self.next, self.tr("Next page")),
            (self.finding, self.tr("Find on the pages")),
            (self.smaller, self.tr("Smaller")),
            (self.larger, self.tr("Larger")),
            (self.fit, self.tr("Fit to width")),
            (self.remark, self.tr("Remark on the selected words or the page")),
        ):
            keys = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            made.setToolTip(f"{text} ({keys})" if keys else text)
            made.setAccessibleName(text)
        self.width_action.setText(self.tr("Fit to width"))
        self.page_action.setText(self.tr("Fit whole page"))
        self.two_action.setText(self.tr("Two pages side by side"))
        self.right_action.setText(self.tr("Turn to the right"))
        self.left_action.setText(self.tr("Turn to the left"))
        for percent, action in self._sizes.items():
            action.setText(self._spoken(percent))
            action.setWhatsThis(self.tr("Actual size") if percent == 100 else "")
        self.page.setAccessibleName(self.tr("Page number"))
        self._say_percent()

    def _spoken(self, percent: int) -> str:
        return words.forms().percent(percent)

    def _say_percent(self) -> None:
        said = self._spoken(self._percent)
        self.zoom.setText(said)
        self.zoom.setAccessibleName(f"{self.tr('Size and arrangement')}: {said}")
        self.zoom.setToolTip(self.tr("Size and arrangement"))

    def _wish_width(self) -> None:
        self.fit_wished.emit(Fit.WIDTH)

    def _wish_page(self) -> None:
        self.fit_wished.emit(Fit.PAGE)

    def _wish_percent(self, action: QAction) -> None:
        self.percent_wished.emit(action.data())

    def _wish_right(self) -> None:
        self.turn_wished.emit(1)

    def _wish_left(self) -> None:
        self.turn_wished.emit(3)
