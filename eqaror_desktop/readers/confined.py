"""Takes from a process the right to change anything, where the kernel can: Landlock, Linux 5.13.

What a program was made to do by a draft it then does to nobody's files. Reading stays: libraries
and fonts lie in many places. What is open already can be written to.
"""

from __future__ import annotations

import sys

_CREATE, _RESTRICT = 444, 446
"""System calls, the same on every architecture; ``uapi/linux/landlock.h`` has the rest."""
_VERSION = 1
_PR_SET_NO_NEW_PRIVS = 38
_FILES = (
    # Writing; removing; making of any kind, so also renaming and linking.
    (1, (1 << 1) | (0b11 << 4) | (0b111_1111 << 6)),
    # From one directory to another; emptying; commands to devices.
    (2, 1 << 13),
    (3, 1 << 14),
    (5, 1 << 15),
)
"""Rights to files, by the version of Landlock that first knew them."""
_NETWORK = ((4, 0b11),)
"""To wait for connections by TCP, and to make them."""
_OTHERS = ((6, 0b11),)
"""Abstract sockets, and signals to processes that are not so confined."""


def version() -> int:
    """Return which version of Landlock the kernel has; 0 if none."""
    if sys.platform != "linux":
        return 0
    import ctypes

    none, size = ctypes.c_void_p(), ctypes.c_size_t(0)
    found: int = ctypes.CDLL(None).syscall(_CREATE, none, size, _VERSION)
    return max(0, found)


def confine() -> bool:
    """Confine this process, which must have one thread, and what it becomes; False if not."""
    known = version()
    if not known:
        return False
    import ctypes

    handled = [
        sum(right for first, right in rights if first <= known)
        for rights in (_FILES, _NETWORK, _OTHERS)
    ]
    # An older kernel takes a longer structure if what it does not know is 0.
    rules = (ctypes.c_uint64 * len(handled))(*handled)
    call, size = ctypes.CDLL(None), ctypes.c_size_t(ctypes.sizeof(rules))
    # Rights that are handled, and of which no rule allows one.
    made: int = call.syscall(_CREATE, ctypes.byref(rules), size, 0)
    no = ctypes.c_ulong(0)
    if made < 0 or call.prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), no, no, no):
        return False
    return not call.syscall(_RESTRICT, made, 0)
