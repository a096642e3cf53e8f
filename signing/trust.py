"""Trust anchors and the path from a certificate to one of them (RFC 5280, 6).

Anchors come from the office's IT staff only; nothing that arrives with a signature can add one.
Path building is left to ``cryptography``'s verifier, with the extension rules of document signing
instead of the web's; a national certificate, which it cannot check, goes to :mod:`signing.paths`.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import verification
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.certificate import extensions_of, facts, require_strong_key, utc_now
from signing.detail import about
from signing.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    MalformedDocument,
    UntrustedCertificate,
    WrongPurpose,
)
from signing.flaws import Flaw
from signing.issued import concerns_national
from signing.kept import newest_answers, newest_lists
from signing.ocsp import OcspAnswer
from signing.paths import MAX_DEPTH, PathRules, find_paths
from signing.public_key import is_bounded
from signing.revocation import Sources
from signing.trust_files import read_trust_file
from signing.work import remember, spend, weight

if TYPE_CHECKING:
    from signing.foreign.vouched import Vouched

_PATHS_KEPT = 512
_PATHS_TRIED = 8
_BEGUN = 300
"""Units of work for asking the library at all."""
_MORE_CHECKS = 16
"""Signatures looked at for other paths than the first; a file may have a thousand signers."""
CertificatePath = tuple[x509.Certificate, ...]
"""A certificate first, the anchor last."""
_MAX_BYTES = 64 << 20
"""Of one file of anchors; a country's revocation lists have a few MiB."""


class Purpose(Enum):
    """What a path is asked for: the extended key usages that allow it (RFC 5280, 4.2.1.12).

    Document signing is RFC 9336 and Microsoft's older identifier.
    """

    DOCUMENTS = frozenset(
        {
            ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
            ExtendedKeyUsageOID.EMAIL_PROTECTION,
            x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"),
            x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),
        }
    )
    TIME_STAMPS = frozenset(
        {ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE, ExtendedKeyUsageOID.TIME_STAMPING}
    )

    def allowed(self, usage: x509.ExtendedKeyUsage) -> bool:
        """Whether a certificate with ``usage`` may serve this purpose."""
        return not self.value.isdisjoint(usage)


@dataclass(frozen=True)
class TrustAnchors:
    """The certificates this office trusts; ``intermediates`` only help to build paths."""

    anchors: tuple[x509.Certificate, ...]
    intermediates: tuple[x509.Certificate, ...] = ()
    crls: tuple[x509.CertificateRevocationList, ...] = ()
    answers: tuple[OcspAnswer, ...] = ()
    """Kept OCSP answers, unchecked as the lists are."""
    _paths: dict[_Asked, _Path] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Paths found before; of a path's conditions only the moment changes."""

    @classmethod
    def load(cls, paths: Iterable[Path]) -> TrustAnchors:
        """Read files of PEM, or of one certificate, list or ``.p7b`` in DER: anchors and others.

        A self-issued certificate is an anchor, any other helps to build paths.

        Raises:
            MalformedDocument: a file holds nothing, or something that cannot be read; named.
            OSError: a file cannot be read.
        """
        return cls.parse((str(path), _bounded(path)) for path in paths)

    @classmethod
    def parse(cls, files: Iterable[tuple[str, bytes]]) -> TrustAnchors:
        """Like :meth:`load`, from (name, PEM) pairs."""
        anchors: list[x509.Certificate] = []
        intermediates: list[x509.Certificate] = []
        crls: list[x509.CertificateRevocationList] = []
        answers: list[OcspAnswer] = []
        for name, data in files:
            found = read_trust_file(name, data)
            crls += found.crls
            answers += found.answers
            for certificate in found.certificates:
                own = certificate.issuer == certificate.subject
                (anchors if own else intermediates).append(certificate)
        return cls(tuple(anchors), tuple(intermediates), tuple(crls), tuple(answers))

    def with_helpers(self, name: str, pem: bytes, now: datetime | None = None) -> TrustAnchors:
        """Return the same anchors with other intermediates and revocation lists beside them.

        A self-issued certificate among them is left out: nothing that arrives makes an anchor.
        Of lists and answers the newest of ``now`` stay, see :mod:`signing.kept`.

        Raises:
            MalformedDocument: a certificate or list in ``pem`` is damaged.
        """
        found = TrustAnchors.parse(((name, pem),)) if pem.strip() else TrustAnchors(())
        intermediates = dict.fromkeys((*self.intermediates, *found.intermediates))
        known, present = (*self.anchors, *intermediates), now or utc_now()
        return TrustAnchors(
            self.anchors,
            tuple(intermediates),
            newest_lists((*self.crls, *found.crls), known, present),
            newest_answers((*self.answers, *found.answers), known, present),
        )

    @cached_property
    def sources(self) -> Sources:
        """Everything here that tells whether a certificate was revoked."""
        return Sources((*self.crls, *self.answers))

    @cached_property
    def vouched(self) -> Vouched:
        """The certificates here that lead to an anchor, whenever they were valid."""
        from signing.foreign.vouched import Vouched

        return Vouched(self)

    def pem(self) -> bytes:
        """Return the anchors alone as PEM, as other programs take them."""
        return b"".join(item.public_bytes(Encoding.PEM) for item in self.anchors)

    def helpers_pem(self) -> bytes:
        """Return what :meth:`with_helpers` takes: intermediates and lists as PEM."""
        certificates = [item.public_bytes(Encoding.PEM) for item in self.intermediates]
        lists = [item.public_bytes(Encoding.PEM) for item in self.crls]
        return b"".join((*certificates, *lists, *(_packed(item.der) for item in self.answers)))

    def path(
        self,
        certificate: x509.Certificate,
        others: Iterable[x509.Certificate],
        at: datetime,
        purpose: Purpose = Purpose.DOCUMENTS,
        stands: Callable[[CertificatePath], bool] | None = None,
    ) -> CertificatePath:
        """Return the path from ``certificate`` to an anchor, the certificate itself first.

        Args:
            certificate: whose path is sought; it must be allowed to sign documents.
            others: certificates that came with the signature; they are not believed, only used.
            at: the moment for which every certificate of the path must be valid.
            purpose: what the signature is for.
            stands: whether a path will do; of several the first that does is returned, and
                without one the first of all. What was verified before changes nothing.

        Raises:
            CertificateExpired, CertificateNotYetValid: the certificate itself, at that moment.
            WrongPurpose: the certificate's key usage does not allow signing, it is critically
                for other purposes, or it is an authority's that is no anchor itself.
            AlgorithmRefused: the certificate's key is too weak.
            UntrustedCertificate: no path, or a certificate of the path is not valid.
        """
        others = tuple(others)
        before = self._paths.get((certificate, purpose))
        # What one file brings leads no other one's certificate anywhere.
        if before is not None and before.since <= at <= before.until:
            at_hand = (*others, *self.intermediates, *self.anchors)
            if all(item in at_hand for item in before.certificates[1:]) and (
                stands is None or stands(before.certificates)
            ):
                return before.certificates
        known = facts(certificate)
        if at > known.not_after:
            raise CertificateExpired(known.name, known.not_after)
        if at < known.not_before:
            raise CertificateNotYetValid(known.name, known.not_before)
        if not known.may_sign or not _serves(certificate, purpose):
            raise WrongPurpose(known.name)
        if _is_authority(certificate) and certificate not in self.anchors:
            # Whoever trusts this very certificate trusts what it signs; others only issue.
            raise WrongPurpose(known.name)
        require_strong_key(certificate)
        if not self.anchors:
            raise UntrustedCertificate(known.name)
        first: CertificatePath | None = None
        for path in self._every_path(certificate, others, at, purpose):
            if stands is None or stands(path):
                return self._keep((certificate, purpose), path)
            first = first or path
        if first is None:
            raise UntrustedCertificate(known.name)
        return first

    def _every_path(
        self,
        certificate: x509.Certificate,
        others: tuple[x509.Certificate, ...],
        at: datetime,
        purpose: Purpose,
    ) -> Iterator[CertificatePath]:
        """Give the paths to an anchor, as far as somebody wants more and there is patience."""
        others = tuple(filter(is_bounded, (*self.intermediates, *others)))
        rules = PathRules(at, purpose.allowed)
        if concerns_national(certificate):
            yield from islice(find_paths(certificate, self.anchors, others, rules), _PATHS_TRIED)
            return
        found = _verified(certificate, others, self.anchors, at, purpose)
        if found is not None:
            yield found
        elif not any(map(concerns_national, (*self.anchors, *others))):
            return
        more = find_paths(certificate, self.anchors, others, replace(rules, checks=_MORE_CHECKS))
        for path in islice(more, _PATHS_TRIED):
            # What it can check is checked by the library, with all its rules.
            checked: CertificatePath | None = path
            if not any(map(concerns_national, path)):
                checked = _verified(certificate, path[1:-1], path[-1:], at, purpose)
            if checked not in (None, found):
                yield checked

    def _keep(
        self, asked: _Asked, path: tuple[x509.Certificate, ...]
    ) -> tuple[x509.Certificate, ...]:
        if len(self._paths) >= _PATHS_KEPT:
            self._paths.clear()
        self._paths[asked] = _Path(
            path,
            max(item.not_valid_before_utc for item in path),
            min(item.not_valid_after_utc for item in path),
        )
        return path


_Asked = tuple[x509.Certificate, Purpose]
"""Whose path, and for what."""


@dataclass(frozen=True)
class _Path:
    """A path that was found, and the time in which all its certificates are valid."""

    certificates: tuple[x509.Certificate, ...]
    since: datetime
    until: datetime


def _verified(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    anchors: Sequence[x509.Certificate],
    at: datetime,
    purpose: Purpose,
) -> CertificatePath | None:
    """Return the path that the library finds; None if it finds none."""
    policy = (
        verification.PolicyBuilder()
        .store(verification.Store(list(anchors)))
        .time(at.astimezone(UTC).replace(tzinfo=None))
        .max_chain_depth(MAX_DEPTH)
        .extension_policies(
            ca_policy=_AUTHORITIES[purpose],
            ee_policy=verification.ExtensionPolicy.permit_all(),
        )
    )

    def find() -> CertificatePath | None:
        # It tries every one of a name, and some twice.
        spend(_BEGUN + 2 * sum(map(weight, others)))
        try:
            return tuple(policy.build_client_verifier().verify(certificate, list(others)).chain)
        except verification.VerificationError:
            return None

    return remember((certificate, *others, *anchors), ("path", len(others), at, purpose), find)


def _packed(der: bytes) -> bytes:
    text = base64.encodebytes(der)
    return b"-----BEGIN OCSP RESPONSE-----\n" + text + b"-----END OCSP RESPONSE-----\n"


def _bounded(path: Path) -> bytes:
    """Read a file of any kind, a pipe too, but no endless one."""
    with path.open("rb") as stream:
        data = stream.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise MalformedDocument(about(str(path), Flaw.MORE_MIB, _MAX_BYTES >> 20))
    return data


def _serves(certificate: x509.Certificate, purpose: Purpose) -> bool:
    """Whether the signer's own certificate may be one for this purpose (RFC 5280, 4.2.1.12).

    One that is critical is kept to the letter. Another excludes documents where all it names is
    for machines: personal certificates carry what a CA's form had, and purposes of a country.
    """
    for extension in certificate.extensions:
        if isinstance(extension.value, x509.ExtendedKeyUsage):
            if extension.critical or purpose is not Purpose.DOCUMENTS:
                return purpose.allowed(extension.value)
            named = set(extension.value)
            return named == _OF_PEOPLE or not named <= _OF_MACHINES | _OF_PEOPLE
    return True


_OF_MACHINES = {
    ExtendedKeyUsageOID.SERVER_AUTH,
    ExtendedKeyUsageOID.CODE_SIGNING,
    ExtendedKeyUsageOID.TIME_STAMPING,
    ExtendedKeyUsageOID.OCSP_SIGNING,
}
_OF_PEOPLE = {ExtendedKeyUsageOID.CLIENT_AUTH}
"""Logging in; of a server it stands beside the purpose above."""


def _is_authority(certificate: x509.Certificate) -> bool:
    return any(
        isinstance(item.value, x509.BasicConstraints) and item.value.ca
        for item in certificate.extensions
    )


def _require_ca(
    _policy: verification.Policy,
    certificate: x509.Certificate,
    constraints: x509.BasicConstraints | None,
) -> None:
    if constraints is None or not constraints.ca:
        raise ValueError("not a certificate authority")
    try:
        usage = extensions_of(certificate).get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not usage.key_cert_sign:
        raise ValueError("its key may not sign certificates")


def _authority_policy(purpose: Purpose) -> verification.ExtensionPolicy:
    def require_purpose(
        _policy: verification.Policy,
        _certificate: x509.Certificate,
        usage: x509.ExtendedKeyUsage | None,
    ) -> None:
        # In an authority's certificate it limits what is below, critical or not.
        if usage is not None and not purpose.allowed(usage):
            raise ValueError("an authority for other purposes")

    agnostic = verification.Criticality.AGNOSTIC
    return (
        verification.ExtensionPolicy.permit_all()
        .require_present(x509.BasicConstraints, agnostic, _require_ca)
        .may_be_present(x509.ExtendedKeyUsage, agnostic, require_purpose)
        # The verifier leaves those aside that are not critical, which they must be (RFC 5280,
        # 4.2.1.10); that an authority may not name somebody counts either way (6.1.3).
        .may_be_present(x509.NameConstraints, verification.Criticality.CRITICAL, None)
    )


_AUTHORITIES = {purpose: _authority_policy(purpose) for purpose in Purpose}
