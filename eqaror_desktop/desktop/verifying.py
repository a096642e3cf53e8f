"""Verifies files somebody chose or dropped on the window, and shows what comes of each."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.papers import print_report, save_report
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.errors import NotConfigured
from sync.cancel import AnyOf, Cancelled, CancelToken
from ui.report_dialog import ReportDialog
from ui.rows import Report

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.desktop.report_signing import ReportToSign
    from eqaror_desktop.flows.verification import Files
    from eqaror_desktop.messages import Messages
    from signing.reporting.outline import Verified

_MOST = 50
"""Files at a time; a folder's worth is for the command line."""


def verify_files(station: Station, paths: list[str]) -> None:
    """Verify files in a lane; the dialog is open at once and shows each report as it comes."""
    left_out = max(len(paths) - _MOST, 0)
    _Verifying(station, tuple(Path(path) for path in paths[:_MOST]), left_out).begin()


class _Verifying(QObject):
    """One dialog; lives as long as it."""

    def __init__(self, station: Station, paths: tuple[Path, ...], left_out: int) -> None:
        self._stop = threading.Event()
        self._open = True
        self._station = station
        self._paths = paths
        # The dialog keeps every report it was given, so that none of these numbers is used again.
        self._found: dict[int, Verified] = {}
        names = tuple(path.name for path in paths)
        self.dialog = ReportDialog((), station.window, awaited=names, left_out=left_out)
        super().__init__(self.dialog)
        self.dialog.stop_requested.connect(self._stop.set)
        self.dialog.save_requested.connect(self._save)
        self.dialog.sign_requested.connect(self._sign)
        self.dialog.print_requested.connect(self._print)
        self.dialog.finished.connect(self._closed)

    def begin(self) -> None:
        """Open the dialog and verify one file after the other."""
        self.dialog.open()
        application, messages = self._station.application, self._station.messages
        paths, cancel = self._paths, AnyOf(self._stop, self._station.lanes.stopping)

        def work(tell: Tell) -> None:
            from eqaror_desktop.flows.verification import Files

            # One signature more than contents: what none of these covers may be covered by others.
            contents = beside(paths)
            files = Files(contents, len(contents) + 1)
            for path in paths:
                tell(look_at(application, path, messages, cancel, files))

        self._station.lanes.start(
            Lane.VERIFYING, work, self._done, self._failed, told=self._show_report
        )

    def _show_report(self, told: tuple[Report, Verified]) -> None:
        if not self._stop.is_set():
            report, self._found[id(told[0])] = told
            self.dialog.show_report(report)

    def _done(self, _nothing: None) -> None:
        """Every report was told as it came."""

    def _failed(self, error: BaseException) -> None:
        if self._open:
            self.dialog.show_stopped()
        if not isinstance(error, Cancelled):
            self._station.show_error(error)

    def _save(self, report: Report, path: str) -> None:
        save_report(self._station, self._found[id(report)], Path(path))

    def _print(self, report: Report) -> None:
        print_report(self._station, self._found[id(report)])

    def _sign(self, report: Report, path: str) -> None:
        from eqaror_desktop.desktop.report_signing import ReportToSign

        wish = ReportToSign(report, self._found[id(report)], Path(path), self.dialog)

        def work(_tell: Tell) -> ReportToSign:
            from eqaror_desktop.reports import require_apart

            # Before anybody types a PIN for what cannot be written there.
            require_apart(wish.target, (wish.verified,))
            return wish

        self._station.lanes.start(
            Lane.READING, work, self._want_signature, self._station.show_error
        )

    def _want_signature(self, wish: ReportToSign) -> None:
        if self._open:
            self._station.report_signing_wanted.emit(wish)

    def _closed(self) -> None:
        # What the lane still tells finds no dialog any more.
        self._open = False
        self._stop.set()
        self.dialog.deleteLater()


def beside(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return what detached signatures among files may cover: the others, and their neighbours.

    ``act.pdf.p7s`` is given for the ``act.pdf`` beside it; whether it is, its digest tells.
    """
    from eqaror_desktop.flows.verification import neighbour

    return tuple(dict.fromkeys((*paths, *filter(None, map(neighbour, paths)))))


def look_at(
    application: Application,
    path: Path,
    messages: Messages,
    cancel: CancelToken,
    files: Files | None = None,
) -> tuple[Report, Verified]:
    """Verify one file; return what is shown of it, and what a report is made of.

    Without trust anchors nothing can be trusted; what is intact is told all the same.

    Args:
        application: whose trust anchors count.
        path: the file.
        messages: of the person's language.
        cancel: ends it in the middle.
        files: what a detached signature may cover.

    Raises:
        Cancelled: nobody wants it any more.
    """
    from eqaror_desktop.flows.verification import verified
    from eqaror_desktop.reports import program
    from signing.trust import TrustAnchors

    try:
        anchors = application.anchors
    except NotConfigured:
        anchors = TrustAnchors.load(())
    found = verified(path, anchors, files=files, cancel=cancel, program=program())
    folder = str(path.parent.absolute()) if os.access(path.parent, os.W_OK) else ""
    made = (found.report, messages, found.sha256, found.made)
    return rows.report_row(path.name, *made, folder=folder), found
