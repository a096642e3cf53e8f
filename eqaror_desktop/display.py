"""Is there a screen for a window? Asked before Qt, which ends the program without one."""

from __future__ import annotations

import os
import sys

from eqaror_desktop.errors import NoDisplay

_ALWAYS = {"offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs", "vkkhrdisplay"}
"""Qt's platforms that are no session's; whoever names one knows what it needs."""


def require_display() -> None:
    """Return if a window can be opened here.

    Raises:
        NoDisplay: no X11 or Wayland is there that answers, and no other Qt platform was chosen.
    """
    if sys.platform != "linux":
        return
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    names = (
        [item.partition(":")[0] for item in chosen.split(";")] if chosen else ["wayland", "xcb"]
    )
    if not any(map(_answers, names)):
        raise NoDisplay


def _answers(platform: str) -> bool:
    if platform == "xcb":
        return bool(os.environ.get("DISPLAY")) and _x11()
    if platform.startswith("wayland"):
        if os.environ.get("WAYLAND_SOCKET"):
            # An open file, for one connection only.
            return True
        named = os.environ.get("WAYLAND_DISPLAY")
        return bool(named or os.environ.get("XDG_SESSION_TYPE") == "wayland") and _wayland()
    strange = os.environ.get("QT_PLUGIN_PATH") or os.environ.get("QT_QPA_PLATFORM_PLUGIN_PATH")
    return platform in _ALWAYS or bool(strange)


def _x11() -> bool:
    """Whether the X server named by DISPLAY lets this person in; it takes about 0.3 ms."""
    import ctypes

    try:
        library = ctypes.CDLL("libxcb.so.1")
    except OSError:
        # What Qt needs is told by Qt.
        return True
    library.xcb_connect.restype = ctypes.c_void_p
    library.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    # Kept until the program ends: a server whose only client leaves begins anew, which takes long.
    return not library.xcb_connection_has_error(library.xcb_connect(None, None))


def _wayland() -> bool:
    import ctypes

    try:
        library = ctypes.CDLL("libwayland-client.so.0")
    except OSError:
        return True
    library.wl_display_connect.restype = ctypes.c_void_p
    library.wl_display_disconnect.argtypes = [ctypes.c_void_p]
    display = library.wl_display_connect(None)
    if display:
        library.wl_display_disconnect(display)
    return bool(display)
