"""The arrows of tabs that have not room enough, named in the language of the moment."""

from __future__ import annotations

from PySide6.QtWidgets import QTabBar, QToolButton

from ui.words import translate


def name_arrows(bar: QTabBar) -> None:
    """Name them; Qt does so once, in the language of that moment."""
    names = {
        "ScrollLeftButton": translate("tab_arrows", "Files before these"),
        "ScrollRightButton": translate("tab_arrows", "Files after these"),
    }
    for scrolls in bar.findChildren(QToolButton):
        scrolls.setAccessibleName(names.get(scrolls.objectName(), ""))
