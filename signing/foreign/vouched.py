"""Who stands behind what a signature brings: certificates, revocation lists and answers.

They help to judge a signature and are not signed by it. What a trusted authority issued has its
words; of anything else a stranger may have written every one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cryptography import x509

from signing.called import issuer_name, list_issuer, subject_name
from signing.detail import Detail
from signing.errors import SigningError
from signing.foreign import signed_data as form
from signing.foreign.check import check_signer
from signing.foreign.contents import Content
from signing.issued import is_signed_by
from signing.lists import is_authority
from signing.timestamp import require_server
from signing.trust import TrustAnchors

_MOST = 64
"""Certificates; each may cost a check of a national signature."""


class Vouched:
    """The certificates that lead to an anchor; of when they were valid is not asked."""

    def __init__(
        self,
        anchors: TrustAnchors,
        brought: Iterable[x509.Certificate] = (),
        before: Iterable[x509.Certificate] = (),
    ) -> None:
        """Find those among ``brought``; of too many none is looked at.

        Args:
            anchors: who is trusted.
            brought: what arrived.
            before: those that were found of the same anchors without.
        """
        self._trusted = anchors
        self.strange: dict[object, tuple[Detail, ...]] = {}
        """By what was brought, and is changed by nobody any more: what nobody vouches for."""
        self._anchors = frozenset(anchors.anchors)
        self._known = dict.fromkeys((*anchors.anchors, *before))
        # Helpers only help: what arrived leads to an anchor, or is nobody's.
        waiting = [item for item in anchors.intermediates if item not in self._known]
        others = {item for item in brought if item not in self._known} - {*waiting}
        if len(others) <= _MOST:
            waiting += others
        tried: set[tuple[x509.Certificate, x509.Certificate]] = set()
        left = 0
        while left != len(waiting):
            left = len(waiting)
            waiting = [item for item in waiting if not self._is_issued(item, tried)]

    def with_others(self, brought: Iterable[x509.Certificate]) -> Vouched:
        """Return these and those that lead to them among others."""
        return Vouched(self._trusted, brought, self)

    def __iter__(self) -> Iterator[x509.Certificate]:
        """Give all that lead to an anchor."""
        return iter(self._known)

    def __contains__(self, certificate: object) -> bool:
        """Whether it leads to an anchor."""
        return certificate in self._known

    def _is_issued(
        self,
        certificate: x509.Certificate,
        tried: set[tuple[x509.Certificate, x509.Certificate]],
    ) -> bool:
        """Whether those who are known issued a certificate; it is one of them from then on."""
        for issuer in self.issuers(issuer_name(certificate)):
            if (certificate, issuer) not in tried:
                tried.add((certificate, issuer))
                if is_signed_by(certificate, issuer):
                    self._known[certificate] = None
                    return True
        return False

    def issuers(self, name: bytes) -> list[x509.Certificate]:
        """Return authorities of a name: whom one of them gave a certificate is none yet."""
        return [
            item
            for item in self._known
            if subject_name(item) == name and (item in self._anchors or is_authority(item))
        ]

    def is_of_authority(self, crl: x509.CertificateRevocationList) -> bool:
        """Whether an authority here signed a list, whose words are its own."""
        return any(is_signed_by(crl, item) for item in self.issuers(list_issuer(crl)))

    def is_of_server(self, data: form.SignedData) -> bool:
        """Whether a time-stamp server with such a certificate made a token."""
        if len(data.signers) != 1:
            return False
        content = data.content_bytes() or b""
        checked = check_signer(data, data.signers[0], (Content.of(content),), tuple(self._known))
        if not checked.intact or checked.certificate not in self._known:
            return False
        try:
            require_server(checked.certificate)
        except SigningError:
            return False
        return True
