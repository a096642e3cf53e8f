"""What one profile's application is made of, each part made when it is first needed.

Opening one reads the settings and opens the store; drivers, network and PDF libraries are loaded
later.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from msgspec.structs import replace

from eqaror_desktop.clock import ClockBook, utc_clock
from eqaror_desktop.connection import Connection
from eqaror_desktop.errors import (
    AddressInvalid,
    NotConfigured,
    SignedInElsewhere,
    TrustFileInvalid,
)
from eqaror_desktop.profile import Profile
from eqaror_desktop.reading import Reading
from eqaror_desktop.settings import (
    Language,
    LookSetting,
    Settings,
    is_registry,
    keep_address,
    keep_language,
    keep_look,
    office_names_registry,
    put_chosen_aside,
    read_settings,
)
from sync.errors import StoreFull, StoreReadOnly
from sync.secrets import Secrets, choose_secrets
from sync.station import Store
from sync.upkeep import Upkeep

if TYPE_CHECKING:
    from eqaror_desktop.choosing import Judge
    from eqaror_desktop.examining import Examiner
    from eqaror_desktop.pins import PinMemory
    from eqaror_desktop.proofs import Proofs
    from eqaror_desktop.tokens import Tokens
    from signing.token.pin import AskPin
    from signing.trust import TrustAnchors
    from sync.network.events import Listener


class Parts(Reading):
    """The parts of :class:`~eqaror_desktop.application.Application`, and what a person chose."""

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
        self._listener: Listener | None = None
        self._examiner: Examiner | None = None

    @classmethod
    def open(cls, directory: Path | None = None) -> Self:
        """Open a profile, or make it.

        Raises:
            SettingsInvalid: its settings cannot be read.
            ProfileAway: it was here, and its disk or share is away.
            StoreError: its store cannot be opened; nothing was changed.
        """
        profile = Profile.at(directory)
        aside = put_chosen_aside(profile.settings)
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
            application.chosen_aside = aside
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
            TrustFileInvalid: a file there holds no certificate, or cannot be read.
        """
        return self.proofs.anchors

    def refresh_trust(self, *, force: bool = False) -> None:
        """Fetch certificates between and revocation lists, if those here are not fresh.

        Raises:
            RegistryError, NotConfigured: they could not be fetched; those here stay.
        """
        self.proofs.refresh(force=force)

    def set_language(self, language: Language) -> None:
        """Keep the language for the next start.

        Raises:
            DecidedByOffice: the whole computer's file names one; nothing was changed.
        """
        keep_language(self.profile.settings, language)
        self.settings = replace(self.settings, language=language)

    def set_look(self, look: LookSetting) -> None:
        """Keep how the window looks for the next start.

        Raises:
            DecidedByOffice: the whole computer's file says so already; nothing was changed.
        """
        keep_look(self.profile.settings, look, self.settings.look)
        self.settings = replace(self.settings, look=look)

    def set_address(self, address: str) -> str:
        """Keep the registry's address and go there from now on; one the office names stays.

        Returns:
            The address that counts.

        Raises:
            AddressInvalid, SignedInElsewhere: nothing was changed.
        """
        if not is_registry(address):
            raise AddressInvalid(address)
        if office_names_registry(self.profile.settings):
            return self.settings.registry
        if self.connection.person() is not None and address != self.settings.registry:
            # Drafts and session of one registry are not another's.
            raise SignedInElsewhere
        keep_address(self.profile.settings, address)
        self.settings = replace(self.settings, registry=address)
        self.connection.use(self.settings)
        self.proofs.use(self.settings)
        return address

    @property
    def examiner(self) -> Examiner:
        """Examines files before they are signed, each once."""
        with self._lock:
            if self._examiner is None:
                from eqaror_desktop.examining import Examiner
                from eqaror_desktop.readers.programs import installed

                readers = installed() if self.settings.signing.other_readers else ()
                self._examiner = Examiner(self.store.files, self.store.facts, readers=readers)
            return self._examiner

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

    def _judge(self, at: datetime, pinfl: str | None) -> Judge:
        from eqaror_desktop.choosing import Judge

        try:
            anchors: TrustAnchors | None = self.anchors
        except (NotConfigured, TrustFileInvalid):
            # Told where it matters; without anchors no certificate is worse than another.
            anchors = None
        return Judge(at, self.settings.signing.key_usage, anchors, pinfl, self._clock.reading())
