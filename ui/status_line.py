"""The line below everything: the connection, tokens, the outbox, the last synchronising."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QWidget

from ui import words
from ui.rows import Connection


class StatusLine(QStatusBar):
    """Says everything in words; symbols only help to find it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._connection = Connection.UNKNOWN
        self._synced: datetime | None = None
        self._unsent = 0
        self._refused = 0
        self._tokens: tuple[str, ...] | None = None
        self.connection = QLabel()
        self.token = QLabel()
        self.outbox = QLabel()
        self.synced = QLabel()
        self.progress = QProgressBar(textVisible=False)
        self.progress.setFixedWidth(140)
        self.progress.hide()
        self.addWidget(self.connection)
        self.addWidget(self.progress)
        self.addPermanentWidget(self.token)
        self.addPermanentWidget(self.outbox)
        self.addPermanentWidget(self.synced)
        self.retranslate()

    def show_connection(self, connection: Connection, synced: datetime | None = None) -> None:
        """Show how this station stands to the registry, and when it last synchronised."""
        self._connection = connection
        self._synced = synced or self._synced
        if connection is not Connection.WORKING:
            self.progress.hide()
        self.retranslate()

    def show_tokens(self, labels: tuple[str, ...]) -> None:
        """Show which tokens are in, once that is known."""
        self._tokens = labels
        self.retranslate()

    def show_outbox(self, unsent: int, refused: int) -> None:
        """Show how many entries wait, and how many were refused and not put away."""
        self._unsent, self._refused = unsent, refused
        self.retranslate()

    def show_progress(self, done: int, total: int) -> None:
        """Show how far synchronising is; ``total`` 0 when that is not known."""
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress.show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set every text again."""
        sign = {Connection.CONNECTED: "●", Connection.WORKING: "◐"}.get(self._connection, "○")
        self.connection.setText(f"{sign}  {words.connection(self._connection)}")
        self.token.setVisible(self._tokens is not None)
        self.token.setText(
            self.tr("Token: {0}").format(", ".join(self._tokens))
            if self._tokens
            else self.tr("No token")
        )
        parts = []
        if self._refused:
            parts.append("✗ " + self.tr("Outbox: %n refused", "", self._refused))
        if self._unsent:
            parts.append(self.tr("%n unsent", "", self._unsent))
        self.outbox.setText("  ·  ".join(parts) or self.tr("Outbox is empty"))
        self.synced.setText(
            self.tr("Synchronised %1").replace("%1", words.day_and_time(self._synced))
            if self._synced
            else self.tr("Never synchronised")
        )
