"""Keeps ``None`` alive on Python 3.11 under PySide6 6.12.

The stable-ABI wheels of PySide6 6.12.0 return ``None`` without taking a reference to it, as is
right from Python 3.12 on, where it is immortal (PEP 683). On 3.11 every call of a Qt method that
returns nothing takes one reference away, and after a few thousand of them the interpreter ends
with "deallocating None". The separate Pdf wheel exists for no earlier version. What 3.12 does is
done here by hand: a reference count that no program can use up. See
``docs/decisions/0010-pyside-on-python-3.11.md``.
"""

from __future__ import annotations

import ctypes
import sys

_MANY = sys.maxsize // 4


def keep_alive() -> None:
    """Give the interpreter's singletons reference counts that never reach zero."""
    if sys.version_info >= (3, 12):
        return
    for singleton in (None, True, False, NotImplemented, ...):
        known = sys.getrefcount(singleton)
        count = ctypes.c_ssize_t.from_address(id(singleton))
        # The count is the first field of an object (Include/object.h) except in builds made to
        # trace references; there, and when it was raised already, it is left alone.
        if abs(count.value - known) < 16 and known < _MANY:
            count.value += _MANY
