"""Whom a TLS connection trusts: the operating system's authorities, the office's, and pins.

A pin is the SHA-256 of the server's public key (SubjectPublicKeyInfo, RFC 7469, section 2.4), in
base64. It comes on top of the chain, never instead of it. The spare one is of the key that will
be used next, so that a new key at the registry does not cut every station off.
"""

from __future__ import annotations

import base64
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sync.values import Plain

if TYPE_CHECKING:
    import ssl

PIN_BYTES = 32

# X509_V_ERR_… of OpenSSL; CERT_E_… of Windows and errSec… of macOS, as truststore hands them on.
_REASONS = {
    10: "expired",
    9: "not-yet",
    62: "name",
    64: "name",
    0x800B0101: "expired",
    -2146762495: "expired",
    0x800B010F: "name",
    -2146762481: "name",
    -67818: "expired",
    -67819: "not-yet",
    -67602: "name",
}
_NOT_TLS = (
    "WRONG_VERSION_NUMBER",
    "UNKNOWN_PROTOCOL",
    "HTTP_REQUEST",
    "HTTPS_PROXY_REQUEST",
    "PACKET_LENGTH_TOO_LONG",
    "RECORD_LAYER_FAILURE",
    "UNEXPECTED_MESSAGE",
)
_OLD_TLS = ("UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "VERSION_TOO_LOW")


class Trust(Plain, frozen=True):
    """Whom to trust beside the operating system, and which keys a server must have."""

    ca_file: Path | None = None
    """Certificates in PEM, e.g. of the office's own authority."""
    pins: tuple[str, ...] = ()
    """SHA-256 of public keys, base64; one of them must be the server's. Empty: any key."""


class Peer(Plain, frozen=True):
    """A server as its certificate tells; ``until`` is UTC."""

    version: str
    """Of the protocol, e.g. ``TLSv1.3``."""
    issuer: str
    until: datetime
    pin: str


class CaFileUnusable(OSError):
    """The office's file of certificates cannot be read, or holds none."""


class OtherKey(OSError):
    """The server's certificate is trusted, and its key is none of those pinned."""


def context(trust: Trust) -> ssl.SSLContext:
    """Return what every connection is made with: TLS 1.2 at least, chain and name checked.

    Raises:
        CaFileUnusable: see there.
    """
    import ssl

    import truststore

    made = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if trust.ca_file is not None:
        try:
            made.load_verify_locations(trust.ca_file)
        except OSError as error:
            raise CaFileUnusable from error
    return made


def pin_of(certificate: bytes) -> str:
    """Return the pin of a certificate, given as DER."""
    import hashlib

    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = x509.load_der_x509_certificate(certificate).public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(spki).digest()).decode()


def peer_of(version: str, certificate: bytes) -> Peer:
    """Return who a certificate, given as DER, is of."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    read = x509.load_der_x509_certificate(certificate)
    names = read.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    issuer = str(names[0].value) if names else read.issuer.rfc4514_string()
    return Peer(version, issuer, read.not_valid_after_utc, pin_of(certificate))


def is_pin(text: str) -> bool:
    """Return whether this is the base64 of 32 bytes."""
    try:
        return len(base64.b64decode(text, validate=True)) == PIN_BYTES
    except ValueError:
        return False


def check_pin(certificate: bytes | None, pins: tuple[str, ...]) -> None:
    """Compare a server's certificate, DER, with the keys that are pinned.

    Raises:
        OtherKey: it has none of them.
    """
    if pins and (certificate is None or pin_of(certificate) not in pins):
        raise OtherKey


def reason(error: BaseException) -> str | None:
    """Return why no TLS connection came about; None if ``error`` is not about TLS.

    One of ``certificate`` (no authority that is trusted), ``expired``, ``not-yet``, ``name``,
    ``pin``, ``old-tls``, ``not-tls`` and ``ca-file``.
    """
    import ssl

    match error:
        case CaFileUnusable():
            return "ca-file"
        case OtherKey():
            return "pin"
        case ssl.SSLCertVerificationError():
            return _REASONS.get(getattr(error, "verify_code", 0), "certificate")
        case ssl.SSLError():
            text = f"{error.reason} {error}".upper().replace(" ", "_")
            if any(word in text for word in _OLD_TLS):
                return "old-tls"
            return "not-tls" if any(word in text for word in _NOT_TLS) else None
        case _:
            return None
