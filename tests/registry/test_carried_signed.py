"""Of a file from another station counts what its author signed, and nothing else in it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from eqaror_desktop.errors import AlreadySigned
from eqaror_desktop.flows.carrying import write_entry
from eqaror_desktop.flows.earlier import require_unsigned
from eqaror_desktop.flows.verification import verify_file
from registry.contract import DraftState
from signing.cms import build_signed_data
from signing.memory_key import MemorySigner
from signing.statement import Agreement, Officer, TrailEntry, agreement_statement
from sync import carried, wire
from sync.entries import OutboxEntry, OutboxKind, OutboxState, Reason
from sync.errors import EntryFileRefused, UnsignedStays
from sync.words_back import words_of
from tests.registry import small
from tests.registry.conftest import Running
from tests.registry.stations import Desk, Stations, registered, station
from tests.signing.pki import Authority2

__all__ = ["station"]


def _forged(kind: OutboxKind, request: wire.ReasonRequest | wire.RemarkRequest) -> bytes:
    """Return what anybody can write, and older programs wrote."""
    said = carried.Carried(
        key=str(uuid.uuid4()), kind=kind, person=small.HOKIM.pinfl, draft="ready",
        title="Boshqa qaror", version_digest="0" * 64, created=small.NOW,
        payload=msgspec.json.encode(request), size=0, sha256="",
    )  # fmt: skip
    lines = b"EQAROR-ENTRY 1\n" + msgspec.json.encode(said, order="deterministic") + b"\n"
    return lines + small.sha256(lines).encode() + b"\n"


UNSIGNED: list[tuple[OutboxKind, wire.ReasonRequest | wire.RemarkRequest]] = [
    (OutboxKind.REJECT, wire.ReasonRequest("0" * 64, "Men bu qarorga qarshiman. Karimov.")),
    (OutboxKind.RETURN, wire.ReasonRequest("0" * 64, "Hisob-kitob kerak")),
    (OutboxKind.REMARK, wire.RemarkRequest(1, None, None, "", "Bekor qilaman. Hokim.")),
]


def test_what_nobody_signed_comes_and_goes_in_no_file(station: Stations, tmp_path: Path) -> None:
    hokim, stick = station(small.HOKIM), tmp_path / "stick"
    for kind, request in UNSIGNED:
        stick.write_bytes(_forged(kind, request))
        with pytest.raises(UnsignedStays) as refused:
            hokim.take(stick)
        assert refused.value.kind == kind
        assert hokim.store.outbox.entries() == ()
        stick.unlink()
    for kind, request in UNSIGNED:
        made = hokim.store.outbox.queue(
            kind, request, person=small.HOKIM.pinfl, draft=kind, title="t", version_digest="d"
        )
        with pytest.raises(UnsignedStays):
            write_entry(hokim.store, made.key, stick)
        assert not stick.exists()
        # Nothing of it left: it is sent from here, and may be taken back.
        assert hokim.entry(made.key).held is None
    assert [words_of(entry) for entry in hokim.store.outbox.entries()] == [
        "Men bu qarorga qarshiman. Karimov.", "Hisob-kitob kerak", "Bekor qilaman. Hokim.",
    ]  # fmt: skip


def test_what_the_file_says_beside_the_signature_counts_for_nothing(
    running: Running, station: Stations, tmp_path: Path
) -> None:
    """Key, title and time of another entry: both are registered, wherever they come in."""
    running.loading.add_drafts((small.draft("ready2"),))
    here, there = station(small.HOKIM), station(small.LEGAL)
    first, second = here.sign("ready"), here.sign("ready2")
    write_entry(here.store, second.key, tmp_path / "honest")
    lie = replace(first, key=second.key, title="Boshqa", created=small.NOW - timedelta(days=99))
    package = here.store.outbox.package(first.key)
    (tmp_path / "forged").write_bytes(
        carried.head_of(replace(lie, package=small.sha256(package), size=len(package))) + package
    )
    for name in ("forged", "honest"):
        report = verify_file(tmp_path / name, here.anchors, at=running.clock.now)
        told = {item.code for item in report.reasons}
        assert (report.verdict.indication, "UNSIGNED_BESIDE" in told) == ("INDETERMINATE", True)
    brought = [there.take(tmp_path / name) for name in ("forged", "honest")]
    assert [(item.draft, item.title) for item in brought] == [
        (first.draft, first.title), (second.draft, second.title),
    ]  # fmt: skip
    assert brought[0].created > small.NOW - timedelta(days=2)
    assert set(there.cycle().sent) == {item.key for item in brought}
    assert set(here.cycle().sent) == {first.key, second.key}
    for draft in ("ready", "ready2"):
        assert len(registered(running, draft)) == 1


def test_a_package_sent_under_the_key_of_another_holds_up_neither(
    running: Running, station: Stations
) -> None:
    running.loading.add_drafts((small.draft("ready2"),))
    here, clerk = station(small.HOKIM), station(small.LEGAL)
    first, second = here.sign("ready"), here.sign("ready2")
    package = here.store.outbox.package(first.key)
    upload = clerk.client.begin_upload(len(package), small.sha256(package))
    clerk.client.upload_part(upload.id, 0, package)
    asked = wire.PackageRequest(
        upload.id, small.sha256(package), first.version_digest, small.HOKIM.pinfl
    )
    assert clerk.client.package(second.key, "ready", asked).registration is not None
    assert set(here.cycle().sent) == {first.key, second.key}
    for entry in (first, second):
        settled = here.entry(entry.key)
        assert (settled.state, settled.registered_elsewhere) == (OutboxState.ACCEPTED, False)
        assert len(registered(running, entry.draft)) == 1


@pytest.mark.parametrize("known", [True, False])
def test_what_a_colleague_signed_keeps_no_signer_from_signing(
    running: Running, station: Stations, tmp_path: Path, *, known: bool
) -> None:
    """Its certificate, PINFL and STIR are right; whose decision it is only the draft says."""
    hokim, clerk, stick = station(small.HOKIM), station(small.LEGAL), tmp_path / "stick"
    found = hokim.client.draft("ready")
    own = msgspec.structs.replace(
        found.signer,
        name=clerk.me.person.name,
        post=clerk.me.person.post,
        pinfl=clerk.me.person.pinfl,
        stir=clerk.me.organisation.stir,
    )
    forged = small.package(
        running.station(small.LEGAL), msgspec.structs.replace(found, signer=own),
        running.signer(small.LEGAL), running.clock.now,
    )  # fmt: skip
    entry = clerk.store.outbox.queue_package(
        forged, person=small.LEGAL.pinfl, draft="ready", title="Qaror",
        version_digest=found.summary.version_digest,
    )  # fmt: skip
    write_entry(clerk.store, entry.key, stick)
    if known:
        hokim.cycle()
        with pytest.raises(EntryFileRefused) as refused:
            hokim.take(stick)
        assert refused.value.reason == "signer"
        assert hokim.store.outbox.entries() == ()
    else:
        # It waits for a line; what it is about comes to be known.
        assert hokim.take(stick).state is OutboxState.QUEUED
        hokim.store.drafts.apply(hokim.client.changes(None))
        hokim.store.drafts.put_detail(found)
    require_unsigned(hokim.store, hokim.store.drafts.draft("ready"))
    signed = hokim.sign()
    with pytest.raises(AlreadySigned):
        require_unsigned(hokim.store, hokim.store.drafts.draft("ready"))
    assert signed.key in hokim.cycle().sent
    assert len(registered(running)) == 1


def _answer(
    desk: Desk, draft: str = "asked", by: MemorySigner | None = None, remark: str = ""
) -> wire.AgreementRequest:
    """Sign an agreement to a draft as its officer, or with somebody else's key."""
    summary = desk.client.draft(draft).summary
    officer = small.WATER_OFFICER
    decision = Agreement.AGREED_WITH_NOTE if remark else Agreement.AGREED
    entry = TrailEntry(
        order=1, round=1, organisation=small.WATER,
        officer=Officer(officer.name, officer.post, officer.pinfl), decision=decision,
        remark=remark, received=small.NOW, due=small.NOW, decided=small.NOW, version=1,
        version_digest=summary.version_digest,
    )  # fmt: skip
    signature = build_signed_data(
        by or desk.running.signer(officer),
        agreement_statement(draft, entry),
        signing_time=desk.running.clock.now,
    )
    answer = wire.Answer(decision)
    return wire.AgreementRequest(1, 1, summary.version_digest, answer, remark, signature)


def _queued(desk: Desk, draft: str = "asked") -> OutboxEntry:
    request = _answer(desk, draft)
    return desk.store.outbox.queue(
        OutboxKind.AGREEMENT, request, person=desk.person.pinfl, draft=draft,
        title="t", version_digest=request.version_digest,
    )  # fmt: skip


def test_an_answer_comes_in_and_counts_once_whatever_key_its_file_names(
    running: Running, station: Stations, tmp_path: Path
) -> None:
    asked = small.draft("asked2", DraftState.IN_AGREEMENT)
    running.loading.add_drafts((replace(asked, trail=(small.entry(1, small.WATER, asked),)),))
    here, there = station(small.WATER_OFFICER), station(small.WATER_OFFICER)
    first, second = _queued(here), _queued(here, "asked2")
    # Somebody named the key of the second one in the file of the first.
    (tmp_path / "forged").write_bytes(carried.head_of(replace(first, key=second.key)))
    running.clock.pass_(timedelta(days=2))
    brought = there.take(tmp_path / "forged")
    assert (brought.draft, brought.payload) == ("asked", first.payload)
    # Its time is the one that was signed.
    assert running.clock.now - brought.created == timedelta(days=2)
    assert there.take(tmp_path / "forged").key == brought.key
    assert there.cycle().sent == (brought.key,)
    report = here.cycle()
    assert (report.sent, report.refused) == ((second.key,), (first.key,))
    alike = here.entry(first.key)
    assert (alike.code, alike.done_elsewhere) == (Reason.ANSWERED_ALIKE, True)
    assert here.entry(second.key).state is OutboxState.ACCEPTED


def test_an_answer_that_its_officer_did_not_sign_so_is_not_taken_in(
    running: Running, station: Stations, tmp_path: Path
) -> None:
    here, there, land = (
        station(person)
        for person in (small.WATER_OFFICER, small.WATER_OFFICER, small.LAND_OFFICER)
    )
    entry, good = _queued(here), _answer(here)
    officer = (small.WATER_OFFICER.name, small.WATER_OFFICER.pinfl, small.WATER.stir)
    begins = running.clock.now - timedelta(days=3)
    stranger = Authority2("Soxta", begins).signer(officer, begins=begins)
    objected = replace(good, decision=wire.Answer.OBJECTED, remark="Qarshiman")
    zero = replace(entry, version_digest="0" * 64)
    for request, about, reason in (
        (objected, entry, "answer"),
        (replace(good, round=2), entry, "answer"),
        (replace(good, version_digest="0" * 64), entry, "answer"),
        (replace(good, version_digest="0" * 64), zero, "answer"),
        (replace(good, signature=b""), entry, "answer"),
        (good, replace(entry, draft="ready"), "answer"),
        (good, zero, "answer"),
        (_answer(here, by=running.signer(small.LAND_OFFICER)), entry, "answer"),
        (_answer(here, by=stranger), entry, "answer"),
        (good, replace(entry, person=small.LAND_OFFICER.pinfl), "person"),
    ):
        said = replace(about, payload=msgspec.json.encode(request))
        (tmp_path / "stick").write_bytes(carried.head_of(said))
        with pytest.raises(EntryFileRefused) as refused:
            there.take(tmp_path / "stick")
        assert refused.value.reason == reason
    (tmp_path / "stick").write_bytes(carried.head_of(entry))
    # The registry takes it from its officer alone.
    with pytest.raises(EntryFileRefused, match="person"):
        land.take(tmp_path / "stick")
    assert there.take(tmp_path / "stick").open
