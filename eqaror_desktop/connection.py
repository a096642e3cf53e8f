"""The registry and the person signed in to it, as one profile knows them.

The refresh token is kept among the profile's secrets and who the person is in the store, so that
a station that was off can go on, and work offline, without another PIN.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from eqaror_desktop.clock import ClockBook, Source
from eqaror_desktop.errors import NotConfigured, NotSignedIn
from eqaror_desktop.network import network_of
from eqaror_desktop.settings import Settings
from eqaror_desktop.whose import remember
from sync.errors import SessionExpired, StoreError
from sync.secrets import Secrets
from sync.store.facts import Facts
from sync.wire import Me, Session

if TYPE_CHECKING:
    from sync.client import RegistryClient
    from sync.network.proxies import Proxy
    from sync.network.tls import Peer

_SESSION = "session"
_PERSON = "person"


class Connection:
    """Made once for a profile; nothing is sent before it is asked for."""

    def __init__(
        self, settings: Settings, secrets: Secrets, facts: Facts, clock: ClockBook
    ) -> None:
        self._clock = clock
        self._settings = settings
        self._secrets = secrets
        self._facts = facts
        self._client: RegistryClient | None = None
        self._me: Me | None = None
        self._resuming = threading.Lock()
        self._making = threading.Lock()
        self.network = network_of(settings.network, secrets)
        """How this station reaches the registry and others."""

    @property
    def address(self) -> str:
        """The registry's address; empty if it is not configured."""
        return self._settings.registry

    def use(self, settings: Settings) -> None:
        """Take another registry address; nobody may be signed in at the one before."""
        before, self._settings, self._client = self._client, settings, None
        if before is not None:
            before.close()

    def client(self) -> RegistryClient:
        """Return the client, signed in or not.

        Raises:
            NotConfigured: the profile has no registry address.
            Unreachable: the address is not one that may be used.
        """
        if not self._settings.registry:
            raise NotConfigured("registry")
        if self._client is None:
            from sync.client import RegistryClient
            from sync.http import Http

            http = Http(self._settings.registry, network=self.network, clock_told=self._clock_told)
            self._client = RegistryClient(http, self._keep)
        return self._client

    def signed_in(self) -> RegistryClient:
        """Return the client with a session; the kept refresh token begins a new one.

        Raises:
            NotSignedIn: nobody has signed in on this profile.
            SessionExpired: the registry no longer accepts the kept token; sign in again.
            RegistryError: the registry could not be asked.
        """
        client = self.client()
        # One lane at a time: a refresh token is good for one use, and two would lose the session.
        with self._resuming:
            if not client.signed_in:
                kept = self._secrets.get(_SESSION)
                if kept is None:
                    raise NotSignedIn if self.person() is None else SessionExpired
                client.resume(kept)
        return client

    def events(self, opened: Callable[[], None]) -> Iterator[None]:
        """Yield the registry's hints; see :meth:`sync.client.RegistryClient.events`.

        Raises:
            SessionExpired: nobody is signed in.
            RegistryError, StoreError: as :meth:`signed_in`.
        """
        try:
            client = self.signed_in()
        except (NotConfigured, NotSignedIn) as error:
            raise SessionExpired from error
        yield from client.events(opened)

    @property
    def proxy(self) -> Proxy | None:
        """The proxy of the last request; None for the straight way."""
        return None if self._client is None else self._client.http.proxy

    @property
    def peer(self) -> Peer | None:
        """Who was at the other end of the last TLS connection."""
        return None if self._client is None else self._client.http.peer

    def hang_up(self) -> None:
        """End a stream of hints that is open, from another thread."""
        if self._client is not None:
            self._client.http.hang_up()

    def network_changed(self) -> None:
        """Ask for the way out afresh at the next request."""
        if self._client is not None:
            self._client.http.network_changed()

    def me(self) -> Me:
        """Return who is signed in, asked of the registry and kept.

        Raises:
            NotSignedIn, RegistryError: as :meth:`signed_in`.
        """
        me = self.signed_in().me()
        self._facts.put(_PERSON, msgspec.json.encode(me).decode())
        remember(self._facts, me.person)
        self._me = me
        return me

    def person(self) -> Me | None:
        """Return who signed in last, without asking anybody; None if nobody has."""
        if self._me is None:
            kept = self._facts.get(_PERSON)
            if kept is not None:
                try:
                    self._me = msgspec.json.decode(kept, type=Me)
                except msgspec.DecodeError:
                    # Written by a program with another idea of a person: ask again.
                    self._facts.remove(_PERSON)
        return self._me

    def require_person(self) -> Me:
        """Return who signed in last.

        Raises:
            NotSignedIn: nobody has.
        """
        me = self.person()
        if me is None:
            raise NotSignedIn
        return me

    def sign_out(self) -> None:
        """End the session here, and at the registry if it can be reached."""
        client = self._client
        self._me = None
        try:
            if client is not None:
                client.sign_out()
        finally:
            self._secrets.remove(_SESSION)
            self._facts.remove(_PERSON)

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()

    def _clock_told(self, seconds: float) -> None:
        # What cannot be written down is known in this run all the same.
        with suppress(StoreError):
            self._clock.heard(Source.REGISTRY, timedelta(seconds=seconds))

    def _keep(self, session: Session | None) -> None:
        if session is None:
            self._secrets.remove(_SESSION)
        else:
            self._secrets.put(_SESSION, session.refresh_token)
