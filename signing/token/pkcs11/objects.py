"""Certificates and keys on a token, and which of them belong together."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from typing import Any

import PyKCS11

from signing.errors import DeviceFault
from signing.token.info import TokenCertificate
from signing.token.key_pairs import PrivateKey, PublicPoint, partner, references
from signing.token.pkcs11.calls import POINTS, attributes, call


def certificates(session: Any, serial: str) -> tuple[TokenCertificate, ...]:  # noqa: ANN401 - PyKCS11 has no types
    """Read every X.509 certificate object (2.4.3); ``serial`` is the token's.

    Raises:
        TokenError: the driver failed.
    """
    template = [
        (PyKCS11.CKA_CLASS, PyKCS11.CKO_CERTIFICATE),
        (PyKCS11.CKA_CERTIFICATE_TYPE, PyKCS11.CKC_X_509),
    ]
    wanted = [PyKCS11.CKA_ID, PyKCS11.CKA_LABEL, PyKCS11.CKA_VALUE]
    found = []
    for handle in call("C_FindObjects", lambda: session.findObjects(template)):
        key_id, label, der = attributes(session, handle, wanted)
        if der:
            found.append(TokenCertificate(serial, key_id, label.decode(errors="replace"), der))
    return tuple(found)


class Keys:
    """The private keys of one login, found once: handles stay for the whole session (5.6.1)."""

    def __init__(self, session: Any) -> None:  # noqa: ANN401 - PyKCS11 has no types
        """Look through ``session``, in which the user is logged in."""
        self._session = session
        self._known: dict[tuple[bytes, int], Any] = {}

    def private(self, key_id: bytes, key_type: int) -> Any:  # noqa: ANN401 - PyKCS11 has no types
        """Return the handle of a private key.

        Args:
            key_id: its CKA_ID, or what :meth:`paired` called it.
            key_type: its CKK number.

        Raises:
            TokenError: there is none, or the driver failed.
        """
        known = self._known.get((key_id, key_type))
        if known is None:
            template = [
                (PyKCS11.CKA_CLASS, PyKCS11.CKO_PRIVATE_KEY),
                (PyKCS11.CKA_KEY_TYPE, key_type),
                (PyKCS11.CKA_ID, key_id),
            ]
            found = call("C_FindObjects", lambda: self._session.findObjects(template))
            if not found:
                raise DeviceFault("C_FindObjects", "no such private key")
            known = self._known[key_id, key_type] = found[0]
        return known

    def paired(self, found: tuple[TokenCertificate, ...]) -> tuple[TokenCertificate, ...]:
        """Return the certificates that have a private key beside them, with its name.

        Raises:
            TokenError: the driver failed.
        """
        keys = self._signing()
        names = references(keys)
        points: tuple[PublicPoint, ...] | None = None
        paired = []
        for item in found:
            key = partner(item.key_id, item.der, keys)
            if key is None:
                # Read for such certificates only: mostly every one has its key's CKA_ID.
                points = self._points() if points is None else points
                key = partner(item.key_id, item.der, keys, points)
            if key is not None:
                self._known[names[key], key.key_type] = key.handle
                paired.append(replace(item, key_id=names[key], pin_each_time=key.pin_each_time))
        return tuple(paired)

    def _signing(self) -> tuple[PrivateKey, ...]:
        """Return the private keys that may sign."""
        template = [(PyKCS11.CKA_CLASS, PyKCS11.CKO_PRIVATE_KEY)]
        wanted = [PyKCS11.CKA_ID, PyKCS11.CKA_LABEL, PyKCS11.CKA_KEY_TYPE, PyKCS11.CKA_MODULUS]
        wanted += [PyKCS11.CKA_SIGN, PyKCS11.CKA_ALWAYS_AUTHENTICATE]
        found = []
        for handle in call("C_FindObjects", lambda: self._session.findObjects(template)):
            key_id, label, kind, modulus, may_sign, always = attributes(
                self._session, handle, wanted
            )
            if may_sign != b"\0":
                number = int.from_bytes(kind, sys.byteorder)
                found.append(PrivateKey(handle, number, key_id, label, modulus, always == b"\1"))
        return tuple(found)

    def _points(self) -> tuple[PublicPoint, ...]:
        """Return the public keys of elliptic curves; their private keys do not tell them."""
        template = [(PyKCS11.CKA_CLASS, PyKCS11.CKO_PUBLIC_KEY)]
        found = []
        for key_type, point in POINTS.items():
            of_kind = [*template, (PyKCS11.CKA_KEY_TYPE, key_type)]
            wanted = [PyKCS11.CKA_ID, PyKCS11.CKA_LABEL, point]
            found += [
                PublicPoint(*attributes(self._session, handle, wanted))
                for handle in call("C_FindObjects", partial(self._session.findObjects, of_kind))
            ]
        return tuple(item for item in found if item.point)
