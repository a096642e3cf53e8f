"""The tokens at this station, over all configured drivers, by serial number."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from cryptography import x509

from eqaror_desktop.choosing import (
    CertificateChoice,
    DamagedCertificate,
    Judge,
    ModuleProblem,
    Offer,
    TokenChoice,
    Wanted,
)
from eqaror_desktop.pins import PinMemory
from signing.certificate import facts, load_certificate
from signing.errors import MalformedDocument, ModuleNotLoaded, SigningError, TokenAbsent
from signing.signer import SignerCertificate
from signing.token.gathering import gather
from signing.token.host import TokenHost
from signing.token.info import TokenInfo
from signing.token.modules import KNOWN, ModuleSpec, find_modules
from signing.token.pin import UnblockWay
from signing.token.session import TokenSession
from signing.trust import TrustAnchors


class Tokens:
    """One host process for each driver; safe to use from one lane at a time."""

    def __init__(
        self,
        configured: tuple[ModuleSpec, ...],
        judge: Callable[[datetime, str | None], Judge] = lambda at, pinfl: Judge(at, pinfl=pinfl),
        pins: PinMemory | None = None,
        idle_seconds: float = 300.0,
    ) -> None:
        """Start nothing yet.

        Args:
            configured: the drivers; without any, known ones are looked for.
            judge: makes the judge of certificates for a moment and, if it is known, a person.
            pins: is told of every PIN that is sent, and remembers.
            idle_seconds: a login that is not used for so long ends.
        """
        self._configured = configured
        self._judge = judge
        self._pins = pins
        self._idle_seconds = idle_seconds
        self._hosts: dict[str, TokenHost] | None = None
        self._places: dict[str, str] = {}
        """By which driver each token was last listed."""
        self._lock = threading.Lock()
        self._warming: dict[str, threading.Thread] = {}

    def warm(self) -> None:
        """Load the drivers in the background; what is wrong with one is told when it is asked.

        For a command that knows from its first moment that it needs a token.
        """
        for name, host in self._all().items():
            if name not in self._warming:
                thread = threading.Thread(target=_load, args=(host,), name="warm", daemon=True)
                self._warming[name] = thread
                thread.start()

    def offer(self, at: datetime, *, pinfl: str | None = None) -> Offer:
        """Return every initialised token, and every driver that failed; none hides another.

        Sorted by label and serial number: the order of slots changes from start to start. A
        token that two drivers see is listed once, by the driver that sees more on it.

        Args:
            at: for when the certificates are judged.
            pinfl: whose certificate is looked for; None for anybody's.
        """
        judge = self._judge(at, pinfl)

        def read(name: str, host: TokenHost) -> list[TokenChoice]:
            if name in self._warming:
                self._warming[name].join()
            known = [info for info in host.tokens() if info.initialised]
            return [
                replace(_read(host, name, info, judge), tries=self._tries(info.serial))
                for info in known
            ]

        # All at once, because one driver that hangs must not delay the others.
        gathered = gather(self._all(), read)
        problems = [ModuleProblem(item.name, item.error) for item in gathered.problems]
        if not self._all():
            names = known_products()
            problems.append(ModuleProblem(names, ModuleNotLoaded(names, "none")))
        found: dict[str, TokenChoice] = {}
        for _, tokens_of_one in gathered.answers:
            for token in tokens_of_one:
                other = found.get(token.info.serial)
                if other is None or len(token.certificates) > len(other.certificates):
                    found[token.info.serial] = token
        self._places = {serial: token.module for serial, token in found.items()}
        tokens = sorted(found.values(), key=lambda item: (item.info.label, item.info.serial))
        return Offer(tuple(tokens), tuple(problems), judge.pinfl)

    def choose(
        self, wanted: Wanted | str | None, at: datetime, *, pinfl: str | None = None
    ) -> tuple[TokenChoice, CertificateChoice]:
        """Return the token meant, and its certificate; see :meth:`Offer.pick`.

        Args:
            wanted: what was said of it; a string is the serial number of the token.
            at: for when it must be valid.
            pinfl: whose it must be; None for anybody's.
        """
        if not isinstance(wanted, Wanted):
            wanted = Wanted(wanted)
        return self.offer(at, pinfl=pinfl).pick(wanted)

    def open(self, serial: str, pin: bytearray) -> TokenSession:
        """Log in to a token; ``pin`` is wiped in every case. See :meth:`TokenHost.open`."""
        try:
            return self._host_of(serial).open(serial, pin)
        finally:
            pin[:] = bytes(len(pin))

    def change_pin(self, serial: str, old: bytearray, new: bytearray) -> None:
        """Change a token's PIN; see :func:`signing.token.pin_change.change_pin`."""
        from signing.token.pin_change import change_pin

        try:
            change_pin(self._host_of(serial), serial, old, new)
        finally:
            for secret in (old, new):
                secret[:] = bytes(len(secret))

    def unblock_pin(self, serial: str, puk: bytearray, new: bytearray, way: UnblockWay) -> None:
        """Set a new PIN with the PUK; see :func:`signing.token.pin_change.unblock_pin`."""
        from signing.token.pin_change import unblock_pin

        try:
            unblock_pin(self._host_of(serial), serial, puk, new, way)
        finally:
            for secret in (puk, new):
                secret[:] = bytes(len(secret))

    def interrupt(self, serial: str) -> None:
        """End what the token's driver is doing now; can be called from any thread.

        For a person who does not want to type the PIN on the reader after all: no driver takes
        that back, so its process is ended, and the next command starts another.
        """
        for host in self._likely(serial)[:1]:
            host.close()

    def close(self) -> None:
        """End the drivers' processes."""
        with self._lock:
            for host in (self._hosts or {}).values():
                host.close()
            self._hosts = None

    @property
    def hosts(self) -> dict[str, TokenHost]:
        """The host of each driver by the driver's path."""
        return dict(self._all())

    def _tries(self, serial: str) -> int:
        return 0 if self._pins is None else self._pins.tries(serial)

    def _host_of(self, serial: str) -> TokenHost:
        """Return the host of the first driver that has this token.

        Raises:
            TokenError: none has; the first driver's failure if one failed.
        """
        problem: SigningError | None = None
        for host in self._likely(serial):
            try:
                host.token(serial)
            except TokenAbsent:
                continue
            except SigningError as error:
                # It may be in a reader that only another driver sees.
                problem = problem or error
                continue
            return host
        raise problem or TokenAbsent(serial)

    def _likely(self, serial: str) -> list[TokenHost]:
        """Return the hosts, the one that listed this token first."""
        hosts = self._all()
        first = self._places.get(serial)
        return [host for _, host in sorted(hosts.items(), key=lambda item: item[0] != first)]

    def _all(self) -> dict[str, TokenHost]:
        with self._lock:
            if self._hosts is None:
                self._hosts = {}
                for spec in find_modules(self._configured):
                    name, number = str(spec.path), len(self._hosts) + 1
                    # One file with two environments shows other tokens in each.
                    name = f"{name} ({number})" if name in self._hosts else name
                    self._hosts[name] = TokenHost(
                        spec, pins=self._pins, idle_seconds=self._idle_seconds
                    )
            return self._hosts


def known_products() -> str:
    """Name the drivers this program knows where to look for on this system."""
    windows = sys.platform == "win32"
    return ", ".join(item.product for item in KNOWN if (item.windows if windows else item.linux))


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


def _read(host: TokenHost, module: str, info: TokenInfo, judge: Judge) -> TokenChoice:
    choices: dict[str, CertificateChoice] = {}
    damaged: list[DamagedCertificate] = []
    for label, der in _objects(host, info.serial):
        try:
            certificate = load_certificate(der)
        except MalformedDocument as error:
            # Nothing of it can be shown but its label; the token's others still can.
            damaged.append(DamagedCertificate(label, error))
            continue
        choice = CertificateChoice(certificate, facts(certificate), judge.refusal(certificate))
        choices[choice.facts.fingerprint] = choice
    return TokenChoice(info, module, tuple(choices.values()), tuple(damaged))


def _objects(host: TokenHost, serial: str) -> Iterator[tuple[str, bytes]]:
    for item in host.certificates(serial):
        yield item.label, item.der


def _load(host: TokenHost) -> None:
    with suppress(SigningError):
        host.start()
