"""Signing one draft: what, who, the checks, the PIN, the steps, and how it ended."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from signing.errors import AttemptsLeft
from sync.wire import DraftState
from ui import words
from ui.base import Text, button
from ui.clamped import ClampedText
from ui.close_question import WorkKind
from ui.rows import CheckState, SignPlan, SignResult, Step, TokenView, Trouble
from ui.screen_room import low
from ui.sign_result import ResultPage
from ui.sign_running import NO_WAY_BACK, RunningPage
from ui.signer_dialog import columns
from ui.stepped_dialog import SteppedDialog
from ui.strange_text import tip
from ui.voice import voice

_WIDTH, _HEIGHT, _AROUND = 860, 560, 120
"""Pixels of the whole window, and of its margins and buttons alone."""


class SignDialog(SteppedDialog):
    """Shows a plan; once it is signed it waits for what the registry says."""

    pin_given = Signal(object)
    """The PIN, for a key that wants it again before each signature."""
    next_requested = Signal()
    """This one is done; the next one that waits for a signature is to be opened."""

    _KIND, _FIRST, _LOGIN, _NO_WAY_BACK = WorkKind.SIGNATURE, Step.TOKEN, Step.TOKEN, NO_WAY_BACK

    def __init__(self, plan: SignPlan, parent: QWidget | None = None) -> None:
        super().__init__(parent, ahead=False, all_checks=True)
        self._plan, self._token = plan, plan.token
        self._newer = False
        self._asking = False
        self._left = 0
        self._page = page = RunningPage(self.countdown)
        self.again_note, self.again = page.again_note, page.again
        self.again.changed.connect(self._enable)
        self.again.entered.connect(self._give_pin)
        self._end = end = ResultPage(plan.title, self.scrolling)
        self.ended_symbol, self.ended_title, self.ended_text = end.symbol, end.title, end.text
        self.go_on = button("main")
        self.go_on.clicked.connect(self._give_pin)
        self.next = button()
        self.next.clicked.connect(self._wish_next)
        pages = (self._make_review(), page, end)
        self._put_together(pages, (_WIDTH, _HEIGHT), first=(self.next,), later=(self.go_on,))

    def _make_review(self) -> QWidget:
        self.title = ClampedText("big")
        self.about = Text("soft")
        self.contents = Text()
        self.digest_caption = Text("heading")
        self.digest = Text("code", selectable=True)
        self.checks_caption = Text("heading")
        left, right = QVBoxLayout(), QVBoxLayout()
        what = (self.digest_caption, self.digest, self.signer_caption, self.chooser)
        for side, widgets in ((left, what), (right, (self.checks_caption, self.checks))):
            side.setSpacing(8)
            for widget in widgets:
                side.addWidget(widget)
            side.addStretch(1)
        inner = QVBoxLayout()
        inner.setSpacing(6)
        for widget in (self.about, self.contents):
            inner.addWidget(widget)
        inner.addSpacing(8)
        inner.addLayout(columns(left, right), 1)
        return self._review_page(self.title, inner=inner, below=())

    # -- slots ----------------------------------------------------------------------------

    def show_plan(self, plan: SignPlan) -> None:
        """Show the same draft's plan again, e.g. with another certificate."""
        self._tell_ended(plan.token)
        self._plan = plan
        self._fill()
        self.show_token(plan.token)
        if self.reviewing and self.pin.isVisible() and not self.chooser.list.hasFocus():
            self.pin.setFocus()

    def _tell_ended(self, token: TokenView) -> None:
        """Say what has come of checks that ran: the keys are elsewhere, and nothing else tells."""
        ran = [item.name for item in self._token.checks if item.state is CheckState.RUNNING]
        tells = (CheckState.BAD, CheckState.WARNING)
        told = [item for item in token.checks if item.name in ran and item.state in tells]
        for item in told:
            voice().say(f"{item.name}: {words.check_state(item.state)}. {item.reason}")
        if ran and token.allowed and not told:
            voice().say(self.tr("Everything has been checked; it can be signed."), self)

    def show_lack(self, lack: Trouble) -> None:
        """Say why there is nothing to sign with now, e.g. because the token was pulled out."""
        self.show_plan(replace(self._plan, token=TokenView(lack=lack)))

    def show_checking(self) -> None:
        """Show that everything is being checked again; until then nothing can be signed."""
        self.show_plan(replace(self._plan, token=self._plan.token.waiting()))

    def show_looked_at(self, annex: int, page: int) -> None:
        """Show how far the documents are checked.

        Args:
            annex: its number; 0 is the text.
            page: of it, from 1.
        """
        if annex:
            place = self.tr("Annex {0}, page {1}").format(annex, page)
        elif self._plan.pages:
            place = self.tr("Page {0} of {1}").format(page, self._plan.pages)
        else:
            place = self.tr("Page {0}").format(page)
        self.checks.show_progress(place)

    def _show_token(self) -> None:
        self.checks_caption.setVisible(bool(self._token.checks))
        chosen = self._token.chosen
        if chosen is not None:
            self.again.show_attempts(chosen.attempts, chosen.tries)
        super()._show_token()

    def ask_pin(self, number: int) -> None:
        """Ask for the PIN again: the key wants it before each signature.

        Args:
            number: which signature it is for, from 1.
        """
        self._ask_again(number)
        self.again.setFocus()

    def _ask_again(self, number: int) -> None:
        self._asking = number > 0
        self._page.show_asking(number)
        self._enable()

    def _forget(self) -> None:
        super()._forget()
        self._ask_again(0)

    def _show_accepted(self) -> None:
        super()._show_accepted()
        self.again.show_accepted()

    def show_step(self, step: StrEnum) -> None:
        """Show which step is being done."""
        self._ask_again(0)
        super().show_step(step)

    def show_result(self, result: SignResult) -> None:
        """Show that it ended well."""
        self._end.show_result(result)
        self._show_page(self._ended)

    def show_left(self, count: int) -> None:
        """Offer the next one; ``count`` others wait for this person's signature."""
        self._left = count
        self._name_next()

    def _name_next(self) -> None:
        self.next.setText(self.tr("Next to sign: %n left", "", self._left))
        self.next.setVisible(self._left > 0 and self._stack.currentWidget() is self._ended)

    def _wish_next(self) -> None:
        self.accept()
        self.next_requested.emit()

    def show_refusal(self, reason: str) -> None:
        """Show that the registry refused the package, and why."""
        self._end.show_refusal(reason)
        self._show_page(self._ended)

    def show_trouble(self, trouble: Trouble, attempts: AttemptsLeft | None = None) -> None:
        """Go back to the review with what happened; nothing was signed.

        Args:
            trouble: what happened and what to do.
            attempts: what the token says now about tries left, when it said so.
        """
        self.title.clamp(1 if low(self) else 2)
        super().show_trouble(trouble, attempts)

    def fit(self) -> None:
        super().fit()
        # Who types a PIN again sees what is signed and by whom: these before all else.
        name, port = self.chooser.card.name, self.area.viewport()
        end = name.mapTo(port, name.rect().bottomLeft()).y()
        if self.trouble.isVisible() and end > port.height():
            self.area.verticalScrollBar().setValue(self.digest_caption.y())

    def close_for_newer_version(self) -> None:
        """Say that the draft has changed; this dialog can no longer sign anything."""
        if self._step in NO_WAY_BACK or self._end.result is not None:
            return
        self._end.show_newer()
        self._over()

    def close_for_state(self, state: DraftState) -> None:
        """Say that nobody is asked to sign it any more; for a dialog in which nothing began."""
        self._end.show_state(state)
        self._over()

    def _over(self) -> None:
        self.pin.forget()
        self._newer = True
        self.end_question()
        self._show_page(self._ended)

    # -- filling --------------------------------------------------------------------------

    def retranslate(self) -> None:
        super().retranslate()
        self.setWindowTitle(self.tr("Sign"))
        self.digest_caption.setText(self.tr("Digest of what will be signed"))
        self.checks_caption.setText(self.tr("Checks"))
        self.sign.setText(self.tr("Sign"))
        self.go_on.setText(self.tr("Go on"))
        self._name_next()
        self._fill()

    def _fill(self) -> None:
        plan = self._plan
        self.title.show_text(plan.title)
        self.about.setText(
            f"{words.draft_type(plan.type)} · {plan.authority} · "
            + self.tr("version {0}").format(plan.version)
        )
        pages = self.tr("%n page(s)", "", plan.pages)
        annexes = self.tr("%n annex(es)", "", len(plan.annexes))
        self.contents.setText(f"{pages}, {annexes}")
        annexes = "\n".join(f"{annex.number}. {annex.title}" for annex in plan.annexes)
        self.contents.setToolTip(tip(annexes))
        self.digest.setText(words.digest_lines(plan.version_digest))
        self._enable()

    def _fill_running(self) -> None:
        super()._fill_running()
        late = self._step in NO_WAY_BACK
        self.cancel.setText(self.tr("Close") if late else self.tr("Cancel"))

    def _show_page(self, page: QWidget) -> None:
        super()._show_page(page)
        self._name_next()
        if page is self._ended:
            # A few words in a window as high as the review look as if something were missing.
            needed = self._end.needed(self.width()) + _AROUND
            self.resize(self.width(), min(self.height(), max(_HEIGHT, needed)))

    def _enable(self) -> None:
        super()._enable()
        running = self._stack.currentWidget() is self._running
        self.go_on.setVisible(running and self._asking)
        self.go_on.setEnabled(self._asking and self.again.filled)

    def _choose(self) -> None:
        current, checks = self.chooser.current, self._token.checks
        if current is not None and not current.usable:
            # Why not stands on its card; what was checked is of another.
            checks = ()
        elif not self._ready:
            checks = self._token.waiting().checks
        self.checks_caption.setVisible(bool(checks))
        self.checks.show_checks(checks)
        super()._choose()

    def _give_pin(self) -> None:
        if self._asking and self.again.filled:
            pin = self.again.take()
            self._ask_again(0)
            self.pin_given.emit(pin)

    @property
    def _stoppable(self) -> bool:
        return super()._stoppable and not self._newer and self._end.result is None

    @property
    def _settled(self) -> bool:
        # What is kept is sent without this dialog.
        return not self._stoppable
