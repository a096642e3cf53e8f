"""Answering on a low screen: what is answered and signed stays in sight."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from signing.errors import AttemptsLeft
from sync.wire import Answer
from tests.ui import examples
from ui.agree_dialog import AgreeDialog
from ui.rows import Trouble
from ui.screen_room import low
from ui.theme import use_text_size

pytestmark = pytest.mark.usefixtures("speech")


@pytest.fixture
def large(app: QApplication) -> Iterator[int]:
    """Letters with which the screen of 800 x 800 pixels is low."""
    use_text_size(app, 125)
    yield 125
    use_text_size(app, 100)


@pytest.fixture
def dialog(large: int, qtbot: QtBot) -> AgreeDialog:  # noqa: ARG001 - before it is made
    made = AgreeDialog(examples.view(), examples.token_view(), Answer.OBJECTED)
    qtbot.addWidget(made)
    made.show()
    assert low(made)
    return made


def whole(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect() == widget.rect()


def test_an_objection_is_written_and_signed_without_scrolling(
    dialog: AgreeDialog, qtbot: QtBot
) -> None:
    parts = (*dialog.choices.values(), dialog.remark, dialog.remark_note, dialog.digest)
    for part in (*parts, dialog.heading, dialog.pin.edit, dialog.sign):
        qtbot.waitUntil(partial(whole, part))
    # The title is cut, and told whole.
    assert dialog.heading.text().endswith("…")
    assert dialog.heading.toolTip() == examples.view().row.title


def test_after_a_wrong_pin_the_answer_is_still_seen(dialog: AgreeDialog, qtbot: QtBot) -> None:
    cure = "Check the keyboard and enter the PIN again. " * 4
    dialog.show_trouble(Trouble("Wrong PIN.", cure, "PIN-INCORRECT"), AttemptsLeft.FEW)
    for part in (dialog.choices[Answer.OBJECTED], dialog.trouble.happened, dialog.pin.edit):
        qtbot.waitUntil(partial(whole, part))
    assert not dialog.trouble.cure.isVisible()
    dialog.trouble.details.click()
    assert dialog.trouble.cure.isVisible()
