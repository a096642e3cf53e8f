"""Finding out what stands against each signature of a batch, with one certificate for all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from eqaror_desktop.desktop import token_rows
from eqaror_desktop.desktop.lanes import Lane, Tell
from eqaror_desktop.desktop.signing import NO_CERTIFICATE
from eqaror_desktop.desktop.station import Station
from eqaror_desktop.errors import AlreadySigned
from signing.errors import CertificateMismatch, TokenRemoved
from sync.cancel import Cancelled, check
from sync.errors import NotFound
from sync.wire import DraftState
from ui.rows import TokenView

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.flows.plans import SigningPlan
    from eqaror_desktop.messages import Messages

_TOPICS = ("batch", "batch-token", "batch-examined")
_SIGNED = (DraftState.SIGNED, DraftState.REGISTERED, DraftState.PUBLISHED)


@dataclass(frozen=True)
class Planned:
    """What was found out about one draft: a plan, or why there is none."""

    draft: str
    plan: SigningPlan | None = None
    error: Exception | None = None
    signed: bool = False
    """Whether this person signed it already, here beside the batch or at another station."""
    number: str = ""
    """The registration number, where it has one."""


_Waiting: TypeAlias = "tuple[Callable[[], None], list[SigningPlan]]"
"""What ends the look when nobody waits for it any more, and what waits to be examined."""


class BatchPlanning(QObject):
    """One look at a time; a new one, or :meth:`stop`, ends the one before."""

    token_seen = Signal(object)
    """A :class:`~ui.rows.TokenView`: what the tokens hold, and the certificate that is meant."""
    planned = Signal(object)
    """A :class:`Planned`, for each draft."""
    looked = Signal()
    """Every draft was looked at, or there is no certificate to sign with."""
    failed = Signal(object)
    """Nothing more could be found out: the error."""

    def __init__(self, station: Station, unsigned: Callable[[], bool]) -> None:
        """Look for a batch; ``unsigned`` says whether nothing of it was signed so far."""
        super().__init__(station)
        self._station = station
        self._unsigned = unsigned
        self._cancel = threading.Event()
        self.chosen: tuple[str, str] | None = None
        """Token and fingerprint that sign; None until one was chosen or found."""
        self.gone = False
        """Whether the token that was meant was pulled out."""

    def begin(self) -> None:
        """Forget what the last batch was signed with; the application remembers it."""
        self.chosen, self.gone = None, False

    def look(self, drafts: tuple[str, ...], *, fresh: bool = True) -> None:
        """Plan these drafts; the registry is asked again unless it was a moment ago."""
        self.stop()
        cancel = self._cancel = threading.Event()
        stopping = self._station.lanes.stopping
        application, messages = self._station.application, self._station.messages
        chosen, gone, unsigned = self.chosen, self.gone, self._unsigned()

        def pulse() -> None:
            check(cancel)
            check(stopping)

        def work(tell: Tell) -> _Waiting:
            look = _Look(application, messages, chosen, gone, unsigned)
            return pulse, look.at(drafts, tell, pulse, fresh=fresh)

        self._station.lanes.start(
            Lane.TOKEN, work, self._examine, self._failed, told=self._told, topic="batch"
        )

    def _examine(self, waiting: _Waiting) -> None:
        """Have examined what was never examined: not where others wait for the token."""
        pulse, plans = waiting
        desk = self._station.application.desk

        def work(tell: Tell) -> None:
            for plan in plans:
                tell(Planned(plan.draft.summary.id, desk.examined(plan, pulse)))

        self._station.lanes.start(
            Lane.EXAMINING_SEVERAL,
            work,
            self._done,
            self._failed,
            told=self._told,
            topic="batch-examined",
        )

    def look_at_token(self) -> None:
        """Read again what is on the tokens, e.g. how many PIN attempts are left."""
        application, messages = self._station.application, self._station.messages
        chosen, gone, unsigned = self.chosen, self.gone, self._unsigned()

        def work(_tell: Tell) -> TokenView:
            person = application.person()
            offer = application.offer(pinfl=person.person.pinfl if person else None)
            error = TokenRemoved() if gone else None
            return token_rows.token_view(
                offer, messages, chosen=chosen, error=error, unsigned=unsigned
            )

        self._station.lanes.start(Lane.TOKEN, work, self._see, self._unseen, topic="batch-token")

    def stop(self) -> None:
        """End a look under way; nothing of it is told any more."""
        self._cancel.set()
        for topic in _TOPICS:
            self._station.lanes.drop(topic)

    def _told(self, found: Planned | TokenView) -> None:
        if isinstance(found, TokenView):
            self._see(found)
        else:
            self.planned.emit(found)

    def _see(self, view: TokenView) -> None:
        if view.chosen is not None:
            self.chosen = (view.chosen.token, view.chosen.identifier)
            self.gone = False
        self.token_seen.emit(view)

    def _unseen(self, _error: BaseException) -> None:
        """What the token said before stays on the screen; the next signature tells the rest."""

    def _done(self, _nothing: None) -> None:
        self.looked.emit()

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Cancelled):
            self.failed.emit(error)


class _Look:
    """Runs in the token's lane."""

    def __init__(
        self,
        application: Application,
        messages: Messages,
        meant: tuple[str, str] | None,
        gone: bool,
        unsigned: bool,
    ) -> None:
        self._application = application
        self._messages = messages
        self._meant = meant
        self._gone = gone
        self._unsigned = unsigned

    def at(
        self,
        drafts: tuple[str, ...],
        tell: Tell,
        pulse: Callable[[], None],
        *,
        fresh: bool,
    ) -> list[SigningPlan]:
        """Plan each draft, all with the certificate of the first that has one.

        Returns:
            Plans that wait for their files to be examined; they were not told.
        """
        from eqaror_desktop.flows.batch import concerns_one

        seen = False
        waiting: list[SigningPlan] = []
        for draft in drafts:
            pulse()
            serial, certificate = self._meant or (None, None)
            try:
                plan = self._application.desk.plan_signing(
                    draft, serial, certificate=certificate, fresh=fresh, wait=False
                )
            except Exception as error:
                # The certificate that was named is not there: that concerns all of them.
                unmet = self._meant is not None and isinstance(error, CertificateMismatch)
                if concerns_one(error) and not unmet:
                    tell(self._unplanned(draft, error))
                    continue
                if not isinstance(error, NO_CERTIFICATE):
                    raise
                tell(self._view(error=token_rows.absence(error, gone=self._gone)))
                return []
            if not seen:
                self._meant = (plan.token.serial, plan.facts.fingerprint)
                tell(self._view(plan.draft.signer.pinfl))
                seen = True
            if plan.waits:
                waiting.append(plan)
            else:
                tell(Planned(draft, plan))
        if not seen:
            tell(self._view())
        return waiting

    def _unplanned(self, draft: str, error: Exception) -> Planned:
        """Tell what cannot be signed any more from what was signed meanwhile."""
        try:
            known = self._application.store.drafts.draft(draft)
        except NotFound:
            return Planned(draft, error=error)
        person, summary = self._application.person(), known.summary
        own = person is not None and known.signer.pinfl == person.person.pinfl
        signed = isinstance(error, AlreadySigned) or (own and summary.state in _SIGNED)
        number = summary.registration.number if summary.registration else ""
        return Planned(draft, error=error, signed=signed, number=number if signed else "")

    def _view(self, pinfl: str | None = None, error: BaseException | None = None) -> TokenView:
        if pinfl is None:
            person = self._application.person()
            pinfl = person.person.pinfl if person else None
        chosen = None if error else self._meant
        offer = self._application.offer(pinfl=pinfl)
        return token_rows.token_view(
            offer, self._messages, chosen=chosen, error=error, unsigned=self._unsigned
        )
