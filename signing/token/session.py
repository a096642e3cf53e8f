"""A token that is logged in, and the signer it gives."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeAlias

from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding

from signing import mechanism
from signing.algorithms import check_value
from signing.errors import (
    AttemptsLeft,
    CertificateMismatch,
    NoCertificate,
    PinLength,
    PinLocked,
    PinMustChange,
    PrivateKeyAbsent,
    TokenError,
)
from signing.mechanism import Choice, RsaPadding
from signing.signer import SignatureAlgorithm, SignerCertificate
from signing.token import protocol
from signing.token.info import TokenCertificate, TokenInfo
from signing.token.process import HostProcess

if TYPE_CHECKING:
    from signing.token.host import TokenHost

AskPin: TypeAlias = Callable[[], bytearray]


class TokenSession:
    """One login. It ends with its ``with`` block, with the child process, or with the token."""

    def __init__(
        self,
        host: TokenHost,
        process: HostProcess,
        token: TokenInfo,
        mechanisms: tuple[int, ...],
    ) -> None:
        self.token = token
        self.limits = host.limits
        self._host = host
        self._process = process
        self._mechanisms = frozenset(mechanisms)
        self._open = True

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
        ask_pin: AskPin | None = None,
    ) -> TokenSigner:
        """Give the signer for the certificate that was shown before the PIN was asked for.

        Args:
            expected: that certificate; what the token holds now must be the same bytes.
            algorithm: one exact algorithm instead of the preferred one of the key.
            rsa_padding: the office's choice for RSA keys.
            ask_pin: gives the PIN, in a buffer that will be wiped, before every signature of a
                key that wants it each time; not called for others.

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
                key = expected.certificate.public_key()
                choice = mechanism.choose(
                    key, self._mechanisms, rsa_padding=rsa_padding, algorithm=algorithm
                )
                again = ask_pin if certificate.pin_each_time else None
                return TokenSigner(self, expected, certificate.key_id, key, choice, again)
        if any(item.der == der for item in self._host.certificates(self.token.serial)):
            raise PrivateKeyAbsent(subject)
        if not present:
            raise NoCertificate(subject)
        raise CertificateMismatch(subject, "certificate")

    def close(self) -> None:
        """Log out; where that cannot be done in order, the child is ended, which logs out too."""
        if not self._open:
            return
        usable = self.usable
        self._open = False
        if usable:
            try:
                self.ask(protocol.Logout(), protocol.Done, self.limits.read)
            except TokenError:
                self._host.abandon(self._process)

    def ask(
        self,
        command: protocol.Command,
        answer: type[protocol.A],
        seconds: float,
        secrets: Sequence[bytearray] = (),
    ) -> protocol.A:
        """Run a command in this session; for the modules of this package.

        Raises:
            HostDied: the child the session lived in is gone.
            SigningError: what the host answered.
        """
        process = self._process
        return self._host.ask(command, answer, seconds, secrets=secrets, process=process)

    def sign(
        self, key_id: bytes, choice: Choice, digest: bytes, pin: bytearray | None = None
    ) -> bytes:
        """Let the token sign a digest; returns what the driver gave. ``pin`` is wiped.

        Raises:
            PinError: the token refused ``pin``.
            TokenError: the driver failed, or the session is over.
        """
        command = protocol.Sign(
            key_id,
            choice.key_type,
            choice.mechanism,
            choice.algorithm.hash_name,
            mechanism.prepare(choice, digest),
            pin_again=pin is not None,
        )
        if pin is None:
            return self.ask(command, protocol.Value, self.limits.sign).value
        try:
            seconds = self.limits.login + self.limits.sign
            check_pin(self.token, pin)
            return self.ask(command, protocol.Value, seconds, (pin,)).value
        finally:
            protocol.wipe(pin)


class TokenSigner:
    """A :class:`signing.signer.Signer` whose key is on the token of an open session."""

    def __init__(
        self,
        session: TokenSession,
        identity: SignerCertificate,
        key_id: bytes,
        key: PublicKeyTypes,
        choice: Choice,
        ask_pin: AskPin | None,
    ) -> None:
        self._ask_pin = ask_pin
        self._session = session
        self._identity = identity
        self._key_id = key_id
        self._key = key
        self._choice = choice

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
        digest = hashlib.new(self.algorithm.hash_name, data).digest()
        pin = None if self._ask_pin is None else self._ask_pin()
        made = self._session.sign(self._key_id, self._choice, digest, pin)
        value = mechanism.normalise(self._key, made)
        check_value(self._identity.certificate, self.algorithm, digest, value)
        return value


def check_pin(token: TokenInfo, pin: bytearray) -> None:
    """Refuse, before it is sent, a PIN the token would not even look at.

    Raises:
        PinLocked: the token says so.
        PinMustChange: the token says so.
        PinLength: outside the token's limits.
    """
    if token.attempts is AttemptsLeft.LOCKED:
        raise PinLocked
    if token.must_change_pin:
        raise PinMustChange
    if token.protected_path and not pin:
        return
    maximum = min(token.pin_maximum or protocol.MAX_SECRET, protocol.MAX_SECRET)
    if not max(token.pin_minimum, 1) <= len(pin) <= maximum:
        raise PinLength(token.pin_minimum, maximum)
