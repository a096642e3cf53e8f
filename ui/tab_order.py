"""Where Tab goes next: through the window's parts as they stand there, whenever they were made."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cmp_to_key

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget


def go(top: QWidget, parts: Sequence[QWidget], *, forward: bool) -> bool:
    """Move the focus within a window to what stands next to it; False where there is nothing.

    Qt itself goes by the order in which parts were made, and some are made when they are needed.

    Args:
        top: the window.
        parts: of the window, in the order in which they are gone through; what belongs to none
            of them comes last.
        forward: as Tab does, or else as Shift+Tab.
    """
    now = top.focusWidget()
    stops = _stops(top, parts, now)
    if not stops:
        return False
    step = 1 if forward else -1
    place = stops.index(now) if now in stops else -1 if forward else 0
    for distance in range(1, len(stops) + 1):
        following = stops[(place + step * distance) % len(stops)]
        if following is not now and _takes_keys(following, top):
            reasons = Qt.FocusReason
            following.setFocus(reasons.TabFocusReason if forward else reasons.BacktabFocusReason)
            return True
    return False


def _stops(top: QWidget, parts: Sequence[QWidget], now: QWidget | None) -> list[QWidget]:
    """Return what Tab stops at; also where it is now, even if that has just been hidden."""
    found: dict[int, list[tuple[QRect, QWidget]]] = {}
    for widget in top.findChildren(QWidget):
        if widget is not now and not _takes_keys(widget, top):
            continue
        place = next(
            (at for at, part in enumerate(parts) if part is widget or part.isAncestorOf(widget)),
            len(parts),
        )
        area = QRect(widget.mapTo(top, widget.rect().topLeft()), widget.size())
        found.setdefault(place, []).append((area, widget))
    return [
        widget
        for place in sorted(found)
        for _, widget in sorted(found[place], key=cmp_to_key(_before))
    ]


def _takes_keys(widget: QWidget, top: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus.value
    return bool(
        widget.focusPolicy().value & tab
        and widget.isEnabled()
        and widget.focusProxy() is None
        and widget.isVisible()
        and widget.window() is top
    )


def _before(one: tuple[QRect, QWidget], other: tuple[QRect, QWidget]) -> int:
    """Compare places: line by line from above, in a line from the left."""
    first, second = one[0], other[0]
    if first.bottom() < second.center().y() and first.center().y() < second.top():
        return -1
    if second.bottom() < first.center().y() and second.center().y() < first.top():
        return 1
    return first.left() - second.left() or first.top() - second.top()
