"""PINs through the whole program: sent once each, counted, asked again where a key wants it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep

import pytest

from eqaror_desktop.application import Application
from eqaror_desktop.demo import PIN
from eqaror_desktop.desktop import token_rows
from eqaror_desktop.errors import AttemptUnconfirmed
from eqaror_desktop.flows.batch import BatchItem
from eqaror_desktop.messages import Messages
from signing.errors import LoginEnded, PinIncorrect
from signing.token.pin import PinKind, PinReason
from sync.attempts import Consent
from sync.wire import Action, Answer
from tests.application.conftest import Station
from tests.application.test_journal import built, faulty
from tests.signing.faults import FaultyToken

__all__ = ["built", "faulty"]

WRONG = b"000000"
EACH = f"C_GetAttributeValue:each:1,C_Login:each:{PIN.decode()}"


pytestmark = pytest.mark.settled


def wait_for(fact: Callable[[], bool]) -> None:
    until = monotonic() + 10
    while not fact():
        assert monotonic() < until
        sleep(0.02)


def first_draft(station: Station, application: Application) -> str:
    return station.to_sign(application)[0].id


@pytest.mark.fresh
def test_a_refused_pin_is_sent_once_whatever_it_was_for(
    station: Station, faulty: FaultyToken
) -> None:
    hokim = station.office.hokim.serial
    with station.open() as application:
        before = faulty.calls("C_Login")
        with pytest.raises(PinIncorrect):
            application.sign_in(hokim, bytearray(WRONG))
        assert faulty.calls("C_Login") == before + 1
        assert application.pins.tries(hokim) == 1
        station.sign_in(application)
        assert application.pins.tries(hokim) == 0
        plan = application.desk.plan_signing(first_draft(station, application), hokim)
        before = faulty.calls("C_Login")
        with pytest.raises(PinIncorrect):
            list(application.desk.sign([plan], bytearray(WRONG)))
        assert faulty.calls("C_Login") == before + 1
        batch = application.desk.batch([BatchItem(plan, Consent())])
        with pytest.raises(PinIncorrect):
            batch.run(bytearray(WRONG))
        assert faulty.calls("C_Login") == before + 2
        shown = token_rows.certificate_rows(application.offer(), Messages.load("en"))
        assert {row.tries for row in shown if row.token == hokim} == {2}
        assert {row.tries for row in shown if row.token != hokim} == {0}
        # SoftHSM says "few" now, which is no number: the third must be meant.
        with pytest.raises(AttemptUnconfirmed):
            list(application.desk.sign([plan], bytearray(PIN)))
        assert faulty.calls("C_Login") == before + 2
        with application.pins.confirmed(hokim):
            (signed,) = application.desk.sign([plan], bytearray(PIN))
        assert signed.entry is not None
        assert application.pins.tries(hokim) == 0


def test_a_key_that_wants_it_each_time_asks_for_both_signatures(
    station: Station, faulty: FaultyToken
) -> None:
    asked: list[int] = []
    given: list[bytearray] = []

    def ask(reason: PinReason) -> bytearray:
        asked.append(reason.number)
        given.append(bytearray(PIN))
        return given[-1]

    with station.open() as application:
        station.sign_in(application)
        hokim = station.office.hokim.serial
        plan = application.desk.plan_signing(first_draft(station, application), hokim)
        faulty.play(EACH)
        before = faulty.calls("C_Login")
        (signed,) = application.desk.sign([plan], bytearray(PIN), ask_pin=ask)
        assert signed.entry is not None
        # The text in the PDF, and the package around it.
        assert asked == [1, 2]
        assert faulty.calls("C_Login") == before + 3
        assert not any(any(pin) for pin in given)


def test_a_wrong_one_in_between_keeps_nothing_and_is_counted_apart(
    station: Station, faulty: FaultyToken
) -> None:
    with station.open() as application:
        station.sign_in(application)
        hokim = station.office.hokim.serial
        plan = application.desk.plan_signing(first_draft(station, application), hokim)
        faulty.play(EACH)
        # The front end says once how it asks; flows that are told nothing use that.
        application.pins.asker = lambda reason: bytearray(PIN if reason.number == 1 else WRONG)
        before = faulty.calls("C_Login")
        with pytest.raises(PinIncorrect):
            list(application.desk.sign([plan], bytearray(PIN)))
        assert faulty.calls("C_Login") == before + 3
        assert application.pins.record(hokim).tries == 0
        assert application.pins.record(hokim, PinKind.SIGNATURE).refused == 1
        assert application.outbox() == ()


def test_agreeing_asks_again_too(station: Station, faulty: FaultyToken) -> None:
    with station.open() as application:
        station.sign_in(application, officer=True)
        found = [x for x in application.drafts(asked=True) if Action.AGREE in x.actions]
        draft = application.draft(found[0].id)
        for file in (draft.text, *(item.file for item in draft.annexes)):
            application.file(file)
        faulty.play(EACH)
        asked: list[int] = []

        def ask(reason: PinReason) -> bytearray:
            asked.append(reason.number)
            return bytearray(PIN)

        application.pins.asker = ask
        officer = station.office.officer.serial
        entry = application.desk.answer(found[0].id, Answer.AGREED, "", officer, bytearray(PIN))
        assert entry.open
        assert asked == [1]


def test_a_pause_longer_than_the_office_allows_ends_the_login(
    station: Station, faulty: FaultyToken
) -> None:
    with station.open() as application:
        station.sign_in(application)
        hokim = station.office.hokim.serial
        drafts = [item.id for item in station.to_sign(application)[:2]]
        plans = [application.desk.plan_signing(draft, hokim) for draft in drafts]
        for host in application.tokens.hosts.values():
            host._idle_seconds = 0.5
        signing = application.desk.sign(plans, bytearray(PIN))
        assert next(signing).entry is not None
        logouts = faulty.calls("C_Logout")
        wait_for(lambda: faulty.calls("C_Logout") > logouts)
        with pytest.raises(LoginEnded):
            next(signing)
        # What was signed stays; the next one wants a PIN again.
        assert len(application.outbox()) == 1
        with pytest.raises(PinIncorrect):
            list(application.desk.sign(plans[1:], bytearray(WRONG)))
        (signed,) = application.desk.sign(plans[1:], bytearray(PIN))
        assert signed.entry is not None
