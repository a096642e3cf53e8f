"""PINs beside signing: changed, unblocked, asked for again, one more attempt allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.pin_asking import PinAsking, PinQuestion
from eqaror_desktop.desktop.station import Station
from signing.errors import AttemptsLeft, PinIncorrect, PinLocked, PukIncorrect, PukLocked
from ui.token_menu import TokenMenu

if TYPE_CHECKING:
    from signing.token.pin import PinUse
    from ui.close_question import Work
    from ui.pin_dialog import PinDialog, PinToken
    from ui.pin_prompt import PinPrompt


class Pins(QObject):
    """Shows the dialog and does what it wishes in the token's lane."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self.dialog: PinDialog | None = None
        self._wanted = ""
        self._changes = False
        self.menu = TokenMenu()
        tools = station.window.tools
        tools.insertWidget(station.window.tools.sign_in, self.menu)
        self.menu.change_requested.connect(self.change)
        self.menu.unblock_requested.connect(self.unblock)
        station.pin_cure_wanted.connect(self._cure)
        self.prompt: PinPrompt | None = None
        self._asking = PinAsking(self)
        self._asking.asked.connect(self._ask)
        # Where a dialog does not ask in a place of its own.
        station.application.let_ask(self._asking.ask)

    @property
    def under_way(self) -> Work | None:
        """What must not be cut off, if anything."""
        if not self._changes:
            return None
        from ui.close_question import Work, WorkKind

        return Work(WorkKind.PIN)

    def give_up(self) -> None:
        """Answer "no" where a PIN is asked for; a change under way is finished."""
        if self.prompt is not None:
            self.prompt.reject()

    def _move(self, *, changes: bool) -> None:
        self._changes = changes
        self._station.work_moved.emit()

    def _ask(self, question: PinQuestion) -> None:
        """Ask for the PIN of one signature, above whatever is open."""
        if self.prompt is not None:
            question.answer(None)
            return
        parent = QApplication.activeModalWidget() or self._station.window
        from ui.pin_prompt import PinPrompt

        prompt = PinPrompt(question.number, AttemptsLeft.UNKNOWN, parent)
        prompt.answered.connect(question.answer)
        prompt.finished.connect(self._prompted)
        self.prompt = prompt
        prompt.open()

    def _prompted(self) -> None:
        if self.prompt is not None:
            self.prompt.deleteLater()
            self.prompt = None

    def change(self) -> None:
        """Open the dialog that changes a PIN."""
        self._open(unblocking=False)

    def unblock(self) -> None:
        """Open the dialog that takes the unblocking code."""
        self._open(unblocking=True)

    def _cure(self, cure: str, subject: str) -> None:
        """Do what a person chose under a trouble."""
        if cure == "allow":
            self._station.application.pins.allow(subject)
        elif cure in ("unblock", "change"):
            self._open(unblocking=cure == "unblock", wanted=subject)

    def _open(self, *, unblocking: bool, wanted: str = "") -> None:
        if self.dialog is not None:
            self.dialog.raise_()
            return
        from ui.pin_dialog import PinDialog

        self._wanted = wanted
        dialog = PinDialog(unblocking=unblocking, parent=self._station.window)
        dialog.change_requested.connect(self._carry_out)
        dialog.trouble.cure_wanted.connect(self._station.pin_cure_wanted)
        dialog.finished.connect(self._closed)
        self.dialog = dialog
        dialog.open()
        self._look()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _look(self) -> None:
        def work(_tell: Tell) -> tuple[PinToken, ...]:
            from signing.token.pin import PinKind
            from ui.pin_dialog import PinToken

            application = self._station.application
            offer = application.offer()
            if not offer.tokens and offer.problems:
                raise offer.problems[0].error
            return tuple(
                PinToken(
                    item.info.serial,
                    item.info.label,
                    item.info.attempts,
                    item.info.puk_attempts,
                    item.info.protected_path,
                    item.tries,
                    application.pins.tries(item.info.serial, PinKind.PUK),
                )
                for item in offer.tokens
            )

        def done(found: tuple[PinToken, ...]) -> None:
            if self.dialog is not None:
                self.dialog.show_tokens(found, self._wanted)

        self._station.lanes.start(Lane.TOKEN, work, done, self._failed, topic="pin-tokens")

    def _carry_out(self, serial: str, old: bytearray, new: bytearray) -> None:
        application, dialog = self._station.application, self.dialog
        unblocking = dialog is not None and dialog.unblocking
        self._move(changes=True)

        def work(tell: Tell) -> bool:
            def sending(use: PinUse) -> None:
                if use.on_reader:
                    tell(use.seconds)

            with application.pins.told(sending):
                if unblocking:
                    from signing.token.pin import UnblockWay

                    way = UnblockWay(application.settings.signing.unblock_way)
                    application.tokens.unblock_pin(serial, old, new, way)
                else:
                    application.tokens.change_pin(serial, old, new)
            return unblocking

        self._station.lanes.start(
            Lane.TOKEN, work, self._done, self._not_done, told=self._show_waiting
        )

    def _show_waiting(self, seconds: float) -> None:
        if self.dialog is not None:
            self.dialog.show_waiting(int(seconds))

    def _not_done(self, error: BaseException) -> None:
        self._move(changes=False)
        self._failed(error)

    def _done(self, unblocked: bool) -> None:
        self._move(changes=False)
        if self.dialog is None:
            return
        chosen = self.dialog.chosen
        label = chosen.label if chosen is not None else ""
        said = "pin_unblocked" if unblocked else "pin_changed"
        self.dialog.accept()
        self._station.window.tell(self._station.messages.text("words", said, label=label))
        self._station.pin_cured.emit()

    def _failed(self, error: BaseException) -> None:
        if self.dialog is None:
            self._station.show_error(error)
            return
        from eqaror_desktop.desktop import rows

        trouble = rows.trouble(error, self._station.messages, beside_pin=True)
        self.dialog.show_trouble(trouble, _left(error, unblocking=self.dialog.unblocking))


def _left(error: BaseException, *, unblocking: bool) -> AttemptsLeft | None:
    """Return what an error says of the attempts left for the secret that was asked for."""
    if isinstance(error, PukIncorrect if unblocking else PinIncorrect):
        return error.attempts
    locked = isinstance(error, PukLocked if unblocking else PinLocked)
    return AttemptsLeft.LOCKED if locked else None
