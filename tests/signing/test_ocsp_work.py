"""What one file spent says nothing about the answers in the next one."""

from __future__ import annotations

from contextlib import suppress

import pytest

from signing.errors import DocumentTooLarge
from signing.ocsp import has_authority
from signing.revocation import Sources, Status, check_path
from signing.work import _RUNNING, Work
from tests.signing.ocsp_answers import (
    CERTIFICATE,
    GOOD,
    ISSUING,
    PATH,
    REVOKED,
    ROOT_LIST,
    says,
)
from tests.signing.pki import NOW


def test_a_spent_file_takes_an_answer_from_nobody_else() -> None:
    answer, issuer = says(GOOD), ISSUING.certificate
    token = _RUNNING.set(Work(0))
    try:
        assert not has_authority(answer, issuer)
    finally:
        _RUNNING.reset(token)
    assert has_authority(answer, issuer)


@pytest.mark.parametrize("units", [0, 5, 50])
def test_a_spent_file_hides_no_revocation_from_the_next_one(units: int) -> None:
    """Somebody could hand over a file with another's certificate before the other's own."""
    sources = Sources((says(REVOKED), ROOT_LIST))
    token = _RUNNING.set(Work(units))
    try:
        with suppress(DocumentTooLarge):
            sources.words(CERTIFICATE, ISSUING.certificate)
    finally:
        _RUNNING.reset(token)
    assert check_path(PATH, sources, NOW).status is Status.REVOKED
