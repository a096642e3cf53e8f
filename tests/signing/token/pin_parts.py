"""What tests of PINs share."""

from __future__ import annotations

import time
from collections.abc import Callable

from signing.errors import (
    SigningError,
)
from signing.token.pin import PinUse, Unwatched
from tests.signing.softhsm import (
    PIN,
)

WRONG, NEW = b"24681357", b"80808080"
READER = "C_GetTokenInfo:flags:100"


def secret(value: bytes = PIN) -> bytearray:
    return bytearray(value)


class Uses(Unwatched):
    """Notes what is told."""

    def __init__(self) -> None:
        self.begins: list[PinUse] = []
        self.ends: list[SigningError | None] = []

    def begun(self, use: PinUse) -> None:
        self.begins.append(use)

    def ended(self, use: PinUse, error: SigningError | None) -> None:
        assert use == self.begins[-1]
        self.ends.append(error)


def eventually(fact: Callable[[], bool], seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
