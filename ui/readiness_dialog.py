"""Can I sign now? Every part that signing needs, with its reason and its cure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui import words
from ui.base import Dialog, Text, button, row
from ui.cards import Symbol
from ui.icons import icon
from ui.rows import CheckState
from ui.voice import Spoken


class Part(StrEnum):
    """What is looked at together, each beside the others; in the order in which it is shown."""

    TOKEN = "token"  # noqa: S105 - the device, not a secret
    REGISTRY = "registry"
    STATION = "station"
    WAITING = "waiting"


_DECIDING = (Part.TOKEN, Part.REGISTRY, Part.STATION)
"""Those that can stop a signature; the answer waits for no other."""


class Cure(StrEnum):
    """What the window itself can do about a finding."""

    NONE = ""
    SIGN_IN = "sign_in"
    OUTBOX = "outbox"
    SYNC = "sync"
    SETUP = "setup"


@dataclass(frozen=True)
class ReadinessRow:
    """One finding; texts are in the person's language."""

    name: str
    state: CheckState
    text: str
    cure: str = ""
    do: Cure = Cure.NONE
    hinders: bool = False
    """Nothing can be signed before this is mended."""


_LOOK = {
    CheckState.GOOD: ("check", "good", "✓"),
    CheckState.WARNING: ("warning", "warn", "!"),
    CheckState.BAD: ("cross", "bad", "✗"),
    CheckState.RUNNING: ("waiting", "soft", "…"),
}


class ReadinessDialog(Dialog):
    """Filled part by part while the others are still being looked at."""

    refresh_requested = Signal()
    cure_wanted = Signal(str)
    """A :class:`Cure` that the person chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: dict[Part, tuple[ReadinessRow, ...] | None] = {}
        self.symbol = Symbol("waiting", "soft", 34)
        self.answer = Text("big")
        self.answer.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.note = Text("soft")
        self._spoken = Spoken(self)
        self._page = QWidget()
        self._inner = inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self._page)
        inner.addStretch(1)
        head = row(self.symbol, spacing=12)
        head.addWidget(self.answer, 1)
        self.copy = button("quiet")
        self.copy.setIcon(icon("copy"))
        self.copy.clicked.connect(self._copy)
        self.refresh = button()
        self.refresh.setIcon(icon("retry"))
        self.refresh.clicked.connect(self.refresh_requested)
        self.close_button = button("main")
        self.close_button.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(self.note)
        whole.addWidget(self.scrolling(inner), 1)
        whole.addLayout(row(self.copy, None, self.refresh, self.close_button))
        self.resize(660, 560)
        self.show_looking()
        self.retranslate()
        self.close_button.setFocus()

    def show_looking(self) -> None:
        """Show that everything is being looked at anew."""
        self._parts = dict.fromkeys(Part, None)
        self._fill()

    def show_part(self, part: Part, rows: tuple[ReadinessRow, ...]) -> None:
        """Show what was found out about one part."""
        self._parts[part] = rows
        self._fill()
        self.fit_soon()

    @property
    def rows(self) -> tuple[ReadinessRow, ...]:
        """Everything found so far, in the order shown."""
        return tuple(item for part in Part for item in self._parts.get(part) or ())

    @property
    def complete(self) -> bool:
        """Whether nothing is being looked at any more."""
        return None not in self._parts.values()

    def report(self) -> str:
        """Return what is copied: the answer, then a line for each finding."""
        lines = [self.answer.text(), self.note.text()]
        for item in self.rows:
            lines.append(f"{_LOOK[item.state][2]} {item.name}: {item.text}")
            if item.cure:
                lines.append(f"    → {item.cure}")
        return "\n".join(line for line in lines if line)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Can I sign now?"))
        self.copy.setText(self.tr("Copy"))
        self.refresh.setText(self.tr("Look again"))
        self.close_button.setText(self.tr("Close"))
        self._fill()

    def _fill(self) -> None:
        self._say()
        page = QWidget()
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        before, self._page = self._page, page
        self._inner.replaceWidget(before, page)
        before.hide()
        before.deleteLater()
        place = 0
        for part in Part:
            found = self._parts.get(part)
            if found is None:
                running = ReadinessRow(self._part(part), CheckState.RUNNING, "")
                found = (running,)
            for row_ in found:
                self._add(place, row_)
                place += 1

    def _add(self, place: int, item: ReadinessRow) -> None:
        symbol, tone, _ = _LOOK[item.state]
        top = Qt.AlignmentFlag.AlignTop
        said = words.check_state(item.state)
        running = item.state is CheckState.RUNNING
        name = Text("soft" if running else "", f"{item.name}: {said}…" if running else item.name)
        if not running:
            bold = name.font()
            bold.setWeight(bold.Weight.DemiBold)
            name.setFont(bold)
        lines = [item.text] if item.text else []
        lines += [f"→ {item.cure}"] if item.cure else []
        label = Text("soft" if item.state is CheckState.GOOD else "", "\n".join(lines))
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        # Text that can be selected takes a click, not the Tab key.
        label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        label.setAccessibleName(f"{item.name}: {said}. {item.text} {item.cure}".strip())
        if lines:
            # All of it is told by what the keys come to; a name alone would be heard before it.
            name.setAccessibleName(" ")
        told = QVBoxLayout()
        told.setSpacing(1)
        told.addWidget(name)
        if lines:
            # One without a parent that is told to be visible is a window, and takes the keyboard.
            told.addWidget(label)
        self._grid.addWidget(Symbol(symbol, tone), place, 0, top)
        self._grid.addLayout(told, place, 1)
        if item.do is not Cure.NONE:
            made = button("quiet")
            made.setText(self._cure(item.do))
            made.setAccessibleDescription(item.name)
            made.clicked.connect(self._wish)
            made.setProperty("cure", str(item.do))
            self._grid.addWidget(made, place, 2, top)

    def _wish(self) -> None:
        made = self.sender()
        if made is not None:
            self.cure_wanted.emit(made.property("cure"))

    def _say(self) -> None:
        rows = self.rows
        hindering = [item for item in rows if item.hinders]
        looking = any(self._parts.get(part) is None for part in _DECIDING)
        marked = any(item.state is not CheckState.GOOD for item in rows)
        if hindering:
            self.symbol.set_symbol("cross", "bad")
            self.answer.setText(self.tr("No, not yet"))
            names = ", ".join(dict.fromkeys(_within(item.name) for item in hindering))
            self.note.setText(self.tr("What stands in the way: %1").replace("%1", names))
        elif looking:
            self.symbol.set_symbol("waiting", "soft")
            self.answer.setText(self.tr("Looking…"))
            self.note.setText(self.tr("Everything that signing needs is being looked at."))
        elif marked:
            self.symbol.set_symbol("warning", "warn")
            self.answer.setText(self.tr("Yes, you can sign now"))
            self.note.setText(self.tr("Something else needs a look; it stops no signature."))
        else:
            self.symbol.set_symbol("check", "good")
            self.answer.setText(self.tr("Yes, you can sign now"))
            self.note.setText(self.tr("Everything that signing needs is in order."))
        self.symbol.setAccessibleName(self.answer.text())
        known = hindering or not looking
        self._spoken.tell(f"{self.answer.text()}. {self.note.text()}" if known else "")

    def _part(self, part: Part) -> str:
        return {
            Part.TOKEN: self.tr("Token and certificate"),
            Part.REGISTRY: self.tr("Registry and clock"),
            Part.STATION: self.tr("This computer"),
            Part.WAITING: self.tr("Time-stamps and outbox"),
        }[part]

    def _cure(self, cure: Cure) -> str:
        return {
            Cure.SIGN_IN: self.tr("Sign in…"),
            Cure.OUTBOX: self.tr("Outbox"),
            Cure.SYNC: self.tr("Synchronise"),
            Cure.SETUP: self.tr("Set up…"),
        }.get(cure, "")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())


def _within(name: str) -> str:
    """Write a heading as it stands within a sentence; what is letters alone, as TLS, stays."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
