"""Every key that does something, listed from the window itself, so that none is forgotten."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import (
    QAction,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QAbstractButton, QHeaderView, QTreeView, QVBoxLayout, QWidget

from sync.values import Value
from ui.base import Dialog, Text, button, row
from ui.screen_room import room
from ui.told_rows import told_by_cells

_NATIVE = QKeySequence.SequenceFormat.NativeText


class Shortcut(Value, frozen=True):
    """Keys and what they do."""

    keys: str
    does: str


def shortcuts_of(window: QWidget) -> tuple[Shortcut, ...]:
    """Return the shortcuts of a window in the order in which it was made, each once."""
    found: dict[str, Shortcut] = {}
    for shortcut in all_shortcuts(window):
        found.setdefault(shortcut.keys, shortcut)
    return tuple(found.values())


def all_shortcuts(window: QWidget) -> list[Shortcut]:
    """Return all shortcuts of a window; keys that two of its parts want stand there twice."""
    found = []
    for child in window.findChildren(QObject):
        if child is not window and isinstance(child, QWidget) and child.isWindow():
            continue
        for sequence, does in _keys(child):
            keys = sequence.toString(_NATIVE)
            if keys and child.parent() is not None and _belongs(child, window):
                found.append(Shortcut(keys, does))
    return found


def _belongs(child: QObject, window: QWidget) -> bool:
    """Whether this is not part of a dialog above the window."""
    parent = child.parent()
    while parent is not None and parent is not window:
        if isinstance(parent, Dialog):
            return False
        parent = parent.parent()
    return True


def _keys(child: QObject) -> list[tuple[QKeySequence, str]]:
    if isinstance(child, QAction):
        return [(item, child.whatsThis() or _plain(child.text())) for item in child.shortcuts()]
    if isinstance(child, QShortcut):
        return [(child.key(), child.whatsThis() or _without_button(child.key().toString()))]
    if isinstance(child, QAbstractButton) and not child.shortcut().isEmpty():
        told = child.accessibleName() or child.text() or child.toolTip()
        return [(child.shortcut(), _plain(told) or _without_button(child.shortcut().toString()))]
    return []


def _without_button(keys: str) -> str:
    """Say what keys do that no button and no menu tells."""
    translate = QCoreApplication.translate
    return {
        "F3": translate("ShortcutsDialog", "Next place found in the document"),
        "Shift+F3": translate("ShortcutsDialog", "Previous place found in the document"),
        "F7": translate("ShortcutsDialog", "Select words on a page by keys"),
        "Ctrl+Z": translate("ShortcutsDialog", "Take back what was just done"),
        "Ctrl+C": translate("ShortcutsDialog", "Copy the selected words"),
    }.get(keys, "")


def _plain(text: str) -> str:
    """Without the mark of a mnemonic, and without the keys a tip tells."""
    return re.sub(r" \([^()]*\)$", "", text.replace("&", "").replace("…", "")).strip()


class ShortcutsDialog(Dialog):
    """Opened by F1 or "?"."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.intro = Text("soft")
        self.model = QStandardItemModel(0, 2, self)
        self.list = QTreeView(rootIsDecorated=False)
        self.list.setAlternatingRowColors(True)
        self.list.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.list.setAllColumnsShowFocus(True)
        self.list.setModel(self.model)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.close_button = button("main")
        self.close_button.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.addWidget(self.intro)
        whole.addWidget(self.list, 1)
        whole.addLayout(row(None, self.close_button))
        self.resize(620, 560)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text again, and ask the window anew: its own words changed too."""
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.intro.setText(
            self.tr("Tab goes from part to part, the arrow keys move within a list.")
        )
        self.list.setAccessibleName(self.tr("Keyboard shortcuts"))
        self.close_button.setText(self.tr("Close"))
        self.model.clear()
        self.model.setHorizontalHeaderLabels([self.tr("Keys"), self.tr("What they do")])
        always = (
            Shortcut("Tab", self.tr("Next part of the window")),
            Shortcut("Shift+Tab", self.tr("Previous part of the window")),
            Shortcut("↑  ↓", self.tr("Another line of a list; scroll the pages")),
            Shortcut("Enter", self.tr("Open what is chosen; press the highlighted button")),
            Shortcut("Space", self.tr("Press a button, tick a box; next screen of a page")),
            Shortcut("Esc", self.tr("Close a dialog, end a search")),
        )
        for shortcut in (*always, *shortcuts_of(self._window)):
            items = [QStandardItem(shortcut.keys), QStandardItem(shortcut.does)]
            cells = told_by_cells((shortcut.keys, shortcut.does))
            for item, spoken in zip(items, cells, strict=True):
                item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
            self.model.appendRow(items)
        self.list.setCurrentIndex(self.model.index(0, 0))

    def fit(self) -> None:
        """Be as wide as the lines are, where the screen is; they are scrolled to, never cut."""
        view, header = self.list, self.list.header()
        header.setStretchLastSection(False)
        needed = header.length() + view.verticalScrollBar().sizeHint().width()
        more = needed + 2 * view.frameWidth() - view.width()
        if more > 0:
            self.resize(min(self.width() + more, room(self).width()), self.height())
        header.setStretchLastSection(header.length() <= view.viewport().width())
        super().fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        header = self.list.header()
        if header.length() > self.list.viewport().width():
            header.setStretchLastSection(False)
