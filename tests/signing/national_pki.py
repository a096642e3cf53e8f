"""A national certificate authority for the tests.

``cryptography`` writes the certificates with keys of its own; key, algorithm and signature are
then put in their places. Nothing else of a certificate depends on them.
"""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import Encoding

from signing import digests
from signing.cms_asn1 import raw, tlv
from signing.national import Standard
from signing.signer import SignatureAlgorithm, SignerCertificate
from tests.signing.national_key import NationalPrivateKey, NationalSigner
from tests.signing.pki import Authority2, Issued, Key

DER = Encoding.DER
NULL = b"\x05\x00"


@asn1.sequence
class _Signed:
    content: list[asn1.TLV]
    algorithm: asn1.TLV
    value: asn1.BitString


def resign(
    der: bytes,
    signer: NationalPrivateKey,
    key_info: bytes | None = None,
    *,
    inside: x509.ObjectIdentifier | None = None,
    digest: bytes | None = None,
) -> bytes:
    """Give a certificate or list the national signature of ``signer``, and another key if given.

    Args:
        der: with any signature.
        signer: the issuer's key.
        key_info: put in the place of the subject's key.
        inside: another identifier in what is signed than outside.
        digest: sign this instead of the right digest.
    """
    parts = [raw(item) for item in asn1.decode_der(_Signed, der).content]
    written = _identifier(signer.standard.signature)
    # A certificate begins with an explicit version and a serial number, a list with its version.
    certificate = parts[0][:1] == b"\xa0"
    parts[2 if certificate else 1] = _identifier(inside) if inside else written
    if key_info is not None:
        parts[6] = key_info
    content = tlv(0x30, b"".join(parts))
    made = digest or digests.of(signer.standard.hash_name, content)
    value = tlv(0x03, b"\0" + signer.sign_digest(made))
    return tlv(0x30, content + written + value)


def with_key(der: bytes, key_info: bytes, named: x509.ObjectIdentifier | None = None) -> bytes:
    """Put another key into a certificate, whose signature is then wrong.

    Args:
        der: the certificate.
        key_info: the other key.
        named: what its signature is called, if otherwise.
    """
    parts = asn1.decode_der(_Signed, der)
    content = [raw(item) for item in parts.content]
    content[6] = key_info
    algorithm = raw(parts.algorithm)
    if named is not None:
        content[2] = algorithm = _identifier(named)
    value = tlv(0x03, b"\0" + parts.value.as_bytes())
    return tlv(0x30, tlv(0x30, b"".join(content)) + algorithm + value)


def _identifier(oid: x509.ObjectIdentifier) -> bytes:
    return tlv(0x30, asn1.encode_der(oid) + NULL)


class NationalAuthority(Authority2):
    """Root and issuing authority with national keys."""

    def __init__(
        self, name: str = "Milliy", standard: Standard = Standard.OZDST_2009, sets: str = "AA"
    ) -> None:
        self.standard = standard
        self.keys: dict[x509.Certificate, NationalPrivateKey] = {}
        self._sets = list(sets)
        super().__init__(name)

    def issue(self, person: tuple[str, str, str], **how: object) -> Issued:
        own = how.pop("national_key", None)
        made = super().issue(person, **how)  # type: ignore[arg-type]
        assert own is None or isinstance(own, NationalPrivateKey)
        return self.converted(made, self.issuing, own)

    def signer(  # type: ignore[override]  # a signer all the same; its key is of another kind
        self,
        person: tuple[str, str, str],
        algorithm: SignatureAlgorithm | None = None,
        **how: object,
    ) -> NationalSigner:
        del algorithm
        how.pop("key", None)
        issued = self.issue(person, **how)
        identity = SignerCertificate(issued.certificate, (self.issuing.certificate,))
        return NationalSigner(self.keys[issued.certificate], identity)

    def converted(
        self, made: Issued, issuer: Issued | None, own: NationalPrivateKey | None = None
    ) -> Issued:
        """Return a certificate with a national key, signed by the national key of ``issuer``."""
        own = own or NationalPrivateKey.make("A", self.standard)
        above = self.keys[issuer.certificate] if issuer else own
        der = resign(made.certificate.public_bytes(DER), above, own.public_key_info())
        certificate = x509.load_der_x509_certificate(der)
        self.keys[certificate] = own
        return Issued(certificate, made.key)

    def _make(self, name: str, issuer: Issued | None, key: Key) -> Issued:
        own = NationalPrivateKey.make(self._sets.pop(0), self.standard)
        return self.converted(super()._make(name, issuer, key), issuer, own)

    def _crl(self, issuer: Issued, at: datetime) -> x509.CertificateRevocationList:
        der = super()._crl(issuer, at).public_bytes(DER)
        return x509.load_der_x509_crl(resign(der, self.keys[issuer.certificate]))
