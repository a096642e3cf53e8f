"""Certificates between and revocation lists, kept fresh from the registry.

The registry's word adds nothing that is trusted: what it sends must be signed under an anchor
this station already has, and of what it sends only helpers are kept – certificates that must
themselves lead to an anchor, and lists that count only when their issuer signed them. An older
list never takes the place of a newer one: it would take revocations back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from signing.certificate import facts
from signing.cms_verify import check_cms
from signing.errors import CertificateRevoked, MalformedDocument, SigningError, WrongPurpose
from signing.revocation import Status, check_path
from signing.trust import TrustAnchors
from sync.client import RegistryClient
from sync.errors import BadAnswer
from sync.secrets import write_private

FRESH_FOR = timedelta(hours=12)
"""Lists younger than this are not asked for again."""
_CALL = "GET /v1/trust"


@dataclass(frozen=True)
class _Statement:
    intermediates: tuple[str, ...]
    crls: tuple[str, ...] = ()


def load_helpers(anchors: TrustAnchors, kept: Path) -> TrustAnchors:
    """Return the anchors with what was kept from the registry beside them."""
    try:
        return anchors.with_helpers(kept.name, kept.read_bytes())
    except FileNotFoundError:
        return anchors
    except MalformedDocument:
        # A damaged copy of public data: it is fetched again.
        return anchors


def is_fresh(anchors: TrustAnchors, now: datetime) -> bool:
    """Whether every revocation list is young enough."""
    return bool(anchors.crls) and all(
        now - item.last_update_utc < FRESH_FOR for item in anchors.crls
    )


def refresh(
    client: RegistryClient, anchors: TrustAnchors, kept: Path, now: datetime
) -> TrustAnchors:
    """Fetch certificates between and revocation lists, check and keep them.

    Args:
        client: of the registry; no session is needed.
        anchors: what this office trusts.
        kept: the file of the profile that remembers the helpers.
        now: for when the registry's certificate must be valid.

    Returns:
        The same anchors with the new helpers.

    Raises:
        BadAnswer: the statement is not signed by a registry under an anchor of this station, its
            certificate is revoked, or it is not readable.
        RegistryError: the registry could not be asked.
        StoreFull: no space left.
    """
    answer = client.trust()
    content = answer.statement.encode()
    try:
        signature = check_cms(answer.signature, content)
        if facts(signature.certificate).pinfl:
            # A person's certificate leads to the same anchor; a registry has no PINFL.
            raise WrongPurpose(facts(signature.certificate).name)
        path = anchors.path(signature.certificate, signature.others, now)
        statement = msgspec.json.decode(content, type=_Statement)
        pem = "".join((*statement.intermediates, *statement.crls)).encode()
        # What is kept may be newer than what this process has read, or than the answer.
        helped = load_helpers(anchors, kept).with_helpers(_CALL, pem)
        if check_path(path, helped.crls, now).status is Status.REVOKED:
            raise CertificateRevoked(facts(signature.certificate).name)
    except (SigningError, msgspec.DecodeError) as error:
        raise BadAnswer(_CALL, str(error)) from error
    write_private(kept, helped.helpers_pem())
    return helped
