"""Remarks beside the pages: written, kept, handed in, offered again."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.remarks import (
    remark,
)
from ui.main_window import MainWindow
from ui.remark_rows import OfferRow, PlaceFate, RemarkState
from ui.remarks_panel import described


def test_the_list_follows_what_is_typed(window: MainWindow) -> None:
    panel = window.side.remarks
    first, second = (remark(n, RemarkState.DRAFT, mine=True, text="") for n in (1, 2))
    panel.show_remarks((first, second), allowed=True, chosen=second.id)
    panel.editor.text.setPlainText("Nega?")
    panel.editor.text.tell_now()
    assert "Nega?" in panel.list.item(1).text()
    assert "Nega?" not in panel.list.item(0).text()
    assert panel.current is not None
    assert panel.current.text == "Nega?"


def test_what_is_typed_is_told_after_a_pause_and_never_lost_by_looking_elsewhere(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = window.side.remarks
    drafts = (remark(1, RemarkState.DRAFT, mine=True, text=""), remark(2), remark(3))
    window.side.show_remarks(drafts, allowed=True, chosen="r-1")
    told: list[tuple[str, str]] = []
    panel.editor.typed.connect(lambda note, text: told.append((note, text)))
    QTest.keyClicks(panel.editor.text, "Bir")
    assert told == []
    qtbot.waitUntil(lambda: told == [("r-1", "Bir")])
    QTest.keyClicks(panel.editor.text, " ikki")
    panel.choose("r-2")
    assert told[-1] == ("r-1", "Bir ikki")
    assert not panel.editor.isVisibleTo(panel)
    # Rows that were read before the last key was kept do not take it back.
    window.side.show_remarks(drafts, allowed=True)
    panel.choose("r-1")
    assert panel.editor.text.toPlainText() == "Bir ikki"
    with qtbot.waitSignal(panel.editor.hand_in_requested) as wished:
        panel.editor.hand_in.click()
    assert wished.args == ["r-1"]
    with qtbot.assertNotEmitted(panel.editor.hand_in_requested):
        panel.editor.hand_in.click()


def test_what_is_handed_in_takes_no_more_letters(window: MainWindow) -> None:
    panel = window.side.remarks
    rows = (remark(1, RemarkState.DRAFT, mine=True, text="Bir"),)
    window.side.show_remarks(rows, allowed=True, chosen="r-1")
    panel.editor.hand_in.click()
    assert not panel.editor.isVisibleTo(panel)
    # A reading that began before the click shows it as a draft still.
    window.side.show_remarks(rows, allowed=True)
    assert panel.editor.note == ""
    # One begun next, empty or alike, is another one.
    alike = (*rows, remark(2, RemarkState.DRAFT, mine=True, text="Bir"))
    window.side.show_remarks(alike, allowed=True)
    assert panel.current is not None
    assert panel.current.id == "r-1"
    panel.editor.give_back("r-1")
    window.side.show_remarks(alike, allowed=True, chosen="r-1")
    assert panel.editor.text.toPlainText() == "Bir"


def test_a_remark_whose_version_is_no_longer_the_latest_says_so_while_it_is_open(
    window: MainWindow,
) -> None:
    panel = window.side.remarks
    row = remark(1, RemarkState.DRAFT, mine=True, text="Bir")
    window.side.show_remarks((row,), allowed=True, chosen="r-1")
    assert panel.editor.hand_in.isEnabled()
    assert not panel.editor.outdated.isVisibleTo(panel)
    window.side.show_remarks((replace(row, current=False),), allowed=True)
    assert not panel.editor.hand_in.isEnabled()
    assert "version 1" in panel.editor.outdated.text()
    assert panel.editor.outdated.isVisibleTo(panel)


def test_while_an_answer_waits_nothing_can_be_handed_in_and_it_is_said_why(
    window: MainWindow,
) -> None:
    panel = window.side.remarks
    row = remark(1, RemarkState.DRAFT, mine=True, text="Bir")
    window.side.show_remarks((row,), allowed=True, chosen="r-1", closed=True)
    assert not panel.editor.hand_in.isEnabled()
    assert not panel.write.isEnabled()
    assert panel.editor.outdated.isVisibleTo(panel)
    assert "take the answer back" in panel.editor.outdated.text()
    window.side.show_remarks((row,), allowed=True)
    assert panel.editor.hand_in.isEnabled()
    assert not panel.editor.outdated.isVisibleTo(panel)


def test_when_all_is_decided_a_remark_is_not_handed_in_but_copied_or_deleted(
    window: MainWindow,
) -> None:
    panel = window.side.remarks
    row = remark(1, RemarkState.DRAFT, mine=True, text="Bir")
    window.side.show_remarks((row,), allowed=True, chosen="r-1")
    assert not panel.editor.copy.isVisibleTo(panel)
    window.side.show_remarks((row,), allowed=False)
    assert not panel.editor.hand_in.isEnabled()
    assert "no remark of yours" in panel.editor.outdated.text()
    assert panel.editor.outdated.isVisibleTo(panel)
    panel.editor.copy.click()
    assert QGuiApplication.clipboard().text() == "Bir"
    assert panel.editor.delete.isEnabled()


def test_only_a_draft_of_this_version_can_be_changed_or_handed_in(window: MainWindow) -> None:
    panel = window.side.remarks
    rows = (
        remark(1, RemarkState.QUEUED, mine=True),
        remark(2, RemarkState.REFUSED, mine=True, reason="Loyiha oʻzgargan."),
        remark(3, RemarkState.DRAFT, mine=True, current=False),
    )
    window.side.show_remarks(rows, allowed=True)
    for name in ("r-1", "r-2"):
        panel.choose(name)
        assert not panel.editor.isVisibleTo(panel)
    panel.choose("r-3")
    assert panel.editor.isVisibleTo(panel)
    assert not panel.editor.hand_in.isEnabled()
    assert "Loyiha oʻzgargan." in panel.list.item(1).text()
    assert "Refused" in panel.list.item(1).text()


def test_a_draft_without_a_word_is_thrown_away(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.side.remarks
    empty = (remark(1, RemarkState.DRAFT, mine=True, text=""), remark(2))
    window.side.show_remarks(empty, allowed=True, chosen="r-1")
    with qtbot.waitSignal(panel.editor.delete_requested) as wished:
        panel.choose("r-2")
    assert wished.args == ["r-1"]


def test_remarks_of_older_versions_are_offered_one_after_the_other(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = window.side.remarks
    offers = (
        OfferRow("o-1", 1, "Nega?", "12 gektar", PlaceFate.MOVED, 4),
        OfferRow("o-2", 1, "Yoʻq", "", PlaceFate.GONE),
    )
    panel.show_offers(offers)
    assert panel.offer.text().splitlines() == [
        "Your remark on version 1:",
        "“Nega?”",
        "Its place moved to page 4.",
        "1 more after this one.",
    ]
    with qtbot.waitSignal(panel.offer_taken) as taken:
        panel.take.click()
    assert taken.args == ["o-1"]
    panel.show_offers(offers[1:])
    with qtbot.waitSignal(panel.offer_left):
        panel.leave.click()
    panel.show_offers(())
    assert not panel.offering.isVisibleTo(panel)


def test_every_line_of_a_remark_is_in_sight_on_a_narrow_side(window: MainWindow) -> None:
    panel = window.side.remarks
    window.side.tabs.setCurrentWidget(panel)
    long = "Maydon kadastr hujjatidagi bilan mos emas va qayta oʻlchanishi kerak. " * 4
    rows = (remark(1, text=long, reason="Loyiha oʻzgargan.", quote="12 gektar"), remark(2))
    window.side.show_remarks(rows, allowed=True)
    for width in (1360, 1024):
        window.resize(width, 600)
        QTest.qWait(100)
        shown = panel.list.visualItemRect(panel.list.item(0))
        lines = panel.list.fontMetrics().boundingRect(
            QRect(0, 0, shown.width() - 8, 10_000),
            int(Qt.TextFlag.TextWordWrap),
            panel.list.item(0).text(),
        )
        assert shown.height() >= lines.height()


def test_a_refusal_of_an_old_version_leads_to_what_changed(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.tell_refused(lambda: (("Qaror", "The draft has changed."),), compare=True)
    assert window.notice.compare.isVisible()
    with qtbot.waitSignal(window.notice.compare_requested):
        window.notice.compare.click()
    window.tell_refused(lambda: (("Qaror", "Expired."),))
    assert not window.notice.compare.isVisible()


def test_a_long_quote_is_shown_by_how_it_begins_and_ends() -> None:
    long = " ".join(f"soʻz{number}" for number in range(200))
    shown = described(remark(1, quote=long)).splitlines()[1]
    assert len(shown) < 240
    assert shown.startswith("“soʻz0 ")
    assert shown.endswith(" soʻz199”")
    assert "soʻz3”" in described(remark(1, quote="soʻz1 soʻz2 soʻz3"))
