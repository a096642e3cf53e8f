"""An entry that travels on a stick: two stations, a real registry, one registration."""

from __future__ import annotations

import io
import os
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import insert, select, update

from eqaror_desktop.errors import AnotherWaits
from eqaror_desktop.flows.carrying import write_entry
from registry import database as db
from registry import lifecycle
from signing.package import read_signature, replace_signature
from sync import carried, wire
from sync.entries import Held, OutboxKind, OutboxState
from sync.errors import AlreadySent, EntryFileRefused
from sync.secrets import choose_secrets
from sync.sender import Sender
from sync.station import Store
from tests.registry import small
from tests.registry.conftest import Running
from tests.registry.stations import Stations, registered, station
from tests.signing.foreign.test_loose import beside_certificates
from tests.signing.pki import Authority2

__all__ = ["station"]


@pytest.mark.parametrize("first", ["there", "here"])
def test_a_colleague_sends_what_came_on_a_stick_and_nothing_is_registered_twice(
    running: Running, station: Stations, tmp_path: Path, first: str
) -> None:
    here, there = station(small.HOKIM), station(small.LEGAL)
    entry = here.sign()
    stick = tmp_path / "stick.eqaror"
    noted = write_entry(here.store, entry.key, stick)
    assert (noted.held, noted.state) == (Held.EXPORTED, OutboxState.QUEUED)
    assert stick.stat().st_mode & 0o077 == 0
    brought = there.take(stick)
    assert brought.key != entry.key
    assert (brought.carrier, brought.title) == (small.LEGAL.pinfl, entry.title)
    assert there.store.outbox.package(brought.key) == here.store.outbox.package(entry.key)
    stations = [(there, brought), (here, entry)]
    if first == "here":
        stations.reverse()
    for desk, made in stations:
        assert desk.cycle().sent == (made.key,)
    # The second asked first, and sent nothing.
    desk, made = stations[1]
    assert desk.entry(made.key).upload is None
    assert len(registered(running)) == 1
    for desk, made in stations:
        assert desk.entry(made.key).receipt == here.entry(entry.key).receipt
        assert not desk.entry(made.key).registered_elsewhere


def test_each_station_has_its_own_time_stamp_and_both_get_one_answer(
    running: Running, station: Stations, tmp_path: Path
) -> None:
    here, there = station(small.HOKIM), station(small.HOKIM)
    entry = here.sign()
    # Both have begun before either knows what the other does.
    write_entry(here.store, entry.key, tmp_path / "stick")
    brought = there.take(tmp_path / "stick")
    frozen = here.store.outbox.package(entry.key)
    assert there.cycle().sent == (brought.key,)
    upload = here.client.begin_upload(len(frozen), small.sha256(frozen))
    here.client.upload_part(upload.id, 0, frozen)
    asked = wire.PackageRequest(upload.id, "0" * 64, entry.version_digest)
    answer = here.client.package(entry.key, "ready", asked)
    assert answer.receipt == there.entry(brought.key).receipt
    richer = here.store.outbox.replace_package(entry.key, frozen + b"stamp")
    assert here.cycle().sent == (entry.key,)
    assert here.entry(entry.key).package == richer.package
    assert here.entry(entry.key).registered_elsewhere
    assert len(registered(running)) == 1


@pytest.mark.parametrize("told", [True, False], ids=["the same place", "another place"])
def test_a_backup_put_back_after_its_package_was_registered_settles(
    running: Running, station: Stations, tmp_path: Path, *, told: bool
) -> None:
    here = station(small.HOKIM)
    profile = tmp_path / "station-1"
    entry = here.sign()
    copy = tmp_path / "station-2"
    here.store.copies.settle()
    shutil.copytree(profile, copy)
    assert here.cycle().sent == (entry.key,)
    assert len(registered(running)) == 1
    with Store.open(copy, choose_secrets(copy, "file")) as store:
        back = replace(here, store=store)
        if told:
            # Its computer knows the profile as it was later, so it is asked about, never sent.
            store.outbox.replace_package(entry.key, store.outbox.package(entry.key) + b"other")
            with store.database.write() as rows:
                rows.execute("UPDATE outbox SET state = 'SENDING', departed = 1")
            store.outbox.recover()
            assert back.cycle().sent == (entry.key,)
        else:
            # With a time-stamp of its own. The registry answers for what was signed.
            assert back.cycle(b"other").sent == (entry.key,)
        settled = back.entry(entry.key)
        assert settled.receipt == here.entry(entry.key).receipt
        assert settled.registered_elsewhere
    assert len(registered(running)) == 1


def test_what_another_copy_had_registered_is_not_taken_back(
    running: Running, station: Stations, tmp_path: Path
) -> None:
    here = station(small.HOKIM)
    entry = here.sign()
    shutil.copytree(tmp_path / "station-1", tmp_path / "copy")
    assert here.cycle().sent == (entry.key,)
    with Store.open(tmp_path / "copy", choose_secrets(tmp_path / "copy", "file")) as store:
        store.outbox.replace_package(entry.key, store.outbox.package(entry.key) + b"other")
        with pytest.raises(AlreadySent):
            Sender(here.client, store.outbox, store.packages).take_back(entry.key)
        assert store.outbox.entry(entry.key).state is OutboxState.ACCEPTED
    assert len(registered(running)) == 1


def test_what_was_refused_to_a_carrier_is_refused_here_on_its_own(
    running: Running, station: Stations, tmp_path: Path
) -> None:
    here, there = station(small.HOKIM), station(small.LEGAL)
    entry = here.sign()
    write_entry(here.store, entry.key, tmp_path / "stick")
    brought = there.take(tmp_path / "stick")
    other = running.station(small.HOKIM)
    digest = other.get("/v1/drafts/ready", wire.Draft).summary.version_digest
    request = wire.ReasonRequest(digest, "sabab")
    assert other.call("POST", "/v1/drafts/ready/return", body=request, key="r").ok
    for desk, made in ((there, brought), (here, entry)):
        assert desk.cycle().refused == (made.key,)
        assert desk.entry(made.key).code == "not_ready"


def test_an_entry_that_is_here_already_is_not_taken_twice(
    station: Stations, tmp_path: Path
) -> None:
    here, there = station(small.HOKIM), station(small.HOKIM)
    entry = here.sign()
    write_entry(here.store, entry.key, tmp_path / "stick")
    for desk in (here, there, there):
        desk.take(tmp_path / "stick")
        assert len(desk.store.outbox.entries()) == 1
    assert here.entry(entry.key).carrier is None
    # A copy that has not left goes away; what it was copied from stays.
    (copy,) = there.store.outbox.entries()
    away = there.store.outbox.cancel(copy.key)
    assert (away.code, away.taken_back) == ("left_to_another", True)
    # And comes again, to be sent after all.
    assert there.take(tmp_path / "stick").open
    with pytest.raises(AlreadySent):
        here.store.outbox.cancel(entry.key)


def test_a_version_signed_here_as_well_is_not_brought_in(
    station: Stations, tmp_path: Path
) -> None:
    here, there = station(small.HOKIM), station(small.HOKIM)
    entry = here.sign()
    own = there.sign()
    write_entry(here.store, entry.key, tmp_path / "stick")
    assert there.take(tmp_path / "stick") == own
    assert there.store.outbox.entries() == (own,)


def test_what_cannot_count_beside_what_waits_is_not_brought_in(
    station: Stations, tmp_path: Path
) -> None:
    here, there = station(small.HOKIM), station(small.HOKIM)
    signed = here.sign()
    write_entry(here.store, signed.key, tmp_path / "signed")
    request = wire.ReasonRequest(signed.version_digest, "sabab")
    names = {"person": signed.person, "draft": "ready", "title": signed.title}
    digest = {"version_digest": signed.version_digest}
    back = there.store.outbox.queue(OutboxKind.RETURN, request, **names, **digest)
    with pytest.raises(AnotherWaits) as caught:
        there.take(tmp_path / "signed")
    (entry,) = there.store.outbox.entries()
    assert (entry.key, caught.value.entry) == (back.key, back.key[:8])


def test_nobody_of_another_organisation_brings_a_package(
    station: Stations, tmp_path: Path
) -> None:
    here, water = station(small.HOKIM), station(small.WATER_OFFICER)
    write_entry(here.store, here.sign().key, tmp_path / "stick")
    with pytest.raises(EntryFileRefused) as refused:
        water.take(tmp_path / "stick")
    assert refused.value.reason == "person"


def _spoilt(good: bytes, how: str) -> bytes:
    head, said, digest, package = good.split(b"\n", 3)
    match how:
        case "cut":
            return good[:-1]
        case "longer":
            return good + b"x"
        case "head":
            return b"\n".join((head, said.replace(b"ready", b"other"), digest, package))
        case "newer":
            return good.replace(b"ENTRY 1", b"ENTRY 2", 1)
        case "stranger":
            return package
        case "byte":
            return good[:-900] + bytes([good[-900] ^ 1]) + good[-899:]
    return b""


def test_a_file_that_was_spoilt_on_its_way_is_not_taken_in(
    station: Stations, tmp_path: Path
) -> None:
    here, there = station(small.HOKIM), station(small.HOKIM)
    stick = tmp_path / "stick"
    write_entry(here.store, here.sign().key, stick)
    good = stick.read_bytes()
    reasons = {"newer": "newer", "stranger": "stranger", "empty": "stranger"}
    for how in ("cut", "longer", "head", "byte", *reasons):
        stick.write_bytes(_spoilt(good, how))
        with pytest.raises(EntryFileRefused) as refused:
            there.take(stick)
        assert refused.value.reason == reasons.get(how, "damaged"), how
    stick.unlink()
    os.mkfifo(stick)
    with pytest.raises(EntryFileRefused, match="stranger"):
        there.take(stick)
    assert there.store.outbox.entries() == ()


def test_what_the_carrier_added_or_made_is_not_taken_in(
    running: Running, station: Stations, tmp_path: Path
) -> None:
    """Only trust may be open; here it would stand for what the hokim signed."""
    here, there = station(small.HOKIM), station(small.HOKIM)
    entry = here.sign()
    good = here.store.outbox.package(entry.key)
    other = Authority2("Soxta", running.clock.now - timedelta(days=9))
    person = (small.HOKIM.name, small.HOKIM.pinfl, small.HOKIM.organisation)
    signer = other.signer(person, begins=running.clock.now - timedelta(days=3))
    added, stray = io.BytesIO(), other.root.certificate.public_bytes(Encoding.DER)
    signature = beside_certificates(read_signature(io.BytesIO(good)), stray)
    replace_signature(io.BytesIO(good), added, signature)
    hokim = running.station(small.HOKIM)
    found = hokim.get("/v1/drafts/ready", wire.Draft)
    made = small.package(hokim, found, signer, running.clock.now)
    for package in (added.getvalue(), made, good):
        said = replace(entry, package=small.sha256(package), size=len(package))
        (tmp_path / "stick").write_bytes(carried.head_of(said) + package)
        if package == good:
            assert there.take(tmp_path / "stick").carrier == small.HOKIM.pinfl
            continue
        with pytest.raises(EntryFileRefused) as refused:
            there.take(tmp_path / "stick")
        assert refused.value.reason == "package"


def test_a_package_made_up_for_another_draft_is_not_taken_in(
    station: Stations, tmp_path: Path
) -> None:
    """All digests are right; the signature is about something else."""
    here, there = station(small.HOKIM), station(small.HOKIM)
    entry = here.sign()
    package = here.store.outbox.package(entry.key)
    for change in (
        {"draft": "acting"},
        {"version_digest": "0" * 64},
        {"person": small.LEGAL.pinfl},
    ):
        head = carried.head_of(replace(entry, **change))  # type: ignore[arg-type]  # by name
        (tmp_path / "stick").write_bytes(head + package)
        with pytest.raises(EntryFileRefused) as refused:
            there.take(tmp_path / "stick")
        assert refused.value.reason == "package"


def test_what_is_on_its_way_or_settled_is_not_written(station: Stations, tmp_path: Path) -> None:
    here = station(small.HOKIM)
    entry = here.sign()
    here.store.outbox.road.begin(entry.key)
    with pytest.raises(AlreadySent):
        write_entry(here.store, entry.key, tmp_path / "stick")
    assert not (tmp_path / "stick").exists()
    assert here.entry(entry.key).exported is None


def test_two_stations_of_one_person_sign_the_same_and_the_later_one_fails_at_nothing(
    running: Running, station: Stations
) -> None:
    first, second = station(small.HOKIM), station(small.HOKIM)
    here, there = first.sign(), second.sign()
    assert here.key != there.key
    assert first.cycle().sent == (here.key,)
    assert second.cycle().sent == (there.key,)
    told = second.entry(there.key)
    assert (told.state, told.registered_elsewhere) == (OutboxState.ACCEPTED, True)
    assert told.receipt == first.entry(here.key).receipt
    assert len(registered(running)) == 1
    # The number is here as well, by the way of all drafts.
    assert second.store.drafts.summary("ready").registration is not None


def _newer_version(running: Running) -> None:
    """The drafter's doing, which this contract has no call for: the same text as version 2."""
    with running.core.database.writing() as connection:
        old = connection.execute(select(db.versions).where(db.versions.c.draft == "ready")).one()
        newer = {**old._mapping, "number": 2, "digest": "ab" * 32}
        connection.execute(insert(db.versions).values(newer))
        connection.execute(
            update(db.drafts)
            .where(db.drafts.c.id == "ready")
            .values(version=2, version_digest="ab" * 32)
        )
        lifecycle.touch(connection, "ready", running.clock.now)


def test_what_was_meant_for_an_older_version_is_refused_and_is_a_conflict(
    running: Running, station: Stations
) -> None:
    """By rule, whatever it is; it stays with the version it was about."""
    desk = station(small.HOKIM)
    entry = desk.sign()
    digest = entry.version_digest
    about = {
        "person": small.HOKIM.pinfl, "draft": "ready", "title": "t", "version_digest": digest
    }  # fmt: skip
    remark = desk.store.outbox.queue(
        OutboxKind.REMARK, wire.RemarkRequest(1, None, None, "", "2-band aniq emas"), **about
    )
    back = desk.store.outbox.queue(OutboxKind.RETURN, wire.ReasonRequest(digest, "sabab"), **about)
    _newer_version(running)
    assert set(desk.cycle().refused) == {entry.key, remark.key, back.key}
    for key in (entry.key, remark.key, back.key):
        refused = desk.entry(key)
        assert (refused.code, refused.conflict) == ("draft_changed", True)
        assert refused.version_digest == digest
    assert desk.store.outbox.package(entry.key)
