"""What a signer says that a signature means, if it is anything else than an approval.

A commitment type (EN 319 122-1, 5.2.3; the types are those of RFC 5126, 5.11.1) and a signature
policy (5.2.9) are signed. They break nothing and this program has no policy to compare them with,
but who relies on a signature has to know that its signer only received something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from signing.detail import Detail, said
from signing.errors import MalformedDocument
from signing.flaws import Flaw
from signing.foreign import ber
from signing.foreign.algorithms import object_identifier
from signing.report import Reason

COMMITMENT_TYPE = "1.2.840.113549.1.9.16.2.16"
_POLICY = "1.2.840.113549.1.9.16.2.15"
_ORIGIN, _APPROVAL = "1.2.840.113549.1.9.16.6.1", "1.2.840.113549.1.9.16.6.5"
_TYPES = {
    "1.2.840.113549.1.9.16.6.2": Flaw.COMMIT_RECEIPT,
    "1.2.840.113549.1.9.16.6.3": Flaw.COMMIT_DELIVERY,
    "1.2.840.113549.1.9.16.6.4": Flaw.COMMIT_SENDER,
    "1.2.840.113549.1.9.16.6.6": Flaw.COMMIT_CREATION,
}
COMMITMENTS = (_ORIGIN, _APPROVAL, *_TYPES)
_MOST = 8
"""Values that are told; nobody has a use for more."""


def meanings(attributes: Iterable[tuple[str, Sequence[bytes]]]) -> tuple[Reason, ...]:
    """Return what is to be told of signed attributes.

    Args:
        attributes: identifiers, each with its encoded values.
    """
    found: dict[str, None] = {}
    policies: dict[Detail, None] = {}
    for name, values in attributes:
        if name == COMMITMENT_TYPE:
            found.update(dict.fromkeys(map(_first_identifier, values[:_MOST])))
        elif name == _POLICY:
            policies.update(dict.fromkeys(map(_policy, values[:_MOST])))
    told = [Reason("COMMITMENT_TYPE", item, failed=False) for item in _commitments(found)]
    told += [Reason("SIGNATURE_POLICY", item, failed=False) for item in policies]
    return tuple(told)


def _commitments(found: Iterable[str]) -> Iterator[Detail]:
    # Of who signs as the origin RFC 5126 says that he has approved it as well.
    approved = {_ORIGIN, _APPROVAL} & set(found)
    for name in found:
        if name not in COMMITMENTS:
            yield said(Flaw.COMMIT_OTHER, name)
        elif not approved:
            yield said(_TYPES[name])


def _policy(value: bytes) -> Detail:
    # SignaturePolicyImplied is NULL.
    name = _first_identifier(value)
    return Detail(name) if name != _NONE else said(Flaw.POLICY_IMPLIED)


_NONE = "–"


def _first_identifier(value: bytes) -> str:
    """Return the identifier that a sequence begins with."""
    with suppress(MalformedDocument):
        item = ber.read_all(value)
        if item.tag == ber.SEQUENCE and item.children:
            return object_identifier(item.children[0])
    return _NONE
