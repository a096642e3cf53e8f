"""OCSP answers as tests want them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import core
from asn1crypto import ocsp as forms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.cms import signature_value
from signing.long_term import complete
from signing.ocsp import OcspAnswer, load_answer
from signing.package import MANIFEST, read_signature, replace_signature
from signing.revocation import Status, check_path
from signing.timestamp import ask as ask_stamp
from signing.timestamp import check_answer as check_stamp
from signing.trust import TrustAnchors
from tests.signing.pki import HOKIM, NOW, Authority2, Case, Issued, Key
from tests.signing.test_revocation import a_list, stamped
from tests.signing.test_timestamp import SERVER, stamp

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOOD, REVOKED, UNKNOWN = (
    ocsp.OCSPCertStatus.GOOD,
    ocsp.OCSPCertStatus.REVOKED,
    ocsp.OCSPCertStatus.UNKNOWN,
)
AUTHORITY = Authority2()
ISSUING = AUTHORITY.issuing
CERTIFICATE = AUTHORITY.issue(HOKIM).certificate
PATH = (CERTIFICATE, ISSUING.certificate, AUTHORITY.root.certificate)
ROOT_LIST = a_list(AUTHORITY.root, NOW - 30 * DAY)


def says(
    status: ocsp.OCSPCertStatus = GOOD,
    *,
    signer: Issued = ISSUING,
    issuer: Issued = ISSUING,
    certificate: x509.Certificate = CERTIFICATE,
    since: datetime = NOW - HOUR,
    until: datetime | None = NOW + DAY,
    revoked: datetime | None = None,
    nonce: bytes | None = None,
    hashed: hashes.HashAlgorithm | None = None,
    delegated: bool = False,
    produced: datetime | None = None,
    reason: x509.ReasonFlags | None = None,
) -> OcspAnswer:
    """An answer that was made at ``produced``: when it was true, if not given."""
    when = revoked or (NOW - 2 * DAY if status is REVOKED else None)
    builder = ocsp.OCSPResponseBuilder().add_response(
        *(certificate, issuer.certificate, hashed or hashes.SHA1(), status),
        *(since, until, when, reason),
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, signer.certificate)
    if delegated:
        builder = builder.certificates([signer.certificate])
    if nonce is not None:
        builder = builder.add_extension(x509.OCSPNonce(nonce), False)
    made = builder.sign(signer.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def dated(data: Any) -> None:
        data["produced_at"] = (produced or since).replace(microsecond=0)

    # Years below 1000 are more than the other library writes.
    return load_answer(changed(made, signer.key, dated) if since.year > 1000 else made)


def changed(der: bytes, key: Key, change: Callable[[Any], None]) -> bytes:
    """An answer whose ``ResponseData`` (RFC 6960, 4.2.1) was changed and signed again."""
    whole = forms.OCSPResponse.load(der)
    basic = whole["response_bytes"]["response"].parsed
    data = forms.ResponseData.load(basic["tbs_response_data"].dump())
    change(data)
    raw = data.dump(force=True)
    basic["tbs_response_data"] = forms.ResponseData.load(raw)
    basic["signature"] = (
        key.sign(raw, padding.PKCS1v15(), hashes.SHA256())
        if isinstance(key, rsa.RSAPrivateKey)
        else key.sign(raw, ec.ECDSA(hashes.SHA256()))
    )
    whole["response_bytes"]["response"] = core.ParsableOctetString(basic.dump())
    found = whole.dump(force=True)
    assert isinstance(found, bytes)
    return found


def responder(
    authority: Authority2 = AUTHORITY,
    *,
    key: Key | None = None,
    usage: x509.ObjectIdentifier | None = ExtendedKeyUsageOID.OCSP_SIGNING,
    no_check: bool = False,
    days: int = 700,
) -> Issued:
    made = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Holat xizmati")])
    builder = authority._builder(
        subject, authority.issuing.certificate, made, NOW - 30 * DAY, days
    )
    if usage is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), False)
    if no_check:
        builder = builder.add_extension(x509.OCSPNoCheck(), False)
    return Issued(builder.sign(authority.issuing.key, hashes.SHA256()), made)


def status(*sources: x509.CertificateRevocationList | OcspAnswer, at: datetime = NOW) -> Status:
    return check_path(PATH, (ROOT_LIST, *sources), at, now=max(at, NOW)).status


def b_lt(case: Case, *, with_lists: bool = False) -> tuple[bytes, TrustAnchors]:
    """A package whose signer and time-stamp server are told of by OCSP answers."""
    authority = case.authority
    server = authority.signer(SERVER, time_stamping=True)
    plain = case.package(crls=with_lists, pdf_profile=False)
    signature = read_signature(io.BytesIO(plain))
    value, _ = signature_value(signature)
    question = ask_stamp(value)
    bare = replace(authority.anchors(crls=False), intermediates=(authority.issuing.certificate,))
    time = check_stamp(stamp(server, question), question, value, bare)
    richer = stamped(signature, server, authority, NOW)
    time = replace(time, path=(server.identity.certificate, *time.path[1:]))
    answers = tuple(
        says(
            certificate=item.identity.certificate,
            issuer=authority.issuing,
            signer=authority.issuing,
        )
        for item in (case.hokim, server)
    )
    anchors = replace(bare, crls=(a_list(authority.root, NOW - DAY), *bare.crls), answers=answers)
    out = io.BytesIO()
    with_all = complete(richer, manifest_of(plain), time, anchors, NOW)
    replace_signature(io.BytesIO(plain), out, with_all)
    return out.getvalue(), bare


def manifest_of(package: bytes) -> bytes:
    from signing.container.reader import open_container

    return open_container(io.BytesIO(package)).read(MANIFEST, 1 << 20)
