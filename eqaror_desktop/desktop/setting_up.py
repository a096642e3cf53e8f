"""The first-run assistant: opened by itself on a fresh station, and from the menu at any time."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.readiness import token_rows
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.errors import NotConfigured
from eqaror_desktop.settings import office_names_registry
from sync.wire import Me
from ui.readiness_dialog import ReadinessRow
from ui.rows import PersonRow
from ui.setup_dialog import SetupDialog, SetupState

_FACT = "setup"
_KEEP_AFTER = 400
"""Milliseconds after the last key; what is typed is kept, but not letter by letter."""


class SettingUp(QObject):
    """One assistant at a time; every step is kept as it is, so it can be left at any."""

    closed = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self.dialog: SetupDialog | None = None
        self._error: BaseException | None = None
        """Why the address did not do."""
        self._tested = False
        station.language_changed.connect(self._say_again)
        self._keep_soon = QTimer(self, singleShot=True, interval=_KEEP_AFTER)
        self._keep_soon.timeout.connect(self._keep)

    def show(self) -> None:
        """Open the assistant where it was left."""
        if self.dialog is not None:
            self.dialog.raise_()
            self.dialog.activateWindow()
            return
        application = self._station.application

        def work(_tell: Tell) -> tuple[SetupState, Me | None, bool]:
            given = office_names_registry(application.profile.settings)
            return self._kept() or SetupState(), application.person(), given

        self._station.lanes.start(Lane.READING, work, self._open, self._station.show_error)

    def _open(self, found: tuple[SetupState, Me | None, bool]) -> None:
        if self.dialog is not None:
            return
        state, person, given = found
        station = self._station
        # Begun again from the menu it is gone through once more.
        state = replace(state, finished=False)
        address = station.application.settings.registry
        dialog = SetupDialog(state, station.messages.language, address, station.window)
        if given:
            dialog.show_given(address)
        dialog.language_chosen.connect(station.window.language_chosen)
        dialog.address_given.connect(self._use_address)
        dialog.sign_in_requested.connect(station.sign_in_wanted)
        dialog.test_requested.connect(self._look_at_token)
        dialog.moved.connect(self._keep_later)
        dialog.finished.connect(self._closed)
        self.dialog = dialog
        self._error, self._tested = None, False
        dialog.show_person(PersonRow.of(person) if person else None)
        dialog.show()

    def signed_in(self, person: Me) -> None:
        """Show who has just signed in, if the assistant is open."""
        if self.dialog is not None:
            self.dialog.show_person(PersonRow.of(person))

    def _use_address(self, text: str) -> None:
        """Keep the address, then ask there; one that does not answer now is kept all the same."""
        self._error = None
        application = self._station.application
        # With slashes a scheme was meant, rightly written or not.
        address = text if "//" in text else f"https://{text}"

        def work(_tell: Tell) -> str:
            return application.set_address(address)

        def kept(counts: str) -> None:
            if self.dialog is not None:
                self.dialog.show_kept(counts)
            self._try_address()

        self._station.lanes.start(Lane.READING, work, kept, self._tried_in_vain)

    def _try_address(self) -> None:
        application = self._station.application

        def work(_tell: Tell) -> None:
            application.connection.client().trust()
            application.refresh_trust(force=True)

        def done(_nothing: None) -> None:
            if self.dialog is not None:
                self.dialog.show_address_tried(None)

        self._station.lanes.start(Lane.FETCHING, work, done, self._tried_in_vain)

    def _say_again(self) -> None:
        """Say in the language of now what was found out; the token is asked anew for it."""
        if self._error is not None:
            self._tried_in_vain(self._error)
        if self._tested:
            self._look_at_token()

    def _tried_in_vain(self, error: BaseException) -> None:
        self._error = error
        if self.dialog is not None:
            trouble = rows.trouble(error, self._station.messages)
            if isinstance(error, NotConfigured):
                place = str(self._station.application.profile.trust)
                trouble = replace(trouble, cure=f"{trouble.cure}\n{place}")
            self.dialog.show_address_tried(trouble)

    def _look_at_token(self) -> None:
        if self.dialog is None:
            return
        self._tested = True
        self.dialog.show_tokens(None)
        application, messages = self._station.application, self._station.messages

        def work(_tell: Tell) -> tuple[ReadinessRow, ...]:
            return token_rows(application, messages)

        def done(found: tuple[ReadinessRow, ...]) -> None:
            if self.dialog is not None:
                self.dialog.show_tokens(found)

        def failed(error: BaseException) -> None:
            done(())
            self._station.show_error(error)

        self._station.lanes.start(Lane.TOKEN, work, done, failed, topic="setup token")

    def _kept(self) -> SetupState | None:
        text = self._station.application.store.facts.get(_FACT)
        try:
            return msgspec.json.decode(text, type=SetupState) if text else None
        except msgspec.DecodeError:
            # Written by a program with other steps: it begins again.
            return None

    def _keep_later(self, _state: SetupState) -> None:
        self._keep_soon.start()

    def _keep(self) -> None:
        if self.dialog is None:
            return
        self._keep_soon.stop()
        text = msgspec.json.encode(self.dialog.state).decode()
        facts = self._station.application.store.facts

        def work(_tell: Tell) -> None:
            facts.put(_FACT, text)

        self._station.lanes.start(Lane.KEEPING, work, self._kept_well, self._station.show_error)

    def _kept_well(self, _nothing: None) -> None:
        """Nothing is said of what is as it should be."""

    def _closed(self) -> None:
        self._keep()
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self.closed.emit()
