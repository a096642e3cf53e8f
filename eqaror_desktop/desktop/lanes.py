"""Lanes: one worker thread each, whose results come back to the GUI thread by one signal.

A lambda or partial connected to a worker's signal would run in the worker's thread; here the one
connection is to a bound method of a QObject, and every callback is called from there.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from queue import SimpleQueue
from time import monotonic
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from sync.cancel import Cancelled

T = TypeVar("T")
Tell = Callable[[object], None]


class Lane(StrEnum):
    """What waits for the disk, for the registry, for a token, and for nobody; apart.

    A lane that reads the disk never asks the registry: it may hang for half a minute.
    """

    READING = "reading"
    FETCHING = "fetching"
    """What somebody who looks at it waits for, beside a cycle of synchronising."""
    NETWORK = "network"
    INDEXING = "indexing"
    TOKEN = "token"  # noqa: S105 - the device, not a secret


@dataclass
class _Job:
    work: Callable[[Tell], Any]
    done: Callable[[Any], None]
    failed: Callable[[BaseException], None]
    told: Callable[[Any], None] | None
    topic: str
    ticket: int


@dataclass(frozen=True)
class _Parcel:
    job: _Job = field(repr=False)
    kind: str
    value: object = field(repr=False)


class Lanes(QObject):
    """Starts work in lanes and delivers what becomes of it in the GUI thread."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tickets: Counter[str] = Counter()
        self._open = True
        self._queues: dict[Lane, SimpleQueue[_Job | None]] = {}
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
        self._queue(lane).put(_Job(work, done, failed, told, topic, self._tickets[topic]))

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
        return not any(thread.is_alive() for thread in self._threads)

    def _queue(self, lane: Lane) -> SimpleQueue[_Job | None]:
        if lane not in self._queues:
            queue: SimpleQueue[_Job | None] = SimpleQueue()
            # A daemon, because a driver or a network that never answers must not keep the
            # program from ending.
            thread = threading.Thread(target=self._run, args=(queue,), name=lane, daemon=True)
            self._queues[lane] = queue
            self._threads.append(thread)
            thread.start()
        return self._queues[lane]

    def _run(self, queue: SimpleQueue[_Job | None]) -> None:
        while (job := queue.get()) is not None and not self.stopping.is_set():
            self._do(job)

    def _do(self, job: _Job) -> None:
        def tell(value: object) -> None:
            self._send(_Parcel(job, "told", value))

        try:
            value = job.work(tell)
        except (Exception, Cancelled) as error:  # noqa: BLE001 - the thread's outermost frame
            self._send(_Parcel(job, "failed", error))
        else:
            self._send(_Parcel(job, "done", value))

    def _send(self, parcel: _Parcel) -> None:
        if self._open:
            self._arrived.emit(parcel)

    def _deliver(self, parcel: _Parcel) -> None:
        job = parcel.job
        if not self._open or (job.topic and self._tickets[job.topic] != job.ticket):
            return
        if parcel.kind == "done":
            job.done(parcel.value)
        elif parcel.kind == "told":
            if job.told is not None:
                job.told(parcel.value)
        elif isinstance(parcel.value, BaseException):
            job.failed(parcel.value)
