"""The tool bar and the panels of a narrow window, and what a low one leaves to the pages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QApplication, QToolBar, QToolButton
from pytestqt.qtbot import QtBot

from resources.translations import CODES, compiled
from tests.ui import examples
from ui.draft_list import DraftList
from ui.elided import ElidedButton
from ui.icons import icon
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.more_menu import MoreMenu
from ui.narrow_panels import NarrowPanels
from ui.narrow_tools import NarrowTools
from ui.rows import Group, PersonRow
from ui.theme import colours, use_text_size

ICON = Qt.ToolButtonStyle.ToolButtonIconOnly


def test_words_give_way_in_their_order_and_come_back(qtbot: QtBot) -> None:
    tools = QToolBar()
    qtbot.addWidget(tools)
    tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    first, second, last = (QAction(icon("sync"), f"a long name {place}") for place in range(3))
    tools.addActions([first, second, last])
    NarrowTools(tools, (last, first))

    def icons() -> list[bool]:
        found = [tools.widgetForAction(action) for action in (first, second, last)]
        return [isinstance(item, QToolButton) and item.toolButtonStyle() == ICON for item in found]

    whole = tools.sizeHint().width()
    tools.resize(whole + 10, 40)
    tools.show()
    tools.resize(whole - 20, 40)
    qtbot.waitUntil(lambda: icons() == [False, False, True])
    second.setText("a much, much longer name than before")
    last.setText("changed")
    tools.resize(120, 40)
    qtbot.waitUntil(lambda: icons() == [True, False, True])
    tools.resize(2 * whole, 40)
    qtbot.waitUntil(lambda: icons() == [False, False, False])


def test_every_button_is_in_sight_on_a_small_screen_in_the_largest_letters(
    app: QApplication, qtbot: QtBot
) -> None:
    window = MainWindow("en")
    qtbot.addWidget(window)
    more = MoreMenu(window)
    window.tools.addWidget(more)
    NarrowTools(window.tools, window.tools.giving_way)
    window.show_person(PersonRow("Toʻlqinov Davron Alisher oʻgʻli", "boshliq", "Boshqarma"))
    use_text_size(app, 250)
    try:
        window.show()
        window.resize(1024, window.height())
        shown = [*map(window.tools.widgetForAction, window.tools.giving_way), more]
        qtbot.waitUntil(
            lambda: all(
                item.isVisible() and item.geometry().right() < window.tools.width()
                for item in shown
            )
        )
    finally:
        use_text_size(app, 100)
    assert window.tools.sign_in.toolTip().startswith("Toʻlqinov")


def test_two_panels_and_one_button_of_groups_fit_a_small_screen_in_the_largest_letters(
    app: QApplication, window: MainWindow, qtbot: QtBot, pdf: bytes
) -> None:
    NarrowTools(window.tools, window.tools.giving_way)
    panels = NarrowPanels(window)
    window.show_drafts(examples.drafts(40))
    window.show_draft(examples.view(examples.draft(0), pdf))
    window.resize(900, 579)
    use_text_size(app, 250)
    try:
        qtbot.waitUntil(lambda: panels.narrow)
        qtbot.waitUntil(window.drafts.groups.picker.isVisible)
        assert not window.side.isVisible()
        screen = QSize(1024, 579)
        qtbot.waitUntil(lambda: screen.expandedTo(window.minimumSizeHint()) == screen)
        # Not by a wish: the next session has it where there is room.
        assert window.panels.side
        window.tools.side.trigger()
        assert (window.side.isVisible(), window.drafts.isVisible()) == (True, False)
        window.find_action.trigger()
        assert (window.side.isVisible(), window.drafts.isVisible()) == (False, True)
        assert window.tools.iconSize().width() > 18
        # What has no room ends in dots, and is not cut at both ends.
        several = window.drafts.several
        qtbot.waitUntil(lambda: several.minimumSizeHint().width() <= several.width())
        assert isinstance(several, ElidedButton)
        # Cut, it would say something else: "Подписать не…" is "do not sign".
        # How wide the list is depends on which panel gave way first; what it says is whole.
        qtbot.waitUntil(lambda: several.sizeHint().width() <= several.width())
        assert several.text() in ("Several…", "Sign several…")
        assert several.accessibleName() == "Sign several"
    finally:
        use_text_size(app, 100)
    assert window.tools.iconSize().width() == 18


@pytest.mark.parametrize("language", CODES)
def test_on_a_small_screen_groups_counts_and_a_useful_number_of_drafts_are_seen(
    speech: Speech, window: MainWindow, qtbot: QtBot, language: str
) -> None:
    speech.speak(language, compiled(language))
    # What the system draws around a window takes some of 1024 × 600.
    window.resize(1024, 600 - 48)
    drafts, buttons = window.drafts, window.drafts.groups.buttons
    qtbot.waitUntil(lambda: in_sight(window) >= 2.5)
    assert not drafts.groups.picker.isVisible()
    for group, count in drafts.model.counts().items():
        shown = buttons[group]
        if not count:
            continue
        assert shown.isVisible(), group
        assert str(count) in shown.text(), group
        assert str(count) in shown.toolTip(), group
        assert shown.toolTip() != str(count), group
        qtbot.waitUntil(lambda made=shown: made.width() >= made.sizeHint().width())  # type: ignore[misc]
        # Its name is told where it has no room to be seen.
        assert len(shown.accessibleName()) > len(shown.text()), group
    assert buttons[drafts.group].text() == buttons[drafts.group].toolTip()
    window.resize(1360, 860)
    qtbot.waitUntil(lambda: all(made.text() == made.toolTip() for made in buttons.values()))


def test_the_button_below_a_narrow_list_says_less_and_says_it_whole(
    speech: Speech, app: QApplication, qtbot: QtBot
) -> None:
    speech.speak("ru", compiled("ru"))
    made = DraftList()
    qtbot.addWidget(made)
    made.resize(300, 900)
    made.show()
    made.show_drafts(examples.drafts(40))
    made.show_group(Group.TO_SIGN)
    assert made.several.text() == "Подписать несколько…"
    use_text_size(app, 225)
    try:
        # Cut, it would be "Подписать не…", which is "do not sign".
        qtbot.waitUntil(lambda: made.several.text() == "Несколько…")
        assert made.several.accessibleName() == "Подписать несколько"
    finally:
        use_text_size(app, 100)


def in_sight(window: MainWindow) -> float:
    view = window.drafts.view
    return view.viewport().height() / view.visualRect(window.drafts.model.index(0)).height()


def test_with_large_letters_in_a_low_window_the_drafts_have_the_room_of_the_groups(
    window: MainWindow, app: QApplication, qtbot: QtBot
) -> None:
    window.resize(1366, 720)
    use_text_size(app, 150)
    try:
        qtbot.waitUntil(lambda: in_sight(window) >= 2.4)
        use_text_size(app, 225)
        qtbot.waitUntil(window.drafts.groups.picker.isVisible)
    finally:
        use_text_size(app, 100)
    qtbot.waitUntil(lambda: not window.drafts.groups.picker.isVisible())


def test_in_a_low_window_the_pages_have_the_room_of_the_words_around_them(
    app: QApplication, window: MainWindow, qtbot: QtBot, pdf: bytes
) -> None:
    NarrowTools(window.tools, window.tools.giving_way)
    NarrowPanels(window)
    view = examples.view(examples.draft(0), pdf)
    window.show_draft(view)
    window.resize(1024, 579)
    note, middle = window.bar.note, window.middle
    assert note.isVisible()
    assert middle.title.y() < middle.files.y()
    use_text_size(app, 250)
    try:
        # Before: 94 pixels of it, a fingernail of a page.
        qtbot.waitUntil(lambda: window.document.pages.height() > 220)
        qtbot.waitUntil(lambda: middle.title.geometry().bottom() > middle.files.y())
        assert not note.isVisible()
        assert window.bar.accessibleDescription() == window.bar.toolTip() == note.text() != ""
        assert middle.title.toolTip() == view.row.title
        # A file's number is not cut off with its name.
        assert middle.files.elideMode() is Qt.TextElideMode.ElideNone
        assert middle.files.width() <= middle.width() * 7 // 10
        # Why nothing can be done is never left out.
        window.bar.show_newer()
        qtbot.waitUntil(note.isVisible)
        window.show_draft(view)
        qtbot.waitUntil(note.isHidden)
    finally:
        use_text_size(app, 100)
    qtbot.waitUntil(note.isVisible)
    qtbot.waitUntil(lambda: middle.title.y() + middle.title.height() <= middle.files.y())
    assert window.bar.accessibleDescription() == ""


def test_a_deadline_stays_inside_a_narrow_list_in_the_largest_letters(
    app: QApplication, window: MainWindow
) -> None:
    window.show_drafts(examples.drafts(3))
    view = window.drafts.view
    bad = QColor(colours(view.palette()).bad).rgb()
    use_text_size(app, 250)
    try:
        view.resize(180, 600)
        app.processEvents()
        picture = view.viewport().grab().toImage()
        red = [
            x
            for x in range(picture.width())
            for y in range(picture.height())
            if picture.pixel(x, y) == bad
        ]
    finally:
        use_text_size(app, 100)
    # Late by two days; its first letters were painted over the list's edge and lost.
    assert red
    assert min(red) >= 12
