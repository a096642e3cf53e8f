"""The parts of the window that sign, answer, send back and remark: each made when it is needed.

Their dialogs, and what their work is done with, are a third of the program. Nobody waits for them
before there is a list to read.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from eqaror_desktop.desktop.closing import Closing, Workshop
from eqaror_desktop.desktop.pins import Pins
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.desktop.watching import Watching
from sync.wire import Action, Draft

if TYPE_CHECKING:
    from eqaror_desktop.desktop.answering import Answering
    from eqaror_desktop.desktop.batching import Batching
    from eqaror_desktop.desktop.outbox import OutboxDesk
    from eqaror_desktop.desktop.report_signing import ReportSigning, ReportToSign
    from eqaror_desktop.desktop.reviewing import Reviewing
    from eqaror_desktop.desktop.sending_back import SendingBack
    from eqaror_desktop.desktop.signing import Signing
    from eqaror_desktop.desktop.signing_in import SigningIn


class Workshops(QObject):
    """Makes each part once, and knows those that were made."""

    signed_in = Signal(object)
    """The :class:`~sync.wire.Me` that has just signed in."""
    draft_wished = Signal(str)

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self.station = station
        self.watching = Watching(station)
        self.pins = Pins(station)
        self.closing = Closing(station, self._at_work)
        station.report_signing_wanted.connect(self._sign_report)

    @cached_property
    def signing_in(self) -> SigningIn:
        """Who works here."""
        from eqaror_desktop.desktop.signing_in import SigningIn

        made = SigningIn(self.station)
        made.signed_in.connect(self.signed_in)
        self.watching.changed.connect(made.tokens_changed)
        return made

    @cached_property
    def signing(self) -> Signing:
        """One draft is signed."""
        from eqaror_desktop.desktop.signing import Signing

        made = Signing(self.station)
        self.watching.changed.connect(made.tokens_changed)
        return made

    @cached_property
    def batching(self) -> Batching:
        """Several are."""
        from eqaror_desktop.desktop.batching import Batching

        made = Batching(self.station)
        self.watching.changed.connect(made.tokens_changed)
        return made

    @cached_property
    def answering(self) -> Answering:
        """One is agreed to, or objected to."""
        from eqaror_desktop.desktop.answering import Answering

        made = Answering(self.station)
        self.watching.changed.connect(made.tokens_changed)
        return made

    @cached_property
    def report_signing(self) -> ReportSigning:
        """A verification report is signed."""
        from eqaror_desktop.desktop.report_signing import ReportSigning

        made = ReportSigning(self.station)
        self.watching.changed.connect(made.tokens_changed)
        self.station.language_changed.connect(made.say_again)
        self.station.pin_cured.connect(made.say_again)
        return made

    @cached_property
    def sending_back(self) -> SendingBack:
        """One is returned or rejected."""
        from eqaror_desktop.desktop.sending_back import SendingBack

        return SendingBack(self.station)

    @cached_property
    def reviewing(self) -> Reviewing:
        """One is remarked upon and compared."""
        from eqaror_desktop.desktop.reviewing import Reviewing

        return Reviewing(self.station)

    @cached_property
    def outbox(self) -> OutboxDesk:
        """What waits to be sent."""
        from eqaror_desktop.desktop.outbox import OutboxDesk

        made = OutboxDesk(self.station)
        made.draft_requested.connect(self.draft_wished)
        made.comparison_requested.connect(self._compare)
        self.station.language_changed.connect(made.refresh)
        return made

    def _at_work(self) -> tuple[Workshop, ...]:
        made = vars(self)
        names = ("signing", "batching", "answering", "report_signing")
        return (*(made[name] for name in names if name in made), self.pins)

    def _compare(self, draft: str, before: int | None) -> None:
        self.reviewing.comparing.begin(draft, before)

    def _sign_report(self, wish: ReportToSign) -> None:
        self.report_signing.begin(wish)

    # -- what is told to those that are there ------------------------------------------------

    def tell_newer(self, draft: Draft) -> None:
        """Tell the dialogs that a draft was read again."""
        made = vars(self)
        for name in ("signing", "answering", "sending_back"):
            if name in made:
                made[name].newer_version(draft)

    def tell_synced(self) -> None:
        """Tell whoever waits for an answer that a cycle has ended."""
        if "signing" in vars(self):
            self.signing.synced()
        self.tell_listed()
        self.station.cycle_ended.emit()

    def tell_changed(self, drafts: tuple[str, ...]) -> None:
        """Tell a batch what a cycle brought."""
        if "batching" in vars(self):
            self.batching.synced()
            self.batching.drafts_changed(drafts)

    def tell_listed(self) -> None:
        """Tell the outbox window that the outbox was read."""
        if "outbox" in vars(self):
            self.outbox.refresh()

    def tell_shown(self, draft: Draft | None) -> None:
        """Tell whoever remarks and compares what is on the screen."""
        if draft is not None or "reviewing" in vars(self):
            self.reviewing.show(draft)

    # -- what a person wishes ----------------------------------------------------------------

    def begin_signing_in(self) -> None:
        """Open the dialog."""
        self.signing_in.begin()

    def begin_batch(self, drafts: tuple[str, ...]) -> None:
        """Open the dialog for several drafts to sign."""
        self.batching.begin(drafts)

    def begin_answer(self, draft: Draft | None, *, objecting: bool) -> None:
        """Open the dialog for an answer to the draft on the screen."""
        if draft is not None:
            self.answering.begin(draft, objecting=objecting)

    def begin_sending_back(self, draft: Draft | None, action: Action) -> None:
        """Open the dialog for a return or a rejection of the draft on the screen."""
        if draft is not None:
            self.sending_back.begin(draft, action)

    def show_outbox(self) -> None:
        """Open the window of the outbox."""
        self.outbox.show()
