"""Is there a screen for a window? Asked before Qt, which ends the program without one."""

from __future__ import annotations

import os
import sys

from eqaror_desktop.errors import NoDisplay


def require_display() -> None:
    """Return if a window can be opened here.

    Raises:
        NoDisplay: neither X11 nor Wayland is there, and no other Qt platform was chosen.
    """
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise NoDisplay
