"""Agreeing and objecting: the officer's certificate, the remark, the PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.kept_words import KeptWords
from eqaror_desktop.desktop.key_look import KeyLook, look_for_key
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.signing_in import attempts_after, ends_quietly
from eqaror_desktop.desktop.station import Station
from signing.errors import DraftChanged, TokenRemoved
from sync.entries import OutboxEntry
from sync.wire import Answer, Draft
from ui.agree_dialog import AgreeDialog
from ui.close_question import Work, WorkKind
from ui.rows import TokenView

if TYPE_CHECKING:
    from eqaror_desktop.flows.key_plan import KeyPlan
    from signing.token.watch import TokenEvent


class Answering(QObject):
    """One answer at a time."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._words = KeptWords(station)
        self.dialog: AgreeDialog | None = None
        self._draft: Draft | None = None
        self._chosen: tuple[str, str] | None = None
        self._gone = False
        self._plan: KeyPlan | None = None
        self._cancelled = False
        self._answers = False
        station.pin_cured.connect(self._look_again)

    @property
    def under_way(self) -> Work | None:
        """What must not be cut off, if anything."""
        return Work(WorkKind.ANSWER) if self._answers else None

    def give_up(self) -> None:
        """Wait for the reader's keys no longer; what is being signed is finished."""
        if self.dialog is not None and self.dialog.busy and self.dialog.countdown.left:
            self._stop()

    def begin(self, draft: Draft, *, objecting: bool) -> None:
        """Open the dialog and look for the person's certificate."""
        if self.dialog is not None:
            return
        station = self._station
        view = rows.draft_view(draft, None, (), None, station.messages)
        answer = Answer.OBJECTED if objecting else Answer.AGREED
        dialog = AgreeDialog(view, None, answer, station.window)
        dialog.answer_requested.connect(self._answer)
        dialog.certificate_chosen.connect(self._choose)
        dialog.refresh_requested.connect(self._look)
        dialog.cancel_requested.connect(self._stop)
        dialog.finished.connect(self._closed)
        dialog.trouble.cure_wanted.connect(self._station.pin_cure_wanted)
        self._draft, self.dialog = draft, dialog
        self._chosen, self._plan, self._gone = None, None, False
        dialog.open()
        self._look()
        self._words.follow(draft, dialog)
        self._count_unsent(draft, dialog)

    def _count_unsent(self, draft: Draft, dialog: AgreeDialog) -> None:
        """Tell of remarks that the answer would leave behind: the registry takes none after it."""
        summary, review = draft.summary, self._station.application.review

        def work(_tell: Tell) -> int:
            return review.unsent(summary)

        def done(count: int) -> None:
            if self.dialog is dialog:
                dialog.show_unsent(count)

        self._station.lanes.start(Lane.KEEPING, work, done, self._station.show_error)

    def _look_again(self) -> None:
        if self.dialog is not None and not self.dialog.busy:
            self._look()

    def _look(self) -> None:
        application, messages = self._station.application, self._station.messages
        serial, certificate = self._chosen or (None, None)
        gone = self._gone

        def ask() -> KeyPlan:
            return application.desk.plan_answer(serial, certificate=certificate)

        def work(_tell: Tell) -> KeyLook:
            return look_for_key(application, messages, ask, gone=gone)

        self._station.lanes.start(
            Lane.TOKEN, work, self._show_token, self._failed, topic="officer"
        )

    def _choose(self, serial: str, certificate: str) -> None:
        self._chosen = (serial, certificate)
        self._look()

    def _closed(self) -> None:
        self._words.leave()
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _show_token(self, found: KeyLook) -> None:
        if self.dialog is not None and not self.dialog.busy:
            self._plan = found.plan
            self._gone = self._gone and found.plan is None
            self.dialog.show_token(found.shown)

    def tokens_changed(self, event: TokenEvent) -> None:
        """Follow what is put in and pulled out while the dialog is open."""
        from signing.token.watch import EventKind

        dialog, plan, token = self.dialog, self._plan, event.token
        if dialog is None or dialog.busy or event.kind is EventKind.PRESENT:
            return
        removed = event.kind is EventKind.REMOVED and token is not None
        if removed and plan is not None and token and token.serial == plan.token.serial:
            self._plan, self._gone = None, True
            self._chosen = (plan.token.serial, plan.facts.fingerprint)
            lack = rows.trouble(TokenRemoved(), self._station.messages)
            dialog.show_token(TokenView(lack=lack))
        elif plan is not None:
            # Whatever else is put in: what is on the screen stays what is meant.
            self._chosen = (plan.token.serial, plan.facts.fingerprint)
        elif self._chosen and token and token.serial != self._chosen[0]:
            self._chosen = None
        self._look()

    def _stop(self) -> None:
        plan, tokens = self._plan, self._station.application.tokens
        if plan is None:
            return
        self._cancelled = True

        def work(_tell: Tell) -> None:
            tokens.interrupt(plan.token.serial)

        # Not in the token's lane: that one waits for the reader, and this is what ends it.
        self._station.lanes.start(Lane.READING, work, self._stopped, self._station.show_error)

    def _stopped(self, _nothing: None) -> None:
        """The lane that waited tells the end itself."""

    def _answer(self, answer: Answer, remark: str, pin: bytearray) -> None:
        draft, plan = self._draft, self._plan
        if draft is None or plan is None:
            pin[:] = bytes(len(pin))
            return
        self._cancelled = False
        self._move(answers=True)

        def work(_tell: Tell) -> OutboxEntry:
            summary = draft.summary
            return self._station.application.desk.answer(
                summary.id,
                answer,
                remark,
                plan.token.serial,
                pin,
                certificate=plan.facts.fingerprint,
                shown=summary.version_digest,
            )

        self._station.lanes.start(Lane.TOKEN, work, self._done, self._not_answered)

    def _move(self, *, answers: bool) -> None:
        self._answers = answers
        self._station.work_moved.emit()

    def _not_answered(self, error: BaseException) -> None:
        self._move(answers=False)
        self._failed(error)
        self._station.attempt_ended.emit()

    def _done(self, _entry: OutboxEntry) -> None:
        self._move(answers=False)
        if self.dialog is not None:
            self.dialog.show_done()
        self._station.window.tell(self._station.messages.text("words", "answer_kept"))
        self._station.drafts_changed.emit()
        self._station.sync_wanted.emit()

    def _failed(self, error: BaseException) -> None:
        if self.dialog is None:
            return
        if ends_quietly(error, cancelled=self._cancelled):
            self.dialog.done(AgreeDialog.DialogCode.Rejected)
            return
        if isinstance(error, DraftChanged):
            self.dialog.close_for_newer_version()
            self._station.drafts_changed.emit()
            return
        trouble = rows.trouble(error, self._station.messages, beside_pin=True)
        self.dialog.show_trouble(trouble, attempts_after(error))

    def newer_version(self, draft: Draft) -> None:
        """Let nothing be answered in the dialog if what it shows is no longer what is there."""
        asked = self._draft
        if self.dialog is None or asked is None or asked.summary.id != draft.summary.id:
            return
        if asked.summary.version_digest != draft.summary.version_digest:
            self.dialog.close_for_newer_version()
