"""Writes papers to files: agreement sheet, verification report, the pages, the signed package."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

# Here, in the GUI thread: a lane makes pages, and must not be the first to name a class of Qt.
from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.new_file import write_new
from sync.errors import NotFound
from ui import paper_words
from ui.papers import Made, agreement_sheet
from ui.rows import plain

if TYPE_CHECKING:
    from eqaror_desktop.reports import Written
    from signing.reporting.outline import Verified

_PRIVATE = 0o600
_USUAL = 0o644


def save_report(station: Station, verified: Verified, path: Path) -> None:
    """Write a verification report as PDF or, where the name says so, as HTML or JSON."""
    language = station.messages.language

    def work(_tell: Tell) -> Written:
        from eqaror_desktop.reports import ENDINGS, laid_out, write_report

        ending = path.suffix.lower()
        ending = ending if ending in ENDINGS else ".pdf"
        content = laid_out((verified,), ending, language, verified.made)
        return write_report(path, content, (verified,))

    def done(written: Written) -> None:
        _saved(station, path)
        if written.aside is not None:
            # It stays until it is closed: somebody may look for it under its old name.
            station.window.notice.tell(partial(paper_words.put_aside, str(written.aside)))

    station.lanes.start(Lane.VERIFYING, work, done, station.show_error)


def print_report(station: Station, verified: Verified) -> None:
    """Lay a verification report out and offer it to a printer."""
    language = station.messages.language

    def work(_tell: Tell) -> bytes:
        from eqaror_desktop.reports import laid_out

        return laid_out((verified,), ".pdf", language, verified.made)

    _print(station, plain(verified.name), work)


def save_sheet(station: Station, draft: str, path: Path) -> None:
    """Write the agreement sheet of a draft as this station has it, its trail checked anew."""

    def work(_tell: Tell) -> Path:
        page, restricted = _sheet(station, draft)
        _write_page(path, page, _mode(restricted), wide=True)
        return path

    _start(station, work)


def print_sheet(station: Station, draft: str) -> None:
    """Offer the same to a printer."""

    def work(_tell: Tell) -> bytes:
        page, _ = _sheet(station, draft)
        return page_as_pdf(page, wide=True)

    _print(station, f"{paper_words.sheet()} {draft}", work)


def _sheet(station: Station, draft: str) -> tuple[str, bool]:
    """Make the sheet as a page of HTML, and say whether its draft is restricted."""
    application, messages = station.application, station.messages
    found, _ = application.kept_draft(draft)
    if found is None:
        raise NotFound("draft", draft)
    entries = application.store.outbox.entries(draft=draft)
    checks = application.trail_checks(found)
    view = rows.draft_view(found, application.person(), entries, checks, messages)
    return agreement_sheet(view, _made(station), messages.language), view.row.restricted


def save_pages(station: Station, content: bytes, path: Path, *, restricted: bool) -> None:
    """Write the PDF that is on the screen, byte by byte."""

    def work(_tell: Tell) -> Path:
        write_new(path.resolve(), (content,), _mode(restricted))
        return path

    _start(station, work)


def save_package(station: Station, draft: str, path: Path, *, restricted: bool) -> None:
    """Write the registered package of a draft that was signed on this station."""
    carrier = station.application.carrier

    def work(_tell: Tell) -> Path:
        package = carrier.registered_package(draft)
        # Nothing is written before there is a package.
        first = next(package)
        write_new(path.resolve(), chain((first,), package), _mode(restricted))
        return path

    _start(station, work)


def page_as_pdf(page: str, *, wide: bool = False) -> bytes:
    """Lay a page of HTML out on A4; callable in any thread.

    Args:
        page: the HTML; it names nothing that would have to be fetched.
        wide: landscape.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("E-qaror")
    ways = QPageLayout.Orientation
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        ways.Landscape if wide else ways.Portrait,
        # Printing a document that has no page size of its own leaves two centimetres by itself.
        QMarginsF(),
    )
    writer.setPageLayout(layout)
    # Its layout uses timers, and a lane has no event loop: this gives the thread what they need.
    loop = QEventLoop()
    document = QTextDocument()
    document.setHtml(page)
    writer.setTitle(document.metaInformation(QTextDocument.MetaInformation.DocumentTitle))
    document.print_(writer)
    # The writer ends the file when it goes.
    del writer, document, loop
    return bytes(buffer.data().data())


def _write_page(path: Path, page: str, mode: int, *, wide: bool = False) -> None:
    is_html = path.suffix.lower() in (".html", ".htm")
    content = page.encode() if is_html else page_as_pdf(page, wide=wide)
    write_new(path.resolve(), (content,), mode)


def _mode(restricted: bool) -> int:
    return _PRIVATE if restricted else _USUAL


def _made(station: Station) -> Made:
    person = station.application.person()
    try:
        number = version("eqaror-desktop")
    except PackageNotFoundError:
        number = "?"
    return Made(
        plain(person.person.name) if person else "", f"E-qaror {number}", datetime.now(UTC)
    )


def _print(station: Station, title: str, work: Callable[[Tell], bytes]) -> None:
    def done(content: bytes) -> None:
        station.print_wanted.emit(title, content)

    station.lanes.start(Lane.VERIFYING, work, done, station.show_error)


def _start(station: Station, work: Callable[[Tell], Path]) -> None:
    def done(path: Path) -> None:
        _saved(station, path)

    station.lanes.start(Lane.VERIFYING, work, done, station.show_error)


def _saved(station: Station, path: Path) -> None:
    station.window.tell(paper_words.saved(str(path)))
