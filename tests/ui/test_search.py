"""The search's field, filters and chips, and the marks in the list, as a person meets them."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from sync.question import Filters, Question, Span, read, spans
from sync.store.contents import Part
from sync.wire import DraftState, DraftType
from tests.ui import examples
from tests.ui.pdf import make_pdf
from ui.draft_model import HIT
from ui.main_window import MainWindow
from ui.rows import Group
from ui.search_box import SearchBox
from ui.search_rows import HitRow, Named, SearchResult, where
from ui.theme import LIGHT
from ui.voice import voice


@pytest.fixture
def box(window: MainWindow) -> SearchBox:
    made = window.drafts.searching
    made.show_choices((Named("1" * 9, "Namuna"),), (Named("2" * 9, "Kadastr palatasi"),))
    return made


def chips(box: SearchBox) -> list[QToolButton]:
    found = box.findChildren(QToolButton, "chip")
    return [chip for chip in found if not chip.isHidden()]


def test_filters_are_part_of_the_question_and_each_has_a_chip(
    box: SearchBox, qtbot: QtBot
) -> None:
    asked: list[Question] = []
    box.asked.connect(asked.append)
    filters = box.filters
    filters.state.setCurrentIndex(filters.state.findData("RETURNED"))
    filters.type.setCurrentIndex(filters.type.findData("F"))
    filters.authority.setCurrentIndex(1)
    filters.organisation.setCurrentIndex(1)
    filters.since.setDate(QDate(2025, 3, 1))
    filters.until.setDate(QDate(2025, 3, 31))
    filters.number.setText("94-9")
    expected = Filters(
        states=(DraftState.RETURNED,),
        types=(DraftType.ORDER,),
        authority="1" * 9,
        organisation="2" * 9,
        since=date(2025, 3, 1),
        until=date(2025, 3, 31),
        number="94-9",
    )
    # Typing goes on while the filters are set: the last question has both.
    QTest.keyClicks(box.field, "suv")
    qtbot.waitUntil(lambda: bool(asked) and asked[-1] == Question("suv", expected))
    assert len(chips(box)) == 7
    assert all(chip.accessibleName().startswith("Remove the filter: ") for chip in chips(box))
    lowest = max(chip.geometry().bottom() for chip in chips(box))
    # On a low screen too every chip has its place.
    assert lowest <= box._chips.height()
    chips(box)[0].click()
    assert box.question.filters.states == ()
    assert len(chips(box)) == 6
    box.clear()
    assert asked[-1] == Question()
    assert chips(box) == []


def test_a_question_of_an_earlier_session_is_asked_and_seen(
    window: MainWindow, qtbot: QtBot
) -> None:
    box = window.drafts.searching
    filters = Filters(
        states=(DraftState.RETURNED,),
        types=(DraftType.ORDER,),
        authority="1" * 9,
        organisation="2" * 9,
        since=date(2025, 3, 1),
        until=date(2025, 3, 31),
        number="94-9",
    )
    asked: list[Question] = []
    box.asked.connect(asked.append)
    with qtbot.waitSignal(box.choices_requested):
        box.restore(Question("suv", filters))
    qtbot.waitUntil(lambda: asked == [Question("suv", filters)])
    assert box.field.text() == "suv"
    assert len(chips(box)) == 7
    # The names of an authority and of an organisation come when they are known.
    box.show_choices((Named("1" * 9, "Namuna"),), (Named("2" * 9, "Kadastr palatasi"),))
    assert {"Namuna", "Kadastr palatasi"} <= {chip.text() for chip in chips(box)}
    assert box.question == Question("suv", filters)


def test_the_filters_are_opened_left_and_used_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    box = window.drafts.searching
    with qtbot.waitSignal(box.choices_requested):
        box.open_filters()
    filters = box.filters
    assert filters.isVisible()
    assert filters.state.hasFocus() or QApplication.focusWidget() is filters.state
    QTest.keyClick(filters.state, Qt.Key.Key_Down)
    assert box.question.filters.states == (DraftState.DRAFT,)
    QTest.keyClick(filters, Qt.Key.Key_Escape)
    assert not filters.isVisible()
    names = {field.accessibleName() for field in filters._fields()}
    assert len(names) == 7
    assert "" not in names


def test_from_the_field_into_the_list_and_out_of_the_search_by_keys(window: MainWindow) -> None:
    box = window.drafts.searching
    box.field.setText("yer")
    window.show_found(SearchResult(("d-00007", "d-00000")))
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    assert window.drafts.view.currentIndex().row() == 0
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
    assert box.question.empty
    assert window.drafts.model.rowCount() > 2


def test_what_was_found_is_shown_in_its_order_and_counted(window: MainWindow) -> None:
    box = window.drafts.searching
    box.field.setText("yer")
    window.show_found(SearchResult(("d-00014", "absent", "d-00007", "d-00021"), more=True))
    model = window.drafts.model
    shown = [model.index(place).data() for place in range(model.rowCount())]
    assert len(shown) == 3
    assert "4" in box.told.text()
    assert "more" in box.told.text().lower()
    window.show_found(SearchResult((), partial=True))
    assert "index" in box.told.text()
    window.show_found(None)
    assert not box.told.isVisible()


def test_rows_in_sight_are_asked_for_once_and_marked(window: MainWindow, qtbot: QtBot) -> None:
    drafts = window.drafts
    drafts.searching.field.setText("yer")
    with qtbot.waitSignal(drafts.hits_requested) as told:
        window.show_found(SearchResult(tuple(f"d-{n:05d}" for n in range(60))))
    (wanted,) = told.args
    assert 2 <= len(wanted) < 60
    drafts.model.set_hits({draft: HitRow() for draft in wanted})
    asked_again: list[object] = []
    drafts.hits_requested.connect(asked_again.append)
    drafts._wish_hits()
    assert asked_again == []
    drafts.view.verticalScrollBar().setValue(drafts.view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: bool(asked_again))


def painted(window: MainWindow) -> QImage:
    return window.drafts.view.viewport().grab().toImage()


def colours(image: QImage) -> set[str]:
    return {
        QColor(image.pixel(QPoint(x, y))).name()
        for x in range(0, image.width(), 1)
        for y in range(min(image.height(), 80))
    }


def test_marks_are_painted_with_a_ground_and_a_line(window: MainWindow) -> None:
    window.drafts.searching.field.setText("yer")
    window.show_found(SearchResult(("d-00000",)))
    row = window.drafts.model.row("d-00000")
    assert row is not None
    before = colours(painted(window))
    hit = HitRow(title_marks=spans(row.title, read("yer")))
    assert hit.title_marks
    window.drafts.model.set_hits({"d-00000": hit})
    after = colours(painted(window))
    assert {LIGHT.warn_back, LIGHT.warn} <= after
    assert LIGHT.warn not in before


def test_a_passage_is_spoken_with_its_place(window: MainWindow) -> None:
    hit = HitRow(Part.ANNEX, "Roʻyxat", 2, "… ер участкаси …", (Span(2, 4),))
    assert where(hit) == "Annex 2"
    window.show_found(SearchResult(("d-00000",)))
    window.drafts.model.set_hits({"d-00000": hit})
    index = window.drafts.model.index(0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Annex 2" in spoken
    assert "ер участкаси" in spoken
    assert index.data(HIT) == hit
    painted(window)
    assert where(HitRow(Part.REMARK, "D. Sinovboyev")) == "Remark, D. Sinovboyev"


def test_what_was_found_is_marked_on_the_pages_in_the_other_alphabet(
    window: MainWindow, qtbot: QtBot
) -> None:
    data = make_pdf(2, "Ҳовли QAROR")
    view = examples.view(text=data)
    window.show_draft(view)
    window.show_pdf(view.text.sha256, data)
    document = window.document
    before = document.pages.viewport().grab().toImage()
    window.drafts.searching.field.setText("қарор hov")
    qtbot.waitUntil(lambda: len(document.found.areas(0)) > 20)
    assert document.pages.viewport().grab().toImage() != before
    # Half of the first word and all of the second: what was typed, and no more.
    ours, other = document.found.areas(0)[:2]
    assert ours.width() < other.width()
    assert document.finder.count == 0
    document.show_previous_found()
    qtbot.waitUntil(lambda: document.page.value() == 2)
    document.show_next_found()
    qtbot.waitUntil(lambda: document.page.value() == 1)
    window.drafts.searching.field.clear()
    qtbot.waitUntil(lambda: not document.found.areas(0))


def test_another_question_or_group_is_shown_from_its_beginning(window: MainWindow) -> None:
    """The best hits and the most urgent drafts come first, and are in sight first."""
    window.show()
    drafts, bar = window.drafts, window.drafts.view.verticalScrollBar()
    drafts.show_group(Group.ALL)
    found = SearchResult(tuple(f"d-{number:05d}" for number in range(60)))

    def scroll() -> int:
        QApplication.processEvents()
        bar.setValue(bar.maximum() // 2)
        return bar.value()

    assert scroll()
    drafts.search.setText("bandligini")
    window.show_found(found)
    assert bar.value() == 0
    # Asked again by itself, it keeps its place.
    before = scroll()
    assert before
    window.show_found(found)
    QApplication.processEvents()
    assert bar.value() == before
    drafts.search.setText("bandligini 2")
    window.show_found(found)
    assert bar.value() == 0
    scroll()
    button = drafts.findChild(QToolButton, f"group_{Group.REGISTERED.value}")
    assert button is not None
    button.click()
    # What is marked is what is shown.
    assert drafts.searching.question.empty
    assert drafts.group is Group.REGISTERED
    assert {drafts.model.group_of(drafts.model.id_at(n)) for n in range(3)} == {Group.REGISTERED}
    assert bar.value() == 0


def test_a_search_goes_over_all_drafts_and_all_drafts_are_marked(window: MainWindow) -> None:
    drafts = window.drafts

    def marked() -> list[str]:
        made = drafts.groups.buttons.values()
        return [one.accessibleName().split(",")[0] for one in made if one.isChecked()]

    assert marked() == ["To sign"]
    assert drafts.several.isVisible()
    drafts.search.setText("yer")
    window.show_found(SearchResult(tuple(f"d-{number:05d}" for number in range(30))))
    assert len({drafts.model.group_of(drafts.model.id_at(n)) for n in range(30)}) > 2
    assert marked() == ["All drafts"]
    # What is signed together is a group or what was picked, and that is neither.
    assert not drafts.several.isVisible()
    # A session that ends now begins with the group again.
    assert drafts.group is Group.TO_SIGN
    QTest.keyClick(drafts.search, Qt.Key.Key_Escape)
    assert marked() == ["To sign"]
    assert drafts.several.isVisible()


def test_how_much_was_found_and_where_is_heard_once_typing_rests(
    window: MainWindow, qtbot: QtBot
) -> None:
    voice().pause.setInterval(20)
    drafts, said = window.drafts, list[str]()
    drafts._hear.setInterval(60)
    qtbot.wait(40)
    voice().spoken.connect(said.append)
    try:
        for text, found in (("y", ("d-00001", "d-00002")), ("yer", ("d-00001",))):
            drafts.search.setText(text)
            window.show_found(SearchResult(found))
        qtbot.wait(200)
        assert said == ["All drafts. 1 found"]
        QTest.keyClick(drafts.search, Qt.Key.Key_Escape)
        qtbot.wait(200)
        assert said[1:] == [drafts.groups.told]
        assert said[1].startswith("To sign, ")
    finally:
        voice().spoken.disconnect()
