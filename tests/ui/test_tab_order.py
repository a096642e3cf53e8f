"""Tab goes through the window as it stands there; keys go on where the work does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSplitterHandle, QWidget
from pytestqt.qtbot import QtBot

from sync.wire import DraftState
from tests.ui import examples
from tests.ui.remarks import remark
from ui.main_window import MainWindow
from ui.remark_rows import RemarkState
from ui.rows import Group
from ui.session_state import Panels


def open_one(window: MainWindow, pdf: bytes, qtbot: QtBot) -> None:
    view = examples.view(None, pdf)
    window.show_draft(view)
    window.show_pdf(view.text.sha256, pdf)
    window.show_person(examples.PERSON)
    window.activateWindow()
    qtbot.waitUntil(window.bar.sign.isEnabled)


def walk(window: MainWindow, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Press a key until the focus is where it was."""
    begun = window.focusWidget()
    found = [begun]
    for _ in range(80):
        QTest.keyClick(window.focusWidget(), key)
        if window.focusWidget() is begun:
            return found
        found.append(window.focusWidget())
    raise AssertionError(found)


@pytest.mark.usefixtures("speech")
def test_keys_begin_at_the_group_that_is_shown(qtbot: QtBot) -> None:
    window = MainWindow("en")
    qtbot.addWidget(window)
    # As at a first start, of which nothing is known.
    window.arrange(Panels())
    window.show()
    assert window.focusWidget().accessibleName() == "All drafts, 0 drafts"
    drafts, rows = window.drafts, examples.drafts(60)
    # Somebody has signed in, and nothing has come yet.
    drafts.search.setFocus()
    drafts.go_on()
    window.show_drafts(rows)
    assert window.focusWidget() is drafts.view
    window.activateWindow()
    # Tab comes to the one that is marked, and the arrows to the others, as with radio buttons.
    stops = [made for made in walk(window) if made in drafts.groups.buttons.values()]
    assert stops == [drafts.groups.buttons[drafts.group]]
    before = drafts.group
    stops[0].setFocus()
    qtbot.waitUntil(stops[0].hasFocus)
    QTest.keyClick(stops[0], Qt.Key.Key_Down)
    assert drafts.group is not before
    assert window.focusWidget() is drafts.groups.buttons[drafts.group]
    drafts.show_group(Group.ALL)
    assert window.focusWidget() is drafts.groups.buttons[Group.ALL]
    # On a low screen they are one button, and keys stay at them.
    window.resize(1024, 300)
    qtbot.waitUntil(drafts.groups.picker.isVisible)
    assert drafts.groups.picker.hasFocus()
    window.resize(1360, 860)
    qtbot.waitUntil(lambda: drafts.groups.buttons[Group.ALL].hasFocus())


def test_tab_goes_as_the_window_stands(window: MainWindow, pdf: bytes, qtbot: QtBot) -> None:
    open_one(window, pdf, qtbot)
    window.drafts.view.setFocus()
    stops = walk(window)
    document = window.document
    parts: list[QWidget] = [
        window.drafts, window.middle.files, document.splitter, document.tools, window.bar,
        window.side, window.tools, window.drafts,
    ]  # fmt: skip
    places = [
        next(at for at, part in enumerate(parts) if part is stop or part.isAncestorOf(stop))
        for stop in stops
    ]
    # From the list to the end of the window, and by its search back to the list.
    search = stops.index(window.drafts.search)
    assert places[: search - 1] == sorted(places[: search - 1])
    assert set(places) == set(range(len(parts) - 1))
    assert stops[search + 1 :] == [window.drafts.searching.filter_button]
    assert stops[:2] == [window.drafts.view, window.drafts.several]
    assert not [stop for stop in stops if isinstance(stop, QSplitterHandle)]
    back = walk(window, Qt.Key.Key_Backtab)
    assert back == [stops[0], *reversed(stops[1:])]
    # What is made when it is needed stands where it is seen, not at the end.
    window.side.show_remarks(
        (remark(1, RemarkState.DRAFT, mine=True, text="Nega?"),), allowed=True
    )
    window.side.tabs.setCurrentIndex(1)
    window.drafts.view.setFocus()
    stops = walk(window)
    inside = [at for at, stop in enumerate(stops) if window.side.isAncestorOf(stop)]
    assert len(inside) > 2
    assert inside == list(range(inside[0], inside[0] + len(inside)))


def test_borders_have_a_key_of_their_own(window: MainWindow, pdf: bytes, qtbot: QtBot) -> None:
    open_one(window, pdf, qtbot)
    window.drafts.view.setFocus()
    widths = window.splitter.sizes()
    found = []
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_F6)
        border = window.focusWidget()
        assert isinstance(border, QSplitterHandle)
        found.append(border)
        QTest.keyClick(border, Qt.Key.Key_Right)
    assert found == [window.splitter.handle(1), window.splitter.handle(2)]
    assert window.splitter.sizes() != widths
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert window.drafts.view.hasFocus()


def test_nothing_is_left_of_a_border_that_had_the_focus(
    window: MainWindow, pdf: bytes, qtbot: QtBot, app: QApplication
) -> None:
    open_one(window, pdf, qtbot)
    window.setFocus()
    border = window.splitter.handle(1)
    area = border.rect().translated(border.mapTo(window, border.rect().topLeft()))

    def seen() -> QImage:
        app.processEvents()
        return window.screen().grabWindow(window.winId()).copy(area).toImage()

    before = seen()
    border.setFocus()
    assert seen() != before
    window.setFocus()
    assert seen() == before


RETURN = Qt.Key.Key_Return


@pytest.mark.parametrize("by", [RETURN, Qt.Key.Key_Space, None])
def test_keys_go_on_at_the_next_draft_when_one_is_answered(
    window: MainWindow, pdf: bytes, qtbot: QtBot, by: Qt.Key | None
) -> None:
    open_one(window, pdf, qtbot)
    rows = examples.drafts(60)
    drafts = window.drafts
    drafts.show_group(Group.TO_SIGN)
    asked = [drafts.model.id_at(at) for at in range(3)]
    drafts.view.setCurrentIndex(drafts.model.index(1))
    row = next(row for row in rows if row.id == asked[1])
    view = replace(examples.view(None, pdf), row=row)
    window.show_draft(view)
    window.bar.returning.setFocus()
    assert window.bar.returning.hasFocus()
    opened: list[str] = []
    drafts.draft_chosen.connect(opened.append)
    done = replace(row, state=DraftState.RETURNED, actions=())
    window.show_drafts([done if item.id == row.id else item for item in rows])
    window.show_draft(replace(view, row=done, actions=()))
    assert not window.bar.returning.isVisible()
    assert drafts.view.hasFocus()
    # It is what comes next, and nobody has asked to read it yet.
    assert drafts.model.id_at(drafts.view.currentIndex().row()) == asked[2]
    assert (opened, window.open_draft) == ([], asked[1])
    window.show_drafts([done if item.id == row.id else item for item in rows])
    view_port, at = drafts.view.viewport(), drafts.view.visualRect(drafts.view.currentIndex())
    if by is None:
        QTest.mouseClick(view_port, Qt.MouseButton.LeftButton, pos=at.center())
    else:
        QTest.keyClick(drafts.view, by)
    assert opened == [asked[2]]
    assert drafts.view.selectionModel().isSelected(drafts.view.currentIndex()) is (by != RETURN)


def test_a_file_that_has_the_focus_is_framed(
    window: MainWindow, pdf: bytes, qtbot: QtBot, app: QApplication
) -> None:
    """Not by a colour alone, and nothing moves for it."""
    open_one(window, pdf, qtbot)
    for tabs in (window.middle.files, window.side.tabs.tabBar()):
        tabs.clearFocus()
        app.processEvents()
        place, before = tabs.tabRect(tabs.currentIndex()), tabs.grab().toImage()
        tabs.setFocus()
        app.processEvents()
        assert tabs.hasFocus()
        assert tabs.tabRect(tabs.currentIndex()) == place
        after = tabs.grab(place).toImage()
        top = {after.pixel(x, 0) for x in range(2, place.width() - 2)}
        assert len(top) == 1
        assert top != {before.pixel(place.left() + x, 0) for x in range(2, place.width() - 2)}
