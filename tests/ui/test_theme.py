"""Both looks keep a contrast of 4.5:1 for every text on every ground it is used on."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from sync.cancel import Progress, Step
from tests.turns import LIMIT, Turns
from tests.ui import examples
from tests.ui.gallery import DIALOGS
from ui.cards import Symbol
from ui.main_window import MainWindow
from ui.theme import (
    DARK,
    LIGHT,
    Colours,
    Scheme,
    apply,
    colours,
    style_sheet,
    use_motion,
    use_text_size,
)

CTRL = Qt.KeyboardModifier.ControlModifier

WORDS = ("text", "soft", "accent", "good", "warn", "bad", "note")
GROUNDS = ("window", "surface", "raised", "selected", "hover", "desk")
BACKS = ("good_back", "warn_back", "bad_back", "note_back")
PAIRS = (
    # Whatever is written may be on a row that is chosen, under the mouse, or in a badge.
    *((fore, back, 4.5) for fore in WORDS for back in (*GROUNDS, *BACKS)),
    ("on_accent", "accent", 4.5),
    ("on_accent", "accent_hover", 4.5),
    # What can be typed into or ticked, and what says where the keys go (WCAG 2.1, 1.4.11).
    ("edge", "surface", 3.0),
    ("edge", "window", 3.0),
    ("accent", "line", 3.0),
)


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.1)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)

    c = QColor(colour)
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF())


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(look: Colours) -> None:
    poor = []
    for fore, back, least in PAIRS:
        one, two = luminance(getattr(look, fore)), luminance(getattr(look, back))
        ratio = (max(one, two) + 0.05) / (min(one, two) + 0.05)
        if ratio < least:
            poor.append(f"{fore} on {back}: {ratio:.2f}")
    assert poor == []


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_every_name_in_the_style_sheet_is_a_colour(look: Colours) -> None:
    sheet = style_sheet(look).split("*/", maxsplit=1)[1]
    assert "@" not in sheet


@pytest.mark.parametrize("percent", [80, 250])
def test_text_changes_its_size_while_everything_is_open(
    app: QApplication, window: MainWindow, percent: int
) -> None:
    window.show_draft(examples.view())
    watched = (window.title, window.subtitle, window.bar.sign, window.drafts.view, window.status)
    before = [widget.font().pointSizeF() for widget in watched]
    tall = window.bar.sign.sizeHint().height()
    try:
        use_text_size(app, percent)
        after = [widget.font().pointSizeF() for widget in watched]
        assert after == pytest.approx([size * percent / 100 for size in before])
        assert (window.bar.sign.sizeHint().height() > tall) == (percent > 100)
    finally:
        use_text_size(app, 100)
    assert [widget.font().pointSizeF() for widget in watched] == pytest.approx(before)


def test_all_letters_that_are_open_follow_the_size_of_text(
    app: QApplication, window: MainWindow, pdf: bytes
) -> None:
    """Those below the style sheet, and those with a size of their own, wherever they stand."""
    view = examples.view(None, pdf)
    window.show_draft(view)
    window.show_pdf(view.text.sha256, pdf)
    dialogs = [make(window) for make in DIALOGS.values()]
    for dialog in dialogs:
        dialog.show()
    app.processEvents()
    before = {widget: widget.font().pointSizeF() for widget in app.allWidgets()}
    try:
        use_text_size(app, 200)
        wrong = [
            f"{type(widget).__name__} {type(widget.window()).__name__} {widget.property('role')}"
            for widget, size in before.items()
            # These two write nothing themselves.
            if type(widget) not in (QWidget, QScrollBar)
            and widget.font().pointSizeF() != pytest.approx(2 * size)
        ]
    finally:
        use_text_size(app, 100)
        for dialog in dialogs:
            dialog.close()
            dialog.deleteLater()
    assert not wrong, "\n".join(wrong)
    assert len(before) > 800


@pytest.mark.parametrize("beside", ["", "ready"])
def test_size_and_look_are_changed_without_a_stall(
    app: QApplication, window: MainWindow, qtbot: QtBot, turns: Turns, pdf: bytes, beside: str
) -> None:
    """Whatever is open beside a list of ten thousand; what a turn took is asked at the end."""
    window.show_drafts(examples.drafts(10_000))
    view = examples.view(None, pdf)
    window.show_draft(view)
    window.show_pdf(view.text.sha256, pdf)
    dialog = DIALOGS[beside](window) if beside else QWidget()
    dialog.show()
    qtbot.wait(50)
    changes = [partial(use_text_size, app, 150), partial(use_text_size, app, 100)]
    if not beside:
        changes += [partial(apply, app, Scheme.DARK), partial(apply, app, Scheme.LIGHT)]
    try:
        for _ in range(3):
            # What the list of ten thousand took to come is another test's.
            turns.longest = 0.0
            for change in changes:
                QTimer.singleShot(0, app, change)
                qtbot.wait(60)
            if turns.longest < LIMIT:
                # What other programs hold up for a moment is not there each time.
                break
    finally:
        use_text_size(app, 100)
        dialog.close()
        dialog.deleteLater()


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_what_is_painted_in_a_transparent_area_has_the_looks_colours(
    app: QApplication, window: MainWindow, scheme: Scheme
) -> None:
    """A scrolling part has no ground; what lies in it must not take that for a dark one."""
    use_text_size(app, 125)
    use_text_size(app, 100)
    apply(app, scheme)
    dialogs = [make(window) for make in DIALOGS.values()]
    for dialog in dialogs:
        dialog.show()
    app.processEvents()
    painted = [one for dialog in dialogs for one in dialog.findChildren(Symbol)]
    look = DARK if scheme is Scheme.DARK else LIGHT
    wrong = {type(one.window()).__name__ for one in painted if colours(one.palette()) is not look}
    for dialog in dialogs:
        dialog.close()
        dialog.deleteLater()
    assert wrong == set()
    assert len(painted) > 30


_LET_GO = """
import ui
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from ui.theme import Scheme, apply
app = QApplication([])
apply(app, Scheme.LIGHT)
made = [QScrollArea() for _ in range(50)]
for one in made:
    one.setWidget(QLabel("never shown"))
    one.sizeHint()
apply(app, Scheme.DARK)
for one in made:
    one.deleteLater()
QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete.value))
app.setStyleSheet("QLabel { color: red }")
"""


def test_what_was_never_shown_is_let_go_after_another_look() -> None:
    """Qt would meet it again with the next sheet, and crash; so it is a process of its own."""
    command = [sys.executable, "-c", _LET_GO]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    assert subprocess.run(command, env=environment, check=False).returncode == 0


def test_the_menu_goes_from_size_to_size_and_stops_at_the_ends(
    window: MainWindow,
) -> None:
    sizes: list[int] = []
    window.looks.text_chosen.connect(sizes.append)
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Plus, CTRL | Qt.KeyboardModifier.AltModifier)
    assert sizes == [110]
    for _ in range(20):
        window.looks.larger.trigger()
    assert sizes[-1] == 250
    assert not window.looks.larger.isEnabled()
    for _ in range(20):
        window.looks.smaller.trigger()
    assert sizes[-1] == 80
    QTest.keyClick(window, Qt.Key.Key_0, CTRL | Qt.KeyboardModifier.AltModifier)
    assert sizes[-1] == 100
    window.looks.show_look("dark", 133, less_motion=True)
    window.looks.larger.trigger()
    assert sizes[-1] == 150


def test_less_motion_lets_no_bar_run(app: QApplication, window: MainWindow) -> None:
    effect = Qt.UIEffect.UI_General
    before = app.isEffectEnabled(effect)
    app.setEffectEnabled(effect, True)
    app.setProperty("eqarorEffects", None)
    try:
        for less in (True, False):
            use_motion(less=less)
            assert app.isEffectEnabled(effect) is not less
            window.show_progress(Progress(Step.CHANGES, 3, 0))
            assert (window.status.progress.maximum() == 0) is not less
    finally:
        app.setProperty("eqarorEffects", None)
        app.setEffectEnabled(effect, before)


def test_a_look_that_is_there_is_not_put_on_again(app: QApplication, qtbot: QtBot) -> None:
    """Every widget would be polished anew: the window would stand still."""
    told: list[QEvent.Type] = []

    class Listening(QWidget):
        def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt calls it so
            told.append(event.type())

    made = Listening()
    qtbot.addWidget(made)
    made.show()
    apply(app, Scheme.LIGHT)
    told.clear()
    apply(app, Scheme.LIGHT)
    assert told == []
    apply(app, Scheme.DARK)
    assert QEvent.Type.StyleChange in told
    apply(app, Scheme.LIGHT)
