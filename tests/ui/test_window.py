"""The window as a whole: what it shows, what it wishes, and that it never stalls."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from eqaror_desktop.desktop.watchdog import Watchdog
from resources.translations import compiled
from sync.cancel import Progress
from sync.cancel import Step as SyncStep
from sync.question import Question
from sync.wire import Action
from tests.ui import examples
from tests.ui.pdf import make_pdf
from ui import words
from ui.base import Text
from ui.draft_rows import DraftRows
from ui.elided import ElidedLabel
from ui.languages import Speech
from ui.main_window import MainWindow
from ui.rows import Connection, DraftView, Group, Local, Mark, Obstacle, Trouble, plain
from ui.search_rows import SearchResult
from ui.theme import Scheme, apply
from ui.trouble_panel import ErrorBox


def open_draft(window: MainWindow, pdf: bytes) -> DraftView:
    view = examples.view(examples.draft(0), pdf)
    window.show_draft(view)
    window.show_pdf(view.text.sha256, pdf)
    return view


def test_choosing_a_draft_asks_for_it_once(window: MainWindow) -> None:
    asked: list[str] = []
    window.drafts.show_group(Group.ALL)
    # The list gives its first row to whoever comes to it without a choice.
    window.drafts.view.setFocus()
    window.draft_opened.connect(asked.append)
    QTest.keyClick(window.drafts.view, Qt.Key.Key_Down)
    QTest.keyClick(window.drafts.view, Qt.Key.Key_Down)
    assert len(asked) == 2
    window.show_drafts(examples.drafts(60))
    assert len(asked) == 2
    assert window.drafts.view.currentIndex().isValid()


def test_first_group_is_the_first_that_asks_something(window: MainWindow) -> None:
    assert window.drafts.group is Group.TO_SIGN


def test_a_signed_draft_leaves_its_group_and_the_list_stays(window: MainWindow) -> None:
    row = examples.draft(0)
    window.show_draft(examples.view(row))
    before = window.drafts.model.rowCount()
    signed = replace(row, local=Local.UNSENT)
    window.show_drafts((signed, *examples.drafts(60)[1:]))
    window.show_draft(replace(examples.view(signed), obstacle=Obstacle.IN_OUTBOX, actions=()))
    groups = [window.drafts.group]
    assert window.drafts.model.rowCount() == before - 1
    other = examples.draft(4)
    window.show_draft(examples.view(other))
    groups.append(window.drafts.group)
    assert groups == [Group.TO_SIGN, Group.ALL]
    assert window.drafts.view.currentIndex().data() == other.title


def test_pages_come_from_memory_and_their_text_can_be_read(
    window: MainWindow, pdf: bytes, qtbot: QtBot
) -> None:
    open_draft(window, pdf)
    assert window.document.page_count == 3
    window.document.next.click()
    qtbot.waitUntil(lambda: window.document.page.value() == 2)
    window.document.as_text.click()
    qtbot.waitUntil(lambda: "QAROR QILAMAN 3" in window.document.text.toPlainText())


def test_a_stale_file_is_not_shown(window: MainWindow, pdf: bytes) -> None:
    view = open_draft(window, pdf)
    window.document.await_file("f" * 64)
    window.show_pdf(view.text.sha256, pdf)
    assert window.document.page_count == 0


def test_a_broken_file_says_so(window: MainWindow, pdf: bytes, qtbot: QtBot) -> None:
    open_draft(window, pdf)
    assert window.document.page.text() == "1 / 3"
    data = b"%PDF-1.7 not really"
    view = examples.view(examples.draft(0), data)
    window.show_draft(view)
    window.show_pdf(view.text.sha256, data)
    assert window.document.message.isVisible()
    qtbot.waitUntil(lambda: "not a PDF" in window.document.message.text())
    assert window.document.page.text() == "–"


def test_an_annex_is_asked_for_by_its_digest(window: MainWindow, pdf: bytes, qtbot: QtBot) -> None:
    view = open_draft(window, pdf)
    with qtbot.waitSignal(window.file_requested) as told:
        window.files.setCurrentIndex(1)
    assert told.args == [view.annexes[0].sha256]


def many_annexes(pdf: bytes, count: int) -> DraftView:
    """A draft of which each annex is the same file."""
    view = examples.view(examples.draft(0), pdf)
    first = view.annexes[0]
    made = (replace(first, number=n, title=f"{n} <b>jadval</b>") for n in range(1, count + 1))
    return replace(view, annexes=tuple(made))


def test_annexes_that_are_the_same_file_are_told_from_each_other(
    window: MainWindow, pdf: bytes, qtbot: QtBot
) -> None:
    view = many_annexes(pdf, 5)
    window.show_draft(view)
    chosen = window.side.files.item(3)
    window.side.files.itemClicked.emit(chosen)
    assert (window.files.currentIndex(), window.middle.number) == (4, 4)
    window.show_pdf(view.annexes[3].sha256, pdf)
    # Shown again, as when something became of it.
    with qtbot.assertNotEmitted(window.file_requested):
        window.show_draft(replace(view, actions=()))
    assert window.middle.number == 4


def test_many_annexes_have_tabs_that_can_be_read(window: MainWindow, pdf: bytes) -> None:
    window.show_draft(many_annexes(pdf, 50))
    tabs, letters = window.files, window.files.fontMetrics()
    for place in (1, 9, 50):
        name = f"Annex {place}"
        assert tabs.tabText(place) == name
        assert tabs.tabRect(place).width() > letters.horizontalAdvance(name)
        assert tabs.accessibleTabName(place) == f"{name}: {place} <b>jadval</b>"
        # As it is written, and not in fat letters.
        assert tabs.tabToolTip(place) == f"{place} &lt;b&gt;jadval&lt;/b&gt;"
    arrows = [made.accessibleName() for made in tabs.findChildren(QToolButton)]
    assert arrows == ["Files before these", "Files after these"]


@pytest.mark.usefixtures("app")
def test_a_path_that_qt_breaks_by_itself_is_copied_as_it_is() -> None:
    path = "/".join(["Hujjatlar"] * 20)
    assert Text("", path).text() == path


def test_a_name_without_blanks_is_broken_and_not_cut(app: QApplication, qtbot: QtBot) -> None:
    whole = ErrorBox(Trouble("/srv/" + 250 * "n" + ".pdf: E", "Boshqa nom", "E-398"))
    qtbot.addWidget(whole)
    whole.show()
    assert whole.width() < 800
    assert app.primaryScreen().availableGeometry().width() > whole.happened.width()
    assert whole.happened.height() > 3 * whole.fontMetrics().height()


def test_showing_the_same_draft_again_keeps_file_and_page(
    window: MainWindow, pdf: bytes, qtbot: QtBot
) -> None:
    view = open_draft(window, pdf)
    window.document.next.click()
    with qtbot.assertNotEmitted(window.file_requested):
        window.show_draft(replace(view, obstacle=Obstacle.IN_OUTBOX, actions=()))
    assert window.document.page_count == 3
    assert not window.bar.sign.isVisible()
    assert "outbox" in window.bar.note.text()


@pytest.mark.parametrize("obstacle", [o for o in Obstacle if o is not Obstacle.NONE])
def test_every_obstacle_has_its_sentence(window: MainWindow, obstacle: Obstacle) -> None:
    window.show_draft(replace(examples.view(), obstacle=obstacle, actions=()))
    assert window.bar.note.text()
    assert window.bar.sign.isHidden()


def test_actions_are_wished_for_the_open_draft(
    window: MainWindow, pdf: bytes, qtbot: QtBot
) -> None:
    view = open_draft(window, pdf)
    with qtbot.waitSignal(window.sign_requested) as told:
        window.bar.sign.click()
    assert told.args == [view.row.id]
    window.show_draft(replace(view, actions=(Action.AGREE, Action.OBJECT)))
    with qtbot.waitSignal(window.object_requested):
        window.bar.objecting.click()


def test_marks_of_the_trail_arrive_later_and_keep_its_rows(window: MainWindow, pdf: bytes) -> None:
    view = open_draft(window, pdf)
    good = tuple(replace(row, mark=Mark.CHECKED) for row in view.trail)
    window.show_trail("another draft", good)
    assert "✓" not in window.side.trail_note.text()
    window.show_trail(view.row.id, good)
    assert window.side.trail_note.text().startswith("✓")


def test_search_waits_for_a_pause_and_an_empty_one_ends_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    asked: list[Question] = []
    window.search_requested.connect(asked.append)
    QTest.keyClicks(window.drafts.search, "suv")
    qtbot.waitUntil(lambda: bool(asked))
    assert asked[-1] == Question("suv")
    window.show_found(SearchResult(("d-00005",)))
    assert window.drafts.model.rowCount() == 1
    window.drafts.search.clear()
    assert asked[-1] == Question()
    assert window.drafts.model.rowCount() > 1


def test_status_is_told_in_words(window: MainWindow) -> None:
    for connection in Connection:
        window.show_connection(connection)
        assert len(window.connection_label.text().split(maxsplit=1)[1]) > 3
    window.show_connection(Connection.WORKING)
    assert not window.tools.sync.isEnabled()


def test_ten_thousand_rows_and_an_opened_draft_do_not_stall(
    window: MainWindow, qtbot: QtBot
) -> None:
    # As the lane gives them.
    rows = DraftRows.of(examples.drafts(10_000))
    long = make_pdf(120)
    view = examples.view(examples.draft(0), long)
    qtbot.wait(150)
    # A lane does so in the program (desktop/resuming.py).
    import_module("ui.document_view")
    watchdog = Watchdog()
    window.show_drafts(rows)
    qtbot.wait(60)
    window.drafts.show_group(Group.ALL)
    window.drafts.view.scrollToBottom()
    qtbot.wait(60)
    window.show_draft(view)
    qtbot.wait(30)
    window.show_pdf(view.text.sha256, long)
    qtbot.wait(200)
    watchdog.stop()
    assert window.drafts.model.rowCount() == 10_000
    # The processor's own time: on a busy machine the clock on the wall measures the others.
    assert watchdog.longest_busy < 0.1, [stall.stack for stall in watchdog.stalls]
    assert watchdog.longest < 1.0


def colours_in(widget: QWidget, size: QSize) -> int:
    widget.resize(size)
    image = widget.grab().toImage()
    step = 7
    return len(
        {
            image.pixel(x, y)
            for x in range(0, image.width(), step)
            for y in range(0, image.height(), step)
        }
    )


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("size", [QSize(1360, 860), QSize(1024, 600)])
def test_window_is_not_blank(
    window: MainWindow, app: QApplication, pdf: bytes, scheme: Scheme, size: QSize, qtbot: QtBot
) -> None:
    apply(app, scheme)
    open_draft(window, pdf)
    qtbot.wait(300)
    assert colours_in(window, size) > 40
    ground = window.grab().toImage().pixelColor(window.width() // 2, 6)
    assert (ground.lightness() < 128) == (scheme is Scheme.DARK)
    assert window.width() <= size.width()
    assert window.height() <= size.height()


def test_everything_a_keyboard_reaches_has_a_name(window: MainWindow, pdf: bytes) -> None:
    open_draft(window, pdf)
    nameless = []
    for widget in window.findChildren(QWidget):
        internal = widget.objectName().startswith("qt_") or not widget.isVisible()
        if internal or widget.focusPolicy() is Qt.FocusPolicy.NoFocus:
            continue
        text = getattr(widget, "text", None)
        words = (widget.accessibleName(), widget.toolTip(), text() if callable(text) else "")
        if not any(words):
            nameless.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    assert nameless == []


def test_digest_of_the_open_draft_is_the_one_shown(window: MainWindow) -> None:
    view = examples.view()
    window.show_draft(view)
    shown = words.digest(view.version_digest)
    assert shown.replace(" ", "").lower() == view.version_digest
    assert len(hashlib.sha256().hexdigest()) == len(view.version_digest)


def test_nothing_is_signed_before_the_text_is_here(window: MainWindow, pdf: bytes) -> None:
    view = examples.view(examples.draft(0), pdf)
    window.show_draft(view)
    assert window.bar.sign.isVisible()
    assert not window.bar.sign.isEnabled()
    window.show_pdf(view.text.sha256, pdf)
    assert window.bar.sign.isEnabled()
    assert window.pages_of(view.text.sha256) == 3
    window.show_draft(replace(view, text=replace(view.text, sha256="f" * 64)))
    assert not window.bar.sign.isEnabled()


def test_silence_is_not_counted_as_a_signature(window: MainWindow, pdf: bytes) -> None:
    view = open_draft(window, pdf)
    rows = tuple(
        row if row.mark is Mark.DEEMED else replace(row, mark=Mark.CHECKED) for row in view.trail
    )
    window.show_trail(view.row.id, rows)
    assert window.side.trail_note.text() == "✓ 4 signatures checked · 1 agreed by silence"
    heading = window.side.trail_model.index(0).data()
    assert heading == "Round 2 · 5 of 5 answered, 1 silent"


def test_what_was_refused_is_counted_in_words(window: MainWindow, qtbot: QtBot) -> None:
    window.show_outbox_count(2, 1)
    assert window.outbox_label.text() == "✗ Outbox: 1 refused  ·  2 entries unsent"
    window.tell_refused(lambda: (("Qaror", "Loyiha oʻzgargan."),))
    assert window.notice.isVisible()
    assert "Loyiha oʻzgargan." in window.notice.text.text()
    refusals = tuple((f"Qaror-{number}", f"Sabab {number}.") for number in range(6))
    window.tell_refused(lambda: refusals[:4])
    for title, reason in refusals[:4]:
        assert f"“{title}”. {reason}" in window.notice.text.text()
    window.tell_refused(lambda: refusals)
    assert "Sabab 2." in window.notice.text.text()
    assert "And 3 more" in window.notice.text.text()
    with qtbot.waitSignal(window.outbox_requested):
        window.notice.outbox.click()
    # Told in another language, it is asked for again.
    reasons = iter(("Loyiha oʻzgargan.", "Проект изменён."))
    window.tell_refused(lambda: (("Qaror", next(reasons)),))
    QApplication.sendEvent(window.notice, QEvent(QEvent.Type.LanguageChange))
    assert window.notice.text.text() == "! Refused by the registry: “Qaror”. Проект изменён."
    window.notice.close_button.click()
    assert not window.notice.isVisible()
    window.show_outbox_count(0)
    assert window.outbox_label.text() == "Outbox is empty"


def test_a_title_cannot_turn_its_line_around() -> None:
    forged = "Yer \u202eajaraji\u202c haqida\n\u2066bekor\u2069 qilindi\x00"
    turned = "Yer [U+202E]ajaraji[U+202C] haqida [U+2066]bekor[U+2069] qilindi[U+0000]"
    assert plain(forged) == turned
    assert plain("Oʻzgartirish toʻgʻrisida") == "Oʻzgartirish toʻgʻrisida"


def test_a_long_title_leaves_room_for_the_document(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 600)
    title = " ".join(["Yer uchastkalarini ijaraga berish toʻgʻrisida"] * 12)
    window.show_draft(examples.view(replace(examples.draft(0), title=title)))
    line = window.title.fontMetrics().lineSpacing()
    qtbot.waitUntil(lambda: 0 < window.title.height() < 3 * line, timeout=2000)
    assert window.title.text().endswith("…")
    assert window.title.toolTip() == window.title.accessibleName() == title
    window.show_draft(examples.view(replace(examples.draft(0), title="Qisqa")))
    assert window.title.text() == "Qisqa"


@pytest.mark.parametrize("language", ["ru", "uz_Cyrl"])
def test_nothing_is_cut_on_a_low_screen(
    speech: Speech, window: MainWindow, pdf: bytes, language: str, qtbot: QtBot
) -> None:
    speech.speak(language, compiled(language))
    shown = replace(
        examples.view(),
        actions=(Action.SIGN, Action.RETURN, Action.REJECT),
        obstacle=Obstacle.NONE,
    )
    window.show_draft(shown)
    window.show_pdf(shown.text.sha256, pdf)
    window.show_outbox_count(4, 1)
    window.status.show_tokens(("Namunov", "Toʻlqinov"))
    window.show_connection(Connection.WORKING, datetime(2026, 11, 22, 9, 27, tzinfo=UTC))
    window.show_progress(Progress(SyncStep.FILES, 12, 34_567))
    window.resize(1024, 600)
    window.splitter.setSizes([264, 494, 266])
    qtbot.wait(50)
    # A window that needs more than the screen has is cut by its edge.
    assert window.width() == 1024

    def nothing_is_cut() -> None:
        made = [one for one in window.findChildren(QAbstractButton) if one.isVisible()]
        assert [
            one.text() for one in made if one.text() and one.width() < one.sizeHint().width()
        ] == []

    # The list lays its groups for another width some turns later.
    qtbot.waitUntil(nothing_is_cut)
    note = window.bar.note
    # The first file opened in a window makes its middle, which takes some turns to settle.
    qtbot.waitUntil(lambda: note.height() < 3 * note.fontMetrics().lineSpacing())
    for label in (window.status.connection, window.status.outbox):
        assert label.width() >= label.sizeHint().width()
    # The rest gives way, and says all of it in its tool tip.
    token = window.status.token
    assert isinstance(token, ElidedLabel)
    assert (token.shown == token.text()) == (token.toolTip() == "")
    token.resize(40, token.height())
    assert token.shown.endswith("…")
    assert token.toolTip() == token.text()


def seen(top: QWidget) -> list[str]:
    return [label.text() for label in top.findChildren(QLabel) if label.isVisible()]


def test_another_draft_keeps_its_tab_and_none_leaves_no_tools(
    window: MainWindow, pdf: bytes
) -> None:
    window.show()
    open_draft(window, pdf)
    tabs = window.files
    count = tabs.count()
    window.show_draft(many_annexes(pdf, 5))
    assert tabs.count() == 6
    tabs.setCurrentIndex(5)
    window.show_draft(examples.view(examples.draft(1), pdf))
    assert (tabs.count(), tabs.currentIndex()) == (count, 0)
    assert tabs.tabData(0) == window.document.file
    empty = "Choose a draft on the left."
    window.show_draft(None)
    assert not window.document.isVisible()
    assert empty in seen(window.middle)
    open_draft(window, pdf)
    assert window.document.isVisible()
    assert empty not in seen(window.middle)


def test_what_was_signed_and_not_sent_says_so_below_the_title(
    window: MainWindow, pdf: bytes
) -> None:
    view = examples.view(examples.draft(0), pdf)
    window.show_draft(replace(view, row=replace(view.row, local=Local.UNSENT)))
    assert "Not sent yet" in window.subtitle.toolTip() + window.subtitle.text()


def test_an_empty_list_says_that_drafts_are_on_their_way(window: MainWindow) -> None:
    window.show()
    window.show_drafts(())
    window.show_connection(Connection.WORKING)
    assert "Drafts are being received…" in seen(window.drafts)
    window.show_connection(Connection.SIGN_IN)
    assert "Drafts are being received…" not in seen(window.drafts)


def test_the_list_has_the_keys_and_opens_nothing_by_itself(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_drafts(())
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    view = window.drafts.view
    with qtbot.assertNotEmitted(window.draft_opened):
        window.show_drafts([examples.draft(number) for number in range(20)])
        qtbot.waitUntil(view.hasFocus)
    assert window.drafts.chosen == ""
    with qtbot.waitSignal(window.draft_opened) as told:
        QTest.keyClick(view, Qt.Key.Key_Down)
    assert told.args == [window.drafts.model.id_at(0)]
