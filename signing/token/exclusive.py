"""Whether another program holds a smart card for itself alone. For the token host's process.

A driver that cannot reach such a card mostly shows no token at all; the smart-card service (PC/SC)
knows better, and asking it disturbs nobody.
"""

from __future__ import annotations

import ctypes
import sys

_SCOPE_SYSTEM = 2
_STATE_EXCLUSIVE = 0x80
"""SCARD_STATE_EXCLUSIVE: the card is in use by one program that shares it with none."""
_LONGEST_ATR = 36 if sys.platform == "win32" else 33


class _ReaderState(ctypes.Structure):
    """SCARD_READERSTATE (winscard.h); a DWORD is an unsigned long on Windows and in pcsc-lite."""

    _fields_ = (
        ("reader", ctypes.c_char_p),
        ("user_data", ctypes.c_void_p),
        ("current", ctypes.c_ulong),
        ("event", ctypes.c_ulong),
        ("atr_size", ctypes.c_ulong),
        ("atr", ctypes.c_ubyte * _LONGEST_ATR),
    )


def held_alone() -> bool:
    """Tell whether a card in some reader surely is; False where nobody can be asked."""
    try:
        if sys.platform == "win32":
            library, suffix = ctypes.WinDLL("winscard"), "A"
        else:
            library, suffix = ctypes.CDLL("libpcsclite.so.1"), ""
    except OSError:
        return False
    context = ctypes.c_size_t()
    if library.SCardEstablishContext(
        ctypes.c_ulong(_SCOPE_SYSTEM), None, None, ctypes.byref(context)
    ):
        return False
    try:
        list_readers = getattr(library, f"SCardListReaders{suffix}")
        size = ctypes.c_ulong()
        if list_readers(context, None, None, ctypes.byref(size)):
            return False
        names = ctypes.create_string_buffer(size.value)
        if list_readers(context, None, names, ctypes.byref(size)):
            return False
        readers = [name for name in names.raw[: size.value].split(b"\0") if name]
        states = (_ReaderState * len(readers))(*(_ReaderState(name) for name in readers))
        ask = getattr(library, f"SCardGetStatusChange{suffix}")
        if ask(context, ctypes.c_ulong(0), states, ctypes.c_ulong(len(readers))):
            return False
        return any(state.event & _STATE_EXCLUSIVE for state in states)
    finally:
        library.SCardReleaseContext(context)
