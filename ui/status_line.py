"""The line below everything: the connection, tokens, the outbox, the last synchronising."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QProgressBar, QStatusBar, QToolButton, QWidget

from sync.cancel import Progress, Step
from ui import words
from ui.elided import ElidedLabel
from ui.rows import Connection
from ui.theme import moves_less
from ui.voice import voice

_GAP = 8
"""Pixels between two parts of the line."""


class StatusLine(QStatusBar):
    """Says everything in words; symbols only help to find it."""

    stop_requested = Signal()
    """The cycle of synchronising that runs is not wanted any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._connection = Connection.UNKNOWN
        self._synced: datetime | None = None
        self._unsent = 0
        self._refused = 0
        self._tokens: tuple[str, ...] | None = None
        # They give way on a narrow screen, where the window must not grow beyond it.
        self.connection = ElidedLabel()
        self.token = ElidedLabel()
        self.outbox = ElidedLabel()
        self.synced = ElidedLabel()
        self.progress = QProgressBar(textVisible=False)
        self.progress.setFixedWidth(90)
        self.done = ElidedLabel()
        self.stop = QToolButton(autoRaise=True)
        self.stop.clicked.connect(self._wish_to_stop)
        self._told: Progress | None = None
        self._spoken: tuple[Connection | None, tuple[int, int] | None] = (None, None)
        """The connection, and the counts of the outbox, of which was told last."""
        self.addWidget(self.connection)
        for widget in (self.progress, self.done, self.stop):
            widget.hide()
            self.addWidget(widget)
        self.addPermanentWidget(self.token)
        self.addPermanentWidget(self.outbox)
        self.addPermanentWidget(self.synced)
        self.retranslate()

    def show_connection(self, connection: Connection, synced: datetime | None = None) -> None:
        """Show how this station stands to the registry, and when it last synchronised."""
        self._connection = connection
        self._synced = synced or self._synced
        if connection is not Connection.WORKING:
            self._told = None
            for widget in (self.progress, self.done, self.stop):
                widget.hide()
            self.synced.show()
        self.retranslate()

    def show_synced(self, moment: datetime) -> None:
        """Show when this station synchronised last, as it was known at the start."""
        self._synced = self._synced or moment
        self.retranslate()

    def show_tokens(self, labels: tuple[str, ...]) -> None:
        """Show which tokens are in, once that is known."""
        self._tokens = labels
        self.retranslate()

    def show_outbox(self, unsent: int, refused: int) -> None:
        """Show how many entries wait, and how many were refused and not put away."""
        self._unsent, self._refused = unsent, refused
        self.retranslate()

    def show_progress(self, progress: Progress) -> None:
        """Show how far synchronising is, and let it be stopped."""
        self._told = progress
        # A bar of no known length runs to and fro.
        self.progress.setRange(0, progress.total or int(moves_less()))
        self.progress.setValue(progress.done)
        self.stop.setEnabled(self.stop.isHidden() or self.stop.isEnabled())
        for widget in (self.progress, self.done, self.stop):
            widget.show()
        # Told again when the cycle has ended; all at once is wider than a small screen.
        self.synced.hide()
        self.done.setText(self._how_far(progress))
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def minimumSizeHint(self) -> QSize:
        # What has its whole text here gives way too, once the window is to be smaller.
        labels = (self.connection, self.done, self.token, self.outbox, self.synced)
        others = (self.progress, self.stop)
        shown = [item for item in (*labels, *others) if not item.isHidden()]
        widths = [item.minimumSizeHint().width() for item in shown]
        return QSize(sum(widths) + (len(shown) + 1) * _GAP, super().minimumSizeHint().height())

    def _share_room(self) -> None:
        """Let the token and the progress give way before what says whether all is well."""
        first = (self.connection, self.outbox)
        shown = (self.progress, self.done, self.stop, self.token, self.synced)
        others = [item.minimumSizeHint().width() for item in shown if not item.isHidden()]
        whole = sum(label.sizeHint().width() for label in first)
        gaps = (len(others) + len(first) + 1) * _GAP
        fits = whole + sum(others) + gaps <= self.width()
        for label in first:
            label.setMinimumWidth(label.sizeHint().width() if fits else 0)

    def _wish_to_stop(self) -> None:
        self.stop.setEnabled(False)
        self.stop_requested.emit()

    def _how_far(self, progress: Progress) -> str:
        match progress.step:
            case Step.CHANGES:
                done = progress.done
                told = self.tr("%n draft(s) received", "", done) if done else ""
                return words.counted(told, done)
            case Step.DETAILS:
                text = self.tr("Drafts: {0} of {1}")
            case Step.FILES:
                text = self.tr("Files: {0} of {1}")
            case _:
                return ""
        return text.format(words.number(progress.done), words.number(progress.total))

    def _speak(self, connection: str, outbox: str) -> None:
        """Say what is another one than before; neither each synchronising nor a language is."""
        known = self._connection not in (Connection.UNKNOWN, Connection.WORKING)
        counts = (self._unsent, self._refused)
        stands = self._connection if known else self._spoken[0]
        told = (
            (self.connection, self._spoken[0], stands, connection),
            (self.outbox, self._spoken[1], counts, outbox),
        )
        for teller, before, now, sentence in told:
            if before is not None and before != now and self.isVisible():
                voice().say(sentence, teller)
        self._spoken = (stands, counts)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set every text again."""
        sign = {Connection.CONNECTED: "●", Connection.WORKING: "◐"}.get(self._connection, "○")
        connection = words.connection(self._connection)
        self.connection.setText(f"{sign}  {connection}")
        self.connection.setAccessibleName(connection)
        self.stop.setText(self.tr("Stop"))
        if self._told is not None:
            self.done.setText(self._how_far(self._told))
        self.token.setVisible(self._tokens is not None)
        self.token.setText(
            self.tr("Token: {0}").format(", ".join(self._tokens))
            if self._tokens
            else self.tr("No token")
        )
        parts = []
        if self._refused:
            told = self.tr("Outbox: %n refused", "", self._refused)
            parts.append(words.counted(told, self._refused))
        if self._unsent:
            parts.append(words.counted(self.tr("%n unsent", "", self._unsent), self._unsent))
        outbox = "  ·  ".join(parts) or self.tr("Outbox is empty")
        self.outbox.setText(f"✗ {outbox}" if self._refused else outbox)
        self.outbox.setAccessibleName(outbox)
        self._speak(connection, outbox)
        self.synced.setText(
            self.tr("Synchronised %1").replace("%1", words.day_and_time(self._synced))
            if self._synced
            else self.tr("Never synchronised")
        )
        self._share_room()
