"""``eqaror outbox``, ``return`` and ``export`` as a person types them, with a line and without."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from eqaror_desktop.demo import PIN
from sync.entries import OutboxKind, OutboxState
from sync.secrets import choose_secrets
from sync.station import Store
from sync.wire import Action, DraftState
from tests.application.conftest import Station

pytestmark = pytest.mark.settled


def test_what_waits_is_told_taken_back_carried_and_sent(station: Station, tmp_path: Path) -> None:
    with station.open() as application:
        station.sign_in(application)
        first, second, third = station.to_sign(application)[:3]
        token = station.office.hokim.serial
    station.stop()
    signed = station.eqaror("sign", first.id, "--token", token, "--pin-stdin", pin=PIN)
    assert signed.code == 0, signed.err
    # Nothing is registered yet, and nothing is said to be missing either.
    refused = station.eqaror("export", first.id)
    assert refused.code == 1
    assert "[NOT-REGISTERED]" in refused.err
    assert station.eqaror("return", second.id, "--reason", "  ").code == 1
    assert station.eqaror("return", second.id, "--reason", "Hisob-kitob kerak").code == 0
    assert station.eqaror("reject", third.id, "--reason", "Asossiz").code == 0

    listed = {line[2:13]: line for line in station.eqaror("drafts", "--asked").out.splitlines()}
    assert "signed package: signed, not yet time-stamped" in listed[first.id]
    assert listed[first.id].startswith(" ")
    assert "Ready to sign" not in listed[second.id]
    assert "  signed, not yet time-stamped  " in station.eqaror("log", "drafts").out

    told = {item["draft"]: item for item in station.eqaror("outbox", "--json").json}
    assert told[first.id]["held"] is None
    assert {told[second.id]["kind"], told[third.id]["kind"]} == {"return", "reject"}
    (taken,) = station.eqaror("outbox", "cancel", third.id, "--json").json
    assert (taken["draft"], taken["code"]) == (third.id, "cancelled")
    stick = tmp_path / "stick.eqaror"
    stays = station.eqaror("outbox", "export", second.id, "--output", str(stick))
    assert (stays.code, stick.exists()) == (1, False)
    assert "A return is not taken along in a file" in stays.err
    assert "[UNSIGNED-STAYS]" in stays.err
    written = station.eqaror("outbox", "export", first.id, "--output", str(stick))
    assert written.code == 0, written.err
    assert str(stick) in written.out
    assert station.eqaror("outbox", "export", first.id, "--output", str(stick)).code == 1
    held = station.eqaror("outbox", "cancel", told[first.id]["key"][:8])
    assert held.code == 1
    assert "[ALREADY-SENT]" in held.err

    with station.open() as application:
        (row,) = [item for item in application.drafts() if item.id == second.id]
        # What the registry said stays as it was; the list lays over it what waits.
        assert Action.RETURN in row.actions
        attempt = application.store.journal.attempts(draft=first.id)[-1]
        assert attempt.entry == told[first.id]["key"]
    station.start()
    assert station.eqaror("outbox", "retry").code == 0
    with station.open() as application:
        states = {entry.draft: entry for entry in application.outbox()}
        assert states[first.id].state is OutboxState.ACCEPTED
        assert states[second.id].state is OutboxState.ACCEPTED
        assert states[third.id].code == "cancelled"
        application.sync()
        returned = application.draft(second.id, fresh=True)
        assert returned.summary.state is DraftState.RETURNED
        assert returned.reason == "Hisob-kitob kerak"
    # What is on the stick is here already and settled; nothing happens twice.
    again = station.eqaror("outbox", "import", str(stick), "--json")
    assert again.code == 0, again.err
    assert [item["draft"] for item in again.json] == [first.id]
    assert first.id in again.err


def test_another_station_of_the_same_person_sends_what_came_on_a_stick(
    station: Station, tmp_path: Path
) -> None:
    with station.open() as application:
        station.sign_in(application)
        draft = station.to_sign(application)[0]
        profile = station.profile
    other = tmp_path / "other"
    shutil.copytree(profile, other)
    station.stop()
    token = station.office.hokim.serial
    assert station.eqaror("sign", draft.id, "--token", token, "--pin-stdin", pin=PIN).code == 0
    stick = tmp_path / "stick.eqaror"
    written = station.eqaror("outbox", "export", draft.id, "--output", str(stick), "--json")
    assert written.json == {"file": str(stick)}
    station.start()
    shutil.copy(profile / "settings.toml", other / "settings.toml")
    with type(application).open(other) as there:
        station.sign_in(there)
        entry = there.carrier.bring_in(stick).entry
        assert (entry.kind, entry.carrier) == (OutboxKind.PACKAGE, entry.person)
        report = there.sync()
        assert report.sent == (entry.key,)
        number = there.store.outbox.entry(entry.key).registration
    with station.open() as here:
        station.sign_in(here)
        (settled,) = here.store.outbox.entries(draft=draft.id)
        assert settled.state is OutboxState.ACCEPTED
        assert settled.registration == number
        # The other station time-stamped it: registered are its bytes, and this is told.
        assert settled.registered_elsewhere
    assert "[NOT-REGISTERED]" in station.eqaror("export", draft.id).err


def test_what_is_asked_comes_in_the_order_of_its_deadlines(station: Station) -> None:
    def ends(*more: str) -> list[str]:
        asked = station.eqaror("drafts", *more, "--json").json
        return [item["deadline"] or "9" for item in asked if item["actions"]]

    assert ends("--asked") == sorted(ends("--asked"))
    assert ends() != sorted(ends())


def test_what_is_registered_is_handed_out_after_its_draft_has_left(
    station: Station, tmp_path: Path
) -> None:
    """Drafts go with their term, or with a clock that was ahead; what was signed stays."""
    with station.open() as application:
        station.sign_in(application)
        chosen = station.to_sign(application)[0]
        list(application.desk.sign([application.desk.plan_signing(chosen.id)], bytearray(PIN)))
        application.sync()
    station.stop()
    with Store.open(station.profile, choose_secrets(station.profile, "file")) as store:
        assert store.drafts.belong_to("nobody")
    target = tmp_path / "signed.asice"
    assert station.eqaror("drafts", "--json").json == []
    ran = station.eqaror("export", chosen.id, "--output", str(target))
    assert ran.code == 0, ran.err
    assert target.read_bytes()[:2] == b"PK"
    private = stat.S_IMODE(target.stat().st_mode) & 0o077 == 0
    assert private == chosen.restricted
