"""Reviewing through the real window: store, registry and token are real."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eqaror_desktop.comparison.places import anchor_of
from eqaror_desktop.demo import PIN
from eqaror_desktop.desktop.lanes import Lane
from sync.entries import OutboxKind, OutboxState
from sync.store.notes import Anchor
from sync.wire import Answer
from tests.application import typing_remark
from tests.application.conftest import Station
from tests.application.test_review import newer
from tests.application.test_window_job import (
    PATIENCE,
    Desk,
    desk,
    open_to_answer,
    opened_desk,
)
from ui.remark_rows import RemarkState, Selected

__all__ = ["desk"]


pytestmark = pytest.mark.settled("officer")


def test_a_remark_is_written_handed_in_and_seen_back(desk: Desk, station: Station) -> None:
    draft = open_to_answer(desk, station)
    window, bot = desk.window, desk.bot
    panel = window.side.remarks
    text = window.document._document.getAllText(0).text()
    word = text.split()[1]
    start = text.index(word)
    window.document.remark_wished.emit(
        Selected(draft.text.sha256, 1, text, start, start + len(word))
    )
    bot.waitUntil(panel.editor.isVisible, timeout=PATIENCE)
    QTest.keyClicks(panel.editor.text, "Nega aynan shu?")
    panel.editor.hand_in.click()
    QTest.keyClicks(panel.editor.text, " va yana")
    assert panel.editor.text.toPlainText() == ""
    bot.waitUntil(
        lambda: panel.current is not None and panel.current.state is RemarkState.SENT,
        timeout=PATIENCE,
    )
    assert panel.current is not None
    assert (panel.current.quote, panel.current.start, panel.current.size) == (
        word,
        start,
        len(word),
    )
    # What was asked is still asked, and can be answered at once.
    assert window.bar.agree.isEnabled()
    assert not window.bar.agree.isHidden()
    (entry,) = desk.controller.station.application.outbox()
    assert (entry.kind, entry.state) == (OutboxKind.REMARK, OutboxState.ACCEPTED)
    # The registry's word takes the place of the outbox entry; others may have remarked too.
    bot.waitUntil(
        lambda: (
            ["Nega aynan shu?" in panel.list.item(at).text() for at in range(panel.count)].count(
                True
            )
            == 1
        ),
        timeout=PATIENCE,
    )


def test_a_dialog_closed_at_once_gets_no_words_any_more(desk: Desk, station: Station) -> None:
    draft, controller = open_to_answer(desk, station), desk.controller
    controller.station.application.review.keep_answer_words(draft, "Boshlangan fikr")
    desk.window.bar.agree.click()
    assert controller.answering.dialog is not None
    controller.answering.dialog.reject()
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
    arrived: list[object] = []
    controller.station.lanes.start(Lane.READING, lambda _: None, arrived.append, arrived.append)
    desk.bot.waitUntil(lambda: bool(arrived), timeout=PATIENCE)
    assert controller.answering.dialog is None


def test_remarks_left_behind_are_told_before_answering(desk: Desk, station: Station) -> None:
    draft, controller = open_to_answer(desk, station), desk.controller
    review = controller.station.application.review
    review.begin_remark(draft, Anchor(), "Topshirilmagan")
    review.begin_remark(draft, Anchor(), " ")
    desk.window.bar.agree.click()
    dialog = controller.answering.dialog
    assert dialog is not None
    desk.bot.waitUntil(dialog.unsent.isVisible, timeout=PATIENCE)
    assert dialog.unsent.text().startswith("1 remark ")
    dialog.reject()


def test_what_changed_is_shown_and_the_remark_offered_again(desk: Desk, station: Station) -> None:
    draft = open_to_answer(desk, station)
    application, window, bot = desk.controller.station.application, desk.window, desk.bot
    review = application.review
    text = window.document._document.getAllText(0).text()
    note = review.begin_remark(draft, _anchor(draft.text.sha256, text), "Nega?")
    application.desk.answer(draft.summary.id, Answer.AGREED, "", None, bytearray(PIN))
    station.stop()
    settle(desk)
    following = newer(replace(draft, summary=replace(draft.summary, title="Yangi nom")))
    application.store.drafts.put_detail(following)
    bot.waitUntil(lambda: not window.side.compare.isHidden(), timeout=PATIENCE)
    desk.controller.reviewing.show(following)
    # What was offered was for the version before: since which of them, is not known yet.
    assert window.side.compare.isHidden()
    # What this test did in the window's thread is no stall of the window.
    bot.wait(60)
    desk.watchdog.longest_busy = 0.0
    window.draft_opened.emit(draft.summary.id)
    panel = window.side.remarks
    bot.waitUntil(lambda: "Nega?" in panel.offer.text(), timeout=PATIENCE)
    assert "unchanged, page 1" in panel.offer.text()
    bot.waitUntil(lambda: not window.side.compare.isHidden(), timeout=PATIENCE)
    assert "since you answered" in window.side.compare.toolTip()
    window.side.compare.click()
    comparing = desk.controller.reviewing.comparing
    dialog = comparing.dialog
    assert dialog is not None
    model = dialog.table.compared
    bot.waitUntil(lambda: model.rowCount() > 1, timeout=PATIENCE)
    assert (model.line(1).text, model.line(1).words(1)) == ("Title", "⊕Yangi nom")
    now = draft.summary.version + 1
    chosen = [box.currentText() for box in (dialog.older, dialog.newer)]
    assert chosen == [f"Version {now - 1}, which you answered", f"Version {now}, the present one"]
    dialog.reject()
    assert comparing.dialog is None
    panel.take.click()
    bot.waitUntil(panel.editor.isVisible, timeout=PATIENCE)
    assert panel.editor.text.toPlainText() == "Nega?"
    assert panel.editor.hand_in.isEnabled()
    kept = review.notes(draft.summary.id)
    assert [item.version for item in kept] == [draft.summary.version + 1]
    assert kept[0].id != note.id
    assert desk.watchdog.longest_busy < 0.25


def settle(desk: Desk) -> None:
    """Wait for what is still on its way from a registry that has stopped.

    It knows nothing of a version that a test puts into the store, and would write over it.
    """
    for lane in (Lane.NETWORK, Lane.FETCHING):
        ended: list[object] = []
        desk.controller.station.lanes.start(lane, lambda _: None, ended.append, ended.append)
        desk.bot.waitUntil(lambda ended=ended: bool(ended), timeout=PATIENCE)  # type: ignore[misc]


def _anchor(file: str, text: str) -> Anchor:
    start = text.index(text.split()[2])
    return anchor_of(file, 1, text, start, start + 12)


def test_words_for_a_note_that_ended_meanwhile_are_a_note_of_their_own(
    desk: Desk, station: Station
) -> None:
    draft = open_to_answer(desk, station)
    review, window, bot = desk.controller.station.application.review, desk.window, desk.bot
    editor = window.side.remarks.editor
    note = review.begin_remark(draft, Anchor(), "Nega?")
    desk.controller.reviewing._reload(note.id)
    bot.waitUntil(lambda: editor.note == note.id, timeout=PATIENCE)
    review.hand_in(note.id)
    QTest.keyClicks(editor.text, "Yana: ")
    bot.waitUntil(lambda: len(review.notes(draft.summary.id)) == 1, timeout=PATIENCE)
    (made,) = review.notes(draft.summary.id)
    assert made.id != note.id
    assert "Yana: " in made.text
    # Thrown away by mistake it comes back, with the letters that were typed last.
    bot.waitUntil(lambda: editor.note == made.id, timeout=PATIENCE)
    editor.text.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(editor.text, " Oxiri.")
    undo = window.side.remarks.undo
    assert undo.isHidden()
    editor.delete.click()
    bot.waitUntil(undo.isVisible, timeout=PATIENCE)
    assert undo.undo.accessibleName() == "Undo: Remark removed."
    assert review.notes(draft.summary.id) == ()
    window.activateWindow()
    window.side.remarks.list.setFocus()
    QTest.keyClick(window.side.remarks.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    bot.waitUntil(lambda: len(review.notes(draft.summary.id)) == 1, timeout=PATIENCE)
    bot.waitUntil(lambda: "Oxiri." in editor.text.toPlainText(), timeout=PATIENCE)
    assert undo.isHidden()
    (again,) = review.notes(draft.summary.id)
    assert (again.anchor, again.version) == (made.anchor, made.version)


def test_a_newer_version_waits_until_the_one_that_is_read_was_read(
    desk: Desk, station: Station
) -> None:
    draft = open_to_answer(desk, station)
    application, window, bot = desk.controller.station.application, desk.window, desk.bot
    station.stop()
    note = application.review.begin_remark(draft, Anchor(), "Nega?")
    desk.controller.reviewing._reload(note.id)
    editor = window.side.remarks.editor
    bot.waitUntil(lambda: editor.note == note.id, timeout=PATIENCE)
    assert not window.notice.isVisible()
    following = newer(draft)
    application.store.drafts.put_detail(following)
    desk.controller.open_draft(draft.summary.id)
    bot.waitUntil(window.bar.newer.isVisible, timeout=PATIENCE)
    assert window.open_version == draft.summary.version_digest
    assert window.document.page_count
    # What is read can be compared, and neither signed nor agreed to any more.
    assert "newer version" in window.bar.note.text()
    assert window.bar.agree.isHidden()
    window.notice.compare.click()
    dialog = desk.controller.reviewing.comparing.dialog
    assert dialog is not None
    bot.waitUntil(lambda: dialog.table.compared.rowCount() > 0, timeout=PATIENCE)
    assert dialog.older.currentData() == draft.summary.version
    # What a trouble offers to do here is carried out by somebody.
    assert dialog.trouble.receivers("2cure_wanted(QString,QString)") == 1
    dialog.reject()
    window.bar.newer.click()
    digest = following.summary.version_digest
    bot.waitUntil(lambda: window.open_version == digest, timeout=PATIENCE)
    assert not window.notice.isVisible()
    bot.waitUntil(lambda: not editor.hand_in.isEnabled(), timeout=PATIENCE)
    # Whoever chooses the draft in the list wants what is newest.
    application.store.drafts.put_detail(newer(following))
    window.draft_opened.emit(draft.summary.id)
    bot.waitUntil(lambda: window.open_version not in {"", digest}, timeout=PATIENCE)


@pytest.mark.long
@pytest.mark.fresh
@pytest.mark.parametrize("what", sorted(typing_remark.WORDS))
def test_what_was_typed_survives_a_kill(
    station: Station, what: str, qapp: QApplication, qtbot: QtBot
) -> None:
    officer = what in ("object", "note")
    with station.open() as application:
        station.sign_in(application, officer=officer)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "tests.application.typing_remark"]
    command += [str(station.profile), what]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as typing:
        assert typing.stdout is not None
        draft = typing.stdout.readline().strip()
        typing.kill()
    assert draft
    words = typing_remark.WORDS[what]
    with station.open() as application:
        notes = application.review.notes(draft)
        assert [note.text for note in notes] == [typing_remark.REMARK] * (what == "object")
        assert all(note.anchor.quote for note in notes)
        assert application.review.answer_words(draft) == words
        assert application.outbox() == ()
    with opened_desk(station, qapp, qtbot) as desk:
        # The next start has them where they were being written.
        desk.window.draft_opened.emit(draft)
        wait = desk.bot.waitUntil
        wait(lambda: desk.window.document.page_count > 0, timeout=PATIENCE)
        wait(lambda: desk.window.open_draft == draft, timeout=PATIENCE)
        field = typing_remark._field(desk.controller, desk.window, what)
        wait(lambda: field.toPlainText() == words, timeout=PATIENCE)
        for dialog in (desk.controller.answering.dialog, desk.controller.sending_back.dialog):
            if dialog is not None:
                dialog.reject()
