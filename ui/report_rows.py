"""What the windows of verification share: how verdicts look, and the steps of signing a report."""

from __future__ import annotations

from enum import StrEnum

from ui.rows import Verdict

VERDICT_LOOK = {
    Verdict.VALID: ("check", "good"),
    Verdict.INVALID: ("cross", "bad"),
    Verdict.INDETERMINATE: ("warning", "warn"),
}
"""Icon and tone; the word stands beside them."""


class ReportStep(StrEnum):
    """The named steps, in order. From ``KEEP`` on it cannot be taken back."""

    MAKE = "make"
    LOGIN = "login"
    SIGN = "sign"
    VERIFY = "verify"
    KEEP = "keep"
