"""What a driver is asked with a PIN, and what its answers mean. In the child process only.

Each function sends a PIN once. A driver that says "already logged in" is not given it again:
whether somebody is logged in is asked before, and ended.

References are to PKCS #11 v2.40.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from signing.errors import DeviceFault, SigningError, TokenRemoved
from signing.token.codes import pin_error_of
from signing.token.info import TokenInfo
from signing.token.pin import PinKind
from signing.token.pin_calls import PinCalls

# CK_USER_TYPE (3.5).
_OFFICER, _USER, _EACH_TIME = 0, 1, 2

# CKS_RO_USER_FUNCTIONS, CKS_RW_USER_FUNCTIONS and CKS_RW_SO_FUNCTIONS (3.4).
_LOGGED_IN = {1, 3, 4}

_OK = 0


class PinEntry:
    """Logs in, changes and unblocks; sessions are opened and closed by the caller."""

    def __init__(
        self,
        calls: PinCalls,
        describe: Callable[[int], TokenInfo],
        present: Callable[[int], bool],
        names: Callable[[int], str | None],
    ) -> None:
        """Join the functions with the driver they belong to.

        Args:
            calls: the module's functions that take a PIN.
            describe: tells about the token in a slot.
            present: tells whether there is one.
            names: gives the name of a return code in the standard, if it has one.
        """
        self._calls = calls
        self._describe = describe
        self._present = present
        self._names = names

    def log_in(self, session: int, slot: int, pin: bytearray) -> None:
        """Log the user in (C_Login, 5.6.7).

        Raises:
            PinError: the PIN was not accepted.
            TokenError: the driver failed, or the token is gone.
        """
        self._leave(session)
        result = self._calls.login(session, _USER, pin)
        self._require("C_Login", result, slot, PinKind.USER)

    def confirm(self, session: int, slot: int, pin: bytearray) -> None:
        """Give the PIN for the one signature that was begun (CKU_CONTEXT_SPECIFIC, 4.9).

        Raises:
            PinError: the PIN was not accepted.
            TokenError: the driver failed, or the token is gone.
        """
        result = self._calls.login(session, _EACH_TIME, pin)
        self._require("C_Login", result, slot, PinKind.SIGNATURE)

    def initialise(self, session: int, slot: int, puk: bytearray, new: bytearray) -> None:
        """Set the user's PIN as the officer (C_Login, C_InitPIN, 5.5.8), and log out.

        Raises:
            PinError: the officer's PIN or the new one was not accepted.
            TokenError: the driver failed, or the token is gone.
        """
        self._leave(session)
        self._require("C_Login", self._calls.login(session, _OFFICER, puk), slot, PinKind.PUK)
        try:
            self._require("C_InitPIN", self._calls.init_pin(session, new), slot, PinKind.USER)
        finally:
            self._calls.logout(session)

    def set(self, session: int, slot: int, old: bytearray, new: bytearray, kind: PinKind) -> None:
        """Change the user's PIN with nobody logged in (C_SetPIN, 5.5.9).

        Args:
            session: one that may write.
            slot: its slot.
            old: the present PIN, or the unblocking code where the driver takes that here.
            new: the new PIN.
            kind: which of the two ``old`` is.

        Raises:
            PinError: the old or the new one was not accepted.
            TokenError: the driver failed, or the token is gone.
        """
        self._leave(session)
        self._require("C_SetPIN", self._calls.set_pin(session, old, new), slot, kind)

    def _leave(self, session: int) -> None:
        """End a login that closing every session should have ended (5.6.2) and did not."""
        if self._calls.state(session) in _LOGGED_IN:
            self._calls.logout(session)

    def _require(self, function: str, result: int, slot: int, kind: PinKind) -> None:
        if result == _OK:
            return
        token = None
        # What the driver said of the PIN is worth more than that it now says nothing more.
        with suppress(SigningError):
            token = self._describe(slot)
        error = pin_error_of(function, result, self._names(result), token, kind)
        if isinstance(error, DeviceFault) and token is None and not self._present(slot):
            raise TokenRemoved from error
        raise error
