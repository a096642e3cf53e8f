"""The OCSP responder of the demo authority (RFC 6960): one certificate's status, as of now."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp
from sqlalchemy import select

from registry import database as db
from registry.core import Core

REQUEST_TYPE = "application/ocsp-request"
ANSWER_TYPE = "application/ocsp-response"
MAX_REQUEST = 8 * 1024
_MAX_NONCE = 32
_LIFE = timedelta(hours=12)


def answer(core: Core, query: bytes) -> bytes:
    """Return the OCSPResponse, DER, to an OCSPRequest; a bad one gets a refusal inside."""
    try:
        request = ocsp.load_der_ocsp_request(query)
        serial, hashed = request.serial_number, request.hash_algorithm
    except (ValueError, NotImplementedError):
        # NotImplementedError: several certificates at once, which RFC 5019 does without.
        return _refusal(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
    authority = core.authority
    for issuer in (authority.issuing, authority.root):
        names = _names(issuer, hashed.name)
        if names == (request.issuer_name_hash, request.issuer_key_hash):
            break
    else:
        return _refusal(ocsp.OCSPResponseStatus.UNAUTHORIZED)
    now = core.clock()
    status, revoked = _status(core, issuer, serial)
    builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
        *names,
        serial,
        hashed,
        status,
        now,
        now + _LIFE,
        revoked,
        None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, issuer)
    try:
        nonce = request.extensions.get_extension_for_class(x509.OCSPNonce).value
        # A longer one is not repeated (RFC 9654, 2.1): whoever asks chooses it.
        if len(nonce.nonce) <= _MAX_NONCE:
            builder = builder.add_extension(nonce, critical=False)
    except x509.ExtensionNotFound:
        pass
    return authority.sign_ocsp(builder, issuer).public_bytes(Encoding.DER)


def _status(
    core: Core, issuer: x509.Certificate, serial: int
) -> tuple[ocsp.OCSPCertStatus, datetime | None]:
    if issuer == core.authority.root:
        # The root has given one certificate and itself.
        own = {core.authority.issuing.serial_number, core.authority.root.serial_number}
        known = serial in own
        return (ocsp.OCSPCertStatus.GOOD if known else ocsp.OCSPCertStatus.UNKNOWN), None
    with core.database.reading() as connection:
        found = connection.execute(
            select(db.revocations.c.revoked).where(db.revocations.c.serial == f"{serial:x}")
        ).scalar_one_or_none()
    if found is None:
        return ocsp.OCSPCertStatus.GOOD, None
    return ocsp.OCSPCertStatus.REVOKED, found


def _names(issuer: x509.Certificate, hashed: str) -> tuple[bytes, bytes]:
    key = issuer.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    name = hashlib.new(hashed, issuer.subject.public_bytes()).digest()
    return name, hashlib.new(hashed, point).digest()


def _refusal(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)
