"""A package gets its time-stamp before it leaves for the first time (CAdES-B-T)."""

from __future__ import annotations

from signing.cms import add_signature_time_stamp, signature_value
from signing.errors import SigningError
from signing.package import read_signature, signature_tail
from signing.timestamp import ask, check_answer
from signing.trust import TrustAnchors
from sync.client import RegistryClient
from sync.entries import OutboxEntry
from sync.errors import BadAnswer, StoreDamaged
from sync.outbox import Outbox


def time_stamp(
    entry: OutboxEntry, outbox: Outbox, client: RegistryClient, anchors: TrustAnchors
) -> OutboxEntry:
    """Put a time-stamp into a waiting package, unless it has one; returns the entry after it.

    The package with its time-stamp takes the place of the one without in a single step, so a
    crash leaves the one or the other.

    Raises:
        RegistryError: the time-stamp server could not be asked, or its answer does not hold.
        StoreDamaged: what the outbox holds is no package (any more).
        NotFound, StoreError: the outbox.
    """
    try:
        with outbox.open_package(entry.key) as package:
            signature = read_signature(package)
        value, stamped = signature_value(signature)
    except SigningError as error:
        raise StoreDamaged(f"{entry.key}: {error}") from error
    if stamped:
        return entry
    question = ask(value)
    answer = client.timestamp(question.der)
    try:
        stamp = check_answer(answer, question, value, anchors)
    except SigningError as error:
        raise BadAnswer("POST /v1/timestamp", str(error)) from error
    try:
        with outbox.open_package(entry.key) as package:
            keep, tail = signature_tail(package, add_signature_time_stamp(signature, stamp.token))
    except SigningError as error:
        raise StoreDamaged(f"{entry.key}: {error}") from error
    return outbox.replace_end(entry.key, keep, tail)
