"""What one file spent says nothing about the answers in the next one."""

from __future__ import annotations

from signing.ocsp import has_authority
from signing.work import _RUNNING, Work
from tests.signing.ocsp_answers import GOOD, ISSUING, says


def test_a_spent_file_takes_an_answer_from_nobody_else() -> None:
    answer, issuer = says(GOOD), ISSUING.certificate
    token = _RUNNING.set(Work(0))
    try:
        assert not has_authority(answer, issuer)
    finally:
        _RUNNING.reset(token)
    assert has_authority(answer, issuer)
