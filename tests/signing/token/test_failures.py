from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from signing.errors import (
    DeviceFault,
    HostDied,
    ModuleNotLoaded,
    SigningError,
    TokenAbsent,
    TokenBusy,
    TokenRemoved,
    TokenTimeout,
)
from signing.token import protocol
from signing.token.host import TimeLimits, TokenHost
from signing.token.modules import ModuleSpec
from tests.signing.softhsm import MadeToken, empty_module, library, with_fault

INITIALIZE, SLOT_LIST, SIGN_INIT, SIGN = 0, 4, 42, 43


def exists(process: int | None) -> bool:
    """Whether a process is there at all, as a zombie too."""
    assert process is not None
    return Path("/proc", str(process)).exists()


@contextmanager
def stuck_in_sign(host: TokenHost, token: MadeToken) -> Iterator[list[BaseException]]:
    """Let another thread wait for a C_Sign that never ends; gives what its call raised."""
    raised: list[BaseException] = []

    def work() -> None:
        try:
            with host.open(token.serial, token.pin()) as session:
                signer = session.signer(token.identity)
                signing.set()
                signer.sign(b"matn")
        except SigningError as error:
            raised.append(error)

    signing = threading.Event()
    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert signing.wait(20)
        time.sleep(0.1)
        yield raised
    finally:
        thread.join(20)
        assert not thread.is_alive()


def test_no_token(tmp_path: Path) -> None:
    with TokenHost(empty_module(tmp_path)) as host:
        # SoftHSM always shows one blank token.
        assert [token.initialised for token in host.tokens()] == [False]
        for call in (
            lambda: host.token("0123"),
            lambda: host.certificates("0123"),
            lambda: host.open("0123", bytearray(b"12345678")),
            lambda: host.open("", bytearray(b"12345678")),
        ):
            with pytest.raises(TokenAbsent):
                call()
        assert host.crashes == 0


def test_an_answer_to_another_question(tmp_path: Path) -> None:
    """Nobody knows what the next one would be for; the driver's process ends."""
    with TokenHost(empty_module(tmp_path)) as host:
        process = host._running()
        with pytest.raises(HostDied):
            host._ask(process, protocol.ListTokens(), protocol.Done, 20)
        assert not process.alive
        assert [token.initialised for token in host.tokens()] == [False]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "absent"),
        (b"this is not a library\n", "refused"),
        (b"", "refused"),
        (
            b"\x7fELF\x01\x01\x01" + bytes(9) + b"\x03\x00\x03\x00" + bytes(100),
            "wrong-architecture",
        ),
    ],
)
def test_a_module_that_cannot_be_loaded(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    path = tmp_path / "driver.so"
    if content is not None:
        path.write_bytes(content)
    with TokenHost(ModuleSpec(path)) as host:
        for _ in range(2):
            with pytest.raises(ModuleNotLoaded) as caught:
                host.tokens()
            assert caught.value.reason == reason
            assert caught.value.path == str(path)
        assert host.process_number is None
        assert host.crashes == 0


def test_a_library_that_is_no_pkcs11_module() -> None:
    found = [
        Path(line.split()[-1])
        for line in Path("/proc/self/maps").read_text().splitlines()
        if "libc.so.6" in line
    ]
    with TokenHost(ModuleSpec(found[0])) as host, pytest.raises(ModuleNotLoaded) as caught:
        host.start()
    assert caught.value.reason == "foreign"


@pytest.mark.usefixtures("cold_hosts")
def test_a_module_whose_own_setup_is_broken(tmp_path: Path) -> None:
    module = ModuleSpec(library(), {"SOFTHSM2_CONF": str(tmp_path / "absent.conf")})
    with TokenHost(module) as host, pytest.raises(ModuleNotLoaded) as caught:
        host.start()
    assert caught.value.reason == "setup"


@pytest.mark.usefixtures("cold_hosts")
def test_a_hang_while_loading_ends_in_time(ec_token: MadeToken, built: Path) -> None:
    token = with_fault(ec_token, built, f"{INITIALIZE}:hang")
    before = children()
    with TokenHost(token.module, TimeLimits(start=0.5)) as host:
        started = time.monotonic()
        with pytest.raises(TokenTimeout) as caught:
            host.tokens()
        assert time.monotonic() - started < 2
        assert (caught.value.command, caught.value.seconds) == ("start", 0.5)
        assert host.crashes == 1
    assert children() == before


def test_a_hang_while_signing_ends_in_time_and_the_next_command_works(
    ec_token: MadeToken, built: Path
) -> None:
    token = with_fault(ec_token, built, f"{SIGN}:hang")
    with TokenHost(token.module, TimeLimits(sign=0.5)) as host:
        session = host.open(token.serial, token.pin())
        signer = session.signer(token.identity)
        first = host.process_number
        with pytest.raises(TokenTimeout) as caught:
            signer.sign(b"matn")
        assert caught.value.command == "Sign"
        assert not exists(first)
        # The login died with the process; nothing may sign without a new PIN.
        assert not session.usable
        with pytest.raises(HostDied):
            signer.sign(b"matn")
        session.close()
        assert host.token(token.serial).label == "Hokim"
        assert host.process_number not in (None, first)
        with host.open(token.serial, token.pin()) as again:
            assert again.certificates()
        assert host.crashes == 1


@pytest.mark.usefixtures("cold_hosts")
def test_a_crash_is_counted_each_time(ec_token: MadeToken, built: Path) -> None:
    token = with_fault(ec_token, built, f"{SLOT_LIST}:crash")
    before = children()
    with TokenHost(token.module) as host:
        for crashes in (1, 2):
            with pytest.raises(HostDied) as caught:
                host.tokens()
            assert caught.value.exit_code == -signal.SIGSEGV
            assert host.crashes == crashes
    assert children() == before


def test_killed_in_the_middle_of_a_signature(ec_token: MadeToken, built: Path) -> None:
    token = with_fault(ec_token, built, f"{SIGN}:hang")
    with TokenHost(token.module) as host:
        with stuck_in_sign(host, token) as raised:
            first = host.process_number
            assert first is not None
            os.kill(first, signal.SIGKILL)
        (error,) = raised
        assert isinstance(error, HostDied)
        assert error.exit_code == -signal.SIGKILL
        assert not exists(first)
        assert host.token(token.serial).serial == token.serial


@pytest.mark.usefixtures("cold_hosts")
def test_killed_while_idle(ec_token: MadeToken, ec_host: TokenHost) -> None:
    session = ec_host.open(ec_token.serial, ec_token.pin())
    first = ec_host.process_number
    assert first is not None
    os.kill(first, signal.SIGKILL)
    while session.usable:
        time.sleep(0.01)
    with pytest.raises(HostDied) as caught:
        session.certificates()
    assert caught.value.exit_code == -signal.SIGKILL
    with ec_host.open(ec_token.serial, ec_token.pin()) as again:
        assert again.signer(ec_token.identity).sign(b"matn")


def test_a_second_caller_is_told_and_close_frees_the_first(
    ec_token: MadeToken, built: Path
) -> None:
    token = with_fault(ec_token, built, f"{SIGN}:hang")
    host = TokenHost(token.module)
    with stuck_in_sign(host, token) as raised:
        first = host.process_number
        with pytest.raises(TokenBusy):
            host.tokens()
        host.close()
    assert [type(error) for error in raised] == [HostDied]
    assert not exists(first)
    host.close()


def test_close_ends_a_driver_that_hangs_while_it_loads(ec_token: MadeToken, built: Path) -> None:
    host = TokenHost(with_fault(ec_token, built, f"{INITIALIZE}:hang").module)
    raised: list[BaseException] = []

    def work() -> None:
        try:
            host.start()
        except SigningError as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    while (child := host.process_number) is None:
        time.sleep(0.01)
    host.close()
    thread.join(5)
    assert not thread.is_alive()
    assert [type(error) for error in raised] == [HostDied]
    assert not exists(child)


def test_a_driver_that_talks_does_no_harm(
    ec_token: MadeToken, built: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    fault = f"{INITIALIZE}:print,{SLOT_LIST}:print,{SIGN}:print"
    token = with_fault(ec_token, built, fault)
    with TokenHost(token.module) as host, host.open(token.serial, token.pin()) as session:
        assert session.signer(token.identity).sign(b"matn")
    told = capfd.readouterr()
    assert "talks" not in told.out + told.err


@pytest.mark.parametrize("code", ["32", "e0", "b3"])
def test_pulled_out_while_signing(ec_token: MadeToken, built: Path, code: str) -> None:
    token = with_fault(ec_token, built, f"{SIGN}:code:{code}")
    with TokenHost(token.module) as host, host.open(token.serial, token.pin()) as session:
        signer = session.signer(token.identity)
        with pytest.raises(TokenRemoved):
            signer.sign(b"matn")


@pytest.mark.parametrize(
    ("code", "name"),
    [("30", "CKR_DEVICE_ERROR"), ("54", "CKR_FUNCTION_NOT_SUPPORTED"), ("12345", "0x00012345")],
)
def test_other_codes_are_named(ec_token: MadeToken, built: Path, code: str, name: str) -> None:
    token = with_fault(ec_token, built, f"{SIGN_INIT}:code:{code}")
    with TokenHost(token.module) as host, host.open(token.serial, token.pin()) as session:
        signer = session.signer(token.identity)
        with pytest.raises(DeviceFault) as caught:
            signer.sign(b"matn")
    assert (caught.value.function, caught.value.code) == ("C_SignInit", name)


def test_a_session_that_cannot_be_closed_takes_its_process_along(
    ec_token: MadeToken, built: Path
) -> None:
    token = with_fault(ec_token, built, "19:hang")
    with TokenHost(token.module, TimeLimits(read=0.5)) as host:
        session = host.open(token.serial, token.pin())
        first = host.process_number
        session.close()
        assert not exists(first)
        assert host.token(token.serial).serial == token.serial


@pytest.mark.usefixtures("cold_hosts")
def test_starting_and_stopping_leaves_nothing(ec_token: MadeToken) -> None:
    before = children(), threading.active_count(), open_files()
    host = TokenHost(ec_token.module)
    for _ in range(10):
        host.start()
        host.close()
    assert (children(), threading.active_count(), open_files()) == before
    assert host.crashes == 0


ORPHAN = """
import os, sys
from pathlib import Path
from signing.token.host import TokenHost
from signing.token.modules import ModuleSpec
host = TokenHost(ModuleSpec(Path(sys.argv[1]), {"SOFTHSM2_CONF": sys.argv[2]}))
host.start()
loaded = [name for name in sys.modules if name.startswith("PyKCS11")]
print(host.process_number, len(loaded), flush=True)
os._exit(0)
"""


def test_the_child_ends_with_its_parent_and_the_parent_loads_no_driver(
    ec_token: MadeToken,
) -> None:
    arguments = [str(ec_token.module.path), ec_token.module.environment["SOFTHSM2_CONF"]]
    result = subprocess.run(
        [sys.executable, "-c", ORPHAN, *arguments], capture_output=True, text=True, timeout=60
    )
    child, loaded = map(int, result.stdout.split())
    assert loaded == 0
    deadline = time.monotonic() + 10
    while running(child):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_child_that_hangs_and_has_lost_its_parent_ends_itself(
    ec_token: MadeToken, built: Path
) -> None:
    module = with_fault(ec_token, built, f"{INITIALIZE}:hang").module
    started = time.monotonic()
    result = subprocess.run(
        [sys.executable, "-m", "signing.token.child", str(module.path), "1", "0"],
        env={**os.environ, **module.environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=20,
    )
    assert result.returncode == -signal.SIGALRM
    assert time.monotonic() - started > 1


@pytest.mark.usefixtures("cold_hosts")
def test_the_child_dumps_no_core_and_ignores_an_interrupt(ec_host: TokenHost) -> None:
    ec_host.start()
    child = ec_host.process_number
    assert child is not None
    limits = Path("/proc", str(child), "limits").read_text().splitlines()
    (core,) = [line.split()[4:6] for line in limits if line.startswith("Max core file size")]
    assert core == ["0", "0"]
    os.kill(child, signal.SIGINT)
    assert ec_host.tokens()
    assert ec_host.process_number == child


def test_the_childs_memory_is_closed_to_others() -> None:
    pr_get_dumpable = 3
    code = (
        "import ctypes; from signing.dumps import keep_private; keep_private(closed=True);"
        f"print(ctypes.CDLL(None).prctl({pr_get_dumpable}, 0, 0, 0, 0))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["0"]


def test_the_child_imports_little() -> None:
    code = "import signing.token.child, sys; print(*sorted(sys.modules))"
    result = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in result.stdout.split()}
    assert "PyKCS11" in loaded
    assert not loaded & {"cryptography", "PySide6", "requests", "asyncio", "subprocess", "logging"}


@pytest.mark.usefixtures("cold_hosts")
def test_each_module_has_its_own_environment(tmp_path: Path, ec_token: MadeToken) -> None:
    # The environment of a module is its own: another one of the same file sees other tokens.
    other = replace(ec_token, module=empty_module(tmp_path))
    with TokenHost(ec_token.module) as host, TokenHost(other.module) as second:
        assert host.token(ec_token.serial).serial == ec_token.serial
        with pytest.raises(TokenAbsent):
            second.token(ec_token.serial)


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def children() -> set[int]:
    """Children of this process, zombies too."""
    found = ""
    for task in Path("/proc/self/task").iterdir():
        # A thread may end meanwhile.
        with suppress(FileNotFoundError):
            found += (task / "children").read_text() + " "
    return set(map(int, found.split()))


def running(process: int) -> bool:
    """Whether a process that is not ours to reap still runs."""
    try:
        state = Path("/proc", str(process), "stat").read_text().rsplit(")", maxsplit=1)[1]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state.split()[0] not in "ZX"
