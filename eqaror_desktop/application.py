"""The application: one object for one profile, used by the window and the command line alike.

Its methods block and raise errors of the three trees; they may be called from one lane for the
store and the network and one for tokens. What it is made of is in :mod:`eqaror_desktop.parts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from eqaror_desktop.carrier import Carrier
from eqaror_desktop.clock import utc_clock
from eqaror_desktop.parts import Parts
from eqaror_desktop.profile import Profile
from eqaror_desktop.review_desk import ReviewDesk
from eqaror_desktop.settings import Settings
from eqaror_desktop.signing_desk import SigningDesk
from sync.cancel import NEVER, CancelToken, Watcher, silent
from sync.entries import OutboxEntry
from sync.errors import RegistryError, StationForgotten
from sync.secrets import Secrets
from sync.station import Store
from sync.wire import Draft, Me

if TYPE_CHECKING:
    from eqaror_desktop.checks import TrailCheck
    from eqaror_desktop.choosing import Offer, Remembered
    from eqaror_desktop.flows.receipt import ReceiptState
    from eqaror_desktop.indexing import Indexer
    from signing.report import Report
    from sync.engine import Engine, SyncReport


class Application(Parts):
    """Everything a person can do on one station."""

    def __init__(
        self, profile: Profile, settings: Settings, store: Store, secrets: Secrets
    ) -> None:
        """Join the rooms; see :meth:`open`."""
        super().__init__(profile, settings, store, secrets)
        self._engine: Engine | None = None
        self._indexer: Indexer | None = None
        self.desk = SigningDesk(self)
        """Where this person signs and answers."""
        self.carrier = Carrier(self)
        """What leaves this station, or comes to it, in a file."""
        self.review = ReviewDesk(self)
        """Where this person remarks and compares."""

    # The person

    def person(self) -> Me | None:
        """Return who signed in last, without asking anybody."""
        return self.connection.person()

    def sign_in(self, serial: str | None, pin: bytearray, *, certificate: str | None = None) -> Me:
        """Sign in with a token; see :func:`eqaror_desktop.flows.sign_in.sign_in`.

        Args:
            serial: of the token, if it is not clear which one is meant.
            pin: in UTF-8; wiped in every case.
            certificate: its fingerprint or how that begins, if one was chosen.
        """
        from eqaror_desktop.flows.sign_in import sign_in

        try:
            self.refresh_trust()
            before = self.person()
            me = sign_in(
                self.connection,
                self.desk.keys(),
                wanted=self.desk.wanted(
                    serial, certificate, before.person.pinfl if before else None
                ),
                pin=pin,
                now=utc_clock(),
            )
        finally:
            pin[:] = bytes(len(pin))
        with self._lock:
            self._engine = None
        # Not only with the next synchronising: until there is a line, nobody reads another's.
        for sha256 in self.store.drafts.belong_to(me.person.pinfl):
            self.store.files.remove(sha256)
        return me

    def sign_out(self) -> None:
        """Forget the session; drafts stay until somebody else signs in."""
        self.connection.sign_out()
        with self._lock:
            self._engine = None

    # Drafts

    def sync(self, watch: Watcher = silent, cancel: CancelToken = NEVER) -> SyncReport:
        """Send what waits and fetch what changed.

        Raises:
            NotSignedIn, NotConfigured: there is nobody to do it for.
            SessionExpired: sign in again; nothing is lost.
            StationForgotten: the drafts and the session were removed from this station.
            RegistryError: the session could not be begun.
            StoreError: the store.
        """
        self.desk.settle_interrupted()
        self.upkeep.expire(self.settings.store.draft_days)
        try:
            report = self._cycles().cycle(watch, cancel)
            if isinstance(report.failure, StationForgotten):
                raise report.failure
        except StationForgotten as told:
            raise self._forget_drafts() from told
        if report.failure is None and not report.cancelled:
            self.desk.heard()
            self.upkeep.refreshed(report.clock_skew)
            self.upkeep.tidy()
            with suppress(RegistryError):
                self.refresh_trust(force=self._heard_of_a_revocation(report))
        return report

    def _heard_of_a_revocation(self, report: SyncReport) -> bool:
        """Whether the registry refused a certificate that is not known as revoked here."""
        refused = (self.store.outbox.entry(key) for key in report.refused)
        return any(entry.code == "certificate_revoked" for entry in refused)

    def offer(self, *, pinfl: str | None = None) -> Offer:
        """Return the tokens that are in with their certificates, and the drivers that failed.

        Args:
            pinfl: whose certificate is looked for; None for anybody's.
        """
        return self.tokens.offer(utc_clock(), pinfl=pinfl)

    def remembered(self, pinfl: str) -> Remembered | None:
        """Return the certificate this person used last on this station."""
        from eqaror_desktop.memory import remembered

        return remembered(self.store.facts, pinfl)

    def index_texts(self, cancel: CancelToken = NEVER, limit: int = 1000) -> int:
        """Make what arrived searchable; see :meth:`eqaror_desktop.indexing.Indexer.index`."""
        with self._lock:
            if self._indexer is None:
                from eqaror_desktop.indexing import Indexer

                self._indexer = Indexer(self.store)
        return self._indexer.index(cancel, limit)

    def examine_ahead(self, cancel: CancelToken = NEVER, limit: int = 1) -> int:
        """Examine what this person is to sign, so that planning it is quick; returns how many."""
        from eqaror_desktop.examining import examine_ahead

        return examine_ahead(self.store.drafts, self.examiner, cancel, limit)

    def trail_checks(self, draft: Draft) -> tuple[TrailCheck, ...]:
        """Check every signature of the trail against the version it must cover."""
        from eqaror_desktop.checks import check_trail

        return check_trail(draft, self.anchors, utc_clock())

    # The outbox and packages

    def outbox(self) -> tuple[OutboxEntry, ...]:
        """Return every entry, settled ones too."""
        return self.store.outbox.entries()

    def hurry(self, key: str) -> None:
        """Let an entry be tried at the next synchronising, and ask every time-stamp server again.

        Budgets of time-stamp servers stay: a server that blocks whoever asks too often is not
        asked because somebody is in a hurry.
        """
        self.store.outbox.hurry(key)
        self.proofs.servers.forgive()

    def receipt_state(self, entry: OutboxEntry) -> ReceiptState:
        """Check an entry's receipt; see :func:`eqaror_desktop.flows.receipt.check_receipt`."""
        from eqaror_desktop.flows.receipt import check_receipt

        return check_receipt(entry, self.anchors, utc_clock(), self.proofs.registry_name)

    def verify(
        self, path: Path, trust: Sequence[Path] = (), content: Path | None = None
    ) -> Report:
        """Verify a file, by the given anchors or else by this office's."""
        from eqaror_desktop.flows.verification import verify_file
        from signing.trust import TrustAnchors

        anchors = TrustAnchors.load(trust) if trust else self.anchors
        return verify_file(path, anchors, content=content)

    # Parts

    def _forget_drafts(self) -> StationForgotten:
        """Do what the office told the registry; the session goes last, so that it is all done."""
        self.upkeep.wipe()
        self.sign_out()
        return StationForgotten(self.upkeep.waiting())

    def _cycles(self) -> Engine:
        # Outside the lock: this may ask the registry, and others wait here for what is on disk.
        client = self.connection.signed_in()
        me = self.connection.person() or self.connection.me()
        with self._lock:
            if self._engine is None:
                from sync.engine import Engine, Fetching
                from sync.plan import Ahead

                kept = self.settings.store
                self._engine = Engine(
                    client,
                    self.store,
                    me.person.pinfl,
                    prepare=self.proofs.stamping(client),
                    fetching=Fetching(
                        Ahead(kept.files),
                        kept.megabytes << 20,
                        self.settings.network.parallel,
                    ),
                )
            return self._engine
