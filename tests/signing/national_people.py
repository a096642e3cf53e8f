"""A national authority, and somebody with a certificate of it."""

from __future__ import annotations

from tests.signing.national_pki import NationalAuthority
from tests.signing.pki import HOKIM

AUTHORITY = NationalAuthority()
ANCHORS = AUTHORITY.anchors()
OTHERS = (AUTHORITY.issuing.certificate,)
HOKIMS = AUTHORITY.issue(HOKIM)
