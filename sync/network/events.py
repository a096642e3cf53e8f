"""The registry's hint that something changed: server-sent events, listened to by one thread.

A hint carries nothing and is believed nothing: it makes the station ask for changes now instead
of a little later. So whatever a wrong, a huge or an endless stream says, the worst that comes of
it is a question more; and without a stream everything works by asking from time to time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from sync.errors import BadAnswer, Refused, RegistryError, StoreError
from sync.network.pauses import pause, spread

SILENCE = 45.0
"""Seconds without a byte after which a stream is dead: three of the registry's signs of life."""
_LINE = 8 * 1024
_BREATH = 0.5
"""Seconds between two hints: a stream that floods is read no faster."""
_STEADY = 30.0
"""A stream that ends sooner than this, in seconds, counts as a failure."""
_FIRST, _LONGEST = 5.0, 300.0

Streams = Callable[[Callable[[], None]], Iterator[None]]
"""Opens a stream, tells when it is open, and yields for every hint."""


class Listening(StrEnum):
    """What a listener does now."""

    OFF = "off"
    TRYING = "trying"
    OPEN = "open"
    WAITING = "waiting"
    """It could not be opened, or broke; it is tried again after a while."""


def hints(pieces: Iterable[bytes], call: str) -> Iterator[bool]:
    """Read a stream of events (HTML Living Standard, 9.2.6): True for a change, else False.

    Names but ``changed``, data, comments and identifiers mean nothing here and are not kept.

    Args:
        pieces: the stream, cut anywhere.
        call: how errors name it.

    Raises:
        BadAnswer: a line does not end within 8 KiB.
    """
    line = bytearray()
    changed = False
    for piece in pieces:
        *ended, rest = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for part in ended:
            line += part
            if not line:
                yield changed
                changed = False
            elif line.startswith(b"event:"):
                changed = line[6:].strip() == b"changed"
            line.clear()
        line += rest
        if len(line) > _LINE:
            raise BadAnswer(call, "event too long")


class Listener:
    """Keeps one stream open as long as it can."""

    def __init__(
        self,
        streams: Streams,
        hinted: Callable[[], None],
        hang_up: Callable[[], None],
        *,
        first: float = _FIRST,
    ) -> None:
        """Prepare; nothing is asked before :meth:`start`.

        Args:
            streams: opens a stream; raises :class:`RegistryError` or :class:`StoreError`.
            hinted: called in the listener's thread: it is of use to ask for changes now.
            hang_up: ends the stream that is open, from another thread.
            first: seconds to wait after a first failure.
        """
        self._streams = streams
        self._hinted = hinted
        self._hang_up = hang_up
        self._first = first
        self._over = threading.Event()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self.state = Listening.OFF
        self.error: RegistryError | StoreError | None = None
        """Why the last stream ended, if it did not end orderly."""

    def start(self) -> None:
        """Begin to listen, in a thread of its own."""
        if self._thread is None:
            # A daemon: a line that never answers must not keep the program from ending.
            self._thread = threading.Thread(target=self._run, name="events", daemon=True)
            self._thread.start()

    def try_now(self) -> None:
        """Do not wait any longer: somebody signed in, or the line is back."""
        self._wake.set()

    def stop(self, seconds: float = 1.0) -> bool:
        """Hang up; returns whether the thread has ended within so many seconds."""
        self._over.set()
        self._wake.set()
        self._hang_up()
        if self._thread is None:
            return True
        until = time.monotonic() + seconds
        while self._thread.is_alive() and time.monotonic() < until:
            self._thread.join(0.05)
            # Again and again: a stream may just have been on its way to being open.
            self._hang_up()
        return not self._thread.is_alive()

    def _run(self) -> None:
        failures = 0
        while not self._over.is_set():
            self.state = Listening.TRYING
            begun, asked = time.monotonic(), None
            try:
                self._listen()
            except (RegistryError, StoreError) as error:
                self.error = error
                asked = error.retry_after if isinstance(error, Refused) else None
            else:
                self.error = None
            steady = time.monotonic() - begun > _STEADY
            failures = 0 if steady else failures + 1
            self.state = Listening.WAITING
            wait = pause(failures, first=self._first, longest=_LONGEST, asked=asked)
            if self._wake.wait(spread(1.0) if steady and asked is None else wait):
                failures = 0
            self._wake.clear()
        self.state = Listening.OFF

    def _listen(self) -> None:
        for _ in self._streams(self._opened):
            if self._over.is_set():
                return
            self._hinted()
            self._over.wait(_BREATH)

    def _opened(self) -> None:
        self.state = Listening.OPEN
        self.error = None
        # What changed while nobody listened was hinted to nobody.
        self._hinted()
