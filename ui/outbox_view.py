"""The outbox window: what waits, what was accepted or refused, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QVBoxLayout, QWidget

from ui.base import Dialog, Text, button, row
from ui.icons import icon
from ui.outbox_model import ROW, OutboxModel
from ui.rows import OutboxRow, OutboxState


class OutboxView(Dialog):
    """Signed things are never lost here: only a refused or never sent one can be put away."""

    retry_requested = Signal(str)
    cancel_requested = Signal(str)
    draft_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = OutboxModel(self)
        self.note = Text("soft")
        self.table = QTableView(showGrid=False)
        self.table.setAlternatingRowColors(True)
        self.table.setObjectName("card")
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 18)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 140), (2, 220), (3, 150), (4, 150), (5, 200)):
            self.table.setColumnWidth(column, width)
        self.table.selectionModel().currentRowChanged.connect(self._enable)
        self.model.modelReset.connect(self._enable)
        self.model.dataChanged.connect(self._enable)
        self.table.doubleClicked.connect(self._wish_draft)
        self.retry = button()
        self.retry.setIcon(icon("retry"))
        self.retry.clicked.connect(self._wish_retry)
        self.put_away = button()
        self.put_away.setIcon(icon("cross"))
        self.put_away.clicked.connect(self._wish_cancel)
        self.open_draft = button("quiet")
        self.open_draft.clicked.connect(self._wish_draft)
        self.close_button = button("main")
        self.close_button.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 14)
        whole.setSpacing(12)
        whole.addWidget(self.note)
        whole.addWidget(self.table, 1)
        whole.addLayout(row(self.retry, self.put_away, self.open_draft, None, self.close_button))
        self.resize(1080, 440)
        self.retranslate()
        self._enable()

    def show_outbox(self, rows: tuple[OutboxRow, ...]) -> None:
        """Show the entries, newest first as given."""
        self.model.set_rows(rows)
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._enable()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Outbox"))
        self.note.setText(
            self.tr(
                "What you signed stays here until the registry has answered. It is sent by itself"
                " as soon as there is a connection."
            )
        )
        self.table.setAccessibleName(self.tr("Outbox"))
        self.retry.setText(self.tr("Send now"))
        self.put_away.setText(self.tr("Put away"))
        self.put_away.setToolTip(self.tr("Only what was refused or was never sent"))
        self.open_draft.setText(self.tr("Open the draft"))
        self.close_button.setText(self.tr("Close"))

    @property
    def chosen(self) -> OutboxRow | None:
        """The entry that is selected."""
        found = self.table.currentIndex().data(ROW)
        return found if isinstance(found, OutboxRow) else None

    def _enable(self) -> None:
        chosen = self.chosen
        state = chosen.state if chosen else None
        self.retry.setEnabled(state in (OutboxState.QUEUED, OutboxState.UNCONFIRMED))
        self.put_away.setEnabled(state in (OutboxState.REFUSED, OutboxState.QUEUED))
        self.open_draft.setEnabled(chosen is not None)

    def _wish_retry(self) -> None:
        if (chosen := self.chosen) is not None:
            self.retry_requested.emit(chosen.key)

    def _wish_cancel(self) -> None:
        if (chosen := self.chosen) is not None:
            self.cancel_requested.emit(chosen.key)

    def _wish_draft(self) -> None:
        if (chosen := self.chosen) is not None:
            self.draft_requested.emit(chosen.draft)
