"""What the registry says about certificates: fetched, or carried here on a stick.

The registry's word adds nothing that is trusted: what it sends must be signed by the registry
(:mod:`eqaror_desktop.flows.registry_signer`) under an anchor this station already has, and of what
it sends only helpers are kept – certificates that must
themselves lead to an anchor, and lists and answers that count only when their issuer signed them.
An older list never takes the place of a newer one: it would take revocations back.

The same answer as one file is a *bundle*, for stations without a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from eqaror_desktop.errors import BundleRefused, TrustFileInvalid
from eqaror_desktop.flows.registry_signer import check_signer, name_of
from signing.certificate import facts
from signing.cms_verify import check_cms
from signing.detail import Detail, about, why_failed
from signing.errors import CertificateRevoked, MalformedDocument, SigningError
from signing.flaws import Flaw
from signing.ocsp import OcspAnswer
from signing.revocation import Status, check_path
from signing.trust import TrustAnchors
from sync import wire
from sync.client import RegistryClient
from sync.errors import BadAnswer
from sync.secrets import write_private

FRESH_FOR = timedelta(hours=12)
"""Lists younger than this are not asked for again."""
MAX_BUNDLE = 32 << 20
_AHEAD = timedelta(minutes=10)
"""A word of later than this after the present is not taken: all true ones would be older."""
_CALL = "GET /v1/trust"


@dataclass(frozen=True)
class Word:
    """The registry's word, checked: helpers, when it was given, where to ask for a status."""

    registry: str
    """The name of who gave it."""
    anchors: TrustAnchors
    issued: datetime | None
    ocsp_urls: tuple[str, ...]


@dataclass(frozen=True)
class _Statement:
    intermediates: tuple[str, ...]
    crls: tuple[str, ...] = ()
    ocsp: tuple[str, ...] = ()
    ocsp_urls: tuple[str, ...] = ()
    issued: datetime | None = None


def anchor_files(directory: Path) -> list[Path]:
    """Return the files of anchors that IT staff put into a profile's directory, by their names.

    Raises:
        TrustFileInvalid: one is a pipe or a device, which would be waited for.
    """
    files = sorted(directory.glob("*.pem"))
    for path in files:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise TrustFileInvalid(about(str(path), Flaw.SPECIAL))
    return files


def load_anchors(files: Iterable[Path]) -> TrustAnchors:
    """Read files of trust anchors.

    Raises:
        TrustFileInvalid: one holds nothing, something damaged, or cannot be read; named.
    """
    try:
        return TrustAnchors.load(files)
    except MalformedDocument as error:
        raise TrustFileInvalid(error.detail) from error
    except OSError as error:
        raise TrustFileInvalid(Detail(str(error.filename), *why_failed(error).parts)) from error


def load_helpers(anchors: TrustAnchors, kept: Path) -> TrustAnchors:
    """Return the anchors with what was kept from the registry beside them."""
    try:
        return anchors.with_helpers(kept.name, kept.read_bytes())
    except FileNotFoundError:
        return anchors
    except MalformedDocument:
        # A damaged copy of public data: it is fetched again.
        return anchors


def keep_answers(
    anchors: TrustAnchors, kept: Path, answers: tuple[OcspAnswer, ...]
) -> TrustAnchors:
    """Keep OCSP answers beside the helpers; returns the anchors with all of them.

    Raises:
        StoreFull: no space left.
    """
    new = TrustAnchors((), (), (), answers).helpers_pem()
    helped = load_helpers(anchors, kept).with_helpers(kept.name, new)
    write_private(kept, helped.helpers_pem())
    return helped


def is_fresh(anchors: TrustAnchors, now: datetime) -> bool:
    """Whether every revocation list is young enough."""
    return bool(anchors.crls) and all(
        now - item.last_update_utc < FRESH_FOR for item in anchors.crls
    )


def refresh(
    client: RegistryClient, anchors: TrustAnchors, kept: Path, now: datetime, registry: str = ""
) -> tuple[Word, wire.Trust]:
    """Fetch certificates between and revocation lists, and take them.

    Returns:
        The same anchors with the new helpers, and the answer itself, which is a bundle.

    Raises:
        BadAnswer, StoreFull: as :func:`take`.
        RegistryError: the registry could not be asked.
    """
    answer = client.trust()
    return take(answer, anchors, kept, now, registry), answer


def take(
    answer: wire.Trust, anchors: TrustAnchors, kept: Path, now: datetime, registry: str = ""
) -> Word:
    """Check and keep what the registry answered.

    Args:
        answer: of the registry; no session is needed for it.
        anchors: what this office trusts.
        kept: the file of the profile that remembers the helpers.
        now: for when the registry's certificate must be valid, and the word given.
        registry: its name; if none is known, who answers at the office's address is the registry.

    Raises:
        BadAnswer: the statement is not signed by the registry under an anchor of this station, its
            certificate is revoked, it is not readable, or of the future.
        StoreFull: no space left.
    """
    try:
        word = _check(answer, anchors, kept, now, registry, heard=True)
        if word.issued is not None and word.issued > now + _AHEAD:
            raise BadAnswer(_CALL, "issued in the future")
    except (SigningError, msgspec.DecodeError) as error:
        raise BadAnswer(_CALL, str(error)) from error
    write_private(kept, word.anchors.helpers_pem())
    return word


def take_bundle(
    bundle: bytes,
    anchors: TrustAnchors,
    kept: Path,
    now: datetime,
    known: datetime | None,
    registry: str,
) -> tuple[Word, wire.Trust]:
    """Take the registry's word from a file, checked as if it had been fetched.

    Args:
        bundle: the file's bytes.
        anchors: what this office trusts.
        kept: the file of the profile that remembers the helpers.
        now: for when the registry's certificate must be valid, and the word given.
        known: when the newest word that this station has heard was given.
        registry: its name; empty if none is known.

    Raises:
        BundleRefused: it is damaged, not signed by the registry under an anchor here, by one that
            is revoked, of the future or older than what is known here, or nobody has told this
            station who the registry is.
        StoreFull: no space left.
    """
    try:
        trust = msgspec.json.decode(bundle, type=wire.Trust)
        word = _check(trust, anchors, kept, now, registry)
    except (msgspec.DecodeError, UnicodeDecodeError, MalformedDocument) as error:
        raise BundleRefused("damaged") from error
    except CertificateRevoked as error:
        raise BundleRefused("revoked") from error
    except SigningError as error:
        raise BundleRefused("signer" if registry else "stranger") from error
    if word.issued is None:
        raise BundleRefused("damaged")
    if word.issued > now + _AHEAD:
        raise BundleRefused("future", word.issued, now)
    if known is not None and word.issued < known:
        raise BundleRefused("older", word.issued, known)
    write_private(kept, word.anchors.helpers_pem())
    return word, trust


def _check(
    trust: wire.Trust,
    anchors: TrustAnchors,
    kept: Path,
    now: datetime,
    registry: str,
    *,
    heard: bool = False,
) -> Word:
    """Check who gave the word, and return it with the helpers that are kept already.

    Raises:
        SigningError: by name of what is wrong with the signature or what it covers.
        msgspec.DecodeError: not the statement of a registry.
    """
    content = trust.statement.encode()
    signature = check_cms(trust.signature, content)
    own = name_of(signature.certificate)
    check_signer(signature.certificate, registry or (own if heard else ""))
    path = anchors.path(signature.certificate, signature.others, now)
    statement = msgspec.json.decode(content, type=_Statement)
    pem = "".join((*statement.intermediates, *statement.crls, *statement.ocsp)).encode()
    # What is kept may be newer than what this process has read, or than the answer.
    helped = load_helpers(anchors, kept).with_helpers(_CALL, pem, now)
    if check_path(path, helped.sources, now).status is Status.REVOKED:
        raise CertificateRevoked(facts(signature.certificate).name)
    return Word(own, helped, statement.issued, statement.ocsp_urls)
