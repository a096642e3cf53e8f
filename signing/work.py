"""What one verification may cost: checks of signatures, and bytes that are hashed, are counted.

A file of a few kilobytes can ask for hours: a hundred keys of 16,384 bits under one name, a
content that each of a hundred time-stamps covers anew. Limits for each signature do not help where
there are a thousand of them, so there is one budget for all that a file asks for. What is known is
not asked again. Once the budget is spent nothing is concluded (``NOT_EXAMINED``): an error that
says so may be taken for another one on its way, and the answer is given by whoever began.

Work that nobody bounded – signing, a token, the office's own lists – is not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from signing.detail import said
from signing.errors import DocumentTooLarge
from signing.flaws import Flaw
from signing.national.parameters import BY_KEY

if TYPE_CHECKING:
    from cryptography import x509

    from signing.report import Report

_P = ParamSpec("_P")
_T = TypeVar("_T")

UNITS = 6_000_000
"""About a microsecond each, of one processor of 2020. In that time a PDF of the largest size is
hashed once with the national hash, or fifty thousand signatures are checked."""
_SECOND = 1_000_000
_BYTES = {"ozdst1106": 50, "ozmst285": 50, "sha3_384": 150, "sha3_512": 100}
"""Bytes hashed for a unit, as libgcrypt and OpenSSL do."""
_MOST_BYTES = 300
_READ = 30
"""Units for reading a key."""
_NATIONAL = 2_000


class Work:
    """One budget, and what was found for it."""

    def __init__(self, units: int) -> None:
        self._left = units
        self._known: dict[Hashable, tuple[Any, object]] = {}
        self.over: Flaw | None = None
        """Why nothing is concluded; None as long as something is."""

    def spend(self, units: int) -> None:
        """Count work that is about to be done.

        Raises:
            DocumentTooLarge: there was too much of it, now or before.
        """
        self._left -= units
        if self._left < 0:
            raise self.end(Flaw.TOO_LONG)

    def limit(self, seconds: float) -> None:
        """Leave at most what takes about so long."""
        self._left = min(self._left, int(seconds * _SECOND))

    def end(self, why: Flaw) -> DocumentTooLarge:
        """Conclude nothing any more; returns the error to raise."""
        self.over = self.over or why
        self._left = -1
        return DocumentTooLarge(said(self.over))

    def remember(self, items: tuple[object, ...], key: Hashable, find: Callable[[], _T]) -> _T:
        """Return what ``find`` finds of ``items`` by their identity; it is asked once."""
        asked = (*map(id, items), key)
        kept = self._known.get(asked)
        if kept is None:
            # The items are held so that their identity stays their own.
            kept = self._known[asked] = items, find()
        found: _T = kept[1]  # type: ignore[assignment]  # what was put there for this question
        return found


_RUNNING: ContextVar[Work | None] = ContextVar("work", default=None)


def bounded(door: Callable[_P, Report]) -> Callable[_P, Report]:
    """Bound what a verification does in its thread; one within another has the other's budget."""
    from signing.report import Reason, Report

    @wraps(door)
    def within(*arguments: _P.args, **options: _P.kwargs) -> Report:
        if _RUNNING.get() is not None:
            return door(*arguments, **options)
        work = Work(UNITS)
        token = _RUNNING.set(work)
        try:
            report = door(*arguments, **options)
            if work.over is None:
                return report
        except DocumentTooLarge:
            if work.over is None:
                raise
        finally:
            _RUNNING.reset(token)
        return Report.conclude((), (Reason("NOT_EXAMINED", said(work.over), failed=False),))

    return within


def spend(units: int) -> None:
    """Count work, if anybody bounded it; raises as :meth:`Work.spend`."""
    work = _RUNNING.get()
    if work is not None:
        work.spend(units)


def limit(seconds: float) -> None:
    """Leave at most so much, if anybody bounded it; see :meth:`Work.limit`."""
    work = _RUNNING.get()
    if work is not None:
        work.limit(seconds)


def hashing(name: str, size: int) -> None:
    """Count bytes that are about to be hashed; raises as :meth:`Work.spend`."""
    spend(size // _BYTES.get(name, _MOST_BYTES))


def too_large(why: Flaw, *facts: object) -> DocumentTooLarge:
    """Return the error of a file with more than is looked at, of which nothing is concluded."""
    work = _RUNNING.get()
    if work is not None:
        work.end(Flaw.OVERSIZED)
    return DocumentTooLarge(why, *facts)


def remember(items: tuple[object, ...], key: Hashable, find: Callable[[], _T]) -> _T:
    """As :meth:`Work.remember`, if anybody bounded the work; otherwise it is asked anew."""
    work = _RUNNING.get()
    return find() if work is None else work.remember(items, key, find)


def checked(
    certificate: x509.Certificate,
    items: tuple[object, ...],
    key: Hashable,
    check: Callable[[], bool],
) -> bool:
    """Return what a check with a certificate's key says; it is counted, and made once."""

    def counted() -> bool:
        spend(weight(certificate))
        return check()

    return remember((certificate, *items), key, counted)


def weight(certificate: x509.Certificate) -> int:
    """Return the units that a check with a certificate's key takes."""
    return remember((certificate,), "weight", lambda: _weight(certificate))


def _weight(certificate: x509.Certificate) -> int:
    if certificate.public_key_algorithm_oid in BY_KEY:
        return _NATIONAL
    try:
        key = certificate.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return _READ
    match key:
        case rsa.RSAPublicKey():
            # A multiplication for each bit of the exponent, and the size decides what it takes.
            return _READ + key.key_size**2 * key.public_numbers().e.bit_length() // 2_800_000
        case ec.EllipticCurvePublicKey():
            return _READ + (80 if key.curve.name == "secp256r1" else key.key_size * 3)
        case ed25519.Ed25519PublicKey():
            return _READ + 160
    return _READ + 20_000
