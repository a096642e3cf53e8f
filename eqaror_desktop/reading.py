"""What a station has of drafts and files, and the way to what it lacks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

from eqaror_desktop.errors import ChosenAside, NotConfigured
from sync.errors import BadAnswer, NotFound, SessionExpired, StoreDamaged, Unreachable
from sync.wire import Draft, DraftState, DraftSummary, FileRef

if TYPE_CHECKING:
    from sync.engine import Engine
    from sync.station import Store


class Reading(ABC):
    """Reads what is here first; asks the registry only for what is missing or behind."""

    store: Store
    chosen_aside: Path | None = None
    """Where what was chosen in the window is now, if it could not be read."""

    def notices(self) -> tuple[Exception, ...]:
        """Return what a person is told once at a start, because it was met here."""
        aside = (ChosenAside(str(self.chosen_aside)),) if self.chosen_aside is not None else ()
        notice = self.store.notice()
        return aside if notice is None else (*aside, notice)

    @abstractmethod
    def _cycles(self) -> Engine:
        """Return what fetches for the person signed in.

        Raises:
            NotSignedIn, NotConfigured: there is nobody to do it for.
        """

    def drafts(
        self,
        state: DraftState | None = None,
        search: str | None = None,
        *,
        asked: bool = False,
        limit: int | None = None,
    ) -> tuple[DraftSummary, ...]:
        """Return what the list shows, as far as this station knows."""
        return tuple(self.store.drafts.summaries(state, search, asked=asked, limit=limit))

    def draft(self, draft: str, *, fresh: bool = False) -> Draft:
        """Return everything about a draft, fetched if this station lacks it or is behind.

        Args:
            draft: its id.
            fresh: ask the registry even if nothing seems to be missing.

        Raises:
            NotFound: no such draft here, and the registry cannot be asked.
            RegistryError: with ``fresh``, the registry.
        """
        found, behind = self.kept_draft(draft)
        if found is not None and not (behind or fresh):
            return found
        try:
            return self._cycles().fetch(draft)
        except (Unreachable, SessionExpired, BadAnswer, NotConfigured):
            if found is None or fresh:
                raise
            return found

    def kept_draft(self, draft: str) -> tuple[Draft | None, bool]:
        """Return what this station has of a draft, and whether there is more to fetch.

        Nobody is asked, so this never waits for a line.
        """
        try:
            listed = self.store.drafts.summary(draft)
            found = self.store.drafts.draft(draft)
        except NotFound:
            return None, True
        return found, found.summary.revision < listed.revision

    def kept_file(self, file: FileRef) -> bytes | None:
        """Return a file's bytes if this station has it; nobody is asked."""
        return self.store.files.read(file.sha256) if self.store.files.has(file.sha256) else None

    def file(self, file: FileRef) -> bytes:
        """Return a file's bytes, checked by digest; fetched if this station lacks it.

        Raises:
            RegistryError, NotSignedIn: it is not here and cannot be fetched.
            NotFound: the registry does not have it.
        """
        self.fetch_file(file)
        try:
            return self.store.files.read(file.sha256)
        except StoreDamaged:
            # The damaged one is gone by now; the registry has the same.
            self.fetch_file(file)
            return self.store.files.read(file.sha256)

    def fetch_file(self, file: FileRef, *, sound: bool = False) -> None:
        """Fetch a file that this station lacks; see :meth:`file`.

        With ``sound`` all of it is read, and one that is damaged on the disk is fetched again.
        """
        files = self.store.files
        if not (files.sound(file.sha256) if sound else files.has(file.sha256)):
            self._cycles().bring(file)
        # What somebody looks at is the last to make room for something else.
        files.touch(file.sha256)
