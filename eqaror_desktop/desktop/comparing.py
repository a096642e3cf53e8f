"""The window of two versions compared, one at a time; closing it ends the work."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject

from eqaror_desktop.comparison.text import TextChanges
from eqaror_desktop.comparison.versions import AnnexChange, FactChange, VersionChanges
from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.page_text import read_pages
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.messages import Messages
from sync.cancel import Cancelled
from ui.compare_dialog import CompareDialog
from ui.compare_rows import CompareView, PassageRow, PieceKind, PieceRow, SectionRow
from ui.rows import plain


class Comparing(QObject):
    """Compares in a lane of its own: reading hundreds of pages must not hold up the list."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._unwanted = threading.Event()
        self.dialog: CompareDialog | None = None
        station.window.closed.connect(self._stop)

    def begin(self, draft: str, before: int | None = None) -> None:
        """Open the window; by default with the version answered, or the last one.

        Args:
            draft: its id.
            before: the number of the older version.
        """
        if not draft or self.dialog is not None:
            return
        unwanted, messages = self._unwanted, self._station.messages
        application = self._station.application
        self.dialog = CompareDialog(self._station.window)
        self.dialog.closed.connect(self._closed)
        self.dialog.show()

        def work(_tell: Tell) -> CompareView:
            found = application.review.compare(draft, before, read=read_pages, cancel=unwanted)
            current = application.draft(draft)
            answered = application.review.answered(current) == found.before.number
            return compare_view(found, plain(current.summary.title), messages, answered=answered)

        lanes = self._station.lanes
        lanes.start(Lane.COMPARING, work, self._show, self._failed, topic="compare")

    def _show(self, view: CompareView) -> None:
        if self.dialog is not None:
            self.dialog.show_comparison(view)

    def _failed(self, error: BaseException) -> None:
        if self.dialog is not None and not isinstance(error, Cancelled):
            self.dialog.show_trouble(rows.trouble(error, self._station.messages))

    def _stop(self) -> None:
        self._unwanted.set()

    def _closed(self) -> None:
        # What still runs for this window sees it; the next one has an event of its own.
        self._unwanted.set()
        self._unwanted = threading.Event()
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


def compare_view(
    found: VersionChanges, title: str, messages: Messages, *, answered: bool
) -> CompareView:
    """Return what is shown of a comparison."""
    sections = [_section(messages.text("facts", "text"), found.text, messages)]
    for item in found.annex_texts:
        name = f"{messages.text('facts', 'annex')} {item.number}"
        sections.append(_section(name, item.text, messages))
    warnings = [
        messages.text("words", "version_unproven", number=side.number)
        for side in (found.before, found.after)
        if not side.proven
    ]
    facts = [*(_fact(item, messages) for item in found.facts)]
    facts += [_annex(item, messages) for item in found.annexes]
    for same in found.annex_texts:
        if same.text.readable and not same.text.changed:
            name = f"{messages.text('facts', 'annex')} {same.number}"
            facts.append(messages.text("words", "annex_same_words", name=name))
    if found.text_replaced and found.text.readable and not found.text.changed:
        facts.append(messages.text("words", "same_words"))
    return CompareView(
        title=title,
        before=found.before.number,
        after=found.after.number,
        answered=answered,
        facts=tuple(facts),
        sections=tuple(sections),
        warnings=tuple(warnings),
    )


def _section(title: str, text: TextChanges, messages: Messages) -> SectionRow:
    if not text.readable:
        return SectionRow(title, (), messages.text("words", "text_unreadable"))
    return SectionRow(
        title,
        tuple(
            PassageRow(
                tuple(PieceRow(PieceKind(piece.kind.value), piece.text) for piece in item.pieces),
                item.before or 0,
                item.after or 0,
            )
            for item in text.passages
        ),
    )


def _fact(item: FactChange, messages: Messages) -> str:
    named = {"true": messages.text("words", "yes"), "false": messages.text("words", "no")}
    before, after = (plain(named.get(value, value)) for value in (item.before, item.after))
    return f"{messages.text('facts', str(item.fact))}: {before or '–'} → {after or '–'}"


def _annex(item: AnnexChange, messages: Messages) -> str:
    shown = item.after or item.before
    assert shown is not None
    fates = ", ".join(messages.text("annex_fates", str(fate)) for fate in item.fates)
    line = f"{messages.text('facts', 'annex')} {shown.number}. {plain(shown.title)}: {fates}"
    before = item.before
    if item.after and before and (before.number, before.title) != (shown.number, shown.title):
        line += f" (← {before.number}. {plain(before.title)})"
    return line
