"""What the batch dialog says of all its documents together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ui.batch_rows import UNDER_WAY, BatchRow, BatchState, Mode
from ui.rows import TokenView
from ui.words import translate

_UNSIGNED = (BatchState.WAITING, BatchState.WORKING, BatchState.FAILED)


def title(count: int) -> str:
    """Name what is being done with so many documents; 0 where nobody has ticked one."""
    if not count:
        return translate("BatchDialog", "Sign several documents with one PIN")
    return translate("BatchDialog", "Sign %n document(s) with one PIN", "", count)


def sign(count: int, *, again: bool) -> str:
    """Name the button that signs; ``again`` where the key wants its PIN once more."""
    if again:
        return translate("BatchDialog", "Continue")
    if not count:
        return translate("BatchDialog", "Sign")
    return translate("BatchDialog", "Sign %n document(s)", "", count)


@dataclass(frozen=True)
class Told:
    """How everything stands."""

    rows: tuple[BatchRow, ...]
    mode: Mode
    chosen: int
    """Documents that are ticked."""
    asked: int
    """For which signature of a login the PIN is wanted once more; 0 where it is not."""
    token: TokenView | None
    leaving: bool
    """Whether the dialog closes after the document under way."""

    def note(self) -> str:
        """Say what is being done, or what it came to."""
        if self.asked:
            return translate(
                "BatchDialog", "This key wants its PIN for every signature: number %1."
            ).replace("%1", str(self.asked))
        if self.mode in UNDER_WAY:
            return self._progress()
        if self.mode is Mode.CHECKING:
            return translate("BatchDialog", "The documents are being checked…")
        if self.mode is Mode.ENDED or self._began:
            return self.result()
        token = self.token
        if token is not None and token.lack is not None:
            return translate(
                "BatchDialog", "The documents are checked once there is a certificate."
            )
        if token is not None and token.chosen is None:
            return translate("BatchDialog", "Choose the certificate that signs all of them.")
        return self._numbered(
            translate("BatchDialog", "Tick each document you want to sign. Ticked: %1 of %2.")
        )

    def stands(self) -> str:
        """Say the same to who hears it; of what is ticked, each tick tells."""
        asks = self.mode is Mode.REVIEW and not self._began
        return (
            translate("BatchDialog", "Tick each document you want to sign.")
            if asks
            else self.note()
        )

    def counted(self) -> str:
        """Say how many are ticked."""
        return self._numbered(translate("BatchDialog", "Ticked: %1 of %2."))

    def _numbered(self, text: str) -> str:
        allowed = sum(shown.allowed for shown in self.rows)
        return text.replace("%1", str(self.chosen)).replace("%2", str(allowed))

    @property
    def _began(self) -> bool:
        untouched = (BatchState.WAITING, BatchState.DONE)
        return any(shown.state not in untouched for shown in self.rows) or all(
            shown.signed for shown in self.rows
        )

    def _progress(self) -> str:
        if self.leaving:
            return translate("BatchDialog", "Closing after the document under way…")
        if self.mode is Mode.RUNNING:
            return translate(
                "BatchDialog",
                "What is signed is kept on this station at once and sent afterwards.",
            )
        if any(shown.state is BatchState.WORKING for shown in self.rows):
            return translate("BatchDialog", "Pausing after the document under way…")
        return translate(
            "BatchDialog",
            "Paused. After some minutes the token is closed and asks for its PIN again.",
        )

    def result(self) -> str:
        """Say what became of them; each is counted once, by its state."""
        count = Counter(shown.state for shown in self.rows)
        registered = sum(
            shown.state is BatchState.SIGNED and bool(shown.number) for shown in self.rows
        )
        kept = count[BatchState.SIGNED] - registered
        done, unknown = count[BatchState.DONE], count[BatchState.UNKNOWN]
        # What nobody ticked still waits.
        left = sum(count[state] for state in _UNSIGNED) - self._untouched
        told = []
        if registered:
            told.append(translate("BatchDialog", "%n registered.", "", registered))
        if kept or not (registered or done):
            told.append(translate("BatchDialog", "%n signed and in the outbox.", "", kept))
        if done:
            told.append(translate("BatchDialog", "%n had been signed already.", "", done))
        if left:
            told.append(translate("BatchDialog", "%n not signed.", "", left))
        if self._untouched:
            told.append(translate("BatchDialog", "%n not ticked.", "", self._untouched))
        if unknown:
            told.append(
                translate(
                    "BatchDialog",
                    "%n with unknown outcome: the token gave no answer.",
                    "",
                    unknown,
                )
            )
        return " ".join(told)

    def role(self) -> str:
        """Return the role of the text: ``note`` while it runs, then how it went."""
        if self.mode in UNDER_WAY:
            return "note"
        if not self._began:
            return "soft"
        signed = sum(shown.signed for shown in self.rows)
        return "good" if signed + self._untouched == len(self.rows) else "warn"

    @property
    def _untouched(self) -> int:
        """Documents that nobody wanted to sign, though they could be."""
        return sum(shown.allowed for shown in self.rows) - self.chosen
