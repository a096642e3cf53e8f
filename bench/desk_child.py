"""The desk's work in a window without a screen, in a process of its own; prints JSON.

``python -m bench.desk_child ROUNDS DRAFTS PAGES``: an object of lists of milliseconds, one number
for each round, ours and the baselines' in turn.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import perf_counter

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, QStringListModel, Qt
from PySide6.QtGui import QFont, QPageSize, QPainter, QPdfWriter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QListView

from sync.wire import DraftState, DraftType
from ui.document_view import DocumentView
from ui.draft_list import DraftList
from ui.draft_rows import DraftRows, Since
from ui.rows import DraftRow, Group
from ui.theme import Scheme, apply, use_readable_font

_ROOM = QSize(340, 860)
_FRAMES = 60
_STEP = 40
"""Pixels in each frame: a turned wheel."""
_PAGE_ROOM = QSize(700, 900)


def main(arguments: list[str]) -> int:
    """Run the rounds and print what they took."""
    rounds, drafts, pages = map(int, arguments)
    application = QApplication(sys.argv[:1])
    use_readable_font(application)
    apply(application, Scheme.LIGHT)
    found: dict[str, list[float]] = {}
    listing, reading = _Listing(application, drafts), _Reading(application, pages)
    for number in range(rounds + 1):
        for name, action in (*listing.actions(number), *reading.actions()):
            took = action()
            if number:
                found.setdefault(name, []).append(took)
    sys.stdout.buffer.write(msgspec.json.encode(found))
    return 0


def _timed(action: Callable[[], object]) -> float:
    begun = perf_counter()
    action()
    return (perf_counter() - begun) * 1000


class _Listing:
    """Our list and Qt's own, of the same titles."""

    def __init__(self, application: QApplication, count: int) -> None:
        self._application = application
        self._changed = min(2_000, count // 2)
        self._order = [f"d-{number:06d}" for number in range(count)]
        self._marks = dict.fromkeys(self._order, 0)
        self.list = DraftList()
        self.list.model.rows_wanted.connect(self._bring)
        self.plain, self._titles = QListView(), QStringListModel()
        self.plain.setUniformItemSizes(True)
        self.plain.setModel(self._titles)
        self.plain.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        for view in (self.list, self.plain):
            view.resize(_ROOM)
            view.show()
        self.list.show_drafts(self._columns())
        self._titles.setStringList(self._order)
        application.processEvents()

    def _bring(self, drafts: tuple[str, ...]) -> None:
        self.list.model.add_rows(drafts, tuple(map(_row, drafts)))

    def _columns(self) -> DraftRows:
        groups = (Group.WAITING,) * len(self._order)
        return DraftRows(tuple(self._order), groups, [self._marks[item] for item in self._order])

    def actions(self, number: int) -> tuple[tuple[str, Callable[[], float]], ...]:
        """Return what is done in a round."""
        step = len(self._order) // self._changed
        return (
            ("changed where they stand", lambda: self._change(number, step, moved=False)),
            ("changed and moved", lambda: self._change(number, step, moved=True)),
            ("plain list of the same length", self._plainly),
            ("frame of scrolling", lambda: self._scroll(self.list.view)),
            ("frame of a plain list", lambda: self._scroll(self.plain)),
        )

    def _change(self, number: int, step: int, *, moved: bool) -> float:
        picked = self._order[number % step :: step][: self._changed]
        for draft in picked:
            self._marks[draft] += 1
        if moved:
            leaving = set(picked)
            self._order = picked + [draft for draft in self._order if draft not in leaving]
        rows = self._columns()
        # A lane reckons what has become of which.
        since = Since.between(self.list.model.rows, rows)

        def show() -> None:
            self.list.show_drafts(rows, since)
            self._application.processEvents()

        return _timed(show)

    def _plainly(self) -> float:
        def show() -> None:
            self._titles.setStringList(self._order)
            self._application.processEvents()

        return _timed(show)

    def _scroll(self, view: QListView) -> float:
        bar = view.verticalScrollBar()
        bar.setValue(bar.maximum() // 3)
        self._application.processEvents()

        def roll() -> None:
            for _ in range(_FRAMES):
                bar.setValue(bar.value() + _STEP)
                view.viewport().repaint()
                self._application.processEvents()

        return _timed(roll) / _FRAMES


class _Reading:
    """Our pages, and PDFium asked for the first one by itself."""

    def __init__(self, application: QApplication, pages: int) -> None:
        self._application = application
        self._content = _decision(pages)
        self._number = 0
        self.view = DocumentView()
        self.view.resize(_PAGE_ROOM)
        self.view.show()
        application.processEvents()

    def actions(self) -> tuple[tuple[str, Callable[[], float]], ...]:
        """Return what is done in a round."""
        return (("first page", self._open), ("first page, PDFium alone", self._bare))

    def _open(self) -> float:
        self._number += 1
        name = f"{self._number:064x}"

        def show() -> None:
            self.view.await_file(name)
            self.view.show_pdf(name, self._content)
            # Whole only once the layout has asked for pictures: so one turn of the loop at least.
            while True:
                self._application.processEvents()
                if self.view.page_count and self.view.pages.complete:
                    break

        took = _timed(show)
        assert any(shot.page == 0 for shot in self.view.source.renderer.pages.keys)
        self.view.clear()
        self._application.processEvents()
        return took

    def _bare(self) -> float:
        buffer, document = QBuffer(), QPdfDocument()
        buffer.setData(QByteArray(self._content))

        def show() -> None:
            buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            document.load(buffer)
            assert not document.render(0, _PAGE_ROOM).isNull()

        return _timed(show)


def _row(draft: str) -> DraftRow:
    return DraftRow(
        id=draft,
        title=f"Ichimlik suvi tarmogʻini rekonstruksiya qilish toʻgʻrisida, {draft}",
        authority="Bogʻobod tumani hokimligi",
        type=DraftType.DECISION,
        state=DraftState.IN_AGREEMENT,
        annex_count=2,
    )


def _decision(pages: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(96)
    painter = QPainter(writer)
    painter.setFont(QFont("Noto Sans", 11))
    wrapped = int(Qt.TextFlag.TextWordWrap)
    for page in range(pages):
        if page:
            writer.newPage()
        text = f"{page + 1}-band. Ijro uchun masʼul etib belgilansin. " * 60
        painter.drawText(QRectF(60, 60, 620, 960), wrapped, text)
    painter.end()
    return bytes(buffer.data().data())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
