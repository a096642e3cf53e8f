"""The window of two versions compared, one at a time; closing it ends the work."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from eqaror_desktop.comparison.text import TextChanges
from eqaror_desktop.comparison.versions import (
    AnnexChange,
    AnnexFate,
    FactChange,
    VersionChanges,
)
from eqaror_desktop.desktop import rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.page_text import read_pages
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.messages import Messages
from sync.cancel import Cancelled
from sync.wire import Annex, Draft
from ui import words
from ui.compare_dialog import CompareDialog
from ui.compare_rows import (
    CompareView,
    PassageRow,
    PieceKind,
    PieceRow,
    SectionRow,
    VersionRow,
)
from ui.rows import plain


@dataclass(frozen=True)
class _Found:
    """What came out, and what it is shown with."""

    changes: VersionChanges
    title: str
    versions: tuple[VersionRow, ...]

    def view(self, messages: Messages) -> CompareView:
        return compare_view(self.changes, self.title, messages, self.versions)


class Comparing(QObject):
    """Compares in a lane of its own: reading hundreds of pages must not hold up the list."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self._unwanted = threading.Event()
        self._draft = ""
        self.dialog: CompareDialog | None = None
        self._shown: _Found | None = None
        self._error: BaseException | None = None
        station.window.closed.connect(self._stop)
        station.language_changed.connect(self._say_again)

    def begin(self, draft: str, before: int | None = None, *, reading: int = 0) -> None:
        """Open the window; by default with the version answered, or the last one.

        Args:
            draft: its id.
            before: the number of the older version.
            reading: the version on the screen; if it is an older one, that is compared.
        """
        if not draft:
            return
        if self.dialog is not None:
            self.dialog.raise_()
            self.dialog.activateWindow()
            return
        self._draft = draft
        self.dialog = CompareDialog(self._station.window)
        self.dialog.closed.connect(self._closed)
        self.dialog.versions_chosen.connect(self._compare)
        self.dialog.trouble.cure_wanted.connect(self._station.pin_cure_wanted)
        self.dialog.show()
        self._start(before, None, reading)

    def _compare(self, before: int, after: int) -> None:
        self._start(before, after, 0)

    def _start(self, before: int | None, after: int | None, reading: int) -> None:
        # What runs for two other versions sees it; this work has an event of its own.
        self._unwanted.set()
        self._unwanted = unwanted = threading.Event()
        draft, station = self._draft, self._station
        application = station.application
        review = application.review
        if self.dialog is not None:
            self.dialog.show_waiting()

        self._error = None

        def work(_tell: Tell) -> tuple[_Found, CompareView]:
            current = application.draft(draft)
            older = before or (reading if 0 < reading < current.summary.version else None)
            found = review.compare(draft, older, after, read=read_pages, cancel=unwanted)
            title = plain(current.summary.title)
            kept = {item.number for item in application.store.versions.kept(draft)}
            answered = review.all_answered(current)
            shown = _Found(found, title, _versions(current, answered, kept))
            # Asked for at the end: the language may have changed while pages were read.
            return shown, shown.view(station.messages)

        lanes = station.lanes
        lanes.start(Lane.COMPARING, work, self._show, self._failed, topic="compare")

    def _show(self, found: tuple[_Found, CompareView]) -> None:
        if self.dialog is not None:
            self._shown, view = found
            self.dialog.show_comparison(view)

    def _say_again(self) -> None:
        """Say in the language of now what came out; nothing is read anew."""
        shown, messages = self._shown, self._station.messages
        if self.dialog is None:
            return
        if self._error is not None:
            self._failed(self._error)
        elif shown is not None:

            def work(_tell: Tell) -> tuple[_Found, CompareView]:
                return shown, shown.view(messages)

            def done(found: tuple[_Found, CompareView]) -> None:
                # Others may have been chosen, and shown, meanwhile.
                if self._shown is shown:
                    self._show(found)

            self._station.lanes.start(Lane.COMPARING, work, done, self._failed)

    def _failed(self, error: BaseException) -> None:
        if self.dialog is not None and not isinstance(error, Cancelled):
            self._error = error
            self.dialog.show_trouble(rows.trouble(error, self._station.messages))

    def _stop(self) -> None:
        self._unwanted.set()

    def _closed(self) -> None:
        self._unwanted.set()
        self._shown = None
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


def compare_view(
    found: VersionChanges, title: str, messages: Messages, versions: Iterable[VersionRow] = ()
) -> CompareView:
    """Return what is shown of a comparison."""
    sections = []
    beside = (
        *(_fact(item, messages) for item in found.facts),
        *(_annex(item, messages) for item in found.annexes),
    )
    if beside:
        sections.append(SectionRow(messages.text("facts", "beside"), beside))
    sections.append(_section(messages.text("facts", "text"), found.text, messages))
    for item in found.annex_texts:
        name = f"{messages.text('facts', 'annex')} {item.number}"
        sections.append(_section(name, item.text, messages))
    warnings = [
        messages.text("words", "version_unproven", number=side.number)
        for side in (found.before, found.after)
        if not side.proven
    ]
    notes = []
    for same in found.annex_texts:
        if same.text.readable and not same.text.changed:
            name = f"{messages.text('facts', 'annex')} {same.number}"
            notes.append(messages.text("words", "annex_same_words", name=name))
    if found.text_replaced and found.text.readable and not found.text.changed:
        notes.append(messages.text("words", "same_words"))
    return CompareView(
        title=title,
        before=found.before.number,
        after=found.after.number,
        notes=tuple(notes),
        sections=tuple(sections),
        warnings=tuple(warnings),
        versions=tuple(versions),
    )


def _versions(current: Draft, answered: frozenset[int], kept: set[int]) -> tuple[VersionRow, ...]:
    last = current.summary.version
    return tuple(
        VersionRow(number, number in answered, number == last, number == last or number in kept)
        for number in range(1, last + 1)
    )


def _section(title: str, text: TextChanges, messages: Messages) -> SectionRow:
    if not text.readable:
        return SectionRow(title, (), messages.text("words", "text_unreadable"))
    return SectionRow(
        title,
        tuple(
            PassageRow(
                item.pieces,
                item.before or 0,
                item.after or 0,
            )
            for item in text.passages
        ),
    )


def _fact(item: FactChange, messages: Messages) -> PassageRow:
    named = {"true": messages.text("words", "yes"), "false": messages.text("words", "no")}
    before, after = (plain(named.get(value, value)) for value in (item.before, item.after))
    return _changed(before or "–", after or "–", messages.text("facts", str(item.fact)))


def _annex(item: AnnexChange, messages: Messages) -> PassageRow:
    shown = item.after or item.before
    assert shown is not None
    fates = ", ".join(messages.text("annex_fates", str(fate)) for fate in item.fates)
    return _changed(
        _annex_name(item, item.before),
        _annex_name(item, item.after),
        f"{messages.text('facts', 'annex')} {shown.number}: {fates}",
    )


def _annex_name(item: AnnexChange, annex: Annex | None) -> str:
    """Name an annex, with the beginning of its digest where that is what differs."""
    if annex is None:
        return ""
    replaced = AnnexFate.REPLACED in item.fates
    digest = f" (SHA-256 {words.digest(annex.file.sha256, 4)})" if replaced else ""
    return f"{annex.number}. {plain(annex.title)}{digest}"


def _changed(before: str, after: str, name: str) -> PassageRow:
    pieces = (PieceRow(PieceKind.GONE, before), PieceRow(PieceKind.NEW, after))
    return PassageRow(tuple(piece for piece in pieces if piece.text), 0, 0, name)
