"""Choosing a certificate: what is on the tokens, the one that is meant, or why there is none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui import words
from ui.base import Panel, button, row
from ui.cards import CertificateCard
from ui.icons import icon
from ui.rows import CertificateRow, TokenView
from ui.strange_text import tip
from ui.theme import colours
from ui.trouble_panel import TroublePanel

_LINES_SEEN = 16
"""Of the list, before it scrolls."""


class _Choices(QListWidget):
    """Tells when its width is another one: its lines wrap anew then."""

    widened = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.widened.emit()


class CertificateChooser(Panel):
    """A list where there is something to choose, a card for the certificate that is meant.

    Certificates that cannot be used are in the list with their reason. They can be reached with
    the keyboard, so that the reason can be read and heard, but never used.
    """

    current_changed = Signal()
    """Another line of the list; see :attr:`current`."""
    refresh_requested = Signal()
    settled = Signal()
    """Return was pressed on a line: it is the one, and its PIN comes next."""

    def __init__(self, parent: QWidget | None = None, *, refreshes: bool = True) -> None:
        """Show nothing yet.

        Args:
            parent: as Qt's.
            refreshes: whether it has the button to look again; a dialog may have one of its own.
        """
        super().__init__(parent)
        self._refreshes = refreshes
        self._view = TokenView()
        self.lack = TroublePanel()
        self.list = _Choices()
        self.list.widened.connect(self._fit_list)
        self.list.setObjectName("choices")
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.currentRowChanged.connect(self._moved)
        self.list.itemActivated.connect(self.settled)
        self.card = CertificateCard()
        self.refresh = button("quiet")
        self.refresh.setIcon(icon("retry"))
        self.refresh.clicked.connect(self.refresh_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.lack, self.list, self.card):
            layout.addWidget(widget)
        layout.addLayout(row(self.refresh, None))
        self.retranslate()

    def show_view(self, view: TokenView) -> None:
        """Show what the tokens hold now; a line that is still there stays the current one."""
        before = self.current
        self._view = view
        rows = view.certificates
        wanted = view.chosen or before
        self.list.blockSignals(True)
        self.list.clear()
        for certificate in rows:
            self.list.addItem(self._item(certificate))
        self.list.setCurrentRow(next((i for i, c in enumerate(rows) if _same(c, wanted)), -1))
        if self.current is None:
            # Or the first would be it as soon as the list has the focus, chosen by nobody.
            self.list.setCurrentIndex(QModelIndex())
        self.list.blockSignals(False)
        # One certificate needs no choosing; the card says it all.
        self.list.setVisible(len(rows) > 1 or (bool(rows) and self.current is None))
        self._fit_list()
        self._show_card()

    def _fit_list(self) -> None:
        """Make the list as high as its wrapped lines, up to where it scrolls."""
        # The hint of a row knows nothing of where its words wrap; its place after the layout does.
        self.list.doItemsLayout()
        places = (self.list.item(place) for place in range(self.list.count()))
        heights = [self.list.visualItemRect(item).height() for item in places]
        most = self.fontMetrics().lineSpacing() * _LINES_SEEN
        # The bar takes width, so that lines wrap anew: it is there or not, never in between.
        always = Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        policy = always if sum(heights) > most else never
        if policy is not self.list.verticalScrollBarPolicy():
            self.list.setVerticalScrollBarPolicy(policy)
        frame = 2 * self.list.frameWidth() + 4
        self.list.setFixedHeight(min(sum(heights), most) + frame)

    @property
    def current(self) -> CertificateRow | None:
        """The certificate of the current line, usable or not."""
        place = self.list.currentRow()
        rows = self._view.certificates
        return rows[place] if 0 <= place < len(rows) else None

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Certificates"))
        self.refresh.setText(self.tr("Look for tokens again"))
        self.show_view(self._view)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and self._view.certificates:
            self.show_view(self._view)
        super().changeEvent(event)

    def _item(self, certificate: CertificateRow) -> QListWidgetItem:
        text = _line(certificate)
        item = QListWidgetItem(icon("token"), text)
        item.setToolTip(tip(text))
        if not certificate.usable:
            item.setForeground(QColor(colours(self.palette()).soft))
            spoken = self.tr("Cannot be used: {0}").format(certificate.reason)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}. {spoken}")
        return item

    def _moved(self, _place: int) -> None:
        self._show_card()
        self.current_changed.emit()

    def _show_card(self) -> None:
        current = self.current
        stop = current.stop if current is not None else None
        lack = self._view.lack or stop
        if lack is not None:
            self.lack.show_trouble(lack)
        self.lack.setVisible(lack is not None)
        self.refresh.setVisible(self._refreshes and lack is not None)
        self.card.setVisible(current is not None)
        if current is not None:
            self.card.show_certificate(current)


def _same(one: CertificateRow, other: CertificateRow | None) -> bool:
    return other is not None and (one.token, one.identifier) == (other.token, other.identifier)


def _line(certificate: CertificateRow) -> str:
    parts = [certificate.organisation, words.day(certificate.not_after), certificate.token_label]
    parts.append(certificate.mark)
    if certificate.damaged:
        parts = [certificate.token_label]
    lines = [certificate.name, " · ".join(part for part in parts if part)]
    if certificate.reason:
        lines.append(f"✗ {certificate.reason}")
    return "\n".join(lines)
