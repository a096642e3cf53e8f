"""One run of a batch: a lane signs with one PIN; it can be paused, and ends after a document."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.pin_asking import PinTalk
from eqaror_desktop.desktop.station import Station

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eqaror_desktop.flows.batch import Batch, BatchItem, ItemResult
    from eqaror_desktop.flows.signing import Step as FlowStep


@dataclass(frozen=True)
class Progress:
    """What was told of one document."""

    result: ItemResult
    step: FlowStep | None


class BatchRun(QObject):
    """One at a time; what it tells is told in the GUI thread."""

    moved = Signal(object)
    """A :class:`Progress`."""
    ended = Signal(object)
    """The error that ended it, or None."""
    pin_wanted = Signal(int)
    """The PIN is wanted once more; the number says for which signature."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._station = station
        self.drafts: tuple[str, ...] = ()
        """What the run under way is about; empty when there is none."""
        self._batch: Batch | None = None
        self._cancel = threading.Event()
        self._paused = threading.Event()
        self.pins = PinTalk(self)
        self.pins.wanted.connect(self.pin_wanted)

    def begin(self, items: Sequence[BatchItem], name: str, pin: bytearray) -> None:
        """Sign in the token's lane; ``pin`` is wiped there in every case.

        Args:
            items: the plans, with how the person came to want each.
            name: of the batch this run belongs to.
            pin: in UTF-8.
        """
        application = self._station.application
        cancel = self._cancel = threading.Event()
        paused = self._paused = threading.Event()
        self.drafts = tuple(item.plan.draft.summary.id for item in items)
        self.pins.begin()

        def work(tell: Tell) -> None:
            # Made here: the first use of the flows loads libraries.
            batch = self._batch = application.desk.batch(items, name)
            if paused.is_set():
                # Wished before there was anything to pause.
                batch.pause()

            def watch(_place: int, result: ItemResult, step: FlowStep | None) -> None:
                tell(Progress(result, step))

            if cancel.is_set():
                pin[:] = bytes(len(pin))
                return
            batch.run(pin, watch, self.pins.ask)

        self._station.lanes.start(Lane.TOKEN, work, self._done, self._failed, told=self.moved.emit)

    def pause(self) -> None:
        """Wait after the document under way."""
        self._paused.set()
        if self._batch is not None:
            self._batch.pause()

    def resume(self) -> None:
        """Go on."""
        self._paused.clear()
        if self._batch is not None:
            self._batch.resume()

    def stop(self) -> None:
        """End after the document under way."""
        self._cancel.set()
        self.pins.refuse()
        if self._batch is not None:
            self._batch.stop()

    def _done(self, _nothing: None) -> None:
        self._end(None)

    def _failed(self, error: BaseException) -> None:
        self._end(error)

    def _end(self, error: BaseException | None) -> None:
        self._batch, self.drafts = None, ()
        self.pins.refuse()
        self.ended.emit(error)
