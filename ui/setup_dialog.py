"""The first-run assistant: language, registry, sign-in, token; any step now, later or never."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.base import Dialog, Text, button, row
from ui.icons import icon
from ui.languages import LANGUAGES
from ui.readiness_dialog import ReadinessRow
from ui.rows import CheckState, PersonRow, Trouble
from ui.trouble_panel import TroublePanel
from ui.voice import Spoken

_STEPS_WIDTH = 190
_SIGNS = {
    CheckState.GOOD: "✓",
    CheckState.WARNING: "!",
    CheckState.BAD: "✗",
    CheckState.RUNNING: "…",
}


class SetupStep(StrEnum):
    """The steps, in the order in which they are offered."""

    LANGUAGE = "language"
    REGISTRY = "registry"
    SIGN_IN = "sign_in"
    TOKEN = "token"  # noqa: S105 - the device, not a secret


@dataclass(frozen=True)
class SetupState:
    """Where somebody is; kept, so that the assistant goes on there."""

    step: SetupStep = SetupStep.LANGUAGE
    done: tuple[SetupStep, ...] = ()
    address: str = ""
    """As it was typed, used or not."""
    finished: bool = False


class SetupDialog(Dialog):
    """Changes nothing itself: it says what a person wants and shows what came of it."""

    language_chosen = Signal(str)
    address_given = Signal(str)
    sign_in_requested = Signal()
    test_requested = Signal()
    moved = Signal(object)
    """The :class:`SetupState` to keep."""

    def __init__(
        self, state: SetupState, language: str, address: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._person: PersonRow | None = None
        self._given = False
        self._used = address
        """What is kept: with another one typed, the step is not done by leaving it."""
        self._going = False
        """Whether the next step is wished for once the registry has answered."""
        self._rows: tuple[ReadinessRow, ...] | None = ()
        self.steps = _Steps()
        self.steps.setSpacing(3)
        for step in SetupStep:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, str(step))
            self.steps.addItem(item)
        self.pages = QStackedWidget()
        self._titles: dict[SetupStep, Text] = {}
        self._notes: dict[SetupStep, Text] = {}
        for step, inner in (
            (SetupStep.LANGUAGE, self._make_languages(language)),
            (SetupStep.REGISTRY, self._make_registry(state.address or address)),
            (SetupStep.SIGN_IN, self._make_sign_in()),
            (SetupStep.TOKEN, self._make_token()),
        ):
            self.pages.addWidget(self._page(step, inner))
        self.later = button("quiet")
        self.later.clicked.connect(self.reject)
        self.back = button()
        self.back.clicked.connect(self._go_back)
        self.skip = button()
        self.skip.clicked.connect(self._go_on)
        self.next = button("main")
        self.next.clicked.connect(self._finish_step)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.steps)
        middle.addWidget(self.pages, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 14)
        whole.setSpacing(12)
        whole.addLayout(middle, 1)
        whole.addLayout(row(self.later, None, self.back, self.skip, self.next))
        self.resize(700, 430)
        self.retranslate()
        self.steps.setCurrentRow(list(SetupStep).index(state.step))
        self.steps.currentRowChanged.connect(self._jump)
        self._show_step(state.step)
        chosen = self.languages.checkedButton()
        if state.step is SetupStep.LANGUAGE and chosen is not None:
            # Also makes Tab go to it, and not to the first of them.
            chosen.setFocus()

    # -- making ---------------------------------------------------------------------------

    def _page(self, step: SetupStep, inner: QWidget) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        title, note = Text("big"), Text("soft")
        self._titles[step], self._notes[step] = title, note
        for widget in (title, note, inner):
            layout.addWidget(widget)
        layout.addStretch(1)
        return page

    def _make_languages(self, language: str) -> QWidget:
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        self.languages = QButtonGroup(self)
        for place, (code, name) in enumerate(LANGUAGES.items()):
            made = QRadioButton(name)
            made.setChecked(code == language)
            self.languages.addButton(made, place)
            layout.addWidget(made)
        self.languages.idClicked.connect(self._choose_language)
        return inner

    def _make_registry(self, address: str) -> QWidget:
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        self.address = QLineEdit(address)
        self.address.setPlaceholderText("https://")
        self.address.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.address.textChanged.connect(self._typed)
        self.address.returnPressed.connect(self._give_address)
        self.use = button()
        self.use.clicked.connect(self._give_address)
        self.told = Text("note")
        self.told.hide()
        self._spoken = Spoken(self.told)
        self.trouble = TroublePanel()
        self.trouble.hide()
        line = row(self.address, self.use)
        layout.addLayout(line)
        layout.addWidget(self.told)
        layout.addWidget(self.trouble)
        return inner

    def _make_sign_in(self) -> QWidget:
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        self.person = Text("good")
        self.sign_in = button()
        self.sign_in.setIcon(icon("token"))
        self.sign_in.clicked.connect(self.sign_in_requested)
        layout.addWidget(self.person)
        layout.addLayout(row(self.sign_in, None))
        return inner

    def _make_token(self) -> QWidget:
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        self.test = button()
        self.test.clicked.connect(self.test_requested)
        self.found = Text("", selectable=True)
        self.found.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout.addLayout(row(self.test, None))
        layout.addWidget(self.found)
        return inner

    # -- slots ----------------------------------------------------------------------------

    @property
    def state(self) -> SetupState:
        """Where somebody is now."""
        return self._state

    def show_given(self, address: str) -> None:
        """Show the address the office named: it can be tried, and not changed here."""
        self._given = True
        self.address.setText(address)
        self.address.setReadOnly(True)
        self.retranslate()

    def show_address_tried(self, trouble: Trouble | None) -> None:
        """Show that the address is kept, and what came of asking there; None: it answered."""
        self.use.setEnabled(True)
        self.told.set_role("good" if trouble is None else "note")
        self.told.setVisible(trouble is None)
        self._tell(self.tr("The registry answered. Its address is kept."))
        self.trouble.setVisible(trouble is not None)
        if trouble is not None:
            self.trouble.show_trouble(trouble)
        else:
            self._mark_done(SetupStep.REGISTRY)
            if self._going and self._state.step is SetupStep.REGISTRY:
                self._go_on()
        self._going = False
        self.fit_soon()

    def show_kept(self, address: str) -> None:
        """Show the address as it counts now, while the registry is asked."""
        self._used = address
        self.address.setText(address)
        self._ask()

    def show_person(self, person: PersonRow | None) -> None:
        """Show who is signed in."""
        self._person = person
        self.person.setVisible(person is not None)
        if person is not None:
            self.person.setText(f"{person.name}, {person.post}\n{person.organisation}")
            self._mark_done(SetupStep.SIGN_IN)
        self.sign_in.setEnabled(person is None)

    def show_tokens(self, rows: tuple[ReadinessRow, ...] | None) -> None:
        """Show what was found on tokens; None while it is being looked for."""
        self._rows = rows
        self.test.setEnabled(rows is not None)
        if rows is None:
            self.found.setText(self.tr("Looking…"))
            return
        lines = []
        for item in rows:
            lines.append(f"{_SIGNS[item.state]} {item.name}: {item.text}")
            if item.cure:
                lines.append(f"→ {item.cure}")
        self.found.setText("\n".join(lines))
        if rows and not any(item.hinders for item in rows):
            self._mark_done(SetupStep.TOKEN)
        self.fit_soon()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Set up this station"))
        self.steps.setAccessibleName(self.tr("Steps"))
        self.later.setText(self.tr("Later"))
        self.back.setText(self.tr("Back"))
        self.skip.setText(self.tr("Skip"))
        self.use.setText(self.tr("Try") if self._given else self.tr("Use and try"))
        self.address.setAccessibleName(self.tr("Address of the registry"))
        self.sign_in.setText(self.tr("Sign in…"))
        self.test.setText(self.tr("Look at the token"))
        notes = {
            SetupStep.LANGUAGE: self.tr("The window's words; documents stay as they are."),
            SetupStep.REGISTRY: self.tr("Your office has set the address; it can be tried here.")
            if self._given
            else self.tr(
                "Your IT staff knows the address. Without it you can look around and verify files."
            ),
            SetupStep.SIGN_IN: self.tr(
                "With your token and its PIN. The PIN is asked for in a window of its own."
            ),
            SetupStep.TOKEN: self.tr("No PIN is needed for this, and nothing is signed."),
        }
        for step, title in self._titles.items():
            title.setText(self._name(step))
            self._notes[step].setText(notes[step])
        self._label_steps()
        self._show_step(self._state.step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Return in the address tries it; the dialog's default button would leave the step.
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and self.focusWidget() is self.address:
            event.accept()
            return
        super().keyPressEvent(event)

    # -- steps ----------------------------------------------------------------------------

    def _label_steps(self) -> None:
        for place, step in enumerate(SetupStep):
            item = self.steps.item(place)
            done = step in self._state.done
            name = self._name(step)
            item.setText(f"✓ {name}" if done else f"{place + 1}. {name}")
            said = self.tr("done") if done else self.tr("open")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}: {said}")
        self.steps.fit()

    def _show_step(self, step: SetupStep) -> None:
        order = list(SetupStep)
        place = order.index(step)
        self.pages.setCurrentIndex(place)
        self.back.setEnabled(place > 0)
        last = place == len(order) - 1
        self.skip.setVisible(not last)
        self.next.setText(self.tr("Finish") if last else self.tr("Next"))

    def _jump(self, place: int) -> None:
        if place >= 0:
            self._keep(step=list(SetupStep)[place])

    def _go_back(self) -> None:
        self.steps.setCurrentRow(self.steps.currentRow() - 1)

    def _go_on(self) -> None:
        """Leave a step as it is, to be taken up whenever somebody wants."""
        if self.steps.currentRow() < self.steps.count() - 1:
            self.steps.setCurrentRow(self.steps.currentRow() + 1)

    def _finish_step(self) -> None:
        step = self._state.step
        if step is SetupStep.LANGUAGE:
            self._mark_done(step)
        typed = self.address.text().strip()
        if step is SetupStep.REGISTRY and typed not in ("", self._used):
            # Whoever types an address and goes on wants it used.
            self._going = True
            self._give_address()
            return
        if step is list(SetupStep)[-1]:
            self._keep(finished=True)
            self.accept()
        else:
            self._go_on()

    def _mark_done(self, step: SetupStep) -> None:
        if step not in self._state.done:
            self._keep(done=(*self._state.done, step))
            self._label_steps()

    def _keep(
        self,
        *,
        step: SetupStep | None = None,
        done: tuple[SetupStep, ...] | None = None,
        address: str | None = None,
        finished: bool = False,
    ) -> None:
        before = self._state
        self._state = SetupState(
            before.step if step is None else step,
            before.done if done is None else done,
            before.address if address is None else address,
            finished or before.finished,
        )
        self._show_step(self._state.step)
        self.moved.emit(self._state)

    # -- wishes ---------------------------------------------------------------------------

    def _choose_language(self, place: int) -> None:
        self._mark_done(SetupStep.LANGUAGE)
        self.language_chosen.emit(list(LANGUAGES)[place])

    def _typed(self, text: str) -> None:
        self.told.hide()
        self.trouble.hide()
        self._keep(address=text)

    def _give_address(self) -> None:
        text = self.address.text().strip()
        if text and self.use.isEnabled():
            self._used = text
            self._ask()
            self.address_given.emit(text)

    def _ask(self) -> None:
        if self.use.hasFocus():
            # A button that is disabled loses the keys, to one that leaves.
            self.address.setFocus()
        self.use.setEnabled(False)
        self.told.set_role("note")
        self.told.show()
        self._tell(self.tr("Asking the registry…"))
        self.trouble.hide()

    def _tell(self, sentence: str) -> None:
        self.told.setText(sentence)
        self._spoken.tell(sentence)

    def _name(self, step: SetupStep) -> str:
        return {
            SetupStep.LANGUAGE: self.tr("Language"),
            SetupStep.REGISTRY: self.tr("Registry"),
            SetupStep.SIGN_IN: self.tr("Sign-in"),
            SetupStep.TOKEN: self.tr("Token"),
        }[step]


class _Steps(QListWidget):
    """As wide as its names, in letters of any size."""

    def fit(self) -> None:
        """Take the width that is needed; the sheet tells the letters' size after the font did."""
        needed = self.sizeHintForColumn(0) + 2 * (self.spacing() + self.frameWidth())
        self.setFixedWidth(max(_STEPS_WIDTH, needed))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()
