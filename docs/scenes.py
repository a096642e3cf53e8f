"""What the pictures of the documentation show: a demo office at work.

Registry, tokens, signatures, reports and errors are real. Only what a person would type is given
here, in the language of the picture.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from eqaror_desktop.application import Application
from eqaror_desktop.demo import PIN, RunningRegistry
from eqaror_desktop.desktop.controller import Controller
from registry.files import FileStore
from signing.errors import AttemptsLeft, TokenTimeout
from sync.wire import Annex, FileRef
from ui.batch_rows import Mode
from ui.close_question import CloseQuestion, Work, WorkKind
from ui.main_window import MainWindow
from ui.pin_prompt import PinPrompt
from ui.remark_rows import Selected
from ui.report_dialog import ReportDialog
from ui.rows import Group
from ui.setup_dialog import SetupStep
from ui.theme import use_text_size

_PATIENCE = 120.0
_DRAWN = 1.5
"""Seconds a page may take to be drawn while the machine is busy."""

SIGNED = "2026-000101"
AGAIN = "2026-000102"
"""In its second round, Cyrillic."""
ANSWERED = "2026-000121"
"""In its third round; the officer is asked."""

_REMARK = {
    "uz": "1-bandda ijro muddati koʻrsatilmagan. Muddatni aniq yozishni taklif qilamiz.",
    "uz_Cyrl": "1-бандда ижро муддати кўрсатилмаган. Муддатни аниқ ёзишни таклиф қиламиз.",
    "ru": "В пункте 1 не указан срок исполнения. Предлагаем назвать точную дату.",
    "en": "Item 1 names no term for its execution. We propose an exact date.",
}
_REASON = {
    "uz": "2-ilovadagi mablagʻ manbai asoslanmagan.",
    "uz_Cyrl": "2-иловадаги маблағ манбаи асосланмаган.",
    "ru": "Источник средств в приложении 2 не обоснован.",
    "en": "The source of funds in annex 2 is not justified.",
}


@dataclass(frozen=True)
class Stage:
    """A running window, and where its pictures go."""

    qt: QApplication
    core: Application
    window: MainWindow
    controller: Controller
    keep: Callable[[QWidget, str], None]

    def wait(self, ready: Callable[[], bool]) -> None:
        """Let the window work until ``ready``.

        Raises:
            TimeoutError: it did not get there.
        """
        deadline = time.monotonic() + _PATIENCE
        while not ready():
            if time.monotonic() > deadline:
                raise TimeoutError("the window did not get there")
            self.rest(0.01)

    def rest(self, seconds: float = _DRAWN) -> None:
        """Let the window work for a while."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.qt.processEvents()
            time.sleep(0.005)

    def open(self, draft: str, group: Group) -> None:
        """Open a draft of a group and wait until its pages are drawn and its trail is checked."""
        self.window.drafts.show_group(group)
        self.window.drafts.choose(draft)
        self.window.draft_opened.emit(draft)
        self.wait(lambda: self.window.open_draft == draft and self.window.document.page_count > 0)
        self.rest()

    def shot(self, widget: QWidget | None, name: str, seconds: float = 0.6) -> None:
        """Keep a picture of a window once it has come to rest."""
        if widget is None:
            raise LookupError(name)
        self.rest(seconds)
        self.keep(widget, name)


def begin(stage: Stage, group: Group) -> None:
    """Wait for the list of somebody who has signed in."""
    stage.controller.begin()
    stage.wait(lambda: stage.window.drafts.group is group)
    stage.wait(lambda: stage.window.drafts.model.rowCount() > 0)


def reading(stage: Stage) -> None:
    """A decision is read: text, thumbnails, words found, panels, search, an older version."""
    window = stage.window
    stage.open(SIGNED, Group.TO_SIGN)
    stage.wait(window.bar.sign.isEnabled)
    document = window.document
    document.tools.thumbnails.click()
    document.tools.finding.click()
    QTest.keyClicks(document.find_bar.field, "issiqlik")
    stage.wait(document.find_bar.next.isEnabled)
    document.find_bar.next.click()
    window.side.tabs.setCurrentIndex(2)
    stage.shot(window, "find", _DRAWN)
    document.find_bar.close_bar()
    document.tools.thumbnails.click()
    document.tools.as_text.click()
    window.side.tabs.setCurrentIndex(3)
    stage.shot(window, "reading", _DRAWN)
    document.tools.as_pages.click()
    window.side.tabs.setCurrentIndex(0)
    _searching(stage)
    stage.open(AGAIN, Group.TO_SIGN)
    window.side.trail.scrollToBottom()
    stage.shot(window, "rounds", _DRAWN)
    _in_large_letters(stage)
    stage.controller.reviewing.comparing.begin(AGAIN, 1)
    comparing = stage.controller.reviewing.comparing
    stage.wait(
        lambda: comparing.dialog is not None and comparing.dialog.table.compared.rowCount() > 0
    )
    stage.shot(comparing.dialog, "compare", _DRAWN)
    if comparing.dialog is not None:
        comparing.dialog.close()


def _in_large_letters(stage: Stage) -> None:
    """Text of 250 % in the smallest window."""
    before, bound = stage.window.size(), stage.window.maximumSize()
    # As on a screen of that size: on a larger one the window would grow with its letters.
    stage.window.setMaximumSize(1024, 579)
    use_text_size(stage.qt, 250)
    stage.rest()
    stage.window.resize(1024, 579)
    stage.shot(stage.window, "large", _DRAWN)
    use_text_size(stage.qt, 100)
    stage.window.setMaximumSize(bound)
    stage.window.resize(before)
    stage.rest()


def _searching(stage: Stage) -> None:
    searching = stage.window.drafts.searching
    QTest.keyClicks(searching.field, "maktab")
    stage.wait(lambda: bool(searching.told.text()))
    stage.rest()
    searching.filters.type.setCurrentIndex(1)
    stage.shot(stage.window, "search", _DRAWN)
    searching.filter_button.click()
    stage.shot(searching.filters, "filters")
    searching.filters.clear()
    searching.filters.close()
    searching.field.clear()
    stage.wait(lambda: not searching.told.text())


def signing(stage: Stage, language: str) -> None:
    """Ready? Sign with a wrong PIN, then the right one; several at once; one is returned."""
    window, controller = stage.window, stage.controller
    stage.open(SIGNED, Group.TO_SIGN)
    stage.wait(window.bar.sign.isEnabled)
    window.bar.ready.click()
    ready = controller.errands.readiness
    stage.wait(lambda: ready.dialog is not None and ready.dialog.complete)
    stage.shot(ready.dialog, "ready")
    if ready.dialog is not None:
        ready.dialog.close()
    window.drafts.batch_requested.emit(window.drafts.to_sign)
    batching = controller.batching
    stage.wait(lambda: batching.dialog is not None and batching.dialog.mode is Mode.REVIEW)
    stage.shot(batching.dialog, "batch", _DRAWN)
    if batching.dialog is not None:
        batching.dialog.reject()
    window.bar.returning.click()
    sending = controller.sending_back
    if sending.dialog is not None:
        sending.dialog.reason.setPlainText(_REASON[language])
        stage.shot(sending.dialog, "return")
        sending.dialog.reject()
    window.bar.sign.click()
    stage.wait(lambda: controller.signing.dialog is not None)
    dialog = controller.signing.dialog
    if dialog is None:
        raise LookupError("sign")
    stage.wait(dialog.pin.isEnabled)
    stage.shot(dialog, "sign")
    QTest.keyClicks(dialog.pin.edit, "000000")
    dialog.sign.click()
    stage.wait(dialog.trouble.isVisible)
    stage.shot(dialog, "wrong_pin")
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    dialog.sign.click()
    stage.wait(dialog.close_button.isVisible)
    stage.wait(lambda: not controller.signing.waiting)
    stage.shot(dialog, "signed", 2 * _DRAWN)
    dialog.close_button.click()


def verifying(stage: Stage, directory: Path) -> None:
    """The package that was just registered, and a copy in which one byte is another."""
    package = directory / f"{SIGNED}.asice"
    package.write_bytes(b"".join(stage.core.carrier.registered_package(SIGNED)))
    changed = bytearray(package.read_bytes())
    changed[len(changed) // 2] ^= 1
    broken = directory / f"{SIGNED}-2.asice"
    broken.write_bytes(changed)
    stage.controller.errands.drop.dropped.emit([str(package), str(broken)])
    dialog = stage.window.findChild(ReportDialog)
    if dialog is None:
        raise LookupError("report")
    stage.wait(lambda: len(dialog.reports) == 2)
    dialog.resize(760, 900)
    stage.shot(dialog, "report")
    dialog.tabs.setCurrentIndex(1)
    stage.shot(dialog, "report_broken")
    dialog.tabs.setCurrentIndex(0)
    signing = stage.controller.report_signing
    dialog.sign_requested.emit(dialog.reports[0], str(directory / f"{SIGNED}-report.pdf"))
    stage.wait(lambda: signing.dialog is not None and signing.dialog.pin.isEnabled())
    stage.shot(signing.dialog, "report_sign")
    if signing.dialog is not None:
        signing.dialog.reject()
    stage.wait(lambda: signing.dialog is None)
    dialog.close()


def without_a_line(stage: Stage, registry: RunningRegistry) -> None:
    """One is signed while the registry is away, and waits in the outbox."""
    window, controller = stage.window, stage.controller
    stage.open(AGAIN, Group.TO_SIGN)
    stage.wait(window.bar.sign.isEnabled)
    registry.stop()
    window.bar.sign.click()
    stage.wait(lambda: controller.signing.dialog is not None)
    dialog = controller.signing.dialog
    if dialog is None:
        raise LookupError("sign")
    stage.wait(dialog.pin.isEnabled)
    QTest.keyClicks(dialog.pin.edit, PIN.decode())
    dialog.sign.click()
    stage.wait(dialog.close_button.isVisible)
    stage.shot(dialog, "unsent", 2 * _DRAWN)
    dialog.close_button.click()
    stage.rest()
    stage.open(AGAIN, Group.OUTBOX)
    stage.shot(window, "waiting", _DRAWN)
    controller.show_outbox()
    stage.rest()
    outbox = next(
        widget for widget in stage.qt.topLevelWidgets() if type(widget).__name__ == "OutboxView"
    )
    stage.shot(outbox, "outbox", _DRAWN)
    outbox.close()
    ready = controller.errands.readiness
    ready.show()
    stage.wait(lambda: ready.dialog is not None and ready.dialog.complete)
    stage.shot(ready.dialog, "ready_offline")
    if ready.dialog is not None:
        ready.dialog.close()


def asking(stage: Stage) -> None:
    """Windows that ask or tell beside the work: keys, tokens, an error, closing, the first run."""
    window, controller = stage.window, stage.controller
    window.activateWindow()
    stage.rest(0.3)
    QTest.keyClick(window, Qt.Key.Key_F1)
    stage.wait(lambda: QApplication.activeModalWidget() is not None)
    _shot_and_close(stage, "keys")
    controller.station.show_error(TokenTimeout("sign", 60))
    stage.wait(lambda: QApplication.activeModalWidget() is not None)
    _shot_and_close(stage, "error")
    controller.pins.change()
    pins = controller.pins
    stage.wait(lambda: pins.dialog is not None and pins.dialog.tokens.count() > 0)
    if pins.dialog is not None:
        pins.dialog.tokens.setCurrentIndex(0)
        stage.shot(pins.dialog, "pin")
        pins.dialog.reject()
    for name, made in (
        ("prompt", PinPrompt(2, AttemptsLeft.FEW, window)),
        ("close", CloseQuestion(Work(WorkKind.BATCH, 3, 4), window)),
    ):
        made.show()
        stage.shot(made, name)
        made.close()
    window.sign_out_requested.emit()
    stage.wait(lambda: not window.signed_in)
    controller.begin_signing_in()
    signs = controller.signing_in
    stage.wait(lambda: signs.dialog is not None and signs.dialog.chooser.list.count() == 2)
    if signs.dialog is not None:
        signs.dialog.chooser.list.setCurrentRow(0)
        stage.shot(signs.dialog, "sign_in")
        signs.dialog.reject()
    setting = controller.errands.setting_up
    setting.show()
    stage.wait(lambda: setting.dialog is not None)
    if setting.dialog is not None:
        setting.dialog.steps.setCurrentRow(list(SetupStep).index(SetupStep.REGISTRY))
        setting.dialog.use.setEnabled(True)
        setting.dialog.use.click()
        stage.rest(2 * _DRAWN)
        stage.shot(setting.dialog, "setup")
        setting.dialog.steps.setCurrentRow(list(SetupStep).index(SetupStep.TOKEN))
        setting.dialog.test.click()
        stage.wait(lambda: bool(setting.dialog is None or setting.dialog.found.text()))
        stage.shot(setting.dialog, "setup_token", 2 * _DRAWN)
        setting.dialog.reject()


def _shot_and_close(stage: Stage, name: str) -> None:
    dialog = QApplication.activeModalWidget()
    stage.shot(dialog, name)
    if dialog is not None:
        dialog.close()
    stage.rest(0.2)


def answering(stage: Stage, language: str) -> None:
    """An officer remarks on words of a decision, and objects to it."""
    window, controller = stage.window, stage.controller
    stage.open(ANSWERED, Group.TO_AGREE)
    stage.wait(window.bar.agree.isEnabled)
    document = window.document
    text = document.source.document.getAllText(0).text()
    start = text.index("1. ")
    size = len(text[start:].split("\r\n")[0].rstrip())
    file = document.file
    window.side.tabs.setCurrentIndex(1)
    document.remark_wished.emit(Selected(file, 1, text, start, start + size))
    panel = window.side.remarks
    stage.wait(panel.editor.isVisible)
    panel.editor.text.setPlainText(_REMARK[language])
    stage.shot(window, "remark", 2 * _DRAWN)
    window.bar.objecting.click()
    dialog = controller.answering.dialog
    if dialog is None:
        raise LookupError("agree")
    dialog.fill_words(_REMARK[language])
    stage.wait(dialog.pin.isEnabled)
    stage.shot(dialog, "agree", _DRAWN)
    dialog.reject()
    stage.rest(0.5)


def keep_first_versions(core: Application, registry: Path) -> None:
    """Give a station what one that was there in the first round has: version 1 and its files."""
    kept = FileStore(registry / "files")
    with closing(sqlite3.connect(registry / "registry.db")) as known:
        here = {item.id for item in core.drafts()}
        for name in here & {AGAIN, ANSWERED}:
            draft = core.draft(name)
            digest, sha256, title = known.execute(
                "SELECT digest, text_sha256, text_name FROM versions"
                " WHERE draft = ? AND number = 1",
                (name,),
            ).fetchone()
            content = _content(kept, sha256)
            core.store.files.put(content, sha256)
            annexes = []
            for number, heading, annexed, named in known.execute(
                "SELECT number, title, sha256, name FROM annexes"
                " WHERE draft = ? AND version = 1 ORDER BY number",
                (name,),
            ):
                data = _content(kept, annexed)
                core.store.files.put(data, annexed)
                annexes.append(Annex(number, heading, FileRef(annexed, len(data), named)))
            summary = replace(
                draft.summary,
                version=1,
                round=1,
                version_digest=digest,
                annex_count=len(annexes),
            )
            text = FileRef(sha256, len(content), title)
            core.store.versions.put(
                replace(draft, summary=summary, text=text, annexes=tuple(annexes))
            )


def _content(kept: FileStore, sha256: str) -> bytes:
    place = kept.path(sha256)
    if place is None:
        raise FileNotFoundError(sha256)
    return place.read_bytes()
