"""Signing in: choose the certificate, enter the PIN."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from signing.errors import AttemptsLeft
from ui import words
from ui.base import Dialog, Text, button, row
from ui.cards import CertificateCard
from ui.icons import icon
from ui.pin_field import PinField
from ui.rows import CertificateRow, Trouble
from ui.trouble_panel import TroublePanel


class SignInDialog(Dialog):
    """Lists the certificates of all tokens; those that cannot be used say why."""

    sign_in_requested = Signal(str, str, object)
    """Token serial, certificate identifier, and the PIN as a bytearray to be wiped."""
    refresh_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[CertificateRow, ...] | None = None
        self._busy = False
        self.heading = Text("big")
        self.explanation = Text("soft")
        self.list = QListWidget()
        self.list.setObjectName("card")
        self.list.setFixedHeight(self.fontMetrics().height() * 5 + 8)
        self.list.currentRowChanged.connect(self._chosen)
        self.card = CertificateCard()
        self.trouble = TroublePanel()
        self.trouble.hide()
        self.pin = PinField()
        self.pin.changed.connect(self._enable)
        self.pin.entered.connect(self._wish)
        self.refresh = button("quiet")
        self.refresh.setIcon(icon("retry"))
        self.refresh.clicked.connect(self._wish_refresh)
        self.cancel = button()
        self.cancel.clicked.connect(self.reject)
        self.sign_in = button("main")
        self.sign_in.clicked.connect(self._wish)
        inner = QVBoxLayout()
        inner.setContentsMargins(22, 20, 22, 4)
        inner.setSpacing(12)
        for widget in (self.heading, self.explanation, self.list, self.card):
            inner.addWidget(widget)
        inner.addWidget(self.trouble)
        inner.addWidget(self.pin)
        inner.addStretch(1)
        buttons = row(self.refresh, None, self.cancel, self.sign_in)
        buttons.setContentsMargins(22, 8, 22, 16)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.scrolling(inner), 1)
        whole.addLayout(buttons)
        self.setMinimumWidth(440)
        self.resize(520, 260)
        self.retranslate()
        self._chosen(-1)

    def show_certificates(self, rows: tuple[CertificateRow, ...]) -> None:
        """Show what the tokens hold; the first usable one is chosen."""
        self._rows = rows
        self.list.clear()
        for certificate in rows:
            item = QListWidgetItem(icon("token"), _line(certificate))
            if not certificate.usable:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        # One certificate needs no choosing; the card below says it all.
        self.list.setVisible(len(rows) > 1)
        first = next((i for i, c in enumerate(rows) if c.usable), -1)
        self.list.setCurrentRow(first)
        self._chosen(first)
        self._explain()
        self.pin.setFocus()
        self.fit()

    def show_busy(self, *, busy: bool) -> None:
        """Show that signing in is under way."""
        self._busy = busy
        self._explain()
        self._enable()

    def show_trouble(self, trouble: Trouble, attempts: AttemptsLeft | None = None) -> None:
        """Show what happened, and what the token says about tries left."""
        self._busy = False
        self.pin.forget()
        if attempts is not None:
            self.pin.show_attempts(attempts)
        self.trouble.show_trouble(trouble)
        self.trouble.show()
        self._explain()
        self._enable()
        self.pin.setFocus()
        self.fit()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Sign in"))
        self.heading.setText(self.tr("Sign in with your token"))
        self.list.setAccessibleName(self.tr("Certificates"))
        self.refresh.setText(self.tr("Look for tokens again"))
        self.cancel.setText(self.tr("Cancel"))
        self.sign_in.setText(self.tr("Sign in"))
        self._explain()

    @property
    def chosen(self) -> CertificateRow | None:
        """The certificate that is chosen."""
        place = self.list.currentRow()
        return self._rows[place] if self._rows and 0 <= place < len(self._rows) else None

    def _explain(self) -> None:
        if self._busy:
            text = self.tr("Signing in…")
        elif self._rows is None:
            text = self.tr("Looking for tokens…")
        elif not self._rows:
            text = self.tr("No token was found. Put it in and look again.")
        else:
            text = self.tr("The token signs a one-time question of the registry.")
        self.explanation.setText(text)

    def _chosen(self, _place: int) -> None:
        chosen = self.chosen
        self.card.setVisible(chosen is not None)
        self.pin.setVisible(chosen is not None)
        if chosen is None:
            self.list.setVisible(bool(self._rows) and len(self._rows or ()) > 1)
        else:
            self.card.show_certificate(chosen)
            self.pin.show_attempts(chosen.attempts)
        self._enable()

    def _enable(self) -> None:
        ready = not self._busy and self.chosen is not None
        self.sign_in.setEnabled(ready and self.pin.filled)
        self.refresh.setEnabled(not self._busy)
        self.list.setEnabled(not self._busy)

    def _wish(self) -> None:
        chosen = self.chosen
        if chosen is None or self._busy or not self.pin.filled:
            return
        self.trouble.hide()
        pin = self.pin.take()
        self.show_busy(busy=True)
        self.sign_in_requested.emit(chosen.token, chosen.identifier, pin)

    def _wish_refresh(self) -> None:
        self.trouble.hide()
        self._rows = None
        self.list.clear()
        self._chosen(-1)
        self._explain()
        self.refresh_requested.emit()

    def reject(self) -> None:
        """Close without signing in; what was typed is forgotten."""
        self.pin.forget()
        super().reject()


def _line(certificate: CertificateRow) -> str:
    until = words.day(certificate.not_after)
    return f"{certificate.name}\n{certificate.organisation} · {until} · {certificate.token_label}"
