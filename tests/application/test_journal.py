"""Killed anywhere, the program knows at its next start; no use of a key is missing in the log."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from eqaror_desktop.application import Application
from eqaror_desktop.demo import PIN
from eqaror_desktop.flows.plans import SigningPlan
from eqaror_desktop.flows.signing import Step
from eqaror_desktop.settings import ModuleSetting, read_settings, write_settings
from signing.errors import HostDied, PinIncorrect, TokenRemoved
from signing.token.provision import KeyKind
from sync.attempts import JournalState
from sync.cancel import Cancelled
from sync.wire import Action, Answer
from tests.application.conftest import Station
from tests.signing.faults import FaultyToken
from tests.signing.softhsm import MadeToken

PROGRAM = "tests.application.killed_signing"


pytestmark = pytest.mark.settled


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("built")


@pytest.fixture
def faulty(station: Station, built: Path, tmp_path: Path) -> FaultyToken:
    """The office's tokens behind a driver with a script."""
    settings = station.profile / "settings.toml"
    given = read_settings(settings)
    (module,) = given.module_specs()
    holder = station.office.hokim
    # Only driver and serial number are used of it.
    token = MadeToken(module, holder.serial, KeyKind.EC_P256, None)  # type: ignore[arg-type]
    made = FaultyToken(token, built, tmp_path / "faults")
    setting = ModuleSetting(str(made.module.path), dict(made.module.environment))
    write_settings(settings, replace(given, modules=(setting,)))
    return made


def records(application: Application, event: str = "") -> list[dict[str, Any]]:
    found = [json.loads(item.text) for item in application.store.log.records()]
    return [item for item in found if event in ("", item["event"])]


def killed(station: Station, draft: str, step: str) -> None:
    """Sign in a real process and let it be killed at a step."""
    arguments = (str(station.profile), draft, step)
    ended = station.warm.run(PROGRAM, arguments, given=PIN + b"\n")
    assert (ended.code, ended.out) == (-signal.SIGKILL, b"ready\n"), ended.err.decode()


def killed_when(station: Station, draft: str, when: Callable[[], bool]) -> None:
    """Sign in a real process that is killed from outside."""
    command = [sys.executable, "-m", PROGRAM, str(station.profile), draft, "hang"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        child.stdin.write(PIN + b"\n")
        child.stdin.flush()
        until = monotonic() + 30
        while not when() and monotonic() < until:
            sleep(0.01)
        child.kill()
        out, err = child.communicate(timeout=30)
        assert (child.returncode, out) == (-signal.SIGKILL, b"ready\n"), err.decode()


# Every write is a place to be killed at in tests/proof; here each step has its very state.
@pytest.mark.long
@pytest.mark.timeout(600)
def test_killed_anywhere_the_next_start_knows(station: Station, faulty: FaultyToken) -> None:
    with station.open() as application:
        station.sign_in(application)
        draft = station.to_sign(application)[0].id
    found = []
    for step in ("login", "check", "sign_text", "write", "sign_package"):
        killed(station, draft, step)
        with station.open() as application:
            last = application.store.journal.latest()[-1]
            assert (last.draft, application.outbox()) == (draft, ())
            found.append((step, str(last.state)))
    for number, purpose in ((1, "text"), (2, "package")):
        faulty.forget_calls()
        faulty.play(f"C_SignInit@{number}:hang")

        def asked(number: int = number) -> bool:
            return faulty.calls("C_SignInit") >= number

        killed_when(station, draft, asked)
        faulty.play("")
        with station.open() as application:
            last = application.store.journal.latest()[-1]
            assert last.purpose == purpose
            found.append((purpose, str(last.state)))
    assert found == [
        ("login", "NOT_SIGNED"),
        ("check", "NOT_SIGNED"),
        ("sign_text", "NOT_SIGNED"),
        ("write", "DISCARDED"),
        ("sign_package", "DISCARDED"),
        ("text", "UNKNOWN"),
        ("package", "UNKNOWN"),
    ]
    killed(station, draft, "kept")
    with station.open() as application:
        last = application.store.journal.latest()[-1]
        (entry,) = application.outbox()
        assert (last.state, last.entry) == (JournalState.KEPT, entry.key)
        assert application.store.log.verify().fault is None
        application.sync()
        (entry,) = application.outbox()
        assert entry.registration is not None


def test_a_signature_that_was_made_is_finished_without_the_token(
    station: Station, faulty: FaultyToken
) -> None:
    with station.open() as application:
        station.sign_in(application)
        drafts = [item.id for item in station.to_sign(application)][:3]
    numbers: list[str] = []
    for draft, step in zip(drafts[:2], ("verify", "keep"), strict=True):
        killed(station, draft, step)
        asked = faulty.calls("C_SignInit")
        with station.open() as application:
            last = application.store.journal.latest()[-1]
            assert (last.draft, last.state) == (draft, JournalState.MADE)
            assert [entry.draft for entry in application.outbox()] == drafts[: len(numbers)]
            assert application.desk.settle_interrupted() == 1
            assert application.desk.settle_interrupted() == 0
            entry = application.outbox()[-1]
            last = application.store.journal.latest()[-1]
            assert (last.state, last.entry) == (JournalState.KEPT, entry.key)
            # The registry verifies everything again.
            assert application.sync().failure is None
            entry = application.store.outbox.entry(entry.key)
            assert entry.registration is not None, entry.code
            numbers.append(entry.registration.number)
            assert faulty.calls("C_SignInit") == asked
    killed(station, drafts[2], "verify")
    with station.open() as application:
        # What is on this station is no longer what was signed.
        application.store.files.remove(application.draft(drafts[2]).text.sha256)
        assert application.desk.settle_interrupted() == 0
        assert application.store.journal.unfinished()
        newer = replace(
            application.draft(drafts[2]),
            summary=replace(application.draft(drafts[2]).summary, version_digest="0" * 64),
        )
        me = application.person()
        assert me is not None
        (left,) = application.store.journal.unfinished()
        assert application.desk._signing().finish(left, newer, me) is None
        last = application.store.journal.latest()[-1]
        assert (last.state, last.reason) == (JournalState.DISCARDED, "DraftChanged")


@pytest.mark.fresh
def test_the_log_has_as_many_uses_as_the_driver_was_asked_for(
    station: Station, faulty: FaultyToken
) -> None:
    with station.open() as application:
        station.sign_in(application)
        drafts = [item.id for item in station.to_sign(application)[:2]]
        plans = [application.desk.plan_signing(draft) for draft in drafts]
        with pytest.raises(PinIncorrect):
            next(application.desk.sign(plans, bytearray(b"000000")))
        assert [item.error for item in application.desk.sign(plans, bytearray(PIN))] == [
            None,
            None,
        ]
        asked = records(application, "asked")
        assert len(asked) == faulty.calls("C_SignInit") == 5
        assert faulty.calls("C_Login") == len(records(application, "login")) == 3
        assert [item["result"] for item in records(application, "login")] == [
            *("opened", "PinIncorrect", "opened")
        ]
        purposes = [item["purpose"] for item in asked]
        assert purposes == ["sign_in", "text", "package", "text", "package"]
        hokim = station.office.hokim
        assert {item["person"] for item in asked} == {hokim.pinfl}
        assert {item["token"] for item in asked} == {hokim.serial}
        assert {item["version_digest"] for item in asked[1:]} == {plan.digest for plan in plans}
        certificate = plans[0].certificate
        assert {item["certificate"]["serial"] for item in asked} == {
            f"{certificate.serial_number:x}"
        }
        assert {item["result"] for item in records(application, "answered")} == {"made"}
        states = Counter(str(item.state) for item in application.store.journal.attempts())
        assert states == {"NOT_SIGNED": 2, "KEPT": 2}
        assert application.store.log.verify().fault is None


@pytest.mark.fresh
def test_an_officers_answer_is_a_use_too(station: Station, faulty: FaultyToken) -> None:
    with station.open() as application:
        station.sign_in(application, officer=True)
        asked = [item for item in application.drafts(asked=True) if Action.AGREE in item.actions]
        chosen = asked[0].id
        entry = application.desk.answer(chosen, Answer.AGREED, "", None, bytearray(PIN))
        attempt = application.store.journal.latest()[-1]
        assert (attempt.state, attempt.entry) == (JournalState.KEPT, entry.key)
        assert faulty.calls("C_SignInit") == len(records(application, "asked")) == 2


def test_what_the_driver_did_is_told_as_it_is(station: Station, faulty: FaultyToken) -> None:
    with station.open() as application:
        station.sign_in(application)
        draft = station.to_sign(application)[0].id
        found = []
        for script, error in (
            ("C_SignInit:code:32", TokenRemoved),
            ("C_SignInit:crash", HostDied),
            ("C_Sign:code:32", TokenRemoved),
        ):
            plan = application.desk.plan_signing(draft)
            faulty.play(script)
            with pytest.raises(error):
                next(application.desk.sign([plan], bytearray(PIN)))
            faulty.play("")
            last = application.store.journal.latest()[-1]
            found.append((str(last.state), last.reason))
        assert found == [
            ("NOT_SIGNED", "TokenRemoved"),
            ("UNKNOWN", "HostDied"),
            ("NOT_SIGNED", "TokenRemoved"),
        ]
        results = [item["result"] for item in records(application, "answered")[1:]]
        assert results == ["TokenRemoved", "HostDied", "TokenRemoved"]


def test_cancelled_on_the_way_says_how_far_it_came(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application)
        draft = station.to_sign(application)[0].id
        found = []
        for at in (Step.SIGN_TEXT, Step.SIGN_PACKAGE, Step.KEEP):

            def stop(_plan: SigningPlan, step: Step, at: Step = at) -> None:
                if step is at:
                    raise Cancelled

            plan = application.desk.plan_signing(draft)
            with pytest.raises(Cancelled):
                next(application.desk.sign([plan], bytearray(PIN), stop))
            last = application.store.journal.latest()[-1]
            found.append((str(last.state), last.reason, last.made))
        assert found == [
            ("NOT_SIGNED", "Cancelled", 0),
            ("DISCARDED", "Cancelled", 1),
            ("DISCARDED", "Cancelled", 2),
        ]
        assert application.outbox() == ()
