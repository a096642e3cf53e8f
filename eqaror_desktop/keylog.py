"""The one way to a person's key: every PIN given and every signature asked for is written down.

A flow gets its signer here and nowhere else. What it is asked is in the journal, on disk, before
the token is; what came is there before the flow sees it (:mod:`sync.journal`). Where nothing can
be written, nothing is signed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from eqaror_desktop.choosing import Remembered
from eqaror_desktop.memory import remember
from eqaror_desktop.tokens import Tokens, identity
from signing.certificate import facts, load_certificate
from signing.detail import Detail
from signing.errors import (
    DraftChanged,
    HostDied,
    MalformedDocument,
    SigningError,
    TokenTimeout,
)
from signing.mechanism import RsaPadding
from signing.mechanism_table import MechanismTable
from signing.signer import SignatureAlgorithm, Signer, SignerCertificate
from signing.token.pin import PinReason
from signing.trust import TrustAnchors
from sync.attempts import Attempt, CertificateName, Consent, Intent, JournalKind
from sync.errors import StoreError
from sync.journal import Journal
from sync.store.facts import Facts

AskPin: TypeAlias = Callable[[PinReason], bytearray]

NOT_REACHED = "not_reached"
"""The reason of an attempt whose turn did not come."""
_NO_WORD = (HostDied, TokenTimeout)
"""After these nobody knows whether the token made a signature; after others the driver said no."""


class Journalled:
    """A :class:`signing.signer.Signer` that signs nothing before the intent is on disk."""

    def __init__(self, signer: Signer, journal: Journal) -> None:
        self._signer = signer
        self._journal = journal
        self._attempt = ""
        self._purpose = ""
        self._moment: datetime | None = None

    @property
    def identity(self) -> SignerCertificate:
        """The certificate that was read after the login, with its chain."""
        return self._signer.identity

    @property
    def algorithm(self) -> SignatureAlgorithm:
        """The algorithm every call of :meth:`sign` uses."""
        return self._signer.algorithm

    def announce(self, attempt: str, purpose: str, moment: datetime) -> None:
        """Say what the next signature is for.

        Args:
            attempt: its name in the journal.
            purpose: ``text``, ``package``, ``agreement``, ``sign_in`` or ``report``.
            moment: the signing time that is claimed.
        """
        self._attempt, self._purpose, self._moment = attempt, purpose, moment

    def sign(self, data: bytes) -> bytes:
        """Write down what is asked, sign, write down what came.

        Raises:
            RuntimeError: nobody said what for; a mistake of the program's own.
            StoreError: the journal cannot be written. Before the signature: the token was not
                asked. After it: the next start settles the attempt as unknown.
            TokenError, PinError, SignatureCheckFailed: the signer failed.
        """
        if not self._attempt or self._moment is None:
            raise RuntimeError("a signature for nothing in particular")
        algorithm, digest = str(self.algorithm), hashlib.sha256(data).hexdigest()
        self._journal.ask(self._attempt, self._purpose, algorithm, digest, self._moment)
        try:
            value = self._signer.sign(data)
        except SigningError as error:
            self._failed(error, certain=not isinstance(error, _NO_WORD))
            raise
        except BaseException as error:
            self._failed(error, certain=False)
            raise
        sha256 = hashlib.sha256(value).hexdigest()
        self._journal.made(
            self._attempt,
            digest,
            algorithm,
            value,
            sha256,
            # The package's signature follows at once.
            synced=self._purpose != "text",
        )
        return value

    def _failed(self, error: BaseException, *, certain: bool) -> None:
        # The token's error is what the person must hear; a journal that cannot be written now is
        # settled as unknown by the next start.
        with suppress(StoreError):
            self._journal.failed(self._attempt, type(error).__name__, certain=certain)


class Replayed:
    """A :class:`signing.signer.Signer` that repeats what a token gave; it has no key."""

    def __init__(
        self,
        identity: SignerCertificate,
        algorithm: SignatureAlgorithm,
        values: Mapping[str, bytes],
    ) -> None:
        self.identity = identity
        self.algorithm = algorithm
        self._values = values

    def sign(self, data: bytes) -> bytes:
        """Return the value the token gave for these bytes.

        Raises:
            DraftChanged: it was never asked for them.
        """
        value = self._values.get(hashlib.sha256(data).hexdigest())
        if value is None:
            raise DraftChanged("journal")
        return value


class KeyUses:
    """Opens tokens for the flows."""

    def __init__(
        self,
        tokens: Tokens,
        journal: Journal,
        anchors: TrustAnchors,
        rsa_padding: RsaPadding = RsaPadding.PKCS1,
        facts: Facts | None = None,
        table: MechanismTable | None = None,
    ) -> None:
        """Join what a use of a key needs.

        Args:
            tokens: the station's.
            journal: the station's.
            anchors: what the office trusts.
            rsa_padding: the office's choice for RSA keys.
            facts: where a person's choice of certificate is remembered; None to forget it.
            table: which mechanisms tokens are asked for; the program's own, if not given.
        """
        self.tokens = tokens
        self.journal = journal
        self.anchors = anchors
        self._rsa_padding = rsa_padding
        self._table = table
        self._facts = facts

    @contextmanager
    def open(
        self,
        intent: Intent,
        certificate: x509.Certificate,
        pin: bytearray,
        ask_pin: AskPin | None = None,
    ) -> Iterator[Journalled]:
        """Log in and give the signer for one certificate; ``pin`` is wiped in every case.

        Args:
            intent: for what; of a batch the first.
            certificate: the one that was shown.
            pin: in UTF-8.
            ask_pin: gives the PIN for every signature of a key that wants it each time.

        Raises:
            TokenError, PinError, CertificateError, AlgorithmRefused: the token; noted.
            StoreError: what the token said cannot be written; nothing was signed.
        """
        try:
            try:
                session = self.tokens.open(intent.token, pin)
            except SigningError as error:
                self._note(intent, error)
                raise
            with session:
                try:
                    signer = session.signer(
                        identity(certificate, self.anchors),
                        rsa_padding=self._rsa_padding,
                        table=self._table,
                        ask_pin=ask_pin,
                    )
                except SigningError as error:
                    self._note(intent, error)
                    raise
                self.journal.opened(intent, "opened")
                self._remember(intent)
                yield Journalled(signer, self.journal)
        finally:
            pin[:] = bytes(len(pin))
            with suppress(StoreError):
                self.journal.log.keep_head()

    def replay(self, attempt: Attempt) -> Replayed:
        """Give a signer that knows what the token gave for an attempt, and nothing else.

        Raises:
            MalformedDocument: the journal's certificate or algorithm cannot be read.
        """
        certificate = load_certificate(attempt.identity)
        values = self.journal.values(attempt.id)
        try:
            algorithm = SignatureAlgorithm(next(iter(values)).algorithm)
        except (StopIteration, ValueError) as error:
            raise MalformedDocument(Detail(f"journal {attempt.id}")) from error
        known = {item.digest: item.value for item in values}
        return Replayed(identity(certificate, self.anchors), algorithm, known)

    @contextmanager
    def attempt(self, intent: Intent) -> Iterator[str]:
        """Write down an intent and give its name; what goes wrong before it is kept settles it.

        Raises:
            StoreFull: nothing was written; nothing must be signed.
        """
        (attempt,) = self.journal.intend((intent,))
        with self.settling((attempt,)):
            yield attempt

    @contextmanager
    def settling(self, attempts: Sequence[str]) -> Iterator[None]:
        """Settle attempts by the error that ends the block, and let it pass."""
        try:
            yield
        except BaseException as error:
            # A generator that nobody asks on ends with an exception too.
            left = isinstance(error, GeneratorExit)
            with suppress(StoreError):
                self.journal.end(attempts, NOT_REACHED if left else type(error).__name__)
            raise

    def _remember(self, intent: Intent) -> None:
        if self._facts is not None and intent.person:
            # A comfort of the next time; no reason to stop this time.
            with suppress(StoreError):
                choice = Remembered(intent.token, intent.certificate.sha256)
                remember(self._facts, intent.person, choice)

    def _note(self, intent: Intent, error: SigningError) -> None:
        # What the token said is what the person must hear, not that the disk is full.
        with suppress(StoreError):
            self.journal.opened(intent, type(error).__name__)


def intent_of(
    kind: JournalKind,
    certificate: x509.Certificate,
    token: str,
    *,
    draft: str = "",
    title: str = "",
    version_digest: str = "",
    batch: str = "",
    place: int = 0,
    consent: Consent = Consent(),  # noqa: B008 - frozen
) -> Intent:
    """Say what is about to be signed with a certificate.

    Args:
        kind: what the signature is for.
        certificate: the one that was shown.
        token: its serial number.
        draft: the draft's id, empty for a sign-in.
        title: of the draft.
        version_digest: the version that was shown.
        batch: the name of the batch.
        place: in the batch, from 1.
        consent: how the person came to want it.
    """
    known = facts(certificate)
    return Intent(
        kind=kind,
        person=known.pinfl,
        certificate=CertificateName(
            certificate.fingerprint(SHA256()).hex(),
            f"{certificate.serial_number:x}",
            certificate.issuer.rfc4514_string(),
        ),
        identity=certificate.public_bytes(Encoding.DER),
        token=token,
        draft=draft,
        title=title,
        version_digest=version_digest,
        batch=batch,
        place=place,
        consent=consent,
    )
