"""What became of an answer that the registry did not take: its trail tells which one counts."""

from __future__ import annotations

import msgspec

from sync.client import RegistryClient
from sync.entries import ALREADY_ANSWERED, OutboxEntry, OutboxKind, Reason
from sync.wire import AgreementRequest, Answer, Person

_TOO_LATE = frozenset({"not_ready", "not_your_turn"})
_GONE_ON = _TOO_LATE | {"draft_changed"}
"""What the registry says of an answer once the draft has gone on, perhaps because of it."""


def meaning(client: RegistryClient, entry: OutboxEntry, code: str) -> str:
    """Return the code to keep for a refusal.

    "Answered already" is no more than that: the answer that counts, given at another station, may
    be the opposite of this one. Nor does "not your turn" say that silence has answered meanwhile.

    Args:
        client: signed in as whoever sends the entry.
        entry: what was refused.
        code: the registry's.

    Raises:
        RegistryError: the trail could not be read.
    """
    if entry.kind is not OutboxKind.AGREEMENT or code not in {ALREADY_ANSWERED, *_GONE_ON}:
        return code
    given = msgspec.json.decode(entry.payload, type=AgreementRequest)
    trail = [item for item in client.draft(entry.draft).trail if item.round == given.round]
    counts = {item.decision for item in trail if _by(item.officer, entry.person)}
    if given.decision in counts:
        # Brought in at another station it may have counted, and the draft has gone on since.
        return Reason.ANSWERED_ALIKE
    if code == ALREADY_ANSWERED and counts:
        return Reason.ANSWERED_OTHERWISE
    if code not in _TOO_LATE:
        return code
    stir = client.me().organisation.stir
    own = {item.decision for item in trail if item.organisation.stir == stir}
    return Reason.TERM_PASSED if Answer.DEEMED_AGREED in own else code


def _by(officer: Person | None, pinfl: str) -> bool:
    return officer is not None and officer.pinfl == pinfl
