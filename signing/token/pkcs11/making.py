"""Make a key pair on a token and store its certificate: for pilots, demos and tests."""

from __future__ import annotations

from typing import Any

import PyKCS11

from signing.token.pkcs11.calls import POINTS, attributes, call, check

# CKA_GOSTR3411_PARAMS: DER of id-GostR3411-94-CryptoProParamSet.
_GOST_HASH = bytes.fromhex("06072a850302021e01")


def generate(
    session: Any,  # noqa: ANN401 - PyKCS11 has no types
    key_type: int,
    bits: int,
    curve: bytes,
    key_id: bytes,
    label: str,
    *,
    pin_each_time: bool,
) -> tuple[bytes, bytes, bytes]:
    """Make a key pair that never leaves the token (C_GenerateKeyPair).

    Args:
        session: a writable one, logged in.
        key_type: a CKK number.
        bits: length of an RSA modulus.
        curve: DER of a curve's OID, for keys of elliptic curves.
        key_id: the CKA_ID of both halves.
        label: their name.
        pin_each_time: whether the token asks for the PIN again for each signature.

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
    wanted = [POINTS.get(key_type, PyKCS11.CKA_MODULUS)]
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
    handle, _ = call(
        "C_GenerateKeyPair", lambda: session.generateKeyPair(public, private, mechanism)
    )
    found = attributes(session, handle, wanted)
    if key_type == PyKCS11.CKK_RSA:
        modulus, exponent = found
        return modulus, exponent, b""
    (point,) = found
    return b"", b"", point


def store(
    session: Any,  # noqa: ANN401 - PyKCS11 has no types
    key_id: bytes,
    label: str,
    der: bytes,
    subject: bytes,
    issuer: bytes,
    serial_number: bytes,
) -> None:
    """Store a certificate object; older ones with the same ``key_id`` are removed after.

    Args:
        session: a writable one, logged in.
        key_id: the CKA_ID of its key.
        label: its name.
        der: the certificate.
        subject: DER of its subject.
        issuer: DER of its issuer.
        serial_number: DER of its serial number.

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
    older = call("C_FindObjects", lambda: session.findObjects(certificate))
    call("C_CreateObject", lambda: session.createObject(certificate + content))
    for handle in older:
        check("C_DestroyObject", session.lib.C_DestroyObject(session.session, handle))
