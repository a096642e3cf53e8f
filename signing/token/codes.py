"""Return codes of PKCS #11 (v2.40, 5.1), turned into our errors. Pure; imports no driver."""

from __future__ import annotations

from signing.errors import (
    DeviceFault,
    PinIncorrect,
    PinLocked,
    PinMustChange,
    SigningError,
    TokenBusy,
    TokenRemoved,
)

DEVICE_REMOVED = 0x32
PIN_INCORRECT = 0xA0
PIN_EXPIRED = 0xA3
PIN_LOCKED = 0xA4
SESSION_CLOSED = 0xB0
SESSION_COUNT = 0xB1
SESSION_HANDLE_INVALID = 0xB3
SESSION_EXISTS = 0xB6
TOKEN_NOT_PRESENT = 0xE0
TOKEN_NOT_RECOGNIZED = 0xE1
TOKEN_RESOURCE_EXCEEDED = 0x201

# A session ends by itself only when its token leaves the reader (5.6.1).
_REMOVED = {
    DEVICE_REMOVED,
    TOKEN_NOT_PRESENT,
    TOKEN_NOT_RECOGNIZED,
    SESSION_CLOSED,
    SESSION_HANDLE_INVALID,
}

# Too many sessions, or one that another program has open (5.6.1, 5.5.7; v3.1, 5.1.2).
_BUSY = {SESSION_COUNT, SESSION_EXISTS, TOKEN_RESOURCE_EXCEEDED}


def error_of(function: str, code: int, name: str | None) -> SigningError:
    """Return the error for a code other than CKR_OK.

    Args:
        function: the PKCS #11 function that answered it.
        code: the number.
        name: its name in the standard, if it has one.
    """
    if code in _REMOVED:
        return TokenRemoved()
    if code == PIN_INCORRECT:
        return PinIncorrect()
    if code == PIN_LOCKED:
        return PinLocked()
    if code == PIN_EXPIRED:
        return PinMustChange()
    if code in _BUSY:
        return TokenBusy()
    # A vendor's own codes, and -1 and the like of PyKCS11, have no name.
    return DeviceFault(function, name or f"0x{code & 0xFFFFFFFF:08X}")
