"""Return codes of PKCS #11 (v2.40, 5.1), turned into our errors. Pure; imports no driver."""

from __future__ import annotations

from signing.errors import (
    AttemptsLeft,
    DeviceFault,
    NewPinRefused,
    PinCancelled,
    PinIncorrect,
    PinLength,
    PinLocked,
    PinMustChange,
    PinNotSet,
    PukIncorrect,
    PukLocked,
    SigningError,
    TokenBusy,
    TokenRemoved,
)
from signing.token.info import TokenInfo
from signing.token.pin import LONGEST, PinKind

CANCEL = 0x1
DEVICE_REMOVED = 0x32
FUNCTION_CANCELED = 0x50
PIN_INCORRECT = 0xA0
PIN_INVALID = 0xA1
PIN_LEN_RANGE = 0xA2
PIN_EXPIRED = 0xA3
PIN_LOCKED = 0xA4
SESSION_CLOSED = 0xB0
SESSION_COUNT = 0xB1
SESSION_HANDLE_INVALID = 0xB3
SESSION_EXISTS = 0xB6
TOKEN_NOT_PRESENT = 0xE0
TOKEN_NOT_RECOGNIZED = 0xE1
USER_PIN_NOT_INITIALIZED = 0x102
PIN_TOO_WEAK = 0x1B8
FUNCTION_REJECTED = 0x200
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

# The person pressed Cancel, or a callback of the application said so (5.1.6, 5.1.1).
_CANCELLED = {CANCEL, FUNCTION_CANCELED, FUNCTION_REJECTED}


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


def pin_error_of(
    function: str, code: int, name: str | None, token: TokenInfo | None, kind: PinKind
) -> SigningError:
    """Return the error for a code of C_Login, C_SetPIN or C_InitPIN.

    Args:
        function: which of them.
        code: the number; not CKR_OK.
        name: its name in the standard, if it has one.
        token: as it says it is now; None if it says nothing.
        kind: what was given for the secret that is there already.
    """
    if code in _CANCELLED:
        return PinCancelled()
    # CKR_PIN_INVALID is for functions that set a PIN; drivers answer it to a wrong one, too.
    if code == PIN_TOO_WEAK or (code == PIN_INVALID and function != "C_Login"):
        return NewPinRefused()
    if code in (PIN_INCORRECT, PIN_INVALID):
        return _incorrect(token, kind)
    if code == PIN_LOCKED:
        return PukLocked() if kind is PinKind.PUK else PinLocked()
    if code == PIN_LEN_RANGE:
        most = LONGEST if token is None else token.pin_maximum or LONGEST
        return PinLength(0 if token is None else token.pin_minimum, most)
    if code == USER_PIN_NOT_INITIALIZED:
        return PinNotSet()
    return error_of(function, code, name)


def _incorrect(token: TokenInfo | None, kind: PinKind) -> SigningError:
    unknown = AttemptsLeft.UNKNOWN
    if kind is PinKind.PUK:
        left = unknown if token is None else token.puk_attempts
        return PukLocked() if left is AttemptsLeft.LOCKED else PukIncorrect(left)
    left = unknown if token is None else token.attempts
    return PinLocked() if left is AttemptsLeft.LOCKED else PinIncorrect(left)
