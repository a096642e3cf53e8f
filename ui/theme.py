"""Colours, palette and style sheet: one look, light and dark.

Every text colour has a contrast of at least 4.5:1 to the surface it is used on (WCAG 2.1, 1.4.3);
a test computes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QMenu, QRadioButton, QTreeView

from resources import resource
from sync.values import Value
from ui.base import Scaled
from ui.icons import OWN_SIZE, resize_all


class Scheme(StrEnum):
    """Which of the two looks is used; ``SYSTEM`` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Colours(Value, frozen=True):
    """The colours of one look, as #rrggbb."""

    window: str
    surface: str
    raised: str
    line: str
    edge: str
    """Around what can be typed into or ticked: 3:1 or more (WCAG 2.1, 1.4.11)."""
    text: str
    soft: str
    accent: str
    on_accent: str
    accent_hover: str
    selected: str
    hover: str
    good: str
    good_back: str
    warn: str
    warn_back: str
    bad: str
    bad_back: str
    note: str
    note_back: str
    desk: str
    """What lies behind the pages."""


LIGHT = Colours(
    window="#f3f6f7",
    surface="#ffffff",
    raised="#f8fafb",
    line="#d5dee1",
    edge="#7d9199",
    text="#17262b",
    soft="#52666d",
    accent="#0b6979",
    on_accent="#ffffff",
    accent_hover="#095865",
    selected="#d8eef1",
    hover="#ecf3f5",
    good="#17663a",
    good_back="#dff3e6",
    warn="#7d4e00",
    warn_back="#fdf0d4",
    bad="#a3231c",
    bad_back="#fbe4e1",
    note="#1d5191",
    note_back="#e1ecf9",
    desk="#dde5e8",
)

DARK = Colours(
    window="#12191c",
    surface="#1a2327",
    raised="#212c31",
    line="#34434a",
    edge="#6c838c",
    text="#e7eff1",
    soft="#a3b5bb",
    accent="#5cc6d4",
    on_accent="#062a31",
    accent_hover="#7fd5e0",
    selected="#1d424a",
    hover="#243137",
    good="#7fd7a2",
    good_back="#173626",
    warn="#f0c063",
    warn_back="#3b2f14",
    bad="#ff9d93",
    bad_back="#442321",
    note="#9cc5f5",
    note_back="#1d3049",
    desk="#0b1012",
)


def colours(palette: QPalette) -> Colours:
    """Return the colours that go with ``palette``; delegates ask it while painting."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def palette_of(c: Colours) -> QPalette:
    """Return the Qt palette of a look."""
    role = QPalette.ColorRole
    palette = QPalette()
    for which, value in (
        (role.Window, c.window),
        (role.WindowText, c.text),
        (role.Base, c.surface),
        (role.AlternateBase, c.raised),
        (role.Text, c.text),
        (role.Button, c.surface),
        (role.ButtonText, c.text),
        (role.BrightText, c.bad),
        (role.Highlight, c.accent),
        (role.HighlightedText, c.on_accent),
        (role.Link, c.accent),
        (role.LinkVisited, c.accent),
        (role.PlaceholderText, c.soft),
        (role.ToolTipBase, c.raised),
        (role.ToolTipText, c.text),
        (role.Mid, c.line),
        (role.Dark, c.desk),
        (role.Accent, c.accent),
    ):
        palette.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(c.soft))
    # The icon of the one thing to do, while it cannot be done; its ground is pale then.
    palette.setColor(QPalette.ColorGroup.Disabled, role.HighlightedText, QColor(c.soft))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(c.selected))
    return palette


def apply(application: QApplication, scheme: Scheme = Scheme.SYSTEM) -> None:
    """Give the whole application one look.

    Args:
        application: the one application object.
        scheme: which look; ``SYSTEM`` asks the desktop and falls back to light.
    """
    dark = scheme is Scheme.DARK or (
        scheme is Scheme.SYSTEM
        and QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    )
    look = DARK if dark else LIGHT
    if not application.property(_FUSION):
        # Asked for its name, a style below a sheet has none; another one is told to every widget.
        application.setStyle("fusion")
        application.setProperty(_FUSION, True)
    sheet = style_sheet(look)
    if application.styleSheet() != sheet:
        # Every widget is polished anew: not for a look that it has already.
        with _without_sheet(application, sheet):
            application.setPalette(palette_of(look))
            _tell_windows(QEvent.Type.ApplicationPaletteChange)


def _tell_windows(change: QEvent.Type) -> None:
    """Do not leave it to the next turn: what is open has half of a look until then."""
    QCoreApplication.sendPostedEvents(None, int(change.value))


@contextmanager
def _without_sheet(application: QApplication, sheet: str) -> Iterator[None]:
    """Take the style sheet away, change what goes with it, and put ``sheet`` on.

    One that takes the place of another is put on each widget as often as there are widgets above
    it (``updateObjects`` of Qt's ``qstylesheetstyle.cpp``), which takes longer than a tenth of a
    second. Taken away and put on it reaches each widget once.
    """
    if application.styleSheet():
        _take_sheet_away(application)
    yield
    application.setStyleSheet(sheet)


def _take_sheet_away(application: QApplication) -> None:
    application.setStyleSheet("")
    styled = Qt.WidgetAttribute.WA_StyleSheet
    for widget in QApplication.allWidgets():
        # With its last sheet Qt forgot that it wants to hear of the end of these, which were never
        # shown; where it believes that they are known it would meet them when they are gone.
        if widget.testAttribute(styled):
            widget.setAttribute(styled, False)


def use_readable_font(application: QApplication) -> None:
    """Replace a desktop font that is only a generic name by one with all our letters.

    Where no desktop is configured Qt resolves "Sans Serif" to whatever sorts first, often a wide
    face that lacks the Uzbek Cyrillic letters in bold.
    """
    font = application.font()
    if font.family().lower() in {"sans serif", "sans", "sans-serif"}:
        font = QFont(["Noto Sans", "Segoe UI", "PT Sans", QFontInfo(font).family()])
        font.setPointSizeF(10)
        application.setFont(font)


TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200, 225, 250)
"""Percent of the desktop's own size of text."""

_TICKED = (QCheckBox, QRadioButton, QTreeView, QMenu)
_FUSION = "eqarorFusion"
_LESS_MOTION = "eqarorLessMotion"
_EFFECTS = "eqarorEffects"


def use_text_size(application: QApplication, percent: int) -> None:
    """Make every text of the application larger or smaller, what is open too.

    Args:
        application: the one application object.
        percent: of the size the desktop wishes, bounded to what :data:`TEXT_SIZES` allows.
    """
    own = application.property(OWN_SIZE)
    if own is None:
        own = application.font().pointSizeF()
        application.setProperty(OWN_SIZE, own)
    font = application.font()
    font.setPointSizeF(own * min(max(percent, TEXT_SIZES[0]), TEXT_SIZES[-1]) / 100)
    if font.pointSizeF() != application.font().pointSizeF():
        # Below a sheet widgets would hear of another font only by having the sheet put on anew.
        # Not for good: whatever lies in a transparent area would take its ground for its own.
        propagating = Qt.ApplicationAttribute.AA_UseStyleSheetPropagationInWidgetStyles
        QApplication.setAttribute(propagating, True)
        application.setFont(font)
        _tell_windows(QEvent.Type.ApplicationFontChange)
        resize_all()
        for widget in QApplication.allWidgets():
            if isinstance(widget, Scaled):
                widget.follow_text_size()
        QApplication.setAttribute(propagating, False)
        _resize_ticks()


def _resize_ticks() -> None:
    """Let ticks grow with the letters: the sheet reckons their size when a widget is polished."""
    polished = Qt.WidgetAttribute.WA_WState_Polished
    for widget in QApplication.allWidgets():
        if isinstance(widget, _TICKED) and widget.testAttribute(polished):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
            widget.updateGeometry()


def less_motion_wished() -> bool:
    """Return whether the desktop asks programs to move less (Qt 6.11 and newer know it)."""
    style = QGuiApplication.styleHints()
    # Held by a name: the one ends with the other.
    wished = getattr(style.accessibility(), "motionPreference", None)
    return wished is not None and "Reduced" in str(wished())


def use_motion(*, less: bool) -> None:
    """Let menus, tips and lists open at once instead of fading or rolling in.

    Beside these only the bar of an unknown length moves; it asks :func:`moves_less`.
    """
    application = QApplication.instance()
    if application is None:
        return
    general = Qt.UIEffect.UI_General
    if application.property(_EFFECTS) is None:
        application.setProperty(_EFFECTS, QApplication.isEffectEnabled(general))
    # What the desktop has switched off stays off.
    QApplication.setEffectEnabled(general, bool(application.property(_EFFECTS)) and not less)
    application.setProperty(_LESS_MOTION, less)


def moves_less() -> bool:
    """Return whether nothing is to move by itself."""
    application = QApplication.instance()
    return application is not None and bool(application.property(_LESS_MOTION))


@cache
def style_sheet(look: Colours) -> str:
    """Return the style sheet of a look: the template with its colours filled in."""
    sheet = resource("styles", "window.qss").read_text(encoding="utf-8")
    tick = resource("styles", "tick-dark.svg" if look is DARK else "tick-light.svg")
    sheet = sheet.replace("@tick", str(tick).replace("\\", "/"))
    for name in sorted(Colours.__struct_fields__, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", getattr(look, name))
    return sheet
