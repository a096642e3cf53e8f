"""Many decisions with one PIN: what stops one, what stops all, and going on afterwards."""

from __future__ import annotations

import resource
import threading
from pathlib import Path
from time import monotonic, sleep

import pytest

from bench.desk import fill, hokim, make_desk
from bench.measure import Bench
from bench.token import PIN as BENCH_PIN
from bench.token import make_token
from eqaror_desktop.application import Application
from eqaror_desktop.choosing import Wanted
from eqaror_desktop.clock import utc_clock
from eqaror_desktop.demo import PIN
from eqaror_desktop.errors import AlreadySigned, NotAllowed
from eqaror_desktop.flows.batch import Batch, BatchItem, ItemResult, ItemState
from eqaror_desktop.flows.signing import SigningFlow, Step
from eqaror_desktop.tokens import Tokens
from signing.errors import HostDied, PinIncorrect, TokenRemoved
from signing.token.provision import KeyKind
from sync.attempts import Consent
from sync.errors import NotFound
from sync.secrets import choose_secrets
from sync.station import Store
from tests.application.conftest import Station
from tests.application.test_journal import built, faulty, records
from tests.signing.faults import FaultyToken

__all__ = ["built", "faulty"]


pytestmark = pytest.mark.settled


def to_sign(station: Station, application: Application, count: int) -> list[BatchItem]:
    station.sign_in(application)
    found = [item.id for item in station.to_sign(application)][:count]
    assert len(found) == count
    return [
        BatchItem(application.desk.plan_signing(draft), Consent(shown=place % 2 == 0, pages=place))
        for place, draft in enumerate(found)
    ]


def states(batch: Batch) -> list[str]:
    return [str(result.state) for result in batch.results]


def test_consent_for_each_is_in_the_log_before_the_token_is_asked(station: Station) -> None:
    with station.open() as application:
        items = to_sign(station, application, 3)
        batch = application.desk.batch(items)
        seen: list[tuple[int, str, str | None]] = []

        def watch(place: int, result: ItemResult, step: Step | None) -> None:
            seen.append((place, str(result.state), step))

        batch.run(bytearray(PIN), watch)
        assert states(batch) == ["signed"] * 3
        assert [place for place, state, _ in seen if state == "signed"] == [0, 1, 2]
        assert (0, "working", Step.SIGN_PACKAGE) in seen
        everything = records(application)
        intended = [item for item in everything if item["event"] == "intended"][1:]
        assert [
            (item["place"], item["shown"], item["pages"], item["version_digest"])
            for item in intended
        ] == [
            (place + 1, place % 2 == 0, place, item.plan.digest)
            for place, item in enumerate(items)
        ]
        assert {item["batch"] for item in intended} == {batch.name}
        first_asked = next(
            item for item in everything if item["event"] == "asked" and item["draft"]
        )
        assert intended[-1]["number"] < first_asked["number"]
        keys = [result.entry.key for result in batch.results if result.entry]
        assert keys == [entry.key for entry in application.outbox()]


def test_one_bad_document_never_stops_the_others(station: Station) -> None:
    with station.open() as application:
        items = to_sign(station, application, 3)
        application.store.files.remove(items[1].plan.draft.text.sha256)
        batch = application.desk.batch(items)
        batch.run(bytearray(PIN))
        assert states(batch) == ["signed", "failed", "signed"]
        assert isinstance(batch.results[1].error, NotFound)
        reasons = {
            item.draft: item.reason for item in application.store.journal.latest() if item.reason
        }
        assert reasons == {items[1].plan.draft.summary.id: "NotFound"}


def test_a_wrong_pin_signs_nothing_and_a_removal_only_what_came_before(
    station: Station, faulty: FaultyToken
) -> None:
    with station.open() as application:
        items = to_sign(station, application, 4)
        batch = application.desk.batch(items)
        pin = bytearray(b"000000")
        with pytest.raises(PinIncorrect):
            batch.run(pin)
        assert (pin, states(batch)) == (bytearray(6), ["waiting"] * 4)
        logins = faulty.calls("C_Login")
        before = faulty.calls("C_SignInit")
        # Pulled out at the second signature of the second document.
        faulty.play(f"C_SignInit@{before + 4}:pull")
        with pytest.raises(TokenRemoved):
            batch.run(bytearray(PIN))
        assert states(batch) == ["signed", "waiting", "waiting", "waiting"]
        faulty.play("")
        faulty.put_back()
        assert faulty.calls("C_Login") == logins + 1
        batch.run(bytearray(PIN))
        assert states(batch) == ["signed"] * 4
        # Nothing that is in the outbox was signed again.
        assert faulty.calls("C_SignInit") == before + 4 + 6
        drafts = [entry.draft for entry in application.outbox()]
        assert drafts == [item.plan.draft.summary.id for item in items]


def test_an_unknown_outcome_is_not_signed_again_by_itself(
    station: Station, faulty: FaultyToken
) -> None:
    with station.open() as application:
        items = to_sign(station, application, 3)
        batch = application.desk.batch(items)
        before = faulty.calls("C_SignInit")
        faulty.play(f"C_SignInit@{before + 3}:crash")
        with pytest.raises(HostDied):
            batch.run(bytearray(PIN))
        assert states(batch) == ["signed", "unknown", "waiting"]
        faulty.play("")
        batch.run(bytearray(PIN))
        assert states(batch) == ["signed", "unknown", "signed"]
        # Its person can, and is told.
        draft = items[1].plan.draft.summary.id
        plan = application.desk.plan_signing(draft)
        (told,) = [check for check in plan.checks if check.code == "earlier"]
        assert (told.state, plan.stopped_by) == ("warning", ())
        assert [item.error for item in application.desk.sign([plan], bytearray(PIN))] == [None]


def test_what_was_signed_beside_the_batch_is_not_signed_again(
    station: Station, faulty: FaultyToken
) -> None:
    with station.open() as application:
        items = to_sign(station, application, 2)
        batch = application.desk.batch(items)
        (alone,) = application.desk.sign([items[0].plan], bytearray(PIN))
        assert alone.error is None
        before = faulty.calls("C_SignInit")
        batch.run(bytearray(PIN))
        assert states(batch) == ["failed", "signed"]
        assert isinstance(batch.results[0].error, AlreadySigned)
        assert faulty.calls("C_SignInit") == before + 2
        assert len(application.outbox()) == 2


def test_what_a_check_stops_never_reaches_the_token(station: Station, faulty: FaultyToken) -> None:
    from dataclasses import replace

    from eqaror_desktop.checks import Check, CheckCode, CheckState

    with station.open() as application:
        (item,) = to_sign(station, application, 1)
        failed = Check(CheckCode.FRESH, CheckState.FAILED)
        stopped = BatchItem(replace(item.plan, checks=(failed,)), item.consent)
        batch = application.desk.batch([stopped])
        logins = faulty.calls("C_Login")
        pin = bytearray(PIN)
        batch.run(pin)
        assert (states(batch), pin) == (["failed"], bytearray(len(PIN)))
        assert isinstance(batch.results[0].error, NotAllowed)
        assert faulty.calls("C_Login") == logins


def test_pause_waits_resume_goes_on_and_stop_keeps_the_rest(station: Station) -> None:
    with station.open() as application:
        items = to_sign(station, application, 4)
        batch = application.desk.batch(items)
        first, ended = threading.Event(), threading.Event()

        def watch(place: int, result: ItemResult, step: Step | None) -> None:
            if step is Step.SIGN_TEXT and place == 0:
                batch.pause()
                first.set()
            if place == 2 and result.state is ItemState.SIGNED:
                batch.stop()

        def run() -> None:
            batch.run(bytearray(PIN), watch)
            ended.set()

        thread = threading.Thread(target=run)
        thread.start()
        assert first.wait(30)
        until = monotonic() + 10
        while states(batch)[0] != "signed" and monotonic() < until:
            sleep(0.01)
        sleep(0.3)
        # The one under way was finished, no other was begun, and the token is still open.
        assert states(batch) == ["signed", "waiting", "waiting", "waiting"]
        assert not ended.is_set()
        batch.resume()
        thread.join(30)
        assert states(batch) == ["signed", "signed", "signed", "waiting"]
        logins = len(records(application, "login"))
        batch.run(bytearray(PIN))
        assert states(batch) == ["signed"] * 4
        assert len(records(application, "login")) == logins + 1


def test_a_long_pause_logs_the_token_out(station: Station) -> None:
    with station.open() as application:
        items = to_sign(station, application, 2)
        batch = Batch(
            application.desk._signing(), application.store.journal, items, now=utc_clock, idle=0.2
        )
        batch.pause()
        batch.run(bytearray(PIN))
        assert states(batch) == ["waiting", "waiting"]
        # Whoever comes back gives the PIN again; nothing goes on behind a locked screen.
        batch.resume()
        batch.run(bytearray(PIN))
        assert states(batch) == ["signed", "signed"]


def _resident() -> int:
    """Bytes of this process that are in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


@pytest.mark.long
def test_three_hundred_documents_take_no_more_memory_than_two_hundred(tmp_path: Path) -> None:
    """Until then the database's pages are kept, and the answers of some 170 documents.

    Of a document of 40 KB no part may stay behind.
    """
    desk = make_desk(Bench(tmp_path, rounds=1), 300)
    token = make_token(desk.module, desk.authority, KeyKind.EC_P256)
    tokens = Tokens((desk.module,))
    profile = tmp_path / "profile"
    profile.mkdir()
    with Store.open(profile, choose_secrets(profile, "file")) as store:
        fill(store, desk.batch)
        flow = SigningFlow(store, tokens, desk.anchors, pdf_profile=True)
        wanted, now = Wanted(token.serial), utc_clock()
        items = [
            BatchItem(
                flow.examined(flow.plan(draft, hokim(), wanted, None, now)), Consent(shown=True)
            )
            for draft in desk.batch.drafts
        ]
        batch = Batch(flow, store.journal, items, now=utc_clock, idle=60)
        taken: list[int] = []

        def watch(_place: int, result: ItemResult, _step: Step | None) -> None:
            if result.state is ItemState.SIGNED:
                taken.append(_resident())

        batch.run(bytearray(BENCH_PIN), watch)
        assert states(batch) == ["signed"] * 300
        assert taken[299] - taken[199] < 2 << 20
        assert store.log.verify().fault is None
        assert store.log.head().number == 300 * 5 + 1
    tokens.close()
