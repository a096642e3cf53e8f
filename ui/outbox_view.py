"""The outbox window: what waits, what was accepted or refused, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QHeaderView,
    QPlainTextEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.base import Dialog, Text, button, row
from ui.clock import Minutes
from ui.file_names import name_to_open, name_to_save
from ui.icons import icon
from ui.outbox_model import DRAFT, REASON, ROW, OutboxModel
from ui.outbox_rows import OutboxKind, OutboxRow, OutboxState
from ui.question_line import QuestionLine
from ui.save_places import offered
from ui.screen_room import low, room, scant

_SUFFIX = ".eqaror"
_WORDS = 4
"""Lines of what somebody wrote."""
_LEAST = 20
"""Letters of a title that are shown however narrow it gets."""


class OutboxView(Dialog):
    """Signed things are never lost here: only what surely has not left can be taken back."""

    retry_requested = Signal(str)
    cancel_requested = Signal(str)
    put_away_requested = Signal(str)
    """An entry that was refused; it may have become so since another wish was asked about."""
    draft_requested = Signal(str)
    compare_requested = Signal(str, str)
    """The draft's id, and the digest of the version that an entry was about."""
    write_requested = Signal(str, str)
    """The entry's key and the path of a file for another station."""
    bring_requested = Signal(str)
    """The path of a file that another station wrote."""
    sign_in_requested = Signal()
    refresh_requested = Signal()
    """A minute is over, and what is shown may be another thing by now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = OutboxModel(self)
        self._asked, self._refused = "", False
        self._sign_in = False
        self.note = Text("soft")
        self.sign_in = button("quiet")
        self.sign_in.setIcon(icon("token"))
        self.sign_in.clicked.connect(self.sign_in_requested)
        self.sign_in.hide()
        self._minutes = Minutes(self)
        self._minutes.follow(self.note, self.refresh_requested.emit)
        self.table = self._make_table()
        self.detail = Text("", selectable=True)
        # Read and copied; of a long one there is as much as fits, and it scrolls.
        self.words = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self.words.setMaximumHeight(_WORDS * self.fontMetrics().lineSpacing())
        self.words.hide()
        self.said = Text("note")
        self.said.hide()
        self.question = QuestionLine(self)
        self.question.confirmed.connect(self._put_away)
        self.question.declined.connect(self._keep)
        self.retry = button()
        self.retry.setIcon(icon("retry"))
        self.retry.clicked.connect(self._wish_retry)
        self.put_away = button()
        self.put_away.setIcon(icon("cross"))
        self.put_away.clicked.connect(self._wish_cancel)
        self.compare = button()
        self.compare.clicked.connect(self._wish_comparison)
        self.open_draft = button("quiet")
        self.open_draft.clicked.connect(self._wish_draft)
        self.write = button("quiet")
        self.write.clicked.connect(self._wish_file)
        self.bring = button("quiet")
        self.bring.clicked.connect(self._wish_to_bring)
        self.close_button = button("main")
        self.close_button.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 14)
        whole.setSpacing(12)
        head = row(self.note, self.sign_in)
        head.setStretch(0, 1)
        whole.addLayout(head)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.detail)
        whole.addWidget(self.words)
        whole.addWidget(self.said)
        whole.addWidget(self.question)
        whole.addLayout(row(self.retry, self.put_away, self.compare, self.open_draft, None))
        whole.addLayout(row(self.write, self.bring, None, self.close_button))
        self.resize(1080, room(self).height() if low(self) else 500)
        self.retranslate()
        self._enable()

    def _make_table(self) -> QTableView:
        table = QTableView(showGrid=False)
        table.setAlternatingRowColors(True)
        table.setObjectName("card")
        table.setModel(self.model)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        # Two lines, because half a title tells no draft from another; below stands the whole one.
        lines = 1 if low(self) else 2
        table.verticalHeader().setDefaultSectionSize(lines * self.fontMetrics().lineSpacing() + 12)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        # Of what is in sight: a long outbox costs no more than a short one.
        header.setResizeContentsPrecision(0)
        for column in (DRAFT, REASON):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._column_resized)
        table.viewport().installEventFilter(self)
        table.selectionModel().currentRowChanged.connect(self._enable)
        self.model.modelReset.connect(self._enable)
        self.model.dataChanged.connect(self._enable)
        table.doubleClicked.connect(self._wish_draft)
        return table

    def _share_room(self) -> None:
        """Give the two long columns what is left, and never less than their headings need.

        Mostly there is a number and no reason: its column takes what it needs, up to a half.
        """
        header = self.table.horizontalHeader()
        long = (DRAFT, REASON)
        taken = sum(header.sectionSize(i) for i in range(header.count()) if i not in long)
        left = self.table.viewport().width() - taken
        least = self.fontMetrics().averageCharWidth() * _LEAST
        needed = min(self.table.sizeHintForColumn(REASON), max(left // 2, least))
        reason = max(needed, header.sectionSizeHint(REASON))
        header.resizeSection(REASON, reason)
        draft = max(left - reason, least, header.sectionSizeHint(DRAFT))
        header.resizeSection(DRAFT, draft)

    def _column_resized(self, column: int, _before: int, _now: int) -> None:
        if column not in (DRAFT, REASON):
            self._share_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            self._share_room()
        return super().eventFilter(watched, event)

    def show_outbox(self, rows: tuple[OutboxRow, ...]) -> None:
        """Show the entries, newest first as given."""
        chosen = self.chosen
        self.model.set_rows(rows)
        keys = [row.key for row in rows]
        if rows and not self.table.currentIndex().isValid():
            # Something came or went: what was chosen stays chosen.
            kept = chosen.key if chosen is not None else ""
            self.table.selectRow(keys.index(kept) if kept in keys else 0)
        self._share_room()
        self._enable()

    def show_session(self, *, wanted: bool) -> None:
        """Say whether nothing leaves before somebody signs in, and offer it."""
        self._sign_in = wanted
        self.sign_in.setVisible(wanted)
        self._say_what_happens()

    def tell(self, sentence: str) -> None:
        """Say what came of a wish; until the next one."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Outbox"))
        self._say_what_happens()
        self.sign_in.setText(self.tr("Sign in again…"))
        self.table.setAccessibleName(self.tr("Outbox"))
        for column in range(self.model.columnCount()):
            self.table.resizeColumnToContents(column)
        self._share_room()
        self.retry.setText(self.tr("Send now"))
        self.compare.setText(self.tr("What has changed…"))
        self.open_draft.setText(self.tr("Open the draft"))
        self.write.setText(self.tr("Write to a file…"))
        self.write.setToolTip(self.tr("For a USB stick, to be sent by another station"))
        self.bring.setText(self.tr("Bring in from a file…"))
        self.bring.setToolTip(self.tr("What another station wrote to a file"))
        self.close_button.setText(self.tr("Close"))
        self.words.setAccessibleName(self.tr("What you wrote"))
        self._enable()

    def _say_what_happens(self) -> None:
        self.note.set_role("warn" if self._sign_in else "soft")
        # What waits is read in its rows; that it goes by itself is known after the first time.
        self.note.setVisible(self._sign_in or not scant(self))
        self.note.setText(
            self.tr(
                "What you signed stays here until the registry has answered. It waits for your"
                " sign-in: the registry does not know who is signed in here."
            )
            if self._sign_in
            else self.tr(
                "What you signed stays here until the registry has answered. It is sent by itself"
                " as soon as there is a connection and whoever signed it has signed in."
            )
        )

    @property
    def chosen(self) -> OutboxRow | None:
        """The entry that is selected."""
        found = self.table.currentIndex().data(ROW)
        return found if isinstance(found, OutboxRow) else None

    def _enable(self) -> None:
        chosen = self.chosen
        refused = chosen is not None and chosen.state is OutboxState.REFUSED
        takes_back = chosen is not None and chosen.state is OutboxState.QUEUED
        if chosen is None or chosen.key != self._asked:
            self._asked = ""
            self.question.withdraw()
        waits = chosen is not None and chosen.waits and not chosen.sent_by_another
        sends = waits or (chosen is not None and chosen.lost)
        self.retry.setEnabled(sends)
        self.retry.setToolTip("" if chosen is None or sends else chosen.reason)
        self.put_away.setText(self._put_away_text(refused=refused))
        held = chosen.held if chosen is not None else ""
        asked = bool(self._asked)
        self.put_away.setEnabled((refused or takes_back) and not held and not asked)
        self.put_away.setToolTip(held)
        self.compare.setVisible(chosen is not None and chosen.conflict)
        self.open_draft.setEnabled(chosen is not None and chosen.seen)
        self.write.setEnabled(chosen is not None and chosen.waits and chosen.seen)
        parts = (chosen.title, chosen.told, chosen.held) if chosen is not None else ()
        self.detail.setText("\n".join(part for part in parts if part))
        words = chosen.words if chosen is not None else ""
        if words != self.words.toPlainText():
            # Read again every minute: what is marked to be copied stays so.
            self.words.setPlainText(words)
        self.words.setVisible(bool(words))

    def _wish_retry(self) -> None:
        if (chosen := self.chosen) is not None:
            self.tell("")
            self.retry_requested.emit(chosen.key)

    def _put_away_text(self, *, refused: bool) -> str:
        return self.tr("Put away") if refused else self.tr("Take back")

    def _wish_cancel(self) -> None:
        if (chosen := self.chosen) is None:
            return
        self.tell("")
        self._asked, self._refused = chosen.key, chosen.state is OutboxState.REFUSED
        if chosen.kind not in (OutboxKind.PACKAGE, OutboxKind.AGREEMENT):
            self._put_away()
            return
        # A signature is not lost to one click, nor to two of them.
        self._enable()
        if self._refused:
            self.question.ask(
                self.tr("What was signed is removed from this station for good."),
                self.tr("Yes, put away"),
            )
        else:
            self.question.ask(
                self.tr("The signature is discarded; it is signed anew if it is needed."),
                self.tr("Yes, take back"),
            )

    def _put_away(self) -> None:
        key, self._asked = self._asked, ""
        self._enable()
        self.table.setFocus()
        wish = self.put_away_requested if self._refused else self.cancel_requested
        wish.emit(key)

    def _keep(self) -> None:
        self._asked = ""
        self._enable()
        self.put_away.setFocus()

    def _wish_draft(self) -> None:
        if (chosen := self.chosen) is not None and chosen.seen:
            self.draft_requested.emit(chosen.draft)

    def _wish_comparison(self) -> None:
        if (chosen := self.chosen) is not None:
            self.compare_requested.emit(chosen.draft, chosen.version_digest)

    def _wish_file(self) -> None:
        if (chosen := self.chosen) is None:
            return
        self.tell(chosen.stays)
        if chosen.stays:
            return
        key, name = chosen.key, f"{chosen.draft}-{chosen.key[:8]}{_SUFFIX}"
        path = name_to_save(self, self.write.text(), offered(name), f"E-qaror (*{_SUFFIX})")
        if path:
            self.tell(self.tr("Writing…"))
            self.write_requested.emit(key, path)

    def _wish_to_bring(self) -> None:
        self.tell("")
        path = name_to_open(self, self.bring.text(), f"E-qaror (*{_SUFFIX})")
        if path:
            self.tell(self.tr("Reading and checking…"))
            self.bring_requested.emit(path)
