"""The line below everything says how far synchronising is, and lets it be stopped."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resources.translations import compiled
from sync.cancel import Progress, Step
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.rows import Connection
from ui.status_line import StatusLine


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Progress(Step.CHANGES, 3000, 0), "3000 drafts received"),
        (Progress(Step.CHANGES, 1, 0), "1 draft received"),
        (Progress(Step.CHANGES, 0, 0), ""),
        (Progress(Step.DETAILS, 3, 40), "Drafts: 3 of 40"),
        (Progress(Step.FILES, 7, 9), "Files: 7 of 9"),
        (Progress(Step.SEND, 100, 1000, "Qaror"), ""),
    ],
)
def test_how_far_it_is_stands_in_words(window: MainWindow, told: Progress, said: str) -> None:
    status = window.status
    window.show_connection(Connection.WORKING)
    window.show_progress(told)
    assert status.done.text() == said
    assert (status.progress.value(), status.progress.maximum()) == (told.done, told.total)
    assert status.stop.isVisible()
    window.show_connection(Connection.CONNECTED)
    assert not any(part.isVisible() for part in (status.done, status.progress, status.stop))


def test_a_wish_to_stop_is_told_once(window: MainWindow, qtbot: QtBot) -> None:
    wishes: list[None] = []
    window.status.stop_requested.connect(lambda: wishes.append(None))
    window.show_progress(Progress(Step.FILES, 1, 9))
    window.status.stop.click()
    # What was on its way to the window may still arrive.
    window.show_progress(Progress(Step.FILES, 2, 9))
    window.status.stop.click()
    assert len(wishes) == 1
    window.show_connection(Connection.CONNECTED)
    window.show_progress(Progress(Step.FILES, 1, 3))
    window.status.stop.click()
    assert len(wishes) == 2
    qtbot.wait(1)


def test_another_language_says_the_same_number(qapp: QApplication, qtbot: QtBot) -> None:
    speech = Speech(qapp)
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_progress(Progress(Step.CHANGES, 12, 0))
    said = set()
    try:
        for language in ("en", "uz", "uz_Cyrl", "ru"):
            speech.speak(language, compiled(language))
            line.retranslate()
            assert "12" in line.done.text()
            said.add((line.done.text(), line.stop.text()))
    finally:
        speech.be_silent()
    assert len(said) == 4


def test_the_line_makes_no_window_wider_than_a_small_screen(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_connection(Connection.WORKING)
    line.show_outbox(1000, 1000)
    line.show_tokens(("Namunayev Alisher Davron oʻgʻli",) * 3)
    line.show_progress(Progress(Step.FILES, 1000, 2000))
    assert line.minimumSizeHint().width() <= 800


def test_the_last_synchronising_is_known_at_the_start(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    assert line.synced.text() == "Never synchronised"
    line.show_synced(datetime(2026, 3, 1, 9, 0, tzinfo=UTC))
    assert "2026" in line.synced.text()
