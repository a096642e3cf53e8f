"""The client's own door against this registry: every call once, over real HTTP."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from registry.access import Cursor
from registry.seeds import SeedPerson
from signing.cms import build_signed_data
from signing.statement import (
    Agreement,
    Officer,
    TrailEntry,
    agreement_statement,
    session_statement,
)
from signing.timestamp import ask, check_answer
from sync import wire
from sync.client import RegistryClient
from sync.engine import Engine
from sync.entries import OutboxKind
from sync.errors import Refused, SessionExpired
from sync.http import Http
from sync.network.events import Listener
from sync.secrets import choose_secrets
from sync.station import Store
from tests.registry import small
from tests.registry.conftest import Running


@pytest.fixture
def client(running: Running) -> Iterator[RegistryClient]:
    made = RegistryClient(Http(running.address))
    yield made
    made.close()


def _sign_in(running: Running, client: RegistryClient, person: SeedPerson) -> None:
    challenge = client.challenge()
    statement = session_statement(challenge.registry, challenge.challenge)
    signature = build_signed_data(
        running.signer(person), statement, signing_time=running.clock.now
    )
    client.sign_in(challenge.id, signature)


def test_the_whole_road(running: Running, client: RegistryClient) -> None:
    _sign_in(running, client, small.HOKIM)
    assert client.me().person.pinfl == small.HOKIM.pinfl
    page = client.changes(None)
    assert "ready" in {change.id for change in page.changes}
    draft = client.draft("ready")
    assert client.version("ready", 1).text == draft.text
    data = b"".join(client.file(draft.text))
    assert small.sha256(data) == draft.text.sha256

    station = running.station(small.HOKIM)
    package = small.package(station, draft, running.signer(small.HOKIM), running.clock.now)
    digest = small.sha256(package)
    upload = client.begin_upload(len(package), digest)
    half = len(package) // 2
    assert client.upload_part(upload.id, 0, package[:half]) == half
    assert client.upload_offset(upload.id) == half
    assert client.upload_part(upload.id, half, package[half:]) == len(package)
    request = wire.PackageRequest(upload.id, digest, draft.summary.version_digest)
    accepted = client.package("key", "ready", request)
    assert accepted.registration is not None
    version = draft.summary.version_digest
    assert client.registered("ready", version) == accepted
    assert client.registered("ready", "0" * 64) is None
    assert client.entry("another").outcome is wire.EntryOutcome.UNKNOWN
    assert client.package("key 2", "ready", request) == accepted
    with pytest.raises(Refused) as refused:
        client.package("key", "ready", wire.PackageRequest("any", digest, "0" * 64))
    assert refused.value.code == "already_signed"
    client.sign_out()
    assert not client.signed_in


def test_answers(running: Running, client: RegistryClient) -> None:
    _sign_in(running, client, small.WATER_OFFICER)
    summary = client.draft("asked").summary
    now = running.clock.now
    officer = small.WATER_OFFICER
    statement = agreement_statement(
        "asked",
        TrailEntry(
            order=0,
            round=1,
            organisation=small.WATER,
            officer=Officer(officer.name, officer.post, officer.pinfl),
            decision=Agreement.AGREED,
            remark="",
            received=now,
            due=now,
            decided=now,
            version=1,
            version_digest=summary.version_digest,
        ),
    )
    signature = build_signed_data(running.signer(officer), statement, signing_time=now)
    remark = wire.RemarkRequest(1, None, None, "", "Koʻrib chiqildi")
    assert client.remark("r", "asked", remark).draft == "asked"
    answer = wire.AgreementRequest(1, 1, summary.version_digest, wire.Answer.AGREED, "", signature)
    assert client.agree("a", "asked", answer).state is wire.DraftState.IN_AGREEMENT


def test_returning_and_rejecting(running: Running, client: RegistryClient) -> None:
    _sign_in(running, client, small.HOKIM)
    digest = client.draft("ready").summary.version_digest
    with pytest.raises(Refused) as refused:
        client.reject("x", "ready", wire.ReasonRequest("0" * 64, "Asossiz"))
    assert refused.value.code == "draft_changed"
    reason = wire.ReasonRequest(digest, "Hisob-kitob kerak")
    assert client.return_draft("y", "ready", reason).state is wire.DraftState.RETURNED


def test_trust_time_stamp_and_hints(running: Running, client: RegistryClient) -> None:
    assert client.trust().statement
    _sign_in(running, client, small.HOKIM)
    question = ask(b"imzo")
    stamp = check_answer(client.timestamp(question.der), question, b"imzo", running.core.anchors)
    assert stamp.time == running.clock.now
    hints = client.events()
    later = threading.Timer(0.5, lambda: running.loading.add_draft(small.draft("new")))
    later.start()
    assert next(hints) is None
    later.join()
    hints.close()  # type: ignore[attr-defined]  # it is a generator


def test_a_station_listens(running: Running, client: RegistryClient) -> None:
    _sign_in(running, client, small.HOKIM)
    cursor = client.changes(None).cursor
    heard = threading.Semaphore(0)
    listener = Listener(client.events, heard.release, client.http.hang_up)
    listener.start()
    # Once when the stream opens, once for what changes.
    assert heard.acquire(timeout=5)
    running.loading.add_draft(small.draft("new"))
    assert heard.acquire(timeout=5)
    assert "new" in {change.id for change in client.changes(cursor).changes}
    assert listener.stop()
    # The registry notices at its next look, and the seat is free.
    until = time.monotonic() + 3
    while running.pulse.seats.taken and time.monotonic() < until:
        time.sleep(0.05)
    assert running.pulse.seats.taken == 0


def test_a_refresh_token_that_is_not_known(client: RegistryClient) -> None:
    with pytest.raises(SessionExpired):
        client.resume("unknown")


def test_a_registry_set_back_leaves_no_ghosts(
    running: Running, client: RegistryClient, tmp_path: Path
) -> None:
    """What a registry knew before it was set back is named by nobody; what is signed stays."""
    _sign_in(running, client, small.HOKIM)
    with Store.open(tmp_path / "station", choose_secrets(tmp_path / "station", "file")) as store:
        engine = Engine(client, store, small.HOKIM.pinfl)
        engine.cycle()
        known = {summary.id for summary in store.drafts.summaries()}
        # As if it had told us of one more and then been put back from a copy.
        ghost = replace(store.drafts.summary("ready"), id="ghost")
        ahead = replace(Cursor.read(store.drafts.cursor() or ""), seq=10_000).text()
        store.drafts.apply(wire.ChangesPage((wire.Change("ghost", ghost),), ahead, more=False))
        reason = wire.ReasonRequest(ghost.version_digest, "Yakunlanmagan")
        queued = store.outbox.queue(
            OutboxKind.RETURN,
            reason,
            person=small.HOKIM.pinfl,
            draft="ghost",
            title=ghost.title,
            version_digest=ghost.version_digest,
        )
        report = engine.cycle()
        assert report.failure is None
        assert "ghost" in report.removed
        assert {summary.id for summary in store.drafts.summaries()} == known
        assert store.outbox.entry(queued.key).draft == "ghost"
        assert engine.cycle().changed == ()
