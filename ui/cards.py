"""Small parts that dialogs share: a certificate, a list of checks, the steps of a signature."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui import icons, words
from ui.base import Panel, Scaled, Text
from ui.rows import CertificateRow, CheckRow, CheckState, Step
from ui.theme import colours

_LINES_SHOWN = 6
"""Of a check's reason; longer ones scroll in a field of their own."""
_SHARE = 0.7
"""Of what letters grow by, an icon that stands before a line of them."""
_SOON_DAYS = 30
"""A certificate with fewer days left is shown as a warning."""


class Symbol(QWidget, Scaled):
    """A small icon in one of the look's tones; its meaning always stands beside it in words."""

    def __init__(self, name: str = "dash", tone: str = "soft", side: int = 18) -> None:
        """Show an icon; ``side`` is in pixels, with text of the size the desktop wishes."""
        super().__init__()
        self._name = name
        self._tone = tone
        self._side = side
        self.follow_text_size()

    def follow_text_size(self) -> None:
        side = round(self._side * max(1 + (icons.text_scale() - 1) * _SHARE, 1))
        self.setFixedSize(QSize(side, side))

    def set_symbol(self, name: str, tone: str) -> None:
        """Show another icon."""
        self._name, self._tone = name, tone
        self.update()

    @property
    def shown(self) -> tuple[str, str]:
        """The icon and tone being shown."""
        return self._name, self._tone

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            tone = QColor(getattr(colours(self.palette()), self._tone))
            icons.draw(painter, self._name, QRectF(self.rect()), tone)


class CertificateCard(Panel):
    """Who signs: the facts of the certificate by which a person recognises their own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._row: CertificateRow | None = None
        self.name = Text("title", selectable=True)
        self.facts = Text("soft", selectable=True)
        self.valid = Text()
        self.kind = Text("note")
        self.reason = Text("bad", selectable=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(5)
        for widget in (self.name, self.facts, self.valid, self.kind, self.reason):
            layout.addWidget(widget)
        self.retranslate()

    def show_certificate(self, row: CertificateRow | None) -> None:
        """Show a certificate; None says that none was found."""
        self._row = row
        for widget in (self.facts, self.valid, self.kind):
            widget.setVisible(row is not None)
        self.reason.setVisible(row is not None and bool(row.reason))
        if row is None:
            self.name.setText(self.tr("No certificate that may sign was found"))
            return
        self.name.setText(row.name)
        self.reason.setText(f"✗ {row.reason}")
        if row.damaged:
            self.facts.setText(self.tr("Token {0}").format(row.token_label))
            self.valid.hide()
            self.kind.hide()
            return
        lines = (
            row.post,
            row.organisation,
            self.tr("PINFL {0} · TIN {1}").format(row.pinfl or "—", row.stir or "—"),
            self.tr("Issued by {0}").format(row.issuer) if row.issuer else "",
            self.tr("Token {0} · {1}").format(row.token_label, row.algorithm),
            self.tr("Fingerprint {0}").format(row.mark) if row.mark else "",
        )
        self.facts.setText("\n".join(line for line in lines if line))
        days = row.days_left
        until = words.day(row.not_after)
        if days < 0:
            self.valid.set_role("bad")
            self.valid.setText(self.tr("✗ Expired on {0}").format(until))
        elif days < _SOON_DAYS:
            self.valid.set_role("warn")
            left = self.tr("%n day(s) left", "", days)
            self.valid.setText(self.tr("! Valid until {0}: {1}").format(until, left))
        else:
            self.valid.set_role("")
            left = self.tr("%n day(s) left", "", days)
            self.valid.setText(self.tr("Valid until {0}: {1}").format(until, left))
        self.kind.set_role("note" if row.pilot else "good")
        self.kind.setText(
            self.tr(
                "RSA or ECDSA key: for pilots. It is not a signature by the national standard."
            )
            if row.pilot
            else self.tr("A key of the national standard.")
        )

    def retranslate(self) -> None:
        self.show_certificate(self._row)


_CHECK_LOOK = {
    CheckState.GOOD: ("check", "good"),
    CheckState.WARNING: ("warning", "warn"),
    CheckState.BAD: ("cross", "bad"),
    CheckState.RUNNING: ("waiting", "soft"),
}


_FIRST = (CheckState.BAD, CheckState.RUNNING)


class CheckList(Panel):
    """Checks with a symbol, a name and, where it is not simply good, a reason.

    What stops the signature, or keeps it waiting, stands before all others: of a long list only
    the beginning may be in sight.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[CheckRow, ...] = ()
        self._running: Text | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)

    def show_checks(self, rows: tuple[CheckRow, ...]) -> None:
        """Show checks in the order given, but for those that must be in sight."""
        self._rows = rows = tuple(sorted(rows, key=_place))
        self._running = None
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for place, row in enumerate(rows):
            symbol, tone = _CHECK_LOOK[row.state]
            state = words.check_state(row.state)
            lines = row.reason.splitlines()
            short = len(lines) <= _LINES_SHOWN
            text = f"{row.name}\n{row.reason}" if lines and short else row.name
            told = f"{text}: {state}"
            # Why nothing can be signed yet stands there in words; other outcomes have a reason.
            running = row.state is CheckState.RUNNING
            label = Text("" if row.state is CheckState.GOOD else "soft", told if running else text)
            label.setAccessibleName(told)
            if running and self._running is None:
                self._running = label
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(Symbol(symbol, tone), 2 * place, 0, top)
            self._grid.addWidget(label, 2 * place, 1)
            if not short:
                self._grid.addWidget(_long(row, state), 2 * place + 1, 1)

    def show_progress(self, place: str) -> None:
        """Show below the first check that runs how far it is; no reader speaks it by itself."""
        if self._running is not None:
            self._running.setText(f"{self._running.accessibleName()}\n{place}")

    def retranslate(self) -> None:
        self.show_checks(self._rows)


def _place(row: CheckRow) -> int:
    return _FIRST.index(row.state) if row.state in _FIRST else len(_FIRST)


def _long(row: CheckRow, state: str) -> QPlainTextEdit:
    """Make a field that scrolls by mouse and keys, for findings that would push all else away."""
    field = QPlainTextEdit(row.reason)
    field.setReadOnly(True)
    field.setTabChangesFocus(True)
    field.setAccessibleName(f"{row.name}: {state}")
    field.setFixedHeight(field.fontMetrics().lineSpacing() * _LINES_SHOWN + 18)
    return field


class StepList(Panel):
    """The named steps of a signature: done, now, to come."""

    def __init__(
        self, steps: type[StrEnum] = Step, say: Callable[[Any], str] = words.step
    ) -> None:
        """Show that none was begun.

        Args:
            steps: in their order.
            say: names one of them.
        """
        super().__init__()
        self._now: StrEnum | None = None
        self._say = say
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(9)
        grid.setColumnStretch(1, 1)
        self._lines: dict[StrEnum, tuple[Symbol, Text]] = {}
        for place, step in enumerate(steps):
            symbol, label = Symbol(), Text("soft")
            grid.addWidget(symbol, place, 0)
            grid.addWidget(label, place, 1)
            self._lines[step] = (symbol, label)
        self.retranslate()

    def show_step(self, now: StrEnum | None, *, failed: bool = False) -> None:
        """Show which step is being done; everything before it is done."""
        self._now = now
        order = list(self._lines)
        here = order.index(now) if now is not None else -1
        for place, step in enumerate(order):
            symbol, label = self._lines[step]
            if place < here:
                symbol.set_symbol("check", "good")
                label.set_role("")
            elif place == here:
                symbol.set_symbol(*(("cross", "bad") if failed else ("next", "accent")))
                label.set_role("title")
            else:
                symbol.set_symbol("dash", "soft")
                label.set_role("soft")
        self.retranslate()

    def line_of(self, step: StrEnum) -> QWidget:
        """Return where a step stands."""
        return self._lines[step][1]

    def retranslate(self) -> None:
        said = {
            "check": self.tr("done"),
            "next": self.tr("under way"),
            "cross": self.tr("stopped here"),
            "dash": self.tr("to come"),
        }
        for step, (symbol, label) in self._lines.items():
            label.setText(self._say(step))
            label.setAccessibleName(f"{label.text()}: {said[symbol.shown[0]]}")
