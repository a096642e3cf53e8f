"""The tool bar of the window: to fetch and send, to verify, the looks, and who is signed in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from ui import words
from ui.icons import icon, sized
from ui.keys_action import KeysAction
from ui.menus import LanguageMenu, LookMenu
from ui.rows import PersonRow


class ToolBar(QToolBar):
    """Signals say what a person wishes; some of its actions the window lends it."""

    sync_requested = Signal()
    outbox_requested = Signal()
    sign_in_requested = Signal()
    sign_out_requested = Signal()
    language_chosen = Signal(str)

    def __init__(self, window: QWidget, language: str) -> None:
        """Make it.

        Args:
            window: whose keys its actions have.
            language: the language that is spoken, of :data:`ui.languages.LANGUAGES`.
        """
        super().__init__()
        self._window = window
        self._person: PersonRow | None = None
        self._ended = False
        self._unfinished = 0
        self.setMovable(False)
        sized(self, 18)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.sync = self._action("sync", "F5", self.sync_requested)
        self.outbox = self._action("outbox", "Ctrl+B", self.outbox_requested)
        self.verify = self._action("verify", "Ctrl+O")
        self.addActions([self.sync, self.outbox, self.verify])
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self.side = self._action("panel", "F9")
        self.side.setCheckable(True)
        self.side.setChecked(True)
        self.languages = LanguageMenu(language, window)
        self.languages.chosen.connect(self.language_chosen)
        self.looks = LookMenu(window)
        self.language_button = _menu_button("language", self.languages)
        self.look_button = _menu_button("theme", self.looks)
        self.keys = KeysAction(window)
        self.addAction(self.side)
        self.addAction(self.keys)
        self.addWidget(self.look_button)
        self.addWidget(self.language_button)
        self.addSeparator()
        self.sign_in = self._action("token", "Ctrl+L", self.sign_in_requested)
        self.sign_out = self._action("exit", "", self.sign_out_requested)
        self.addActions([self.sign_in, self.sign_out])
        for action in (self.side, self.keys):
            made = self.widgetForAction(action)
            if isinstance(made, QToolButton):
                made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        for action in self.actions():
            # A separator is of a class PySide does not know: looking for it takes long.
            tool = None if action.isSeparator() else self.widgetForAction(action)
            if isinstance(tool, QToolButton):
                tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.retranslate()

    def _action(self, name: str, keys: str, wish: SignalInstance | None = None) -> QAction:
        action = QAction(icon(name), "", self._window)
        action.setShortcut(QKeySequence(keys))
        if wish is not None:
            action.triggered.connect(wish)
        return action

    @property
    def giving_way(self) -> tuple[QAction, ...]:
        """What is shown as an icon alone where there is little room, in this order."""
        return (self.sign_out, self.verify, self.outbox, self.sync, self.sign_in)

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return self._person is not None

    @property
    def wants_sign_in(self) -> bool:
        """Whether nothing is fetched or sent before somebody signs in."""
        return self._person is None or self._ended

    def show_person(self, person: PersonRow | None) -> None:
        """Show who is signed in; None for nobody."""
        self._person, self._ended = person, False
        self._label_person()

    def show_session(self, *, ended: bool) -> None:
        """Offer to sign in again where the registry no longer knows who is signed in here."""
        self._ended = ended
        self._label_person()

    def show_outbox_count(self, count: int) -> None:
        """Show how many entries of the outbox want to be looked at."""
        self._unfinished = count
        self._label_outbox()

    # -- language ----------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set every text again."""
        self.setWindowTitle(self.tr("Tools"))
        for action, text, tip in (
            (self.sync, self.tr("Synchronise"), self.tr("Fetch and send now")),
            (self.outbox, self.tr("Outbox"), self.tr("What waits to be sent")),
            (self.verify, self.tr("Verify…"), self.tr("Verify a package or signed PDF")),
            (self.side, self.tr("Agreement side"), self.tr("Show or hide the right side")),
            (self.sign_out, self.tr("Sign out"), self.tr("End the session")),
        ):
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setText(text)
            action.setToolTip(f"{tip} ({keys})" if keys else tip)
        self.language_button.setToolTip(self.tr("Language"))
        self.language_button.setAccessibleName(self.tr("Language"))
        self.look_button.setToolTip(self.tr("Look and text size"))
        self.look_button.setAccessibleName(self.tr("Look and text size"))
        self.keys.retranslate()
        self._label_person()
        self._label_outbox()

    def _label_person(self) -> None:
        person, again = self._person, self._ended
        # What its key does, whoever's name stands there.
        self.sign_in.setWhatsThis(self.tr("Sign in…").removesuffix("…"))
        known = person is not None and not again
        self.sign_in.setText(
            self.tr("Sign in…")
            if person is None
            else self.tr("Sign in again…")
            if again
            else person.name
        )
        self.sign_in.setIcon(icon("person" if known else "token"))
        who = (person.name, person.post, person.organisation) if person else ()
        what = () if known else (self.tr("Sign in with a token"),)
        self.sign_in.setToolTip("\n".join((*what, *who)))
        self.sign_in.setEnabled(not known)
        self.sign_out.setVisible(person is not None)

    def _label_outbox(self) -> None:
        text = self.tr("Outbox")
        count = self._unfinished
        self.outbox.setText(f"{text}  {words.number(count)}" if count else text)


def _menu_button(name: str, menu: QMenu) -> QToolButton:
    made = QToolButton()
    made.setIcon(icon(name))
    made.setMenu(menu)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    return made
