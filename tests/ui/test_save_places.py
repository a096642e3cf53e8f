"""Where files are offered to be written, and what of it is in sight."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import examples
from tests.ui.gallery import REPORT
from ui.main_window import MainWindow
from ui.outbox_view import OutboxView
from ui.report_dialog import ReportDialog
from ui.report_sign_dialog import ReportSignDialog
from ui.theme import use_text_size


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths that were offered; nobody takes one."""
    found: list[str] = []

    def ask(dialog: QFileDialog) -> int:
        found.extend(dialog.selectedFiles())
        return 0

    monkeypatch.setattr(QFileDialog, "exec", ask)
    return found


@pytest.mark.usefixtures("speech")
def test_a_report_is_offered_beside_its_file_and_nothing_where_the_program_runs(
    qtbot: QtBot, asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    there = tmp_path / "kelgan"
    there.mkdir()
    dialog = ReportDialog((replace(REPORT, folder=str(there)), replace(REPORT, folder="")))
    qtbot.addWidget(dialog)
    dialog.sign.click()
    dialog.save.click()
    assert asked == [str(there / "qaror.asice.pdf")] * 2
    dialog.tabs.setCurrentIndex(1)
    dialog.sign.click()
    outbox = OutboxView()
    qtbot.addWidget(outbox)
    outbox.show_outbox(examples.outbox())
    outbox.write.click()
    for path in asked[2:]:
        assert Path(path).is_absolute()
        assert Path(path).parent != tmp_path


def test_what_a_report_is_signed_with_and_its_place_are_in_sight_with_large_letters(
    app: QApplication, window: MainWindow, qtbot: QtBot
) -> None:
    use_text_size(app, 200)
    try:
        dialog = ReportSignDialog(REPORT, "/home/n/qaror.asice.pdf", window)
        dialog.show_token(examples.token_view())
        dialog.show()
        dialog.resize(dialog.width(), 552)
        for kept in (dialog.target, dialog.chooser.card.name, dialog.pin.edit):
            qtbot.waitUntil(partial(whole, kept))
        dialog.close()
    finally:
        use_text_size(app, 100)


def whole(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect() == widget.rect()
