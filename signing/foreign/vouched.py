"""Who stands behind what a signature brings: certificates, revocation lists and answers.

They help to judge a signature and are not signed by it. What a trusted authority issued has its
words; of anything else a stranger may have written every one.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from cryptography import x509
from cryptography.x509.ocsp import OCSPSingleResponse

from signing.errors import SigningError
from signing.foreign import signed_data as form
from signing.foreign.check import check_signer
from signing.foreign.contents import Content
from signing.issued import is_signed_by
from signing.lists import is_authority
from signing.ocsp import OcspAnswer, has_authority, names_issuer
from signing.revocation import Source
from signing.timestamp import require_server
from signing.trust import TrustAnchors

_MOST = 64
"""Certificates; each may cost a check of a national signature."""


class Vouched:
    """The certificates that lead to an anchor; of when they were valid is not asked."""

    def __init__(self, anchors: TrustAnchors, brought: Iterable[x509.Certificate]) -> None:
        """Find those among ``brought``; of too many none is looked at."""
        self._known = dict.fromkeys(anchors.anchors)
        self._anchors = frozenset(anchors.anchors)
        # Helpers only help: what arrived leads to an anchor, or is nobody's.
        waiting = [item for item in anchors.intermediates if item not in self._known]
        others = {item for item in brought if item not in self._known} - {*waiting}
        if len(others) <= _MOST:
            waiting += others
        tried: set[tuple[x509.Certificate, x509.Certificate]] = set()
        before = 0
        while before != len(waiting):
            before = len(waiting)
            waiting = [item for item in waiting if not self._is_issued(item, tried)]

    def __contains__(self, certificate: object) -> bool:
        """Whether it leads to an anchor."""
        return certificate in self._known

    def _is_issued(
        self,
        certificate: x509.Certificate,
        tried: set[tuple[x509.Certificate, x509.Certificate]],
    ) -> bool:
        """Whether those who are known issued a certificate; it is one of them from then on."""
        for issuer in self._issuers(certificate.issuer):
            if (certificate, issuer) not in tried:
                tried.add((certificate, issuer))
                if is_signed_by(certificate, issuer):
                    self._known[certificate] = None
                    return True
        return False

    def _issuers(self, name: x509.Name) -> list[x509.Certificate]:
        """Return authorities of a name: whom one of them gave a certificate is none yet."""
        return [
            item
            for item in self._known
            if item.subject == name and (item in self._anchors or is_authority(item))
        ]

    def is_of_authority(self, source: Source) -> bool:
        """Whether an authority here signed a list or an answer, whose certificates are others'.

        A responder answers whatever it is asked, and repeats the question: names and a number of
        any bytes (RFC 6960, 4.1.1). So an answer is about certificates that are known here.
        """
        if not isinstance(source, OcspAnswer):
            return any(is_signed_by(source, item) for item in self._issuers(source.issuer))
        issuers = (item for item in self._known if item in self._anchors or is_authority(item))
        return any(has_authority(source, item) for item in issuers) and all(
            map(self._is_about_known, source.parsed.responses)
        )

    @cached_property
    def _by_number(self) -> dict[int, list[x509.Certificate]]:
        found: dict[int, list[x509.Certificate]] = {}
        for item in self._known:
            found.setdefault(item.serial_number, []).append(item)
        return found

    def _is_about_known(self, item: OCSPSingleResponse) -> bool:
        return any(
            names_issuer(item, issuer)
            for certificate in self._by_number.get(item.serial_number, ())
            for issuer in self._issuers(certificate.issuer)
        )

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
