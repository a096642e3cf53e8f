"""What is known of a token and its certificates without logging in: plain facts."""

from __future__ import annotations

from dataclasses import dataclass, field

from signing.errors import AttemptsLeft


@dataclass(frozen=True)
class TokenInfo:
    """One token in a reader (PKCS#11 v2.40, 3.2 CK_TOKEN_INFO).

    ``pin_minimum`` and ``pin_maximum`` are in bytes of UTF-8; a maximum of 0 means the driver
    does not say.
    """

    serial: str
    label: str
    manufacturer: str
    model: str
    attempts: AttemptsLeft
    pin_minimum: int
    pin_maximum: int
    protected_path: bool
    """The PIN is typed on the reader itself; an empty PIN is sent."""
    initialised: bool
    must_change_pin: bool
    puk_attempts: AttemptsLeft = AttemptsLeft.UNKNOWN
    """The same of the unblocking code (the officer's PIN)."""


@dataclass(frozen=True)
class TokenCertificate:
    """A certificate object of the token ``token`` (a serial number)."""

    token: str
    key_id: bytes
    label: str
    der: bytes = field(repr=False)
    pin_each_time: bool = False
    """The key wants the PIN again for every signature; known after the login only."""
