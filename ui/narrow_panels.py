"""Where a window is too narrow for three panels, two of them are shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QLayout, QWidget

from ui.main_window import MainWindow

_MIDDLE, _BESIDE = 40, 16
"""Letters of a line below which the pages, and a panel beside them, are of no use."""


class NarrowPanels(QObject):
    """The right side goes first; whoever wants it back gets it in the place of the list."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._narrow = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fit)
        window.installEventFilter(self)
        window.middle.installEventFilter(self)
        window.side.installEventFilter(self)
        window.tools.side.toggled.connect(self._share)
        window.find_action.triggered.connect(self._find)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShowToParent and watched is self._window.side:
            # Something there is to be seen, a remark that is begun: it has the list's place.
            if self._narrow:
                self._window.tools.side.setChecked(True)
        elif event.type() in (
            QEvent.Type.Resize,
            QEvent.Type.Show,
            QEvent.Type.FontChange,
            QEvent.Type.StyleChange,
            QEvent.Type.LayoutRequest,
        ):
            self._soon.start()
        return super().eventFilter(watched, event)

    @property
    def narrow(self) -> bool:
        """Whether there is room for two panels only."""
        return self._narrow

    def fit(self) -> None:
        """Show as many panels as there is room for, and keep the window on its screen."""
        window, parts = self._window, (self._window.drafts, self._window.middle, self._window.side)
        if not window.isVisible():
            return
        screen = window.screen().availableGeometry()
        room = window.width()
        if self._narrow or room <= window.minimumSizeHint().width():
            # Large letters make a window grow beyond its screen; nobody wished it that wide.
            room = min(room, screen.width())
        room -= 2 * window.splitter.handleWidth()
        # Whoever has drawn a panel shut has made its room for the others.
        open_ = [part for part in parts if not window.splitter.is_shut(part)]
        letter = window.fontMetrics().averageCharWidth()
        letters = {parts[0]: _BESIDE, parts[1]: _MIDDLE, parts[2]: _BESIDE}
        narrow = sum(max(_least(part), letters[part] * letter) for part in open_) > room
        if narrow != self._narrow:
            self._narrow = narrow
            wished = window.tools.side.isChecked() or window.side_gave_way
            focus: QWidget | None = window.focusWidget()
            # Nothing is taken from under somebody's hands: a remark may be written there.
            used = wished and focus is not None and window.side.isAncestorOf(focus)
            window.side_gave_way = narrow and wished and not used
            window.tools.side.setChecked(used or (wished and not narrow))
            self._share()
        if not (window.isMaximized() or window.isFullScreen()):
            # Larger letters had made it grow before anything gave way.
            within = window.size().boundedTo(screen.size())
            if within != window.size() and within == within.expandedTo(window.minimumSizeHint()):
                window.resize(within)

    def _share(self) -> None:
        shown = not (self._narrow and self._window.tools.side.isChecked())
        if self._window.drafts.isHidden() is shown:
            if shown:
                self._window.splitter.give_back(self._window.drafts)
            else:
                self._window.drafts.hide()

    def _find(self) -> None:
        """Somebody searches: the list is where the answer comes."""
        if self._narrow:
            self._window.tools.side.setChecked(False)
            self._window.search_all()


def _least(part: QWidget) -> int:
    if part.isHidden():
        # What is out of sight does not reckon anew by itself.
        for layout in part.findChildren(QLayout):
            layout.invalidate()
    return max(part.minimumWidth(), part.minimumSizeHint().width())
