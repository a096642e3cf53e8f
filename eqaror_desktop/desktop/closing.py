"""Closing the window: what must not be cut off is told, asked about, and waited for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from eqaror_desktop.desktop.station import Station

if TYPE_CHECKING:
    from ui.close_question import CloseQuestion, Work


class Workshop(Protocol):
    """A part of the controller that signs, answers or changes a PIN."""

    @property
    def under_way(self) -> Work | None:
        """What must not be cut off, if anything."""

    def give_up(self) -> None:
        """Stop what can be stopped; the rest is finished."""


class Closing(QObject):
    """Keeps the window open until what is under way has come to an orderly end."""

    def __init__(self, station: Station, workshops: Callable[[], tuple[Workshop, ...]]) -> None:
        super().__init__(station)
        self._station = station
        self._workshops = workshops
        self._abandoned = False
        self.question: CloseQuestion | None = None
        station.window.close_asked.connect(self._asked)
        station.work_moved.connect(self._moved)

    @property
    def under_way(self) -> Work | None:
        """What must not be cut off, if anything."""
        found = (shop.under_way for shop in self._workshops())
        return next((work for work in found if work is not None), None)

    def wind_up(self) -> bool:
        """Stop what can be stopped, when nobody can be asked any more.

        Returns:
            Whether something is still to be waited for.
        """
        if self.under_way is None or self._abandoned:
            return False
        self._give_up()
        return True

    def _asked(self) -> None:
        work = self.under_way
        if work is None or self._abandoned:
            return
        self._station.window.keep_open()
        if self.question is None:
            from ui.close_question import CloseQuestion

            question = CloseQuestion(work, self._station.window)
            question.confirmed.connect(self._give_up)
            question.impatient.connect(self._abandon)
            question.finished.connect(self._answered)
            self.question = question
            question.open()
        self.question.raise_()

    def _give_up(self) -> None:
        for shop in self._workshops():
            shop.give_up()

    def _abandon(self) -> None:
        self._abandoned = True
        self._close()

    def _moved(self) -> None:
        question, work = self.question, self.under_way
        if question is None:
            return
        if work is not None:
            question.show_work(work)
        elif question.waiting:
            self._close()
        else:
            # It ended before it was answered; the window shows how.
            question.reject()

    def _close(self) -> None:
        if self.question is not None:
            self.question.accept()
        self._station.window.close()

    def _answered(self) -> None:
        if self.question is not None:
            self.question.deleteLater()
            self.question = None
