"""Signing one draft: the plan, the PIN, the steps, and the registry's answer."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from eqaror_desktop.desktop import rows, token_rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.pin_asking import PinTalk
from eqaror_desktop.desktop.signing_in import attempts_after, ends_quietly
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.errors import SeveralCertificates, SeveralTokens
from eqaror_desktop.findings import SESSION
from signing.errors import (
    AlgorithmRefused,
    CertificateError,
    DraftChanged,
    TokenError,
    TokenRemoved,
)
from sync.attempts import Consent
from sync.cancel import Cancelled, check
from sync.entries import OutboxEntry, OutboxState
from sync.errors import SessionExpired
from sync.wire import Action, Draft
from ui.close_question import Work, WorkKind
from ui.rows import Group, SignPlan, SignResult, Step
from ui.sign_dialog import SignDialog
from ui.sign_running import NO_WAY_BACK

if TYPE_CHECKING:
    from eqaror_desktop.flows.plans import SigningPlan
    from eqaror_desktop.flows.signing import Step as FlowStep
    from signing.token.watch import TokenEvent

NO_CERTIFICATE = (
    TokenError,
    CertificateError,
    AlgorithmRefused,
    SeveralTokens,
    SeveralCertificates,
)
"""Why there is no certificate to sign with; all of it is cured in the open dialog."""
_OFTEN = 0.2
"""Seconds after which it is told anew which page is looked at."""


@dataclass(frozen=True)
class _Found:
    """What was found out for the dialog; ``plan`` is None while no certificate is meant."""

    draft: Draft
    shown: SignPlan
    plan: SigningPlan | None

    @property
    def session_ended(self) -> bool:
        """Whether the registry could not be asked because the sign-in to it had ended."""
        return self.plan is not None and any(item.case == SESSION for item in self.plan.checks)


class Signing(QObject):
    """One sign dialog at a time."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self.dialog: SignDialog | None = None
        self._draft: Draft | None = None
        self._shown = ""
        self._awaited = ""
        """The draft whose dialog is to be opened when its plan comes."""
        self._chosen: tuple[str, str] | None = None
        self._gone = False
        self._plan: SigningPlan | None = None
        self._pins = PinTalk(self)
        self._pins.wanted.connect(self._ask_pin)
        station.pin_cured.connect(self._refresh)
        self._entry: OutboxEntry | None = None
        self._cancel = threading.Event()
        self._looked = threading.Event()
        """Set when nobody waits any more for what is being found out."""
        self._signing_began = False
        self._step: Step | None = None
        """Of the signature under way; None when there is none."""

    @property
    def under_way(self) -> Work | None:
        """What must not be cut off, if anything."""
        if self._step is None:
            return None
        kept = self._step in NO_WAY_BACK
        return Work(WorkKind.KEEPING if kept else WorkKind.SIGNATURE)

    def give_up(self) -> None:
        """Stop the signature under way, where that is still possible."""
        if self._step is not None:
            self._stop()

    def begin(self, draft: str, shown: str) -> None:
        """Ask the token and the registry what stands against signing, then show it.

        Args:
            draft: its id.
            shown: the version digest of what is on the screen; nothing else is signed.
        """
        if self.dialog is not None:
            return
        self._chosen, self._shown, self._gone = None, shown, False
        self._awaited = draft
        # Remarks that were begun are told of, down to the last letters.
        self._station.window.side.remarks.editor.text.tell_now()
        self._station.window.bar.show_asking(asking=True)
        self._look(draft, fresh=True)

    def _look(self, draft: str, *, fresh: bool) -> None:
        """Find out what is on the tokens, and plan with the certificate that is meant."""
        application, messages = self._station.application, self._station.messages
        shown, chosen, gone = self._shown, self._chosen, self._gone
        serial, certificate = chosen or (None, None)
        self._looked.set()
        self._looked = threading.Event()
        self._station.lanes.drop("examined")

        def seen(plan: SigningPlan | None, error: BaseException | None = None) -> _Found:
            found = plan.draft if plan else application.draft(draft)
            view = token_rows.token_view(
                application.offer(pinfl=found.signer.pinfl),
                messages,
                chosen=(plan.token.serial, plan.facts.fingerprint) if plan else None,
                checks=plan.checks if plan else (),
                error=error,
            )
            pages = self._station.window.pages_of(found.text.sha256)
            return _Found(found, token_rows.sign_plan(found, pages, view), plan)

        def work(_tell: Tell) -> _Found:
            try:
                plan = application.desk.plan_signing(
                    draft,
                    serial,
                    certificate=certificate,
                    shown=shown,
                    fresh=fresh,
                    wait=False,
                )
            except NO_CERTIFICATE as reason:
                return seen(None, token_rows.absence(reason, gone=gone))
            return seen(plan)

        self._station.lanes.start(
            Lane.TOKEN, work, self._show_plan, self._not_planned, topic="plan"
        )

    def _examine(self, found: _Found) -> None:
        """Have examined what was never examined: not where others wait for the token."""
        plan = found.plan
        if plan is None or not plan.waits:
            return
        station, waiting = self._station, plan
        looked, stopping = self._looked, station.lanes.stopping

        def pulse() -> None:
            check(looked)
            check(stopping)

        def work(tell: Tell) -> _Found:
            told = 0.0

            def progress(annex: int, page: int) -> None:
                nonlocal told
                if monotonic() - told > _OFTEN:
                    told = monotonic()
                    tell((annex, page))

            whole = station.application.desk.examined(waiting, pulse, progress)
            checks = token_rows.check_rows(whole.checks, station.messages)
            token = replace(found.shown.token, checks=checks)
            return replace(found, shown=replace(found.shown, token=token), plan=whole)

        station.lanes.start(
            *(Lane.EXAMINING, work, self._show_plan, self._not_planned),
            told=self._show_looked_at,
            topic="examined",
        )

    def _show_looked_at(self, place: tuple[int, int]) -> None:
        if self.dialog is not None:
            self.dialog.show_looked_at(*place)

    def _not_planned(self, error: BaseException) -> None:
        self._awaited = ""
        self._station.window.bar.show_asking(asking=False)
        if isinstance(error, Cancelled):
            return
        if isinstance(error, DraftChanged):
            self._station.newer_version.emit()
        else:
            self._station.show_error(error)

    def _show_plan(self, found: _Found) -> None:
        self._station.window.bar.show_asking(asking=False)
        awaited, self._awaited = self._awaited, ""
        if self.dialog is not None:
            if self._draft is not None and self.dialog.reviewing:
                self._draft, self._plan = found.draft, found.plan
                self._gone = self._gone and found.plan is None
                self.dialog.show_plan(found.shown)
                self._examine(found)
            return
        if not awaited or awaited != self._station.window.open_draft:
            # Closed while it looked once more, or left for another draft: what is being typed
            # there by now must not land in the field of a PIN.
            self._looked.set()
            return
        self._draft, self._plan, self._entry = found.draft, found.plan, None
        dialog = SignDialog(found.shown, self._station.window)
        dialog.sign_requested.connect(self._sign)
        dialog.pin_given.connect(self._pins.give)
        dialog.cancel_requested.connect(self._stop)
        dialog.certificate_chosen.connect(self._choose)
        dialog.refresh_requested.connect(self._refresh)
        dialog.next_requested.connect(self._open_next)
        dialog.finished.connect(self._closed)
        dialog.trouble.cure_wanted.connect(self._station.pin_cure_wanted)
        self.dialog = dialog
        # In a turn of its own: making it and drawing it take half of what a turn may.
        QTimer.singleShot(0, dialog, dialog.open)
        self._examine(found)
        if found.session_ended:
            ended = SessionExpired()
            self._station.tell_session_ended()
            dialog.show_trouble(rows.trouble(ended, self._station.messages))

    def _choose(self, serial: str, certificate: str) -> None:
        self._chosen = (serial, certificate)
        self._refresh()

    def _refresh(self) -> None:
        if self._draft is not None:
            self._look(self._draft.summary.id, fresh=False)

    def tokens_changed(self, event: TokenEvent) -> None:
        """Follow what is put in and pulled out, while nothing is being signed."""
        from signing.token.watch import EventKind

        dialog, plan = self.dialog, self._plan
        if dialog is None or not dialog.reviewing or event.kind is EventKind.PRESENT:
            return
        gone = event.kind is EventKind.REMOVED and event.token is not None
        if gone and event.token and plan and plan.token.serial == event.token.serial:
            # At once; what is on other tokens, and a plan under way, come after it.
            self._plan, self._gone = None, True
            self._chosen = (plan.token.serial, plan.facts.fingerprint)
            dialog.show_lack(rows.trouble(TokenRemoved(), self._station.messages))
        elif plan is not None:
            # Whatever else is put in: what is on the screen stays what is meant.
            self._chosen = (plan.token.serial, plan.facts.fingerprint)
        elif self._chosen and event.token and event.token.serial != self._chosen[0]:
            self._chosen = None
        self._refresh()

    def _ask_pin(self, number: int) -> None:
        if self.dialog is None:
            self._pins.refuse()
        else:
            self.dialog.ask_pin(number)

    def _closed(self) -> None:
        self._looked.set()
        self._entry = None
        self._draft = None
        self._pins.refuse()
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    @property
    def _others(self) -> tuple[str, ...]:
        """What else waits for this person's signature, in the order of the list."""
        signed = self._plan.draft.summary.id if self._plan is not None else ""
        waiting = self._station.window.drafts.model.shown_of(Group.TO_SIGN)
        return tuple(draft for draft in waiting if draft != signed)

    def _open_next(self) -> None:
        others = self._others
        if others:
            self._station.window.drafts.choose(others[0])
            self._station.window.draft_opened.emit(others[0])

    def _stop(self) -> None:
        self._cancel.set()
        self._pins.refuse()
        plan, tokens = self._plan, self._station.application.tokens
        if plan is None or not plan.token.protected_path or self._signing_began:
            return

        def work(_tell: Tell) -> None:
            tokens.interrupt(plan.token.serial)

        # Not in the token's lane: that one waits for the reader, and this is what ends it.
        self._station.lanes.start(Lane.READING, work, self._stopped, self._station.show_error)

    def _stopped(self, _nothing: None) -> None:
        """The lane that waited tells the end itself."""

    def _sign(self, pin: bytearray) -> None:
        plan = self._plan
        if plan is None:
            pin[:] = bytes(len(pin))
            return
        self._pins.begin()
        self._move(Step.TOKEN)
        cancel = self._cancel = threading.Event()
        self._signing_began = False
        application, window = self._station.application, self._station.window
        text = plan.draft.text.sha256
        # Only the version that was opened can be planned here; how far it was read is noted.
        consent = Consent(True, window.document.pages_seen(text), window.pages_of(text))

        def work(tell: Tell) -> OutboxEntry:
            def progress(_plan: SigningPlan, step: FlowStep) -> None:
                # Told before each step; from KEEP on a signature exists that must not be lost.
                if cancel.is_set():
                    raise Cancelled
                tell(rows.steps()[step])

            (signed,) = application.desk.sign(
                [plan], pin, progress, consents=[consent], ask_pin=self._pins.ask
            )
            if signed.entry is None:
                raise signed.error or Cancelled
            return signed.entry

        self._station.lanes.start(
            Lane.TOKEN, work, self._signed, self._failed, told=self._show_step
        )

    def _move(self, step: Step | None) -> None:
        self._step = step
        self._station.work_moved.emit()

    def _show_step(self, step: Step) -> None:
        self._signing_began = step is not Step.TOKEN
        if self.dialog is not None:
            self.dialog.show_step(step)
        self._move(step)

    def _signed(self, entry: OutboxEntry) -> None:
        self._entry = entry
        if self.dialog is not None:
            self.dialog.show_step(Step.SEND)
        self._move(None)
        self._station.drafts_changed.emit()
        self._station.sync_wanted.emit()

    def _failed(self, error: BaseException) -> None:
        self._pins.refuse()
        dialog = self.dialog
        if dialog is not None:
            if ends_quietly(error, cancelled=self._cancel.is_set()):
                dialog.done(SignDialog.DialogCode.Rejected)
            else:
                trouble = rows.trouble(error, self._station.messages, beside_pin=True)
                dialog.show_trouble(trouble, attempts_after(error))
                self._check_again(error)
        self._move(None)
        self._station.attempt_ended.emit()

    def _check_again(self, error: BaseException) -> None:
        """Plan anew: what was checked before the token was asked is no longer true of it."""
        if self._plan is None or self.dialog is None:
            return
        self._gone = self._gone or isinstance(error, TokenRemoved)
        self._chosen = (self._plan.token.serial, self._plan.facts.fingerprint)
        if self._signing_began:
            self.dialog.show_checking()
        self._refresh()

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
        dialog.show_left(len(self._others))
        if entry.state is OutboxState.REFUSED:
            message = rows.refusal(entry, self._station.messages)
            dialog.show_refusal(message)
        elif registration is not None:
            dialog.show_result(
                SignResult(registration.number, registration.date, registration.url)
            )
        else:
            unconfirmed = entry.state in (OutboxState.UNCONFIRMED, OutboxState.SENDING)
            messages = self._station.messages
            waits = messages.refusal(entry.code, entry.kind) if entry.code else ""
            sign_in = self._station.window.tools.wants_sign_in
            dialog.show_result(SignResult(unconfirmed=unconfirmed, waits=waits, sign_in=sign_in))

    def newer_version(self, draft: Draft) -> None:
        """Close the dialog for signing if what it shows is no longer what is there or asked."""
        asked, now = self._draft, draft.summary
        if self.dialog is None or asked is None or asked.summary.id != now.id:
            return
        if asked.summary.version_digest != now.version_digest:
            self.dialog.close_for_newer_version()
        elif Action.SIGN not in now.actions and self.dialog.reviewing:
            self.dialog.close_for_state(now.state)
