"""Signing several drafts: the plans, one PIN, each document's progress, and what became of it."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eqaror_desktop.desktop import rows, token_rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.pin_asking import PinAsking, PinQuestion
from eqaror_desktop.desktop.signing_in import attempts_after
from eqaror_desktop.desktop.station import Station
from signing.errors import TokenRemoved
from sync.cancel import Cancelled
from sync.entries import OutboxEntry, OutboxState
from ui.batch_dialog import BatchDialog, Mode
from ui.batch_rows import BatchRow, BatchState
from ui.rows import CertificateRow, plain

if TYPE_CHECKING:
    from eqaror_desktop.flows.batch import Batch, ItemResult
    from eqaror_desktop.flows.signing import SigningPlan
    from eqaror_desktop.flows.signing import Step as FlowStep
    from signing.token.watch import TokenEvent


@dataclass(frozen=True)
class _Planned:
    """What was found out about one draft: a plan, or why there is none."""

    draft: str
    plan: SigningPlan | None = None
    error: Exception | None = None
    certificate: CertificateRow | None = None


@dataclass(frozen=True)
class _Progress:
    result: ItemResult
    step: FlowStep | None


class Batching(QObject):
    """One batch at a time."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self.dialog: BatchDialog | None = None
        self._plans: dict[str, SigningPlan] = {}
        self._rows: dict[str, BatchRow] = {}
        self._keys: dict[str, str] = {}
        """Outbox keys of what was signed, by draft."""
        self._name = ""
        self._batch: Batch | None = None
        self._cancel = threading.Event()
        self._asking = PinAsking(self)
        self._asking.asked.connect(self._ask_pin)
        self._question: PinQuestion | None = None

    # -- the plans ---------------------------------------------------------------------------

    def begin(self, drafts: tuple[str, ...]) -> None:
        """Open the dialog and find out about each draft what stands against its signature."""
        if self.dialog is not None:
            self.dialog.raise_()
            self.dialog.activateWindow()
            return
        if not drafts:
            return
        window = self._station.window
        dialog = BatchDialog(window)
        dialog.sign_requested.connect(self._sign)
        dialog.pin_given.connect(self._give_pin)
        dialog.pause_requested.connect(self._pause)
        dialog.resume_requested.connect(self._resume)
        dialog.stop_requested.connect(self._stop)
        dialog.draft_requested.connect(window.draft_opened)
        dialog.looked_at_again.connect(self._read_again)
        dialog.finished.connect(self._closed)
        dialog.trouble.cure_wanted.connect(self._station.pin_cure_wanted)
        self.dialog, self._name = dialog, str(uuid.uuid4())
        self._plans, self._keys = {}, {}
        known = {draft: window.drafts.model.row(draft) for draft in drafts}
        self._rows = {
            draft: BatchRow(draft, row.title if row else draft) for draft, row in known.items()
        }
        dialog.show_rows(tuple(self._rows.values()))
        dialog.show()
        self._look(drafts)

    def _look(self, drafts: tuple[str, ...]) -> None:
        application, messages = self._station.application, self._station.messages
        cancel = self._cancel = threading.Event()
        known = bool(self._plans)

        def work(tell: Tell) -> None:
            from eqaror_desktop.flows.batch import concerns_one

            first = not known
            for draft in drafts:
                if cancel.is_set():
                    raise Cancelled
                try:
                    plan = application.desk.plan_signing(draft)
                except Exception as error:
                    if not concerns_one(error):
                        raise
                    tell(_Planned(draft, error=error))
                    continue
                certificate = None
                if first:
                    view = token_rows.token_view(
                        application.offer(pinfl=plan.draft.signer.pinfl),
                        messages,
                        chosen=(plan.token.serial, plan.facts.fingerprint),
                    )
                    certificate, first = view.chosen, False
                tell(_Planned(draft, plan, certificate=certificate))

        self._station.lanes.start(
            Lane.TOKEN, work, self._looked, self._failed, told=self._show_planned, topic="batch"
        )

    def _show_planned(self, found: _Planned) -> None:
        dialog, messages = self.dialog, self._station.messages
        if dialog is None:
            return
        before = self._rows[found.draft]
        if found.plan is None:
            self._plans.pop(found.draft, None)
            problem = messages.error(found.error or Cancelled()).what
            self._show(replace(before, checks=(), problem=problem))
            return
        self._plans[found.draft] = found.plan
        if found.certificate is not None:
            dialog.show_certificate(found.certificate)
        made = replace(
            before,
            title=plain(found.plan.draft.summary.title),
            version_digest=found.plan.digest,
            checks=token_rows.check_rows(found.plan.checks, messages),
            problem="",
        )
        self._show(self._read(made))

    def _looked(self, _nothing: None) -> None:
        if self.dialog is not None:
            self.dialog.show_checked()

    def _read(self, row: BatchRow) -> BatchRow:
        """Return the row with what was in sight of the very text that would be signed."""
        plan = self._plans.get(row.draft)
        if plan is None:
            return row
        window, text = self._station.window, plan.draft.text.sha256
        pages = window.pages_of(text)
        seen = window.document.pages_seen(text)
        return replace(row, opened=seen > 0, pages=pages, pages_seen=seen)

    def _read_again(self) -> None:
        for row in tuple(self._rows.values()):
            again = self._read(row)
            if again != row and row.state is BatchState.WAITING:
                self._show(again)

    def _show(self, row: BatchRow) -> None:
        self._rows[row.draft] = row
        if self.dialog is not None:
            self.dialog.show_row(row)

    def drafts_changed(self, drafts: tuple[str, ...]) -> None:
        """Plan again what the registry has changed while the person decides."""
        waiting = tuple(
            draft
            for draft in drafts
            if draft in self._rows and self._rows[draft].state is BatchState.WAITING
        )
        if waiting and self.dialog is not None and self.dialog.mode is Mode.REVIEW:
            self._look(waiting)

    def tokens_changed(self, event: TokenEvent) -> None:
        """Forget a PIN that was being typed when its token goes; look again when one comes."""
        from signing.token.watch import EventKind

        dialog = self.dialog
        if dialog is None or dialog.mode is not Mode.REVIEW:
            return
        serials = {plan.token.serial for plan in self._plans.values()}
        gone = event.token is not None and event.token.serial in serials
        if event.kind is EventKind.REMOVED and gone:
            # Without plans nothing can be signed; the token's return makes them anew.
            self._plans = {}
            dialog.show_trouble(rows.trouble(TokenRemoved(), self._station.messages))
        elif event.kind is EventKind.INSERTED and not self._plans:
            dialog.trouble.hide()
            waiting = BatchState.WAITING
            self._look(tuple(name for name, row in self._rows.items() if row.state is waiting))

    # -- signing -----------------------------------------------------------------------------

    def _sign(self, drafts: tuple[str, ...], pin: bytearray) -> None:
        from eqaror_desktop.flows.batch import BatchItem
        from sync.attempts import Consent

        application = self._station.application
        if not self._plans.keys() >= set(drafts):
            # The token went in this very moment.
            pin[:] = bytes(len(pin))
            self._failed(TokenRemoved())
            return
        items = []
        for draft in drafts:
            row = self._rows[draft]
            consent = Consent(row.opened, row.pages_seen, row.pages)
            items.append(BatchItem(self._plans[draft], consent))
        self._cancel = threading.Event()
        name = self._name

        def work(tell: Tell) -> None:
            # Made here: the first use of the flows loads libraries.
            batch = self._batch = application.desk.batch(items, name)

            def watch(_place: int, result: ItemResult, step: FlowStep | None) -> None:
                tell(_Progress(result, step))

            if self._cancel.is_set():
                pin[:] = bytes(len(pin))
                return
            batch.run(pin, watch, self._asking.ask)

        self._station.lanes.start(
            Lane.TOKEN, work, self._stopped, self._failed, told=self._show_progress
        )

    def _show_progress(self, told: _Progress) -> None:
        result, messages = told.result, self._station.messages
        problem = ""
        if result.error is not None:
            message = messages.error(result.error)
            problem = f"{message.what} {message.cure}"
        if result.entry is not None:
            self._keys[result.draft] = result.entry.key
        row = replace(
            self._rows[result.draft],
            state=BatchState(result.state.value),
            step=rows.steps()[told.step] if told.step else None,
            problem=problem,
        )
        self._show(row)

    def _stopped(self, _nothing: None) -> None:
        self._batch = None
        if self.dialog is not None:
            self.dialog.show_stopped()
        self._tell_station()

    def _failed(self, error: BaseException) -> None:
        self._batch = None
        self._refuse_pin()
        dialog = self.dialog
        if dialog is not None:
            if isinstance(error, Cancelled):
                dialog.show_stopped()
            else:
                trouble = rows.trouble(error, self._station.messages)
                dialog.show_trouble(trouble, attempts_after(error))
        self._tell_station()

    def _tell_station(self) -> None:
        if self._keys:
            self._station.drafts_changed.emit()
            self._station.sync_wanted.emit()

    def _pause(self) -> None:
        if self._batch is not None:
            self._batch.pause()

    def _resume(self) -> None:
        if self._batch is not None:
            self._batch.resume()

    def _stop(self) -> None:
        self._cancel.set()
        self._refuse_pin()
        if self._batch is not None:
            self._batch.stop()

    def _closed(self) -> None:
        self._cancel.set()
        self._refuse_pin()
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    # -- the PIN of a key that wants it each time ----------------------------------------------

    def _ask_pin(self, question: PinQuestion) -> None:
        if self.dialog is None or self._cancel.is_set():
            question.answer(None)
            return
        self._question = question
        self.dialog.ask_pin(question.number)

    def _give_pin(self, pin: bytearray) -> None:
        question, self._question = self._question, None
        if question is None:
            pin[:] = bytes(len(pin))
        else:
            question.answer(pin)

    def _refuse_pin(self) -> None:
        question, self._question = self._question, None
        if question is not None:
            question.answer(None)

    # -- the registry's answers ------------------------------------------------------------------

    def synced(self) -> None:
        """Look what the registry said to what was signed here."""
        keys = dict(self._keys)
        if not keys or self.dialog is None:
            return
        outbox = self._station.application.store.outbox

        def work(_tell: Tell) -> dict[str, OutboxEntry]:
            return {draft: outbox.entry(key) for draft, key in keys.items()}

        self._station.lanes.start(
            Lane.READING, work, self._show_answers, self._station.show_error, topic="batched"
        )

    def _show_answers(self, entries: dict[str, OutboxEntry]) -> None:
        for draft, entry in entries.items():
            row = self._rows[draft]
            if entry.registration is not None:
                self._show(replace(row, number=entry.registration.number))
            elif entry.state is OutboxState.REFUSED:
                problem = self._station.messages.refusal(entry.code or "")
                self._show(replace(row, state=BatchState.FAILED, problem=problem))
