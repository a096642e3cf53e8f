"""Having a station forgotten: whoever shows a token of it is told so, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from registry import auth, stations
from registry.contract import PasswordRequest, Session
from registry.core import Core
from registry.problems import Code, Refusal
from tests.registry import small

PINFL = small.HOKIM.pinfl
PASSWORD = "uzun parol kerak"


@pytest.fixture
def session(core: Core) -> Session:
    auth.set_password(core, PINFL, PASSWORD)
    return sign_in(core)


def sign_in(core: Core) -> Session:
    return auth.password(core, PasswordRequest(PINFL, PASSWORD))


def code_of(core: Core, session: Session) -> tuple[Code, Code]:
    """What its access token and its refresh token are answered."""
    with pytest.raises(Refusal) as asked:
        auth.person_of(core, session.access_token)
    with pytest.raises(Refusal) as refreshed:
        auth.refresh(core, session.refresh_token)
    return asked.value.code, refreshed.value.code


def test_a_forgotten_station_is_told_so_for_long(core: Core, session: Session) -> None:
    (listed,) = stations.sessions(core, PINFL)
    assert listed.last_seen == core.clock()
    # It is typed behind an option, which a "-" at its beginning would be another of.
    assert listed.id.isalnum()
    assert stations.forget(core, PINFL, listed.id) == 1
    assert stations.sessions(core, PINFL) == ()
    small_clock(core).now += timedelta(days=60)
    assert code_of(core, session) == (Code.STATION_FORGOTTEN, Code.STATION_FORGOTTEN)


def small_clock(core: Core) -> small.Clock:
    assert isinstance(core.clock, small.Clock)
    return core.clock


def test_another_station_of_the_same_person_goes_on(core: Core, session: Session) -> None:
    (mine,) = stations.sessions(core, PINFL)
    other = sign_in(core)
    assert stations.forget(core, PINFL, mine.id) == 1
    assert code_of(core, session) == (Code.STATION_FORGOTTEN, Code.STATION_FORGOTTEN)
    assert auth.person_of(core, other.access_token).pinfl == PINFL
    # And a new sign-in, on whatever station, begins afresh.
    assert auth.person_of(core, sign_in(core).access_token).pinfl == PINFL


def test_a_station_whose_new_tokens_were_lost_is_told_too(core: Core, session: Session) -> None:
    auth.refresh(core, session.refresh_token)
    assert stations.forget(core, PINFL) == 1
    # Its old access token is nobody's any more, so it shows the refresh token it still has.
    assert code_of(core, session) == (Code.UNAUTHORISED, Code.STATION_FORGOTTEN)


def test_a_session_that_only_ran_out_is_not_forgotten(core: Core, session: Session) -> None:
    small_clock(core).now += timedelta(days=8)
    assert code_of(core, session) == (Code.UNAUTHORISED, Code.UNAUTHORISED)


def test_there_must_be_such_a_session(core: Core, session: Session) -> None:
    del session
    for pinfl, name in ((PINFL, "none"), (small.PEOPLE[1].pinfl, None)):
        with pytest.raises(LookupError, match="no session"):
            stations.forget(core, pinfl, name)


def test_a_mistyped_person_is_nobody_and_not_somebody_without_sessions(core: Core) -> None:
    assert stations.sessions(core, small.PEOPLE[1].pinfl) == ()
    with pytest.raises(LookupError, match=r"no person .*99"):
        stations.sessions(core, "99")
    with pytest.raises(LookupError, match=r"no person .*99"):
        stations.forget(core, "99")
