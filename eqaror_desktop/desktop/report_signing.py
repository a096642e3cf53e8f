"""Signing a verification report in the window: the certificate, the PIN, the steps, the files."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.key_look import KeyLook, look_for_key
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.signing_in import attempts_after, ends_quietly
from eqaror_desktop.desktop.station import Station
from signing.errors import TokenRemoved
from sync.cancel import Cancelled
from ui.close_question import Work, WorkKind
from ui.report_rows import ReportStep
from ui.report_sign_dialog import ReportSignDialog
from ui.rows import Report, TokenView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from eqaror_desktop.flows.key_plan import KeyPlan
    from eqaror_desktop.flows.report import SignedReport
    from eqaror_desktop.flows.report import Step as FlowStep
    from eqaror_desktop.reports import Written
    from signing.pdf.panel import Language
    from signing.reporting.outline import Verified
    from signing.token.watch import TokenEvent


@dataclass(frozen=True)
class ReportToSign:
    """What a person wishes to put their name to."""

    shown: Report
    verified: Verified
    target: Path
    window: QWidget
    """What the dialog stands above."""


class ReportSigning(QObject):
    """One report at a time."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self.dialog: ReportSignDialog | None = None
        self._wish: ReportToSign | None = None
        self._plan: KeyPlan | None = None
        self._chosen: tuple[str, str] | None = None
        self._gone = False
        self._cancel = threading.Event()
        self._at_work = False

    @property
    def under_way(self) -> Work | None:
        """What must not be cut off, if anything."""
        return Work(WorkKind.REPORT) if self._at_work else None

    def give_up(self) -> None:
        """Stop the signature under way, where that is still possible."""
        if self._at_work:
            self._stop()

    def begin(self, wish: ReportToSign) -> None:
        """Open the dialog and look for the person's certificate."""
        if self.dialog is not None:
            return
        dialog = ReportSignDialog(wish.shown, str(wish.target), wish.window)
        dialog.sign_requested.connect(self._sign)
        dialog.cancel_requested.connect(self._stop)
        dialog.certificate_chosen.connect(self._choose)
        dialog.refresh_requested.connect(self._look)
        dialog.finished.connect(self._closed)
        dialog.trouble.cure_wanted.connect(self._station.pin_cure_wanted)
        self._wish, self.dialog = wish, dialog
        self._plan, self._chosen, self._gone = None, None, False
        dialog.open()
        self._look()

    # -- the certificate -----------------------------------------------------------------------

    def _look(self) -> None:
        application, messages = self._station.application, self._station.messages
        serial, certificate = self._chosen or (None, None)
        gone = self._gone

        def ask() -> KeyPlan:
            return application.desk.plan_report(serial, certificate=certificate)

        def work(_tell: Tell) -> KeyLook:
            return look_for_key(application, messages, ask, gone=gone)

        self._station.lanes.start(
            Lane.TOKEN, work, self._show_token, self._not_found, topic="report-signer"
        )

    def _not_found(self, error: BaseException) -> None:
        self._plan = None
        if self.dialog is not None and self.dialog.reviewing:
            lack = rows.trouble(error, self._station.messages, signing=False)
            self.dialog.show_token(TokenView(lack=lack))

    def _show_token(self, found: KeyLook) -> None:
        if self.dialog is not None and self.dialog.reviewing:
            self._plan = found.plan
            self._gone = self._gone and found.plan is None
            self.dialog.show_token(found.shown)

    def _choose(self, serial: str, certificate: str) -> None:
        self._chosen = (serial, certificate)
        self._look()

    def say_again(self) -> None:
        """Say what is not of the dialog's own words in the language of now."""
        if self.dialog is not None and self.dialog.reviewing:
            self._look()

    def tokens_changed(self, event: TokenEvent) -> None:
        """Follow what is put in and pulled out while the dialog is open."""
        from signing.token.watch import EventKind

        dialog, plan, token = self.dialog, self._plan, event.token
        if dialog is None or not dialog.reviewing or event.kind is EventKind.PRESENT:
            return
        removed = event.kind is EventKind.REMOVED and token is not None
        if plan is not None:
            # Whatever else is put in: what is on the screen stays what is meant.
            self._chosen = (plan.token.serial, plan.facts.fingerprint)
        elif self._chosen and token and token.serial != self._chosen[0]:
            self._chosen = None
        if removed and plan is not None and token and token.serial == plan.token.serial:
            self._plan, self._gone = None, True
            lack = rows.trouble(TokenRemoved(), self._station.messages)
            dialog.show_token(TokenView(lack=lack))
        self._look()

    # -- signing -------------------------------------------------------------------------------

    def _sign(self, pin: bytearray) -> None:
        plan, wish = self._plan, self._wish
        if plan is None or wish is None:
            pin[:] = bytes(len(pin))
            return
        self._move(at_work=True)
        cancel = self._cancel = threading.Event()
        application, language = self._station.application, self._station.messages.language

        def work(tell: Tell) -> Written:
            from eqaror_desktop.choosing import Wanted
            from eqaror_desktop.flows.report import sign_report
            from eqaror_desktop.reports import laid_out, write_signed
            from signing.certificate import utc_now

            written: list[Written] = []

            def progress(step: FlowStep) -> None:
                # Told before each step; once it is being kept nobody is asked any more.
                if cancel.is_set():
                    raise Cancelled
                tell(ReportStep(step.value))

            def keep(signed: SignedReport) -> None:
                written.append(write_signed(wish.target, signed, (wish.verified,)))

            found = wish.verified
            shown = application.settings.signing.visible_signature
            sign_report(
                application.desk.keys(),
                application.anchors,
                lambda signer: laid_out((found,), ".pdf", language, found.made, signer),
                keep,
                wanted=Wanted(plan.token.serial, plan.facts.fingerprint),
                pin=pin,
                now=utc_now(),
                title=found.name,
                language=cast("Language", language) if shown else None,
                progress=progress,
            )
            return written[0]

        self._station.lanes.start(
            Lane.TOKEN, work, self._written, self._failed, told=self._show_step
        )

    def _move(self, *, at_work: bool) -> None:
        self._at_work = at_work
        self._station.work_moved.emit()

    def _show_step(self, step: ReportStep) -> None:
        if self.dialog is not None:
            self.dialog.show_step(step)

    def _stop(self) -> None:
        self._cancel.set()
        plan, tokens = self._plan, self._station.application.tokens
        if plan is None or not plan.token.protected_path:
            return

        def work(_tell: Tell) -> None:
            tokens.interrupt(plan.token.serial)

        # Not in the token's lane: that one waits for the reader, and this is what ends it.
        self._station.lanes.start(Lane.READING, work, self._stopped, self._station.show_error)

    def _stopped(self, _nothing: None) -> None:
        """The lane that waited tells the end itself."""

    def _written(self, written: Written) -> None:
        self._move(at_work=False)
        if self.dialog is not None and self._wish is not None:
            self.dialog.show_written(
                str(self._wish.target), str(written.beside or ""), str(written.aside or "")
            )

    def _failed(self, error: BaseException) -> None:
        self._move(at_work=False)
        dialog = self.dialog
        if dialog is None:
            return
        if ends_quietly(error, cancelled=self._cancel.is_set()):
            dialog.done(ReportSignDialog.DialogCode.Rejected)
            return
        trouble = rows.trouble(error, self._station.messages, beside_pin=True, signing=False)
        dialog.show_trouble(trouble, attempts_after(error))
        if isinstance(error, TokenRemoved):
            self._gone = True
        if self._plan is not None:
            # What was looked at before the token was asked may no longer be true of it.
            self._chosen = (self._plan.token.serial, self._plan.facts.fingerprint)
            self._look()

    def _closed(self) -> None:
        self._wish = None
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
