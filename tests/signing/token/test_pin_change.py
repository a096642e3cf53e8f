"""Another PIN, unblocking, PIN pads: each secret is sent once, and only where it can do good."""

from __future__ import annotations

import pytest

from signing.errors import (
    AttemptsLeft,
    DeviceFault,
    NewPinRefused,
    NewPinSame,
    NewPinSymbols,
    PinCancelled,
    PinIncorrect,
    PinLength,
    PinLocked,
    PinMustChange,
    PinNotSet,
    PukIncorrect,
    PukLength,
    PukLocked,
    SigningError,
    TokenBusy,
    TokenRemoved,
    TokenTimeout,
)
from signing.token.codes import pin_error_of
from signing.token.host import TimeLimits, TokenHost
from signing.token.info import TokenInfo
from signing.token.pin import PinKind, PinUse, UnblockWay
from signing.token.pin_change import change_pin, unblock_pin
from tests.signing.faults import FaultyToken
from tests.signing.softhsm import (
    PIN,
    SO_PIN,
)
from tests.signing.token.pin_parts import NEW, READER, Uses, secret


def test_change_and_unblock(own: FaultyToken) -> None:
    uses = Uses()
    with TokenHost(own.module, pins=uses) as host:
        old, new, puk, last = secret(), secret(NEW), secret(SO_PIN), secret()
        change_pin(host, own.serial, old, new)
        with pytest.raises(PinIncorrect):
            host.open(own.serial, secret())
        host.open(own.serial, secret(NEW)).close()
        unblock_pin(host, own.serial, puk, last)
        host.open(own.serial, secret()).close()
        assert not any(old + new + puk + last)
        # Nobody is logged in after either.
        assert own.calls("C_SetPIN") == own.calls("C_InitPIN") == 1
    kinds = [use.kind for use in uses.begins]
    assert kinds == [PinKind.USER] * 3 + [PinKind.PUK, PinKind.USER]
    assert [type(error) for error in uses.ends] == [
        *(type(None), PinIncorrect, type(None), type(None), type(None))
    ]


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("C_SetPIN:code:a0", PinIncorrect),
        ("C_SetPIN:code:a1", NewPinRefused),
        ("C_SetPIN:code:a2", PinLength),
        ("C_SetPIN:code:a4", PinLocked),
        ("C_SetPIN:code:1b8", NewPinRefused),
        ("C_SetPIN:code:50", PinCancelled),
        ("C_SetPIN:code:30", DeviceFault),
        ("C_SetPIN:pull,C_SetPIN:code:30", TokenRemoved),
        ("C_GetTokenInfo:flags:40000", PinLocked),
    ],
)
def test_refusals_of_a_change(shared: FaultyToken, script: str, error: type[SigningError]) -> None:
    shared.play(script)
    with TokenHost(shared.module) as host:
        old, new = secret(), secret(NEW)
        with pytest.raises(error):
            change_pin(host, shared.serial, old, new)
        assert not any(old + new)
        assert shared.calls("C_SetPIN") == (0 if "flags" in script else 1)


@pytest.mark.parametrize(
    ("script", "error", "logins"),
    [
        ("C_Login:code:a0", PukIncorrect, 1),
        ("C_Login:code:a0,C_GetTokenInfo:flags:200000", PukIncorrect, 1),
        ("C_Login:code:a4", PukLocked, 1),
        ("C_Login:code:103", DeviceFault, 1),
        ("C_InitPIN:code:1b8", NewPinRefused, 1),
        ("C_InitPIN:code:a2", PinLength, 1),
        ("C_GetTokenInfo:flags:400000", PukLocked, 0),
    ],
)
def test_refusals_of_an_unblocking(
    shared: FaultyToken, script: str, error: type[SigningError], logins: int
) -> None:
    shared.play(script)
    with TokenHost(shared.module) as host:
        puk, new = secret(SO_PIN), secret(NEW)
        with pytest.raises(error) as caught:
            unblock_pin(host, shared.serial, puk, new)
        assert not any(puk + new)
        assert shared.calls("C_Login") == logins
        if "200000" in script:
            assert isinstance(caught.value, PukIncorrect)
            assert caught.value.attempts is AttemptsLeft.LAST
        # One way is tried, never the other as well.
        assert shared.calls("C_SetPIN") == 0


def test_a_new_pin_nobody_could_use_is_not_sent(shared: FaultyToken) -> None:
    cyrillic, control = "пароль".encode(), b"1234\t5678"
    with TokenHost(shared.module) as host:
        for bad in (cyrillic, control, "parolʼ12".encode(), b"\xff\xfe1234"):
            new = secret(bad)
            with pytest.raises(NewPinSymbols):
                change_pin(host, shared.serial, secret(), new)
            assert not any(new)
            with pytest.raises(NewPinSymbols):
                unblock_pin(host, shared.serial, secret(SO_PIN), secret(bad))
        with pytest.raises(NewPinSame):
            change_pin(host, shared.serial, secret(), secret())
    assert shared.calls("C_SetPIN") == shared.calls("C_Login") == 0


@pytest.mark.parametrize(("kind", "error"), [(PinKind.USER, PinLocked), (PinKind.PUK, PukLocked)])
def test_the_wrong_one_that_locked_it_is_told_as_such(
    kind: PinKind, error: type[SigningError]
) -> None:
    locked = AttemptsLeft.LOCKED
    token = TokenInfo("1", "", "", "", locked, 4, 8, False, True, False, locked)
    assert type(pin_error_of("C_Login", 0xA0, "CKR_PIN_INCORRECT", token, kind)) is error
    # A token that is silent by then leaves the wrong entry what it is.
    silent = pin_error_of("C_Login", 0xA0, "CKR_PIN_INCORRECT", None, kind)
    assert isinstance(silent, (PinIncorrect, PukIncorrect))
    assert silent.attempts is AttemptsLeft.UNKNOWN


def test_the_other_way_of_unblocking_is_only_taken_when_told(shared: FaultyToken) -> None:
    shared.play("C_SetPIN:code:a0")
    with TokenHost(shared.module) as host:
        with pytest.raises(PukIncorrect):
            unblock_pin(host, shared.serial, secret(SO_PIN), secret(NEW), UnblockWay.SET_PIN)
        assert (shared.calls("C_SetPIN"), shared.calls("C_Login")) == (1, 0)


@pytest.mark.parametrize("old", [b"", b"1", b"1" * 256])
def test_an_old_pin_of_an_impossible_length_costs_no_attempt(
    shared: FaultyToken, old: bytes
) -> None:
    with TokenHost(shared.module) as host, pytest.raises(PinLength):
        change_pin(host, shared.serial, bytearray(old), secret(NEW))
    assert shared.calls("C_SetPIN") == shared.calls("C_Login") == 0


@pytest.mark.parametrize("typed", [True, False])
def test_where_a_pin_is_typed(typed: bool) -> None:
    free = AttemptsLeft.UNKNOWN
    token = TokenInfo("1", "", "", "", free, 4, 8, typed, True, False, free)
    assert PinUse(token, PinKind.USER, 5.0).on_reader is typed


@pytest.mark.parametrize("new", [b"", b"1", b"1" * 256])
def test_a_new_pin_of_an_impossible_length_is_not_sent(shared: FaultyToken, new: bytes) -> None:
    with TokenHost(shared.module) as host:
        with pytest.raises(PinLength):
            change_pin(host, shared.serial, secret(), bytearray(new))
        with pytest.raises(PinLength):
            unblock_pin(host, shared.serial, secret(SO_PIN), bytearray(new))
        with pytest.raises(PukLength):
            unblock_pin(host, shared.serial, bytearray(), secret(NEW))
    assert shared.calls("C_SetPIN") == shared.calls("C_Login") == 0


def test_a_pin_that_must_be_changed_can_be(own: FaultyToken) -> None:
    own.play("C_GetTokenInfo:flags:80000")
    with TokenHost(own.module) as host:
        with pytest.raises(PinMustChange):
            host.open(own.serial, secret())
        assert own.calls("C_Login") == 0
        change_pin(host, own.serial, secret(), secret(NEW))
        own.play("")
        host.open(own.serial, secret(NEW)).close()


def test_an_open_session_is_not_ended_by_a_change(shared: FaultyToken) -> None:
    with TokenHost(shared.module) as host, host.open(shared.serial, secret()) as session:
        with pytest.raises(TokenBusy):
            change_pin(host, shared.serial, secret(), secret(NEW))
        with pytest.raises(TokenBusy):
            unblock_pin(host, shared.serial, secret(SO_PIN), secret(NEW))
        assert session.certificates()


def test_a_reader_with_keys_gets_no_pin_and_a_long_time(own: FaultyToken) -> None:
    uses = Uses()
    keys = f"{PIN.decode()}/{NEW.decode()}"
    own.play(f"{READER},C_Login:pad:{PIN.decode()},C_Login:delay:700,C_SetPIN:pad:{keys}")
    limits = TimeLimits(login=0.3, login_on_reader=5.0)
    with TokenHost(own.module, limits, pins=uses) as host:
        with host.open(own.serial, bytearray()) as session:
            assert session.signer(own.token.identity).sign(b"matn")
        change_pin(host, own.serial, bytearray(), bytearray())
        own.play(f"{READER},C_Login:pad:{NEW.decode()}")
        host.open(own.serial, bytearray()).close()
    # What a window counts down: a person types one PIN, or the old and twice the new one.
    assert [use.seconds for use in uses.begins] == [5.0, 15.0, 5.0]
    assert all(use.on_reader for use in uses.begins)


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("C_Login:code:50", PinCancelled),
        ("C_Login:code:1", PinCancelled),
        ("C_Login:code:200", PinCancelled),
        ("C_Login:code:102", PinNotSet),
        ("C_Login:code:a1", PinIncorrect),
        ("C_Login:code:30", DeviceFault),
        ("C_Login:pull,C_Login:code:30", TokenRemoved),
        ("C_Login:code:91", DeviceFault),
    ],
)
def test_a_wrong_pin_a_removal_and_a_fault_are_three_things(
    shared: FaultyToken, script: str, error: type[SigningError]
) -> None:
    shared.play(f"{READER},{script}")
    with TokenHost(shared.module) as host:
        with pytest.raises(error) as caught:
            host.open(shared.serial, bytearray())
        assert type(caught.value) is error
        assert shared.calls("C_Login") == 1


def test_nobody_typing_on_the_reader_ends_in_time(shared: FaultyToken) -> None:
    shared.play(f"{READER},C_Login:hang")
    with TokenHost(shared.module, TimeLimits(login_on_reader=0.4)) as host:
        with pytest.raises(TokenTimeout):
            host.open(shared.serial, bytearray())
        shared.play("")
        host.open(shared.serial, secret()).close()
