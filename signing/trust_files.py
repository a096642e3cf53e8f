"""Files of certificates, revocation lists and OCSP answers, as offices keep them.

What is in a file counts or the file is refused: a list that was cut in copying and passed over in
silence would make a revoked certificate a good one.
"""

from __future__ import annotations

import base64
import binascii
import re
from contextlib import suppress
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from signing.bundles import read_bundle
from signing.detail import Detail, about
from signing.errors import MalformedDocument, SigningError
from signing.flaws import Flaw
from signing.ocsp import OcspAnswer, load_answer
from signing.public_key import read_key_facts

# RFC 7468, 2: text around the blocks explains them.
_BLOCK = re.compile(
    rb"-----BEGIN ([A-Z0-9# ]+)-----[ \t]*\r?\n((?:(?!-----).)*)-----END \1-----", re.DOTALL
)
_HEADERS = re.compile(rb"\A(?:[^\n]*:[^\n]*\n)*")
"""Of RFC 1421, which some programs still write."""
_EDGE = re.compile(rb"-----\s*(?:BEGIN|END)\b([^\r\n]*)", re.IGNORECASE)
_CERTIFICATES = (b"CERTIFICATE", b"X509 CERTIFICATE")
_SETS = (b"PKCS7", b"PKCS #7 SIGNED DATA", b"CMS")
_LIST, _ANSWER = b"X509 CRL", b"OCSP RESPONSE"


@dataclass
class TrustFile:
    """What one file holds, in its order."""

    certificates: list[x509.Certificate] = field(default_factory=list)
    crls: list[x509.CertificateRevocationList] = field(default_factory=list)
    answers: list[OcspAnswer] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing."""
        return not (self.certificates or self.crls or self.answers)


def read_trust_file(name: str, data: bytes) -> TrustFile:
    """Read PEM, or one certificate, list or set of certificates in DER.

    Args:
        name: the file's, for who has to mend it.
        data: what is in it.

    Raises:
        MalformedDocument: there is nothing in it, or something that is damaged, cut or of another
            kind.
    """
    found = TrustFile()
    if data[:1] == b"\x30":
        _read(found, name, _label(data), data)
        return found
    for label, body in _BLOCK.findall(data):
        try:
            der = base64.b64decode(b"".join(_HEADERS.sub(b"", body).split()), validate=True)
        except binascii.Error as error:
            raise MalformedDocument(about(name, _flaw(label))) from error
        _read(found, name, label, der)
    edge = _EDGE.search(_BLOCK.sub(b"", data))
    if edge is not None:
        raise MalformedDocument(about(name, _flaw(edge[1])))
    if found.is_empty:
        raise MalformedDocument(about(name, Flaw.NO_CERTIFICATE))
    return found


_DAMAGED = (
    SigningError,
    ValueError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


def _label(der: bytes) -> bytes:
    """Return what a block of these bytes would be called."""
    from signing.foreign.signed_data import is_signed_data

    if is_signed_data(der):
        return _SETS[0]
    with suppress(ValueError):
        x509.load_der_x509_crl(der)
        return _LIST
    return _CERTIFICATES[0]


def _read(found: TrustFile, name: str, label: bytes, der: bytes) -> None:
    try:
        _add(found, label, der)
    except _DAMAGED as error:
        if label in _SETS and der and isinstance(error, MalformedDocument):
            # It says itself what is wrong with it.
            raise MalformedDocument(Detail(name, *error.detail.parts)) from error
        raise MalformedDocument(about(name, _flaw(label))) from error


def _add(found: TrustFile, label: bytes, der: bytes) -> None:
    if label in _CERTIFICATES:
        found.certificates.append(_whole(x509.load_der_x509_certificate(der)))
    elif label == _LIST:
        found.crls.append(x509.load_der_x509_crl(der))
    elif label == _ANSWER:
        found.answers.append(load_answer(der))
    elif label in _SETS:
        certificates, crls = read_bundle(der)
        found.certificates += map(_whole, certificates)
        found.crls += crls
    else:
        # A list under another name is one that somebody wants to count.
        raise MalformedDocument(Flaw.OTHER_KIND)


def _whole(certificate: x509.Certificate) -> x509.Certificate:
    """Return a certificate of which everything can be read: most is only when it is asked for."""
    _ = (certificate.subject, certificate.issuer, certificate.extensions)
    _ = (certificate.not_valid_before_utc, certificate.not_valid_after_utc)
    read_key_facts(certificate)
    return certificate


def _flaw(label: bytes) -> Flaw:
    if b"KEY" in label.upper():
        return Flaw.NO_CERTIFICATE
    if b"CRL" in label.upper():
        return Flaw.DAMAGED_LIST
    return Flaw.DAMAGED_ANSWER if b"OCSP" in label.upper() else Flaw.DAMAGED_CERTIFICATE
