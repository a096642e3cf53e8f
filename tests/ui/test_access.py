"""Every window for who sees nothing, for who has no mouse, and for who sees little.

What screen readers get is asked through Qt's own interface (QAccessible), as they do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sync.wire import Answer
from tests.ui import examples
from tests.ui.gallery import DIALOGS
from tests.ui.test_theme import luminance
from ui import told_rows
from ui.agree_dialog import AgreeDialog
from ui.main_window import MainWindow
from ui.outbox_model import state_of
from ui.outbox_view import OutboxView
from ui.rows import Group
from ui.shortcuts import ShortcutsDialog, all_shortcuts, shortcuts_of
from ui.theme import Scheme, apply

ROWS_ASKED = 9
_WITH_ALL_KINDS = ("sign", "agree", "ready", "compare")
"""Between them they have every kind of control."""
# A table's corner is a pane.
_HEADINGS = (
    QAccessible.Role.ColumnHeader,
    QAccessible.Role.RowHeader,
    QAccessible.Role.Pane,
)


@pytest.fixture
def open_window(window: MainWindow, pdf: bytes, app: QApplication) -> MainWindow:
    view = examples.view(None, pdf)
    window.show_draft(view)
    window.show_pdf(view.text.sha256, pdf)
    window.show_person(examples.PERSON)
    window.activateWindow()
    app.processEvents()
    return window


@pytest.fixture
def everything(open_window: MainWindow) -> Iterator[dict[str, QWidget]]:
    made: dict[str, QWidget] = {"window": open_window}
    for name, make in DIALOGS.items():
        made[name] = make(open_window)
        made[name].show()
    yield made
    for name in DIALOGS:
        made[name].close()
        made[name].deleteLater()


def reachable(top: QWidget) -> list[QWidget]:
    """Return what Tab goes to in a window."""
    tab = Qt.FocusPolicy.TabFocus.value
    return [
        widget
        for widget in top.findChildren(QWidget)
        if widget.window() is top
        and widget.isVisibleTo(top)
        and widget.isEnabled()
        and widget.focusPolicy().value & tab
        and widget.focusProxy() is None
    ]


def silent(widget: QWidget) -> str:
    """Return why a screen reader says nothing of use about a widget; empty when it does."""
    interface = QAccessible.queryAccessibleInterface(widget)
    if not interface.isValid():
        return "no interface"
    roleless = (QAccessible.Role.NoRole, QAccessible.Role.Client)
    # An area that scrolls is a pane; Qt has no other role for it.
    if interface.role() in roleless and not isinstance(widget, QAbstractScrollArea):
        return f"role {interface.role().name}"
    said = interface.text(QAccessible.Text.Name) or interface.text(QAccessible.Text.Value)
    if not said.strip():
        return "no name"
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        for number in range(min(interface.childCount(), ROWS_ASKED)):
            child = interface.child(number)
            if child.role() in _HEADINGS:
                continue
            if not child.text(QAccessible.Text.Name).strip():
                return f"child {number} ({child.role().name}) has no name"
    return ""


def nameless(everything: dict[str, QWidget]) -> list[str]:
    poor = []
    for name, top in everything.items():
        controls = {*reachable(top), *top.findChildren(QAbstractButton)}
        for widget in controls:
            hidden = not widget.isVisibleTo(top) or widget.window() is not top
            # The parts of a view and of a spin box belong to it.
            inner = isinstance(widget.parent(), QAbstractScrollArea) and not widget.isWindow()
            if hidden or inner or widget.objectName().startswith("qt_"):
                continue
            if why := silent(widget):
                poor.append(f"{name} {type(widget).__name__} {widget.objectName()}: {why}")
    return poor


def test_every_window_is_told_reached_by_tab_and_explained(
    everything: dict[str, QWidget], app: QApplication
) -> None:
    """Names, roles and states; Tab goes everywhere and is caught nowhere; keys mean one thing."""
    poor = [*nameless(everything), *beyond_tab(everything, app), *unclear_keys(everything)]
    assert not poor, "\n".join(sorted(poor))


def test_a_disabled_control_says_so(open_window: MainWindow) -> None:
    open_window.bar.show_readable(readable=False)
    interface = QAccessible.queryAccessibleInterface(open_window.bar.sign)
    assert interface.state().disabled
    open_window.bar.show_readable(readable=True)
    assert not interface.state().disabled
    assert interface.role() is QAccessible.Role.Button


def test_the_list_tells_each_draft_in_one_sentence(open_window: MainWindow) -> None:
    view = open_window.drafts.view
    interface = QAccessible.queryAccessibleInterface(view)
    row = interface.child(0)
    shown = view.model().index(0, 0)
    assert shown.data(Qt.ItemDataRole.AccessibleTextRole) == row.text(QAccessible.Text.Name)
    assert row.state().selectable


def beyond_tab(everything: dict[str, QWidget], app: QApplication) -> list[str]:
    poor = []
    for name, top in everything.items():
        top.activateWindow()
        app.processEvents()
        wanted = set(reachable(top))
        if not wanted:
            poor.append(f"{name}: nothing")
            continue
        met: set[QWidget] = set()
        for _ in range(2 * len(wanted) + 4):
            focus: QWidget | None = top.focusWidget()
            QTest.keyClick(top if focus is None else focus, Qt.Key.Key_Tab)
            met.add(top.focusWidget())
        # Of a group of choices Tab meets one; the arrows lead to the others.
        missed = {
            widget
            for widget in wanted - met
            if not (isinstance(widget, QAbstractButton) and widget.group() is not None)
            and not (isinstance(widget, QAbstractButton) and widget.autoExclusive())
        }
        poor += [f"no Tab: {name} {type(widget).__name__} {_label(widget)}" for widget in missed]
    return poor


def _label(widget: QWidget) -> str:
    return widget.accessibleName() or getattr(widget, "text", str)() or widget.objectName()


def test_the_focus_is_seen(open_window: MainWindow, app: QApplication) -> None:
    poor = []
    dialogs = [make(open_window) for name, make in DIALOGS.items() if name in _WITH_ALL_KINDS]
    for dialog in dialogs:
        dialog.show()
    for top in (open_window, *dialogs):
        top.activateWindow()
        app.processEvents()
        widgets = reachable(top)
        elsewhere = QWidget(top, focusPolicy=Qt.FocusPolicy.StrongFocus)
        elsewhere.show()
        for widget in widgets:
            elsewhere.setFocus()
            without = _around(widget, top)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            app.processEvents()
            # Tab scrolls to what lies below; setFocus does not.
            seen = widget.hasFocus() and not widget.visibleRegion().isEmpty()
            if seen and _around(widget, top) == without:
                poor.append(f"{type(top).__name__} {type(widget).__name__} {_label(widget)}")
        elsewhere.deleteLater()
    for dialog in dialogs:
        dialog.close()
    assert not poor, "\n".join(poor)


def _around(widget: QWidget, top: QWidget) -> QImage:
    """Return the picture of a widget with its frame, which its parent may draw."""
    place = widget.mapTo(top, QPoint())
    return top.grab(widget.rect().translated(place).adjusted(-3, -3, 3, 3)).toImage()


def unclear_keys(everything: dict[str, QWidget]) -> list[str]:
    poor = []
    for name, top in everything.items():
        found = all_shortcuts(top)
        keys = [shortcut.keys for shortcut in found]
        poor += [f"{name}: {one} twice" for one in set(keys) if keys.count(one) > 1]
        poor += [f"{name}: {item.keys} does what?" for item in found if not item.does.strip()]
    listed = everything["keys"].findChild(QAbstractItemView)
    assert listed is not None
    model = listed.model()
    shown = {model.index(row, 0).data() for row in range(model.rowCount())}
    wanted = {item.keys for item in shortcuts_of(everything["window"])} | {"F1", "F5", "Ctrl+F"}
    return poor + [f"{keys} is not listed" for keys in wanted - shown]


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_the_list_of_keys_opens_by_a_key(
    open_window: MainWindow, qtbot: QtBot, key: Qt.Key
) -> None:
    open_window.drafts.view.setFocus()
    QTest.keyClick(open_window, key)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


@pytest.mark.long
def test_what_is_drawn_has_contrast(everything: dict[str, QWidget], app: QApplication) -> None:
    """Of each line of text the colour furthest from its ground is 4.5:1 or more (WCAG 1.4.3)."""
    poor = []
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        apply(app, scheme)
        app.processEvents()
        poor += [f"{scheme} {item}" for item in pale(everything)]
    assert not poor, "\n".join(poor)


def pale(everything: dict[str, QWidget]) -> list[str]:
    poor = []
    for name, top in everything.items():
        picture = top.grab().toImage()
        for widget in top.findChildren(QWidget):
            # What cannot be done now may be pale (WCAG 1.4.3 leaves it out).
            if not widget.isEnabled() or widget.window() is not top or not widget.isVisible():
                continue
            for place, text in written(widget):
                seen = place.intersected(widget.visibleRegion().boundingRect())
                part = picture.copy(seen.translated(widget.mapTo(top, QPoint())))
                if seen.height() >= 8 and (ratio := _contrast(part)) < 4.5:
                    poor.append(f"{name} {type(widget).__name__} {ratio:.1f}: {text[:40]}")
    return poor


def written(widget: QWidget) -> Iterator[tuple[QRect, str]]:
    """Yield each line of text that a widget shows, and where."""
    iconic = Qt.ToolButtonStyle.ToolButtonIconOnly
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() is iconic:
        return
    if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)) and widget.text():
        yield widget.rect(), widget.text()
    elif isinstance(widget, QLineEdit) and widget.placeholderText():
        yield widget.rect(), widget.placeholderText()
    elif isinstance(widget, QComboBox) and widget.currentText():
        yield widget.rect(), widget.currentText()
    elif isinstance(widget, QTabBar):
        for place in range(widget.count()):
            yield widget.tabRect(place), widget.tabText(place)
    else:
        yield from _rows(widget.parentWidget(), widget)


def _rows(view: QWidget | None, inside: QWidget) -> Iterator[tuple[QRect, str]]:
    if isinstance(view, QAbstractItemView) and inside is view.viewport():
        for number in range(min(view.model().rowCount(), ROWS_ASKED)):
            index = view.model().index(number, 0)
            if index.flags() & Qt.ItemFlag.ItemIsEnabled and index.data():
                yield view.visualRect(index), str(index.data())


def _contrast(part: QImage) -> float:
    """Return the contrast of the commonest colour with the one that stands out most from it."""
    small = part.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(small.constBits()).cast("I"))
    ground = luminance(QColor.fromRgb(counted.most_common(1)[0][0]).name())
    best = 1.0
    for pixel in counted:
        other = luminance(QColor.fromRgb(pixel).name())
        best = max(best, (max(ground, other) + 0.05) / (min(ground, other) + 0.05))
    return best


def test_pale_text_would_be_found(app: QApplication) -> None:
    label = QLabel("pale")
    label.setStyleSheet("color: #999999; background: #ffffff;")
    label.resize(80, 30)
    assert _contrast(label.grab().toImage()) < 4.5
    label.setStyleSheet("color: #555555; background: #ffffff;")
    assert _contrast(label.grab().toImage()) > 4.5
    app.processEvents()


def _focus(app: QApplication) -> QWidget:
    focus: QWidget | None = app.focusWidget()
    assert focus is not None
    return focus


def press(app: QApplication, key: Qt.Key) -> None:
    QTest.keyClick(_focus(app), key)


def heard(app: QApplication) -> str:
    """Return what a screen reader says of whatever has the focus, its current row included."""
    focus = _focus(app)
    whole = QAccessible.queryAccessibleInterface(focus)
    said = [whole.text(QAccessible.Text.Name), whole.text(QAccessible.Text.Value)]
    if isinstance(focus, QAbstractItemView):
        row = whole.focusChild()
        said.append(row.text(QAccessible.Text.Name) if row.isValid() else "")
    return ". ".join(part for part in said if part)


def tab_until(app: QApplication, wanted: str) -> list[str]:
    """Press Tab until something is heard that has these words; return all that was heard."""
    told = [heard(app)]
    while wanted not in told[-1]:
        assert len(told) < 60, told
        press(app, Qt.Key.Key_Tab)
        told.append(heard(app))
    return told


def test_a_clerk_who_sees_nothing_finds_reads_and_answers_a_draft(
    window: MainWindow, app: QApplication, qtbot: QtBot
) -> None:
    window.show_person(examples.PERSON)
    window.activateWindow()
    window.drafts.show_group(Group.TO_AGREE)
    opened: list[str] = []
    agreed: list[str] = []
    window.draft_opened.connect(opened.append)
    window.agree_requested.connect(agreed.append)
    window.drafts.search.setFocus()
    assert heard(app) == "Search in all drafts"
    # From the search the arrow leads into the list; each row is a sentence.
    press(app, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(opened))
    sentence = heard(app)
    row = window.drafts.model.row(opened[-1])
    assert row is not None
    assert [
        part for part in (row.title, row.authority, "In agreement") if part not in sentence
    ] == []
    window.show_draft(examples.view(row))
    told = tab_until(app, "Agreement trail")
    assert not [item for item in told if not item.strip()]
    entries = [heard(app)]
    for _ in range(window.side.trail_model.rowCount()):
        press(app, Qt.Key.Key_Down)
        entries.append(heard(app))
    for state in (
        "Signature checked",
        "No signature: the term passed in silence",
        "Signature not checked yet",
    ):
        assert [item for item in entries if state in item], entries
    window.bar.show_readable(readable=True)
    told = tab_until(app, "Agree…")
    press(app, Qt.Key.Key_Space)
    assert agreed == [row.id]
    dialog = AgreeDialog(examples.view(row), examples.token_view(), parent=window)
    dialog.show()
    dialog.activateWindow()
    app.processEvents()
    told = tab_until(app, "PIN of the token")
    QTest.keyClicks(dialog.focusWidget(), "123456")
    told += tab_until(app, "Sign the agreement")
    assert not [item for item in told if not item.strip()]
    given: list[object] = []
    dialog.answer_requested.connect(lambda *words: given.append(words[0]))
    press(app, Qt.Key.Key_Space)
    assert given == [Answer.AGREED]
    dialog.close()


def cells_heard(view: QAbstractItemView) -> list[str]:
    """Return what the cells of the current row tell."""
    model, at, role = view.model(), view.currentIndex(), Qt.ItemDataRole.AccessibleTextRole
    return [str(at.siblingAtColumn(column).data(role)) for column in range(model.columnCount())]


@pytest.mark.parametrize("cell_by_cell", [True, False])
def test_whoever_hears_a_row_hears_everything_once(
    window: MainWindow, app: QApplication, monkeypatch: pytest.MonkeyPatch, cell_by_cell: bool
) -> None:
    """Orca goes through the cells of a row; readers elsewhere tell the one with the keys."""
    monkeypatch.setattr(told_rows, "CELL_BY_CELL", cell_by_cell)
    outbox, keys = OutboxView(window), ShortcutsDialog(window)
    rows = examples.outbox()
    outbox.show_outbox(rows)
    outbox.show()
    outbox.activateWindow()
    outbox.table.setFocus()
    app.processEvents()
    for row in rows[:2]:
        cells = cells_heard(outbox.table)
        assert heard(app).endswith(cells[0])
        sentence = "; ".join(cells) if cell_by_cell else cells[0]
        for part in (row.title, state_of(row), "Age: "):
            assert sentence.count(part) == 1, sentence
        press(app, Qt.Key.Key_Down)
    shortcut, does = (keys.list.currentIndex().siblingAtColumn(n).data() for n in (0, 1))
    whole = shortcut if cell_by_cell else f"{shortcut}, {does}"
    assert cells_heard(keys.list) == [whole, does]
    outbox.close()
    keys.deleteLater()
    outbox.deleteLater()
