"""What proves a signature's worth on a station: trust anchors, status, time-stamps, the clock."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from eqaror_desktop.clock import ClockBook
from eqaror_desktop.errors import NotConfigured
from eqaror_desktop.profile import Profile
from eqaror_desktop.settings import Settings
from sync.errors import StoreError
from sync.station import Store

if TYPE_CHECKING:
    from eqaror_desktop.connection import Connection
    from eqaror_desktop.flows.stamp_servers import StampServers
    from signing.trust import TrustAnchors
    from sync.client import RegistryClient
    from sync.entries import OutboxEntry


class Proofs:
    """Made once for a profile; safe from any thread. Nothing is fetched before it is asked for."""

    def __init__(
        self,
        profile: Profile,
        settings: Settings,
        store: Store,
        connection: Connection,
        clock: ClockBook,
        now: Callable[[], datetime],
    ) -> None:
        self.clock = clock
        self._profile = profile
        self._settings = settings
        self._store = store
        self._connection = connection
        self._now = now
        self._lock = threading.RLock()
        self._anchors: TrustAnchors | None = None
        self._servers: StampServers | None = None

    @property
    def anchors(self) -> TrustAnchors:
        """What this office trusts, with the helpers that were kept.

        Raises:
            NotConfigured: there is no PEM file in the profile's ``trust`` directory.
            MalformedDocument: a file there holds no certificate.
        """
        with self._lock:
            if self._anchors is None:
                from eqaror_desktop.flows.trust import load_helpers
                from signing.trust import TrustAnchors

                files = sorted(self._profile.trust.glob("*.pem"))
                if not files:
                    raise NotConfigured("trust")
                anchors = TrustAnchors.load(files)
                self._use(load_helpers(anchors, self._profile.trust_helpers))
            assert self._anchors is not None
            return self._anchors

    def refresh(self, *, force: bool = False) -> None:
        """Fetch certificates between and revocation lists, if those here are not fresh.

        Raises:
            RegistryError, NotConfigured: they could not be fetched; those here stay.
        """
        from eqaror_desktop.flows.trust import is_fresh, refresh

        now = self._now()
        if force or not is_fresh(self.anchors, now):
            client = self._connection.client()
            self._use(refresh(client, self.anchors, self._profile.trust_helpers, now))

    @property
    def servers(self) -> StampServers:
        """The time-stamp servers of the settings, with what is known of them."""
        with self._lock:
            if self._servers is None:
                from eqaror_desktop.flows.stamp_servers import StampServers

                listed = self._settings.signing.time_stamp_servers
                self._servers = StampServers(listed, self._store.facts, self._now)
            return self._servers

    def stamping(self, client: RegistryClient) -> Callable[[OutboxEntry], OutboxEntry]:
        """Return what puts a time-stamp into a waiting package before it is sent."""
        from eqaror_desktop.flows.time_stamp import Desk, time_stamp

        ca_file = Path(self._settings.ca_file) if self._settings.ca_file else None
        desk = Desk(
            outbox=self._store.outbox,
            facts=self._store.facts,
            client=client,
            servers=self.servers,
            clock=self.clock,
            anchors=lambda: self.anchors,
            now=self._now,
            ca_file=ca_file,
        )
        return lambda entry: time_stamp(entry, desk)

    def _use(self, anchors: TrustAnchors) -> None:
        with self._lock:
            self._anchors = anchors
        newest = max((item.last_update_utc for item in anchors.crls), default=None)
        if newest is not None:
            with contextlib.suppress(StoreError):
                self.clock.seen(newest)
