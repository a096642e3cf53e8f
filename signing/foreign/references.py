"""How a signature names its certificate, within what is signed.

RFC 5035, 3 (``signing-certificate-v2``) and RFC 2634, 5.4 (with SHA-1): by a hash, mostly by its
issuer and serial number too. The first of each list is the signer's; the others limit the path,
and paths are built without them.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.called import issuer_name
from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.foreign import algorithms, ber
from signing.foreign import signed_data as form
from signing.foreign.signed_data import Attributes
from signing.work import remember

_DIRECTORY_NAME = 0xA4
"""GeneralName's ``directoryName`` (RFC 5280, 4.2.1.6)."""


@dataclass(frozen=True)
class Reference:
    """One of them; ``issuers`` are names in DER, none where issuer and serial are left out."""

    hash_name: str
    hashed: bytes
    issuers: tuple[bytes, ...]
    serial: int | None
    is_first_version: bool
    """Of RFC 2634, which has no other hash than SHA-1 for it; nobody chose that one."""

    def is_hash_of(self, certificate: x509.Certificate) -> bool:
        """Whether the hash is that of this certificate."""
        name = self.hash_name

        def hashed() -> bytes:
            return algorithms.digest(name, certificate.public_bytes(Encoding.DER))

        # A hundred may be called so, and a thousand signatures name them.
        own = remember((certificate,), ("digest", name), hashed)
        return hmac.compare_digest(own, self.hashed)

    def is_issued_as(self, certificate: x509.Certificate) -> bool:
        """Whether issuer and serial number, if they are there, are this certificate's."""
        return self.serial is None or (
            self.serial == certificate.serial_number and issuer_name(certificate) in self.issuers
        )


def references(signed: Attributes | None) -> tuple[Reference, ...]:
    """Return every way in which signed attributes name the certificate; mostly there is one.

    Raises:
        MalformedDocument: an attribute is no reference.
    """
    if signed is None:
        return ()
    versions = ((form.SIGNING_CERTIFICATE_V2, "sha256"), (form.SIGNING_CERTIFICATE, "sha1"))
    try:
        return tuple(
            _reference(value, name, version)
            for version, name in versions
            if (value := signed.one(version)) is not None
        )
    except IndexError as error:
        raise MalformedDocument(Flaw.CERTIFICATE_REFERENCE) from error


def _reference(value: ber.Element, name: str, version: str) -> Reference:
    parts = value.children[0].children[0].children
    if name == "sha256" and parts[0].tag == ber.SEQUENCE:
        name, parts = algorithms.hash_name(parts[0]), parts[1:]
    first = version == form.SIGNING_CERTIFICATE
    hashed = parts[0].require(ber.OCTETS, Flaw.CERTIFICATE_HASH).body
    if len(parts) == 1:
        return Reference(name, hashed, (), None, first)
    issuer, serial = parts[1].children[0], parts[1].children[1]
    number = serial.require(ber.INTEGER, Flaw.SERIAL_NUMBER).body
    return Reference(
        name,
        hashed,
        tuple(item.only().raw for item in issuer.children if item.tag == _DIRECTORY_NAME),
        int.from_bytes(number, "big", signed=True),
        first,
    )
