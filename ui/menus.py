"""The menus for the language and for the look."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ui.languages import LANGUAGES
from ui.theme import TEXT_SIZES, Scheme


class ChoiceMenu(QMenu):
    """A menu of what a person chooses, as far as the office leaves it to them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._decided: frozenset[QAction] = frozenset()

    def show_decided(self, names: frozenset[str]) -> None:
        """Let nothing be chosen that the next start would undo, and say why.

        Args:
            names: of settings that are decided for the whole computer, e.g. ``look.scheme``.
        """
        before, self._decided = self._decided, frozenset(self._of(names))
        for action in before - self._decided:
            action.setEnabled(True)
        self._say_why()

    def _of(self, names: frozenset[str]) -> Iterable[QAction]:
        """Return what chooses these; other names may be among them."""
        del names
        return ()

    def _say_why(self) -> None:
        self.setToolTipsVisible(bool(self._decided))
        for action in self.actions():
            why = self.tr("Set by your administrator") if action in self._decided else ""
            # Of its own a tip is the text once more.
            action.setToolTip(why or action.text())
            action.setStatusTip(why)
            action.setWhatsThis(why)
        for action in self._decided:
            action.setEnabled(False)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say_why()
        super().changeEvent(event)


class LanguageMenu(ChoiceMenu):
    """A language is always named in itself: that is how a lost person finds home."""

    chosen = Signal(str)

    def __init__(self, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        group = QActionGroup(self)
        for code, name in LANGUAGES.items():
            action = self.addAction(name)
            action.setCheckable(True)
            action.setChecked(code == language)
            action.setData(code)
            group.addAction(action)
        group.triggered.connect(self._told)

    def _of(self, names: frozenset[str]) -> Iterable[QAction]:
        return self.actions() if "language" in names else ()

    def _told(self, action: QAction) -> None:
        self.chosen.emit(action.data())


class LookMenu(ChoiceMenu):
    """Light, dark, or as the desktop; the size of text; less motion."""

    scheme_chosen = Signal(str)
    text_chosen = Signal(int)
    """Percent of the desktop's own size."""
    motion_chosen = Signal(bool)
    """Whether nothing is to move by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        schemes = QActionGroup(self)
        self._schemes: dict[Scheme, QAction] = {}
        for scheme in Scheme:
            self._schemes[scheme] = self._choice(schemes, scheme.value)
            self.addAction(self._schemes[scheme])
        schemes.triggered.connect(self._tell_scheme)
        self.addSeparator()
        self.larger, self.smaller = QAction(self), QAction(self)
        self.larger.setShortcuts([QKeySequence("Ctrl+Alt++"), QKeySequence("Ctrl+Alt+=")])
        self.smaller.setShortcut(QKeySequence("Ctrl+Alt+-"))
        self.larger.triggered.connect(self._wish_larger)
        self.smaller.triggered.connect(self._wish_smaller)
        self.sizes = QMenu(self)
        sizes = QActionGroup(self)
        self._sizes: dict[int, QAction] = {}
        for percent in TEXT_SIZES:
            self._sizes[percent] = self._choice(sizes, percent)
            self.sizes.addAction(self._sizes[percent])
        self._sizes[100].setShortcut(QKeySequence("Ctrl+Alt+0"))
        sizes.triggered.connect(self._tell_size)
        self.addActions([self.larger, self.smaller])
        self.addMenu(self.sizes)
        self.addSeparator()
        self.motion = self.addAction("")
        self.motion.setCheckable(True)
        self.motion.triggered.connect(self.motion_chosen)
        self.notices = self.addAction("")
        self.notices.setCheckable(True)
        # A shortcut of a menu that is closed belongs to the window.
        parent.addActions([self.larger, self.smaller, self._sizes[100]])
        self._percent = 100
        self.show_look(Scheme.SYSTEM, 100, less_motion=False)
        self.retranslate()

    def _choice(self, group: QActionGroup, value: object) -> QAction:
        action = QAction(self)
        action.setCheckable(True)
        action.setData(value)
        group.addAction(action)
        return action

    def show_look(self, scheme: str, percent: int, *, less_motion: bool) -> None:
        """Show what is chosen."""
        self._schemes[Scheme(scheme)].setChecked(True)
        self._show_size(percent)
        self.motion.setChecked(less_motion)

    def _show_size(self, percent: int) -> None:
        self._percent = percent
        for size, action in self._sizes.items():
            # Anything between the steps can stand in the settings.
            action.setChecked(size == percent)
        free = self.larger not in self._decided
        self.larger.setEnabled(free and percent < TEXT_SIZES[-1])
        self.smaller.setEnabled(free and percent > TEXT_SIZES[0])

    def show_decided(self, names: frozenset[str]) -> None:
        super().show_decided(names)
        self._show_size(self._percent)

    def _of(self, names: frozenset[str]) -> Iterable[QAction]:
        choices: dict[str, Iterable[QAction]] = {
            "look.scheme": self._schemes.values(),
            "look.text_percent": (
                *(self.larger, self.smaller, self.sizes.menuAction()),
                *self._sizes.values(),
            ),
            "look.motion": (self.motion,),
            "look.notices": (self.notices,),
        }
        return [action for name in names for action in choices.get(name, ())]

    def retranslate(self) -> None:
        """Set every text again."""
        self._schemes[Scheme.SYSTEM].setText(self.tr("As the desktop"))
        self._schemes[Scheme.LIGHT].setText(self.tr("Light"))
        self._schemes[Scheme.DARK].setText(self.tr("Dark"))
        self.larger.setText(self.tr("Larger text"))
        self.smaller.setText(self.tr("Smaller text"))
        self.sizes.setTitle(self.tr("Text size"))
        for percent, action in self._sizes.items():
            action.setText(self.tr("Usual text size") if percent == 100 else f"{percent} %")
        self.motion.setText(self.tr("Less motion"))
        self.notices.setText(self.tr("Tell me what is new"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _tell_scheme(self, action: QAction) -> None:
        self.scheme_chosen.emit(action.data())

    def _tell_size(self, action: QAction) -> None:
        self._choose_size(int(action.data()))

    def _wish_larger(self) -> None:
        self._choose_size(min(size for size in TEXT_SIZES if size > self._percent))

    def _wish_smaller(self) -> None:
        self._choose_size(max(size for size in TEXT_SIZES if size < self._percent))

    def _choose_size(self, percent: int) -> None:
        self._show_size(percent)
        self.text_chosen.emit(percent)
