"""Fields of PKCS #11 structures, turned into our facts. Pure; imports no driver.

References are to PKCS #11 v2.40.
"""

from __future__ import annotations

from typing import Protocol

from signing.errors import AttemptsLeft
from signing.token.info import TokenInfo

# Flags of CK_TOKEN_INFO (table 6).
USER_PIN_COUNT_LOW = 0x0001_0000
USER_PIN_FINAL_TRY = 0x0002_0000
USER_PIN_LOCKED = 0x0004_0000
USER_PIN_TO_BE_CHANGED = 0x0008_0000
SO_PIN_COUNT_LOW = 0x0010_0000
SO_PIN_FINAL_TRY = 0x0020_0000
SO_PIN_LOCKED = 0x0040_0000
PROTECTED_AUTHENTICATION_PATH = 0x0000_0100
TOKEN_INITIALIZED = 0x0000_0400

_LABEL = 32


class RawTokenInfo(Protocol):
    """CK_TOKEN_INFO (3.2), as PyKCS11 names its fields."""

    label: str
    manufacturerID: str  # noqa: N815 - the standard's own names
    model: str
    serialNumber: str  # noqa: N815
    flags: int
    ulMinPinLen: int  # noqa: N815
    ulMaxPinLen: int  # noqa: N815


def token_info(raw: RawTokenInfo) -> TokenInfo:
    """Describe a token from its CK_TOKEN_INFO."""
    flags = int(raw.flags)
    maximum = int(raw.ulMaxPinLen)
    return TokenInfo(
        serial=text(raw.serialNumber),
        label=text(raw.label),
        manufacturer=text(raw.manufacturerID),
        model=text(raw.model),
        attempts=attempts_left(flags),
        pin_minimum=int(raw.ulMinPinLen),
        # CK_UNAVAILABLE_INFORMATION is all ones; no real limit is that long.
        pin_maximum=maximum if maximum < 1 << 16 else 0,
        protected_path=bool(flags & PROTECTED_AUTHENTICATION_PATH),
        initialised=bool(flags & TOKEN_INITIALIZED),
        must_change_pin=bool(flags & USER_PIN_TO_BE_CHANGED),
        puk_attempts=attempts_left(flags, SO_PIN_COUNT_LOW, SO_PIN_FINAL_TRY, SO_PIN_LOCKED),
    )


def attempts_left(
    flags: int,
    low: int = USER_PIN_COUNT_LOW,
    final: int = USER_PIN_FINAL_TRY,
    locked: int = USER_PIN_LOCKED,
) -> AttemptsLeft:
    """Read what the flags tell of the user's PIN, or with the other three of the officer's."""
    if flags & locked:
        return AttemptsLeft.LOCKED
    if flags & final:
        return AttemptsLeft.LAST
    if flags & low:
        return AttemptsLeft.FEW
    # The standard lets a token leave these flags at zero always, so zero is not "several".
    return AttemptsLeft.UNKNOWN


def padded_label(label: str) -> bytes:
    """Return a label of exactly 32 bytes of UTF-8, blank padded (C_InitToken, 5.5.7)."""
    return label.encode()[:_LABEL].decode(errors="ignore").encode().ljust(_LABEL)


def text(value: str) -> str:
    """Return a fixed-size text of a driver without its padding, whatever its encoding."""
    raw = value.encode("utf-8", "surrogateescape")
    return raw.decode("utf-8", "replace").replace("\0", " ").strip()
