"""The four PKCS#11 functions that take a PIN, called without a copy of it.

PyKCS11 hands its byte lists over by value and leaves one copy of a PIN in the heap for each call
(measured with 1.5.18 by searching the process's memory). Here the driver is given the address of
the very ``bytearray`` the PIN was read into, and its owner wipes that.
"""

from __future__ import annotations

import ctypes
import sys

from signing.token.copies import leave_if_copied

# Places in CK_FUNCTION_LIST (PKCS#11 v2.40, 3.6).
_INIT_TOKEN, _INIT_PIN, _SET_PIN, _SESSION_INFO, _LOGIN, _LOGOUT = 9, 10, 11, 15, 18, 19

_WORD = ctypes.sizeof(ctypes.c_void_p)
# The list starts with a CK_VERSION of two bytes; structures are packed on Windows only (2.1).
_FIRST = 2 if sys.platform == "win32" else _WORD


class PinCalls:
    """Functions with a PIN, and those around them, of a module that is loaded already."""

    def __init__(self, path: str, loader: int, own: int) -> None:
        """Find the functions.

        Args:
            path: the module's file.
            loader: address of the object PyKCS11 loaded it with. p11-kit's client makes another
                instance, with sessions of its own, each time it is asked for its functions, so
                they are taken from there.
            own: the number of the only process that may call them.

        Raises:
            OSError: the module is not loaded and cannot be.
            AttributeError: it has no C_GetFunctionList.
        """
        self._own = own
        self._library = ctypes.CDLL(path)
        self._list = ctypes.c_void_p()
        # The object begins with the library's handle and the list (PyKCS11 1.5.18, pkcs11lib.h);
        # the handle of one library is always the same, so it tells whether that is still so.
        handle, functions = (ctypes.c_void_p * 2).from_address(loader)
        if handle == self._library._handle and functions:  # noqa: SLF001 - its documented name
            self._list.value = functions
        else:
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

    def set_pin(self, session: int, old: bytearray, new: bytearray) -> int:
        """Call C_SetPIN (5.5.9), with NULL for an empty PIN; returns the CKR number."""
        handle = ctypes.c_ulong(session)
        return self._call(_SET_PIN, (handle, *_pointer(old), *_pointer(new)))

    def state(self, session: int) -> int | None:
        """Return the state C_GetSessionInfo (5.6.5) tells: CKS_…; None if it tells none."""
        # CK_SESSION_INFO (3.4): slot, state, flags, the device's own error.
        info = (ctypes.c_ulong * 4)()
        result = self._call(_SESSION_INFO, (ctypes.c_ulong(session), ctypes.byref(info)))
        return None if result else int(info[1])

    def logout(self, session: int) -> int:
        """Call C_Logout (5.6.8); returns the CKR number."""
        return self._call(_LOGOUT, (ctypes.c_ulong(session),))

    def _call(self, index: int, arguments: tuple[object, ...]) -> int:
        # Right before each call: any call before this one may have made a copy of the process.
        leave_if_copied(self._own)
        place = (self._list.value or 0) + _FIRST + index * _WORD
        address = ctypes.c_void_p.from_address(place).value or 0
        # The kinds are given by the arguments themselves, all of which are words or addresses.
        return int(ctypes.CFUNCTYPE(ctypes.c_ulong)(address)(*arguments))


def _pointer(pin: bytearray) -> tuple[object, ctypes.c_ulong]:
    """Return address and length of a PIN, without copying it."""
    if not pin:
        return None, ctypes.c_ulong(0)
    return (ctypes.c_ubyte * len(pin)).from_buffer(pin), ctypes.c_ulong(len(pin))
