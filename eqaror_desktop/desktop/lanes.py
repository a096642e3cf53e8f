"""Lanes: one worker thread each, whose results come back to the GUI thread by one signal.

A lambda or partial connected to a worker's signal would run in the worker's thread; here the one
connection is to a bound method of a QObject, and every callback is called from there.

A QObject that loses its last reference in a worker's thread is destroyed there, under the GUI
thread's feet. So a lane gets a number and looks its work up; what the work refers to is let go in
the GUI thread alone, after the lane is done with it.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from enum import StrEnum
from itertools import count
from queue import SimpleQueue
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from sync.cancel import Cancelled
from sync.values import Plain

_log = logging.getLogger(__name__)

T = TypeVar("T")
Tell = Callable[[object], None]


class Lane(StrEnum):
    """What waits for the disk, for the registry, for a token, and for nobody; apart.

    A lane that reads the disk never asks the registry: it may hang for half a minute.
    """

    READING = "reading"
    LISTING = "listing"
    """Rows of the list in sight."""
    FETCHING = "fetching"
    """What somebody who looks at it waits for, beside a cycle of synchronising."""
    NETWORK = "network"
    SEARCHING = "searching"
    INDEXING = "indexing"
    COMPARING = "comparing"
    EXAMINING = "examining"
    """Files that somebody wants to sign; their pages are drawn by several readers, for minutes."""
    EXAMINING_SEVERAL = "examining several"
    """The same of a batch, which nobody waits for who wants to sign one."""
    VERIFYING = "verifying"
    """Files that somebody hands over, and what is printed: both can be large."""
    KEEPING = "keeping"
    TOKEN = "token"  # noqa: S105 - the device, not a secret


class _Job(Plain, frozen=True):
    work: Callable[[Tell], Any]
    done: Callable[[Any], None]
    failed: Callable[[BaseException], None]
    told: Callable[[Any], None] | None
    topic: str
    ticket: int


class _Parcel(Plain, frozen=True):
    number: int
    kind: str
    value: object

    def __repr__(self) -> str:
        return f"_Parcel({self.number}, {self.kind!r})"


_left_alone: list[Lanes] = []
"""Closed while a thread of theirs still ran: that thread must not be the last to hold them."""


class Lanes(QObject):
    """Starts work in lanes and delivers what becomes of it in the GUI thread."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tickets: Counter[str] = Counter()
        self._jobs: dict[int, _Job] = {}
        self._numbers = count()
        self._open = True
        self._queues: dict[Lane, SimpleQueue[int | None]] = {}
        self._threads: list[threading.Thread] = []
        self.stopping = threading.Event()
        """Set when the program ends; long work watches it."""
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        lane: Lane,
        work: Callable[[Tell], T],
        done: Callable[[T], None],
        failed: Callable[[BaseException], None],
        *,
        told: Callable[[Any], None] | None = None,
        topic: str = "",
    ) -> None:
        """Do ``work`` in a lane.

        Args:
            lane: which one.
            work: called in the lane's thread with a function that tells progress.
            done: called in the GUI thread with the result.
            failed: called in the GUI thread with the error; Cancelled comes here too.
            told: called in the GUI thread for every progress told.
            topic: when a later work of the same topic was started, this one's result is stale
                and is dropped; without a topic nothing is dropped.
        """
        if not self._open:
            return
        if topic:
            self._tickets[topic] += 1
        number = next(self._numbers)
        self._jobs[number] = _Job(work, done, failed, told, topic, self._tickets[topic])
        self._queue(lane).put(number)

    def drop(self, topic: str) -> None:
        """Drop whatever a work of this topic still brings; nobody waits for it any more."""
        self._tickets[topic] += 1

    def close(self, seconds: float = 5.0) -> bool:
        """End the lanes: what waits in them is not begun, what runs may finish.

        Args:
            seconds: how long to wait for all of them together.

        Returns:
            Whether every lane has ended in time.
        """
        self._open = False
        self.stopping.set()
        for queue in self._queues.values():
            queue.put(None)
        until = monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - monotonic()))
        ended = not any(thread.is_alive() for thread in self._threads)
        if not ended:
            _left_alone.append(self)
        return ended

    def _queue(self, lane: Lane) -> SimpleQueue[int | None]:
        if lane not in self._queues:
            queue: SimpleQueue[int | None] = SimpleQueue()
            # A daemon, because a driver or a network that never answers must not keep the
            # program from ending.
            thread = threading.Thread(target=self._run, args=(queue,), name=lane, daemon=True)
            self._queues[lane] = queue
            self._threads.append(thread)
            thread.start()
        return self._queues[lane]

    def _run(self, queue: SimpleQueue[int | None]) -> None:
        while (number := queue.get()) is not None and not self.stopping.is_set():
            self._do(number)

    def _do(self, number: int) -> None:
        def tell(value: object) -> None:
            self._send(_Parcel(number, "told", value))

        try:
            value = self._jobs[number].work(tell)
        except (Exception, Cancelled) as error:  # noqa: BLE001 - the thread's outermost frame
            _let_go(error)
            self._send(_Parcel(number, "failed", error))
        else:
            self._send(_Parcel(number, "done", value))

    def _send(self, parcel: _Parcel) -> None:
        if self._open:
            self._arrived.emit(parcel)

    def _deliver(self, parcel: _Parcel) -> None:
        told = parcel.kind == "told"
        job = self._jobs[parcel.number] if told else self._jobs.pop(parcel.number)
        if not self._open or (job.topic and self._tickets[job.topic] != job.ticket):
            return
        if parcel.kind == "done":
            job.done(parcel.value)
        elif told:
            if job.told is not None:
                job.told(parcel.value)
        elif isinstance(parcel.value, BaseException):
            job.failed(parcel.value)


def _let_go(error: BaseException) -> None:
    """Take the traceback from an error: its frames hold what the work held, a PIN among it.

    Where it came from is written to the log before, in names and lines.
    """
    seen: set[int] = set()
    left: list[BaseException | None] = [error]
    while left:
        one = left.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        if one.__traceback__ is not None:
            # Without its message, which could be somebody's text.
            _log.debug(
                "%s\n%s", type(one).__name__, "".join(traceback.format_tb(one.__traceback__))
            )
        one.__traceback__ = None
        left += (one.__cause__, one.__context__)
