"""The door to tokens for the rest of the program: :class:`TokenHost`.

It starts the child process when it is first needed, ends it when it hangs, starts it again when
it died or its driver failed, and lets one command run at a time. Calls block; they belong into the
token's lane.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import Self

from signing.errors import (
    DeviceFault,
    HostDied,
    ReaderServiceOff,
    SigningError,
    TokenAbsent,
    TokenBusy,
    TokenRemoved,
    TokenTimeout,
)
from signing.token import protocol
from signing.token.freshness import Freshness
from signing.token.info import TokenCertificate, TokenInfo
from signing.token.modules import ModuleSpec, check_module, uses_card_readers
from signing.token.pin import PinKind, PinUse, PinWatch, Unwatched, check_pin, watched
from signing.token.process import HostProcess
from signing.token.protocol import A, Command
from signing.token.readers import service_off
from signing.token.session import TokenSession

__all__ = ["TimeLimits", "TokenHost", "TokenSession"]


@dataclass(frozen=True)
class TimeLimits:
    """How long a driver may take for one command, in seconds."""

    start: float = 20.0
    read: float = 20.0
    refresh: float = 5.0
    """Initialising the driver again; one that takes longer is restarted instead."""
    login: float = 30.0
    login_on_reader: float = 90.0
    """The PIN is typed on the reader, by a person."""
    sign: float = 30.0
    write: float = 180.0
    """Making an RSA key on a card takes minutes."""

    def login_of(self, token: TokenInfo) -> float:
        """How long a PIN may take on its way to this token."""
        return self.login_on_reader if token.protected_path else self.login

    @property
    def longest(self) -> float:
        """When a child that nobody has ended by then ends itself."""
        return 2 * max(self.login_on_reader, self.write, self.start, self.sign)


class TokenHost:
    """The tokens one PKCS#11 module sees."""

    def __init__(
        self,
        module: ModuleSpec,
        limits: TimeLimits | None = None,
        *,
        pins: PinWatch | None = None,
        idle_seconds: float = 300.0,
    ) -> None:
        """Take note of the module; nothing is started yet.

        Args:
            module: what to load.
            limits: how long the driver may take.
            pins: is told of every PIN before it is sent, and what came of it.
            idle_seconds: a session that is not used for so long is closed; at once with 0 or less.
        """
        self.module = module
        self.limits = limits or TimeLimits()
        self.pins: PinWatch = pins or Unwatched()
        self._idle_seconds = idle_seconds
        self._lock = threading.Lock()
        self._process: HostProcess | None = None
        self._session: TokenSession | None = None
        self._crashes = 0
        self._freshness = Freshness()
        self._looking = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def crashes(self) -> int:
        """How often the child ended by itself or had to be ended because it hung."""
        return self._crashes

    @property
    def process_number(self) -> int | None:
        """The child's process number, or None while none runs."""
        process = self._process
        return process.number if process is not None and process.alive else None

    def start(self) -> None:
        """Start the child and load the module ahead of the first command.

        Raises:
            ModuleNotLoaded: the driver is absent, of another architecture, or refuses to load.
            TokenTimeout: loading took longer than its limit.
            HostDied: the driver ended the process while it was loaded.
            TokenBusy: another command runs.
        """
        with self._turn():
            self._running()

    def tokens(self) -> tuple[TokenInfo, ...]:
        """Describe the tokens in all readers, those never initialised too.

        A token that was put in since the driver was loaded is found, whatever the driver.

        Raises:
            ReaderServiceOff: there is none, and none can be seen.
            TokenError: as for :meth:`start`, or the driver failed.
        """
        with self._turn():
            return self._list()

    def look(self) -> tuple[TokenInfo, ...] | None:
        """Describe the tokens for somebody who only watches; everyone else's commands come first.

        Returns:
            As :meth:`tokens`; None while a session is open or a command runs.

        Raises:
            TokenError: as for :meth:`tokens`.
        """
        # Said before the lock is taken, so that nobody is turned away because of it.
        self._looking = True
        try:
            if self._in_session() or not self._lock.acquire(blocking=False):
                return None
            try:
                return None if self._in_session() else self._list()
            finally:
                self._lock.release()
        finally:
            self._looking = False

    def certificates(self, serial: str) -> tuple[TokenCertificate, ...]:
        """Read the certificates that can be seen without a PIN.

        Raises:
            TokenAbsent: no token has this serial number.
            TokenError: as for :meth:`tokens`.
        """
        command = protocol.ReadCertificates(serial, logged_in=False)
        limit = self.limits.read
        with self._turn():
            try:
                answer = self._ask(self._running(), command, protocol.Certificates, limit)
            except (TokenAbsent, TokenRemoved, DeviceFault):
                if self._in_session():
                    raise
                # It may have been pulled out and put in again, and the driver not know it.
                self._refresh()
                answer = self._ask(self._running(), command, protocol.Certificates, limit)
            return answer.certificates

    def token(self, serial: str) -> TokenInfo:
        """Describe one token.

        Raises:
            TokenAbsent: no token has this serial number.
            TokenError: as for :meth:`tokens`.
        """
        with self._turn():
            found = _with_serial(self._list(), serial)
            if found is None and not self._in_session():
                self._refresh()
                found = _with_serial(self._list(), serial)
        if found is None:
            raise TokenAbsent(serial)
        return found

    def open(self, serial: str, pin: bytearray, *, writable: bool = False) -> TokenSession:
        """Log in; ``pin`` is wiped in every case.

        Args:
            serial: serial number of the token.
            pin: the PIN in UTF-8; empty where the reader itself asks for it.
            writable: for putting keys and certificates on the token.

        Returns:
            The session; leave it with ``with`` or :meth:`TokenSession.close`.

        Raises:
            PinLength: the token takes no PIN of this length; it was not sent.
            PinIncorrect: wrong; says what the token tells of the attempts left.
            PinLocked: the token takes no PIN any more.
            PinMustChange: the token wants a new PIN first.
            TokenAbsent: no token has this serial number.
            TokenBusy: a session is open already, or another command runs.
            TokenError: as for :meth:`tokens`.
        """
        try:
            self.require_no_session()
            token = self.token(serial)
            check_pin(token, pin)
            seconds = self.limits.login_of(token)
            with self._turn():
                process = self._running()
                answer = self._ask(
                    process,
                    protocol.Login(serial, writable),
                    protocol.LoggedIn,
                    seconds,
                    (pin,),
                    PinUse(token, PinKind.USER, seconds),
                )
                made = TokenSession(self, process, token, answer.mechanisms, self._idle_seconds)
                self._session = made
                return made
        finally:
            protocol.wipe(pin)

    def close(self) -> None:
        """End the child; a command in flight fails with HostDied. Can be called from anywhere.

        The next command starts a new child.
        """
        process = self._process
        if process is not None:
            # Only a child nobody waits for can be asked to go by itself.
            idle = self._lock.acquire(blocking=False)
            process.ended = not idle
            try:
                code = process.end(gently=idle)
                if idle and code:
                    # It fell over C_Finalize; nothing was lost, but a good driver does not.
                    self._crashes += 1
            finally:
                if idle:
                    self._process = None
                    self._lock.release()

    def ask(
        self,
        command: Command,
        answer: type[A],
        seconds: float,
        *,
        secrets: Sequence[bytearray] = (),
        process: HostProcess | None = None,
        use: PinUse | None = None,
    ) -> A:
        """Run one command of the protocol; for the modules of this package.

        Args:
            command: what to do.
            answer: the answer it has when it succeeds.
            seconds: its time limit.
            secrets: the secret frames it announces; the caller wipes them.
            process: the child a session lives in; a command of that session cannot be run by
                another one.
            use: what the PIN among the secrets is for.

        Raises:
            TokenBusy: another command runs.
            HostDied: the child ended, or it is no longer the session's one.
            SigningError: what the host answered.
        """
        with self._turn():
            current = self._running() if process is None else process
            if process is not None and (process is not self._process or not process.alive):
                raise TokenRemoved if process.lost_token else HostDied(process.end())
            try:
                return self._ask(current, command, answer, seconds, secrets, use)
            except TokenRemoved:
                if process is not None:
                    # Its session is over for good, and many drivers fail until they are loaded
                    # again.
                    process.lost_token = True
                    process.end()
                    self._process = None
                raise

    def abandon(self, process: HostProcess) -> None:
        """End a child whose session could not be closed in order, so that it is surely over."""
        process.end()

    def require_no_session(self) -> None:
        """For commands that would end a login somebody else works with.

        Raises:
            TokenBusy: a session is open.
        """
        if self._in_session():
            raise TokenBusy

    def _in_session(self) -> bool:
        return self._session is not None and self._session.usable

    @contextmanager
    def _turn(self) -> Iterator[None]:
        taken = self._lock.acquire(blocking=False)
        if not taken and self._looking:
            # One who only watches is waited for; he takes no turn from a person.
            taken = self._lock.acquire(timeout=self.limits.read)
        if not taken:
            raise TokenBusy
        try:
            yield
        finally:
            self._lock.release()

    def _running(self) -> HostProcess:
        """Return a child that is up, starting one if need be. Only with the lock held."""
        process = self._process
        if process is not None:
            if process.alive and (not process.worn or self._in_session()):
                return process
            # It died while nobody waited for it, so nothing was lost but a start; or its driver
            # failed, and what comes next deserves a fresh one.
            process.end()
            self._process = None
        check_module(self.module)
        # Kept from the first moment, so that close() can end a driver that hangs while it loads.
        self._process = started = HostProcess(self.module, self.limits.longest, self._idle_seconds)
        try:
            with self._counted(started):
                started.wait_ready(self.limits.start)
        except SigningError:
            self._process = None
            raise
        self._freshness.refreshed(monotonic())
        return started

    def _list(self) -> tuple[TokenInfo, ...]:
        found = self._list_afresh()
        readers = not found and uses_card_readers(self.module.path)
        if readers and service_off(self.module.environment):
            raise ReaderServiceOff
        return found

    def _list_afresh(self) -> tuple[TokenInfo, ...]:
        """List the tokens, with a fresh look at the readers where that is needed."""
        process = self._running()
        try:
            found = self._listed()
        except DeviceFault:
            if self._in_session() or not self._freshness.wanted(monotonic(), faulty=True):
                raise
            # Mostly a token was pulled out; that the driver is started again costs much less
            # than that its process is.
            process.worn = False
        else:
            if self._in_session() or not self._freshness.wanted(monotonic(), faulty=False):
                self._freshness.used()
                return found
        self._refresh()
        found = self._listed()
        self._freshness.used()
        return found

    def _listed(self) -> tuple[TokenInfo, ...]:
        process, limit = self._running(), self.limits.read
        found = self._ask(process, protocol.ListTokens(), protocol.Tokens, limit).tokens
        serials = (token.serial for token in found if token.initialised)
        self._freshness.listed(serials, monotonic())
        return found

    def _refresh(self) -> None:
        """Let the driver look at the readers afresh; only with the lock held and no session."""
        process = self._process
        if process is not None and process.alive and not process.worn:
            try:
                if self._freshness.harmful:
                    process.worn = True
                else:
                    self._ask(process, protocol.Refresh(), protocol.Done, self.limits.refresh)
            except (HostDied, TokenTimeout):
                self._freshness.harmful = True
            except DeviceFault:
                pass  # it is worn now
        self._running()
        self._freshness.refreshed(monotonic())

    def _ask(
        self,
        process: HostProcess,
        command: Command,
        answer: type[A],
        seconds: float,
        secrets: Sequence[bytearray] = (),
        use: PinUse | None = None,
    ) -> A:
        telling = nullcontext() if use is None else watched(self.pins, use)
        with self._counted(process), telling:
            received = process.ask(command, secrets, seconds)
            if not isinstance(received, answer):
                raise HostDied(process.end())
            return received

    @contextmanager
    def _counted(self, process: HostProcess) -> Iterator[None]:
        """Keep count of deaths, and remember a fault for the next command."""
        try:
            yield
        except (HostDied, TokenTimeout):
            self._crashes += not process.ended
            self._process = None
            raise
        except (DeviceFault, TokenRemoved):
            process.worn = True
            raise


def _with_serial(tokens: tuple[TokenInfo, ...], serial: str) -> TokenInfo | None:
    for token in tokens:
        if token.initialised and token.serial == serial:
            return token
    return None
