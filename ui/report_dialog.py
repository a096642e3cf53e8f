"""What verifications found: for each file the verdict in one word, its reasons, its signatures."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ui import words
from ui.base import Dialog, Text, button
from ui.file_names import name_to_save
from ui.flow import ButtonLine
from ui.report_page import ReportPage, WaitingPage
from ui.rows import Report, Verdict, plain
from ui.save_places import offered
from ui.screen_room import room
from ui.strange_text import tip
from ui.tab_arrows import name_arrows
from ui.voice import voice

_LETTERS = 24
"""Of a file's name on its tab."""

_WIDE = 80
"""Letters of a line, where the screen has room for them."""


def _short(name: str) -> str:
    """Cut a long name in its middle: beginning and ending tell files apart."""
    if len(name) <= _LETTERS:
        return name
    half = (_LETTERS - 1) // 2
    return f"{name[:half]}…{name[-half:]}"


class ReportDialog(Dialog):
    """One tab for each file; those still being verified say so."""

    stop_requested = Signal()
    save_requested = Signal(object, str)
    """The :class:`~ui.rows.Report` in sight and the path to write it to, which says the form."""
    sign_requested = Signal(object, str)
    """The same, to be signed by a person's token; the path is of a PDF."""
    print_requested = Signal(object)

    def __init__(
        self,
        reports: tuple[Report, ...],
        parent: QWidget | None = None,
        *,
        awaited: tuple[str, ...] = (),
        left_out: int = 0,
    ) -> None:
        super().__init__(parent)
        self._reports = list(reports)
        self._awaited = list(map(plain, awaited))
        self._stopped = False
        self._left_out = left_out
        self.left_out = Text("warn")
        if not left_out:
            self.left_out.hide()
        self.tabs = QTabWidget(documentMode=True)
        self.tabs.setTabBarAutoHide(True)
        self.tabs.setUsesScrollButtons(True)
        # Cut where they are named: Qt cuts all of many until none can be told from the others.
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.currentChanged.connect(self._enable)
        self.save = button()
        self.save.clicked.connect(self._choose_file)
        self.sign = button()
        self.sign.clicked.connect(self._choose_signed)
        self.print = button()
        self.print.clicked.connect(self._wish_print)
        self.stop = button()
        self.stop.clicked.connect(self._wish_to_stop)
        self.close_button = button("main")
        self.close_button.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.addWidget(self.left_out)
        whole.addWidget(self.tabs, 1)
        line = ButtonLine(self.save, self.sign, self.print, None, self.stop, self.close_button)
        whole.addLayout(line)
        wide = max(640, _WIDE * self.fontMetrics().averageCharWidth())
        self.resize(QSize(wide, 560).boundedTo(room(self)))
        self.retranslate()

    @property
    def reports(self) -> tuple[Report, ...]:
        """What has been found out so far."""
        return tuple(self._reports)

    def show_report(self, report: Report) -> None:
        """Show what was found out about the next of the files."""
        self._reports.append(report)
        if self.isVisible():
            self._say(report)
        if self._awaited:
            del self._awaited[0]
        place = len(self._reports) - 1
        shown = self.tabs.currentIndex()
        self._replace(place, ReportPage(report), f"{_SIGN[report.verdict]} {report.file}")
        self.tabs.setCurrentIndex(shown)
        self._name_waiting()
        self._enable()

    def _say(self, report: Report) -> None:
        """Tell the verdict: of its page a reader says nothing, as the keys are elsewhere."""
        told = f"{report.file}: {words.verdict(report.verdict)}"
        voice().say(". ".join((told, *report.reasons[:1])))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            for report in self._reports:
                self._say(report)

    def show_stopped(self) -> None:
        """Say of everything still awaited that it was not verified."""
        self._stopped = True
        self._name_waiting()
        self._enable()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Verification"))
        self.close_button.setText(self.tr("Close"))
        self.stop.setText(self.tr("Stop"))
        self.save.setText(self.tr("Save the report…"))
        self.save.setToolTip(self.tr("As PDF, HTML or JSON; nobody signs it"))
        self.sign.setText(self.tr("Sign the report…"))
        self.sign.setToolTip(self.tr("A PDF that you sign with your token"))
        self.print.setText(self.tr("Print…"))
        # A new text takes the keys away.
        self.print.setShortcut(QKeySequence("Ctrl+P"))
        self.left_out.setText(
            self.tr("Too many at a time: %n file(s) were not looked at.", "", self._left_out)
        )
        self.tabs.setAccessibleName(self.tr("Verification"))
        name_arrows(self.tabs.tabBar())
        shown = max(0, self.tabs.currentIndex())
        while self.tabs.count():
            page = self.tabs.widget(0)
            self.tabs.removeTab(0)
            if page is not None:
                page.deleteLater()
        for place, report in enumerate(self._reports):
            name = f"{_SIGN[report.verdict]} {report.file}"
            self._replace(place, ReportPage(report), name)
        self._name_waiting()
        self.tabs.setCurrentIndex(shown)
        self._enable()

    def _name_waiting(self) -> None:
        for place, name in enumerate(self._awaited):
            said = (
                self.tr("Not verified: it was stopped.")
                if self._stopped
                else self.tr("Being verified…")
                if place == 0
                else self.tr("Waits for its turn…")
            )
            self._replace(len(self._reports) + place, WaitingPage(name, said), f"… {name}")

    def _replace(self, place: int, page: QWidget, name: str) -> None:
        before = self.tabs.widget(place)
        if before is not None:
            self.tabs.removeTab(place)
            before.deleteLater()
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        area.setAccessibleName(name)
        # The tabs take the focus themselves; of one file they are hidden, and Tab would end here.
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.insertTab(place, area, _short(name).replace("&", "&&"))
        self.tabs.setTabToolTip(place, tip(name))

    def _enable(self) -> None:
        running = bool(self._awaited) and not self._stopped
        self.stop.setVisible(running)
        for made in (self.save, self.sign, self.print):
            made.setEnabled(self._current is not None)

    @property
    def _current(self) -> Report | None:
        place = self.tabs.currentIndex()
        return self._reports[place] if 0 <= place < len(self._reports) else None

    def _wish_to_stop(self) -> None:
        self.stop_requested.emit()
        self.show_stopped()

    def _choose_file(self) -> None:
        report = self._current
        if report is None:
            return
        path = name_to_save(self, self.tr("Save the report"), _place(report), ";;".join(_KINDS))
        if path:
            self.save_requested.emit(report, path)

    def _wish_print(self) -> None:
        if self._current is not None:
            self.print_requested.emit(self._current)

    def _choose_signed(self) -> None:
        report = self._current
        if report is None:
            return
        path = name_to_save(self, self.tr("Sign the report"), _place(report), _KINDS[0])
        if path:
            self.sign_requested.emit(report, path)


def _place(report: Report) -> str:
    return offered(f"{report.file}.pdf", report.folder)


_KINDS = ("PDF (*.pdf)", "HTML (*.html)", "JSON (*.json)")
_SIGN = {Verdict.VALID: "✓", Verdict.INVALID: "✗", Verdict.INDETERMINATE: "!"}
