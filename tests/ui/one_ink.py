"""Everything in one ink on one ground: what only a colour told is alike then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TypeAlias

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QImage, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui import theme
from ui.theme import Colours, Scheme, apply

INK, GROUND = "#17262b", "#ffffff"
_GROUNDS = ("surface", "window", "raised", "selected", "hover", "desk", "on_accent")
ONE_INK = Colours(
    **{
        name: GROUND if name in _GROUNDS or name.endswith("_back") else INK
        for name in Colours.__struct_fields__
    }
)
_TWO = bytes(128) + bytes([255]) * 128
_LEAST = 12
"""Dots: the stroke of a letter."""

Shown: TypeAlias = tuple[bytes, str]
"""What is seen of a state, and what is heard of it."""


@pytest.fixture
def ink(app: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let everything have one colour: data is changed, and nothing that works with it."""
    monkeypatch.setattr(theme, "LIGHT", ONE_INK)
    apply(app, Scheme.LIGHT)
    yield
    monkeypatch.undo()
    apply(app, Scheme.LIGHT)


def seen(widget: QWidget) -> bytes:
    """Return a dot for each pixel: ground or ink."""
    for _ in range(2):
        QApplication.processEvents()
    picture = QImage(widget.size(), QImage.Format.Format_Grayscale8)
    picture.fill(QColor(GROUND))
    # A view paints its rows on its viewport.
    drawn = widget.viewport() if isinstance(widget, QAbstractItemView) else widget
    drawn.render(picture, sourceRegion=QRegion(QRect(0, 0, 4000, 4000)))
    line = picture.bytesPerLine()
    data = bytes(picture.constBits())
    lines = (data[at * line : at * line + picture.width()] for at in range(picture.height()))
    return b"".join(lines).translate(_TWO)


def heard(widget: QWidget) -> str:
    """Return all that a screen reader finds in a widget: names, descriptions, values, states."""
    told: list[str] = []
    _hear(QAccessible.queryAccessibleInterface(widget), told)
    return " | ".join(told)


def _hear(found: QAccessibleInterface | None, told: list[str]) -> None:
    if found is None or not found.isValid() or found.state().invisible:
        return
    state = found.state()
    flags = [name for name in ("checked", "selected", "disabled") if getattr(state, name)]
    kinds = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
    told.append(" ".join([*(found.text(kind) for kind in kinds), *flags]))
    for place in range(found.childCount()):
        _hear(found.child(place), told)


def shown(widget: QWidget) -> Shown:
    return seen(widget), heard(widget)


def unlike(one: bytes, two: bytes) -> bool:
    if len(one) != len(two):
        return True
    return differing_dots(one, two) >= _LEAST


def differing_dots(one: bytes, two: bytes) -> int:
    other = int.from_bytes(one, "big") ^ int.from_bytes(two, "big")
    return len(one) - other.to_bytes(len(one), "big").count(0)


def alike(states: Mapping[str, Shown]) -> list[str]:
    """Return what is taken for another: when it is seen, or when it is heard."""
    found = []
    for (one, first), (two, second) in combinations(states.items(), 2):
        if not unlike(first[0], second[0]):
            found.append(f"{one} is seen as {two}")
        if first[1] == second[1]:
            found.append(f"{one} is heard as {two}: {first[1][:120]}")
    return found


def put(qtbot: QtBot, widget: QWidget, width: int = 340, height: int = 200) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.wait(1)
