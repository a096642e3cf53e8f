"""The signing desk: what a person signs and answers on one station, and what a crash left of it.

Every signature asked for here goes through the journal (:mod:`eqaror_desktop.keylog`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from eqaror_desktop.clock import utc_clock
from eqaror_desktop.errors import ApplicationError
from signing.errors import SigningError
from sync.attempts import INTERRUPTED, TAKEN_BACK, Attempt, Consent, JournalState
from sync.entries import OutboxEntry
from sync.errors import BadAnswer, NotFound, SessionExpired, StoreError, Unreachable
from sync.store.disk import require_free
from sync.wire import Action, Answer, Draft

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.choosing import Wanted
    from eqaror_desktop.flows.batch import Batch, BatchItem
    from eqaror_desktop.flows.key_plan import KeyPlan
    from eqaror_desktop.flows.plans import SigningPlan
    from eqaror_desktop.flows.signing import Signed, SigningFlow, Step
    from eqaror_desktop.keylog import KeyUses
    from signing.mechanism_table import MechanismTable
    from signing.token.pin import AskPin


_MUTE = frozenset({"silent", "timeout"})
_QUIET = 60.0
"""Seconds: each of twenty decisions would wait half a minute for a registry that is mute."""


class SigningDesk:
    """Made once for an application; its methods block.

    All belong into the token's lane but :meth:`examined`, which asks no token.
    """

    def __init__(self, station: Application) -> None:
        self._station = station
        self._asked: set[str] = set()
        """Drafts of which the registry told when they were last planned anew."""
        self._session_ended = False
        """Whether the registry no longer knew the session when it was last asked here."""
        self._quiet_until = 0.0
        """By :func:`time.monotonic`; before that the registry is not asked again."""

    def heard(self) -> None:
        """The registry answered somebody: it is worth asking again."""
        self._quiet_until = 0.0
        self._session_ended = False

    def plan_signing(
        self,
        draft: str,
        serial: str | None = None,
        *,
        certificate: str | None = None,
        shown: str | None = None,
        fresh: bool = True,
        early: Callable[[SigningPlan], None] = lambda _: None,
        wait: bool = True,
    ) -> SigningPlan:
        """Answer every check for signing a draft, with everything it needs on this station.

        The registry is asked once more, so that a draft withdrawn since it was opened stops
        here; without a line the station's own copy is judged.

        Args:
            draft: its id.
            serial: of the token, if it is not clear which one is meant.
            certificate: its fingerprint or how that begins, if one was chosen; otherwise what
                this person used last, or the only one that can be used.
            shown: the version digest that was on the screen; only that version is planned.
            fresh: False to plan again, with another certificate, what was asked for a moment ago.
            early: told a plan whose files are still to be examined.
            wait: False where :meth:`examined` is to do that later.

        Raises:
            DraftChanged: the version is not the one that was shown; read it first.
            AlreadySigned: this version was signed here, and was not refused.
            AnotherWaits: something else its signer did with it waits in the outbox.
            NothingAsked: this person has nothing to sign there.
            SeveralTokens, SeveralCertificates: it is not clear what to sign with.
            StoreFull: what would be signed could not be kept.
            NotSignedIn, TokenError, CertificateError, StoreError: by name.
        """
        from eqaror_desktop.flows.earlier import require_unsigned

        me = self._station.connection.require_person()
        self.settle_interrupted()
        online = fresh and monotonic() >= self._quiet_until
        try:
            found = self._station.draft(draft, fresh=online)
            if online:
                self._asked.add(draft)
                self._session_ended = False
            elif fresh:
                self._asked.discard(draft)
        except (Unreachable, SessionExpired, BadAnswer) as error:
            if isinstance(error, Unreachable) and error.reason in _MUTE:
                self._quiet_until = monotonic() + _QUIET
            self._session_ended = isinstance(error, SessionExpired)
            found, online = self._station.draft(draft), False
            self._asked.discard(draft)
        _require_shown(found, shown)
        require_unsigned(self._station.store, found)
        files = (found.text, *(item.file for item in found.annexes))
        # What is missed after the PIN, room or a sound file, has cost a signature for nothing.
        require_free(self._station.profile.directory, sum(file.size for file in files))
        for file in files:
            self._station.fetch_file(file, sound=True)
        wanted = self.wanted(serial, certificate, found.signer.pinfl)
        flow = self._signing(online=online)
        clock, asked = self._station.proofs.clock.reading(), draft in self._asked
        ended = self._session_ended and not asked
        plan = flow.plan(
            *(found, me, wanted, clock, utc_clock()), asked=asked, session_ended=ended
        )
        if not wait or not plan.waits:
            return plan
        early(plan)
        return flow.examined(plan)

    def examined(
        self,
        plan: SigningPlan,
        pulse: Callable[[], None],
        progress: Callable[[int, int], None] = lambda _annex, _page: None,
    ) -> SigningPlan:
        """Examine a plan's files; asks no token, and takes minutes on a slow computer.

        Args:
            plan: one that waits for it.
            pulse: called many times a second meanwhile; what it raises comes out of here.
            progress: told the number of the annex, 0 for the text, and its page, twice for each.
        """
        return self._signing().examined(plan, pulse, progress)

    def sign(
        self,
        plans: Sequence[SigningPlan],
        pin: bytearray,
        progress: Callable[[SigningPlan, Step], None] = lambda _plan, _step: None,
        still_wanted: Callable[[], bool] = lambda: True,
        consents: Sequence[Consent] = (),
        ask_pin: AskPin | None = None,
    ) -> Iterator[Signed]:
        """Sign with one PIN entry; see :meth:`eqaror_desktop.flows.signing.SigningFlow.sign`."""
        return self._signing().sign(
            plans,
            pin,
            now=utc_clock,
            progress=progress,
            still_wanted=still_wanted,
            consents=consents,
            ask_pin=ask_pin,
        )

    def batch(self, items: Sequence[BatchItem], name: str = "") -> Batch:
        """Make a batch that can be paused and resumed; see :mod:`eqaror_desktop.flows.batch`.

        ``name`` is of the batch this one goes on with.
        """
        from eqaror_desktop.flows.batch import Batch

        idle = self._station.settings.signing.idle_minutes * 60.0
        flow, journal = self._signing(), self._station.store.journal
        return Batch(flow, journal, items, now=utc_clock, idle=idle, name=name)

    def plan_answer(self, serial: str | None = None, *, certificate: str | None = None) -> KeyPlan:
        """Choose the certificate for an answer and check whose it is; asks for no PIN.

        Args:
            serial: of the token, if it is not clear which one is meant.
            certificate: its fingerprint or how that begins, if one was chosen; otherwise what
                this person used last, or the only one that can be used.

        Raises:
            SeveralTokens, SeveralCertificates: it is not clear what to sign with.
            StoreFull: what would be signed could not be kept.
            NotSignedIn, TokenError, CertificateError: by name.
        """
        from eqaror_desktop.flows.agreement import plan_answer

        require_free(self._station.profile.directory)
        me = self._station.connection.require_person()
        wanted = self.wanted(serial, certificate, me.person.pinfl)
        reading = self._station.proofs.clock.reading()
        return plan_answer(
            me, self._station.tokens, self._station.anchors, wanted, reading, utc_clock()
        )

    def plan_report(self, serial: str | None = None, *, certificate: str | None = None) -> KeyPlan:
        """Choose the certificate that signs a verification report; asks for no PIN.

        Nobody need be signed in: then anybody's certificate may be meant.

        Args:
            serial: as in :meth:`plan_answer`.
            certificate: the same.

        Raises:
            SeveralTokens, SeveralCertificates: it is not clear what to sign with.
            NotConfigured, TokenError, CertificateError: by name.
        """
        from eqaror_desktop.flows.report import plan_report

        me = self._station.connection.person()
        pinfl = me.person.pinfl if me else None
        return plan_report(
            self._station.tokens,
            self._station.anchors,
            self.wanted(serial, certificate, pinfl),
            self._station.proofs.clock.reading(),
            utc_clock(),
            pinfl,
        )

    def require_none_waits(self, draft: Draft) -> None:
        """Stop whoever is about to be asked for a PIN where something else done here waits.

        Raises:
            AnotherWaits: see :func:`eqaror_desktop.flows.pending.require_none_waits`.
        """
        from eqaror_desktop.flows.pending import require_none_waits

        me, summary = self._station.connection.require_person(), draft.summary
        require_none_waits(
            self._station.store, summary.id, summary.version_digest, me.person.pinfl
        )

    def answer(
        self,
        draft: str,
        decision: Answer,
        remark: str,
        serial: str | None,
        pin: bytearray,
        *,
        certificate: str | None = None,
        shown: str | None = None,
    ) -> OutboxEntry:
        """Agree or object; see :func:`eqaror_desktop.flows.agreement.answer`.

        ``certificate`` is its fingerprint or how that begins, if one was chosen.
        ``shown`` is the version digest that was on the screen: another version raises
        DraftChanged.
        """
        from eqaror_desktop.flows.agreement import answer

        try:
            found = self._station.draft(draft)
            _require_shown(found, shown)
            me = self._station.connection.require_person()
            return answer(
                found,
                decision,
                remark,
                me=me,
                store=self._station.store,
                keys=self.keys(),
                wanted=self.wanted(serial, certificate, me.person.pinfl),
                pin=pin,
                now=utc_clock().replace(microsecond=0),
                consent=Consent(shown=None if shown is None else True),
            )
        finally:
            pin[:] = bytes(len(pin))

    def send_back(
        self, draft: str, action: Action, reason: str, *, shown: str | None = None
    ) -> OutboxEntry:
        """Return or reject; see :func:`eqaror_desktop.flows.sending_back.send_back`.

        ``shown`` is the version digest that was on the screen: another version raises
        DraftChanged.
        """
        from eqaror_desktop.flows.sending_back import send_back

        found = self._station.draft(draft)
        _require_shown(found, shown)
        me = self._station.connection.require_person()
        return send_back(found, action, reason, me=me, store=self._station.store)

    def in_doubt(self) -> tuple[Attempt, ...]:
        """Return the last attempt of each draft that was asked for and is not in the outbox.

        Those that a crash ended before the token was asked are among them: they are not signed,
        and their person may think they are.
        """
        doubtful = (JournalState.UNKNOWN, JournalState.DISCARDED)
        unfinished = {item.id for item in self._station.store.journal.unfinished()}
        return tuple(
            item
            for item in self._station.store.journal.latest()
            if (item.state in doubtful or item.reason == INTERRUPTED or item.id in unfinished)
            and item.reason != TAKEN_BACK
            and self._still_asked(item)
        )

    def _still_asked(self, attempt: Attempt) -> bool:
        try:
            summary = self._station.store.drafts.summary(attempt.draft)
        except NotFound:
            return False
        asked = {Action.SIGN, Action.AGREE, Action.OBJECT} & set(summary.actions)
        return bool(asked) and summary.version_digest == attempt.version_digest

    def settle_interrupted(self) -> int:
        """Finish the packages whose signatures the last run left; no token is asked.

        Returns:
            How many are in the outbox now. What cannot be finished now stays for later.
        """
        if self._station.store.unkept is not None:
            return 0
        left, me = (
            self._station.store.journal.unfinished(),
            self._station.connection.person(),
        )
        finished = 0
        for attempt in left:
            if me is None or attempt.person != me.person.pinfl:
                continue
            try:
                found = self._station.store.drafts.draft(attempt.draft)
            except NotFound:
                self._station.store.journal.end((attempt.id,), "NotFound")
                continue
            with suppress(StoreError, SigningError, ApplicationError):
                finished += self._signing().finish(attempt, found, me) is not None
        return finished

    def _signing(self, *, online: bool = False) -> SigningFlow:
        from eqaror_desktop.flows.signing import SigningFlow
        from signing.mechanism import RsaPadding

        me = self._station.connection.require_person()
        return SigningFlow(
            self._station.store,
            self._station.tokens,
            self._station.anchors,
            pdf_profile=me.policy.pdf_profile,
            visible=self._station.settings.signing.visible_signature,
            public_url=me.policy.public_url,
            rsa_padding=RsaPadding(self._station.settings.signing.rsa_padding),
            table=self._mechanisms(),
            examiner=self._station.examiner,
            active_content=self._station.settings.signing.active_content,
            ask_status=self._station.proofs.status_of if online else None,
        )

    def keys(self) -> KeyUses:
        """Return the way to this station's keys."""
        from eqaror_desktop.keylog import KeyUses
        from signing.mechanism import RsaPadding

        padding = RsaPadding(self._station.settings.signing.rsa_padding)
        return KeyUses(
            self._station.tokens,
            self._station.store.journal,
            self._station.anchors,
            padding,
            self._station.store.facts,
            self._mechanisms(),
        )

    def _mechanisms(self) -> MechanismTable:
        from eqaror_desktop.mechanisms import office_table

        return office_table(
            self._station.profile.directory, self._station.settings.signing.algorithms
        )

    def wanted(self, serial: str | None, certificate: str | None, pinfl: str | None) -> Wanted:
        """Say which certificate is meant: what was chosen, or what ``pinfl`` used last."""
        from eqaror_desktop.choosing import Wanted

        return Wanted(
            serial, certificate, None if pinfl is None else self._station.remembered(pinfl)
        )


def _require_shown(draft: Draft, shown: str | None) -> None:
    if shown is not None and draft.summary.version_digest != shown:
        from signing.errors import DraftChanged

        raise DraftChanged(draft.summary.id)
