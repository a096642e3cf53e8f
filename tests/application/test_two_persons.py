"""Two people on one station: what one of them signed is neither lost nor shown to the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eqaror_desktop.demo import PIN
from eqaror_desktop.desktop.history import own_history
from eqaror_desktop.errors import EntryOfAnother
from eqaror_desktop.messages import Messages
from eqaror_desktop.taking_back import put_away, take_back
from eqaror_desktop.whose import Whose
from sync.entries import OutboxState
from tests.application.conftest import Station
from tests.sync import makers
from ui.outbox_rows import OutboxKind

pytestmark = pytest.mark.settled


def test_what_waits_for_one_is_not_taken_back_by_the_next(
    station: Station, tmp_path: Path
) -> None:
    with station.open() as application:
        person = application.connection.me().person
        drafts = station.to_sign(application)
    station.stop()
    token = station.office.hokim.serial
    assert station.eqaror("sign", drafts[0].id, "--token", token, "--pin-stdin", pin=PIN).code == 0
    station.start()
    with station.open() as application:
        application.sign_out()
        (entry,) = application.outbox()
        # Nobody is signed in: whoever sits here is not yet its person.
        with pytest.raises(EntryOfAnother):
            take_back(application.store, application.connection, entry.key)
        application.sign_in(station.office.officer.serial, bytearray(PIN))
        assert application.sync().failure is None
        whose = Whose(application.store, application.person())
        assert (whose.mine(entry), whose.sent_by_another(entry)) == (False, True)
        assert whose.name(entry) == person.name
        seen = whose.may_see(entry)
        for act in (take_back, put_away):
            with pytest.raises(EntryOfAnother):
                act(application.store, application.connection, entry.key)
        if not seen:
            with pytest.raises(EntryOfAnother):
                application.carrier.write_entry(entry.key, tmp_path / "stick")
    cancelled = station.eqaror("outbox", "cancel", entry.key)
    assert cancelled.code == 1
    assert "E-305 [ENTRY-OF-ANOTHER]" in cancelled.err
    listed, retried = station.eqaror("outbox"), station.eqaror("outbox", "retry")
    assert f"waits for the sign-in of {person.name}" in listed.out
    assert (entry.title in listed.out) is seen
    assert f"{entry.draft}: waits for the sign-in of {person.name}" in retried.out
    draft = makers.draft(replace(makers.summary(), id=entry.draft), b"t")
    with station.open() as application:
        store, words = application.store, Messages.load("en")
        officer = own_history(draft, store, application.person(), words)
        assert not [row for row in officer if row.doing is not None]
        assert application.store.outbox.entry(entry.key).state is OutboxState.QUEUED
        application.sign_in(token, bytearray(PIN))
        hokim = own_history(draft, store, application.person(), words)
        assert [row.doing for row in hokim if row.doing] == [OutboxKind.PACKAGE]
        assert application.sync().sent == (entry.key,)
