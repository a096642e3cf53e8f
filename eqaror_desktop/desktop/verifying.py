"""Verifies files somebody chose or dropped on the window, and shows what came of it."""

from __future__ import annotations

from pathlib import Path

from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from ui.report_dialog import ReportDialog
from ui.rows import Report


def verify_files(station: Station, paths: list[str]) -> None:
    """Verify files in a lane and show the reports."""

    def work(_tell: Tell) -> tuple[Report, ...]:
        return tuple(
            rows.report_row(
                Path(path).name, station.application.verify(Path(path)), station.messages
            )
            for path in paths
        )

    def done(reports: tuple[Report, ...]) -> None:
        ReportDialog(reports, station.window).open()

    station.lanes.start(Lane.READING, work, done, station.show_error)
