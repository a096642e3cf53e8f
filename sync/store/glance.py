"""What a cycle wants to know of the store before it asks anything, in one look.

Nothing but this program writes the database while it is open, so what was seen holds until
something is committed. Between two cycles in which nothing happened nothing is read.
"""

from __future__ import annotations

from sync.store.database import Database
from sync.values import Value

_OPEN = (
    "SELECT EXISTS (SELECT 1 FROM outbox INDEXED BY outbox_open"
    " WHERE settled IS NULL AND coalesce(carrier, person) = ?)"
)
# Two small sets, each by its own index, instead of every draft.
STALE = (
    "SELECT id, asked, updated FROM draft INDEXED BY draft_asked"
    " LEFT JOIN detail ON detail.draft = draft.row"
    " WHERE asked = 1 AND draft.revision IS NOT detail.revision"
    " UNION ALL"
    " SELECT id, asked, updated FROM detail CROSS JOIN draft ON draft.row = detail.draft"
    " WHERE asked = 0 AND draft.revision IS NOT detail.revision"
    " ORDER BY 2 DESC, 3 DESC"
)
"""Drafts whose details are missing or behind."""
_ASKED_FILES = (
    "SELECT sha256 FROM draft INDEXED BY draft_asked"
    " JOIN draft_file ON draft_file.draft = draft.row WHERE asked = 1"
)


class Glance(Value, frozen=True):
    """The store as it was at one moment.

    ``open`` says whether the person has entries that are not settled, ``stale`` names the drafts
    to fetch, ``asked`` the digests of files of drafts that ask something.
    """

    cursor: str | None
    open: bool
    stale: tuple[str, ...]
    asked: frozenset[str]


class Glances:
    """Looks again only where something was written since; safe to use from several threads."""

    def __init__(self, database: Database, person: str) -> None:
        """Look for one person, by PINFL."""
        self._database = database
        self._person = person
        self._last: tuple[int, Glance] | None = None

    def now(self) -> Glance:
        """Return what is there now."""
        last = self._last
        # Before it is read: what is committed while it is makes for another look at most.
        commits = self._database.commits
        if last is None or last[0] != commits:
            last = self._last = (commits, self._look())
        return last[1]

    def _look(self) -> Glance:
        with self._database.read() as store:
            return Glance(
                store.value("SELECT value FROM fact WHERE name = 'cursor'"),
                bool(store.value(_OPEN, (self._person,))),
                tuple(draft for draft, *_ in store.rows(STALE)),
                frozenset(sha256 for (sha256,) in store.rows(_ASKED_FILES)),
            )
