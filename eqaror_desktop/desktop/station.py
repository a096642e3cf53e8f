"""What the parts of the controller share: the application, the window, lanes, and the words."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from eqaror_desktop.application import Application
from eqaror_desktop.desktop.lanes import Lanes
from eqaror_desktop.errors import NotSignedIn
from eqaror_desktop.messages import Messages
from sync.cancel import Cancelled
from sync.errors import SessionExpired, StationForgotten, Unreachable
from ui.main_window import MainWindow
from ui.rows import Connection


class Station(QObject):
    """One window on one application."""

    sync_wanted = Signal()
    drafts_changed = Signal()
    sign_in_wanted = Signal()
    newer_version = Signal()
    """What is on the screen is no longer what the registry has."""
    pin_cure_wanted = Signal(str, str)
    """What a person chose under a trouble, and the serial number of the token it is about."""
    cycle_ended = Signal()
    """A cycle of synchronising is over, whatever came of it."""
    pin_cured = Signal()
    """A PIN was changed or a token unblocked: what is known of tokens is old."""
    report_signing_wanted = Signal(object)
    """A :class:`~eqaror_desktop.desktop.report_signing.ReportToSign`."""
    print_wanted = Signal(str, object)
    """What the printer's queue shows, and a PDF as bytes."""
    language_changed = Signal()
    """What is open and was written by :attr:`messages` is to be written again."""
    attempt_ended = Signal()
    """A signature came to nothing: the journal says whether in doubt."""

    work_moved = Signal()
    """What must not be cut off – a signature, a batch, a change of a PIN – began or went on or
    ended."""

    def __init__(
        self, application: Application, window: MainWindow, lanes: Lanes, messages: Messages
    ) -> None:
        super().__init__(window)
        self.application = application
        self.window = window
        self.lanes = lanes
        self.messages = messages

    def tell_session_ended(self) -> None:
        """Say that the registry no longer knows who is signed in, and offer to sign in again."""
        known, notice = self.window.tools.wants_sign_in, self.window.notice
        self.window.show_connection(Connection.SIGN_IN)
        # What stands there may not have been read yet; the tool bar offers it too.
        if not known and notice.isHidden():
            notice.tell(self._session_said, sign_in=True)

    def session_begun(self) -> None:
        """Somebody has signed in: what was said of the last session is over."""
        if self.window.notice.telling(self._session_said):
            self.window.notice.hide()

    def _session_said(self) -> str:
        return self.messages.text("words", "session_ended")

    def show_error(self, error: BaseException) -> None:
        """Show an error that belongs to no open dialog; cancelling is none."""
        if isinstance(error, Cancelled):
            return
        if isinstance(error, (NotSignedIn, SessionExpired)):
            self.window.show_connection(Connection.SIGN_IN)
            self.sign_in_wanted.emit()
            return
        if isinstance(error, StationForgotten):
            self.drafts_changed.emit()
            self.window.show_connection(Connection.SIGN_IN)
        if isinstance(error, Unreachable):
            self.window.show_connection(Connection.OFFLINE)
        from eqaror_desktop.desktop import rows
        from ui.trouble_panel import ErrorBox

        box = ErrorBox(rows.trouble(error, self.messages), self.window)
        box.cure_wanted.connect(self.pin_cure_wanted)
        box.open()
