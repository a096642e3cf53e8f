"""A loaded PKCS#11 module: what the token host's commands do.

References are to PKCS #11 v2.40.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import PyKCS11
from PyKCS11 import LowLevel

from signing.errors import DeviceFault, ModuleNotLoaded, SigningError, TokenAbsent, TokenRemoved
from signing.token.copies import leave_if_copied
from signing.token.fields import padded_label
from signing.token.info import TokenCertificate, TokenInfo
from signing.token.pin import PinKind, UnblockWay
from signing.token.pin_calls import PinCalls
from signing.token.pin_entry import PinEntry
from signing.token.pkcs11 import making, mechanisms, objects
from signing.token.pkcs11.calls import check
from signing.token.pkcs11.slots import Slots

_LONGEST_SIGNATURE = 2048
"""Bytes; RSA with a modulus of 16,384 bits."""


def _why(path: str) -> str:
    """Say at which step a module failed: loading it, finding its functions, C_Initialize."""
    try:
        library = ctypes.CDLL(path)
    except OSError:
        return "refused"
    return "setup" if hasattr(library, "C_GetFunctionList") else "foreign"


class Driver:
    """A loaded module, with at most one session that is logged in."""

    def __init__(self, path: str, own: int) -> None:
        """Load and initialise the module.

        Args:
            path: the module's file.
            own: the number of this process; a copy of it, made by the driver, is ended.

        Raises:
            ModuleNotLoaded: ``refused`` by the loader, ``foreign`` (no PKCS #11 module) or
                ``setup`` (C_Initialize failed).
        """
        self._own_number = own
        self._library = PyKCS11.PyKCS11Lib()
        try:
            self._library.load(path)
            leave_if_copied(own)
            self._pins = PinCalls(path, int(self._library.lib.this), own)
        except (PyKCS11.PyKCS11Error, OSError, AttributeError) as error:
            raise ModuleNotLoaded(path, _why(path)) from error
        self._low = self._library.lib
        self._slots = Slots(self._library)
        self._entry = PinEntry(
            self._pins,
            self._slots.describe,
            lambda slot: slot in self._slots.present(),
            PyKCS11.CKR.get,
        )
        self._session: Any = None
        self._slot = 0
        self._keys: objects.Keys | None = None

    def tokens(self) -> tuple[TokenInfo, ...]:
        """Describe every token in every reader (C_GetSlotList, C_GetTokenInfo).

        A slot that cannot be described hides no usable token in another one.

        Raises:
            TokenError: the driver failed, and there is nothing usable to show instead.
        """
        return self._slots.tokens()

    def refresh(self) -> None:
        """Initialise the driver again, so that it looks at the readers afresh (5.5.1).

        It is not loaded again: a driver that leaks or fails then is for a new process.

        Raises:
            DeviceFault: it refused; this process is of no use any more.
        """
        self.logout()
        self._low.C_Finalize()
        check("C_Initialize", self._low.C_Initialize())
        leave_if_copied(self._own_number)

    def certificates(self, serial: str, *, logged_in: bool) -> tuple[TokenCertificate, ...]:
        """Read X.509 certificate objects.

        Args:
            serial: serial number of the token.
            logged_in: read in the session of :meth:`login`, and only certificates with a private
                key that may sign; ``key_id`` is what :meth:`sign` calls that key.

        Raises:
            TokenAbsent: no such token.
            TokenError: the driver failed.
        """
        if logged_in:
            with self._watched():
                session, keys = self._own()
                return keys.paired(objects.certificates(session, serial))
        session = self._slots.open(self._slots.of(serial), writable=False)
        try:
            return objects.certificates(session, serial)
        finally:
            self._low.C_CloseSession(session.session)

    def login(self, serial: str, pin: bytearray, *, writable: bool) -> tuple[int, ...]:
        """Open a fresh session and log the user in; ``pin`` is wiped by the caller.

        CKR_USER_ALREADY_LOGGED_IN says nothing about the PIN (5.6.7), so every earlier session
        is closed first, which logs out (5.6.2), and a driver that still answers it is refused.

        Returns:
            The mechanism numbers the token offers.

        Raises:
            TokenAbsent: no such token.
            PinError: the PIN was not accepted.
            TokenError: the driver failed.
        """
        slot = self._slots.of(serial)
        self.logout()
        self._low.C_CloseAllSessions(slot)
        session = self._slots.open(slot, writable=writable)
        try:
            self._entry.log_in(session.session.value(), slot, pin)
        except SigningError:
            self._low.C_CloseSession(session.session)
            raise
        self._session, self._slot, self._keys = session, slot, objects.Keys(session)
        with self._watched():
            return self._slots.mechanisms(slot)

    @property
    def logged_in(self) -> bool:
        """Whether a login is there to be used."""
        return self._session is not None

    def logout(self) -> None:
        """Log out and close the session, if there is one; a token that is gone is no error."""
        if self._session is not None:
            self._low.C_Logout(self._session.session)
            self._low.C_CloseSession(self._session.session)
            self._session = self._keys = None

    def change_pin(self, serial: str, old: bytearray, new: bytearray) -> None:
        """Change the user's PIN and leave nobody logged in; both are wiped by the caller.

        Raises:
            TokenAbsent: no such token.
            PinError: the old or the new PIN was not accepted.
            TokenError: the driver failed.
        """
        with self._writable(serial) as (session, slot):
            self._entry.set(session, slot, old, new, PinKind.USER)

    def unblock_pin(self, serial: str, way: UnblockWay, puk: bytearray, new: bytearray) -> None:
        """Set a new PIN with the unblocking code; as :meth:`change_pin`."""
        with self._writable(serial) as (session, slot):
            if way is UnblockWay.OFFICER:
                self._entry.initialise(session, slot, puk, new)
            else:
                self._entry.set(session, slot, puk, new, PinKind.PUK)

    def sign(
        self,
        key_id: bytes,
        key_type: int,
        mechanism: int,
        hash_name: str,
        prepared: bytes,
        pin: bytearray | None = None,
        *,
        parameter: bytes = b"",
    ) -> bytes:
        """Sign prepared bytes with one C_SignInit and one C_Sign.

        PyKCS11's own ``sign`` asks C_Sign for the length first, which some tokens take for a
        second signature.

        Args:
            key_id: CKA_ID of the private key.
            key_type: its CKK number.
            mechanism: its CKM number.
            hash_name: the hash the digest was made with; PSS needs it.
            prepared: what the mechanism takes: a digest, a DigestInfo, or what it hashes.
            pin: for a key with CKA_ALWAYS_AUTHENTICATE (4.9); wiped by the caller.
            parameter: of the mechanism; PSS gets its own.

        Raises:
            PinError: the token refused ``pin``.
            TokenError: the driver failed, or there is no such key.
        """
        with self._watched():
            session, keys = self._own()
            key = keys.private(key_id, key_type)
            chosen = mechanisms.prepared(mechanism, hash_name, parameter)
            data = PyKCS11.ckbytelist(prepared)
            value = LowLevel.ckbytelist(_LONGEST_SIGNATURE)
            handle = session.session
            check("C_SignInit", self._low.C_SignInit(handle, chosen.to_native(), key))
            if pin is not None:
                try:
                    self._entry.confirm(handle.value(), self._slot, pin)
                except SigningError:
                    # Ends the operation that C_SignInit began; what it gives is thrown away.
                    self._low.C_Sign(handle, data, value)
                    raise
            leave_if_copied(self._own_number)
            check("C_Sign", self._low.C_Sign(handle, data, value))
            return bytes(value)

    def initialise(self, label: str, so_pin: bytearray, pin: bytearray) -> str:
        """Initialise the first blank token and set both PINs (C_InitToken, C_InitPIN).

        Returns:
            The new token's serial number.

        Raises:
            TokenAbsent: no reader holds a token that was never initialised.
            TokenError: the driver failed.
        """
        blank = [
            slot for slot in self._slots.present() if not self._slots.describe(slot).initialised
        ]
        if not blank:
            raise TokenAbsent
        slot = blank[0]
        check("C_InitToken", self._pins.init_token(slot, so_pin, padded_label(label)))
        session = self._slots.open(slot, writable=True)
        try:
            self._entry.initialise(session.session.value(), slot, so_pin, pin)
        finally:
            self._low.C_CloseSession(session.session)
        return self._slots.describe(slot).serial

    def generate(
        self,
        key_type: int,
        bits: int,
        curve: bytes,
        key_id: bytes,
        label: str,
        *,
        pin_each_time: bool,
    ) -> tuple[bytes, bytes, bytes]:
        """Make a key pair on the token, see :func:`signing.token.pkcs11.making.generate`.

        Raises:
            TokenError: the driver failed, or the session is not writable.
        """
        with self._watched():
            return making.generate(
                self._own()[0], key_type, bits, curve, key_id, label, pin_each_time=pin_each_time
            )

    def store(
        self,
        key_id: bytes,
        label: str,
        der: bytes,
        subject: bytes,
        issuer: bytes,
        serial_number: bytes,
    ) -> None:
        """Store a certificate object, see :func:`signing.token.pkcs11.making.store`.

        Raises:
            TokenError: the driver failed, or the session is not writable.
        """
        with self._watched():
            making.store(self._own()[0], key_id, label, der, subject, issuer, serial_number)

    @contextmanager
    def _writable(self, serial: str) -> Iterator[tuple[int, int]]:
        """A session with nobody logged in; gives its handle and its slot."""
        slot = self._slots.of(serial)
        self.logout()
        self._low.C_CloseAllSessions(slot)
        session = self._slots.open(slot, writable=True)
        try:
            yield session.session.value(), slot
        finally:
            self._low.C_CloseSession(session.session)

    def _own(self) -> tuple[Any, objects.Keys]:
        if self._session is None or self._keys is None:
            raise DeviceFault("C_Login", "CKR_USER_NOT_LOGGED_IN")
        return self._session, self._keys

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Turn any fault into TokenRemoved if the token of the session is no longer there.

        After a removal drivers answer CKR_DEVICE_ERROR, CKR_GENERAL_ERROR and much else.
        """
        try:
            yield
        except DeviceFault as fault:
            if self._session is not None and self._slots.is_empty(self._slot):
                raise TokenRemoved from fault
            raise
