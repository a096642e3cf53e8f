"""Signing several drafts: the plans, one PIN, each document's progress, and what became of it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from eqaror_desktop.desktop import rows, token_rows
from eqaror_desktop.desktop.batch_planning import BatchPlanning, Planned
from eqaror_desktop.desktop.batch_run import BatchRun, Progress
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.signing_in import attempts_after
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.errors import AlreadySigned
from signing.errors import TokenError, TokenRemoved
from sync.cancel import Cancelled
from sync.entries import OutboxEntry, OutboxState
from ui.batch_dialog import BatchDialog
from ui.batch_rows import BatchRow, BatchState, Mode
from ui.close_question import Work, WorkKind
from ui.rows import TokenView, Trouble, plain

if TYPE_CHECKING:
    from eqaror_desktop.flows.plans import SigningPlan
    from signing.token.watch import TokenEvent

_MISSING = 1_500
"""Milliseconds between two looks for a token that went during a signature."""


class Batching(QObject):
    """One batch at a time."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self.dialog: BatchDialog | None = None
        self._plans: dict[str, SigningPlan] = {}
        self._rows: dict[str, BatchRow] = {}
        self._errors: dict[str, BaseException] = {}
        """Why what was tried came to nothing, by draft."""
        self._error: BaseException | None = None
        """What ended the last run or look."""
        self._keys: dict[str, str] = {}
        """Outbox keys of what was signed, by draft."""
        self._name = ""
        self._run = BatchRun(station)
        self._run.moved.connect(self._show_progress)
        self._run.ended.connect(self._ended)
        station.pin_cured.connect(self._refresh_token)
        self._run.pin_wanted.connect(self._ask_pin)
        self._again: set[str] = set()
        """What the registry changed during a run."""
        self._planning = BatchPlanning(station, self._unsigned)
        self._planning.token_seen.connect(self._show_token)
        self._planning.planned.connect(self._show_planned)
        self._planning.looked.connect(self._looked)
        self._planning.failed.connect(self._look_failed)
        station.language_changed.connect(self._say_again)
        self._missing = QTimer(self, singleShot=True, interval=_MISSING)
        self._missing.timeout.connect(self._look_for_token)

    @property
    def under_way(self) -> Work | None:
        """What must not be cut off, if anything."""
        if not self._run.drafts:
            return None
        states = [row.state for row in self._rows.values()]
        left = [self._rows[draft].state is BatchState.WAITING for draft in self._run.drafts]
        running = BatchState.WORKING in states
        return Work(WorkKind.BATCH, states.count(BatchState.SIGNED), sum(left), running)

    def give_up(self) -> None:
        """End the run under way after the document it is at."""
        if self._run.drafts:
            self._run.stop()

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
        dialog.pin_given.connect(self._run.pins.give)
        dialog.certificate_chosen.connect(self._choose)
        dialog.refresh_requested.connect(self._refresh)
        dialog.pause_requested.connect(self._run.pause)
        dialog.resume_requested.connect(self._run.resume)
        dialog.stop_requested.connect(self._run.stop)
        dialog.draft_requested.connect(window.draft_opened)
        dialog.looked_at_again.connect(self._read_again)
        dialog.finished.connect(self._closed)
        dialog.trouble.cure_wanted.connect(self._station.pin_cure_wanted)
        self.dialog, self._name = dialog, str(uuid.uuid4())
        self._plans, self._keys, self._again = {}, {}, set()
        self._errors, self._error = {}, None
        known = {draft: window.drafts.model.row(draft) for draft in drafts}
        self._rows = {
            draft: BatchRow(draft, row.title if row else draft) for draft, row in known.items()
        }
        dialog.show_rows(tuple(self._rows.values()))
        dialog.show()
        self._planning.begin()
        self._planning.look(drafts)

    def _show_token(self, view: TokenView) -> None:
        dialog = self.dialog
        if dialog is None or self._run.drafts:
            return
        dialog.show_token(view)
        if view.chosen is None and self._planning.gone:
            self._missing.start()
        elif view.chosen is not None and not self._plans and dialog.mode is Mode.REVIEW:
            self._refresh()

    def _show_planned(self, found: Planned) -> None:
        messages = self._station.messages
        if self.dialog is None or found.draft not in self._rows:
            return
        before = self._rows[found.draft]
        if found.plan is None:
            self._plans.pop(found.draft, None)
            message = messages.error(found.error or Cancelled())
            state = BatchState.DONE if found.signed else before.state
            said = message.what if found.signed else f"{message.what} {message.code}"
            row = replace(before, checks=(), problem=said, state=state, number=found.number)
            self._show(row)
            return
        self._plans[found.draft] = found.plan
        made = replace(
            before,
            title=plain(found.plan.draft.summary.title),
            version_digest=found.plan.digest,
            checks=token_rows.check_rows(found.plan.checks, messages),
            problem="",
        )
        self._show(self._read(made))

    def _looked(self) -> None:
        if self.dialog is not None:
            self.dialog.show_checked()

    def _look_failed(self, error: BaseException) -> None:
        self._error = error
        if self.dialog is not None:
            self.dialog.show_trouble(rows.trouble(error, self._station.messages))

    def _plan_again(self, drafts: tuple[str, ...], *, fresh: bool) -> None:
        """Nothing of these is signed by the plans there were."""
        if not drafts or self.dialog is None:
            return
        for draft in drafts:
            self._plans.pop(draft, None)
            self._show(replace(self._rows[draft], checks=(), problem=""))
        self.dialog.show_looking()
        self._planning.look(drafts, fresh=fresh)

    @property
    def _waiting(self) -> tuple[str, ...]:
        state = BatchState.WAITING
        return tuple(draft for draft, row in self._rows.items() if row.state is state)

    def _choose(self, serial: str, certificate: str) -> None:
        """Sign everything that waits with another certificate."""
        self._planning.chosen = (serial, certificate)
        self._refresh()

    def _refresh(self) -> None:
        if not self._run.drafts:
            self._plan_again(self._waiting, fresh=False)

    def _refresh_token(self) -> None:
        if self.dialog is not None and not self._run.drafts:
            self._planning.look_at_token()

    def _look_for_token(self) -> None:
        """Ask for a token that went during a signature: the watch may not have seen it go."""
        if self.dialog is not None and self._planning.gone and not self._run.drafts:
            self._planning.look_at_token()

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
        changed = tuple(draft for draft in drafts if draft in self._waiting)
        if self._run.drafts:
            self._again.update(changed)
        elif changed and self.dialog is not None:
            # What the look under way has not come to is looked at as well.
            unplanned = (d for d in self._waiting if d not in self._plans)
            self._plan_again(tuple(dict.fromkeys((*changed, *unplanned))), fresh=True)

    def tokens_changed(self, event: TokenEvent) -> None:
        """Forget a PIN that was being typed when its token goes; look again when one comes."""
        from signing.token.watch import EventKind

        dialog, chosen = self.dialog, self._planning.chosen
        if dialog is None or self._run.drafts or not self._waiting or event.token is None:
            return
        meant = chosen is not None and event.token.serial == chosen[0]
        if event.kind is EventKind.REMOVED and meant:
            # Without plans nothing can be signed; the token's return makes them anew.
            self._plans = {}
            self._planning.gone = True
            lack = rows.trouble(TokenRemoved(), self._station.messages, signing=self._unsigned())
            dialog.show_token(TokenView(lack=lack))
            self._refresh()
        elif event.kind is not EventKind.PRESENT and not self._plans:
            self._planning.chosen = chosen if meant else None
            self._refresh()

    # -- signing -----------------------------------------------------------------------------

    def _sign(self, drafts: tuple[str, ...], pin: bytearray) -> None:
        from eqaror_desktop.flows.batch import BatchItem
        from sync.attempts import Consent

        if not self._plans.keys() >= set(drafts):
            # The token went in this very moment.
            pin[:] = bytes(len(pin))
            self._ended(TokenRemoved())
            return
        # A look under way is about documents that are not signed now; they are looked at after.
        self._planning.stop()
        items = []
        for draft in drafts:
            row = self._rows[draft]
            consent = Consent(row.opened, row.pages_seen, row.pages)
            items.append(BatchItem(self._plans[draft], consent))
        self._run.begin(items, self._name, pin)
        self._station.work_moved.emit()

    def _show_progress(self, told: Progress) -> None:
        result = told.result
        state = BatchState(result.state.value)
        if isinstance(result.error, AlreadySigned):
            # In a dialog of its own, beside this one.
            state = BatchState.DONE
        if result.error is not None:
            self._errors[result.draft] = result.error
        if result.entry is not None:
            self._keys[result.draft] = result.entry.key
        row = replace(
            self._rows[result.draft],
            state=state,
            step=rows.steps()[told.step] if told.step else None,
            problem=self._why(result.error),
        )
        self._show(row)
        self._station.work_moved.emit()

    def _why(self, error: BaseException | None) -> str:
        if error is None:
            return ""
        messages = self._station.messages
        done = isinstance(error, AlreadySigned)
        return messages.error(error).what if done else rows.sentence(error, messages)

    def _say_again(self) -> None:
        """Say what is not of this dialog's own words in the language of now."""
        dialog = self.dialog
        if dialog is None or self._run.drafts:
            return
        for draft, error in self._errors.items():
            self._show(replace(self._rows[draft], problem=self._why(error)))
        if self._error is not None and not dialog.trouble.isHidden():
            dialog.trouble.show_trouble(self._trouble(self._error))
        self.synced()
        self._refresh()

    def _trouble(self, error: BaseException) -> Trouble:
        return rows.trouble(
            error, self._station.messages, beside_pin=True, signing=self._unsigned()
        )

    def _unsigned(self) -> bool:
        """Whether nothing was signed; each row tells its own, and no word may deny it."""
        begun = {BatchState.SIGNED, BatchState.UNKNOWN}
        return begun.isdisjoint(row.state for row in self._rows.values())

    def _ended(self, error: BaseException | None) -> None:
        self._tell_station()
        self._station.work_moved.emit()
        self._station.attempt_ended.emit()
        if error is None or isinstance(error, Cancelled):
            if self.dialog is not None:
                self.dialog.show_stopped()
            self._look_after_run()
            return
        self._error = error
        if self.dialog is not None:
            self.dialog.show_trouble(self._trouble(error), attempts_after(error))
        if isinstance(error, TokenError):
            # Which tokens are there, and what can be signed with them, is found out anew.
            self._planning.gone = isinstance(error, TokenRemoved)
            self._plans = {}
        self._look_after_run()

    def _look_after_run(self) -> None:
        """Find out what a run left open: what changed meanwhile, and how many PINs are left."""
        unplanned = (d for d in self._waiting if d not in self._plans)
        changed = (d for d in self._waiting if d in self._again)
        left = tuple(dict.fromkeys((*unplanned, *changed)))
        self._again = set()
        if self.dialog is None:
            return
        if left:
            self._plan_again(left, fresh=bool(self._plans))
        elif self._waiting:
            self._planning.look_at_token()

    def _tell_station(self) -> None:
        if self._keys:
            self._station.drafts_changed.emit()
            self._station.sync_wanted.emit()

    def _closed(self) -> None:
        self._run.stop()
        self._planning.stop()
        self._missing.stop()
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _ask_pin(self, number: int) -> None:
        if self.dialog is None:
            self._run.pins.refuse()
        else:
            self.dialog.ask_pin(number)

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
            elif entry.done_elsewhere:
                problem = rows.refusal(entry, self._station.messages)
                self._show(replace(row, state=BatchState.DONE, problem=problem))
            elif entry.state is OutboxState.REFUSED:
                problem = rows.refusal(entry, self._station.messages)
                self._show(replace(row, state=BatchState.FAILED, problem=problem))
