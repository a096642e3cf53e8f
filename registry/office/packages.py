"""The signed packages of acts that are registered already.

They were signed before the demo's tokens were made, so the signers' keys of then are software
keys under the same PINFL; the certificates are of the same authority.
"""

from __future__ import annotations

import io
from datetime import datetime
from functools import partial

from cryptography import x509

from registry.seeds import SeedDraft, version_statement
from signing.package import AnnexSource, PackageContent, build_package
from signing.signer import Signer
from signing.statement import Decision, Trail


def signed_package(
    draft: SeedDraft,
    signer: Signer,
    moment: datetime,
    crls: tuple[x509.CertificateRevocationList, ...],
) -> bytes:
    """Return the package of the draft's current version, signed at ``moment``.

    Args:
        draft: with its whole trail.
        signer: the key of the person ``draft.signer`` names.
        moment: the claimed signing time.
        crls: revocation lists of the signer's chain, of about that time.
    """
    version = draft.versions[-1]
    statement = version_statement(draft, version)
    sources = tuple(
        AnnexSource(annex, seed.file.name, partial(io.BytesIO, seed.file.data))
        for annex, seed in zip(statement.annexes, version.annexes, strict=True)
    )
    content = PackageContent(
        Decision(statement, draft.signer),
        Trail(draft.id, tuple(seed.entry for seed in draft.trail)),
        version.text.data,
        sources,
    )
    target = io.BytesIO()
    build_package(content, signer, target, moment=moment, pdf_profile=True, crls=crls)
    return target.getvalue()
