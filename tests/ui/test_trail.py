"""The right side: time taken, silence apart, annexes that are others than before, history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sync.wire import Answer
from tests.ui import examples
from ui.base import Text
from ui.history import AnnexChange, Event, HistoryRow, line
from ui.outbox_rows import OutboxKind
from ui.side_panel import SidePanel
from ui.trail_model import spoken

NOW = examples.NOW


def test_an_answer_says_how_long_it_took_and_silence_does_not() -> None:
    row = replace(examples.trail()[0], decision=Answer.AGREED)
    row = replace(row, received=NOW - timedelta(hours=5, minutes=3), decided=NOW)
    assert "in 5 hour" in spoken(row)
    assert "in 5 hour" not in spoken(replace(row, decision=Answer.DEEMED_AGREED))


@pytest.mark.usefixtures("speech")
def test_details_are_whole_however_many_lines_they_take(qtbot: QtBot) -> None:
    side = SidePanel()
    qtbot.addWidget(side)
    side.resize(300, 600)
    side.tabs.setCurrentIndex(3)
    side.show()

    def whole() -> bool:
        shown = [text for text in side.findChildren(Text) if text.isVisible()]
        return all(text.height() >= text.heightForWidth(text.width()) for text in shown)

    act = "Oʻzbekiston Respublikasining “Mahalliy davlat hokimiyati toʻgʻrisida”gi Qonuni"
    for width in range(240, 340, 12):
        side.resize(width, 600)
        side.show_draft(replace(examples.view(), legal_basis=f"{act} {width}; {act}"))
        qtbot.waitUntil(whole, timeout=1000)


@pytest.mark.usefixtures("speech")
def test_changed_annexes_and_history_are_told_for_their_version_only(qtbot: QtBot) -> None:
    side = SidePanel()
    qtbot.addWidget(side)
    side.show()
    view = examples.view()
    with qtbot.waitSignal(side.shown):
        side.show_draft(view)
    first = view.annexes[0]
    changes = {first.sha256: AnnexChange(1, 2)}
    history = (HistoryRow(NOW, Event.ASKED, round=1, version=2, count=3),)
    side.show_history("another version", history, changes)
    assert "Changed" not in side.files.item(0).text()
    side.show_history(view.version_digest, history, changes)
    assert "! Changed since round 1 (version 2)" in side.files.item(0).text()
    assert "Changed" not in side.files.item(1).text()
    shown = [text.text() for text in side.findChildren(Text)]
    assert any("Round 1, version 2: 3 organisations asked" in text for text in shown)
    # Shown again, e.g. when signatures are checked, it stays; of another version nothing does.
    side.show_draft(view)
    assert "Changed since" in side.files.item(0).text()
    side.show_draft(replace(view, version_digest="0" * 64))
    assert "Changed since" not in side.files.item(0).text()
    assert side.files.item(0).data(Qt.ItemDataRole.UserRole) == first.sha256


@pytest.mark.usefixtures("speech")
def test_what_was_done_here_is_told_with_what_came_of_it() -> None:
    row = HistoryRow(NOW, Event.DONE_HERE, doing=OutboxKind.PACKAGE, said="Accepted")
    assert line(row).endswith("Signed package: Accepted")
