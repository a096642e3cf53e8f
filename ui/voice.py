"""What a screen reader says of its own: what became of an act, where the focus does not go.

Readers follow the focus, and break one sentence off for the next. So what is told is spoken after
the focus has come to rest, and what is told in one moment is one announcement. Where something is
told all the time, as of a batch, what was told is not held back until there is an end. Whoever is
behind drops what is no focus; such a sentence is given once more.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.roles import Notification, tell_roles

_REST = 1200
"""Milliseconds until the focus has come to rest: of what comes before, Orca drops what is no focus
as soon as it has fifty things to tell."""
_LATEST = 2500
"""Milliseconds that a sentence waits at most while others follow."""
_LOOKED = 5000
"""Milliseconds of silence after which it is looked what a reader has come to."""
_KEPT = 4
"""Notifications that a reader may still ask for."""


class Voice(QObject):
    """The one of the application; see :func:`voice`."""

    spoken = Signal(str)
    """What was told in one moment, a line for each; also where nothing listens to the screen."""

    def __init__(self, application: QObject | None) -> None:
        super().__init__(application)
        self._told: dict[Hashable, str] = {}
        """What waits, by who tells it."""
        self.pause = QTimer(self, singleShot=True, interval=_REST)
        self.latest = QTimer(self, singleShot=True, interval=_LATEST)
        for over in (self.pause, self.latest):
            over.timeout.connect(self._speak)
        self.look = QTimer(self, singleShot=True, interval=_LOOKED)
        self.look.timeout.connect(self._repeat)
        self._given: dict[Notification, dict[Hashable, str]] = {}
        """What readers were given since the last look, with what of it is still so."""

    def say(self, sentence: str, teller: Hashable = None) -> None:
        """Speak a sentence soon, whatever follows it; what waits already is said once.

        Args:
            sentence: in the language of the moment; an empty one takes the teller's back.
            teller: whose sentence it is; what it told before and was not spoken yet is no longer
                so, and is left out. None for what stays so.
        """
        if sentence and sentence in self._told.values():
            return
        key = sentence if teller is None else teller
        for told in (self._told, *self._given.values()):
            told.pop(key, None)
        if sentence:
            if not self._told:
                self.latest.start()
            self._told[key] = sentence
            self.pause.start()

    def _speak(self) -> None:
        self.pause.stop()
        self.latest.stop()
        told, self._told = self._told, {}
        note = self._give(told)
        if note is not None:
            self._given = {old: said for old, said in self._given.items() if not old.heard}
            self._given[note] = told
            self.look.start()

    def _give(self, told: dict[Hashable, str]) -> Notification | None:
        """Speak; returns what a reader must come to, where there is such a thing."""
        said = "\n".join(told.values())
        if not said:
            return None
        # Of a dialog a reader says all that stands in it first, each time.
        tops = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
        teller = next((top for top in tops if top.parentWidget() is None), next(iter(tops), None))
        note = _notify(teller, said) if teller is not None and QAccessible.isActive() else None
        self.spoken.emit(said)
        return note

    def _repeat(self) -> None:
        """Say once more what a reader that was behind has dropped, as far as it is still so."""
        given, self._given = self._given, {}
        dropped = [told for note, told in given.items() if not note.heard]
        self._give({teller: said for told in dropped[-_KEPT:] for teller, said in told.items()})


def _notify(window: QWidget, said: str) -> Notification | None:
    """Have a sentence spoken by readers of any age; returns what tells whether it was.

    Orca knows announcements from its version 45 on, and Debian 12 has 43; each speaks a
    notification that comes to be shown. Elsewhere nothing speaks these.
    """
    if sys.platform != "linux":
        speak_at_once(window, said)
        return None
    here = Qt.FindChildOption.FindDirectChildrenOnly
    tell_roles()
    for old in window.findChildren(Notification, options=here)[:-_KEPT]:
        old.deleteLater()
    # A reader asks for its words when it comes to it, so each has its own; none is ever seen.
    note = Notification(window)
    note.hide()
    note.setAccessibleName(said)
    QAccessible.updateAccessibility(QAccessibleEvent(note, QAccessible.Event.ObjectShow))
    return note


def voice() -> Voice:
    """Return the voice of the application."""
    application = QApplication.instance()
    here = Qt.FindChildOption.FindDirectChildrenOnly
    found = application.findChild(Voice, options=here) if application is not None else None
    return found or Voice(application)


def speak_at_once(teller: QWidget, said: str) -> None:
    """Speak what a key has just come to, in the place of what was being said."""
    if said and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(teller, said))


class Spoken(QObject):
    """Speaks for a widget: whatever it comes to tell while it is seen, once."""

    def __init__(self, teller: QWidget) -> None:
        super().__init__(teller)
        self._teller = teller
        self._sentence = self._said = ""
        teller.installEventFilter(self)

    def tell(self, sentence: str) -> None:
        """Take what the widget tells now; spoken when it is seen."""
        self._sentence = sentence
        self._speak()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        # A window that was laid aside and comes back tells nothing new.
        if event.type() is QEvent.Type.Show and not event.spontaneous():
            self._speak()
        elif event.type() is QEvent.Type.Hide and not event.spontaneous():
            # Told again it is another one: a second wrong PIN.
            self._said = ""
        return False

    def _speak(self) -> None:
        if self._teller.isVisible() and self._sentence != self._said:
            self._said = self._sentence
            voice().say(self._sentence, self)
