"""Signing one draft: the plan, the PIN, the steps, and the registry's answer."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.signing_in import attempts_after
from eqaror_desktop.desktop.station import Station
from signing.errors import DraftChanged
from sync.cancel import Cancelled
from sync.entries import OutboxEntry, OutboxState
from sync.wire import Draft
from ui.rows import SignResult, Step
from ui.sign_dialog import SignDialog

if TYPE_CHECKING:
    from eqaror_desktop.flows.signing import SigningPlan
    from eqaror_desktop.flows.signing import Step as FlowStep


class Signing(QObject):
    """One sign dialog at a time."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self.dialog: SignDialog | None = None
        self._plan: SigningPlan | None = None
        self._entry: OutboxEntry | None = None
        self._cancel = threading.Event()

    def begin(self, draft: str, shown: str) -> None:
        """Ask the token and the registry what stands against signing, then show it.

        Args:
            draft: its id.
            shown: the version digest of what is on the screen; nothing else is signed.
        """
        if self.dialog is not None:
            return

        def work(_tell: Tell) -> SigningPlan:
            return self._station.application.plan_signing(draft, shown=shown)

        self._station.window.bar.show_asking(asking=True)
        self._station.lanes.start(
            Lane.TOKEN, work, self._show_plan, self._not_planned, topic="plan"
        )

    def _not_planned(self, error: BaseException) -> None:
        self._station.window.bar.show_asking(asking=False)
        if isinstance(error, DraftChanged):
            self._station.newer_version.emit()
        else:
            self._station.show_error(error)

    def _show_plan(self, plan: SigningPlan) -> None:
        self._station.window.bar.show_asking(asking=False)
        if self.dialog is not None:
            return
        self._plan, self._entry = plan, None
        pages = self._station.window.pages_of(plan.draft.text.sha256)
        shown = rows.sign_plan(plan, pages, self._station.messages)
        dialog = SignDialog(shown, self._station.window)
        dialog.sign_requested.connect(self._sign)
        dialog.cancel_requested.connect(self._stop)
        dialog.finished.connect(self._closed)
        self.dialog = dialog
        dialog.open()

    def _closed(self) -> None:
        self._entry = None
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _stop(self) -> None:
        self._cancel.set()

    def _sign(self, pin: bytearray) -> None:
        plan = self._plan
        if plan is None:
            return
        cancel = self._cancel = threading.Event()
        application = self._station.application

        def work(tell: Tell) -> OutboxEntry:
            def progress(_plan: SigningPlan, step: FlowStep) -> None:
                # Told before each step; from KEEP on a signature exists that must not be lost.
                if cancel.is_set():
                    raise Cancelled
                tell(rows.steps()[step])

            (signed,) = application.sign([plan], pin, progress)
            if signed.entry is None:
                raise signed.error or Cancelled
            return signed.entry

        self._station.lanes.start(
            Lane.TOKEN, work, self._signed, self._failed, told=self._show_step
        )

    def _show_step(self, step: Step) -> None:
        if self.dialog is not None:
            self.dialog.show_step(step)

    def _signed(self, entry: OutboxEntry) -> None:
        self._entry = entry
        self._show_step(Step.SEND)
        self._station.drafts_changed.emit()
        self._station.sync_wanted.emit()

    def _failed(self, error: BaseException) -> None:
        if self.dialog is None:
            return
        if isinstance(error, Cancelled):
            self.dialog.done(SignDialog.DialogCode.Rejected)
            return
        trouble = rows.trouble(error, self._station.messages)
        self.dialog.show_trouble(trouble, attempts_after(error))

    @property
    def waiting(self) -> bool:
        """Whether the registry's answer to what was just signed is still awaited."""
        return self._entry is not None

    def synced(self) -> None:
        """Look what became of the entry that was just signed."""
        entry = self._entry
        if entry is None:
            return
        key = entry.key

        def work(_tell: Tell) -> OutboxEntry:
            return self._station.application.store.outbox.entry(key)

        self._station.lanes.start(
            Lane.READING, work, self._show_outcome, self._station.show_error, topic="outcome"
        )

    def _show_outcome(self, entry: OutboxEntry) -> None:
        if self._entry is None or self._entry.key != entry.key:
            return
        if not entry.open:
            # Until then every cycle is looked at: the next one may bring the number.
            self._entry = None
        dialog, registration = self.dialog, entry.registration
        if dialog is None:
            return
        if entry.state is OutboxState.REFUSED:
            message = self._station.messages.refusal(entry.code or "")
            dialog.show_refusal(message)
        elif registration is not None:
            dialog.show_result(
                SignResult(registration.number, registration.date, registration.url)
            )
        else:
            unconfirmed = entry.state in (OutboxState.UNCONFIRMED, OutboxState.SENDING)
            dialog.show_result(SignResult(unconfirmed=unconfirmed))

    def newer_version(self, draft: Draft) -> None:
        """Close the dialog for signing if what it shows is no longer what is there."""
        plan = self._plan
        if self.dialog is None or plan is None or plan.draft.summary.id != draft.summary.id:
            return
        if plan.digest != draft.summary.version_digest:
            self.dialog.close_for_newer_version()
