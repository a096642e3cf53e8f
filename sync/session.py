"""A session with the registry: its tokens, their renewal, and requests made under it.

An access token that ran out is renewed once and the request repeated. That is safe for every
request, because a registry that answers 401 has done nothing.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec

from sync import wire
from sync.errors import Refused, SessionExpired
from sync.http import JSON, Answer, Call, Head, Http, decode

JSON_BODY = (("Content-Type", JSON),)

_EARLY = timedelta(seconds=20)
"""A token that ends this soon is renewed before it is used."""

SessionChanged = Callable[[wire.Session | None], None]


class RegistrySession:
    """Keeps the tokens of one person; one thread at a time renews them."""

    def __init__(self, http: Http, changed: SessionChanged) -> None:
        self._http = http
        self._changed = changed
        self._current: wire.Session | None = None
        self._renewing = threading.RLock()

    def __repr__(self) -> str:
        return f"RegistrySession({'signed in' if self._current else 'signed out'})"

    @property
    def current(self) -> wire.Session | None:
        """The tokens, or None before a sign-in and after its end."""
        return self._current

    def begin(self, path: str, request: object) -> wire.Session:
        """Ask for new tokens without having any.

        Raises:
            Refused: the registry does not accept what was offered.
            RegistryError: as :meth:`sync.http.Http.send`.
        """
        call = Call("POST", path, body=msgspec.json.encode(request), headers=JSON_BODY)
        session = decode(call, self._http.send(call).body, wire.Session)
        self.keep(session)
        return session

    def renew(self, refresh_token: str) -> wire.Session:
        """Trade a refresh token for new tokens.

        Raises:
            SessionExpired: the registry no longer accepts it; nothing is kept.
        """
        with self._renewing:
            try:
                return self.begin("/v1/auth/refresh", wire.RefreshRequest(refresh_token))
            except Refused as error:
                if error.code in {"rate_limited", "maintenance"}:
                    raise
                self.keep(None)
                raise SessionExpired from error

    def keep(self, session: wire.Session | None) -> None:
        """Use these tokens from now on, or none, and tell who keeps the refresh token."""
        self._current = session
        self._changed(session)

    def send(self, call: Call) -> Answer:
        """Send a request under the session and return its whole answer.

        Raises:
            SessionExpired: there is no session, or it cannot be renewed.
            RegistryError: as :meth:`sync.http.Http.send`.
        """
        session = self._ready()
        try:
            return self._http.send(replace(call, token=session.access_token))
        except SessionExpired:
            session = self._renewed(session)
            return self._http.send(replace(call, token=session.access_token))

    @contextlib.contextmanager
    def open(self, call: Call) -> Iterator[tuple[Head, Iterator[bytes]]]:
        """Send a request under the session and give its answer piece by piece.

        Raises:
            RegistryError: as :meth:`send`.
        """
        with contextlib.ExitStack() as stack:
            session = self._ready()
            try:
                answer = stack.enter_context(
                    self._http.open(replace(call, token=session.access_token))
                )
            except SessionExpired:
                session = self._renewed(session)
                answer = stack.enter_context(
                    self._http.open(replace(call, token=session.access_token))
                )
            yield answer

    def _ready(self) -> wire.Session:
        session = self._current
        if session is None:
            raise SessionExpired
        # The end is told in the registry's time, so our own clock is put right first.
        now = datetime.now(UTC) + timedelta(seconds=self._http.clock_skew or 0)
        if session.access_expires - now < _EARLY:
            return self._renewed(session)
        return session

    def _renewed(self, used: wire.Session) -> wire.Session:
        """Renew unless another thread has done so since ``used`` was taken."""
        with self._renewing:
            session = self._current
            if session is None:
                raise SessionExpired
            if session is not used:
                return session
            return self.renew(session.refresh_token)
