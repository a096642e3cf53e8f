"""The path from a national certificate to an anchor (RFC 5280, 6.1).

``cryptography`` builds all other paths; it refuses keys and signatures it does not know. This one
is asked where something in a path is national, or another than the first is wanted. It refuses
what it does not understand: any critical extension that is not named here, name constraints and
policy constraints among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from cryptography import x509

from signing.called import distinct, issuer_name, subject_name
from signing.certificate import extensions_of
from signing.errors import SigningError
from signing.issued import is_signed_by
from signing.public_key import key_facts

_T = TypeVar("_T", bound=x509.ExtensionType)

MAX_DEPTH = 6
"""Certificates between the signer's and the anchor, as for all other paths."""
_MAX_CHECKS = 64
"""Signatures looked at; a stranger's CMS brings up to 32 certificates of any name."""

_UNDERSTOOD = {
    x509.BasicConstraints.oid,
    x509.KeyUsage.oid,
    x509.ExtendedKeyUsage.oid,
    x509.CertificatePolicies.oid,
    x509.SubjectAlternativeName.oid,
    x509.SubjectKeyIdentifier.oid,
    x509.AuthorityKeyIdentifier.oid,
    x509.CRLDistributionPoints.oid,
}


@dataclass(frozen=True)
class PathRules:
    """What every certificate of a path must keep."""

    at: datetime
    """The moment for which each must be valid."""
    allows: Callable[[x509.ExtendedKeyUsage], bool]
    """Whether an authority limited to these purposes may be in the path."""
    checks: int = _MAX_CHECKS
    """Signatures that are looked at."""


def find_paths(
    certificate: x509.Certificate,
    anchors: Iterable[x509.Certificate],
    others: Iterable[x509.Certificate],
    rules: PathRules,
) -> Iterator[tuple[x509.Certificate, ...]]:
    """Give each path, the certificate first and the anchor last, as far as anybody looks.

    Args:
        certificate: whose path is sought; what it may be used for is for the caller.
        anchors: what is trusted.
        others: certificates that help; they are not believed, only used.
        rules: as above.
    """
    return _Search(tuple(anchors), distinct(others), rules).run(certificate)


_Found = tuple[x509.Certificate, ...]


class _Search:
    """Depth first; anchors before others, so that the shortest path is mostly the first."""

    def __init__(
        self,
        anchors: tuple[x509.Certificate, ...],
        others: tuple[x509.Certificate, ...],
        rules: PathRules,
    ) -> None:
        self._anchors = anchors
        self._others = others
        self._rules = rules
        self._checks = 0

    def run(self, certificate: x509.Certificate) -> Iterator[_Found]:
        if self._is_readable(certificate):
            yield from self._beyond((certificate,))

    def _beyond(
        self, path: tuple[x509.Certificate, ...]
    ) -> Iterator[tuple[x509.Certificate, ...]]:
        last = path[-1]
        for issuer in self._anchors:
            if self._issued(issuer, last, path):
                yield (*path, issuer)
        if len(path) > MAX_DEPTH:
            return
        for issuer in self._others:
            if issuer not in path and self._issued(issuer, last, path):
                yield from self._beyond((*path, issuer))

    def _issued(
        self, issuer: x509.Certificate, last: x509.Certificate, path: tuple[x509.Certificate, ...]
    ) -> bool:
        if subject_name(issuer) != issuer_name(last):
            return False
        # Those between the issuer and the signer's own; its own does not count (4.2.1.9).
        below = sum(1 for item in path[1:] if subject_name(item) != issuer_name(item))
        if not self._is_readable(issuer) or not self._is_authority(issuer, below):
            return False
        self._checks += 1
        return self._checks <= self._rules.checks and is_signed_by(last, issuer)

    def _is_readable(self, certificate: x509.Certificate) -> bool:
        """Whether it is valid at the moment, strong, and nothing in it is not understood."""
        begin, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        if not begin <= self._rules.at <= end:
            return False
        try:
            key_facts(certificate).require_usable()
        except SigningError:
            return False
        return all(
            extension.oid in _UNDERSTOOD
            for extension in extensions_of(certificate)
            # Name constraints must be critical (4.2.1.10); one that is not is no reason to trust.
            if extension.critical or isinstance(extension.value, x509.NameConstraints)
        )

    def _is_authority(self, certificate: x509.Certificate, below: int) -> bool:
        found = extensions_of(certificate)
        basic = _value(found, x509.BasicConstraints)
        if basic is None or not basic.ca:
            return False
        if basic.path_length is not None and below > basic.path_length:
            return False
        usage = _value(found, x509.KeyUsage)
        if usage is not None and not usage.key_cert_sign:
            return False
        purposes = _value(found, x509.ExtendedKeyUsage)
        return purposes is None or self._rules.allows(purposes)


def _value(extensions: x509.Extensions, kind: type[_T]) -> _T | None:
    try:
        return extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
