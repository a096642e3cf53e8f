"""The right side: time taken, silence apart, annexes that are others than before, history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QRect, Qt
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

    page = side.tabs.widget(3)
    assert page is not None

    def facts() -> list[Text]:
        return [text for text in page.findChildren(Text) if text.isVisible()]

    def cut() -> list[str]:
        """Return what has no room, by what its font needs and not by what a layout gave it."""
        poor, bottom = [], 0
        for text in sorted(facts(), key=lambda shown: shown.y()):
            room = text.contentsRect()
            wide = QRect(0, 0, room.width(), 10_000)
            needed = text.fontMetrics().boundingRect(
                wide, int(Qt.TextFlag.TextWordWrap), text.text()
            )
            inside = text.y() >= bottom and text.geometry().right() < side.width()
            if not inside or needed.height() > room.height() or needed.width() > room.width():
                poor.append(text.text())
            bottom = text.geometry().bottom()
        return poor

    act = "Oʻzbekiston Respublikasining “Mahalliy davlat hokimiyati toʻgʻrisida”gi Qonuni"
    for width in range(240, 340, 12):
        side.resize(width, 600)
        side.show_draft(replace(examples.view(), legal_basis=f"{act} {width}; {act}"))
        # Each has its name and its words; they are to be seen a moment later.
        qtbot.waitUntil(lambda: len(facts()) >= 16, timeout=1000)
        qtbot.waitUntil(lambda: cut() == [], timeout=1000)
        names = {text.text() for text in facts()}
        assert {"Legal basis", "Digest of this version", "Draft id"} < names
        assert max(text.height() for text in facts()) > 3 * side.fontMetrics().height()


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
    assert side.files.item(0).data(Qt.ItemDataRole.UserRole) == first.number


@pytest.mark.usefixtures("speech")
def test_what_was_done_here_is_told_with_what_came_of_it() -> None:
    row = HistoryRow(NOW, Event.DONE_HERE, doing=OutboxKind.PACKAGE, said="Accepted")
    assert line(row).endswith("Signed package: Accepted")
