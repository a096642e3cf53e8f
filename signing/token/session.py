"""A token that is logged in, and the signer it gives."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from time import monotonic, sleep
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cryptography.hazmat.primitives.serialization import Encoding

from signing import digests, mechanism
from signing.algorithms import check_value
from signing.errors import (
    CertificateMismatch,
    DeviceFault,
    LoginEnded,
    NoCertificate,
    PrivateKeyAbsent,
    TokenBusy,
    TokenError,
)
from signing.mechanism import Choice, RsaPadding
from signing.mechanism_table import MechanismTable
from signing.public_key import KeyFacts, key_facts
from signing.signer import SignatureAlgorithm, SignerCertificate
from signing.token import protocol
from signing.token.idle import IdleClock
from signing.token.info import TokenCertificate, TokenInfo
from signing.token.pin import AskPin, PinKind, PinReason, PinUse, check_pin
from signing.token.process import HostProcess

if TYPE_CHECKING:
    from signing.token.host import TokenHost


class TokenSession:
    """One login. It ends with its ``with`` block, with the child process, or with the token.

    One that is not used for a time ends by itself; the PIN that began it is kept nowhere.
    """

    def __init__(
        self,
        host: TokenHost,
        process: HostProcess,
        token: TokenInfo,
        mechanisms: tuple[int, ...],
        idle_seconds: float,
    ) -> None:
        self.token = token
        self.limits = host.limits
        self._host = host
        self._process = process
        self._mechanisms = frozenset(mechanisms)
        self._open = True
        self._expired = False
        self._guard = threading.Lock()
        self._idle_seconds = idle_seconds
        self._clock = IdleClock(idle_seconds, self._expire)
        self._clock.start()

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
    def usable(self) -> bool:
        """Whether it was not closed and its child still runs."""
        return self._open and self._process.alive

    def certificates(self) -> tuple[TokenCertificate, ...]:
        """Read, again, the certificates that have a private key on the token.

        Raises:
            TokenError: the driver failed, or the session is over.
        """
        command = protocol.ReadCertificates(self.token.serial, logged_in=True)
        return self.ask(command, protocol.Certificates, self.limits.read).certificates

    def signer(
        self,
        expected: SignerCertificate,
        algorithm: SignatureAlgorithm | None = None,
        *,
        rsa_padding: RsaPadding = RsaPadding.PKCS1,
        table: MechanismTable | None = None,
        ask_pin: AskPin | None = None,
    ) -> TokenSigner:
        """Give the signer for the certificate that was shown before the PIN was asked for.

        Args:
            expected: that certificate; what the token holds now must be the same bytes.
            algorithm: one exact algorithm instead of the preferred one of the key.
            rsa_padding: the office's choice for RSA keys.
            table: which mechanisms to ask for; the program's own, if not given.
            ask_pin: gives the PIN, in a buffer that will be wiped, before every signature of a
                key that wants it each time; not called for others. Without it, the asker of
                whoever watches the host's PINs.

        Raises:
            NoCertificate: no certificate on the token has a private key that may sign.
            PrivateKeyAbsent: the expected one has none.
            CertificateMismatch: the token does not hold the expected certificate (any more).
            AlgorithmRefused: the key, or what the token offers for it, is not accepted.
            TokenError: the driver failed, or the session is over.
        """
        subject = expected.certificate.subject.rfc4514_string()
        der = expected.certificate.public_bytes(Encoding.DER)
        present = self.certificates()
        for certificate in present:
            if certificate.der == der:
                key = key_facts(expected.certificate)
                choice = mechanism.choose(
                    key,
                    self._mechanisms,
                    rsa_padding=rsa_padding,
                    algorithm=algorithm,
                    table=table,
                )
                again = None
                if certificate.pin_each_time:
                    # On a reader with keys of its own nobody needs to be asked here.
                    at_desk = ask_pin or self._host.pins.asker
                    again = _empty if self.token.protected_path else at_desk
                return TokenSigner(self, expected, certificate.key_id, key, choice, again)
        if any(item.der == der for item in self._host.certificates(self.token.serial)):
            raise PrivateKeyAbsent(subject)
        if not present:
            raise NoCertificate(subject)
        raise CertificateMismatch(subject, "certificate")

    def close(self) -> None:
        """Log out; where that cannot be done in order, the child is ended, which logs out too."""
        with self._guard:
            was_open, self._open = self._open, False
        self._clock.stop()
        if was_open and self._process.alive:
            try:
                self._log_out()
            except TokenError:
                self._host.abandon(self._process)

    def _expire(self) -> None:
        """Log out because nobody used it; called by the clock."""
        with self._guard:
            if not self._open or not self._clock.over:
                return
            self._open, self._expired = False, True
        until = monotonic() + self.limits.read
        while self._process.alive:
            try:
                self._log_out()
            except TokenBusy:
                # Somebody lists the tokens; the login is over for this program already.
                if monotonic() < until:
                    sleep(0.05)
                    continue
                self._host.abandon(self._process)
            except Exception:  # noqa: BLE001 - a thread's end: the login must be over, and nobody listens
                self._host.abandon(self._process)
            return

    def _log_out(self) -> None:
        command, limit = protocol.Logout(), self.limits.read
        self._host.ask(command, protocol.Done, limit, process=self._process)

    def ask(
        self,
        command: protocol.Command,
        answer: type[protocol.A],
        seconds: float,
        secrets: Sequence[bytearray] = (),
        use: PinUse | None = None,
    ) -> protocol.A:
        """Run a command in this session; for the modules of this package.

        Raises:
            LoginEnded: nobody used it for too long.
            HostDied: the child the session lived in is gone.
            SigningError: what the host answered.
        """
        with self._guard:
            # Another login may live in the same child by now, and must not be used for this one.
            if self._expired:
                raise LoginEnded(self._idle_seconds)
            if not self._open and self._process.alive:
                raise DeviceFault("C_Login", "CKR_USER_NOT_LOGGED_IN")
            self._clock.begin()
        try:
            process = self._process
            return self._host.ask(
                command, answer, seconds, secrets=secrets, process=process, use=use
            )
        finally:
            self._clock.end()

    def sign(
        self, key_id: bytes, choice: Choice, prepared: bytes, pin: bytearray | None = None
    ) -> bytes:
        """Let the token sign prepared bytes; returns what the driver gave. ``pin`` is wiped.

        Raises:
            PinError: the token refused ``pin``.
            TokenError: the driver failed, or the session is over.
        """
        command = protocol.Sign(
            key_id,
            choice.key_type,
            choice.mechanism,
            choice.algorithm.hash_name,
            prepared,
            pin_again=pin is not None,
            parameter=choice.parameter,
        )
        if pin is None:
            return self.ask(command, protocol.Value, self.limits.sign).value
        try:
            check_pin(self.token, pin)
            seconds = self.limits.login_of(self.token)
            use = PinUse(self.token, PinKind.SIGNATURE, seconds)
            return self.ask(command, protocol.Value, seconds + self.limits.sign, (pin,), use).value
        finally:
            protocol.wipe(pin)


class TokenSigner:
    """A :class:`signing.signer.Signer` whose key is on the token of an open session."""

    def __init__(
        self,
        session: TokenSession,
        identity: SignerCertificate,
        key_id: bytes,
        key: KeyFacts,
        choice: Choice,
        ask_pin: AskPin | None,
    ) -> None:
        self._ask_pin = ask_pin
        self._session = session
        self._identity = identity
        self._key_id = key_id
        self._key = key
        self._choice = choice
        self._made = 0

    @property
    def identity(self) -> SignerCertificate:
        """The certificate that was read after the login, with the chain that was given."""
        return self._identity

    @property
    def algorithm(self) -> SignatureAlgorithm:
        """The algorithm every call of :meth:`sign` uses."""
        return self._choice.algorithm

    def sign(self, data: bytes) -> bytes:
        """Hash ``data`` here, let the token sign the hash once, and check what it made.

        Raises:
            SignatureCheckFailed: the value does not verify with the certificate's key.
            PinError: the key wants the PIN each time, and the token refused it.
            TokenError: the driver failed, or the session is over.
        """
        digest = digests.of(self.algorithm.hash_name, data)
        prepared = mechanism.prepare(self._choice, data, digest)
        pin = None
        self._made += 1
        if self._ask_pin is not None:
            pin = self._ask_pin(PinReason(self._session.token, self._made))
        made = self._session.sign(self._key_id, self._choice, prepared, pin)
        value = mechanism.normalise(self._key, self._choice.output, made)
        check_value(self._identity.certificate, self.algorithm, digest, value)
        return value


def _empty(_reason: PinReason) -> bytearray:
    return bytearray()
