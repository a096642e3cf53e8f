"""Readers and the tokens in them (PKCS #11 v2.40, 5.5)."""

from __future__ import annotations

from time import sleep
from typing import Any

import PyKCS11
from PyKCS11 import LowLevel

from signing.errors import DeviceFault, TokenAbsent, TokenRemoved
from signing.token.fields import token_info
from signing.token.info import TokenInfo
from signing.token.pkcs11.calls import call, check


class Slots:
    """What a loaded module sees in its readers."""

    def __init__(self, library: Any) -> None:  # noqa: ANN401 - PyKCS11 has no types
        """Look through ``library``, a PyKCS11Lib that is loaded."""
        self._library = library

    def present(self) -> list[int]:
        """Return the slots that hold a token (C_GetSlotList).

        Raises:
            TokenError: the driver failed.
        """
        return list(call("C_GetSlotList", lambda: self._library.getSlotList(tokenPresent=True)))

    def describe(self, slot: int) -> TokenInfo:
        """Describe the token in a slot (C_GetTokenInfo).

        Raises:
            TokenError: it is gone, or the driver failed.
        """
        return token_info(call("C_GetTokenInfo", lambda: self._library.getTokenInfo(slot)))

    def tokens(self) -> tuple[TokenInfo, ...]:
        """Describe every token; a slot that cannot be described hides no usable one elsewhere.

        Raises:
            TokenError: the driver failed, and there is nothing usable to show instead.
        """
        found, faults = self._described()
        if faults and not any(token.initialised for _, token in found):
            raise faults[0]
        return tuple(token for _, token in found)

    def of(self, serial: str) -> int:
        """Return the slot of the token with this serial number.

        Raises:
            TokenAbsent: no such token.
            TokenError: the driver failed, or two tokens have that number.
        """
        described, faults = self._described()
        # A driver can show its blank slot with the serial number of the token beside it.
        alike = [item for item in described if item[1].serial == serial]
        found = [slot for slot, token in alike if token.initialised]
        if not found:
            raise faults[0] if faults else TokenAbsent(serial)
        if len(found) > 1:
            raise DeviceFault("C_GetTokenInfo", "two tokens with one serial number")
        return found[0]

    def open(self, slot: int, *, writable: bool) -> Any:  # noqa: ANN401 - PyKCS11 has no types
        """Open a session (C_OpenSession).

        Raises:
            TokenError: the token is gone, or the driver failed.
        """
        flags = PyKCS11.CKF_SERIAL_SESSION | (PyKCS11.CKF_RW_SESSION if writable else 0)
        return call("C_OpenSession", lambda: self._library.openSession(slot, flags))

    def mechanisms(self, slot: int) -> tuple[int, ...]:
        """Return the mechanism numbers a token offers (C_GetMechanismList).

        Raises:
            TokenError: the driver failed.
        """
        # getMechanismList of PyKCS11 1.5.18 adds a number of its own to the list.
        numbers = LowLevel.ckulonglist()
        check("C_GetMechanismList", self._library.lib.C_GetMechanismList(slot, numbers))
        return tuple(int(number) for number in numbers)

    def is_empty(self, slot: int) -> bool:
        """Tell whether a slot surely holds no token; waits up to a second for it.

        A command fails at once when its card is pulled out, but the reader tells of it a moment
        later (pcscd with OpenSC: up to 0.4 s). A driver that fails here too tells nothing new.
        """
        for pause in (0.0, 0.2, 0.3, 0.5):
            sleep(pause)
            try:
                if slot not in self.present():
                    return True
            except DeviceFault:
                return False
        return False

    def _described(self) -> tuple[list[tuple[int, TokenInfo]], list[DeviceFault]]:
        """Return the slots whose token can be described, and what went wrong with others."""
        found, faults = [], []
        for slot in self.present():
            try:
                found.append((slot, self.describe(slot)))
            except TokenRemoved:
                continue  # pulled out, or put in, between the two calls
            except DeviceFault as fault:
                faults.append(fault)
        return found, faults
