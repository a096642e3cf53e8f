"""What one file spent says nothing about the answers in the next one."""

from __future__ import annotations

from signing.ocsp import has_authority
from signing.report import Report
from signing.work import UNITS, bounded, spend
from tests.signing.ocsp_answers import GOOD, ISSUING, says


def test_a_spent_file_takes_an_answer_from_nobody_else() -> None:
    answer, issuer = says(GOOD), ISSUING.certificate

    @bounded
    def verify(units: int) -> Report:
        spend(units)
        asked.append(has_authority(answer, issuer))
        return Report.conclude((), ())

    asked: list[bool] = []
    assert [item.code for item in verify(UNITS).reasons] == ["NOT_EXAMINED"]
    assert not verify(0).reasons
    assert asked == [False, True]
