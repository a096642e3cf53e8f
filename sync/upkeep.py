"""What a station forgets: drafts nobody refreshed, drafts it is told to forget, leftovers.

Only what the registry can give again ever goes: drafts, details, versions, files and the index.
The outbox, its packages, notes, the journal and the key log are not touched by anything here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sync.road import text_of
from sync.station import Store
from sync.store import rescue
from sync.vault import DATABASE

DESK = "desk"
"""A fact that names what somebody was reading; it goes with the drafts."""
_REFRESHED = "drafts_refreshed"
_SYNCHRONISED = "synchronised"
_LATEST = "latest_moment"
_TIDIED = "tidied"
_SKEW = "upkeep_skew"
_NOTABLE = 60.0
"""Seconds; a clock that is off by less is right."""
_STEP = timedelta(hours=1)
"""The latest moment is written down as often."""
_LEFTOVER = timedelta(days=1)
_EVERY = timedelta(days=1)
_WRITTEN = timedelta(minutes=1)
"""What is shown to the minute is written down as often."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Upkeep:
    """Looks after one open store, the only one to; from one thread at a time."""

    def __init__(self, store: Store, now: Callable[[], datetime] = _utc_now) -> None:
        self._store = store
        self._now = now
        self._told: dict[str, str | None] = {}
        """What the store says, as far as it was read; nobody else writes these facts."""
        self._heard: tuple[datetime, datetime] | None = None
        """When the registry last told everything, by our clock and by its own."""

    def refreshed(self, skew: float | None = None) -> None:
        """Note that the registry has just told everything that changed.

        Args:
            skew: seconds its clock is ahead of ours, where it told. From now on its time counts,
                and a later moment that was seen before was of a clock that was wrong.
        """
        if skew is None:
            self._hear(self._moment())
            return
        if abs(skew - self._skew()) > _NOTABLE:
            self._put({_SKEW: str(skew)})
        moment, latest = self._present(), self._read(_LATEST)
        if latest is not None and latest > moment:
            self._note(_LATEST, moment)
        self._hear(moment)

    def _hear(self, moment: datetime) -> None:
        self._heard = (self._now(), moment)
        written = [self._read(name) for name in (_SYNCHRONISED, _REFRESHED)]
        ages = [heard - at for heard, at in zip(self._heard, written, strict=True) if at]
        if len(ages) < 2 or not all(timedelta() <= age < _WRITTEN for age in ages):
            # A power cut may take it: a minute of the drafts' days, for no flush in every cycle.
            texts = [text_of(at) for at in self._heard]
            self._put({_SYNCHRONISED: texts[0], _REFRESHED: texts[1]}, synced=False)

    def synchronised(self) -> datetime | None:
        """Return when the registry last told everything, by this station's own clock."""
        return self._heard[0] if self._heard else self._read(_SYNCHRONISED)

    def expire(self, days: int) -> bool:
        """Wipe the drafts if the registry was not heard for so many days; 0: never.

        A clock that was put back gives no time: the latest moment that was ever seen counts. What
        the last run left with its signatures made is finished first, of the draft's files.

        Returns:
            Whether they were wiped.

        Raises:
            StoreError: the store; the rest is wiped at the next look.
        """
        now = self._moment()
        last = self._heard[1] if self._heard else self._read(_REFRESHED)
        if last is None:
            self._note(_REFRESHED, now)
            return False
        if not days or now - last < timedelta(days=days) or not self._has_drafts():
            return False
        if self._store.journal.unfinished():
            return False
        self.wipe()
        return True

    def wipe(self) -> int:
        """Remove every draft, its files and its words in the index, from the disk too.

        Returns:
            How many drafts there were.

        Raises:
            StoreError: the store; what is left is removed when it is called again.
        """
        from sync.store import feed

        database = self._store.database
        with database.write() as store:
            count = int(store.value("SELECT count(*) FROM draft"))
            feed.clear(store)
            store.execute("DELETE FROM fact WHERE name IN (?, ?)", (_REFRESHED, DESK))
        self._told.pop(_REFRESHED, None)
        self._heard = None
        self._store.files.clear()
        # Deleted rows are overwritten with zeros there; the log still has them as they were.
        database.shrink_log()
        return count

    def waiting(self) -> int:
        """Return how many outbox entries the registry has not settled."""
        return len(self._store.outbox.entries(open_only=True))

    def tidy(self) -> int:
        """Once a day, remove files and packages that nothing names, which a crash can leave.

        Nothing goes that was written within a day, while an attempt to sign is open, or once a
        database of this profile was set aside: its rows may be what names them.

        Returns:
            How many were removed.
        """
        now = self._moment()
        last = self._read(_TIDIED)
        if last is not None and timedelta() <= now - last < _EVERY:
            return 0
        if rescue.was_rescued(self._store.directory / DATABASE):
            return 0
        with self._store.database.read() as store:
            open_attempt = store.row(
                "SELECT 1 FROM journal WHERE state IN ('INTENDED', 'ASKED', 'MADE')"
            )
            files = store.rows(
                "SELECT sha256 FROM draft_file UNION SELECT sha256 FROM version_file"
            )
            packages = store.rows("SELECT file FROM outbox WHERE file NOTNULL")
        if open_attempt is not None:
            return 0
        # The times of files are this computer's, whatever the registry's clock says.
        before = (min(now, self._now()) - _LEFTOVER).timestamp()
        swept = self._store.files.sweep_unnamed((sha256 for (sha256,) in files), before)
        swept += self._store.packages.sweep_unnamed((name for (name,) in packages), before)
        self._note(_TIDIED, now)
        return swept

    def _has_drafts(self) -> bool:
        with self._store.database.read() as store:
            return store.row("SELECT 1 FROM draft LIMIT 1") is not None

    def _moment(self) -> datetime:
        now, latest = self._present(), self._read(_LATEST)
        if latest is None or now - latest > _STEP:
            self._note(_LATEST, now)
        return now if latest is None else max(now, latest)

    def _present(self) -> datetime:
        """Return the time by the registry's clock as it was when it was last heard."""
        return self._now() + timedelta(seconds=self._skew())

    def _skew(self) -> float:
        return float(self._get(_SKEW) or 0)

    def _read(self, name: str) -> datetime | None:
        text = self._get(name)
        return None if text is None else datetime.fromisoformat(text)

    def _note(self, name: str, moment: datetime) -> None:
        self._put({name: text_of(moment)})

    def _get(self, name: str) -> str | None:
        if name not in self._told:
            self._told[name] = self._store.facts.get(name)
        return self._told[name]

    def _put(self, facts: dict[str, str], *, synced: bool = True) -> None:
        self._store.facts.put_all(facts, synced=synced)
        self._told |= facts
