"""What proves a signature's worth on a station: trust anchors, status, time-stamps, the clock."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from eqaror_desktop.clock import ClockBook, Source
from eqaror_desktop.errors import BundleRefused, NotConfigured, TrustFileInvalid
from eqaror_desktop.profile import Profile
from eqaror_desktop.settings import Settings
from sync.errors import NoTimeStamp, RegistryError, StoreError
from sync.secrets import write_private
from sync.station import Store

if TYPE_CHECKING:
    from cryptography import x509

    from eqaror_desktop.connection import Connection
    from eqaror_desktop.flows.stamp_servers import StampServers
    from eqaror_desktop.flows.status import Responders
    from eqaror_desktop.flows.time_stamp import Desk, Tried
    from eqaror_desktop.flows.trust import Word
    from signing.timestamp import TimeStamp
    from signing.trust import TrustAnchors
    from sync.client import RegistryClient
    from sync.entries import OutboxEntry
    from sync.wire import Trust


_FACT = "registry's word"
_REGISTRY = "registry's name"


@dataclass(frozen=True)
class Bundle:
    """The registry's word as one file; ``as_of`` is the age of the oldest list here (UTC)."""

    content: bytes = field(repr=False)
    issued: datetime
    as_of: datetime | None


@dataclass(frozen=True)
class _Kept:
    issued: datetime
    ocsp_urls: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Registry:
    """Who answered first at an address."""

    address: str
    name: str


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
        self._responders: Responders | None = None

    def use(self, settings: Settings) -> None:
        """Take another registry address: who speaks for it is heard anew."""
        self._settings = settings

    @property
    def anchors(self) -> TrustAnchors:
        """What this office trusts, with the helpers that were kept.

        Raises:
            NotConfigured: there is no PEM file in the profile's ``trust`` directory.
            TrustFileInvalid: a file there holds no certificate, or cannot be read.
        """
        with self._lock:
            if self._anchors is None:
                from eqaror_desktop.flows.trust import anchor_files, load_anchors, load_helpers

                files = anchor_files(self._profile.trust)
                if not files:
                    raise NotConfigured("trust")
                anchors = load_anchors(files)
                self._use(load_helpers(anchors, self._profile.trust_helpers))
            assert self._anchors is not None
            return self._anchors

    def refresh(self, *, force: bool = False) -> None:
        """Fetch certificates between and revocation lists, if those here are not fresh.

        Raises:
            RegistryError, NotConfigured: they could not be fetched; those here stay.
        """
        from eqaror_desktop.flows.trust import is_fresh, take

        if force or not self.registry_name or not is_fresh(self.anchors, self._now()):
            answer = self._connection.client().trust()
            # Two that read and write the helpers at once would lose what one of them heard.
            with self._lock:
                helpers = self._profile.trust_helpers
                word = take(answer, self.anchors, helpers, self._present(), self.registry_name)
                if not self.registry_name:
                    first = _Registry(self._settings.registry, word.registry)
                    self._store.facts.put(_REGISTRY, msgspec.json.encode(first).decode())
                self._keep(word, answer)

    @property
    def registry_name(self) -> str:
        """Who may speak as the registry; empty if nobody has told.

        Set by the office, or heard first at its registry's address.
        """
        if self._settings.registry_name:
            return self._settings.registry_name
        text = self._store.facts.get(_REGISTRY)
        try:
            heard = msgspec.json.decode(text, type=_Registry) if text else None
        except msgspec.DecodeError:
            return ""
        return heard.name if heard and heard.address == self._settings.registry else ""

    def take_bundle(self, path: Path) -> Bundle:
        """Take the registry's word from a file.

        Raises:
            BundleRefused: it is not what it must be; what is here stays.
            OSError: it cannot be read.
        """
        from eqaror_desktop.flows.trust import MAX_BUNDLE, take_bundle

        with path.open("rb") as stream:
            content = stream.read(MAX_BUNDLE + 1)
        if len(content) > MAX_BUNDLE:
            raise BundleRefused("damaged")
        with self._lock:
            helpers = self._profile.trust_helpers
            taken = take_bundle(
                content,
                self.anchors,
                helpers,
                self._present(),
                self._issued(),
                self.registry_name,
            )
            self._keep(*taken)
        return self.bundle()

    def bundle(self) -> Bundle:
        """Return the registry's last word, to be carried to another station.

        Raises:
            BundleRefused: none was heard yet.
        """
        issued = self._issued()
        try:
            content = self._profile.trust_bundle.read_bytes()
        except FileNotFoundError:
            content = b""
        if not content or issued is None:
            raise BundleRefused("absent")
        ages = [item.last_update_utc for item in self.anchors.crls]
        return Bundle(content, issued, min(ages, default=None))

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
        from eqaror_desktop.flows.time_stamp import time_stamp

        desk = self._stamp_desk(client)

        def stamped(entry: OutboxEntry) -> OutboxEntry:
            try:
                _ = self.anchors
            except TrustFileInvalid as error:
                # No server's fault, and nothing for the rest of a cycle to wait for.
                raise NoTimeStamp("trust", self._now(), str(error)) from error
            return time_stamp(entry, desk)

        return stamped

    def try_servers(self) -> Iterator[Tried]:
        """Ask each time-stamp server for one on trial, where that costs nothing."""
        from eqaror_desktop.flows.time_stamp import Tried, try_servers

        try:
            client = self._connection.client()
        except (NotConfigured, RegistryError):
            # Told where the registry is looked at.
            yield from (Tried(server, asked=False) for server in self.servers.servers)
            return
        yield from try_servers(self._stamp_desk(client))

    def _stamp_desk(self, client: RegistryClient) -> Desk:
        from eqaror_desktop.flows.time_stamp import Desk

        return Desk(
            outbox=self._store.outbox,
            facts=self._store.facts,
            client=client,
            servers=self.servers,
            clock=self.clock,
            anchors=lambda: self.anchors,
            now=self._now,
            network=self._connection.network,
            complete=self._complete,
        )

    def ask_status(self, *paths: tuple[x509.Certificate, ...]) -> TrustAnchors:
        """Ask responders about certificates of paths, where nothing fresh is at hand, and keep it.

        Without a line this leaves what is here.
        """
        from eqaror_desktop.flows.trust import keep_answers

        # Nobody else waits for a responder.
        found = self._ask_responders().ask(paths, self.anchors, self._responder_addresses())
        with self._lock:
            if found:
                self._use(keep_answers(self.anchors, self._profile.trust_helpers, found))
            return self.anchors

    def _ask_responders(self) -> Responders:
        with self._lock:
            if self._responders is None:
                from eqaror_desktop.flows.status import Responders

                self._responders = Responders(self._now, self._connection.network)
            return self._responders

    def status_of(self, certificate: x509.Certificate) -> TrustAnchors:
        """Ask about a person's own certificate before it signs; returns the anchors afterwards."""
        from signing.errors import SigningError

        try:
            path = self.anchors.path(certificate, (), self._now())
        except SigningError:
            # What is wrong with it is told by the checks.
            return self.anchors
        return self.ask_status(path)

    def _complete(self, signature: bytes, manifest: bytes, stamp: TimeStamp) -> bytes:
        from signing.cms_verify import check_cms
        from signing.errors import SigningError
        from signing.long_term import complete

        try:
            found = check_cms(signature, manifest)
            path = self.anchors.path(found.certificate, found.others, stamp.time)
            anchors = self.ask_status(path, stamp.path)
            return complete(signature, manifest, stamp, anchors, self._now())
        except SigningError:
            # Whether it is trusted is for the registry to say; it has its time-stamp.
            return signature

    def _keep(self, word: Word, trust: Trust) -> None:
        """Keep the registry's word for the next start and for other stations."""
        self._use(word.anchors)
        known = self._issued()
        if word.issued is None or (known is not None and word.issued < known):
            return
        write_private(self._profile.trust_bundle, msgspec.json.encode(trust))
        told = _Kept(word.issued, word.ocsp_urls or self._responder_addresses())
        self._store.facts.put(_FACT, msgspec.json.encode(told).decode())

    def _present(self) -> datetime:
        """Return the present by the registry's clock, if it was heard in this run."""
        heard = [
            item.skew
            for item in self.clock.readings()
            if item.sure and item.source is Source.REGISTRY
        ]
        return self._now() + sum(heard, timedelta())

    def _issued(self) -> datetime | None:
        kept = self._kept()
        return kept.issued if kept else None

    def _responder_addresses(self) -> tuple[str, ...]:
        kept = self._kept()
        return kept.ocsp_urls if kept else ()

    def _kept(self) -> _Kept | None:
        text = self._store.facts.get(_FACT)
        try:
            return msgspec.json.decode(text, type=_Kept) if text else None
        except msgspec.DecodeError:
            return None

    def _use(self, anchors: TrustAnchors) -> None:
        with self._lock:
            self._anchors = anchors
        newest = max((item.last_update_utc for item in anchors.crls), default=None)
        if newest is not None:
            with contextlib.suppress(StoreError):
                self.clock.seen(newest)
