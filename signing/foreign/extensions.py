"""Extensions of time-stamps and OCSP answers.

Some servers repeat those of the question, which whoever asks chooses (RFC 3161, 2.4.1; RFC 6960,
4.4). So only those may stand there that a server has of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from signing.foreign import ber
from signing.foreign.algorithms import object_identifier
from signing.foreign.ber import Element

_QUALIFIED = bytes.fromhex("301906082b06010505070103040d300b30090607040081975e0101")
"""That a time-stamp is qualified, and nothing more about it (EN 319 422, 9.1)."""
_OCSP, _COMMON_PKI = "1.3.6.1.5.5.7.48.1.", "1.3.36.8.3."
_OF_ANSWERS = frozenset(
    {
        # Of RFC 6960, 4.4.1, 4.4.2, 4.4.4 and 4.4.8; what stands in the first is looked at.
        *(f"{_OCSP}{last}" for last in (2, 3, 6, 9)),
        # Of entries in revocation lists (4.4.5): reason, what to do, since when, whose.
        *(f"2.5.29.{last}" for last in (21, 23, 24, 29)),
        # That a certificate is in a directory, and its digest.
        *(f"{_COMMON_PKI}{last}" for last in (12, 13)),
        # Of transparency logs (RFC 6962, 3.3).
        "1.3.6.1.4.1.11129.2.4.5",
    }
)


def are_a_servers(stamped: Sequence[Element]) -> bool:
    """Whether a time-stamp has none but a server's own; ``stamped`` are its fields."""
    every = (one for item in stamped[5:] if item.tag == ber.CONTEXT_1 for one in item.children)
    return all(item.raw == _QUALIFIED for item in every)


def are_a_responders(data: Element) -> bool:
    """Whether an answer, its ``ResponseData``, has none but those that a responder tells."""
    statuses = next(item for item in data.children if item.tag == ber.SEQUENCE).children
    last = (data.children[-1], *(item.children[-1] for item in statuses))
    every = (one for item in last if item.tag == ber.CONTEXT_1 for one in item.only().children)
    return all(object_identifier(item.children[0]) in _OF_ANSWERS for item in every)
