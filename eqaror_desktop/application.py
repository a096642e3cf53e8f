"""The application: one object for one profile, used by the window and the command line alike.

Its methods block and raise errors of the three trees; they may be called from one lane for the
store and the network and one for tokens. Opening one reads the settings and opens the store;
drivers, network and PDF libraries are loaded when they are first needed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from msgspec.structs import replace

from eqaror_desktop.carrier import Carrier
from eqaror_desktop.clock import ClockBook, utc_clock
from eqaror_desktop.connection import Connection
from eqaror_desktop.errors import AddressInvalid, NotConfigured, SignedInElsewhere
from eqaror_desktop.profile import Profile
from eqaror_desktop.reading import Reading
from eqaror_desktop.review_desk import ReviewDesk
from eqaror_desktop.settings import (
    Language,
    LookSetting,
    Settings,
    is_address,
    keep_address,
    keep_language,
    keep_look,
    office_names_registry,
    read_settings,
)
from eqaror_desktop.signing_desk import SigningDesk
from sync.cancel import NEVER, CancelToken, Watcher, silent
from sync.entries import OutboxEntry
from sync.errors import (
    RegistryError,
    StationForgotten,
    StoreFull,
    StoreReadOnly,
)
from sync.secrets import Secrets, choose_secrets
from sync.station import Store
from sync.upkeep import Upkeep
from sync.wire import Draft, Me

if TYPE_CHECKING:
    from eqaror_desktop.checks import TrailCheck
    from eqaror_desktop.choosing import Judge, Offer, Remembered
    from eqaror_desktop.examining import Examiner
    from eqaror_desktop.flows.receipt import ReceiptState
    from eqaror_desktop.indexing import Indexer
    from eqaror_desktop.pins import PinMemory
    from eqaror_desktop.proofs import Proofs
    from eqaror_desktop.tokens import Tokens
    from signing.report import Report
    from signing.token.pin import AskPin
    from signing.trust import TrustAnchors
    from sync.engine import Engine, SyncReport
    from sync.network.events import Listener


class Application(Reading):
    """Everything a person can do on one station."""

    def __init__(
        self, profile: Profile, settings: Settings, store: Store, secrets: Secrets
    ) -> None:
        """Join the rooms; see :meth:`open`."""
        self.profile = profile
        self.settings = settings
        self.store = store
        self.secrets = secrets
        self.upkeep = Upkeep(store)
        self._clock = ClockBook(store.facts, utc_clock)
        self.connection = Connection(settings, secrets, store.facts, self._clock)
        self._lock = threading.RLock()
        self._pins: PinMemory | None = None
        self._asker: AskPin | None = None
        self._proofs: Proofs | None = None
        self._tokens: Tokens | None = None
        self._engine: Engine | None = None
        self._listener: Listener | None = None
        self._examiner: Examiner | None = None
        self._indexer: Indexer | None = None
        self.desk = SigningDesk(self)
        """Where this person signs and answers."""
        self.carrier = Carrier(self)
        """What leaves this station, or comes to it, in a file."""
        self.review = ReviewDesk(self)
        """Where this person remarks and compares."""

    @classmethod
    def open(cls, directory: Path | None = None) -> Self:
        """Open a profile, or make it.

        Raises:
            SettingsInvalid: its settings cannot be read.
            ProfileAway: it was here, and its disk or share is away.
            StoreError: its store cannot be opened; nothing was changed.
        """
        profile = Profile.at(directory)
        settings = read_settings(profile.settings)
        with ExitStack() as undo:
            secrets = choose_secrets(profile.directory, settings.secrets)
            store = Store.open(
                profile.directory,
                secrets,
                key_days=settings.store.key_days,
                witness=profile.witness,
            )
            undo.callback(store.close)
            application = cls(profile, settings, store, secrets)
            application.upkeep.expire(settings.store.draft_days)
            undo.pop_all()
        return application

    @classmethod
    def open_to_read(cls, directory: Path | None = None) -> Self:
        """Open a profile for a look: also where its disk is full or cannot be written to.

        Then nothing that is done is kept, and ``store.unkept`` says why.

        Raises:
            SettingsInvalid, StoreError: as :meth:`open`.
        """
        try:
            return cls.open(directory)
        except (StoreFull, StoreReadOnly) as error:
            profile = Profile.at(directory)
            settings = read_settings(profile.settings)
            secrets = choose_secrets(profile.directory, settings.secrets)
            store = Store.open_to_read(profile.directory, secrets, error)
            return cls(profile, settings, store, secrets)

    def close(self) -> None:
        """End drivers, connections and the store, in this order; a second call does nothing."""
        if self._listener is not None:
            self._listener.stop()
        if self._tokens is not None:
            self._tokens.close()
        self.connection.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # What this station has

    @property
    def pins(self) -> PinMemory:
        """What this station remembers of PINs."""
        with self._lock:
            if self._pins is None:
                from eqaror_desktop.pins import PinMemory

                self._pins = PinMemory(self.store.facts, log=self.store.log)
                self._pins.asker = self._asker
            return self._pins

    def let_ask(self, asker: AskPin) -> None:
        """Say how a key that wants the PIN each time asks a person."""
        with self._lock:
            self._asker = asker
            if self._pins is not None:
                self._pins.asker = asker

    @property
    def proofs(self) -> Proofs:
        """What proves a signature's worth."""
        with self._lock:
            if self._proofs is None:
                from eqaror_desktop.proofs import Proofs

                self._proofs = Proofs(
                    self.profile,
                    self.settings,
                    self.store,
                    self.connection,
                    self._clock,
                    utc_clock,
                )
            return self._proofs

    @property
    def tokens(self) -> Tokens:
        """The tokens, over all drivers."""
        with self._lock:
            if self._tokens is None:
                from eqaror_desktop.tokens import Tokens

                idle = self.settings.signing.idle_minutes * 60.0
                modules = self.settings.module_specs()
                self._tokens = Tokens(modules, self._judge, self.pins, idle)
            return self._tokens

    @property
    def anchors(self) -> TrustAnchors:
        """What this office trusts.

        Raises:
            NotConfigured: there is no PEM file in the profile's ``trust`` directory.
            MalformedDocument: a file there holds no certificate.
        """
        return self.proofs.anchors

    def refresh_trust(self, *, force: bool = False) -> None:
        """Fetch certificates between and revocation lists, if those here are not fresh.

        Raises:
            RegistryError, NotConfigured: they could not be fetched; those here stay.
        """
        self.proofs.refresh(force=force)

    def set_language(self, language: Language) -> None:
        """Keep the language for the next start."""
        keep_language(self.profile.settings, language)
        self.settings = replace(self.settings, language=language)

    def set_look(self, look: LookSetting) -> None:
        """Keep how the window looks for the next start."""
        keep_look(self.profile.settings, look, self.settings.look)
        self.settings = replace(self.settings, look=look)

    def set_address(self, address: str) -> str:
        """Keep the registry's address and go there from now on; one the office names stays.

        Returns:
            The address that counts.

        Raises:
            AddressInvalid, SignedInElsewhere: nothing was changed.
        """
        if not is_address(address):
            raise AddressInvalid(address)
        if office_names_registry(self.profile.settings):
            return self.settings.registry
        if self.person() is not None and address != self.settings.registry:
            # Drafts and session of one registry are not another's.
            raise SignedInElsewhere
        keep_address(self.profile.settings, address)
        self.settings = replace(self.settings, registry=address)
        self.connection.use(self.settings)
        self.proofs.use(self.settings)
        return address

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

    @property
    def examiner(self) -> Examiner:
        """Examines files before they are signed, each once."""
        with self._lock:
            if self._examiner is None:
                from eqaror_desktop.examining import Examiner

                self._examiner = Examiner(self.store.files, self.store.facts)
            return self._examiner

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

    def listener(self, hinted: Callable[[], None]) -> Listener | None:
        """Return what listens to the registry's hints, not begun; None if the office wants none.

        Args:
            hinted: called in its thread when it is of use to synchronise now.
        """
        if not self.settings.network.events:
            return None
        from sync.network.events import Listener

        self._listener = Listener(self.connection.events, hinted, self.connection.hang_up)
        return self._listener

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

    def _judge(self, at: datetime, pinfl: str | None) -> Judge:
        from eqaror_desktop.choosing import Judge

        try:
            anchors: TrustAnchors | None = self.anchors
        except NotConfigured:
            # Told where it matters; without anchors no certificate is worse than another.
            anchors = None
        return Judge(at, self.settings.signing.key_usage, anchors, pinfl)
