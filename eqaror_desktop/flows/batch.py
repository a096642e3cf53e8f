"""Many decisions, one PIN: consent for each, pause, stop, and going on after a new login.

A batch keeps nothing the journal and the outbox do not keep: it is an order of work over
:class:`~eqaror_desktop.flows.signing.SigningFlow`. One bad document never stops the others; a
wrong PIN or a token that is gone stops all of them, and what is in the outbox is never signed
again. One whose outcome is unknown is left to its person: the program signs it no second time by
itself.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from eqaror_desktop.errors import AlreadySigned, NotAllowed, NothingAsked
from eqaror_desktop.flows.plans import SigningPlan
from eqaror_desktop.flows.signing import SigningFlow, Step
from signing.errors import CertificateMismatch, DocumentError, DraftChanged
from signing.token.pin import AskPin
from sync.attempts import Consent, JournalState
from sync.entries import OutboxEntry
from sync.errors import BadAnswer, FileTampered, NotFound, Refused
from sync.journal import Journal


class ItemState(StrEnum):
    """What became of one document of a batch."""

    WAITING = "waiting"
    WORKING = "working"
    SIGNED = "signed"
    """Its package is in the outbox."""
    FAILED = "failed"
    """It was not signed, for a reason of its own."""
    UNKNOWN = "unknown"
    """The token was asked and gave no answer; nothing was kept."""


@dataclass(frozen=True)
class BatchItem:
    """One document that its person wants signed."""

    plan: SigningPlan
    consent: Consent


@dataclass(frozen=True)
class ItemResult:
    """Where one document stands; ``error`` is why it failed or why its outcome is unknown."""

    draft: str
    title: str
    state: ItemState = ItemState.WAITING
    entry: OutboxEntry | None = None
    error: Exception | None = None


Watch = Callable[[int, ItemResult, Step | None], None]
"""Told a document's place from 0, how it stands, and the step that begins."""


def _unwatched(_place: int, _result: ItemResult, _step: Step | None) -> None:
    pass


class Batch:
    """One list of documents. :meth:`run` blocks; the rest can be called from any thread."""

    def __init__(
        self,
        flow: SigningFlow,
        journal: Journal,
        items: Sequence[BatchItem],
        *,
        now: Callable[[], datetime],
        idle: float,
        name: str = "",
    ) -> None:
        """Make a batch of plans for one token and one certificate.

        Args:
            flow: what signs.
            journal: of the same store.
            items: in the order they are signed.
            now: the clock.
            idle: seconds a pause may last before the token is logged out.
            name: of the batch this one goes on with; a new one, if not given.
        """
        self.name = name or str(uuid.uuid4())
        self._flow = flow
        self._journal = journal
        self._items = tuple(items)
        self._now = now
        self._idle = idle
        self._results = [_begin(item.plan) for item in self._items]
        self._turn = threading.Condition()
        self._paused = False
        self._stopped = False

    @property
    def results(self) -> tuple[ItemResult, ...]:
        """Where each document stands, in the order of the batch."""
        return tuple(self._results)

    @property
    def waiting(self) -> int:
        """How many documents are still to be signed."""
        return sum(result.state is ItemState.WAITING for result in self._results)

    def pause(self) -> None:
        """Begin no further document until :meth:`resume`; the one under way is finished."""
        with self._turn:
            self._paused = True

    def resume(self) -> None:
        """Go on after :meth:`pause`; where the token was logged out meanwhile, run again."""
        with self._turn:
            self._paused = False
            self._turn.notify_all()

    def stop(self) -> None:
        """Let :meth:`run` return after the document under way; the rest stays waiting."""
        with self._turn:
            self._stopped = True
            self._turn.notify_all()

    def run(
        self, pin: bytearray, watch: Watch = _unwatched, ask_pin: AskPin | None = None
    ) -> None:
        """Sign what waits; returns when nothing does, after :meth:`stop` or after a long pause.

        Args:
            pin: in UTF-8; wiped in every case.
            watch: told how each document gets on.
            ask_pin: gives the PIN for every signature of a key that wants it each time.

        Raises:
            TokenError, PinError, CertificateError: the token; what is signed stays signed, the
                rest waits. Run again with a new PIN.
            StoreFull: nothing can be written down; the rest waits.
        """
        try:
            self._run(pin, watch, ask_pin)
        finally:
            # Not at the beginning: a stop that came just before must not be lost.
            with self._turn:
                self._stopped = False

    def _run(self, pin: bytearray, watch: Watch, ask_pin: AskPin | None) -> None:
        places = [
            place
            for place, result in enumerate(self._results)
            if result.state is ItemState.WAITING
        ]
        if not places:
            pin[:] = bytes(len(pin))
            return
        left = list(places)

        def progress(_plan: SigningPlan, step: Step) -> None:
            # A login is nobody's step yet: it may still fail.
            if step is not Step.LOGIN:
                self._note(left[0], ItemState.WORKING, watch, step=step)

        try:
            for signed in self._flow.sign(
                [self._items[place].plan for place in places],
                pin,
                now=self._now,
                progress=progress,
                still_wanted=self._wanted,
                consents=[self._items[place].consent for place in places],
                batch=self.name,
                ask_pin=ask_pin,
            ):
                place = left.pop(0)
                if signed.entry is not None:
                    self._note(place, ItemState.SIGNED, watch, entry=signed.entry)
                else:
                    self._note(place, ItemState.FAILED, watch, error=signed.error)
        except BaseException as error:
            if left and self._results[left[0]].state is ItemState.WORKING:
                self._settle(left[0], error, watch)
            raise

    def _wanted(self) -> bool:
        """Wait while paused; the token stays open no longer than its idle time."""
        with self._turn:
            if self._paused:
                self._turn.wait_for(lambda: self._stopped or not self._paused, self._idle)
            return not (self._stopped or self._paused)

    def _settle(self, place: int, error: BaseException, watch: Watch) -> None:
        """Say of the document under way what the journal knows of it."""
        attempts = self._journal.attempts(draft=self._results[place].draft)
        state = attempts[-1].state if attempts else JournalState.NOT_SIGNED
        if state in (JournalState.UNKNOWN, JournalState.ASKED):
            told = error if isinstance(error, Exception) else None
            self._note(place, ItemState.UNKNOWN, watch, error=told)
        else:
            self._note(place, ItemState.WAITING, watch)

    def _note(
        self,
        place: int,
        state: ItemState,
        watch: Watch,
        *,
        entry: OutboxEntry | None = None,
        error: Exception | None = None,
        step: Step | None = None,
    ) -> None:
        result = replace(self._results[place], state=state, entry=entry, error=error)
        self._results[place] = result
        watch(place, result, step)


def concerns_one(error: Exception) -> bool:
    """Whether another draft may still be signed; what the token or the session lacks, all lack."""
    own = (AlreadySigned, NothingAsked, NotAllowed)
    signing = (CertificateMismatch, DocumentError, DraftChanged)
    return isinstance(error, (*own, *signing, BadAnswer, FileTampered, NotFound, Refused))


def _begin(plan: SigningPlan) -> ItemResult:
    """What a check stops never reaches the token."""
    summary = plan.draft.summary
    if plan.stopped_by:
        error = NotAllowed(plan.stopped_by)
        return ItemResult(summary.id, summary.title, ItemState.FAILED, error=error)
    return ItemResult(summary.id, summary.title)
