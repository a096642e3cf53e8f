"""What users of other signing clients complain about in drivers: each costs one message.

After it the next command works, and no PIN was sent that nobody typed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from signing.errors import (
    DeviceFault,
    HostDied,
    ModuleNotLoaded,
    PinError,
    PinIncorrect,
    PinLocked,
    PinMustChange,
    SigningError,
    TokenAbsent,
    TokenBusy,
    TokenRemoved,
    TokenTimeout,
)
from signing.token.gathering import gather
from signing.token.host import TimeLimits, TokenHost
from tests.signing.faults import FaultyToken
from tests.signing.softhsm import MadeToken, make_token

Make = Callable[[str], FaultyToken]


@pytest.fixture
def faulty(ec_token: MadeToken, built: Path, tmp_path: Path) -> Make:
    return lambda script: FaultyToken(ec_token, built, tmp_path / "fault", script)


def sign(host: TokenHost, token: MadeToken) -> None:
    """The whole job: find the token by its serial, log in, sign, log out."""
    with host.open(token.serial, token.pin()) as session:
        assert session.signer(token.identity).sign(b"matn")


def messages(host: TokenHost, token: MadeToken, times: int = 3) -> list[SigningError]:
    """What a person is told who does the job so many times."""
    told: list[SigningError] = []
    for _ in range(times):
        try:
            sign(host, token)
        except SigningError as error:
            told.append(error)
    return told


@pytest.mark.parametrize(
    "script",
    [
        "C_Initialize@1:crash",
        "C_GetSlotList@1:crash",
        "C_GetTokenInfo@2:crash",
        "C_OpenSession@1:crash",
        "C_Login@1:crash",
        "C_FindObjects@1:crash",
        "C_SignInit@1:crash",
        "C_Sign@1:crash",
        "C_Sign@1:abort",
        "C_Sign@1:smash",
        "C_Login@1:smash",
        "C_Sign@1:exit",
    ],
)
def test_a_crash_anywhere_costs_one_message(faulty: Make, script: str) -> None:
    fault = faulty(script)
    with TokenHost(fault.module) as host:
        (error,) = messages(host, fault.token)
        assert isinstance(error, HostDied)
        assert host.crashes == 1
    reached = script.startswith(("C_Login", "C_FindObjects", "C_Sign"))
    assert fault.calls("C_Login") == 2 + reached
    assert fault.calls("C_Sign") == 2 + script.startswith("C_Sign@")


@pytest.mark.parametrize(
    ("script", "limits", "command"),
    [
        ("C_Initialize@1:hang", TimeLimits(start=1), "start"),
        ("C_GetSlotList@1:hang", TimeLimits(read=0.5), "ListTokens"),
        ("C_Login@1:hang", TimeLimits(login=0.5), "Login"),
        ("C_Sign@1:hang", TimeLimits(sign=0.5), "Sign"),
    ],
)
def test_a_hang_anywhere_costs_one_message(
    faulty: Make, script: str, limits: TimeLimits, command: str
) -> None:
    fault = faulty(script)
    with TokenHost(fault.module, limits) as host:
        (error,) = messages(host, fault.token)
        assert isinstance(error, TokenTimeout)
        assert error.command == command
        assert host.crashes == 1


@pytest.mark.parametrize("how", ["crash", "hang", "abort"])
@pytest.mark.parametrize("function", ["C_Logout@2", "C_CloseSession@1"])
def test_a_driver_that_falls_over_logging_out_costs_nothing(
    faulty: Make, function: str, how: str
) -> None:
    # The first C_Logout is before the login, so that no other login can be taken for this one.
    fault = faulty(f"{function}:{how}")
    with TokenHost(fault.module, TimeLimits(read=0.5)) as host:
        assert messages(host, fault.token) == []
        assert host.crashes == 1
    assert fault.calls("C_Login") == 3


@pytest.mark.parametrize("how", ["crash", "hang"])
def test_a_driver_that_falls_over_its_own_end_costs_nothing(faulty: Make, how: str) -> None:
    fault = faulty(f"C_Finalize:{how}")
    host = TokenHost(fault.module)
    sign(host, fault.token)
    started = time.monotonic()
    host.close()
    assert time.monotonic() - started < 4
    assert fault.calls("C_Finalize") == 1
    assert host.crashes == 1
    assert host.process_number is None


@pytest.mark.parametrize(
    "noise",
    ["*:print", "*:read", "C_Initialize:fork,C_Sign:fork", "C_Initialize:hold,C_Sign:hold"],
)
def test_noise_and_forks_cost_nothing(
    faulty: Make, noise: str, capfd: pytest.CaptureFixture[str]
) -> None:
    fault = faulty(noise)
    host = TokenHost(fault.module)
    assert messages(host, fault.token) == []
    group = host.process_number
    assert group is not None
    host.close()
    assert host.crashes == 0
    told = capfd.readouterr()
    assert "talks" not in told.out + told.err
    # Nothing a driver forked stays behind; the killed ones are reaped by somebody else.
    until = time.monotonic() + 5
    while group_lives(group):
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize(
    "function", ["C_Initialize", "C_GetTokenInfo", "C_OpenSession", "C_GetSessionInfo"]
)
def test_of_a_driver_that_forks_one_copy_sends_the_pin(faulty: Make, function: str) -> None:
    fault = faulty(f"{function}:fork,C_Login:attempts:3")
    with TokenHost(fault.module) as host:
        with pytest.raises(PinIncorrect):
            host.open(fault.serial, bytearray(b"99999999"))
        # By all processes; a copy that would go on has had the time for it.
        time.sleep(0.1)
        assert fault.calls("C_Login") == 1


@pytest.mark.parametrize("function", ["C_FindObjects", "C_SignInit"])
def test_of_a_driver_that_forks_one_copy_signs(faulty: Make, function: str) -> None:
    fault = faulty(f"{function}:fork")
    with TokenHost(fault.module) as host:
        assert messages(host, fault.token, 1) == []
        time.sleep(0.1)
        assert fault.calls("C_Sign") == 1


def test_a_fork_that_holds_the_pipe_hides_no_crash(faulty: Make) -> None:
    fault = faulty("C_Sign@1:hold,C_Sign@1:crash")
    with TokenHost(fault.module) as host:
        started = time.monotonic()
        (error,) = messages(host, fault.token, 2)
        assert time.monotonic() - started < 8
        assert isinstance(error, HostDied)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a0", PinIncorrect),
        ("a4", PinLocked),
        ("a3", PinMustChange),
        ("32", TokenRemoved),
        ("e0", TokenRemoved),
        ("30", DeviceFault),
        ("5", DeviceFault),
        ("80000001", DeviceFault),
        ("201", TokenBusy),
    ],
)
def test_removed_is_not_a_wrong_pin_is_not_a_fault(
    faulty: Make, code: str, expected: type[SigningError]
) -> None:
    fault = faulty(f"C_Login@1:code:{code}")
    with TokenHost(fault.module) as host:
        (error,) = messages(host, fault.token, 2)
        assert type(error) is expected
        assert isinstance(error, PinError) == expected.__name__.startswith("Pin")
        assert host.crashes == 0
    # One for each time the PIN was typed, never one more.
    assert fault.calls("C_Login") == 2


@pytest.mark.parametrize("code", ["b1", "b6", "201"])
def test_a_card_another_program_holds_is_busy_before_any_pin(faulty: Make, code: str) -> None:
    fault = faulty(f"C_OpenSession@1:code:{code}")
    with TokenHost(fault.module) as host:
        (error,) = messages(host, fault.token, 2)
        assert type(error) is TokenBusy
    assert fault.calls("C_Login") == 1


def test_a_locked_pin_is_never_sent(faulty: Make) -> None:
    fault = faulty("C_GetTokenInfo:flags:40000")
    with TokenHost(fault.module) as host:
        assert [type(error) for error in messages(host, fault.token)] == [PinLocked] * 3
    assert fault.calls("C_Login") == 0


@pytest.mark.parametrize("deaf", ["", "C_GetSlotList:deaf"])
def test_out_and_in_again_without_a_restart(faulty: Make, deaf: str) -> None:
    # A deaf driver does not see a token that came back until it is initialised again.
    fault = faulty(deaf)
    with TokenHost(fault.module) as host:
        sign(host, fault.token)
        child = host.process_number
        fault.pull()
        assert not [token for token in host.tokens() if token.initialised]
        told = messages(host, fault.token, 2)
        assert [type(error) for error in told] == [TokenAbsent] * 2
        fault.put_back()
        assert [token.serial for token in host.tokens() if token.initialised] == [fault.serial]
        sign(host, fault.token)
        assert host.process_number == child
        assert host.crashes == 0
    assert fault.calls("C_Login") == 2


@pytest.mark.parametrize("when", ["C_Sign@1", "C_SignInit@1", "C_FindObjectsInit@1"])
def test_out_during_a_signature_and_in_again(faulty: Make, when: str) -> None:
    fault = faulty(f"{when}:pull,C_GetSlotList:deaf")
    with TokenHost(fault.module) as host:
        with host.open(fault.serial, fault.token.pin()) as session:
            with pytest.raises(TokenRemoved):
                session.signer(fault.token.identity).sign(b"matn")
            # The login is over for good: told again, not tried again.
            assert not session.usable
            with pytest.raises(TokenRemoved):
                session.certificates()
        fault.put_back()
        sign(host, fault.token)
        assert host.crashes == 0
    assert fault.calls("C_Login") == 2


def test_softhsm_itself_out_and_in_again(tmp_path: Path) -> None:
    token = make_token(tmp_path)
    (directory,) = (tmp_path / "tokens").iterdir()
    away = tmp_path / "away"
    with TokenHost(token.module) as host:
        sign(host, token)
        directory.rename(away)
        assert not [item for item in host.tokens() if item.initialised]
        with pytest.raises(TokenAbsent):
            host.certificates(token.serial)
        away.rename(directory)
        assert host.token(token.serial).serial == token.serial
        sign(host, token)
        with host.open(token.serial, token.pin()) as session:
            directory.rename(away)
            with pytest.raises(SigningError):
                session.signer(token.identity).sign(b"matn")
        away.rename(directory)
        sign(host, token)


def test_a_driver_that_falls_over_a_fresh_look_is_restarted_for_it(faulty: Make) -> None:
    fault = faulty("C_GetSlotList:deaf,C_Finalize:crash")
    with TokenHost(fault.module) as host:
        sign(host, fault.token)
        fault.pull()
        assert not [token for token in host.tokens() if token.initialised]
        assert not [token for token in host.tokens() if token.initialised]
        fault.put_back()
        sign(host, fault.token)
        # Tried once; from then on its process is ended without asking the driver.
        assert host.crashes == 1
    assert fault.calls("C_Login") == 2


def test_slots_in_another_order_each_time(tmp_path: Path, built: Path) -> None:
    first = make_token(tmp_path / "office", "Hokim")
    second = make_token(tmp_path / "office", "Kotib")
    fault = FaultyToken(first, built, tmp_path / "fault", "C_GetSlotList:turn")
    other = replace(fault.token, serial=second.serial, certificate=second.certificate)
    with TokenHost(fault.module) as host:
        orders = {tuple(token.serial for token in host.tokens()) for _ in range(6)}
        assert len(orders) > 1
        for _ in range(3):
            # The signature is verified under the certificate of the token that was meant.
            sign(host, fault.token)
            sign(host, other)


def test_another_token_in_the_same_reader_gets_no_pin(faulty: Make) -> None:
    fault = faulty("")
    with TokenHost(fault.module) as host:
        assert host.token(fault.serial).serial == fault.serial
        fault.play("C_GetTokenInfo:serial:0000000000000001")
        with pytest.raises(TokenAbsent):
            sign(host, fault.token)
    assert fault.calls("C_Login") == 0


def test_other_bytes_than_the_certificate_shown_are_not_signed_with(faulty: Make) -> None:
    fault = faulty("")
    with TokenHost(fault.module) as host:
        (shown,) = host.certificates(fault.serial)
        fault.play("C_GetAttributeValue:other")
        (changed,) = host.certificates(fault.serial)
        assert shown.der != changed.der
        (error,) = messages(host, fault.token, 1)
        assert type(error).__name__ == "CertificateMismatch"
    assert fault.calls("C_Sign") == 0


def test_one_faulty_slot_hides_no_other(tmp_path: Path, built: Path) -> None:
    token = make_token(tmp_path / "office", "Hokim")
    make_token(tmp_path / "office", "Kotib")
    fault = FaultyToken(token, built, tmp_path / "fault", "C_GetTokenInfo@1:code:30")
    with TokenHost(fault.module) as host:
        assert len([item for item in host.tokens() if item.initialised]) == 1
        assert len([item for item in host.tokens() if item.initialised]) == 2


def test_a_driver_always_in_fault_is_named_each_time(faulty: Make) -> None:
    fault = faulty("C_GetTokenInfo:code:5")
    with TokenHost(fault.module) as host:
        for _ in range(2):
            with pytest.raises(DeviceFault) as caught:
                host.tokens()
            assert (caught.value.function, caught.value.code) == (
                "C_GetTokenInfo",
                "CKR_GENERAL_ERROR",
            )
        fault.play("")
        assert host.token(fault.serial).serial == fault.serial


def test_a_host_that_hangs_delays_no_other(ec_token: MadeToken, faulty: Make) -> None:
    fault = faulty("C_Initialize:hang")
    absent = replace(ec_token.module, path=Path("/absent.so"))
    hosts = {
        "hangs": TokenHost(fault.module),
        "absent": TokenHost(absent),
        "works": TokenHost(ec_token.module),
    }
    hosts["works"].start()
    started = time.monotonic()
    try:
        gathered = gather(hosts, lambda _name, host: host.tokens(), patience=0.3)
        assert time.monotonic() - started < 2
        ((name, tokens),) = gathered.answers
        assert name == "works"
        assert ec_token.serial in [token.serial for token in tokens]
        told = {problem.name: problem.error for problem in gathered.problems}
        assert list(told) == ["hangs", "absent"]
        assert isinstance(told["hangs"], TokenTimeout)
        assert isinstance(told["absent"], ModuleNotLoaded)
    finally:
        for host in hosts.values():
            host.close()


def test_a_bug_in_a_question_is_no_problem_of_a_driver(ec_host: TokenHost) -> None:
    def question(_name: str, _host: TokenHost) -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        gather({"one": ec_host}, question)


def group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return any(
        int(fields[2]) == group and fields[0] not in "ZX"
        for status in Path("/proc").glob("[0-9]*/stat")
        if (fields := fields_of(status))
    )


def fields_of(status: Path) -> list[str]:
    try:
        return status.read_text().rsplit(")", maxsplit=1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
