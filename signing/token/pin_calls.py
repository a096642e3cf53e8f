"""The three PKCS#11 functions that take a PIN, called without a copy of it.

PyKCS11 hands its byte lists over by value and leaves one copy of a PIN in the heap for each call
(measured with 1.5.18 by searching the process's memory). Here the driver is given the address of
the very ``bytearray`` the PIN was read into, and its owner wipes that.
"""

from __future__ import annotations

import ctypes
import sys

# Places in CK_FUNCTION_LIST (PKCS#11 v2.40, 3.6).
_INIT_TOKEN, _INIT_PIN, _LOGIN = 9, 10, 18

_WORD = ctypes.sizeof(ctypes.c_void_p)
# The list starts with a CK_VERSION of two bytes; structures are packed on Windows only (2.1).
_FIRST = 2 if sys.platform == "win32" else _WORD


class PinCalls:
    """``C_InitToken``, ``C_InitPIN`` and ``C_Login`` of a module that is loaded already."""

    def __init__(self, path: str) -> None:
        """Find the functions.

        Raises:
            OSError: the module is not loaded and cannot be.
            AttributeError: it has no C_GetFunctionList.
        """
        self._library = ctypes.CDLL(path)
        self._list = ctypes.c_void_p()
        self._library.C_GetFunctionList(ctypes.byref(self._list))

    def init_token(self, slot: int, pin: bytearray, label: bytes) -> int:
        """Call C_InitToken (5.5.7) with a label of exactly 32 bytes; returns the CKR number."""
        return self._call(_INIT_TOKEN, (ctypes.c_ulong(slot), *_pointer(pin), label))

    def init_pin(self, session: int, pin: bytearray) -> int:
        """Call C_InitPIN (5.5.8); returns the CKR number."""
        return self._call(_INIT_PIN, (ctypes.c_ulong(session), *_pointer(pin)))

    def login(self, session: int, user: int, pin: bytearray) -> int:
        """Call C_Login (5.6.7), with NULL for an empty PIN; returns the CKR number."""
        handle = ctypes.c_ulong(session)
        return self._call(_LOGIN, (handle, ctypes.c_ulong(user), *_pointer(pin)))

    def _call(self, index: int, arguments: tuple[object, ...]) -> int:
        place = (self._list.value or 0) + _FIRST + index * _WORD
        address = ctypes.c_void_p.from_address(place).value or 0
        # The kinds are given by the arguments themselves, all of which are words or addresses.
        return int(ctypes.CFUNCTYPE(ctypes.c_ulong)(address)(*arguments))


def _pointer(pin: bytearray) -> tuple[object, ctypes.c_ulong]:
    """Return address and length of a PIN, without copying it."""
    if not pin:
        return None, ctypes.c_ulong(0)
    return (ctypes.c_ubyte * len(pin)).from_buffer(pin), ctypes.c_ulong(len(pin))
