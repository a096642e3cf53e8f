"""What a screen reader says of its own: what became of an act, where the focus does not go.

Readers follow the focus, and break one sentence off for the next. So what is told is spoken after
the focus has come to rest, and what is told in one moment is one announcement. Where something is
told all the time, as of a batch, what was told is not held back until there is an end.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QGuiApplication,
    QWindow,
)
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.roles import tell_roles

_REST = 1200
"""Milliseconds until the focus has come to rest: of what comes before, Orca drops what is no focus
as soon as it has fifty things to tell."""
_LATEST = 2500
"""Milliseconds that a sentence waits at most while others follow."""
_DROPPED = 1500
"""Milliseconds after which a reader has come to what was said."""
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
        self._said = self._again = ""
        """What was said last, and what is to be said once more."""
        self._since = QElapsedTimer()
        self._window: QWindow | None = None
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._moved)

    def say(self, sentence: str, teller: Hashable = None) -> None:
        """Speak a sentence soon, whatever follows it; what waits already is said once.

        Args:
            sentence: in the language of the moment; an empty one takes the teller's back.
            teller: whose sentence it is; what it told before and was not spoken yet is no longer
                so, and is left out. None for what stays so.
        """
        if sentence and sentence in self._told.values():
            return
        self._told.pop(teller, None)
        if sentence:
            if not self._told:
                self.latest.start()
            self._told[sentence if teller is None else teller] = sentence
            self.pause.start()

    def _speak(self) -> None:
        self.pause.stop()
        self.latest.stop()
        said, self._told = "\n".join(self._told.values()), {}
        if not said:
            return
        self._said = "" if said == self._again else said
        self._again = ""
        self._since.start()
        # Of a dialog a reader says all that stands in it first, each time.
        tops = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
        teller = next((top for top in tops if top.parentWidget() is None), next(iter(tops), None))
        if teller is not None and QAccessible.isActive():
            _notify(teller, said)
        self.spoken.emit(said)

    def _moved(self, window: QWindow | None) -> None:
        """Say once more what was said just now: as a dialog closes, readers drop what waits."""
        if window is None:
            # Between two, under X11.
            return
        before, self._window = self._window, window
        closed = before is not None and not (isValid(before) and before.isVisible())
        if not closed or self._since.elapsed() > _DROPPED or not self._said:
            return
        self._again, self._said = self._said, ""
        self.say(self._again)


def _notify(window: QWidget, said: str) -> None:
    """Have a sentence spoken by readers of any age.

    Orca knows announcements from its version 45 on, and Debian 12 has 43; each speaks a
    notification that comes to be shown. Elsewhere nothing speaks these.
    """
    if sys.platform != "linux":
        speak_at_once(window, said)
        return
    here = Qt.FindChildOption.FindDirectChildrenOnly
    tell_roles()
    for old in window.findChildren(_Note, options=here)[:-_KEPT]:
        old.deleteLater()
    # A reader asks for its words when it comes to it, so each has its own; none is ever seen.
    note = _Note(window)
    note.hide()
    note.setAccessibleName(said)
    QAccessible.updateAccessibility(QAccessibleEvent(note, QAccessible.Event.ObjectShow))


class _Note(QWidget):
    """A notification of a window; :mod:`ui.roles` says so."""


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
