"""What waits in the outbox decides what can still be done with its version."""

from __future__ import annotations

from eqaror_desktop.errors import AnotherWaits
from sync.entries import PACKAGE_DAMAGED, OutboxKind
from sync.station import Store
from sync.wire import DraftSummary


def require_none_waits(store: Store, draft: str, version_digest: str, person: str) -> None:
    """Let nobody do two things with a version that cannot both count.

    An answer, a signature, a return and a rejection each end what is asked of a person: whatever
    is done after one of them, even a remark, the registry would refuse when its turn comes. What
    was done before may wait: a remark leaves before the answer that follows it.

    Args:
        store: the station's.
        draft: its id.
        version_digest: of the version something is to be done with.
        person: the PINFL of whoever does it.

    Raises:
        AnotherWaits: the first one has to be taken back, or settled.
    """
    for entry in store.outbox.entries(draft=draft, open_only=True):
        # A package damaged on this disk can never be sent.
        ends = entry.kind is not OutboxKind.REMARK and entry.code != PACKAGE_DAMAGED
        if ends and (entry.person, entry.version_digest) == (person, version_digest):
            doing = entry.decision or entry.kind
            raise AnotherWaits(draft, str(doing), entry.key[:8], entry.held or "")


def unsent_remarks(store: Store, summary: DraftSummary, person: str) -> int:
    """Return how many remarks on a version somebody began and did not hand in.

    Args:
        store: the station's.
        summary: of the draft, in the version that is meant.
        person: the PINFL of whoever wrote them.
    """
    found = store.notes.remarks(person, summary.id)
    digest = summary.version_digest
    return sum(bool(note.text.strip()) and note.version_digest == digest for note in found)
