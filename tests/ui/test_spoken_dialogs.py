"""Every dialog that is open says everything in the new language when it changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, takewhile

import pytest
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from resources.translations import compiled
from tests.ui.gallery import DIALOGS
from ui.languages import Speech
from ui.trouble_panel import TroublePanel

FROM, TO = "uz", "ru"


def said(top: QWidget) -> Iterator[tuple[str, str]]:
    """Everything a dialog says, seen or heard, with what says it; in a stable order."""
    for widget in (top, *top.findChildren(QWidget)):
        panel = widget.parentWidget()
        if isinstance(panel, TroublePanel) and panel.isHidden():
            # What it would offer is said when there is something to offer.
            continue
        name = type(widget).__name__
        yield f"{name} window", widget.windowTitle()
        yield f"{name} tip", widget.toolTip()
        yield f"{name} name", widget.accessibleName()
        yield f"{name} description", widget.accessibleDescription()
        if isinstance(widget, (QLabel, QAbstractButton)):
            yield name, widget.text()
        elif isinstance(widget, (QLineEdit, QPlainTextEdit)):
            yield name, widget.placeholderText()
        elif isinstance(widget, QTabWidget):
            yield from ((name, widget.tabText(place)) for place in range(widget.count()))
        elif isinstance(widget, QComboBox):
            yield from ((name, widget.itemText(place)) for place in range(widget.count()))
        elif isinstance(widget, QHeaderView) and widget.model() is not None:
            places = range(widget.count())
            named = [widget.model().headerData(i, widget.orientation()) for i in places]
            yield from ((name, str(text)) for text in named if text)
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from ((name, text) for text in _cells(widget.model()))


def _cells(model: QAbstractItemModel) -> Iterator[str]:
    roles = Qt.ItemDataRole
    for row in range(min(model.rowCount(), 20)):
        # A model of one column does not let itself be asked how many it has.
        indexes = takewhile(QModelIndex.isValid, (model.index(row, i) for i in count()))
        for index in indexes:
            for role in (roles.DisplayRole, roles.ToolTipRole, roles.AccessibleTextRole):
                text = index.data(role)
                if isinstance(text, str):
                    yield text


def settled(top: QWidget) -> list[tuple[str, str]]:
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return sorted({(who, text) for who, text in said(top) if text})


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("name", sorted(DIALOGS))
def test_an_open_dialog_says_what_one_opened_now_says(
    name: str, speech: Speech, parent: QWidget
) -> None:
    assert speech.speak(FROM, compiled(FROM))
    opened = DIALOGS[name](parent)
    opened.show()
    before = settled(opened)
    assert speech.speak(TO, compiled(TO))
    after = settled(opened)
    fresh = DIALOGS[name](parent)
    fresh.show()
    now = settled(fresh)
    assert set(after) ^ set(now) == set()
    # It had something to say, and says it otherwise.
    assert before != after
