"""pyHanko, the well-known Python signer of PDFs, as the baseline of the signing row.

Its own PKCS#11 signer needs a second binding to the driver, which is not among this project's
packages. It signs through a token session of ours instead, in a child process of the same kind on
the same token, so that what the token costs is the same on both sides.
"""

from __future__ import annotations

import asyncio
import io
import warnings

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError as PeerError
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from bench.measure import OutputWrong
from signing.signer import Signer


class SessionSigner(signers.Signer):
    """pyHanko's signer over one of ours; the hash is SHA-256 on both sides."""

    def __init__(self, signer: Signer) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # not annotated there
        store.register_multiple([_asn1(item) for item in signer.identity.chain])
        super().__init__(signing_cert=_asn1(signer.identity.certificate), cert_registry=store)
        self._signer = signer
        # The longest a value gets; pyHanko measures the space it leaves by such a one.
        self._longest = 256 if "rsa" in signer.algorithm else 72

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """See the base class."""
        if digest_algorithm != self._signer.algorithm.hash_name:
            raise PeerError(digest_algorithm)
        return bytes(self._longest) if dry_run else self._signer.sign(data)


def sign(text: bytes, signer: SessionSigner) -> bytes:
    """Return ``text`` with a PAdES-B-B signature of one new field without appearance."""
    metadata = signers.PdfSignatureMetadata(
        field_name="Signature", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    target = io.BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(text)), metadata, signer, output=target)
    return target.getvalue()


def require_valid(signed: bytes, root: x509.Certificate) -> None:
    """Let pyHanko validate a signed PDF.

    Raises:
        OutputWrong: it finds the signature broken, or not by a certificate below ``root``.
    """
    context = ValidationContext(trust_roots=[_asn1(root)], allow_fetching=False)
    (embedded,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    with warnings.catch_warnings():
        # It warns of revocation information that is not there; nobody was revoked here.
        warnings.simplefilter("ignore")
        status = asyncio.run(async_validate_pdf_signature(embedded, context))
    if not (status.intact and status.valid and status.trusted):
        raise OutputWrong("pyHanko")


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
