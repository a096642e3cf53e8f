"""Sign a PDF and check the signature in one (PAdES baseline, ETSI EN 319 142-1, level B-B)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from signing import digests
from signing.certificate import facts
from signing.cms import sign_digest
from signing.cms_verify import CmsSignature, check_cms
from signing.errors import DraftChanged, MalformedDocument
from signing.flaws import Flaw
from signing.pdf.changes import SignatureUpdate, read_signature_update
from signing.pdf.panel import Panel, panel_text, says
from signing.pdf.update import SignatureFields, prepare
from signing.public_key import key_facts
from signing.signer import SignatureAlgorithm, Signer, SignerCertificate


@dataclass(frozen=True)
class PdfSignature:
    """A PDF signature whose bytes were checked."""

    cms: CmsSignature
    update: SignatureUpdate


def sign_pdf(pdf: bytes, signer: Signer, moment: datetime, panel: Panel | None = None) -> bytes:
    """Return ``pdf`` with one incremental update that holds the signer's signature.

    Args:
        pdf: the frozen bytes; they stay a byte-exact prefix of the result.
        signer: who signs; called exactly once.
        moment: the claimed time of signing, aware.
        panel: what is shown of the signature beside name, certificate and time; without one it
            is invisible.

    Raises:
        MalformedDocument: the PDF cannot be signed.
        TokenError, PinError: the signer failed.
    """
    name = signer.algorithm.hash_name
    size = _room(signer.identity, signer.algorithm)
    known = facts(signer.identity.certificate)
    shown = None if panel is None else panel_text(panel, known.common_name, known.serial, moment)
    prepared = prepare(pdf, SignatureFields(known.common_name, moment), size, shown)
    digest = digests.new(name, prepared.first)
    digest.update(prepared.second)
    return prepared.fill(sign_digest(signer, digest.digest(), signing_time=None))


def check_pdf(signed: bytes, frozen_size: int, frozen_sha256: str) -> PdfSignature:
    """Check a PDF that is a frozen text plus one signing update.

    Args:
        signed: the whole file.
        frozen_size: bytes of the frozen text, which must be the beginning of the file.
        frozen_sha256: hex digest of the frozen text.

    Raises:
        DraftChanged: the beginning is not the frozen text.
        MalformedDocument: what follows is not one update that only adds a signature.
        SignatureCheckFailed, AlgorithmRefused: as :func:`signing.cms_verify.check_cms`.
    """
    view = memoryview(signed)
    if hashlib.sha256(view[:frozen_size]).hexdigest() != frozen_sha256:
        raise DraftChanged("decision.pdf")
    update = read_signature_update(signed, frozen_size)

    def digest_of(name: str) -> bytes:
        digest = digests.new(name, view[: update.hole_start])
        digest.update(view[update.hole_end :])
        return digest.digest()

    cms = check_cms(update.cms, digest_of)
    if cms.content is not None:
        raise MalformedDocument(Flaw.OWN_CONTENT)
    if update.panel is not None:
        signer = facts(cms.certificate)
        if not says(update.panel, signer.common_name, signer.serial):
            raise MalformedDocument(Flaw.PANEL_CERTIFICATE)
    return PdfSignature(cms, update)


@lru_cache(maxsize=8)
def _room(identity: SignerCertificate, algorithm: SignatureAlgorithm) -> int:
    """Return the bytes of the longest CMS this signer can make."""
    digest = bytes(digests.new(algorithm.hash_name).digest_size)
    return len(sign_digest(_Measure(identity, algorithm), digest, signing_time=None))


class _Measure:
    """A signer whose value is as long as the real one can get, to measure the hole."""

    def __init__(self, identity: SignerCertificate, algorithm: SignatureAlgorithm) -> None:
        self._identity = identity
        self._algorithm = algorithm

    @property
    def identity(self) -> SignerCertificate:
        return self._identity

    @property
    def algorithm(self) -> SignatureAlgorithm:
        return self._algorithm

    def sign(self, data: bytes) -> bytes:
        del data
        size = (key_facts(self._identity.certificate).size + 7) // 8
        if self._algorithm.national:
            return bytes(2 * size)
        if self._algorithm.startswith("ecdsa"):
            # Two INTEGERs with a leading zero each, and the longest headers (X.690, 8.3).
            return bytes(2 * (size + 1 + 3) + 4)
        return bytes(size)
