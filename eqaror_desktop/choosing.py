"""Which certificate signs: what is on the tokens, why some of it cannot be used, who is asked.

Pure functions over what was read. A certificate is meant by the serial number of its token and
its fingerprint, never by a slot's number; one that cannot be used is shown with its reason; and
where two could be meant a person says which.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from cryptography import x509

from eqaror_desktop.clock import Reading
from eqaror_desktop.errors import SeveralCertificates, SeveralTokens
from resources.forms import Forms
from signing.certificate import CertificateFacts, facts, require_usable
from signing.days import in_zone
from signing.errors import (
    CertificateMismatch,
    CertificateRevoked,
    ClockWrong,
    MalformedDocument,
    NoCertificate,
    SigningError,
    TokenAbsent,
    TokenNotHere,
    WrongPurpose,
)
from signing.revocation import Status, check_path
from signing.token.info import TokenInfo
from signing.trust import TrustAnchors

SHORTEST_FINGERPRINT = 8
"""Hexadecimal digits of a fingerprint that are enough to name a certificate."""


@dataclass(frozen=True)
class Judge:
    """Says of a certificate why it cannot sign; what is not known is not held against it."""

    at: datetime
    """For when it must be valid."""
    key_usage: Literal["any", "nonRepudiation"] = "any"
    """The office's policy, see :class:`eqaror_desktop.settings.SigningPolicy`."""
    anchors: TrustAnchors | None = None
    """What the office trusts; None if nothing is set up yet."""
    pinfl: str | None = None
    """Whose it must be; None if anybody may be meant."""
    clock: Reading | None = None
    """How far off the clock is that told ``at``, where that was ever compared."""

    def refusal(self, certificate: x509.Certificate) -> SigningError | None:
        """Return the reason, or None if it may sign.

        Whether its private key is beside it is known after the login only. Where the clock is
        known to be wrong, nothing is held against the certificate that is the clock's fault.
        """
        found = self._refusal(certificate, self.at)
        if found is None or self.clock is None or not self.clock.stops:
            return found
        now = self.at + self.clock.skew
        return self._refusal(certificate, now) or ClockWrong(facts(certificate).name, now)

    def _refusal(self, certificate: x509.Certificate, at: datetime) -> SigningError | None:
        known = facts(certificate)
        try:
            require_usable(certificate, at)
            if self.key_usage == "nonRepudiation" and not _commits(certificate):
                raise WrongPurpose(known.name)
            if self.anchors is not None and _judged(certificate, self.anchors):
                path = self.anchors.path(certificate, (), at)
                if check_path(path, self.anchors.crls, at).status is Status.REVOKED:
                    raise CertificateRevoked(known.name)
        except SigningError as error:
            return error
        if self.pinfl is not None and known.pinfl != self.pinfl:
            return CertificateMismatch(known.name, "pinfl")
        return None


@dataclass(frozen=True)
class CertificateChoice:
    """A certificate on a token; ``refusal`` says why it cannot sign, None if it can."""

    certificate: x509.Certificate
    facts: CertificateFacts
    refusal: SigningError | None

    @property
    def of_another(self) -> bool:
        """Whether all that stands against it is that it is another person's."""
        return isinstance(self.refusal, CertificateMismatch)


@dataclass(frozen=True)
class DamagedCertificate:
    """An object of a token that should be a certificate and cannot be read."""

    label: str
    error: MalformedDocument


@dataclass(frozen=True)
class TokenChoice:
    """A token with its certificates, as they can be read without a PIN."""

    info: TokenInfo
    module: str
    certificates: tuple[CertificateChoice, ...]
    damaged: tuple[DamagedCertificate, ...] = ()
    tries: int = 0
    """PINs in a row that it did not accept from this station."""


_Pair: TypeAlias = tuple[TokenChoice, CertificateChoice]


@dataclass(frozen=True)
class ModuleProblem:
    """A driver that could not be asked."""

    module: str
    error: SigningError


@dataclass(frozen=True)
class Remembered:
    """What a person signed with last."""

    serial: str
    fingerprint: str


@dataclass(frozen=True)
class Wanted:
    """What was said of the certificate that is meant."""

    serial: str | None = None
    """Of its token."""
    fingerprint: str | None = None
    """SHA-256 of the certificate in hexadecimal, or how it begins."""
    remembered: Remembered | None = None
    """Taken if nothing else was said and it is still there."""


@dataclass(frozen=True)
class Offer:
    """Everything on all tokens at one moment, judged for one purpose."""

    tokens: tuple[TokenChoice, ...]
    problems: tuple[ModuleProblem, ...] = ()
    pinfl: str | None = None
    """Whose certificate it was judged for."""

    def absent(self, serial: str | None) -> TokenAbsent:
        """Say that a token is not here, and which ones are."""
        if serial is None or not self.tokens:
            return TokenAbsent(serial)
        return TokenNotHere(serial, tuple(item.info.serial for item in self.tokens))

    def pick(self, wanted: Wanted) -> tuple[TokenChoice, CertificateChoice]:
        """Return the certificate that is meant.

        What was said comes first, then what was remembered if it still can be used, then the
        only one that can. If there is nothing but another person's, that one is returned: the
        checks say what differs.

        Raises:
            TokenAbsent: no token, or not the one that was named.
            SeveralTokens, SeveralCertificates: it is not clear which one is meant.
            CertificateError, AlgorithmRefused: why the one that is meant cannot be used.
            TokenError: there is no token, and the only driver failed.
        """
        named = [item for item in self.tokens if wanted.serial in (None, item.info.serial)]
        if not named:
            if not self.tokens and len(self.problems) == 1:
                raise self.problems[0].error
            raise self.absent(wanted.serial)
        every = [(token, item) for token in named for item in token.certificates]
        if wanted.fingerprint is not None:
            return _one_of(_beginning(every, wanted.fingerprint), wanted.fingerprint)
        usable = [pair for pair in every if pair[1].refusal is None]
        for pair in usable:
            if _is(pair, wanted.remembered):
                return pair
        if usable:
            return _single(usable)
        if not every:
            damaged = [item.error for token in named for item in token.damaged]
            raise damaged[0] if damaged else NoCertificate(named[0].info.label)
        return self._none_usable(every)

    def _none_usable(self, every: list[_Pair]) -> _Pair:
        """Raise what stands against this person's own, or return the only one of another."""
        meant = [pair for pair in every if not isinstance(pair[1].refusal, WrongPurpose)]
        own = [item for _, item in meant if item.facts.pinfl == self.pinfl]
        foreign = [pair for pair in every if pair[1].of_another]
        if not own and len(foreign) == 1:
            return foreign[0]
        refused = [*own, *(item for _, item in (*foreign, *meant, *every))]
        raise next(item.refusal for item in refused if item.refusal is not None)


def _judged(certificate: x509.Certificate, anchors: TrustAnchors) -> bool:
    """Whether a missing path says anything: before the first sign-in no authority is known yet.

    Certificates between come from the registry. The check of trust before each signature asks
    again, with what is there then.
    """
    if anchors.intermediates:
        return True
    return any(item.subject == certificate.issuer for item in anchors.anchors)


def described(choice: CertificateChoice, forms: Forms | None = None) -> str:
    """Return a certificate in one line, its fingerprint first, for a list to choose from.

    Args:
        choice: one of them.
        forms: of the language of whoever reads it; without it a day is written as ISO 8601 does.
    """
    known = choice.facts
    last = in_zone(known.not_after)
    until = last.date().isoformat() if forms is None else forms.day(last)
    words = (known.name, known.post, known.organisation, until)
    return f"{known.fingerprint[:16]} {', '.join(word for word in words if word)}"


def _is(pair: _Pair, remembered: Remembered | None) -> bool:
    token, item = pair
    found = Remembered(token.info.serial, item.facts.fingerprint)
    return remembered is not None and found == remembered


def _beginning(every: Iterable[_Pair], fingerprint: str) -> list[_Pair]:
    """Return those whose fingerprint begins like this; colons and spaces are how people write."""
    start = fingerprint.replace(":", "").replace(" ", "").lower()
    if len(start) < SHORTEST_FINGERPRINT:
        return []
    return [pair for pair in every if pair[1].facts.fingerprint.startswith(start)]


def _one_of(found: list[_Pair], fingerprint: str) -> _Pair:
    if not found:
        raise CertificateMismatch(fingerprint, "certificate")
    token, item = _single(found)
    if item.refusal is not None and not item.of_another:
        raise item.refusal
    return token, item


def _single(pairs: list[_Pair]) -> _Pair:
    if len(pairs) == 1:
        return pairs[0]
    serials = tuple(dict.fromkeys(token.info.serial for token, _ in pairs))
    if len(serials) > 1:
        raise SeveralTokens(serials)
    raise SeveralCertificates(tuple(described(item) for _, item in pairs))


def _commits(certificate: x509.Certificate) -> bool:
    """Whether key usage has nonRepudiation, or is absent (RFC 5280, 4.2.1.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.content_commitment
