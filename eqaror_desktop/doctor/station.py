"""What lies on this computer: the profile and its key, disk, trust, mechanisms, the outbox."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from eqaror_desktop.doctor.finding import Finding
from eqaror_desktop.errors import ApplicationError
from eqaror_desktop.messages import Messages
from signing.certificate import facts, utc_now
from signing.errors import SigningError
from sync.entries import OutboxState
from sync.errors import StoreFull
from sync.store.disk import room_to_sign

if TYPE_CHECKING:
    from eqaror_desktop.application import Application

_LITTLE_SPACE = 200 << 20
"""Bytes beside what the next signature needs."""


def look_at_station(application: Application, messages: Messages) -> Iterator[Finding]:
    """Look at what lies on this computer: profile, its key, disk, trust, mechanisms."""
    unkept, place = application.store.unkept, str(application.profile.directory)
    if unkept is None:
        yield Finding("profile", ok=True, text=place)
    else:
        yield Finding.of("profile", unkept, messages, place)
    yield _settings(application, messages)
    yield _secrets(application, messages)
    yield _disk(application, messages)
    yield _trust(application, messages)
    yield _status(application, messages)
    yield from _mechanisms(application, messages)


def _settings(application: Application, messages: Messages) -> Finding:
    """Where what counts here was read, and where the whole computer's file would be."""
    from eqaror_desktop.settings import machine_settings

    profile, machine = application.profile, machine_settings()
    there = machine.is_file()
    left = there and not application.settings.machine
    told = messages.text(
        "words",
        "settings_left" if left else "settings_machine" if there else "settings_no_machine",
        profile=", ".join(
            str(item) for item in (profile.settings, profile.chosen) if item.is_file()
        )
        or "–",
        machine=machine,
    )
    return Finding("settings", ok=True, text=told, warns=left)


def _secrets(application: Application, messages: Messages) -> Finding:
    from sync.secrets import FileSecrets

    secrets = application.secrets
    if not isinstance(secrets, FileSecrets):
        return Finding("secrets", ok=True, text=messages.text("words", "os_secrets"))
    wished = application.settings.secrets
    # A profile that has its key keeps it where it is, whatever is wished for later.
    place = {"file": "file_secrets_wished", "keyring": "file_secrets_against"}.get(
        wished, "file_secrets"
    )
    bare = secrets.open_to_others
    told = messages.text("words", "file_secrets_open" if bare else place)
    return Finding("secrets", ok=True, text=told, warns=bare or wished == "keyring")


def _disk(application: Application, messages: Messages) -> Finding:
    free = shutil.disk_usage(application.profile.directory).free
    return disk_of(free, application.store.drafts.largest_to_sign(), messages)


def disk_of(free: int, documents: int, messages: Messages) -> Finding:
    """Say what so many free bytes mean for whoever is going to sign.

    Args:
        free: bytes.
        documents: bytes of the largest draft that waits to be signed, 0 if none is known.
        messages: of the person's language.
    """
    told, needed = messages.forms.size(free), room_to_sign(documents)
    if free < needed:
        # What signing would be refused with, in the same words.
        wanted = messages.text(
            "words", "disk_needed", free=told, needed=messages.forms.size(needed)
        )
        return replace(Finding.of("disk", StoreFull(), messages, wanted), stops=True)
    if free > _LITTLE_SPACE + needed:
        return Finding("disk", ok=True, text=told)
    cure = messages.text("words", "disk_cure")
    return Finding("disk", ok=True, text=f"{told}. {cure}", what=told, cure=cure, warns=True)


def _trust(application: Application, messages: Messages) -> Finding:
    try:
        anchors = application.anchors
    except (ApplicationError, SigningError) as error:
        return Finding.of("trust", error, messages)
    now = utc_now()
    good = [item for item in anchors.anchors if item.not_valid_after_utc > now]
    names = ", ".join(facts(item).common_name for item in good)
    return Finding("trust", ok=bool(good), text=names or "–")


def _status(application: Application, messages: Messages) -> Finding:
    """How old what is known of revocations is, and whether it still counts."""
    try:
        lists = application.anchors.crls
    except (ApplicationError, SigningError):
        # Told of the trust anchors already.
        lists = ()
    ages = [item.last_update_utc for item in lists]
    if not ages:
        text, cure = messages.text("clock", "never"), messages.text("words", "status_cure")
        return Finding("status", ok=False, text=text, what=text, cure=cure)
    current = all((item.next_update_utc or item.last_update_utc) > utc_now() for item in lists)
    at = messages.moment(min(ages))
    text = messages.text("words", "status_of", at=at)
    cure = "" if current else messages.text("words", "status_cure")
    return Finding("status", ok=current, text=text, what=text, cure=cure)


def _mechanisms(application: Application, messages: Messages) -> Iterator[Finding]:
    """Told only where the office has rows of its own: a bad one stops every signature."""
    from eqaror_desktop.mechanisms import office_table

    name = application.settings.signing.algorithms
    if not name:
        return
    try:
        office_table(application.profile.directory, name)
    except ApplicationError as error:
        yield Finding.of("mechanisms", error, messages)
    else:
        yield Finding("mechanisms", ok=True, text=name)


def look_at_outbox(application: Application, messages: Messages) -> Finding:
    """Look for what waits, and for what nobody knows the outcome of."""
    from eqaror_desktop.lost_registrations import (
        lost_registrations,
        lost_told,
        numbers_given_twice,
    )

    entries = application.outbox()
    lost, twice = lost_registrations(application), numbers_given_twice(application.store)
    if lost or twice:
        told = " ".join(lost_told(lost, twice, messages))
        return Finding("outbox", ok=not lost, text=told, warns=True)
    waiting = sum(1 for entry in entries if entry.open)
    unclear = sum(1 for entry in entries if entry.state is OutboxState.UNCONFIRMED)
    if not unclear:
        return Finding("outbox", ok=True, text=str(waiting))
    told = messages.text("words", "outbox_unclear", waiting=waiting, unclear=unclear)
    cure = messages.text("words", "outbox_cure")
    return Finding("outbox", ok=True, text=f"{told} {cure}", warns=True, what=told, cure=cure)
