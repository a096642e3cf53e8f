"""The icon in the desktop's tray: how much is asked of somebody, and a word when more comes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from ui import words
from ui.base import Panel
from ui.icons import application_icon

_SIZE = 64
_MOST = 99
_MILLISECONDS = 10_000


class Tray(Panel):
    """Names no draft: what it says is seen on a locked screen too."""

    opened = Signal()
    """Somebody wants to see the window."""
    closing = Signal()
    """Somebody wants to close it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()
        self._counts = (0, 0)
        self.menu = QMenu(self)
        self._open = self.menu.addAction("")
        self._open.triggered.connect(self.opened)
        self._close = self.menu.addAction("")
        self._close.triggered.connect(self.closing)
        self.icon = QSystemTrayIcon(application_icon(), self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self.opened)
        self.retranslate()
        self.icon.show()

    def show_counts(self, to_sign: int, to_agree: int) -> None:
        """Show how many drafts wait for a signature, and how many for an agreement."""
        if (to_sign, to_agree) != self._counts:
            self._counts = (to_sign, to_agree)
            count = to_sign + to_agree
            self.icon.setIcon(_numbered(count) if count else application_icon())
            self.retranslate()

    def tell_work(self) -> None:
        """Say that there is something new to sign."""
        self._tell(self.tr("There is a new draft to sign."))

    def tell_question(self) -> None:
        """Say that there is something new to agree."""
        self._tell(self.tr("There is a new draft to agree."))

    def tell_refused(self) -> None:
        """Say that the registry has refused something."""
        self._tell(self.tr("The registry has refused an entry of the outbox."))

    def _tell(self, sentence: str) -> None:
        self.icon.showMessage("E-qaror", sentence, application_icon(), _MILLISECONDS)

    def retranslate(self) -> None:
        """Set every text again."""
        self._open.setText(self.tr("Open the window"))
        self._close.setText(self.tr("Close the program"))
        told = (self.tr("To sign: %1"), self.tr("To agree: %1"))
        counted = [
            text.replace("%1", words.number(count))
            for text, count in zip(told, self._counts, strict=True)
            if count
        ]
        self.icon.setToolTip(" · ".join(("E-qaror", *counted)))

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.opened.emit()


def _numbered(count: int) -> QIcon:
    picture = application_icon().pixmap(_SIZE, _SIZE)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    whole = picture.deviceIndependentSize()
    side = whole.width() * 0.62
    corner = QRectF(whole.width() - side, whole.height() - side, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#b3261e"))
    painter.drawEllipse(corner)
    font = painter.font()
    font.setBold(True)
    font.setPixelSize(round(side * (0.7 if count < 10 else 0.55)))
    painter.setFont(font)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, str(min(count, _MOST)))
    painter.end()
    return QIcon(picture)
