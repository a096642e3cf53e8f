"""Whose an entry of the outbox is, for whoever is signed in: several people sign on one station.

All of them see that something waits, and for whom. What it says is for those who may read the
draft, its words are for whoever wrote them, and nobody else takes it back or puts it away.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sync.errors import NotFound

if TYPE_CHECKING:
    from sync.entries import OutboxEntry
    from sync.station import Store
    from sync.store.facts import Facts
    from sync.wire import Me, Person


class Whose:
    """What one person may see of the outbox, and do with it."""

    def __init__(self, store: Store, me: Me | None) -> None:
        """Look with somebody's eyes.

        Args:
            store: the station's.
            me: who is signed in; None for nobody, who owns nothing.
        """
        self._store = store
        self._me = me

    def mine(self, entry: OutboxEntry) -> bool:
        """Whether this person did it, or brought it here from another station."""
        return self._me is not None and self._me.person.pinfl in (entry.person, entry.carrier)

    def may_see(self, entry: OutboxEntry) -> bool:
        """Whether this person may know what it is about."""
        if self.mine(entry):
            return True
        try:
            self._store.drafts.summary(entry.draft)
        except NotFound:
            return False
        return True

    def sent_by_another(self, entry: OutboxEntry) -> bool:
        """Whether it leaves only after somebody else has signed in here."""
        me = self._me.person.pinfl if self._me is not None else ""
        return entry.open and entry.sender != me

    def name(self, entry: OutboxEntry) -> str:
        """Return the name of who sends it; empty where this station never learnt it."""
        return self._store.facts.get(_name(entry.sender)) or ""


def own_entries(entries: Iterable[OutboxEntry], me: Me | None) -> tuple[OutboxEntry, ...]:
    """Return what this person did or brought here; all of them where nobody is signed in."""
    if me is None:
        return tuple(entries)
    pinfl = me.person.pinfl
    return tuple(entry for entry in entries if pinfl in (entry.person, entry.carrier))


def remember(facts: Facts, person: Person) -> None:
    """Keep the name of somebody who signed in, so that others are told for whom something waits.

    Raises:
        StoreFull: nothing was changed.
    """
    if facts.get(_name(person.pinfl)) != person.name:
        facts.put(_name(person.pinfl), person.name)


def _name(pinfl: str) -> str:
    return f"name of {pinfl}"
