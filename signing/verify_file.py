"""Verify what is not a package: a signed PDF, ours or a stranger's."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import datetime

from signing.certificate import utc_now
from signing.errors import MalformedDocument, SigningError
from signing.flaws import Flaw
from signing.identity import Identities
from signing.pdf.pades import check_pdf
from signing.report import Reason, Report
from signing.trust import TrustAnchors

_END = b"%%EOF"
_EOF = re.compile(rb"%%EOF[ \t]*\r?\n?")
_SIGNATURE = re.compile(rb"/Type\s*/Sig\b|/FT\s*/Sig\b")


def verify_pdf(pdf: bytes, anchors: TrustAnchors, *, at: datetime | None = None) -> Report:
    """Verify a PDF whose last revision is one signing update, as this program makes it.

    A PDF without a signature is indeterminate (``SIGNED_DATA_NOT_FOUND``): nothing in it is
    broken. One that was signed and then changed, or signed in a way this version does not read,
    is never called valid.
    """
    identities = Identities(anchors, at or utc_now())
    frozen = _end_before_last(pdf)
    if not _SIGNATURE.search(pdf):
        return Report.conclude((), (Reason("SIGNED_DATA_NOT_FOUND", failed=False),))
    if not frozen:
        error: SigningError = MalformedDocument(Flaw.NO_OWN_UPDATE)
        return Report.conclude((identities.broken("pdf", error),))
    try:
        found = check_pdf(pdf, frozen, hashlib.sha256(memoryview(pdf)[:frozen]).hexdigest())
    except SigningError as failure:
        return Report.conclude((identities.broken("pdf", failure),))
    judged = identities.judge("pdf", found.cms, claimed=found.update.claimed)
    return Report.conclude((replace(judged, own_words=found.update.panel is not None),))


def _end_before_last(pdf: bytes) -> int:
    """Return where the revision before the last one ends; 0 if there is none."""
    last = pdf.rfind(_END)
    # A file may be made of nothing else: they are not looked for from its beginning.
    found = _EOF.match(pdf, pdf.rfind(_END, 0, max(last, 0)))
    return found.end() if last > 0 and found is not None else 0
