"""Everything that can go wrong while signing or verifying.

::

    SigningError
    ├── TokenError                 the token or its driver; no signature came
    │   ├── ModuleNotLoaded        the driver file is absent, 32-bit or refuses to load
    │   ├── TokenAbsent            no token in any reader
    │   │   └── TokenNotHere       there are others; they are named
    │   ├── TokenRemoved           pulled out during the work
    │   ├── TokenBusy              another program holds it
    │   ├── ReaderServiceOff       the system's smart-card service does not run
    │   ├── HostDied               the driver's process ended (crash)
    │   ├── TokenTimeout           the driver did not answer in time; its process was ended
    │   ├── LoginEnded             closed after a time without use; the PIN is asked for again
    │   └── DeviceFault            any other PKCS#11 return code
    ├── PinError
    │   ├── PinIncorrect           with what is known of the attempts left
    │   ├── PinLocked
    │   ├── PinLength              shorter or longer than the token accepts; no attempt was used
    │   ├── PinMustChange
    │   ├── PinNotSet              the token was prepared, and nobody gave it a PIN yet
    │   ├── PinCancelled           taken back on the reader by the person; no attempt was used
    │   ├── NewPinRefused          too simple for the token, or of letters it does not take
    │   ├── NewPinSymbols          a new PIN of letters no reader's keypad can type; not sent
    │   ├── NewPinSame             a new PIN that is the present one; not sent
    │   ├── PukIncorrect           with what is known of the attempts left
    │   ├── PukLength              no unblocking code, or too long a one; not sent
    │   └── PukLocked              the token cannot be unblocked any more
    ├── CertificateError
    │   ├── NoCertificate          nothing on the token that may sign
    │   ├── PrivateKeyAbsent       the certificate is there, its key is not
    │   ├── CertificateExpired
    │   ├── CertificateNotYetValid
    │   ├── ClockWrong             the certificate is good; the computer's time is known not to be
    │   ├── CertificateRevoked
    │   ├── CertificateMismatch    not the one that was shown, or not this person's
    │   ├── WrongPurpose           key usage does not allow signing
    │   └── UntrustedCertificate   no path to a trust anchor
    ├── AlgorithmRefused           too weak, or unknown; named
    ├── DocumentError
    │   ├── MalformedDocument      not what it claims to be
    │   ├── DocumentTooLarge
    │   └── ActiveContent          scripts, forms, embedded files ...
    ├── DraftChanged               the text is not the one that was shown
    └── SignatureCheckFailed       what was just made does not verify; never uploaded

Leaves carry data, not prose: what a person reads is made from them in one table of the
application. ``str()`` of an error is for logs and holds no secret.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signing.detail import Detail
    from signing.flaws import Flaw


class AttemptsLeft(StrEnum):
    """What a token tells about the PIN attempts left (PKCS#11 v2.40, CK_TOKEN_INFO flags)."""

    UNKNOWN = "unknown"
    SEVERAL = "several"
    FEW = "few"
    """CKF_USER_PIN_COUNT_LOW: at least one wrong PIN since the last right one."""
    LAST = "last"
    """CKF_USER_PIN_FINAL_TRY: one more wrong PIN locks the token."""
    LOCKED = "locked"
    """CKF_USER_PIN_LOCKED."""


class SigningError(Exception):
    """Base of everything this room raises on purpose."""


class TokenError(SigningError):
    """The token or its driver failed and gave no signature.

    After HostDied and TokenTimeout nobody knows whether the token made one.
    """


class ModuleNotLoaded(TokenError):
    """The PKCS#11 module cannot be used.

    ``reason``: ``absent``, ``special`` (no plain file), ``wrong-architecture``, ``refused`` (by
    the loader), ``foreign`` (a library that is no PKCS#11 module), ``setup`` (C_Initialize
    failed), ``unstarted`` (the system gave no process for it) or ``none`` (none is installed).
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class TokenAbsent(TokenError):
    """No token with this serial number is in any reader; ``serial`` is None for "none at all"."""

    def __init__(self, serial: str | None = None) -> None:
        super().__init__(serial or "no token")
        self.serial = serial


class TokenNotHere(TokenAbsent):
    """No token has the serial number that was named; those that are in have ``serials``."""

    def __init__(self, serial: str, serials: tuple[str, ...]) -> None:
        super().__init__(serial)
        self.serial = serial
        self.serials = serials


class TokenRemoved(TokenError):
    """The token was pulled out while it was in use."""


class TokenBusy(TokenError):
    """Another program holds the token, or this program's own previous command still runs."""


class ReaderServiceOff(TokenError):
    """No token is seen, and the system's smart-card service (PC/SC) does not run."""


class HostDied(TokenError):
    """The process that holds the driver ended by itself; ``exit_code`` < 0 is a signal."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(f"token host ended with {exit_code}")
        self.exit_code = exit_code


class TokenTimeout(TokenError):
    """The driver did not answer ``command`` within ``seconds``; its process was ended."""

    def __init__(self, command: str, seconds: float) -> None:
        super().__init__(f"{command}: no answer in {seconds:g} s")
        self.command = command
        self.seconds = seconds


class DeviceFault(TokenError):
    """A PKCS#11 function returned an unexpected code, e.g. ``CKR_DEVICE_ERROR``."""

    def __init__(self, function: str, code: str) -> None:
        super().__init__(f"{function}: {code}")
        self.function = function
        self.code = code


class LoginEnded(TokenError):
    """The login was not used for ``seconds`` and was closed; nothing was signed after that."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no use for {seconds:g} s")
        self.seconds = seconds


class PinError(SigningError):
    """The PIN was not accepted; nothing was signed."""


class PinIncorrect(PinError):
    """Wrong PIN; ``attempts`` is what the token says after it."""

    def __init__(self, attempts: AttemptsLeft = AttemptsLeft.UNKNOWN) -> None:
        super().__init__(f"attempts left: {attempts}")
        self.attempts = attempts


class PinLocked(PinError):
    """The token refuses every PIN until it is unblocked."""


class PinLength(PinError):
    """The PIN is outside the token's limits and was not sent, so no attempt was used."""

    def __init__(self, minimum: int, maximum: int) -> None:
        super().__init__(f"PIN length must be {minimum} to {maximum}")
        self.minimum = minimum
        self.maximum = maximum


class PinMustChange(PinError):
    """The token wants a new PIN before it signs (CKF_USER_PIN_TO_BE_CHANGED)."""


class PinNotSet(PinError):
    """The token has no PIN for its user yet (CKR_USER_PIN_NOT_INITIALIZED)."""


class PinCancelled(PinError):
    """The person pressed Cancel on the reader (CKR_FUNCTION_CANCELED); no attempt was used."""


class NewPinRefused(PinError):
    """The token takes no such new PIN (CKR_PIN_INVALID, CKR_PIN_TOO_WEAK); the old one stays."""


class NewPinSymbols(PinError):
    """The new PIN is not of printable ASCII alone; nothing was sent, the old one stays."""


class NewPinSame(PinError):
    """The new PIN is the present one; nothing was sent."""


class PukIncorrect(PinError):
    """Wrong unblocking code; ``attempts`` is what the token says after it."""

    def __init__(self, attempts: AttemptsLeft = AttemptsLeft.UNKNOWN) -> None:
        super().__init__(f"attempts left: {attempts}")
        self.attempts = attempts


class PukLength(PinError):
    """The unblocking code is empty or too long and was not sent, so no attempt was used."""

    def __init__(self, minimum: int, maximum: int) -> None:
        super().__init__(f"PUK length must be {minimum} to {maximum}")
        self.minimum = minimum
        self.maximum = maximum


class PukLocked(PinError):
    """The token takes no unblocking code any more (CKF_SO_PIN_LOCKED)."""


class CertificateError(SigningError):
    """The certificate does not allow this signature. ``subject`` names it for a person."""

    def __init__(self, subject: str = "") -> None:
        super().__init__(subject)
        self.subject = subject


class NoCertificate(CertificateError):
    """The token holds no certificate with a private key that may sign."""


class PrivateKeyAbsent(CertificateError):
    """The token holds the certificate but no private key of it that may sign."""


class CertificateExpired(CertificateError):
    """The certificate's time is over since ``since`` (UTC)."""

    def __init__(self, subject: str, since: datetime) -> None:
        super().__init__(subject)
        self.since = since


class CertificateNotYetValid(CertificateError):
    """The certificate starts at ``until`` (UTC), or this computer's clock is behind."""

    def __init__(self, subject: str, until: datetime) -> None:
        super().__init__(subject)
        self.until = until


class ClockWrong(CertificateError):
    """Not good by this computer's time is a certificate that is good ``now`` (UTC, known)."""

    def __init__(self, subject: str, now: datetime) -> None:
        super().__init__(subject)
        self.now = now


class CertificateRevoked(CertificateError):
    """The certificate was revoked."""


class CertificateMismatch(CertificateError):
    """Not the certificate that was shown, or it names another person or organisation.

    ``field`` is one of ``certificate``, ``pinfl``, ``stir``, ``name``.
    """

    def __init__(self, subject: str, field: str) -> None:
        super().__init__(subject)
        self.field = field


class WrongPurpose(CertificateError):
    """The key usage has neither digitalSignature nor nonRepudiation (RFC 5280, 4.2.1.3)."""


class UntrustedCertificate(CertificateError):
    """No path leads from the certificate to a trust anchor."""


class AlgorithmRefused(SigningError):
    """The algorithm is unknown here or too weak; ``name`` says which, in words if need be."""

    def __init__(self, name: str | Detail) -> None:
        from signing.detail import Detail

        super().__init__(name)
        self.name = name if isinstance(name, Detail) else Detail(name)


class DocumentError(SigningError):
    """The document cannot be signed or verified. ``detail`` says what is wrong with it."""

    def __init__(self, what: Flaw | Detail, *facts: object) -> None:
        # Here, as every start loads these errors, and no start makes one of them.
        from signing.detail import Detail, said

        detail = what if isinstance(what, Detail) else said(what, *facts)
        super().__init__(detail)
        self.detail = detail


class MalformedDocument(DocumentError):
    """The bytes are not a well-formed document of the kind they claim to be."""


class DocumentTooLarge(DocumentError):
    """A limit of the package format is exceeded."""


class ActiveContent(DocumentError):
    """The PDF holds something that can change what is seen or act by itself."""


class DraftChanged(SigningError):
    """The bytes at hand are not the frozen ones; ``member`` names the file."""

    def __init__(self, member: str) -> None:
        super().__init__(member)
        self.member = member


class SignatureCheckFailed(SigningError):
    """A signature does not verify.

    ``reasons`` are sub-indications of ETSI EN 319 102-1, 5.1.4, e.g. ``HASH_FAILURE``. When it is
    the signature that was just made, it is never sent anywhere.
    """

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons
