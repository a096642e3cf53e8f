"""Signing one draft: what, who, the checks, the PIN, the steps, and how it ended."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from signing.errors import AttemptsLeft
from ui import words
from ui.base import Text, button, row
from ui.cards import CheckList
from ui.certificate_chooser import CertificateChooser
from ui.clamped import ClampedText
from ui.close_question import StoppableDialog, Work, WorkKind
from ui.pin_field import PinField
from ui.rows import CertificateRow, SignPlan, SignResult, Step, TokenView, Trouble
from ui.screen_room import low, room
from ui.sign_result import ResultPage
from ui.sign_running import NO_WAY_BACK, RunningPage
from ui.trouble_panel import TroublePanel

_WIDTH, _HEIGHT, _AROUND = 860, 560, 120
"""Pixels of the whole window, and of its margins and buttons alone."""
_LETTERS = 100
"""In the width of a window with large letters, where the screen has it."""


class SignDialog(StoppableDialog):
    """The application fills it, signs, and tells it the steps; it asks only for the PIN."""

    sign_requested = Signal(object)
    """Carries the PIN as a bytearray; whoever receives it wipes it."""
    pin_given = Signal(object)
    """The same, for a key that wants the PIN again before each signature."""
    cancel_requested = Signal()
    """While steps run and nothing is in the outbox yet."""
    certificate_chosen = Signal(str, str)
    """Another certificate is meant: its token's serial number and its identifier."""
    refresh_requested = Signal()
    """Look for tokens again."""
    next_requested = Signal()
    """This one is done; the next one that waits for a signature is to be opened."""

    def __init__(self, plan: SignPlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._step: Step | None = None
        self._newer = False
        self._asking = False
        self._stopping = False
        self._stack = QStackedLayout()
        self._review = self._make_review()
        self._running = self._make_running()
        self._ended = ended = ResultPage(plan.title)
        self.ended_symbol, self.ended_title, self.ended_text = (
            ended.symbol,
            ended.title,
            ended.text,
        )
        for page in (self._review, self._running, self._ended):
            self._stack.addWidget(page)
        self.cancel = button()
        self.cancel.clicked.connect(self._stop)
        self.sign = button("main")
        self.sign.clicked.connect(self._wish_to_sign)
        self.go_on = button("main")
        self.go_on.clicked.connect(self._give_pin)
        self.close_button = button("main")
        self.close_button.clicked.connect(self.accept)
        self._left = 0
        self.next = button()
        self.next.clicked.connect(self._wish_next)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(14)
        whole.addLayout(self._stack, 1)
        whole.addLayout(
            row(None, self.next, self.cancel, self.sign, self.go_on, self.close_button)
        )
        wished = max(_WIDTH, _LETTERS * self.fontMetrics().averageCharWidth())
        self.resize(min(wished, room(self).width()), _HEIGHT)
        self.retranslate()
        self._show_token()
        self._show_page(self._review)
        self.pin.setFocus()

    # -- making ---------------------------------------------------------------------------

    def _make_review(self) -> QWidget:
        self.title = ClampedText("big")
        self.about = Text("soft")
        self.contents = Text()
        self.digest_caption = Text("heading")
        self.digest = Text("code", selectable=True)
        self.certificate_caption = Text("heading")
        self.chooser = CertificateChooser()
        self.chooser.current_changed.connect(self._choose)
        self.chooser.refresh_requested.connect(self.refresh_requested)
        self.checks_caption = Text("heading")
        self.checks = CheckList()
        self.trouble = TroublePanel()
        self.trouble.hide()
        self.pin = PinField()
        self.pin.changed.connect(self._enable)
        self.pin.entered.connect(self._wish_to_sign)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(8)
        for widget in (self.digest_caption, self.digest, self.certificate_caption):
            left.addWidget(widget)
        left.addWidget(self.chooser)
        left.addStretch(1)
        right.addWidget(self.checks_caption)
        right.addWidget(self.checks)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(6)
        for widget in (self.about, self.contents):
            layout.addWidget(widget)
        layout.addSpacing(8)
        layout.addLayout(columns, 1)
        # The PIN stands outside what scrolls: it is never typed into a field out of sight. So does
        # the title: cut to its width, it would be another one with and without a scroll bar.
        page = QWidget(self)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        self.area = self.scrolling(layout)
        whole.addWidget(self.title)
        whole.addWidget(self.area, 1)
        whole.addWidget(self.trouble)
        whole.addWidget(self.pin)
        return page

    def _make_running(self) -> RunningPage:
        page = RunningPage(self)
        self.steps, self.steps_title, self.steps_note = page.steps, page.title, page.note
        self.countdown, self.again_note, self.again = page.countdown, page.again_note, page.again
        self.again.changed.connect(self._enable)
        self.again.entered.connect(self._give_pin)
        return page

    # -- slots ----------------------------------------------------------------------------

    @property
    def reviewing(self) -> bool:
        """Whether nothing is being signed and nothing was."""
        return self._stack.currentWidget() is self._review

    def show_plan(self, plan: SignPlan) -> None:
        """Show the same draft's plan again, e.g. with another certificate.

        A PIN that was typed belongs to the certificate it was typed for.
        """
        if _meant(plan.certificate) != _meant(self._plan.certificate):
            self.pin.forget()
            self.trouble.hide()
        self._plan = plan
        self._fill()
        self._show_token()
        if self.reviewing and self.pin.isVisible() and not self.chooser.list.hasFocus():
            self.pin.setFocus()
        self.fit_soon()

    def show_lack(self, lack: Trouble) -> None:
        """Say why there is nothing to sign with now, e.g. because the token was pulled out."""
        self.show_plan(replace(self._plan, token=TokenView(lack=lack)))

    def show_checking(self) -> None:
        """Show that everything is being checked again; until then nothing can be signed."""
        self.show_plan(replace(self._plan, token=self._plan.token.waiting()))

    def show_step(self, step: Step) -> None:
        """Show which step is being done."""
        self._step = step
        if not self._stoppable:
            # What was asked is decided: it is signed.
            self.end_question()
        if step is not Step.TOKEN:
            for field in (self.pin, self.again):
                field.show_accepted()
        self._ask_again(0)
        certificate = self._plan.certificate
        if step is Step.TOKEN and certificate is not None:
            self.countdown.start(certificate.reader_seconds)
        else:
            self.countdown.stop()
        self._fill_running()
        self._show_page(self._running)

    def ask_pin(self, number: int) -> None:
        """Ask for the PIN again: the key wants it before each signature.

        Args:
            number: which signature it is for, from 1.
        """
        self._ask_again(number)
        self.again.setFocus()

    def _ask_again(self, number: int) -> None:
        self._asking = number > 0
        self._running.show_asking(number)
        self.go_on.setVisible(self._asking)
        self._enable()

    def show_result(self, result: SignResult) -> None:
        """Show that it ended well."""
        self._ended.show_result(result)
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
        self._ended.show_refusal(reason)
        self._show_page(self._ended)

    def show_trouble(self, trouble: Trouble, attempts: AttemptsLeft | None = None) -> None:
        """Go back to the review with what happened; nothing was signed.

        Args:
            trouble: what happened and what to do.
            attempts: what the token says now about tries left, when it said so.
        """
        self._step = None
        self._stopping = False
        self.end_question()
        self.pin.forget()
        self.countdown.stop()
        self._ask_again(0)
        if attempts is not None:
            self.pin.show_attempts(attempts)
        self.trouble.show_trouble(trouble)
        short = low(self)
        self.trouble.fold(folds=short)
        self.title.clamp(1 if short else 2)
        self.trouble.show()
        self._show_page(self._review)
        self.pin.setFocus()
        self.fit_soon()

    def fit(self) -> None:
        super().fit()
        # Who types a PIN again sees what is signed and by whom: these before all else.
        name, port = self.chooser.card.name, self.area.viewport()
        end = name.mapTo(port, name.rect().bottomLeft()).y()
        if self.trouble.isVisible() and end > port.height():
            self.area.verticalScrollBar().setValue(self.digest_caption.y())

    def close_for_newer_version(self) -> None:
        """Say that the draft has changed; this dialog can no longer sign anything."""
        if self._step in NO_WAY_BACK or self._ended.result is not None:
            return
        self.pin.forget()
        self._newer = True
        self.end_question()
        self._ended.show_newer()
        self._show_page(self._ended)

    # -- filling --------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Sign"))
        self.digest_caption.setText(self.tr("Digest of what will be signed"))
        self.certificate_caption.setText(self.tr("Who signs"))
        self.checks_caption.setText(self.tr("Checks"))
        self.cancel.setText(self.tr("Cancel"))
        self.sign.setText(self.tr("Sign"))
        self.go_on.setText(self.tr("Go on"))
        self.close_button.setText(self.tr("Close"))
        self._name_next()
        self._fill()
        self._fill_running()

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
        self.contents.setToolTip("\n".join(f"{a.number}. {a.title}" for a in plan.annexes))
        self.digest.setText(words.digest_lines(plan.version_digest))
        self._enable()

    def _show_token(self) -> None:
        """Show what was read of the tokens; a change of language forgets nothing said since."""
        plan, shown = self._plan, self._plan.certificate
        self.chooser.show_view(plan.token)
        self.checks_caption.setVisible(bool(plan.checks))
        self.checks.show_checks(plan.checks)
        self.pin.setVisible(plan.allowed)
        if shown is not None:
            for field in (self.pin, self.again):
                field.show_attempts(shown.attempts, shown.tries)
            self.pin.show_reader(on_reader=bool(shown.reader_seconds))
        self._enable()

    def _fill_running(self) -> None:
        self._running.show_step(self._step, stopping=self._stopping)
        late = self._step in NO_WAY_BACK
        self.cancel.setEnabled(late or not self._stopping)
        self.cancel.setText(self.tr("Close") if late else self.tr("Cancel"))

    def _show_page(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        self.cancel.setVisible(page is not self._ended)
        self.sign.setVisible(page is self._review)
        self.go_on.setVisible(page is self._running and self._asking)
        self.close_button.setVisible(page is self._ended)
        self._name_next()
        if page is not self._review:
            self.setFocus()
        layout = page.layout()
        if page is self._ended and layout is not None:
            # A few words in a window as high as the review look as if something were missing.
            needed = layout.totalHeightForWidth(self.width()) + _AROUND
            self.resize(self.width(), min(self.height(), max(_HEIGHT, needed)))
        self._enable()

    def _enable(self) -> None:
        reviewing = self._stack.currentWidget() is self._review
        self.sign.setEnabled(reviewing and self._ready and self.pin.filled)
        self.go_on.setEnabled(self._asking and self.again.filled)

    @property
    def _ready(self) -> bool:
        # The plan is for one certificate; another line of the list is another plan.
        meant = _meant(self._plan.certificate)
        return self._plan.allowed and meant == _meant(self.chooser.current)

    def _choose(self) -> None:
        self.pin.forget()
        self._enable()
        current = self.chooser.current
        if current is None:
            return
        self.pin.setVisible(current.usable)
        if current.usable and not self._ready:
            self.checks.show_checks(self._plan.token.waiting().checks)
        if current.usable:
            self.certificate_chosen.emit(current.token, current.identifier)

    def _give_pin(self) -> None:
        if self._asking and self.again.filled:
            pin = self.again.take()
            self._ask_again(0)
            self.pin_given.emit(pin)

    def _wish_to_sign(self) -> None:
        if not (self._ready and self.pin.filled) or self._step is not None:
            return
        self.trouble.hide()
        pin = self.pin.take()
        self._stopping = False
        self.show_step(Step.TOKEN)
        self.sign_requested.emit(pin)

    @property
    def _stoppable(self) -> bool:
        settled = self._newer or self._ended.result is not None
        return self._step is not None and self._step not in NO_WAY_BACK and not settled

    def _stop(self) -> None:
        """Close, or ask the application to stop while that is still possible."""
        self.pin.forget()
        self.countdown.stop()
        self._ask_again(0)
        if not self._stoppable:
            super().reject()
        elif self.cancel.isEnabled():
            self._stopping = True
            self._fill_running()
            self.cancel_requested.emit()

    def leave(self) -> None:
        """Do as if it was cancelled by its button."""
        self._stop()

    def reject(self) -> None:
        """Close; while the token signs, say what that would cost, and ask."""
        if not self._stoppable:
            self._stop()
        elif self.cancel.isEnabled():
            self.ask_to_stop(Work(WorkKind.SIGNATURE))

    def done(self, result: int) -> None:
        """Close, with whatever was still being asked."""
        self.end_question()
        super().done(result)


def _meant(certificate: CertificateRow | None) -> tuple[str, str] | None:
    return None if certificate is None else (certificate.token, certificate.identifier)
