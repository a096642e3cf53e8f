"""Ask the authorities whether the signer's own certificate was revoked (OCSP).

Asked only about certificates that lead to an anchor of this station, and only for what is signed
here: the signer's and the time-stamp server's. Anybody else's signature is judged by what is at
hand, so no file that somebody hands over makes this computer call an address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from cryptography import x509

from signing import ocsp
from signing.errors import MalformedDocument
from signing.revocation import as_of
from signing.trust import TrustAnchors
from sync.calls import Limits
from sync.errors import RegistryError
from sync.network import Network

FRESH_FOR = timedelta(hours=1)
"""A status younger than this is not asked for again."""
LIMITS = Limits(connect=3.0, read=5.0, whole=8.0, answer=1 << 20)
_PAUSE = timedelta(minutes=5)

Path_ = tuple[x509.Certificate, ...]


@dataclass
class Responders:
    """Asks responders; one that failed is left alone for some minutes."""

    now: Callable[[], datetime]
    network: Network | None = None
    _paused: dict[str, datetime] = field(default_factory=dict)
    _unknown: dict[tuple[str, x509.Certificate], datetime] = field(default_factory=dict)
    """Certificates a responder had no good answer for; a batch does not ask for each decision."""

    def ask(
        self, paths: Iterable[Path_], anchors: TrustAnchors, usual: tuple[str, ...]
    ) -> tuple[ocsp.OcspAnswer, ...]:
        """Return fresh answers about every certificate of the paths of which none is at hand.

        Args:
            paths: each as :meth:`TrustAnchors.path` gives it, so under an anchor.
            anchors: with the lists and answers at hand.
            usual: addresses for certificates that name none; from the registry's signed word.
        """
        found = []
        about = dict.fromkeys(pair for path in paths for pair in pairwise(path))
        for certificate, issuer in about:
            age = as_of(certificate, issuer, anchors.sources, self.now())
            if age is not None and self.now() - age < FRESH_FOR:
                continue
            for address in ocsp.addresses(certificate) or usual:
                answer = self._ask_one(address, certificate, issuer)
                if answer is not None:
                    found.append(answer)
                    break
        return tuple(found)

    def _ask_one(
        self, address: str, certificate: x509.Certificate, issuer: x509.Certificate
    ) -> ocsp.OcspAnswer | None:
        from sync.http import ask_stranger

        now = self.now()
        about = (address, certificate)
        if self._paused.get(address, now) > now or self._unknown.get(about, now) > now:
            return None
        question = ocsp.ask(certificate, issuer)
        try:
            der = ask_stranger(address, question.der, ocsp.KINDS, LIMITS, self.network)
            answer = ocsp.load_answer(der)
            ocsp.check_answer(answer, question, certificate, issuer, self.now())
        except MalformedDocument:
            # It answers, and does not know this certificate: another one may be its own.
            self._unknown[about] = now + FRESH_FOR
            return None
        except RegistryError:
            self._paused[address] = now + _PAUSE
            return None
        return answer
