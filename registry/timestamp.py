"""The time-stamp service: RFC 3161, with the SHA-2 certificate attribute of RFC 5816."""

from __future__ import annotations

import secrets

from cryptography import x509
from cryptography.hazmat import asn1

from registry.core import Core
from signing import cms_asn1 as form
from signing import digests
from signing.algorithms import hash_name
from signing.cms import sign_digest
from signing.errors import SigningError
from signing.timestamp import TST_INFO, Accuracy, PkiStatusInfo, TimeStampReq, TstInfo

REQUEST_TYPE = "application/timestamp-query"
ANSWER_TYPE = "application/timestamp-reply"
MAX_REQUEST = 16 * 1024
_MAX_NONCE = 16

POLICY = x509.ObjectIdentifier("1.2.860.3.2.11.1")

_SEQUENCE = 0x30
_REJECTION = 2
# Bits of PKIFailureInfo (RFC 3161, 2.4.2).
_BAD_ALGORITHM = 0
_BAD_REQUEST = 2
_BAD_DATA_FORMAT = 5
_UNACCEPTED_POLICY = 15
# The reference registry's clock is the machine's, synchronised to about a second.
_ACCURACY = Accuracy(seconds=1, millis=None, micros=None)


class _Failure(Exception):
    """``bit`` of PKIFailureInfo says why there is no time-stamp."""

    def __init__(self, bit: int) -> None:
        super().__init__(bit)
        self.bit = bit


def answer(core: Core, query: bytes) -> bytes:
    """Return the TimeStampResp, DER, to a TimeStampReq; a bad one gets a rejection inside."""
    try:
        return _granted(_stamp(core, _read(query)))
    except _Failure as failure:
        return _rejected(failure.bit)


def _read(query: bytes) -> TimeStampReq:
    try:
        request = asn1.decode_der(TimeStampReq, query)
    except ValueError as error:
        raise _Failure(_BAD_DATA_FORMAT) from error
    if request.version != 1:
        raise _Failure(_BAD_REQUEST)
    if request.policy is not None and request.policy != POLICY:
        raise _Failure(_UNACCEPTED_POLICY)
    try:
        size = digests.new(hash_name(request.imprint.algorithm)).digest_size
    except SigningError as error:
        raise _Failure(_BAD_ALGORITHM) from error
    # Whoever asks chooses the nonce, and the service signs it.
    if len(request.imprint.hashed) != size or (request.nonce or 0).bit_length() > 8 * _MAX_NONCE:
        raise _Failure(_BAD_DATA_FORMAT)
    return request


def _stamp(core: Core, request: TimeStampReq) -> bytes:
    now = core.clock()
    info = asn1.encode_der(
        TstInfo(
            version=1,
            policy=POLICY,
            imprint=request.imprint,
            # Unique without a counter: RFC 3161, 2.4.2 allows up to 160 bits.
            serial=secrets.randbits(127),
            time=asn1.GeneralizedTime(now),
            accuracy=_ACCURACY,
            ordering=False,
            nonce=request.nonce,
            server=None,
            extensions=None,
        )
    )
    signer = core.time_stamper
    return sign_digest(
        signer,
        digests.of(signer.algorithm.hash_name, info),
        signing_time=now,
        content=info,
        content_type=TST_INFO,
    )


def _granted(token: bytes) -> bytes:
    status = asn1.encode_der(PkiStatusInfo(status=0, text=None, failure=None))
    return form.tlv(_SEQUENCE, status + token)


def _rejected(bit: int) -> bytes:
    size = bit // 8 + 1
    bits = (1 << (size * 8 - 1 - bit)).to_bytes(size, "big")
    # DER drops trailing zero bits of a named bit list (X.690, 11.2.2).
    failure = asn1.BitString(bits, size * 8 - 1 - bit)
    status = PkiStatusInfo(status=_REJECTION, text=None, failure=failure)
    return form.tlv(_SEQUENCE, asn1.encode_der(status))
