"""Another PIN, unblocking, PIN pads: each secret is sent once, and only where it can do good."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from signing.errors import (
    AttemptsLeft,
    DeviceFault,
    HostDied,
    LoginEnded,
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
from signing.signer import SignerCertificate
from signing.token import protocol
from signing.token.codes import pin_error_of
from signing.token.host import TimeLimits, TokenHost
from signing.token.info import TokenInfo
from signing.token.pin import PinKind, PinReason, PinUse, UnblockWay, Unwatched
from signing.token.pin_change import change_pin, unblock_pin
from signing.token.process import HostProcess
from signing.token.provision import KeyKind, generate_key, provision_token, store_certificate
from tests.signing.faults import FaultyToken
from tests.signing.softhsm import (
    DER,
    KEY_ID,
    PIN,
    SO_PIN,
    MadeToken,
    empty_module,
    issue,
    make_token,
)

WRONG, NEW = b"24681357", b"80808080"
READER = "C_GetTokenInfo:flags:100"


@pytest.fixture
def own(tmp_path: Path, built: Path) -> FaultyToken:
    """A token that is this test's alone."""
    return FaultyToken(make_token(tmp_path / "own"), built, tmp_path / "fault")


@pytest.fixture
def shared(tmp_path: Path, ec_token: MadeToken, built: Path) -> FaultyToken:
    """A token nothing of which is changed."""
    return FaultyToken(ec_token, built, tmp_path / "fault")


def secret(value: bytes = PIN) -> bytearray:
    return bytearray(value)


class Uses(Unwatched):
    """Notes what is told."""

    def __init__(self) -> None:
        self.begins: list[PinUse] = []
        self.ends: list[SigningError | None] = []

    def begun(self, use: PinUse) -> None:
        self.begins.append(use)

    def ended(self, use: PinUse, error: SigningError | None) -> None:
        assert use == self.begins[-1]
        self.ends.append(error)


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


# --- a PIN is never sent twice by itself ---------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    ["", "C_CloseAllSessions:skip", "C_GetSessionInfo:code:30", "C_CloseSession:skip"],
)
def test_a_refused_pin_is_sent_once(shared: FaultyToken, script: str) -> None:
    shared.play(script)
    with TokenHost(shared.module) as host:
        for times in (1, 2):
            with pytest.raises(PinIncorrect):
                host.open(shared.serial, secret(WRONG))
            assert shared.calls("C_Login") == times
        host.tokens()
        host.close()
        host.tokens()
        assert shared.calls("C_Login") == 2
        host.open(shared.serial, secret()).close()
        assert shared.calls("C_Login") == 3


def test_a_driver_that_is_logged_in_is_logged_out_not_asked_twice(shared: FaultyToken) -> None:
    # Closing does nothing in this driver, so the login of before is still there.
    shared.play("C_CloseSession:skip,C_CloseAllSessions:skip,C_Logout@1:skip")
    with TokenHost(shared.module) as host:
        host.open(shared.serial, secret()).close()
        with pytest.raises(PinIncorrect):
            host.open(shared.serial, secret(WRONG))
        assert shared.calls("C_Login") == 2
        shared.play("")
        host.open(shared.serial, secret()).close()


@pytest.mark.parametrize(
    ("script", "error"),
    [("C_Login:crash", HostDied), ("C_Login:code:100", DeviceFault)],
)
def test_nothing_is_sent_again_after_a_fault(
    shared: FaultyToken, script: str, error: type[SigningError]
) -> None:
    shared.play(script)
    with TokenHost(shared.module) as host:
        with pytest.raises(error):
            host.open(shared.serial, secret())
        shared.play("")
        host.token(shared.serial)
        assert shared.calls("C_Login") == 1


def test_a_key_that_wants_it_each_time(tmp_path: Path, built: Path) -> None:
    uses = Uses()
    module = empty_module(tmp_path / "token")
    with TokenHost(module) as host:
        serial = provision_token(host, "Hokim", secret(SO_PIN), secret())
        with host.open(serial, secret(), writable=True) as session:
            spki = generate_key(session, KeyKind.EC_P256, KEY_ID, "kalit", pin_each_time=True)
            identity = SignerCertificate(issue(spki, "Hokim"))
            store_certificate(session, KEY_ID, "kalit", identity.certificate.public_bytes(DER))
    made = MadeToken(module, serial, KeyKind.EC_P256, identity.certificate)
    faulty = FaultyToken(made, built, tmp_path / "fault")
    pins = {1: PIN, 2: PIN, 3: WRONG}

    def asker(reason: PinReason) -> bytearray:
        return bytearray(pins[reason.number])

    uses.asker = asker
    with TokenHost(faulty.module, pins=uses) as host:
        with host.open(serial, secret()) as session:
            # Nobody says how to ask, so whoever watches the PINs is asked.
            signer = session.signer(identity)
            assert signer.sign(b"bir")
            assert signer.sign(b"ikki")
            assert faulty.calls("C_Login") == 3
            with pytest.raises(PinIncorrect):
                signer.sign(b"uch")
            assert faulty.calls("C_Login") == 4
        assert [use.kind for use in uses.begins] == [PinKind.USER] + [PinKind.SIGNATURE] * 3
        # On a reader with keys nobody is asked here.
        faulty.play(f"{READER},C_Login:pad:{PIN.decode()}")
        uses.asker = None
        with host.open(serial, bytearray()) as session:
            assert session.signer(identity).sign(b"bir")
        assert faulty.calls("C_Login") == 6


# --- a login nobody uses, and one that is over ---------------------------------------------------


def test_an_idle_login_ends_and_signing_asks_again(shared: FaultyToken) -> None:
    with TokenHost(shared.module, idle_seconds=0.4) as host:
        session = host.open(shared.serial, secret())
        signer = session.signer(shared.token.identity)
        for _ in range(4):
            time.sleep(0.2)
            assert signer.sign(b"matn")
        assert eventually(lambda: not session.usable)
        with pytest.raises(LoginEnded) as caught:
            signer.sign(b"matn")
        assert caught.value.seconds == 0.4
        assert eventually(lambda: shared.calls("C_Logout") >= 1)
        child = host.process_number
        # The same process, and nobody is logged in there: the driver itself wants a PIN.
        again = host.open(shared.serial, secret())
        assert host.process_number == child
        assert again.signer(shared.token.identity).sign(b"matn")
        again.close()
        session.close()
        assert shared.calls("C_Login") == 2
        assert host.crashes == 0


@pytest.mark.parametrize("seconds", [0.0, -300.0, float("nan")])
def test_without_any_idle_time_a_login_ends_at_once(
    shared: FaultyToken, seconds: float, capfd: pytest.CaptureFixture[str]
) -> None:
    with TokenHost(shared.module, idle_seconds=seconds) as host:
        session = host.open(shared.serial, secret())
        assert eventually(lambda: not session.usable)
        with pytest.raises(LoginEnded):
            session.signer(shared.token.identity)
        assert eventually(lambda: shared.calls("C_Logout") >= 1)
        session.close()
        assert host.crashes == 0
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("seconds", [1e15, float("inf")])
def test_a_huge_idle_time_is_a_long_one(shared: FaultyToken, seconds: float) -> None:
    host = TokenHost(shared.module, idle_seconds=seconds)
    with host, host.open(shared.serial, secret()) as session:
        assert session.signer(shared.token.identity).sign(b"matn")


def test_a_long_signature_is_not_idleness(shared: FaultyToken) -> None:
    shared.play("C_Sign:delay:700")
    host = TokenHost(shared.module, idle_seconds=0.3)
    with host, host.open(shared.serial, secret()) as session:
        signer = session.signer(shared.token.identity)
        assert signer.sign(b"bir")
        assert signer.sign(b"ikki")


def test_a_closed_session_does_not_sign_with_the_next_ones_login(shared: FaultyToken) -> None:
    with TokenHost(shared.module) as host:
        with host.open(shared.serial, secret()) as first:
            signer = first.signer(shared.token.identity)
            assert signer.sign(b"matn")
        with pytest.raises(DeviceFault) as caught:
            signer.sign(b"matn")
        assert caught.value.code == "CKR_USER_NOT_LOGGED_IN"
        with host.open(shared.serial, secret()) as second:
            signed = shared.calls("C_Sign")
            with pytest.raises(DeviceFault):
                signer.sign(b"matn")
            assert shared.calls("C_Sign") == signed
            assert second.signer(shared.token.identity).sign(b"matn")


def test_no_thread_is_left_of_a_session(ec_token: MadeToken, ec_host: TokenHost) -> None:
    ec_host.start()
    before = threading.active_count()
    for _ in range(3):
        ec_host.open(ec_token.serial, secret()).close()
    assert threading.active_count() == before


def test_a_child_ends_an_idle_login_that_its_parent_forgot(ec_token: MadeToken) -> None:
    process = HostProcess(ec_token.module, 60, idle=0.1)
    try:
        process.wait_ready(20)
        # Nobody is logged in, so nothing ends.
        time.sleep(0.2)
        login = protocol.Login(ec_token.serial, writable=False)
        process.ask(login, [secret()], 20)
        started = time.monotonic()
        assert eventually(lambda: not process.alive, seconds=8)
        assert time.monotonic() - started > 1
        assert process.end() == -signal.SIGALRM
    finally:
        process.end()


def eventually(fact: Callable[[], bool], seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


# --- what a crash leaves -------------------------------------------------------------------------

DUMPING = """
import os, resource, signal, subprocess, sys
# A parent that wants dumps, as a developer's station does.
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
child = subprocess.Popen([sys.executable, "-I", "-c", sys.argv[1]], stdout=subprocess.PIPE)
child.stdout.readline()
os.kill(child.pid, signal.SIGSEGV)
found = os.waitid(os.P_PID, child.pid, os.WEXITED)
print("dumped" if found.si_code == os.CLD_DUMPED else "killed", found.si_status)
"""
WAITS = "print(flush=True); import time; time.sleep(20)"


def test_a_crash_of_the_host_leaves_no_core(tmp_path: Path) -> None:
    private = "from signing.dumps import keep_private; keep_private(closed=True)\n" + WAITS
    told, cores = {}, {}
    for name, code in (("private", private), ("plain", WAITS)):
        ran = subprocess.run(
            [sys.executable, "-c", DUMPING, code], cwd=tmp_path, capture_output=True, text=True
        )
        told[name] = ran.stdout.split()
        cores[name] = len(list(tmp_path.glob("core*")))
    assert cores["private"] == 0
    assert told["private"] == ["killed", str(int(signal.SIGSEGV))]
    # Where this machine dumps at all, the other one shows that the test can fail.
    assert told["plain"][1] == str(int(signal.SIGSEGV))


def test_the_running_host_is_closed_to_dumps(ec_token: MadeToken, ec_host: TokenHost) -> None:
    with ec_host.open(ec_token.serial, secret()):
        child = Path("/proc", str(ec_host.process_number))
        (line,) = [
            item
            for item in (child / "limits").read_text().splitlines()
            if item.startswith("Max core file size")
        ]
        assert line.split()[4:6] == ["0", "0"]
        # Files of a process that cannot be dumped belong to root, whoever it runs as.
        assert (child / "mem").stat().st_uid == 0
