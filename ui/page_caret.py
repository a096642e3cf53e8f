"""A caret on the printed pages, so that words are selected there with the keyboard alone.

F7 begins it, as in browsers: arrows go by letter and by line, with Ctrl by word, with Shift they
select; Escape or F7 ends it. The text and its lines are the page's own, as PDFium reads it.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QKeyEvent

from ui.page_marks import PageMarks
from ui.page_source import PageSource
from ui.page_view import PageView
from ui.voice import speak_at_once

_WORD = re.compile(r"\w+(?:[-\u2010\u02bb\u02bc'\ufffe]\w+)*")
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_DOWN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
_AROUND = 8
"""Pixels between the caret and the edge of the sight."""


class PageCaret(QObject):
    """Takes the keys of the view while it is there; a key is kept while a page is being drawn."""

    def __init__(self, view: PageView, marks: PageMarks, source: PageSource) -> None:
        super().__init__(view)
        self._view = view
        self._marks = marks
        self._source = source
        self._document = source.document
        self._on = False
        self._page = 0
        self._at = 0
        self._anchor: int | None = None
        self._waiting: list[tuple[int, Qt.KeyboardModifier]] = []
        view.installEventFilter(self)
        source.opened.connect(self.end)
        source.renderer.idle.connect(self._go_on)

    @property
    def on(self) -> bool:
        """Whether there is a caret."""
        return self._on

    @property
    def place(self) -> tuple[int, int]:
        """The page, counted from 0, and the letter before which the caret stands."""
        return self._page, self._at

    def toggle(self) -> None:
        """Begin at what is selected, or at the first words in sight; or end it."""
        if self._on:
            self.end()
        elif self._view.layout_of_pages.count:
            self._on = True
            chosen = self._marks.selected
            self._page = self._view.current
            self._at = self._first_in_sight()
            self._anchor = None
            if chosen is not None:
                self._page, self._at = chosen[0], chosen[2]
                self._anchor = chosen[1]
            self._view.setFocus()
            self._show()

    def end(self) -> None:
        """Take the caret away; what is selected stays."""
        self._on = False
        self._anchor = None
        self._waiting.clear()
        self._marks.show_caret(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            takes = {*_SIDEWAYS, *_DOWN, *_ENDS, Qt.Key.Key_Escape}
            if self._on and event.key() in takes:
                self._waiting.append((event.key(), event.modifiers()))
                self._go_on()
                return True
        return super().eventFilter(watched, event)

    def _go_on(self) -> None:
        while self._on and self._waiting and self._source.texts.free:
            self._press(*self._waiting.pop(0))

    def _press(self, key: int, modifiers: Qt.KeyboardModifier) -> None:
        if key == Qt.Key.Key_Escape:
            self.end()
            return
        page, before = self._page, self._at
        by_word = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key in _SIDEWAYS:
            side = _SIDEWAYS[Qt.Key(key)]
            self._by_word(side) if by_word else self._by_letter(side)
        elif key in _DOWN:
            self._by_line(_DOWN[Qt.Key(key)])
        else:
            self._to_end(last=key == Qt.Key.Key_End, of_page=by_word)
        if not modifiers & Qt.KeyboardModifier.ShiftModifier or page != self._page:
            # A selection is of one page, as a remark's place is.
            self._anchor = None
        elif self._anchor is None:
            self._anchor = before
        if self._anchor is None:
            self._marks.unselect()
        else:
            low, high = sorted((self._anchor, self._at))
            self._marks.select(self._page, low, high - low)
        self._show()

    # -- moving ----------------------------------------------------------------------------------

    def _text(self) -> str:
        return self._document.getAllText(self._page).text()

    def _by_letter(self, side: int) -> None:
        text, at = self._text(), self._at + side
        # The end of a line is two letters of the text and one place.
        if text[min(at, self._at) : max(at, self._at) + 1] == "\r\n" or (
            side < 0 and text[at - 1 : at + 1] == "\r\n"
        ):
            at += side
        if 0 <= at <= len(text):
            self._at = at
        else:
            self._turn(side)

    def _by_word(self, side: int) -> None:
        words = list(_WORD.finditer(self._text()))
        if side > 0:
            ahead = (word.end() for word in words if word.end() > self._at)
        else:
            ahead = (word.start() for word in reversed(words) if word.start() < self._at)
        found = next(ahead, None)
        if found is None:
            self._turn(side)
        else:
            self._at = found

    def _by_line(self, side: int) -> None:
        lines = self._lines()
        here = self._line(lines)
        x = self._area(self._at).left()
        if 0 <= here + side < len(lines):
            self._at = self._nearest(*lines[here + side], x)
        elif self._turn(side):
            lines = self._lines()
            if lines:
                self._at = self._nearest(*lines[0 if side > 0 else -1], x)

    def _to_end(self, *, last: bool, of_page: bool) -> None:
        lines = self._lines()
        if lines:
            which = lines[-1 if last else 0] if of_page else lines[self._line(lines)]
            self._at = which[1] if last else which[0]

    def _turn(self, side: int) -> bool:
        if not 0 <= self._page + side < self._view.layout_of_pages.count:
            return False
        self._page += side
        self._at = 0 if side > 0 else len(self._text())
        return True

    def _lines(self) -> list[tuple[int, int]]:
        text = self._text()
        return [found.span() for found in re.finditer(r"[^\r\n]+", text)]

    def _line(self, lines: list[tuple[int, int]]) -> int:
        return next((n for n, (_, end) in enumerate(lines) if self._at <= end), len(lines) - 1)

    def _nearest(self, start: int, end: int, x: float) -> int:
        """Return the place in a line that is nearest to where the caret was."""
        areas = ((at, self._area(at)) for at in range(start, end))
        # A blank may have no area of its own.
        return next((at for at, area in areas if area.width() and area.center().x() >= x), end)

    def _first_in_sight(self) -> int:
        """Return the first letter of the first line of the page that is in sight."""
        places = self._view.places
        for start, _ in self._lines():
            if places.rectangle(self._page, self._area(start)).top() >= 0:
                return start
        return 0

    def _area(self, at: int) -> QRectF:
        """Return where a letter is, in points; where a blank is, the edge of the one beside it.

        Blanks and line ends are not on the paper: PDFium says that they are in its corner.
        """
        text = self._text()
        if text[at : at + 1].strip():
            return self._letter(at)
        if text[at - 1 : at].strip() if at else "":
            last = self._letter(at - 1)
            return QRectF(last.right(), last.top(), 0, last.height())
        following = next((n for n in range(at, len(text)) if text[n].strip()), None)
        if following is None:
            following = next((n for n in range(at - 1, -1, -1) if text[n].strip()), None)
        if following is None:
            return QRectF()
        beside = self._letter(following)
        return QRectF(beside.left(), beside.top(), 0, beside.height())

    def _letter(self, at: int) -> QRectF:
        return self._source.texts.select(self._page, at, at + 1).boundingRectangle()

    # -- showing ---------------------------------------------------------------------------------

    def _show(self) -> None:
        area = self._area(self._at)
        line = QRectF(area.left(), area.top(), 0, area.height())
        self._marks.show_caret((self._page, line))
        view, place = self._view, self._view.places.rectangle(self._page, line)
        over = place.bottom() + _AROUND - view.viewport().height()
        if place.top() < _AROUND or over > 0:
            bar = view.verticalScrollBar()
            bar.setValue(bar.value() + round(over if over > 0 else place.top() - _AROUND))
        aside = place.right() + _AROUND - view.viewport().width()
        if place.left() < 0 or aside > 0:
            across = view.horizontalScrollBar()
            across.setValue(across.value() + round(aside if aside > 0 else place.left() - _AROUND))
        self._say()

    def _say(self) -> None:
        """Speak what is selected, or the word at the caret."""
        text, chosen = self._text(), self._marks.selected
        if chosen is not None:
            said = " ".join(text[chosen[1] : chosen[2]].split())
        else:
            words = _WORD.finditer(text)
            said = next((word.group() for word in words if word.end() > self._at), "")
        speak_at_once(self._view, said)
