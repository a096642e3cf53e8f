"""Entries for the tests of the outbox, and the drafts they are about."""

from __future__ import annotations

from sync.entries import OutboxEntry, OutboxKind
from sync.station import Store
from tests.sync.desk import Desk
from tests.sync.makers import PERSON, agreement, draft, summary

PACKAGE = b"PK\x03\x04 a signed package " * 100
PROBLEM = {"Content-Type": "application/problem+json"}


def queue_package(store: Store, number: int = 1, package: bytes = PACKAGE) -> OutboxEntry:
    made = summary(number)
    return store.outbox.queue_package(
        package,
        person=PERSON,
        draft=made.id,
        title=made.title,
        version_digest=made.version_digest,
    )


def queue_agreement(store: Store, number: int = 1, person: str = PERSON) -> OutboxEntry:
    made = summary(number)
    return store.outbox.queue(
        OutboxKind.AGREEMENT,
        agreement(made),
        person=person,
        draft=made.id,
        title=made.title,
        version_digest=made.version_digest,
    )


def publish(desk: Desk, *numbers: int) -> None:
    for number in numbers or (1,):
        desk.publish(draft(summary(number), b"text"), b"text")
