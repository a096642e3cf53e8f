"""The one door to PyKCS11, and so to a vendor's driver. Imported by the token host only.

Every return code other than CKR_OK leaves here as an error of our tree. PINs go round PyKCS11,
see :mod:`signing.token.pin_calls`.

References are to PKCS #11 Cryptographic Token Interface v2.40 (OASIS).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from time import sleep
from typing import Any, TypeVar

import PyKCS11
from PyKCS11 import LowLevel

from signing.errors import (
    DeviceFault,
    ModuleNotLoaded,
    SigningError,
    TokenAbsent,
    TokenRemoved,
)
from signing.token.codes import error_of
from signing.token.copies import leave_if_copied
from signing.token.fields import padded_label, token_info
from signing.token.info import TokenCertificate, TokenInfo
from signing.token.key_pairs import PrivateKey, PublicPoint, partner, references
from signing.token.pin import PinKind, UnblockWay
from signing.token.pin_calls import PinCalls
from signing.token.pin_entry import PinEntry

T = TypeVar("T")

# hashAlg and mgf of CK_RSA_PKCS_PSS_PARAMS; the salt is as long as the hash (RFC 8017, 9.1).
_PSS = {
    "sha256": (PyKCS11.CKM_SHA256, PyKCS11.CKG_MGF1_SHA256, 32),
    "sha384": (PyKCS11.CKM_SHA384, PyKCS11.CKG_MGF1_SHA384, 48),
    "sha512": (PyKCS11.CKM_SHA512, PyKCS11.CKG_MGF1_SHA512, 64),
}
_PSS_MECHANISMS = {
    PyKCS11.CKM_RSA_PKCS_PSS,
    PyKCS11.CKM_SHA256_RSA_PKCS_PSS,
    PyKCS11.CKM_SHA384_RSA_PKCS_PSS,
    PyKCS11.CKM_SHA512_RSA_PKCS_PSS,
}
_POINTS = {
    PyKCS11.CKK_EC: PyKCS11.CKA_EC_POINT,
    PyKCS11.CKK_GOSTR3410: PyKCS11.CKA_VALUE,
}
"""Where a public key keeps its point (2.3.3, 2.48.3)."""
# CKA_GOSTR3411_PARAMS: DER of id-GostR3411-94-CryptoProParamSet.
_GOST_HASH = bytes.fromhex("06072a850302021e01")
_LONGEST_SIGNATURE = 2048
"""Bytes; RSA with a modulus of 16,384 bits."""


class Driver:
    """A loaded module, with at most one session that is logged in."""

    def __init__(self, path: str, own: int) -> None:
        """Load and initialise the module.

        Args:
            path: the module's file.
            own: the number of this process; a copy of it, made by the driver, is ended.

        Raises:
            ModuleNotLoaded: the loader or C_Initialize refused.
        """
        self._own_number = own
        self._library = PyKCS11.PyKCS11Lib()
        try:
            self._library.load(path)
            leave_if_copied(own)
            self._pins = PinCalls(path, int(self._library.lib.this), own)
        except (PyKCS11.PyKCS11Error, OSError, AttributeError) as error:
            raise ModuleNotLoaded(path, "refused") from error
        self._low = self._library.lib
        self._entry = PinEntry(
            self._pins, self._describe, lambda slot: slot in self._slots(), PyKCS11.CKR.get
        )
        self._session: Any = None
        self._slot = 0
        self._keys: dict[tuple[bytes, int], Any] = {}

    def tokens(self) -> tuple[TokenInfo, ...]:
        """Describe every token in every reader (C_GetSlotList, C_GetTokenInfo).

        A slot that cannot be described hides no usable token in another one.

        Raises:
            TokenError: the driver failed, and there is nothing usable to show instead.
        """
        found, faults = self._described()
        if faults and not any(token.initialised for _, token in found):
            raise faults[0]
        return tuple(token for _, token in found)

    def refresh(self) -> None:
        """Initialise the driver again, so that it looks at the readers afresh (5.5.1).

        It is not loaded again: a driver that leaks or fails then is for a new process.

        Raises:
            DeviceFault: it refused; this process is of no use any more.
        """
        self.logout()
        self._low.C_Finalize()
        _check("C_Initialize", self._low.C_Initialize())
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
                return self._paired(self._read(self._own(), serial))
        session = self._open(self._slot_of(serial), PyKCS11.CKF_SERIAL_SESSION)
        try:
            return self._read(session, serial)
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
        slot = self._slot_of(serial)
        self.logout()
        self._low.C_CloseAllSessions(slot)
        flags = PyKCS11.CKF_SERIAL_SESSION | (PyKCS11.CKF_RW_SESSION if writable else 0)
        session = self._open(slot, flags)
        try:
            self._entry.log_in(session.session.value(), slot, pin)
        except SigningError:
            self._low.C_CloseSession(session.session)
            raise
        self._session, self._slot = session, slot
        with self._watched():
            return self._mechanisms(slot)

    @property
    def logged_in(self) -> bool:
        """Whether a login is there to be used."""
        return self._session is not None

    def logout(self) -> None:
        """Log out and close the session, if there is one; a token that is gone is no error."""
        if self._session is not None:
            self._low.C_Logout(self._session.session)
            self._low.C_CloseSession(self._session.session)
            self._session = None
        self._keys.clear()

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
            session = self._own()
            key = self._private_key(key_id, key_type)
            chosen = _mechanism(mechanism, hash_name, parameter)
            data = PyKCS11.ckbytelist(prepared)
            value = LowLevel.ckbytelist(_LONGEST_SIGNATURE)
            handle = session.session
            _check("C_SignInit", self._low.C_SignInit(handle, chosen.to_native(), key))
            if pin is not None:
                try:
                    self._entry.confirm(handle.value(), self._slot, pin)
                except SigningError:
                    # Ends the operation that C_SignInit began; what it gives is thrown away.
                    self._low.C_Sign(handle, data, value)
                    raise
            leave_if_copied(self._own_number)
            _check("C_Sign", self._low.C_Sign(handle, data, value))
            return bytes(value)

    def initialise(self, label: str, so_pin: bytearray, pin: bytearray) -> str:
        """Initialise the first blank token and set both PINs (C_InitToken, C_InitPIN).

        Returns:
            The new token's serial number.

        Raises:
            TokenAbsent: no reader holds a token that was never initialised.
            TokenError: the driver failed.
        """
        blank = [slot for slot in self._slots() if not self._describe(slot).initialised]
        if not blank:
            raise TokenAbsent
        slot = blank[0]
        _check("C_InitToken", self._pins.init_token(slot, so_pin, padded_label(label)))
        session = self._open(slot, PyKCS11.CKF_SERIAL_SESSION | PyKCS11.CKF_RW_SESSION)
        try:
            self._entry.initialise(session.session.value(), slot, so_pin, pin)
        finally:
            self._low.C_CloseSession(session.session)
        return self._describe(slot).serial

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
        """Make a key pair that never leaves the token.

        Returns:
            Modulus, public exponent and point; what does not belong to the key type is empty. A
            point of CKK_EC is a DER OCTET STRING, one of CKK_GOSTR3410 its two coordinates.

        Raises:
            TokenError: the driver failed, or the session is not writable.
        """
        named = [
            (PyKCS11.CKA_TOKEN, True),
            (PyKCS11.CKA_ID, key_id),
            (PyKCS11.CKA_LABEL, label),
        ]
        public = [*named, (PyKCS11.CKA_PRIVATE, False), (PyKCS11.CKA_VERIFY, True)]
        private = [
            *named,
            (PyKCS11.CKA_PRIVATE, True),
            (PyKCS11.CKA_SENSITIVE, True),
            (PyKCS11.CKA_EXTRACTABLE, False),
            (PyKCS11.CKA_SIGN, True),
        ]
        if pin_each_time:
            private += [(PyKCS11.CKA_ALWAYS_AUTHENTICATE, True)]
        wanted = [_POINTS.get(key_type, PyKCS11.CKA_MODULUS)]
        match key_type:
            case PyKCS11.CKK_RSA:
                public += [(PyKCS11.CKA_MODULUS_BITS, bits)]
                public += [(PyKCS11.CKA_PUBLIC_EXPONENT, b"\x01\x00\x01")]
                wanted += [PyKCS11.CKA_PUBLIC_EXPONENT]
                mechanism = PyKCS11.MechanismRSAGENERATEKEYPAIR
            case PyKCS11.CKK_GOSTR3410:
                public += [(PyKCS11.CKA_GOSTR3410_PARAMS, curve)]
                public += [(PyKCS11.CKA_GOSTR3411_PARAMS, _GOST_HASH)]
                mechanism = PyKCS11.Mechanism(PyKCS11.CKM_GOSTR3410_KEY_PAIR_GEN, None)
            case _:
                public += [(PyKCS11.CKA_EC_PARAMS, curve)]
                mechanism = PyKCS11.MechanismECGENERATEKEYPAIR
        with self._watched():
            session = self._own()
            handle, _ = _call(
                "C_GenerateKeyPair", lambda: session.generateKeyPair(public, private, mechanism)
            )
            found = self._attributes(session, handle, wanted)
            if key_type == PyKCS11.CKK_RSA:
                modulus, exponent = found
                return modulus, exponent, b""
            (point,) = found
            return b"", b"", point

    def store(
        self,
        key_id: bytes,
        label: str,
        der: bytes,
        subject: bytes,
        issuer: bytes,
        serial_number: bytes,
    ) -> None:
        """Store a certificate object; older ones with the same ``key_id`` are removed after.

        Raises:
            TokenError: the driver failed, or the session is not writable.
        """
        certificate = [
            (PyKCS11.CKA_CLASS, PyKCS11.CKO_CERTIFICATE),
            (PyKCS11.CKA_CERTIFICATE_TYPE, PyKCS11.CKC_X_509),
            (PyKCS11.CKA_ID, key_id),
        ]
        content = [
            (PyKCS11.CKA_TOKEN, True),
            (PyKCS11.CKA_PRIVATE, False),
            (PyKCS11.CKA_LABEL, label),
            (PyKCS11.CKA_SUBJECT, subject),
            (PyKCS11.CKA_ISSUER, issuer),
            (PyKCS11.CKA_SERIAL_NUMBER, serial_number),
            (PyKCS11.CKA_VALUE, der),
        ]
        with self._watched():
            session = self._own()
            older = _call("C_FindObjects", lambda: session.findObjects(certificate))
            _call("C_CreateObject", lambda: session.createObject(certificate + content))
            for handle in older:
                _check("C_DestroyObject", self._low.C_DestroyObject(session.session, handle))

    # Slots and sessions

    def _slots(self) -> list[int]:
        return list(_call("C_GetSlotList", lambda: self._library.getSlotList(tokenPresent=True)))

    def _describe(self, slot: int) -> TokenInfo:
        return token_info(_call("C_GetTokenInfo", lambda: self._library.getTokenInfo(slot)))

    def _described(self) -> tuple[list[tuple[int, TokenInfo]], list[DeviceFault]]:
        """Return the slots whose token can be described, and what went wrong with others."""
        found, faults = [], []
        for slot in self._slots():
            try:
                found.append((slot, self._describe(slot)))
            except TokenRemoved:
                continue  # pulled out, or put in, between the two calls
            except DeviceFault as fault:
                faults.append(fault)
        return found, faults

    def _slot_of(self, serial: str) -> int:
        described, faults = self._described()
        # A driver can show its blank slot with the serial number of the token beside it.
        alike = [item for item in described if item[1].serial == serial]
        found = [slot for slot, token in alike if token.initialised]
        if not found:
            raise faults[0] if faults else TokenAbsent(serial)
        if len(found) > 1:
            raise DeviceFault("C_GetTokenInfo", "two tokens with one serial number")
        return found[0]

    def _open(self, slot: int, flags: int) -> Any:  # noqa: ANN401 - PyKCS11 has no types
        return _call("C_OpenSession", lambda: self._library.openSession(slot, flags))

    @contextmanager
    def _writable(self, serial: str) -> Iterator[tuple[int, int]]:
        """A session with nobody logged in; gives its handle and its slot."""
        slot = self._slot_of(serial)
        self.logout()
        self._low.C_CloseAllSessions(slot)
        session = self._open(slot, PyKCS11.CKF_SERIAL_SESSION | PyKCS11.CKF_RW_SESSION)
        try:
            yield session.session.value(), slot
        finally:
            self._low.C_CloseSession(session.session)

    def _own(self) -> Any:  # noqa: ANN401 - PyKCS11 has no types
        if self._session is None:
            raise DeviceFault("C_Login", "CKR_USER_NOT_LOGGED_IN")
        return self._session

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Turn any fault into TokenRemoved if the token of the session is no longer there.

        After a removal drivers answer CKR_DEVICE_ERROR, CKR_GENERAL_ERROR and much else.
        """
        try:
            yield
        except DeviceFault as fault:
            if self._session is not None and self._is_empty(self._slot):
                raise TokenRemoved from fault
            raise

    def _is_empty(self, slot: int) -> bool:
        """Tell whether a slot surely holds no token; the first fault says more than this one.

        A command fails at once when its card is pulled out, but the reader tells of it a moment
        later (pcscd with OpenSC: up to 0.4 s).
        """
        for pause in (0.0, 0.2, 0.3, 0.5):
            sleep(pause)
            try:
                if slot not in self._slots():
                    return True
            except DeviceFault:
                return False
        return False

    # Objects

    def _mechanisms(self, slot: int) -> tuple[int, ...]:
        # getMechanismList of PyKCS11 1.5.18 adds a number of its own to the list.
        numbers = LowLevel.ckulonglist()
        _check("C_GetMechanismList", self._low.C_GetMechanismList(slot, numbers))
        return tuple(int(number) for number in numbers)

    def _private_key(self, key_id: bytes, key_type: int) -> Any:  # noqa: ANN401
        known = self._keys.get((key_id, key_type))
        if known is None:
            session = self._own()
            template = [
                (PyKCS11.CKA_CLASS, PyKCS11.CKO_PRIVATE_KEY),
                (PyKCS11.CKA_KEY_TYPE, key_type),
                (PyKCS11.CKA_ID, key_id),
            ]
            found = _call("C_FindObjects", lambda: session.findObjects(template))
            if not found:
                raise DeviceFault("C_FindObjects", "no such private key")
            # Handles stay as they are for the whole session (5.6.1), and a batch signs much.
            known = self._keys[key_id, key_type] = found[0]
        return known

    def _paired(self, certificates: tuple[TokenCertificate, ...]) -> tuple[TokenCertificate, ...]:
        """Return the certificates that have a private key beside them, with its name."""
        keys = self._signing_keys()
        names = references(keys)
        points: tuple[PublicPoint, ...] | None = None
        paired = []
        for item in certificates:
            key = partner(item.key_id, item.der, keys)
            if key is None:
                # Read for such certificates only: mostly every one has its key's CKA_ID.
                points = self._points() if points is None else points
                key = partner(item.key_id, item.der, keys, points)
            if key is not None:
                self._keys[names[key], key.key_type] = key.handle
                paired.append(replace(item, key_id=names[key], pin_each_time=key.pin_each_time))
        return tuple(paired)

    def _signing_keys(self) -> tuple[PrivateKey, ...]:
        """Return the private keys that may sign."""
        session = self._own()
        template = [(PyKCS11.CKA_CLASS, PyKCS11.CKO_PRIVATE_KEY)]
        wanted = [PyKCS11.CKA_ID, PyKCS11.CKA_LABEL, PyKCS11.CKA_KEY_TYPE, PyKCS11.CKA_MODULUS]
        wanted += [PyKCS11.CKA_SIGN, PyKCS11.CKA_ALWAYS_AUTHENTICATE]
        found = []
        for handle in _call("C_FindObjects", lambda: session.findObjects(template)):
            key_id, label, kind, modulus, may_sign, always = self._attributes(
                session, handle, wanted
            )
            if may_sign != b"\0":
                number = int.from_bytes(kind, sys.byteorder)
                found.append(PrivateKey(handle, number, key_id, label, modulus, always == b"\1"))
        return tuple(found)

    def _points(self) -> tuple[PublicPoint, ...]:
        """Return the public keys of elliptic curves; their private keys do not tell them."""
        session = self._own()
        template = [(PyKCS11.CKA_CLASS, PyKCS11.CKO_PUBLIC_KEY)]
        found = []
        for key_type, point in _POINTS.items():
            of_kind = [*template, (PyKCS11.CKA_KEY_TYPE, key_type)]
            wanted = [PyKCS11.CKA_ID, PyKCS11.CKA_LABEL, point]
            found += [
                PublicPoint(*self._attributes(session, handle, wanted))
                for handle in _call("C_FindObjects", partial(session.findObjects, of_kind))
            ]
        return tuple(item for item in found if item.point)

    def _read(self, session: Any, serial: str) -> tuple[TokenCertificate, ...]:  # noqa: ANN401
        template = [
            (PyKCS11.CKA_CLASS, PyKCS11.CKO_CERTIFICATE),
            (PyKCS11.CKA_CERTIFICATE_TYPE, PyKCS11.CKC_X_509),
        ]
        wanted = [PyKCS11.CKA_ID, PyKCS11.CKA_LABEL, PyKCS11.CKA_VALUE]
        found = []
        for handle in _call("C_FindObjects", lambda: session.findObjects(template)):
            key_id, label, der = self._attributes(session, handle, wanted)
            if der:
                found.append(TokenCertificate(serial, key_id, label.decode(errors="replace"), der))
        return tuple(found)

    def _attributes(self, session: Any, handle: Any, wanted: list[int]) -> tuple[bytes, ...]:  # noqa: ANN401
        """Read attributes as bytes; one the token does not have is empty."""
        values = _call(
            "C_GetAttributeValue",
            lambda: session.getAttributeValue(handle, wanted, allAsBinary=True),
        )
        return tuple(b"" if value is None else bytes(value) for value in values)


def _call(function: str, action: Callable[[], T]) -> T:
    try:
        return action()
    except PyKCS11.PyKCS11Error as error:
        raise _error(function, error.value) from error


def _check(function: str, result: int) -> None:
    if result != PyKCS11.CKR_OK:
        raise _error(function, result)


def _error(function: str, result: int) -> SigningError:
    return error_of(function, result, PyKCS11.CKR.get(result))


def _mechanism(number: int, hash_name: str, parameter: bytes) -> Any:  # noqa: ANN401
    if number in _PSS_MECHANISMS:
        return PyKCS11.RSA_PSS_Mechanism(number, *_PSS[hash_name])
    return PyKCS11.Mechanism(number, parameter or None)
