"""Verifies files somebody chose or dropped on the window, and shows what comes of each."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.papers import save_report
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.errors import NotConfigured
from sync.cancel import AnyOf, Cancelled, CancelToken
from ui.report_dialog import ReportDialog
from ui.rows import Report

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.messages import Messages

_MOST = 50
"""Files at a time; a folder's worth is for the command line."""
_CHUNK = 1 << 20


def verify_files(station: Station, paths: list[str]) -> None:
    """Verify files in a lane; the dialog is open at once and shows each report as it comes."""
    left_out = max(len(paths) - _MOST, 0)
    _Verifying(station, tuple(Path(path) for path in paths[:_MOST]), left_out).begin()


class _Verifying(QObject):
    """One dialog; lives as long as it."""

    def __init__(self, station: Station, paths: tuple[Path, ...], left_out: int) -> None:
        self._stop = threading.Event()
        self._station = station
        self._paths = paths
        names = tuple(path.name for path in paths)
        self.dialog = ReportDialog((), station.window, awaited=names, left_out=left_out)
        super().__init__(self.dialog)
        self.dialog.stop_requested.connect(self._stop.set)
        self.dialog.save_requested.connect(self._save)
        self.dialog.finished.connect(self._closed)

    def begin(self) -> None:
        """Open the dialog and verify one file after the other."""
        self.dialog.open()
        application, messages = self._station.application, self._station.messages
        paths, cancel = self._paths, AnyOf(self._stop, self._station.lanes.stopping)

        def work(tell: Tell) -> None:
            for path in paths:
                tell(verified(application, path, messages, cancel))

        self._station.lanes.start(
            Lane.VERIFYING, work, self._done, self._failed, told=self._show_report
        )

    def _show_report(self, report: Report) -> None:
        if not self._stop.is_set():
            self.dialog.show_report(report)

    def _done(self, _nothing: None) -> None:
        """Every report was told as it came."""

    def _failed(self, error: BaseException) -> None:
        self.dialog.show_stopped()
        if not isinstance(error, Cancelled):
            self._station.show_error(error)

    def _save(self, report: Report, path: str) -> None:
        save_report(self._station, report, Path(path))

    def _closed(self) -> None:
        self._stop.set()
        self.dialog.deleteLater()


def verified(
    application: Application, path: Path, messages: Messages, cancel: CancelToken
) -> Report:
    """Verify one file, and tell its digest, so that a report can be matched with it later.

    Without trust anchors nothing can be trusted; what is intact is told all the same.

    Raises:
        Cancelled: nobody wants it any more.
    """
    from eqaror_desktop.flows.verification import verify_file
    from signing.trust import TrustAnchors

    try:
        anchors = application.anchors
    except NotConfigured:
        anchors = TrustAnchors.load(())
    now = datetime.now(UTC)
    before, digest = _state(path), _digest(path, cancel)
    report = verify_file(path, anchors, at=now, cancel=cancel)
    if _state(path) != before:
        # One that is being written is not the file whose digest was taken.
        digest = ""
    return rows.report_row(path.name, report, messages, digest, now)


def _state(path: Path) -> tuple[int, ...]:
    try:
        known = path.stat()
    except (OSError, ValueError):
        return ()
    return known.st_ino, known.st_size, known.st_mtime_ns


def _digest(path: Path, cancel: CancelToken) -> str:
    """Return a file's SHA-256; empty if it is no plain file that can be read."""
    digest = hashlib.sha256()
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                if cancel.is_set():
                    raise Cancelled
                digest.update(chunk)
    except (OSError, ValueError):
        # The verification says why it cannot be read. ValueError: a name that no file can have.
        return ""
    return digest.hexdigest()
