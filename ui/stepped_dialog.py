"""A signature in three pages: what a person decides on, the steps, and how it ended.

Closing is honest at each of them: before it begins it costs nothing, while it can be stopped it is
asked for, and what is signed and being kept is not taken back.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedLayout, QWidget

from ui.base import Text, button, row
from ui.close_question import Work, WorkKind
from ui.signer_dialog import SignerDialog
from ui.steps_page import StepsPage


class SteppedDialog(SignerDialog):
    """The application signs and tells it the steps; it asks only for the PIN."""

    sign_requested = Signal(object)
    """Carries the PIN as a bytearray; whoever receives it wipes it."""

    _KIND: WorkKind
    """What closing would cut off."""
    _FIRST: StrEnum
    """The step that is shown before the application tells one."""
    _LOGIN: StrEnum
    """The step in which the reader waits for the PIN."""
    _NO_WAY_BACK: tuple[StrEnum, ...]
    ended_title: Text
    """How it ended; read there first, and no button is pressed by a second Enter."""

    def __init__(self, parent: QWidget | None = None, *, ahead: bool, all_checks: bool) -> None:
        super().__init__(parent, ahead=ahead, all_checks=all_checks)
        self._step: StrEnum | None = None
        self._stopping = False
        self._stack = QStackedLayout()
        self.cancel.clicked.connect(self._stop)
        self.close_button = button("main")
        self.close_button.clicked.connect(self.accept)

    def _put_together(
        self,
        pages: tuple[QWidget, StepsPage, QWidget],
        size: tuple[int, int],
        *,
        first: tuple[QPushButton, ...] = (),
        later: tuple[QPushButton, ...] = (),
    ) -> None:
        """Lay out the pages in their order, and the buttons.

        Args:
            pages: to decide on, of the steps, and of the end.
            size: width and height of the window, in pixels.
            first: buttons before "Cancel".
            later: buttons beside "Sign".
        """
        self._review, self._running, self._ended = pages
        self.steps, self.steps_title, self.steps_note = (
            pages[1].steps,
            pages[1].title,
            pages[1].note,
        )
        for page in pages:
            self._stack.addWidget(page)
        buttons = row(None, *first, self.cancel, self.sign, *later, self.close_button)
        self._finish(self._stack, buttons, *size)
        self.retranslate()
        self._show_token()
        self._show_page(self._review)
        self.pin.setFocus()

    @property
    def reviewing(self) -> bool:
        """Whether nothing is being signed and nothing was."""
        return self._stack.currentWidget() is self._review

    def retranslate(self) -> None:
        super().retranslate()
        self.close_button.setText(self.tr("Close"))
        self._fill_running()

    # -- steps ----------------------------------------------------------------------------

    def show_step(self, step: StrEnum) -> None:
        """Show which step is being done."""
        self._step = step
        if not self._stoppable:
            # What was asked is decided: it is signed and kept.
            self.end_question()
        chosen, order = self._token.chosen, list(type(step))
        if order.index(step) > order.index(self._LOGIN):
            self._show_accepted()
        if step is self._LOGIN and chosen is not None:
            self.countdown.start(chosen.reader_seconds)
        else:
            self.countdown.stop()
        self._fill_running()
        self._show_page(self._running)

    def _show_accepted(self) -> None:
        """Say nothing more of wrong PINs."""
        self.pin.show_accepted()

    def _fill_running(self) -> None:
        self._running.show_step(self._step, stopping=self._stopping)
        self._enable()

    def _show_page(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        self.cancel.setVisible(page is not self._ended)
        self.sign.setVisible(page is self._review)
        self.close_button.setVisible(page is self._ended)
        if page is not self._review:
            # On no button: a second Enter would press it.
            (self.ended_title if page is self._ended else self).setFocus()
        self._enable()

    def _enable(self) -> None:
        super()._enable()
        self.sign.setEnabled(self.reviewing and self._ready and self.pin.filled)
        self.cancel.setEnabled(self._settled or (self._stoppable and not self._stopping))

    def _stand_back(self) -> None:
        self._step, self._stopping = None, False
        self._show_page(self._review)

    def _commit(self, pin: bytearray) -> None:
        self._stopping = False
        self.show_step(self._FIRST)
        self.sign_requested.emit(pin)

    # -- closing --------------------------------------------------------------------------

    @property
    def _stoppable(self) -> bool:
        """Whether something is under way that can still be stopped."""
        return self._step is not None and self._step not in self._NO_WAY_BACK

    @property
    def _settled(self) -> bool:
        """Whether closing costs nothing."""
        return self._step is None

    def _stop(self) -> None:
        """Close, or ask the application to stop while that is still possible."""
        self._forget()
        if self._settled:
            super().reject()
        elif self.cancel.isEnabled():
            self.countdown.stop()
            self._stopping = True
            self._fill_running()
            self.cancel_requested.emit()

    def leave(self) -> None:
        """Do as if it was cancelled by its button."""
        self._stop()

    def reject(self) -> None:
        """Close; while the token signs, say what that would cost, and ask."""
        if self._settled:
            self._stop()
        elif self.cancel.isEnabled():
            self.ask_to_stop(Work(self._KIND))

    def done(self, result: int) -> None:
        """Close, with whatever was still being asked."""
        self.end_question()
        super().done(result)
