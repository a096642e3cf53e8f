"""What the batch dialog is told: one frozen row for each document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ui.rows import CheckRow, CheckState, Step


class BatchState(StrEnum):
    """How far one document of a batch is; the values but the last are the application's."""

    WAITING = "waiting"
    WORKING = "working"
    SIGNED = "signed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DONE = "done"
    """Signed by this person, but not in this batch: beside it, or at another station."""


class Mode(StrEnum):
    """What the dialog is doing."""

    CHECKING = "checking"
    REVIEW = "review"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


UNDER_WAY = (Mode.RUNNING, Mode.PAUSED)


@dataclass(frozen=True)
class BatchRow:
    """One document; ``problem`` says why it cannot be signed, or why it was not."""

    draft: str
    title: str
    version_digest: str = ""
    checks: tuple[CheckRow, ...] = ()
    opened: bool = False
    """Whether this very text was on the screen."""
    pages_seen: int = 0
    pages: int = 0
    """0: not counted here."""
    state: BatchState = BatchState.WAITING
    step: Step | None = None
    problem: str = ""
    number: str = ""
    """The registration number, given by the registry only."""

    @property
    def allowed(self) -> bool:
        """Whether it can be ticked and signed."""
        stops = (CheckState.BAD, CheckState.RUNNING)
        good = bool(self.checks) and not any(check.state in stops for check in self.checks)
        return good and not self.problem and self.state is BatchState.WAITING

    @property
    def signed(self) -> bool:
        """Whether it has its signature, wherever it was given."""
        return self.state in (BatchState.SIGNED, BatchState.DONE)

    @property
    def unchecked(self) -> bool:
        """Whether nothing is known of it yet."""
        return not self.checks and not self.problem and self.state is BatchState.WAITING

    @property
    def warnings(self) -> int:
        """How many checks warn."""
        return sum(check.state is CheckState.WARNING for check in self.checks)
