"""Asking for a PIN in the middle of a signature: a lane waits, a person types, once."""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from sync.cancel import Cancelled

if TYPE_CHECKING:
    from signing.token.pin import PinReason

PATIENCE = 120.0
"""Seconds a lane waits for a person; the token's own login may end before."""


class PinQuestion:
    """One question; it takes one answer, and wipes what comes when nobody waits any more."""

    def __init__(self, number: int) -> None:
        self.number = number
        """Which signature the PIN is for, from 1."""
        self._answers: SimpleQueue[bytearray | None] = SimpleQueue()
        self._guard = threading.Lock()
        self._open = True

    def answer(self, pin: bytearray | None) -> None:
        """Give the PIN, or None for "I will not"."""
        with self._guard:
            wanted, self._open = self._open, False
            if wanted:
                self._answers.put(pin)
                return
        if pin is not None:
            pin[:] = bytes(len(pin))

    def wait(self, seconds: float) -> bytearray:
        """Wait for the answer.

        Raises:
            Cancelled: the person will not, or did not in time.
        """
        try:
            pin = self._answers.get(timeout=seconds)
        except Empty:
            with self._guard:
                self._open = False
            # It may have come between the two.
            pin = None if self._answers.empty() else self._answers.get()
        if pin is None:
            raise Cancelled
        return pin


class PinAsking(QObject):
    """Brings questions of a lane to the GUI thread."""

    asked = Signal(object)
    """A :class:`PinQuestion`, told in the GUI thread."""
    _put = Signal(object)

    def __init__(self, parent: QObject | None = None, patience: float = PATIENCE) -> None:
        super().__init__(parent)
        self._patience = patience
        self._put.connect(self._forward, Qt.ConnectionType.QueuedConnection)

    def ask(self, reason: PinReason) -> bytearray:
        """Return the PIN, in a buffer the caller wipes; called in a lane's thread.

        Raises:
            Cancelled: the person will not, or did not in time.
        """
        question = PinQuestion(reason.number)
        self._put.emit(question)
        return question.wait(self._patience)

    def _forward(self, question: PinQuestion) -> None:
        self.asked.emit(question)


class PinTalk(QObject):
    """The question for a PIN in a dialog of its own kind: put, answered once, or refused.

    It belongs to whoever opens that dialog. :meth:`ask` goes to the flow; between :meth:`begin`
    and :meth:`refuse` a question of it is told by ``wanted``, and :meth:`give` answers it.
    """

    wanted = Signal(int)
    """The PIN is wanted once more; the number says for which signature."""

    def __init__(self, parent: QObject | None = None, patience: float = PATIENCE) -> None:
        super().__init__(parent)
        self._asking = PinAsking(self, patience)
        self._asking.asked.connect(self._put)
        self._question: PinQuestion | None = None
        self._willing = False

    def begin(self) -> None:
        """A signature begins: somebody is there to be asked."""
        self._willing = True

    def ask(self, reason: PinReason) -> bytearray:
        """Return the PIN; see :meth:`PinAsking.ask`."""
        return self._asking.ask(reason)

    def give(self, pin: bytearray) -> None:
        """Answer the question; a PIN that nobody waits for is wiped."""
        question, self._question = self._question, None
        if question is None:
            pin[:] = bytes(len(pin))
        else:
            question.answer(pin)

    def refuse(self) -> None:
        """Answer "no", now and to whatever is asked before the next signature begins."""
        self._willing = False
        question, self._question = self._question, None
        if question is not None:
            question.answer(None)

    def _put(self, question: PinQuestion) -> None:
        if not self._willing:
            question.answer(None)
            return
        self._question = question
        self.wanted.emit(question.number)
