"""What every widget and dialog of this room shares: it can change its language while shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QShortcutEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from ui import words
from ui.icons import sized
from ui.languages import spoken
from ui.screen_room import bring_onto_screen, room
from ui.strange_text import breakable

_ICON = 16
"""Pixels of a push button's icon, as Qt's style has it, where letters are not large."""
_SETTLED = 150
"""Milliseconds after which what wraps has told its height to everything above it."""


class Panel(QFrame):
    """A widget whose texts are set in :meth:`retranslate` alone."""

    def tr(self, text: str, /, disambiguation: str | None = None, n: int = -1) -> str:
        return words.counted(super().tr(text, disambiguation, n), n)

    def retranslate(self) -> None:
        """Set every text again; called once at the end of construction and on a new language."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def enter_presses(window: QWidget, event: QKeyEvent) -> bool:
    """Press the button of a window that has the focus, if the key is Return or Enter.

    Qt hands it to a dialog's default button: "Cancel" would sign. One that is held down, perhaps
    since before the window was there, presses nothing.
    """
    made = window.focusWidget()
    entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    if not entered or not isinstance(made, QPushButton | QToolButton):
        return False
    if not event.isAutoRepeat():
        made.click()
    event.accept()
    return True


class Dialog(QDialog):
    """A dialog with the same rule, whose content scrolls on a low screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._areas: list[QScrollArea] = []
        self._heard = ""
        """The language it was last told of."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange:
            # Qt tells it as a window, and once more as a child of the window it belongs to.
            if self._heard == spoken():
                return True
            self._heard = spoken()
        return super().event(event)

    def tr(self, text: str, /, disambiguation: str | None = None, n: int = -1) -> str:
        return words.counted(super().tr(text, disambiguation, n), n)

    def retranslate(self) -> None:
        """Set every text again; called once at the end of construction and on a new language."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def setWindowTitle(self, title: str) -> None:
        super().setWindowTitle(title)
        for area in self._areas:
            # It takes the focus, so that the arrows scroll it: it must have a name.
            area.setAccessibleName(title)

    def scrolling(self, inner: QLayout) -> QScrollArea:
        """Make a part of the dialog that scrolls where the screen is too low for all of it."""
        page = QWidget()
        page.setLayout(inner)
        area = QScrollArea(widgetResizable=True)
        area.setWidget(page)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.windowTitle())
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.verticalScrollBar().rangeChanged.connect(self._let_scroll)
        if not self._areas:
            application = QApplication.instance()
            assert isinstance(application, QApplication)
            application.focusChanged.connect(self._follow_focus)
        self._areas.append(area)
        return area

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Bring into sight what gets the focus from outside; a scroll area looks within alone."""
        for area in self._areas:
            if now is not None and area.isAncestorOf(now):
                area.ensureWidgetVisible(now)

    def _let_scroll(self) -> None:
        """Tab stops at an area only where the arrows have something to scroll."""
        policy = Qt.FocusPolicy
        for area in self._areas:
            scrolls = area.verticalScrollBar().maximum() > 0
            area.setFocusPolicy(policy.TabFocus if scrolls else policy.NoFocus)

    def fit(self) -> None:
        """Grow until the scrolling part shows everything, as far as the screen allows; stay on it.

        A window does not follow the height that wrapped labels need for their width.
        """
        if not self.isVisible():
            return
        within = room(self)
        if self.size() != self.size().boundedTo(within):
            self.resize(self.size().boundedTo(within))
        area = next((one for one in self._areas if one.isVisible()), None)
        inner = area.widget() if area is not None else None
        layout = inner.layout() if inner is not None else None
        if area is not None and layout is not None:
            layout.activate()
            width = area.viewport().width()
            wanted = max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())
            more = wanted - area.viewport().height()
            if more > 0 and self.height() < within.height():
                self.resize(self.width(), min(self.height() + more, within.height()))
        # What grew downwards may have left the screen.
        bring_onto_screen(self)

    def fit_soon(self) -> None:
        """Call :meth:`fit` now and again when what is shown first now has its size."""
        self.fit()
        for later in (0, _SETTLED):
            # With the dialog as context: it may be closed and gone before.
            QTimer.singleShot(later, self, self.fit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enter_presses(self, event):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for part in self.findChildren(QWidget):
            if part.acceptDrops():
                # A file's address would stand in an answer, or in the place of a PIN.
                part.setAcceptDrops(False)
        # Again when the style has settled the sizes.
        self.fit_soon()


class Scaled:
    """A widget whose letters have a size of their own, reckoned from the application's."""

    def follow_text_size(self) -> None:
        """Take the size again; called when the application's is another one."""


_SCALES = {"title": 1.12, "big": 1.5}
_BOXED = ("good", "warn", "bad", "note")
"""Roles with a ground of their own, which needs room around the text."""


class Text(QLabel, Scaled):
    """A label that wraps, never reads markup, and takes one of the style sheet's roles.

    What it shows may come from the registry; as rich text a title could forge a look.
    """

    def __init__(self, role: str = "", text: str = "", *, selectable: bool = False) -> None:
        super().__init__(breakable(text))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self._scale = _SCALES.get(role)
        self.follow_text_size()
        self.set_role(role)

    def setText(self, text: str) -> None:
        super().setText(breakable(text))

    def follow_text_size(self) -> None:
        if self._scale is not None:
            font = self.font()
            font.setPointSizeF(QApplication.font().pointSizeF() * self._scale)
            self.setFont(font)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            # Of its own Qt shows a cursor a pixel wide, or nothing where nothing can be selected.
            with QPainter(self) as painter:
                painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
                painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 3, 3)

    def set_role(self, role: str) -> None:
        """Change the role, e.g. from a note to a warning."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.setMargin(8 if role in _BOXED else 0)
            # Before it is shown, showing it does that.
            if self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
                self.style().unpolish(self)
                self.style().polish(self)


def button(role: str = "") -> QPushButton:
    """Make a push button; ``role`` is "main" for the one thing to do, or "quiet"."""
    made = QPushButton()
    sized(made, _ICON)
    made.setProperty("role", role)
    made.setAutoDefault(role == "main")
    return made


class ToolButton(QToolButton):
    """A button whose keys press it at once.

    Qt shows it pressed for a tenth of a second first: what is typed meanwhile goes elsewhere, and
    a second press is lost.
    """

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QShortcutEvent) and not event.isAmbiguous():
            self.click()
            return True
        return super().event(event)


def row(*widgets: QWidget | None, spacing: int = 8) -> QHBoxLayout:
    """Lay widgets in a row; None is the stretch."""
    line = QHBoxLayout()
    line.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            line.addStretch(1)
        else:
            line.addWidget(widget)
    return line
