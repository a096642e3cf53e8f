"""Preparing a token for the demo office and for pilots.

A blank token is initialised, a key pair made on it, and a certificate put beside the key. The
certificate itself is made elsewhere, from the public key returned here.
"""

from __future__ import annotations

from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from signing.errors import DeviceFault, MalformedDocument
from signing.mechanism import CKK_EC, CKK_GOSTR3410, CKK_RSA
from signing.national.parameters import Standard, write_public_key
from signing.token import protocol
from signing.token.host import TokenHost
from signing.token.session import TokenSession


class KeyKind(StrEnum):
    """The kinds of keys that can be made on a token."""

    EC_P256 = "ec-p256"
    EC_P384 = "ec-p384"
    RSA_2048 = "rsa-2048"
    RSA_3072 = "rsa-3072"
    RSA_4096 = "rsa-4096"
    OZDST_1092_A = "ozdst1092-a"


# DER of the named curve (RFC 5480, 2.1.1.1), as CKA_EC_PARAMS takes it.
_CURVES: dict[KeyKind, tuple[ec.EllipticCurve, bytes]] = {
    KeyKind.EC_P256: (ec.SECP256R1(), bytes.fromhex("06082a8648ce3d030107")),
    KeyKind.EC_P384: (ec.SECP384R1(), bytes.fromhex("06052b81040022")),
}
# DER of id-GostR3410-2001-CryptoPro-A-ParamSet (RFC 4357, 11.4), as CKA_GOSTR3410_PARAMS takes
# it: drivers know the curve of national set A by this name.
_GOST_A = bytes.fromhex("06072a850302022301")


def provision_token(host: TokenHost, label: str, so_pin: bytearray, pin: bytearray) -> str:
    """Initialise the first blank token; a token with anything on it is never touched.

    Args:
        host: the host of the module that sees the token.
        label: cut at 32 bytes of UTF-8.
        so_pin: the security officer's PIN; wiped.
        pin: the user's first PIN; wiped.

    Returns:
        The token's serial number.

    Raises:
        TokenAbsent: no blank token is in any reader.
        PinError: the token refused a PIN.
        TokenError: the driver failed.
    """
    try:
        command = protocol.InitialiseToken(label)
        answer = host.ask(command, protocol.Initialised, host.limits.write, secrets=(so_pin, pin))
    finally:
        protocol.wipe(so_pin)
        protocol.wipe(pin)
    # Drivers number their slots when they are loaded; the new token is found by all the same.
    host.close()
    return answer.serial


def generate_key(
    session: TokenSession,
    kind: KeyKind,
    key_id: bytes,
    label: str,
    *,
    pin_each_time: bool = False,
) -> bytes:
    """Make a key pair on the token; the private key never leaves it.

    Args:
        session: opened with ``writable=True``.
        kind: what to make.
        key_id: joins key and certificate; not empty, and new on the token.
        label: for people.
        pin_each_time: the token is to ask for the PIN before every signature of this key.

    Returns:
        DER of the SubjectPublicKeyInfo (RFC 5280, 4.1.2.7).

    Raises:
        DeviceFault: the driver failed, or what it gave is not a public key.
        TokenError: the token or its driver failed otherwise.
    """
    curve = _CURVES.get(kind)
    national = kind is KeyKind.OZDST_1092_A
    bits = 0 if national or curve is not None else int(kind.rsplit("-", maxsplit=1)[1])
    parameters = _GOST_A if national else curve[1] if curve else b""
    key_type = CKK_GOSTR3410 if national else CKK_EC if curve else CKK_RSA
    command = protocol.GenerateKey(key_type, bits, parameters, key_id, label, pin_each_time)
    answer = session.ask(command, protocol.PublicKey, session.limits.write)
    try:
        if national:
            return write_public_key(answer.point, Standard.OZDST_2009)
        key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey
        if curve is None:
            exponent = int.from_bytes(answer.exponent, "big")
            modulus = int.from_bytes(answer.modulus, "big")
            key = rsa.RSAPublicNumbers(exponent, modulus).public_key()
        else:
            point = _octets(answer.point, curve[0])
            key = ec.EllipticCurvePublicKey.from_encoded_point(curve[0], point)
    except (ValueError, MalformedDocument) as error:
        raise DeviceFault("C_GenerateKeyPair", "not a public key") from error
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def store_certificate(session: TokenSession, key_id: bytes, label: str, der: bytes) -> None:
    """Put a certificate beside its key; it takes the place of an older one.

    Args:
        session: opened with ``writable=True``.
        key_id: that of the key.
        label: for people.
        der: the certificate.

    Raises:
        ValueError: ``der`` is not a certificate.
        TokenError: the token or its driver failed.
    """
    certificate = x509.load_der_x509_certificate(der)
    number = certificate.serial_number
    length = number.bit_length() // 8 + 1
    command = protocol.StoreCertificate(
        key_id,
        label,
        der,
        certificate.subject.public_bytes(),
        certificate.issuer.public_bytes(),
        # CKA_SERIAL_NUMBER is the DER of an INTEGER (PKCS#11 v2.40, 4.6.3).
        bytes((2, length)) + number.to_bytes(length, "big"),
    )
    session.ask(command, protocol.Done, session.limits.write)


def _octets(der: bytes, curve: ec.EllipticCurve) -> bytes:
    """Return the point inside CKA_EC_POINT.

    It is the DER of an OCTET STRING (2.3.3); some drivers give the point itself, which is two
    coordinates and one byte long.
    """
    bare = 2 * ((curve.key_size + 7) // 8) + 1
    return der if len(der) == bare else der[2:]
