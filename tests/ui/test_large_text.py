"""Text of 250 % on a screen of 1024 × 600: every window fits, and its buttons are on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from resources.translations import compiled
from tests.ui import examples
from tests.ui.gallery import DIALOGS
from tests.ui.test_room import FRAME, SCREEN, settle
from ui.batch_dialog import BatchDialog
from ui.compare_dialog import CompareDialog
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.outbox_view import OutboxView
from ui.readiness_dialog import ReadinessDialog
from ui.rows import Connection, SignResult
from ui.screen_room import room, scant
from ui.sign_dialog import SignDialog
from ui.theme import use_text_size

MOST = SCREEN - QSize(0, FRAME)
LONGEST = ("uz_Cyrl", "ru")
"""What is longest is so in one of these."""


@pytest.fixture
def large(app: QApplication, speech: Speech) -> Iterator[Speech]:
    use_text_size(app, 250)
    yield speech
    use_text_size(app, 100)


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_fits(name: str, app: QApplication, window: MainWindow, large: Speech) -> None:
    dialog = DIALOGS[name](window)
    dialog.show()
    for language in LONGEST:
        large.speak(language, compiled(language))
        settle(app)
        dialog.resize(MOST)
        settle(app)
        least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
        assert least.boundedTo(MOST) == least, f"{language}: {least.width()} × {least.height()}"
        for made in dialog.findChildren(QPushButton):
            if made.isVisible() and inside_of_nothing_that_scrolls(made, dialog):
                place = made.rect().translated(made.mapTo(dialog, made.rect().topLeft()))
                assert dialog.rect().contains(place), f"{language}: {made.text()}"
    dialog.close()
    dialog.deleteLater()


def test_how_a_signature_ended_is_whole(
    app: QApplication, window: MainWindow, large: Speech
) -> None:
    dialog = DIALOGS["sign"](window)
    assert isinstance(dialog, SignDialog)
    dialog.show()
    address = "https://eqaror.example.invalid/qaror/" + "327-99-0-Q-26/" * 3
    dialog.show_result(SignResult("327-99-0-Q/26", examples.NOW, address))
    for language in LONGEST:
        large.speak(language, compiled(language))
        dialog.resize(MOST)
        settle(app)
        for told in (dialog.ended_title, dialog.ended_text):
            assert told.height() >= told.heightForWidth(told.width()), language
    dialog.close()
    dialog.deleteLater()


def inside_of_nothing_that_scrolls(widget: QWidget, top: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and above is not top:
        if above.objectName() == "qt_scrollarea_viewport":
            return False
        above = above.parentWidget()
    return True


def test_what_is_ticked_opened_and_pressed_grows_with_the_letters(
    app: QApplication, window: MainWindow, qtbot: QtBot
) -> None:
    boxes = (QCheckBox("x"), QRadioButton("x"))
    batch = DIALOGS["batch"](window)
    assert isinstance(batch, BatchDialog)
    line = ReadinessDialog(window)
    for box in boxes:
        qtbot.addWidget(box)
        box.show()
    batch.show()
    line.show()
    settle(app)

    def sizes() -> list[int]:
        ticks = [_indicator(box) for box in boxes]
        first = batch.tree.topLevelItem(0)
        assert first is not None
        row = batch.tree.visualItemRect(first)
        beside = QRect(0, row.y(), batch.tree.indentation(), row.height())
        arrow = batch.tree.viewport().grab(beside).toImage()
        dark = [
            y
            for y in range(arrow.height())
            if any(arrow.pixelColor(x, y).lightness() < 140 for x in range(arrow.width()))
        ]
        return [*ticks, len(dark), batch.tree.iconSize().width(), line.copy.iconSize().width()]

    before = sizes()
    assert before[:2] == [15, 14]
    use_text_size(app, 200)
    try:
        settle(app)
        after = sizes()
        use_text_size(app, 100)
        settle(app)
        again = sizes()
    finally:
        use_text_size(app, 100)
        for dialog in (batch, line):
            dialog.close()
            dialog.deleteLater()
    assert all(now >= 1.7 * was for now, was in zip(after[:3], before[:3], strict=True))
    assert all(now > was for now, was in zip(after[3:], before[3:], strict=True))
    assert again == before


def _indicator(box: QCheckBox | QRadioButton) -> int:
    option = QStyleOptionButton()
    box.initStyleOption(option)
    checks = isinstance(box, QCheckBox)
    part = QStyle.SubElement
    which = part.SE_CheckBoxIndicator if checks else part.SE_RadioButtonIndicator
    return box.style().subElementRect(which, option, box).width()


@pytest.mark.parametrize("name", DIALOGS)
def test_no_button_is_narrower_than_its_words(
    name: str, app: QApplication, window: MainWindow, large: Speech
) -> None:
    """As wide as it opens, which its own least width may allow and its words may not."""
    large.speak("ru", compiled("ru"))
    dialog = DIALOGS[name](window)
    dialog.show()
    settle(app)
    dialog.resize(dialog.size().boundedTo(MOST))
    settle(app)
    for made in dialog.findChildren(QPushButton):
        if made.isVisible():
            assert made.width() >= made.minimumSizeHint().width(), made.text()
    dialog.close()
    dialog.deleteLater()


@pytest.mark.usefixtures("large")
def test_on_a_low_screen_what_is_sent_and_what_changed_have_most_of_the_room(
    app: QApplication, window: MainWindow
) -> None:
    outbox, compare = DIALOGS["outbox"](window), DIALOGS["compare"](window)
    assert isinstance(outbox, OutboxView)
    assert isinstance(compare, CompareDialog)
    for dialog in (outbox, compare):
        dialog.show()
        settle(app)
        dialog.resize(dialog.width(), MOST.height())
        settle(app)
    table = outbox.table
    assert table.viewport().height() >= 2 * table.rowHeight(0)
    letters = compare.fontMetrics().lineSpacing()
    views = (compare.table, compare.text)
    assert max(view.height() for view in views if view.isVisible()) > 5 * letters
    assert compare.heading.text() in compare.windowTitle()
    for dialog in (outbox, compare):
        dialog.close()
        dialog.deleteLater()


def test_of_several_to_sign_more_than_one_is_in_sight(
    app: QApplication, window: MainWindow, large: Speech
) -> None:
    dialog = DIALOGS["batch"](window)
    assert isinstance(dialog, BatchDialog)
    dialog.show()
    large.speak("uz", compiled("uz"))
    dialog.show_checked()
    settle(app)
    dialog.resize(MOST)
    settle(app)
    tree = dialog.tree
    rows = [tree.visualItemRect(item) for place in range(2) if (item := tree.topLevelItem(place))]
    assert all(tree.viewport().rect().contains(row) for row in rows)
    # What has no line of its own is said all the same.
    assert dialog.note.text() == tree.accessibleDescription() != ""
    assert dialog.pin.edit.placeholderText() == dialog.pin.edit.accessibleName() != ""
    dialog.close()
    dialog.deleteLater()


def test_the_status_line_gives_way_again(app: QApplication, window: MainWindow) -> None:
    """On a wide window all is whole; that must not keep a narrow one from being one."""
    window.show()
    window.show_connection(Connection.CONNECTED, examples.NOW)
    window.show_outbox_count(3, 1)
    window.status.show_tokens(("Toʻlqinov token", "Namunov token"))
    window.resize(1900, 600)
    settle(app)
    use_text_size(app, 175)
    settle(app)
    whole = window.status.connection.sizeHint().width()
    assert window.status.connection.width() >= whole
    window.resize(MOST)
    settle(app)
    use_text_size(app, 100)
    assert window.width() == MOST.width()


def test_a_line_above_everything_and_a_report_have_the_width_there_is(
    app: QApplication, window: MainWindow, large: Speech
) -> None:
    large.speak("ru", compiled("ru"))
    window.tell_newer_version()
    close = window.notice.close_button
    assert (close.text(), close.accessibleName()) == ("", "Закрыть")
    assert not close.icon().isNull()
    report = DIALOGS["report"](window)
    report.show()
    settle(app)
    assert report.width() == min(
        room(report).width(), 80 * report.fontMetrics().averageCharWidth()
    )
    report.close()
    use_text_size(app, 100)
    window.resize(1360, 860)
    window.notice.hide()
    window.tell_newer_version()
    # As high as a screen is: its letters decide.
    assert bool(close.text()) is not scant(window.notice)
