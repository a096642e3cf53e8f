"""What somebody looks at and this station lacks is fetched beside everything else.

A registry may hang for half a minute; what is on the disk is read meanwhile in a lane of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from sync.wire import FileRef

Failed = Callable[[BaseException], None]


class Bringing(QObject):
    """One draft and one file at a time; who asks for another no longer wants the one before."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._application = station.application
        self._lanes = station.lanes
        self._wanted = ""

    def draft(self, draft: str, done: Callable[[], None], failed: Failed) -> None:
        """Fetch what is newer of a draft; ``done`` is not called if it still is not here."""

        def work(_tell: Tell) -> bool:
            self._application.draft(draft)
            _, behind = self._application.kept_draft(draft)
            return not behind

        def brought(whole: bool) -> None:
            if whole:
                done()

        self._lanes.start(Lane.FETCHING, work, brought, failed, topic="draft brought")

    def file(self, file: FileRef, done: Callable[[bytes], None], failed: Failed) -> None:
        """Read a file, and fetch it first only if it is not here.

        One at which the window would end while it draws it has failed.
        """

        def kept(_tell: Tell) -> bytes | None:
            data = self._application.kept_file(file)
            return None if data is None else _drawable(data)

        def bring(_tell: Tell) -> bytes:
            return _drawable(self._application.file(file))

        def read(data: bytes | None) -> None:
            if data is None:
                self._lanes.start(Lane.FETCHING, bring, brought, failed, topic="file brought")
            else:
                done(data)

        def brought(data: bytes) -> None:
            # One that was under way must not take the place of what was asked for since.
            if self._wanted == file.sha256:
                done(data)

        self._wanted = file.sha256
        self._lanes.start(Lane.READING, kept, read, failed, topic="file")


def _drawable(data: bytes) -> bytes:
    # Here: the first draft is shown before a parser of PDF is loaded.
    from signing.examine.drawable import require_drawable

    require_drawable(data)
    return data
