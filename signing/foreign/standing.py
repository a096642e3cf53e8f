"""Of whom a signature may bring certificates and answers: of those who signed something in it.

A certificate has names and a key that somebody chose, and of each an authority gives as many
answers as it is asked for, with a nonce of whoever asks. Anybody has those of others. So only such
stand in a file as lead from a signer, a time-stamp's server or a responder in it to an anchor.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography import x509

from signing.called import AtHand, issuer_name
from signing.certificate import key_identifier
from signing.detail import Detail, said
from signing.flaws import Flaw
from signing.foreign import ber
from signing.foreign import signed_data as form
from signing.foreign.ber import Element
from signing.foreign.vouched import Vouched
from signing.lists import is_authority
from signing.ocsp import OcspAnswer, names_issuer
from signing.responders import signer_of
from signing.revocation import Source
from signing.trust import TrustAnchors

_KEPT = 2048
"""Answers' signatures of which it is kept who vouches for what they bring."""


@dataclass(eq=False)
class Brought:
    """What was read of one signature, or of all in a file, and by whom they are."""

    certificates: list[x509.Certificate] = field(default_factory=list)
    sources: dict[bytes, Source] = field(default_factory=dict)
    """Lists and answers by their bytes."""
    named: list[Element] = field(default_factory=list)
    """Each a ``SignerIdentifier`` (RFC 5652, 5.3)."""
    stamps: list[tuple[form.SignerInfo, tuple[Element, ...]]] = field(default_factory=list)
    """Time-stamps of a package of ours, which are read when somebody must vouch for them."""
    tokens: list[tuple[str, form.SignedData]] = field(default_factory=list)
    """Those for whose servers nobody has asked yet, by their attribute."""
    signed: list[x509.Certificate] = field(default_factory=list)
    """Of time-stamps' servers, in what is signed: there they may stand, and be named elsewhere."""
    kept: bool = False
    """Whether it is complete, and changed by nobody any more."""


def strange(brought: Brought, anchors: TrustAnchors) -> tuple[Detail, ...]:
    """Return what nobody who is trusted vouches for of what was brought."""
    known = anchors.vouched
    if not brought.kept:
        return _strange(brought, known)
    # Kept with the anchors, and gone with them: a window has others with every new list.
    found = known.strange.get(brought)
    if found is None:
        found = _strange(brought, known)
        if len(known.strange) >= _KEPT:
            known.strange.clear()
        known.strange[brought] = found
    return found


def _strange(brought: Brought, known: Vouched) -> tuple[Detail, ...]:
    vouched = known.with_others((*brought.certificates, *brought.signed))
    standing = Standing(vouched, brought)
    found: list[Detail] = []
    for item in brought.certificates:
        if item not in standing:
            other = item in vouched
            found.append(said(Flaw.ANOTHERS_CERTIFICATE if other else Flaw.STRAY_CERTIFICATE))
    lists = (item for item in brought.sources.values() if not isinstance(item, OcspAnswer))
    if standing.others or not all(map(vouched.is_of_authority, lists)):
        found.append(said(Flaw.STRAY_LIST))
    for name, data in brought.tokens:
        if not vouched.is_of_server(data):
            found.append(said(Flaw.UNSIGNED_ATTRIBUTE, name))
    return tuple(found)


class Standing:
    """The certificates that may stand in a file."""

    def __init__(self, vouched: Vouched, brought: Brought) -> None:
        """Find them.

        Args:
            vouched: the certificates that lead to an anchor.
            brought: what is read.

        Raises:
            ValueError, MalformedDocument: somebody is named in no way that is read.
        """
        self._vouched = vouched
        self._found: dict[x509.Certificate, None] = {}
        self._by_number: dict[int, list[x509.Certificate]] = {}
        self._lead(_signers(vouched, brought.named))
        self._at_hand = AtHand(brought.certificates)
        answers = [item for item in brought.sources.values() if isinstance(item, OcspAnswer)]
        before = -1
        # Whoever answers may be asked about, too.
        while before != len(answers):
            before = len(answers)
            answers = [item for item in answers if not self._is_let(item)]
        self.others = tuple(answers)
        """Answers about anybody else, or by anybody else."""

    def __contains__(self, certificate: x509.Certificate) -> bool:
        """Whether a certificate may stand there; an authority's helps somebody or nobody."""
        return certificate in self._found or (
            certificate in self._vouched and is_authority(certificate)
        )

    def _lead(self, ends: Iterable[x509.Certificate]) -> None:
        waiting = [item for item in ends if item in self._vouched]
        while waiting:
            item = waiting.pop()
            if item not in self._found:
                self._found[item] = None
                self._by_number.setdefault(item.serial_number, []).append(item)
                waiting += self._vouched.issuers(issuer_name(item))

    def _is_let(self, answer: OcspAnswer) -> bool:
        """Whether an answer is about certificates that stand here alone; its signer does too."""
        by: dict[x509.Certificate, None] = {}
        for item in answer.parsed.responses:
            issuers = [
                issuer
                for certificate in self._by_number.get(item.serial_number, ())
                for issuer in self._vouched.issuers(issuer_name(certificate))
                if names_issuer(item, issuer)
            ]
            if not issuers:
                return False
            by.update(dict.fromkeys(issuers))
        signers = (signer_of(answer, issuer, self._at_hand) for issuer in by)
        found = [signer for signer in signers if signer is not None]
        self._lead(found)
        return bool(found)


def _signers(
    vouched: Iterable[x509.Certificate], named: Iterable[Element]
) -> list[x509.Certificate]:
    """Return the certificates that are named."""
    numbers: set[tuple[bytes, int]] = set()
    keys: set[bytes] = set()
    for item in named:
        if item.tag == ber.SEQUENCE:
            issuer, number = item.children
            numbers.add((issuer.raw, int.from_bytes(number.body, "big", signed=True)))
        else:
            keys.add(item.octets())
    return [
        item
        for item in vouched
        if (issuer_name(item), item.serial_number) in numbers
        or (keys and key_identifier(item) in keys)
    ]
