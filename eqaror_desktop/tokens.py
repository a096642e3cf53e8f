"""The tokens at this station, over all configured drivers, by serial number."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from eqaror_desktop.errors import SeveralTokens
from signing.certificate import CertificateFacts, facts, load_certificate, require_usable
from signing.errors import MalformedDocument, NoCertificate, SigningError, TokenAbsent
from signing.signer import SignerCertificate
from signing.token.host import TokenHost
from signing.token.info import TokenInfo
from signing.token.modules import ModuleSpec, find_modules
from signing.token.session import TokenSession
from signing.trust import TrustAnchors


@dataclass(frozen=True)
class CertificateChoice:
    """A certificate on a token; ``refusal`` says why it cannot sign, None if it can."""

    certificate: x509.Certificate
    facts: CertificateFacts
    refusal: SigningError | None


@dataclass(frozen=True)
class TokenChoice:
    """A token with its certificates, as they can be read without a PIN."""

    info: TokenInfo
    module: str
    certificates: tuple[CertificateChoice, ...]


@dataclass(frozen=True)
class ModuleProblem:
    """A driver that could not be asked."""

    module: str
    error: SigningError


class Tokens:
    """One host process for each driver; safe to use from one lane at a time."""

    def __init__(self, configured: tuple[ModuleSpec, ...]) -> None:
        self._configured = configured
        self._hosts: dict[str, TokenHost] | None = None
        self._lock = threading.Lock()

    def list(self, at: datetime) -> tuple[tuple[TokenChoice, ...], tuple[ModuleProblem, ...]]:
        """Return every initialised token, and every driver that failed; none hides another.

        Sorted by label and serial number: the order of slots changes from start to start.
        """
        tokens: list[TokenChoice] = []
        problems: list[ModuleProblem] = []
        for name, host in self._all().items():
            try:
                tokens += [
                    TokenChoice(info, name, _choices(host, info.serial, at))
                    for info in host.tokens()
                    if info.initialised
                ]
            except SigningError as error:
                problems.append(ModuleProblem(name, error))
        tokens.sort(key=lambda token: (token.info.label, token.info.serial))
        return tuple(tokens), tuple(problems)

    def choose(
        self, serial: str | None, at: datetime, *, pinfl: str | None = None
    ) -> tuple[TokenChoice, CertificateChoice]:
        """Return the token meant, and its certificate that can sign.

        Args:
            serial: the token's serial number, or None if it is clear which one is meant.
            at: for when the certificate must be valid.
            pinfl: prefer this person's certificate.

        Raises:
            TokenAbsent: no token, or not this one.
            SeveralTokens: it is not clear which one is meant.
            NoCertificate, CertificateError: no certificate on it can sign; the reason of the one.
            TokenError: the only driver failed.
        """
        tokens, problems = self.list(at)
        if not tokens and len(problems) == 1:
            raise problems[0].error
        meant = [token for token in tokens if serial in (None, token.info.serial)]
        if pinfl is not None:
            meant = [item for item in meant if _usable(item, pinfl)] or meant
        if not meant:
            raise TokenAbsent(serial)
        if len(meant) > 1:
            raise SeveralTokens(tuple(item.info.serial for item in meant))
        (token,) = meant
        usable = _usable(token, pinfl) or _usable(token, None)
        if usable:
            return token, usable[0]
        for item in token.certificates:
            if item.refusal is not None:
                raise item.refusal
        raise NoCertificate(token.info.label)

    def open(self, serial: str, pin: bytearray) -> TokenSession:
        """Log in to a token; ``pin`` is wiped in every case. See :meth:`TokenHost.open`."""
        for host in self._all().values():
            try:
                host.token(serial)
            except TokenAbsent:
                continue
            return host.open(serial, pin)
        pin[:] = bytes(len(pin))
        raise TokenAbsent(serial)

    def close(self) -> None:
        """End the drivers' processes."""
        with self._lock:
            for host in (self._hosts or {}).values():
                host.close()
            self._hosts = None

    def _all(self) -> dict[str, TokenHost]:
        with self._lock:
            if self._hosts is None:
                self._hosts = {
                    str(spec.path): TokenHost(spec) for spec in find_modules(self._configured)
                }
            return self._hosts


def identity(certificate: x509.Certificate, anchors: TrustAnchors) -> SignerCertificate:
    """Return the certificate with the chain that is embedded in signatures."""
    chain = []
    current = certificate
    for _ in range(4):
        above = [item for item in anchors.intermediates if item.subject == current.issuer]
        if not above or above[0] == current:
            break
        current = above[0]
        chain.append(current)
    return SignerCertificate(certificate, tuple(chain))


def _choices(host: TokenHost, serial: str, at: datetime) -> tuple[CertificateChoice, ...]:
    found = []
    for item in host.certificates(serial):
        try:
            certificate = load_certificate(item.der)
        except MalformedDocument:
            # Nothing of it can be shown to a person; the token's other certificates still can.
            continue
        refusal: SigningError | None = None
        try:
            require_usable(certificate, at)
        except SigningError as error:
            refusal = error
        found.append(CertificateChoice(certificate, facts(certificate), refusal))
    return tuple(found)


def _usable(token: TokenChoice, pinfl: str | None) -> list[CertificateChoice]:
    return [
        item
        for item in token.certificates
        if item.refusal is None and pinfl in (None, item.facts.pinfl)
    ]
